//! Extraction: a document in, statements with their speakers out. Pure and infallible.
//!
//! ```text
//! text::Document -> statements (who-said-what spans) -> speakers (actors)
//! ```
//!
//! No text takes for ever: a very long one, or one of next to nothing but reporting words, is looked through to a point
//! that depends on nothing but the text ([`readable`], [`Extraction::unread_from`]).

pub mod speakers;
pub mod statements;

pub use statements::{EXTRACTOR_VERSION, Reason, Stage, Statement, explain, model_id, statements};

use statements::bounded;

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
    /// The byte of the body from which on nothing was looked for; none where all of it was looked through.
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

/// Finds the statements of an article and who made them.
pub fn extract(article: &Article, registry: &Registry) -> Extraction {
    let text = readable(&article.body);
    let document = Document::new(text);
    let (statements, stopped) = bounded(&document);
    let context = Context { published: article.published, author: article.author.as_deref() };
    let resolution = speakers::resolve(&document, &statements, registry, &context);
    let unread_from = stopped.or_else(|| (text.len() < article.body.len()).then_some(text.len()));
    Extraction { statements, resolution, unread_from }
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
