//! Clauses: candidates in; out, their content with what the grammar of the sentence says must be part of it.
//!
//! - A subject is no content without its verb: "said the reports, which were old, are secret" (`with_predicate`).
//! - A verb is none without its subject: "said on Friday his talks with Ann Lee, the mayor, will help" (`with_subject`).
//! - A sentence that ends with a tag is content as a whole: "The bridge is shut, the engineer confirmed to reporters"
//!   (`before_tag`).
//! - Who is asked is not the one who asks (`unasked`).
//! - Verbs in a row are one clause: "said the council broke its word, shut the weir and left" (`with_series`).
//! - What a quoted word is joined to is content with it: "said it was “open”, but not warm" (`with_list`).
//! - "… and said “…”" behind a finished statement is a statement of its own (`apart`).

use super::layout::word_count;
use super::overlaps::Candidate;
use super::spans::Spans;
use crate::extract::analysis::Analysis;
use crate::extract::analysis::forms::Shape;
use crate::extract::analysis::tags::Pos;
use crate::extract::language::WordSet;
use crate::text::TokenSpan;

/// Longest clause between commas that parts a subject from its verb, in tokens.
const LONGEST_INSERT: usize = 25;

/// Its relative word is among so many tokens at its start: "the existence of which".
const OPENER: usize = 5;

/// Longest apposition between a subject and its verb, in tokens.
const LONGEST_NAME: usize = 8;

/// Longest end of a sentence behind the verb of a tag: "confirmed to the Herald on Friday".
const LONGEST_TAG: usize = 7;

/// The least confidence of a statement whose content has been mended.
const MENDED: f32 = 0.5;

/// The class of words that ask, as the language's list has it.
const ASK: u32 = 1 << 4;

/// A cue at least so likely is looked at as one of another statement.
const LIKELY: u8 = 3;

/// Mends the content of the candidates, which stand in the order of their heads.
pub(crate) fn mend(r: &Analysis, candidates: &mut [Candidate]) {
    for Candidate { spans, confidence, .. } in candidates.iter_mut() {
        unasked(r, spans);
        // "which" alone is nobody's word.
        spans.content.retain(|s| s.len() > 1 || !matches!(r.pos(s.start), Pos::WDT | Pos::WP));
        if r.quoted(spans.head) || spans.content.iter().any(|s| r.quoted(s.start)) {
            continue;
        }
        let before = spans.content.clone();
        before_tag(r, spans);
        with_predicate(r, spans);
        with_subject(r, spans);
        with_series(r, spans);
        with_list(r, spans);
        if spans.content != before && r.levels[spans.head] >= LIKELY {
            // What it was doubted for is mended.
            *confidence = confidence.max(MENDED);
        }
    }
    for n in 1..candidates.len() {
        let (before, rest) = candidates.split_at_mut(n);
        for other in before.iter_mut().rev().take(8) {
            apart(r, &mut other.spans, &rest[0]);
        }
    }
}

/// `The minister is asked whether …`: who is asked says nothing.
fn unasked(r: &Analysis, spans: &mut Spans) {
    let before = |s: &TokenSpan| s.end <= spans.head;
    let asked =
        r.pos(spans.head) == Pos::VBN && r.senses[spans.head] & ASK != 0 && r.senses[spans.head] & !ASK == 0;
    let helper =
        spans.head.checked_sub(1).filter(|i| r.is_auxiliary(*i) && !r.is_in(*i, WordSet::FormOfHave));
    let questions =
        r.is_in(spans.cue.end, WordSet::Whether) || matches!(r.pos(spans.cue.end), Pos::WP | Pos::WRB);
    if asked && questions && helper.is_some() && spans.source.is_some_and(|s| before(&s)) {
        spans.source = None;
    }
}

/// `the reports, which were old, | are secret`: content that is a subject alone goes on to the end of its clause.
fn with_predicate(r: &Analysis, spans: &mut Spans) {
    let sentence = r.sentence(spans.head);
    let Some(n) = spans.content.iter().position(|s| s.start >= spans.cue.end) else { return };
    let subject = spans.content[n];
    if subject.range().any(|i| r.pos(i).is_finite()) || r.shape(subject.end) != Shape::Comma {
        return;
    }
    let mut insert = subject.end + 1..sentence.end.min(subject.end + LONGEST_INSERT);
    let verb_behind = |i: &usize| r.shape(*i) == Shape::Comma && r.pos(i + 1).is_finite();
    let Some(comma) = insert.find(verb_behind).filter(|c| c + 1 < sentence.end) else { return };
    let relative =
        (subject.end + 1..comma).take(OPENER).any(|i| matches!(r.pos(i), Pos::WDT | Pos::WP | Pos::WRB));
    let plain = (subject.end + 1..comma).all(|i| r.levels[i] < LIKELY && !r.is_quote_mark(i));
    if relative && plain {
        let end = spans.content.iter().find(|s| s.holds(comma + 1)).map_or(sentence.end, |s| s.end);
        spans.content.retain(|s| s.end <= subject.start || s.start >= end);
        spans.content.insert(n, TokenSpan::new(subject.start, end));
    }
}

