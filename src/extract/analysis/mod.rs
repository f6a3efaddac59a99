//! A document analysed once: a text and a language in, one row a token out; every stage reads the same rows.
//!
//! ```text
//! body -> Document (crate::text) -> forms     how each token is written, as hashes        forms
//!                                -> tags      part of speech and entity class             tagger, tags
//!                                -> senses    what it reports, if it is a reporting word
//!                                -> sets      the small words that rules ask for
//!                                -> entries   what the lists say of it                    entries
//!                                             each word looked up once                    vocabulary
//! ```
//!
//! The statements stage adds how likely each token heads a cue.

mod entries;
pub(crate) mod forms;
pub(crate) mod tagger;
pub(crate) mod tags;
pub(crate) mod vocabulary;

pub(crate) use entries::Entry;
use entries::{Entries, look_up};

use super::language::lexicon::Lexicon;
use super::language::{Language, Sets, WordSet};
use super::statements::cue::Prior;
use crate::text::{Document, TokenKind, TokenSpan};
use forms::{Form, Shape, form};
use tags::{EntityClass, Pos, Tags};
use vocabulary::Word;

/// Everything that is known of the tokens of one document.
#[derive(Debug)]
pub struct Analysis<'a> {
    pub(crate) doc: Document<'a>,
    pub(crate) language: &'a Language<'a>,
    pub(crate) forms: Vec<Form>,
    pub(crate) tags: Tags,
    /// Sense classes of the stem, one bit each.
    pub(crate) senses: Vec<u32>,
    /// How often the stem was the head of a cue in what the model learned from.
    pub(crate) priors: Vec<Prior>,
    /// How likely each token heads a cue, in steps from 0 (no candidate) to 4; all 0 before the cue stage.
    pub(crate) levels: Vec<u8>,
    sets: Vec<Sets>,
    entries: Entries,
}

impl<'a> Analysis<'a> {
    /// Analyses `body`. Any text will do.
    pub fn new(language: &'a Language<'a>, body: &'a str) -> Self {
        Self::of(language, Document::new(body, language.orthography()))
    }

    /// Analyses a text that has been taken apart already.
    pub fn of(language: &'a Language<'a>, doc: Document<'a>) -> Self {
        let tokens = doc.tokens().len();
        let (mut forms, mut sets) = (Vec::with_capacity(tokens), Vec::with_capacity(tokens));
        let (mut senses, mut priors) = (Vec::with_capacity(tokens), Vec::with_capacity(tokens));
        let (mut entries, mut candidates) = (Vec::with_capacity(tokens), Vec::with_capacity(tokens));
        language.vocabularies.lend(|vocabulary| {
            for (i, token) in doc.tokens().iter().enumerate() {
                let reckon = || word(language, &doc, i);
                let word = match token.kind {
                    TokenKind::QuoteMark => reckon(),
                    kind => vocabulary.word(doc.text(i), kind, reckon),
                };
                forms.push(word.form);
                sets.push(word.sets);
                senses.push(word.sense);
                priors.push(word.prior);
                entries.push(word.entry);
                candidates.push(word.tags);
            }
        });
        let tags = language.parts.tagger.choose(&forms, &candidates);
        let entries = Entries::new(&doc, entries, &sets);
        Self { levels: vec![0; tokens], doc, language, forms, tags, senses, priors, sets, entries }
    }

    /// The text taken apart.
    pub fn document(&self) -> &Document<'a> {
        &self.doc
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.forms.len()
    }

    /// Whether there is no token at all.
    pub fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }

    /// The part of speech of the token with this index; a common noun past the end.
    pub fn pos(&self, token: usize) -> Pos {
        self.tags.pos(token)
    }

    /// The entity class of the token with this index.
    pub fn entity(&self, token: usize) -> EntityClass {
        self.tags.entity(token)
    }

    /// The hash of the token's stem; 0 past the end.
    pub(crate) fn stem(&self, token: usize) -> u32 {
        self.forms.get(token).map_or(0, |f| f.stem)
    }

    /// The token's text; empty past the end.
    pub fn text(&self, token: usize) -> &'a str {
        self.doc.text(token)
    }

    /// Notes the log odds of possible cues, for the stages behind the cue stage.
    pub(crate) fn note_cues(&mut self, cues: impl Iterator<Item = (usize, f32)>) {
        self.levels.fill(0);
        for (token, logit) in cues {
            if let Some(level) = self.levels.get_mut(token) {
                *level = 1 + u8::from(logit > -1.2) + u8::from(logit > 0.0) + u8::from(logit > 1.5);
            }
        }
    }

    /// Whether the token is one of these words; none past the end.
    #[inline]
    pub(crate) fn is_in(&self, token: usize, set: WordSet) -> bool {
        self.sets.get(token).is_some_and(|s| s.has(set))
    }

    pub(crate) fn lexicon(&self) -> &'a Lexicon<'a> {
        &self.language.lexicon
    }

    pub(crate) fn quoted(&self, token: usize) -> bool {
        self.doc.tokens().get(token).is_some_and(|t| t.quoted())
    }

    /// The quotation that the token stands in.
    pub(crate) fn quotation(&self, token: usize) -> Option<u32> {
        self.doc.tokens().get(token).and_then(|t| t.quotation)
    }

    pub(crate) fn shape(&self, token: usize) -> Shape {
        self.forms.get(token).map_or(Shape::Other, |f| f.shape)
    }

    pub(crate) fn is_quote_mark(&self, token: usize) -> bool {
        self.shape(token) == Shape::Quote
    }

    /// The sentence that the token stands in.
    pub(crate) fn sentence(&self, token: usize) -> TokenSpan {
        self.doc.sentence_of(token)
    }

    /// Whether the token, or its stem, is a word of the tagger's dictionary that is written without a capital.
    pub(crate) fn is_word(&self, token: usize) -> bool {
        let tagger = &self.language.parts.tagger;
        self.forms.get(token).is_some_and(|form| tagger.has_word(form.word) || tagger.has_word(form.stem))
    }

    /// A form of "be", "have" or "do", or a modal: helps another verb.
    pub(crate) fn is_auxiliary(&self, token: usize) -> bool {
        self.pos(token) == Pos::MD || (self.pos(token).is_verb() && self.is_in(token, WordSet::Auxiliary))
    }
}

/// What is known of token `i` by itself.
fn word(language: &Language<'_>, doc: &Document<'_>, i: usize) -> Word {
    let text = doc.text(i);
    let form = form(doc, i, &language.stemmer);
    let sets = language.word_sets.of(text);
    let is_word = doc.tokens().get(i).is_some_and(|t| t.kind == TokenKind::Word);
    Word {
        form,
        sets,
        entry: if is_word { look_up(text, sets, language) } else { Entry::default() },
        sense: language.cue_classes.of(form.stem),
        tags: language.parts.tagger.candidates(&form),
        prior: language.parts.cues.prior(form.stem),
    }
}
