//! Overlap resolution: candidates with their confidence in, those that can stand side by side out.
//!
//! The surer of two candidates that claim the same words wins; only who is quoted word for word inside another's statement
//! is kept beside it.

use super::layout::{UTTERANCE_WORDS, word_count};
use super::spans::Spans;
use crate::extract::analysis::Analysis;
use crate::text::TokenSpan;
use std::collections::HashMap;

/// How sure a candidate must be for its claim on a whole utterance to count.
const SURE_CLAIM: f32 = 0.4;

/// The share of the outer statement's confidence that one inside it has at most, while they are weighed.
const GIVEN_WAY: f32 = 0.99;

/// So many kept candidates before one are asked whether it stands in them.
const NEAR: usize = 8;

/// Spans with the confidence that they are a statement.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Candidate {
    pub spans: Spans,
    pub confidence: f32,
    /// A turn of speech: word for word, without marks.
    pub spoken: bool,
}

impl Candidate {
    /// Its place in the order of the text: where its content begins, and its cue.
    pub fn place(&self) -> (usize, usize) {
        (self.spans.content.first().map_or(0, |s| s.start), self.spans.head)
    }
}

/// The candidates at or above `least` that do not contradict a surer one, in text order.
pub(crate) fn without_overlaps(mut candidates: Vec<Candidate>, least: f32) -> Vec<Candidate> {
    candidates.retain(|c| c.confidence >= least);
    candidates
        .sort_by(|a, b| b.confidence.total_cmp(&a.confidence).then_with(|| a.spans.head.cmp(&b.spans.head)));
    let end = |c: &Candidate| c.spans.content.iter().map(|s| s.end).max().unwrap_or(0).max(c.spans.cue.end);
    let mut claims = Claims { tokens: vec![false; candidates.iter().map(end).max().unwrap_or(0)] };
    let mut kept: Vec<Candidate> = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        if let Some(candidate) = claims.left_of(candidate) {
            claims.add(&candidate.spans);
            kept.push(candidate);
        }
    }
    kept.sort_by_key(Candidate::place);
    kept
}

/// Which tokens are content or cue of a kept candidate.
struct Claims {
    tokens: Vec<bool>,
}

impl Claims {
    /// What is left of a candidate beside what is claimed; none where its cue is claimed, or where less than
    /// half of its content is left.
    fn left_of(&self, mut candidate: Candidate) -> Option<Candidate> {
        let spans = &mut candidate.spans;
        if self.claimed(spans.head) {
            return None;
        }
        let length = |content: &[TokenSpan]| content.iter().map(TokenSpan::len).sum::<usize>();
        let before = length(&spans.content);
        spans.content = spans.content.iter().filter_map(|s| self.longest_free(*s)).collect();
        let after = length(&spans.content);
        (after > 0 && after * 2 >= before).then_some(candidate)
    }

    fn claimed(&self, token: usize) -> bool {
        self.tokens.get(token) == Some(&true)
    }

    /// The longest stretch of the span that nobody claims; the first of equals.
    fn longest_free(&self, span: TokenSpan) -> Option<TokenSpan> {
        let mut best = TokenSpan::new(span.start, span.start);
        let mut from = span.start;
        for i in span.range() {
            if self.claimed(i) {
                from = i + 1;
            } else if i + 1 - from > best.len() {
                best = TokenSpan::new(from, i + 1);
            }
        }
        (!best.is_empty()).then_some(best)
    }

    fn add(&mut self, spans: &Spans) {
        for span in spans.content.iter().chain([&spans.cue]) {
            if let Some(tokens) = self.tokens.get_mut(span.range()) {
                tokens.fill(true);
            }
        }
    }
}

/// The candidates that quote somebody inside another statement: `the paper reported that Lee asked: “…?”`. Their words
/// all stand in marks; their cue does not.
pub(crate) fn quoting(r: &Analysis, candidates: &[Candidate]) -> Vec<Candidate> {
    let quotes = |c: &&Candidate| {
        let words = c.spans.content.iter().flat_map(|s| s.range());
        let mut words = words.filter(|i| r.doc.tokens()[*i].is_word()).peekable();
        let sourced = c.spans.source.is_some_and(|s| !r.quoted(s.start));
        let long = c.spans.content.iter().map(|s| word_count(r, *s)).sum::<usize>() >= UTTERANCE_WORDS;
        let all = words.peek().is_some() && words.all(|i| r.quoted(i));
        c.confidence >= SURE_CLAIM && sourced && long && all && !r.quoted(c.spans.head)
    };
    candidates.iter().filter(quotes).cloned().collect()
}

