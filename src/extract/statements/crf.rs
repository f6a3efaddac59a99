//! The structure of an attribution as a chain of states: scores of labels in, the best path and its probability out.
//!
//! Every unit gets one of four labels: outside, source, cue, content. A state is a label with what has been seen so
//! far (a source? content?), so that a path has at most one source, one unbroken cue around its head, and some
//! content. That makes the model a linear-chain conditional random field with hard constraints.

use crate::extract::math::exp;
use std::cmp::Ordering;

/// Number of labels.
pub(crate) const LABELS: usize = 4;
/// Outside of the attribution.
pub(crate) const OUTSIDE: usize = 0;
/// Names the speaker.
pub(crate) const SOURCE: usize = 1;
/// Reporting words.
pub(crate) const CUE: usize = 2;
/// Attributed words.
pub(crate) const CONTENT: usize = 3;

/// Number of states: label × source seen × content seen, as far as these can be.
pub(crate) const STATES: usize = 12;

/// Scores at or below this stand for what cannot be.
const NEVER: f32 = -1e30;

/// A state's label, and whether source and content have been seen, itself included.
const MEANING: [(usize, bool, bool); STATES] = [
    (OUTSIDE, false, false),
    (OUTSIDE, false, true),
    (OUTSIDE, true, false),
    (OUTSIDE, true, true),
    (SOURCE, true, false),
    (SOURCE, true, true),
    (CONTENT, false, true),
    (CONTENT, true, true),
    (CUE, false, false),
    (CUE, false, true),
    (CUE, true, false),
    (CUE, true, true),
];

/// The label of a state.
pub(crate) fn label_of(state: usize) -> usize {
    MEANING[state].0
}

/// Whether a source has been seen in this state.
#[cfg(feature = "train")]
pub(crate) fn source_seen(state: usize) -> bool {
    MEANING[state].1
}

/// The scores of one window.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scores {
    /// For each unit, of each label.
    pub labels: Vec<[f32; LABELS]>,
    /// For each unit but the first, of each pair of labels (last × this); the first one's are not read.
    pub pairs: Vec<[f32; LABELS * LABELS]>,
    /// Of ending without and with a source.
    pub end: [f32; 2],
    /// Of going from state to state.
    pub structure: [[f32; STATES]; STATES],
    /// Which unit is the head of the cue.
    pub head: usize,
}

/// The state that a label leads to, if the structure allows it.
pub(crate) fn step(from: Option<usize>, label: usize, unit: usize, head: usize) -> Option<usize> {
    let (before, source, content) = from.map_or((OUTSIDE, false, false), |s| MEANING[s]);
    let cue_before = from.is_some() && before == CUE;
    // Left of the head a cue goes on until the head; at the head it must be; right of it none begins.
    let allowed = match unit.cmp(&head) {
        Ordering::Less => !cue_before || label == CUE,
        Ordering::Equal => label == CUE,
        Ordering::Greater => label != CUE || cue_before,
    };
    if !allowed || (label == SOURCE && source && before != SOURCE) {
        return None;
    }
    let wanted = (label, source || label == SOURCE, content || label == CONTENT);
    MEANING.iter().position(|m| *m == wanted)
}

/// A way from one state to another, with what its score is made of.
#[derive(Clone, Copy)]
struct Edge {
    from: usize,
    to: usize,
    /// Label of `from` × label of `to`.
    pair: usize,
    /// Label of `to`.
    label: usize,
}

/// The edges into a unit that stands before, at or behind the head of the cue.
fn edges(unit: usize, head: usize) -> &'static [Edge] {
    static LISTS: std::sync::OnceLock<[Vec<Edge>; 3]> = std::sync::OnceLock::new();
    let lists = LISTS.get_or_init(|| {
        [Ordering::Less, Ordering::Equal, Ordering::Greater].map(|side| {
            let mut list = Vec::new();
            for to in 0..STATES {
                for from in 0..STATES {
                    let goes = |unit, head| step(Some(from), label_of(to), unit, head) == Some(to);
                    let (a, b) = (label_of(from), label_of(to));
                    let allowed = match side {
                        Ordering::Less => a != CUE || b == CUE,
                        Ordering::Equal => b == CUE,
                        Ordering::Greater => b != CUE || a == CUE,
                    };
                    if allowed && (goes(0, 1) || goes(1, 1) || goes(2, 1)) {
                        list.push(Edge { from, to, pair: a * LABELS + b, label: b });
                    }
                }
            }
            list
        })
    });
    match unit.cmp(&head) {
        Ordering::Less => &lists[0],
        Ordering::Equal => &lists[1],
        Ordering::Greater => &lists[2],
    }
}

