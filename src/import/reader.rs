//! What a source holds: its format is told, a reader takes it apart, and what the user says of it completes what it says of
//! itself.

use super::columns::Columns;
use super::format::{self, Format};
use super::metadata_table::MetadataTable;
use super::path_name::{identity, path_name};
use super::readers::{self, Budget};
use super::{ImportError, Source, input};
use crate::domain::{Article, PartialDate};
use std::path::Path;

/// Metadata that the user states for texts that do not state it themselves.
#[derive(Clone, Debug, Default)]
pub struct Metadata {
    /// Headline.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Byline.
    pub author: Option<String>,
    /// When: `2022-02-15`, `2022-02`, `2022`, `15 February 2022`.
    pub published: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
}

/// How to read: what the user states of the files.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// Metadata of those that do not state it themselves.
    pub given: Metadata,
    /// The format of all of them; none: each file's own.
    pub format: Option<Format>,
    /// Which columns and fields say what.
    pub columns: Columns,
    /// A table of metadata, a row a file.
    pub table: Option<MetadataTable>,
}

/// What a source holds: articles, or reasons why there is none, each with the name that it is known by.
pub type Read = Vec<(String, Result<Article, ImportError>)>;

/// Reads what a source stands for.
pub fn read_source(source: &Source, choices: &Choices) -> Read {
    match source {
        Source::File(path) | Source::Found(path) => {
            let name = identity(path);
            match bytes_of(path, choices) {
                Ok((format, bytes)) => articles(format, &bytes, &name, choices),
                Err(e) => vec![(name, Err(e))],
            }
        }
        Source::Stdin => match input::read_stdin() {
            Ok(bytes) => {
                // A pipe has no name: what it brought tells it from other pipes.
                let name = format!("stdin:{:016x}", xxhash_rust::xxh3::xxh3_64(&bytes));
                let format = choices.format.or_else(|| Format::of(&bytes, "")).unwrap_or(Format::Text);
                articles(format, &bytes, &name, choices)
            }
            Err(e) => vec![("standard input".into(), Err(e))],
        },
        Source::Unreadable(path, reason) => {
            vec![(path_name(path), Err(std::io::Error::other(reason.clone()).into()))]
        }
    }
}

/// The bytes of a file and their format. Of what no reader knows only the head is looked at.
fn bytes_of(path: &Path, choices: &Choices) -> Result<(Format, Vec<u8>), ImportError> {
    if let Some(address) = path.to_str().filter(|p| is_address(p) && !path.exists()) {
        return Err(ImportError::Address(address.to_owned()));
    }
    let name = path_name(path);
    let unknown = || ImportError::Format(format::ending(&name));
    if path.is_file() && choices.format.is_none() {
        let head = input::read_head(path)?;
        Format::of(&head, &name).ok_or_else(unknown)?;
    }
    let bytes = input::read_path(path)?;
    let format = choices.format.or_else(|| Format::of(&bytes, &name)).ok_or_else(unknown)?;
    Ok((format, bytes))
}

/// The articles in bytes of a format. What a document says of itself goes before what the user said of it.
fn articles(format: Format, bytes: &[u8], source_path: &str, choices: &Choices) -> Read {
    let mut budget = Budget::default();
    let drafts = readers::read(format, bytes, source_path, &choices.columns, &mut budget);
    if drafts.is_empty() {
        return vec![(source_path.to_owned(), Err(ImportError::NoArticle("there is nothing in it".into())))];
    }
    drafts
        .into_iter()
        .map(|draft| {
            let name = format!("{source_path}{}", draft.part);
            let article = draft.article.map(|article| completed(article, draft.heading, &name, choices));
            (name, article)
        })
        .collect()
}

/// The article with what others say of it, and its date understood.
fn completed(stated: Article, heading: Option<String>, name: &str, choices: &Choices) -> Article {
    let none = Metadata::default();
    let listed = choices.table.as_ref().and_then(|t| t.of(name)).unwrap_or(&none);
    let given = &choices.given;
    let said = |stated: Option<String>, field: fn(&Metadata) -> &Option<String>| {
        stated.or_else(|| field(listed).clone()).or_else(|| field(given).clone())
    };
    let published_text = said(stated.published_text, |m| &m.published);
    Article {
        source_path: name.to_owned(),
        title: said(stated.title, |m| &m.title).or(heading),
        outlet: said(stated.outlet, |m| &m.outlet),
        author: said(stated.author, |m| &m.author),
        published: published_text.as_deref().and_then(PartialDate::stated),
        published_text,
        url: said(stated.url, |m| &m.url),
        ..stated
    }
}

