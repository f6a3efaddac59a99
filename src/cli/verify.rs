//! `kb verify`: proves the database, row by row.

use super::author::AuthorArgs;
use super::error::CommandError;
use super::ui::Ui;
use crate::domain::counted;
use crate::import::{self, Sample};
use crate::render::visible;
use crate::store::verify::{self, Check};
use crate::store::{Store, registry};
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

/// Arguments of `kb verify`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Also read so many of the stored articles again and compare what is found with what is stored: 100 without a number, `all` for all of them
    #[arg(long, value_name = "N", num_args = 0..=1, default_missing_value = "100")]
    deep: Option<Sample>,
    /// Take the registry, issues, positions and reviews as they are: another program has changed them, and that was right
    #[arg(long)]
    accept: bool,
    #[command(flatten)]
    author: AuthorArgs,
}

/// Runs every check and prints what it found.
pub fn run(args: &Args, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    if args.accept {
        let mut store = super::author::open(db)?;
        let write = store.transaction()?;
        let taken = registry::changes::accept(&write, &args.author.author())?;
        crate::store::commit(write)?;
        store.close()?;
        let mut out = ui.stdout();
        for line in &taken {
            writeln!(out, "{}", ui.wrapped(&format!("taken as it is: {}", visible(line))))?;
        }
        if taken.iter().any(|line| line.contains("actor") || line.contains("roles")) {
            ui.note("note: `kb actor relink` asks anew who said what, by the registry as it is now");
        }
    }
    let store = Store::open_read_only(db)?;
    let mut out = ui.stdout();
    let mut failed: Vec<(&'static str, &'static str)> = Vec::new();
    let mut told = Ok(());
    let mut tell = |check: Check| {
        if !check.problems.is_empty() {
            failed.push((check.name, check.remedy));
        }
        if told.is_ok() {
            told = write(&mut out, &check, ui);
        }
    };
    verify::verify(store.connection(), db, &mut tell)?;
    if let Some(sample) = &args.deep {
        tell(import::recheck(&store, sample)?);
    }
    told?;
    out.flush()?;
    if failed.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let mut error = CommandError::users(format!(
        "`{}` does not hold: {} failed",
        db.display(),
        counted(failed.len(), "check")
    ));
    // What has the same remedy is told once.
    let mut remedies: Vec<(&str, Vec<String>)> = Vec::new();
    for (name, remedy) in failed {
        match remedies.iter_mut().find(|(known, _)| *known == remedy) {
            Some((_, names)) => names.push(format!("“{name}”")),
            None => remedies.push((remedy, vec![format!("“{name}”")])),
        }
    }
    for (remedy, names) in remedies {
        error = error.hint(format!("{}: {remedy}", names.join(", ")));
    }
    Err(error)
}

fn write(out: &mut dyn std::io::Write, check: &Check, ui: &Ui) -> std::io::Result<()> {
    let mark = if check.problems.is_empty() { "ok  " } else { "FAIL" };
    writeln!(out, "{mark}  {} ({})", check.name, counted(check.rows as i64, "row"))?;
    for problem in &check.problems {
        writeln!(out, "{}", ui.wrapped(&format!("      {}", visible(problem))))?;
    }
    for note in &check.notes {
        writeln!(out, "{}", ui.wrapped(&format!("      note: {}", visible(note))))?;
    }
    out.flush()
}