/// How many of the best ways to label a window are kept.
pub(crate) const PATHS: usize = 8;

/// Paths that are less probable than the best one by so much, as a difference of logarithms, are not worth a look.
const FAR: f32 = 6.0;

/// One way to a state: its score, the state before, and which of the ways there it goes on from.
#[derive(Clone, Copy, Debug, Default)]
struct Way {
    score: f32,
    from: u8,
    rank: u8,
}

/// The best ways to a state, the best first.
#[derive(Clone, Copy, Debug, Default)]
struct Ways {
    len: u8,
    ways: [Way; PATHS],
}

impl Ways {
    fn list(&self) -> &[Way] {
        &self.ways[..usize::from(self.len)]
    }

    /// Keeps the way if it is one of the best; of equals the one that came first. Whatever goes on from a way that is
    /// far below the best one here would be as far below it in the end.
    fn offer(&mut self, way: Way) -> bool {
        let len = usize::from(self.len);
        let last = len == PATHS && self.ways[PATHS - 1].score >= way.score;
        if last || (len > 0 && way.score < self.ways[0].score - FAR) {
            return false;
        }
        let mut at = len.min(PATHS - 1);
        self.len = at as u8 + 1;
        while at > 0 && self.ways[at - 1].score < way.score {
            self.ways[at] = self.ways[at - 1];
            at -= 1;
        }
        self.ways[at] = way;
        true
    }
}

impl Scores {
    fn first(&self) -> [f32; STATES] {
        let mut scores = [NEVER; STATES];
        for label in 0..LABELS {
            if let Some(state) = step(None, label, 0, self.head) {
                scores[state] = self.labels[0][label];
            }
        }
        scores
    }

    fn edge(&self, edge: &Edge, unit: usize) -> f32 {
        self.pairs[unit][edge.pair] + self.labels[unit][edge.label] + self.structure[edge.from][edge.to]
    }

    /// The score of going from state to state into a unit.
    fn between(&self, from: usize, to: usize, unit: usize) -> f32 {
        let (a, b) = (label_of(from), label_of(to));
        self.edge(&Edge { from, to, pair: a * LABELS + b, label: b }, unit)
    }

    fn last(&self, state: usize) -> f32 {
        if MEANING[state].2 { self.end[usize::from(MEANING[state].1)] } else { NEVER }
    }

    /// The [`PATHS`] best ways to label the window, best first, with their scores; none where no content fits.
    pub fn best(&self) -> Vec<(f32, Vec<usize>)> {
        let n = self.labels.len();
        if n == 0 {
            return Vec::new();
        }
        let mut ways = vec![[Ways::default(); STATES]; n];
        for (ways, score) in ways[0].iter_mut().zip(self.first()).filter(|(_, score)| *score > NEVER) {
            ways.offer(Way { score, ..Way::default() });
        }
        for unit in 1..n {
            let (before, here) = ways.split_at_mut(unit);
            let (before, here) = (&before[unit - 1], &mut here[0]);
            for edge in edges(unit, self.head) {
                let from = &before[edge.from];
                if from.len == 0 {
                    continue;
                }
                let gain = self.edge(edge, unit);
                let to = &mut here[edge.to];
                for (rank, way) in from.list().iter().enumerate() {
                    let way = Way { score: way.score + gain, from: edge.from as u8, rank: rank as u8 };
                    if !to.offer(way) {
                        break;
                    }
                }
            }
        }
        let mut ends = Ways::default();
        for (state, list) in ways[n - 1].iter().enumerate().filter(|(s, _)| MEANING[*s].2) {
            for (rank, way) in list.list().iter().enumerate() {
                let score = way.score + self.last(state);
                ends.offer(Way { score, from: state as u8, rank: rank as u8 });
            }
        }
        let path = |end: &Way| {
            let mut labels = vec![OUTSIDE; n];
            let mut at = *end;
            for unit in (0..n).rev() {
                labels[unit] = label_of(usize::from(at.from));
                at = ways[unit][usize::from(at.from)].ways[usize::from(at.rank)];
            }
            (end.score, labels)
        };
        ends.list().iter().map(path).collect()
    }

