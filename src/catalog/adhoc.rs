//! SQL that somebody typed: exactly one statement, and one that can only read.

use super::run::{RunError, Step, stream};
use crate::domain::Cell;
use rusqlite::fallible_iterator::FallibleIterator as _;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::{Batch, Connection};
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

/// How many virtual-machine steps of SQLite pass between two looks at the clock.
const STEPS_BETWEEN_LOOKS: i32 = 10_000;

/// Bounds on a query that somebody typed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Limits {
    /// It is stopped after this long.
    pub timeout: Option<Duration>,
}

/// Runs one SELECT (or VALUES, WITH, EXPLAIN) that somebody typed.
///
/// A read-only file is not enough: `VACUUM INTO` and `ATTACH` write elsewhere all the same. SQLite itself is told, by an
/// authorizer, to refuse everything that is not reading; the statement must then call itself read-only and have columns.
///
/// # Errors
/// What is not one readable statement; what [`super::run()`] says; the timeout.
pub fn run_adhoc(
    connection: &mut Connection,
    sql: &str,
    bindings: &[(String, Cell)],
    limits: Limits,
    sink: &mut dyn FnMut(Step<'_>) -> std::io::Result<ControlFlow<()>>,
) -> Result<(), RunError> {
    let failed = |e| RunError::sql(sql, e);
    connection.authorizer(Some(authorize)).map_err(failed)?;
    if let Some(timeout) = limits.timeout {
        let start = Instant::now();
        let late = move || start.elapsed() > timeout;
        connection.progress_handler(STEPS_BETWEEN_LOOKS, Some(late)).map_err(failed)?;
    }
    let mut batch = Batch::new(connection, sql);
    let first = batch.next().map_err(failed)?;
    let Some(statement) = first else {
        return Err(RunError::Refused("there is no statement in it".into()));
    };
    if batch.next().map_err(failed)?.is_some() {
        return Err(RunError::Refused("it has more than one statement; kb runs one SELECT at a time".into()));
    }
    if !statement.readonly() || statement.column_count() == 0 {
        return Err(RunError::Refused("it does not only read; kb runs SELECT statements".into()));
    }
    stream(statement, sql, bindings, sink).map_err(|e| match (&e, limits.timeout) {
        // Nothing else interrupts a statement here.
        (RunError::Sql { message, .. }, Some(timeout)) if message == "interrupted" => {
            RunError::Timeout(timeout.as_secs())
        }
        _ => e,
    })
}

/// Reading, and the pragmas that only tell something.
fn authorize(context: AuthContext<'_>) -> Authorization {
    match context.action {
        AuthAction::Select | AuthAction::Read { .. } | AuthAction::Recursive => Authorization::Allow,
        AuthAction::Function { function_name } if !function_name.eq_ignore_ascii_case("load_extension") => {
            Authorization::Allow
        }
        AuthAction::Pragma { pragma_name, pragma_value } => {
            const TELLING: &[&str] =
                &["table_info", "table_xinfo", "table_list", "index_list", "index_info", "foreign_key_list"];
            let plain = pragma_value.is_none()
                && ["data_version", "user_version", "schema_version"].contains(&pragma_name);
            if plain || TELLING.contains(&pragma_name) { Authorization::Allow } else { Authorization::Deny }
        }
        _ => Authorization::Deny,
    }
}
