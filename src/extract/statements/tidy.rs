//! Spans to statements: quotation marks completed, outer punctuation left out, the kind decided.

use super::Statement;
use super::spans::Spans;
use crate::domain::{QuoteKind, Sense};
use crate::extract::analysis::Analysis;
use crate::extract::analysis::forms::Shape;
use crate::text::TokenSpan;

/// The statement that these spans are; none where nothing but punctuation is left of the content.
pub(crate) fn statement(r: &Analysis, spans: &Spans, confidence: f32) -> Option<Statement> {
    let content = tidy_content(r, &spans.content);
    let kind = kind(r, &content)?;
    let cue = strip(r, spans.cue);
    let source = spans.source.map(|s| strip(r, s));
    Some(Statement {
        kind,
        sense: Sense::SAID,
        said_on: None,
        content,
        cue: Some(cue).filter(|c| !c.is_empty()).into_iter().collect(),
        source: source.filter(|s| !s.is_empty()).into_iter().collect(),
        confidence: confidence.clamp(0.0, 1.0),
    })
}

/// The fragments, none over a paragraph's end, with their quotation marks and without outer punctuation; empty ones
/// left out.
pub(crate) fn tidy_content(r: &Analysis, content: &[TokenSpan]) -> Vec<TokenSpan> {
    let paragraph = |i: usize| r.doc.tokens()[i].paragraph;
    let mut tidied: Vec<TokenSpan> = Vec::with_capacity(content.len());
    for piece in content.iter().flat_map(|s| by_paragraph(r, complete_marks(r, *s))) {
        let span = strip_outer(r, piece);
        if span.is_empty() || !span.range().any(|i| r.doc.tokens()[i].is_word()) {
            continue;
        }
        match tidied.last_mut() {
            Some(last) if last.end >= span.start && paragraph(last.end - 1) == paragraph(span.start) => {
                last.end = last.end.max(span.end);
            }
            _ => tidied.push(span),
        }
    }
    tidied
}

/// The span cut where a paragraph ends.
fn by_paragraph<'r>(r: &'r Analysis, span: TokenSpan) -> impl Iterator<Item = TokenSpan> + 'r {
    let from = r.doc.paragraphs().partition_point(|p| p.end <= span.start);
    let paragraphs = r.doc.paragraphs()[from..].iter().take_while(move |p| p.start < span.end);
    paragraphs.map(move |p| TokenSpan::new(p.start.max(span.start), p.end.min(span.end)))
}

/// How much of the content stands in quotation marks; none for no words at all.
pub(crate) fn kind(r: &Analysis, content: &[TokenSpan]) -> Option<QuoteKind> {
    let words = || content.iter().flat_map(|s| s.range()).filter(|i| r.doc.tokens()[*i].is_word());
    let all = words().count();
    let quoted = words().filter(|i| r.quoted(*i)).count();
    match (all, quoted) {
        (0, _) => None,
        (_, 0) => Some(QuoteKind::Indirect),
        (a, q) if a == q => Some(QuoteKind::Direct),
        _ => Some(QuoteKind::Mixed),
    }
}

/// Takes in a quotation mark that only punctuation separates from the span.
fn complete_marks(r: &Analysis, mut span: TokenSpan) -> TokenSpan {
    let quotation = |i: usize| r.doc.tokens().get(i).and_then(|t| t.quotation);
    if let Some(before) = span.start.checked_sub(1)
        && r.is_quote_mark(before)
        && quotation(before).is_some()
        && quotation(before) == quotation(span.start)
    {
        span.start = before;
    }
    let Some(last) = span.end.checked_sub(1).and_then(quotation) else { return span };
    for at in span.end..span.end + 3 {
        if quotation(at) != Some(last) {
            break;
        }
        if r.is_quote_mark(at) {
            return TokenSpan::new(span.start, at + 1);
        }
        if !is_punctuation(r.shape(at)) {
            break;
        }
    }
    span
}

/// Leaves out punctuation at both ends that is not inside quotation marks, and marks that belong to another quotation.
fn strip_outer(r: &Analysis, mut span: TokenSpan) -> TokenSpan {
    while span.end > span.start && is_punctuation(r.shape(span.end - 1)) && !r.quoted(span.end - 1) {
        span.end -= 1;
    }
    while span.end > span.start && is_punctuation(r.shape(span.start)) && !r.quoted(span.start) {
        span.start += 1;
    }
    // An opening mark at the end or a closing one at the start is a stray.
    if span.len() > 1 && r.is_quote_mark(span.end - 1) && opens(r, span.end - 1) {
        span.end -= 1;
        return strip_outer(r, span);
    }
    if span.len() > 1 && r.is_quote_mark(span.start) && !opens(r, span.start) && closes(r, span.start) {
        span.start += 1;
        return strip_outer(r, span);
    }
    span
}

/// Without punctuation at either end, for sources and cues.
fn strip(r: &Analysis, mut span: TokenSpan) -> TokenSpan {
    // A bullet or a mark of nobody's quotation is no part of a name either.
    let stray = |i: usize| {
        let sign = r.shape(i) == Shape::Other && !r.doc.tokens()[i].is_word() && r.text(i) != "%";
        sign || (r.is_quote_mark(i) && !r.quoted(i))
    };
    let outer = |i: usize| is_punctuation(r.shape(i)) || stray(i);
    while span.end > span.start && outer(span.end - 1) {
        span.end -= 1;
    }
    while span.end > span.start && outer(span.start) {
        span.start += 1;
    }
    span
}

fn opens(r: &Analysis, i: usize) -> bool {
    let quotation =
        r.doc.tokens().get(i).and_then(|t| t.quotation).and_then(|q| r.doc.quotations().get(q as usize));
    quotation.is_some_and(|q| q.tokens.start == i)
}

fn closes(r: &Analysis, i: usize) -> bool {
    let quotation =
        r.doc.tokens().get(i).and_then(|t| t.quotation).and_then(|q| r.doc.quotations().get(q as usize));
    quotation.is_some_and(|q| q.closed && q.tokens.end == i + 1)
}

fn is_punctuation(shape: Shape) -> bool {
    matches!(shape, Shape::Comma | Shape::Stop | Shape::Colon | Shape::Dash)
}
