//! Training of positions: articles on which people have marked who stands where in, two log-linear models out.
//!
//! ```text
//! {"id": "article", "actor": "…", "actor_regex": "…", "issue": "slug", "stance": "supports", "evidence": [0, 9], "more": [], "clear": true}
//! ```
//!
//! a line; offsets are code points; a row of stance `none` says that the actor speaks of the issue and takes no side. Every
//! candidate of an annotated article is a case: beside a marked passage it takes the marked side, elsewhere it takes none,
//! but for other passages of the same actor on the same issue, which nobody has judged.

use super::TrainError;
use super::corpus::Article;
use super::quantise::to_bytes;
use super::random::Random;
use super::tagger::Sections;
use crate::domain::{Issue, IssueId, PartialDate, Stance};
use crate::evaluate::Pattern;
use crate::extract::analysis::Analysis;
use crate::extract::language::Language;
use crate::extract::math::{ln, sigmoid};
use crate::extract::positions::observed::observe;
use crate::extract::positions::{COLUMNS, FACTS, Issues, Judged, RARITY_STEPS, together};
use crate::extract::speakers::{Context, EntityId, Given, Registry, cast};
use crate::extract::statements;
use crate::text::{ByteSpan, CharIndex, CharSpan};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The sections: weights, rarity of words, scales and the weights of what passages come to together.
pub(super) const SECTIONS: [[u8; 4]; 3] = [*b"STNC", *b"STNR", *b"STNB"];

const ROWS: usize = 1 << 16;
const RARITY_ROWS: usize = 1 << 15;
const EPOCHS: usize = 8;
const RATE: f32 = 0.03;
const DECAY: f32 = 6e-4;
const FOLDS: usize = 5;

/// A feature of fewer candidates is not learned from.
const LEAST_SEEN: usize = 5;

/// What a row that one reader in ten would not have made counts.
const UNSURE: f32 = 0.4;

/// One marked position.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Label {
    id: String,
    actor_regex: String,
    issue: String,
    stance: String,
    #[serde(default)]
    also: Vec<String>,
    evidence: (usize, usize),
    #[serde(default)]
    more: Vec<(usize, usize)>,
    clear: bool,
}

/// One candidate as the model sees it.
#[derive(Debug)]
pub(super) struct Case {
    article: usize,
    issue: usize,
    who: EntityId,
    side: Vec<u32>,
    way: Vec<(u32, i8)>,
    /// Whether it takes a side; none where nobody has judged.
    takes: Option<bool>,
    /// Whether that is for the proposition.
    is_for: Option<bool>,
    weight: f32,
}

#[derive(Default)]
/// The annotated articles: cases, and what is right of each actor and issue.
pub(super) struct Material {
    cases: Vec<Case>,
    /// For each article, issue and entity the stances that are right, and whether one of them is required.
    right: BTreeMap<(usize, usize, EntityId), (BTreeSet<String>, bool)>,
    /// Clear positions for or against: article, issue, label number.
    required: Vec<(usize, usize)>,
    /// For each group the labels that it answers.
    answers: BTreeMap<(usize, usize, EntityId), Vec<usize>>,
    stances: Vec<String>,
    articles: usize,
    /// For each article the number of the set that it is of.
    sets: Vec<usize>,
    issues: usize,
}

/// How well positions are told that were not learned from.
#[derive(Clone, Copy, Debug, Default)]
pub struct PositionFigures {
    /// Least confidence of what counts.
    pub least: f32,
    /// Positions told.
    pub told: usize,
    /// Of them right.
    pub right: usize,
    /// Of them on rows that are not clear.
    pub optional: usize,
    /// Clear positions.
    pub required: usize,
    /// Of them found.
    pub found: usize,
    /// Clear pairs of actor and issue that were told, and of them those with the right stance.
    pub pairs: [usize; 2],
}

/// One set of marked positions, on issues of its own.
pub(super) struct Set {
    issues: Vec<Issue>,
    labels: Vec<Label>,
}

/// Reads a set: its labels and its issues. The texts are in the corpora.
pub(super) fn set(labels: &Path, issues: &Path) -> Result<Set, TrainError> {
    Ok(Set { issues: self::issues(issues)?, labels: super::labels(labels)? })
}

/// Reads the cases of all sets.
pub(super) fn material(
    language: &Language<'_>,
    registry: &Registry,
    sets: &[Set],
    articles: &[&Article],
) -> Material {
    let mut all = Material::default();
    for (n, set) in sets.iter().enumerate() {
        all.add(language, registry, set, n, articles);
    }
    all
}

