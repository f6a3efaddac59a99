//! What a page says of itself: JSON-LD first, as the outlet's own record; then the tags of OpenGraph and `meta`; then what
//! a reader of the page sees.

use super::filled;
use crate::domain::Article;
use dom_smoothie::Readability;
use serde_json::Value;

/// Title, outlet, authors, date, address and language of a page; no text.
pub fn of(reader: &Readability) -> Article {
    let page = &reader.doc;
    let records: Vec<Value> = page
        .select("script[type='application/ld+json']")
        .iter()
        .filter_map(|script| serde_json::from_str(script.text().trim()).ok())
        .collect();
    let record = records.iter().find_map(|r| news(r, 0));
    let stated = |key: &str| record.and_then(|r| r.get(key)).and_then(names);
    let meta = |keys: &[&str]| keys.iter().find_map(|key| meta_tag(reader, key));
    let first = |selector: &str| page.select(selector).iter().next();
    let seen = |selector: &str| first(selector).and_then(|e| filled(e.text().to_string()));
    let outlet = stated("publisher")
        .or_else(|| meta(&["og:site_name", "application-name", "dc.publisher", "citation_journal_title"]));
    let title = stated("headline")
        .or_else(|| meta(&["og:title", "twitter:title", "dc.title", "citation_title"]))
        .or_else(|| seen("h1"))
        .or_else(|| seen("title"));
    let time = || {
        let marked = first(
            "time[pubdate], time[itemprop='datePublished'], [itemprop='datePublished'], time[datetime]",
        );
        marked.and_then(|t| {
            t.attr("datetime")
                .or_else(|| t.attr("content"))
                .map(|d| d.to_string())
                .or_else(|| filled(t.text().to_string()))
        })
    };
    let published = stated("datePublished")
        .or_else(|| {
            meta(&[
                "article:published_time",
                "og:published_time",
                "datepublished",
                "date",
                "dc.date",
                "dc.date.issued",
                "pubdate",
                "publish-date",
                "parsely-pub-date",
                "sailthru.date",
                "citation_publication_date",
            ])
        })
        .or_else(time);
    let author = stated("author")
        .or_else(|| meta(&["author", "article:author", "dc.creator", "parsely-author", "sailthru.author", "byl"]))
        .or_else(|| seen("[rel='author'], [itemprop='author'] [itemprop='name'], [itemprop='author'], .byline, .author-name, .author"))
        .filter(|a| !a.contains("://"));
    let url = first("link[rel='canonical']")
        .and_then(|l| l.attr("href").map(|h| h.to_string()))
        .or_else(|| meta(&["og:url"]))
        .or_else(|| stated("url"))
        .filter(|u| u.starts_with("http"));
    let language = first("html[lang]")
        .and_then(|h| h.attr("lang").map(|l| l.to_string()))
        .or_else(|| stated("inLanguage"));
    let title = title.map(|t| without_outlet(&t, outlet.as_deref()));
    Article {
        title,
        author: author.map(|a| without_by(&a)).and_then(filled),
        published_text: published.and_then(filled),
        url: url.and_then(filled),
        language: language.and_then(filled),
        outlet,
        ..Article::default()
    }
}

/// How deep a record is looked through.
const DEEPEST: usize = 6;

/// The record of an article in a value of JSON-LD, which may be a list, or hold a graph.
fn news(value: &Value, depth: usize) -> Option<&Value> {
    const KINDS: &[&str] = &["Article", "NewsArticle", "BlogPosting", "Report", "LiveBlogPosting"];
    if depth > DEEPEST {
        return None;
    }
    match value {
        Value::Array(list) => list.iter().find_map(|v| news(v, depth + 1)),
        Value::Object(fields) => {
            let is = |kind: &Value| {
                kind.as_str().is_some_and(|k| KINDS.contains(&k) || k.ends_with("NewsArticle"))
            };
            let kind = fields.get("@type");
            let fits = kind.is_some_and(|k| is(k) || k.as_array().is_some_and(|l| l.iter().any(is)));
            if fits {
                return Some(value);
            }
            ["@graph", "mainEntity", "mainEntityOfPage"]
                .iter()
                .find_map(|key| news(fields.get(*key)?, depth + 1))
        }
        _ => None,
    }
}

/// A text, or the names of what is described; of several, all.
fn names(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => filled(unescaped(text)),
        Value::Object(fields) => fields.get("name").and_then(names),
        Value::Array(list) => filled(list.iter().filter_map(names).collect::<Vec<_>>().join(", ")),
        _ => None,
    }
}

/// Outlets write entities into their records, where none belong.
fn unescaped(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let pairs = [
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#8217;", "’"),
        ("&#8216;", "‘"),
        ("&rsquo;", "’"),
        ("&lsquo;", "‘"),
        ("&#8220;", "“"),
        ("&#8221;", "”"),
        ("&ldquo;", "“"),
        ("&rdquo;", "”"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ];
    pairs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

fn meta_tag(reader: &Readability, key: &str) -> Option<String> {
    for tag in reader.doc.select("meta[content]").iter() {
        let named = ["property", "name", "itemprop"]
            .iter()
            .filter_map(|a| tag.attr(a))
            .any(|n| n.eq_ignore_ascii_case(key));
        let content = tag.attr("content").filter(|_| named);
        if let Some(text) = content.and_then(|c| filled(c.to_string())) {
            return Some(text);
        }
    }
    None
}

/// `By Ann Bee` is Ann Bee.
fn without_by(author: &str) -> String {
    let author = author.trim();
    let rest = author.get(..3).filter(|by| by.eq_ignore_ascii_case("by ")).and_then(|_| author.get(3..));
    rest.unwrap_or(author).to_owned()
}

/// A title without the outlet behind it: `Harbour closes | The Tamsin Times`.
fn without_outlet(title: &str, outlet: Option<&str>) -> String {
    let bare = |name: &str| {
        let lower = name.trim().to_lowercase();
        lower.strip_prefix("the ").unwrap_or(&lower).to_owned()
    };
    for mark in [" | ", " - ", " – ", " — ", " :: ", " « "] {
        let Some((before, last)) = title.rsplit_once(mark) else { continue };
        if outlet.is_some_and(|o| bare(o) == bare(last)) || (outlet.is_none() && mark == " | ") {
            return before.trim().to_owned();
        }
    }
    title.to_owned()
}
