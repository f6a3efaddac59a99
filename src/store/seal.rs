//! Seals over what people know and decide: the curated registry, the reviews, the issues and positions.
//!
//! Whoever opens the file in another program may change these rows, and nothing in the tables shows it. So each change that
//! kb makes leaves a seal of every such table (how many rows, up to which id, and the sum of their hashes), and `kb verify`
//! compares. A sum needs no order, and of rows with ids it tells rows that were added from rows that were changed.

use super::{StoreError, Write, put_setting, setting, statement};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

/// A table of which (some) rows are sealed.
struct Sealed {
    table: &'static str,
    /// What its rows are, in words.
    rows: &'static str,
    /// Its own id, where it has one: rows that come later have greater ones.
    has_id: bool,
    /// The columns and condition.
    select: &'static str,
}

/// Derived columns (folded names, places in a text) are left out: other checks prove them.
const SEALED: &[Sealed] = &[
    Sealed {
        table: "actors",
        rows: "curated actors",
        has_id: true,
        select: "SELECT id, slug, name, kind, gender, state_id, description, wikidata, origin FROM actors WHERE origin <> 'text'",
    },
    Sealed {
        table: "actor_aliases",
        rows: "curated aliases",
        has_id: true,
        select: "SELECT id, actor_id, alias, kind, origin FROM actor_aliases WHERE origin <> 'text'",
    },
    Sealed {
        table: "roles",
        rows: "curated roles",
        has_id: true,
        select: "SELECT id, actor_id, title, organisation_id, since, until, origin FROM roles WHERE origin <> 'text'",
    },
    Sealed {
        table: "actor_ids",
        rows: "ids of other registers",
        has_id: false,
        select: "SELECT scheme, external_id, actor_id FROM actor_ids",
    },
    Sealed {
        table: "actor_merges",
        rows: "merges",
        has_id: false,
        select: "SELECT slug, name_folded, kind, into_slug, actor_id, change_id FROM actor_merges",
    },
    Sealed {
        table: "different_actors",
        rows: "pairs told apart",
        has_id: false,
        select: "SELECT actor_id, other_id, change_id FROM different_actors",
    },
    Sealed {
        table: "removed_facts",
        rows: "facts taken away",
        has_id: false,
        select: "SELECT actor_id, fact, text FROM removed_facts",
    },
    Sealed {
        table: "actor_changes",
        rows: "changes in the log",
        has_id: true,
        select: "SELECT id, made_at, made_by, why, action, actor_slug, other_slug, detail, undo, undone_by FROM actor_changes",
    },
    Sealed {
        table: "speaker_reviews",
        rows: "reviews",
        has_id: true,
        select: "SELECT id, article_id, quote, start_char, end_char, actor_id, change_id FROM speaker_reviews",
    },
    Sealed {
        table: "issues",
        rows: "issues",
        has_id: true,
        select: "SELECT id, slug, name, proposition, description, origin FROM issues",
    },
    Sealed {
        table: "positions",
        rows: "positions",
        has_id: true,
        select: "SELECT id, actor_id, issue_id, stance, basis, ascribed_by_id, stated_on, note, origin FROM positions
                 WHERE origin <> 'text'",
    },
    Sealed {
        table: "removed_articles",
        rows: "removed articles",
        has_id: true,
        select: "SELECT id, removed_at, removed_by, why, source_path, title, outlet, published, quotes, reviews, positions
                 FROM removed_articles",
    },
];

/// The setting that tells at which state of the log the seals were made.
const SEALED_AT: &str = "sealed_at";

/// The sum of some rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Sum {
    rows: u64,
    last_id: i64,
    hash: u128,
}

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

/// Makes the seals anew where kb has changed anything of what they are over since. Called within each transaction that
/// writes, before it is committed; looks at the log only, where nothing has changed.
///
/// # Errors
/// Any failure of SQLite.
pub(super) fn renew(write: &Write<'_>) -> Result<(), StoreError> {
    let now = state(write)?;
    if setting(write, SEALED_AT)?.as_ref() == Some(&now) {
        return Ok(());
    }
    put(write, &now)
}

/// Takes all rows as they are now: a person says that they are right.
///
/// # Errors
/// Any failure of SQLite.
pub fn accept(write: &Write<'_>) -> Result<(), StoreError> {
    let now = state(write)?;
    put(write, &now)
}

fn put(write: &Write<'_>, state: &str) -> Result<(), StoreError> {
    for sealed in SEALED {
        let sum = sum(write, sealed, None)?;
        let text = format!("{} {} {:032x}", sum.rows, sum.last_id, sum.hash);
        put_setting(write, &format!("seal:{}", sealed.table), &text)?;
    }
    put_setting(write, SEALED_AT, state)
}

