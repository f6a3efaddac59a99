//! The structure of an attribution as a chain of states: scores of labels in, what each state is worth and how
//! probable each label is out.
//!
//! Every unit gets one of four labels: outside, source, cue, content. A state is a label with what has been seen so
//! far (a source? content?), so that a path has at most one source, one unbroken cue around its head, and some
//! content. That makes the model a linear-chain conditional random field with hard constraints.

use crate::extract::math::exp;
use std::cmp::Ordering;
use std::sync::Arc;

/// What a unit is in an attribution. Scores, weights and sums of labels stand in this order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Label {
    /// Outside of it.
    #[default]
    Outside,
    /// Names the speaker.
    Source,
    /// Reporting words.
    Cue,
    /// Attributed words.
    Content,
}

impl Label {
    /// All of them, in order.
    pub const ALL: [Self; LABELS] = [Self::Outside, Self::Source, Self::Cue, Self::Content];

    /// Its place among all labels.
    pub const fn index(self) -> usize {
        self as usize
    }

    /// The place among all pairs of labels of this one behind another.
    pub const fn behind(self, before: Self) -> usize {
        before.index() * LABELS + self.index()
    }
}

/// Number of labels.
pub(crate) const LABELS: usize = 4;

/// Number of pairs of labels.
pub(crate) const PAIRS: usize = LABELS * LABELS;

/// Number of states: label × source seen × content seen, as far as these can be.
pub(crate) const STATES: usize = 12;

/// Scores at or below this stand for what cannot be.
pub(super) const NEVER: f32 = -1e30;

/// A state's label, and whether source and content have been seen, itself included.
const MEANING: [(Label, bool, bool); STATES] = [
    (Label::Outside, false, false),
    (Label::Outside, false, true),
    (Label::Outside, true, false),
    (Label::Outside, true, true),
    (Label::Source, true, false),
    (Label::Source, true, true),
    (Label::Content, false, true),
    (Label::Content, true, true),
    (Label::Cue, false, false),
    (Label::Cue, false, true),
    (Label::Cue, true, false),
    (Label::Cue, true, true),
];

/// The label of a state.
pub(crate) fn label_of(state: usize) -> Label {
    MEANING[state].0
}

/// Whether a source has been seen in this state.
#[cfg(feature = "train")]
pub(crate) fn source_seen(state: usize) -> bool {
    MEANING[state].1
}

/// Something for each way from a state to a state.
type Ways = [[f32; STATES]; STATES];

/// The scores of going from state to state, and what each weighs beside the largest.
///
/// For each side of the head there is a full square of them, so that no step of a pass asks what is allowed: what is not
/// scores [`NEVER`] and weighs nothing.
#[derive(Clone, Debug)]
pub(crate) struct Structure {
    weights: Ways,
    /// Scores from state to state for a unit before, at and behind the head.
    allowed: [Ways; 3],
    /// Weights from state to state, likewise.
    forward: [Ways; 3],
    /// Weights to a state from each state, likewise.
    backward: [Ways; 3],
    /// For each side, the ways into each state.
    into: [[Vec<Way>; STATES]; 3],
}

/// A way into a state: from which one, what pair of labels that is, and the score of the step.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    pub from: u32,
    pub pair: u32,
    pub score: f32,
}

