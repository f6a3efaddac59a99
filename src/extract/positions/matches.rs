//! Where a text speaks of an issue: its sentences, with the words of the issue that stand in each.
//!
//! Words are looked up by their stems; whoever the proposition names is met again as "he" or "the candidate" through the
//! chains of the text. A sentence with too little of an issue is passed over.

use super::issues::{Issues, Part, Signal, SignalWord, Target, prefix_key};
use crate::domain::Direction;
use crate::extract::analysis::Analysis;
use crate::extract::analysis::tags::Pos;
use crate::extract::speakers::{Cast, Form};
use crate::text::TokenSpan;
use std::collections::BTreeMap;

/// One word of an issue in a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hit {
    pub token: usize,
    pub part: Part,
    /// Which of the issue's terms.
    pub term: u8,
}

/// A sentence that speaks of an issue.
#[derive(Clone, Debug)]
pub(crate) struct Match {
    pub target: usize,
    pub sentence: TokenSpan,
    /// In the order of the text.
    pub hits: Vec<Hit>,
    /// Where it does: the words of a signal, or those of the issue that stand together and weigh most.
    pub span: TokenSpan,
    /// All stretches of it that weigh nearly as much, in the order of the text.
    pub cores: Vec<TokenSpan>,
    /// What its different words weigh, as a share of all of the issue's.
    pub share: f32,
    /// The same of the words of its slug.
    pub telling: f32,
    /// What the rarest of them weighs.
    pub rarest: f32,
    /// Different words.
    pub terms: usize,
    /// The side that a person's signal tells.
    pub signal: Option<Direction>,
}

impl Match {
    /// The part that a token is of the issue.
    pub fn part(&self, token: usize) -> Option<Part> {
        self.hits.iter().find(|h| h.token == token).map(|h| h.part)
    }
}

/// Least share of the words of the slug that a sentence must have, by weight.
const LEAST_TELLING: f32 = 0.5;

/// Or least share of all words of the issue.
const LEAST_SHARE: f32 = 0.25;

/// And least that these must weigh.
const LEAST_WEIGHT: f32 = 2.5;

/// The sentences that speak of issues, in the order of the text, an issue at a time.
pub(crate) fn matches(words: &Analysis<'_>, cast: &Cast<'_>, issues: &Issues) -> Vec<Match> {
    let mut hits: BTreeMap<(usize, u16), Vec<Hit>> = BTreeMap::new();
    let mut signals: BTreeMap<(usize, u16), (Direction, TokenSpan)> = BTreeMap::new();
    let mut note = |token: usize, target: u16, term: u8| {
        let part = issues.targets[usize::from(target)].terms[usize::from(term)].part;
        hits.entry((words.sentence(token).start, target)).or_default().push(Hit { token, part, term });
    };
    for token in 0..words.len() {
        let stem = u64::from(words.forms[token].stem);
        for (target, term) in issues.by_stem.get(&stem).into_iter().flatten() {
            if fits(words, issues.targets[usize::from(*target)].terms[usize::from(*term)].part, token) {
                note(token, *target, *term);
            }
        }
        if issues.by_signal.is_empty() {
            continue;
        }
        let prefix = prefix_key(&words.text(token).to_lowercase());
        let begun = [stem, prefix].map(|key| issues.by_signal.get(&key).into_iter().flatten());
        for (target, n) in begun.into_iter().flatten() {
            let Some(signal) = issues.targets[usize::from(*target)].signals.get(usize::from(*n)) else {
                continue;
            };
            let sentence = words.sentence(token);
            if let Some(end) = stands_at(words, signal, token, sentence.end) {
                signals.insert((sentence.start, *target), (signal.direction, TokenSpan::new(token, end)));
            }
        }
    }
    for (token, target, term) in met_again(words, cast, issues) {
        note(token, target, term);
    }
    for key in signals.keys() {
        hits.entry(*key).or_default();
    }
    hits.into_iter()
        .filter_map(|((start, target), hits)| {
            let signal = signals.get(&(start, target)).copied();
            matched(
                words.sentence(start),
                usize::from(target),
                &issues.targets[usize::from(target)],
                hits,
                signal,
            )
        })
        .collect()
}

/// Whether a word can be meant: what a proposition names as a matter is no verb ("return home"), and no part of somebody's
/// or something's name ("Wall Street").
fn fits(words: &Analysis<'_>, part: Part, token: usize) -> bool {
    let pos = words.pos(token);
    match part {
        Part::Matter if pos.is_verb() || pos == Pos::RB => false,
        Part::Matter if pos.is_proper() => {
            !words.pos(token + 1).is_proper() || words.pos(token + 1) == Pos::POS
        }
        _ => true,
    }
}

