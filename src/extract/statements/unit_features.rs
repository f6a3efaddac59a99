//! The features of the units of a window: what the span model knows of each word around a cue.

use super::line::{Line, Passed, Row};
use super::surroundings::{Surroundings, bucket};
use super::window::{Unit, Window};
use crate::extract::analysis::Analysis;
use crate::extract::hash::mix;
use std::cmp::Ordering;

/// How many features for its label a token has by itself; how many it shares with those of its kind of place, of its
/// distance, and of its passage.
pub(crate) const TOKEN_LABELS: usize = 29;
/// See [`TOKEN_LABELS`].
pub(crate) const KIND_LABELS: usize = 5;
/// See [`TOKEN_LABELS`].
pub(crate) const FAR_LABELS: usize = 3;
/// See [`TOKEN_LABELS`].
pub(crate) const PASSAGE_LABELS: usize = 10;
/// How many features it has by itself for the pair of its label and the one before.
pub(crate) const TOKEN_PAIRS: usize = 13;

/// What lies between a token and the head, in small numbers.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Between {
    commas: u32,
    marks: u32,
    verbs: u32,
    that: u32,
    colons: u32,
    ands: u32,
    speech: u32,
    /// Other likely cues.
    cues: u32,
    tags: u32,
}

impl Between {
    /// Passes a token on the way away from the head.
    fn pass(&mut self, row: &Row) {
        let Passed { comma, mark, colon, verb, speech, cue, that, and } = row.passed;
        self.commas = (self.commas + comma).min(3);
        self.marks = (self.marks + mark).min(4);
        self.colons = (self.colons + colon).min(2);
        self.verbs = (self.verbs + verb).min(3);
        self.speech = (self.speech + speech).min(2);
        self.cues = (self.cues + cue).min(2);
        self.that |= that;
        self.ands = (self.ands + and).min(2);
        self.tags = mix(self.tags, row.tag);
    }

    /// The bits of [`PUNCTUATION`].
    fn punctuation(&self) -> u32 {
        self.commas | self.marks << 2 | self.colons << 5
    }

    fn all(&self) -> u32 {
        self.punctuation() | self.verbs << 8 | self.that << 10 | self.speech << 12
    }
}

/// The bits of punctuation in all that lies between.
const PUNCTUATION: u32 = 0xff;

/// The head of a window with what stands around it.
pub(crate) struct Head<'w> {
    at: usize,
    c: &'w Surroundings,
    stem: u32,
    tag: u32,
    senses: u32,
    /// The rows of the head and of its neighbours.
    around: [Row; 5],
}

impl<'w> Head<'w> {
    /// The head of the window, which stands in the sentence of the line.
    pub fn new(line: &Line, window: &'w Window) -> Self {
        let around = *line.around(window.head);
        let Row { stem, tag, senses, .. } = around[2];
        Self { at: window.head, c: &window.surroundings, stem, tag, senses, around }
    }
}

/// The features for ending with or without a source.
pub(crate) fn ending(head: &Head) -> [u32; 9] {
    let Head { c, stem, tag, .. } = *head;
    let mut values = [
        0,
        stem,
        tag,
        c.auxiliaries,
        c.subject_code(),
        mix(tag, mix(c.subject_code(), c.auxiliaries)),
        mix(stem, tag),
        c.quotes,
        mix(tag, c.quotes),
    ];
    hash(3000, &mut values);
    values
}

/// Makes features of values: `first` is the number of the first one's template.
fn hash(first: u32, values: &mut [u32]) {
    for (n, value) in values.iter_mut().enumerate() {
        *value = mix(first + n as u32, *value);
    }
}

/// For each unit, what lies between it and the head.
pub(crate) fn between(line: &Line, w: &Window, list: &mut Vec<Between>) {
    list.clear();
    list.resize(w.units.len(), Between::default());
    let mut now = Between::default();
    for (slot, unit) in list.iter_mut().zip(&w.units).take(w.head_unit).rev() {
        *slot = now;
        if let Unit::Token(i) = unit {
            now.pass(&line.around(*i)[2]);
        }
    }
    now = Between::default();
    for (slot, unit) in list.iter_mut().zip(&w.units).skip(w.head_unit + 1) {
        *slot = now;
        if let Unit::Token(i) = unit {
            now.pass(&line.around(*i)[2]);
        }
    }
}