impl Structure {
    /// Reckons the weights of these scores.
    pub fn new(scores: Ways) -> Self {
        let top = scores.iter().flatten().copied().fold(NEVER, f32::max);
        let weights = scores.map(|row| row.map(|s| exp(s - top)));
        let (mut allowed, mut forward, mut backward) =
            ([[[NEVER; STATES]; STATES]; 3], [[[0.0; STATES]; STATES]; 3], [[[0.0; STATES]; STATES]; 3]);
        let mut into: [[Vec<Way>; STATES]; 3] = Default::default();
        for (side, edges) in all_edges().iter().enumerate() {
            for Edge { from, to, pair } in edges.iter().copied() {
                let way = Way { from: from as u32, pair: pair as u32, score: scores[from][to] };
                into[side][to].push(way);
                allowed[side][from][to] = scores[from][to];
                forward[side][from][to] = weights[from][to];
                backward[side][to][from] = weights[from][to];
            }
        }
        Self { weights, allowed, forward, backward, into }
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
    pub pairs: Vec<[f32; PAIRS]>,
    /// Of ending without and with a source.
    pub end: [f32; 2],
    /// Of going from state to state: one for all windows.
    pub structure: Arc<Structure>,
    /// Which unit is the head of the cue.
    pub head: usize,
}

/// The state that a label leads to, if the structure allows it.
pub(crate) fn step(from: Option<usize>, label: Label, unit: usize, head: usize) -> Option<usize> {
    let (before, source, content) = from.map_or((Label::Outside, false, false), |s| MEANING[s]);
    let cue_before = from.is_some() && before == Label::Cue;
    // Left of the head a cue goes on until the head; at the head it must be; right of it none begins.
    let allowed = match unit.cmp(&head) {
        Ordering::Less => !cue_before || label == Label::Cue,
        Ordering::Equal => label == Label::Cue,
        Ordering::Greater => label != Label::Cue || cue_before,
    };
    if !allowed || (label == Label::Source && source && before != Label::Source) {
        return None;
    }
    let wanted = (label, source || label == Label::Source, content || label == Label::Content);
    MEANING.iter().position(|m| *m == wanted)
}

/// A way from one state to another.
#[derive(Clone, Copy)]
struct Edge {
    from: usize,
    to: usize,
    /// Label of `from` × label of `to`.
    pair: usize,
}

impl Edge {
    fn between(from: usize, to: usize) -> Self {
        Self { from, to, pair: label_of(to).behind(label_of(from)) }
    }
}

/// The edges into a unit that stands before, at and behind the head of the cue.
fn all_edges() -> &'static [Vec<Edge>; 3] {
    static LISTS: std::sync::OnceLock<[Vec<Edge>; 3]> = std::sync::OnceLock::new();
    LISTS.get_or_init(|| {
        [Ordering::Less, Ordering::Equal, Ordering::Greater].map(|side| {
            let mut list = Vec::new();
            for to in 0..STATES {
                for from in 0..STATES {
                    let goes = |unit, head| step(Some(from), label_of(to), unit, head) == Some(to);
                    let (a, b) = (label_of(from), label_of(to));
                    let allowed = match side {
                        Ordering::Less => a != Label::Cue || b == Label::Cue,
                        Ordering::Equal => b == Label::Cue,
                        Ordering::Greater => b != Label::Cue || a == Label::Cue,
                    };
                    if allowed && (goes(0, 1) || goes(1, 1) || goes(2, 1)) {
                        list.push(Edge::between(from, to));
                    }
                }
            }
            list
        })
    })
}

/// Where a unit stands to the head: 0 before, 1 at, 2 behind it.
fn side(unit: usize, head: usize) -> usize {
    match unit.cmp(&head) {
        Ordering::Less => 0,
        Ordering::Equal => 1,
        Ordering::Greater => 2,
    }
}

/// For each label of the last unit, what its pairs with the labels of this one have, state by state of this one.
fn by_state(pairs: &[f32; PAIRS]) -> [[f32; STATES]; LABELS] {
    Label::ALL.map(|before| std::array::from_fn(|to| pairs[label_of(to).behind(before)]))
}

/// For each label of this unit, what its pairs with the labels of the last one have, state by state of the last one.
fn by_last_state(pairs: &[f32; PAIRS]) -> [[f32; STATES]; LABELS] {
    Label::ALL.map(|label| std::array::from_fn(|from| pairs[label.behind(label_of(from))]))
}

/// What is known of a unit before the best ways are looked for.
#[derive(Clone, Debug)]
pub(super) struct Reached {
    /// The best score of any way to each state of the unit before.
    pub scores: [f32; STATES],
    /// What each pair of labels that leads to the unit scores, its second label included.
    pub pairs: [f32; PAIRS],
}

impl Scores {
    fn first(&self) -> [f32; STATES] {
        let mut scores = [NEVER; STATES];
        for label in Label::ALL {
            if let Some(state) = step(None, label, 0, self.head) {
                scores[state] = self.labels[0][label.index()];
            }
        }
        scores
    }

    /// The score of ending in a state.
    pub(super) fn last(&self, state: usize) -> f32 {
        if MEANING[state].2 { self.end[usize::from(MEANING[state].1)] } else { NEVER }
    }

