//! One published item, as a reader hands it over.

use super::PartialDate;

/// An article: its text, and what is known about where it comes from. Nothing here is ever guessed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Article {
    /// What tells this article from all others: the file's path, or `starter:…`, `stdin:…`.
    pub source_path: String,
    /// Headline.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Byline.
    pub author: Option<String>,
    /// When it was published, as exactly as stated.
    pub published: Option<PartialDate>,
    /// The date in the document's own words.
    pub published_text: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// What the document says of itself that means nothing to kb: keys of its front matter. Not stored.
    pub unknown_keys: Vec<String>,
    /// How the bytes were read: `UTF-8`, `windows-1252`; none where that is not known.
    pub encoding: Option<String>,
    /// What was guessed or replaced in doing so, in words for a person.
    pub decoding_note: Option<String>,
    /// The text, normalised: `\n` line ends, no byte order mark, no NUL.
    pub body: String,
}
