//! The reader of pages of the web: the main text and what the page says of itself. What stands around an article (menus,
//! captions, share bars, comments, calls to read on or to subscribe) is taken out.

use super::{html_metadata, tidy};
use crate::domain::Article;
use crate::import::ImportError;
use crate::import::decode::decode_page;
use dom_smoothie::{Config, Readability, TextMode};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Elements that are looked at in a page at most.
const MOST_ELEMENTS: usize = 200_000;
/// How deep tags may stand in each other: no page of people's comes near, and trees are walked by recursion.
const DEEPEST: usize = 400;
/// Bytes of a page at most, without its scripts and pictures.
const LONGEST: usize = 4 << 20;

/// What is no part of an article's text, wherever it stands.
const AROUND: &str = "script:not([type='application/ld+json']), style, noscript, template, svg, iframe, form, button, nav, aside, \
     dialog, figcaption, [role='navigation'], [role='complementary'], [role='dialog'], [aria-hidden='true'], [hidden], \
     [class*='caption'], [class*='share'], [class*='social'], [class*='newsletter'], [class*='related'], [class*='comment'], \
     [class*='cookie'], [class*='consent'], [class*='promo'], [class*='advert'], [class*='breadcrumb'], [class*='read-more'], \
     [class*='read-also'], [class*='recommend'], [class*='subscribe'], [class*='paywall'], [class*='credit'], [class*='byline'], \
     [class*='dateline-meta'], [class*='author-bio'], [class*='tags'], [id*='comment'], [id*='newsletter'], [id*='cookie'], \
     [id*='related'], [id*='share'], article footer, article time, article header address";

/// Reads a page from bytes.
///
/// # Errors
/// Where it is no text, has no article in it, or is larger or deeper than any page of people's.
pub fn read_bytes(bytes: &[u8]) -> Result<Article, ImportError> {
    let decoded = decode_page(bytes)?;
    if !decoded.text.contains('<') {
        return Err(ImportError::NoArticle("it is no page: there is no tag in it".into()));
    }
    let article = read(&decoded.text)?;
    Ok(Article { encoding: Some(decoded.encoding.to_owned()), decoding_note: decoded.note, ..article })
}

/// Reads a page.
///
/// # Errors
/// As [`read_bytes`], but for the encoding.
pub fn read(page: &str) -> Result<Article, ImportError> {
    let page = without_pictures(page);
    if page.len() > LONGEST {
        return Err(ImportError::TooLarge { what: "a page", limit: (LONGEST >> 20) as u64 });
    }
    if depth(&page) > DEEPEST {
        return Err(ImportError::NoArticle(format!("its tags stand more than {DEEPEST} deep in each other")));
    }
    // The crate's own faults are one line of the report.
    catch_unwind(AssertUnwindSafe(|| main_text(&page)))
        .unwrap_or_else(|_| Err(ImportError::NoArticle("the page can't be taken apart".into())))
}

/// The text of a piece of a page, such as the content of a feed's item: all of it, without tags.
pub fn text_of(piece: &str) -> String {
    if piece.len() > LONGEST || depth(piece) > DEEPEST {
        return String::new();
    }
    let page = format!("<html><body><article>{piece}</article></body></html>");
    let text = catch_unwind(AssertUnwindSafe(|| {
        let reader = Readability::new(page, None, None).ok()?;
        reader.doc.select(AROUND).remove();
        Some(reader.doc.formatted_text().to_string())
    }));
    tidy(&text.ok().flatten().unwrap_or_default())
}

