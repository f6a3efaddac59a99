//! `kb actor alias`: other surface forms of an actor.

use super::AuthorArgs;
use crate::cli::complete;
use crate::cli::error::CommandError;
use crate::cli::ui::Ui;
use crate::domain::{Alias, AliasKind, plural};
use crate::store;
use crate::store::registry::edit;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

/// Arguments of `kb actor alias`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The actor
    #[arg(value_name = "ACTOR", add = complete::actors())]
    actor: String,
    /// The words, without an article, with their kind in brackets behind them: `Lavrov (short)`
    #[arg(required = true, value_name = "ALIAS")]
    aliases: Vec<Alias>,
    /// The kind of those that have none: name, short, transliteration, metonym, abbreviation, nickname or demonym
    #[arg(long, conflicts_with = "remove")]
    kind: Option<AliasKind>,
    /// Take them away, for good
    #[arg(long)]
    remove: bool,
    #[command(flatten)]
    author: AuthorArgs,
}

/// Adds or removes.
pub fn run(args: &Args, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let mut store = super::open(db)?;
    let id = super::actor(&store, &args.actor)?;
    let author = args.author.author();
    let transaction = store.transaction()?;
    let slug = edit::slug_of(&transaction, id)?;
    let mut done = 0;
    for alias in &args.aliases {
        if args.remove {
            if !edit::remove_alias(&transaction, &author, id, &alias.name)? {
                return Err(CommandError::users(format!("`{slug}` has no alias `{}`", alias.name))
                    .hint(format!("`kb actor show {slug}` lists its aliases")));
            }
            done += 1;
        } else {
            let kind = args.kind.filter(|_| alias.kind == AliasKind::Name).unwrap_or(alias.kind);
            let alias = Alias { name: alias.name.clone(), kind };
            done += usize::from(edit::add_alias(&transaction, &author, id, &alias)?);
        }
    }
    store::commit(transaction)?;
    store.close()?;
    let mut out = ui.messages();
    let aliases = plural(done, "alias", "aliases");
    match (args.remove, done) {
        (_, 0) => writeln!(out, "{slug} has that alias already")?,
        (true, _) => writeln!(out, "took {done} {aliases} from {slug}")?,
        (false, _) => writeln!(out, "gave {done} {aliases} to {slug}")?,
    }
    if done > 0 {
        super::try_next(&mut out, db, &[])?;
    }
    Ok(out.flush().map(|()| ExitCode::SUCCESS)?)
}
