//! Front matter: the `---` block of metadata at the head of a text.

use super::ImportError;
use crate::domain::near;
use serde::de::IgnoredAny;
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
    /// Byline.
    #[serde(alias = "Author")]
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

/// Splits a text into its front matter (YAML between two `---` lines) and its body.
///
/// A text that merely begins with a rule of dashes has no front matter: without a closing line it is all body.
///
/// # Errors
/// Where there is such a block and it is not valid YAML: what and in which line.
pub fn split(text: &str) -> Result<(FrontMatter, &str), ImportError> {
    let Some(rest) = text.strip_prefix("---\n") else { return Ok((FrontMatter::default(), text)) };
    let mut end = 0;
    for line in rest.split_inclusive('\n') {
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
        Err(e) => plain_lines(yaml).ok_or_else(|| {
            // The library draws the whole snippet; the first line says what is wrong and where.
            let message = e.to_string();
            let reason = message.lines().next().unwrap_or("it is not YAML").trim_start_matches("error: ");
            ImportError::FrontMatter(format!(
                "{reason} (write `key: value`, a value with marks in quotation marks)"
            ))
        })?,
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

/// The block as plain `key: value` lines; nothing where a line is anything else.
fn plain_lines(yaml: &str) -> Option<FrontMatter> {
    let mut found = FrontMatter::default();
    for line in yaml.lines().filter(|l| !l.trim().is_empty() && !l.starts_with('#')) {
        let (key, value) = line.split_once(':')?;
        if key.is_empty() || !key.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-') {
            return None;
        }
        let value = value.trim();
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
    fn broken_yaml_is_named() {
        let error = split("---\ntitle: [\n---\nText").unwrap_err().to_string();
        assert!(error.starts_with("front matter: "), "{error}");
    }
}
