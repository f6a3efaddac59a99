//! Structural rules: what layout and quotation marks alone say about who said what, however the words are chosen.
//!
//! - A quotation that is partly content is content as a whole, over stray line breaks too (`whole_quotations`).
//! - A name between commas behind the source belongs to the source (`named_source`).
//! - A quotation closed by a comma belongs to the words of saying behind it (`comma_closed`).
//! - `NAME: words` at the start of a paragraph is a transcript or a headline (`transcripts`).
//! - `“Words.” — Name` is a sign-off (`sign_offs`).
//! - `Pope: Young people expect …` is a headline (`headline`).

use super::marginals::Certainty;
use super::overlaps::Candidate;
use super::spans::Spans;
use super::turns::is_name;
use crate::extract::analysis::Analysis;
use crate::extract::analysis::forms::Shape;
use crate::extract::analysis::tags::{EntityClass, Pos};
use crate::extract::language::WordSet;
use crate::text::{Quotation, TokenSpan};
use std::collections::HashSet;

/// A quotation of fewer words is an expression, not an utterance.
pub(crate) const UTTERANCE_WORDS: usize = 4;

/// Longest name before a colon or behind a dash, in tokens.
const NAME_TOKENS: usize = 6;

/// Longest label of a link to another text, in tokens.
const LABEL_TOKENS: usize = 4;

/// The confidence of what layout alone says.
const LAYOUT_CONFIDENCE: f32 = 0.7;

/// How sure a candidate must be for its source to count as one that speaks.
const SURE_SOURCE: f32 = 0.5;

/// Lets content that takes in a part of an utterance in quotation marks take in all of it.
pub(crate) fn whole_quotations(r: &Analysis, spans: &mut Spans) {
    let tokens = r.doc.tokens();
    let Some(first) = spans.content.first().map(|s| s.start) else { return };
    let last = spans.content.last().map_or(first, |s| s.end);
    let number = |i: usize| tokens[i].quotation;
    let touched = spans.content.iter().flat_map(|s| s.range()).filter_map(number);
    let mut quotations: Vec<u32> = touched.collect();
    quotations.dedup();
    for number in quotations {
        let Some(quotation) = r.doc.quotations().get(number as usize) else { continue };
        let whole = quotation.tokens;
        let cue_inside = whole.overlaps(&spans.cue) || spans.source.is_some_and(|s| s.overlaps(&whole));
        // Only an utterance that stands at an end of the content, or that nothing of it stands outside of.
        if cue_inside || word_count(r, whole) < UTTERANCE_WORDS || (first < whole.start && last > whole.end) {
            continue;
        }
        let cut =
            spans.content.iter().any(|s| s.overlaps(&whole) && (s.start > whole.start || s.end < whole.end));
        if cut {
            merge(&mut spans.content, whole);
        }
    }
}

/// `according to the harbour master, Ann Lee, the port is shut`: a name between commas behind the source, taken for
/// the begin of the content, belongs to the source.
pub(crate) fn named_source(r: &Analysis, spans: &mut Spans) {
    let Some(source) = spans.source else { return };
    let Some(content) = spans.content.first_mut() else { return };
    // The source may have been read with the comma behind it or without.
    let comma = if r.shape(source.end - 1) == Shape::Comma { source.end - 1 } else { source.end };
    let name = comma + 1;
    if source.start < spans.head || content.start != name || r.shape(comma) != Shape::Comma {
        return;
    }
    let end = (name..content.end)
        .take_while(|i| r.entity(*i) == EntityClass::Person)
        .last()
        .map_or(name, |i| i + 1);
    let is_name = end > name && end - name < NAME_TOKENS;
    if is_name && r.shape(end) == Shape::Comma && end + 1 < content.end {
        spans.source = Some(TokenSpan::new(source.start, end));
        content.start = end + 1;
    }
}

/// The last quotation before the word of saying at token `head`, where that belongs to it: `“…,” the minister said`. It ends
/// in the same sentence, no more than a few phrases back, with a comma inside its closing mark, and is an utterance, not a
/// term. What stands between the two is not looked at.
pub(crate) fn comma_closed<'d>(r: &'d Analysis, head: usize) -> Option<&'d Quotation> {
    let sentence = r.sentence(head);
    if r.quoted(head) {
        return None;
    }
    let all = r.doc.quotations();
    let before = all.get(all.partition_point(|q| q.tokens.end <= head).checked_sub(1)?)?;
    let close = before.tokens.end.checked_sub(1)?;
    let in_reach = close >= sentence.start && head - close <= 25;
    let comma = close > 0 && before.closed && r.shape(close - 1) == Shape::Comma;
    (in_reach && comma && word_count(r, before.tokens) >= UTTERANCE_WORDS).then_some(before)
}

