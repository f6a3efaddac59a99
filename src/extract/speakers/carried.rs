//! Statements without a source mention: the speaker of the statement before, when the text goes on with it.

use super::resolver::{Answer, Resolver};
use crate::domain::SpeakerMethod;

impl Resolver<'_> {
    /// Who goes on speaking in a statement that names nobody: safe within one quotation, likely within one
    /// paragraph right after, else nobody.
    pub(super) fn carried(&self, statement: usize, answers: &[Answer]) -> Answer {
        let Some(place) = self.places.get(statement) else { return Answer::none() };
        let Some(start) = place.content.first().map(|c| c.start) else { return Answer::none() };
        let tokens = self.words.doc.tokens();
        let quotation = tokens.get(start).and_then(|t| t.quotation);
        let (paragraph, sentence) = (self.words.paragraph(start), self.words.sentence(start));
        // The statement that ends last before this one.
        let mut last: Option<(usize, usize)> = None;
        for (other, before) in self.places.iter().enumerate() {
            if other == statement || answers.get(other).is_none_or(Answer::is_none) {
                continue;
            }
            let end =
                before.content.iter().chain(&before.source).map(|s| s.end).filter(|e| *e <= start).max();
            if let Some(end) = end.filter(|e| last.is_none_or(|(_, best)| *e > best)) {
                last = Some((other, end));
            }
        }
        let Some((other, end)) = last else { return Answer::none() };
        let Some(before) = answers.get(other) else { return Answer::none() };
        let end = end.saturating_sub(1);
        let same_quotation = quotation.is_some() && tokens.get(end).and_then(|t| t.quotation) == quotation;
        let near =
            self.words.paragraph(end) == paragraph && sentence - self.words.sentence(end).min(sentence) <= 1;
        // A quotation that begins a paragraph by itself goes on with whoever spoke in the paragraph before.
        let goes_on = quotation.is_some()
            && self.words.paragraph(end) + 1 == paragraph
            && tokens.get(start).is_some_and(|_| start == 0 || self.words.paragraph(start - 1) < paragraph)
            && !self.names_somebody(paragraph, &place.content);
        let confidence = match () {
            () if same_quotation => 0.85,
            () if near && !place.has_cue => 0.65,
            () if near => 0.5,
            () if goes_on => 0.55,
            () => return Answer::none(),
        };
        let mut answer = Answer { method: SpeakerMethod::Carried, ..before.clone() };
        answer.confidence = confidence * before.confidence.max(0.5);
        answer
    }

    /// Whether the paragraph mentions anybody outside the given words.
    fn names_somebody(&self, paragraph: usize, own: &[crate::text::TokenSpan]) -> bool {
        let Some(span) = self.words.doc.paragraphs().get(paragraph) else { return false };
        self.cast.mentions_in(*span).any(|m| {
            let at = self.cast.mentions[m].tokens.start;
            !own.iter().any(|o| o.holds(at))
        })
    }
}
