//! Speakers.
mod fold;
mod hash;
mod lexicon;
mod offices;
mod registry;
pub use fold::fold_name;
pub use registry::{Found, How, Registry};
