//! What happens during an import, for whoever wants to show it.

use std::collections::BTreeMap;

pub use crate::store::runs::Counts;

/// Something that happened.
#[derive(Debug)]
pub enum Event {
    /// So many files are to be read.
    Found(usize),
    /// One more is done, whatever came of it.
    Done,
}

/// What an import came to.
#[derive(Debug, Default)]
pub struct Report {
    /// Articles by what became of them.
    pub counts: Counts,
    /// What could not be read: path and reason.
    pub failures: Vec<(String, String)>,
    /// What was read but not wholly understood: path and what.
    pub warnings: Vec<(String, String)>,
    /// Quotes in the articles added and changed.
    pub quotes: u64,
    /// Of these, quotes whose speaker is known.
    pub attributed: u64,
    /// Articles whose quotes stayed and whose speakers were told anew.
    pub relinked: u64,
    /// Articles that were stored and not read, by their language, since there is none for it.
    pub foreign: BTreeMap<String, u64>,
    /// Articles that an older extractor has read, or one with another registry of actors.
    pub outdated: u64,
}
