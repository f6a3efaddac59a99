//! Extraction: an article in, its statements with their speakers out. Pure and infallible.
//!
//! ```text
//! language   a folder of seeds/languages as a value         analysis    a text, taken apart and looked up once
//! statements analysis -> who-said-what spans                speakers    statements -> actors
//! positions  speakers and issues -> where actors stand      identity    what made a row, stage by stage
//! knowledge  what is known of the world: actors, issues
//! ```
//!
//! A language and a knowledge make an [`Extractor`]. Quotes are token spans all the way; [`Extraction::positions`] turns
//! them into bytes where they leave.
//!
//! No text takes for ever: a very long one, or one of next to nothing but reporting words, is looked through to a point
//! that depends on nothing but the text ([`readable`], [`Extraction::unread_from`]).

pub mod analysis;
pub(crate) mod hash;
mod identity;
mod knowledge;
pub mod language;
pub(crate) mod math;
pub(crate) mod phrase;
pub mod positions;
pub mod speakers;
pub mod statements;

pub use analysis::Analysis;
pub use identity::{EXTRACTOR_VERSION, Identities};
pub use knowledge::Knowledge;
pub use language::{Foreign, Language, LanguageFiles, List, is_captioned};
pub use statements::{Reason, SaidOn, Stage, Statement, explain, statements};

use statements::{bounded, tell_days};

use crate::domain::Article;
use crate::text::Positions;
use positions::{Issues, Position};
use speakers::{Context, Given, Registry, Resolution};

/// Everything that was found in one article.
#[derive(Clone, Debug, Default)]
pub struct Extraction {
    /// Who-said-what spans, in the order of the text.
    pub statements: Vec<Statement>,
    /// Their speakers, statement by statement.
    pub resolution: Resolution,
    /// Where actors stand on the issues that are read for.
    pub stances: Vec<Position>,
    /// Where the tokens are that the spans count.
    pub positions: Positions,
    /// The language of an article that was not read, since the extractor has none for it.
    pub foreign: Option<Foreign>,
    /// The byte of the body from which on nothing was looked for, 0 in a language that is not read; none where all of it was
    /// looked through.
    pub unread_from: Option<usize>,
}

/// Bytes of a body that are looked through. No article is a tenth as long; taken apart, each of them costs a hundred.
const LONGEST: usize = 3_000_000;

/// How far back from there a paragraph's or a word's end is looked for.
const BREAK_WITHIN: usize = 10_000;

/// The part of a body that is looked through: all of it, or what ends with a paragraph (a word, a character) before it
/// gets too long. Whatever takes a body apart takes this part of it.
pub fn readable(body: &str) -> &str {
    if body.len() <= LONGEST {
        return body;
    }
    let before = |at: usize| (0..=at).rev().find_map(|end| body.get(..end)).unwrap_or("");
    let whole = before(LONGEST);
    let earliest = before(LONGEST - BREAK_WITHIN).len();
    let tail = whole.get(earliest..).unwrap_or("");
    let end = tail
        .rfind("\n\n")
        .or_else(|| tail.rfind(char::is_whitespace))
        .map_or(whole.len(), |at| earliest + at);
    whole.get(..end).unwrap_or(whole)
}

/// Finds who said what: a language, and the actors that are known.
#[derive(Debug)]
pub struct Extractor<'m> {
    language: Language<'m>,
    registry: Registry,
    issues: Issues,
    identities: Identities,
}

impl<'m> Extractor<'m> {
    /// An extractor for articles in this language.
    pub fn new(language: Language<'m>, knowledge: &Knowledge) -> Self {
        let identities = Identities::new(language.files(), knowledge);
        let registry = Registry::new(&language, knowledge.actors());
        let issues = Issues::new(&language, knowledge.issues());
        Self { language, registry, issues, identities }
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
            return Extraction { foreign: Some(foreign), unread_from: Some(0), ..Extraction::default() };
        }
        let text = readable(&article.body);
        let mut analysis = Analysis::new(&self.language, text);
        let (mut statements, stopped) = bounded(&mut analysis);
        tell_days(&analysis, article.published, &mut statements);
        let unread_from = stopped.or_else(|| (text.len() < article.body.len()).then_some(text.len()));
        Extraction { unread_from, ..self.resolved(&analysis, statements, &Given::new(), article) }
    }

    /// Who made these statements of an article, which stand where an earlier reading found them.
    pub fn speakers(&self, article: &Article, statements: &[Statement]) -> Resolution {
        let analysis = Analysis::new(&self.language, readable(&article.body));
        speakers::resolve(&analysis, statements, &self.registry, &context(article))
    }

    /// The same, with where actors stand; `given` are the speakers of statements of which they are known.
    pub fn resolve(&self, article: &Article, statements: Vec<Statement>, given: &Given) -> Extraction {
        let analysis = Analysis::new(&self.language, readable(&article.body));
        self.resolved(&analysis, statements, given, article)
    }

    fn resolved(
        &self,
        analysis: &Analysis<'_>,
        statements: Vec<Statement>,
        given: &Given,
        article: &Article,
    ) -> Extraction {
        let mut cast = speakers::cast(analysis, &statements, given, &self.registry, &context(article));
        let stances = positions::positions(analysis, &statements, &mut cast, &self.issues);
        let resolution = cast.into_resolution();
        let positions = analysis.document().positions();
        Extraction { statements, resolution, stances, positions, foreign: None, unread_from: None }
    }
}

fn context(article: &Article) -> Context<'_> {
    Context { published: article.published, author: article.author.as_deref() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_end_with_a_paragraph_a_word_or_a_character() {
        let fine = "é ".repeat(LONGEST / 3);
        assert_eq!(readable(&fine).len(), fine.len());
        for unit in ["é“”", "é and ", "One.\n\nTwo é. "] {
            let body = unit.repeat(LONGEST / 8 * 3);
            let part = readable(&body);
            assert!(body.starts_with(part) && (LONGEST - BREAK_WITHIN..=LONGEST).contains(&part.len()));
            let rest = &body[part.len()..];
            let wanted = if unit.contains('\n') {
                "\n\n"
            } else if unit.contains(' ') {
                " "
            } else {
                ""
            };
            assert!(rest.starts_with(wanted), "{unit}");
        }
    }
}