impl Material {
    fn add(
        &mut self,
        language: &Language<'_>,
        registry: &Registry,
        set: &Set,
        set_number: usize,
        articles: &[&Article],
    ) {
        let all = self;
        let (first, before) = (all.stances.len(), all.issues);
        let Set { issues, labels, .. } = set;
        let number_of = |n: usize| IssueId((before + n) as i64);
        let compiled = Issues::new(language, issues.iter().enumerate().map(|(n, i)| (number_of(n), i)));
        let mut of: BTreeMap<&str, Vec<(usize, &Label)>> = BTreeMap::new();
        for (n, label) in labels.iter().enumerate() {
            of.entry(&label.id).or_default().push((first + n, label));
        }
        all.stances.extend(labels.iter().map(|l| l.stance.clone()));
        all.issues += issues.len();
        for article in articles {
            let Some(labels) = of.get(article.id.as_str()) else { continue };
            let number = all.articles;
            all.articles += 1;
            all.sets.push(set_number);
            let chars = CharIndex::new(&article.body);
            let mut analysis = Analysis::new(language, &article.body);
            let found = statements(&mut analysis);
            let published: Option<PartialDate> = article.date.parse().ok();
            let people =
                cast(&analysis, &found, &Given::new(), registry, &Context { published, author: None });
            let marked: Vec<Marked> =
                labels.iter().filter_map(|(n, l)| Marked::of(*n, l, issues, &chars)).collect();
            all.required.extend(marked.iter().filter(|m| m.required()).map(|m| (number, m.n)));
            for seen in observe(&analysis, &found, &people, &compiled) {
                let of_actor: Vec<&Marked> =
                    marked.iter().filter(|m| m.issue == seen.issue && m.is(&seen.names)).collect();
                let key = (number, before + seen.issue, seen.who);
                let (right, required) = all.right.entry(key).or_default();
                let answers = all.answers.entry(key).or_default();
                for m in &of_actor {
                    right.insert(m.label.stance.clone());
                    right.extend(m.label.also.iter().cloned());
                    *required |= m.required();
                    if !answers.contains(&m.n) {
                        answers.push(m.n);
                    }
                }
                let here = of_actor.iter().find(|m| m.spans.iter().any(|s| s.overlaps(&seen.sentence)));
                let (takes, is_for, weight) = match here {
                    Some(m) => {
                        let weight = if m.label.clear { 1.0 } else { UNSURE };
                        match m.label.stance.as_str() {
                            "supports" => (Some(true), Some(true), weight),
                            "opposes" => (Some(true), Some(false), weight),
                            "none" => (Some(false), None, 1.0),
                            "unclear" => (None, None, 1.0),
                            _ => (Some(true), None, weight),
                        }
                    }
                    None if of_actor.iter().any(|m| m.label.stance != "none") => (None, None, 1.0),
                    None => (Some(false), None, 1.0),
                };
                let mut side = seen.features.side;
                side.sort_unstable();
                side.dedup();
                let way = seen.features.way;
                all.cases.push(Case {
                    article: number,
                    issue: before + seen.issue,
                    who: seen.who,
                    side,
                    way,
                    takes,
                    is_for,
                    weight,
                });
            }
        }
    }
}

struct Marked<'l> {
    n: usize,
    label: &'l Label,
    issue: usize,
    name: Pattern,
    spans: Vec<ByteSpan>,
}

impl<'l> Marked<'l> {
    fn of(n: usize, label: &'l Label, issues: &[Issue], chars: &CharIndex) -> Option<Self> {
        let issue = issues.iter().position(|i| i.slug == label.issue)?;
        let name = Pattern::new(&label.actor_regex).ok()?;
        let spans = std::iter::once(&label.evidence)
            .chain(&label.more)
            .map(|(start, end)| chars.bytes_of(CharSpan::new(*start, *end)))
            .collect();
        Some(Self { n, label, issue, name, spans })
    }

    fn is(&self, names: &[String]) -> bool {
        names.iter().any(|name| self.name.is_in(name))
    }

    fn required(&self) -> bool {
        self.label.clear && !matches!(self.label.stance.as_str(), "none" | "unclear")
    }
}

/// The weights: taking a side and which, one pair a row.
struct Weights {
    rows: Vec<f32>,
    facts: [f32; FACTS],
}

/// Learns the sections.
pub(super) fn train(material: &Material, seed: u64) -> Sections {
    let all: BTreeSet<usize> = (0..material.articles).collect();
    let weights = fit(material, &all, None, seed);
    let column = |c: usize| -> Vec<f32> { weights.rows.iter().skip(c).step_by(COLUMNS).copied().collect() };
    let (side, side_step) = to_bytes(&column(0), 0.9999);
    let (way, way_step) = to_bytes(&column(1), 0.9999);
    let bytes = side.iter().zip(&way).flat_map(|(s, w)| [*s, *w]).collect();
    let numbers = [side_step, way_step].into_iter().chain(weights.facts).flat_map(f32::to_le_bytes).collect();
    vec![(SECTIONS[0], bytes), (SECTIONS[2], numbers)]
}

