//! Extraction: a document in, statements with their speakers out. Pure and infallible.
//!
//! ```text
//! text::Document -> statements (who-said-what spans) -> speakers (actors)
//! ```

pub mod speakers;

use crate::domain::QuoteKind;
use crate::text::ByteSpan;

/// One attribution found in a text, before its source mention is resolved to an actor.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// How much of the content stands in quotation marks.
    pub kind: QuoteKind,
    /// The words attributed, in text order, at least one span; quotation marks included, final punctuation not.
    pub content: Vec<ByteSpan>,
    /// The reporting words; may be several spans, or none (a sign-off, a carried-over quote).
    pub cue: Vec<ByteSpan>,
    /// The surface text that names the speaker; may be several spans, or none.
    pub source: Vec<ByteSpan>,
    /// Calibrated probability that this is a statement with these words, 0 to 1.
    pub confidence: f32,
}
