//! Training of the sense: attributions whose sense people have marked in, three softmax regressions over shared features out.
//!
//! ```text
//! {"id": "article", "n": 0, "type": "assertion", "polarity": "affirmed", "determinacy": "yes", "clear": true}
//! ```
//!
//! a line; `n` counts the annotated attributions of the article from 0 in the order in which their contents begin. A label holds
//! no word of the text, so that labels can be kept where the text may not be.

use super::acts;
use super::corpus::Article;
use super::gold;
use super::quantise::to_bytes;
use super::random::Random;
use super::tagger::Sections;
use crate::domain::{AttributionType, Determinacy, Polarity, Sense};
use crate::extract::math::exp;
use crate::extract::statements::sense::{COLUMNS, DETERMINACY, POLARITY, Words, decide, sense_features};
use crate::extract::{Analysis, Language};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Rows of the weight table, passes over the cases, size of steps, weight decay.
const ROWS: usize = 1 << 15;
const EPOCHS: usize = 15;
const RATE: f32 = 0.02;
const DECAY: f32 = 1e-3;

/// A feature of fewer statements is not learned from.
const LEAST_SEEN: usize = 2;

/// Into how many parts the articles are dealt for the figures.
const FOLDS: usize = 5;

/// The name of the section.
pub(super) const SECTION: [u8; 4] = *b"SWGT";

/// The columns of each matter.
const GROUPS: [std::ops::Range<usize>; 3] = [0..POLARITY, POLARITY..DETERMINACY, DETERMINACY..COLUMNS];

/// The sense of one annotated attribution, as people have marked it.
#[derive(Clone, Debug, Deserialize)]
pub struct Label {
    id: String,
    n: usize,
    #[serde(rename = "type")]
    attribution_type: AttributionType,
    polarity: Polarity,
    determinacy: Determinacy,
    #[serde(default = "sure")]
    clear: bool,
}

fn sure() -> bool {
    true
}

impl Label {
    fn sense(&self) -> Sense {
        Sense {
            attribution_type: self.attribution_type,
            polarity: self.polarity,
            determinacy: self.determinacy,
        }
    }
}

/// One statement with its marked sense.
pub(super) struct Case {
    features: Vec<u32>,
    sense: Sense,
    clear: bool,
    article: String,
}

/// The labelled attributions of these articles as a language with a tagger sees them. Labels of other articles are passed over.
pub(super) fn cases(language: &Language<'_>, articles: &[&Article], labels: &[Label]) -> Vec<Case> {
    let mut of: BTreeMap<&str, Vec<&Label>> = BTreeMap::new();
    for label in labels {
        of.entry(&label.id).or_default().push(label);
    }
    let labelled: Vec<&Article> =
        articles.iter().copied().filter(|a| of.contains_key(a.id.as_str())).collect();
    let readings: Vec<Analysis> = labelled.iter().map(|a| Analysis::new(language, &a.body)).collect();
    let pairs: Vec<_> = labelled.iter().copied().zip(&readings).collect();
    let membership = gold::membership(&pairs);
    let mut cases = Vec::new();
    for (article, reading) in pairs {
        let gold = acts::in_order(article);
        for label in &of[article.id.as_str()] {
            let Some(gold) = gold.get(label.n) else { continue };
            let Some(statement) = gold::statement(gold, reading, &membership) else { continue };
            // What is found has a cue in one piece.
            let pieces = gold.cue.iter().map(|s| reading.document().tokens_in(*s));
            let cue = pieces.into_iter().find(|s| s.holds(statement.head)).unwrap_or(statement.cue);
            let words =
                Words { head: statement.head, cue, source: statement.source, content: &statement.content };
            let mut features = Vec::new();
            sense_features(reading, &words, &mut features);
            features.sort_unstable();
            features.dedup();
            cases.push(Case {
                features,
                sense: label.sense(),
                clear: label.clear,
                article: article.id.clone(),
            });
        }
    }
    cases
}

/// Learns the section of the sense.
pub(super) fn train(cases: &[Case], seed: u64) -> Sections {
    let all: Vec<&Case> = cases.iter().collect();
    let (bytes, _) = to_bytes(&fit(&all, seed), 0.9999);
    vec![(SECTION, bytes)]
}

/// How well the sense of statements is told that were not learned from, in parts of whole articles.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SenseFigures {
    /// Statements whose sense is clear.
    pub statements: usize,
    /// Share of the right types among them.
    pub types: f64,
    /// Denied: right, made up, missed.
    pub denied: [usize; 3],
    /// Did not take place or open: right, made up, missed.
    pub not_or_open: [usize; 3],
}

/// F1 of right, made up and missed.
pub fn f1([right, made_up, missed]: [usize; 3]) -> f64 {
    2.0 * right as f64 / ((2 * right + made_up + missed) as f64).max(1.0)
}

