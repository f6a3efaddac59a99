//! Why a statement was taken for one: a document and one of its statements in, the main reasons out.
//!
//! Nothing of this is stored. The stages run again on the document; hashed features get their names back because
//! the code that makes them names them as it goes.

use super::cue::Cue;
use super::cue_features::cue_features;
use super::layout::{comma_closed, sign_offs, transcripts};
use super::reranker::{Facts, Field};
use super::spans::Spans;
use super::surroundings::surroundings;
use super::wording::wording_features;
use super::{Parts, Statement, tidy};
use crate::extract::analysis::Analysis;
use crate::text::TokenSpan;

/// How many features of the cue, and how many facts, are given.
const MOST: usize = 6;

/// Weights below this, in log odds, are no reason.
const LEAST_WEIGHT: f32 = 0.05;

/// The stage of extraction that a reason comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// A rule of layout or quotation marks.
    Rule,
    /// The classifier that found the reporting words.
    Cue,
    /// The model that found where source and content begin and end.
    Spans,
    /// The model that weighs the finished statement.
    Confidence,
}

impl Stage {
    /// The name of the stage, for output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Cue => "cue",
            Self::Spans => "spans",
            Self::Confidence => "confidence",
        }
    }
}

/// One reason for or against a statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// Where it comes from.
    pub stage: Stage,
    /// What it is, in words.
    pub text: String,
    /// How much it weighs: log odds for cues, change of the confidence for facts, a probability for spans, 1 for rules.
    /// Below nought it speaks against.
    pub weight: f32,
}

/// The main reasons for `statement`, which [`super::statements()`] found in this analysis; rules first, then by stage, the
/// heaviest first. Empty where no candidate of the document fits the statement.
pub fn explain(r: &mut Analysis, statement: &Statement) -> Vec<Reason> {
    let parts = &r.language.parts;
    let (cues, spans) = parts.candidates(r);
    let r = &*r;
    let mut reasons = rule_reasons(r, statement);
    let wanted = statement.cue.first().copied();
    let overlap = |s: &Spans| {
        let mine: usize = statement.content.iter().map(|c| c.len()).sum();
        let common: usize = s.content.iter().map(|c| common_tokens(*c, statement)).sum();
        (common * 100).checked_div(mine).unwrap_or(0)
    };
    let fits = |s: &&Spans| wanted.is_some_and(|w| w.overlaps(&s.cue));
    let found = spans.iter().enumerate().filter_map(|(n, s)| s.as_ref().filter(fits).map(|s| (n, s)));
    let Some((n, chosen)) = found.max_by_key(|(n, s)| (overlap(s), usize::MAX - n)) else { return reasons };
    reasons.extend(cue_reasons(parts, r, cues[n]));
    reasons.push(Reason {
        stage: Stage::Spans,
        text: "probability of exactly these words among all ways to cut the sentence".to_string(),
        weight: chosen.certainty.exact,
    });
    let mut facts = Field::new(r, &cues, &spans).named_facts(n, chosen, &parts.cues);
    let mut features = Vec::new();
    wording_features(r, chosen, &mut features);
    facts.put_wording(parts.wording.score(&features));
    reasons.extend(fact_reasons(parts, &facts));
    reasons
}

fn common_tokens(span: TokenSpan, statement: &Statement) -> usize {
    let shared = |other: TokenSpan| other.end.min(span.end).saturating_sub(other.start.max(span.start));
    statement.content.iter().map(|c| shared(*c)).sum()
}

