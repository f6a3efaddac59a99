//! The features of a token that are the same for every cue on one side of it: the token and its neighbours. Summed up
//! once a sentence instead of once a window.

use super::line::Line;
use crate::extract::hash::mix;

/// How many features there are for a label, and for a pair of labels.
pub(crate) const STANDING_LABELS: usize = 24;
/// See [`STANDING_LABELS`].
pub(crate) const STANDING_PAIRS: usize = 12;

/// Features for the label of token `i` on this side of the cue, as [`super::unit_features::side`] numbers it.
pub(crate) fn standing_labels(line: &Line, i: usize, side: u32) -> [u32; STANDING_LABELS] {
    let [second, before, own, behind, next] = line.around(i);
    let (start, end) = line.sentence();
    let (t0, p1, p2, n1, n2) = (own.tag, before.tag, second.tag, behind.tag, next.tag);
    let w0 = own.word;
    let to_ends = ((i - start).min(3) << 4 | (end - 1 - i).min(3)) as u32;
    let quotation = own.quoted | before.quoted << 2 | behind.quoted << 4 | own.mark << 6;
    let mut values = [
        0,
        w0,
        before.word,
        behind.word,
        second.word,
        next.word,
        mix(before.word, w0),
        mix(w0, behind.word),
        t0,
        mix(p1, t0),
        mix(t0, n1),
        mix(p1, mix(t0, n1)),
        mix(p2, mix(p1, t0)),
        mix(t0, mix(n1, n2)),
        mix(mix(p2, p1), mix(t0, mix(n1, n2))),
        mix(w0, p1),
        mix(w0, n1),
        mix(quotation, t0),
        own.entity,
        before.entity | own.entity << 3 | behind.entity << 6,
        mix(own.shape, t0),
        own.senses,
        to_ends,
        mix(to_ends, t0),
    ];
    for (n, value) in values.iter_mut().enumerate() {
        *value = mix(500 + n as u32, mix(side, *value));
    }
    values
}

/// Features for the pair of the labels of token `i` on this side of the cue and of the one before it.
pub(crate) fn standing_pairs(line: &Line, i: usize, side: u32) -> [u32; STANDING_PAIRS] {
    let [second, before, own, behind, next] = line.around(i);
    let (t0, p1, p2, n1, n2) = (own.tag, before.tag, second.tag, behind.tag, next.tag);
    let state = own.quoted | before.quoted << 2 | own.mark << 4;
    let mut values = [
        0,
        t0,
        p1,
        mix(p1, t0),
        mix(p1, mix(t0, n1)),
        mix(p2, mix(p1, t0)),
        mix(mix(p1, t0), mix(n1, n2)),
        own.word,
        before.word,
        mix(before.word, own.word),
        mix(state, mix(p1, t0)),
        mix(own.entity, mix(p1, t0)),
    ];
    for (n, value) in values.iter_mut().enumerate() {
        *value = mix(1500 + n as u32, mix(side, *value));
    }
    values
}
