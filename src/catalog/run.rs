//! Running one SELECT with bound parameters, its rows handed on one at a time.

use super::guard;
use super::sql_words::{Word, words};
use crate::domain::Cell;
use crate::store::{Limit, longest_value};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Statement, ToSql};
use std::fmt::Write as _;
use std::io;
use std::ops::ControlFlow;

/// What a run hands on: the columns once, then each row.
#[derive(Debug)]
pub enum Step<'a> {
    /// The columns' names.
    Columns(&'a [String]),
    /// A row, as many cells as there are columns.
    Row(&'a [Cell]),
}

/// Takes the columns and rows of a run until it breaks off.
pub type Sink<'a> = dyn FnMut(Step<'_>) -> io::Result<ControlFlow<()>> + 'a;

/// Which rows of a query are wanted, and in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// Columns to sort by, first the most important one, and whether from the greatest value down.
    pub sort: Vec<(String, bool)>,
    /// So many rows at most.
    pub limit: Option<u64>,
    /// So many rows are passed over.
    pub offset: u64,
}

/// Why a run failed.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// SQLite, or kb, refused the statement, or SQLite failed in it.
    #[error("{message}")]
    Sql {
        /// The statement.
        sql: String,
        /// The reason.
        message: String,
        /// The byte of the statement where the mistake is, where that is known.
        offset: Option<usize>,
    },
    /// A parameter of the statement has no value.
    #[error("the parameter `{0}` has no value")]
    Unbound(String),
    /// A column that was asked for is none of the query's.
    #[error("there is no column `{name}`")]
    NoColumn {
        /// What was asked for.
        name: String,
        /// The columns there are.
        columns: Vec<String>,
    },
    /// It took more than it may, or was interrupted.
    #[error("{0}")]
    Limit(Limit),
    /// The receiver of the rows failed.
    #[error(transparent)]
    Output(#[from] io::Error),
}

impl RunError {
    pub(super) fn sql(sql: &str, error: rusqlite::Error) -> Self {
        if let Some(limit) = Limit::behind(&error) {
            return Self::Limit(limit);
        }
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

/// Runs one SELECT (or VALUES, WITH, EXPLAIN), and nothing else; `sink` takes its columns and rows until it breaks off.
///
/// # Errors
/// What is not one readable statement, or is wrong; a parameter without a value; a column to sort by that is not there;
/// a limit of time or memory; a sink that fails.
pub fn run(
    connection: &Connection,
    sql: &str,
    bindings: &[(String, Cell)],
    shape: &Shape,
    sink: &mut Sink<'_>,
) -> Result<(), RunError> {
    let statement = guard::prepare(connection, sql)?;
    let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
    match shaped(sql, &columns, shape)? {
        Some(shaped) => {
            drop(statement);
            let statement = connection.prepare(&shaped).map_err(|e| RunError::sql(sql, e))?;
            stream(statement, sql, &columns, bindings, sink)
        }
        None => stream(statement, sql, &columns, bindings, sink),
    }
}

/// The query within one that sorts and limits it; none where it can stay as it is. SQLite then keeps the first rows only
/// instead of sorting them all.
fn shaped(sql: &str, columns: &[String], shape: &Shape) -> Result<Option<String>, RunError> {
    let asked = !shape.sort.is_empty() || shape.offset > 0;
    let first = words(sql)
        .into_iter()
        .find(|(w, _)| !matches!(w, Word::Blank | Word::Comment))
        .map_or("", |(_, p)| p);
    let nests = ["select", "with", "values"].iter().any(|w| first.eq_ignore_ascii_case(w));
    if !nests || (!asked && shape.limit.is_none()) {
        return Ok(None);
    }
    let mut out = format!("SELECT * FROM (\n{}\n)", guard::bare(sql));
    for (i, (name, descending)) in shape.sort.iter().enumerate() {
        let Some(column) = columns.iter().position(|c| c.eq_ignore_ascii_case(name)) else {
            return Err(RunError::NoColumn { name: name.clone(), columns: columns.to_vec() });
        };
        let (lead, order) =
            (if i == 0 { " ORDER BY" } else { "," }, if *descending { "DESC" } else { "ASC" });
        let _ = write!(out, "{lead} {} {order}", column + 1);
    }
    let limit = shape.limit.and_then(|l| i64::try_from(l).ok()).unwrap_or(-1);
    let _ = write!(out, " LIMIT {limit} OFFSET {}", shape.offset);
    Ok(Some(out))
}

/// Binds, then hands on every row of a prepared statement.
fn stream(
    mut statement: Statement<'_>,
    sql: &str,
    columns: &[String],
    bindings: &[(String, Cell)],
    sink: &mut Sink<'_>,
) -> Result<(), RunError> {
    let failed = |e| RunError::sql(sql, e);
    bind(&mut statement, sql, bindings)?;
    if sink(Step::Columns(columns))?.is_break() {
        return Ok(());
    }
    let mut rows = statement.raw_query();
    let mut cells = Vec::with_capacity(columns.len());
    while let Some(row) = rows.next().map_err(failed)? {
        cells.clear();
        let mut room = longest_value();
        for i in 0..columns.len() {
            let value = row.get_ref(i).map_err(failed)?;
            if let ValueRef::Text(bytes) | ValueRef::Blob(bytes) = value {
                let left = room.checked_sub(bytes.len());
                room = left.ok_or(RunError::Limit(Limit::Length(longest_value())))?;
            }
            cells.push(match value {
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

/// Gives every parameter of the statement its value.
pub(super) fn bind(
    statement: &mut Statement<'_>,
    sql: &str,
    bindings: &[(String, Cell)],
) -> Result<(), RunError> {
    for i in 1..=statement.parameter_count() {
        let name = statement.parameter_name(i).unwrap_or("?").to_owned();
        let bare = name.trim_start_matches([':', '@', '$']);
        let Some((_, value)) = bindings.iter().find(|(n, _)| n == bare) else {
            return Err(RunError::Unbound(name));
        };
        statement.raw_bind_parameter(i, value).map_err(|e| RunError::sql(sql, e))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(sql: &str, shape: &Shape) -> Result<Vec<String>, RunError> {
        let connection = Connection::open_in_memory().unwrap();
        let mut rows = Vec::new();
        run(&connection, sql, &[], shape, &mut |step| {
            if let Step::Row(cells) = step {
                rows.push(cells.iter().map(Cell::to_text).collect::<Vec<_>>().join(" "));
            }
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(rows)
    }

    #[test]
    fn rows_are_sorted_limited_and_passed_over() {
        let sql = "VALUES (1, 'b'), (2, 'a'), (3, 'c') ; -- three";
        let sorted = Shape { sort: vec![("column2".into(), true)], ..Shape::default() };
        assert_eq!(rows(sql, &sorted).unwrap(), ["3 c", "1 b", "2 a"]);
        assert_eq!(rows(sql, &Shape { limit: Some(1), offset: 1, ..Shape::default() }).unwrap(), ["2 a"]);
        let error = rows(sql, &Shape { sort: vec![("x".into(), false)], ..Shape::default() }).unwrap_err();
        assert!(matches!(error, RunError::NoColumn { .. }));
    }

    #[test]
    fn a_row_has_its_limit() {
        let half = longest_value() / 2 + 1;
        let error =
            rows(&format!("SELECT zeroblob({half}), zeroblob({half})"), &Shape::default()).unwrap_err();
        assert!(matches!(error, RunError::Limit(Limit::Length(_))), "{error}");
    }
}
