//! The tagger: words in, part of speech and entity class of each out.
//!
//! A greedy averaged perceptron (Collins 2002), left to right. A dictionary holds which tags a frequent word has
//! been seen with; a word with one tag gets it at once. Entity classes are given in a second pass that sees the
//! parts of speech on both sides.

use super::forms::{Form, Shape};
use super::tags::{EntityClass, Pos, Tags};
use crate::extract::hash::{Mixer, mix};
use crate::extract::language::model::{ModelFile, Table, number};

/// Number of features of a token for its part of speech.
pub(crate) const POS_FEATURES: usize = 22;

/// Number of features of a token for its entity class.
pub(crate) const ENTITY_FEATURES: usize = 24;

/// Bytes of a dictionary entry: the word's hash and one bit for each tag.
pub(crate) const ENTRY: usize = 12;

/// Tags that a word outside the dictionary can have, one bit each.
pub(crate) fn open_tags() -> u64 {
    [
        Pos::NN,
        Pos::NNS,
        Pos::NNP,
        Pos::NNPS,
        Pos::JJ,
        Pos::RB,
        Pos::VB,
        Pos::VBD,
        Pos::VBG,
        Pos::VBN,
        Pos::VBP,
        Pos::VBZ,
        Pos::CD,
        Pos::JJR,
        Pos::JJS,
        Pos::IN,
        Pos::UH,
        Pos::FW,
    ]
    .iter()
    .fold(0, |set, pos| set | 1 << pos.index())
}

/// The tagger's part of a model.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tagger<'m> {
    dictionary: &'m [u8],
    pos: Table<'m, 1>,
    entities: Table<'m, 4>,
    open: u64,
}

impl<'m> Tagger<'m> {
    /// The tagger in `model`; without its sections every word is a common noun.
    pub fn new(model: &ModelFile<'m>) -> Self {
        Self {
            dictionary: model.section(b"TDIC"),
            pos: Table::new(model.section(b"TPOS")),
            entities: Table::new(model.section(b"TENT")),
            open: open_tags(),
        }
    }

    /// The tags of the words of one document.
    #[cfg(any(feature = "train", test))]
    pub fn tag(&self, forms: &[Form]) -> Tags {
        let candidates: Vec<u64> = forms.iter().map(|form| self.candidates(form)).collect();
        self.choose(forms, &candidates)
    }

    /// The tags of the words of one document, each of which can have these, one bit each.
    pub fn choose(&self, forms: &[Form], candidates: &[u64]) -> Tags {
        let mut tags =
            Tags { pos: Vec::with_capacity(forms.len()), entities: Vec::with_capacity(forms.len()) };
        let mut features = [0; POS_FEATURES];
        for (i, candidates) in candidates.iter().copied().enumerate().take(forms.len()) {
            let pos = if candidates.is_power_of_two() {
                Pos::from_index(candidates.trailing_zeros() as usize)
            } else {
                pos_features(forms, &tags.pos, i, &mut features);
                self.best_pos(&features, candidates)
            };
            tags.pos.push(pos);
        }
        let mut features = [0; ENTITY_FEATURES];
        for i in 0..forms.len() {
            let class = if may_be_entity(forms, &tags, i) {
                entity_features(forms, &tags, i, &mut features);
                let mut sums = [0; 4];
                for feature in features {
                    self.entities.add(feature, &mut sums);
                }
                let best = (0..4).max_by_key(|c| (sums[*c], 4 - c)).unwrap_or(0);
                EntityClass::ALL[best]
            } else {
                EntityClass::Other
            };
            tags.entities.push(class);
        }
        tags
    }

    /// The tags that the word may have, one bit each; never none.
    pub fn candidates(&self, word: &Form) -> u64 {
        let slots = self.dictionary.len() / ENTRY;
        if slots > 0 {
            let key = dictionary_key(word);
            let mut slot = key as usize % slots;
            for _ in 0..slots.min(64) {
                match number(self.dictionary, slot * ENTRY) {
                    Some(0) | None => break,
                    Some(found) if found == key => {
                        let low = number(self.dictionary, slot * ENTRY + 4).unwrap_or(0);
                        let high = number(self.dictionary, slot * ENTRY + 8).unwrap_or(0);
                        let set = u64::from(low) | u64::from(high) << 32;
                        return if set == 0 { 1 } else { set };
                    }
                    Some(_) => slot = (slot + 1) % slots,
                }
            }
        }
        if word.shape == Shape::Number { self.open | 1 << Pos::CD.index() } else { self.open }
    }

    /// Whether the dictionary has the word with this hash, written without a capital.
    pub fn has_word(&self, word: u32) -> bool {
        let lower = Form { word, shape: Shape::Lower, ..EDGE };
        self.candidates(&lower) != self.open
    }

    fn best_pos(&self, features: &[u32; POS_FEATURES], candidates: u64) -> Pos {
        let mixers = features.map(Mixer::new);
        let mut best = (i32::MIN, 0);
        let mut left = candidates;
        while left != 0 {
            let tag = left.trailing_zeros();
            left &= left - 1;
            let sum = self.pos.sum_of(&mixers.map(|mixer| mixer.with(tag)))[0];
            if sum > best.0 {
                best = (sum, tag as usize);
            }
        }
        Pos::from_index(best.1)
    }
}

