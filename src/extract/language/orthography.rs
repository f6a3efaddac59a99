//! The list of how a language is written, for [`crate::text`].

use super::entries;
use crate::text::Orthography;

/// Reads the list: a set's name, a colon, its words.
pub(crate) fn orthography(list: &str) -> Orthography<'_> {
    let set = |name: &str| {
        let found = entries(list).filter_map(|l| l.split_once(':')).find(|(n, _)| *n == name);
        let mut words: Vec<&str> = found.map_or("", |(_, words)| words).split_whitespace().collect();
        words.sort_unstable();
        words
    };
    Orthography {
        abbreviations: set("abbreviation"),
        with_capital: set("abbreviation-with-capital"),
        with_number: set("abbreviation-with-number"),
        never_last: set("never-last"),
        sentence_openers: set("sentence-opener"),
        letter_words: set("letter-word"),
        clitics: set("clitic"),
        fused: set("fused").into_iter().filter_map(|word| word.split_once('+')).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::language::{LanguageFiles, List};

    #[test]
    fn every_set_of_the_list_is_read() {
        let list = LanguageFiles::english().list(List::Orthography);
        let o = orthography(list);
        let read = [&o.abbreviations, &o.with_capital, &o.with_number, &o.never_last, &o.sentence_openers];
        let read = read.into_iter().chain([&o.letter_words, &o.clitics]);
        assert!(read.clone().all(|set| !set.is_empty()) && o.fused == [("can", "not")]);
        assert_eq!(read.count() + 1, entries(list).count());
        assert!(entries(list).all(|l| l.split_whitespace().skip(1).is_sorted()), "words are sorted");
        assert!(o.with_capital.iter().all(|w| o.abbreviations.contains(w) || *w == "sun"));
    }
}
