//! Constructions that part a speaker from the words: candidates in; out, the same with the speaker that the sentence gives them, and
//! statements that only the construction shows.
//!
//! - `The couple he visited insisted …`: the couple insists (`relative`).
//! - `said the mayor on Tuesday`: the mayor says it (`without_day`).
//! - `Officials, according to Lee, say …`: officials say it (`inserted`).
//! - `was described by Lee as “…”`: Lee's words (`described`).
//! - `The firm said in a statement:` and a paragraph about ourselves: the firm's words (`blocks`).

use super::date_phrase::{phrase_at, with_lead};
use super::layout::{UTTERANCE_WORDS, candidate, word_count};
use super::overlaps::Candidate;
use super::spans::Spans;
use crate::extract::analysis::Analysis;
use crate::extract::analysis::forms::Shape;
use crate::extract::analysis::tags::{EntityClass, Pos};
use crate::extract::language::WordSet;
use crate::text::TokenSpan;
use std::collections::HashSet;

/// The class of "according to", as the language's list has it.
const ACCORDING: u32 = 1 << 18;

/// The class of words of saying.
const SAY: u32 = 1;

/// A cue at least so likely is looked at as one.
const LIKELY: u8 = 3;

/// Longest name between "by" and "as", in tokens.
const LONGEST_NAME: usize = 12;

/// So many tokens at most stand between a word of saying and the end of its paragraph: "said in a statement:".
const NEAR_END: usize = 8;

/// A claim on a quotation below this confidence does not count.
const SURE_CLAIM: f32 = 0.4;

/// Mends source and cue of the candidates, which stand in the order of their heads.
pub(crate) fn mend(r: &Analysis, candidates: &mut Vec<Candidate>) {
    let reports = |verb: usize| r.levels[verb] >= LIKELY && with_head(candidates, verb).is_some();
    let inserts: Vec<usize> = candidates
        .iter()
        .filter(|c| inserted(r, &c.spans).is_some_and(reports))
        .map(|c| c.spans.head)
        .collect();
    // No name of a person is a cue.
    let named = |head: usize| r.entity(head) == EntityClass::Person && r.pos(head).is_proper();
    candidates.retain(|c| !named(c.spans.head) && inserts.binary_search(&c.spans.head).is_err());
    for Candidate { spans, .. } in candidates {
        relative(r, spans);
        without_day(r, spans);
        let insert = |i: &usize| {
            r.shape(*i) == Shape::Comma && r.senses.get(i + 1).is_some_and(|s| s & ACCORDING != 0)
        };
        if let Some(source) = &mut spans.source
            && let Some(comma) = (source.start + 1..source.end).find(insert)
        {
            source.end = comma;
        }
    }
}

/// The candidate with this head.
fn with_head(candidates: &[Candidate], head: usize) -> Option<&Candidate> {
    candidates.get(candidates.partition_point(|c| c.spans.head < head)).filter(|c| c.spans.head == head)
}

/// `The couple he visited | insisted`: the first of two verbs belongs to a relative clause without its pronoun.
fn relative(r: &Analysis, spans: &mut Spans) {
    let (first, second) = (spans.cue.start, spans.cue.start + 1);
    let Some(source) = spans.source.filter(|s| s.end == first && s.start > 0) else { return };
    let reports =
        matches!(r.pos(second), Pos::VBD | Pos::VBN) && r.levels.get(second).is_some_and(|l| *l >= LIKELY);
    let verbs = second < spans.cue.end && r.pos(first) == Pos::VBD && reports;
    let noun = source.start - 1;
    if !verbs || r.is_auxiliary(first) || !r.pos(noun).is_noun() || !r.sentence(first).holds(noun) {
        return;
    }
    let plain = |i: &usize| r.pos(*i).in_noun_phrase() && r.pos(*i) != Pos::PRP;
    let start = (r.sentence(first).start..=noun).rev().take_while(plain).last().unwrap_or(noun);
    spans.source = Some(TokenSpan::new(start, source.start));
    spans.cue = TokenSpan::new(second, spans.cue.end);
    spans.head = second;
}

/// `said the mayor | on Tuesday`: the day is no part of the speaker.
fn without_day(r: &Analysis, spans: &mut Spans) {
    let Some(source) = &mut spans.source else { return };
    let day = |i: usize| phrase_at(r, i).map(|p| p.words).filter(|w| w.end >= source.end);
    let Some(words) = (source.start + 1..source.end).find_map(day) else { return };
    let whole = with_lead(r, words);
    if whole.start < words.start && whole.start > source.start {
        source.end = whole.start;
    }
}

/// `Officials, according to Lee, | say`: the verb that stands behind the insert.
fn inserted(r: &Analysis, spans: &Spans) -> Option<usize> {
    let source = spans.source.filter(|s| s.start == spans.cue.end)?;
    let before = spans.cue.start.checked_sub(1)?;
    let comma = if r.shape(source.end - 1) == Shape::Comma { source.end - 1 } else { source.end };
    let verb = comma + 1;
    let insert = r.senses[spans.head] & ACCORDING != 0
        && r.shape(before) == Shape::Comma
        && r.shape(comma) == Shape::Comma
        && r.pos(verb).is_finite();
    (insert && r.sentence(spans.head).holds(verb)).then_some(verb)
}

