//! Training of the antecedents: pronouns whose meaning people have marked in, the weights of a log-linear model out.
//!
//! Where several candidates are right (two chains of one actor), their probability together counts. Nobody is right where
//! none is.

use super::TrainError;
use super::chains::{Asked, Right, gap, gum, speakers};
use super::corpus::Article;
use super::random::Random;
use super::tagger::Sections;
use crate::domain::{QuoteKind, Sense};
use crate::extract::math::exp;
use crate::extract::speakers::antecedents::{WEIGHTS, score, terms};
use crate::extract::speakers::observed::{Observed, observe};
use crate::extract::speakers::{Context, Registry};
use crate::extract::{Analysis, Language, Statement, statements};
use crate::text::{ByteSpan, TokenSpan};
use std::path::Path;

/// The name of the section.
pub(super) const SECTION: [u8; 4] = *b"ANTE";

const EPOCHS: usize = 6;
const RATE: f32 = 0.01;
const DECAY: f32 = 1e-3;
const FOLDS: usize = 5;

/// One pronoun as the model sees it.
#[derive(Debug)]
pub(super) struct Case {
    text: String,
    corpus: Corpus,
    weight: usize,
    observed: Observed,
    /// For each candidate whether it is meant.
    right: Vec<bool>,
    /// For a pair: which candidate each of the names is, and which is right.
    pair: Option<([Option<usize>; 2], [bool; 2])>,
}

/// Where a case comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Corpus {
    /// Chains of whole documents.
    Gum,
    /// Ambiguous pronouns.
    Gap,
    /// Source mentions.
    Speakers,
}

/// How well the pronouns of a corpus are told that were not learned from, in parts of whole texts.
#[derive(Clone, Copy, Debug)]
pub struct AntecedentFigures {
    /// Which corpus.
    pub corpus: Corpus,
    /// Pronouns.
    pub pronouns: usize,
    /// Of them told rightly.
    pub right: usize,
    /// Told as somebody else.
    pub wrong: usize,
    /// Of whom the right one is among the candidates.
    pub reachable: usize,
    /// Of pairs: names taken rightly, wrongly, missed.
    pub pairs: [usize; 3],
    /// The same if only the two names could be meant.
    pub of_two: [usize; 3],
}

/// The cases of the corpora in `folder` and of the articles whose speakers are marked in `labels`.
pub(super) fn cases(
    language: &Language<'_>,
    registry: &Registry,
    folder: &Path,
    labels: Option<&Path>,
    articles: &[&Article],
) -> Result<Vec<Case>, TrainError> {
    let mut cases = Vec::new();
    for text in gum(&folder.join("gum"))? {
        add(language, registry, &text, Corpus::Gum, None, &mut cases);
    }
    for text in gap(&folder.join("gap-development.tsv"))? {
        add(language, registry, &text, Corpus::Gap, None, &mut cases);
    }
    if let Some(labels) = labels {
        for text in speakers(labels, articles)? {
            let article = articles.iter().find(|a| a.id == text.id);
            add(language, registry, &text, Corpus::Speakers, article.copied(), &mut cases);
        }
    }
    Ok(cases)
}

fn add(
    language: &Language<'_>,
    registry: &Registry,
    text: &Asked,
    corpus: Corpus,
    article: Option<&Article>,
    cases: &mut Vec<Case>,
) {
    let mut analysis = Analysis::new(language, &text.body);
    let found = match article {
        Some(article) => marked(&analysis, article),
        None => statements(&mut analysis),
    };
    let places: Vec<(usize, Vec<TokenSpan>)> = text
        .questions
        .iter()
        .map(|question| {
            let at = analysis.document().tokens_in(ByteSpan::new(question.at, question.at + 1)).start;
            let own = found.iter().enumerate().find(|(n, s)| match question.attribution {
                Some(attribution) => attribution == *n,
                None => s.source.iter().any(|s| s.holds(at)),
            });
            (at, own.map(|(_, s)| s.content.clone()).unwrap_or_default())
        })
        .collect();
    let observed = observe(&analysis, &found, registry, &Context::default(), &places);
    for (question, observed) in text.questions.iter().zip(observed) {
        let Some(observed) = observed else { continue };
        let right: Vec<bool> =
            observed.candidates.iter().map(|c| question.right.is(&c.names, &c.spans)).collect();
        let pair = match &question.right {
            Right::Pair(spans, right) => {
                let of = |i: usize| {
                    observed.candidates.iter().position(|c| {
                        c.spans.iter().any(|s| s.start < spans[i].end && spans[i].start < s.end)
                    })
                };
                Some(([of(0), of(1)], *right))
            }
            _ => None,
        };
        let (text, weight) = (text.id.clone(), text.weight);
        cases.push(Case { text, corpus, weight, observed, right, pair });
    }
}

/// The attributions that people have marked, as statements.
fn marked(analysis: &Analysis<'_>, article: &Article) -> Vec<Statement> {
    let tokens = |spans: &[ByteSpan]| -> Vec<TokenSpan> {
        spans.iter().map(|s| analysis.document().tokens_in(*s)).collect()
    };
    let statement = |gold: &crate::evaluate::Attribution| Statement {
        kind: QuoteKind::Indirect,
        sense: Sense::SAID,
        said_on: None,
        content: tokens(&gold.content),
        cue: tokens(&gold.cue),
        source: tokens(&gold.source),
        confidence: 1.0,
    };
    article.gold.iter().map(statement).collect()
}

