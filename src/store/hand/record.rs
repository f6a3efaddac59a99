//! A quote as data: what it is, and its pieces with their words, by which it is found again in a text that has changed.
//!
//! The selectors are those of the W3C Web Annotation model: the exact words, what stands before and behind them, and their place.

use crate::domain::{QuoteKind, Sense};
use crate::store::StoreError;
use crate::text::{ByteSpan, CharIndex, CharSpan};
use serde::{Deserialize, Serialize};

/// How much of what stands around a quote is kept, in characters.
const AROUND: usize = 40;

/// How far from where it is to be a further piece is looked for, in bytes.
const NEAR: usize = 2000;

/// So many characters are nobody else's words.
const ENOUGH: usize = 24;

/// Of fewer, so many of those around them have to be as they were.
const LEAST_AROUND: usize = 6;

/// What kind of quote somebody has, and its pieces.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// direct, mixed, indirect.
    pub kind: QuoteKind,
    /// What the cue does with the words.
    #[serde(flatten)]
    pub sense: Sense,
    /// When it was said, as exactly as that is known.
    pub said_on: Option<String>,
    /// The words that tell it.
    pub said_on_words: Option<String>,
    /// How sure it is that somebody is said to have said this.
    pub confidence: f64,
    /// The attributed words.
    pub content: Vec<Piece>,
    /// The reporting words.
    pub cue: Vec<Piece>,
    /// The words that name the speaker.
    pub source: Vec<Piece>,
}

/// Some words of a quote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// How many code points behind the quote's first one; before it where it is negative.
    pub at: i64,
    /// The words.
    pub text: String,
}

/// Where a record stands in a text: the spans of its pieces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spans {
    /// The attributed words; at least one span.
    pub content: Vec<CharSpan>,
    /// The reporting words, as far as they are there.
    pub cue: Vec<CharSpan>,
    /// The words that name the speaker, as far as they are there.
    pub source: Vec<CharSpan>,
}

impl Spans {
    /// From the first attributed word to the last.
    pub fn range(&self) -> Option<CharSpan> {
        Some(CharSpan::new(self.content.first()?.start, self.content.last()?.end))
    }
}

/// By what a record is found in a text beside its own words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// What stands before it.
    pub prefix: String,
    /// What stands behind its first piece.
    pub suffix: String,
    /// The code point at which it begins.
    pub start: i64,
}

impl Place {
    /// The place of a span.
    pub fn of(chars: &CharIndex<'_>, span: CharSpan) -> Self {
        let cut =
            |from: usize, to: usize| chars.bytes_of(CharSpan::new(from, to)).of(chars.body()).to_owned();
        Self {
            prefix: cut(span.start.saturating_sub(AROUND), span.start),
            suffix: cut(span.end, span.end + AROUND),
            start: span.start as i64,
        }
    }
}

/// The pieces of spans, seen from the code point `start`.
pub fn pieces(chars: &CharIndex<'_>, start: usize, spans: &[CharSpan]) -> Vec<Piece> {
    let piece = |span: &CharSpan| Piece {
        at: span.start as i64 - start as i64,
        text: chars.bytes_of(*span).of(chars.body()).to_owned(),
    };
    spans.iter().map(piece).collect()
}

impl Record {
    /// As it is stored.
    pub(in crate::store) fn to_json(&self) -> Result<String, StoreError> {
        serde_json::to_string(self).map_err(|e| StoreError::Reference(format!("cannot keep the quote: {e}")))
    }

    /// From what is stored.
    pub(in crate::store) fn from_json(text: &str) -> Result<Self, StoreError> {
        serde_json::from_str(text)
            .map_err(|e| StoreError::Reference(format!("a review does not hold its quote: {e}")))
    }

    /// Where it stands in a text that may have changed: its first words where most of what stood around them stands around them
    /// still, the nearest of equals, and its further pieces near where they are to be. Nothing where a piece of it is gone.
    pub fn find(&self, chars: &CharIndex<'_>, place: &Place) -> Option<Spans> {
        let body = chars.body();
        let first = self.content.first()?;
        let at = best(chars, &first.text, place)?;
        let start = chars.char_of_byte(at);
        let spans = |pieces: &[Piece]| -> Vec<CharSpan> {
            pieces.iter().filter_map(|piece| near(body, chars, start, piece)).collect()
        };
        let content = spans(&self.content);
        let in_order = content.windows(2).all(|pair| pair[0].end <= pair[1].start);
        (content.len() == self.content.len() && in_order).then(|| Spans {
            content,
            cue: spans(&self.cue),
            source: spans(&self.source),
        })
    }
}

