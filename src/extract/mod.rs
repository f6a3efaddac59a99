//! Extraction: an article in, its statements with their speakers out. Pure and infallible.
//!
//! ```text
//! language   a folder of seeds/languages as a value         analysis    a text, taken apart and looked up once
//! statements analysis -> who-said-what spans                speakers    statements -> actors
//! knowledge  what is known of the world: actors             identity    what made a row, stage by stage
//! ```
//!
//! A language and a knowledge make an [`Extractor`]. Quotes are token spans all the way; [`Extraction::positions`] turns
//! them into bytes where they leave.

pub mod analysis;
pub(crate) mod hash;
mod identity;
mod knowledge;
pub mod language;
pub(crate) mod math;
pub(crate) mod phrase;
pub mod speakers;
pub mod statements;

pub use analysis::Analysis;
pub use identity::{EXTRACTOR_VERSION, Identities};
pub use knowledge::Knowledge;
pub use language::{Foreign, Language, LanguageFiles, List};
pub use statements::{Reason, Stage, Statement, explain, statements};

use crate::domain::Article;
use crate::text::Positions;
use speakers::{Context, Registry, Resolution};

/// Everything that was found in one article.
#[derive(Clone, Debug, Default)]
pub struct Extraction {
    /// Who-said-what spans, in the order of the text.
    pub statements: Vec<Statement>,
    /// Their speakers, statement by statement.
    pub resolution: Resolution,
    /// Where the tokens are that the spans count.
    pub positions: Positions,
    /// The language of an article that was not read, since the extractor has none for it.
    pub foreign: Option<Foreign>,
}

/// Finds who said what: a language, and the actors that are known.
#[derive(Debug)]
pub struct Extractor<'m> {
    language: Language<'m>,
    registry: Registry,
    identities: Identities,
}

impl<'m> Extractor<'m> {
    /// An extractor for articles in this language.
    pub fn new(language: Language<'m>, knowledge: &Knowledge) -> Self {
        let identities = Identities::new(language.files(), knowledge);
        let registry = Registry::new(&language, knowledge.actors());
        Self { language, registry, identities }
    }

    /// What an article yields depends on: its text and metadata, and what has these identities.
    pub fn identities(&self) -> &Identities {
        &self.identities
    }

    /// The language that it reads.
    pub fn language(&self) -> &Language<'m> {
        &self.language
    }

    /// Finds the statements of an article and who made them; nothing in an article of another language.
    pub fn read(&self, article: &Article) -> Extraction {
        if let Some(foreign) = self.language.foreign(article) {
            return Extraction { foreign: Some(foreign), ..Extraction::default() };
        }
        let mut analysis = Analysis::new(&self.language, &article.body);
        let statements = statements(&mut analysis);
        let resolution = self.resolve(&analysis, &statements, article);
        Extraction { statements, resolution, positions: analysis.document().positions(), foreign: None }
    }

    /// Who made these statements of an article, which stand where an earlier reading found them.
    pub fn speakers(&self, article: &Article, statements: &[Statement]) -> Resolution {
        self.resolve(&Analysis::new(&self.language, &article.body), statements, article)
    }

    fn resolve(&self, analysis: &Analysis<'_>, statements: &[Statement], article: &Article) -> Resolution {
        let context = Context { published: article.published, author: article.author.as_deref() };
        speakers::resolve(analysis, statements, &self.registry, &context)
    }
}
