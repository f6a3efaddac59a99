//! `kb actor assign`: who said a quote, by a person's word.

use super::AuthorArgs;
use crate::cli::complete;
use crate::cli::error::{CommandError, ended};
use crate::cli::ui::Ui;
use crate::domain::QuoteId;
use crate::import;
use crate::render::visible;
use crate::store::registry::reviews::{self, Verdict};
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
    #[arg(value_name = "ACTOR", required_unless_present_any = ["nobody", "no_quote", "undo"], add = complete::actors())]
    actor: Option<String>,
    /// Nobody who is known has said it
    #[arg(long, conflicts_with = "actor")]
    nobody: bool,
    /// It is no quote: nobody is said to have said this, and it counts no more
    #[arg(long, conflicts_with_all = ["actor", "nobody"])]
    no_quote: bool,
    /// Take back what a person has said of it: kb's own reading holds again
    #[arg(long, conflicts_with_all = ["actor", "nobody", "no_quote"])]
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
    let verdict = match actor {
        Some(actor) => Verdict::By(actor),
        None if args.no_quote => Verdict::Rejected,
        None => Verdict::ByNobodyKnown,
    };
    let told = reviews::assign(&transaction, &args.author.author(), args.quote, verdict)?;
    store::commit(transaction)?;
    store.close()?;
    if let Some((before, by)) = before.filter(|(before, _)| *before != told) {
        ui.note(&visible(&format!("note: before, a person has told that it {before} ({by})")));
    }
    let mut out = ui.messages();
    writeln!(out, "quote {} {told}", args.quote)?;
    Ok(out.flush().map(|()| ExitCode::SUCCESS)?)
}

/// Takes a review back and asks anew who said what its article quotes.
fn undo(args: &Args, mut store: Store, ui: &Ui) -> Result<ExitCode, CommandError> {
    let transaction = store.transaction()?;
    let article = reviews::take_back(&transaction, &args.author.author(), args.quote)?;
    let Some(article) = article else {
        return Err(CommandError::users(format!("no person has said anything of quote {}", args.quote)));
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
