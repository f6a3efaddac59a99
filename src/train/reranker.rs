//! Training of the reranker: on candidates that models trained on other articles found.

use super::boost::{BoostOptions, Forest, boost};
use super::corpus::Article;
use super::cue::{FitOptions, fit};
use super::quantise::to_bytes;
use super::tagger::Sections;
use crate::evaluate::{Attribution, StopWords, as_annotated, is_right};
use crate::extract::math::sigmoid;
use crate::extract::statements::overlaps::{Candidate, without_overlaps};
use crate::extract::statements::reranker::Field;
use crate::extract::statements::tidy;
use crate::extract::statements::wording::wording_features;
use crate::extract::{Analysis, Language};
use std::collections::BTreeMap;

const OPTIONS: BoostOptions =
    BoostOptions { trees: 400, depth: 4, rate: 0.035, least_weight: 8.0, ridge: 4.0, rows: 0.7, facts: 0.4 };

/// Into how many parts the articles are dealt to learn from the others what is then tried on one.
const FOLDS: usize = 4;

const WORDING_FIT: FitOptions = FitOptions { rows: 1 << 18, epochs: 5, rate: 0.01 };

/// One candidate as the trees see it.
#[derive(Clone)]
pub(super) struct Row {
    facts: Vec<f32>,
    wording: Vec<u32>,
    right: bool,
    article: usize,
    /// How often it counts.
    weight: usize,
    candidate: Candidate,
}

/// The candidates that a language with its model finds in articles it was not trained on. `first` is the number of the first article.
pub(super) fn rows(language: &Language<'_>, articles: &[(usize, &Article)]) -> Vec<Row> {
    let parts = &language.parts;
    let stop_words = StopWords::new(language.files());
    let mut rows = Vec::new();
    for (number, article) in articles {
        let mut reading = Analysis::new(language, &article.body);
        let (cues, spans) = parts.candidates(&mut reading);
        let field = Field::new(&reading, &cues, &spans);
        let positions = reading.document().positions();
        let mut list = Vec::new();
        for (n, found) in spans.iter().enumerate() {
            let Some(found) = found else { continue };
            let Some(statement) = tidy::statement(&reading, found, 0.0) else { continue };
            let attribution = as_annotated(&statement, &positions, &article.body).attribution;
            let mut facts = field.facts(n, found, &parts.cues);
            // Filled in when the wording's weights are learned.
            facts.put_wording(0.0);
            let facts = facts.values().to_vec();
            let candidate = Candidate { spans: found.clone(), confidence: 0.0, spoken: false };
            let mut wording = Vec::new();
            wording_features(&reading, found, &mut wording);
            list.push((facts, candidate, attribution, wording));
        }
        let predicted: Vec<Attribution> = list.iter().map(|l| l.2.clone()).collect();
        let right = is_right(&stop_words, &article.body, &article.gold, &predicted);
        for ((facts, candidate, _, wording), right) in list.into_iter().zip(right) {
            let row = Row { facts, wording, right, article: *number, weight: article.weight, candidate };
            rows.push(row);
        }
    }
    rows
}

/// Learns the reranker's sections from held-out candidates; `annotated` is how many statements there are in all.
pub(super) fn train(rows: &[Row], annotated: usize, seed: u64) -> Sections {
    let mut facts: Vec<Vec<f32>> = rows.iter().map(|r| r.facts.clone()).collect();
    let mut sections = wording(rows, &mut facts, seed);
    let right: Vec<bool> = rows.iter().map(|r| r.right).collect();
    let weights: Vec<f32> = rows.iter().map(|r| r.weight as f32).collect();
    let least = threshold(rows, &facts, &right, annotated, seed);
    sections.push((*b"AMED", medians(&facts)));
    sections.extend(pack(&boost(&facts, &right, &weights, &OPTIONS, seed), least));
    sections
}