/// On which side of the head a token stands, for its label: 1 before, 2 the head itself, 3 behind.
pub(crate) fn side(i: usize, head: usize) -> u32 {
    match i.cmp(&head) {
        Ordering::Less => 1,
        Ordering::Equal => 2,
        Ordering::Greater => 3,
    }
}

/// The same for pairs: the token right behind the head stands for itself.
pub(crate) fn pair_side(i: usize, head: usize) -> u32 {
    side(i, head) + u32::from(i > head + 1)
}

/// A token beside a head: where it stands, and what lies between.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    i: usize,
    side: u32,
    /// On which side and how far, up to fifteen tokens.
    near: u32,
    /// On which side and how far, in a few steps.
    pub far: u32,
    /// Before, at or behind the subject, the head and the complement, in a number below [`Place::KINDS`].
    pub kind: u32,
    b: Between,
}

impl Place {
    /// What [`Place::kind`] stays below, and [`Place::far`].
    pub const KINDS: usize = 7;
    /// See [`Place::KINDS`].
    pub const FARS: usize = 4 << FAR_BITS;

    pub fn new(head: &Head, i: usize, b: Between) -> Self {
        let Head { at, c, .. } = *head;
        let side = side(i, at);
        let distance = i.abs_diff(at);
        // Where the subject and the complement of the cue are thought to be.
        let kind = if i < c.subject_at.min(at) {
            0
        } else if i == c.subject_at {
            1
        } else if i < at {
            2
        } else if i == at {
            3
        } else if i < c.complement_at {
            4
        } else if i == c.complement_at {
            5
        } else {
            6
        };
        let far = side << FAR_BITS | bucket(distance);
        Self { i, side, near: side << 8 | distance.min(15) as u32, far, kind, b }
    }

    /// What features see of it.
    fn far_value(&self) -> u32 {
        let (side, steps) = (self.far >> FAR_BITS, self.far & ((1 << FAR_BITS) - 1));
        side << 8 | steps
    }
}

/// Bits of the steps of a distance in [`Place::far`].
const FAR_BITS: u32 = 3;

/// The features for the label that depend on the kind of place alone: the same for many tokens of a window.
pub(crate) fn kind_labels(head: &Head, place: &Place) -> [u32; KIND_LABELS] {
    let Head { c, stem, tag: own, .. } = *head;
    let kind = place.kind;
    [
        mix(32, mix(kind, c.subject_code())),
        mix(34, mix(kind, mix(c.complement, c.behind))),
        mix(36, mix(mix(kind, stem), c.complement)),
        mix(37, mix(mix(kind, own), mix(c.complement, c.auxiliaries))),
        mix(38, mix(kind, mix(c.auxiliaries, c.subject_code()))),
    ]
}

/// Those that depend on the distance in steps alone.
pub(crate) fn far_labels(head: &Head, place: &Place) -> [u32; FAR_LABELS] {
    let Head { c, senses, around: [_, left, _, right, _], .. } = *head;
    let far = place.far_value();
    [
        mix(4, mix(senses, far)),
        mix(35, mix(far, mix(c.complement, c.behind))),
        mix(39, mix(far, mix(left.tag, right.tag))),
    ]
}

/// What those depend on that see only what lies between and whether the token and its neighbours are quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Passage {
    side: u32,
    /// All of [`Between::all`], which holds the punctuation.
    all: u32,
    marks: u32,
    quotation: u32,
    quoted: u32,
}

impl Passage {
    pub fn new(line: &Line, place: &Place) -> Self {
        let [_, before, row, behind, _] = line.around(place.i);
        let quotation = row.quoted | before.quoted << 2 | behind.quoted << 4 | row.mark << 6;
        let Place { side, b, .. } = *place;
        Self { side, all: b.all(), marks: b.marks, quotation, quoted: row.quoted }
    }
}

