//! A second opinion on a possible cue: the embedded words around it in, log odds out.
//!
//! A feed-forward network of two hidden layers over learned embeddings (Bengio et al. 2003) of the words, tags and
//! surroundings of one token. The cue classifier's hashed features know combinations that were seen; the network
//! knows which words are alike. Their mean is better than either. All sums are of whole numbers up to the last layer,
//! so that every machine gets the same bits.

use super::surroundings::{Surroundings, bucket};
use crate::extract::analysis::Analysis;
use crate::extract::hash::mix;
use crate::extract::language::model::{ModelFile, Table, floats};

/// How many numbers stand for a word.
pub(crate) const WIDTH: usize = 16;
/// Words looked at one by one on each side.
const REACH: isize = 6;
/// Inputs that one word, tag or code fills each.
pub(crate) const SLOTS: usize = 2 * (2 * REACH as usize + 1) + 12;
/// Inputs that all words, or all tags, of one side of the sentence fill together.
pub(crate) const BAGS: usize = 4;
/// Numbers that enter the first layer.
pub(crate) const INPUTS: usize = (SLOTS + BAGS) * WIDTH;
/// Units of the two hidden layers.
pub(crate) const HIDDEN: [usize; 2] = [64, 32];

/// What is looked at for one token, as hashes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Inputs {
    pub slots: Vec<u32>,
    #[cfg(any(feature = "train", test))]
    pub bags: [Vec<u32>; BAGS],
}

impl Inputs {
    /// Fills in what stands around token `i`.
    #[cfg(any(feature = "train", test))]
    pub fn fill(&mut self, r: &Analysis, i: usize, c: &Surroundings) {
        self.fill_slots(r, i, c);
        let (start, end) = c.sentence;
        let refill =
            |list: &mut Vec<u32>, of: fn(&Analysis, usize) -> u32, tokens: std::ops::Range<usize>| {
                list.clear();
                list.extend(tokens.map(|j| of(r, j)));
            };
        let [words_left, words_right, tags_left, tags_right] = &mut self.bags;
        refill(words_left, stem, start..i);
        refill(words_right, stem, i + 1..end);
        refill(tags_left, tag, start..i);
        refill(tags_right, tag, i + 1..end);
    }

    /// Fills in what has a place of its own around token `i`.
    pub fn fill_slots(&mut self, r: &Analysis, i: usize, c: &Surroundings) {
        let (start, end) = c.sentence;
        let stem = |j: usize| stem(r, j);
        let slots = &mut self.slots;
        slots.clear();
        for k in -REACH..=REACH {
            match i.checked_add_signed(k).filter(|j| *j >= start && *j < end) {
                Some(j) => {
                    let (pos, entity) = (r.pos(j).index() as u32, r.entity(j).index() as u32);
                    slots.extend([stem(j), mix(2, pos | entity << 8 | u32::from(r.quoted(j)) << 12)]);
                }
                None => {
                    let edge = u32::from(k > 0);
                    slots.extend([mix(1, 2 + edge), mix(2, 62 + edge)]);
                }
            }
        }
        slots.extend([
            mix(3, r.senses[i]),
            mix(4, r.forms[i].suffixes[2]),
            mix(5, r.forms[i].word),
            stem(c.subject_at),
            stem(c.complement_at),
            mix(6, c.subject_code()),
            mix(7, mix(c.complement, c.behind)),
            mix(8, c.auxiliaries),
            mix(9, c.mark_left << 4 | c.mark_right),
            mix(10, c.quotes),
            mix(11, bucket(i - start)),
            mix(12, bucket(end - 1 - i)),
        ]);
    }
}

/// The word of token `j`, as a feature.
fn stem(r: &Analysis, j: usize) -> u32 {
    mix(1, r.forms[j].stem)
}

/// The tag of token `j` in a bag, as a feature.
fn tag(r: &Analysis, j: usize) -> u32 {
    mix(13, r.pos(j).index() as u32)
}

/// The embeddings of the words and of the tags of a sentence, added up from its first token to each: the bag of all tokens on one
/// side of a candidate is the difference of two of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Prefixes {
    sentence: (usize, usize),
    words: Vec<[i32; WIDTH]>,
    tags: Vec<[i32; WIDTH]>,
}

impl Prefixes {
    /// Adds up the sentence, if it is another one than before.
    fn enter(&mut self, embeddings: &Table<'_, WIDTH>, r: &Analysis, sentence: (usize, usize)) {
        if self.sentence == sentence && !self.words.is_empty() {
            return;
        }
        self.sentence = sentence;
        for (list, of) in [(&mut self.words, stem as fn(&Analysis, usize) -> u32), (&mut self.tags, tag)] {
            let mut sums = [0; WIDTH];
            list.clear();
            list.push(sums);
            for j in sentence.0..sentence.1 {
                embeddings.add(of(r, j), &mut sums);
                list.push(sums);
            }
        }
    }

    /// The sums of the four bags around token `i`, and how many tokens each has.
    fn bags(&self, i: usize) -> [([i32; WIDTH], usize); BAGS] {
        let (start, end) = self.sentence;
        let between = |list: &[[i32; WIDTH]], from: usize, to: usize| {
            let at = |j: usize| list.get(j - start).copied().unwrap_or_default();
            let (before, all) = (at(from), at(to));
            (std::array::from_fn(|n| all[n] - before[n]), to - from)
        };
        let (left, right) = ((start, i), (i + 1, end));
        [(&self.words, left), (&self.words, right), (&self.tags, left), (&self.tags, right)]
            .map(|(list, (from, to))| between(list, from, to))
    }
}

