//! On which side a word stands: a token in, the classes of `stance_classes.txt` that it is of out.
//!
//! Signs multiply: "opposes" (-1) "the ban" (-1) is for what is banned.

use crate::domain::vocabulary;
use crate::extract::analysis::Analysis;
use crate::extract::language::Language;

vocabulary! {
    /// What a word tells of a side: the classes of the list, in its order.
    Side {
        /// "supports", "welcomed".
        Backing = "backing",
        /// "called for", "plans".
        Calling = "calling",
        /// "build", "admit".
        Doing = "doing",
        /// "right", "necessary".
        Good = "good",
        /// "opposes", "criticised".
        Opposing = "opposing",
        /// "ban", "repeal".
        Undoing = "undoing",
        /// "wrong", "threat".
        Bad = "bad",
        /// "not", "no".
        Negation = "negation",
        /// "if", "unless".
        Condition = "condition",
        /// "undecided".
        Neutral = "neutral",
        /// "reversed", "once".
        Turning = "turning",
        /// "may", "polls".
        Possibility = "possibility",
        /// "rather than".
        Contrast = "contrast",
    }
}

impl Side {
    /// Its bit in a set.
    pub fn bit(self) -> u32 {
        1 << self as u32
    }

    /// What it does to the sign of what it is said of.
    pub fn sign(self) -> i8 {
        match self {
            Self::Opposing | Self::Undoing | Self::Bad | Self::Negation => -1,
            _ => 1,
        }
    }

    /// Whether it is something that is done with a matter.
    pub fn is_deed(self) -> bool {
        matches!(self, Self::Doing | Self::Undoing)
    }

    /// Whether it says anything for or against.
    fn takes_sides(self) -> bool {
        (self as u32) <= Self::Negation as u32
    }

    /// The first of some sides that a set has.
    pub fn first_of(set: u32, sides: &[Self]) -> Option<Self> {
        sides.iter().copied().find(|s| set & s.bit() != 0)
    }
}

/// The classes of a token, by itself or with the next one; a word of a pair counts with the pair alone.
pub(crate) fn sides(words: &Analysis<'_>, token: usize) -> u32 {
    let of = &words.language.stance_classes;
    match of.of_pair(words.stem(token), words.stem(token + 1)) {
        0 => of.of(words.stem(token)),
        pair => pair,
    }
}

/// The first of its classes that takes sides.
pub(crate) fn side_of(words: &Analysis<'_>, token: usize) -> Option<Side> {
    side_in(sides(words, token))
}

/// The same of a word by itself.
pub(crate) fn side_of_stem(language: &Language<'_>, stem: u32) -> Option<Side> {
    side_in(language.stance_classes.of(stem))
}

fn side_in(set: u32) -> Option<Side> {
    Side::first_of(set, Side::ALL).filter(|s| s.takes_sides())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::language::{LanguageFiles, List, entries};

    #[test]
    fn the_sides_are_the_classes_of_the_list() {
        let files = LanguageFiles::english();
        let classes = entries(files.list(List::StanceClasses)).filter_map(|l| l.split_once(':'));
        assert!(classes.map(|c| c.0).eq(Side::ALL.iter().map(|s| s.as_str())));
    }
}
