//! An article as text, its paragraphs numbered, its quotes numbered and coloured by speaker.

use crate::domain::ActorId;
use crate::render::{Flow, Paint};
use crate::store::reading::{ArticleReading, QuoteReading, Source};

/// Lays the article out, and below it who said what.
pub fn show(flow: &mut Flow, article: &ArticleReading) {
    head(flow, &article.source);
    let speakers = Speakers::of(article);
    let chars: Vec<char> = article.body.chars().collect();
    let paints = paints(article, &speakers, chars.len());
    let lead = article.paragraphs.len().to_string().len();
    for (i, (start, end)) in article.paragraphs.iter().enumerate() {
        let mut pieces: Vec<(String, Paint)> = Vec::new();
        for (at, c) in chars.iter().enumerate().take(*end).skip(*start) {
            push(&mut pieces, *c, paints[at]);
            for quote in article.quotes.iter().filter(|q| q.range.1 == at + 1) {
                let number = Paint { bold: true, ..speakers.paint(quote) };
                pieces.push((format!("[{}]", quote.ordinal), number));
            }
        }
        let pieces: Vec<(&str, Paint)> = pieces.iter().map(|(t, p)| (t.as_str(), *p)).collect();
        flow.paragraph(&format!("{:>lead$}  ", i + 1), &pieces);
        flow.blank();
    }
    legend(flow, article, &speakers);
}

/// Title, and where the article comes from.
pub fn head(flow: &mut Flow, source: &Source) {
    flow.paragraph("", &[(source.title.as_deref().unwrap_or("(without a title)"), Paint::BOLD)]);
    let parts = [&source.outlet, &source.author, &source.published, &source.url];
    let known: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    let from = format!("article {} · {}", source.article_id, source.source_path);
    if !known.is_empty() {
        flow.paragraph("", &[(&known.join(" · "), Paint::PLAIN)]);
    }
    flow.paragraph("", &[(&from, Paint::DIM)]);
    flow.blank();
}

/// The name of a quote's speaker for a reader.
pub fn speaker_name(quote: &QuoteReading) -> String {
    let names = |relation: &str| {
        let of = quote.speakers.iter().filter(|s| s.relation == relation).map(|s| s.name.as_str());
        of.collect::<Vec<_>>().join(", ")
    };
    let (said, behalf, maybe) = (names("speaker"), names("on_behalf_of"), names("candidate"));
    match (said.as_str(), behalf.as_str(), maybe.as_str()) {
        ("", "", "") => "(not known)".to_owned(),
        ("", "", maybe) => format!("(not known; perhaps {maybe})"),
        ("", behalf, _) => format!("(not known, for {behalf})"),
        (said, "", _) => said.to_owned(),
        (said, behalf, _) => format!("{said}, for {behalf}"),
    }
}

/// The speakers of an article, in the order in which they first speak: their place is their colour.
pub struct Speakers(Vec<ActorId>);

impl Speakers {
    /// Gathers them.
    pub fn of(article: &ArticleReading) -> Self {
        let mut ids = Vec::new();
        for speaker in article.quotes.iter().filter_map(first_speaker) {
            if !ids.contains(&speaker) {
                ids.push(speaker);
            }
        }
        Self(ids)
    }

    /// How the quote looks: in its speaker's colour; underlined where that is nobody known.
    pub fn paint(&self, quote: &QuoteReading) -> Paint {
        let place = first_speaker(quote).and_then(|id| self.0.iter().position(|s| *s == id));
        place.map_or(Paint { underline: true, ..Paint::PLAIN }, Paint::colored)
    }
}

fn first_speaker(quote: &QuoteReading) -> Option<ActorId> {
    quote.speakers.iter().find(|s| s.relation == "speaker").map(|s| s.actor_id)
}

/// The paint of every character: that of the shortest quote it belongs to, since quotes can stand within quotes.
fn paints(article: &ArticleReading, speakers: &Speakers, chars: usize) -> Vec<Paint> {
    let mut paints = vec![Paint::PLAIN; chars];
    let mut quotes: Vec<&QuoteReading> = article.quotes.iter().collect();
    quotes.sort_by_key(|q| std::cmp::Reverse(q.range.1.saturating_sub(q.range.0)));
    for quote in quotes {
        let paint = speakers.paint(quote);
        for (start, end) in &quote.content {
            for slot in paints.iter_mut().take(*end).skip(*start) {
                *slot = paint;
            }
        }
    }
    paints
}

fn push(pieces: &mut Vec<(String, Paint)>, c: char, paint: Paint) {
    match pieces.last_mut() {
        Some((text, last)) if *last == paint => text.push(c),
        _ => pieces.push((c.to_string(), paint)),
    }
}

fn legend(flow: &mut Flow, article: &ArticleReading, speakers: &Speakers) {
    if article.quotes.is_empty() {
        flow.paragraph("", &[("no quotes were found in it", Paint::DIM)]);
        return;
    }
    let width = article.quotes.len().to_string().len() + 2;
    for quote in &article.quotes {
        let number = format!("[{}]", quote.ordinal);
        let facts = format!(
            "  · {}, {}, {:.2}, quote_id {}",
            quote.sense.in_a_word(),
            quote.kind,
            quote.confidence,
            quote.id
        );
        flow.paragraph(
            &format!("{number:>width$} "),
            &[(&speaker_name(quote), speakers.paint(quote)), (&facts, Paint::DIM)],
        );
    }
    flow.blank();
    flow.paragraph("", &[("`kb show quote QUOTE_ID` tells more about one", Paint::DIM)]);
}
