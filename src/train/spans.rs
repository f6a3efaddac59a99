//! Training of the span model: a linear-chain CRF by AdaGrad on the likelihood of the annotated labels, each window
//! seen with another part of its features every time.

use super::gold::GoldStatement;
use super::quantise::to_bytes;
use super::random::Random;
use super::tagger::Sections;
use crate::extract::Analysis;
use crate::extract::statements::crf::{LABELS, Label, PAIRS, STATES, Scores, Structure, source_seen};
use crate::extract::statements::unit_features::{UnitFeatures, unit_features};
use crate::extract::statements::window::{Unit, Window};
use crate::text::TokenSpan;
use std::sync::Arc;

/// Rows of the table for labels, for pairs of labels, and for endings.
const LABEL_ROWS: usize = 1 << 19;
const PAIR_ROWS: usize = 1 << 16;
const END_ROWS: usize = 1 << 13;
const EPOCHS: usize = 14;
const RATE: f32 = 0.015;
/// The model is the mean of so many, which saw the windows in other orders with other features left out.
const RUNS: u64 = 3;
/// How many of a hundred features are left out at a time (feature noising, Wang et al. 2013): without it the many rare
/// features learn the windows by heart.
const DROPOUT: usize = 60;

/// One window with its annotated labels and features.
struct Case {
    features: UnitFeatures,
    labels: Vec<Label>,
    head: usize,
}

impl Case {
    /// The window with some of its features left out at random.
    fn noised(&self, random: &mut Random) -> Self {
        let features = self.features.noised(|| random.below(100) >= DROPOUT);
        Self { features, labels: self.labels.clone(), head: self.head }
    }
}

/// A table of weights with the sums of squared slopes.
struct Weights {
    values: Vec<f32>,
    squares: Vec<f32>,
    /// Sums of the values at the ends of the later epochs, for averaging, and how many there are.
    sums: Vec<f32>,
    noted: u16,
    rate: f32,
}

impl Weights {
    fn new(len: usize, rate: f32) -> Self {
        Self { values: vec![0.0; len], squares: vec![1e-2; len], sums: vec![0.0; len], noted: 0, rate }
    }

    fn note(&mut self) {
        self.noted += 1;
        self.sums.iter_mut().zip(&self.values).for_each(|(s, v)| *s += v);
    }

    fn average(&mut self) {
        let n = f32::from(self.noted.max(1));
        self.values.iter_mut().zip(&self.sums).for_each(|(v, s)| *v = s / n);
    }

    fn step(&mut self, at: usize, slope: f32) {
        self.squares[at] += slope * slope;
        self.values[at] -= self.rate * slope / self.squares[at].sqrt();
    }
}

/// Learns the span model's sections.
pub(super) fn train(examples: &[(&Analysis, &[GoldStatement])], seed: u64) -> Sections {
    let mut cases: Vec<Case> = Vec::new();
    for (reading, gold) in examples {
        for statement in *gold {
            let window = Window::new(reading, statement.head);
            let labels = labels(&window, statement);
            let probe = Scores {
                labels: vec![[0.0; LABELS]; labels.len()],
                head: window.head_unit,
                ..Scores::default()
            };
            if probe.path(&labels).is_none() {
                continue;
            }
            let features = unit_features(reading, &window);
            cases.push(Case { features, labels, head: window.head_unit });
        }
    }
    let mut runs = (0..RUNS).map(|run| fit(&mut cases, seed.wrapping_add(run)));
    let Some(mut mean) = runs.next() else { return Sections::new() };
    for run in runs {
        mean.iter_mut().zip(run).for_each(|(sums, values)| {
            sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
        });
    }
    mean.iter_mut().flatten().for_each(|sum| *sum /= RUNS as f32);
    let [labels, pairs, end, structure] = mean;
    let (label_bytes, label_step) = to_bytes(&labels, 0.99999);
    let (pair_bytes, pair_step) = to_bytes(&pairs, 0.99999);
    let (end_bytes, end_step) = to_bytes(&end, 1.0);
    let floats = |list: &[f32]| list.iter().flat_map(|f| f.to_le_bytes()).collect::<Vec<u8>>();
    vec![
        (*b"SLAB", label_bytes),
        (*b"SPAI", pair_bytes),
        (*b"SEND", end_bytes),
        (*b"SSTR", floats(&structure)),
        (*b"SPAR", floats(&[label_step, pair_step, end_step])),
    ]
}

