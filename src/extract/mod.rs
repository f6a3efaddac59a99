//! Extraction: a document in, statements with their speakers out. Pure and infallible.
//!
//! ```text
//! text::Document -> statements (who-said-what spans) -> speakers (actors)
//! ```

pub mod speakers;
pub mod statements;

pub use statements::{EXTRACTOR_VERSION, Reason, Stage, Statement, explain, model_id, statements};

use crate::domain::Article;
use crate::text::Document;
use speakers::{Context, Registry, Resolution};

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
    let context = Context { published: article.published, author: article.author.as_deref() };
    let resolution = speakers::resolve(&document, &statements, registry, &context);
    Extraction { statements, resolution }
}
