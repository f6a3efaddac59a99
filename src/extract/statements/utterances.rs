//! Utterances in quotation marks: candidates in; out, each utterance with the one cue that its place gives it to, and
//! those that no cue claims as statements of their own.
//!
//! - `“…,” said A. “… …,” B said.`: an utterance with a tag behind it is that tag's and nobody else's (`settle`).
//! - `“…,” said A. “…”`: what goes on behind the tag is A's (`settle`).
//! - `“….” “…?” B asked.`: of two side by side only the second is B's (`settle`).
//! - Narration between two pieces is no content (`settle`).
//! - An utterance that stands by itself is a statement without a cue; its source is whoever spoke, or did something, in
//!   the sentence before (`uncued`).

use super::layout::{UTTERANCE_WORDS, merge, word_count};
use super::marginals::Certainty;
use super::overlaps::Candidate;
use super::spans::Spans;
use crate::extract::analysis::Analysis;
use crate::extract::analysis::forms::Shape;
use crate::extract::analysis::tags::{EntityClass, Pos};
use crate::extract::language::WordSet;
use crate::text::{Quotation, TokenSpan};

/// How far from a quotation a cue that claims it can stand, in tokens.
const REACH: usize = 2000;

/// A candidate below this confidence claims nothing.
const LEAST_CLAIM: f32 = 0.3;

/// The confidence of an utterance without a cue.
const UNCUED: f32 = 0.6;

/// So many statements before an utterance are asked who speaks in them.
const NEAR: usize = 8;

/// A paragraph of so many words without an end is page furniture: looked past.
const FURNITURE_WORDS: usize = 3;

/// The candidates (in the order of their heads) with the utterances that are theirs.
pub(crate) fn settle(r: &Analysis, mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    for candidate in &mut candidates {
        without_narration(r, &mut candidate.spans);
        without_names(r, &mut candidate.spans);
    }
    candidates.retain(|c| !c.spans.content.is_empty());
    let all = r.doc.quotations();
    let mut before: Option<usize> = None;
    for (n, quotation) in all.iter().enumerate() {
        let q = quotation.tokens;
        let from = candidates.partition_point(|c| c.spans.head + REACH < q.start);
        let to = candidates.partition_point(|c| c.spans.head <= q.end + REACH);
        let near = from..to;
        let mut owner = tag(r, quotation, &candidates, near.clone());
        if let Some(owner) = owner {
            let sentence = r.sentence(candidates[owner].spans.head);
            for m in near.clone() {
                let spans = &mut candidates[m].spans;
                if m == owner {
                    if word_count(r, q) >= UTTERANCE_WORDS {
                        merge(&mut spans.content, q);
                    }
                } else if !sentence.holds(spans.head) && !q.holds(spans.head) {
                    cut(&mut spans.content, q);
                }
            }
        } else if all.get(n + 1).is_some_and(|next| side_by_side(r, quotation, next)) {
            for candidate in &mut candidates[near.clone()] {
                if candidate.spans.head >= q.end {
                    cut(&mut candidate.spans.content, q);
                }
            }
        }
        let claimed = near.clone().find(|m| {
            let Candidate { spans, confidence, .. } = &candidates[*m];
            *confidence >= LEAST_CLAIM && !q.holds(spans.head) && spans.content.iter().any(|s| s.overlaps(&q))
        });
        owner = owner.or(claimed);
        if owner.is_none()
            && let Some(last) = before
            && goes_on(r, &candidates[last].spans, quotation)
        {
            merge(&mut candidates[last].spans.content, q);
            owner = Some(last);
        }
        // A title in the tag does not part what the tag ties.
        if owner.is_some() || stands_alone(r, quotation) {
            before = owner;
        }
    }
    candidates.retain(|c| !c.spans.content.is_empty());
    candidates
}

