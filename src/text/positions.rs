//! Where the tokens of a text stand: what is left of a document when its text is no longer at hand.

use super::{ByteSpan, TokenSpan};

/// The bytes of each token of one text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Positions {
    tokens: Box<[ByteSpan]>,
}

impl Positions {
    /// The positions of these tokens, which stand in text order.
    pub fn new(tokens: impl IntoIterator<Item = ByteSpan>) -> Self {
        Self { tokens: tokens.into_iter().collect() }
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there is no token.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The bytes of one token; an empty span past the end.
    pub fn token(&self, token: usize) -> ByteSpan {
        self.tokens.get(token).copied().unwrap_or(ByteSpan::new(0, 0))
    }

    /// The bytes from the first to the last token of `span`, without what stands around them.
    pub fn bytes(&self, span: TokenSpan) -> ByteSpan {
        match (self.tokens.get(span.start), span.end.checked_sub(1).and_then(|last| self.tokens.get(last))) {
            (Some(first), Some(last)) if !span.is_empty() => ByteSpan::new(first.start, last.end),
            _ => ByteSpan::new(0, 0),
        }
    }
}