fn main_text(page: &str) -> Result<Article, ImportError> {
    let config =
        Config { max_elements_to_parse: MOST_ELEMENTS, text_mode: TextMode::Formatted, ..Config::default() };
    let nothing = |_| ImportError::NoArticle("there is no article in the page".into());
    let mut reader = Readability::new(page, None, Some(config)).map_err(nothing)?;
    let mut article = html_metadata::of(&reader);
    reader.doc.select(AROUND).remove();
    let whole = tidy(&reader.doc.select("body").formatted_text());
    let found = reader.parse().map_err(nothing);
    // A page of a few sentences has no part that stands out: all of it is the text.
    let (text, title) = match found {
        Ok(found) => (tidy(&found.text_content), Some(found.title)),
        Err(_) => (String::new(), None),
    };
    let text = if text.split_whitespace().count() * 4 < whole.split_whitespace().count() && whole.len() < 2000
    {
        whole
    } else {
        text
    };
    article.title = article.title.or_else(|| title.and_then(super::filled));
    article.body = without_calls(&text, article.title.as_deref());
    if article.body.trim().is_empty() {
        return Err(ImportError::NoArticle("there is no text in the page".into()));
    }
    Ok(article)
}

/// How lines begin that ask for something instead of telling something. Only short ones are such calls.
const CALLS: &[&str] = &[
    "read also",
    "read more",
    "also read",
    "see also",
    "related:",
    "more on this",
    "more from ",
    "recommended:",
    "watch:",
    "listen:",
    "sign up",
    "subscribe",
    "follow us",
    "share this",
    "share on",
    "click here",
    "advertisement",
    "sponsored",
    "we use cookies",
    "this site uses cookies",
    "by continuing to use",
    "get our newsletter",
    "support our journalism",
    "photo:",
    "photograph:",
    "image:",
    "picture:",
    "copyright ©",
    "©",
    "all rights reserved",
    "comments",
    "leave a comment",
    "most read",
    "trending",
    "download our app",
    "join our",
    "enjoying this",
    "continue reading",
    "print this",
];

/// The text without the lines that are calls, and without the title before it, which stands apart.
fn without_calls(text: &str, title: Option<&str>) -> String {
    let is_call = |line: &str| {
        let lower = line.trim().trim_start_matches(['>', '-', '•', '*', ' ', '»', '→']).to_lowercase();
        lower.chars().count() < 200
            && CALLS.iter().any(|call| lower.starts_with(call))
            && !lower.contains(['“', '"'])
    };
    let mut lines: Vec<&str> = text.lines().filter(|l| !is_call(l)).collect();
    if lines.first().is_some_and(|first| title.is_some_and(|t| first.trim() == t)) {
        lines.remove(0);
    }
    tidy(&lines.join("\n"))
}

/// The page with pictures that stand in it as text left out: they make most of a saved page, and say nothing.
fn without_pictures(page: &str) -> String {
    let mut out = String::with_capacity(page.len());
    let mut rest = page;
    while let Some(at) = rest.find(";base64,") {
        let (before, data) = rest.split_at(at + ";base64,".len());
        out.push_str(before);
        let end =
            data.find(|c: char| !(c.is_ascii_alphanumeric() || "+/=".contains(c))).unwrap_or(data.len());
        rest = data.split_at(end).1;
    }
    out.push_str(rest);
    out
}

/// How deep tags stand in each other, at most; tags that nothing closes count for the most they may mean.
fn depth(page: &str) -> usize {
    const CLOSED: &[&str] = &[
        "meta", "link", "br", "img", "hr", "input", "source", "p", "li", "td", "tr", "th", "col", "wbr",
        "option", "path", "area", "base", "embed", "track", "dt", "dd", "tbody", "thead", "html", "head",
        "body",
    ];
    let (mut now, mut most) = (0usize, 0);
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        rest = rest.split_at(at + 1).1;
        let closes = rest.starts_with('/');
        let name: String = rest
            .trim_start_matches('/')
            .chars()
            .take(12)
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_lowercase();
        if name == "script" && !closes {
            rest = rest.find("</script").map_or("", |end| rest.split_at(end + 1).1);
            continue;
        }
        if name.is_empty() || CLOSED.contains(&name.as_str()) {
            continue;
        }
        let end = rest.find('>').unwrap_or(0);
        if closes {
            now = now.saturating_sub(1);
        } else if !rest.split_at(end).0.ends_with('/') {
            now += 1;
            most = most.max(now);
        }
    }
    most
}
