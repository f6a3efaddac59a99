//! Who a reader has in mind at a place in the text: recency, subjecthood and, before all, who spoke last.

use super::coreference::Coreference;
use super::entity::{Entity, EntityId};
use super::mentions::What;
use crate::extract::analysis::Analysis;
use crate::extract::language::WordSet;
use crate::text::TokenSpan;

/// Somebody spoke here.
#[derive(Clone, Copy, Debug)]
pub(super) struct Said {
    /// First token of the source mention, or of the content where there is none.
    pub token: usize,
    pub who: EntityId,
    /// Inside the words of somebody else.
    pub nested: bool,
}

/// How far back a reader remembers, in mentions.
const REACH: usize = 90;

/// Weight of the last speaker against a mention in the sentence itself.
const SPEAKER: f32 = 3.0;

/// The entities that `fits` lets pass, with their weight before token `at`, best first. `fits` gives a bonus, or
/// none to refuse; mentions inside `own` (the words of the statement itself) do not count.
pub(super) fn salient(
    words: &Analysis<'_>,
    chains: &Coreference,
    said: &[Said],
    at: usize,
    own: &[TokenSpan],
    fits: impl Fn(EntityId, &Entity) -> Option<f32>,
) -> Vec<(EntityId, f32)> {
    let mut found: Vec<(EntityId, f32)> = Vec::new();
    let mut newest_subject: Option<(EntityId, usize)> = None;
    let end = chains.mentions.partition_point(|m| m.tokens.start < at);
    for m in (end.saturating_sub(REACH)..end).rev() {
        let span = chains.mentions[m].tokens;
        let Some(id) = chains.meant[m] else { continue };
        let demonym = matches!(chains.mentions[m].what, What::Demonym(_));
        if demonym || words.aside(span.start) || own.iter().any(|o| o.holds(span.start)) || span.holds(at) {
            continue;
        }
        let Some(bonus) = chains.entities.get(id).and_then(|e| fits(id, e)) else { continue };
        let sentences = words.sentence_number(at).saturating_sub(words.sentence_number(span.start)) as f32;
        let subject = is_subject(words, chains, m);
        let mut weight = 2.0 / (1.0 + sentences) + if subject { 0.7 / (1.0 + 0.5 * sentences) } else { 0.0 };
        if words.quoted(span.start) && !words.quoted(at) {
            weight *= 0.3;
        }
        if is_possessive(words, span) {
            weight *= 0.6;
        }
        // What a paragraph begins with is what it is about.
        let first = words.doc.paragraphs().get(words.paragraph(at)).map_or(0, |p| p.start);
        if subject && chains.starts[m] <= first + 1 && span.start >= first {
            weight += 0.5;
        }
        // "As for Kest, she".
        if span.end + 1 == at && words.text(span.end) == "," && subject {
            weight += 2.0;
        }
        if subject && newest_subject.is_none() {
            newest_subject = Some((id, span.start));
        }
        match found.iter_mut().find(|(other, _)| *other == id) {
            Some((_, best)) => *best = best.max(weight + bonus) + 0.03,
            None => found.push((id, weight + bonus)),
        }
    }
    let before = said.partition_point(|s| s.token < at);
    let last = said.get(..before).unwrap_or(&[]).iter().rev().filter(|s| !s.nested || words.quoted(at));
    let mut rank = 0;
    let mut seen: Option<EntityId> = None;
    for speaker in last.take(6) {
        if seen.replace(speaker.who) == Some(speaker.who) {
            continue;
        }
        let bonus = chains.entities.get(speaker.who).and_then(|e| fits(speaker.who, e));
        let paragraphs = words.paragraph(at).saturating_sub(words.paragraph(speaker.token));
        let decay = [1.0, 0.95, 0.75, 0.55, 0.4].get(paragraphs).copied().unwrap_or(0.25);
        let mut weight = SPEAKER * decay * [1.0, 0.4, 0.2].get(rank).copied().unwrap_or(0.1);
        rank += 1;
        let Some(bonus) = bonus else { continue };
        // Somebody else came on the scene since.
        let passed = newest_subject.is_some_and(|(id, t)| {
            id != speaker.who && words.sentence_number(t) > words.sentence_number(speaker.token)
        });
        if passed {
            let fresh = newest_subject
                .is_some_and(|(_, t)| words.sentence_number(at) <= words.sentence_number(t) + 1);
            weight *= match (fresh, paragraphs > 0) {
                (true, true) => 0.1,
                (true, false) => 0.35,
                (false, _) => 0.5,
            };
        }
        match found.iter_mut().find(|(other, _)| *other == speaker.who) {
            Some((_, best)) => *best += weight,
            None => found.push((speaker.who, weight + bonus)),
        }
    }
    found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    found
}

/// Whether a mention can be the subject: no preposition before it, no genitive, outside quotation marks.
fn is_subject(words: &Analysis<'_>, chains: &Coreference, m: usize) -> bool {
    let span = chains.mentions[m].tokens;
    let start = chains.starts[m];
    let topic = start > 1 && words.is_in(start - 1, WordSet::For) && words.is_in(start - 2, WordSet::As);
    let governed =
        start > 0 && !topic && words.joined(start - 1, start) && words.is_in(start - 1, WordSet::NotSubject);
    !governed && !words.quoted(span.start) && !is_possessive(words, span)
}

fn is_possessive(words: &Analysis<'_>, span: TokenSpan) -> bool {
    words.is_in(span.end, WordSet::Genitive)
}

/// How sure the first of a ranking is, 0.4 to 0.92, and whether the second is so near that both must be kept.
pub(super) fn sureness(ranking: &[(EntityId, f32)]) -> (f32, bool) {
    match ranking {
        [] => (0.0, false),
        [(_, one)] => ((0.62 + 0.1 * one).min(0.92), false),
        [(_, best), (_, next), ..] => {
            let margin = ((best - next) / best.max(0.1)).clamp(0.0, 1.0);
            ((0.45 + 0.5 * margin).min(0.92), margin < 0.15)
        }
    }
}
