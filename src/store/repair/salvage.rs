//! Saving what can be read of a damaged file: into a new one, table by table, what people have decided first.

use super::rows::{self, Source};
use super::workshop::Workshop;
use super::{Repaired, kept, renew, tables};
use crate::domain::counted;
use crate::store::{Store, StoreError, Write, commit, copies, migrate, place, settle, statement, verify};
use rusqlite::config::DbConfig;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};
use std::collections::HashSet;
use std::fs;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

/// The first bytes of each of our files at rest: SQLite's mark, pages of 4096 bytes, rollback mode, the fixed fractions.
const HEADER: [u8; 24] = *b"SQLite format 3\0\x10\x00\x01\x01\x00\x40\x20\x20";

/// The size of a page, in bytes.
const PAGE: usize = 4096;

/// Whether a file that SQLite takes for none of its own may be one of ours with a damaged beginning: its pages are whole and
/// one of the first of them holds a definition that only our files have.
pub(in crate::store) fn looks_like_ours(path: &Path) -> bool {
    const MARK: &[u8] = b"CREATE TABLE quote_spans (";
    const BEGINNING: u64 = 1 << 20;
    let Ok(file) = fs::File::open(path) else { return false };
    let whole = file.metadata().is_ok_and(|m| m.len() > 0 && m.len().is_multiple_of(PAGE as u64));
    let mut pages = Vec::new();
    whole
        && file.take(BEGINNING).read_to_end(&mut pages).is_ok()
        && pages.windows(MARK.len()).any(|w| w == MARK)
}

/// Saves what can be read of the file at `path` and puts the new file in its place; the damaged one stays beside it.
///
/// # Errors
/// A file that somebody uses, or of which nothing can be read; no room; any failure of SQLite or the system.
pub(super) fn salvage(path: &Path, repaired: &mut Repaired) -> Result<(), StoreError> {
    let io = |what| move |source| StoreError::Io { what, path: path.to_owned(), source };
    let folder = copies::folder_of(path);
    // Everything happens on copies: the damaged file itself is only moved aside at the end.
    let work = Workshop::open(path)?;
    let damaged = work.folder().join("damaged.db");
    copies::as_it_lies(path, &damaged)?;
    mend_header(&damaged).map_err(io("read"))?;
    let open = |e| StoreError::open(path, e);
    let old = match tolerant(&damaged) {
        Some(old) => old,
        None => {
            borrow_schema(&damaged, work.folder())?;
            let why =
                "its schema can't be read, and without it nothing else; `kb restore` brings a backup back";
            tolerant(&damaged)
                .ok_or_else(|| StoreError::Damaged { path: path.to_owned(), why: why.into() })?
        }
    };

    let saved = work.folder().join("saved.db");
    let new = Connection::open_with_flags(&saved, settle::writing() | OpenFlags::SQLITE_OPEN_CREATE)
        .map_err(open)?;
    let run = |sql: &str| new.execute_batch(sql).map_err(|e| StoreError::sql(sql, e));
    run("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; BEGIN IMMEDIATE")?;
    let write = Write::alone(&new);
    migrate::migrate(&new)?;
    // The search indexes are made at the end, from what is there then.
    let triggers = |on| new.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, on).map_err(open);
    triggers(false)?;
    for table in tables(&new)? {
        copy_table(&old, &new, &table, repaired)?;
    }
    foreign_objects(&old, &new, repaired)?;
    kept::placeholders(&write, repaired)?;
    kept::counters(&old, &write)?;
    renew::counters(&write)?;
    triggers(true)?;
    run("COMMIT")?;
    drop(write);
    new.close().map_err(|(_, e)| open(e))?;

    let kept = place::free_beside(path, ".damaged");
    let file = fs::File::open(&saved).map_err(io("write beside"))?;
    file.sync_all().map_err(io("write beside"))?;
    place::move_aside(path, &kept).map_err(io("move aside"))?;
    if let Ok(metadata) = fs::metadata(&kept) {
        let _ = fs::set_permissions(&saved, metadata.permissions());
    }
    fs::rename(&saved, path).map_err(io("put the saved file at"))?;
    copies::sync_folder(folder);
    repaired.kept = Some(kept);
    Ok(())
}

