//! Gradient-boosted decision trees of fixed depth for a yes-or-no question, by histograms; small and exact enough.

use super::random::Random;
use crate::extract::math::{ln, sigmoid};

/// Thresholds tried for each fact.
const BINS: usize = 48;

/// How to boost.
#[derive(Clone, Copy, Debug)]
pub(super) struct BoostOptions {
    pub trees: usize,
    pub depth: usize,
    pub rate: f32,
    /// Least sum of second derivatives in a leaf.
    pub least_weight: f32,
    /// Added to second derivatives: draws leaves towards nought.
    pub ridge: f32,
    /// Share of rows and of facts that each tree sees.
    pub rows: f32,
    pub facts: f32,
}

/// Trees as complete binary trees: inner nodes level by level, then leaves.
#[derive(Clone, Debug)]
pub(super) struct Forest {
    pub base: f32,
    pub depth: usize,
    /// For each tree, `2^depth - 1` pairs of fact and threshold: greater goes right.
    pub nodes: Vec<Vec<(usize, f32)>>,
    /// For each tree, `2^depth` values.
    pub leaves: Vec<Vec<f32>>,
}

impl Forest {
    /// The log odds for a row of facts.
    pub fn score(&self, row: &[f32]) -> f32 {
        let inner = (1 << self.depth) - 1;
        let mut score = self.base;
        for (nodes, leaves) in self.nodes.iter().zip(&self.leaves) {
            let mut node = 0;
            while node < inner {
                let (fact, threshold) = nodes[node];
                node = 2 * node + 1 + usize::from(row[fact] > threshold);
            }
            score += leaves[node - inner];
        }
        score
    }
}

/// Learns a forest from rows of facts (all of the same length), their answers and how much each counts.
pub(super) fn boost(
    rows: &[Vec<f32>],
    answers: &[bool],
    weights: &[f32],
    options: &BoostOptions,
    seed: u64,
) -> Forest {
    let width = rows.first().map_or(0, Vec::len);
    let cuts: Vec<Vec<f32>> = (0..width).map(|f| cuts(rows, f)).collect();
    // Fact by fact, the bin of every row.
    let bins: Vec<Vec<u8>> = cuts
        .iter()
        .enumerate()
        .map(|(f, cuts)| rows.iter().map(|r| cuts.partition_point(|c| *c < r[f]) as u8).collect())
        .collect();
    let yes = answers.iter().filter(|a| **a).count() as f32;
    let share = (yes / answers.len().max(1) as f32).clamp(0.01, 0.99);
    let base = ln(share / (1.0 - share));
    let mut forest = Forest { base, depth: options.depth, nodes: Vec::new(), leaves: Vec::new() };
    let mut scores = vec![base; rows.len()];
    let mut random = Random::new(seed);
    let inner = (1usize << options.depth) - 1;
    for _ in 0..options.trees {
        let slopes: Vec<(f32, f32)> = scores
            .iter()
            .zip(answers)
            .zip(weights)
            .map(|((s, a), w)| {
                let p = sigmoid(*s);
                (w * (p - f32::from(u8::from(*a))), w * (p * (1.0 - p)).max(1e-6))
            })
            .collect();
        let used: Vec<bool> =
            (0..rows.len()).map(|_| random.below(1000) < (options.rows * 1000.0) as usize).collect();
        let facts: Vec<usize> =
            (0..width).filter(|_| random.below(1000) < (options.facts * 1000.0) as usize).collect();
        let mut place = vec![0usize; rows.len()];
        let mut nodes = vec![(0usize, f32::INFINITY); inner];
        for level in 0..options.depth {
            let first = (1usize << level) - 1;
            let splits = best_splits(&bins, &slopes, &used, &place, &facts, first, 1 << level, options);
            for (n, split) in splits.iter().enumerate() {
                if let Some((fact, bin)) = split {
                    nodes[first + n] = (*fact, cuts[*fact][*bin]);
                }
            }
            for (row, at) in place.iter_mut().enumerate() {
                let (fact, threshold) = nodes[*at];
                *at = 2 * *at + 1 + usize::from(rows[row][fact] > threshold);
            }
        }
        let mut sums = vec![(0.0f32, 0.0f32); inner + 1];
        for (row, at) in place.iter().enumerate() {
            if used[row] {
                sums[at - inner].0 += slopes[row].0;
                sums[at - inner].1 += slopes[row].1;
            }
        }
        let leaves: Vec<f32> = sums.iter().map(|(g, h)| -options.rate * g / (h + options.ridge)).collect();
        scores.iter_mut().zip(&place).for_each(|(s, at)| *s += leaves[at - inner]);
        forest.nodes.push(nodes);
        forest.leaves.push(leaves);
    }
    forest
}