    /// The ways that lead to a state of a unit.
    pub(super) fn ways_into(&self, unit: usize, state: usize) -> &[Way] {
        &self.structure.into[side(unit, self.head)][state]
    }

    /// What the pairs of labels score at a unit, each with the label that it ends with.
    fn pairs_with_labels(&self, unit: usize) -> [f32; PAIRS] {
        let mut pairs = self.pairs[unit];
        for (pair, score) in pairs.iter_mut().enumerate() {
            *score += self.labels[unit][pair % LABELS];
        }
        pairs
    }

    /// The best score of any way to each state of the unit before each unit (Viterbi 1967), and behind the last one.
    pub(super) fn reached(&self, reached: &mut Vec<Reached>) {
        reached.clear();
        let mut now = [NEVER; STATES];
        for unit in 0..self.labels.len() {
            let pairs = self.pairs_with_labels(unit);
            reached.push(Reached { scores: now, pairs });
            if unit == 0 {
                now = self.first();
                continue;
            }
            let ways = &self.structure.allowed[side(unit, self.head)];
            let rows = by_state(&pairs);
            let mut next = [NEVER; STATES];
            for from in 0..STATES {
                let row = &rows[label_of(from).index()];
                for to in 0..STATES {
                    let score = now[from] + (row[to] + ways[from][to]);
                    next[to] = if score > next[to] { score } else { next[to] };
                }
            }
            now = next;
        }
        reached.push(Reached { scores: now, pairs: [0.0; PAIRS] });
    }

    /// Forward probabilities, scaled to sum to one at each unit.
    #[cfg(any(feature = "train", test))]
    pub fn forward(&self) -> Forward {
        let mut f = Forward::default();
        self.forward_into(&mut f);
        f
    }

    /// The same, into `f`.
    ///
    /// An edge weighs the product of what its pair, its label and its step weigh beside the largest of each.
    pub fn forward_into(&self, f: &mut Forward) {
        f.alphas.clear();
        f.scales.clear();
        f.pairs.clear();
        f.first = self.labels.first().map_or([0.0; LABELS], weights);
        let mut now = [0.0f32; STATES];
        for label in Label::ALL {
            if let Some(state) = step(None, label, 0, self.head) {
                now[state] = f.first[label.index()];
            }
        }
        for (unit, (pairs, labels)) in self.pairs.iter().zip(&self.labels).enumerate() {
            let mut pairs = weights(pairs);
            let labels = weights(labels);
            for (pair, weight) in pairs.iter_mut().enumerate() {
                *weight *= labels[pair % LABELS];
            }
            if unit > 0 {
                let ways = &self.structure.forward[side(unit, self.head)];
                let rows = by_state(&pairs);
                let mut next = [0.0f32; STATES];
                for from in 0..STATES {
                    let row = &rows[label_of(from).index()];
                    for to in 0..STATES {
                        next[to] += now[from] * (row[to] * ways[from][to]);
                    }
                }
                now = next;
            }
            let scale: f32 = now.iter().sum::<f32>().max(1e-30);
            now.iter_mut().for_each(|p| *p /= scale);
            f.alphas.push(now);
            f.scales.push(scale);
            f.pairs.push(pairs);
        }
    }

    /// What the last unit's states weigh for the ending.
    fn ending(&self) -> [f32; STATES] {
        let top = self.end[0].max(self.end[1]);
        std::array::from_fn(|s| if MEANING[s].2 { exp(self.last(s) - top) } else { 0.0 })
    }

    /// How probable each label is at each unit, over all ways to label the window.
    pub fn marginals(&self, f: &Forward, marginals: &mut Vec<[f32; LABELS]>) {
        marginals.clear();
        marginals.resize(self.labels.len(), [0.0; LABELS]);
        let mut beta = self.ending();
        for (unit, alpha) in f.alphas.iter().enumerate().rev() {
            let mut both = *alpha;
            both.iter_mut().zip(&beta).for_each(|(a, b)| *a *= b);
            let sum: f32 = both.iter().sum::<f32>().max(1e-30);
            both.iter_mut().for_each(|p| *p /= sum);
            for (state, p) in both.iter().enumerate() {
                marginals[unit][label_of(state).index()] += p;
            }
            if unit == 0 {
                break;
            }
            let ways = &self.structure.backward[side(unit, self.head)];
            let rows = by_last_state(&f.pairs[unit]);
            let mut before = [0.0f32; STATES];
            for to in 0..STATES {
                let row = &rows[label_of(to).index()];
                for from in 0..STATES {
                    before[from] += row[from] * ways[to][from] * beta[to];
                }
            }
            let scale = before.iter().sum::<f32>().max(1e-30);
            beta = before;
            beta.iter_mut().for_each(|b| *b /= scale);
        }
    }