fn matched(
    sentence: TokenSpan,
    n: usize,
    target: &Target,
    mut hits: Vec<Hit>,
    signal: Option<(Direction, TokenSpan)>,
) -> Option<Match> {
    hits.sort_by_key(|h| h.token);
    let mut seen: Vec<u8> = hits.iter().filter(|h| h.part != Part::Aside).map(|h| h.term).collect();
    seen.sort_unstable();
    seen.dedup();
    let terms = || seen.iter().map(|t| target.terms[usize::from(*t)]);
    let weight: f32 = terms().map(|t| t.weight).sum();
    let telling: f32 = terms().filter(|t| t.telling).map(|t| t.weight).sum();
    let rarest = terms().map(|t| t.weight).fold(0.0, f32::max);
    let share = weight / target.weight.max(1.0);
    let telling = telling / target.telling.max(1.0);
    // What is to be done says nothing without what it is done to.
    let named = terms().any(|t| matches!(t.part, Part::Matter | Part::Name));
    let enough = telling >= LEAST_TELLING
        || named && share >= LEAST_SHARE && weight >= LEAST_WEIGHT
        || signal.is_some();
    let (direction, words) = signal.unzip();
    let (span, cores) = match words {
        Some(words) => (words, vec![words]),
        None => core(sentence, target, &hits),
    };
    enough.then_some(Match {
        span,
        cores,
        target: n,
        sentence,
        hits,
        share,
        telling,
        rarest,
        terms: seen.len(),
        signal: direction,
    })
}

/// Most words between two of an issue that stand together.
const GAP: usize = 4;

/// Least share of the weight of the best stretch that another must have.
const NEARLY: f32 = 0.6;

/// The stretch of words that stand together and weigh most, and all that weigh nearly as much.
fn core(sentence: TokenSpan, target: &Target, hits: &[Hit]) -> (TokenSpan, Vec<TokenSpan>) {
    let mut best = (0.0, TokenSpan::new(sentence.start, sentence.start));
    let mut all = Vec::new();
    for group in hits.chunk_by(|a, b| b.token - a.token <= GAP + 1) {
        let weigh =
            |h: &Hit| if h.part == Part::Aside { 0.1 } else { target.terms[usize::from(h.term)].weight };
        let weight: f32 = group.iter().map(weigh).sum();
        if let (Some(first), Some(last)) = (group.first(), group.last()) {
            let span = TokenSpan::new(first.token, last.token + 1);
            all.push((weight, span));
            if weight > best.0 {
                best = (weight, span);
            }
        }
    }
    let near = all.into_iter().filter(|(weight, _)| *weight >= best.0 * NEARLY).map(|(_, span)| span);
    (best.1, near.take(MOST_CORES).collect())
}

/// Most stretches of one sentence.
const MOST_CORES: usize = 8;

/// The end of a signal that begins with a token.
fn stands_at(words: &Analysis<'_>, signal: &Signal, token: usize, end: usize) -> Option<usize> {
    let mut at = token;
    for (n, word) in signal.words.iter().enumerate() {
        let last = if n == 0 { at + 1 } else { (at + signal.gap + 1).min(end) };
        let is = |t: &usize| match word {
            SignalWord::Stem(stem) => words.forms[*t].stem == *stem,
            SignalWord::Prefix(prefix) => words.text(*t).to_lowercase().starts_with(prefix.as_str()),
        };
        at = (at..last).find(is)? + 1;
    }
    Some(at)
}

/// Pronouns and descriptions of those whom a proposition names.
fn met_again(words: &Analysis<'_>, cast: &Cast<'_>, issues: &Issues) -> Vec<(usize, u16, u8)> {
    let mut named: BTreeMap<usize, Vec<(u16, u8)>> = BTreeMap::new();
    for mention in cast.mentions().iter().filter(|m| m.form == Form::Name) {
        let Some(last) = mention.tokens.end.checked_sub(1).and_then(|t| words.forms.get(t)) else { continue };
        for (target, term) in issues.by_stem.get(&u64::from(last.stem)).into_iter().flatten() {
            let is_name = issues.targets[usize::from(*target)].terms[usize::from(*term)].part == Part::Name;
            let all = named.entry(mention.who).or_default();
            if is_name && !all.contains(&(*target, *term)) {
                all.push((*target, *term));
            }
        }
    }
    let others = cast.mentions().iter().filter(|m| m.form != Form::Name);
    others
        .flat_map(|m| {
            named.get(&m.who).into_iter().flatten().map(|(target, term)| (m.tokens.start, *target, *term))
        })
        .collect()
}
