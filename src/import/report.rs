//! What happens during an import, for whoever wants to show it.

use super::front_matter;
use crate::domain::Article;
use std::collections::BTreeMap;

pub use crate::store::runs::Counts;

/// Something that happened.
#[derive(Debug)]
pub enum Event {
    /// So many files are to be read.
    Found(usize),
    /// So many more than was told: a file has held several articles.
    More(usize),
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
    /// Files of folders that hold no article, by the ending of their names.
    pub passed_over: BTreeMap<String, u64>,
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

impl Report {
    /// Notes what of an article was not wholly understood; `unread_from` is the byte where looking through it ended;
    /// what nobody looked into at all is told elsewhere.
    pub fn warn_of(&mut self, article: &Article, unread_from: Option<usize>) {
        let mut warn = |what: String| self.warnings.push((article.source_path.clone(), what));
        if let Some(note) = &article.decoding_note {
            warn(note.clone());
        }
        for key in &article.unknown_keys {
            let hint = front_matter::meant_key(key).map(|k| format!("; did you mean `{k}`?"));
            warn(format!("the key `{key}` of the front matter is passed over{}", hint.unwrap_or_default()));
        }
        if let (None, Some(text)) = (article.published, &article.published_text) {
            warn(format!("the date `{text}` is not understood; it is kept as text"));
        }
        if let Some(at) = unread_from.filter(|at| *at > 0) {
            let share = at * 100 / article.body.len().max(1);
            warn(format!(
                "it is too long: only the first {share} % of it was looked through for quotes; part it into its articles"
            ));
        }
    }
}
