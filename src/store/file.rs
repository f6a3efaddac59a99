//! The open file: for writing, by one transaction at a time, or for reading only; and leaving it at rest.
//!
//! While somebody writes, SQLite keeps a log beside the file (WAL), so that readers go on meanwhile. At rest the file is
//! alone and in rollback mode. The one becomes the other at each opening and closing for writing, and a process that is
//! killed anywhere in between leaves something that the next one, reader or writer, puts right before it looks
//! ([`settle`](super::settle)).

use super::error::code_of;
use super::migrate::{self, SCHEMA_VERSION, Schema};
use super::registry::keys;
use super::seal::Watch;
use super::settle::{self, AtEnd};
use super::waiting::{self, patiently};
use super::write::Write;
use super::{StoreError, copies, notice, place, read_only, seal, statement};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, InterruptHandle, OpenFlags};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, Weak};
use tempfile::TempDir;

/// Prepared statements that are kept: more than any command has.
const STATEMENTS: usize = 128;

/// What stops the statements of each read-only connection that is open.
static READING: Mutex<Vec<Weak<InterruptHandle>>> = Mutex::new(Vec::new());

/// Stops whatever is being read: the statement fails as interrupted. For a handler of Ctrl-C.
pub fn interrupt_reading() {
    if let Ok(handles) = READING.lock() {
        handles.iter().filter_map(Weak::upgrade).for_each(|h| h.interrupt());
    }
}

/// An open knowledge base.
pub struct Store {
    connection: Connection,
    path: PathBuf,
    /// Which file it was when it was opened.
    identity: Option<(u64, u64)>,
    /// What notes the changes of sealed rows, once the schema is up to date.
    watch: Option<Watch>,
    /// Whether a transaction was begun since.
    begun: bool,
    _interrupt: Option<Arc<InterruptHandle>>,
    // Fields are dropped in this order: the file comes to rest after the connection, a copy goes after both.
    _rest: AtEnd,
    _copy: Option<TempDir>,
}

