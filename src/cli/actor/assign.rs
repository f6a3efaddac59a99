//! `kb actor assign`: who said a quote, by a person's word.

use super::AuthorArgs;
use crate::cli::complete;
use crate::cli::error::{CommandError, ended};
use crate::cli::ui::Ui;
use crate::domain::QuoteId;
use crate::import;
use crate::render::visible;
use crate::store::registry::{edit, reviews};
use crate::store::{self, Store};
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
    #[arg(value_name = "ACTOR", required_unless_present_any = ["nobody", "undo"], add = complete::actors())]
    actor: Option<String>,
    /// Nobody who is known has said it
    #[arg(long, conflicts_with = "actor")]
    nobody: bool,
    /// Take back what a person has said of it: kb's own reading holds again
    #[arg(long, conflicts_with_all = ["actor", "nobody"])]
    undo: bool,
    #[command(flatten)]
    author: AuthorArgs,
}

/// Assigns.
pub fn run(args: &Args, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let mut store = super::open(db)?;
    let actor = args.actor.as_deref().map(|text| super::actor(&store, text)).transpose()?;
    if args.undo {
        return undo(args, store, ui);
    }
    let transaction = store.transaction()?;
    let before = reviews::of(&transaction, args.quote)?;
    reviews::assign(&transaction, &args.author.author(), args.quote, actor)?;
    let slug = actor.map(|actor| edit::slug_of(&transaction, actor)).transpose()?;
    store::commit(transaction)?;
    store.close()?;
    let slug_of_before = |who: Option<String>| who.unwrap_or_else(|| "nobody known".to_owned());
    if let Some((who, told)) = before.filter(|(who, _)| *who != slug) {
        ui.note(&visible(&format!(
            "note: before, {} was told to have said it ({told})",
            slug_of_before(who)
        )));
    }
    let mut out = ui.messages();
    writeln!(out, "quote {} was said by {}", args.quote, slug.as_deref().unwrap_or("nobody known"))?;
    Ok(out.flush().map(|()| ExitCode::SUCCESS)?)
}

/// Takes a review back and asks anew who said what its article quotes.
fn undo(args: &Args, mut store: Store, ui: &Ui) -> Result<ExitCode, CommandError> {
    let transaction = store.transaction()?;
    let article = reviews::take_back(&transaction, &args.author.author(), args.quote)?;
    let Some(article) = article else {
        return Err(CommandError::users(format!("nobody has said who said quote {}", args.quote)));
    };
    store::commit(transaction)?;
    let outcome = import::relink_article(&mut store, article);
    ended(outcome, store.close())?;
    let mut out = ui.messages();
    writeln!(
        out,
        "quote {}: what a person said of it is taken back; kb's own reading holds again",
        args.quote
    )?;
    Ok(out.flush().map(|()| ExitCode::SUCCESS)?)
}
