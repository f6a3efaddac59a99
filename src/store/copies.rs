//! Copies of the file: the one that is kept before a migration, and temporary ones that stand in for a file that can't be
//! read as it is.

use super::{StoreError, backup, migrate, place, settle};
use rusqlite::backup::Backup;
use rusqlite::{Connection, OpenFlags};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// What a temporary copy is called in its folder.
const NAME: &str = "copy.db";

/// What is appended to a copy's name, before the number of the process that makes it, until the copy is whole.
const PARTIAL: &str = ".partial-";

/// Room that stays free beside a copy: for the journal of what comes next.
const SPARE_BYTES: u64 = 1 << 20;

/// Where a temporary copy lies.
pub(super) fn within(folder: &TempDir) -> PathBuf {
    folder.path().join(NAME)
}

/// What is still to be done to a copy before it appears.
type Finish<'a> = dyn Fn(&Connection) -> Result<(), StoreError> + 'a;

/// Copies a database that others may be using, page by page as of one moment, to a new file. The file appears at its place
/// when it is whole and on the disk; one that is there is replaced.
///
/// # Errors
/// No room for it; any failure of SQLite or the system.
pub(super) fn copy(
    from: &Connection,
    to: &Path,
    purpose: &str,
    finish: &Finish<'_>,
) -> Result<(), StoreError> {
    Whole::make(from, to, purpose, finish)?.appear()
}

/// A copy that is whole and on the disk, under another name; it goes if it does not appear.
pub(super) struct Whole {
    partial: PathBuf,
    to: PathBuf,
}

impl Whole {
    /// Makes the copy.
    ///
    /// # Errors
    /// As [`copy`].
    pub fn make(
        from: &Connection,
        to: &Path,
        purpose: &str,
        finish: &Finish<'_>,
    ) -> Result<Self, StoreError> {
        has_room(folder_of(to), size(from)?, purpose)?;
        let whole = Self { partial: partial(to), to: to.to_owned() };
        fill(from, &whole.partial, finish)?;
        // Whoever may read the one may read the other.
        let permissions = from.path().and_then(|p| fs::metadata(p).ok()).map(|m| m.permissions());
        if let Some(permissions) = permissions {
            fs::set_permissions(&whole.partial, permissions).map_err(|e| whole.failed(e))?;
        }
        fs::File::open(&whole.partial).and_then(|file| file.sync_all()).map_err(|e| whole.failed(e))?;
        Ok(whole)
    }

    /// Where it is until it appears.
    pub fn path(&self) -> &Path {
        &self.partial
    }

    /// Puts it in its place.
    ///
    /// # Errors
    /// What the system refuses.
    pub fn appear(self) -> Result<(), StoreError> {
        fs::rename(&self.partial, &self.to).map_err(|e| self.failed(e))?;
        sync_folder(folder_of(&self.to));
        Ok(())
    }

    fn failed(&self, source: std::io::Error) -> StoreError {
        StoreError::Io { what: "write", path: self.to.clone(), source }
    }
}

impl Drop for Whole {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.partial);
    }
}

/// Where a file is written until it is whole. What processes that were killed have left of the same file goes first.
pub(super) fn partial(to: &Path) -> PathBuf {
    let name = to.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    for entry in fs::read_dir(folder_of(to)).into_iter().flatten().flatten() {
        let file = entry.file_name();
        let rest = file.to_string_lossy().strip_prefix(&format!("{name}{PARTIAL}")).map(str::to_owned);
        if rest.and_then(|rest| rest.parse().ok()).is_some_and(|pid| !is_alive(pid)) {
            let _ = fs::remove_file(entry.path());
        }
    }
    place::beside(to, &format!("{PARTIAL}{}", std::process::id()))
}

