//! One quote in its paragraph: what was said, the reporting words, the words that name the speaker, and how sure all that is.

use super::article::{head, speaker_name};
use super::why::why;
use crate::domain::{Determinacy, QuoteId, QuoteKind, Sense};
use crate::extract::{Analysis, Language, Reason, Statement, explain, readable};
use crate::render::{Flow, MARKED, Paint};
use crate::store::reading::{ArticleReading, CharRange, QuoteReading};
use crate::text::{CharIndex, CharSpan, TokenSpan};

const CONTENT: Paint = Paint { color: Some(31), bold: true, dim: false, underline: false };
const CUE: Paint = Paint { color: Some(MARKED), bold: false, dim: false, underline: false };
const SOURCE: Paint = Paint { color: Some(28), bold: true, dim: false, underline: false };

/// Marks that stand for the colours where there are none: before and behind the words.
const PLAIN_MARKS: [(&str, &str); 3] = [("⟦", "⟧"), ("~", "~"), ("*", "*")];

/// Lays the quote out. `reasons` are what spoke most for it and against it, with their weights, the strongest first.
pub fn show(flow: &mut Flow, article: &ArticleReading, id: QuoteId, reasons: &[(String, f32)]) {
    let Some(quote) = article.quotes.iter().find(|q| q.id == id) else { return };
    head(flow, &article.source);
    let pieces = [&quote.content, &quote.cue, &quote.mention];
    let touched =
        |p: &CharRange| pieces.iter().any(|ranges| ranges.iter().any(|(s, e)| *s < p.1 && p.0 < *e));
    let lead = article.paragraphs.len().to_string().len();
    for (i, paragraph) in article.paragraphs.iter().enumerate().filter(|(_, p)| touched(p)) {
        let marked = marked(article, quote, *paragraph, flow.has_color());
        let marked: Vec<(&str, Paint)> = marked.iter().map(|(t, p)| (t.as_str(), *p)).collect();
        flow.paragraph(&format!("{:>lead$}  ", i + 1), &marked);
        flow.blank();
    }
    facts(flow, article, quote);
    self::reasons(flow, reasons);
}

/// What made the extractor take the quote for one, found anew in the article's text.
pub fn found_by(article: &ArticleReading, id: QuoteId) -> Vec<(String, f32)> {
    let Some(quote) = article.quotes.iter().find(|q| q.id == id) else { return Vec::new() };
    let index = CharIndex::new(&article.body);
    let english = Language::english();
    let mut analysis = Analysis::new(&english, readable(&article.body));
    let tokens =
        |(start, end): &CharRange| analysis.document().tokens_in(index.bytes_of(CharSpan::new(*start, *end)));
    let spans = |ranges: &[CharRange]| -> Vec<TokenSpan> { ranges.iter().map(tokens).collect() };
    let statement = Statement {
        kind: quote.kind.parse().unwrap_or(QuoteKind::Indirect),
        sense: quote.sense,
        said_on: None,
        content: spans(&quote.content),
        cue: spans(&quote.cue),
        source: spans(&quote.mention),
        confidence: quote.confidence as f32,
    };
    let label = |reason: Reason| (format!("{}: {}", reason.stage.as_str(), reason.text), reason.weight);
    explain(&mut analysis, &statement).into_iter().map(label).collect()
}

/// What spoke most for the quote (weight above 0) and against it; nothing where nothing is known.
pub fn reasons(flow: &mut Flow, reasons: &[(String, f32)]) {
    if reasons.is_empty() {
        return;
    }
    flow.blank();
    flow.paragraph("", &[("main reasons", Paint::BOLD)]);
    for (label, weight) in reasons {
        let paint = if *weight < 0.0 { Paint::DIM } else { Paint::PLAIN };
        flow.paragraph(&format!("  {weight:>+6.2}  "), &[(label, paint)]);
    }
}

