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
    /// How likely each token heads a cue, in steps from 0 (no candidate) to 4; all 0 before the cue stage.
    pub levels: Vec<u8>,
}

impl<'d> Reading<'d> {
    /// Reads `doc` with this tagger.
    pub fn new(doc: &'d Document<'d>, tagger: &Tagger) -> Self {
        let words = words(doc);
        let tags = tagger.tag(&words);
        let lexicon = lexicon();
        let senses = words.iter().map(|w| lexicon.classes(w.stem)).collect();
        let levels = vec![0; words.len()];
        Self { doc, words, tags, senses, levels }
    }

    /// Notes the log odds of possible cues, for the stages behind the cue stage.
    pub fn note_cues(&mut self, cues: impl Iterator<Item = (usize, f32)>) {
        self.levels.fill(0);
        for (token, logit) in cues {
            if let Some(level) = self.levels.get_mut(token) {
                *level = 1 + u8::from(logit > -1.2) + u8::from(logit > 0.0) + u8::from(logit > 1.5);
            }
        }
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
