//! Why a file or the starter knowledge could not be read.

use crate::store::{StoreError, in_words};

/// A failure to read one article, or to go on at all.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The operating system would not give the file.
    #[error("cannot read it: {}", unread(.0))]
    Io(#[from] std::io::Error),
    /// There is nothing in the file but white space.
    #[error("it is empty")]
    Empty,
    /// The file is larger than any article is.
    #[error("it has more than {limit} MB, and {what} has at most so many")]
    TooLarge {
        /// `an article`, `a line`.
        what: &'static str,
        /// The largest one accepted.
        limit: u64,
    },
    /// An address of the web.
    #[error("kb fetches nothing from the web; save the page as text, then `kb import FILE --url {0}`")]
    Address(String),
    /// The bytes are no text.
    #[error("it is not text (byte {offset} is 0x{byte:02x})")]
    Binary {
        /// Where the first byte stands that no text has.
        offset: usize,
        /// Its value.
        byte: u8,
    },
    /// No reader knows the format; the ending of the file's name.
    #[error("{}", unknown(.0))]
    Format(String),
    /// The file is in a format that is read, and no article is in it.
    #[error("{0}")]
    NoArticle(String),
    /// The file is what it says, and broken.
    #[error("{0}")]
    Damaged(String),
    /// The front matter is not what was expected.
    #[error("front matter, line {line}: {reason}")]
    FrontMatter {
        /// The line of the file.
        line: usize,
        /// What is wrong, and what to do.
        reason: String,
    },
    /// A file of actors can't be read on.
    #[error("{0}")]
    Actors(String),
    /// A file of issues can't be read.
    #[error("{0}")]
    Issues(String),
    /// The embedded starter knowledge is broken.
    #[error("starter knowledge, `{file}`: {reason}")]
    Starter {
        /// Which of the files in `seeds/`.
        file: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// The database refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ImportError {
    /// Whether the file is merely none that holds articles: found in a folder it is passed over, and is no failure.
    pub fn is_no_article(&self) -> bool {
        matches!(self, Self::Format(_) | Self::NoArticle(_) | Self::Binary { .. })
    }
}

fn unknown(ending: &str) -> String {
    let what = if ending.is_empty() { "files of this kind".into() } else { format!("`.{ending}` files") };
    format!(
        "kb does not read {what} (text, Markdown, web pages, feeds, mails, tables, archives and documents it does)"
    )
}

/// Why a file or folder can't be read, and what to do where it may not be.
pub(super) fn unread(e: &std::io::Error) -> String {
    match e.kind() {
        std::io::ErrorKind::PermissionDenied => {
            "there is no permission to read it (its owner can give it: `chmod u+r`)".into()
        }
        _ => in_words(e),
    }
}
