//! The command line: one file for each subcommand, its arguments and its function. The only place that prints.

mod actor;
mod author;
mod backup;
mod citing;
mod complete;
mod completions;
mod error;
mod evaluate;
mod export;
mod extract;
mod import;
mod issue;
mod log;
mod man;
mod outfile;
mod output;
mod pager;
mod position;
mod query;
mod query_file;
mod quote;
mod remove;
mod repair;
mod schema;
mod search;
mod senses;
mod shell;
mod show;
mod shown;
mod spool;
mod sql;
mod tag;
#[cfg(feature = "train")]
mod train;
mod ui;
mod verify;
mod watch;

use crate::catalog::Library;
use clap::builder::styling::{Style, Styles};
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use error::CommandError;
use std::cell::LazyCell;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Yellow, clap's colour for what is wrong, can't be read on white.
const STYLES: Styles = Styles::styled().invalid(Style::new().bold());

/// Who said what, when, about what; where each actor stands: news articles into SQLite, and answers out of it.
#[derive(Debug, Parser)]
#[command(name = "kb", version, max_term_width = 100, propagate_version = true, styles = STYLES)]
struct Cli {
    #[command(flatten)]
    shared: Shared,
    #[command(subcommand)]
    command: Command,
}

/// Options of every command.
#[derive(Debug, clap::Args)]
struct Shared {
    /// The database file
    #[arg(
        long,
        global = true,
        help_heading = "Common",
        env = "KB_DB",
        hide_env_values = true,
        value_name = "FILE",
        default_value = "kb.db",
        value_hint = clap::ValueHint::FilePath
    )]
    db: PathBuf,
    /// When to use colours
    #[arg(long, global = true, help_heading = "Common", value_name = "WHEN", default_value = "auto", value_parser = ["auto", "always", "never"])]
    color: String,
    /// Print long output without a pager (the pager is KB_PAGER, PAGER or less)
    #[arg(long, global = true, help_heading = "Common")]
    no_pager: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Read articles into the database; without a path, the starter corpus that comes with kb
    Import(import::Args),
    /// Run a saved query; without a name, list them
    Query,
    /// Search quotes or articles by their words, the best match first
    Search(search::Args),
    /// Show one article, quote, actor or issue to read
    Show(show::Args),
    /// Run one SELECT of your own
    Sql(sql::Args),
    /// Keep the registry of actors: aliases, offices, duplicates, files
    Actor(actor::Args),
    /// Keep the matters in dispute: what is read for, in your words
    Issue(issue::Args),
    /// Confirm, reject, correct or add quotes
    Quote(quote::Args),
    /// Confirm, reject, correct or add where somebody stands
    Position(position::Args),
    /// Give articles, quotes, actors and positions tags
    Tag(tag::Args),
    /// List what people did, the latest first
    Log(log::Args),
    /// Take the last thing back that somebody did, or the one with a number of `kb log`
    Undo(log::UndoArgs),
    /// Take articles out, with everything that was found in them
    Remove(remove::Args),
    /// Ask line by line, with history and completion
    Shell(shell::Args),
    /// Explain every table, view and column in words
    Schema(schema::Args),
    /// Write files for other programs
    Export(export::Args),
    /// Print what is found in articles as JSON lines, without a database
    Extract(extract::Args),
    /// Measure extraction against annotated articles
    Evaluate(evaluate::Args),
    /// Train a new extraction model on annotated articles
    #[cfg(feature = "train")]
    Train(train::Args),
    /// Prove that every stored text is where its offsets say, and that only kb has changed what people keep
    Verify(verify::Args),
    /// Copy the database to a file, proved, while others use it
    Backup(backup::BackupArgs),
    /// Put a backup in the database's place
    Restore(backup::RestoreArgs),
    /// Make anew what can be made anew, and save what can be read of a damaged file
    Repair,
    /// Give the space of removed rows back
    Compact,
    /// Print the script that makes a shell complete commands, queries, actors and issues
    Completions(completions::Args),
    /// Write manual pages
    Man(man::Args),
}

/// The option that a proposed command needs to mean the same database.
fn db_flag(db: &Path) -> String {
    let implied = db == Path::new("kb.db") || std::env::var_os("KB_DB").is_some_and(|v| v == db.as_os_str());
    if implied { String::new() } else { format!(" --db {}", ui::quoted(&db.to_string_lossy())) }
}

