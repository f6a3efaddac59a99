//! Front matter: the `---` block of metadata at the head of a text.

use super::ImportError;
use crate::domain::near;
use serde::de::{IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;

/// What the block may say.
#[derive(Debug, Default, PartialEq, Eq, Deserialize)]
pub struct FrontMatter {
    /// Headline.
    #[serde(alias = "Title")]
    pub title: Option<String>,
    /// Who published it.
    #[serde(alias = "Outlet")]
    pub outlet: Option<String>,
    /// Byline; of several authors in a list, all.
    #[serde(alias = "Author", default, deserialize_with = "text_or_list")]
    pub author: Option<String>,
    /// The date as written there.
    #[serde(alias = "date", alias = "Published", alias = "Date")]
    pub published: Option<String>,
    /// Where it can be read.
    #[serde(alias = "Url")]
    pub url: Option<String>,
    /// BCP 47 tag.
    #[serde(alias = "Language")]
    pub language: Option<String>,
    /// Keys of other programs, or mistyped ones.
    #[serde(flatten)]
    pub other: BTreeMap<String, Ignored>,
}

/// A value that nobody reads.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Ignored;

impl<'de> Deserialize<'de> for Ignored {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| Self)
    }
}

/// The keys, and words that people write for them.
const KEYS: &[(&str, &[&str])] = &[
    ("title", &["headline", "heading"]),
    ("outlet", &["source", "publisher", "publication", "newspaper"]),
    ("author", &["authors", "by", "byline", "writer"]),
    ("published", &["publication_date", "day"]),
    ("url", &["link", "address"]),
    ("language", &["locale"]),
];

/// The key that somebody may have meant by one that there is not.
pub fn meant_key(key: &str) -> Option<&'static str> {
    let all = KEYS.iter().flat_map(|(key, others)| others.iter().chain([key]));
    let word = *near(key, all.copied(), 1).first()?;
    KEYS.iter().find(|(key, others)| *key == word || others.contains(&word)).map(|(key, _)| *key)
}

/// Bytes that such a block has at most: a text that begins with a rule is no block of megabytes.
const LONGEST: usize = 1 << 16;

/// Splits a text into its front matter (YAML between two `---` lines) and its body.
///
/// A text that merely begins with a rule of dashes has no front matter: without a closing line it is all body.
///
/// # Errors
/// Where there is such a block and it is not valid YAML: what, in which line, and what to do.
pub fn split(text: &str) -> Result<(FrontMatter, &str), ImportError> {
    let Some(rest) = text.strip_prefix("---\n") else { return Ok((FrontMatter::default(), text)) };
    let mut end = 0;
    for line in rest.split_inclusive('\n') {
        if end > LONGEST {
            break;
        }
        if matches!(line.trim_end(), "---" | "...") {
            let yaml = &rest[..end];
            let body = rest[end + line.len()..].trim_start_matches('\n');
            return Ok((parse(yaml)?, body));
        }
        end += line.len();
    }
    Ok((FrontMatter::default(), text))
}

/// Reads the block as YAML; where that fails (`title: Minister: "No"` is no YAML), line by line as `key: value`.
fn parse(yaml: &str) -> Result<FrontMatter, ImportError> {
    if yaml.trim().is_empty() {
        return Ok(FrontMatter::default());
    }
    let mut found: FrontMatter = match serde_saphyr::from_str(yaml) {
        Ok(found) => found,
        Err(e) => match told_twice(yaml) {
            Some((line, reason)) => return Err(ImportError::FrontMatter { line, reason }),
            None => plain_lines(yaml).ok_or_else(|| explained(yaml, &e))?,
        },
    };
    for field in [
        &mut found.title,
        &mut found.outlet,
        &mut found.author,
        &mut found.published,
        &mut found.url,
        &mut found.language,
    ] {
        *field = field
            .take()
            .map(|f| f.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|f| !f.is_empty());
    }
    Ok(found)
}