/// Statements that a name and a colon at the start of a paragraph make.
pub(crate) fn transcripts(r: &Analysis) -> Vec<Candidate> {
    let mut turns: Vec<(TokenSpan, TokenSpan)> = Vec::new();
    for paragraph in r.doc.paragraphs() {
        let colon = paragraph.range().take(NAME_TOKENS + 1).find(|i| r.doc.text(*i) == ":");
        let Some(colon) = colon.filter(|c| *c > paragraph.start) else { continue };
        let rest = TokenSpan::new(colon + 1, paragraph.end);
        // Without an end it is a caption, a link or a heading.
        let sentence = rest.range().rev().take(2).any(|i| matches!(r.shape(i), Shape::Stop | Shape::Quote));
        if word_count(r, rest) >= 3 && sentence {
            turns.push((TokenSpan::new(paragraph.start, colon), rest));
        }
    }
    // "Question: is that wise?" alone is no interview.
    let parts = turns.iter().filter(|(name, _)| is_part(r, *name)).count();
    // "Lee: We go." where Ann Lee has been named.
    let persons: HashSet<&str> = (0..r.forms.len())
        .filter(|i| !turns.is_empty() && r.entity(*i) == EntityClass::Person)
        .map(|i| r.doc.text(i))
        .collect();
    turns.retain(|(name, _)| {
        is_speaker(r, *name)
            || (name.len() == 1 && persons.contains(r.doc.text(name.start)))
            || (parts > 1 && is_part(r, *name))
    });
    turns.iter().map(|(name, rest)| layout(*name, TokenSpan::new(name.end, name.end + 1), *rest)).collect()
}

/// Whether the token stands in a line like `Read more: Lee says no` or, below the headline, `Photo: Lee says no`: a label
/// that is no name, and no end.
pub(crate) fn in_furniture(r: &Analysis, token: usize) -> bool {
    let Some(number) = r.doc.tokens().get(token).map(|t| t.paragraph as usize) else { return false };
    let Some(paragraph) = r.doc.paragraphs().get(number) else { return false };
    let colon = paragraph.range().take(LABEL_TOKENS + 1).find(|i| r.text(*i) == ":");
    let Some(colon) = colon.filter(|c| *c > paragraph.start && *c < token) else { return false };
    let label = TokenSpan::new(paragraph.start, colon);
    let asks = label.range().any(|i| matches!(r.pos(i), Pos::VB | Pos::VBP));
    let captions = number > 0 && label.range().all(|i| matches!(r.pos(i), Pos::NN | Pos::NNS | Pos::VBN));
    let capitals = label.range().all(|i| r.shape(i) == Shape::AllCaps) && label.len() > 1;
    let named = label.range().any(|i| r.entity(i) != EntityClass::Other || r.pos(i).is_proper() && !capitals);
    let ended = paragraph.range().rev().take(2).any(|i| r.shape(i) == Shape::Stop);
    !ended && (asks || captions) && !named
}

/// One of the words for those who ask and answer.
fn is_part(r: &Analysis, name: TokenSpan) -> bool {
    name.len() == 1 && r.is_in(name.start, WordSet::InterviewPart)
}

/// Statements that a dash and a name behind a quotation make.
pub(crate) fn sign_offs(r: &Analysis) -> Vec<Candidate> {
    let mut found = Vec::new();
    for quotation in r.doc.quotations() {
        let dash = quotation.tokens.end;
        if !quotation.closed
            || r.shape(dash) != Shape::Dash
            || word_count(r, quotation.tokens) < UTTERANCE_WORDS
        {
            continue;
        }
        let end = r.sentence(dash).end.min(dash + 1 + NAME_TOKENS);
        let stop =
            (dash + 1..end).find(|i| matches!(r.shape(*i), Shape::Comma | Shape::Bracket | Shape::Stop));
        let name = TokenSpan::new(dash + 1, stop.unwrap_or(end));
        let signed = (!name.is_empty() && is_speaker(r, name)).then_some(name);
        if let Some(name) = signed.or_else(|| headline_name(r, quotation)) {
            found.push(layout(name, TokenSpan::new(dash, dash + 1), quotation.tokens));
        }
    }
    found
}

/// `“We stay” - Lee says the port is open`: who the headline behind the dash is about.
fn headline_name(r: &Analysis, quotation: &Quotation) -> Option<TokenSpan> {
    let q = quotation.tokens;
    let paragraph = r.doc.paragraphs().get(r.doc.tokens().get(q.start)?.paragraph as usize)?;
    let headline = paragraph.start == q.start && r.shape(paragraph.end - 1) != Shape::Stop;
    let from = q.end + 1;
    let verb = (from..paragraph.end).take(NAME_TOKENS).find(|i| r.pos(*i).is_finite())?;
    let name = TokenSpan::new(from, verb);
    let written = |i: usize| matches!(r.shape(i), Shape::Capital | Shape::AllCaps | Shape::MixedCase);
    (headline && verb > from && name.range().all(written)).then_some(name)
}

