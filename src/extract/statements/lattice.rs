//! The structure of an attribution as a chain of states: scores of labels in, the best path and its probability out.
//!
//! Every unit gets one of four labels: outside, source, cue, content. A state is a label with what has been seen so
//! far (a source? content?), so that a path has at most one source, one unbroken cue around its head, and some
//! content. That makes the model a linear-chain conditional random field with hard constraints.

use super::model::exp;
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

    /// The best labels; none for a window where no content fits.
    pub fn best(&self) -> Option<Vec<usize>> {
        let n = self.labels.len();
        if n == 0 {
            return None;
        }
        let mut now = self.first();
        let mut back = vec![[u8::MAX; STATES]; n];
        for (unit, back) in back.iter_mut().enumerate().skip(1) {
            let mut next = [NEVER; STATES];
            for edge in edges(unit, self.head) {
                if now[edge.from] > NEVER {
                    let score = now[edge.from] + self.edge(edge, unit);
                    if score > next[edge.to] {
                        next[edge.to] = score;
                        back[edge.to] = edge.from as u8;
                    }
                }
            }
            now = next;
        }
        let mut best = (NEVER, usize::MAX);
        for (state, score) in now.iter().enumerate() {
            if *score > NEVER && MEANING[state].2 {
                let total = score + self.last(state);
                if total > best.0 {
                    best = (total, state);
                }
            }
        }
        let mut state = best.1;
        let mut labels = vec![OUTSIDE; n];
        for unit in (0..n).rev() {
            if state >= STATES {
                return None;
            }
            labels[unit] = label_of(state);
            state = usize::from(back[unit][state]);
        }
        Some(labels)
    }

    /// Forward probabilities, scaled to sum to one at each unit, with the largest edge score and the scale of each.
    fn forward(&self) -> (Vec<[f32; STATES]>, Vec<f32>, Vec<f32>) {
        let n = self.labels.len();
        let mut alphas = Vec::with_capacity(n);
        let mut tops = Vec::with_capacity(n);
        let mut scales = Vec::with_capacity(n);
        let mut weights = Vec::with_capacity(STATES * STATES);
        let first = self.first();
        let top = first.iter().fold(NEVER, |m, s| m.max(*s));
        let mut now = first.map(|s| if s > NEVER { exp(s - top) } else { 0.0 });
        for unit in 0..n {
            let mut top_here = top;
            if unit > 0 {
                let here = edges(unit, self.head);
                weights.clear();
                weights.extend(here.iter().map(|edge| self.edge(edge, unit)));
                top_here = weights.iter().fold(NEVER, |m, s| m.max(*s));
                let mut next = [0.0f32; STATES];
                for (edge, score) in here.iter().zip(&weights) {
                    if now[edge.from] > 0.0 {
                        next[edge.to] += now[edge.from] * exp(score - top_here);
                    }
                }
                now = next;
            }
            let scale: f32 = now.iter().sum::<f32>().max(1e-30);
            now = now.map(|p| p / scale);
            alphas.push(now);
            tops.push(top_here);
            scales.push(scale);
        }
        (alphas, tops, scales)
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
    pub fn probability(&self, labels: &[usize]) -> f32 {
        let Some(states) = self.path(labels) else { return 0.0 };
        let (alphas, tops, scales) = self.forward();
        let mut probability = 1.0f32;
        for unit in 0..states.len() {
            let score = if unit == 0 {
                self.labels[0][labels[0]]
            } else {
                self.between(states[unit - 1], states[unit], unit)
            };
            probability *= exp(score - tops[unit]) / scales[unit];
        }
        let Some(last) = alphas.last() else { return 0.0 };
        let top = self.end[0].max(self.end[1]);
        let weigh = |s: usize| if MEANING[s].2 { exp(self.last(s) - top) } else { 0.0 };
        let all: f32 = (0..STATES).map(|s| last[s] * weigh(s)).sum();
        probability * weigh(states[states.len() - 1]) / all.max(1e-30)
    }
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
        let (alphas, tops, _) = self.forward();
        let mut expected = Expectations {
            labels: vec![[0.0; LABELS]; n],
            pairs: vec![[0.0; LABELS * LABELS]; n],
            ..Default::default()
        };
        let top = self.end[0].max(self.end[1]);
        let mut beta: [f32; STATES] =
            std::array::from_fn(|s| if MEANING[s].2 { exp(self.last(s) - top) } else { 0.0 });
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
        let best = scores.best().unwrap();
        assert_eq!(best[2], CUE);
        assert_eq!(best.iter().filter(|l| **l == SOURCE).count(), 1);
        assert!(best.contains(&CONTENT));
        assert!(flat(1, 0).best().is_none(), "no room for content");
    }

    #[test]
    fn probabilities_sum_to_one() {
        let mut scores = flat(3, 1);
        scores.labels[0][CONTENT] = 0.7;
        scores.pairs[2][CUE * LABELS + SOURCE] = 0.3;
        scores.end[1] = 0.5;
        let mut sum = 0.0;
        for code in 0..64 {
            sum += scores.probability(&[code / 16, code / 4 % 4, code % 4]);
        }
        assert!((sum - 1.0).abs() < 1e-5, "{sum}");
    }
}