/// The network's part of a model.
#[derive(Clone, Debug)]
pub(crate) struct Network<'m> {
    embeddings: Table<'m, WIDTH>,
    /// The first layer, unit by unit, each with its bias; made as wide as what they are multiplied with.
    first: Vec<([i16; INPUTS], f32)>,
    /// What one step of the first layer's sums is worth.
    step: f32,
    /// What each unit of the first layer gives to those of the second, and the biases of those.
    second: Vec<[f32; HIDDEN[1]]>,
    second_bias: [f32; HIDDEN[1]],
    last: [f32; HIDDEN[1]],
    last_bias: f32,
}

impl<'m> Network<'m> {
    /// The network in `model`; none without its sections.
    pub fn new(model: &ModelFile<'m>) -> Option<Self> {
        const TWO: usize = HIDDEN[1];
        let one = HIDDEN[0];
        let (first, _) = model.section(b"NHID").as_chunks::<INPUTS>();
        let numbers = floats(model.section(b"NPAR"));
        let mut rest = numbers.as_slice();
        let mut take = |n: usize| rest.split_off(..n).map(<[f32]>::to_vec);
        let step = take(1)?.first().copied()?;
        let first_bias = take(one)?;
        let by_unit = take(one * TWO)?;
        let second = (0..one).map(|n| std::array::from_fn(|unit| by_unit[unit * one + n]));
        let network = Self {
            embeddings: Table::new(model.section(b"NEMB")),
            first: first.iter().map(|unit| unit.map(|w| i16::from(w as i8))).zip(first_bias).collect(),
            step,
            second: second.collect(),
            second_bias: take(TWO)?.try_into().ok()?,
            last: take(TWO)?.try_into().ok()?,
            last_bias: take(1)?.first().copied()?,
        };
        (first.len() == one).then_some(network)
    }

    /// The log odds that token `i`, around which stands what is in `inputs`' slots, is the head of a cue.
    pub fn logit_at(
        &self,
        r: &Analysis,
        i: usize,
        sentence: (usize, usize),
        inputs: &Inputs,
        prefixes: &mut Prefixes,
    ) -> f32 {
        prefixes.enter(&self.embeddings, r, sentence);
        self.forward(&self.embed(&inputs.slots, prefixes.bags(i)))
    }

    /// The log odds that the token with these inputs is the head of a cue.
    #[cfg(test)]
    pub fn logit(&self, inputs: &Inputs) -> f32 {
        let bags = inputs.bags.each_ref().map(|bag| (self.embeddings.sum(bag), bag.len()));
        self.forward(&self.embed(&inputs.slots, bags))
    }

    fn forward(&self, x: &[i16; INPUTS]) -> f32 {
        let mut inner = self.second_bias;
        for ((unit, bias), weights) in self.first.iter().zip(&self.second) {
            let first = (dot(unit, x) as f32 * self.step + bias).max(0.0);
            if first > 0.0 {
                inner.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += weight * first);
            }
        }
        let units = inner.iter().zip(&self.last);
        units.fold(self.last_bias, |sum, (inner, weight)| sum + weight * inner.max(0.0))
    }

    /// The embeddings side by side; those of a bag as their sum over the root of their number.
    fn embed(&self, slots: &[u32], bags: [([i32; WIDTH], usize); BAGS]) -> [i16; INPUTS] {
        let mut x = [0i16; INPUTS];
        let (parts, _) = x.as_chunks_mut::<WIDTH>();
        for (part, feature) in parts.iter_mut().zip(slots) {
            let mut row = [0; WIDTH];
            self.embeddings.add(*feature, &mut row);
            *part = row.map(|s| s as i16);
        }
        for (part, (sums, tokens)) in parts.iter_mut().skip(SLOTS).zip(bags) {
            let share = (1024.0 / (tokens.max(1) as f32).sqrt()) as i32;
            *part = sums.map(|s| (s.saturating_mul(share) >> 10).clamp(-30_000, 30_000) as i16);
        }
        x
    }
}

/// Eight sums side by side: so the compiler multiplies and adds eight numbers with one instruction.
fn dot(weights: &[i16; INPUTS], x: &[i16; INPUTS]) -> i32 {
    let mut sums = [0; 8];
    for (weights, x) in weights.as_chunks::<8>().0.iter().zip(x.as_chunks::<8>().0) {
        for (sum, (w, x)) in sums.iter_mut().zip(weights.iter().zip(x)) {
            *sum += i32::from(*w) * i32::from(*x);
        }
    }
    sums.iter().sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::language::testing::bare;
    use crate::extract::statements::surroundings::surroundings;

    #[test]
    fn every_slot_is_filled() {
        let bare = bare();
        assert!(Network::new(&ModelFile::default()).is_none());
        let reading = Analysis::new(&bare, "She denied it.");
        let r = &reading;
        let mut inputs = Inputs::default();
        inputs.fill(r, 1, &surroundings(r, 1));
        let embeddings: Vec<u8> = (0..64 * WIDTH).map(|n| (n * 37 % 251) as u8).collect();
        let embeddings = Table::new(&embeddings);
        let mut prefixes = Prefixes::default();
        prefixes.enter(&embeddings, r, (0, 4));
        let bags = inputs.bags.each_ref().map(|bag| (embeddings.sum(bag), bag.len()));
        assert_eq!(prefixes.bags(1), bags);
        assert_eq!(inputs.slots.len(), SLOTS);
        assert_eq!((inputs.bags[0].len(), inputs.bags[1].len()), (1, 2));
    }
}