fn marked(
    article: &ArticleReading,
    quote: &QuoteReading,
    (start, end): CharRange,
    color: bool,
) -> Vec<(String, Paint)> {
    let within = |ranges: &[CharRange], at: usize| ranges.iter().any(|(s, e)| (*s..*e).contains(&at));
    let kind = |at: usize| {
        // The smaller pieces stand out of the greater one that may hold them.
        match () {
            () if within(&quote.mention, at) => Some(2),
            () if within(&quote.cue, at) => Some(1),
            () if within(&quote.content, at) => Some(0),
            () => None,
        }
    };
    let mut out: Vec<(String, Paint)> = Vec::new();
    let mut open: Option<usize> = None;
    let mark = |i: Option<usize>, side: fn(&(&'static str, &'static str)) -> &'static str| {
        i.filter(|_| !color).and_then(|i| PLAIN_MARKS.get(i)).map_or("", side)
    };
    for (i, c) in article.body.chars().enumerate().skip(start).take(end.saturating_sub(start)) {
        let now = kind(i);
        if now != open || out.is_empty() {
            if let Some((text, _)) = out.last_mut() {
                text.push_str(mark(open, |m| m.1));
            }
            let paint = match now {
                Some(0) => CONTENT,
                Some(1) => CUE,
                Some(_) => SOURCE,
                None => Paint::PLAIN,
            };
            out.push((mark(now, |m| m.0).to_owned(), paint));
            open = now;
        }
        if let Some((text, _)) = out.last_mut() {
            text.push(c);
        }
    }
    if let Some((text, _)) = out.last_mut() {
        text.push_str(mark(open, |m| m.1));
    }
    out
}

/// The sense in a word, and what it is made of.
fn sense(quote: &QuoteReading) -> String {
    let Sense { attribution_type, polarity, determinacy } = quote.sense;
    let took_place = match determinacy {
        Determinacy::Yes => "took place",
        Determinacy::Open => "not told as having taken place",
        Determinacy::No => "did not take place",
    };
    format!("{} ({attribution_type}, {polarity}, {took_place})", quote.sense.in_a_word())
}

/// The day of the saying, and the words that tell it.
fn said_on(quote: &QuoteReading) -> String {
    match (&quote.said_on, &quote.said_on_words) {
        (Some(date), Some(words)) => format!("{date} (“{words}”)"),
        (None, Some(words)) => format!("(“{words}”: no date follows from that)"),
        _ => "(not told)".to_owned(),
    }
}

fn facts(flow: &mut Flow, article: &ArticleReading, quote: &QuoteReading) {
    let words = |ranges: &[CharRange]| {
        let text =
            |(s, e): &CharRange| article.body.chars().skip(*s).take(e.saturating_sub(*s)).collect::<String>();
        ranges.iter().map(text).collect::<Vec<_>>().join(" … ")
    };
    let marks = |i: usize| match (flow.has_color(), PLAIN_MARKS[i]) {
        (true, _) => String::new(),
        (false, (open, close)) => format!("  (marked {open}…{close})"),
    };
    let or_none = |text: String| if text.is_empty() { "(none)".to_owned() } else { text };
    let rows = [
        (
            "quote",
            format!("{} of {}, {}{}", quote.ordinal, article.quotes.len(), quote.kind, marks(0)),
            CONTENT,
        ),
        ("cue", or_none(words(&quote.cue)) + &marks(1), CUE),
        ("sense", sense(quote), Paint::BOLD),
        ("said on", said_on(quote), Paint::PLAIN),
        ("source", or_none(words(&quote.mention)) + &marks(2), SOURCE),
        ("speaker", speaker_name(quote), Paint::BOLD),
        ("confidence", format!("{:.2} that it is a quote", quote.confidence), Paint::PLAIN),
    ];
    for (name, text, paint) in rows {
        flow.paragraph(&format!("{name:>10}  "), &[(&text, paint)]);
    }
    for speaker in &quote.speakers {
        let relation = match speaker.relation.as_str() {
            "on_behalf_of" => "spoken for",
            "candidate" => "may have said it",
            _ => "said it",
        };
        let text =
            format!("{:.2} that {} {relation} (by {})", speaker.confidence, speaker.name, speaker.method);
        flow.paragraph(&" ".repeat(12), &[(&text, Paint::PLAIN)]);
    }
    let both =
        quote.speakers.iter().find(|s| s.relation == "speaker").map(|s| s.confidence * quote.confidence);
    if let Some(both) = both {
        flow.paragraph(&" ".repeat(12), &[(&format!("{both:.2} that both is so"), Paint::PLAIN)]);
    }
    flow.paragraph(&format!("{:>10}  ", "why"), &[(&why(article, quote), Paint::PLAIN)]);
    let place = format!("characters {} to {} of the text", quote.range.0, quote.range.1);
    flow.paragraph(&format!("{:>10}  ", "place"), &[(&place, Paint::DIM)]);
}
