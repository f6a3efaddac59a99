//! Running one SELECT with bound parameters, its rows handed on one at a time.

use crate::domain::Cell;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Statement, ToSql};
use std::ops::ControlFlow;

/// What a run hands on: the columns once, then each row.
#[derive(Debug)]
pub enum Step<'a> {
    /// The columns' names.
    Columns(&'a [String]),
    /// A row, as many cells as there are columns.
    Row(&'a [Cell]),
}

/// Why a run failed.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// SQLite refused the statement or failed in it.
    #[error("{message}")]
    Sql {
        /// The statement.
        sql: String,
        /// SQLite's reason.
        message: String,
        /// The byte of the statement where the mistake is, where SQLite knows.
        offset: Option<usize>,
    },
    /// The statement is none that may run here.
    #[error("{0}")]
    Refused(String),
    /// It ran for longer than allowed.
    #[error("the query did not end within {0} s")]
    Timeout(u64),
    /// The receiver of the rows failed.
    #[error(transparent)]
    Output(#[from] std::io::Error),
}

impl RunError {
    pub(super) fn sql(sql: &str, error: rusqlite::Error) -> Self {
        let sql = sql.to_owned();
        match error {
            rusqlite::Error::SqlInputError { msg, offset, .. } => {
                Self::Sql { sql, message: msg, offset: usize::try_from(offset).ok() }
            }
            rusqlite::Error::SqliteFailure(_, Some(message)) => Self::Sql { sql, message, offset: None },
            other => Self::Sql { sql, message: other.to_string(), offset: None },
        }
    }
}

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        let value = match self {
            Self::Null => ValueRef::Null,
            Self::Integer(i) => ValueRef::Integer(*i),
            Self::Real(r) => ValueRef::Real(*r),
            Self::Text(t) => ValueRef::Text(t.as_bytes()),
            Self::Blob(b) => ValueRef::Blob(b),
        };
        Ok(rusqlite::types::ToSqlOutput::Borrowed(value))
    }
}

/// Runs a query; `sink` takes its columns and rows until it breaks off.
///
/// # Errors
/// A statement that SQLite refuses, a parameter that has no value, a sink that fails.
pub fn run(
    connection: &Connection,
    sql: &str,
    bindings: &[(String, Cell)],
    sink: &mut dyn FnMut(Step<'_>) -> std::io::Result<ControlFlow<()>>,
) -> Result<(), RunError> {
    let statement = connection.prepare(sql).map_err(|e| RunError::sql(sql, e))?;
    stream(statement, sql, bindings, sink)
}

/// Binds, then hands on every row of a prepared statement.
pub(super) fn stream(
    mut statement: Statement<'_>,
    sql: &str,
    bindings: &[(String, Cell)],
    sink: &mut dyn FnMut(Step<'_>) -> std::io::Result<ControlFlow<()>>,
) -> Result<(), RunError> {
    let failed = |e| RunError::sql(sql, e);
    for i in 1..=statement.parameter_count() {
        let name = statement.parameter_name(i).unwrap_or("?").to_owned();
        let bare = name.trim_start_matches([':', '@', '$']);
        let Some((_, value)) = bindings.iter().find(|(n, _)| n == bare) else {
            return Err(RunError::Refused(format!("the parameter `{name}` has no value")));
        };
        statement.raw_bind_parameter(i, value).map_err(failed)?;
    }
    let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
    if sink(Step::Columns(&columns))?.is_break() {
        return Ok(());
    }
    let mut rows = statement.raw_query();
    let mut cells = Vec::with_capacity(columns.len());
    while let Some(row) = rows.next().map_err(failed)? {
        cells.clear();
        for i in 0..columns.len() {
            cells.push(match row.get_ref(i).map_err(failed)? {
                ValueRef::Null => Cell::Null,
                ValueRef::Integer(i) => Cell::Integer(i),
                ValueRef::Real(r) => Cell::Real(r),
                ValueRef::Text(t) => Cell::Text(String::from_utf8_lossy(t).into_owned()),
                ValueRef::Blob(b) => Cell::Blob(b.to_vec()),
            });
        }
        if sink(Step::Row(&cells))?.is_break() {
            break;
        }
    }
    Ok(())
}
