//! Seals over what people know and decide: the curated registry, the reviews, the issues and positions.
//!
//! Whoever opens the file in another program may change these rows, and nothing in the tables shows it. So each change that
//! kb makes moves a seal of every such table (how many rows, up to which id, and the sum of their hashes) by just that
//! change, and `kb verify` compares. What another program changes stays visible until a person takes it as right, or it is
//! changed back. A sum needs no order, and of rows with ids it tells rows that were added from rows that were changed.

mod derived;
mod sums;
mod tables;
mod watch;

pub(super) use derived::{
    Derived, accept_derived, each as each_derived, forget, forget_returned, holds, mark, remark_path,
};
pub(super) use sums::sum_of;
pub(super) use watch::Watch;

use super::{StoreError, Write, put_setting, setting};
use crate::domain::counted;
use rusqlite::Connection;
use sums::{Sum, sum};
use tables::{SEALED, Sealed};
use watch::Event;

/// What a seal says of a table.
#[derive(Debug, PartialEq, Eq)]
pub enum Finding {
    /// Its rows are as kb left them.
    Whole,
    /// So many rows were added by another program.
    Added(u64),
    /// Rows were changed or taken away by another program: so many there were, and so many are there of them.
    Broken(u64, u64),
    /// There is no seal to compare with.
    Unsealed,
}

/// A table, what its rows are, how many there are, and what its seal says.
pub struct Compared {
    /// The table.
    pub table: &'static str,
    /// What its rows are, in words.
    pub what: &'static str,
    /// How many there are.
    pub rows: u64,
    /// What the seal says.
    pub finding: Finding,
}

/// Moves the seals by what kb has changed within this transaction; called before it is committed. Tables without a seal
/// get one.
///
/// # Errors
/// Any failure of SQLite.
pub(super) fn renew(write: &Write<'_>) -> Result<(), StoreError> {
    let Some((watch, first)) = write.watch() else { return Ok(()) };
    let mut events: Vec<Vec<Event>> = SEALED.iter().map(|_| Vec::new()).collect();
    for event in watch.take() {
        events[event.sealed].push(event);
    }
    for (sealed, events) in SEALED.iter().zip(events) {
        if events.is_empty() && !first {
            continue;
        }
        match stored(write, sealed)? {
            Some(seal) if !events.is_empty() => put(write, sealed, &moved(write, sealed, seal, &events)?)?,
            Some(_) => {}
            None => put(write, sealed, &sum(write, sealed, None, None)?)?,
        }
    }
    Ok(())
}

/// A seal after some events. Rows with ids that are new to it are taken as they are: what another program has added is no
/// fault.
fn moved(write: &Write<'_>, sealed: &Sealed, seal: Sum, events: &[Event]) -> Result<Sum, StoreError> {
    let is_new = |event: &&Event| event.id.is_some_and(|id| id > seal.last_id);
    let mut new = seal;
    for event in events.iter().filter(|event| !is_new(event)) {
        (new.rows, new.hash) = match event.came {
            true => (new.rows + 1, new.hash.wrapping_add(event.hash)),
            // More may go than another program has left.
            false => (new.rows.saturating_sub(1), new.hash.wrapping_sub(event.hash)),
        };
    }
    if events.iter().any(|event| is_new(&event)) {
        let added = sum(write, sealed, Some(seal.last_id), None)?;
        new.rows += added.rows;
        new.hash = new.hash.wrapping_add(added.hash);
        new.last_id = new.last_id.max(added.last_id);
    }
    Ok(new)
}

/// Takes all rows as they are now: a person says that they are right.
///
/// # Errors
/// Any failure of SQLite.
pub fn accept(write: &Write<'_>) -> Result<(), StoreError> {
    // What was noted so far is in the sums.
    if let Some((watch, _)) = write.watch() {
        watch.take();
    }
    for sealed in SEALED {
        put(write, sealed, &sum(write, sealed, None, None)?)?;
    }
    accept_derived(write)
}

/// What another program has changed, a line for each table.
///
/// # Errors
/// Any failure of SQLite.
pub fn told(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let told = |c: Compared| {
        let what = match c.finding {
            Finding::Broken(then, now) if then == now => {
                format!("of {} at least one was changed", counted(then, "row"))
            }
            Finding::Broken(then, now) => format!("of {} {now} there", counted(then, "row")),
            Finding::Added(more) => format!("{} added", counted(more, "row")),
            Finding::Whole | Finding::Unsealed => return None,
        };
        Some(format!("`{}` ({}): {what}", c.table, c.what))
    };
    let mut lines: Vec<String> = compare(connection)?.into_iter().filter_map(told).collect();
    each_derived(connection, &mut |seal| {
        lines.extend(match seal.now {
            None => Some(format!("article {} ({}) is gone", seal.article, seal.path)),
            Some((.., path)) if path != seal.path => {
                Some(format!("article {} is known by `{path}`, and was by `{}`", seal.article, seal.path))
            }
            Some(_) => None,
        });
    })?;
    Ok(lines)
}

