//! The structure of an attribution as a chain of states: scores of labels in, the best path and its probability out.
//!
//! Every unit gets one of four labels: outside, source, cue, content. A state is a label with what has been seen so
//! far (a source? content?), so that a path has at most one source, one unbroken cue around its head, and some
//! content. That makes the model a linear-chain conditional random field with hard constraints.

use crate::extract::math::exp;
use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::sync::Arc;

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

/// The scores of going from state to state, and what each weighs beside the largest.
#[derive(Clone, Debug)]
pub(crate) struct Structure {
    scores: [[f32; STATES]; STATES],
    weights: [[f32; STATES]; STATES],
}

impl Structure {
    /// Reckons the weights of these scores.
    pub fn new(scores: [[f32; STATES]; STATES]) -> Self {
        let top = scores.iter().flatten().copied().fold(NEVER, f32::max);
        Self { scores, weights: scores.map(|row| row.map(|s| exp(s - top))) }
    }
}

impl Default for Structure {
    fn default() -> Self {
        Self::new([[0.0; STATES]; STATES])
    }
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
    /// Of going from state to state: one for all windows.
    pub structure: Arc<Structure>,
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

impl Edge {
    fn between(from: usize, to: usize) -> Self {
        let (a, b) = (label_of(from), label_of(to));
        Self { from, to, pair: a * LABELS + b, label: b }
    }
}

/// Edges by the state that they lead to.
struct Edges {
    list: Vec<Edge>,
    /// Where those into a state begin; one more than there are states.
    starts: [usize; STATES + 1],
}

impl Edges {
    fn new(list: Vec<Edge>) -> Self {
        let starts = std::array::from_fn(|state| list.partition_point(|e| e.to < state));
        Self { list, starts }
    }

    fn into(&self, state: usize) -> &[Edge] {
        &self.list[self.starts[state]..self.starts[state + 1]]
    }
}

/// The edges into a unit that stands before, at or behind the head of the cue.
fn edges(unit: usize, head: usize) -> &'static Edges {
    static LISTS: std::sync::OnceLock<[Edges; 3]> = std::sync::OnceLock::new();
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
                        list.push(Edge::between(from, to));
                    }
                }
            }
            Edges::new(list)
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

/// The end of a way to label a window: from a unit in a state on. What stands before is still open.
#[derive(Clone, Copy)]
struct Tail {
    /// The score of the best way with this end.
    score: f32,
    /// The score of the end alone, without the unit itself.
    own: f32,
    unit: usize,
    state: usize,
    /// The tail that this one lengthens; none where it is the end.
    behind: Option<usize>,
}

/// A tail by its score, for a heap; of equals the one that was found first.
#[derive(Clone, Copy)]
struct Open {
    score: f32,
    tail: usize,
}

impl Ord for Open {
    fn cmp(&self, other: &Self) -> Ordering {
        self.score.total_cmp(&other.score).then(other.tail.cmp(&self.tail))
    }
}

impl PartialOrd for Open {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Open {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Open {}

/// The ways that are under consideration, the most promising first.
struct Search {
    least: f32,
    tails: Vec<Tail>,
    open: BinaryHeap<Open>,
}

impl Search {
    fn offer(&mut self, tail: Tail) {
        if tail.score >= self.least {
            self.open.push(Open { score: tail.score, tail: self.tails.len() });
            self.tails.push(tail);
        }
    }

    /// The labels of a tail that begins with the first unit.
    fn labels(&self, tail: &Tail) -> Vec<usize> {
        let mut labels = vec![label_of(tail.state)];
        let mut behind = tail.behind;
        while let Some(tail) = behind.and_then(|n| self.tails.get(n)) {
            labels.push(label_of(tail.state));
            behind = tail.behind;
        }
        labels
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
        self.pairs[unit][edge.pair]
            + self.labels[unit][edge.label]
            + self.structure.scores[edge.from][edge.to]
    }

    fn last(&self, state: usize) -> f32 {
        if MEANING[state].2 { self.end[usize::from(MEANING[state].1)] } else { NEVER }
    }

    /// The best score of any way to each state of each unit (Viterbi 1967).
    fn reached(&self) -> Vec<[f32; STATES]> {
        let mut reached = Vec::with_capacity(self.labels.len());
        let mut now = self.first();
        reached.push(now);
        for unit in 1..self.labels.len() {
            let mut next = [NEVER; STATES];
            for edge in edges(unit, self.head).list.iter() {
                next[edge.to] = next[edge.to].max(now[edge.from] + self.edge(edge, unit));
            }
            now = next;
            reached.push(now);
        }
        reached
    }

