//! `kb verify`: proves the database, row by row.

use super::error::CommandError;
use super::ui::{Ui, counted};
use crate::store::{Store, verify};
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

/// Runs every check and prints what it found.
pub fn run(db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let store = Store::open_read_only(db)?;
    let checks = verify::verify(store.connection())?;
    let mut out = ui.stdout();
    for check in &checks {
        let mark = if check.problems.is_empty() { "ok  " } else { "FAIL" };
        writeln!(out, "{mark}  {} ({})", check.name, counted(check.rows as i64, "row"))?;
        for problem in &check.problems {
            writeln!(out, "      {}", crate::render::visible(problem))?;
        }
    }
    out.flush()?;
    if checks.iter().all(|c| c.problems.is_empty()) {
        return Ok(ExitCode::SUCCESS);
    }
    Err(CommandError::users(format!("`{}` has rows that do not hold", db.display()))
        .hint("import the articles again into a new database"))
}
