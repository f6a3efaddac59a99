//! Words that were met before: a token's text in, all that follows from it alone out, looked up instead of reckoned anew.
//!
//! A language lends one to each analysis ([`Pool`]), so that it goes on from text to text. What comes out never depends on what
//! was met: only how fast.

use super::Entry;
use super::forms::Form;
use crate::extract::language::Sets;
use crate::extract::statements::cue::Prior;
use crate::text::TokenKind;
use std::sync::Mutex;

/// How many words are kept, a power of two: each has one place, and gives way to the next one that has it.
const PLACES: usize = 1 << 13;

/// Longer words are not kept.
const LONGEST: usize = 23;

/// All that follows from a token's text and kind.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    pub form: Form,
    pub sets: Sets,
    pub entry: Entry,
    /// Sense classes of the stem, one bit each.
    pub sense: u32,
    /// The tags that it may have, one bit each.
    pub tags: u64,
    /// How often its stem was the head of a cue.
    pub prior: Prior,
}

/// The text of a token, with its length and kind in the last byte.
type Key = [u64; 3];

/// Some words of a language.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    places: Vec<Option<(Key, Word)>>,
}

impl Vocabulary {
    /// What is known of the token; `reckon` says it where it was not met yet.
    pub fn word(&mut self, text: &str, kind: TokenKind, reckon: impl FnOnce() -> Word) -> Word {
        let Some(key) = key(text, kind) else { return reckon() };
        if self.places.is_empty() {
            self.places.resize_with(PLACES, || None);
        }
        let Some(place) = self.places.get_mut(place(&key)) else { return reckon() };
        match place {
            Some((found, word)) if *found == key => *word,
            _ => place.insert((key, reckon())).1,
        }
    }
}

fn key(text: &str, kind: TokenKind) -> Option<Key> {
    if text.len() > LONGEST {
        return None;
    }
    let mut bytes = [0; LONGEST + 1];
    bytes.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
    bytes[LONGEST] = (text.len() as u8) << 2 | kind as u8;
    let (parts, _) = bytes.as_chunks::<8>();
    Some([0, 1, 2].map(|n| parts.get(n).map_or(0, |part| u64::from_le_bytes(*part))))
}

fn place(key: &Key) -> usize {
    let mixed = key.iter().fold(0u64, |hash, part| {
        let hash = (hash ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        hash ^ hash >> 32
    });
    mixed as usize & (PLACES - 1)
}

/// The vocabularies that no analysis has at the moment.
#[derive(Debug, Default)]
pub(crate) struct Pool {
    idle: Mutex<Vec<Vocabulary>>,
}

impl Pool {
    /// Lends a vocabulary for as long as `work` takes.
    pub fn lend<T>(&self, work: impl FnOnce(&mut Vocabulary) -> T) -> T {
        let idle = || self.idle.lock().ok();
        let mut vocabulary = idle().and_then(|mut idle| idle.pop()).unwrap_or_default();
        let result = work(&mut vocabulary);
        if let Some(mut idle) = idle() {
            idle.push(vocabulary);
        }
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Analysis, Language};

    #[test]
    fn texts_of_any_length_and_kind_have_keys_of_their_own() {
        let texts = ["", "a", "b", "ab", "1234567890123456789012", "12345678901234567890123", "é"];
        let keys: Vec<Key> = texts.iter().filter_map(|t| key(t, TokenKind::Word)).collect();
        assert_eq!(keys.len(), texts.len());
        for (n, a) in keys.iter().enumerate() {
            assert!(keys.iter().skip(n + 1).all(|b| a != b));
        }
        assert_ne!(key("a", TokenKind::Word), key("a", TokenKind::Mark));
        assert!(key("123456789012345678901234", TokenKind::Word).is_none());
    }

    #[test]
    fn what_was_met_before_changes_nothing() {
        let body = "Ann Lee’s ex-minister said “no” in May 2016, then “yes”. May she?";
        let english = Language::english();
        let rows = || {
            let r = Analysis::new(&english, body);
            format!("{:?} {:?} {:?} {:?} {:?} {:?}", r.forms, r.tags, r.senses, r.priors, r.sets, r.entries)
        };
        let fresh = rows();
        let _ = Analysis::new(&english, "May the Ex-Minister say Yes? ann lee may.");
        assert_eq!(rows(), fresh);
    }
}