/// The rules of layout that gave or shaped the statement.
fn rule_reasons(r: &Analysis, statement: &Statement) -> Vec<Reason> {
    let rule = |text: &str| Reason { stage: Stage::Rule, text: text.to_string(), weight: 1.0 };
    let mut reasons = Vec::new();
    let same = |spans: &Spans| tidy::statement(r, spans, 0.0).is_some_and(|s| s.content == statement.content);
    if transcripts(r).iter().any(|c| same(&c.spans)) {
        reasons.push(rule("a name and a colon begin the paragraph"));
    }
    if sign_offs(r).iter().any(|c| same(&c.spans)) {
        reasons.push(rule("a dash and a name follow the quotation"));
    }
    let cue = statement.cue.first().map(|c| c.start);
    if let Some(quotation) = cue.and_then(|head| comma_closed(r, head))
        && statement.content.iter().any(|c| c.overlaps(&quotation.tokens))
    {
        reasons.push(rule("a comma closes the quotation before the cue"));
    }
    let quotation = |c: &TokenSpan| r.doc.tokens().get(c.start).and_then(|t| t.quotation);
    let paragraph = |c: &TokenSpan| r.doc.tokens().get(c.start).map(|t| t.paragraph);
    let goes_on = |w: &[TokenSpan]| {
        quotation(&w[0]).is_some()
            && quotation(&w[0]) == quotation(&w[1])
            && paragraph(&w[0]) != paragraph(&w[1])
    };
    if statement.content.windows(2).any(goes_on) {
        reasons.push(rule("one quotation runs over several paragraphs"));
    }
    reasons
}

/// What the network says of the cue's head, and its features with the largest weights.
fn cue_reasons(parts: &Parts<'_>, r: &Analysis, cue: Cue) -> Vec<Reason> {
    let head = cue.token;
    let mut named: Vec<(&'static str, f32)> =
        vec![("the words around it, as the network sees them", cue.network)];
    let prior = parts.cues.prior(r.forms[head].stem);
    cue_features(r, head, prior, &surroundings(r, head), &mut |name, feature| {
        let weight = parts.cues.weight(feature);
        match named.iter_mut().find(|(n, _)| *n == name) {
            Some((_, sum)) => *sum += weight,
            None => named.push((name, weight)),
        }
    });
    let text = |name: &str| format!("“{}”: {name}", r.doc.text(head));
    heaviest(named.into_iter().map(|(name, weight)| (text(name), weight)).collect(), Stage::Cue)
}

/// The facts that change the confidence most, each set to what it commonly is.
fn fact_reasons(parts: &Parts<'_>, facts: &Facts) -> Vec<Reason> {
    let confidence = parts.reranker.confidence(facts.values());
    let common = parts.reranker.common();
    let all = facts.values().iter().zip(facts.names()).zip(common).enumerate();
    let changes = all.map(|(n, ((value, name), common))| {
        let mut other = facts.values().to_vec();
        other[n] = *common;
        (format!("{name}: {}", figure(*value)), confidence - parts.reranker.confidence(&other))
    });
    heaviest(changes.collect(), Stage::Confidence)
}

fn figure(value: f32) -> String {
    if value == value.round() { format!("{value:.0}") } else { format!("{value:.2}") }
}

fn heaviest(mut list: Vec<(String, f32)>, stage: Stage) -> Vec<Reason> {
    list.retain(|(_, w)| w.abs() >= if stage == Stage::Cue { LEAST_WEIGHT } else { LEAST_WEIGHT / 10.0 });
    list.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then_with(|| a.0.cmp(&b.0)));
    list.truncate(MOST);
    list.into_iter().map(|(text, weight)| Reason { stage, text, weight }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Language, statements};

    #[test]
    fn every_statement_has_reasons() {
        let english = Language::english();
        let mut analysis = Analysis::new(
            &english,
            "“We will vote tomorrow,” said Ann Lee, the mayor. The union said that it would sue.",
        );
        let found = statements(&mut analysis);
        assert_eq!(found.len(), 2);
        for statement in &found {
            let reasons = explain(&mut analysis, statement);
            for stage in [Stage::Cue, Stage::Spans, Stage::Confidence] {
                assert!(reasons.iter().any(|r| r.stage == stage), "{stage:?} {reasons:?}");
            }
        }
        assert!(explain(&mut analysis, &found[0]).iter().any(|r| r.stage == Stage::Rule));
    }
}
