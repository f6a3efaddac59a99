//! The cue classifier: a reading in, the words that carry an attribution out, each with its probability.
//!
//! Logistic regression over hashed features of one token and its surroundings, and for those that it does not rule
//! out the mean with a small [`super::network`]. Candidates are verbs, words of a
//! reporting sense, and every other word that was the head of a cue often enough in training. The head of a cue of
//! several words ("expressed the opinion") is the one that is most often part of cues.

use super::cue_features::{far_features, near_features, own_features};
use super::network::{Inputs, Network, Prefixes};
use super::surroundings::surroundings;
use crate::extract::analysis::Analysis;
use crate::extract::language::model::{ModelFile, Table, floats, number};

/// Bytes of a prior: stem, how often it was a head, how often it was seen.
pub(crate) const ENTRY: usize = 8;

/// A word that is no verb is a candidate when it is a head in at least one of this many cases.
const RARE: u32 = 250;

/// A candidate with its probability.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Cue {
    /// The head of the cue.
    pub token: usize,
    /// How sure the classifier and the network are together, as log odds.
    pub logit: f32,
    /// How sure the network is; the same as `logit` in a model without one.
    pub network: f32,
}

/// How often a stem was the head of a cue in training, and how often it was seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Prior {
    pub heads: u32,
    pub seen: u32,
}

/// The cue classifier's part of a model.
#[derive(Clone, Debug)]
pub(crate) struct CueModel<'m> {
    priors: &'m [u8],
    weights: Table<'m, 1>,
    step: f32,
    network: Option<Network<'m>>,
}

/// The network is not asked about candidates below these log odds.
const RULED_OUT: f32 = -2.0;

/// A candidate is looked at no further where its own features, or those with the words next to it, give less than this. Of those
/// that all features together give [`super::LEAST_CUE`] one in a thousand is lost.
const UNLIKELY_BY_ITSELF: f32 = -0.9;
/// See [`UNLIKELY_BY_ITSELF`].
const UNLIKELY_AMONG_THESE: f32 = -1.6;

impl<'m> CueModel<'m> {
    /// The classifier in `model`; without its sections nothing is a cue.
    pub fn new(model: &ModelFile<'m>) -> Self {
        Self {
            priors: model.section(b"CPRI"),
            weights: Table::new(model.section(b"CWGT")),
            step: floats(model.section(b"CPAR")).first().copied().unwrap_or(0.0),
            network: Network::new(model),
        }
    }

    /// The candidates at or above `least` (log odds), in text order.
    pub fn find(&self, r: &Analysis, least: f32) -> Vec<Cue> {
        let mut found = Vec::new();
        let (mut inputs, mut prefixes) = (Inputs::default(), Prefixes::default());
        for token in 0..r.forms.len() {
            let prior = r.priors[token];
            if !is_candidate(r, token, prior) {
                continue;
            }
            let mut sum = 0;
            let mut add = |_, feature| sum += self.weights.weight(feature, 0);
            own_features(r, token, prior, &mut add);
            if self.log_odds(sum) < UNLIKELY_BY_ITSELF {
                continue;
            }
            let mut add = |_, feature| sum += self.weights.weight(feature, 0);
            near_features(r, token, prior, &mut add);
            if self.log_odds(sum) < UNLIKELY_AMONG_THESE {
                continue;
            }
            let around = surroundings(r, token);
            let mut add = |_, feature| sum += self.weights.weight(feature, 0);
            far_features(r, token, prior, &around, &mut add);
            let logit = self.log_odds(sum);
            let mut cue = Cue { token, logit, network: logit };
            if let Some(network) = self.network.as_ref().filter(|_| cue.logit >= RULED_OUT) {
                inputs.fill_slots(r, token, &around);
                cue.network = network.logit_at(r, token, around.sentence, &inputs, &mut prefixes);
                cue.logit = (cue.logit + cue.network) / 2.0;
            }
            if cue.logit >= least {
                found.push(cue);
            }
        }
        found
    }

    fn log_odds(&self, sum: i32) -> f32 {
        sum as f32 * self.step
    }

    /// The log odds that one feature adds.
    pub fn weight(&self, feature: u32) -> f32 {
        self.log_odds(self.weights.weight(feature, 0))
    }

    /// What training saw of this stem.
    pub fn prior(&self, stem: u32) -> Prior {
        let slots = self.priors.len() / ENTRY;
        let mut slot = if slots > 0 { stem as usize % slots } else { 0 };
        for _ in 0..slots.min(64) {
            match number(self.priors, slot * ENTRY) {
                Some(0) | None => break,
                Some(found) if found == stem.max(1) => {
                    let counts = number(self.priors, slot * ENTRY + 4).unwrap_or(0);
                    return Prior { heads: counts & 0xffff, seen: counts >> 16 };
                }
                Some(_) => slot = (slot + 1) % slots,
            }
        }
        Prior::default()
    }
}

/// Whether the token is worth a look.
pub(crate) fn is_candidate(r: &Analysis, i: usize, prior: Prior) -> bool {
    if !r.doc.tokens().get(i).is_some_and(|t| t.is_word()) {
        return false;
    }
    let often = prior.heads * RARE >= prior.seen && prior.heads > 0;
    if r.pos(i).is_verb() { often || !r.is_auxiliary(i) } else { often || r.senses[i] != 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::language::testing::bare;

    #[test]
    fn without_weights_nothing_is_sure() {
        let bare = bare();
        let reading = Analysis::new(&bare, "She denied it. (.) “!”");
        let cues = bare.parts.cues.find(&reading, -1.0);
        assert!(cues.iter().all(|c| c.logit == 0.0));
    }
}
