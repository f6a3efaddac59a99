//! The features of the units of a window: what the span model knows of each word around a cue.

use super::standing::{Near, standing_labels, standing_pairs};
use super::surroundings::bucket;
use super::window::{Unit, Window};
use crate::extract::analysis::Analysis;
use crate::extract::analysis::forms::Shape;
use crate::extract::analysis::tags::Pos;
use crate::extract::hash::mix;
use crate::extract::language::WordSet;
use std::cmp::Ordering;

/// Features of all units of a window, one after the other.
#[derive(Clone, Debug, Default)]
pub(crate) struct UnitFeatures {
    /// For labels: those of unit `u` are `labels[label_ends[u - 1]..label_ends[u]]`.
    pub labels: Vec<u32>,
    pub label_ends: Vec<usize>,
    /// For pairs of labels, likewise.
    pub pairs: Vec<u32>,
    pub pair_ends: Vec<usize>,
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
    #[cfg(feature = "train")]
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

    fn clear(&mut self) {
        for list in [&mut self.labels, &mut self.pairs, &mut self.end] {
            list.clear();
        }
        self.label_ends.clear();
        self.pair_ends.clear();
    }
}

fn part<'a>(list: &'a [u32], ends: &[usize], u: usize) -> &'a [u32] {
    let from = if u == 0 { 0 } else { ends.get(u - 1).copied().unwrap_or(0) };
    list.get(from..ends.get(u).copied().unwrap_or(from)).unwrap_or(&[])
}

/// What lies between a token and the head, in small numbers.
#[derive(Clone, Copy, Default)]
struct Between {
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
    /// Passes token `i` on the way away from the head.
    fn pass(&mut self, r: &Analysis, i: usize) {
        let more = |n: &mut u32, most: u32| *n = (*n + 1).min(most);
        match r.shape(i) {
            Shape::Comma => more(&mut self.commas, 3),
            Shape::Quote => more(&mut self.marks, 4),
            Shape::Colon | Shape::Dash => more(&mut self.colons, 2),
            _ => {}
        }
        if r.pos(i).is_finite() {
            more(&mut self.verbs, 3);
            // The first two classes of the lexicon are speech and claims.
            if r.senses[i] & 3 != 0 {
                more(&mut self.speech, 2);
            }
        }
        if r.levels[i] >= 3 {
            more(&mut self.cues, 2);
        }
        if r.is_in(i, WordSet::PlainThat) {
            more(&mut self.that, 1);
        }
        if r.pos(i) == Pos::CC {
            more(&mut self.ands, 2);
        }
        self.tags = mix(self.tags, r.pos(i).index() as u32);
    }

    fn punctuation(&self) -> u32 {
        self.commas | self.marks << 2 | self.colons << 5
    }

    fn all(&self) -> u32 {
        self.punctuation() | self.verbs << 8 | self.that << 10 | self.speech << 12
    }
}

/// The features of the window, into `out`: with those of [`super::standing`], or without them where their sums are at
/// hand.
pub(crate) fn unit_features(r: &Analysis, w: &Window, with_standing: bool, out: &mut UnitFeatures) {
    out.clear();
    let between = between(r, w);
    let sentence = w.surroundings.sentence;
    for (u, unit) in w.units.iter().enumerate() {
        match unit {
            Unit::Token(i) => {
                token_labels(r, w, *i, between[u], &mut out.labels);
                token_pairs(r, w, *i, between[u], &mut out.pairs);
                if with_standing {
                    let near = Near::new(r, *i, sentence);
                    standing_labels(&near, side(*i, w.head), &mut out.labels);
                    standing_pairs(&near, pair_side(*i, w.head), &mut out.pairs);
                }
            }
            Unit::Sentence { .. } => {
                sentence_labels(r, w, u, &mut out.labels);
                sentence_pairs(r, w, u, &mut out.pairs);
            }
        }
        out.label_ends.push(out.labels.len());
        out.pair_ends.push(out.pairs.len());
    }
    let (head, c) = (&r.forms[w.head], &w.surroundings);
    let own = r.pos(w.head).index() as u32;
    let ending = [
        0,
        head.stem,
        own,
        c.auxiliaries,
        c.subject_code(),
        mix(own, mix(c.subject_code(), c.auxiliaries)),
        mix(head.stem, own),
        c.quotes,
        mix(own, c.quotes),
    ];
    out.end.extend(ending.iter().enumerate().map(|(n, v)| mix(3000 + n as u32, *v)));
}

