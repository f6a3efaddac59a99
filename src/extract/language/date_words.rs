//! Words that dates are written with: a word in, what it is to a date out.

use super::entries;
use crate::domain::vocabulary;
use crate::extract::phrase::{HashedMap, plain_hash};

vocabulary! {
    /// What a word is to a date; some with a number.
    DateKind {
        /// A month, 1 to 12.
        Month = "month",
        /// A day of the week, 1 (Monday) to 7.
        Weekday = "weekday",
        /// So many days from the day of writing: today is 0.
        Day = "day",
        /// A part of a day.
        Hours = "hours",
        /// A number in letters.
        Number = "number",
        /// How many, not told exactly: several.
        Vague = "vague",
        /// A stretch of time: 1 day, 2 week, 3 weekend, 4 month, 5 year, 0 any other.
        Unit = "unit",
        /// The one of now: this week.
        This = "this",
        /// The one before: last week.
        Last = "last",
        /// Back from the day of writing: two days ago.
        Ago = "ago",
        /// Back from a day told before: two days earlier.
        Earlier = "earlier",
        /// On from a day told before: two days later.
        Later = "later",
        /// Before or after an event: a day after.
        Hanging = "hanging",
        /// So many on from the one told before: the next (1), same (0), previous (-1) day.
        Step = "step",
        /// Which part of it: early, late.
        Shade = "shade",
        /// The.
        Article = "article",
        /// That: "that day".
        That = "that",
        /// On, in (1); at, during.
        Within = "within",
        /// Over: "over the weekend".
        Over = "over",
        /// Of.
        Of = "of",
        /// What follows is no time at which it was said: since, until.
        Bound = "bound",
        /// What follows is a topic: about.
        Topic = "topic",
        /// Makes a day another thing: Black Friday, every Friday.
        Feast = "feast",
        /// What something is said in, and what is named by its date: a Friday interview.
        Occasion = "occasion",
        /// At the time told before: "on Friday, when she said".
        When = "when",
        /// How that came about: published on Friday, speaking on Friday.
        Given = "given",
    }
}

/// What a word is to a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DateWord {
    pub kind: DateKind,
    /// Its number; 0 where it has none.
    pub number: i8,
}

/// The words of `date_words.txt`.
#[derive(Debug, Default)]
pub(crate) struct DateWords {
    words: HashedMap<DateWord>,
}

impl DateWords {
    /// Reads the list: a word, a colon, its kind and number.
    pub fn new(list: &str) -> Self {
        let entry = |line: &str| {
            let (word, what) = line.split_once(": ")?;
            let (kind, number) = what.split_once(' ').unwrap_or((what, "0"));
            Some((plain_hash(word), DateWord { kind: kind.parse().ok()?, number: number.parse().ok()? }))
        };
        Self { words: entries(list).filter_map(entry).collect() }
    }

    /// What the word is, in any case, with or without a full stop.
    pub fn of(&self, word: &str) -> Option<DateWord> {
        self.of_plain(plain_hash(word))
    }

    /// The same, of a word with this plain hash.
    pub fn of_plain(&self, hash: u64) -> Option<DateWord> {
        self.words.get(&hash).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::language::{Language, LanguageFiles, List};

    #[test]
    fn every_entry_is_read_and_every_kind_has_words() {
        let files = LanguageFiles::english();
        let words = DateWords::new(files.list(List::DateWords));
        assert_eq!(words.words.len(), entries(files.list(List::DateWords)).count());
        for kind in DateKind::ALL {
            assert!(words.words.values().any(|w| w.kind == *kind), "{kind}");
        }
    }

    #[test]
    fn words_in_any_spelling() {
        let english = Language::english();
        let of = |word: &str| english.date_words.of(word);
        assert_eq!(of("Feb."), Some(DateWord { kind: DateKind::Month, number: 2 }));
        assert_eq!(of("TUESDAY"), of("Tuesday"));
        assert_eq!(of("minister"), None);
    }
}
