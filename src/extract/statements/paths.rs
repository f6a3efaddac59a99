//! The best ways to label a window: its scores in, a few paths with what each scores out, the best first.
//!
//! Searched backwards from the end, the best way through each tail first (A*; Hart, Nilsson and Raphael 1968): how much the
//! best way to a state is worth is known, so that nothing is looked at that no good way goes through.

use super::crf::{Label, NEVER, PAIRS, Reached, STATES, Scores, Way, label_of};
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// How many of the best ways to label a window are kept.
pub(crate) const PATHS: usize = 8;

/// Paths that are less probable than the best one by so much, as a difference of logarithms, are not worth a look.
const FAR: f32 = 6.0;

/// The end of a way to label a window: from a unit in a state on. What stands before is still open.
#[derive(Clone, Copy, Debug)]
struct Tail {
    /// The score of the end alone, without the unit itself.
    own: f32,
    unit: u32,
    state: u32,
    /// The tail that this one lengthens; itself where it is the end.
    behind: u32,
}

/// A tail by the score of the best way with this end; of equals the one that was found first.
#[derive(Clone, Copy, Debug)]
struct Open {
    score: f32,
    tail: u32,
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

/// The ways that were looked at, and those that are still open; used again from window to window.
#[derive(Clone, Debug, Default)]
pub(crate) struct Search {
    reached: Vec<Reached>,
    tails: Vec<Tail>,
    open: BinaryHeap<Open>,
}

impl Search {
    /// The score of the most promising way that is open.
    fn top(&self) -> f32 {
        self.open.peek().map_or(f32::NEG_INFINITY, |open| open.score)
    }

    /// The labels of a tail that begins with the first unit.
    fn labels(&self, mut at: u32) -> Vec<Label> {
        let mut labels = Vec::with_capacity(self.reached.len());
        while let Some(tail) = self.tails.get(at as usize) {
            labels.push(label_of(tail.state as usize));
            if tail.behind == at {
                break;
            }
            at = tail.behind;
        }
        labels
    }
}

/// The [`PATHS`] best ways to label a window, best first, with their scores; none where no content fits.
pub(crate) fn best_paths(scores: &Scores, search: &mut Search) -> Vec<(f32, Vec<Label>)> {
    let Some(last) = scores.labels.len().checked_sub(1) else { return Vec::new() };
    scores.reached(&mut search.reached);
    let ends: [f32; STATES] = std::array::from_fn(|s| search.reached[last + 1].scores[s] + scores.last(s));
    let top = ends.iter().copied().fold(NEVER, f32::max);
    if top <= NEVER / 2.0 {
        return Vec::new();
    }
    let least = top - FAR;
    search.tails.clear();
    search.open.clear();
    for (state, score) in ends.into_iter().enumerate().filter(|(_, score)| *score >= least) {
        let tail = search.tails.len() as u32;
        let (unit, own) = (last as u32, scores.last(state));
        search.tails.push(Tail { own, unit, state: state as u32, behind: tail });
        search.open.push(Open { score, tail });
    }
    let mut paths = Vec::with_capacity(PATHS);
    while let Some(mut now) = search.open.pop() {
        // As a rule the best that a way leads to is the most promising of all: it goes on from there, past the heap.
        let mut top = search.top();
        loop {
            let tail = search.tails[now.tail as usize];
            let Some(before) = (tail.unit as usize).checked_sub(1) else {
                paths.push((now.score, search.labels(now.tail)));
                break;
            };
            let Reached { scores: so_far, pairs } = &search.reached[before + 1];
            let mut best = Open { score: f32::NEG_INFINITY, tail: 0 };
            for Way { from, pair, score } in scores.ways_into(before + 1, tail.state as usize) {
                let own = tail.own + (pairs[*pair as usize % PAIRS] + score);
                let score = so_far[*from as usize % STATES] + own;
                if score < least {
                    continue;
                }
                let mut other = Open { score, tail: search.tails.len() as u32 };
                search.tails.push(Tail { own, unit: before as u32, state: *from, behind: now.tail });
                if score > best.score {
                    std::mem::swap(&mut best, &mut other);
                }
                if other.score >= least {
                    search.open.push(other);
                    top = top.max(other.score);
                }
            }
            // Of equals the one that was found first.
            if top >= best.score {
                if best.score >= least {
                    search.open.push(best);
                }
                break;
            }
            now = best;
        }
        if paths.len() == PATHS {
            break;
        }
    }
    paths
}

#[cfg(test)]
mod tests {
    use super::super::crf::{LABELS, PAIRS};
    use super::*;

    fn flat(n: usize, head: usize) -> Scores {
        Scores { labels: vec![[0.0; LABELS]; n], pairs: vec![[0.0; PAIRS]; n], head, ..Scores::default() }
    }

    #[test]
    fn paths_keep_to_the_structure() {
        let mut scores = flat(5, 2);
        scores.labels[0][Label::Source.index()] = 1.0;
        scores.labels[4][Label::Source.index()] = 5.0;
        scores.labels[3][Label::Content.index()] = 1.0;
        let best = &best_paths(&scores, &mut Search::default())[0].1;
        assert_eq!(best[2], Label::Cue);
        assert_eq!(best.iter().filter(|l| **l == Label::Source).count(), 1);
        assert!(best.contains(&Label::Content));
        assert!(best_paths(&flat(1, 0), &mut Search::default()).is_empty(), "no room for content");
    }

    #[test]
    fn the_best_paths_come_in_order() {
        let mut scores = flat(3, 1);
        scores.labels[0][Label::Content.index()] = 0.7;
        scores.pairs[2][Label::Source.behind(Label::Cue)] = 0.3;
        scores.end[1] = 0.5;
        let forward = scores.forward();
        let best = best_paths(&scores, &mut Search::default());
        let probabilities: Vec<f32> = best.iter().map(|p| scores.probability(&forward, &p.1)).collect();
        assert!(probabilities.is_sorted_by(|a, b| a >= b), "{probabilities:?}");
        assert!(
            (probabilities.iter().sum::<f32>() - 1.0).abs() < 1e-5,
            "all seven that can be: {probabilities:?}"
        );
    }
}