/// The candidate whose cue tags the quotation from behind: `“…,” said Lee`, `“…?” the mayor asked`; not `“…,” calling for
/// calm`, which goes on with what stands before.
fn tag(
    r: &Analysis,
    quotation: &Quotation,
    candidates: &[Candidate],
    near: std::ops::Range<usize>,
) -> Option<usize> {
    let q = quotation.tokens;
    let close = q.end.checked_sub(1)?;
    let sentence = r.sentence(close);
    let leads_on = matches!(r.shape(close.checked_sub(1)?), Shape::Comma | Shape::Dash)
        || matches!(r.text(close - 1), "?" | "!" | "…" | "...")
        || r.shape(q.end) == Shape::Comma;
    if !quotation.closed || !leads_on {
        return None;
    }
    let next = r.doc.quotations().get(r.quotation(close)? as usize + 1).map(|n| n.tokens.start);
    let end = sentence.end.min(next.unwrap_or(sentence.end));
    near.filter(|m| {
        let Candidate { spans, confidence, .. } = &candidates[*m];
        let behind = spans.head >= q.end && spans.head < end && r.pos(spans.head) != Pos::VBG;
        behind && *confidence >= LEAST_CLAIM && spans.content.iter().any(|s| s.overlaps(&q))
    })
    .max_by(|a, b| candidates[*a].confidence.total_cmp(&candidates[*b].confidence))
}

/// Two quotations with nothing between, each finished: a change of speaker.
fn side_by_side(r: &Analysis, a: &Quotation, b: &Quotation) -> bool {
    let stop = a.tokens.end.checked_sub(2).map(|i| r.text(i));
    let same = |i: usize| r.doc.tokens().get(i).map(|t| t.paragraph);
    a.closed
        && a.tokens.end == b.tokens.start
        && same(a.tokens.start) == same(b.tokens.start)
        && matches!(stop, Some("." | "?" | "!" | "…"))
}

/// Whether the quotation goes on with what the cue says: behind its tag in the same sentence, or as the next sentence.
fn goes_on(r: &Analysis, spans: &Spans, quotation: &Quotation) -> bool {
    let start = quotation.tokens.start;
    if start <= spans.head || r.quoted(spans.head) || word_count(r, quotation.tokens) < 2 {
        return false;
    }
    let tag = r.sentence(spans.head);
    if tag.holds(start) {
        return matches!(r.shape(start - 1), Shape::Comma | Shape::Colon | Shape::Dash);
    }
    let same = |i: usize| r.doc.tokens().get(i).map(|t| t.paragraph);
    let before_tag = spans.content.first().is_some_and(|c| c.start < spans.head);
    before_tag && tag.end == start && same(start) == same(spans.head)
}

/// Takes out of the content what the narrator says: in other sentences than the cue's, words outside of marks and
/// quotations that the narrator's words lead to; the cue itself and the source.
fn without_narration(r: &Analysis, spans: &mut Spans) {
    let sentence = r.sentence(spans.head);
    let mut kept: Vec<TokenSpan> = Vec::with_capacity(spans.content.len());
    let said = |i: usize| {
        let own = spans.cue.holds(i) || spans.source.is_some_and(|s| s.holds(i));
        !own && (sentence.holds(i) || r.quoted(i) && goes_with(r, i, sentence))
    };
    for piece in &spans.content {
        let mut fresh = true;
        for i in piece.range() {
            if !said(i) {
                fresh = true;
                continue;
            }
            match kept.last_mut() {
                Some(last) if !fresh && last.end == i => last.end = i + 1,
                _ => kept.push(TokenSpan::new(i, i + 1)),
            }
            fresh = false;
        }
    }
    spans.content = kept;
}

/// Whether the quotation of this token reaches into the cue's sentence, or begins as an utterance does: not in the middle of what
/// the narrator says in another sentence.
fn goes_with(r: &Analysis, token: usize, sentence: TokenSpan) -> bool {
    let quotation = r.quotation(token).and_then(|n| r.doc.quotations().get(n as usize));
    let Some(q) = quotation.map(|q| q.tokens) else { return false };
    let Some(before) = q.start.checked_sub(1) else { return true };
    q.overlaps(&sentence)
        || r.sentence(q.start).start == q.start
        || r.shape(before) == Shape::Colon
        || r.is_quote_mark(before)
}