    /// Forward probabilities, scaled to sum to one at each unit, with the weights of the edges.
    pub fn forward(&self) -> Forward {
        let n = self.labels.len();
        let mut f =
            Forward { alphas: Vec::with_capacity(n), scales: Vec::with_capacity(n), ..Forward::default() };
        let first = self.first();
        let top = first.iter().fold(NEVER, |m, s| m.max(*s));
        let mut now = first.map(|s| if s > NEVER { exp(s - top) } else { 0.0 });
        for unit in 0..n {
            let mut top_here = top;
            if unit > 0 {
                let here = edges(unit, self.head);
                let from = f.weights.len();
                f.weights.extend(here.iter().map(|edge| self.edge(edge, unit)));
                let weights = &mut f.weights[from..];
                top_here = weights.iter().fold(NEVER, |m, s| m.max(*s));
                let mut next = [0.0f32; STATES];
                for (edge, weight) in here.iter().zip(weights) {
                    *weight = exp(*weight - top_here);
                    next[edge.to] += now[edge.from] * *weight;
                }
                now = next;
            }
            let scale: f32 = now.iter().sum::<f32>().max(1e-30);
            now = now.map(|p| p / scale);
            f.alphas.push(now);
            f.tops.push(top_here);
            f.scales.push(scale);
        }
        f
    }

    /// What the last unit's states weigh for the ending.
    fn ending(&self) -> [f32; STATES] {
        let top = self.end[0].max(self.end[1]);
        std::array::from_fn(|s| if MEANING[s].2 { exp(self.last(s) - top) } else { 0.0 })
    }

    /// How probable each label is at each unit, over all ways to label the window.
    pub fn marginals(&self, f: &Forward) -> Vec<[f32; LABELS]> {
        let mut marginals = vec![[0.0; LABELS]; self.labels.len()];
        let mut beta = self.ending();
        let mut weights = f.weights.as_slice();
        for (unit, alpha) in f.alphas.iter().enumerate().rev() {
            let sum: f32 = alpha.iter().zip(&beta).map(|(a, b)| a * b).sum::<f32>().max(1e-30);
            for state in 0..STATES {
                marginals[unit][label_of(state)] += alpha[state] * beta[state] / sum;
            }
            let here = if unit > 0 { edges(unit, self.head) } else { &[] };
            let (rest, own) = weights.split_at(weights.len() - here.len());
            weights = rest;
            let mut before = [0.0f32; STATES];
            for (edge, weight) in here.iter().zip(own) {
                before[edge.from] += weight * beta[edge.to];
            }
            let scale = before.iter().sum::<f32>().max(1e-30);
            beta = before.map(|b| b / scale);
        }
        marginals
    }

    /// The states of these labels; none where the structure forbids them.
    pub fn path(&self, labels: &[usize]) -> Option<Vec<usize>> {
        let mut states = Vec::with_capacity(labels.len());
        for (unit, label) in labels.iter().enumerate() {
            states.push(step(states.last().copied(), *label, unit, self.head)?);
        }
        states.last().is_some_and(|s| MEANING[*s].2).then_some(states)
    }

    /// The probability of these labels among all labels of the window.
    pub fn probability(&self, f: &Forward, labels: &[usize]) -> f32 {
        let Some(states) = self.path(labels) else { return 0.0 };
        let mut probability = 1.0f32;
        for unit in 0..states.len() {
            let score = if unit == 0 {
                self.labels[0][labels[0]]
            } else {
                self.between(states[unit - 1], states[unit], unit)
            };
            probability *= exp(score - f.tops[unit]) / f.scales[unit];
        }
        let Some(last) = f.alphas.last() else { return 0.0 };
        let ending = self.ending();
        let all: f32 = last.iter().zip(&ending).map(|(a, e)| a * e).sum();
        probability * ending[states[states.len() - 1]] / all.max(1e-30)
    }
}

/// The forward pass over one window.
#[derive(Clone, Debug, Default)]
pub(crate) struct Forward {
    /// For each unit, the share of each state, given what stands before.
    alphas: Vec<[f32; STATES]>,
    /// For each unit, the largest score of an edge into it.
    tops: Vec<f32>,
    /// For each unit, by what its states were divided.
    scales: Vec<f32>,
    /// For each unit but the first, one after the other, what its edges weigh beside the largest.
    weights: Vec<f32>,
}