/// Compares every table with its seal.
///
/// # Errors
/// Any failure of SQLite.
pub fn compare(connection: &Connection) -> Result<Vec<Compared>, StoreError> {
    SEALED.iter().map(|sealed| compare_one(connection, sealed)).collect()
}

fn compare_one(connection: &Connection, sealed: &Sealed) -> Result<Compared, StoreError> {
    let found = |rows, finding| Compared { table: sealed.table, what: sealed.rows, rows, finding };
    let now = match sum(connection, sealed, None, None) {
        Ok(now) => now,
        // The table is another one, or gone: the schema's own check says how.
        Err(e) if e.is_defect() => {
            let then = stored(connection, sealed).ok().flatten().unwrap_or_default();
            return Ok(found(0, Finding::Broken(then.rows, 0)));
        }
        Err(e) => return Err(e),
    };
    let finding = match stored(connection, sealed)? {
        None => Finding::Unsealed,
        Some(then) if (then.rows, then.hash) == (now.rows, now.hash) => Finding::Whole,
        Some(then) => {
            let old = if sealed.has_id { sum(connection, sealed, None, Some(then.last_id))? } else { now };
            match now.rows.checked_sub(then.rows) {
                // Without ids an added row can't be told from the others: more of them are taken for added ones.
                Some(more @ 1..) if old.hash == then.hash || !sealed.has_id => Finding::Added(more),
                _ => Finding::Broken(then.rows, old.rows),
            }
        }
    };
    Ok(found(now.rows, finding))
}

/// Goes on with the seal of a table that has got a column, the last one it is over: where its rows are as it says without
/// that column, it is over the column from now on. What it does not say stays as visible as it was.
///
/// # Errors
/// Any failure of SQLite.
pub(super) fn widen(write: &Write<'_>, table: &str, column: &str) -> Result<(), StoreError> {
    let Some(sealed) = SEALED.iter().find(|s| s.key == table) else { return Ok(()) };
    let Some(then) = stored(write, sealed)? else { return Ok(()) };
    let Some(columns) = sealed.columns.strip_suffix(&format!(", {column}")) else { return Ok(()) };
    let before = Sealed { columns, ..*sealed };
    let to = sealed.has_id.then_some(then.last_id);
    if sum(write, &before, None, to)? == then {
        put(write, sealed, &sum(write, sealed, None, to)?)?;
    }
    Ok(())
}

/// The last id that the seal of a table is over; rows with greater ones were added by another program.
///
/// # Errors
/// Any failure of SQLite.
pub(super) fn last_id(connection: &Connection, table: &str) -> Result<Option<i64>, StoreError> {
    let sealed = SEALED.iter().find(|s| s.key == table);
    Ok(sealed.map(|s| stored(connection, s)).transpose()?.flatten().map(|sum| sum.last_id))
}

/// One hash over some of the tables: the same where their rows are the same, in this file or a copy.
///
/// # Errors
/// Any failure of SQLite.
pub fn hash(connection: &Connection, tables: &[&str]) -> Result<String, StoreError> {
    let mut hash = xxhash_rust::xxh3::Xxh3::new();
    for sealed in SEALED.iter().filter(|s| tables.contains(&s.key)) {
        let sum = sum(connection, sealed, None, None)?;
        hash.update(sealed.table.as_bytes());
        hash.update(&sum.hash.to_le_bytes());
    }
    Ok(format!("{:032x}", hash.digest128()))
}

fn name(sealed: &Sealed) -> String {
    format!("seal:{}", sealed.key)
}

fn stored(connection: &Connection, sealed: &Sealed) -> Result<Option<Sum>, StoreError> {
    Ok(setting(connection, &name(sealed))?.as_deref().and_then(Sum::parse))
}

fn put(write: &Write<'_>, sealed: &Sealed, sum: &Sum) -> Result<(), StoreError> {
    put_setting(write, &name(sealed), &sum.text())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Store, commit};

    #[test]
    fn a_seal_tells_added_rows_from_changed_ones() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kb.db");
        let mut store = Store::open(&path).unwrap();
        let write = store.transaction().unwrap();
        let insert = "INSERT INTO issues (slug, name, proposition, origin) VALUES (?1, ?1, ?1, 'user')";
        write.execute(insert, ["a"]).unwrap();
        write.execute(insert, ["b"]).unwrap();
        accept(&write).unwrap();
        commit(write).unwrap();
        let issues = |store: &Store| {
            let all = compare(store.connection()).unwrap();
            all.into_iter().find(|c| c.table == "issues").unwrap().finding
        };
        assert_eq!(issues(&store), Finding::Whole);
        store.connection().execute(insert, ["c"]).unwrap();
        assert_eq!(issues(&store), Finding::Added(1));
        store.connection().execute("UPDATE issues SET name = 'x' WHERE slug = 'a'", []).unwrap();
        assert_eq!(issues(&store), Finding::Broken(2, 2));
        store.connection().execute("DELETE FROM issues WHERE slug = 'a'", []).unwrap();
        assert_eq!(issues(&store), Finding::Broken(2, 1));
    }
}