/// `said on Friday | his talks with Ann Lee, the mayor, will help`: content that begins with its verb takes in the noun
/// phrase before it.
fn with_subject(r: &Analysis, spans: &mut Spans) {
    let from = spans.cue.end.max(spans.head + 1);
    let Some(first) = spans.content.iter_mut().find(|s| s.start >= from) else { return };
    // The verb itself, or the end of an apposition and the verb: "| Ann Lee, will help".
    let apposed = r.shape(first.start - 1) == Shape::Comma && {
        let mut words = first.start..first.end.min(first.start + LONGEST_NAME);
        let stop = words.find(|i| r.shape(*i) == Shape::Comma || r.pos(*i).is_finite());
        stop.is_some_and(|i| r.shape(i) == Shape::Comma && r.pos(i + 1).is_finite())
    };
    if !(apposed || r.pos(first.start).is_finite())
        || first.start == from
        || spans.source.is_some_and(|s| s.start >= from)
    {
        return;
    }
    // Behind a day or a place: "on Friday", "in Geneva".
    let mut start = from;
    while r.pos(start) == Pos::IN && r.pos(start + 1).is_proper() {
        start += 1;
        while r.pos(start).is_proper() || r.pos(start) == Pos::CD {
            start += 1;
        }
    }
    let mut words = start..first.start;
    let nominal = r.pos(start).in_noun_phrase() && !words.any(|i| r.pos(i).is_finite() || r.is_quote_mark(i));
    if start < first.start && nominal {
        first.start = start;
    }
}

/// `The bridge is shut, | the engineer confirmed to reporters.`: what stands before the tag, not what stands behind it.
fn before_tag(r: &Analysis, spans: &mut Spans) {
    let sentence = r.sentence(spans.head);
    let said_by = |s: &TokenSpan| {
        s.end == spans.cue.start && s.start > sentence.start && !r.is_in(s.start, WordSet::WhoClause)
    };
    let Some(source) = spans.source.filter(said_by) else { return };
    let comma = source.start - 1;
    let clause = TokenSpan::new(sentence.start, comma);
    if r.shape(comma) != Shape::Comma
        || spans.content.iter().any(|s| s.start < spans.head && 2 * s.len() > clause.len())
    {
        return;
    }
    let mut rest = spans.cue.end..sentence.end;
    let tag = rest.len() <= LONGEST_TAG + 1
        && !rest.clone().any(|i| {
            r.pos(i).is_finite() || r.is_quote_mark(i) || r.pos(i) == Pos::TO && r.pos(i + 1) == Pos::VB
        })
        && !rest.any(|i| r.is_in(i, WordSet::ThatClause) || r.is_in(i, WordSet::Whether));
    let opener = sentence.start + usize::from(r.pos(sentence.start) == Pos::CC);
    let main = !matches!(
        r.pos(opener),
        Pos::IN | Pos::WRB | Pos::WP | Pos::WDT | Pos::VBG | Pos::VBN | Pos::RB | Pos::TO
    ) && !clause.range().any(|i| r.is_quote_mark(i))
        && clause.range().any(|i| r.pos(i).is_finite())
        && word_count(r, clause) >= 4;
    if tag && main && r.pos(spans.head).is_finite() {
        spans.content = vec![TokenSpan::new(opener, comma)];
    }
}