    /// The [`PATHS`] best ways to label the window, best first, with their scores; none where no content fits.
    ///
    /// Searched backwards from the end, the best way through each tail first (A*; Hart, Nilsson and Raphael 1968): how much the
    /// best way to a state is worth is known, so that nothing is looked at that no good way goes through.
    pub fn best(&self) -> Vec<(f32, Vec<usize>)> {
        let Some(last) = self.labels.len().checked_sub(1) else { return Vec::new() };
        let reached = self.reached();
        let ends = (0..STATES).map(|s| reached[last][s] + self.last(s));
        let top = ends.clone().fold(NEVER, f32::max);
        if top <= NEVER / 2.0 {
            return Vec::new();
        }
        let mut search = Search {
            least: top - FAR,
            tails: Vec::with_capacity(16 * self.labels.len()),
            open: BinaryHeap::with_capacity(64),
        };
        for (state, score) in ends.enumerate() {
            search.offer(Tail { score, own: self.last(state), unit: last, state, behind: None });
        }
        let mut paths = Vec::with_capacity(PATHS);
        while let Some(Open { tail: at, .. }) = search.open.pop() {
            let tail = search.tails[at];
            if tail.unit == 0 {
                paths.push((tail.score, search.labels(&tail)));
                if paths.len() == PATHS {
                    break;
                }
                continue;
            }
            for edge in edges(tail.unit, self.head).into(tail.state) {
                let own = tail.own + self.edge(edge, tail.unit);
                let unit = tail.unit - 1;
                let score = reached[unit][edge.from] + own;
                search.offer(Tail { score, own, unit, state: edge.from, behind: Some(at) });
            }
        }
        paths
    }

    /// Forward probabilities, scaled to sum to one at each unit.
    ///
    /// An edge weighs the product of what its pair, its label and its step weigh beside the largest of each.
    pub fn forward(&self) -> Forward {
        let n = self.labels.len();
        let mut f = Forward {
            alphas: Vec::with_capacity(n),
            scales: Vec::with_capacity(n),
            labels: self.labels.iter().map(weights).collect(),
            pairs: self.pairs.iter().map(weights).collect(),
            structure: Arc::clone(&self.structure),
        };
        let mut now = [0.0f32; STATES];
        for label in 0..LABELS {
            if let (Some(state), Some(first)) = (step(None, label, 0, self.head), f.labels.first()) {
                now[state] = first[label];
            }
        }
        for unit in 0..n {
            if unit > 0 {
                let mut next = [0.0f32; STATES];
                for edge in &edges(unit, self.head).list {
                    next[edge.to] += now[edge.from] * f.edge(edge, unit);
                }
                now = next;
            }
            let scale: f32 = now.iter().sum::<f32>().max(1e-30);
            now = now.map(|p| p / scale);
            f.alphas.push(now);
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
        for (unit, alpha) in f.alphas.iter().enumerate().rev() {
            let sum: f32 = alpha.iter().zip(&beta).map(|(a, b)| a * b).sum::<f32>().max(1e-30);
            for state in 0..STATES {
                marginals[unit][label_of(state)] += alpha[state] * beta[state] / sum;
            }
            if unit == 0 {
                break;
            }
            let mut before = [0.0f32; STATES];
            for edge in &edges(unit, self.head).list {
                before[edge.from] += f.edge(edge, unit) * beta[edge.to];
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
            let weight = match unit.checked_sub(1) {
                None => f.labels[0][labels[0]],
                Some(before) => f.edge(&Edge::between(states[before], states[unit]), unit),
            };
            probability *= weight / f.scales[unit];
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
    /// For each unit, by what its states were divided.
    scales: Vec<f32>,
    /// What labels, pairs of labels and steps weigh, beside the largest of each unit and of all steps.
    labels: Vec<[f32; LABELS]>,
    pairs: Vec<[f32; LABELS * LABELS]>,
    structure: Arc<Structure>,
}

impl Forward {
    fn edge(&self, edge: &Edge, unit: usize) -> f32 {
        self.pairs[unit][edge.pair]
            * self.labels[unit][edge.label]
            * self.structure.weights[edge.from][edge.to]
    }
}

/// What scores weigh beside the largest.
fn weights<const N: usize>(scores: &[f32; N]) -> [f32; N] {
    let top = scores.iter().copied().fold(NEVER, f32::max);
    scores.map(|s| exp(s - top))
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
        let forward = self.forward();
        let alphas = &forward.alphas;
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
            for edge in &edges(unit, self.head).list {
                if beta[edge.to] > 0.0 {
                    let weight = forward.edge(edge, unit) * beta[edge.to];
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
