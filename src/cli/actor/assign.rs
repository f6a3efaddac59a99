//! `kb actor assign`: who said a quote, by a person's word.

use super::AuthorArgs;
use crate::cli::complete;
use crate::cli::error::CommandError;
use crate::cli::ui::Ui;
use crate::domain::QuoteId;
use crate::store;
use crate::store::registry::{edit, reviews};
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

/// Arguments of `kb actor assign`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The quote's id, as queries show it
    #[arg(value_name = "QUOTE")]
    quote: QuoteId,
    /// Who said it
    #[arg(value_name = "ACTOR", required_unless_present = "nobody", add = complete::actors())]
    actor: Option<String>,
    /// Nobody who is known has said it
    #[arg(long, conflicts_with = "actor")]
    nobody: bool,
    #[command(flatten)]
    author: AuthorArgs,
}

/// Assigns.
pub fn run(args: &Args, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let mut store = super::open(db)?;
    let actor = args.actor.as_deref().map(|text| super::actor(&store, text)).transpose()?;
    let transaction = store.transaction()?;
    reviews::assign(&transaction, &args.author.author(), args.quote, actor)?;
    let slug = actor.map(|actor| edit::slug_of(&transaction, actor)).transpose()?;
    store::commit(transaction)?;
    store.close()?;
    let mut out = ui.messages();
    writeln!(out, "quote {} was said by {}", args.quote, slug.as_deref().unwrap_or("nobody known"))?;
    Ok(out.flush().map(|()| ExitCode::SUCCESS)?)
}