/// Headlines of the form `Pope: Young people expect …`, whose name is a source of one of the candidates; those inside of it go.
pub(crate) fn headline(r: &Analysis, candidates: &mut Vec<Candidate>) -> Option<Candidate> {
    let colon = |p: &TokenSpan| p.range().find(|i| r.text(*i) == ":");
    let (span, colon) = r.doc.paragraphs().iter().take(3).find_map(|p| Some((*p, colon(p)?)))?;
    let (name, rest) = (TokenSpan::new(span.start, colon), TokenSpan::new(colon + 1, span.end));
    let last = r.text(colon.checked_sub(1)?);
    let speaks = |c: &Candidate| {
        let source = c.spans.source.filter(|s| s.start >= span.end);
        c.confidence >= SURE_SOURCE && source.is_some_and(|s| s.range().any(|i| r.text(i) == last))
    };
    let fits =
        r.text(span.end - 1) != "." && is_name(r, name) && !is_part(r, name) && word_count(r, rest) >= 4;
    if !(fits && candidates.iter().any(speaks)) {
        return None;
    }
    candidates.retain(|c| !span.holds(c.spans.head));
    Some(candidate(Some(name), TokenSpan::new(colon, colon + 1), vec![rest]))
}

/// Number of words in the span.
pub(crate) fn word_count(r: &Analysis, span: TokenSpan) -> usize {
    span.range().filter(|i| r.doc.tokens().get(*i).is_some_and(|t| t.is_word())).count()
}

fn layout(source: TokenSpan, cue: TokenSpan, content: TokenSpan) -> Candidate {
    candidate(Some(source), cue, vec![content])
}

/// What layout alone says.
pub(crate) fn candidate(source: Option<TokenSpan>, cue: TokenSpan, content: Vec<TokenSpan>) -> Candidate {
    let spans = Spans { head: cue.start, cue, source, content, certainty: Certainty::default() };
    Candidate { spans, confidence: LAYOUT_CONFIDENCE, spoken: false }
}

/// A name of a person, or one in capitals.
pub(crate) fn is_speaker(r: &Analysis, name: TokenSpan) -> bool {
    let words: Vec<usize> = name.range().filter(|i| r.doc.tokens()[*i].is_word()).collect();
    let person = words.iter().any(|i| r.entity(*i) == EntityClass::Person);
    let capitals = words.iter().all(|i| matches!(r.shape(*i), Shape::AllCaps | Shape::Initial));
    let written_as_name = words
        .iter()
        .all(|i| matches!(r.shape(*i), Shape::Capital | Shape::AllCaps | Shape::Initial | Shape::MixedCase));
    !words.is_empty()
        && written_as_name
        && (person || (capitals && words.len() <= 3 && name.len() == words.len()))
}

/// Adds `span` to the fragments, joining those that it touches.
pub(crate) fn merge(content: &mut Vec<TokenSpan>, span: TokenSpan) {
    let mut joined = span;
    content.retain(|s| {
        let touches = s.start <= joined.end && joined.start <= s.end;
        if touches {
            joined = TokenSpan::new(s.start.min(joined.start), s.end.max(joined.end));
        }
        !touches
    });
    content.push(joined);
    content.sort_unstable();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::language::testing::bare;

    fn with_reading(body: &str, check: impl Fn(&Analysis, &dyn Fn(&str) -> usize)) {
        let bare = bare();
        let reading = Analysis::new(&bare, body);
        let doc = &reading.doc;
        check(&reading, &|word| (0..doc.tokens().len()).find(|i| doc.text(*i) == word).unwrap());
    }

    #[test]
    fn an_utterance_over_stray_breaks_is_taken_whole() {
        with_reading("“One may try.\n\nBut we are calm, ”Ivan explained.", |r, at| {
            let cue = at("explained");
            let mut spans = Spans {
                head: cue,
                cue: TokenSpan::new(cue, cue + 1),
                source: Some(TokenSpan::new(cue - 1, cue)),
                content: vec![TokenSpan::new(at("calm"), at("Ivan"))],
                certainty: Certainty::default(),
            };
            whole_quotations(r, &mut spans);
            assert_eq!(spans.content, [TokenSpan::new(0, at("Ivan"))]);
            assert_eq!(comma_closed(r, cue).map(|q| q.tokens.start), Some(0));
        });
    }

    #[test]
    fn layout_names_the_speaker() {
        with_reading("LEE: We will not go there.\n\nNote: this is it, all of it.", |r, at| {
            let found = transcripts(r);
            assert_eq!(found.len(), 1);
            assert_eq!(found[0].spans.content[0].start, at("We"));
        });
        with_reading("“We will not go there.” — LEE", |r, at| {
            assert_eq!(sign_offs(r)[0].spans.source, Some(TokenSpan::new(at("LEE"), at("LEE") + 1)));
        });
    }
}
