//! Bringing a file to rest: after a process that ended half-way, and after the last one that used it.
//!
//! At rest a knowledge base is one plain file in SQLite's rollback mode, which anything can open, also where nothing may be
//! written. A killed writer leaves a journal to roll back or a log to fold in; both need a connection that may write, which
//! a reader has not.

use super::{place, repair};
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The flags of every connection that writes. Paths are paths: no addresses.
pub(super) fn writing() -> OpenFlags {
    OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX
}

/// Whether SQLite has anything beside the file.
pub(super) fn has_companions(path: &Path) -> bool {
    place::COMPANIONS.iter().any(|suffix| place::beside(path, suffix).exists())
}

/// Rolls back or folds in what lies beside the file and leaves one plain file, unless somebody is using it: then that is
/// theirs to do. Where it can't be done it is left, and whoever opens the file hears why.
pub(super) fn settle(path: &Path) {
    repair::clear(path);
    if !has_companions(path) {
        return;
    }
    let Ok(connection) = Connection::open_with_flags(path, writing()) else { return };
    let _ = be_lasting(&connection).and_then(|()| fold(&connection));
    // Dropping the connection closes it.
}

/// Makes what is committed outlive a power cut also without a log: the end of such a commit is that the journal goes, and the
/// folder it is gone from is to be on the disk, too.
pub(super) fn be_lasting(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "synchronous", "EXTRA")
}

/// Puts the connection's file at rest, as far as nobody else has it open.
pub(super) fn fold(connection: &Connection) -> rusqlite::Result<()> {
    // Refused while another process has the file open: worth no waiting.
    connection.busy_timeout(Duration::ZERO)?;
    // The first read is what rolls a journal back.
    connection.query_row("SELECT count(*) FROM sqlite_master", [], |_| Ok(()))?;
    connection.pragma_update(None, "journal_mode", "DELETE")?;
    // A journal that was begun and holds nothing yet is no journal to SQLite, and would lie there until the next write:
    // only the way from this mode to that one takes it away.
    connection.pragma_update(None, "journal_mode", "PERSIST")?;
    connection.pragma_update(None, "journal_mode", "DELETE")
}

/// Settles the file when it is dropped: the last field of whatever holds a connection, so that that is closed before.
pub(super) struct AtEnd(pub PathBuf);

impl Drop for AtEnd {
    fn drop(&mut self) {
        settle(&self.0);
    }
}