/// Gives a copy back the beginning that all our files have.
fn mend_header(path: &Path) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().read(true).write(true).open(path)?;
    let mut header = [0; 24];
    file.read_exact(&mut header)?;
    // A log beside it is still to be folded in.
    let mode = if place::beside(path, "-wal").exists() { 2 } else { 1 };
    if header[..18] != HEADER[..18]
        || header[20..] != HEADER[20..]
        || !matches!(header[18..20], [1, 1] | [2, 2])
    {
        let mut whole = HEADER;
        whole[18..20].fill(mode);
        file.seek(SeekFrom::Start(0))?;
        file.write_all(&whole)?;
    }
    Ok(())
}

/// Opens a damaged file so that as much as can be is read of it; nothing where not even its schema is.
fn tolerant(damaged: &Path) -> Option<Connection> {
    let old = Connection::open_with_flags(damaged, settle::writing()).ok()?;
    // A definition that can't be read hides its own table only.
    old.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false).ok()?;
    let _ = old.execute_batch("PRAGMA writable_schema = ON");
    let tables = "SELECT count(*) FROM sqlite_master WHERE name IN ('articles', 'actors', 'quotes')";
    let readable: i64 = old.query_row(tables, [], |r| r.get(0)).ok()?;
    (readable > 0).then_some(old)
}

/// Gives a copy whose schema can't be read the pages that a new database has for it: they lie in the same places of every
/// file that was made by the same schema.
fn borrow_schema(damaged: &Path, work: &Path) -> Result<(), StoreError> {
    let fresh = work.join("fresh.db");
    let mut store = Store::open(&fresh)?;
    commit(store.transaction()?)?;
    store.close()?;
    let io = |source| StoreError::Io { what: "read", path: damaged.to_owned(), source };
    let fresh = fs::read(&fresh).map_err(io)?;
    let Some((first, _)) = fresh.split_at_checked(PAGE) else { return Ok(()) };
    let mut first = first.to_vec();
    let pages = children(&first);
    // How many pages there are SQLite takes from the file's size where these two differ; the list of free pages is unknown.
    first[24..40].fill(0);
    first[92..96].fill(1);
    let mut file = fs::OpenOptions::new().write(true).open(damaged).map_err(io)?;
    file.write_all(&first).map_err(io)?;
    for page in pages {
        let start = (page as usize).saturating_sub(1) * PAGE;
        if let Some(content) = fresh.get(start..start + PAGE) {
            file.seek(SeekFrom::Start(start as u64)).map_err(io)?;
            file.write_all(content).map_err(io)?;
        }
    }
    Ok(())
}

/// The pages below the first one, by SQLite's file format: an inner page of a table's tree holds, behind its header of 12
/// bytes, the places of its cells, each of which begins with the number of a page; the last page's number is in the header.
fn children(first: &[u8]) -> Vec<u32> {
    const HEADER: usize = 100;
    const INNER: u8 = 5;
    let u16_at =
        |at: usize| first.get(at..at + 2).map_or(0, |b| usize::from(u16::from_be_bytes([b[0], b[1]])));
    let u32_at =
        |at: usize| first.get(at..at + 4).map_or(0, |b| u32::from_be_bytes([b[0], b[1], b[2], b[3]]));
    if first.get(HEADER) != Some(&INNER) {
        return Vec::new();
    }
    let cells = (0..u16_at(HEADER + 3)).map(|i| u32_at(u16_at(HEADER + 12 + 2 * i)));
    cells.chain([u32_at(HEADER + 8)]).collect()
}

/// Columns that both tables have, quoted; and the first column of the key where there are no row numbers.
fn columns(
    old: &Connection,
    new: &Connection,
    table: &str,
) -> Result<(Vec<String>, Option<String>), StoreError> {
    let sql = "SELECT name FROM pragma_table_info(?1)";
    let there: HashSet<String> =
        statement::all(old, sql, [table], |r| r.get(0)).unwrap_or_default().into_iter().collect();
    let ours: Vec<String> = statement::all(new, sql, [table], |r| r.get(0))?;
    let both = ours.into_iter().filter(|c| there.contains(c)).map(|c| format!("\"{c}\"")).collect();
    let sql = "SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?1";
    let without_numbers: bool = statement::one(new, sql, [table], |r| r.get(0))?;
    let sql = "SELECT '\"' || name || '\"' FROM pragma_table_info(?1) WHERE pk = 1";
    let key = if without_numbers { statement::optional(new, sql, [table], |r| r.get(0))? } else { None };
    Ok((both, key))
}