/// A text, or several in a list: `Ann Bee, Cee Dee`.
fn text_or_list<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    struct Words;
    impl<'de> Visitor<'de> for Words {
        type Value = Option<String>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("text or a list of texts")
        }

        fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
            Ok(Some(text.to_owned()))
        }

        fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
            Ok(Some(number.to_string()))
        }

        fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
            Ok(Some(number.to_string()))
        }

        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
            let mut all: Vec<String> = Vec::new();
            while let Some(one) = list.next_element()? {
                all.push(one);
            }
            Ok(Some(all.join(", ")))
        }
    }
    deserializer.deserialize_any(Words)
}

/// The key of a line that begins with one, as a person reads it: `title: …`.
fn key_of(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let is_key = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    is_key.then(|| (key, value.trim()))
}

/// The line of a key that says what another one has said, and what to do about it.
fn told_twice(yaml: &str) -> Option<(usize, String)> {
    let mut lines: BTreeMap<String, (usize, &str)> = BTreeMap::new();
    // The block begins in the second line of the file.
    for (line, text) in (2..).zip(yaml.lines()) {
        let Some((key, _)) = key_of(text) else { continue };
        let lower = key.to_lowercase();
        let same = if lower == "date" { "published".to_owned() } else { lower };
        if let Some((before, first)) = lines.insert(same, (line, key)) {
            let reason = if first == key {
                format!("the key `{key}` stands in line {before} already; keep one of them")
            } else {
                format!("`{key}` says what `{first}` says in line {before}; keep one of them")
            };
            return Some((line, reason));
        }
    }
    None
}

/// What is wrong with a block that is no YAML, in words for whoever has written it, and what to do. The parser knows the
/// place; its own words are for programmers.
fn explained(yaml: &str, e: &serde_saphyr::Error) -> ImportError {
    let known = e.location().and_then(|l| usize::try_from(l.line()).ok()).filter(|line| *line > 0);
    let lines: Vec<&str> = yaml.lines().collect();
    // What is not closed is noticed at the end; it begins at the last key before.
    let last = known.unwrap_or(1).min(lines.len()).saturating_sub(1);
    let opened = |value: &str| match value.chars().next() {
        Some(mark @ ('"' | '\'')) if value.matches(mark).count() % 2 == 1 => {
            Some(format!("the quotation mark `{mark}`"))
        }
        Some('[') if !value.contains(']') => Some("the bracket `[`".to_owned()),
        Some('{') if !value.contains('}') => Some("the bracket `{`".to_owned()),
        _ => None,
    };
    let open = (0..=last).rev().find_map(|n| Some((n, opened(key_of(lines.get(n)?)?.1)?)));
    let text: String = lines.get(last).map_or("", |l| l.trim()).chars().take(60).collect();
    let tab = lines.iter().position(|l| l.starts_with('\t'));
    let (at, reason) = match (tab, open) {
        (Some(at), _) => (at, "it begins with a tab; write `key: value` at the start of the line".to_owned()),
        (_, Some((n, mark))) => (n, format!("{mark} is not closed")),
        _ if text.starts_with("- ")
            || lines.get(last).and_then(|l| key_of(l)).is_some_and(|(_, v)| v.starts_with(['[', '{'])) =>
        {
            (last, format!("`{text}`: kb wants a text here, no list or table; write `key: value`"))
        }
        _ => (
            last,
            format!(
                "kb does not understand `{text}`; write `key: value`, a value with marks in quotation marks"
            ),
        ),
    };
    ImportError::FrontMatter { line: at + 2, reason }
}