/// Reads one file of text or Markdown; `source_path` is what the article will be known by.
///
/// # Errors
/// Where the file can't be read, is no text, is empty or too large, or has broken front matter.
pub fn read_file(path: &Path, source_path: &str, given: &Metadata) -> Result<Article, ImportError> {
    read_bytes(&input::read_path(path)?, source_path, given)
}

/// Reads one article from bytes of text or Markdown, by its name.
///
/// # Errors
/// Where it is no text, is empty or too large, or has broken front matter.
pub fn read_bytes(bytes: &[u8], source_path: &str, given: &Metadata) -> Result<Article, ImportError> {
    let ending = format::ending(source_path);
    let format = if matches!(ending.as_str(), "md" | "markdown") { Format::Markdown } else { Format::Text };
    let choices = Choices { given: given.clone(), ..Choices::default() };
    articles(format, bytes, source_path, &choices)
        .pop()
        .map_or(Err(ImportError::Empty), |(_, article)| article)
}

/// `https://…`: somebody means a page of the web.
fn is_address(path: &str) -> bool {
    path.split_once("://").is_some_and(|(scheme, _)| {
        scheme.len() > 1 && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_markdown_are_not_stored() {
        let text = b"# Talks\n\nThe **minister** said: [no](https://example.org).";
        let article = read_bytes(text, "a.md", &Metadata::default()).unwrap();
        assert_eq!(
            (article.title.as_deref(), article.body.as_str()),
            (Some("Talks"), "Talks\n\nThe minister said: no.\n")
        );
        assert!(read_bytes(text, "a.txt", &Metadata::default()).unwrap().body.contains("**"));
        assert!(matches!(
            read_bytes(b"![only](a.png)", "a.md", &Metadata::default()),
            Err(ImportError::Empty)
        ));
    }

    #[test]
    fn the_document_goes_before_the_user() {
        let given =
            Metadata { outlet: Some("Flag".into()), author: Some("Flag".into()), ..Metadata::default() };
        let article = read_bytes(b"---\noutlet: Herald\n---\nText here.", "a.md", &given).unwrap();
        assert_eq!((article.outlet.as_deref(), article.author.as_deref()), (Some("Herald"), Some("Flag")));
    }

    #[test]
    fn a_date_that_is_not_understood_stays_as_text() {
        let article =
            read_bytes(b"---\npublished: last Tuesday\n---\nText here.", "a.md", &Metadata::default())
                .unwrap();
        assert_eq!((article.published, article.published_text.as_deref()), (None, Some("last Tuesday")));
    }

    #[test]
    fn an_address_is_no_file() {
        let read = |path: &str| {
            let mut read = read_source(&Source::File(path.into()), &Choices::default());
            read.pop().unwrap().1.unwrap_err()
        };
        let error = read("https://example.org/a.txt").to_string();
        assert!(
            error.contains("kb fetches nothing") && error.contains("--url https://example.org/a.txt"),
            "{error}"
        );
        assert!(matches!(read("C://a.txt"), ImportError::Io(_)));
    }

    #[test]
    fn how_it_was_decoded_is_kept() {
        let article = read_bytes(b"Caf\xe9, said Ann.", "a.txt", &Metadata::default()).unwrap();
        assert_eq!(article.encoding.as_deref(), Some("windows-1252"));
        assert_eq!(article.decoding_note.as_deref(), Some("read as windows-1252 (a guess)"));
    }

    #[test]
    fn unknown_endings_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.gif");
        std::fs::write(&path, "GIF89a\0").unwrap();
        let read = read_source(&Source::Found(path), &Choices::default());
        let error = read.first().unwrap().1.as_ref().unwrap_err();
        assert!(error.to_string().contains(".gif") && error.is_no_article());
    }
}
