//! The reader of feeds: RSS and Atom, each item an article, known by its identifier or address.

use super::xml::{self, Piece};
use super::{Draft, filled, html, tidy};
use crate::domain::Article;
use crate::import::ImportError;
use crate::import::decode::decode;
use std::collections::BTreeSet;

#[derive(Default)]
struct Item {
    article: Article,
    id: Option<String>,
    /// The summary, and the whole text where the feed has it.
    summary: String,
    content: String,
    updated: Option<String>,
}

/// Reads a feed.
pub fn read(bytes: &[u8]) -> Vec<Draft> {
    match decode(bytes) {
        Ok(decoded) => items(&decoded.text),
        Err(e) => Draft::whole(Err(e)),
    }
}

fn items(text: &str) -> Vec<Draft> {
    let mut outlet = None;
    let mut language = None;
    let mut item: Option<Item> = None;
    let mut path: Vec<String> = Vec::new();
    let mut words = String::new();
    let mut found: Vec<Item> = Vec::new();
    xml::each(text, |piece| match piece {
        Piece::Open(name, attributes) => {
            if name == "item" || name == "entry" {
                item = Some(Item::default());
            }
            if let (Some(item), "link") = (&mut item, name.as_str()) {
                let main = xml::attribute(&attributes, "rel").is_none_or(|rel| rel == "alternate");
                if let (true, Some(href)) = (main, xml::attribute(&attributes, "href")) {
                    item.article.url = filled(href);
                }
            }
            if name == "feed" {
                language = xml::attribute(&attributes, "lang").and_then(filled);
            }
            words.clear();
            path.push(name);
        }
        Piece::Words(text) => words.push_str(&text),
        Piece::Close(name) => {
            let within = path.iter().rev().nth(1).map_or("", String::as_str);
            match (&mut item, name.as_str()) {
                (Some(_), "item" | "entry") => found.extend(item.take()),
                (Some(i), _) => take(i, &name, within, &words),
                (None, "title") if within == "channel" || within == "feed" => outlet = filled(words.as_str()),
                (None, "language") => language = filled(words.as_str()),
                _ => {}
            }
            path.pop();
            words.clear();
        }
    });
    if found.is_empty() {
        return Draft::whole(Err(ImportError::NoArticle("there is no item in the feed".into())));
    }
    let mut parts = BTreeSet::new();
    found
        .into_iter()
        .zip(1..)
        .map(|(item, n)| {
            let key = item.id.clone().or_else(|| item.article.url.clone()).unwrap_or_else(|| n.to_string());
            let part = format!("#{key}");
            let part = if parts.insert(part.clone()) { part } else { format!("{part}#{n}") };
            Draft { part, article: finish(item, outlet.as_deref(), language.as_deref()), heading: None }
        })
        .collect()
}

fn take(item: &mut Item, name: &str, within: &str, words: &str) {
    let a = &mut item.article;
    let more = filled(words);
    match name {
        "title" if within == "item" || within == "entry" => a.title = more.map(|t| one_line(&t)),
        "link" if a.url.is_none() => a.url = more,
        "guid" | "id" => item.id = more,
        "pubDate" | "published" | "date" => a.published_text = more,
        "updated" => item.updated = more,
        "creator" | "name" if name == "creator" || within == "author" => {
            a.author = match (a.author.take(), more) {
                (Some(first), Some(more)) => Some(format!("{first}, {more}")),
                (first, more) => first.or(more),
            };
        }
        "author" if a.author.is_none() => a.author = more,
        "source" => a.outlet = more,
        "description" | "summary" => item.summary = words.to_owned(),
        "encoded" | "content" => item.content = words.to_owned(),
        _ => {}
    }
}

/// Titles in feeds may have entities written twice.
fn one_line(title: &str) -> String {
    if title.contains(['<', '&']) {
        filled(html::text_of(title)).unwrap_or_default()
    } else {
        title.to_owned()
    }
}

fn finish(item: Item, outlet: Option<&str>, language: Option<&str>) -> Result<Article, ImportError> {
    let text = if item.content.trim().is_empty() { &item.summary } else { &item.content };
    let body = if text.contains(['<', '&']) { html::text_of(text) } else { tidy(text) };
    if body.is_empty() {
        return Err(ImportError::Empty);
    }
    let a = item.article;
    Ok(Article {
        outlet: a.outlet.or_else(|| outlet.map(str::to_owned)),
        language: language.map(str::to_owned),
        published_text: a.published_text.or(item.updated),
        encoding: Some("UTF-8".into()),
        body,
        title: a.title,
        author: a.author,
        url: a.url,
        ..Article::default()
    })
}