/// Where the words stand that are most likely meant, in bytes.
fn best(chars: &CharIndex<'_>, words: &str, place: &Place) -> Option<usize> {
    if words.is_empty() {
        return None;
    }
    let body = chars.body();
    let wanted = chars.byte_of_char(usize::try_from(place.start).unwrap_or(0));
    let around = |at: usize| {
        let before = body.get(..at).unwrap_or("").chars().rev().zip(place.prefix.chars().rev());
        let behind = body.get(at + words.len()..).unwrap_or("").chars().zip(place.suffix.chars());
        before.take_while(|(a, b)| a == b).count() + behind.take_while(|(a, b)| a == b).count()
    };
    // A few words that many say are somebody else's where nothing stands around them as it did.
    let few = words.chars().count() < ENOUGH;
    let places = body.match_indices(words).map(|(at, _)| (around(at), at));
    let meant = places.filter(|(around, at)| !few || *around >= LEAST_AROUND || *at == wanted);
    meant.max_by_key(|(around, at)| (*around, std::cmp::Reverse(at.abs_diff(wanted)))).map(|(_, at)| at)
}

/// A piece where it is to be, else the nearest place with its words.
fn near(body: &str, chars: &CharIndex<'_>, start: usize, piece: &Piece) -> Option<CharSpan> {
    let wanted = chars.byte_of_char(usize::try_from(start as i64 + piece.at).unwrap_or(0));
    let found = |at: usize| chars.chars_of(ByteSpan::new(at, at + piece.text.len()));
    if piece.text.is_empty() {
        return None;
    }
    if body.get(wanted..).is_some_and(|rest| rest.starts_with(&piece.text)) {
        return Some(found(wanted));
    }
    let edge = |at: usize| (0..=at.min(body.len())).rev().find(|at| body.is_char_boundary(*at)).unwrap_or(0);
    let (from, to) = (edge(wanted.saturating_sub(NEAR)), edge(wanted + NEAR));
    let places = body.get(from..to)?.match_indices(&piece.text).map(|(at, _)| from + at);
    places.min_by_key(|at| at.abs_diff(wanted)).map(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(chars: &CharIndex<'_>, content: &[CharSpan], cue: &[CharSpan]) -> (Record, Place) {
        let start = content[0].start;
        let record = Record {
            kind: QuoteKind::Direct,
            sense: Sense::SAID,
            said_on: None,
            said_on_words: None,
            confidence: 1.0,
            content: pieces(chars, start, content),
            cue: pieces(chars, start, cue),
            source: Vec::new(),
        };
        (record, Place::of(chars, content[0]))
    }

    #[test]
    fn words_are_found_again_behind_a_new_beginning() {
        let body = "“No,” said Ek. “No,” said Kest. “Never,” she added.";
        let chars = CharIndex::new(body);
        let span = |words: &str, from: usize| {
            let at = from + body[from..].find(words).unwrap();
            chars.chars_of(ByteSpan::new(at, at + words.len()))
        };
        let second = body.rfind("“No").unwrap();
        let (record, place) =
            record(&chars, &[span("“No,”", second), span("“Never,”", 0)], &[span("said", second)]);
        let json = record.to_json().unwrap();
        assert_eq!(Record::from_json(&json).unwrap(), record);
        let changed = body.replace("“No,” said Ek.", "Zoë Ek said “No,” and went — é.");
        let now = CharIndex::new(&changed);
        let found = record.find(&now, &place).unwrap();
        let text = |span: &CharSpan| now.bytes_of(*span).of(&changed);
        assert_eq!(found.content.iter().map(text).collect::<Vec<_>>(), ["“No,”", "“Never,”"]);
        assert_eq!(now.bytes_of(found.cue[0]).start, changed.rfind("said").unwrap());
        let gone = body.replace("Never", "Ever");
        assert_eq!(record.find(&CharIndex::new(&gone), &place), None);
    }
}
