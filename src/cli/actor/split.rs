//! `kb actor split`: a merge is taken back, or some quotes turn out to be somebody else's.

use super::AuthorArgs;
use crate::cli::complete;
use crate::cli::error::CommandError;
use crate::cli::ui::Ui;
use crate::domain::{ActorRecord, QuoteId, plural};
use crate::store::registry::{edit, merge, records, split};
use crate::store::{self, Store};
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

/// Arguments of `kb actor split`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The slug that was merged away, or the actor it was merged into
    #[arg(value_name = "ACTOR", add = complete::actors())]
    actor: String,
    /// Make a new actor of these quotes of the actor instead: their ids, separated by commas
    #[arg(long, value_name = "ID,…", value_delimiter = ',', requires = "name")]
    quotes: Vec<QuoteId>,
    /// The new actor's name
    #[arg(long, requires = "quotes")]
    name: Option<String>,
    /// One line on who the new actor is
    #[arg(long, requires = "quotes", default_value = "", hide_default_value = true)]
    description: String,
    #[command(flatten)]
    author: AuthorArgs,
}

/// Splits.
pub fn run(args: &Args, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let mut store = super::open(db)?;
    let author = args.author.author();
    let restored = match &args.name {
        Some(name) => {
            let actor = super::actor(&store, &args.actor)?;
            let transaction = store.transaction()?;
            let kind = records::read(&transaction, actor)?.kind;
            let new = ActorRecord { description: args.description.clone(), ..ActorRecord::new(name, kind) };
            new.check().map_err(CommandError::usage)?;
            let restored = split::split_off(&transaction, &author, actor, &args.quotes, &new)?;
            store::commit(transaction)?;
            restored
        }
        None => {
            let slug = merged_slug(&store, &args.actor)?;
            let transaction = store.transaction()?;
            let restored = split::unmerge(&transaction, &author, &slug)?;
            store::commit(transaction)?;
            restored
        }
    };
    store.close()?;
    let mut out = ui.messages();
    let quotes = plural(restored.quotes, "quote", "quotes");
    writeln!(out, "split {} from {}, with {} {quotes}", restored.slug, restored.from, restored.quotes)?;
    if args.name.is_some() {
        writeln!(
            out,
            "the other quotes stay with {} until a relink: it leaves open what fits both, so give them aliases or roles that \
             tell them apart",
            restored.from
        )?;
    }
    super::try_next(&mut out, db, &[])?;
    Ok(ExitCode::SUCCESS)
}

/// The slug whose merge is meant: the one named, or the only one merged into the actor named.
fn merged_slug(store: &Store, text: &str) -> Result<String, CommandError> {
    if merge::merged_into(store.connection(), text)?.is_some() {
        return Ok(text.to_owned());
    }
    let actor = super::actor(store, text)?;
    let slug = edit::slug_of(store.connection(), actor)?;
    let absorbed = merge::absorbed(store.connection(), actor)?;
    match absorbed.as_slice() {
        [one] => Ok(one.clone()),
        [] => Err(CommandError::users(format!("nothing was merged into `{slug}`"))
            .hint("to make a new actor of some of its quotes: `--quotes 3,8 --name NAME`")),
        several => Err(CommandError::users(format!("more than one actor was merged into `{slug}`"))
            .hint(format!("name one of these: {}", several.join(", ")))),
    }
}
