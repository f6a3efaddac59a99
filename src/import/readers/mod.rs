//! The readers, one a format: bytes in, articles out with what the document says of itself. What holds many articles
//! gives each a part of its own (`#3`, `!/page.html`), behind the path of the file and the same at each import.

mod archive;
mod export;
mod feed;
mod html;
mod html_metadata;
mod mail;
mod office;
mod records;
mod rtf;
mod table;
mod text;
mod xml;

pub(super) use table::rows;

use super::columns::Columns;
use super::format::Format;
use super::{ImportError, input};
use crate::domain::Article;

/// What a reader hands over.
#[derive(Debug)]
pub(super) struct Draft {
    /// Where in the file it stands: nothing where the file is the article.
    pub part: String,
    /// The article, without its path; or why there is none.
    pub article: Result<Article, ImportError>,
    /// What may be its title where nobody states one.
    pub heading: Option<String>,
}

impl Draft {
    fn whole(article: Result<Article, ImportError>) -> Vec<Self> {
        vec![Self { part: String::new(), article, heading: None }]
    }
}

/// What is left of what one file may unfold to.
#[derive(Debug)]
pub(super) struct Budget {
    /// Bytes.
    pub bytes: u64,
    /// Parts.
    pub parts: usize,
    /// Archives in archives.
    pub depth: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { bytes: 256 << 20, parts: 200_000, depth: 4 }
    }
}

/// Reads bytes of a format. `name` is the file's name, for what depends on its ending.
pub(super) fn read(
    format: Format,
    bytes: &[u8],
    name: &str,
    columns: &Columns,
    budget: &mut Budget,
) -> Vec<Draft> {
    let container = matches!(
        format,
        Format::Zip | Format::Tar | Format::Gzip | Format::Mbox | Format::Json | Format::Table
    );
    if !container && bytes.len() as u64 > input::MAX_BYTES {
        return Draft::whole(Err(input::too_large()));
    }
    match format {
        Format::Text => vec![text::read(bytes, false)],
        Format::Markdown => vec![text::read(bytes, true)],
        Format::Html => Draft::whole(html::read_bytes(bytes)),
        Format::Mhtml | Format::Mail => mail::read(bytes, format),
        Format::Mbox => mail::read_box(bytes, budget),
        Format::Feed => feed::read(bytes),
        Format::Json => records::read_json(bytes, columns),
        Format::Table => table::read(bytes, name, columns),
        Format::Export => export::read(bytes),
        Format::Zip => archive::read_zip(bytes, columns, budget),
        Format::Tar => archive::read_tar(bytes, columns, budget),
        Format::Gzip => archive::read_gzip(bytes, name, columns, budget),
        Format::Rtf => Draft::whole(rtf::read(bytes)),
        Format::Pdf => Draft::whole(Err(ImportError::NoArticle(
            "it is a PDF, which kb does not read yet; save its text".into(),
        ))),
    }
}

/// Text as it is shown: no space but one between words, no line of spaces, at most one empty line.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = 0;
    for line in text.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        if words.is_empty() {
            empty += 1;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if empty > 0 { "\n\n" } else { "\n" });
        }
        empty = 0;
        out.push_str(&words.join(" "));
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

/// The value without white space around it, where anything is left.
fn filled(text: impl Into<String>) -> Option<String> {
    let text: String = text.into();
    let words: Vec<&str> = text.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}
