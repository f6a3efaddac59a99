//! The reader of media databases' exports as text: many articles in one file, split, with what each says of itself.

use super::{Draft, filled, tidy};
use crate::domain::Article;
use crate::import::ImportError;
use crate::import::decode::decode;

/// Reads an export.
pub fn read(bytes: &[u8]) -> Vec<Draft> {
    match decode(bytes) {
        Ok(decoded) => split(&decoded.text),
        Err(e) => Draft::whole(Err(e)),
    }
}

/// The articles of an export.
pub fn split(text: &str) -> Vec<Draft> {
    let drafts = if text.lines().any(|l| l.starts_with("HD ") || l.trim_end() == "HD") {
        factiva(text)
    } else {
        nexis(text)
    };
    if drafts.is_empty() {
        return Draft::whole(Err(ImportError::NoArticle(
            "no article of the export could be told from the others".into(),
        )));
    }
    drafts
}

/// Two capital letters (or a letter and a digit) at the begin of a line, and what follows.
fn code(line: &str) -> Option<(&str, &str)> {
    let (code, rest) = line.split_at_checked(2)?;
    let fits = code.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && code.as_bytes()[..1].iter().all(u8::is_ascii_uppercase);
    (fits && (rest.is_empty() || rest.starts_with([' ', '\t']))).then(|| (code, rest.trim()))
}

const CODES: &[&str] = &[
    "SE", "HD", "BY", "CR", "WC", "PD", "ET", "SN", "SC", "ED", "PG", "VOL", "LA", "CY", "LP", "TD", "CO",
    "IN", "NS", "RE", "IPC", "IPD", "PUB", "AN", "CT", "RF", "ART", "CLM", "DLN",
];

fn factiva(text: &str) -> Vec<Draft> {
    let mut out = Vec::new();
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        if let Some(id) = line.strip_prefix("Document ").filter(|id| !id.contains(' ') && !id.is_empty()) {
            finish(&mut fields, id, &mut out);
            continue;
        }
        match code(line).filter(|(c, _)| CODES.contains(c)) {
            Some((code, rest)) => {
                // A new headline where no line ended the article before.
                if code == "HD" && fields.iter().any(|(c, _)| c == "HD") {
                    let next =
                        fields.iter().rposition(|(c, _)| c == "SE").filter(|at| *at + 1 == fields.len());
                    let kept = next.map(|at| fields.split_off(at)).unwrap_or_default();
                    finish(&mut fields, "", &mut out);
                    fields = kept;
                }
                fields.push((code.to_owned(), format!("{rest}\n")));
            }
            None => {
                if let Some((_, value)) = fields.last_mut() {
                    value.push_str(line.trim());
                    value.push('\n');
                }
            }
        }
    }
    finish(&mut fields, "", &mut out);
    out
}

fn finish(fields: &mut Vec<(String, String)>, id: &str, out: &mut Vec<Draft>) {
    let fields = std::mem::take(fields);
    let get = |code: &str| fields.iter().find(|(c, _)| c == code).and_then(|(_, v)| filled(v.as_str()));
    let text: Vec<&str> =
        fields.iter().filter(|(c, _)| c == "LP" || c == "TD").map(|(_, v)| v.trim()).collect();
    if get("HD").is_none() && text.is_empty() {
        return;
    }
    let body = tidy(&text.join("\n\n"));
    let part = if id.is_empty() { format!("#{}", out.len() + 1) } else { format!("#{id}") };
    let article = Article {
        title: get("HD"),
        author: get("BY").map(|by| by.trim_start_matches("By ").to_owned()),
        outlet: get("SN"),
        published_text: get("PD"),
        language: get("LA").and_then(|l| language(&l)),
        encoding: Some("UTF-8".into()),
        body,
        ..Article::default()
    };
    let article = if article.body.is_empty() { Err(ImportError::Empty) } else { Ok(article) };
    out.push(Draft { part, article, heading: None });
}

fn language(name: &str) -> Option<String> {
    let known = [
        ("english", "en"),
        ("german", "de"),
        ("french", "fr"),
        ("spanish", "es"),
        ("russian", "ru"),
        ("arabic", "ar"),
    ];
    known.iter().find(|(n, _)| name.eq_ignore_ascii_case(n)).map(|(_, tag)| (*tag).to_owned())
}

