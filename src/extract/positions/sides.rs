//! On which side a word stands: a token in, the classes of `stance_classes.txt` that it is of out.
//!
//! Signs multiply: "opposes" (-1) "the ban" (-1) is for what is banned.

use crate::extract::analysis::Analysis;
use crate::extract::language::Language;

/// What a word tells of a side; the order is that of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// "supports", "welcomed".
    Backing,
    /// "called for", "plans".
    Calling,
    /// "build", "admit".
    Doing,
    /// "right", "necessary".
    Good,
    /// "opposes", "criticised".
    Opposing,
    /// "ban", "repeal".
    Undoing,
    /// "wrong", "threat".
    Bad,
    /// "not", "no".
    Negation,
    /// "if", "unless".
    Condition,
    /// "undecided".
    Neutral,
    /// "reversed", "once".
    Turning,
    /// "may", "polls".
    Possibility,
    /// "rather than".
    Contrast,
}

/// All of them, in the order of the list.
const ALL: [Side; 13] = [
    Side::Backing,
    Side::Calling,
    Side::Doing,
    Side::Good,
    Side::Opposing,
    Side::Undoing,
    Side::Bad,
    Side::Negation,
    Side::Condition,
    Side::Neutral,
    Side::Turning,
    Side::Possibility,
    Side::Contrast,
];

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
    pub fn takes_sides(self) -> bool {
        (self as u32) <= Self::Negation as u32
    }
}

/// The classes of a token, by itself or with the next one; a word of a pair counts with the pair alone.
pub(crate) fn sides(words: &Analysis<'_>, token: usize) -> u32 {
    let of = &words.language.stance_classes;
    let stem = |t: usize| words.forms.get(t).map_or(0, |f| f.stem);
    match of.of_pair(stem(token), stem(token + 1)) {
        0 => of.of(stem(token)),
        pair => pair,
    }
}

/// The first of its classes that takes sides.
pub(crate) fn side_of(words: &Analysis<'_>, token: usize) -> Option<Side> {
    let set = sides(words, token);
    ALL.into_iter().find(|s| s.takes_sides() && set & s.bit() != 0)
}

/// The same of a word by itself.
pub(crate) fn side_of_stem(language: &Language<'_>, stem: u32) -> Option<Side> {
    let set = language.stance_classes.of(stem);
    ALL.into_iter().find(|s| s.takes_sides() && set & s.bit() != 0)
}
