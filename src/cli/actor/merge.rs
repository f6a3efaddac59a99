//! `kb actor merge` and `kb actor same`: two actors become one.

use super::AuthorArgs;
use crate::cli::complete;
use crate::cli::error::CommandError;
use crate::cli::ui::Ui;
use crate::domain::{ActorId, plural};
use crate::store::registry::{Author, different, edit, merge};
use crate::store::{self, Store};
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

/// Arguments of `kb actor merge`.
#[derive(Debug, clap::Args)]
pub struct MergeArgs {
    /// The actor that goes: its name and aliases become aliases of the other one
    #[arg(value_name = "ACTOR", add = complete::actors())]
    actor: String,
    /// The actor that stays
    #[arg(value_name = "INTO", add = complete::actors())]
    into: String,
    /// Merge them although something speaks against it
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    author: AuthorArgs,
}

/// Arguments of `kb actor same`.
#[derive(Debug, clap::Args)]
pub struct SameArgs {
    /// An actor
    #[arg(value_name = "ACTOR", add = complete::actors())]
    actor: String,
    /// The same under another name
    #[arg(value_name = "OTHER", add = complete::actors())]
    other: String,
    /// The evidence
    #[arg(long, value_name = "TEXT", help_heading = "For the log")]
    why: String,
    /// Who says so [default: the user's name]
    #[arg(long, env = "KB_USER", hide_env_values = true, value_name = "NAME", help_heading = "For the log")]
    by: Option<String>,
    /// Merge them although something speaks against it
    #[arg(long)]
    force: bool,
}

/// Merges the first into the second.
pub fn run(args: &MergeArgs, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let mut store = super::open(db)?;
    let (gone, stays) = (super::actor(&store, &args.actor)?, super::actor(&store, &args.into)?);
    merge_into(&mut store, &args.author.author(), gone, stays, args.force, db, ui)?;
    store.close()?;
    Ok(ExitCode::SUCCESS)
}

/// Merges the less known into the better known one.
pub fn same(args: &SameArgs, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let mut store = super::open(db)?;
    let (a, b) = (super::actor(&store, &args.actor)?, super::actor(&store, &args.other)?);
    let stays = merge::better_known(store.connection(), a, b)?;
    let gone = if stays == a { b } else { a };
    let author = AuthorArgs { by: args.by.clone(), why: Some(args.why.clone()) }.author();
    merge_into(&mut store, &author, gone, stays, args.force, db, ui)?;
    store.close()?;
    Ok(ExitCode::SUCCESS)
}

fn merge_into(
    store: &mut Store,
    author: &Author,
    gone: ActorId,
    stays: ActorId,
    force: bool,
    db: &Path,
    ui: &Ui,
) -> Result<(), CommandError> {
    let transaction = store.transaction()?;
    let (old, new) = (edit::slug_of(&transaction, gone)?, edit::slug_of(&transaction, stays)?);
    if let Some(objection) = merge::objection(&transaction, gone, stays)?.filter(|_| !force && gone != stays)
    {
        let error = CommandError::users(format!("`{old}` and `{new}` are not merged: {objection}"))
            .hint("`--force` merges them all the same");
        let apart = different::told(&transaction, gone, stays)?.is_some();
        let hint = format!("`kb actor different {old} {new} --undo` takes back that they were told apart");
        return Err(if apart { error.hint(hint) } else { error });
    }
    let moved = merge::merge(&transaction, author, gone, stays)?;
    store::commit(transaction)?;
    let mut out = ui.messages();
    writeln!(
        out,
        "merged {old} into {new}: {} {}, {} {}, {} {}, {} {}",
        moved.quotes,
        plural(moved.quotes, "quote", "quotes"),
        moved.aliases,
        plural(moved.aliases, "new alias", "new aliases"),
        moved.roles,
        plural(moved.roles, "new role", "new roles"),
        moved.positions,
        plural(moved.positions, "position", "positions")
    )?;
    let split = format!("actor split {old}");
    Ok(super::try_next(&mut out, db, &[(&split, "takes the merge back")])?)
}
