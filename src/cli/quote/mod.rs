//! `kb quote`: a person's word on quotes.

mod add;
mod judge;
mod list;
pub mod passage;
mod show;

pub use judge::done;

use super::author::{AuthorArgs, open};
use super::complete;
use super::error::CommandError;
use super::ui::{Ui, settled};
use crate::catalog::actor_meant;
use crate::domain::{ActorId, PartialDate, QuoteId, QuoteKind, SenseWord};
use crate::store::Store;
use std::path::Path;
use std::process::ExitCode;
use std::str::FromStr;

/// Arguments of `kb quote`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "`kb query who-said` and the others list quotes; their column quote_id has the numbers. What a person says of a quote is kept\nwith its words: no later reading changes it, and where the article changes it is found again or listed (`kb quote list --status lost`).\n`kb log` shows it, `kb undo` takes it back."
)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// List quotes with what people have said of each, the rejected ones among them
    List(list::Args),
    /// Show a quote with all that is known of it and what people have said
    Show {
        /// Its number
        #[arg(value_name = "QUOTE")]
        quote: QuoteId,
    },
    /// Say that it is so: its words, its sense, and who said it
    Confirm(On),
    /// Say that it is none: it counts nowhere any more
    Reject(On),
    /// Say how it is instead
    #[command(
        after_help = "Examples:\n  kb quote set 12 --words 'the toll would empty the port'\n  kb quote set 12 --kind indirect --speaker kest --speaker talvik --why 'a joint letter'\n  kb quote set 12 --said-on 2022-02-14"
    )]
    Set {
        #[command(flatten)]
        on: On,
        #[command(flatten)]
        what: Box<What>,
    },
    /// Add a quote that kb has not found
    #[command(
        after_help = "Example:\n  kb quote add 3 --words 'the toll would empty the port' --actor kest --cue warned\n\nWhite space, quotation marks, dashes and accents of the words need not be those of the article."
    )]
    Add(add::Args),
    /// Keep a note beside it, in Markdown
    Note {
        /// Its number
        #[arg(value_name = "QUOTE")]
        quote: QuoteId,
        /// The note
        #[arg(value_name = "TEXT")]
        text: String,
        #[command(flatten)]
        author: AuthorArgs,
    },
    /// Take back all that people have said of it: kb's own reading holds again
    Undo(On),
}

/// Which quote, and whose word it is.
#[derive(Debug, clap::Args)]
struct On {
    /// Its number
    #[arg(value_name = "QUOTE")]
    quote: QuoteId,
    #[command(flatten)]
    author: AuthorArgs,
}

/// What a quote is to be.
#[derive(Debug, clap::Args)]
#[group(skip)]
struct What {
    /// Its words, as the article has them; several times for several pieces
    #[arg(long, value_name = "TEXT")]
    words: Vec<String>,
    /// How much of it stands in quotation marks: direct, mixed, indirect
    #[arg(long)]
    kind: Option<QuoteKind>,
    /// The reporting words
    #[arg(long, value_name = "TEXT")]
    cue: Option<String>,
    /// The words that name the speaker
    #[arg(long, value_name = "TEXT")]
    mention: Option<String>,
    /// What the reporting words do with it: said, denied, asked, open, unsaid
    #[arg(long)]
    sense: Option<SenseWord>,
    /// Who said it; several times where they said it together
    #[arg(long, visible_alias = "actor", value_name = "ACTOR", add = complete::actors())]
    speaker: Vec<String>,
    /// Nobody who is known has said it
    #[arg(long, conflicts_with = "speaker")]
    nobody: bool,
    /// When it was said (2022-02-14, 2022-02, 2022), or `none`
    #[arg(long, value_name = "DATE")]
    said_on: Option<SaidOn>,
}

/// A day, or that none is told.
#[derive(Clone, Copy, Debug)]
struct SaidOn(Option<PartialDate>);

impl FromStr for SaidOn {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "none" => Ok(Self(None)),
            date => date.parse().map(|date| Self(Some(date))).map_err(|_| {
                "a date is a year, a month or a day: 2022, 2022-02, 2022-02-14; or `none`".to_owned()
            }),
        }
    }
}

/// Runs the chosen subcommand.
pub fn run(args: &Args, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    match &args.command {
        Command::List(args) => list::run(args, db, ui),
        Command::Show { quote } => show::run(*quote, db, ui),
        Command::Confirm(on) => judge::confirm(on, db, ui),
        Command::Reject(on) => judge::reject(on, db, ui),
        Command::Set { on, what } => judge::set(on, what, db, ui),
        Command::Add(args) => add::run(args, db, ui),
        Command::Note { quote, text, author } => judge::note(*quote, text, author, db, ui),
        Command::Undo(on) => judge::undo(on, db, ui),
    }
}

fn no_quote(quote: QuoteId) -> CommandError {
    CommandError::users(format!("there is no quote {quote}"))
        .hint("the column `quote_id` of `kb query who-said` and `kb quote list` has their numbers")
}

/// The actors that these words mean.
fn actors(store: &Store, texts: &[String]) -> Result<Vec<ActorId>, CommandError> {
    let one = |text: &String| -> Result<ActorId, CommandError> {
        Ok(settled(text, actor_meant(store.connection(), text)?))
    };
    texts.iter().map(one).collect()
}