/// What training needs: how often each label, pair, step and ending is expected.
#[cfg(feature = "train")]
#[derive(Clone, Debug, Default)]
pub(crate) struct Expectations {
    pub labels: Vec<[f32; LABELS]>,
    pub pairs: Vec<[f32; LABELS * LABELS]>,
    pub end: [f32; 2],
    pub structure: [[f32; STATES]; STATES],
}

#[cfg(feature = "train")]
impl Scores {
    /// Forward-backward: the expected counts under the model.
    pub fn expectations(&self) -> Expectations {
        let n = self.labels.len();
        let Forward { alphas, tops, .. } = self.forward();
        let mut expected = Expectations {
            labels: vec![[0.0; LABELS]; n],
            pairs: vec![[0.0; LABELS * LABELS]; n],
            ..Default::default()
        };
        let mut beta = self.ending();
        for unit in (0..n).rev() {
            let alpha = &alphas[unit];
            let sum: f32 = (0..STATES).map(|s| alpha[s] * beta[s]).sum::<f32>().max(1e-30);
            for state in 0..STATES {
                let p = alpha[state] * beta[state] / sum;
                expected.labels[unit][label_of(state)] += p;
                if unit == n - 1 {
                    expected.end[usize::from(source_seen(state))] += p;
                }
            }
            if unit == 0 {
                break;
            }
            let mut before = [0.0f32; STATES];
            let mut joint = Vec::with_capacity(64);
            for edge in edges(unit, self.head) {
                if beta[edge.to] > 0.0 {
                    let weight = exp(self.edge(edge, unit) - tops[unit]) * beta[edge.to];
                    before[edge.from] += weight;
                    joint.push((edge.from, edge.to, alphas[unit - 1][edge.from] * weight));
                }
            }
            let sum: f32 = joint.iter().map(|j| j.2).sum::<f32>().max(1e-30);
            for (from, to, p) in joint {
                expected.pairs[unit][label_of(from) * LABELS + label_of(to)] += p / sum;
                expected.structure[from][to] += p / sum;
            }
            let scale = before.iter().sum::<f32>().max(1e-30);
            beta = before.map(|b| b / scale);
        }
        expected
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flat(n: usize, head: usize) -> Scores {
        Scores { labels: vec![[0.0; LABELS]; n], pairs: vec![[0.0; 16]; n], head, ..Scores::default() }
    }

    #[test]
    fn paths_keep_to_the_structure() {
        let mut scores = flat(5, 2);
        scores.labels[0][SOURCE] = 1.0;
        scores.labels[4][SOURCE] = 5.0;
        scores.labels[3][CONTENT] = 1.0;
        let best = &scores.best()[0].1;
        assert_eq!(best[2], CUE);
        assert_eq!(best.iter().filter(|l| **l == SOURCE).count(), 1);
        assert!(best.contains(&CONTENT));
        assert!(flat(1, 0).best().is_empty(), "no room for content");
    }

    #[test]
    fn probabilities_sum_to_one() {
        let mut scores = flat(3, 1);
        scores.labels[0][CONTENT] = 0.7;
        scores.pairs[2][CUE * LABELS + SOURCE] = 0.3;
        scores.end[1] = 0.5;
        let forward = scores.forward();
        let probability = |code| scores.probability(&forward, &[code / 16, code / 4 % 4, code % 4]);
        let sum: f32 = (0..64).map(probability).sum();
        assert!((sum - 1.0).abs() < 1e-5, "{sum}");
        let best = scores.best();
        let probabilities: Vec<f32> = best.iter().map(|p| scores.probability(&forward, &p.1)).collect();
        assert!(probabilities.is_sorted_by(|a, b| a >= b), "{probabilities:?}");
        assert!(
            (probabilities.iter().sum::<f32>() - 1.0).abs() < 1e-5,
            "all seven that can be: {probabilities:?}"
        );
        let marginals = scores.marginals(&forward);
        for (unit, place) in [16, 4, 1].into_iter().enumerate() {
            for (label, marginal) in marginals[unit].iter().enumerate() {
                let sum: f32 = (0..64).filter(|code| code / place % 4 == label).map(probability).sum();
                assert!((sum - marginal).abs() < 1e-5, "{unit} {label} {sum}");
            }
        }
    }
}
