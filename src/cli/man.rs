//! `kb man`: manual pages, made from what `--help` is made from.

use super::error::CommandError;
use super::outfile;
use super::ui::Ui;
use crate::domain::counted;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Arguments of `kb man`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder to write them to: kb.1, kb-import.1, kb-query-who-said.1 …
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// Writes a page for each command.
pub fn run(args: &Args, mut command: clap::Command, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let failed =
        |e: std::io::Error| CommandError::users(format!("cannot write to `{}`: {e}", args.folder.display()));
    std::fs::create_dir_all(&args.folder).map_err(failed)?;
    command.build();
    let pages = write(args, &command, "kb", db)?;
    ui.note(&format!(
        "{}; `man -l {}` shows the first",
        counted(pages, "page"),
        args.folder.join("kb.1").display()
    ));
    Ok(ExitCode::SUCCESS)
}

fn write(args: &Args, command: &clap::Command, name: &str, db: &Path) -> Result<usize, CommandError> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone().name(name.to_owned())).title(name).render(&mut page)?;
    outfile::write(&args.folder.join(format!("{name}.1")), &page, db)?;
    let mut pages = 1;
    for sub in command.get_subcommands().filter(|c| !c.is_hide_set() && c.get_name() != "help") {
        pages += write(args, sub, &format!("{name}-{}", sub.get_name()), db)?;
    }
    Ok(pages)
}
