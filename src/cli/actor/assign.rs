//! `kb actor assign`: who said a quote, by a person's word.

use super::AuthorArgs;
use crate::cli::complete;
use crate::cli::error::CommandError;
use crate::cli::ui::Ui;
use crate::domain::QuoteId;
use crate::import::with_hand;
use crate::render::visible;
use crate::store::registry::reviews::{self, Verdict};
use crate::store::{links, quotes};
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

/// Arguments of `kb actor assign`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The quote's id, as queries show it
    #[arg(value_name = "QUOTE")]
    quote: QuoteId,
    /// Who said it; several who said it together
    #[arg(value_name = "ACTOR", required_unless_present_any = ["nobody", "no_quote", "undo"], add = complete::actors())]
    actors: Vec<String>,
    /// Nobody who is known has said it
    #[arg(long, conflicts_with = "actors")]
    nobody: bool,
    /// It is no quote: nobody is said to have said this, and it counts no more
    #[arg(long, conflicts_with_all = ["actors", "nobody"])]
    no_quote: bool,
    /// Take back what a person has said of it: kb's own reading holds again
    #[arg(long, conflicts_with_all = ["actors", "nobody", "no_quote"])]
    undo: bool,
    #[command(flatten)]
    author: AuthorArgs,
}

/// Assigns.
pub fn run(args: &Args, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    if args.undo {
        return undo(args, db, ui);
    }
    let mut store = super::open(db)?;
    let actors = args.actors.iter().map(|text| super::actor(&store, text)).collect::<Result<Vec<_>, _>>()?;
    let verdict = match actors.is_empty() {
        false => Verdict::By(actors),
        true if args.no_quote => Verdict::Rejected,
        true => Verdict::ByNobodyKnown,
    };
    let author = args.author.author();
    let (told, before, went) = with_hand(&mut store, |write| {
        let before = reviews::of(write, args.quote)?;
        let read = links::speakers(write, args.quote)?;
        let (told, _) = reviews::assign(write, &author, args.quote, &verdict)?;
        let went = read.into_iter().filter(|(actor, _)| !verdict.actors().contains(actor));
        let article = quotes::article_of(write, args.quote)?;
        Ok::<_, CommandError>((
            (told, before, went.map(|(_, slug)| slug).collect::<Vec<_>>()),
            article.into_iter().collect(),
        ))
    })?;
    store.close()?;
    match before.filter(|(before, _)| *before != told) {
        Some((before, by)) => {
            ui.note(&visible(&format!("note: before, a person has told that it {before} ({by})")));
        }
        None if went.len() > 1 => {
            ui.note(&visible(&format!(
                "note: kb had read {} as its speakers; give several actors where they said it together",
                went.join(" and ")
            )));
        }
        None => {}
    }
    let mut out = ui.messages();
    writeln!(out, "quote {} {told}", args.quote)?;
    Ok(out.flush().map(|()| ExitCode::SUCCESS)?)
}

/// Takes a review back and asks anew who said what its article quotes.
fn undo(args: &Args, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let mut store = super::open(db)?;
    let author = args.author.author();
    with_hand(&mut store, |write| match reviews::take_back(write, &author, args.quote)? {
        Some(article) => Ok(((), vec![article])),
        None => Err(CommandError::users(format!("no person has said anything of quote {}", args.quote))),
    })?;
    store.close()?;
    let mut out = ui.messages();
    writeln!(
        out,
        "quote {}: what a person said of it is taken back; kb's own reading holds again",
        args.quote
    )?;
    Ok(out.flush().map(|()| ExitCode::SUCCESS)?)
}