/// Parses the command line, runs the command, prints its error: everything but the exit itself.
pub fn run() -> ExitCode {
    let library = LazyCell::new(load as fn() -> Library);
    // A shell that asks for completions gets them here, and nothing else happens.
    if std::env::var_os(completions::VARIABLE).is_some() {
        let factory = || command(&library, None);
        clap_complete::CompleteEnv::with_factory(factory).var(completions::VARIABLE).complete();
    }
    crate::store::notice::listen(ui::heard);
    match dispatch(&library, &std::env::args_os().collect::<Vec<_>>()) {
        Ok(code) => code,
        Err(error) => error.report(),
    }
}

/// The saved queries, read when a command first asks for them.
type Queries = LazyCell<Library>;

fn load() -> Library {
    Library::load(&query_file::folders())
}

/// The command line, saved queries included: all of it, or what the words given need.
fn command(library: &Queries, words: Option<&[OsString]>) -> clap::Command {
    let named = |name: &str| words.is_none_or(|words| words.iter().any(|w| w == name));
    match named("query") {
        true => Cli::command().mut_subcommand("query", |q| query::command(q, library, &named)),
        false => Cli::command(),
    }
}

/// Runs one command line.
fn dispatch(library: &Queries, words: &[OsString]) -> Result<ExitCode, CommandError> {
    // A comment before the SQL is no option: a blank in front of it tells that to the parser.
    let is_comment = |w: &OsString| {
        w.to_str().is_some_and(|w| w.starts_with("--") && w[2..].starts_with(char::is_whitespace))
    };
    let blank = |w: &OsString| {
        let mut word = OsString::from(if is_comment(w) { " " } else { "" });
        word.push(w);
        word
    };
    let words = &words.iter().map(blank).collect::<Vec<_>>();
    let matches = match command(library, Some(words)).try_get_matches_from(words) {
        Ok(matches) => matches,
        Err(e) => return Ok(ui::clap_error(&e, search::excluded_word(words))),
    };
    let cli = Cli::from_arg_matches(&matches).map_err(|e| CommandError::usage(e.to_string()))?;
    let db = &cli.shared.db;
    let ui = ui::Ui::new(&cli.shared.color, !cli.shared.no_pager);
    match cli.command {
        Command::Import(args) => import::run(&args, db, &ui),
        Command::Query => match matches.subcommand_matches("query") {
            Some(chosen) => query::run(library, chosen, db, &ui),
            None => Err(CommandError::ours("the query's arguments are lost".into())),
        },
        Command::Search(args) => search::run(&args, library, db, &ui),
        Command::Show(args) => show::run(&args, db, &ui),
        Command::Sql(args) => sql::run(args, db, &ui),
        Command::Actor(args) => actor::run(&args, db, &ui),
        Command::Issue(args) => issue::run(&args, db, &ui),
        Command::Quote(args) => quote::run(&args, db, &ui),
        Command::Position(args) => position::run(&args, db, &ui),
        Command::Tag(args) => tag::run(&args, db, &ui),
        Command::Log(args) => log::list(&args, db, &ui),
        Command::Undo(args) => log::undo(&args, db, &ui),
        Command::Remove(args) => remove::run(&args, db, &ui),
        Command::Shell(args) => shell::run(&args, library, db, &ui),
        Command::Schema(args) => schema::run(&args, db, &ui),
        Command::Export(args) => export::run(&args, library, db, &ui),
        Command::Extract(args) => extract::run(&args, &ui),
        Command::Evaluate(args) => evaluate::run(&args, &ui),
        #[cfg(feature = "train")]
        Command::Train(args) => train::run(&args, db, &ui),
        Command::Verify(args) => verify::run(&args, db, &ui),
        Command::Backup(args) => backup::backup(&args, db, &ui),
        Command::Restore(args) => backup::restore(&args, db, &ui),
        Command::Repair => repair::repair(db, &ui),
        Command::Compact => repair::compact(db, &ui),
        Command::Completions(args) => completions::run(&args, &ui),
        Command::Man(args) => man::run(&args, command(library, None), db, &ui),
    }
}