impl Store {
    /// Opens the file for reading and writing; makes it, and brings its schema up to date, where needed. Before a schema is
    /// changed a copy of the file is put beside it.
    ///
    /// # Errors
    /// A file that is not ours, or of a newer `kb`, is refused and left as it was.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let there = place::is_there(path)?;
        copies::clear_partials(path);
        let flags =
            settle::writing() | if there { OpenFlags::empty() } else { OpenFlags::SQLITE_OPEN_CREATE };
        let open = |e| StoreError::open(path, e);
        let connection = Connection::open_with_flags(path, flags).map_err(open)?;
        connection.busy_timeout(waiting::SLICE).map_err(open)?;
        // An article or actor takes some dozens of statements, the next one the same: none should be prepared twice.
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        // Nor planned again for each value that is bound, which SQLite does once it has statistics of the values.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(open)?;
        read_only::distrust(&connection).map_err(open)?;
        // The first look at the file: somebody else may have all of it.
        patiently(path, || settle::be_lasting(&connection).map_err(open))?;
        let schema = patiently(path, || migrate::examine(&connection, path))?;
        if connection.is_readonly("main").map_err(open)? {
            return Err(StoreError::ReadOnly { path: path.to_owned() });
        }
        let rest = AtEnd(path.to_owned());
        let mut store = Self {
            connection,
            path: path.to_owned(),
            identity: None,
            watch: None,
            begun: false,
            _interrupt: None,
            _rest: rest,
            _copy: None,
        };
        if schema != Schema::Version(SCHEMA_VERSION) {
            store.bring_up_to_date()?;
        }
        store.identity = place::identity(path);
        store.watch = Some(Watch::over(&store.connection)?);
        store.set("PRAGMA foreign_keys = ON")?;
        store.set("PRAGMA cache_size = -65536")?;
        // Refused while a reader that came before the log goes on reading. Then the file is written as at rest: a reader
        // may hold up a commit for as long as it reads, and pages must not go to the file before the commit.
        let log = "PRAGMA journal_mode = WAL";
        match store.connection.query_row(log, [], |r| r.get::<_, String>(0)) {
            Ok(mode) if mode == "wal" => {}
            Ok(_) => store.set("PRAGMA cache_spill = OFF")?,
            Err(e) if waiting::is_busy(&e) => store.set("PRAGMA cache_spill = OFF")?,
            Err(e) => return Err(StoreError::open(path, e)),
        }
        Ok(store)
    }

    /// Opens the file for reading and writing, where there is one and it holds something.
    ///
    /// # Errors
    /// As [`Store::open`], and where there is no such file or nothing in it.
    pub fn open_existing(path: &Path) -> Result<Self, StoreError> {
        if !place::is_there(path)? {
            return Err(StoreError::Missing { path: path.to_owned() });
        }
        settle::settle(path);
        if std::fs::metadata(path).is_ok_and(|m| m.len() == 0) {
            return Err(StoreError::Empty { path: path.to_owned() });
        }
        Self::open(path)
    }

    /// Opens an existing knowledge base for reading only. One of an older `kb` is read through a temporary copy that is
    /// brought up to date; the file stays as it is.
    ///
    /// # Errors
    /// As [`Store::open`], and where there is no such file.
    pub fn open_read_only(path: &Path) -> Result<Self, StoreError> {
        if !place::is_there(path)? {
            return Err(StoreError::Missing { path: path.to_owned() });
        }
        settle::settle(path);
        let opened = match read(path) {
            Ok(opened) => opened,
            // What lies beside it needs a writer, and here nothing may be written: a copy can be.
            Err(_) if settle::has_companions(path) => read_copy(copies::unsettled(path)?, path)?,
            Err(e) => return Err(e),
        };
        let opened = match opened.schema {
            Schema::None => return Err(StoreError::Empty { path: path.to_owned() }),
            Schema::Version(v) if v < SCHEMA_VERSION => {
                let copy = copies::upgraded(&opened.connection, path)?;
                notice::tell(&format!(
                    "note: `{}` was made by an older kb (its schema is {v}, this one's {SCHEMA_VERSION}); it is read through a \
                     temporary copy and stays as it is (any command that writes to it brings it up to date)",
                    path.display()
                ));
                read_copy(copy, path)?
            }
            Schema::Version(_) => opened,
        };
        let Opened { mut connection, interrupt, copy, .. } = opened;
        // SQLite's small page cache stays as it is: pages that are read once cost less in memory that is warm already.
        read_only::guard(&mut connection).map_err(|e| StoreError::open(path, e))?;
        Ok(Self {
            connection,
            path: path.to_owned(),
            identity: None,
            watch: None,
            begun: false,
            _interrupt: Some(interrupt),
            _rest: AtEnd(path.to_owned()),
            _copy: copy,
        })
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
    pub fn transaction(&mut self) -> Result<Write<'_>, StoreError> {
        let sql = "BEGIN IMMEDIATE";
        let begin = || self.connection.execute_batch(sql).map_err(|e| StoreError::sql(sql, e));
        patiently(&self.path, begin).map_err(|e| self.explained(e))?;
        let first = self.watch.is_some() && !std::mem::replace(&mut self.begun, true);
        let watch = self.watch.as_ref().map(|watch| (watch, first));
        Ok(Write::begun(&self.connection, &self.path, self.identity, watch))
    }

    /// Lets the system decide when a commit reaches the disk, until the file is closed: for work that can be done again.
    ///
    /// # Errors
    /// Any failure of SQLite.
    pub fn hurry(&self) -> Result<(), StoreError> {
        let mode: String = self
            .connection
            .pragma_query_value(None, "journal_mode", |r| r.get(0))
            .map_err(|e| StoreError::sql("PRAGMA journal_mode", e))?;
        // Only the log is safe from power cuts without it.
        if mode == "wal" { self.set("PRAGMA synchronous = NORMAL") } else { Ok(()) }
    }

    /// Merges the search indexes and writes the file anew without the space of rows that are gone. Numbers stay as they are.
    ///
    /// # Errors
    /// No room for a second copy; another process that keeps the file; any failure of SQLite.
    pub fn compact(&self) -> Result<(), StoreError> {
        copies::has_room_beside(&self.connection, &self.path, "writing the file anew")?;
        for sql in [
            "INSERT INTO articles_fts (articles_fts) VALUES ('optimize')",
            "INSERT INTO quotes_fts (quotes_fts) VALUES ('optimize')",
            "VACUUM",
        ] {
            patiently(&self.path, || {
                self.connection.execute_batch(sql).map_err(|e| StoreError::sql(sql, e))
            })?;
        }
        Ok(())
    }

    /// Ends writing: refreshes the planner's statistics and leaves one plain file behind, without a log beside it.
    ///
    /// # Errors
    /// When the disk is full or the file has become unwritable (what was committed is safe all the same), and when the file
    /// is no longer the one that was opened.
    pub fn close(self) -> Result<(), StoreError> {
        // Complete counts, but (as with any limit) no samples of values: reading those was two fifths of a small query's work,
        // and the plans made by them were oftener worse than better.
        self.set("PRAGMA analysis_limit = 2000000000")?;
        // All tables, also those this import only wrote to: without statistics the planner misjudges joins.
        match self.set("PRAGMA optimize = 0x10002") {
            // Whoever has it now will do as much when it ends.
            Err(e) if e.is_busy() => {}
            done => done.map_err(|e| self.explained(e))?,
        }
        // Refused while somebody else has the file open; the log then stays until that one ends.
        let _ = settle::fold(&self.connection);
        let Self { connection, path, identity, watch, .. } = self;
        drop(watch);
        connection.close().map_err(|(_, e)| StoreError::open(&path, e))?;
        if identity.is_some() && place::identity(&path) != identity {
            return Err(StoreError::Gone { path });
        }
        Ok(())
    }

    /// Makes the schema, or applies what it lacks: all of it in one transaction, so that a killed process leaves the old
    /// state or the new one.
    fn bring_up_to_date(&mut self) -> Result<(), StoreError> {
        self.set("PRAGMA foreign_keys = OFF")?;
        let path = self.path.clone();
        let write = self.transaction()?;
        // Asked again under the lock: another process may have been faster.
        let copy = match migrate::examine(&write, &path)? {
            Schema::Version(SCHEMA_VERSION) => return Ok(()),
            Schema::Version(found) => Some(copies::before(&path, found)?),
            Schema::None => None,
        };
        if let Some(copy) = &copy {
            notice::tell(&format!(
                "note: `{}` was made by an older kb; before its schema is changed to {SCHEMA_VERSION}, a copy is kept in `{}`",
                path.display(),
                copy.display()
            ));
        }
        let done = migrate::migrate(&write).and_then(|()| commit(write));
        // The file is as it was, and its copy nothing but a left-over.
        if let (Err(_), Some(copy)) = (&done, &copy) {
            let _ = std::fs::remove_file(copy);
        }
        done
    }

    /// The reason behind an error, where the file is no longer the one that was opened.
    fn explained(&self, error: StoreError) -> StoreError {
        explained(error, &self.path, self.identity)
    }

    fn set(&self, pragma: &'static str) -> Result<(), StoreError> {
        self.connection.execute_batch(pragma).map_err(|e| match code_of(&e) {
            Some(rusqlite::ErrorCode::CannotOpen) => StoreError::open(&self.path, e),
            _ => StoreError::sql(pragma, e),
        })
    }
}

