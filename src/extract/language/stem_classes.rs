//! The senses of reporting words: a stem's hash in, a set of sense classes out.

use super::stem::Stemmer;

/// Sets of classes by stem, sorted by stem.
#[derive(Debug)]
pub(crate) struct CueClasses {
    entries: Vec<(u32, u32)>,
}

impl CueClasses {
    /// Reads the list: one class a line, its name, a colon, base forms.
    pub fn new(list: &str, stemmer: &Stemmer) -> Self {
        let mut entries: Vec<(u32, u32)> = Vec::with_capacity(1024);
        for (class, line) in class_lines(list).enumerate() {
            let words = line.split_once(':').map_or("", |(_, words)| words);
            entries.extend(words.split_whitespace().map(|word| (stemmer.hash(word), 1 << class)));
        }
        entries.sort_unstable();
        entries.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 |= next.1;
            }
            same
        });
        Self { entries }
    }

    /// The classes of the stem, one bit each; none for a word that reports nothing.
    pub fn of(&self, stem: u32) -> u32 {
        self.entries.binary_search_by_key(&stem, |(s, _)| *s).map_or(0, |at| self.entries[at].1)
    }
}

/// A set of classes has 32 bits.
fn class_lines(list: &str) -> impl Iterator<Item = &str> {
    super::entries(list).filter(|line| line.contains(':')).take(32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::language::{Language, LanguageFiles, List};

    #[test]
    fn forms_of_reporting_words_have_classes() {
        let english = Language::english();
        let of = |word: &str| english.cue_classes.of(english.stemmer.hash(word));
        assert!(of("said") != 0 && of("said") == of("says"));
        assert!(of("doubted").count_ones() > 1);
        assert_eq!(of("table"), 0);
    }

    #[test]
    fn the_list_is_lower_case_and_short_enough() {
        let files = LanguageFiles::english();
        assert!(class_lines(files.list(List::CueClasses)).count() <= 30);
        for line in class_lines(files.list(List::CueClasses)) {
            assert!(line.chars().all(|c| c.is_ascii_lowercase() || matches!(c, ' ' | ':' | '-')), "{line}");
        }
    }
}
