//! The knowledge base as a SQLite file: the only place that writes rows.
//!
//! Comes in: articles, statements with their speakers, curated actors, issues and positions.
//! Goes out: the same as rows, offsets in code points. Knows nothing of files, terminals or query files.

pub mod actors;
pub mod articles;
pub mod cards;
mod error;
pub mod issues;
mod migrate;
pub mod names;
pub mod outlets;
pub mod positions;
pub mod quotes;
mod read_only;
pub mod reading;
pub mod registry;
pub mod removal;
pub mod runs;
pub mod schema;
pub mod speakers;
mod statement;
pub mod verify;

pub use error::StoreError;
pub use migrate::{APPLICATION_ID, SCHEMA_VERSION};
pub use read_only::{Limit, MEMORY, allow_memory, longest_value};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, InterruptHandle, OpenFlags, Transaction, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

/// How long a writer waits for another one before it gives up.
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);

/// Prepared statements that are kept: more than any command has.
const STATEMENTS: usize = 128;

/// What stops the statements of each read-only connection that was opened.
static READING: Mutex<Vec<InterruptHandle>> = Mutex::new(Vec::new());

/// Stops whatever is being read: the statement fails as interrupted. For a handler of Ctrl-C.
pub fn interrupt_reading() {
    if let Ok(handles) = READING.lock() {
        handles.iter().for_each(InterruptHandle::interrupt);
    }
}

/// An open knowledge base.
pub struct Store {
    connection: Connection,
    path: PathBuf,
}

impl Store {
    /// Opens the file for reading and writing; makes it, and brings its schema up to date, where needed.
    ///
    /// # Errors
    /// A file that is not ours, or of a newer `kb`, is refused and left as it was.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let fresh = !path.exists() || migrate::inspect(path)? == migrate::Schema::None;
        let connection = Connection::open(path).map_err(|e| StoreError::open(path, e))?;
        connection.busy_timeout(BUSY_TIMEOUT).map_err(|e| StoreError::open(path, e))?;
        // An article or actor takes some dozens of statements, the next one the same: none should be prepared twice.
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        // Nor planned again for each value that is bound, which SQLite does once it has statistics of the values.
        connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
            .map_err(|e| StoreError::open(path, e))?;
        let mut store = Self { connection, path: path.to_owned() };
        store.set("PRAGMA foreign_keys = ON")?;
        // Readers go on while an import writes; `close` folds the log back into the one file.
        store.set("PRAGMA journal_mode = WAL")?;
        store.set("PRAGMA synchronous = NORMAL")?;
        store.set("PRAGMA cache_size = -65536")?;
        if fresh || migrate::version(&store.connection)? < SCHEMA_VERSION {
            migrate::migrate(&mut store.connection)?;
        }
        Ok(store)
    }

    /// Opens an existing knowledge base for reading only.
    ///
    /// # Errors
    /// As [`Store::open`], and where there is no such file or its schema is older than this `kb` reads.
    pub fn open_read_only(path: &Path) -> Result<Self, StoreError> {
        if !path.exists() {
            return Err(StoreError::Missing { path: path.to_owned() });
        }
        if path.is_dir() {
            return Err(StoreError::NotOurs { path: path.to_owned(), why: "it is a folder".into() });
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection =
            Connection::open_with_flags(path, flags).map_err(|e| StoreError::open(path, e))?;
        connection.busy_timeout(BUSY_TIMEOUT).map_err(|e| StoreError::open(path, e))?;
        // Before the first look: what the file calls a table may be a view without an end.
        read_only::bound(&connection).map_err(|e| StoreError::open(path, e))?;
        if let Ok(mut handles) = READING.lock() {
            handles.push(connection.get_interrupt_handle());
        }
        match migrate::examine(&connection, path)? {
            migrate::Schema::None => return Err(StoreError::Empty { path: path.to_owned() }),
            migrate::Schema::Version(v) if v < SCHEMA_VERSION => {
                return Err(StoreError::Older { path: path.to_owned(), found: v, known: SCHEMA_VERSION });
            }
            migrate::Schema::Version(_) => {}
        }
        // SQLite's small page cache stays as it is: pages that are read once cost less in memory that is warm already.
        read_only::guard(&mut connection).map_err(|e| StoreError::open(path, e))?;
        Ok(Self { connection, path: path.to_owned() })
    }

    /// The connection itself, for the query catalog.
    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Starts a transaction that holds the write lock from its first moment, so that it can't fail half-way for lack of it.
    ///
    /// # Errors
    /// When another process keeps the lock for longer than half a minute.
    pub fn transaction(&mut self) -> Result<Transaction<'_>, StoreError> {
        self.connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(|e| StoreError::sql("BEGIN IMMEDIATE", e))
    }

    /// Ends writing: refreshes the planner's statistics and leaves one plain file behind, without a log beside it.
    ///
    /// # Errors
    /// When the disk is full or the file has become unwritable; what was committed is safe all the same.
    pub fn close(self) -> Result<(), StoreError> {
        // Complete counts, but (as with any limit) no samples of values: reading those was two fifths of a small query's work,
        // and the plans made by them were oftener worse than better.
        self.set("PRAGMA analysis_limit = 2000000000")?;
        // All tables, also those this import only wrote to: without statistics the planner misjudges joins.
        self.set("PRAGMA optimize = 0x10002")?;
        // Refused while somebody else has the file open; the log then stays, which is no error and worth no waiting.
        let _ = self.connection.busy_timeout(Duration::ZERO);
        let _ = self.connection.pragma_update(None, "journal_mode", "DELETE");
        self.connection.close().map_err(|(_, e)| StoreError::open(&self.path, e))
    }

    fn set(&self, pragma: &'static str) -> Result<(), StoreError> {
        self.connection.execute_batch(pragma).map_err(|e| match e.sqlite_error_code() {
            Some(rusqlite::ErrorCode::ReadOnly | rusqlite::ErrorCode::CannotOpen) => {
                StoreError::open(&self.path, e)
            }
            _ => StoreError::sql(pragma, e),
        })
    }
}

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
pub fn put_setting(connection: &Connection, name: &str, value: &str) -> Result<(), StoreError> {
    let sql = "INSERT INTO settings (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    statement::execute(connection, sql, [name, value]).map(drop)
}

/// Commits a transaction, naming the step where that fails.
///
/// # Errors
/// When the disk is full, for one.
pub fn commit(transaction: Transaction<'_>) -> Result<(), StoreError> {
    transaction.commit().map_err(|e| StoreError::sql("COMMIT", e))
}
