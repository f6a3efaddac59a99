//! The tables: kb's own, whole, and what other programs have hung on them.

use super::file::{Objects, fresh, made_by_migrations, objects};
use super::{Check, RESTORE};
use crate::store::{StoreError, statement};
use rusqlite::Connection;

/// Compares every table with those that the migrations make. A column that another program has added is no fault.
pub(super) fn tables(connection: &Connection) -> Result<Check, StoreError> {
    let (ours, there) = (made_by_migrations()?, objects(connection)?);
    let tables: Vec<_> = ours.iter().filter(|((kind, _), _)| kind == "table").collect();
    let mut check = Check::new("the tables are kb's", tables.len() as u64, RESTORE);
    for ((kind, name), sql) in tables {
        match there.get(&(kind.clone(), name.clone())) {
            None => check.fail(format!("the table `{name}` is missing; `kb repair` makes it anew, empty")),
            Some(other) if other == sql => {}
            Some(other) => match own_columns(sql.as_deref(), other.as_deref()) {
                Some(_) => {
                    for column in foreign_columns(connection, name)? {
                        check.notes.push(format!("of another program: the column `{column}` of `{name}`"));
                    }
                }
                None => check.fail(format!(
                    "the table `{name}` is not as kb defines it, and kb changes no table that another program has changed"
                )),
            },
        }
    }
    check.notes.extend(in_the_way(connection, &ours, &there)?);
    Ok(check)
}

/// What a definition has more than kb's, where it is columns that were added to it and nothing else: SQLite puts them
/// behind the others.
pub(in crate::store) fn own_columns(ours: Option<&str>, there: Option<&str>) -> Option<String> {
    let (ours, there) = (ours?, there?);
    let same_start = ours.bytes().zip(there.bytes()).take_while(|(a, b)| a == b).count();
    let same_end = ours.bytes().rev().zip(there.bytes().rev()).take_while(|(a, b)| a == b).count();
    if same_start + same_end < ours.len() || there.len() <= ours.len() {
        return None;
    }
    // The two may overlap: what was put in is as long as the one is longer.
    let start = same_start.min(ours.len());
    let added = there.get(start..start + there.len() - ours.len())?;
    added.contains(',').then(|| added.to_owned())
}

/// The columns of a table of ours that are not ours.
pub(in crate::store) fn foreign_columns(
    connection: &Connection,
    table: &str,
) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT name FROM pragma_table_xinfo(?1)";
    let ours: Vec<String> = statement::all(&fresh()?, sql, [table], |r| r.get(0))?;
    let there: Vec<String> = statement::all(connection, sql, [table], |r| r.get(0))?;
    Ok(there.into_iter().filter(|column| !ours.contains(column)).collect())
}

/// What other programs have that may refuse a change of kb's rows: references to them, indexes that allow no two alike,
/// triggers.
///
/// # Errors
/// Any failure of SQLite.
pub(in crate::store) fn obstacles(connection: &Connection) -> Result<Vec<String>, StoreError> {
    in_the_way(connection, &made_by_migrations()?, &objects(connection)?)
}

fn in_the_way(connection: &Connection, ours: &Objects, there: &Objects) -> Result<Vec<String>, StoreError> {
    let mut told = Vec::new();
    let is_ours = |name: &str| ours.contains_key(&("table".to_owned(), name.to_owned()));
    for ((kind, name), _) in there.iter().filter(|(key, _)| !ours.contains_key(*key)) {
        match kind.as_str() {
            "table" => {
                let sql = "SELECT DISTINCT \"table\", on_delete FROM pragma_foreign_key_list(?1)";
                let to: Vec<(String, String)> =
                    statement::all(connection, sql, [name], |r| Ok((r.get(0)?, r.get(1)?)))?;
                for (parent, on_delete) in to.into_iter().filter(|(parent, _)| is_ours(parent)) {
                    told.push(match on_delete.as_str() {
                        "CASCADE" => format!(
                            "of another program: rows of `{name}` go with the rows of `{parent}` that they refer to"
                        ),
                        "SET NULL" | "SET DEFAULT" => continue,
                        _ => format!(
                            "of another program: the references of `{name}` to `{parent}` keep kb from taking out rows there; \
                             with ON DELETE SET NULL or CASCADE they would not"
                        ),
                    });
                }
            }
            "index" => {
                let sql = "SELECT m.tbl_name FROM sqlite_master m JOIN pragma_index_list(m.tbl_name) l ON l.name = m.name
                           WHERE m.name = ?1 AND l.\"unique\"";
                let table: Option<String> = statement::optional(connection, sql, [name], |r| r.get(0))?;
                if let Some(table) = table.filter(|table| is_ours(table)) {
                    told.push(format!(
                        "of another program: the unique index `{name}` keeps kb from storing two rows alike in `{table}`"
                    ));
                }
            }
            "trigger" => {
                let sql = "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name = ?1";
                let table: Option<String> = statement::optional(connection, sql, [name], |r| r.get(0))?;
                if let Some(table) = table.filter(|table| is_ours(table)) {
                    told.push(format!(
                        "of another program: the trigger `{name}` runs when kb writes to `{table}`"
                    ));
                }
            }
            _ => {}
        }
    }
    Ok(told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn added_columns_are_told_from_other_changes() {
        let ours = Some("CREATE TABLE t (a INTEGER, UNIQUE (a)) STRICT");
        let added = own_columns(ours, Some("CREATE TABLE t (a INTEGER, b TEXT, UNIQUE (a)) STRICT"));
        assert!(added.is_some_and(|added| added.contains("b TEXT")));
        assert!(own_columns(ours, Some("CREATE TABLE t (a INTEGER, UNIQUE (a), b TEXT) STRICT")).is_some());
        assert!(own_columns(ours, Some("CREATE TABLE t (a TEXT, UNIQUE (a)) STRICT")).is_none());
        assert!(own_columns(ours, Some("CREATE TABLE t (a INTEGER) STRICT")).is_none());
    }
}
