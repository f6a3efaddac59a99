//! The reader of mails, boxes of mails, and pages saved with all that belongs to them (MHTML), which are mails in form.

use super::{Budget, Draft, filled, html, tidy};
use crate::domain::Article;
use crate::import::ImportError;
use crate::import::format::Format;
use mail_parser::{HeaderValue, MessageParser};

/// Reads a mail or a saved page.
pub fn read(bytes: &[u8], format: Format) -> Vec<Draft> {
    Draft::whole(message(bytes, format).map(|(article, _)| article))
}

/// Reads a box of mails: each begins with a line `From …` behind an empty one.
pub fn read_box(bytes: &[u8], budget: &mut Budget) -> Vec<Draft> {
    let mut out = Vec::new();
    for (piece, n) in split(bytes).into_iter().zip(1..) {
        if budget.parts == 0 {
            break;
        }
        budget.parts -= 1;
        let read = message(piece, Format::Mail);
        let id = read.as_ref().ok().and_then(|(_, id)| id.clone());
        let mut part = id.map_or_else(|| format!("#{n}"), |id| format!("#{id}"));
        if out.iter().any(|d: &Draft| d.part == part) {
            part = format!("#{n}");
        }
        out.push(Draft { part, article: read.map(|(a, _)| a), heading: None });
    }
    if out.is_empty() {
        Draft::whole(Err(ImportError::NoArticle("there is no mail in the box".into())))
    } else {
        out
    }
}

fn split(bytes: &[u8]) -> Vec<&[u8]> {
    let mut starts = Vec::new();
    let mut at = 0;
    let mut empty_before = true;
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        if empty_before && line.starts_with(b"From ") {
            starts.push((at, at + line.len()));
        }
        empty_before = line.trim_ascii().is_empty();
        at += line.len();
    }
    let ends = starts.iter().skip(1).map(|(start, _)| *start).chain([bytes.len()]);
    starts.iter().zip(ends).filter_map(|((_, from), to)| bytes.get(*from..to)).collect()
}

fn message(bytes: &[u8], format: Format) -> Result<(Article, Option<String>), ImportError> {
    let none = || ImportError::NoArticle("it is no mail".into());
    let mail = MessageParser::default().parse(bytes).ok_or_else(none)?;
    if mail.headers().len() < 2 {
        return Err(none());
    }
    let page = mail.html_part(0).and_then(|_| mail.body_html(0));
    let written =
        mail.text_part(0).filter(|p| p.is_text() && !p.is_text_html()).and_then(|_| mail.body_text(0));
    let mut article = match (written, page) {
        (Some(text), _) if format == Format::Mail && !text.trim().is_empty() => {
            Article { body: tidy(&without_replies(&text)), ..Article::default() }
        }
        (_, Some(page)) => html::read(&page)?,
        (Some(text), None) => Article { body: tidy(&text), ..Article::default() },
        (None, None) => return Err(ImportError::NoArticle("there is no text in the mail".into())),
    };
    if article.body.is_empty() {
        return Err(ImportError::Empty);
    }
    let header = |name: &str| match mail.header(name) {
        Some(HeaderValue::Text(text)) => filled(text.to_string()),
        _ => None,
    };
    article.title = article.title.or_else(|| mail.subject().and_then(filled));
    if format == Format::Mail {
        let from = mail.from().and_then(|a| a.first());
        article.author = article
            .author
            .or_else(|| from.and_then(|f| f.name.as_deref().or(f.address.as_deref())).and_then(filled));
    }
    article.published_text = article.published_text.or_else(|| mail.date().map(|d| d.to_rfc3339()));
    article.url = article
        .url
        .or_else(|| header("Snapshot-Content-Location"))
        .or_else(|| header("Content-Location"))
        .filter(|u| u.starts_with("http"));
    article.encoding = Some("MIME".into());
    Ok((article, mail.message_id().map(str::to_owned)))
}

/// A mail without what it quotes of the mail that it answers.
fn without_replies(text: &str) -> String {
    text.lines().filter(|l| !l.starts_with('>')).collect::<Vec<_>>().join("\n")
}