/// How rare each word is in these texts.
pub(super) fn rarity(language: &Language<'_>, articles: &[&Article]) -> Sections {
    let mut seen: BTreeMap<u32, u32> = BTreeMap::new();
    for article in articles {
        let words = Analysis::new(language, &article.body);
        let stems: BTreeSet<u32> = words.forms.iter().map(|f| f.stem).collect();
        for stem in stems {
            *seen.entry(stem).or_default() += 1;
        }
    }
    let most = (articles.len() as f32).max(1.0);
    let step = |count: f32| (ln(most / count) * RARITY_STEPS).round().clamp(0.0, 127.0) as u8;
    let mut rows = vec![step(0.7); RARITY_ROWS];
    for (stem, count) in seen {
        let row = &mut rows[stem as usize & (RARITY_ROWS - 1)];
        *row = (*row).min(step(count as f32));
    }
    vec![(SECTIONS[1], rows)]
}

/// The figures of each set at several confidences: each article told by what others teach; where `by_issue`, each issue by others.
pub(super) fn figures(material: &Material, by_issue: bool, seed: u64) -> Vec<Vec<PositionFigures>> {
    let mut told: Vec<((usize, usize, EntityId), Stance, f32)> = Vec::new();
    for fold in 0..FOLDS {
        let seen: BTreeSet<usize> =
            (0..material.articles).filter(|a| by_issue || a % FOLDS != fold).collect();
        let weights = fit(material, &seen, by_issue.then_some(fold), seed);
        let tested = |c: &&Case| if by_issue { c.issue % FOLDS == fold } else { c.article % FOLDS == fold };
        for (key, judged) in groups(material.cases.iter().filter(tested), &weights) {
            let Some(t) = together(&judged) else { continue };
            told.push((key, t.stance, sigmoid(dot(&t.facts, &weights.facts))));
        }
    }
    let sets = material.sets.iter().max().map_or(0, |last| last + 1);
    let of_set = |set: usize| {
        let told: Vec<_> = told.iter().filter(|(key, ..)| material.sets[key.0] == set).copied().collect();
        let at = |least| count(material, set, &told, least);
        [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9].into_iter().map(at).collect()
    };
    (0..sets).map(of_set).collect()
}

fn count(
    material: &Material,
    set: usize,
    told: &[((usize, usize, EntityId), Stance, f32)],
    least: f32,
) -> PositionFigures {
    let of_set = || material.required.iter().filter(|(article, _)| material.sets[*article] == set);
    let mut figures = PositionFigures { least, required: of_set().count(), ..PositionFigures::default() };
    let mut found: BTreeSet<usize> = BTreeSet::new();
    for (key, stance, _) in told.iter().filter(|t| t.2 >= least) {
        figures.told += 1;
        let (right, required) = &material.right[key];
        let is_right = right.contains(stance.as_str());
        figures.pairs[0] += usize::from(*required);
        figures.pairs[1] += usize::from(*required && is_right);
        figures.right += usize::from(is_right && *required);
        figures.optional += usize::from(is_right && !required);
        if is_right {
            found.extend(material.answers[key].iter().filter(|n| material.stances[**n] == stance.as_str()));
        }
    }
    figures.found = of_set().filter(|(_, n)| found.contains(n)).count();
    figures
}

fn groups<'c>(
    cases: impl Iterator<Item = &'c Case>,
    weights: &Weights,
) -> BTreeMap<(usize, usize, EntityId), Vec<Judged>> {
    let mut groups: BTreeMap<(usize, usize, EntityId), Vec<Judged>> = BTreeMap::new();
    for case in cases {
        let judged = Judged { side: side(&weights.rows, case), way: way(&weights.rows, case) };
        groups.entry((case.article, case.issue, case.who)).or_default().push(judged);
    }
    groups
}

fn side(rows: &[f32], case: &Case) -> f32 {
    case.side.iter().map(|f| rows[row(*f)]).sum()
}

fn way(rows: &[f32], case: &Case) -> f32 {
    case.way.iter().map(|(f, sign)| rows[row(*f) + 1] * f32::from(*sign)).sum()
}

fn row(feature: u32) -> usize {
    (feature as usize & (ROWS - 1)) * COLUMNS
}

