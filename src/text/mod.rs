//! Text as spans: bytes in; paragraphs, sentences, tokens and quotation state out. Knows nothing of news.
//!
//! ```text
//! body -> paragraphs -> tokens -> sentences -> quotations     (Document::new)
//! ```

mod chars;
mod document;
mod find;
mod marks;
mod orthography;
mod paragraphs;
mod positions;
mod quotation;
mod sentences;
mod single_marks;
mod span;
mod token;
mod tokenizer;

pub use chars::CharIndex;
pub use document::Document;
pub use find::{Found, alike, find};
pub use orthography::Orthography;
pub use paragraphs::paragraphs;
pub use positions::Positions;
pub use quotation::Quotation;
pub use span::{ByteSpan, CharSpan, TokenSpan};
pub use token::{Token, TokenKind};
