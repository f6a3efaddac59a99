//! Annotated antecedents: what people have marked in, questions of pronouns with their right answers out.
//!
//! ```text
//! DIR/gum/*.conllu          tokens with `Entity=` brackets: chains of mentions
//! DIR/gap-development.tsv   a paragraph, a pronoun, two names, which of them is meant
//! SPEAKERS.jsonl            for attributions of a corpus whom the source mention stands for
//! ```

use super::TrainError;
use super::corpus::Article;
use crate::extract::language::fold_name;
use crate::text::{ByteSpan, CharIndex, CharSpan};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A text with pronouns of which somebody has said whom they mean.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    /// Tells the texts apart, for parts of whole texts.
    pub id: String,
    pub body: String,
    pub questions: Vec<Question>,
    /// How often each question counts.
    pub weight: usize,
}

/// One pronoun.
#[derive(Clone, Debug)]
pub(super) struct Question {
    /// Its first byte.
    pub at: usize,
    /// The attribution whose source it is.
    pub attribution: Option<usize>,
    pub right: Right,
}

/// Whom a pronoun means.
#[derive(Clone, Debug)]
pub(super) enum Right {
    /// Whoever is spoken of at these places, the innermost mention deciding; and all other mentions.
    Chain(Vec<ByteSpan>, Vec<ByteSpan>),
    /// Whoever bears this name.
    Named(String),
    /// One of two names, or neither.
    Pair([ByteSpan; 2], [bool; 2]),
}

impl Right {
    /// Whether somebody with these names, spoken of at these places, is meant.
    pub fn is(&self, names: &[String], spans: &[ByteSpan]) -> bool {
        match self {
            Self::Chain(chain, others) => {
                let inside =
                    |span: &ByteSpan, outer: &&ByteSpan| outer.start <= span.start && span.end <= outer.end;
                spans.iter().any(|span| {
                    let width = |o: &&ByteSpan| o.end - o.start;
                    let own = chain.iter().filter(|o| inside(span, o)).map(|o| width(&o)).min();
                    let other = others.iter().filter(|o| inside(span, o)).map(|o| width(&o)).min();
                    own.is_some_and(|own| other.is_none_or(|other| own < other))
                })
            }
            Self::Named(name) => names.iter().any(|n| same_name(n, name)),
            Self::Pair(pair, right) => {
                let neither = !right[0] && !right[1];
                let touches =
                    |pair: &ByteSpan| spans.iter().any(|s| s.start < pair.end && pair.start < s.end);
                let one = (0..2).any(|i| right[i] && touches(&pair[i]));
                if neither { !pair.iter().any(touches) } else { one }
            }
        }
    }
}

/// Whether two names are of one actor: the same, or the same last word.
fn same_name(one: &str, other: &str) -> bool {
    let (a, b) = (fold_name(one), fold_name(other));
    let last = |s: &str| s.rsplit(' ').next().unwrap_or("").to_owned();
    !a.is_empty() && (a == b || last(&a) == last(&b) || b.contains(&a))
}

/// The chains of the documents in `folder`: each pronoun that corefers with something that is none.
pub(super) fn gum(folder: &Path) -> Result<Vec<Asked>, TrainError> {
    let fail = |source| TrainError::Read { path: folder.to_path_buf(), source };
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).map_err(fail)?.filter_map(|e| Some(e.ok()?.path())).collect();
    paths.sort();
    let mut texts = Vec::new();
    for path in paths.iter().filter(|p| p.extension().is_some_and(|e| e == "conllu")) {
        let text = std::fs::read_to_string(path)
            .map_err(|source| TrainError::Read { path: path.clone(), source })?;
        let id = path.file_stem().and_then(|s| s.to_str()).unwrap_or("").to_owned();
        texts.push(document(id, &text));
    }
    Ok(texts)
}

