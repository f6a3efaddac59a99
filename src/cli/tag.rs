//! `kb tag`: words to find things by.

use super::author::{AuthorArgs, open};
use super::complete;
use super::error::CommandError;
use super::output::{self, Question};
use super::quote::done;
use super::ui::{Ui, settled};
use crate::catalog::{actor_meant, article_meant};
use crate::domain::{Cell, PositionId, QuoteId, counted};
use crate::import::with_hand;
use crate::render::visible_line;
use crate::store::Store;
use crate::store::hand::remarks::{self, Kind, On};
use std::path::Path;
use std::process::ExitCode;

/// Longest tag, in characters.
const LONGEST: usize = 100;

/// Arguments of `kb tag`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// List the tags, or what has one of them
    List {
        /// The tag
        tag: Option<String>,
        #[command(flatten)]
        output: Box<output::Args>,
    },
    /// Give articles, quotes, actors or positions a tag
    #[command(after_help = "Example:\n  kb tag add to-check --quote 12 --quote 15 --actor kest")]
    Add(Tagged),
    /// Take it from them
    Remove(Tagged),
}

/// A tag, and what it is on.
#[derive(Debug, clap::Args)]
struct Tagged {
    /// The tag
    tag: String,
    /// An article: its id, file name or title; several times for several
    #[arg(long, add = complete::articles())]
    article: Vec<String>,
    /// A quote's number
    #[arg(long)]
    quote: Vec<QuoteId>,
    /// An actor
    #[arg(long, add = complete::actors())]
    actor: Vec<String>,
    /// A position's number
    #[arg(long)]
    position: Vec<PositionId>,
    #[command(flatten)]
    author: AuthorArgs,
}

/// Runs the chosen subcommand.
pub fn run(args: &Args, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    match &args.command {
        Command::List { tag, output } => list(tag.as_deref(), output, db, ui),
        Command::Add(tagged) => change(tagged, true, db, ui),
        Command::Remove(tagged) => change(tagged, false, db, ui),
    }
}

fn list(tag: Option<&str>, output: &output::Args, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let _watch = output.limits.watch();
    let store = Store::open_read_only(db)?;
    let bindings: Vec<_> =
        tag.map(|tag| ("tag".to_owned(), Cell::Text(tag.to_owned()))).into_iter().collect();
    let (sql, empty) = match tag {
        Some(_) => (remarks::TAGGED, "nothing has this tag"),
        None => (remarks::TAGS, "no tags"),
    };
    let question = Question { sql, bindings: &bindings, empty, ..Question::default() };
    output::print(output, ui, &store, &question, &CommandError::from)
}

fn change(args: &Tagged, add: bool, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let tag = args.tag.trim();
    if tag.is_empty() || tag.chars().nth(LONGEST).is_some() || tag.contains(char::is_control) {
        return Err(CommandError::usage(format!("a tag is a word or some, of at most {LONGEST} characters")));
    }
    let mut store = open(db)?;
    let connection = store.connection();
    let mut all = Vec::new();
    for text in &args.article {
        all.push(On::Article(settled(text, article_meant(connection, text)?)));
    }
    for text in &args.actor {
        all.push(On::Actor(settled(text, actor_meant(connection, text)?)));
    }
    all.extend(args.quote.iter().map(|quote| On::Quote(*quote)));
    all.extend(args.position.iter().map(|position| On::Position(*position)));
    if all.is_empty() {
        return Err(CommandError::usage("what the tag is on is missing")
            .hint("--article, --quote, --actor or --position says it"));
    }
    let author = args.author.author();
    let changed = with_hand(&mut store, |write| {
        let mut changed = 0;
        for on in &all {
            changed += usize::from(match add {
                true => remarks::put(write, &author, Kind::Tag, *on, tag)?.is_some(),
                false => remarks::untag(write, &author, *on, tag)?,
            });
        }
        Ok::<_, CommandError>((changed, Vec::new()))
    })?;
    let tag = visible_line(tag);
    let told = match (add, changed) {
        (true, 0) => format!("nothing to do: it is tagged `{tag}` already"),
        (false, 0) => format!("nothing to do: it is not tagged `{tag}`"),
        (true, n) => format!("{} tagged `{tag}`", counted(n, "thing")),
        (false, n) => format!("`{tag}` is taken from {}", counted(n, "thing")),
    };
    done(store, &told, ui)
}