/// Takes out a name in marks: `said a man who goes by the name “Rusty”`, `Anselm “Duke” Ferrow`.
fn without_names(r: &Analysis, spans: &mut Spans) {
    let Some(source) = spans.source else { return };
    let utterance = |s: &TokenSpan| s.end <= source.start && word_count(r, *s) >= UTTERANCE_WORDS;
    if !spans.content.iter().any(utterance) {
        return;
    }
    spans.content.retain(|s| {
        let short = word_count(r, *s) < UTTERANCE_WORDS && r.quoted(s.start);
        let parted = (source.end..s.start).any(|i| !r.doc.tokens()[i].is_word());
        !(short && s.start >= source.end && !parted)
    });
}

/// Takes `span` out of the content.
fn cut(content: &mut Vec<TokenSpan>, span: TokenSpan) {
    if !content.iter().any(|s| s.overlaps(&span)) {
        return;
    }
    let parts = |s: &TokenSpan| {
        let left = TokenSpan::new(s.start, s.end.min(span.start).max(s.start));
        let right = TokenSpan::new(s.start.max(span.end).min(s.end), s.end);
        if s.overlaps(&span) { [left, right] } else { [*s, TokenSpan::new(s.end, s.end)] }
    };
    *content = content.iter().flat_map(parts).filter(|s| !s.is_empty()).collect();
}

/// The kept candidates, in text order, and the utterances that none of them claims; those found inside of one are no
/// statements.
pub(crate) fn uncued(r: &Analysis, mut kept: Vec<Candidate>, turns: Vec<Candidate>) -> Vec<Candidate> {
    kept.extend(turns);
    kept.sort_by_key(Candidate::place);
    let mut claimed = vec![false; r.doc.quotations().len()];
    let mut alone = claimed.clone();
    for Candidate { spans, .. } in &kept {
        let own = r.quotation(spans.head);
        for n in spans.content.iter().flat_map(|s| s.range()).filter_map(|i| r.quotation(i)) {
            if own != Some(n)
                && let Some(claimed) = claimed.get_mut(n as usize)
            {
                *claimed = true;
            }
        }
    }
    let mut found: Vec<Candidate> = Vec::new();
    for (n, quotation) in r.doc.quotations().iter().enumerate() {
        if claimed[n] || !stands_alone(r, quotation) {
            continue;
        }
        let q = quotation.tokens;
        let (source, cue) = match tag_words(r, quotation) {
            Some((source, cue)) => (Some(source), cue),
            None if ends_with_comma(r, quotation) => continue,
            None => (speaker_before(r, q, &kept, &found), TokenSpan::new(q.start, q.start)),
        };
        let head = if cue.is_empty() { q.start } else { cue.start };
        let spans = Spans { head, cue, source, content: vec![q], certainty: Certainty::default() };
        found.push(Candidate { spans, confidence: UNCUED, spoken: false });
        alone[n] = true;
    }
    let inside = |c: &Candidate| r.quotation(c.spans.head).is_some_and(|n| alone[n as usize]);
    kept.retain(|c| !inside(c));
    kept.append(&mut found);
    kept.sort_by_key(Candidate::place);
    kept
}

/// Whether the quotation is an utterance, not an expression or a title: it begins where a sentence does, or behind a
/// colon, and ends as one.
fn stands_alone(r: &Analysis, quotation: &Quotation) -> bool {
    let q = quotation.tokens;
    let begins = r.sentence(q.start).start == q.start || r.shape(q.start.saturating_sub(1)) == Shape::Colon;
    let last = q.end.saturating_sub(1 + usize::from(quotation.closed));
    let ends = !quotation.closed
        || matches!(r.shape(last), Shape::Stop | Shape::Dash)
        || r.text(last).ends_with(['?', '!', '.'])
        || ends_with_comma(r, quotation);
    begins && ends && word_count(r, q) >= UTTERANCE_WORDS
}

fn ends_with_comma(r: &Analysis, quotation: &Quotation) -> bool {
    quotation.closed && r.shape(quotation.tokens.end.saturating_sub(2)) == Shape::Comma
}