/// A file that is open for reading.
struct Opened {
    connection: Connection,
    interrupt: Arc<InterruptHandle>,
    schema: Schema,
    copy: Option<TempDir>,
}

/// Opens a file for reading and looks at its schema.
fn read(path: &Path) -> Result<Opened, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let open = |e| StoreError::open(path, e);
    let connection = Connection::open_with_flags(path, flags).map_err(open)?;
    connection.busy_timeout(waiting::SLICE).map_err(open)?;
    // Before the first look: what the file calls a table may be a view without an end.
    read_only::bound(&connection).map_err(open)?;
    let interrupt = Arc::new(connection.get_interrupt_handle());
    if let Ok(mut handles) = READING.lock() {
        handles.retain(|h| h.strong_count() > 0);
        handles.push(Arc::downgrade(&interrupt));
    }
    let schema = patiently(path, || migrate::examine(&connection, path))?;
    // A writer without a log holds readers up while it commits, and no longer.
    connection.busy_timeout(waiting::PATIENCE).map_err(open)?;
    Ok(Opened { connection, interrupt, schema, copy: None })
}

/// Opens a temporary copy of the file at `path`.
fn read_copy(copy: TempDir, path: &Path) -> Result<Opened, StoreError> {
    let opened = read(&copies::within(&copy))?;
    match opened.schema {
        Schema::None => Err(StoreError::Empty { path: path.to_owned() }),
        Schema::Version(_) => Ok(Opened { copy: Some(copy), ..opened }),
    }
}

/// Commits a transaction.
///
/// # Errors
/// When the disk is full, for one, or readers keep the file for longer than half a minute. Then nothing of it is stored.
pub fn commit(write: Write<'_>) -> Result<(), StoreError> {
    keys::catch_up(&write)?;
    seal::renew(&write)?;
    let Some((path, identity)) = write.file() else { return Ok(()) };
    let sql = "COMMIT";
    let run = || write.execute_batch(sql).map_err(|e| statement::failed(&write, sql, e));
    patiently(path, run).map_err(|e| explained(e, path, identity))?;
    write.ended();
    Ok(())
}

/// The reason behind an error, where the file is no longer the one that was opened.
fn explained(error: StoreError, path: &Path, identity: Option<(u64, u64)>) -> StoreError {
    let moved = identity.is_some() && place::identity(path) != identity;
    if moved { StoreError::Gone { path: path.to_owned() } } else { error }
}