/// Those features for the label: the same for many tokens in a row.
pub(crate) fn passage_labels(head: &Head, passage: Passage) -> [u32; PASSAGE_LABELS] {
    let Head { c, stem, tag: own, senses, .. } = *head;
    let Passage { side, all, marks, quotation, quoted } = passage;
    let punctuation = all & PUNCTUATION;
    let sided = |v: u32| mix(side, v);
    let state = quotation << 4 | c.quotes;
    [
        // What lies between.
        mix(13, sided(punctuation)),
        mix(14, sided(all)),
        mix(17, sided(mix(punctuation, own))),
        mix(18, mix(stem, sided(punctuation))),
        mix(19, mix(senses, sided(all))),
        // Quotation.
        mix(24, sided(state)),
        mix(25, sided(mix(state, punctuation))),
        mix(26, sided(mix(quoted << 4 | c.quotes, marks << 4 | c.mark_left << 8 | c.mark_right << 12))),
        mix(27, mix(senses, sided(quoted << 4 | c.quotes))),
        mix(28, sided(mix(own, mix(quoted, c.quotes)))),
    ]
}

/// The other features of a token for its label.
pub(crate) fn token_labels(line: &Line, head: &Head, place: &Place) -> [u32; TOKEN_LABELS] {
    let Head { at, c, stem, tag: own, senses, .. } = *head;
    let [_, left, _, right, next_right] = head.around;
    let Place { i, side, near, kind, b, .. } = *place;
    let [_, before, row, _, _] = line.around(i);
    let far = place.far_value();
    let sided = |v: u32| mix(side, v);
    let (w0, t0, p1) = (row.word, row.tag, before.tag);
    let named = row.entity << 8 | t0;
    // Far from the head every way there is another one.
    let way = if i.abs_diff(at) <= 6 { b.tags } else { 0 };
    let ahead = line.next_cue(i, at);
    let (punctuation, cues) = (b.punctuation(), b.cues << 4 | ahead);
    [
        mix(1, near),
        mix(2, mix(own, near)),
        mix(3, mix(stem, near)),
        mix(5, mix(stem, sided(w0))),
        mix(6, mix(far, w0)),
        mix(7, mix(far, t0)),
        mix(8, mix(near, mix(own, t0))),
        mix(9, mix(stem, sided(t0))),
        mix(10, mix(stem, mix(far, t0))),
        mix(11, mix(senses, mix(far, t0))),
        mix(12, mix(near, mix(p1, t0))),
        // What lies between.
        mix(15, sided(mix(b.all(), t0))),
        mix(16, sided(mix(punctuation, mix(p1, t0)))),
        mix(20, sided(mix(b.verbs << 2 | b.commas, w0))),
        mix(21, sided(mix(b.verbs << 8 | b.that << 4 | b.ands, t0))),
        mix(22, sided(mix(way, t0))),
        mix(23, sided(mix(way, mix(t0, own)))),
        // Names.
        mix(29, mix(far, named)),
        mix(30, sided(mix(punctuation, named))),
        // Subject and complement.
        mix(31, mix(kind, t0)),
        mix(33, mix(kind, mix(c.subject_code(), t0))),
        // The words beside the head.
        mix(40, mix(near, right.word)),
        mix(41, mix(near, left.word)),
        mix(42, mix(far, mix(right.tag, mix(next_right.tag, t0)))),
        // Other likely cues: here, ahead, and on the way.
        mix(43, sided(row.level << 4 | b.cues)),
        mix(44, sided(mix(b.cues, t0))),
        mix(45, sided(mix(cues, t0))),
        mix(46, sided(mix(cues, punctuation))),
        mix(47, sided(mix(ahead, mix(p1, t0)))),
    ]
}

