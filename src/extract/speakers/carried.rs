//! Statements without a source mention: the speaker of the statement before, when the text goes on with it, or of
//! the quotation that they stand in.

use super::resolver::{Answer, Resolver};
use super::weights::sure;
use crate::domain::SpeakerMethod;
use crate::extract::language::WordSet;
use crate::text::TokenSpan;

impl Resolver<'_> {
    /// Who goes on speaking in a statement that names nobody: safe within one quotation, likely within one
    /// paragraph right after, else nobody.
    pub(super) fn carried(&self, statement: usize, answers: &[Answer]) -> Answer {
        let Some(place) = self.sayings.get(statement) else { return Answer::none() };
        let Some(start) = place.content.first().map(|c| c.start) else { return Answer::none() };
        let answer = |other: usize, confidence: f32| {
            let Some(before) = answers.get(other).filter(|a| !a.is_none()) else { return Answer::none() };
            let confidence = confidence * before.confidence.max(sure::LEAST_CARRIED);
            Answer { method: SpeakerMethod::Carried, confidence, ..before.clone() }
        };
        let quotation = self.words.quotation(start);
        if let Some(other) = quotation.and_then(|q| self.quoted.get(&q)).filter(|o| **o != statement) {
            return answer(*other, sure::CARRIED_IN_QUOTATION);
        }
        let Some((end, other)) =
            self.ended.partition_point(|e| e.0 <= start).checked_sub(1).map(|e| self.ended[e])
        else {
            return Answer::none();
        };
        let (paragraph, sentence) = (self.words.paragraph(start), self.words.sentence_number(start));
        let last = end.saturating_sub(1);
        let near =
            self.words.paragraph(last) == paragraph && sentence <= self.words.sentence_number(last) + 1;
        // A quotation that begins a paragraph by itself goes on with whoever spoke in the paragraph before.
        let goes_on = quotation.is_some()
            && self.words.paragraph(last) + 1 == paragraph
            && (start == 0 || self.words.paragraph(start - 1) < paragraph)
            && !self.names_somebody(paragraph, &place.content);
        match place.cue {
            None if near => answer(other, sure::CARRIED),
            Some(cue) if near && self.goes_on_with(cue, last) => answer(other, sure::CARRIED),
            _ if goes_on => answer(other, sure::CARRIED_TO_PARAGRAPH),
            _ => Answer::none(),
        }
    }

    /// "…, adding that", "… and warned": a cue that leans on the subject before. A passive ("it was viewed as") is
    /// anybody's.
    fn goes_on_with(&self, cue: usize, last: usize) -> bool {
        let words = self.words;
        let joined = cue > 0 && words.is_in(cue - 1, WordSet::GoesOn);
        let active =
            words.is_in(cue, WordSet::GerundEnding) || joined && words.is_in(cue, WordSet::PastEnding);
        active && words.sentence_number(cue) == words.sentence_number(last)
    }

    /// Remembers where an answered statement ends, for those that go on from it.
    pub(super) fn remember(&mut self, statement: usize) {
        let Some(place) = self.sayings.get(statement) else { return };
        let Some(end) = place.content.iter().chain(&place.source).map(|s| s.end).max() else { return };
        let at = self.ended.partition_point(|e| e.0 <= end);
        self.ended.insert(at, (end, statement));
        if !place.source.is_empty() && place.inside.is_none() {
            for span in &place.content {
                if let Some(quotation) = self.words.quotation(span.start) {
                    self.quoted.entry(quotation).or_insert(statement);
                }
            }
        }
    }

    /// Whether the paragraph mentions anybody outside the given words.
    fn names_somebody(&self, paragraph: usize, own: &[TokenSpan]) -> bool {
        let Some(span) = self.words.doc.paragraphs().get(paragraph) else { return false };
        self.chains.mentions_in(*span).any(|m| {
            let at = self.chains.mentions[m].tokens.start;
            !own.iter().any(|o| o.holds(at))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::speakers;

    #[test]
    fn a_paragraph_and_a_quotation_go_on() {
        assert_eq!(speakers("{Mira Kest} said [so]. [The rest is known.]"), ["Mira Kest", "Mira Kest"]);
        assert_eq!(
            speakers("{Mira Kest} said: “[It is late]. And then, [it is cold.]”"),
            ["Mira Kest", "Mira Kest"]
        );
    }

    #[test]
    fn nothing_is_carried_far() {
        assert_eq!(
            speakers("{Mira Kest} said [so].\n\nIt rained. It snowed. [The rest is known.]"),
            ["Mira Kest", "-"]
        );
        assert_eq!(speakers("[The rest is known.] {Mira Kest} said [so]."), ["-", "Mira Kest"]);
    }
}