/// Compares every table with its seal.
///
/// # Errors
/// Any failure of SQLite.
pub fn compare(connection: &Connection) -> Result<Vec<Compared>, StoreError> {
    let mut compared = Vec::new();
    for sealed in SEALED {
        let now = sum(connection, sealed, None)?;
        let text = setting(connection, &format!("seal:{}", sealed.table))?;
        let finding = match text.as_deref().and_then(parse) {
            None => Finding::Unsealed,
            Some(then) if then == now => Finding::Whole,
            Some(then) => {
                let old = if sealed.has_id { sum(connection, sealed, Some(then.last_id))? } else { now };
                match now.rows.checked_sub(then.rows) {
                    // Without ids an added row can't be told from the others: more of them are taken for added ones.
                    Some(more @ 1..) if old.hash == then.hash || !sealed.has_id => Finding::Added(more),
                    _ => Finding::Broken(then.rows, old.rows),
                }
            }
        };
        compared.push(Compared { table: sealed.table, what: sealed.rows, rows: now.rows, finding });
    }
    Ok(compared)
}

/// The last id that the seal of a table is over; rows with greater ones were added by another program.
///
/// # Errors
/// Any failure of SQLite.
pub(super) fn last_id(connection: &Connection, table: &str) -> Result<Option<i64>, StoreError> {
    let text = setting(connection, &format!("seal:{table}"))?;
    Ok(text.as_deref().and_then(parse).map(|sum| sum.last_id))
}

/// One hash over some of the tables: the same where their rows are the same, in this file or a copy.
///
/// # Errors
/// Any failure of SQLite.
pub fn hash(connection: &Connection, tables: &[&str]) -> Result<String, StoreError> {
    let mut hash = xxhash_rust::xxh3::Xxh3::new();
    for sealed in SEALED.iter().filter(|s| tables.contains(&s.table)) {
        let sum = sum(connection, sealed, None)?;
        hash.update(sealed.table.as_bytes());
        hash.update(&sum.hash.to_le_bytes());
    }
    Ok(format!("{:032x}", hash.digest128()))
}

/// The last change of each kind that kb makes to sealed rows.
fn state(connection: &Connection) -> Result<String, StoreError> {
    let sql = "SELECT coalesce((SELECT max(id) FROM actor_changes), 0) || ' '
                 || coalesce((SELECT max(id) FROM removed_articles), 0) || ' '
                 || coalesce((SELECT max(id) FROM positions), 0) || ' '
                 || coalesce((SELECT value FROM settings WHERE name = 'knowledge_hash'), '')";
    statement::one(connection, sql, [], |r| r.get(0))
}

fn sum(connection: &Connection, sealed: &Sealed, up_to: Option<i64>) -> Result<Sum, StoreError> {
    let sql = match up_to {
        Some(last) => format!("SELECT * FROM ({}) WHERE id <= {last}", sealed.select),
        None => sealed.select.to_owned(),
    };
    let mut last_id = 0;
    let (rows, hash) = each_row(connection, &sql, &mut |row| {
        if sealed.has_id {
            last_id = last_id.max(row.get(0)?);
        }
        Ok(())
    })?;
    Ok(Sum { rows, last_id, hash })
}

/// How many rows a query has, and the sum of their hashes, whatever their order.
///
/// # Errors
/// Any failure of SQLite.
pub(super) fn sum_of(connection: &Connection, sql: &str) -> Result<(u64, u128), StoreError> {
    each_row(connection, sql, &mut |_| Ok(()))
}

fn each_row(
    connection: &Connection,
    sql: &str,
    look: &mut dyn FnMut(&Row<'_>) -> rusqlite::Result<()>,
) -> Result<(u64, u128), StoreError> {
    let mut run = || {
        let mut statement = connection.prepare(sql)?;
        let columns = statement.column_count();
        let mut rows = statement.query([])?;
        let mut sum = (0, 0u128);
        while let Some(row) = rows.next()? {
            let mut hash = xxhash_rust::xxh3::Xxh3::new();
            for i in 0..columns {
                add(&mut hash, row.get_ref(i)?);
            }
            look(row)?;
            sum = (sum.0 + 1, sum.1.wrapping_add(hash.digest128()));
        }
        Ok(sum)
    };
    run().map_err(|e| StoreError::sql(sql, e))
}

/// Adds a value to a hash so that no two values, whatever their types, look alike.
fn add(hash: &mut xxhash_rust::xxh3::Xxh3, value: ValueRef<'_>) {
    let (kind, bytes): (u8, &[u8]) = match value {
        ValueRef::Null => (0, &[]),
        ValueRef::Integer(i) => {
            hash.update(&[1]);
            return hash.update(&i.to_le_bytes());
        }
        ValueRef::Real(r) => {
            hash.update(&[2]);
            return hash.update(&r.to_bits().to_le_bytes());
        }
        ValueRef::Text(t) => (3, t),
        ValueRef::Blob(b) => (4, b),
    };
    hash.update(&[kind]);
    hash.update(&(bytes.len() as u64).to_le_bytes());
    hash.update(bytes);
}

fn parse(text: &str) -> Option<Sum> {
    let mut words = text.split(' ');
    let rows = words.next()?.parse().ok()?;
    let last_id = words.next()?.parse().ok()?;
    let hash = u128::from_str_radix(words.next()?, 16).ok()?;
    Some(Sum { rows, last_id, hash })
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
