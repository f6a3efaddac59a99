//! Text as spans: bytes in, paragraphs, sentences, tokens and quotation state out. Knows nothing of news.

mod span;

pub use span::ByteSpan;
