//! The command line: one file for each subcommand, its arguments and its function. The only place that prints.

mod actor;
mod error;
mod extract;
mod import;
mod output;
mod query;
mod sql;
mod ui;
mod verify;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use error::CommandError;
use std::path::PathBuf;
use std::process::ExitCode;

/// Who said what, when, about what; where each actor stands: news articles into SQLite, and answers out of it.
#[derive(Debug, Parser)]
#[command(name = "kb", version, max_term_width = 100, propagate_version = true)]
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
        value_name = "FILE",
        default_value = "kb.db"
    )]
    db: PathBuf,
    /// When to use colours
    #[arg(long, global = true, help_heading = "Common", value_name = "WHEN", default_value = "auto", value_parser = ["auto", "always", "never"])]
    color: String,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Read articles into the database; without a path, the starter corpus that comes with kb
    Import(import::Args),
    /// Print what is found in articles as JSON lines, without a database
    Extract(extract::Args),
    /// Run a saved query; without a name, list them
    Query,
    /// Run one SELECT of your own
    Sql(sql::Args),
    /// Keep the registry of actors: aliases, offices, duplicates, files
    Actor(actor::Args),
    /// Prove that every stored text is where its offsets say
    Verify,
}

/// Parses the command line, runs the command, prints its error: everything but the exit itself.
pub fn run() -> ExitCode {
    match dispatch() {
        Ok(code) => code,
        Err(error) => error.report(),
    }
}

fn dispatch() -> Result<ExitCode, CommandError> {
    let queries = crate::catalog::embedded().map_err(|e| CommandError::ours(e.to_string()))?;
    let command = Cli::command().mut_subcommand("query", |q| query::command(q, &queries));
    let matches = match command.try_get_matches() {
        Ok(matches) => matches,
        Err(e) => return Ok(ui::clap_error(&e)),
    };
    let cli = Cli::from_arg_matches(&matches).map_err(|e| CommandError::usage(e.to_string()))?;
    let db = &cli.shared.db;
    let ui = ui::Ui::new(&cli.shared.color);
    match &cli.command {
        Command::Import(args) => import::run(args, db, &ui),
        Command::Extract(args) => extract::run(args, &ui),
        Command::Query => match matches.subcommand_matches("query") {
            Some(chosen) => query::run(&queries, chosen, db, &ui),
            None => Err(CommandError::ours("the query's arguments are lost".into())),
        },
        Command::Sql(args) => sql::run(args, db, &ui),
        Command::Actor(args) => actor::run(args, db, &ui),
        Command::Verify => verify::run(db, &ui),
    }
}