/// The block as plain `key: value` lines; nothing where a line is anything else.
fn plain_lines(yaml: &str) -> Option<FrontMatter> {
    let mut found = FrontMatter::default();
    for line in yaml.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')) {
        let (key, value) = key_of(line)?;
        if value == "[" || value == "{" || value.is_empty() {
            return None;
        }
        let field = match key.to_lowercase().as_str() {
            "title" => &mut found.title,
            "outlet" => &mut found.outlet,
            "author" => &mut found.author,
            "published" | "date" => &mut found.published,
            "url" => &mut found.url,
            "language" => &mut found.language,
            _ => {
                found.other.insert(key.to_owned(), Ignored);
                continue;
            }
        };
        *field = Some(value.to_owned());
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_mean_nothing_are_kept_for_a_warning() {
        for block in ["sorce: X\ntags: [a, {b: c}]\n", "sorce: a \"b\" c: d\ntags: x: y\n"] {
            let text = format!("---\n{block}---\nText");
            let (found, _) = split(&text).unwrap();
            assert_eq!(found.other.into_keys().collect::<Vec<_>>(), ["sorce", "tags"], "{block}");
        }
        assert_eq!(meant_key("sorce"), Some("outlet"));
        assert_eq!(meant_key("Publised"), Some("published"));
        assert_eq!(meant_key("tags"), None);
    }

    #[test]
    fn a_block_is_split_from_the_body() {
        let (found, body) =
            split("---\ntitle: 'No: a title'\npublished: 2022-02-15\nother: [1]\n---\n\nText.\n").unwrap();
        assert_eq!(found.title.as_deref(), Some("No: a title"));
        assert_eq!(found.published.as_deref(), Some("2022-02-15"));
        assert_eq!(body, "Text.\n");
    }

    #[test]
    fn dashes_without_an_end_are_text() {
        assert_eq!(split("---\nText.\n").unwrap(), (FrontMatter::default(), "---\nText.\n"));
    }

    #[test]
    fn headlines_need_no_quotation_marks() {
        let (found, _) = split("---\ntitle: Minister: \"No\" means no\noutlet: Herald\n---\nText").unwrap();
        assert_eq!(found.title.as_deref(), Some("Minister: \"No\" means no"));
        assert_eq!(found.outlet.as_deref(), Some("Herald"));
    }

    #[test]
    fn what_is_wrong_is_said_in_our_words() {
        for (block, told) in [
            ("title: [\n", "line 2: the bracket `[` is not closed"),
            ("outlet: X\ntitle: 'No\ntags:\n  - y\n", "line 3: the quotation mark `'` is not closed"),
            ("title: A\noutlet: B\ntitle: C\n", "line 4: the key `title` stands in line 2 already; keep one"),
            (
                "date: 2022\npublished: 2022\n",
                "line 3: `published` says what `date` says in line 2; keep one",
            ),
            ("title: A\nsomething\n", "line 3: kb does not understand `something`; write `key: value`"),
            ("outlet: B\ntitle:\n  - a\n", "line 4: `- a`: kb wants a text here"),
            ("outlet: B\ntitle: [a, b]\nkey:\n", "line 3: `title: [a, b]`: kb wants a text here"),
            ("outlet: B\n\ttitle: x\n", "line 3: it begins with a tab"),
            ("title: *x\nkey:\n", "line 2: kb does not understand `title: *x`"),
        ] {
            let error = split(&format!("---\n{block}---\nText")).unwrap_err().to_string();
            assert!(error.starts_with(&format!("front matter, {told}")), "{block}: {error}");
        }
    }

    #[test]
    fn several_authors_are_one_byline() {
        for block in [
            "author: [Ann Bee, Cee Dee]\n",
            "author:\n  - Ann Bee\n  - Cee Dee\n",
            "author: Ann Bee, Cee Dee\n",
        ] {
            let text = format!("---\n{block}---\nText");
            assert_eq!(split(&text).unwrap().0.author.as_deref(), Some("Ann Bee, Cee Dee"), "{block}");
        }
        assert_eq!(split("---\nauthor: 7\n---\nText").unwrap().0.author.as_deref(), Some("7"));
        assert_eq!(split("---\nauthor:\n---\nText").unwrap().0.author, None);
    }

    #[test]
    fn a_rule_before_megabytes_is_no_front_matter() {
        let text = format!("---\n{}---\nText", "a: b\n".repeat(LONGEST / 5 + 2));
        assert_eq!(split(&text).unwrap().1.len(), text.len());
    }
}
