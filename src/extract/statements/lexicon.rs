//! The senses of reporting words: a stem's hash in, a set of sense classes out.

use super::words::stem_hash;
use std::sync::OnceLock;

/// Classes, one a line: name, colon, base forms.
static CLASSES: &str = include_str!("../../../seeds/models/english-cue-classes.txt");

/// Sets of classes by stem, sorted by stem.
#[derive(Debug)]
pub(crate) struct Lexicon {
    entries: Vec<(u32, u32)>,
}

impl Lexicon {
    /// The classes of the stem, one bit each; none for a word that reports nothing.
    pub fn classes(&self, stem: u32) -> u32 {
        self.entries.binary_search_by_key(&stem, |(s, _)| *s).map_or(0, |at| self.entries[at].1)
    }
}

/// The lexicon that is part of the program.
pub(crate) fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(|| {
        let mut entries: Vec<(u32, u32)> = Vec::with_capacity(1024);
        for (class, line) in class_lines().enumerate() {
            let words = line.split_once(':').map_or("", |(_, words)| words);
            entries.extend(words.split_whitespace().map(|word| (stem_hash(word), 1 << class)));
        }
        entries.sort_unstable();
        entries.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 |= next.1;
            }
            same
        });
        Lexicon { entries }
    })
}

fn class_lines() -> impl Iterator<Item = &'static str> {
    CLASSES.lines().filter(|line| !line.starts_with('#') && line.contains(':')).take(32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_reporting_words_have_classes() {
        let of = |word: &str| lexicon().classes(stem_hash(word));
        assert!(of("said") != 0 && of("said") == of("says"));
        assert!(of("doubted").count_ones() > 1);
        assert_eq!(of("table"), 0);
    }

    #[test]
    fn the_list_is_lower_case_and_short_enough() {
        assert!(class_lines().count() <= 30);
        for line in class_lines() {
            assert!(line.chars().all(|c| c.is_ascii_lowercase() || matches!(c, ' ' | ':' | '-')), "{line}");
        }
    }
}
