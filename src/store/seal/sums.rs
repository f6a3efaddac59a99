//! Sums of the hashes of rows: they need no order, and what comes to a table or leaves it is added or taken away.

use super::tables::Sealed;
use crate::store::StoreError;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};

/// The sum of some rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sum {
    pub rows: u64,
    pub last_id: i64,
    pub hash: u128,
}

impl Sum {
    /// As it stands in a setting.
    pub fn parse(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let rows = words.next()?.parse().ok()?;
        let last_id = words.next()?.parse().ok()?;
        let hash = u128::from_str_radix(words.next()?, 16).ok()?;
        Some(Self { rows, last_id, hash })
    }

    /// For a setting.
    pub fn text(&self) -> String {
        format!("{} {} {:032x}", self.rows, self.last_id, self.hash)
    }
}

/// The rows of a table with ids above `from` and up to `to`, where those are given.
pub(super) fn sum(
    connection: &Connection,
    sealed: &Sealed,
    from: Option<i64>,
    to: Option<i64>,
) -> Result<Sum, StoreError> {
    let mut sql = sealed.select();
    for (id, compare) in [(from, ">"), (to, "<=")] {
        if let Some(id) = id {
            sql = format!("SELECT * FROM ({sql}) WHERE id {compare} {id}");
        }
    }
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
pub(in crate::store) fn sum_of(connection: &Connection, sql: &str) -> Result<(u64, u128), StoreError> {
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
            let hash = hash((0..columns).map(|i| row.get_ref(i)))?;
            look(row)?;
            sum = (sum.0 + 1, sum.1.wrapping_add(hash));
        }
        Ok(sum)
    };
    run().map_err(|e| StoreError::sql(sql, e))
}

/// The hash of a row.
pub(super) fn hash<'v>(
    values: impl Iterator<Item = rusqlite::Result<ValueRef<'v>>>,
) -> rusqlite::Result<u128> {
    let mut hash = xxhash_rust::xxh3::Xxh3::new();
    for value in values {
        add(&mut hash, value?);
    }
    Ok(hash.digest128())
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
