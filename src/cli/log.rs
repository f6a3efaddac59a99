//! `kb log` and `kb undo`: what people did, and taking it back.

use super::author::{AuthorArgs, open};
use super::error::CommandError;
use super::output::{self, Question};
use super::quote::done;
use super::ui::Ui;
use crate::domain::Cell;
use crate::import::with_hand;
use crate::render::visible_line;
use crate::store::Store;
use crate::store::hand::log;
use std::path::Path;
use std::process::ExitCode;

/// Arguments of `kb log`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// How much of it, the latest first; 0: all
    #[arg(long, default_value_t = 30, value_name = "N")]
    last: u32,
    #[command(flatten)]
    output: Box<output::Args>,
}

/// Arguments of `kb undo`.
#[derive(Debug, clap::Args)]
pub struct UndoArgs {
    /// The number that `kb log` shows [default: the last thing that was done]
    #[arg(value_name = "NUMBER")]
    number: Option<i64>,
    #[command(flatten)]
    author: AuthorArgs,
}

/// Lists what people did.
pub fn list(args: &Args, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let _watch = args.output.limits.watch();
    let store = Store::open_read_only(db)?;
    let limit = if args.last == 0 { -1 } else { i64::from(args.last) };
    let bindings = [("limit".to_owned(), Cell::Integer(limit))];
    let empty = "nobody has done anything yet";
    let question = Question { sql: log::LIST, bindings: &bindings, empty, ..Question::default() };
    output::print(&args.output, ui, &store, &question, &CommandError::from)
}

/// Takes one of it back.
pub fn undo(args: &UndoArgs, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let mut store = open(db)?;
    let author = args.author.author();
    let told = with_hand(&mut store, |write| {
        let entry = match args.number {
            Some(number) => log::entry(write, number)?.ok_or_else(|| {
                CommandError::users(format!("the log has no number {number}"))
                    .hint("`kb log` lists what people did")
            })?,
            None => log::last(write)?.ok_or_else(|| {
                CommandError::users("there is nothing to take back").hint("`kb log` lists what people did")
            })?,
        };
        let articles = log::undo(write, &author, &entry)?;
        let told = format!("taken back: {} ({}: {})", entry.number, entry.action, visible_line(&entry.what));
        Ok::<_, CommandError>((told, articles))
    })?;
    done(store, &told, ui)
}
