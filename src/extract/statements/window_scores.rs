//! The scores of a window: its units in, what each label and each pair of labels of every unit scores out.
//!
//! In two passes: first all features are reckoned, then the tables are asked for all of them at a stretch, so that many
//! look-ups wait for memory at the same time. What tokens have in common is summed once: what stands around a token on one
//! side of a cue ([`super::standing`]) for the sentence; the kind of place, the distance in steps, and what lies between for
//! the window.

use super::crf::{Forward, LABELS, PAIRS, STATES, Scores, Structure};
use super::line::Line;
use super::paths::Search;
use super::standing::{STANDING_LABELS, STANDING_PAIRS, standing_labels, standing_pairs};
use super::unit_features::{
    Between, FAR_LABELS, Head, KIND_LABELS, PASSAGE_LABELS, Passage, Place, TOKEN_LABELS, TOKEN_PAIRS,
    between, ending, far_labels, kind_labels, pair_side, passage_labels, sentence, side, token_labels,
    token_pairs,
};
use super::window::{Unit, Window};
use crate::extract::analysis::Analysis;
use crate::extract::language::model::{ModelFile, Table, floats};
use std::sync::Arc;

/// What is used again from window to window.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scratch {
    line: Line,
    between: Vec<Between>,
    standing: StandingSums,
    rows: Rows,
    /// The scores of the last window.
    pub scores: Scores,
    /// Room for what is done with them.
    pub search: Search,
    /// See [`Scratch::search`].
    pub forward: Forward,
    /// See [`Scratch::search`].
    pub marginals: Vec<[f32; LABELS]>,
}

/// What the standing features of the tokens of one sentence add up to, for each side of a cue that was asked for.
#[derive(Clone, Debug, Default)]
struct StandingSums {
    labels: Vec<[Option<[i32; LABELS]>; 3]>,
    pairs: Vec<[Option<[i32; PAIRS]>; 4]>,
}

impl StandingSums {
    /// Forgets all: a sentence of so many tokens begins.
    fn enter(&mut self, tokens: usize) {
        self.labels.clear();
        self.labels.resize(tokens, [None; 3]);
        self.pairs.clear();
        self.pairs.resize(tokens, [None; 4]);
    }
}

/// The features of one token of a window, and where those are that it shares.
#[derive(Clone, Copy, Debug)]
struct Row {
    labels: [u32; TOKEN_LABELS],
    pairs: [u32; TOKEN_PAIRS],
    place: Place,
    /// Its number among the sentence's tokens; among the places for its sums for labels and for pairs.
    token: usize,
    side: usize,
    pair_side: usize,
    passage: usize,
}

/// Features of a window's tokens on the way to their sums.
#[derive(Clone, Debug, Default)]
struct Rows {
    tokens: Vec<Row>,
    passages: Vec<[u32; PASSAGE_LABELS]>,
    passage_sums: Vec<[i32; LABELS]>,
    /// Standing features that were not asked for yet, each with the token and side that they are of.
    labels: Vec<(usize, usize, [u32; STANDING_LABELS])>,
    pairs: Vec<(usize, usize, [u32; STANDING_PAIRS])>,
}

impl Rows {
    fn clear(&mut self) {
        self.tokens.clear();
        self.passages.clear();
        self.passage_sums.clear();
        self.labels.clear();
        self.pairs.clear();
    }
}

/// The features that depend on the kind of place or on the distance in steps alone, as far as a window has such places.
struct Shared {
    kinds: [Option<[u32; KIND_LABELS]>; Place::KINDS],
    fars: [Option<[u32; FAR_LABELS]>; Place::FARS],
}

/// The weights of the span model.
#[derive(Clone, Debug)]
pub(super) struct WindowWeights<'m> {
    labels: Table<'m, LABELS>,
    pairs: Table<'m, PAIRS>,
    end: Table<'m, 2>,
    structure: Arc<Structure>,
    /// What a step of the sums for labels, pairs and endings is worth.
    steps: [f32; 3],
}

impl<'m> WindowWeights<'m> {
    /// The weights in `model`.
    pub fn new(model: &ModelFile<'m>) -> Self {
        let steps = floats(model.section(b"SPAR"));
        let flat = floats(model.section(b"SSTR"));
        let structure = Structure::new(std::array::from_fn(|a| {
            std::array::from_fn(|b| flat.get(a * STATES + b).copied().unwrap_or(0.0))
        }));
        Self {
            labels: Table::new(model.section(b"SLAB")),
            pairs: Table::new(model.section(b"SPAI")),
            end: Table::new(model.section(b"SEND")),
            structure: Arc::new(structure),
            steps: std::array::from_fn(|n| steps.get(n).copied().unwrap_or(0.0)),
        }
    }

