//! Speakers.
mod appositions;
mod cast;
mod fold;
mod hash;
mod lexicon;
mod linking;
mod mentions;
mod names;
mod offices;
mod registry;
mod words;
pub use fold::fold_name;
pub use registry::{Registry, Found, How};
