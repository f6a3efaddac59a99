//! Who a reader has in mind at a place in the text: recency, subjecthood and, before all, who spoke last.

use super::coreference::Coreference;
use super::entity::{Entity, EntityId};
use super::mentions::What;
use super::weights::salience as weights;
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

/// How many speakers back.
const SPEAKERS: usize = 6;

/// A place in the text at which somebody is meant.
struct Here<'t> {
    words: &'t Analysis<'t>,
    chains: &'t Coreference,
    said: &'t [Said],
    at: usize,
    /// The words of the statement itself.
    own: &'t [TokenSpan],
}

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
    let here = Here { words, chains, said, at, own };
    let mut found: Vec<(EntityId, f32)> = Vec::new();
    let newest = here.mentioned(&fits, &mut found);
    here.spoken(&fits, newest, &mut found);
    found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    found
}

impl Here<'_> {
    /// Adds who was mentioned before; gives the newest subject among them and its token.
    fn mentioned(
        &self,
        fits: &impl Fn(EntityId, &Entity) -> Option<f32>,
        found: &mut Vec<(EntityId, f32)>,
    ) -> Option<(EntityId, usize)> {
        let (words, chains, at) = (self.words, self.chains, self.at);
        let mut newest_subject = None;
        let end = chains.mentions.partition_point(|m| m.tokens.start < at);
        for m in (end.saturating_sub(REACH)..end).rev() {
            let span = chains.mentions[m].tokens;
            let Some(id) = chains.meant[m] else { continue };
            let demonym = matches!(chains.mentions[m].what, What::Demonym(_));
            let own = self.own.iter().any(|o| o.holds(span.start));
            if demonym || words.aside(span.start) || own || span.holds(at) {
                continue;
            }
            let Some(bonus) = chains.entities.get(id).and_then(|e| fits(id, e)) else { continue };
            let subject = is_subject(words, chains, m);
            let weight = self.weight_of_mention(m, subject) + bonus;
            if subject && newest_subject.is_none() {
                newest_subject = Some((id, span.start));
            }
            match found.iter_mut().find(|(other, _)| *other == id) {
                Some((_, best)) => *best = best.max(weight) + weights::REPEATED,
                None => found.push((id, weight)),
            }
        }
        newest_subject
    }

    fn weight_of_mention(&self, m: usize, subject: bool) -> f32 {
        let (words, chains, at) = (self.words, self.chains, self.at);
        let span = chains.mentions[m].tokens;
        let sentences = words.sentence_number(at).saturating_sub(words.sentence_number(span.start)) as f32;
        let of_subject = weights::SUBJECT / (1.0 + weights::SUBJECT_FORGOTTEN * sentences);
        let mut weight = weights::MENTION / (1.0 + sentences) + if subject { of_subject } else { 0.0 };
        if words.quoted(span.start) && !words.quoted(at) {
            weight *= weights::QUOTED;
        }
        if is_possessive(words, span) {
            weight *= weights::GENITIVE;
        }
        // What a paragraph begins with is what it is about.
        let first = words.doc.paragraphs().get(words.paragraph(at)).map_or(0, |p| p.start);
        if subject && chains.starts[m] <= first + 1 && span.start >= first {
            weight += weights::BEGINS_PARAGRAPH;
        }
        // "As for Kest, she".
        if span.end + 1 == at && words.text(span.end) == "," && subject {
            weight += weights::TOPIC;
        }
        weight
    }

    /// Adds who spoke before.
    fn spoken(
        &self,
        fits: &impl Fn(EntityId, &Entity) -> Option<f32>,
        newest_subject: Option<(EntityId, usize)>,
        found: &mut Vec<(EntityId, f32)>,
    ) {
        let before = self.said.partition_point(|s| s.token < self.at);
        let last = self.said.get(..before).unwrap_or(&[]).iter().rev();
        let mut rank = 0;
        let mut seen: Option<EntityId> = None;
        for speaker in last.filter(|s| !s.nested || self.words.quoted(self.at)).take(SPEAKERS) {
            if seen.replace(speaker.who) == Some(speaker.who) {
                continue;
            }
            let weight = self.weight_of_speaker(speaker, rank, newest_subject);
            rank += 1;
            let bonus = self.chains.entities.get(speaker.who).and_then(|e| fits(speaker.who, e));
            let Some(bonus) = bonus else { continue };
            match found.iter_mut().find(|(other, _)| *other == speaker.who) {
                Some((_, best)) => *best += weight,
                None => found.push((speaker.who, weight + bonus)),
            }
        }
    }

    /// What having spoken counts, `rank` other speakers ago.
    fn weight_of_speaker(
        &self,
        speaker: &Said,
        rank: usize,
        newest_subject: Option<(EntityId, usize)>,
    ) -> f32 {
        let words = self.words;
        let paragraphs = words.paragraph(self.at).saturating_sub(words.paragraph(speaker.token));
        let by_paragraph = weights::SPEAKER_BY_PARAGRAPH.get(paragraphs).copied();
        let by_rank = weights::SPEAKER_BY_RANK.get(rank).copied();
        let mut weight = weights::SPEAKER
            * by_paragraph.unwrap_or(weights::SPEAKER_LONG_AGO)
            * by_rank.unwrap_or(weights::EARLIER_SPEAKER);
        // Somebody else came on the scene since.
        if let Some((id, token)) = newest_subject
            && id != speaker.who
            && words.sentence_number(token) > words.sentence_number(speaker.token)
        {
            let fresh = words.sentence_number(self.at) <= words.sentence_number(token) + 1;
            weight *= match (fresh, paragraphs > 0) {
                (true, true) => weights::PASSED_IN_NEW_PARAGRAPH,
                (true, false) => weights::PASSED,
                (false, _) => weights::PASSED_BEFORE,
            };
        }
        weight
    }
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
        [(_, one)] => ((weights::LONE + weights::LONE_BY_WEIGHT * one).min(weights::MOST), false),
        [(_, best), (_, next), ..] => {
            let lead = ((best - next) / best.max(weights::LEAST_WEIGHT)).clamp(0.0, 1.0);
            let sure = weights::FIRST + weights::FIRST_BY_LEAD * lead;
            (sure.min(weights::MOST), lead < weights::CLEAR_LEAD)
        }
    }
}
