//! One small deterministic hash for words and phrases, and a map keyed by it.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map from hashes made here: they are not hashed again.
pub(crate) type HashedMap<V> = HashMap<u64, V, BuildHasherDefault<AsIs>>;

const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// Hash of a phrase, word by word. A hyphenated word counts as its parts, so "vice-president" is "vice president".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Phrase {
    /// The hash; 0 only for nothing.
    pub hash: u64,
    /// Number of words.
    pub words: u8,
}

impl Phrase {
    /// Adds one word, given as its bytes.
    pub fn push_word(&mut self, bytes: &[u8]) {
        self.push(Self { hash: fnv(bytes.iter().copied()), words: 1 });
    }

    /// Adds the words of another phrase.
    pub fn push(&mut self, next: Self) {
        for _ in 0..next.words {
            self.hash = self.hash.wrapping_mul(STEP);
        }
        self.hash = self.hash.wrapping_add(next.hash);
        self.words = self.words.saturating_add(next.words);
    }
}

/// FNV-1a.
pub(crate) fn fnv(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// Bytes of a word that count.
const MOST: usize = 64;

/// The phrase in lower case, letters and digits only, split at spaces and hyphens.
pub(crate) fn plain(text: &str) -> Phrase {
    if text.is_ascii() {
        return plain_ascii(text);
    }
    let mut phrase = Phrase::default();
    let mut word = [0u8; MOST];
    let mut len = 0;
    for c in text.chars() {
        if matches!(c, ' ' | '-' | '\u{2010}' | '\u{2011}' | '\u{a0}' | '\n' | '\t') {
            if len > 0 {
                phrase.push_word(&word[..len]);
                len = 0;
            }
            continue;
        }
        if !c.is_alphanumeric() {
            continue;
        }
        let mut buffer = [0u8; 4];
        for lower in c.to_lowercase() {
            for b in lower.encode_utf8(&mut buffer).bytes() {
                if len < word.len() {
                    word[len] = b;
                    len += 1;
                }
            }
        }
    }
    if len > 0 {
        phrase.push_word(&word[..len]);
    }
    phrase
}

/// [`plain`] for text that is nearly all there is.
fn plain_ascii(text: &str) -> Phrase {
    let mut phrase = Phrase::default();
    for word in text.as_bytes().split(|b| matches!(b, b' ' | b'-' | b'\n' | b'\t')) {
        let letters = || word.iter().filter(|b| b.is_ascii_alphanumeric()).take(MOST);
        if letters().next().is_some() {
            phrase.push(Phrase { hash: fnv(letters().map(u8::to_ascii_lowercase)), words: 1 });
        }
    }
    phrase
}

/// Hash of [`plain`].
pub(crate) fn plain_hash(text: &str) -> u64 {
    plain(text).hash
}

/// The hasher that takes a `u64` as it is.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct AsIs(u64);

impl Hasher for AsIs {
    fn write(&mut self, bytes: &[u8]) {
        for b in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*b);
        }
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_the_sum_of_its_words() {
        let mut phrase = plain("chief of");
        phrase.push(plain("Staff"));
        assert_eq!(phrase, plain("Chief-of-Staff"));
        assert_ne!(plain("us them").hash, plain("them us").hash);
        assert_eq!(plain("U.S.").hash, plain("us").hash);
    }
}
