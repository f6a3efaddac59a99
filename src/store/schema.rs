//! What the database says of its own tables, views and columns.

use super::{StoreError, statement};
use rusqlite::Connection;

/// What the tables and views hold, as a query.
pub const TABLES: &str =
    "SELECT m.name, m.type AS kind, d.says FROM documentation d JOIN sqlite_master m ON m.name = d.object
WHERE d.column_name = '' ORDER BY m.type DESC, m.rowid";
/// What the columns of the table or view `:table` hold, as a query.
pub const COLUMNS: &str = "SELECT c.name AS column, lower(c.type) AS type,
  (SELECT f.\"table\" || '.' || coalesce(f.\"to\", 'id') FROM pragma_foreign_key_list(:table) f WHERE f.\"from\" = c.name)
    AS refers_to,
  d.says
FROM pragma_table_xinfo(:table) c
JOIN documentation d ON d.object = :table AND d.column_name = c.name ORDER BY c.cid";

/// A table or view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object {
    /// Its name.
    pub name: String,
    /// `table` or `view`.
    pub kind: String,
    /// What it holds, in words.
    pub says: String,
    /// Its columns, in order.
    pub columns: Vec<Column>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// TEXT, INTEGER, REAL; empty for a computed one.
    pub kind: String,
    /// Whether it may lack a value.
    pub nullable: bool,
    /// The table and column it refers to.
    pub refers_to: Option<String>,
    /// What it holds, in words.
    pub says: String,
}

/// The tables and views that people ask, in the order of the schema; what SQLite and the migrations keep for themselves is left out.
///
/// # Errors
/// Any failure of SQLite.
pub fn objects(connection: &Connection) -> Result<Vec<Object>, StoreError> {
    let sql = "SELECT m.name, m.type, coalesce(d.says, '')
               FROM sqlite_master m LEFT JOIN documentation d ON d.object = m.name AND d.column_name = ''
               WHERE m.type IN ('table', 'view') AND m.name NOT LIKE 'sqlite~_%' ESCAPE '~'
                 AND m.name NOT LIKE '%~_fts~_%' ESCAPE '~' AND m.name <> 'refinery_schema_history'
               ORDER BY m.type, m.rowid";
    let mut objects = statement::all(connection, sql, [], |r| {
        Ok(Object { name: r.get(0)?, kind: r.get(1)?, says: r.get(2)?, columns: Vec::new() })
    })?;
    let sql = "SELECT c.name, c.type, c.\"notnull\" = 0 AND c.pk = 0,
                 (SELECT f.\"table\" || '.' || coalesce(f.\"to\", 'id') FROM pragma_foreign_key_list(?1) f WHERE f.\"from\" = c.name),
                 coalesce(d.says, '')
               FROM pragma_table_xinfo(?1) c
               LEFT JOIN documentation d ON d.object = ?1 AND d.column_name = c.name
               WHERE c.hidden <> 1 ORDER BY c.cid";
    for object in &mut objects {
        object.columns = statement::all(connection, sql, [&object.name], |r| {
            Ok(Column {
                name: r.get(0)?,
                kind: r.get(1)?,
                nullable: r.get(2)?,
                refers_to: r.get(3)?,
                says: r.get(4)?,
            })
        })?;
    }
    Ok(objects)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every table, view and column has its words, and no words are left over from something that is gone.
    #[test]
    fn everything_is_documented() {
        let folder = tempfile::tempdir().unwrap();
        let store = crate::store::Store::open(&folder.path().join("kb.db")).unwrap();
        let objects = objects(store.connection()).unwrap();
        let mut known = Vec::new();
        let mut silent = Vec::new();
        for object in &objects {
            known.push((object.name.clone(), String::new()));
            if object.says.is_empty() {
                silent.push(object.name.clone());
            }
            for column in &object.columns {
                known.push((object.name.clone(), column.name.clone()));
                if column.says.is_empty() {
                    silent.push(format!("{}.{}", object.name, column.name));
                }
            }
        }
        assert!(silent.is_empty(), "describe them in a migration, as V2__documentation.sql does: {silent:?}");
        let sql = "SELECT object, column_name FROM documentation";
        let said: Vec<(String, String)> =
            statement::all(store.connection(), sql, [], |r| Ok((r.get(0)?, r.get(1)?))).unwrap();
        let stale: Vec<_> = said.iter().filter(|s| !known.contains(s)).collect();
        assert!(stale.is_empty(), "{stale:?}");
    }
}