/// What somebody is described as in marks, by whom: `was described by the director Ann Lee as “one of the best”`.
pub(crate) fn described(r: &Analysis, candidates: &mut Vec<Candidate>) -> Vec<Candidate> {
    let mut found: Vec<Candidate> =
        r.doc.quotations().iter().filter_map(|q| description(r, q.tokens)).collect();
    if !found.is_empty() {
        // From the verb to the end of the name nothing else is a cue.
        let end = |c: &Candidate| c.spans.source.map_or(c.spans.cue.end, |s| s.end);
        let whole: Vec<TokenSpan> = found.iter().map(|c| TokenSpan::new(c.spans.cue.start, end(c))).collect();
        candidates.retain(|c| !holds(&whole, c.spans.head));
        let sure = candidates.iter().filter(|c| c.confidence >= SURE_CLAIM);
        let words = sure.flat_map(|c| c.spans.content.iter().flat_map(|s| s.range()));
        let claimed: HashSet<u32> = words.filter_map(|i| r.quotation(i)).collect();
        let number = |c: &Candidate| r.quotation(c.spans.content[0].start);
        found.retain(|c| number(c).is_none_or(|n| !claimed.contains(&n)));
    }
    found
}

fn description(r: &Analysis, quotation: TokenSpan) -> Option<Candidate> {
    let sentence = r.sentence(quotation.start);
    let behind = quotation.start.checked_sub(1).filter(|i| r.is_in(*i, WordSet::AsPhrase))?;
    let mut name = (sentence.start..behind).rev().take(LONGEST_NAME);
    let by = name.find(|i| r.is_in(*i, WordSet::ByPhrase))?;
    let source = TokenSpan::new(by + 1, behind);
    let verb = by.checked_sub(1).filter(|v| r.pos(*v) == Pos::VBN && r.senses[*v] != 0)?;
    let named = |i: usize| r.entity(i) == EntityClass::Person;
    let nominal = |i: usize| (named(i) || !r.pos(i).is_finite()) && !r.is_quote_mark(i);
    let plain = !source.is_empty() && source.range().all(nominal);
    let helpers = (sentence.start..verb).rev().take_while(|i| r.is_auxiliary(*i)).last();
    let cue = TokenSpan::new(helpers.unwrap_or(verb), verb + 1);
    plain.then(|| candidate(Some(source), cue, vec![quotation]))
}

/// Paragraphs without marks that what stands before them says: it ends with a word of saying and a colon or comma, and they
/// speak of "us". The candidates, which stand in the order of their heads, lose what they take of them.
pub(crate) fn blocks(r: &Analysis, candidates: &mut Vec<Candidate>) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut taken: Vec<TokenSpan> = Vec::new();
    for pair in r.doc.paragraphs().windows(2) {
        let [lead, block] = pair else { continue };
        let open = matches!(r.shape(lead.end - 1), Shape::Colon | Shape::Comma);
        let mut words = lead.range().rev().take(NEAR_END);
        // "notes" may be read as a noun.
        let verbal = |i: usize| r.pos(i).is_finite() || r.senses[i] & SAY != 0;
        let verb = words.find(|i| open && r.levels[*i] >= LIKELY && verbal(*i) && !r.quoted(*i));
        let Some(verb) = verb else { continue };
        let ours = block.range().any(|i| r.is_in(i, WordSet::FirstPerson))
            && block.range().all(|i| !r.is_quote_mark(i) && !r.quoted(i))
            && r.shape(block.end - 1) == Shape::Stop
            && word_count(r, *block) >= UTTERANCE_WORDS;
        if ours {
            let source = with_head(candidates, verb).and_then(|c| c.spans.source);
            let cue = TokenSpan::new(verb, verb + 1);
            taken.extend([cue, *block]);
            found.push(Candidate { spoken: true, ..candidate(source, cue, vec![*block]) });
        }
    }
    candidates.retain(|c| !holds(&taken, c.spans.head));
    found
}

/// Whether one of the spans, which stand in order, holds the token.
fn holds(spans: &[TokenSpan], token: usize) -> bool {
    spans.get(spans.partition_point(|s| s.end <= token)).is_some_and(|s| s.holds(token))
}

#[cfg(test)]
mod tests {
    use crate::extract::statements::statements;
    use crate::extract::{Analysis, Language};

    /// Source, cue and content of each statement.
    fn found(body: &str) -> Vec<[String; 3]> {
        let english = Language::english();
        let mut r = Analysis::new(&english, body);
        let found = statements(&mut r);
        let text = |spans: &[crate::text::TokenSpan]| {
            let pieces = spans.iter().map(|c| r.document().span_of(*c).of(body));
            pieces.collect::<Vec<_>>().join(" | ")
        };
        found.iter().map(|s| [text(&s.source), text(&s.cue), text(&s.content)]).collect()
    }

    #[test]
    fn described_by_somebody() {
        let found = found("The weir was described by the warden, Denis Harlow, as “a colander in a bath”.");
        assert_eq!(found, [["the warden, Denis Harlow", "was described", "“a colander in a bath”"]]);
    }

    #[test]
    fn who_says_it_is_not_the_insert() {
        let found = found("But parish officials, according to the Herald, say that the weir has been sold.");
        assert!(
            found.iter().all(|[source, _, content]| source != "the Herald" && !content.contains("officials"))
        );
        assert!(found.iter().any(|[source, ..]| source.ends_with("parish officials")), "{found:?}");
    }

    #[test]
    fn a_statement_of_a_paragraph_without_marks() {
        let found = found(
            "The pump makers replied in a letter, in which they said:\n\nWe sold the parish good pumps. We shall not take them back.",
        );
        assert!(
            found.iter().any(|[.., content]| content.starts_with("We sold") && content.ends_with("back"))
        );
        assert_eq!(found.len(), 1, "{found:?}");
    }
}