/// Source and cue of a tag whose verb is no likely cue: `“…,” mothers would chirp after tidying up`.
fn tag_words(r: &Analysis, quotation: &Quotation) -> Option<(TokenSpan, TokenSpan)> {
    if !ends_with_comma(r, quotation) {
        return None;
    }
    let from = quotation.tokens.end;
    let end = r.sentence(from.checked_sub(1)?).end;
    let verb = (from..end).take(8).find(|i| r.pos(*i).is_finite())?;
    let plain = (from..verb).all(|i| r.doc.tokens()[i].is_word() && r.pos(i).in_noun_phrase());
    if verb == from || !plain {
        return None;
    }
    let last = (verb..end).take_while(|i| r.pos(*i).is_verb() || r.pos(*i) == Pos::MD).last()?;
    Some((TokenSpan::new(from, verb), TokenSpan::new(verb, last + 1)))
}

/// Who speaks in an utterance without a cue, as far as the sentence before it says.
fn speaker_before<'c>(
    r: &Analysis,
    q: TokenSpan,
    kept: &'c [Candidate],
    found: &'c [Candidate],
) -> Option<TokenSpan> {
    let last = last_word_before(r, q.start)?;
    let sentence = r.sentence(last);
    // `X was blunter: “…”`: the words before the colon in the utterance's own sentence.
    let lead = TokenSpan::new(sentence.start, sentence.end.min(q.start));
    let own = |c: &&Candidate| {
        let spans = &c.spans;
        let said_there = lead.holds(spans.head) && !spans.cue.is_empty();
        let ends_there = spans.content.last().is_some_and(|s| s.holds(last) || s.end == last);
        said_there || ends_there
    };
    // The last of those that speak in it; what an utterance before it was found to be goes on.
    let before = |all: &'c [Candidate]| {
        let end = all.partition_point(|c| c.spans.content.first().is_none_or(|s| s.start < q.start));
        all[..end].iter().rev().take(NEAR)
    };
    let speaks = before(kept)
        .find(own)
        .into_iter()
        .chain(before(found).find(own))
        .max_by_key(|c| c.spans.content[0].start);
    if let Some(candidate) = speaks {
        return candidate.spans.source.filter(|s| !r.quoted(s.start));
    }
    if r.quoted(last) {
        return None;
    }
    subject(r, lead)
}

/// The last word before `at`, past page furniture.
fn last_word_before(r: &Analysis, at: usize) -> Option<usize> {
    let tokens = r.doc.tokens();
    let own = tokens.get(at)?.paragraph;
    let mut last = at.checked_sub(1)?;
    if tokens[last].paragraph != own {
        let paragraph = r.doc.paragraphs().get(tokens[last].paragraph as usize)?;
        let ended = matches!(r.shape(last), Shape::Stop | Shape::Colon | Shape::Quote);
        if !ended && word_count(r, *paragraph) <= FURNITURE_WORDS {
            last = paragraph.start.checked_sub(1)?;
        }
    }
    (0..=last).rev().take(12).find(|i| tokens[*i].is_word())
}

/// The subject that a sentence begins with, if it is somebody: a name or "he".
fn subject(r: &Analysis, sentence: TokenSpan) -> Option<TokenSpan> {
    let mut near = sentence.range().take(25);
    // Where no verb is known for one, a small word behind the name may be.
    let verb = near.clone().find(|i| r.pos(*i).is_finite());
    let verb = verb.or_else(|| near.find(|i| r.shape(*i) == Shape::Lower && *i > sentence.start))?;
    let words = TokenSpan::new(sentence.start, verb);
    let stop = words.range().find(|i| r.shape(*i) == Shape::Comma || r.pos(*i) == Pos::RB).unwrap_or(verb);
    let words = TokenSpan::new(sentence.start, stop);
    let pronoun =
        words.len() == 1 && r.pos(words.start) == Pos::PRP && !r.is_in(words.start, WordSet::FirstPerson);
    let place = |i: usize| r.entity(i) == EntityClass::Location;
    let named = words.range().any(|i| r.pos(i).is_proper() || r.entity(i) == EntityClass::Person)
        && words.range().all(|i| r.pos(i).in_noun_phrase() && !place(i));
    // An adjective alone is no subject, but a name that the tagger does not know.
    let unknown = words.len() == 1 && r.pos(words.start) == Pos::JJ && verb == words.end;
    (!words.is_empty() && (pronoun || named || unknown)).then_some(words)
}
