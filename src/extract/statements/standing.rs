//! The features of a token that are the same for every cue on one side of it: the token and its neighbours. Summed up
//! once a sentence instead of once a window.

use super::line::Line;
use crate::extract::hash::mix;

/// How many features there are for a label, and for a pair of labels.
pub(crate) const STANDING_LABELS: usize = 24;
/// See [`STANDING_LABELS`].
pub(crate) const STANDING_PAIRS: usize = 14;

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
    let sided = |v: u32| mix(side, v);
    [
        mix(1500, sided(0)),
        mix(1501, sided(t0)),
        mix(1502, sided(p1)),
        mix(1503, sided(mix(p1, t0))),
        mix(1504, sided(mix(p1, mix(t0, n1)))),
        mix(1505, sided(mix(p2, mix(p1, t0)))),
        mix(1506, sided(mix(mix(p1, t0), mix(n1, n2)))),
        mix(1507, sided(own.word)),
        mix(1508, sided(before.word)),
        mix(1509, sided(mix(before.word, own.word))),
        mix(1510, sided(mix(state, mix(p1, t0)))),
        mix(1511, sided(mix(own.entity, mix(p1, t0)))),
        // A clause that begins here: what is its first verb?
        mix(1009, sided(mix(p1, own.verb))),
        mix(1011, sided(mix(p1, mix(own.comma, own.verb)))),
    ]
}
