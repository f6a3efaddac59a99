//! `kb repair` and `kb compact`: what can be made anew, and what can be saved of a damaged file.

use super::error::CommandError;
use super::ui::Ui;
use crate::domain::megabytes;
use crate::render::visible;
use crate::store::{Store, repair};
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

/// Repairs the database and tells what was made anew, saved and lost.
pub fn repair(db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let repaired = repair::repair(db)?;
    let mut out = ui.stdout();
    for line in &repaired.told {
        writeln!(out, "{}", ui.wrapped(&visible(line)))?;
    }
    if let Some(kept) = &repaired.kept {
        writeln!(out, "the damaged file is kept in {}", visible(&kept.display().to_string()))?;
    }
    for line in &repaired.changed {
        writeln!(out, "{}", ui.wrapped(&format!("not as kb left it: {}", visible(line))))?;
    }
    out.flush()?;
    let (lost, changed) = (repaired.lost, !repaired.changed.is_empty());
    let error = match (lost, changed) {
        (false, false) => return Ok(ExitCode::SUCCESS),
        (false, true) => CommandError::users(format!(
            "another program has changed what people know and decide in `{}`, and that can't be made anew",
            db.display()
        )),
        (true, _) => CommandError::users(format!(
            "not everything in `{}` could be saved; the lines above say what is gone",
            db.display()
        ))
        .hint("import the files again, then `kb import --refresh`: what is missing comes back, what is there stays"),
    };
    let error = error.hint("`kb restore FILE` brings a backup back");
    Err(if changed {
        error.hint("`kb verify --accept` takes what people know and decide as it is now; until then `kb verify` goes on telling it")
    } else {
        error
    })
}

/// Gives the space of removed rows back and orders what is left.
pub fn compact(db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let store = Store::open_existing(db)?;
    let size = |db: &Path| megabytes(std::fs::metadata(db).map_or(0, |m| m.len()));
    let before = size(db);
    store.compact()?;
    store.close()?;
    let mut out = ui.stdout();
    writeln!(out, "{}: {before} before, {} now", visible(&db.display().to_string()), size(db))?;
    Ok(out.flush().map(|()| ExitCode::SUCCESS)?)
}