/// What the dictionary knows a word by: its letters and whether it is written with a capital. Never nought.
pub(crate) fn dictionary_key(word: &Form) -> u32 {
    let capital = matches!(word.shape, Shape::Capital | Shape::AllCaps | Shape::Initial);
    mix(word.word, u32::from(capital)).max(1)
}

/// The row of a feature together with a tag.
#[cfg(feature = "train")]
#[inline]
pub(crate) fn tag_feature(feature: u32, tag: u32) -> u32 {
    mix(feature, tag)
}

/// A word that stands for what is before the first or behind the last one.
const EDGE: Form = Form { word: 1, stem: 1, suffixes: [1; 4], prefix: 1, shape: Shape::Other, hyphen: false };

fn at(forms: &[Form], i: usize, offset: isize) -> &Form {
    i.checked_add_signed(offset).and_then(|j| forms.get(j)).unwrap_or(&EDGE)
}

/// The features of token `i`, given the tags of the tokens before it.
pub(crate) fn pos_features(forms: &[Form], before: &[Pos], i: usize, out: &mut [u32; POS_FEATURES]) {
    let w = &forms[i];
    let (p1, p2) = (at(forms, i, -1), at(forms, i, -2));
    let (n1, n2) = (at(forms, i, 1), at(forms, i, 2));
    let tag = |back: usize| i.checked_sub(back).and_then(|j| before.get(j)).map_or(99, |t| t.index() as u32);
    let (t1, t2) = (tag(1), tag(2));
    let shape = w.shape as u32 | u32::from(w.hyphen) << 4;
    let start = u32::from(i == 0 || matches!(p1.shape, Shape::Stop | Shape::Quote));
    let values = [
        w.word,
        p1.word,
        n1.word,
        p2.word,
        n2.word,
        w.suffixes[3],
        w.suffixes[2],
        w.suffixes[1],
        w.suffixes[0],
        w.prefix,
        shape | start << 8,
        t1,
        mix(t1, t2),
        mix(t1, w.word),
        mix(t1, w.suffixes[2]),
        mix(p1.word, w.word),
        mix(w.word, n1.word),
        mix(n1.suffixes[2], t1),
        p1.suffixes[2],
        n1.suffixes[2],
        mix(n1.shape as u32, shape),
        mix(t1, n1.word),
    ];
    for (n, (slot, value)) in out.iter_mut().zip(values).enumerate() {
        *slot = mix(n as u32 + 1, value);
    }
}

/// Whether token `i` is worth a look: written with a capital, or inside a name.
pub(crate) fn may_be_entity(forms: &[Form], tags: &Tags, i: usize) -> bool {
    let capital =
        matches!(forms[i].shape, Shape::Capital | Shape::AllCaps | Shape::Initial | Shape::MixedCase);
    let inside = i > 0 && tags.entities.get(i - 1).is_some_and(|e| *e != EntityClass::Other);
    capital
        || (inside && !matches!(forms[i].shape, Shape::Quote | Shape::Stop | Shape::Colon | Shape::Bracket))
}

/// The features of token `i`, given all parts of speech and the classes of the tokens before it.
pub(crate) fn entity_features(forms: &[Form], tags: &Tags, i: usize, out: &mut [u32; ENTITY_FEATURES]) {
    let w = &forms[i];
    let (p1, p2) = (at(forms, i, -1), at(forms, i, -2));
    let (n1, n2) = (at(forms, i, 1), at(forms, i, 2));
    let pos = |offset: isize| {
        i.checked_add_signed(offset).and_then(|j| tags.pos.get(j)).map_or(99, |t| t.index() as u32)
    };
    let class =
        |back: usize| i.checked_sub(back).and_then(|j| tags.entities.get(j)).map_or(9, |e| e.index() as u32);
    let (c1, c2) = (class(1), class(2));
    let shapes = (w.shape as u32) << 8 | (p1.shape as u32) << 4 | n1.shape as u32;
    let values = [
        w.word,
        p1.word,
        n1.word,
        p2.word,
        n2.word,
        mix(w.word, c1),
        w.suffixes[3],
        w.suffixes[2],
        w.prefix,
        shapes,
        pos(0) << 8 | c1,
        pos(-1) << 16 | pos(0) << 8 | pos(1),
        pos(1) << 8 | c1,
        mix(p1.word, w.word),
        mix(w.word, n1.word),
        c1 << 4 | c2,
        mix(p1.word, c1),
        mix(n1.word, c1),
        mix(n1.word, w.shape as u32),
        mix(p1.word, w.shape as u32),
        mix(w.suffixes[2], shapes),
        mix(n1.suffixes[2], c1),
        mix(p1.word, n1.word),
        mix(mix(p2.word, p1.word), c1),
    ];
    for (n, (slot, value)) in out.iter_mut().zip(values).enumerate() {
        *slot = mix(n as u32 + 101, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::language::model::write;
    use crate::extract::{Language, analysis::forms::forms};
    use crate::text::Document;

    #[test]
    fn without_weights_every_text_gets_tags() {
        let file = write(&[]);
        let model = ModelFile::read(&file).unwrap();
        let english = Language::english();
        let doc = Document::new("Nothing is known of “this”.", english.orthography());
        let tags = Tagger::new(&model).tag(&forms(&doc, &english.stemmer));
        assert_eq!(tags.pos.len(), doc.tokens().len());
        assert_eq!(tags.entities.len(), doc.tokens().len());
    }
}
