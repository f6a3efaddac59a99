//! The registry of actors as people keep it: every change with who, when and why, and a way back.
//!
//! ```text
//! changes    the log: one row for each change                   keys       names -> what may be the same
//! edit       add, alias, role, and taking them away             different  pairs that are told apart
//! merge      two actors become one                              split      and two again
//! snapshot   what a merge has to remember of an actor           reviews    who said it, by a person's word
//! loader     records of files into the registry                 records    and out of it
//! rows       the hands that write, one for each table       removal    an actor is none
//! offices    "Foreign Minister of Russia" -> dated roles        reference  a name, slug or id -> an actor
//! ```

pub mod changes;
pub mod different;
pub mod edit;
pub(in crate::store) mod keys;
pub mod list;
pub mod loader;
pub mod merge;
pub mod offices;
pub mod records;
pub mod reference;
pub mod removal;
pub mod reviews;
pub(in crate::store) mod rows;
mod snapshot;
pub mod split;

pub use changes::{Action, Author, Generation};
