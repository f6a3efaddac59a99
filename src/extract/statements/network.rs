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
    pub bags: [Vec<u32>; BAGS],
}

impl Inputs {
    /// Fills in what stands around token `i`.
    pub fn fill(&mut self, r: &Analysis, i: usize, c: &Surroundings) {
        let (start, end) = c.sentence;
        let stem = |j: usize| mix(1, r.forms[j].stem);
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
        let tag = |j: usize| mix(13, r.pos(j).index() as u32);
        let [words_left, words_right, tags_left, tags_right] = &mut self.bags;
        refill(words_left, (start..i).map(stem));
        refill(words_right, (i + 1..end).map(stem));
        refill(tags_left, (start..i).map(tag));
        refill(tags_right, (i + 1..end).map(tag));
    }
}

fn refill(list: &mut Vec<u32>, items: impl Iterator<Item = u32>) {
    list.clear();
    list.extend(items);
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

    /// The log odds that the token with these inputs is the head of a cue.
    pub fn logit(&self, inputs: &Inputs) -> f32 {
        let x = self.embed(inputs);
        let mut inner = self.second_bias;
        for ((unit, bias), weights) in self.first.iter().zip(&self.second) {
            let first = (dot(unit, &x) as f32 * self.step + bias).max(0.0);
            if first > 0.0 {
                inner.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += weight * first);
            }
        }
        let units = inner.iter().zip(&self.last);
        units.fold(self.last_bias, |sum, (inner, weight)| sum + weight * inner.max(0.0))
    }

    /// The embeddings side by side; those of a bag as their sum over the root of their number.
    fn embed(&self, inputs: &Inputs) -> [i16; INPUTS] {
        let mut x = [0i16; INPUTS];
        let (parts, _) = x.as_chunks_mut::<WIDTH>();
        for (part, feature) in parts.iter_mut().zip(&inputs.slots) {
            let mut row = [0; WIDTH];
            self.embeddings.add(*feature, &mut row);
            *part = row.map(|s| s as i16);
        }
        for (part, bag) in parts.iter_mut().skip(SLOTS).zip(&inputs.bags) {
            let sums = self.embeddings.sum(bag);
            let share = (1024.0 / (bag.len().max(1) as f32).sqrt()) as i32;
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
        assert_eq!(inputs.slots.len(), SLOTS);
        assert_eq!((inputs.bags[0].len(), inputs.bags[1].len()), (1, 2));
    }
}
