//! Classes of words by their stem: a stem's hash in, a set of classes out.

use super::stem::Stemmer;
use crate::extract::hash::mix;

/// Sets of classes by stem, sorted by stem.
#[derive(Debug)]
pub(crate) struct StemClasses {
    entries: Vec<(u32, u32)>,
    /// A bit for the end of each stem that has classes: most words have none, and need no search.
    known: Vec<u64>,
}

/// Bits of a stem that [`StemClasses::known`] knows.
const KNOWN: u32 = 1 << 15;

impl StemClasses {
    /// Reads the list: one class a line, its name, a colon, base forms; two words that stand together joined by `_`.
    pub fn new(list: &str, stemmer: &Stemmer) -> Self {
        let mut entries: Vec<(u32, u32)> = Vec::with_capacity(1024);
        let hash = |entry: &str| match entry.split_once('_') {
            Some((first, second)) => mix(stemmer.hash(first), stemmer.hash(second)),
            None => stemmer.hash(entry),
        };
        for (class, line) in class_lines(list).enumerate() {
            let words = line.split_once(':').map_or("", |(_, words)| words);
            entries.extend(words.split_whitespace().map(|word| (hash(word), 1 << class)));
        }
        entries.sort_unstable();
        entries.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 |= next.1;
            }
            same
        });
        let mut known = vec![0; KNOWN as usize / 64];
        for (stem, _) in &entries {
            known[(stem % KNOWN) as usize / 64] |= 1 << (stem % 64);
        }
        Self { entries, known }
    }

    /// The classes of the stem, one bit each; none for a word that is in none.
    pub fn of(&self, stem: u32) -> u32 {
        if self.known[(stem % KNOWN) as usize / 64] & 1 << (stem % 64) == 0 {
            return 0;
        }
        self.entries.binary_search_by_key(&stem, |(s, _)| *s).map_or(0, |at| self.entries[at].1)
    }

    /// The classes of two words that stand together.
    pub fn of_pair(&self, first: u32, second: u32) -> u32 {
        self.of(mix(first, second))
    }
}

/// The numbers of the bits that are set.
pub(crate) fn bits(set: u32) -> impl Iterator<Item = u32> {
    (0..32).filter(move |n| set & 1 << n != 0)
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
    fn pairs_have_classes_of_their_own() {
        let english = Language::english();
        let hash = |word: &str| english.stemmer.hash(word);
        assert!(english.sense_classes.of_pair(hash("ruled"), hash("out")) != 0);
        assert_eq!(english.sense_classes.of_pair(hash("out"), hash("ruled")), 0);
    }

    #[test]
    fn the_lists_are_lower_case_and_short_enough() {
        let files = LanguageFiles::english();
        for list in [List::CueClasses, List::SenseClasses, List::StanceClasses] {
            assert!(class_lines(files.list(list)).count() <= 30);
            for line in class_lines(files.list(list)) {
                let plain = |c: char| c.is_ascii_lowercase() || matches!(c, ' ' | ':' | '-' | '_' | '\'');
                assert!(line.chars().all(plain), "{line}");
            }
        }
    }
}
