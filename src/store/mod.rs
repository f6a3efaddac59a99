//! The knowledge base as a SQLite file: the only place that writes rows.
//!
//! Comes in: articles, statements with their speakers, curated actors, issues and positions.
//! Goes out: the same as rows, offsets in code points. Knows nothing of files, terminals or query files.
//!
//! Whoever changes a row takes a [`Write`], a transaction that writes, and each table is written by one file alone.

pub mod actors;
pub mod articles;
pub mod backup;
pub mod cards;
pub mod copies;
mod error;
mod file;
pub mod hand;
pub mod handover;
pub mod issues;
pub mod links;
pub mod losses;
mod migrate;
pub mod names;
pub mod notice;
pub mod outlets;
pub mod place;
pub mod positions;
pub mod quotes;
mod read_only;
pub mod reading;
pub mod registry;
pub mod removal;
pub mod repair;
pub mod runs;
pub mod schema;
pub mod seal;
mod settle;
pub mod speakers;
pub mod stances;
mod statement;
mod values;
pub mod verify;
mod waiting;
mod write;

pub use error::{StoreError, in_words};
pub use file::{Store, commit, interrupt_reading};
pub use migrate::{APPLICATION_ID, SCHEMA_VERSION};
pub use read_only::{Limit, MEMORY, allow_memory, longest_value};
pub use write::Write;

/// A connection to the file, or a transaction on it.
pub use rusqlite::Connection;

/// Reads one setting of the file, as [`put_setting`] left it.
///
/// # Errors
/// Any failure of SQLite.
pub fn setting(connection: &Connection, name: &str) -> Result<Option<String>, StoreError> {
    statement::optional(connection, "SELECT value FROM settings WHERE name = ?1", [name], |r| r.get(0))
}

/// Writes one setting of the file.
///
/// # Errors
/// Any failure of SQLite.
pub fn put_setting(write: &Write<'_>, name: &str, value: &str) -> Result<(), StoreError> {
    let sql = "INSERT INTO settings (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    statement::execute(write, sql, [name, value]).map(drop)
}

/// Takes one setting out of the file.
///
/// # Errors
/// Any failure of SQLite.
pub(crate) fn take_setting(write: &Write<'_>, name: &str) -> Result<(), StoreError> {
    statement::execute(write, "DELETE FROM settings WHERE name = ?1", [name]).map(drop)
}

/// Makes all reading until the end of what it returns see one state of the file; within a transaction that is so already.
///
/// # Errors
/// Any failure of SQLite.
pub fn moment(connection: &Connection) -> Result<Option<rusqlite::Transaction<'_>>, StoreError> {
    let begin = || connection.unchecked_transaction().map_err(|e| StoreError::sql("BEGIN", e));
    connection.is_autocommit().then(begin).transpose()
}