/// Takes away what processes that were killed have left of copies in the folder of a file: of this file, whatever each was to
/// be called, and of others that are kb's.
pub(super) fn clear_partials(path: &Path) {
    let name = path.file_name().map(|n| format!("{}.", n.to_string_lossy()));
    for entry in fs::read_dir(folder_of(path)).into_iter().flatten().flatten() {
        let file = entry.file_name();
        let file = file.to_string_lossy();
        let Some((of, pid)) = file.rsplit_once(PARTIAL) else { continue };
        let is_named_so = name.as_ref().is_some_and(|name| of.starts_with(name));
        if pid.parse().is_ok_and(|pid| !is_alive(pid)) && (is_named_so || is_begun(&entry.path(), of)) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Whether a file under the name of a copy that is not whole is one, of a database or of a backup's manifest: another program
/// may call a file so, too.
fn is_begun(partial: &Path, of: &str) -> bool {
    let is_plain = fs::symlink_metadata(partial).is_ok_and(|m| m.is_file());
    is_plain
        && (of.ends_with(&format!("{}{}", backup::MANIFEST, backup::COMING))
            || migrate::has_our_mark(partial))
}

/// Whether a process runs, or may: not every system tells.
pub(super) fn is_alive(pid: u32) -> bool {
    !Path::new("/proc/self").exists() || Path::new(&format!("/proc/{pid}")).exists()
}

/// Whether there is room for a second copy beside the file.
///
/// # Errors
/// Where there is not.
pub(super) fn has_room_beside(connection: &Connection, path: &Path, purpose: &str) -> Result<(), StoreError> {
    has_room(folder_of(path), size(connection)?, purpose)
}

/// The folder that a file lies in.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The copy that is kept before the schema of `found` is changed: beside the file, under a name that is free.
///
/// # Errors
/// As [`copy`].
pub(super) fn before(path: &Path, found: u32) -> Result<PathBuf, StoreError> {
    let to = place::free_beside(path, &format!(".before-v{}", migrate::SCHEMA_VERSION));
    let from = reader(path)?;
    let purpose = format!("the copy that is kept before the schema is changed from {found}");
    copy(&from, &to, &purpose, &|_| Ok(()))?;
    Ok(to)
}

/// A temporary copy of an older database with its schema brought up to date.
///
/// # Errors
/// As [`copy`]; a migration that fails.
pub(super) fn upgraded(from: &Connection, path: &Path) -> Result<TempDir, StoreError> {
    let folder = temporary(path, size(from)?)?;
    fill(from, &within(&folder), &|_| Ok(()))?;
    let copy = writer(&within(&folder))?;
    let run = |sql: &str| copy.execute_batch(sql).map_err(|e| StoreError::sql(sql, e));
    run("PRAGMA synchronous = OFF")?;
    run("PRAGMA foreign_keys = OFF")?;
    run("BEGIN IMMEDIATE")?;
    migrate::migrate(&copy)?;
    run("COMMIT")?;
    Ok(folder)
}

/// A temporary copy of a file that a killed process has left with a journal or log, where that can't be put right in its
/// own place; in the copy it is.
///
/// # Errors
/// As [`copy`].
pub(super) fn unsettled(path: &Path) -> Result<TempDir, StoreError> {
    let bytes = fs::metadata(path).map_or(0, |m| m.len());
    let folder = temporary(path, bytes)?;
    as_it_lies(path, &within(&folder))?;
    let copy = writer(&within(&folder))?;
    settle::fold(&copy).map_err(|e| StoreError::open(path, e))?;
    Ok(folder)
}

/// Copies a file byte by byte, with the journal or log that lies beside it.
///
/// # Errors
/// What the system refuses.
pub(super) fn as_it_lies(path: &Path, to: &Path) -> Result<(), StoreError> {
    // The index of the log is no part of what is stored: SQLite makes it anew.
    for suffix in ["", "-journal", "-wal"] {
        let from = place::beside(path, suffix);
        if from.exists() {
            let io = |source| StoreError::Io { what: "copy", path: from.clone(), source };
            fs::copy(&from, place::beside(to, suffix)).map_err(io)?;
        }
    }
    Ok(())
}

/// A temporary copy of everything, for checks that have to write.
///
/// # Errors
/// As [`copy`].
pub(super) fn to_check(from: &Connection, path: &Path) -> Result<(TempDir, Connection), StoreError> {
    let folder = temporary(path, size(from)?)?;
    fill(from, &within(&folder), &|_| Ok(()))?;
    let copy = writer(&within(&folder))?;
    copy.execute_batch("PRAGMA synchronous = OFF").map_err(|e| StoreError::sql("PRAGMA synchronous", e))?;
    Ok((folder, copy))
}

/// Fills `into`, a database that is open for writing, with the content of another: as one transaction, so that its readers
/// see the old or the new.
///
/// # Errors
/// Any failure of SQLite.
pub(super) fn overwrite(from: &Connection, into: &mut Connection) -> Result<(), StoreError> {
    let all = |e| StoreError::sql("the online backup", e);
    let backup = Backup::new(from, into).map_err(all)?;
    // All pages at one go: step by step, each change by somebody else would begin it anew.
    match backup.step(-1).map_err(all)? {
        rusqlite::backup::StepResult::Done => Ok(()),
        _ => Err(StoreError::sql(
            "the online backup",
            rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY), None),
        )),
    }
}

