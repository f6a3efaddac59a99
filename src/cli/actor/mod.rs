//! `kb actor`: the registry of actors. One file for each group of subcommands.

mod add;
mod alias;
mod assign;
mod different;
mod files;
mod list;
mod merge;
mod relink;
mod remove;
mod role;
mod show;
mod split;

use super::author::{AuthorArgs, open};
use super::error::CommandError;
use super::ui::{Ui, settled};
use crate::catalog::{Why, actor_meant};
use crate::domain::ActorId;
use crate::store::Store;
use crate::store::registry::loader::LoadError;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

/// Arguments of `kb actor`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// List the actors
    List(list::Args),
    /// Show the card of an actor, as `kb show actor` does, or its record
    Show(show::Args),
    /// Add an actor
    #[command(
        after_help = "Example:\n  kb actor add 'Mira Talvik' --kind person --state estonia \\\n    --alias 'Talvik (short)' --role 'Mayor @ estonia [2014..2019-05]'"
    )]
    Add(add::AddArgs),
    /// Change an actor's name, kind, description, gender, state or Wikidata item
    Set(add::SetArgs),
    /// Add an alias, or take one away
    #[command(
        after_help = "Examples:\n  kb actor alias lavrov 'Minister Nyet (nickname)' --why 'The Times calls him so'\n  kb actor alias lavrov 'Sergej Lavrov' --remove\n\nAn alias that was removed stays away, whatever kb itself brings with its next version."
    )]
    Alias(alias::Args),
    /// Add an office with its dates, or take one away
    #[command(
        after_help = "Examples:\n  kb actor role lavrov 'Foreign Minister @ russia [2004-03-09..]'\n  kb actor role lavrov 'Foreign Minister @ russia [2004-03-09..2031]'\n    adds the last day\n  kb actor role lavrov 'Foreign Minister' --remove"
    )]
    Role(role::Args),
    /// Merge an actor into another one; `kb actor split` takes it back
    Merge(merge::MergeArgs),
    /// Say on what evidence two actors are the same: merges them
    Same(merge::SameArgs),
    /// Say that two actors are not the same: they are never proposed or merged again
    #[command(
        after_help = "Example:\n  kb actor different john-smith john-smith-2 --why 'an economist and a general'\n\nBoth belong to the registry from then on: a mention that fits both stays without a speaker, with both as candidates."
    )]
    Different(different::Args),
    /// Take back a merge, or make an actor of some of another one's quotes
    #[command(
        after_help = "Examples:\n  kb actor split m-talvik\n    takes back the merge of m-talvik\n  kb actor split john-smith --quotes 12,15 --name 'John Smith'\n    two people were taken for one"
    )]
    Split(split::Args),
    /// Take out an actor that is none: what it was said to have said nobody known has said, or whom you name
    #[command(
        after_help = "Example:\n  kb actor remove tuesday --why 'a weekday'\n\n`kb undo` brings it back."
    )]
    Remove(remove::Args),
    /// Say who said a quote; no later reading changes that
    Assign(assign::Args),
    /// Ask anew who said the stored quotes, after aliases or roles have changed
    Relink(relink::Args),
    /// Load actors from files: CSV, JSON, TOML, entities of FollowTheMoney
    #[command(
        after_help = "Examples:\n  kb actor import politicians.csv --kind person\n  kb actor import entities.ftm.json --format ftm\n  curl -s URL | kb actor import - --format jsonl\n\nBad entries are named by their line; the rest is loaded. `kb actor export --format csv` shows the columns."
    )]
    Import(files::ImportArgs),
    /// Write the registry as TOML, JSON, CSV or entities of FollowTheMoney
    Export(files::ExportArgs),
}

/// Runs the chosen subcommand.
pub fn run(args: &Args, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    match &args.command {
        Command::List(args) => list::run(args, db, ui),
        Command::Show(args) => show::run(args, db, ui),
        Command::Add(args) => add::run(args, db, ui),
        Command::Set(args) => add::set(args, db, ui),
        Command::Alias(args) => alias::run(args, db, ui),
        Command::Role(args) => role::run(args, db, ui),
        Command::Merge(args) => merge::run(args, db, ui),
        Command::Same(args) => merge::same(args, db, ui),
        Command::Different(args) => different::run(args, db, ui),
        Command::Split(args) => split::run(args, db, ui),
        Command::Remove(args) => remove::run(args, db, ui),
        Command::Assign(args) => assign::run(args, db, ui),
        Command::Relink(args) => relink::run(args, db, ui),
        Command::Import(args) => files::import(args, db, ui),
        Command::Export(args) => files::export(args, db, ui),
    }
}

/// The id of the one actor that the words mean.
fn actor(store: &Store, text: &str) -> Result<ActorId, CommandError> {
    let meant = actor_meant(store.connection(), text).map_err(|e| {
        let nobody = matches!(&e.why, Why::Nothing { suggestions, .. } if suggestions.is_empty());
        if nobody {
            let text = format!("no actor named `{text}`");
            return CommandError::users(text).hint("`kb actor list` lists them; `kb actor add` adds one");
        }
        e.into()
    });
    Ok(settled(text, meant?))
}

impl From<LoadError> for CommandError {
    fn from(e: LoadError) -> Self {
        match e {
            LoadError::Record(reason) => Self::users(reason),
            LoadError::Store(e) => e.into(),
        }
    }
}

/// Ends the message of a change with what to type next; `more` are further commands, each with what it does.
fn try_next(out: &mut dyn Write, db: &Path, more: &[(&str, &str)]) -> io::Result<()> {
    let flag = super::db_flag(db);
    writeln!(out, "\ntry next:")?;
    for (command, what) in [("actor relink", "asks anew who said the stored quotes")].iter().chain(more) {
        writeln!(out, "  kb {command}{flag}    {what}")?;
    }
    out.flush()
}