/// The figures of the cases of a file's articles, each told by what the cases of other articles teach.
pub(super) fn figures(cases: &[Case], judged: &[Label], seed: u64) -> SenseFigures {
    let mut articles: Vec<&str> = cases.iter().map(|c| c.article.as_str()).collect();
    articles.sort_unstable();
    articles.dedup();
    let fold_of = |case: &Case| articles.binary_search(&case.article.as_str()).unwrap_or(0) % FOLDS;
    let judged: BTreeSet<&str> = judged.iter().map(|l| l.id.as_str()).collect();
    let mut figures = SenseFigures::default();
    let mut types = 0;
    for fold in 0..FOLDS {
        let seen: Vec<&Case> = cases.iter().filter(|c| fold_of(c) != fold).collect();
        let weights = fit(&seen, seed);
        for case in
            cases.iter().filter(|c| fold_of(c) == fold && c.clear && judged.contains(c.article.as_str()))
        {
            let found = decide(&sums(&weights, &case.features));
            figures.statements += 1;
            types += usize::from(found.attribution_type == case.sense.attribution_type);
            let not_or_open = |s: Sense| s.determinacy != Determinacy::Yes;
            let denied = |s: Sense| s.polarity == Polarity::Denied;
            count(&mut figures.denied, denied(case.sense), denied(found));
            count(&mut figures.not_or_open, not_or_open(case.sense), not_or_open(found));
        }
    }
    figures.types = types as f64 / (figures.statements as f64).max(1.0);
    figures
}

pub(super) fn count(counts: &mut [usize; 3], marked: bool, found: bool) {
    match (marked, found) {
        (true, true) => counts[0] += 1,
        (false, true) => counts[1] += 1,
        (true, false) => counts[2] += 1,
        (false, false) => {}
    }
}

/// Softmax regression by AdaGrad for each matter; one row of [`COLUMNS`] weights after another.
fn fit(cases: &[&Case], seed: u64) -> Vec<f32> {
    let mut seen: BTreeMap<u32, usize> = BTreeMap::new();
    for feature in cases.iter().flat_map(|c| &c.features) {
        *seen.entry(*feature).or_default() += 1;
    }
    let kept: Vec<(Vec<usize>, [usize; 3])> = cases
        .iter()
        .map(|case| {
            let often = case.features.iter().filter(|f| seen[*f] >= LEAST_SEEN);
            (often.map(|f| row(*f)).collect(), columns(case.sense))
        })
        .collect();
    let mut weights = vec![0.0f32; ROWS * COLUMNS];
    let mut squares = vec![1e-2f32; ROWS * COLUMNS];
    let mut random = Random::new(seed);
    let mut order: Vec<usize> = (0..kept.len()).collect();
    for _ in 0..EPOCHS {
        random.shuffle(&mut order);
        for n in &order {
            let (rows, right) = &kept[*n];
            let mut sums = [0.0f32; COLUMNS];
            for row in rows {
                for (sum, weight) in sums.iter_mut().zip(&weights[*row..*row + COLUMNS]) {
                    *sum += weight;
                }
            }
            let slopes = slopes(&sums, right);
            for row in rows {
                for (column, slope) in slopes.iter().enumerate() {
                    let at = row + column;
                    let slope = slope + DECAY * weights[at];
                    squares[at] += slope * slope;
                    weights[at] -= RATE * slope / squares[at].sqrt();
                }
            }
        }
    }
    weights
}

/// What each column's probability has too much.
fn slopes(sums: &[f32; COLUMNS], right: &[usize; 3]) -> [f32; COLUMNS] {
    let mut slopes = [0.0f32; COLUMNS];
    for (group, right) in GROUPS.iter().zip(right) {
        let top = sums[group.clone()].iter().copied().fold(f32::MIN, f32::max);
        let total: f32 = sums[group.clone()].iter().map(|s| exp(s - top)).sum();
        for column in group.clone() {
            slopes[column] = exp(sums[column] - top) / total - f32::from(u8::from(column == *right));
        }
    }
    slopes
}

fn sums(weights: &[f32], features: &[u32]) -> [f32; COLUMNS] {
    let mut sums = [0.0; COLUMNS];
    for feature in features {
        let row = row(*feature);
        for (sum, weight) in sums.iter_mut().zip(&weights[row..row + COLUMNS]) {
            *sum += weight;
        }
    }
    sums
}

fn row(feature: u32) -> usize {
    (feature as usize & (ROWS - 1)) * COLUMNS
}

/// The right column of each matter.
fn columns(sense: Sense) -> [usize; 3] {
    [
        sense.attribution_type as usize,
        POLARITY + sense.polarity as usize,
        DETERMINACY + sense.determinacy as usize,
    ]
}
