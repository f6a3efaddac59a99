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

use crate::domain::Article;
use crate::text::Document;
use speakers::{Context, Registry, Resolution};

/// Version of the extractor's code: raised with every change that can change a derived row.
pub const VERSION: &str = "1";

/// Everything that was found in one article.
#[derive(Clone, Debug)]
pub struct Extraction {
    /// Who-said-what spans, in the order of the text.
    pub statements: Vec<Statement>,
    /// Their speakers, statement by statement.
    pub resolution: Resolution,
}

/// Finds the statements of an article and who made them.
pub fn extract(article: &Article, registry: &Registry) -> Extraction {
    let document = Document::new(&article.body);
    let statements = statements(&document);
    let context = Context {
        published: article.published,
        author: article.author.as_deref(),
        outlet: article.outlet.as_deref(),
        title: article.title.as_deref(),
    };
    let resolution = speakers::resolve(&document, &statements, registry, &context);
    Extraction { statements, resolution }
}

/// stub
pub fn statements(_d: &Document<'_>) -> Vec<Statement> {
    Vec::new()
}
/// stub
pub fn model_hash() -> &'static str {
    "none"
}