/// `said the council broke its word, | shut the weir and left`: verbs without a subject go on with the clause before
/// them, unless the last of them reports, too: then they are the narrator's.
fn with_series(r: &Analysis, spans: &mut Spans) {
    let sentence = r.sentence(spans.head);
    let behind = |s: &&mut TokenSpan| s.start >= spans.cue.end && s.end + 1 < sentence.end;
    let Some(last) = spans.content.last_mut().filter(behind) else { return };
    let (comma, verb) = (last.end, last.end + 1);
    let tense = r.pos(verb);
    if r.shape(comma) != Shape::Comma || !tense.is_finite() || !last.range().any(|i| r.pos(i) == tense) {
        return;
    }
    let mut joined = (verb + 1..sentence.end - 1).filter(|i| r.pos(*i) == Pos::CC && r.pos(i + 1) == tense);
    let plain = |i: usize| !r.is_quote_mark(i) && r.levels[i] < LIKELY;
    if let Some(and) = joined.next()
        && (and..sentence.end).all(plain)
        && !(verb..and).any(|i| r.is_quote_mark(i))
    {
        last.end = sentence.end;
    }
}

/// `said the talk was “open”, | without quarrels, but marked by respect`: content does not end with a quoted word where the
/// rest of the sentence has no verb of its own and is joined to it.
fn with_list(r: &Analysis, spans: &mut Spans) {
    let sentence = r.sentence(spans.head);
    let said_behind = spans.source.is_some_and(|s| s.start > spans.cue.start);
    let Some(last) = spans.content.last_mut().filter(|s| s.start >= spans.cue.end && !said_behind) else {
        return;
    };
    let mut rest = last.end..sentence.end;
    let term = r.quoted(last.end - 1) && !r.quoted(last.start);
    let plain = |i: usize| !r.pos(i).is_finite() && !r.is_quote_mark(i) && r.levels[i] < LIKELY;
    let joins = |i: usize| r.pos(i) == Pos::CC && r.shape(i - 1) == Shape::Comma;
    if term && r.shape(last.end) == Shape::Comma && rest.clone().all(plain) && rest.any(joins) {
        last.end = sentence.end;
    }
}

/// `dismissed claims that … | and said “…”`: another statement of the same source, joined by "and", is no content.
fn apart(r: &Analysis, spans: &mut Spans, other: &Candidate) {
    let head = other.spans.head;
    let begins = other.spans.cue.start.min(head);
    let Some(and) = begins.checked_sub(1).filter(|i| r.pos(*i) == Pos::CC) else { return };
    let same_tense = spans.cue.range().any(|i| r.pos(i) == r.pos(head)) && r.pos(head).is_finite();
    let behind = other.spans.cue.end;
    let reports = other.spans.content.iter().any(|s| s.start == behind || s.start == behind + 1)
        && (r.quoted(behind) || r.quoted(behind + 1));
    let whose = other.spans.source.is_none_or(|s| spans.source.is_some_and(|own| own.overlaps(&s)));
    if !(same_tense && reports && whose) || r.levels[head] < LIKELY {
        return;
    }
    for piece in &mut spans.content {
        if piece.start < and && piece.holds(head) {
            piece.end = and;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::statements::statements;
    use crate::extract::{Analysis, Language};

    fn contents(body: &str) -> Vec<String> {
        let english = Language::english();
        let mut r = Analysis::new(&english, body);
        let found = statements(&mut r);
        let text = |s: &crate::extract::Statement| {
            let pieces = s.content.iter().map(|c| r.document().span_of(*c).of(body));
            pieces.collect::<Vec<_>>().join(" | ")
        };
        found.iter().map(text).collect()
    }

    #[test]
    fn a_tag_at_the_end_takes_the_sentence() {
        let wanted = "The weir will stay shut until May";
        assert_eq!(
            contents("The weir will stay shut until May, the warden Denis Harlow confirmed to the Herald."),
            [wanted]
        );
    }

    #[test]
    fn subject_and_verb_stay_together() {
        let found =
            contents("The council said the pumps, which were bought in May, are rusty and will be sold.");
        assert_eq!(found, ["the pumps, which were bought in May, are rusty and will be sold"]);
        let found =
            contents("Denis Harlow said on Friday his talks with the clerk, Ida Moss, will help the parish.");
        assert_eq!(found, ["his talks with the clerk, Ida Moss, will help the parish"]);
    }
    #[test]
    fn verbs_in_a_row_are_one_clause() {
        let found = contents(
            "Harlow said the parish was flooded as the council broke its word, sold the pumps and closed the weir.",
        );
        let wanted =
            "the parish was flooded as the council broke its word, sold the pumps and closed the weir";
        assert_eq!(found, [wanted]);
    }
    #[test]
    fn a_quoted_word_is_joined_to_what_follows() {
        let found = contents(
            "Harlow said on Friday that the meeting was “calm”, without shouting, but rich in sighs.",
        );
        assert_eq!(found, ["that the meeting was “calm”, without shouting, but rich in sighs"]);
    }
}
