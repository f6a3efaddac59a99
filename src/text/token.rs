//! One token: where it stands, what sort of thing it is, which sentence, paragraph and quotation it belongs to.

use super::ByteSpan;

/// What sort of thing a token is, by its characters alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters, perhaps with digits, hyphens or full stops inside ("U.S.", "ex-minister"), or a clitic ("'s").
    Word,
    /// Starts with a digit.
    Number,
    /// A quotation mark: curly, straight, angled, two single ones, or a single one that is no apostrophe.
    QuoteMark,
    /// Any other visible mark.
    Mark,
}

/// A token of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands in the body.
    pub span: ByteSpan,
    /// What sort of thing it is.
    pub kind: TokenKind,
    /// Index of its paragraph.
    pub paragraph: u32,
    /// Index of its sentence.
    pub sentence: u32,
    /// Index of the quotation it stands in; the marks themselves belong to it.
    pub quotation: Option<u32>,
}

impl Token {
    /// Whether the token stands inside quotation marks (the marks count as inside).
    pub fn quoted(&self) -> bool {
        self.quotation.is_some()
    }

    /// Whether the token is a word or a number.
    pub fn is_word(&self) -> bool {
        matches!(self.kind, TokenKind::Word | TokenKind::Number)
    }
}