/// Up to [`BINS`] thresholds that part the values of fact `f` into equal shares.
fn cuts(rows: &[Vec<f32>], f: usize) -> Vec<f32> {
    let mut values: Vec<f32> = rows.iter().map(|r| r[f]).collect();
    values.sort_by(f32::total_cmp);
    let mut cuts: Vec<f32> = (1..BINS).filter_map(|b| values.get(b * values.len() / BINS).copied()).collect();
    let mut distinct = values;
    distinct.dedup();
    if distinct.len() <= BINS {
        cuts = distinct;
    }
    cuts.dedup();
    // Nothing is above the largest value.
    cuts.pop();
    cuts
}

/// For each node of a level, the fact and bin whose split gains most.
#[allow(clippy::too_many_arguments)]
fn best_splits(
    bins: &[Vec<u8>],
    slopes: &[(f32, f32)],
    used: &[bool],
    place: &[usize],
    facts: &[usize],
    first: usize,
    count: usize,
    options: &BoostOptions,
) -> Vec<Option<(usize, usize)>> {
    let mut best: Vec<(f32, Option<(usize, usize)>)> = vec![(1e-4, None); count];
    for fact in facts {
        let mut sums = vec![(0.0f32, 0.0f32); count * (BINS + 1)];
        for (row, bin) in bins[*fact].iter().enumerate() {
            if used[row] {
                let slot = &mut sums[(place[row] - first) * (BINS + 1) + usize::from(*bin)];
                slot.0 += slopes[row].0;
                slot.1 += slopes[row].1;
            }
        }
        for (node, best) in best.iter_mut().enumerate() {
            let sums = &sums[node * (BINS + 1)..(node + 1) * (BINS + 1)];
            let all = sums.iter().fold((0.0, 0.0), |a, s| (a.0 + s.0, a.1 + s.1));
            let worth = |g: f32, h: f32| g * g / (h + options.ridge);
            let mut left = (0.0, 0.0);
            for (bin, s) in sums.iter().enumerate().take(BINS) {
                left = (left.0 + s.0, left.1 + s.1);
                let right = (all.0 - left.0, all.1 - left.1);
                if left.1 < options.least_weight || right.1 < options.least_weight {
                    continue;
                }
                let gain = worth(left.0, left.1) + worth(right.0, right.1) - worth(all.0, all.1);
                if gain > best.0 {
                    *best = (gain, Some((*fact, bin)));
                }
            }
        }
    }
    best.into_iter().map(|(_, split)| split).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn learns_what_one_cut_cannot_say() {
        let rows: Vec<Vec<f32>> = (0..400).map(|n| vec![(n % 20) as f32, (n / 20) as f32]).collect();
        let answers: Vec<bool> = rows.iter().map(|r| (r[0] > 9.0) != (r[1] > 9.0) && r[0] > 3.0).collect();
        let options = BoostOptions {
            trees: 40,
            depth: 3,
            rate: 0.3,
            least_weight: 1.0,
            ridge: 1.0,
            rows: 1.0,
            facts: 1.0,
        };
        let forest = boost(&rows, &answers, &vec![1.0; rows.len()], &options, 1);
        let right = rows.iter().zip(&answers).filter(|(r, a)| (forest.score(r) > 0.0) == **a).count();
        assert!(right >= 396, "{right}");
    }
}
