//! Overlap resolution: candidates with their confidence in, those that can stand side by side out.
//!
//! Nothing is annotated inside an attribution: the surer of two candidates that claim the same words wins.

use super::reading::Reading;
use super::spans::Spans;
use super::structure::word_count;
use crate::text::TokenSpan;

/// How sure a candidate must be for its claim on a whole utterance to count.
const CLAIM: f32 = 0.4;

/// Spans with the confidence that they are a statement.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Candidate {
    pub spans: Spans,
    pub confidence: f32,
}

/// The candidates at or above `least` that do not contradict a surer one, in text order.
pub(crate) fn resolve(mut candidates: Vec<Candidate>, least: f32) -> Vec<Candidate> {
    candidates.retain(|c| c.confidence >= least);
    candidates
        .sort_by(|a, b| b.confidence.total_cmp(&a.confidence).then_with(|| a.spans.head.cmp(&b.spans.head)));
    let mut kept: Vec<Candidate> = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        if let Some(candidate) = against(candidate, &kept) {
            kept.push(candidate);
        }
    }
    kept.sort_by_key(|c| (c.spans.content.first().map_or(0, |s| s.start), c.spans.head));
    kept
}

/// The candidates but those that stand inside an utterance in quotation marks which another one, with its own words
/// outside of the marks, claims as a whole: who speaks in quotation marks is quoted, not a source.
pub(crate) fn without_nested(r: &Reading, mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    let mut claimed: Vec<TokenSpan> = Vec::new();
    for candidate in candidates.iter().filter(|c| c.confidence >= CLAIM && !r.quoted(c.spans.head)) {
        for quotation in r.doc.quotations() {
            let whole = quotation.tokens;
            let holds = |s: &TokenSpan| s.start <= whole.start + 1 && whole.end <= s.end + 1;
            if word_count(r, whole) >= 4 && candidate.spans.content.iter().any(holds) {
                claimed.push(whole);
            }
        }
    }
    candidates.retain(|c| !claimed.iter().any(|s| s.holds(c.spans.head)));
    candidates
}

/// What is left of a candidate beside those already kept.
fn against(mut candidate: Candidate, kept: &[Candidate]) -> Option<Candidate> {
    for other in kept {
        let inside = |i: usize| other.spans.content.iter().any(|s| s.holds(i));
        if inside(candidate.spans.head) || candidate.spans.head == other.spans.head {
            return None;
        }
        // Words that the surer one claims, as content or as cue, are cut off.
        let mut taken: Vec<TokenSpan> = other.spans.content.clone();
        taken.push(other.spans.cue);
        let before: usize = candidate.spans.content.iter().map(TokenSpan::len).sum();
        candidate.spans.content = candidate.spans.content.iter().flat_map(|s| cut(*s, &taken)).collect();
        let after: usize = candidate.spans.content.iter().map(TokenSpan::len).sum();
        if after == 0 || after * 2 < before {
            return None;
        }
    }
    Some(candidate)
}

/// `span` without the first stretch that a taken span claims: the longer of what lies before and behind it.
fn cut(span: TokenSpan, taken: &[TokenSpan]) -> Option<TokenSpan> {
    let mut left = span;
    for t in taken {
        if left.overlaps(t) {
            let before = TokenSpan::new(left.start, t.start.max(left.start));
            let behind = TokenSpan::new(t.end.min(left.end), left.end);
            left = if before.len() >= behind.len() { before } else { behind };
        }
    }
    (!left.is_empty()).then_some(left)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(head: usize, content: (usize, usize), confidence: f32) -> Candidate {
        let spans = Spans {
            head,
            cue: TokenSpan::new(head, head + 1),
            source: None,
            content: vec![TokenSpan::new(content.0, content.1)],
            probability: 1.0,
        };
        Candidate { spans, confidence }
    }

    #[test]
    fn the_surer_candidate_keeps_its_words() {
        let kept = resolve(vec![candidate(5, (6, 12), 0.4), candidate(8, (9, 20), 0.9)], 0.3);
        assert_eq!(kept.len(), 1, "what is left of the weaker one is less than half of it");
        let kept = resolve(vec![candidate(5, (6, 22), 0.4), candidate(20, (30, 40), 0.9)], 0.3);
        assert_eq!(kept[0].spans.content, [TokenSpan::new(6, 20)]);
        let kept = resolve(vec![candidate(10, (11, 14), 0.4), candidate(2, (3, 20), 0.9)], 0.3);
        assert_eq!(kept.len(), 1, "a cue inside kept content is none");
    }
}
