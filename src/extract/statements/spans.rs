//! The span model: a window around a cue in, the words of source, cue and content out, with their probability.
//!
//! A linear-chain conditional random field (Lafferty, McCallum and Pereira 2001) over the states of [`super::crf`].

use super::crf::{CONTENT, CUE, LABELS, PAIRS, SOURCE, STATES, Scores, Structure};
use super::layout::{comma_closed, named_source, whole_quotations, word_count};
use super::line::Line;
use super::marginals::Certainty;
use super::minimum_risk::least_risk;
use super::paths::best_paths;
use super::standing::{standing_labels, standing_pairs};
use super::unit_features::{
    Between, Head, Passage, Place, between, ending, far_labels, kind_labels, pair_side, passage_labels,
    sentence, side, token_labels, token_pairs,
};
use super::window::{Unit, Window};
use crate::extract::analysis::Analysis;
use crate::extract::language::model::{ModelFile, Table, floats};
use crate::text::TokenSpan;
use std::sync::Arc;

/// Added to the score of content for each unit of an utterance that a comma closes before the cue.
const CLOSED_QUOTATION: f32 = 4.0;

/// The spans that belong to one cue, in tokens.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Spans {
    /// The head of the cue.
    pub head: usize,
    pub cue: TokenSpan,
    pub source: Option<TokenSpan>,
    /// Fragments in text order; never empty.
    pub content: Vec<TokenSpan>,
    /// How sure the model is of these labels.
    pub certainty: Certainty,
}

/// What is used again from window to window.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scratch {
    line: Line,
    between: Vec<Between>,
    standing: StandingSums,
    scores: Scores,
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

/// What many tokens of a window have in common.
#[derive(Clone, Debug, Default)]
struct Shared {
    passage: [i32; LABELS],
    kinds: [Option<[i32; LABELS]>; Place::KINDS],
    fars: [Option<[i32; LABELS]>; Place::FARS],
}

/// The sums in the slot; where it is empty yet, those that `reckon` gives.
fn kept<const WIDTH: usize>(
    slot: Option<&mut Option<[i32; WIDTH]>>,
    reckon: impl FnOnce() -> [i32; WIDTH],
) -> [i32; WIDTH] {
    slot.map_or([0; WIDTH], |slot| *slot.get_or_insert_with(reckon))
}

/// The span model's part of a model.
#[derive(Clone, Debug)]
pub(crate) struct SpanModel<'m> {
    labels: Table<'m, LABELS>,
    pairs: Table<'m, PAIRS>,
    end: Table<'m, 2>,
    structure: Arc<Structure>,
    label_step: f32,
    pair_step: f32,
    end_step: f32,
}

impl<'m> SpanModel<'m> {
    /// The span model in `model`.
    pub fn new(model: &ModelFile<'m>) -> Self {
        let steps = floats(model.section(b"SPAR"));
        let step = |n: usize| steps.get(n).copied().unwrap_or(0.0);
        let flat = floats(model.section(b"SSTR"));
        let structure = Structure::new(std::array::from_fn(|a| {
            std::array::from_fn(|b| flat.get(a * STATES + b).copied().unwrap_or(0.0))
        }));
        Self {
            labels: Table::new(model.section(b"SLAB")),
            pairs: Table::new(model.section(b"SPAI")),
            end: Table::new(model.section(b"SEND")),
            structure: Arc::new(structure),
            label_step: step(0),
            pair_step: step(1),
            end_step: step(2),
        }
    }

    /// The most probable spans for the cue headed by token `head`; none where no content fits.
    pub fn spans(&self, r: &Analysis, head: usize, scratch: &mut Scratch) -> Option<Spans> {
        let window = Window::new(r, head);
        self.score(r, &window, scratch);
        let scores = &mut scratch.scores;
        favour_closed_quotation(r, &window, scores);
        let words: Vec<usize> = window.units.iter().map(|unit| word_count(r, unit.tokens())).collect();
        let (labels, agreed) = least_risk(&best_paths(scores), &words)?;
        let forward = scores.forward();
        let exact = scores.probability(&forward, &labels);
        let certainty = Certainty::new([agreed, exact], &labels, &scores.marginals(&forward), &words);
        let mut spans = from_labels(&window, &labels, certainty)?;
        whole_quotations(r, &mut spans);
        named_source(r, &mut spans);
        Some(spans)
    }

