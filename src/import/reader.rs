//! The reader of `.txt` and `.md`: bytes to an article, with what the document says of itself.

use super::decode::{Decoded, decode};
use super::path_name::{identity, path_name};
use super::{ImportError, Source, front_matter, headline::headline, input, markdown};
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

/// Reads what a source stands for; gives the name that its article is known by, too.
pub fn read_source(source: &Source, given: &Metadata) -> (String, Result<Article, ImportError>) {
    match source {
        Source::File(path) => {
            let name = identity(path);
            let article = read_file(path, &name, given);
            (name, article)
        }
        Source::Stdin => match input::read_stdin() {
            Ok(bytes) => {
                // A pipe has no name: what it brought tells it from other pipes.
                let name = format!("stdin:{:016x}", xxhash_rust::xxh3::xxh3_64(&bytes));
                let article = read_bytes(&bytes, &name, given);
                (name, article)
            }
            Err(e) => ("standard input".into(), Err(e)),
        },
        Source::Unreadable(path, reason) => {
            (path_name(path), Err(std::io::Error::other(reason.clone()).into()))
        }
    }
}

/// Reads one file; `source_path` is what the article will be known by.
///
/// # Errors
/// Where the file can't be read, is no text, is empty or too large, has an unknown ending or broken front matter.
pub fn read_file(path: &Path, source_path: &str, given: &Metadata) -> Result<Article, ImportError> {
    if let Some(address) = path.to_str().filter(|p| is_address(p) && !path.exists()) {
        return Err(ImportError::Address(address.to_owned()));
    }
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("txt" | "md" | "markdown" | "text") | None => {}
        Some(other) => return Err(ImportError::Format(other.to_owned())),
    }
    read_bytes(&input::read_path(path)?, source_path, given)
}

/// Reads one article from bytes. What the document says of itself goes before what the user said of it.
///
/// # Errors
/// As [`read_file`], but for the file itself.
pub fn read_bytes(bytes: &[u8], source_path: &str, given: &Metadata) -> Result<Article, ImportError> {
    if bytes.len() as u64 > input::MAX_BYTES {
        return Err(input::too_large());
    }
    let Decoded { text, encoding, note } = decode(bytes)?;
    let (stated, body) = front_matter::split(&text)?;
    let markdown = is_markdown(source_path).then(|| markdown::plain(body));
    let (body, heading) = match &markdown {
        Some(plain) => (plain.text.as_str(), plain.heading.clone()),
        None => (body, None),
    };
    if body.trim().is_empty() {
        return Err(ImportError::Empty);
    }
    let published_text = stated.published.or_else(|| given.published.clone());
    let from_body =
        || heading.or_else(|| headline(body).map(|h| h.trim_start_matches(['#', ' ']).to_owned()));
    Ok(Article {
        source_path: source_path.to_owned(),
        title: stated.title.or_else(|| given.title.clone()).or_else(from_body),
        outlet: stated.outlet.or_else(|| given.outlet.clone()),
        author: stated.author.or_else(|| given.author.clone()),
        published: published_text.as_deref().and_then(PartialDate::stated),
        published_text,
        url: stated.url.or_else(|| given.url.clone()),
        language: stated.language,
        unknown_keys: stated.other.into_keys().collect(),
        encoding: Some(encoding.to_owned()),
        decoding_note: note,
        body: body.to_owned(),
    })
}

/// `https://…`: somebody means a page of the web.
fn is_address(path: &str) -> bool {
    path.split_once("://").is_some_and(|(scheme, _)| {
        scheme.len() > 1 && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}

fn is_markdown(source_path: &str) -> bool {
    let ending = Path::new(source_path).extension().map(|e| e.to_string_lossy().to_lowercase());
    matches!(ending.as_deref(), Some("md" | "markdown"))
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
        let given = Metadata::default();
        let error = read_file(Path::new("https://example.org/a.txt"), "", &given).unwrap_err().to_string();
        assert!(
            error.contains("kb fetches nothing") && error.contains("--url https://example.org/a.txt"),
            "{error}"
        );
        let error = read_file(Path::new("C://a.txt"), "", &given).unwrap_err();
        assert!(matches!(error, ImportError::Io(_)));
    }

    #[test]
    fn how_it_was_decoded_is_kept() {
        let article = read_bytes(b"Caf\xe9, said Ann.", "a.txt", &Metadata::default()).unwrap();
        assert_eq!(article.encoding.as_deref(), Some("windows-1252"));
        assert_eq!(article.decoding_note.as_deref(), Some("read as windows-1252 (a guess)"));
    }

    #[test]
    fn unknown_endings_are_refused() {
        let error = read_file(Path::new("a.pdf"), "a.pdf", &Metadata::default()).unwrap_err();
        assert!(error.to_string().contains(".pdf"));
    }
}