    /// The states of these labels; none where the structure forbids them.
    pub fn path(&self, labels: &[Label]) -> Option<Vec<usize>> {
        let mut states = Vec::with_capacity(labels.len());
        for (unit, label) in labels.iter().enumerate() {
            states.push(step(states.last().copied(), *label, unit, self.head)?);
        }
        states.last().is_some_and(|s| MEANING[*s].2).then_some(states)
    }

    /// The probability of these labels among all labels of the window.
    pub fn probability(&self, f: &Forward, labels: &[Label]) -> f32 {
        let Some(states) = self.path(labels) else { return 0.0 };
        let mut probability = 1.0f32;
        for unit in 0..states.len() {
            let weight = match unit.checked_sub(1) {
                None => f.first[labels[0].index()],
                Some(before) => {
                    f.pairs[unit][labels[unit].behind(labels[before])]
                        * self.structure.weights[states[before]][states[unit]]
                }
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
    /// What the labels of the first unit weigh beside the largest.
    first: [f32; LABELS],
    /// For each unit, what its pairs of labels with their second label weigh, each beside the largest.
    pairs: Vec<[f32; PAIRS]>,
}

/// What scores weigh beside the largest.
fn weights<const N: usize>(scores: &[f32; N]) -> [f32; N] {
    let top = scores.iter().copied().fold(NEVER, f32::max);
    let mut weights = *scores;
    weights.iter_mut().for_each(|s| *s = exp(*s - top));
    weights
}

/// What training needs: how often each label, pair, step and ending is expected.
#[cfg(feature = "train")]
#[derive(Clone, Debug, Default)]
pub(crate) struct Expectations {
    pub labels: Vec<[f32; LABELS]>,
    pub pairs: Vec<[f32; PAIRS]>,
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
                expected.labels[unit][label_of(state).index()] += p;
                if unit == n - 1 {
                    expected.end[usize::from(source_seen(state))] += p;
                }
            }
            if unit == 0 {
                break;
            }
            let mut before = [0.0f32; STATES];
            let mut joint = Vec::with_capacity(64);
            for edge in &all_edges()[side(unit, self.head)] {
                if beta[edge.to] > 0.0 {
                    let step = self.structure.weights[edge.from][edge.to];
                    let weight = forward.pairs[unit][edge.pair] * step * beta[edge.to];
                    before[edge.from] += weight;
                    joint.push((edge.from, edge.to, alphas[unit - 1][edge.from] * weight));
                }
            }
            let sum: f32 = joint.iter().map(|j| j.2).sum::<f32>().max(1e-30);
            for (from, to, p) in joint {
                expected.pairs[unit][label_of(to).behind(label_of(from))] += p / sum;
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
        Scores { labels: vec![[0.0; LABELS]; n], pairs: vec![[0.0; PAIRS]; n], head, ..Scores::default() }
    }

    #[test]
    fn probabilities_sum_to_one() {
        let mut scores = flat(3, 1);
        scores.labels[0][Label::Content.index()] = 0.7;
        scores.pairs[2][Label::Source.behind(Label::Cue)] = 0.3;
        scores.end[1] = 0.5;
        let forward = scores.forward();
        let labels = |code: usize| [code / 16, code / 4 % 4, code % 4].map(|n| Label::ALL[n]);
        let probability = |code| scores.probability(&forward, &labels(code));
        let sum: f32 = (0..64).map(probability).sum();
        assert!((sum - 1.0).abs() < 1e-5, "{sum}");
        let mut marginals = Vec::new();
        scores.marginals(&forward, &mut marginals);
        for (unit, place) in [16, 4, 1].into_iter().enumerate() {
            for (label, marginal) in marginals[unit].iter().enumerate() {
                let sum: f32 = (0..64).filter(|code| code / place % 4 == label).map(probability).sum();
                assert!((sum - marginal).abs() < 1e-5, "{unit} {label} {sum}");
            }
        }
    }
}