/// A connection that reads the file, without any of the rest of a [`Store`](super::Store).
pub(super) fn reader(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(path, flags).map_err(|e| StoreError::open(path, e))
}

fn writer(path: &Path) -> Result<Connection, StoreError> {
    let flags = settle::writing() | OpenFlags::SQLITE_OPEN_CREATE;
    Connection::open_with_flags(path, flags).map_err(|e| StoreError::open(path, e))
}

fn fill(from: &Connection, to: &Path, finish: &Finish<'_>) -> Result<(), StoreError> {
    let mut into = writer(to)?;
    // What is half a copy is thrown away, not taken back: it needs no journal.
    into.pragma_update(None, "journal_mode", "OFF").map_err(|e| StoreError::open(to, e))?;
    overwrite(from, &mut into)?;
    finish(&into)?;
    // The copy of a file that is being written is at rest all the same.
    settle::fold(&into).map_err(|e| StoreError::open(to, e))?;
    into.close().map_err(|(_, e)| StoreError::open(to, e))
}

fn temporary(path: &Path, bytes: u64) -> Result<TempDir, StoreError> {
    let folder = tempfile::Builder::new().prefix("kb-").tempdir();
    let folder = folder.map_err(|source| StoreError::Io {
        what: "make a temporary copy of",
        path: path.to_owned(),
        source,
    })?;
    has_room(folder.path(), bytes, "a temporary copy")?;
    Ok(folder)
}

/// The bytes of a database's pages.
fn size(connection: &Connection) -> Result<u64, StoreError> {
    let pragma = |name: &str| {
        let read = connection.pragma_query_value(None, name, |r| r.get::<_, i64>(0));
        read.map(i64::unsigned_abs).map_err(|e| StoreError::sql(name, e))
    };
    Ok(pragma("page_count")? * pragma("page_size")?)
}

fn has_room(folder: &Path, bytes: u64, purpose: &str) -> Result<(), StoreError> {
    // Where the system does not tell, the copy itself will.
    let Ok(free) = fs4::available_space(folder) else { return Ok(()) };
    if free >= bytes + SPARE_BYTES {
        return Ok(());
    }
    Err(StoreError::NoRoom {
        purpose: purpose.to_owned(),
        needed: bytes + SPARE_BYTES,
        free,
        folder: folder.to_owned(),
    })
}

/// Makes a new name in a folder outlive a power cut.
pub(super) fn sync_folder(folder: &Path) {
    #[cfg(unix)]
    if let Ok(folder) = fs::File::open(folder) {
        let _ = folder.sync_all();
    }
    #[cfg(not(unix))]
    let _ = folder;
}
