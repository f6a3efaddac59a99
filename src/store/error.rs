//! What can go wrong with the file, each with what a person needs to know about it.

use crate::domain::{megabytes, megabytes_free};
use rusqlite::ErrorCode;
use std::fs::File;
use std::io;
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
    /// The file, or the disk it is on, may only be read.
    #[error("`{}` may only be read: it, or the disk it is on, is write-protected", path.display())]
    ReadOnly {
        /// Which file.
        path: PathBuf,
    },
    /// The file may not be read by whoever runs kb.
    #[error("no permission to read `{}`", path.display())]
    Unreadable {
        /// Which file.
        path: PathBuf,
    },
    /// The path means no file that anything could be kept in.
    #[error("`{}` can be no database: {why}", path.display())]
    NoPlace {
        /// What was given.
        path: PathBuf,
        /// Why not.
        why: String,
    },
    /// The operating system refuses something about a file.
    #[error("cannot {what} `{}`: {}", path.display(), in_words(source))]
    Io {
        /// What was tried, as a verb.
        what: &'static str,
        /// With which file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// Another process has kept the file for longer than kb waits.
    #[error("`{}` is in use: {holders}; kb has waited {waited} s for it", path.display())]
    Busy {
        /// Which file.
        path: PathBuf,
        /// Who holds it, in words.
        holders: String,
        /// For how long, in seconds.
        waited: u64,
    },
    /// The file was deleted or replaced by another one while it was open.
    #[error("`{}` was deleted or replaced while kb had it open: what kb wrote went into the file that is no longer there", path.display())]
    Gone {
        /// Which file.
        path: PathBuf,
    },
    /// There is no room for the copy that has to be made first.
    #[error("there is no room for {purpose}: it takes {}, and `{}` has {} free", megabytes(*needed), folder.display(), megabytes_free(*free))]
    NoRoom {
        /// What the copy is for.
        purpose: String,
        /// Bytes that it takes.
        needed: u64,
        /// Bytes that are free.
        free: u64,
        /// Where.
        folder: PathBuf,
    },
    /// The file is damaged.
    #[error("`{}` is damaged: {why}", path.display())]
    Damaged {
        /// Which file.
        path: PathBuf,
        /// What SQLite says of it.
        why: String,
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
    #[error("cannot bring the schema up to date: {}", reason(.0))]
    Migration(#[from] refinery::Error),
    /// A statement failed.
    #[error("{source} (in `{sql}`)")]
    Sql {
        /// The statement.
        sql: String,
        /// SQLite's reason.
        source: rusqlite::Error,
    },
    /// What another program has hung on kb's tables refuses a change.
    #[error("a change is refused: {why}")]
    InTheWay {
        /// What SQLite says.
        why: String,
        /// What may be in the way, a line each.
        what: Vec<String>,
    },
    /// Curated knowledge refers to something that is not there.
    #[error("{0}")]
    Reference(String),
}

/// What the operating system says, in words that help: its own end with a number.
pub fn in_words(e: &io::Error) -> String {
    match e.kind() {
        io::ErrorKind::NotFound => "there is no such file".into(),
        io::ErrorKind::PermissionDenied => "there is no permission for it".into(),
        io::ErrorKind::IsADirectory => "it is a folder".into(),
        _ => {
            let text = e.to_string();
            text.split(" (os error").next().unwrap_or("it failed").to_owned()
        }
    }
}

/// What SQLite says of a migration, without the migration.
fn reason(error: &refinery::Error) -> String {
    let refinery::error::Kind::Connection(_, source) = error.kind() else { return error.to_string() };
    match source.downcast_ref::<rusqlite::Error>() {
        Some(rusqlite::Error::SqlInputError { msg, .. }) => msg.clone(),
        Some(other) => other.to_string(),
        None => error.to_string(),
    }
}

/// SQLite's code, of a statement that could not even be prepared as well.
pub(super) fn code_of(error: &rusqlite::Error) -> Option<ErrorCode> {
    match error {
        rusqlite::Error::SqlInputError { error, .. } => Some(error.code),
        other => other.sqlite_error_code(),
    }
}

impl StoreError {
    /// SQLite's code, where SQLite is what failed.
    fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Sql { source, .. } | Self::Open { source, .. } => code_of(source),
            Self::Migration(e) => match e.kind() {
                refinery::error::Kind::Connection(_, source) => {
                    code_of(source.downcast_ref::<rusqlite::Error>()?)
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// SQLite's extended code, where SQLite is what failed.
    fn extended_code(&self) -> Option<i32> {
        match self {
            Self::Sql { source, .. } | Self::Open { source, .. } => {
                source.sqlite_error().map(|e| e.extended_code)
            }
            _ => None,
        }
    }

    /// Whether the disk or its file system failed.
    pub fn is_io(&self) -> bool {
        matches!(self, Self::Io { .. }) || self.code() == Some(ErrorCode::SystemIoFailure)
    }

    /// Whether a file could not be opened.
    pub fn is_cannot_open(&self) -> bool {
        self.code() == Some(ErrorCode::CannotOpen)
    }

    /// Whether the disk has no room left.
    pub fn is_disk_full(&self) -> bool {
        // The index of the log is made by another call than all else, and SQLite tells its failure otherwise.
        self.extended_code() == Some(rusqlite::ffi::SQLITE_IOERR_SHMSIZE)
            || self.code() == Some(ErrorCode::DiskFull)
            || matches!(self, Self::NoRoom { .. })
            || matches!(self, Self::Io { source, .. } if source.kind() == io::ErrorKind::StorageFull)
    }

    /// Whether another process keeps the file.
    pub fn is_busy(&self) -> bool {
        matches!(self, Self::Busy { .. })
            || matches!(self.code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
    }

    /// Whether the file may not be written.
    pub fn is_read_only(&self) -> bool {
        matches!(self, Self::ReadOnly { .. }) || self.code() == Some(ErrorCode::ReadOnly)
    }

    /// Whether the file's pages are not what SQLite wrote.
    pub fn is_damage(&self) -> bool {
        matches!(self, Self::Damaged { .. })
            || matches!(self.code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
    }

    /// Whether it says nothing of the file itself: somebody has it, the disk is full, a limit was reached.
    pub fn is_passing(&self) -> bool {
        self.is_busy() || self.is_disk_full() || self.is_io() || self.limit().is_some()
    }

    /// Whether kb's own statement is at fault: it does not fit the schema, breaks one of its rules, or is put wrongly to
    /// SQLite. No input of a user leads here, only a defect, or tables that somebody else has changed.
    pub fn is_defect(&self) -> bool {
        let Self::Sql { source, .. } = self else { return false };
        match code_of(source) {
            Some(code) => matches!(
                code,
                ErrorCode::Unknown
                    | ErrorCode::InternalMalfunction
                    | ErrorCode::ConstraintViolation
                    | ErrorCode::TypeMismatch
                    | ErrorCode::ApiMisuse
                    | ErrorCode::ParameterOutOfRange
                    | ErrorCode::AuthorizationForStatementDenied
            ),
            None => matches!(
                source,
                rusqlite::Error::InvalidColumnIndex(_)
                    | rusqlite::Error::InvalidColumnName(_)
                    | rusqlite::Error::InvalidParameterCount(..)
                    | rusqlite::Error::InvalidParameterName(_)
                    | rusqlite::Error::InvalidQuery
                    | rusqlite::Error::ExecuteReturnedResults
                    | rusqlite::Error::MultipleStatement
            ),
        }
    }

    pub(crate) fn sql(sql: &str, source: rusqlite::Error) -> Self {
        let sql = sql.split_whitespace().collect::<Vec<_>>().join(" ");
        Self::Sql { sql, source }
    }

    pub(crate) fn open(path: &Path, source: rusqlite::Error) -> Self {
        if code_of(&source) == Some(ErrorCode::NotADatabase) {
            if super::repair::looks_like_ours(path) {
                return Self::Damaged {
                    path: path.to_owned(),
                    why: "its first page is not what SQLite wrote".into(),
                };
            }
            return Self::NotOurs { path: path.to_owned(), why: "it is not a SQLite file".into() };
        }
        let forbidden = |e: io::Error| e.kind() == io::ErrorKind::PermissionDenied;
        if code_of(&source) == Some(ErrorCode::CannotOpen) && File::open(path).is_err_and(forbidden) {
            return Self::Unreadable { path: path.to_owned() };
        }
        Self::Open { path: path.to_owned(), source }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::statement;
    use rusqlite::Connection;

    #[test]
    fn a_defect_is_told_from_what_a_file_or_a_neighbour_does() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE t (a INTEGER NOT NULL UNIQUE) STRICT").unwrap();
        let defect = |sql: &str, params: &[&str]| {
            let write = crate::store::Write::alone(&connection);
            statement::execute(&write, sql, rusqlite::params_from_iter(params)).unwrap_err().is_defect()
        };
        assert!(defect("SELEC 1", &[]));
        assert!(defect("INSERT INTO nowhere VALUES (1)", &[]));
        assert!(defect("INSERT INTO t VALUES (NULL)", &[]));
        assert!(defect("INSERT INTO t VALUES ('x')", &[]));
        assert!(defect("INSERT INTO t VALUES (?1)", &["1", "2"]));
        let with_code = |code| {
            StoreError::sql("COMMIT", rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None))
        };
        for code in [
            rusqlite::ffi::SQLITE_BUSY,
            rusqlite::ffi::SQLITE_CORRUPT,
            rusqlite::ffi::SQLITE_FULL,
            rusqlite::ffi::SQLITE_INTERRUPT,
            rusqlite::ffi::SQLITE_IOERR,
            rusqlite::ffi::SQLITE_NOMEM,
            rusqlite::ffi::SQLITE_READONLY,
        ] {
            assert!(!with_code(code).is_defect(), "{code}");
        }
        assert!(with_code(rusqlite::ffi::SQLITE_MISUSE).is_defect());
    }
}
