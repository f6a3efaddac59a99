//! The features of a token that are the same for every cue on one side of it: the token and its neighbours. Summed up
//! once a sentence instead of once a window.

use crate::extract::analysis::Analysis;
use crate::extract::hash::mix;

/// A token with its neighbours in the sentence.
#[derive(Clone, Copy)]
pub(crate) struct Near<'a> {
    r: &'a Analysis<'a>,
    i: usize,
    start: usize,
    end: usize,
}

impl<'a> Near<'a> {
    /// Token `i` in the sentence from `start` to `end`.
    pub fn new(r: &'a Analysis<'a>, i: usize, (start, end): (usize, usize)) -> Self {
        Self { r, i, start, end }
    }

    /// The token `k` places on, if it is in the sentence.
    fn at(&self, k: isize) -> Option<usize> {
        self.i.checked_add_signed(k).filter(|j| *j >= self.start && *j < self.end)
    }

    pub fn word(&self, k: isize) -> u32 {
        self.at(k).map_or(edge(k), |j| self.r.forms[j].word)
    }

    pub fn tag(&self, k: isize) -> u32 {
        self.at(k).map_or(60 + edge(k), |j| self.r.pos(j).index() as u32)
    }

    pub fn entity(&self, k: isize) -> u32 {
        self.at(k).map_or(7, |j| self.r.entity(j).index() as u32)
    }

    pub fn quoted(&self, k: isize) -> u32 {
        self.at(k).map_or(2, |j| u32::from(self.r.quoted(j)))
    }

    /// Whether the token is quoted, its neighbours are, and it is a mark itself.
    pub fn quotation(&self) -> u32 {
        let mark = u32::from(self.r.is_quote_mark(self.i));
        self.quoted(0) | self.quoted(-1) << 2 | self.quoted(1) << 4 | mark << 6
    }
}

/// What stands before the first or behind the last word of a sentence.
fn edge(k: isize) -> u32 {
    if k < 0 { 2 } else { 3 }
}

/// Features for the label of a token on this side of the cue, as [`super::unit_features::side`] numbers it.
pub(crate) fn standing_labels(near: &Near, side: u32, out: &mut Vec<u32>) {
    let Near { r, i, start, end } = *near;
    let word = |k| near.word(k);
    let (t0, p1, p2, n1, n2) = (near.tag(0), near.tag(-1), near.tag(-2), near.tag(1), near.tag(2));
    let w0 = word(0);
    let to_ends = ((i - start).min(3) << 4 | (end - 1 - i).min(3)) as u32;
    let values = [
        0,
        w0,
        word(-1),
        word(1),
        word(-2),
        word(2),
        mix(word(-1), w0),
        mix(w0, word(1)),
        t0,
        mix(p1, t0),
        mix(t0, n1),
        mix(p1, mix(t0, n1)),
        mix(p2, mix(p1, t0)),
        mix(t0, mix(n1, n2)),
        mix(mix(p2, p1), mix(t0, mix(n1, n2))),
        mix(w0, p1),
        mix(w0, n1),
        mix(near.quotation(), t0),
        near.entity(0),
        near.entity(-1) | near.entity(0) << 3 | near.entity(1) << 6,
        mix(r.shape(i) as u32, t0),
        r.senses[i],
        to_ends,
        mix(to_ends, t0),
    ];
    out.extend(values.iter().enumerate().map(|(n, v)| mix(500 + n as u32, mix(side, *v))));
}

/// Features for the pair of the labels of a token on this side of the cue and of the one before it.
pub(crate) fn standing_pairs(near: &Near, side: u32, out: &mut Vec<u32>) {
    let word = |k| near.word(k);
    let (t0, p1, p2, n1, n2) = (near.tag(0), near.tag(-1), near.tag(-2), near.tag(1), near.tag(2));
    let state = near.quoted(0) | near.quoted(-1) << 2 | u32::from(near.r.is_quote_mark(near.i)) << 4;
    let values = [
        0,
        t0,
        p1,
        mix(p1, t0),
        mix(p1, mix(t0, n1)),
        mix(p2, mix(p1, t0)),
        mix(mix(p1, t0), mix(n1, n2)),
        word(0),
        word(-1),
        mix(word(-1), word(0)),
        mix(state, mix(p1, t0)),
        mix(near.entity(0), mix(p1, t0)),
    ];
    out.extend(values.iter().enumerate().map(|(n, v)| mix(1500 + n as u32, mix(side, *v))));
}