/// For each unit, what lies between it and the head.
fn between(r: &Analysis, w: &Window) -> Vec<Between> {
    let mut list = vec![Between::default(); w.units.len()];
    let mut now = Between::default();
    for (slot, unit) in list.iter_mut().zip(&w.units).take(w.head_unit).rev() {
        *slot = now;
        if let Unit::Token(i) = unit {
            now.pass(r, *i);
        }
    }
    now = Between::default();
    for (slot, unit) in list.iter_mut().zip(&w.units).skip(w.head_unit + 1) {
        *slot = now;
        if let Unit::Token(i) = unit {
            now.pass(r, *i);
        }
    }
    list
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

fn token_labels(r: &Analysis, w: &Window, i: usize, b: Between, out: &mut Vec<u32>) {
    let head = w.head;
    let c = &w.surroundings;
    let near = Near::new(r, i, c.sentence);
    let end = c.sentence.1;
    let side = side(i, head);
    let distance = i.abs_diff(head);
    let by_place = side << 8 | distance.min(15) as u32;
    let far = side << 8 | bucket(distance);
    let stem = r.forms[head].stem;
    let own = r.pos(head).index() as u32;
    let senses = r.senses[head];
    let sided = |v: u32| mix(side, v);
    let (w0, t0, p1) = (near.word(0), near.tag(0), near.tag(-1));
    let mut template = 0;
    let mut add = |value: u32| {
        template += 1;
        out.push(mix(template, value));
    };
    add(by_place);
    add(mix(own, by_place));
    add(mix(stem, by_place));
    add(mix(senses, far));
    add(mix(stem, sided(w0)));
    add(mix(far, w0));
    add(mix(far, t0));
    add(mix(by_place, mix(own, t0)));
    add(mix(stem, sided(t0)));
    add(mix(stem, mix(far, t0)));
    add(mix(senses, mix(far, t0)));
    add(mix(by_place, mix(p1, t0)));
    // What lies between.
    add(sided(b.punctuation()));
    add(sided(b.all()));
    add(sided(mix(b.all(), t0)));
    add(sided(mix(b.punctuation(), mix(p1, t0))));
    add(sided(mix(b.punctuation(), own)));
    add(mix(stem, sided(b.punctuation())));
    add(mix(senses, sided(b.all())));
    add(sided(mix(b.verbs << 2 | b.commas, w0)));
    add(sided(mix(b.verbs << 8 | b.that << 4 | b.ands, t0)));
    // Far from the head every way there is another one.
    let way = if distance <= 6 { b.tags } else { 0 };
    add(sided(mix(way, t0)));
    add(sided(mix(way, mix(t0, own))));
    // Quotation.
    let quoted = near.quoted(0);
    let state = near.quotation() << 4 | c.quotes;
    add(sided(state));
    add(sided(mix(state, b.punctuation())));
    add(sided(mix(quoted << 4 | c.quotes, b.marks << 4 | c.mark_left << 8 | c.mark_right << 12)));
    add(mix(senses, sided(quoted << 4 | c.quotes)));
    add(sided(mix(own, mix(quoted, c.quotes))));
    // Names.
    add(mix(far, near.entity(0) << 8 | t0));
    add(sided(mix(b.punctuation(), near.entity(0) << 8 | t0)));
    // Where the subject and the complement of the cue are thought to be.
    let place = if i < c.subject_at.min(head) {
        0
    } else if i == c.subject_at {
        1
    } else if i < head {
        2
    } else if i == head {
        3
    } else if i < c.complement_at {
        4
    } else if i == c.complement_at {
        5
    } else {
        6
    };
    add(mix(place, t0));
    add(mix(place, c.subject_code()));
    add(mix(place, mix(c.subject_code(), t0)));
    add(mix(place, mix(c.complement, c.behind)));
    add(mix(far, mix(c.complement, c.behind)));
    add(mix(mix(place, stem), c.complement));
    add(mix(mix(place, own), mix(c.complement, c.auxiliaries)));
    add(mix(place, mix(c.auxiliaries, c.subject_code())));
    // The words beside the head.
    let beside = Near::new(r, head, c.sentence);
    add(mix(far, mix(beside.tag(-1), beside.tag(1))));
    add(mix(by_place, beside.word(1)));
    add(mix(by_place, beside.word(-1)));
    add(mix(far, mix(beside.tag(1), mix(beside.tag(2), t0))));
    // Other likely cues: here, ahead, and on the way.
    let ahead = next_cue(r, i, end, head);
    add(sided(u32::from(r.levels[i]) << 4 | b.cues));
    add(sided(mix(b.cues, t0)));
    add(sided(mix(b.cues << 4 | ahead, t0)));
    add(sided(mix(b.cues << 4 | ahead, b.punctuation())));
    add(sided(mix(ahead, mix(p1, t0))));
}

fn token_pairs(r: &Analysis, w: &Window, i: usize, b: Between, out: &mut Vec<u32>) {
    let head = w.head;
    let c = &w.surroundings;
    let near = Near::new(r, i, c.sentence);
    let end = c.sentence.1;
    let side = pair_side(i, head);
    let stem = r.forms[head].stem;
    let own = r.pos(head).index() as u32;
    let (t0, p1) = (near.tag(0), near.tag(-1));
    let sided = |v: u32| mix(side, v);
    let state = near.quoted(0) | near.quoted(-1) << 2 | u32::from(r.is_quote_mark(i)) << 4;
    let mut template = 1000;
    let mut add = |value: u32| {
        template += 1;
        out.push(mix(template, value));
    };
    add(sided(state << 4 | c.quotes));
    add(sided(mix(b.punctuation(), t0)));
    add(sided(mix(b.all(), p1)));
    add(sided(mix(b.punctuation(), mix(p1, t0))));
    add(mix(stem, side << 8 | i.abs_diff(head).min(4) as u32));
    add(mix(stem, sided(t0)));
    add(mix(own, sided(mix(p1, t0))));
    add(mix(r.senses[head], sided(t0)));
    // A clause that begins here: what is its first noun or verb?
    let verb = (i..end).take(8).find(|j| r.pos(*j).is_finite()).map_or(0, |j| 1 + bucket(j - i));
    add(sided(mix(p1, verb)));
    add(sided(mix(mix(p1, t0), mix(verb, b.verbs))));
    let next_comma = (i..end).take(16).find(|j| r.shape(*j) == Shape::Comma).map_or(0, |j| 1 + bucket(j - i));
    add(sided(mix(p1, mix(next_comma, verb))));
    let ahead = next_cue(r, i, end, head);
    add(sided(mix(ahead << 4 | b.cues, t0)));
    add(sided(mix(ahead << 4 | b.cues, p1)));
    add(sided(mix(ahead << 4 | b.cues, mix(p1, t0))));
    add(sided(mix(ahead << 4 | b.cues, mix(near.word(-1), near.quoted(0)))));
}

/// How far the next likely cue other than the head is, and how likely; nought for none near.
fn next_cue(r: &Analysis, i: usize, end: usize, head: usize) -> u32 {
    let found = (i..end).take(9).find(|j| *j != head && r.levels[*j] >= 2);
    found.map_or(0, |j| 1 + (bucket(j - i) << 1 | u32::from(r.levels[j] >= 3)))
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

fn sentence_labels(r: &Analysis, w: &Window, u: usize, out: &mut Vec<u32>) {
    let (side, [facts, distance, marks, quotes, around, len]) = sentence_facts(r, w, u);
    let stem = r.forms[w.head].stem;
    let own = r.pos(w.head).index() as u32;
    let c = &w.surroundings;
    let to_end = bucket(c.sentence.1 - 1 - w.head);
    let values = [
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
        mix(r.senses[w.head], mix(facts, quotes)),
        mix(len, facts),
        mix(facts, mix(c.subject_code(), own)),
        mix(facts, mix(c.complement, quotes)),
        mix(facts, mix(own, mix(quotes, to_end))),
    ];
    out.extend(values.iter().enumerate().map(|(n, v)| mix(2000 + n as u32, mix(side, *v))));
}

fn sentence_pairs(r: &Analysis, w: &Window, u: usize, out: &mut Vec<u32>) {
    let (side, [facts, distance, marks, quotes, around, _]) = sentence_facts(r, w, u);
    let own = r.pos(w.head).index() as u32;
    let first = r.shape(w.surroundings.sentence.0) as u32;
    let values = [
        0,
        facts,
        mix(facts, marks),
        mix(facts, mix(distance, quotes)),
        mix(facts, mix(quotes, marks)),
        mix(own, mix(facts, quotes)),
        mix(facts, mix(around, marks)),
        mix(facts, first),
    ];
    out.extend(values.iter().enumerate().map(|(n, v)| mix(2100 + n as u32, mix(side, *v))));
}