/// The features of token `i` for the pair of its label and the one before.
pub(crate) fn token_pairs(line: &Line, head: &Head, place: &Place) -> [u32; TOKEN_PAIRS] {
    let Head { at, c, stem, tag: own, senses, .. } = *head;
    let Place { i, b, .. } = *place;
    let [_, before, row, _, _] = line.around(i);
    let side = pair_side(i, at);
    let (t0, p1) = (row.tag, before.tag);
    let sided = |v: u32| mix(side, v);
    let state = row.quoted | before.quoted << 2 | row.mark << 4;
    let ahead = line.next_cue(i, at);
    let cues = ahead << 4 | b.cues;
    [
        mix(1001, sided(state << 4 | c.quotes)),
        mix(1002, sided(mix(b.punctuation(), t0))),
        mix(1003, sided(mix(b.all(), p1))),
        mix(1004, sided(mix(b.punctuation(), mix(p1, t0)))),
        mix(1005, mix(stem, side << 8 | i.abs_diff(at).min(4) as u32)),
        mix(1006, mix(stem, sided(t0))),
        mix(1007, mix(own, sided(mix(p1, t0)))),
        mix(1008, mix(senses, sided(t0))),
        // A clause that begins here: what is its first verb?
        mix(1010, sided(mix(mix(p1, t0), mix(row.verb, b.verbs)))),
        mix(1012, sided(mix(cues, t0))),
        mix(1013, sided(mix(cues, p1))),
        mix(1014, sided(mix(cues, mix(p1, t0)))),
        mix(1015, sided(mix(cues, mix(before.word, row.quoted)))),
    ]
}

/// What is known of a quoted sentence beside the cue's own.
fn sentence_facts(r: &Analysis, w: &Window, u: usize) -> (u32, [u32; 6]) {
    let Unit::Sentence { quoted, distance } = w.units[u] else { return (0, [0; 6]) };
    let before = u < w.head_unit;
    let tokens = r.doc.tokens();
    let (first, last) = (&tokens[quoted.start], &tokens[quoted.end - 1]);
    // The token of the neighbouring unit that is nearer to the head.
    let neighbour = if before { w.units.get(u + 1) } else { u.checked_sub(1).and_then(|v| w.units.get(v)) };
    let beside = neighbour.map(|n| if before { n.tokens().start } else { n.tokens().end - 1 });
    let edge = if before { last } else { first };
    let same_quotation =
        beside.is_some_and(|b| tokens[b].quotation.is_some() && tokens[b].quotation == edge.quotation);
    let beside_quoted = beside.is_some_and(|b| tokens[b].quoted());
    let head = &tokens[w.head];
    let same_paragraph = head.paragraph == edge.paragraph;
    let whole = r.sentence(quoted.start);
    let rest = whole.len() - quoted.len().min(whole.len());
    let speech = whole.range().any(|i| !r.quoted(i) && r.senses[i] & 3 != 0 && r.pos(i).is_verb());
    let unit_speaks = u32::from(speech);
    let side = 5 + u32::from(before);
    let facts = u32::from(same_quotation)
        | u32::from(same_paragraph) << 1
        | u32::from(beside_quoted) << 2
        | unit_speaks << 3
        | bucket(rest) << 4;
    let opens = u32::from(r.is_quote_mark(quoted.start));
    let closes = u32::from(r.is_quote_mark(quoted.end - 1));
    let leads =
        u32::from(r.doc.paragraphs().get(first.paragraph as usize).is_some_and(|p| p.start == quoted.start));
    let marks = opens | closes << 1 | leads << 2;
    (
        side,
        [
            facts,
            distance.min(6) as u32,
            marks,
            w.surroundings.quotes,
            w.surroundings.mark_left << 4 | w.surroundings.mark_right,
            bucket(quoted.len()),
        ],
    )
}

/// The features of quoted sentence `u` for its label, and for the pair with the one before.
pub(crate) fn sentence(r: &Analysis, head: &Head, w: &Window, u: usize) -> ([u32; 16], [u32; 8]) {
    let (side, [facts, distance, marks, quotes, around, len]) = sentence_facts(r, w, u);
    let Head { c, stem, tag: own, senses, .. } = *head;
    let to_end = bucket(c.sentence.1 - 1 - w.head);
    let mut labels = [
        0,
        facts,
        mix(facts, distance),
        mix(facts, marks),
        mix(facts, mix(quotes, marks)),
        mix(facts, mix(quotes, around)),
        mix(stem, facts),
        mix(own, facts),
        mix(stem, quotes),
        mix(distance, mix(quotes, own)),
        mix(facts, mix(quotes, to_end)),
        mix(senses, mix(facts, quotes)),
        mix(len, facts),
        mix(facts, mix(c.subject_code(), own)),
        mix(facts, mix(c.complement, quotes)),
        mix(facts, mix(own, mix(quotes, to_end))),
    ];
    let first = r.shape(c.sentence.0) as u32;
    let mut pairs = [
        0,
        facts,
        mix(facts, marks),
        mix(facts, mix(distance, quotes)),
        mix(facts, mix(quotes, marks)),
        mix(own, mix(facts, quotes)),
        mix(facts, mix(around, marks)),
        mix(facts, first),
    ];
    labels.iter_mut().chain(&mut pairs).for_each(|v| *v = mix(side, *v));
    hash(2000, &mut labels);
    hash(2100, &mut pairs);
    (labels, pairs)
}

