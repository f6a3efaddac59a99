//! Running one statement so that a failure names it.

use super::error::code_of;
use super::verify::tables;
use super::{StoreError, Write};
use rusqlite::{Connection, ErrorCode, OptionalExtension, Params, Row};

/// Runs a statement that returns no rows; gives the number of rows changed.
pub fn execute(write: &Write<'_>, sql: &str, params: impl Params) -> Result<usize, StoreError> {
    let run = || write.prepare_cached(sql)?.execute(params);
    run().map_err(|e| failed(write, sql, e))
}

/// The first row of a query; it must have one.
pub fn one<T>(
    connection: &Connection,
    sql: &str,
    params: impl Params,
    read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<T, StoreError> {
    let run = || connection.prepare_cached(sql)?.query_row(params, read);
    run().map_err(|e| failed(connection, sql, e))
}

/// The first row of a query, where it has one.
pub fn optional<T>(
    connection: &Connection,
    sql: &str,
    params: impl Params,
    read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Option<T>, StoreError> {
    let run = || connection.prepare_cached(sql)?.query_row(params, read).optional();
    run().map_err(|e| StoreError::sql(sql, e))
}

/// Every row of a query.
pub fn all<T>(
    connection: &Connection,
    sql: &str,
    params: impl Params,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>, StoreError> {
    let run =
        || connection.prepare_cached(sql)?.query_map(params, read)?.collect::<rusqlite::Result<Vec<T>>>();
    run().map_err(|e| StoreError::sql(sql, e))
}

/// What made a statement fail: where a row is refused, perhaps something that another program has hung on kb's tables.
pub(super) fn failed(connection: &Connection, sql: &str, error: rusqlite::Error) -> StoreError {
    let refused = code_of(&error) == Some(ErrorCode::ConstraintViolation);
    let obstacles = if refused { tables::obstacles(connection).unwrap_or_default() } else { Vec::new() };
    match obstacles.is_empty() {
        true => StoreError::sql(sql, error),
        false => StoreError::InTheWay { why: error.to_string(), what: obstacles },
    }
}
