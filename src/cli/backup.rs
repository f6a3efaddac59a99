//! `kb backup` and `kb restore`: a proved copy of the database, and bringing one back.

use super::error::CommandError;
use super::ui::Ui;
use crate::domain::{counted, megabytes};
use crate::render::visible;
use crate::store::StoreError;
use crate::store::backup::{self, MANIFEST, Made};
use crate::store::verify::Check;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Arguments of `kb backup`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Others may read and write meanwhile; the backup is as of one moment. Beside it lies FILE.manifest.json: \
                        the hash of the file, as `sha256sum` prints it, and of every table."
)]
pub struct BackupArgs {
    /// Where to; an earlier backup there is replaced when the new one is whole
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    file: PathBuf,
    /// Also replace a file that is no backup, and a good backup by the copy of a database that does not hold
    #[arg(long)]
    force: bool,
}

/// Arguments of `kb restore`.
#[derive(Debug, clap::Args)]
#[command(after_help = "The database that is there is kept beside it, as kb.db.before-restore.")]
pub struct RestoreArgs {
    /// A backup, or any database of kb
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    file: PathBuf,
}

/// Makes a backup and proves it.
pub fn backup(args: &BackupArgs, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let mut failed = Vec::new();
    let mut take = |check: Check| {
        if let Some(first) = check.problems.first() {
            failed.push(format!("{}: {first}", check.name));
        }
    };
    let made = backup::backup(db, &args.file, args.force, &mut take).map_err(|e| match &e {
        StoreError::NoPlace { why, .. } => {
            let exists = why.contains("no backup");
            let error =
                CommandError::usage(format!("no backup can be written to `{}`: {why}", args.file.display()));
            if exists {
                error.hint("`--force` replaces it")
            } else {
                error.hint("name another file: `kb backup backup.db`")
            }
        }
        _ => e.into(),
    })?;
    let file = args.file.display().to_string();
    let Made::Written(manifest) = made else {
        let error = CommandError::users(format!(
            "`{file}` is not written, and the backup that is there stays: `{}` does not hold: {}",
            db.display(),
            failed.join("; ")
        ));
        return Err(error
            .hint("`kb verify` tells more, `kb repair` mends what can be mended")
            .hint("a true copy of it as it is: under another name, or with `--force`"));
    };
    let mut out = ui.stdout();
    let rows: u64 = manifest.tables.values().map(|t| t.rows).sum();
    writeln!(out, "{}: {}, {}", visible(&file), megabytes(manifest.bytes), counted(rows as i64, "row"))?;
    writeln!(out, "{}{MANIFEST}: sha256 {}", visible(&file), manifest.sha256)?;
    out.flush()?;
    if failed.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let error = CommandError::users(format!(
        "the backup is a true copy, but `{}` itself does not hold: {}",
        db.display(),
        failed.join("; ")
    ));
    Err(error.hint("`kb verify` tells more, `kb repair` mends what can be mended"))
}

/// Puts a backup in the database's place.
pub fn restore(args: &RestoreArgs, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let restored = backup::restore(db, &args.file).map_err(|e| match &e {
        StoreError::Missing { path } if *path == args.file => {
            CommandError::users(format!("there is no backup `{}`", args.file.display()))
                .hint("`kb restore FILE` takes a file that `kb backup FILE` has made")
        }
        StoreError::Damaged { path, why } if *path == args.file => CommandError::users(format!(
            "the backup `{}` is damaged: {why}; nothing was restored",
            path.display()
        ))
        .hint("an earlier backup may be whole")
        .hint(format!("`kb repair --db {}` saves what can be read of this one", path.display())),
        StoreError::NoPlace { why, .. } => {
            CommandError::usage(format!("`{}` is no backup: {why}", args.file.display()))
        }
        _ => e.into(),
    })?;
    if restored.manifest.is_none() {
        ui.note(&visible(&format!(
            "note: `{}` has no manifest beside it; its pages are sound, and that is all that could be proved",
            args.file.display()
        )));
    }
    let mut out = ui.stdout();
    writeln!(
        out,
        "restored {} from {}",
        visible(&db.display().to_string()),
        visible(&args.file.display().to_string())
    )?;
    if let Some(kept) = restored.kept {
        writeln!(out, "what was there before is kept in {}", visible(&kept.display().to_string()))?;
    }
    Ok(out.flush().map(|()| ExitCode::SUCCESS)?)
}
