//! `kb actor different`: two actors are not the same, whatever their names.

use super::AuthorArgs;
use crate::cli::complete;
use crate::cli::error::CommandError;
use crate::cli::ui::Ui;
use crate::store;
use crate::store::registry::{different, edit};
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

/// Arguments of `kb actor different`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// An actor
    #[arg(value_name = "ACTOR", add = complete::actors())]
    actor: String,
    /// Another one
    #[arg(value_name = "OTHER", add = complete::actors())]
    other: String,
    /// Take it back: they may be the same after all
    #[arg(long)]
    undo: bool,
    #[command(flatten)]
    author: AuthorArgs,
}

/// Tells them apart.
pub fn run(args: &Args, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let mut store = super::open(db)?;
    let (a, b) = (super::actor(&store, &args.actor)?, super::actor(&store, &args.other)?);
    let author = args.author.author();
    let transaction = store.transaction()?;
    let (slug, other) = (edit::slug_of(&transaction, a)?, edit::slug_of(&transaction, b)?);
    let told = match args.undo {
        true if different::take_back(&transaction, &author, a, b)? => {
            format!("{slug} and {other} may be the same again")
        }
        true => return Err(CommandError::users(format!("nobody has told `{slug}` and `{other}` apart"))),
        false if different::tell_apart(&transaction, &author, a, b)? => {
            format!("{slug} and {other} are different")
        }
        false => format!("{slug} and {other} were told apart already"),
    };
    store::commit(transaction)?;
    store.close()?;
    let mut out = ui.messages();
    writeln!(out, "{told}")?;
    Ok(out.flush().map(|()| ExitCode::SUCCESS)?)
}
