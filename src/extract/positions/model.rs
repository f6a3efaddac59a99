//! The judge: features of a candidate in, how likely it takes a side and which out; passages of one actor on one issue
//! together in, how sure the position is out. Log-linear models, learned by `kb train`.

use super::features::Features;
use crate::extract::language::model::{ModelFile, Table, floats};
use crate::extract::math::sigmoid;

/// Columns of the weights: taking a side, and which.
pub(crate) const COLUMNS: usize = 2;

/// Facts about the passages of one actor on one issue.
pub(crate) const FACTS: usize = 6;

/// Steps a unit of rarity has in its table.
pub(crate) const RARITY_STEPS: f32 = 24.0;

/// What a word weighs where there is no model.
const RARITY: f32 = 5.0;

/// The part of a model that judges positions.
#[derive(Clone, Debug)]
pub(crate) struct StanceModel<'m> {
    weights: Table<'m, COLUMNS>,
    rarity: Table<'m, 1>,
    /// What a step of each column is worth.
    scales: [f32; COLUMNS],
    facts: [f32; FACTS],
}

/// What a candidate comes to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Judged {
    /// Log odds that a side is taken.
    pub side: f32,
    /// Log odds that it is for the proposition.
    pub way: f32,
}

impl Judged {
    /// Probability that the candidate is for the proposition, and that it is against.
    pub fn shares(self) -> [f32; 2] {
        let (side, way) = (sigmoid(self.side), sigmoid(self.way));
        [side * way, side * (1.0 - way)]
    }
}

impl<'m> StanceModel<'m> {
    /// The sections of `model`; without them nobody takes sides.
    pub fn new(model: &ModelFile<'m>) -> Self {
        let numbers = floats(model.section(b"STNB"));
        let number = |n: usize| numbers.get(n).copied().unwrap_or(0.0);
        Self {
            weights: Table::new(model.section(b"STNC")),
            rarity: Table::new(model.section(b"STNR")),
            scales: std::array::from_fn(number),
            facts: std::array::from_fn(|n| number(COLUMNS + n)),
        }
    }

    /// Whether it can judge.
    pub fn is_empty(&self) -> bool {
        self.weights.is_empty()
    }

    /// Natural logarithm of how many texts there are for each that has the word.
    pub fn rarity(&self, stem: u32) -> f32 {
        if self.rarity.is_empty() { RARITY } else { self.rarity.weight(stem, 0) as f32 / RARITY_STEPS }
    }

    /// Judges a candidate.
    pub fn judge(&self, features: &Features) -> Judged {
        let side: i32 = features.side.iter().map(|f| self.weights.weight(*f, 0)).sum();
        let way: i32 =
            features.way.iter().map(|(f, sign)| self.weights.weight(*f, 1) * i32::from(*sign)).sum();
        Judged { side: side as f32 * self.scales[0], way: way as f32 * self.scales[1] }
    }

    /// How sure a position with these facts is.
    pub fn sureness(&self, facts: &[f32; FACTS]) -> f32 {
        sigmoid(facts.iter().zip(&self.facts).map(|(fact, weight)| fact * weight).sum())
    }
}