/// Learns the section.
pub(super) fn train(cases: &[Case], seed: u64) -> Sections {
    let all: Vec<&Case> = cases.iter().collect();
    let bytes = fit(&all, seed).iter().flat_map(|w| w.to_le_bytes()).collect();
    vec![(SECTION, bytes)]
}

/// The figures, corpus by corpus.
pub(super) fn figures(cases: &[Case], seed: u64) -> Vec<AntecedentFigures> {
    let mut texts: Vec<&str> = cases.iter().map(|c| c.text.as_str()).collect();
    texts.sort_unstable();
    texts.dedup();
    let fold_of = |case: &Case| texts.binary_search(&case.text.as_str()).unwrap_or(0) % FOLDS;
    let mut figures = [Corpus::Gum, Corpus::Gap, Corpus::Speakers].map(|corpus| AntecedentFigures {
        corpus,
        pronouns: 0,
        right: 0,
        wrong: 0,
        reachable: 0,
        pairs: [0; 3],
        of_two: [0; 3],
    });
    for fold in 0..FOLDS {
        let seen: Vec<&Case> = cases.iter().filter(|c| fold_of(c) != fold).collect();
        let weights = fit(&seen, seed);
        for case in cases.iter().filter(|c| fold_of(c) == fold) {
            let (probabilities, nobody) = probabilities(&weights, &case.observed);
            let best =
                (0..probabilities.len()).max_by(|a, b| probabilities[*a].total_cmp(&probabilities[*b]));
            let best = best.filter(|b| probabilities[*b] >= nobody);
            let figures = &mut figures[case.corpus as usize];
            figures.pronouns += 1;
            figures.reachable += usize::from(case.right.contains(&true));
            match best {
                Some(best) if case.right[best] => figures.right += 1,
                Some(_) => figures.wrong += 1,
                None => {}
            }
            if let Some((names, right)) = case.pair {
                let top =
                    (0..probabilities.len()).max_by(|a, b| probabilities[*a].total_cmp(&probabilities[*b]));
                for (name, right) in names.iter().zip(right) {
                    let other = names
                        .iter()
                        .filter(|n| *n != name)
                        .flatten()
                        .map(|n| probabilities[*n])
                        .fold(0.0, f32::max);
                    let of_two = name.is_some_and(|n| probabilities[n] > other);
                    figures.of_two[0] += usize::from(of_two && right);
                    figures.of_two[1] += usize::from(of_two && !right);
                    figures.of_two[2] += usize::from(!of_two && right);
                    let taken = name.is_some() && *name == top;
                    figures.pairs[0] += usize::from(taken && right);
                    figures.pairs[1] += usize::from(taken && !right);
                    figures.pairs[2] += usize::from(!taken && right);
                }
            }
        }
    }
    figures.into_iter().filter(|f| f.pronouns > 0).collect()
}

/// How likely each candidate is meant, and nobody.
fn probabilities(weights: &[f32], observed: &Observed) -> (Vec<f32>, f32) {
    let score = |features: &[u16]| score(weights, observed.group, features);
    let scores: Vec<f32> = observed.candidates.iter().map(|c| score(&c.features)).collect();
    let nobody = score(&observed.nobody);
    let most = scores.iter().copied().fold(nobody, f32::max);
    let sum: f32 = scores.iter().map(|s| exp(s - most)).sum::<f32>() + exp(nobody - most);
    (scores.iter().map(|s| exp(s - most) / sum).collect(), exp(nobody - most) / sum)
}

/// Gradient descent by AdaGrad on the log of the probability of whoever is right.
fn fit(cases: &[&Case], seed: u64) -> Vec<f32> {
    let mut weights = vec![0.0f32; WEIGHTS];
    let mut squares = vec![1e-2f32; WEIGHTS];
    let mut random = Random::new(seed);
    let mut order: Vec<usize> = cases.iter().enumerate().flat_map(|(n, c)| vec![n; c.weight]).collect();
    for _ in 0..EPOCHS {
        random.shuffle(&mut order);
        for n in &order {
            let case = cases[*n];
            let (probabilities, nobody) = probabilities(&weights, &case.observed);
            let none_right = !case.right.contains(&true);
            // Whom "he" means is in the text, and "it" in a source is somebody: what was not found teaches nothing.
            if none_right && case.observed.group < 3 && case.pair.is_none() && case.corpus != Corpus::Speakers
            {
                continue;
            }
            let right: f32 = if none_right {
                nobody
            } else {
                probabilities.iter().zip(&case.right).filter(|(_, r)| **r).map(|(p, _)| p).sum()
            };
            let mut step = |features: &[u16], probability: f32, is_right: bool| {
                let share = if is_right { probability / right.max(1e-6) } else { 0.0 };
                let slope = probability - share;
                terms(case.observed.group, features, |at| {
                    let slope = slope + DECAY * weights[at];
                    squares[at] += slope * slope;
                    weights[at] -= RATE * slope / squares[at].sqrt();
                });
            };
            for ((candidate, p), is_right) in
                case.observed.candidates.iter().zip(&probabilities).zip(&case.right)
            {
                step(&candidate.features, *p, *is_right);
            }
            step(&case.observed.nobody, nobody, none_right);
        }
    }
    weights
}
