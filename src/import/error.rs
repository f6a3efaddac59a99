//! Why a file or the starter knowledge could not be read.

use crate::store::StoreError;

/// A failure to read one article, or to go on at all.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The operating system would not give the file.
    #[error("cannot read it: {0}")]
    Io(#[from] std::io::Error),
    /// There is nothing in the file but white space.
    #[error("it is empty")]
    Empty,
    /// The file is larger than any article is.
    #[error("it has {megabytes} MB, and an article has at most {limit} MB")]
    TooLarge {
        /// Its size.
        megabytes: u64,
        /// The largest one accepted.
        limit: u64,
    },
    /// The bytes are no text.
    #[error("it is not text (byte {offset} is 0x{byte:02x})")]
    Binary {
        /// Where the first byte stands that no text has.
        offset: usize,
        /// Its value.
        byte: u8,
    },
    /// No reader knows the format.
    #[error("kb does not read `.{0}` files (it reads .txt and .md)")]
    Format(String),
    /// The front matter is not what was expected.
    #[error("front matter: {0}")]
    FrontMatter(String),
    /// A file of actors can't be read on.
    #[error("{0}")]
    Actors(String),
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
