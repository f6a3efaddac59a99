//! Backups that can be proved, and bringing one back.
//!
//! A backup is a whole database and, beside it, a manifest in JSON: the hash of the file (SHA-256, as `sha256sum` prints it)
//! and of each table's rows. It is made while others read and write, as of one moment.
//!
//! The two can't be exchanged at once. So the new manifest first lies beside the old one, and a restoration takes the one
//! that describes the file: at each moment that is one of them.

use super::verify::{self, Check};
use super::{
    StoreError, Write, copies, migrate, place, put_setting, setting, settle, statement, take_setting, waiting,
};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// What is appended to a backup's name for its manifest.
pub const MANIFEST: &str = ".manifest.json";

/// What is appended to the name of a manifest until the file that it describes is in its place.
pub(super) const COMING: &str = ".new";

/// The setting by which a file says itself that it is a backup, also where its manifest is lost.
const BACKUP_OF: &str = "backup_made_at";

/// What a backup holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The version of kb that made it.
    pub kb_version: String,
    /// The schema of the database.
    pub schema_version: u32,
    /// When it was made: UTC, ISO 8601.
    pub made_at: String,
    /// The file's size.
    pub bytes: u64,
    /// The file's SHA-256, in hexadecimal digits.
    pub sha256: String,
    /// Of each table, how many rows it has and the sum of their hashes.
    pub tables: BTreeMap<String, Table>,
}

/// What a table holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// How many rows.
    pub rows: u64,
    /// The sum of the rows' hashes (XXH3, 128 bits), whatever their order.
    pub hash: String,
}

/// What came of a restoration.
#[derive(Debug)]
pub struct Restored {
    /// Where the database that was there before is kept.
    pub kept: Option<PathBuf>,
    /// The backup's manifest, where it has one.
    pub manifest: Option<Manifest>,
}

/// What came of a backup.
#[derive(Debug)]
pub enum Made {
    /// It is in its place.
    Written(Manifest),
    /// The database does not hold, and what is there already stays.
    Refused,
}

/// Copies the database at `path` to `to` and proves the copy: every check is run on it, and handed to `done`. A database that
/// does not hold replaces no backup, unless by `force`.
///
/// # Errors
/// A target that is the database itself, or a file that is no backup; no room; any failure of SQLite or the system.
pub fn backup(path: &Path, to: &Path, force: bool, done: &mut dyn FnMut(Check)) -> Result<Made, StoreError> {
    let (from, schema) = source(path)?;
    if place::belongs_to(path, to).is_some() {
        let why = "it is the database itself or belongs to it";
        return Err(StoreError::NoPlace { path: to.to_owned(), why: why.into() });
    }
    let replaces = place::is_there(to)?;
    if replaces && !force && !is_backup(to) {
        let why = "a file is there already that is no backup of kb";
        return Err(StoreError::NoPlace { path: to.to_owned(), why: why.into() });
    }
    let made_at = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let finish = |copy: &Connection| put_setting(&Write::alone(copy), BACKUP_OF, &made_at);
    let made = copies::Whole::make(&from, to, "the backup", &finish)?;
    let copy = copies::reader(made.path())?;
    let mut holds = true;
    let mut take = |check: Check| {
        holds &= check.problems.is_empty();
        done(check);
    };
    if schema == migrate::SCHEMA_VERSION {
        verify::verify(&copy, made.path(), &mut take)?;
    } else {
        // The checks are about the latest schema; of an older one the pages and references can be proved.
        take(verify::file::is_sound(&copy)?);
        take(verify::file::references(&copy)?);
    }
    if replaces && !holds && !force {
        return Ok(Made::Refused);
    }
    let manifest = Manifest {
        kb_version: env!("CARGO_PKG_VERSION").to_owned(),
        schema_version: schema,
        made_at: made_at.clone(),
        bytes: fs::metadata(made.path()).map_or(0, |m| m.len()),
        sha256: sha256(made.path())?,
        tables: hashes(&copy)?,
    };
    drop(copy);
    let text = serde_json::to_string_pretty(&manifest)
        .map_err(|e| StoreError::Reference(format!("cannot write the manifest: {e}")))?;
    let (beside, coming) = manifests(to);
    write_whole(&coming, &format!("{text}\n"), made.path())?;
    if let Err(e) = made.appear() {
        let _ = fs::remove_file(&coming);
        return Err(e);
    }
    fs::rename(&coming, &beside).map_err(io_error("write", &beside))?;
    copies::sync_folder(copies::folder_of(to));
    Ok(Made::Written(manifest))
}

/// Where the manifest of a backup lies, and where until the file is in its place.
fn manifests(backup: &Path) -> (PathBuf, PathBuf) {
    let beside = place::beside(backup, MANIFEST);
    let coming = place::beside(&beside, COMING);
    (beside, coming)
}

