//! The whole way of one article: text, statements, speakers.

use super::speakers::{self, Context, Registry, Resolution};
use super::{Statement, statements};
use crate::domain::Article;
use crate::text::Document;

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