    /// Scores a window.
    fn score(&self, r: &Analysis, window: &Window, scratch: &mut Scratch) {
        let Scratch { line, between: list, standing, scores } = scratch;
        let (start, end) = window.surroundings.sentence;
        if line.enter(r, (start, end)) {
            standing.enter(end - start);
        }
        between(line, window, list);
        let head = Head::new(line, window);
        scores.structure = Arc::clone(&self.structure);
        scores.head = window.head_unit;
        scores.labels.clear();
        scores.pairs.clear();
        let mut shared = Shared::default();
        let mut last = None;
        for (u, (unit, b)) in window.units.iter().zip(list.iter()).enumerate() {
            let (labels, pairs) = match *unit {
                Unit::Token(i) => {
                    let side = side(i, window.head);
                    let slots = standing.labels.get_mut(i - start);
                    let slot = slots.and_then(|slots| slots.get_mut(side as usize - 1));
                    let stand = kept(slot, || self.labels.sum_of(&standing_labels(line, i, side)));
                    let place = Place::new(&head, i, *b);
                    let mut labels = self.labels.sum_of(&token_labels(line, &head, &place));
                    add(&mut labels, &stand);
                    let passage = Passage::new(line, &place);
                    if last != Some(passage) {
                        last = Some(passage);
                        shared.passage = self.labels.sum_of(&passage_labels(&head, passage));
                    }
                    add(&mut labels, &shared.passage);
                    let kind = shared.kinds.get_mut(place.kind as usize);
                    add(&mut labels, &kept(kind, || self.labels.sum_of(&kind_labels(&head, &place))));
                    let far = shared.fars.get_mut(place.far as usize);
                    add(&mut labels, &kept(far, || self.labels.sum_of(&far_labels(&head, &place))));
                    let mut pairs = [0; PAIRS];
                    if u > 0 {
                        let side = pair_side(i, window.head);
                        let slots = standing.pairs.get_mut(i - start);
                        let slot = slots.and_then(|slots| slots.get_mut(side as usize - 1));
                        let stand = kept(slot, || self.pairs.sum_of(&standing_pairs(line, i, side)));
                        pairs = self.pairs.sum_of(&token_pairs(line, &head, &place));
                        add(&mut pairs, &stand);
                    }
                    (labels, pairs)
                }
                Unit::Sentence { .. } => {
                    let (labels, pairs) = sentence(r, &head, window, u);
                    let pairs = if u > 0 { self.pairs.sum_of(&pairs) } else { [0; PAIRS] };
                    (self.labels.sum_of(&labels), pairs)
                }
            };
            scores.labels.push(labels.map(|s| s as f32 * self.label_step));
            scores.pairs.push(pairs.map(|s| s as f32 * self.pair_step));
        }
        scores.end = self.end.sum_of(&ending(&head)).map(|s| s as f32 * self.end_step);
    }
}

fn add<const WIDTH: usize>(sums: &mut [i32; WIDTH], more: &[i32; WIDTH]) {
    sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
}

/// `“…,” the minister said`: the utterance closed by a comma is content of the first likely cue behind it.
fn favour_closed_quotation(r: &Analysis, window: &Window, scores: &mut Scores) {
    let Some(quotation) = comma_closed(r, window.head) else { return };
    let span = quotation.tokens;
    if (span.end..window.head).any(|i| r.levels[i] >= r.levels[window.head].max(2)) {
        return;
    }
    for (unit, labels) in window.units.iter().zip(&mut scores.labels) {
        let tokens = unit.tokens();
        if span.start <= tokens.start && tokens.end <= span.end {
            labels[CONTENT] += CLOSED_QUOTATION;
        }
    }
}

/// The spans that these labels mean; none without content.
fn from_labels(window: &Window, labels: &[usize], certainty: Certainty) -> Option<Spans> {
    let runs = |wanted: usize| {
        let mut runs: Vec<TokenSpan> = Vec::new();
        let mut before = usize::MAX;
        for (unit, label) in window.units.iter().zip(labels) {
            let tokens = unit.tokens();
            if *label == wanted {
                match runs.last_mut() {
                    // A quoted sentence goes on where the last one ended; marks between them do not part them.
                    Some(last) if before == wanted && (last.end == tokens.start || is_sentence(unit)) => {
                        last.end = tokens.end;
                    }
                    Some(last) if before == wanted && tokens.start >= last.end => last.end = tokens.end,
                    _ => runs.push(tokens),
                }
            }
            before = *label;
        }
        runs
    };
    let content = runs(CONTENT);
    let cue = runs(CUE).first().copied()?;
    (!content.is_empty()).then(|| Spans {
        head: window.head,
        cue,
        source: runs(SOURCE).first().copied(),
        content,
        certainty,
    })
}

fn is_sentence(unit: &Unit) -> bool {
    matches!(unit, Unit::Sentence { .. })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::language::testing::bare;

    #[test]
    fn labels_become_spans() {
        let bare = bare();
        let reading = Analysis::new(&bare, "“We go,” said Ann Lee. “All of us.”");
        let doc = &reading.doc;
        let head = (0..doc.tokens().len()).find(|i| doc.text(*i) == "said").unwrap();
        let window = Window::new(&reading, head);
        let labels = [3, 3, 3, 3, 3, 2, 1, 1, 0, 3];
        assert_eq!(window.units.len(), labels.len());
        let spans = from_labels(&window, &labels, Certainty::default()).unwrap();
        let text = |s: TokenSpan| doc.span_of(s).of(doc.body());
        assert_eq!(spans.source.map(text), Some("Ann Lee"));
        assert_eq!(spans.content.iter().map(|c| text(*c)).collect::<Vec<_>>(), ["“We go,”", "“All of us.”"]);
    }
}