/// The median of each fact, for explanations.
fn medians(facts: &[Vec<f32>]) -> Vec<u8> {
    let median = |n: usize| {
        let mut values: Vec<f32> = facts.iter().map(|f| f[n]).collect();
        values.sort_by(f32::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or(0.0)
    };
    (0..facts.first().map_or(0, Vec::len)).flat_map(|n| median(n).to_le_bytes()).collect()
}

/// Learns the wording's sections, and fills in its fact by weights learned from the other articles.
fn wording(rows: &[Row], facts: &mut [Vec<f32>], seed: u64) -> Sections {
    let weights = |keep: &dyn Fn(&Row) -> bool| {
        let mut features = Vec::new();
        let mut cases = Vec::new();
        for row in rows.iter().filter(|r| keep(r)) {
            let from = features.len() as u32;
            features.extend_from_slice(&row.wording);
            cases.extend(std::iter::repeat_n((from, features.len() as u32, row.right), row.weight));
        }
        fit(&features, &mut cases, &WORDING_FIT, seed)
    };
    for fold in 0..FOLDS {
        let learned = weights(&|r| r.article % FOLDS != fold);
        for (row, facts) in rows.iter().zip(facts.iter_mut()).filter(|(r, _)| r.article % FOLDS == fold) {
            let mask = WORDING_FIT.rows as u32 - 1;
            if let Some(wording) = facts.last_mut() {
                *wording = row.wording.iter().map(|f| learned[(f & mask) as usize]).sum();
            }
        }
    }
    let (bytes, step) = to_bytes(&weights(&|_| true), 0.9999);
    vec![(*b"WWGT", bytes), (*b"WPAR", step.to_le_bytes().to_vec())]
}

/// The confidence at which F1 is best, on articles that the trees have not seen.
fn threshold(rows: &[Row], facts: &[Vec<f32>], right: &[bool], annotated: usize, seed: u64) -> f32 {
    let mut kept: Vec<(f32, bool)> = Vec::new();
    for fold in 0..FOLDS {
        let inside = |n: &usize| rows[*n].article % FOLDS != fold;
        let seen: Vec<usize> = (0..rows.len()).filter(inside).collect();
        let forest = boost(
            &seen.iter().map(|n| facts[*n].clone()).collect::<Vec<_>>(),
            &seen.iter().map(|n| right[*n]).collect::<Vec<_>>(),
            &seen.iter().map(|n| rows[*n].weight as f32).collect::<Vec<_>>(),
            &OPTIONS,
            seed,
        );
        let mut from = 0;
        while from < rows.len() {
            let article = rows[from].article;
            let to = rows[from..].iter().position(|r| r.article != article).map_or(rows.len(), |n| from + n);
            if article % FOLDS == fold {
                let scored: Vec<Candidate> = (from..to)
                    .map(|n| Candidate {
                        confidence: sigmoid(forest.score(&facts[n])),
                        ..rows[n].candidate.clone()
                    })
                    .collect();
                for (confidence, n) in resolved(scored, from) {
                    kept.extend(std::iter::repeat_n((confidence, right[n]), rows[n].weight));
                }
            }
            from = to;
        }
    }
    kept.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut best = (0.0, 0.4);
    let mut hits = 0.0;
    for (n, (confidence, right)) in kept.iter().enumerate() {
        hits += f64::from(u8::from(*right));
        let f1 = 2.0 * hits / (n as f64 + 1.0 + annotated as f64);
        if f1 > best.0 {
            best = (f1, *confidence);
        }
    }
    // With calibrated confidence, F1 is best where the confidence is half of it.
    (best.0 / 2.0) as f32
}

/// The candidates that resolution keeps, as confidence and number of row.
fn resolved(scored: Vec<Candidate>, from: usize) -> Vec<(f32, usize)> {
    let rows: BTreeMap<usize, usize> =
        scored.iter().enumerate().map(|(n, c)| (c.spans.head, from + n)).collect();
    without_overlaps(scored, 0.0)
        .iter()
        .filter_map(|c| rows.get(&c.spans.head).map(|n| (c.confidence, *n)))
        .collect()
}

fn pack(forest: &Forest, least: f32) -> Sections {
    let mut trees = Vec::new();
    let mut leaves = Vec::new();
    for (nodes, values) in forest.nodes.iter().zip(&forest.leaves) {
        for (fact, threshold) in nodes {
            trees.extend_from_slice(&(*fact as u32).to_le_bytes());
            trees.extend_from_slice(&threshold.to_le_bytes());
        }
        values.iter().for_each(|v| leaves.extend_from_slice(&v.to_le_bytes()));
    }
    let parameters = [forest.depth as f32, forest.base, least];
    let parameters = parameters.iter().flat_map(|p| p.to_le_bytes()).collect();
    vec![(*b"ATRE", trees), (*b"ALEA", leaves), (*b"APAR", parameters)]
}
