//! The file itself: its pages, its references, its schema, its counters.

use super::{Check, REPAIR, count, lines};
use crate::store::{StoreError, migrate, statement};
use rusqlite::Connection;
use std::collections::BTreeMap;

/// Tables that SQLite keeps for itself or that the migrations' bookkeeping makes.
fn is_internal(name: &str) -> bool {
    name.starts_with("sqlite_")
}

pub(in crate::store) fn is_sound(connection: &Connection) -> Result<Check, StoreError> {
    let sql = "SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'";
    Ok(Check::new("the file is sound", 1, "`kb repair` saves what can be read of it")
        .with(lines(connection, sql)?))
}

pub(in crate::store) fn references(connection: &Connection) -> Result<Check, StoreError> {
    let sql = "SELECT \"table\" || ' row ' || coalesce(rowid, '?') || ' refers to a row of `' || parent || '` that is not there'
               FROM pragma_foreign_key_check";
    Ok(Check::new("no reference dangles", 1, "`kb repair` takes such rows out").with(lines(connection, sql)?))
}

/// Compares every index, view and trigger with those that the migrations make.
pub(super) fn definitions(connection: &Connection) -> Result<Check, StoreError> {
    let ours = made_by_migrations()?;
    let there = objects(connection)?;
    let defined: Vec<_> = ours.iter().filter(|((kind, _), _)| kind != "table").collect();
    let mut check = Check::new("the indexes, views and triggers are kb's", defined.len() as u64, REPAIR);
    for ((kind, name), sql) in defined {
        match there.get(&(kind.clone(), name.clone())) {
            None => check.fail(format!("the {kind} `{name}` is missing")),
            Some(other) if other != sql => {
                check.fail(format!("the {kind} `{name}` is not as kb defines it"));
            }
            Some(_) => {}
        }
    }
    let fresh = fresh()?;
    let says = "SELECT object || '.' || column_name || ': ' || says FROM documentation";
    let read = |c: &Connection| statement::all(c, says, [], |r| r.get::<_, String>(0));
    let (right, stored) = (read(&fresh)?, read(connection)?);
    if right.iter().any(|line| !stored.contains(line)) {
        check.fail("the texts in `documentation` are not all as kb wrote them");
    }
    let foreign = there.keys().filter(|key| !ours.contains_key(*key));
    check.notes.extend(foreign.map(|(kind, name)| format!("of another program: the {kind} `{name}`")));
    Ok(check)
}

/// Every object of the schema: its kind and name, and how it is defined.
pub(in crate::store) type Objects = BTreeMap<(String, String), Option<String>>;

pub(in crate::store) fn made_by_migrations() -> Result<Objects, StoreError> {
    objects(&fresh()?)
}

/// A new database in memory.
pub(in crate::store) fn fresh() -> Result<Connection, StoreError> {
    let fresh = Connection::open_in_memory().map_err(|e| StoreError::sql("an empty database", e))?;
    migrate::migrate(&fresh)?;
    Ok(fresh)
}

pub(in crate::store) fn objects(connection: &Connection) -> Result<Objects, StoreError> {
    let rows = statement::all(connection, "SELECT type, name, sql FROM sqlite_master", [], |r| {
        Ok(((r.get::<_, String>(0)?, r.get::<_, String>(1)?), r.get::<_, Option<String>>(2)?))
    })?;
    Ok(rows.into_iter().filter(|((_, name), _)| !is_internal(name)).collect())
}

/// A number that a row had must never be another row's: the counter of each table is not behind its rows.
pub(super) fn counters(connection: &Connection) -> Result<Check, StoreError> {
    let sql =
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%' ORDER BY name";
    let tables: Vec<String> = statement::all(connection, sql, [], |r| r.get(0))?;
    let mut check = Check::new("no number can be given twice", tables.len() as u64, REPAIR);
    for table in tables {
        let quoted = table.replace('"', "\"\"");
        let last = count(connection, &format!("SELECT coalesce(max(rowid), 0) FROM \"{quoted}\""))?;
        let sql = "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = ?1";
        let counter: i64 = statement::one(connection, sql, [&table], |r| r.get(0))?;
        if counter.unsigned_abs() < last {
            check.fail(format!("`{table}` has the number {last}, and its counter stands at {counter}"));
        }
    }
    Ok(check)
}