    /// Scores a window.
    pub fn score(&self, r: &Analysis, window: &Window, scratch: &mut Scratch) {
        let Scratch { line, between: list, standing, rows, scores, .. } = scratch;
        let (start, end) = window.surroundings.sentence;
        if line.enter(r, (start, end)) {
            standing.enter(end - start);
        }
        between(line, window, list);
        let head = Head::new(line, window);
        let shared = reckon(line, &head, window, list, standing, rows);
        self.sum_standing(standing, rows);
        rows.passage_sums.extend(rows.passages.iter().map(|p| self.labels.sum_of(p)));
        let kinds = shared.kinds.map(|f| f.map_or([0; LABELS], |f| self.labels.sum_of(&f)));
        let fars = shared.fars.map(|f| f.map_or([0; LABELS], |f| self.labels.sum_of(&f)));
        scores.structure = Arc::clone(&self.structure);
        scores.head = window.head_unit;
        scores.labels.clear();
        scores.pairs.clear();
        let mut tokens = rows.tokens.iter();
        for (u, unit) in window.units.iter().enumerate() {
            let (mut labels, mut pairs) = ([0; LABELS], [0; PAIRS]);
            if let Unit::Sentence { .. } = unit {
                let features = sentence(r, &head, window, u);
                labels = self.labels.sum_of(&features.0);
                pairs = self.pairs.sum_of(&features.1);
            } else if let Some(row) = tokens.next() {
                labels = self.labels.sum_of(&row.labels);
                let stand = standing.labels.get(row.token).and_then(|slots| *slots.get(row.side)?);
                let passage = rows.passage_sums.get(row.passage);
                let (kind, far) = (kinds.get(row.place.kind as usize), fars.get(row.place.far as usize));
                [stand.as_ref(), passage, kind, far].into_iter().flatten().for_each(|s| add(&mut labels, s));
                pairs = self.pairs.sum_of(&row.pairs);
                let stand = standing.pairs.get(row.token).and_then(|slots| *slots.get(row.pair_side)?);
                stand.iter().for_each(|s| add(&mut pairs, s));
            }
            scores.labels.push(labels.map(|s| s as f32 * self.steps[0]));
            // Nothing stands before the first unit.
            let pairs = if u > 0 { pairs } else { [0; PAIRS] };
            scores.pairs.push(pairs.map(|s| s as f32 * self.steps[1]));
        }
        scores.end = self.end.sum_of(&ending(&head)).map(|s| s as f32 * self.steps[2]);
    }

    /// Sums the standing features that were not asked for before.
    fn sum_standing(&self, standing: &mut StandingSums, rows: &Rows) {
        for (token, side, features) in &rows.labels {
            if let Some(slot) = standing.labels.get_mut(*token).and_then(|slots| slots.get_mut(*side)) {
                *slot = Some(self.labels.sum_of(features));
            }
        }
        for (token, side, features) in &rows.pairs {
            if let Some(slot) = standing.pairs.get_mut(*token).and_then(|slots| slots.get_mut(*side)) {
                *slot = Some(self.pairs.sum_of(features));
            }
        }
    }
}

/// The features of all tokens of the window, into `rows`.
fn reckon(
    line: &Line,
    head: &Head,
    window: &Window,
    between: &[Between],
    standing: &StandingSums,
    rows: &mut Rows,
) -> Shared {
    let mut shared = Shared { kinds: [None; Place::KINDS], fars: [None; Place::FARS] };
    let start = window.surroundings.sentence.0;
    rows.clear();
    let mut last = None;
    for (unit, b) in window.units.iter().zip(between) {
        let Unit::Token(i) = *unit else { continue };
        let place = Place::new(head, i, *b);
        let passage = Passage::new(line, &place);
        if last != Some(passage) {
            last = Some(passage);
            rows.passages.push(passage_labels(head, passage));
        }
        if let Some(slot) = shared.kinds.get_mut(place.kind as usize) {
            slot.get_or_insert_with(|| kind_labels(head, &place));
        }
        if let Some(slot) = shared.fars.get_mut(place.far as usize) {
            slot.get_or_insert_with(|| far_labels(head, &place));
        }
        let (token, side, pair_side) = (i - start, side(i, window.head), pair_side(i, window.head));
        let row = Row {
            labels: token_labels(line, head, &place),
            pairs: token_pairs(line, head, &place),
            place,
            token,
            side: side as usize - 1,
            pair_side: pair_side as usize - 1,
            passage: rows.passages.len() - 1,
        };
        rows.tokens.push(row);
        if standing.labels.get(token).and_then(|slots| slots.get(row.side)) == Some(&None) {
            rows.labels.push((token, row.side, standing_labels(line, i, side)));
        }
        if standing.pairs.get(token).and_then(|slots| slots.get(row.pair_side)) == Some(&None) {
            rows.pairs.push((token, row.pair_side, standing_pairs(line, i, pair_side)));
        }
    }
    shared
}

fn add<const WIDTH: usize>(sums: &mut [i32; WIDTH], more: &[i32; WIDTH]) {
    sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
}
