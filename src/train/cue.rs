//! Training of the cue classifier: logistic regression by AdaGrad over hashed features, and the network beside it.

use super::gold::GoldStatement;
use super::network::{self, Case};
use super::quantise::to_bytes;
use super::random::Random;
use super::tagger::Sections;
use crate::extract::Analysis;
use crate::extract::math::sigmoid;
use crate::extract::statements::cue::{ENTRY, Prior, is_candidate};
use crate::extract::statements::cue_features::cue_features;
use crate::extract::statements::network::Inputs;
use crate::extract::statements::surroundings::surroundings;
use std::collections::{BTreeMap, BTreeSet};

/// Rows of the weight table.
const FIT: FitOptions = FitOptions { rows: 1 << 19, epochs: 8, rate: 0.01 };
const DECAY: f32 = 2e-6;

/// How to fit a logistic regression: rows of the table (a power of two), passes over the cases, size of steps.
#[derive(Clone, Copy, Debug)]
pub(super) struct FitOptions {
    pub rows: usize,
    pub epochs: usize,
    pub rate: f32,
}

/// Learns the classifier's sections from readings with their gold statements.
pub(super) fn train(examples: &[(&Analysis, &[GoldStatement])], seed: u64) -> Sections {
    let priors = priors(examples);
    let mut features = Vec::new();
    let mut rows: Vec<(u32, u32, bool)> = Vec::new();
    let mut cases: Vec<Case> = Vec::new();
    for (reading, gold) in examples {
        let heads: BTreeSet<usize> = gold.iter().map(|g| g.head).collect();
        for i in 0..reading.forms.len() {
            let is_head = heads.contains(&i);
            let mut prior = priors.get(&reading.forms[i].stem).copied().unwrap_or_default();
            // What is to be told must not be given away: this very case does not count.
            prior.heads -= u32::from(is_head).min(prior.heads);
            prior.seen = prior.seen.saturating_sub(1);
            if is_candidate(reading, i, prior) {
                let from = features.len() as u32;
                let around = surroundings(reading, i);
                cue_features(reading, i, prior, &around, &mut |_, feature| features.push(feature));
                rows.push((from, features.len() as u32, is_head));
                let mut inputs = Inputs::default();
                inputs.fill(reading, i, &around);
                cases.push(Case { inputs, is_head });
            }
        }
    }
    let weights = fit(&features, &mut rows, &FIT, seed);
    let (bytes, step) = to_bytes(&weights, 0.9999);
    let mut sections =
        vec![(*b"CPRI", table(&priors)), (*b"CWGT", bytes), (*b"CPAR", step.to_le_bytes().to_vec())];
    sections.extend(network::train(&cases, seed));
    sections
}

/// How often each stem is a head, of how many.
fn priors(examples: &[(&Analysis, &[GoldStatement])]) -> BTreeMap<u32, Prior> {
    let mut priors: BTreeMap<u32, Prior> = BTreeMap::new();
    for (reading, gold) in examples {
        for word in &reading.forms {
            priors.entry(word.stem).or_default().seen += 1;
        }
        let heads: BTreeSet<usize> = gold.iter().map(|g| g.head).collect();
        for head in heads {
            priors.entry(reading.forms[head].stem).or_default().heads += 1;
        }
    }
    priors
}

/// The priors of words seen more than once, as an open-addressed hash table; large counts are scaled down.
fn table(priors: &BTreeMap<u32, Prior>) -> Vec<u8> {
    let kept: Vec<_> = priors.iter().filter(|(_, p)| p.heads > 0 || p.seen > 2).collect();
    let slots = (kept.len() * 3 / 2).next_power_of_two();
    let mut table = vec![0u8; slots * ENTRY];
    for (stem, prior) in kept {
        let mut slot = *stem as usize % slots;
        while table[slot * ENTRY..slot * ENTRY + 4] != [0; 4] {
            slot = (slot + 1) % slots;
        }
        let (mut heads, mut seen) = (prior.heads, prior.seen);
        while seen > 0xffff {
            (heads, seen) = (heads / 2, seen / 2);
        }
        table[slot * ENTRY..slot * ENTRY + 4].copy_from_slice(&(*stem).max(1).to_le_bytes());
        table[slot * ENTRY + 4..(slot + 1) * ENTRY].copy_from_slice(&(heads | seen << 16).to_le_bytes());
    }
    table
}

/// Logistic regression by AdaGrad with a little weight decay on the features of each case.
pub(super) fn fit(
    features: &[u32],
    rows: &mut [(u32, u32, bool)],
    options: &FitOptions,
    seed: u64,
) -> Vec<f32> {
    let mask = options.rows as u32 - 1;
    let mut weights = vec![0.0f32; options.rows];
    let mut squares = vec![1e-2f32; options.rows];
    let mut random = Random::new(seed);
    for _ in 0..options.epochs {
        random.shuffle(rows);
        for (from, to, is_head) in rows.iter() {
            let case = &features[*from as usize..*to as usize];
            let sum: f32 = case.iter().map(|f| weights[(f & mask) as usize]).sum();
            let error = sigmoid(sum) - f32::from(u8::from(*is_head));
            for f in case {
                let at = (f & mask) as usize;
                let slope = error + DECAY * weights[at];
                squares[at] += slope * slope;
                weights[at] -= options.rate * slope / squares[at].sqrt();
            }
        }
    }
    weights
}
