//! What stands around a possible cue, in grammatical terms as far as tags tell: its subject, its complement, quotes.

use crate::extract::analysis::Analysis;
use crate::extract::analysis::forms::Shape;
use crate::extract::analysis::tags::{EntityClass, Pos};
use crate::extract::language::WordSet;
use crate::text::TokenSpan;

/// The surroundings of one token, as small codes.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Surroundings {
    /// The sentence.
    pub sentence: TokenRange,
    /// What helps or negates the word: bits for modal, be, have, do, not, to, adverb.
    pub auxiliaries: u32,
    /// What kind of thing stands where the subject should.
    pub subject: u32,
    /// How that stands to the word.
    pub relation: Relation,
    /// The token of the subject; the word itself where there is none.
    pub subject_at: usize,
    /// What kind of thing follows directly, adverbs and particles passed over.
    pub complement: u32,
    /// The token of the complement; the word itself where there is none.
    pub complement_at: usize,
    /// What follows behind a noun phrase that follows; nought where none does.
    pub behind: u32,
    /// How far the nearest quotation mark to the left is in the sentence, bucketed; 0 for none.
    pub mark_left: u32,
    /// How far the nearest quotation mark to the right is in the sentence, bucketed; 0 for none.
    pub mark_right: u32,
    /// Whether this, the last and the next sentence hold quoted words.
    pub quotes: u32,
}

/// How what stands where the subject should is tied to the word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Relation {
    /// It stands right before.
    #[default]
    Beside,
    /// An apposition stands between: "Ann Lee, the mayor of A, said".
    Apposition,
    /// A relative word stands before: "Ann Lee, who said".
    Relative,
}

impl Surroundings {
    /// The subject with its relation, for features.
    pub fn subject_code(&self) -> u32 {
        self.subject | (self.relation as u32) << RELATION_SHIFT
    }
}

/// Where the bits of a relation stand in [`Surroundings::subject_code`]: above every kind's.
pub(crate) const RELATION_SHIFT: u32 = 7;

/// A token span that can be empty by default.
pub(crate) type TokenRange = (usize, usize);

/// Kinds of neighbours.
pub(crate) mod kind {
    pub const EDGE: u32 = 1;
    pub const PERSON: u32 = 2;
    pub const ORGANISATION: u32 = 3;
    pub const LOCATION: u32 = 4;
    pub const NAME: u32 = 5;
    pub const PRONOUN: u32 = 6;
    pub const NOUNS: u32 = 7;
    pub const NOUN: u32 = 8;
    pub const THAT: u32 = 9;
    pub const WHETHER: u32 = 10;
    pub const QUESTION: u32 = 11;
    pub const TO: u32 = 12;
    pub const MARK: u32 = 13;
    pub const COMMA: u32 = 14;
    pub const COLON: u32 = 15;
    pub const STOP: u32 = 16;
    pub const AND: u32 = 17;
    pub const FINITE: u32 = 18;
    pub const WHO: u32 = 19;
    pub const DASH: u32 = 20;
    /// Other tags stand for themselves, from here on.
    pub const TAG: u32 = 32;
}

/// How far the scans look.
const REACH: usize = 30;

/// The kind of the token at `j`; [`kind::EDGE`] outside of the sentence.
pub(crate) fn kind_of(r: &Analysis, j: Option<usize>, sentence: TokenSpan) -> u32 {
    let Some(j) = j.filter(|j| sentence.holds(*j)) else { return kind::EDGE };
    match r.shape(j) {
        Shape::Quote => return kind::MARK,
        Shape::Comma => return kind::COMMA,
        Shape::Colon => return kind::COLON,
        Shape::Stop => return kind::STOP,
        Shape::Dash => return kind::DASH,
        _ => {}
    }
    match r.entity(j) {
        EntityClass::Person => return kind::PERSON,
        EntityClass::Organisation => return kind::ORGANISATION,
        EntityClass::Location => return kind::LOCATION,
        EntityClass::Other => {}
    }
    let pos = r.pos(j);
    for (set, kind) in [
        (WordSet::ThatClause, kind::THAT),
        (WordSet::Whether, kind::WHETHER),
        (WordSet::WhoClause, kind::WHO),
    ] {
        if r.is_in(j, set) {
            return kind;
        }
    }
    match pos {
        Pos::NNP | Pos::NNPS => kind::NAME,
        Pos::PRP => kind::PRONOUN,
        Pos::NNS => kind::NOUNS,
        Pos::NN => kind::NOUN,
        Pos::TO => kind::TO,
        Pos::CC => kind::AND,
        Pos::WP | Pos::WRB | Pos::WDT => kind::QUESTION,
        _ if pos.is_finite() => kind::FINITE,
        _ => kind::TAG + pos.index() as u32,
    }
}

