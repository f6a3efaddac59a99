//! What can go wrong with the file, each with what a person needs to know about it.

use std::path::{Path, PathBuf};

/// A failure of the knowledge base's file.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such file.
    #[error("no database at `{}`", path.display())]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The file holds nothing yet.
    #[error("the database `{}` is empty", path.display())]
    Empty {
        /// Which file.
        path: PathBuf,
    },
    /// The file belongs to somebody else.
    #[error("`{}` is not a kb database: {why}", path.display())]
    NotOurs {
        /// Which file.
        path: PathBuf,
        /// How that shows.
        why: String,
    },
    /// The file was written by a later `kb`.
    #[error("`{}` was made by a newer kb (its schema is {found}, this one knows {known})", path.display())]
    Newer {
        /// Which file.
        path: PathBuf,
        /// Its schema version.
        found: u32,
        /// The latest one known here.
        known: u32,
    },
    /// The file was written by an earlier `kb` and is open for reading only.
    #[error("`{}` was made by an older kb (its schema is {found}, this one reads {known})", path.display())]
    Older {
        /// Which file.
        path: PathBuf,
        /// Its schema version.
        found: u32,
        /// The one known here.
        known: u32,
    },
    /// The file can't be opened.
    #[error("cannot open `{}`: {source}", path.display())]
    Open {
        /// Which file.
        path: PathBuf,
        /// SQLite's reason.
        source: rusqlite::Error,
    },
    /// A migration failed.
    #[error("cannot bring the schema up to date: {0}")]
    Migration(#[from] refinery::Error),
    /// A statement failed.
    #[error("{source} (in `{sql}`)")]
    Sql {
        /// The statement.
        sql: String,
        /// SQLite's reason.
        source: rusqlite::Error,
    },
    /// Curated knowledge refers to something that is not there.
    #[error("{0}")]
    Reference(String),
}

impl StoreError {
    /// Whether the disk has no room left.
    pub fn is_disk_full(&self) -> bool {
        matches!(self, Self::Sql { source, .. } if source.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull))
    }

    /// Whether another process keeps the write lock.
    pub fn is_busy(&self) -> bool {
        matches!(self, Self::Sql { source, .. } if source.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy))
    }

    pub(crate) fn sql(sql: &str, source: rusqlite::Error) -> Self {
        let sql = sql.split_whitespace().collect::<Vec<_>>().join(" ");
        Self::Sql { sql, source }
    }

    pub(crate) fn open(path: &Path, source: rusqlite::Error) -> Self {
        if source.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) {
            return Self::NotOurs { path: path.to_owned(), why: "it is not a SQLite file".into() };
        }
        Self::Open { path: path.to_owned(), source }
    }
}