/// Puts a backup in the place of the database; the one that is there is kept beside it.
///
/// # Errors
/// A backup that is not what its manifest says, not ours or not sound; a database that somebody uses; no room.
pub fn restore(path: &Path, from: &Path) -> Result<Restored, StoreError> {
    if place::belongs_to(path, from).is_some() {
        let why = "it is the database itself or belongs to it";
        return Err(StoreError::NoPlace { path: from.to_owned(), why: why.into() });
    }
    let damaged = |why: String| StoreError::Damaged { path: from.to_owned(), why };
    let (backup, _) = source(from)?;
    let manifest = read_manifest(from)?;
    let sound = verify::file::is_sound(&backup)?;
    if let Some(problem) = sound.problems.first() {
        return Err(damaged(problem.clone()));
    }
    let mut kept = None;
    if place::is_there(path)? {
        settle::settle(path);
        let name = place::free_beside(path, ".before-restore");
        match copies::reader(path)
            .and_then(|current| copies::copy(&current, &name, "the copy of what is there now", &|_| Ok(())))
        {
            Ok(()) => {
                // Into the file itself, as one transaction: whoever has it open sees the old content or the new.
                overwrite(path, &backup)?;
                return Ok(Restored { kept: Some(name), manifest });
            }
            Err(e) if e.is_damage() || matches!(e, StoreError::NotOurs { .. }) => {
                // What can't be copied is moved.
                place::move_aside(path, &name).map_err(io_error("move aside", path))?;
                kept = Some(name);
            }
            Err(e) => return Err(e),
        }
    }
    copies::copy(&backup, path, "the database", &no_backup)?;
    Ok(Restored { kept, manifest })
}

/// The manifest that describes a backup, where one lies beside it: also the one of a backup that was killed just before its
/// last step.
///
/// # Errors
/// One that is none; where none describes the file.
pub fn read_manifest(backup: &Path) -> Result<Option<Manifest>, StoreError> {
    let (beside, coming) = manifests(backup);
    let found: Vec<Manifest> = [read_one(beside), read_one(coming)]
        .into_iter()
        .filter_map(Result::transpose)
        .collect::<Result<_, _>>()?;
    if found.is_empty() {
        return Ok(None);
    }
    let is = sha256(backup)?;
    match found.into_iter().find(|manifest| manifest.sha256 == is) {
        Some(manifest) => Ok(Some(manifest)),
        None => Err(StoreError::Damaged {
            path: backup.to_owned(),
            why: "it is not the file that its manifest describes".into(),
        }),
    }
}

fn read_one(path: PathBuf) -> Result<Option<Manifest>, StoreError> {
    match fs::read_to_string(&path) {
        Ok(text) => serde_json::from_str(&text)
            .map(Some)
            .map_err(|e| StoreError::Damaged { path, why: format!("it is no manifest: {e}") }),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(StoreError::Io { what: "read", path, source }),
    }
}

/// Whether a file is a backup: it says so, or has a manifest.
fn is_backup(path: &Path) -> bool {
    let says = || copies::reader(path).and_then(|c| setting(&c, BACKUP_OF)).is_ok_and(|s| s.is_some());
    place::beside(path, MANIFEST).exists() || says()
}

/// Opens a database of ours, of any version up to this one, for copying.
fn source(path: &Path) -> Result<(Connection, u32), StoreError> {
    if !place::is_there(path)? {
        return Err(StoreError::Missing { path: path.to_owned() });
    }
    settle::settle(path);
    copies::clear_partials(path);
    let connection = copies::reader(path)?;
    connection.busy_timeout(waiting::SLICE).map_err(|e| StoreError::open(path, e))?;
    match waiting::patiently(path, || migrate::examine(&connection, path))? {
        migrate::Schema::None => Err(StoreError::Empty { path: path.to_owned() }),
        migrate::Schema::Version(version) => Ok((connection, version)),
    }
}

/// What is in use is no backup any more.
fn no_backup(connection: &Connection) -> Result<(), StoreError> {
    take_setting(&Write::alone(connection), BACKUP_OF)
}

fn overwrite(path: &Path, backup: &Connection) -> Result<(), StoreError> {
    let open = |e| StoreError::open(path, e);
    let mut into = Connection::open_with_flags(path, settle::writing()).map_err(open)?;
    into.busy_timeout(waiting::SLICE).map_err(open)?;
    settle::be_lasting(&into).map_err(open)?;
    waiting::patiently(path, || copies::overwrite(backup, &mut into))?;
    no_backup(&into)?;
    let _ = settle::fold(&into);
    into.close().map_err(|(_, e)| open(e))
}

/// Rows and hashes of every ordinary table; FTS5's own hold nothing that the others don't.
fn hashes(connection: &Connection) -> Result<BTreeMap<String, Table>, StoreError> {
    let sql = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
    let mut tables = BTreeMap::new();
    for name in statement::all(connection, sql, [], |r| r.get::<_, String>(0))? {
        let sql = format!("SELECT * FROM \"{}\"", name.replace('"', "\"\""));
        let sum = super::seal::sum_of(connection, &sql)?;
        tables.insert(name, Table { rows: sum.0, hash: format!("{:032x}", sum.1) });
    }
    Ok(tables)
}

fn sha256(path: &Path) -> Result<String, StoreError> {
    let failed = io_error("read", path);
    let mut file = fs::File::open(path).map_err(&failed)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        match file.read(&mut buffer).map_err(&failed)? {
            0 => break,
            n => hash.update(&buffer[..n]),
        }
    }
    Ok(hash.finalize().iter().map(|b| format!("{b:02x}")).collect())
}

/// Writes a file so that it is there whole or not at all, for whoever may read `like`.
fn write_whole(path: &Path, text: &str, like: &Path) -> Result<(), StoreError> {
    use std::io::Write as _;
    let partial = copies::partial(path);
    let write = || {
        let mut file = fs::File::create(&partial)?;
        file.set_permissions(fs::metadata(like)?.permissions())?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&partial, path)
    };
    let done = write();
    if done.is_err() {
        let _ = fs::remove_file(&partial);
    }
    copies::sync_folder(copies::folder_of(path));
    done.map_err(io_error("write", path))
}

fn io_error<'p>(what: &'static str, path: &'p Path) -> impl Fn(io::Error) -> StoreError + 'p {
    move |source| StoreError::Io { what, path: path.to_owned(), source }
}
