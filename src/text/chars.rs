//! Byte offsets to code point offsets and back. Building is one pass; a look-up reads at most 64 bytes.

use super::{ByteSpan, CharSpan};

/// How many bytes one checkpoint covers.
const STRIDE: usize = 64;

/// Converts between byte and code point offsets of one text.
#[derive(Clone, Debug)]
pub struct CharIndex<'a> {
    body: &'a str,
    /// Number of code points that begin before byte `i * STRIDE`; empty for pure ASCII.
    checkpoints: Vec<u32>,
    chars: usize,
}

impl<'a> CharIndex<'a> {
    /// Indexes `body`.
    pub fn new(body: &'a str) -> Self {
        if body.is_ascii() {
            return Self { body, checkpoints: Vec::new(), chars: body.len() };
        }
        let mut checkpoints = Vec::with_capacity(body.len() / STRIDE + 1);
        let mut chars = 0usize;
        for chunk in body.as_bytes().chunks(STRIDE) {
            checkpoints.push(chars as u32);
            chars += chunk.iter().filter(|b| is_lead(**b)).count();
        }
        Self { body, checkpoints, chars }
    }

    /// The text.
    pub fn body(&self) -> &'a str {
        self.body
    }

    /// Number of code points in the text.
    pub fn len(&self) -> usize {
        self.chars
    }

    /// Whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.chars == 0
    }

    /// Number of code points that begin before byte offset `byte`; offsets past the end count as the end.
    pub fn char_of_byte(&self, byte: usize) -> usize {
        let byte = byte.min(self.body.len());
        if self.checkpoints.is_empty() {
            return byte;
        }
        let slot = (byte / STRIDE).min(self.checkpoints.len() - 1);
        let rest = self.body.as_bytes().get(slot * STRIDE..byte).unwrap_or(&[]);
        self.checkpoints[slot] as usize + rest.iter().filter(|b| is_lead(**b)).count()
    }

    /// The code points of these bytes.
    pub fn chars_of(&self, span: ByteSpan) -> CharSpan {
        CharSpan::new(self.char_of_byte(span.start), self.char_of_byte(span.end))
    }

    /// The bytes of these code points.
    pub fn bytes_of(&self, span: CharSpan) -> ByteSpan {
        ByteSpan::new(self.byte_of_char(span.start), self.byte_of_char(span.end))
    }

    /// Byte offset where code point number `char` begins; numbers past the end give the length in bytes.
    pub fn byte_of_char(&self, char: usize) -> usize {
        if char >= self.chars {
            return self.body.len();
        }
        if self.checkpoints.is_empty() {
            return char;
        }
        let slot = self.checkpoints.partition_point(|c| *c as usize <= char).saturating_sub(1);
        let mut left = char - self.checkpoints[slot] as usize;
        let from = slot * STRIDE;
        for (i, byte) in self.body.as_bytes().iter().enumerate().skip(from) {
            if is_lead(*byte) {
                if left == 0 {
                    return i;
                }
                left -= 1;
            }
        }
        self.body.len()
    }
}

/// Whether the byte begins a code point in UTF-8.
fn is_lead(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn counts_code_points_not_bytes() {
        let index = CharIndex::new("“Да”, he said");
        assert_eq!(index.len(), 13);
        assert_eq!(index.char_of_byte("“Да”".len()), 4);
        assert_eq!(index.byte_of_char(4), "“Да”".len());
    }

    proptest! {
        #[test]
        fn agrees_with_the_slow_way(body in "\\PC{0,300}") {
            let index = CharIndex::new(&body);
            for (n, (byte, _)) in body.char_indices().enumerate() {
                prop_assert_eq!(index.char_of_byte(byte), n);
                prop_assert_eq!(index.byte_of_char(n), byte);
            }
            prop_assert_eq!(index.char_of_byte(body.len()), body.chars().count());
            prop_assert_eq!(index.byte_of_char(body.chars().count()), body.len());
            prop_assert_eq!(index.byte_of_char(usize::MAX), body.len());
        }
    }
}
