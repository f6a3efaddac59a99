//! `kb sql`: one SELECT of the user's own.

use super::error::CommandError;
use super::output::{self, Question};
use super::ui::Ui;
use crate::domain::Cell;
use crate::store::Store;
use std::io::{IsTerminal as _, Read as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Bytes of a statement.
const LONGEST_SQL: u64 = 10 << 20;

/// Arguments of `kb sql`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The SELECT; `-`, or nothing, to read it from standard input
    sql: Option<String>,
    /// Read the SELECT from this file
    #[arg(long, short = 'F', value_name = "FILE", conflicts_with = "sql")]
    file: Option<PathBuf>,
    /// A value for a `:name` in it
    #[arg(long, short, value_name = "NAME=VALUE")]
    param: Vec<String>,
    /// Print at most so many rows (the same as --limit)
    #[arg(long, value_name = "N", value_parser = output::rows, allow_negative_numbers = true, conflicts_with = "limit")]
    max_rows: Option<u64>,
    #[command(flatten)]
    output: output::Args,
}

/// Runs it, read-only.
pub fn run(mut args: Args, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    args.output.limit = args.output.limit.or(args.max_rows);
    let sql = text(&args)?;
    let mut bindings = Vec::new();
    for parameter in &args.param {
        let Some((name, value)) = parameter.split_once('=') else {
            return Err(CommandError::usage(format!("`{parameter}` is not NAME=VALUE")));
        };
        bindings.push((parameter_name(name), value_of(value)));
    }
    let _watch = args.output.limits.watch();
    let store = Store::open_read_only(db)?;
    let question = Question { sql: &sql, bindings: &bindings, empty: "no rows", ..Question::default() };
    let file = args.file.as_ref().map(|f| f.display().to_string());
    output::print(&args.output, ui, &store, &question, &|e| CommandError::in_file(e, file.as_deref()))
}

fn text(args: &Args) -> Result<String, CommandError> {
    let failed = |e: std::io::Error| CommandError::users(format!("cannot read the SQL: {e}"));
    if let Some(file) = &args.file {
        let read = std::fs::File::open(file).map(|mut file| bounded(&mut file));
        let named = |e| CommandError::unreadable(file, &e);
        return read.map_err(named)??.map_err(named);
    }
    if let Some(sql) = args.sql.as_ref().filter(|s| *s != "-") {
        let named = !sql.contains(char::is_whitespace) && sql.to_lowercase().ends_with(".sql");
        if named || Path::new(sql).is_file() {
            return Err(CommandError::usage(format!("`{sql}` is the name of a file, not SQL"))
                .hint(format!("kb sql --file {sql}")));
        }
        return Ok(sql.clone());
    }
    let mut input = std::io::stdin().lock();
    if args.sql.is_none() && input.is_terminal() {
        return Err(CommandError::usage("there is no SQL")
            .hint("kb sql 'SELECT * FROM who_said'")
            .hint("`kb shell` asks for it line by line"));
    }
    bounded(&mut input)?.map_err(failed)
}

/// All of the SQL, unless it is more than anybody writes: a device or a wrong file may have no end.
fn bounded(input: &mut dyn std::io::Read) -> Result<std::io::Result<String>, CommandError> {
    let mut sql = String::new();
    let read = input.take(LONGEST_SQL + 1).read_to_string(&mut sql);
    if sql.len() as u64 > LONGEST_SQL {
        let limit = LONGEST_SQL >> 20;
        return Err(CommandError::users(format!("the SQL is longer than {limit} MB, which is the limit")));
    }
    Ok(read.map(|_| sql))
}

/// The name of a parameter without the sign before it.
pub fn parameter_name(text: &str) -> String {
    text.trim_start_matches([':', '@', '$']).to_owned()
}

/// A number where it reads as one, otherwise text. Only what prints as it was typed is a number: `007` stays text.
pub fn value_of(text: &str) -> Cell {
    match (text.parse::<i64>(), text.parse::<f64>()) {
        (Ok(i), _) if i.to_string() == text => Cell::Integer(i),
        (_, Ok(r)) if r.is_finite() && text.contains('.') => Cell::Real(r),
        _ => Cell::Text(text.to_owned()),
    }
}
