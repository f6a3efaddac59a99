//! The stretch of text that is read for one cue: its sentence token by token, and the quoted sentences around it,
//! each as one unit.

use super::surroundings::{Surroundings, surroundings};
use crate::extract::analysis::Analysis;
use crate::text::TokenSpan;

/// How many quoted sentences before the cue's sentence are looked at.
const BEFORE: usize = 6;
/// How many behind it.
const AFTER: usize = 8;
/// How many tokens of the cue's own sentence on each side.
const REACH: usize = 90;

/// One unit of a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// A token of the cue's sentence.
    Token(usize),
    /// The quoted part of a neighbouring sentence.
    Sentence {
        /// The tokens from the first to the last quoted one.
        quoted: TokenSpan,
        /// How many sentences away, 1 for the next one.
        distance: usize,
    },
}

impl Unit {
    /// The tokens of the unit.
    pub fn tokens(&self) -> TokenSpan {
        match self {
            Self::Token(i) => TokenSpan::new(*i, i + 1),
            Self::Sentence { quoted, .. } => *quoted,
        }
    }
}

/// What is read for one cue.
#[derive(Clone, Debug)]
pub(crate) struct Window {
    /// The units in text order.
    pub units: Vec<Unit>,
    /// The head of the cue.
    pub head: usize,
    /// Which unit the head is.
    pub head_unit: usize,
    /// What stands around the head.
    pub surroundings: Surroundings,
}

impl Window {
    /// The window around the cue headed by token `head`.
    pub fn new(r: &Analysis, head: usize) -> Self {
        let sentence = r.sentence(head);
        let number = r.doc.tokens().get(head).map_or(0, |t| t.sentence as usize);
        let sentences = r.doc.sentences();
        let mut units: Vec<Unit> = (1..=BEFORE)
            .map_while(|distance| {
                let quoted = quoted_part(r, *sentences.get(number.checked_sub(distance)?)?)?;
                Some(Unit::Sentence { quoted, distance })
            })
            .collect();
        units.reverse();
        let from = sentence.start.max(head.saturating_sub(REACH));
        let to = sentence.end.min(head + REACH);
        let head_unit = units.len() + head - from;
        units.extend((from..to).map(Unit::Token));
        units.extend((1..=AFTER).map_while(|distance| {
            let quoted = quoted_part(r, *sentences.get(number + distance)?)?;
            Some(Unit::Sentence { quoted, distance })
        }));
        Self { units, head, head_unit, surroundings: surroundings(r, head) }
    }
}

/// The stretch from the first to the last quoted token, if at least half of the sentence's words are quoted.
fn quoted_part(r: &Analysis, sentence: TokenSpan) -> Option<TokenSpan> {
    let tokens = r.doc.tokens().get(sentence.range())?;
    let first = tokens.iter().position(|t| t.quoted())?;
    let last = tokens.iter().rposition(|t| t.quoted())?;
    let words = tokens.iter().filter(|t| t.is_word()).count();
    let quoted = tokens.iter().filter(|t| t.is_word() && t.quoted()).count();
    (quoted * 2 >= words && quoted > 0)
        .then(|| TokenSpan::new(sentence.start + first, sentence.start + last + 1))
}