fn copy_table(
    old: &Connection,
    new: &Connection,
    table: &str,
    repaired: &mut Repaired,
) -> Result<(), StoreError> {
    let (columns, key) = columns(old, new, table)?;
    if columns.is_empty() {
        repaired.told.push(format!("{table}: nothing of it can be read"));
        repaired.lose(table);
        return Ok(());
    }
    let joined = columns.join(", ");
    let marks = vec!["?"; columns.len()].join(", ");
    let sql = format!("INSERT OR IGNORE INTO \"{table}\" ({joined}) VALUES ({marks})");
    let failed = |e| StoreError::sql(&sql, e);
    let mut insert = new.prepare(&sql).map_err(failed)?;
    let mut refused = 0;
    let mut take = |values: Vec<Value>| -> rusqlite::Result<()> {
        match insert.execute(rusqlite::params_from_iter(values)) {
            Ok(_) => Ok(()),
            // A value that is damaged breaks a condition of the table.
            Err(e) if e.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) => {
                refused += 1;
                Ok(())
            }
            Err(e) => Err(e),
        }
    };
    let source = Source { connection: old, table, columns: joined, count: columns.len(), key };
    let (gaps, mut unread) = source.read(&mut take).map_err(failed)?;
    if let (true, Some(key)) = (unread, source.key.as_deref().filter(|k| *k == "\"quote_id\"")) {
        // What belongs to one quote can be asked for by that quote, past bad pages.
        let quotes: Vec<i64> =
            statement::all(new, "SELECT id FROM quotes", [], |r| r.get(0)).unwrap_or_default();
        unread = quotes.is_empty();
        for quote in quotes {
            unread |= !source.of(key, quote, &mut take).map_err(failed)?;
        }
    }
    drop(insert);
    let saved: i64 = statement::one(new, &format!("SELECT count(*) FROM \"{table}\""), [], |r| r.get(0))?;
    let mut told = format!("{table}: {} saved", counted(saved, "row"));
    if !gaps.is_empty() {
        let gaps: Vec<_> = gaps
            .iter()
            .take(8)
            .map(|(a, b)| match (a == b, *b >= rows::UNKNOWN) {
                (true, _) => a.to_string(),
                (_, true) => format!("from {a} on"),
                _ => format!("{a} to {b}"),
            })
            .collect();
        told.push_str(&match gaps.as_slice() {
            [only] if saved == 0 && only.starts_with("from") => "; nothing of it can be read".to_owned(),
            gaps => format!("; those with the numbers {} can't be read", gaps.join(", ")),
        });
    } else if unread {
        told.push_str("; others can't be read");
    }
    if refused > 0 {
        told.push_str(&format!("; damaged in themselves: {refused}"));
    }
    if unread || refused > 0 || !gaps.is_empty() {
        repaired.lose(table);
    }
    repaired.told.push(told);
    Ok(())
}

/// Tables and views of other programs come along as well as they can be read.
fn foreign_objects(old: &Connection, new: &Connection, repaired: &mut Repaired) -> Result<(), StoreError> {
    let ours = verify::file::made_by_migrations()?;
    let Ok(there) = verify::file::objects(old) else { return Ok(()) };
    for wanted in ["table", "view", "index", "trigger"] {
        let foreign = there.iter().filter(|(key, _)| key.0 == wanted && !ours.contains_key(*key));
        for ((kind, name), sql) in foreign {
            let Some(sql) = sql else { continue };
            if new.execute_batch(sql).is_err() {
                repaired
                    .told
                    .push(format!("of another program: the {kind} `{name}` could not be taken along"));
                repaired.lost = true;
            } else if kind == "table" {
                copy_table(old, new, name, repaired)?;
            }
        }
    }
    Ok(())
}
