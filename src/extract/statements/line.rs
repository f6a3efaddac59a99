//! A sentence as the span model reads it: one small row a token, with what stands around it at hand. Made once a sentence,
//! read by every window in it.

use super::surroundings::bucket;
use crate::extract::analysis::Analysis;
use crate::extract::analysis::forms::Shape;
use crate::extract::analysis::tags::Pos;
use crate::extract::language::WordSet;

/// How many rows stand before the first and behind the last token, for the neighbours that those do not have.
const EDGE: usize = 2;

/// How far from a token the next finite verb, the next comma and the next likely cue are looked for.
const VERB_WITHIN: usize = 8;
const COMMA_WITHIN: usize = 16;
const CUE_WITHIN: usize = 9;

/// One token.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Row {
    pub word: u32,
    pub stem: u32,
    pub senses: u32,
    pub tag: u32,
    pub entity: u32,
    /// Whether the token is quoted; 2 outside of the sentence.
    pub quoted: u32,
    pub mark: u32,
    pub shape: u32,
    pub level: u32,
    /// How far the next finite verb is, bucketed, itself included; nought for none near.
    pub verb: u32,
    /// How far the next comma is, likewise.
    pub comma: u32,
    /// What the token adds to what lies between another one and a cue.
    pub passed: Passed,
    /// The place in the sentence of the next likely cue, itself included.
    next_cue: Option<u32>,
}

/// What a token adds to what lies between, one or nought of each.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Passed {
    pub comma: u32,
    pub mark: u32,
    pub colon: u32,
    pub verb: u32,
    pub speech: u32,
    pub cue: u32,
    pub that: u32,
    pub and: u32,
}

/// The tokens of one sentence.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    sentence: (usize, usize),
    rows: Vec<Row>,
}

impl Line {
    /// Reads the sentence; whether it is another one than before.
    pub fn enter(&mut self, r: &Analysis, sentence: (usize, usize)) -> bool {
        if self.sentence == sentence && !self.rows.is_empty() {
            return false;
        }
        self.sentence = sentence;
        self.rows.clear();
        let outside = |edge: u32| Row { word: edge, tag: 60 + edge, entity: 7, quoted: 2, ..Row::default() };
        self.rows.extend([outside(2); EDGE]);
        self.rows.extend((sentence.0..sentence.1).map(|i| row(r, i)));
        self.rows.extend([outside(3); EDGE]);
        let (mut verb, mut comma, mut cue) = (None, None, None);
        let tokens = self.rows.iter_mut().skip(EDGE).take(sentence.1 - sentence.0);
        for (n, row) in tokens.enumerate().rev() {
            verb = if row.passed.verb > 0 { Some(n) } else { verb };
            comma = if row.passed.comma > 0 { Some(n) } else { comma };
            cue = if row.level >= 2 { Some(n as u32) } else { cue };
            let near = |at: Option<usize>, within: usize| {
                at.map(|at| at - n).filter(|d| *d < within).map_or(0, |d| 1 + bucket(d))
            };
            (row.verb, row.comma, row.next_cue) = (near(verb, VERB_WITHIN), near(comma, COMMA_WITHIN), cue);
        }
        true
    }

    /// First token of the sentence, and the one behind its last.
    pub fn sentence(&self) -> (usize, usize) {
        self.sentence
    }

    /// Token `i` with its two neighbours on each side.
    pub fn around(&self, i: usize) -> &[Row; 2 * EDGE + 1] {
        const NOTHING: [Row; 2 * EDGE + 1] = [OUTSIDE; 2 * EDGE + 1];
        let rows = i.checked_sub(self.sentence.0).and_then(|n| self.rows.get(n..));
        rows.and_then(<[Row]>::first_chunk).unwrap_or(&NOTHING)
    }

    /// How far from `i` the next likely cue other than the head is, and how likely; nought for none near.
    pub fn next_cue(&self, i: usize, head: usize) -> u32 {
        let at = |n: usize| self.rows.get(n + EDGE);
        let (n, head) = (i - self.sentence.0, head - self.sentence.0);
        let next = |n: usize| at(n).and_then(|row| row.next_cue).map(|m| m as usize);
        let found = next(n).and_then(|m| if m == head { next(m + 1) } else { Some(m) });
        let Some(found) = found.filter(|m| m - n < CUE_WITHIN) else { return 0 };
        let likely = at(found).is_some_and(|row| row.level >= 3);
        1 + (bucket(found - n) << 1 | u32::from(likely))
    }
}

const OUTSIDE: Row = Row {
    word: 3,
    stem: 0,
    senses: 0,
    tag: 63,
    entity: 7,
    quoted: 2,
    mark: 0,
    shape: Shape::Other as u32,
    level: 0,
    verb: 0,
    comma: 0,
    passed: Passed { comma: 0, mark: 0, colon: 0, verb: 0, speech: 0, cue: 0, that: 0, and: 0 },
    next_cue: None,
};

fn row(r: &Analysis, i: usize) -> Row {
    let form = &r.forms[i];
    let pos = r.pos(i);
    let is = |holds: bool| u32::from(holds);
    let passed = Passed {
        comma: is(form.shape == Shape::Comma),
        mark: is(form.shape == Shape::Quote),
        colon: is(matches!(form.shape, Shape::Colon | Shape::Dash)),
        verb: is(pos.is_finite()),
        // The first two classes of the lexicon are speech and claims.
        speech: is(pos.is_finite() && r.senses[i] & 3 != 0),
        cue: is(r.levels[i] >= 3),
        that: is(r.is_in(i, WordSet::PlainThat)),
        and: is(pos == Pos::CC),
    };
    Row {
        word: form.word,
        stem: form.stem,
        senses: r.senses[i],
        tag: pos.index() as u32,
        entity: r.entity(i).index() as u32,
        quoted: is(r.quoted(i)),
        mark: passed.mark,
        shape: form.shape as u32,
        level: u32::from(r.levels[i]),
        passed,
        ..Row::default()
    }
}