#[cfg(feature = "train")]
pub(crate) use collected::{UnitFeatures, unit_features};

/// All features of a window one by one, as training needs them.
#[cfg(feature = "train")]
mod collected {
    use super::super::line::Line;
    use super::super::standing::{standing_labels, standing_pairs};
    use super::super::window::{Unit, Window};
    use super::{
        Head, Passage, Place, between, ending, far_labels, kind_labels, pair_side, passage_labels, sentence,
        side, token_labels, token_pairs,
    };
    use crate::extract::analysis::Analysis;

    /// Features of all units of a window, one after the other.
    #[derive(Clone, Debug, Default)]
    pub(crate) struct UnitFeatures {
        /// For labels: those of unit `u` are `labels[label_ends[u - 1]..label_ends[u]]`.
        labels: Vec<u32>,
        label_ends: Vec<usize>,
        /// For pairs of labels, likewise.
        pairs: Vec<u32>,
        pair_ends: Vec<usize>,
        /// For ending with or without a source.
        pub end: Vec<u32>,
    }

    impl UnitFeatures {
        /// The features of unit `u` for its label.
        pub fn labels(&self, u: usize) -> &[u32] {
            part(&self.labels, &self.label_ends, u)
        }

        /// The features of unit `u` for the pair of its label and the one before.
        pub fn pairs(&self, u: usize) -> &[u32] {
            part(&self.pairs, &self.pair_ends, u)
        }

        /// The same, with only those features of labels and pairs for which `keep` says so.
        pub fn noised(&self, mut keep: impl FnMut() -> bool) -> Self {
            let mut out = Self { end: self.end.clone(), ..Self::default() };
            for u in 0..self.label_ends.len() {
                out.labels.extend(self.labels(u).iter().filter(|_| keep()));
                out.label_ends.push(out.labels.len());
                out.pairs.extend(self.pairs(u).iter().filter(|_| keep()));
                out.pair_ends.push(out.pairs.len());
            }
            out
        }
    }

    fn part<'a>(list: &'a [u32], ends: &[usize], u: usize) -> &'a [u32] {
        let from = if u == 0 { 0 } else { ends.get(u - 1).copied().unwrap_or(0) };
        list.get(from..ends.get(u).copied().unwrap_or(from)).unwrap_or(&[])
    }

    /// The features of the window.
    pub(crate) fn unit_features(r: &Analysis, w: &Window) -> UnitFeatures {
        let mut out = UnitFeatures::default();
        let mut line = Line::default();
        line.enter(r, w.surroundings.sentence);
        let head = Head::new(&line, w);
        let mut list = Vec::new();
        between(&line, w, &mut list);
        for (u, unit) in w.units.iter().enumerate() {
            match unit {
                Unit::Token(i) => {
                    let place = Place::new(&head, *i, list[u]);
                    out.labels.extend(token_labels(&line, &head, &place));
                    out.labels.extend(kind_labels(&head, &place));
                    out.labels.extend(far_labels(&head, &place));
                    out.labels.extend(passage_labels(&head, Passage::new(&line, &place)));
                    out.pairs.extend(token_pairs(&line, &head, &place));
                    out.labels.extend(standing_labels(&line, *i, side(*i, w.head)));
                    out.pairs.extend(standing_pairs(&line, *i, pair_side(*i, w.head)));
                }
                Unit::Sentence { .. } => {
                    let (labels, pairs) = sentence(r, &head, w, u);
                    out.labels.extend(labels);
                    out.pairs.extend(pairs);
                }
            }
            out.label_ends.push(out.labels.len());
            out.pair_ends.push(out.pairs.len());
        }
        out.end.extend(ending(&head));
        out
    }
}
