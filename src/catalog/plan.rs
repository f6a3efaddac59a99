//! How SQLite goes about a query: the tree of its steps.

use super::guard;
use super::run::{RunError, bind};
use crate::domain::Cell;
use rusqlite::Connection;

/// One step of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanStep {
    /// How deep in the tree it stands; 0 at the top.
    pub depth: usize,
    /// What SQLite does there.
    pub detail: String,
}

/// The plan of one SELECT with these values.
///
/// # Errors
/// As [`super::run()`].
pub fn plan(
    connection: &Connection,
    sql: &str,
    bindings: &[(String, Cell)],
) -> Result<Vec<PlanStep>, RunError> {
    drop(guard::prepare(connection, sql)?);
    let explain = format!("EXPLAIN QUERY PLAN {sql}");
    let failed = |e| RunError::sql(sql, e);
    let mut statement = connection.prepare(&explain).map_err(failed)?;
    bind(&mut statement, sql, bindings)?;
    let mut rows = statement.raw_query();
    let mut steps: Vec<(i64, PlanStep)> = Vec::new();
    while let Some(row) = rows.next().map_err(failed)? {
        let (id, parent): (i64, i64) = (row.get(0).map_err(failed)?, row.get(1).map_err(failed)?);
        let depth = steps.iter().find(|(id, _)| *id == parent).map_or(0, |(_, step)| step.depth + 1);
        steps.push((id, PlanStep { depth, detail: row.get(3).map_err(failed)? }));
    }
    Ok(steps.into_iter().map(|(_, step)| step).collect())
}