fn document(id: String, conllu: &str) -> Asked {
    let mut body = String::new();
    let mut open: Vec<(String, usize)> = Vec::new();
    let mut chains: BTreeMap<String, Vec<ByteSpan>> = BTreeMap::new();
    let mut actors: BTreeSet<String> = BTreeSet::new();
    let mut pronouns: Vec<ByteSpan> = Vec::new();
    let mut definite: Vec<usize> = Vec::new();
    for line in conllu.lines() {
        if line.starts_with("# newpar") && !line.starts_with("# newpar_block") && !body.is_empty() {
            body.truncate(body.trim_end().len());
            body.push_str("\n\n");
        }
        let columns: Vec<&str> = line.split('\t').collect();
        let [number, form, _, _, tag, .., misc] = columns.as_slice() else { continue };
        if number.contains(['-', '.']) {
            continue;
        }
        let start = body.len();
        body.push_str(form);
        let end = body.len();
        if form.eq_ignore_ascii_case("the") {
            definite.push(start);
        }
        if matches!(*tag, "PRP" | "PRP$") {
            pronouns.push(ByteSpan::new(start, end));
        }
        if !misc.contains("SpaceAfter=No") {
            body.push(' ');
        }
        let brackets = misc.split('|').find_map(|m| m.strip_prefix("Entity=")).unwrap_or("");
        let mut rest = brackets;
        while !rest.is_empty() {
            if let Some(opened) = rest.strip_prefix('(') {
                let stop = opened.find(['(', ')']).unwrap_or(opened.len());
                let (inner, after) = opened.split_at(stop);
                let mut fields = inner.split('-');
                let group = fields.next().unwrap_or("").to_owned();
                if matches!(fields.next(), Some("person" | "organization" | "place")) {
                    actors.insert(group.clone());
                }
                match after.strip_prefix(')') {
                    Some(after) => {
                        chains.entry(group).or_default().push(ByteSpan::new(start, end));
                        rest = after;
                    }
                    None => {
                        open.push((group, start));
                        rest = after;
                    }
                }
            } else {
                let (group, after) = rest.split_once(')').unwrap_or((rest, ""));
                if let Some(at) = open.iter().rposition(|(g, _)| g == group) {
                    let (group, from) = open.remove(at);
                    chains.entry(group).or_default().push(ByteSpan::new(from, end));
                }
                rest = after;
            }
        }
    }
    let mut questions = Vec::new();
    for (group, spans) in &chains {
        let is_pronoun = |s: &ByteSpan| pronouns.iter().any(|p| p.start == s.start && p.end == s.end);
        let named: Vec<ByteSpan> = spans.iter().filter(|s| !is_pronoun(s)).copied().collect();
        if named.is_empty() {
            continue;
        }
        let others: Vec<ByteSpan> =
            chains.iter().filter(|(g, _)| *g != group).flat_map(|(_, s)| s.iter().copied()).collect();
        for pronoun in spans.iter().filter(|s| is_pronoun(s)) {
            let right = Right::Chain(named.clone(), others.clone());
            questions.push(Question { at: pronoun.start, attribution: None, right });
        }
        // "the striker": whoever was spoken of before, or nobody.
        for one in named.iter().filter(|s| actors.contains(group) && definite.contains(&s.start)) {
            let before = named.iter().filter(|s| s.end <= one.start).copied().collect();
            let right = Right::Chain(before, others.clone());
            questions.push(Question { at: one.start, attribution: None, right });
        }
    }
    questions.sort_by_key(|q| q.at);
    Asked { id, body, questions, weight: 1 }
}

/// The pairs of a GAP file.
pub(super) fn gap(path: &Path) -> Result<Vec<Asked>, TrainError> {
    let text = std::fs::read_to_string(path)
        .map_err(|source| TrainError::Read { path: path.to_path_buf(), source })?;
    let mut texts = Vec::new();
    for line in text.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [id, body, _, at, a, a_at, a_right, b, b_at, b_right, ..] = columns.as_slice() else { continue };
        let chars = CharIndex::new(body);
        let number = |s: &str| s.parse::<usize>().unwrap_or(0);
        let span = |name: &str, at: &str| {
            let start = number(at);
            chars.bytes_of(CharSpan::new(start, start + name.chars().count()))
        };
        let right = [a_right, b_right].map(|r| r.eq_ignore_ascii_case("true"));
        let question = Question {
            at: chars.bytes_of(CharSpan::new(number(at), number(at) + 1)).start,
            attribution: None,
            right: Right::Pair([span(a, a_at), span(b, b_at)], right),
        };
        texts.push(Asked {
            id: (*id).to_owned(),
            body: (*body).to_owned(),
            questions: vec![question],
            weight: 1,
        });
    }
    Ok(texts)
}

/// A line of a file of speakers.
#[derive(Debug, Deserialize)]
struct Line {
    id: String,
    n: usize,
    actor: String,
    how: String,
    #[serde(default)]
    clear: bool,
}

/// The pronouns among the source mentions of these articles whose speaker is marked.
pub(super) fn speakers(path: &Path, articles: &[&Article]) -> Result<Vec<Asked>, TrainError> {
    let text = std::fs::read_to_string(path)
        .map_err(|source| TrainError::Read { path: path.to_path_buf(), source })?;
    let mut of: BTreeMap<String, Vec<Line>> = BTreeMap::new();
    for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let line: Line = serde_json::from_str(line).map_err(|source| TrainError::Label {
            path: path.to_path_buf(),
            line: n + 1,
            source,
        })?;
        of.entry(line.id.clone()).or_default().push(line);
    }
    let mut texts = Vec::new();
    for article in articles {
        let Some(lines) = of.get(&article.id) else { continue };
        let mut order: Vec<usize> = (0..article.gold.len()).collect();
        order.sort_by_key(|i| article.gold[*i].content.iter().map(|s| s.start).min());
        let questions = lines
            .iter()
            .filter(|l| l.clear && matches!(l.how.as_str(), "pronoun" | "description" | "office"))
            .filter_map(|line| {
                let attribution = *order.get(line.n)?;
                let at = article.gold[attribution].source.first()?.start;
                Some(Question { at, attribution: Some(attribution), right: Right::Named(line.actor.clone()) })
            });
        let questions: Vec<Question> = questions.collect();
        texts.push(Asked { id: article.id.clone(), body: article.body.clone(), questions, weight: 3 });
    }
    Ok(texts)
}