/// Lets those of `quoting` that stand wholly in the content of another give way to it, however sure they are: they are to be
/// kept beside it, not to cut it short.
pub(crate) fn give_way(candidates: &mut [Candidate], quoting: &[Candidate]) {
    candidates.sort_by_key(Candidate::place);
    let mut bounds: HashMap<usize, f32> = HashMap::new();
    for inner in quoting {
        let end = candidates.partition_point(|c| c.place().0 <= inner.spans.head);
        let mut near = candidates[..end].iter().rev().take(NEAR);
        if let Some(outer) = near.find(|c| c.confidence >= SURE_CLAIM && stands_around(c, inner)) {
            bounds.insert(inner.spans.head, outer.confidence * GIVEN_WAY);
        }
    }
    for candidate in candidates {
        if let Some(bound) = bounds.get(&candidate.spans.head) {
            candidate.confidence = candidate.confidence.min(*bound);
        }
    }
}

/// Whether all of `inner` but its source stands in the content of a statement of somebody else.
fn stands_around(outer: &Candidate, inner: &Candidate) -> bool {
    let Spans { head, content, source, .. } = &inner.spans;
    let (Some(first), Some(last)) = (content.first(), content.last()) else { return false };
    let own = outer.spans.source != *source && outer.spans.head != *head;
    let holds = |s: &TokenSpan| s.holds(*head) && s.start <= first.start && last.end <= s.end;
    own && outer.spans.content.iter().any(holds)
}

/// Adds those of `quoting` that stand wholly in the content of a kept candidate and are not kept themselves.
pub(crate) fn with_quoting(mut kept: Vec<Candidate>, quoting: Vec<Candidate>) -> Vec<Candidate> {
    // What gave way to nobody in the end is as sure as it was.
    let sure: HashMap<usize, f32> = quoting.iter().map(|c| (c.spans.head, c.confidence)).collect();
    for candidate in &mut kept {
        candidate.confidence =
            candidate.confidence.max(sure.get(&candidate.spans.head).copied().unwrap_or(0.0));
    }
    let mut nested: Vec<Candidate> = Vec::new();
    for candidate in quoting {
        let Spans { head, content, .. } = &candidate.spans;
        let Some(first) = content.first() else { continue };
        // Those that begin before it, the nearest first: what they hold is near.
        let end = kept.partition_point(|c| c.spans.content.first().is_none_or(|s| s.start <= *head));
        let around = |c: &Candidate| stands_around(c, &candidate);
        let taken = nested.iter().rev().take(NEAR).any(|n| n.spans.content.iter().any(|s| s.overlaps(first)));
        if !taken && kept[..end].iter().rev().take(NEAR).any(around) {
            nested.push(candidate);
        }
    }
    kept.extend(nested);
    kept.sort_by_key(Candidate::place);
    kept
}

/// The candidates but those that stand inside an utterance in quotation marks which another one, with its own words
/// outside of the marks, claims as a whole: who speaks in quotation marks is quoted, not a source.
pub(crate) fn without_nested(r: &Analysis, mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    let mut claimed: Vec<usize> = Vec::new();
    for candidate in candidates.iter().filter(|c| c.confidence >= SURE_CLAIM && !r.quoted(c.spans.head)) {
        for span in &candidate.spans.content {
            let all = r.doc.quotations();
            let first = all.partition_point(|q| q.tokens.end <= span.start);
            let inside = all.iter().skip(first).map(|q| q.tokens).take_while(|q| q.start < span.end);
            let whole = inside.filter(|q| span.start <= q.start + 1 && q.end <= span.end + 1);
            claimed.extend(whole.filter(|q| word_count(r, *q) >= UTTERANCE_WORDS).map(|q| q.start));
        }
    }
    claimed.sort_unstable();
    let in_claimed = |head: usize| {
        let all = r.doc.quotations();
        let quotation = all.get(all.partition_point(|q| q.tokens.end <= head)).map(|q| q.tokens);
        quotation.is_some_and(|q| q.holds(head) && claimed.binary_search(&q.start).is_ok())
    };
    candidates.retain(|c| !in_claimed(c.spans.head));
    candidates
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::statements::marginals::Certainty;

    fn candidate(head: usize, content: (usize, usize), confidence: f32) -> Candidate {
        let spans = Spans {
            head,
            cue: TokenSpan::new(head, head + 1),
            source: None,
            content: vec![TokenSpan::new(content.0, content.1)],
            certainty: Certainty::default(),
        };
        Candidate { spans, confidence, spoken: false }
    }

    #[test]
    fn the_surer_candidate_keeps_its_words() {
        let kept = without_overlaps(vec![candidate(5, (6, 12), 0.4), candidate(8, (9, 20), 0.9)], 0.3);
        assert_eq!(kept.len(), 1, "what is left of the weaker one is less than half of it");
        let kept = without_overlaps(vec![candidate(5, (6, 22), 0.4), candidate(20, (30, 40), 0.9)], 0.3);
        assert_eq!(kept[0].spans.content, [TokenSpan::new(6, 20)]);
        let kept = without_overlaps(vec![candidate(10, (11, 14), 0.4), candidate(2, (3, 20), 0.9)], 0.3);
        assert_eq!(kept.len(), 1, "a cue inside kept content is none");
    }
}
