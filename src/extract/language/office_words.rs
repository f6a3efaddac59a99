//! The small words of an office's text as people type it: "Deputy Foreign Minister of Russia".

use super::{LanguageFiles, List, WordSet, WordSets};
use std::collections::BTreeSet;

/// A language's words for taking apart the text of an office.
#[derive(Debug)]
pub struct OfficeWords(WordSets);

impl OfficeWords {
    /// Those of English.
    pub fn english() -> Self {
        Self(WordSets::new([LanguageFiles::english().list(List::SpeakerWords)]))
    }

    /// Whether a place follows: "of", "at".
    pub fn leads_to_place(&self, word: &str) -> bool {
        self.0.has(word, WordSet::OfficePlace)
    }

    /// The words with weight of a title, in lower case.
    pub fn of_title(&self, title: &str) -> BTreeSet<String> {
        let words = title.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
        words.filter(|w| !w.is_empty() && !self.0.has(w, WordSet::OfficeFiller)).collect()
    }

    /// Those of them that make another office of the same title: a deputy is not the minister.
    pub fn ranks<'w>(&self, words: &'w BTreeSet<String>) -> BTreeSet<&'w str> {
        words.iter().map(String::as_str).filter(|w| self.0.has(w, WordSet::OfficeRank)).collect()
    }
}