fn dot(a: &[f32; FACTS], b: &[f32; FACTS]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Learns from the cases of these articles, but for the issues of `without`. What passages come to together is learned
/// from passages that were judged by what other issues teach: people bring issues that the model has not seen.
fn fit(material: &Material, articles: &BTreeSet<usize>, without: Option<usize>, seed: u64) -> Weights {
    let usable =
        |c: &Case| articles.contains(&c.article) && without.is_none_or(|fold| c.issue % FOLDS != fold);
    let own: Vec<&Case> = material.cases.iter().filter(|c| usable(c)).collect();
    let rows = regression(&own, seed);
    let mut told: Vec<([f32; FACTS], bool)> = Vec::new();
    for part in 0..FOLDS {
        let is_in = |c: &&&Case| (c.issue / FOLDS) % FOLDS == part;
        let rest: Vec<&Case> = own.iter().filter(|c| !is_in(c)).copied().collect();
        let weights = Weights { rows: regression(&rest, seed), facts: [0.0; FACTS] };
        for (key, judged) in groups(own.iter().filter(is_in).copied(), &weights) {
            let Some(t) = together(&judged) else { continue };
            let (right, required) = &material.right[&key];
            let is_right = right.contains(t.stance.as_str());
            // What readers do not agree on counts neither way.
            if *required || !is_right {
                told.push((t.facts, is_right));
            }
        }
    }
    Weights { rows, facts: calibration(&told) }
}

/// Logistic regression of "right" on the facts, by plain gradient descent.
fn calibration(told: &[([f32; FACTS], bool)]) -> [f32; FACTS] {
    let mut weights = [0.0f32; FACTS];
    let (mut square, n) = ([1e-3f32; FACTS], told.len().max(1) as f32);
    for _ in 0..600 {
        let mut slope = [0.0f32; FACTS];
        for (facts, right) in told {
            let miss = sigmoid(dot(facts, &weights)) - f32::from(u8::from(*right));
            for (s, fact) in slope.iter_mut().zip(facts) {
                *s += miss * fact / n;
            }
        }
        for ((w, s), q) in weights.iter_mut().zip(slope).zip(&mut square) {
            *q = 0.95 * *q + 0.05 * s * s;
            *w -= 0.02 * s / q.sqrt();
        }
    }
    weights
}

/// Two logistic regressions by AdaGrad, one of them on signed features.
fn regression(cases: &[&Case], seed: u64) -> Vec<f32> {
    let mut seen: BTreeMap<u32, usize> = BTreeMap::new();
    for feature in cases.iter().flat_map(|c| c.side.iter().copied().chain(c.way.iter().map(|w| w.0))) {
        *seen.entry(feature).or_default() += 1;
    }
    let often = |f: u32| seen.get(&f).is_some_and(|n| *n >= LEAST_SEEN);
    let mut rows = vec![0.0f32; ROWS * COLUMNS];
    let mut squares = vec![1e-2f32; ROWS * COLUMNS];
    let mut random = Random::new(seed);
    let mut order: Vec<usize> = (0..cases.len()).filter(|n| cases[*n].takes.is_some()).collect();
    for _ in 0..EPOCHS {
        random.shuffle(&mut order);
        for n in &order {
            let case = cases[*n];
            let Some(takes) = case.takes else { continue };
            let miss = (sigmoid(side(&rows, case)) - f32::from(u8::from(takes))) * case.weight;
            for feature in case.side.iter().filter(|f| often(**f)) {
                step(&mut rows, &mut squares, row(*feature), miss);
            }
            if let Some(is_for) = case.is_for {
                let miss = (sigmoid(way(&rows, case)) - f32::from(u8::from(is_for))) * case.weight;
                for (feature, sign) in case.way.iter().filter(|f| often(f.0)) {
                    step(&mut rows, &mut squares, row(*feature) + 1, miss * f32::from(*sign));
                }
            }
        }
    }
    rows
}

fn step(rows: &mut [f32], squares: &mut [f32], at: usize, slope: f32) {
    let slope = slope + DECAY * rows[at];
    squares[at] += slope * slope;
    rows[at] -= RATE * slope / squares[at].sqrt();
}

/// The issues of a file.
fn issues(path: &Path) -> Result<Vec<Issue>, TrainError> {
    #[derive(Deserialize)]
    struct File {
        issue: Vec<Issue>,
    }
    let text = std::fs::read_to_string(path)
        .map_err(|source| TrainError::Read { path: path.to_path_buf(), source })?;
    let file: File =
        toml::from_str(&text).map_err(|source| TrainError::Issues { path: path.to_path_buf(), source })?;
    Ok(file.issue)
}