/// Nexis begins an article with its number among all ("1 of 2 DOCUMENTS"), ends it with its load date, or with `End of Document`;
/// headline, outlet and date stand before its length.
fn nexis(text: &str) -> Vec<Draft> {
    let mut out = Vec::new();
    let mut block: Vec<&str> = Vec::new();
    let ends = text.lines().any(|l| l.trim() == "End of Document");
    let counted = text.lines().any(is_count);
    for line in text.lines() {
        let line = line.trim();
        let lower = line.to_lowercase();
        let end = match () {
            () if ends => line == "End of Document",
            () if counted => is_count(line),
            () => lower.starts_with("load-date:"),
        };
        if end {
            one_of_nexis(&block, &mut out);
            block.clear();
        } else {
            block.push(line);
        }
    }
    one_of_nexis(&block, &mut out);
    out
}

/// "1 of 2 DOCUMENTS", "Document 1 of 2 DOCUMENTS".
fn is_count(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    matches!(words.as_slice(), [_, _, "of", _, w] | [_, "of", _, w] if w.eq_ignore_ascii_case("documents"))
}

/// "BYLINE: Ann Bee".
fn is_field(line: &str) -> bool {
    let key = line.split_once(':').map_or("", |(key, _)| key);
    key.len() > 2 && key.bytes().all(|b| b.is_ascii_uppercase() || b == b'-')
}

/// "Copyright 2021 Tamsin Times Ltd": a short line.
fn is_copyright(line: &str) -> bool {
    let mut words = line.split_whitespace();
    words.next() == Some("Copyright")
        && words.next().is_some_and(|w| w.len() == 4 && w.parse::<u16>().is_ok())
}

fn one_of_nexis(lines: &[&str], out: &mut Vec<Draft>) {
    let field = |name: &str| {
        lines.iter().find_map(|l| {
            let (key, value) = l.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| filled(value)).flatten()
        })
    };
    let Some(length) = lines.iter().position(|l| l.to_lowercase().starts_with("length:")) else { return };
    let is_beside = |l: &str| {
        is_count(l)
            || is_field(l)
            || l.starts_with("Document ")
            || l.starts_with("Copyright")
            || l.starts_with("Page ")
    };
    let before: Vec<&str> = lines
        .get(..length)
        .unwrap_or(&[])
        .iter()
        .copied()
        .filter(|l| !l.is_empty() && !is_beside(l))
        .collect();
    let is_date = |l: &str| crate::domain::PartialDate::stated(l).is_some();
    let date = before.iter().position(|l| is_date(l));
    let headline = field("HEADLINE");
    // With a field for the headline the outlet stands first; without one the headline does, or follows outlet and date.
    let (title, outlet) = match (headline, date) {
        (Some(title), Some(d)) => (Some(title), d.checked_sub(1).and_then(|at| before.get(at)).copied()),
        (Some(title), None) => (Some(title), before.first().copied()),
        (None, Some(1)) if before.len() > 2 => {
            (before.get(2).and_then(|t| filled(*t)), before.first().copied())
        }
        (None, Some(d)) if d >= 2 => (before.get(d - 2).and_then(|t| filled(*t)), before.get(d - 1).copied()),
        (None, _) => (before.first().and_then(|t| filled(*t)), before.get(1).copied()),
    };
    let rest = lines.get(length + 1..).unwrap_or(&[]);
    let marked = rest.iter().position(|l| *l == "Body" || l.to_lowercase() == "body:").map(|at| at + 1);
    let end =
        ["classification", "graphic", "notes", "load-date:", "language:", "publication-type:", "subject:"];
    let text: Vec<&str> = rest
        .iter()
        .skip(marked.unwrap_or(0))
        .copied()
        .take_while(|l| {
            !end.iter()
                .any(|e| l.to_lowercase() == *e || (e.ends_with(':') && l.to_lowercase().starts_with(e)))
        })
        .filter(|l| marked.is_some() || !is_field(l) && !is_copyright(l))
        .collect();
    let body = tidy(&text.join("\n"));
    if body.is_empty() {
        return;
    }
    let article = Article {
        title,
        outlet: outlet.and_then(filled),
        author: field("BYLINE").map(|by| by.trim_start_matches("By ").to_owned()),
        published_text: date.and_then(|at| before.get(at)).and_then(|d| filled(*d)),
        language: field("LANGUAGE").and_then(|l| language(&l)),
        encoding: Some("UTF-8".into()),
        body,
        ..Article::default()
    };
    out.push(Draft { part: format!("#{}", out.len() + 1), article: Ok(article), heading: None });
}
