//! Repairing a file: what can be made anew is made anew in place; of a damaged file what can be read is saved into a new one.

mod kept;
mod renew;
mod rows;
mod salvage;
mod workshop;

pub(super) use salvage::looks_like_ours;
pub(super) use workshop::clear;

use super::{StoreError, copies, place, settle, statement, verify, waiting};
use rusqlite::Connection;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What a repair did.
#[derive(Debug, Default)]
pub struct Repaired {
    /// What was made anew, saved or lost, a line each.
    pub told: Vec<String>,
    /// Where the damaged file is kept, where there was one.
    pub kept: Option<PathBuf>,
    /// Whether anything could not be saved.
    pub lost: bool,
    /// What people know and decide, where another program has changed it: a line for each table.
    pub changed: Vec<String>,
    /// Tables of which rows are gone.
    gaps: BTreeSet<String>,
}

impl Repaired {
    /// Notes that rows of a table are gone.
    fn lose(&mut self, table: &str) {
        self.lost = true;
        self.gaps.insert(table.to_owned());
    }

    fn has_lost(&self, tables: &[&str]) -> bool {
        tables.iter().any(|table| self.gaps.contains(*table))
    }
}

/// Repairs the file: derives its indexes, views, triggers and look-up columns anew; where its pages are damaged, saves what
/// can be read of them into a new file first and keeps the old one beside it.
///
/// # Errors
/// A file that is not ours or that somebody uses; one of which nothing can be read; no room; any failure of SQLite.
pub fn repair(path: &Path) -> Result<Repaired, StoreError> {
    if !place::is_there(path)? {
        return Err(StoreError::Missing { path: path.to_owned() });
    }
    settle::settle(path);
    let mut repaired = Repaired::default();
    let damage = match pages_are_sound(path) {
        Ok(()) => in_place(path, &mut repaired),
        Err(e) => Err(e),
    };
    match damage {
        Err(e) if e.is_damage() => {}
        done => return done.map(|()| repaired),
    }
    repaired = Repaired::default();
    let alone = alone(path)?;
    salvage::salvage(path, &mut repaired)?;
    drop(alone);
    in_place(path, &mut repaired)?;
    Ok(repaired)
}

fn in_place(path: &Path, repaired: &mut Repaired) -> Result<(), StoreError> {
    let mut store = super::Store::open_existing(path)?;
    let write = store.transaction()?;
    renew::renew(&write, repaired)?;
    super::commit(write)?;
    store.close()
}

/// Keeps everybody else off a damaged file, as far as it can still be locked.
fn alone(path: &Path) -> Result<Option<Connection>, StoreError> {
    let Ok(connection) = Connection::open_with_flags(path, settle::writing()) else { return Ok(None) };
    let sql = "BEGIN EXCLUSIVE";
    match waiting::patiently(path, || connection.execute_batch(sql).map_err(|e| StoreError::sql(sql, e))) {
        Err(e) if e.is_busy() => Err(e),
        _ => Ok(Some(connection)),
    }
}

/// Whether something that SQLite says of a file concerns only what is made of other rows.
fn can_be_made_anew(problem: &str) -> bool {
    let anew = ["inverted index", "missing from index", "entries in index", "non-unique entry in index"];
    anew.iter().any(|p| problem.contains(p))
}

/// Looks at every page. A schema that another program has changed is no damage.
fn pages_are_sound(path: &Path) -> Result<(), StoreError> {
    let damaged = |why: String| StoreError::Damaged { path: path.to_owned(), why };
    let connection = copies::reader(path)?;
    let open = |e| StoreError::open(path, e);
    connection.busy_timeout(waiting::SLICE).map_err(open)?;
    let examined = waiting::patiently(path, || super::migrate::examine(&connection, path));
    connection.busy_timeout(waiting::PATIENCE).map_err(open)?;
    match examined {
        Ok(super::migrate::Schema::None) => return Err(StoreError::Empty { path: path.to_owned() }),
        Ok(_) => {}
        // A first page that is damaged looks like no database at all: kb's own files have their mark in it, or in its copy.
        Err(e @ StoreError::NotOurs { .. }) if !looks_like_ours(path) => return Err(e),
        Err(e) if e.is_damage() || matches!(e, StoreError::NotOurs { .. }) => {
            return Err(damaged(e.to_string()));
        }
        Err(e) => return Err(e),
    }
    // A page in the place of another one of an empty table passes SQLite's check, and no look at the table does.
    for table in tables(&connection)? {
        let sql = format!("SELECT count(*) FROM \"{table}\" NOT INDEXED");
        statement::one(&connection, &sql, [], |r| r.get::<_, i64>(0))?;
    }
    let check = verify::file::is_sound(&connection)?;
    match check.problems.iter().find(|p| !can_be_made_anew(p)) {
        Some(first) => Err(damaged(first.clone())),
        None => Ok(()),
    }
}

/// Every ordinary table of ours in an order in which what people have decided comes first, and what others are found by before them.
fn tables(connection: &Connection) -> Result<Vec<String>, StoreError> {
    const FIRST: [&str; 18] = [
        "actor_changes",
        "actors",
        "actor_aliases",
        "roles",
        "actor_ids",
        "actor_merges",
        "different_actors",
        "removed_facts",
        "removed_actors",
        "speaker_reviews",
        "speaker_review_others",
        "quote_reviews",
        "remarks",
        "issues",
        "positions",
        "position_evidence",
        // Pieces and links are asked for by their quote, past bad pages.
        "articles",
        "quotes",
    ];
    let sql = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
               AND name NOT IN ('refinery_schema_history', 'documentation') ORDER BY name";
    let mut tables: Vec<String> = statement::all(connection, sql, [], |r| r.get(0))?;
    tables.sort_by_key(|t| FIRST.iter().position(|f| f == t).unwrap_or(FIRST.len()));
    Ok(tables)
}
