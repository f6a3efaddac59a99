//! A document as the later stages read it: words, tags and senses side by side, one row a token.

use super::lexicon::lexicon;
use super::tagger::Tagger;
use super::tags::{EntityClass, Pos, Tags};
use super::words::{Shape, Word, words};
use crate::text::{Document, TokenSpan};

/// Words, tags and senses of one document.
#[derive(Debug)]
pub(crate) struct Reading<'d> {
    pub doc: &'d Document<'d>,
    pub words: Vec<Word>,
    pub tags: Tags,
    /// Sense classes of the stem, one bit each.
    pub senses: Vec<u32>,
}

impl<'d> Reading<'d> {
    /// Reads `doc` with this tagger.
    pub fn new(doc: &'d Document<'d>, tagger: &Tagger) -> Self {
        let words = words(doc);
        let tags = tagger.tag(&words);
        let lexicon = lexicon();
        let senses = words.iter().map(|w| lexicon.classes(w.stem)).collect();
        Self { doc, words, tags, senses }
    }

    pub fn pos(&self, i: usize) -> Pos {
        self.tags.pos(i)
    }

    pub fn entity(&self, i: usize) -> EntityClass {
        self.tags.entity(i)
    }

    pub fn quoted(&self, i: usize) -> bool {
        self.doc.tokens().get(i).is_some_and(|t| t.quoted())
    }

    pub fn shape(&self, i: usize) -> Shape {
        self.words.get(i).map_or(Shape::Other, |w| w.shape)
    }

    pub fn is_quote_mark(&self, i: usize) -> bool {
        self.shape(i) == Shape::Quote
    }

    pub fn sentence(&self, i: usize) -> TokenSpan {
        self.doc.sentence_of(i)
    }

    /// A form of "be", "have" or "do", or a modal: helps another verb.
    pub fn is_auxiliary(&self, i: usize) -> bool {
        self.pos(i) == Pos::MD
            || (self.pos(i).is_verb()
                && matches!(
                    self.doc.text(i),
                    "is" | "are"
                        | "was"
                        | "were"
                        | "be"
                        | "been"
                        | "being"
                        | "am"
                        | "'s"
                        | "’s"
                        | "'re"
                        | "’re"
                        | "'m"
                        | "’m"
                        | "has"
                        | "have"
                        | "had"
                        | "having"
                        | "'ve"
                        | "’ve"
                        | "'d"
                        | "’d"
                        | "do"
                        | "does"
                        | "did"
                        | "Is"
                        | "Are"
                        | "Was"
                        | "Were"
                        | "Has"
                        | "Have"
                        | "Had"
                        | "Do"
                        | "Does"
                        | "Did"
                ))
    }
}