/// The weights of labels, pairs, endings and steps that one pass through all epochs learns.
fn fit(cases: &mut [Case], seed: u64) -> [Vec<f32>; 4] {
    let mut labels = Weights::new(LABEL_ROWS * LABELS, RATE);
    let mut pairs = Weights::new(PAIR_ROWS * PAIRS, RATE);
    let mut end = Weights::new(END_ROWS * 2, RATE);
    let mut structure = Weights::new(STATES * STATES, RATE);
    let mut random = Random::new(seed);
    for epoch in 0..EPOCHS {
        random.shuffle(cases);
        for case in cases.iter() {
            let case = case.noised(&mut random);
            learn(&case, &mut labels, &mut pairs, &mut end, &mut structure);
        }
        if epoch >= EPOCHS / 2 {
            [&mut labels, &mut pairs, &mut end, &mut structure].into_iter().for_each(Weights::note);
        }
    }
    [labels, pairs, end, structure].map(|mut weights| {
        weights.average();
        weights.values
    })
}

/// The labels of the window's units under an annotated statement.
pub(super) fn labels(window: &Window, statement: &GoldStatement) -> Vec<Label> {
    let holds = |spans: &[TokenSpan], unit: &Unit| match unit {
        Unit::Token(i) => spans.iter().any(|s| s.holds(*i)),
        Unit::Sentence { quoted, .. } => {
            let common: usize =
                spans.iter().map(|s| s.end.min(quoted.end).saturating_sub(s.start.max(quoted.start))).sum();
            common * 2 > quoted.len()
        }
    };
    let source: Vec<TokenSpan> = statement.source.into_iter().collect();
    window
        .units
        .iter()
        .map(|unit| {
            let is_token = matches!(unit, Unit::Token(_));
            if is_token && holds(&[statement.cue], unit) {
                Label::Cue
            } else if is_token && holds(&source, unit) {
                Label::Source
            } else if holds(&statement.content, unit) {
                Label::Content
            } else {
                Label::Outside
            }
        })
        .collect()
}

fn learn(case: &Case, labels: &mut Weights, pairs: &mut Weights, end: &mut Weights, structure: &mut Weights) {
    let n = case.labels.len();
    let row = |feature: u32, rows: usize, width: usize| (feature as usize & (rows - 1)) * width;
    // What is left stands for all.
    let scale = 100.0 / (100 - DROPOUT) as f32;
    let mut scores = Scores { head: case.head, ..Scores::default() };
    for u in 0..n {
        let mut sums = [0.0; LABELS];
        for f in case.features.labels(u) {
            let at = row(*f, LABEL_ROWS, LABELS);
            sums.iter_mut().zip(&labels.values[at..at + LABELS]).for_each(|(s, w)| *s += w);
        }
        scores.labels.push(sums.map(|s| s * scale));
        let mut sums = [0.0; PAIRS];
        if u > 0 {
            for f in case.features.pairs(u) {
                let at = row(*f, PAIR_ROWS, PAIRS);
                sums.iter_mut().zip(&pairs.values[at..at + PAIRS]).for_each(|(s, w)| *s += w);
            }
        }
        scores.pairs.push(sums.map(|s| s * scale));
    }
    for f in &case.features.end {
        let at = row(*f, END_ROWS, 2);
        scores.end[0] += end.values[at];
        scores.end[1] += end.values[at + 1];
    }
    let steps = std::array::from_fn(|a| std::array::from_fn(|b| structure.values[a * STATES + b]));
    scores.structure = Arc::new(Structure::new(steps));
    let Some(states) = scores.path(&case.labels) else { return };
    let mut slopes = scores.expectations();
    for u in 0..n {
        slopes.labels[u][case.labels[u].index()] -= 1.0;
        if u > 0 {
            slopes.pairs[u][case.labels[u].behind(case.labels[u - 1])] -= 1.0;
            slopes.structure[states[u - 1]][states[u]] -= 1.0;
        }
    }
    if let Some(last) = states.last() {
        slopes.end[usize::from(source_seen(*last))] -= 1.0;
    }
    const SMALL: f32 = 1e-4;
    for u in 0..n {
        for (label, slope) in slopes.labels[u].iter().enumerate() {
            if slope.abs() > SMALL {
                for f in case.features.labels(u) {
                    labels.step(row(*f, LABEL_ROWS, LABELS) + label, *slope);
                }
            }
        }
        if u > 0 {
            for (pair, slope) in slopes.pairs[u].iter().enumerate() {
                if slope.abs() > SMALL {
                    for f in case.features.pairs(u) {
                        pairs.step(row(*f, PAIR_ROWS, PAIRS) + pair, *slope);
                    }
                }
            }
        }
    }
    for f in &case.features.end {
        let at = row(*f, END_ROWS, 2);
        end.step(at, slopes.end[0]);
        end.step(at + 1, slopes.end[1]);
    }
    for (a, list) in slopes.structure.iter().enumerate() {
        for (b, slope) in list.iter().enumerate() {
            if *slope != 0.0 {
                structure.step(a * STATES + b, *slope);
            }
        }
    }
}