/// Looks around token `i`.
pub(crate) fn surroundings(r: &Analysis, i: usize) -> Surroundings {
    let s = r.sentence(i);
    let mut c = Surroundings {
        sentence: (s.start, s.end),
        subject_at: i,
        complement_at: i,
        ..Surroundings::default()
    };
    look_left(r, i, s, &mut c);
    look_right(r, i, s, &mut c);
    let left = (s.start..i).rev().take(REACH).position(|j| r.is_quote_mark(j));
    let right = (i + 1..s.end).take(REACH).position(|j| r.is_quote_mark(j));
    c.mark_left = left.map_or(0, |d| 1 + bucket(d));
    c.mark_right = right.map_or(0, |d| 1 + bucket(d));
    let holds = |n: Option<&TokenSpan>| n.is_some_and(|s| r.quoted(s.start) || r.quoted(s.end - 1));
    let number = r.doc.tokens().get(i).map_or(0, |t| t.sentence as usize);
    let sentences = r.doc.sentences();
    let here = s.range().any(|j| r.is_quote_mark(j));
    c.quotes = u32::from(here)
        | u32::from(holds(number.checked_sub(1).and_then(|n| sentences.get(n)))) << 1
        | u32::from(holds(sentences.get(number + 1))) << 2
        | u32::from(r.quoted(i)) << 3;
    c
}

/// Distances in a few steps: 0, 1, 2, 3-4, 5-7, 8-12, 13-20, more.
pub(crate) fn bucket(distance: usize) -> u32 {
    match distance {
        0..=2 => distance as u32,
        3..=4 => 3,
        5..=7 => 4,
        8..=12 => 5,
        13..=20 => 6,
        _ => 7,
    }
}

fn look_left(r: &Analysis, i: usize, s: TokenSpan, c: &mut Surroundings) {
    let mut j = i;
    while j > s.start {
        let k = j - 1;
        let pos = r.pos(k);
        let bit = if pos == Pos::MD {
            1
        } else if r.is_auxiliary(k) {
            match () {
                () if r.is_in(k, WordSet::FormOfHave) => 4,
                () if r.is_in(k, WordSet::FormOfDo) => 8,
                () => 2,
            }
        } else if r.is_in(k, WordSet::Not) {
            16
        } else if pos == Pos::TO {
            32
        } else if pos == Pos::RB {
            64
        } else {
            break;
        };
        c.auxiliaries |= bit;
        j = k;
    }
    let mut at = j.checked_sub(1);
    let mut relation = Relation::Beside;
    // "Ann Lee, the mayor of A, said": the name stands before the first of the two commas.
    if kind_of(r, at, s) == kind::COMMA
        && let Some(comma) = at
        && let Some(first) =
            (s.start..comma).rev().take(REACH).find(|k| r.shape(*k) == Shape::Comma || r.is_quote_mark(*k))
        && r.shape(first) == Shape::Comma
    {
        at = first.checked_sub(1);
        relation = Relation::Apposition;
    } else if matches!(kind_of(r, at, s), kind::WHO | kind::QUESTION) {
        relation = Relation::Relative;
    }
    (c.subject, c.relation) = (kind_of(r, at, s), relation);
    c.subject_at = at.filter(|k| s.holds(*k)).unwrap_or(i);
}

fn look_right(r: &Analysis, i: usize, s: TokenSpan, c: &mut Surroundings) {
    let mut j = i + 1;
    while j < s.end && (matches!(r.pos(j), Pos::RB | Pos::RP)) {
        j += 1;
    }
    c.complement = kind_of(r, Some(j), s);
    c.complement_at = if s.holds(j) { j } else { i };
    let mut k = j;
    while k < s.end && k < j + 10 && (r.pos(k).in_noun_phrase() || (k > j && r.is_in(k, WordSet::OfPhrase))) {
        k += 1;
    }
    if k > j {
        while k < s.end && r.pos(k) == Pos::RB {
            k += 1;
        }
        c.behind = kind_of(r, Some(k), s);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::language::testing::bare;

    #[test]
    fn marks_are_seen_on_both_sides() {
        let bare = bare();
        let reading = Analysis::new(&bare, "“No,” she said, “never.” He left.");
        let doc = &reading.doc;
        let said = (0..doc.tokens().len()).find(|i| doc.text(*i) == "said").unwrap();
        let found = surroundings(&reading, said);
        assert_eq!((found.mark_left, found.mark_right, found.complement), (2, 2, kind::COMMA));
        assert_eq!(found.quotes & 9, 1);
    }
}
