//! Acts among annotated attributions: labels of some in, articles without those that report no words out.
//!
//! Annotators of political news mark deeds and circumstances as attributions as well ("signed the bill", "was nominated",
//! "seems likely"). Whoever learns from all of them takes deeds for words. Which ones people have told apart is in files of
//!
//! ```text
//! {"id": "article", "n": 0, "act": true}
//! ```
//!
//! a line; words in quotation marks are words, whatever leads to them. `n` counts the annotated attributions of the article from 0 in the order in which their contents begin, as in
//! `sense.rs`. A logistic regression over the wording learns from them to judge the others.

use super::corpus::Article;
use super::cue::{FitOptions, fit};
use super::gold::{self, GoldStatement, Membership};
use super::tagger;
use crate::evaluate::Attribution;
use crate::extract::language::model::write;
use crate::extract::math::sigmoid;
use crate::extract::statements::marginals::Certainty;
use crate::extract::statements::sense::{Words, sense_features};
use crate::extract::statements::spans::Spans;
use crate::extract::statements::wording::wording_features;
use crate::extract::{Analysis, Language, LanguageFiles};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

const FIT: FitOptions = FitOptions { rows: 1 << 18, epochs: 12, rate: 0.02 };

/// Into how many parts the labelled articles are dealt for the figures.
const FOLDS: usize = 5;

/// An attribution is left out where it is an act with this probability.
const SURE: f32 = 0.65;

/// What people have said of one annotated attribution.
#[derive(Clone, Debug, Deserialize)]
pub struct Label {
    id: String,
    n: usize,
    act: bool,
}

/// How well acts are told in articles whose labels were not learned from.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ActFigures {
    /// Labelled attributions that were judged.
    pub labelled: usize,
    /// Acts: right, made up, missed.
    pub acts: [usize; 3],
    /// Annotated attributions that training was spared, of how many.
    pub left_out: [usize; 2],
}

/// One annotated attribution with its features.
struct Case {
    article: usize,
    place: usize,
    features: Vec<u32>,
    /// Whether words of the content stand in quotation marks.
    quoted: bool,
}

/// The articles without the attributions that are acts, as people say or as their labels teach.
pub(super) fn without(
    files: &LanguageFiles<'_>,
    articles: Vec<Article>,
    labels: &[Label],
    seed: u64,
) -> (Vec<Article>, ActFigures) {
    let mut figures = ActFigures::default();
    if labels.is_empty() {
        return (articles, figures);
    }
    let cases = cases(files, &articles, seed);
    let numbers: BTreeMap<&str, usize> =
        articles.iter().enumerate().map(|(n, a)| (a.id.as_str(), n)).collect();
    let told: BTreeMap<(usize, usize), bool> =
        labels.iter().filter_map(|l| Some(((*numbers.get(l.id.as_str())?, l.n), l.act))).collect();
    let of = |case: &Case| told.get(&(case.article, case.place)).copied();
    for fold in 0..FOLDS {
        let weights = learn(cases.iter().filter(|c| c.article % FOLDS != fold), of, seed);
        for case in cases.iter().filter(|c| c.article % FOLDS == fold) {
            if let Some(act) = of(case) {
                figures.labelled += 1;
                super::sense::count(&mut figures.acts, act, score(&weights, case) > SURE);
            }
        }
    }
    let weights = learn(cases.iter(), of, seed);
    let acts: BTreeSet<(usize, usize)> = cases
        .iter()
        .filter(|c| of(c).unwrap_or_else(|| !c.quoted && score(&weights, c) > SURE))
        .map(|c| (c.article, c.place))
        .collect();
    figures.left_out = [acts.len(), cases.len()];
    let rest = |(n, article): (usize, Article)| {
        let gold = in_order(&article).into_iter().cloned().enumerate();
        let gold = gold.filter(|(place, _)| !acts.contains(&(n, *place))).map(|(_, a)| a).collect();
        Article { gold, ..article }
    };
    (articles.into_iter().enumerate().map(rest).collect(), figures)
}

/// The attributions in the order in which labels count them.
pub(super) fn in_order(article: &Article) -> Vec<&Attribution> {
    let mut gold: Vec<&Attribution> = article.gold.iter().collect();
    gold.sort_by_key(|a| a.content.iter().map(|s| s.start).min());
    gold
}

/// Every annotated attribution that has a cue, as a language with a tagger sees it.
fn cases(files: &LanguageFiles<'_>, articles: &[Article], seed: u64) -> Vec<Case> {
    let untrained = Language::new(&files.with_model(&[]));
    let tagger = write(&tagger::train(&untrained, &articles.iter().collect::<Vec<_>>(), seed));
    let language = Language::new(&files.with_model(&tagger));
    let readings: Vec<Analysis> = articles.iter().map(|a| Analysis::new(&language, &a.body)).collect();
    let membership: Membership = gold::membership(&articles.iter().zip(&readings).collect::<Vec<_>>());
    let mut cases = Vec::new();
    for (n, (article, reading)) in articles.iter().zip(&readings).enumerate() {
        for (place, gold) in in_order(article).into_iter().enumerate() {
            if let Some(statement) = gold::statement(gold, reading, &membership) {
                let quoted = statement.content.iter().any(|s| s.range().any(|i| reading.quoted(i)));
                cases.push(Case { article: n, place, features: features(reading, statement), quoted });
            }
        }
    }
    cases
}

/// The wording of the attribution, and what decides its sense.
fn features(r: &Analysis, statement: GoldStatement) -> Vec<u32> {
    let GoldStatement { content, source, cue, head } = statement;
    let spans = Spans { head, cue, source, content, certainty: Certainty::default() };
    let (mut all, mut more) = (Vec::new(), Vec::new());
    wording_features(r, &spans, &mut all);
    sense_features(r, &Words::of(&spans), &mut more);
    all.append(&mut more);
    all.sort_unstable();
    all.dedup();
    all
}

fn learn<'c>(
    cases: impl Iterator<Item = &'c Case>,
    told: impl Fn(&Case) -> Option<bool>,
    seed: u64,
) -> Vec<f32> {
    let mut features = Vec::new();
    let mut rows = Vec::new();
    for case in cases {
        let Some(act) = told(case) else { continue };
        let from = features.len() as u32;
        features.extend_from_slice(&case.features);
        rows.push((from, features.len() as u32, act));
    }
    fit(&features, &mut rows, &FIT, seed)
}

/// The probability of an act.
fn score(weights: &[f32], case: &Case) -> f32 {
    let mask = FIT.rows as u32 - 1;
    sigmoid(case.features.iter().map(|f| weights[(f & mask) as usize]).sum())
}
