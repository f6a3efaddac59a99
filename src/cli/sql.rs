//! `kb sql`: one SELECT of the user's own.

use super::error::CommandError;
use super::output;
use super::ui::Ui;
use crate::catalog::{Limits, run_adhoc};
use crate::domain::Cell;
use crate::store::Store;
use std::io::Read;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

/// Arguments of `kb sql`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The SELECT, or `-` to read it from standard input
    sql: String,
    /// A value for a `:name` in it
    #[arg(long, short, value_name = "NAME=VALUE")]
    param: Vec<String>,
    /// Stop it after so many seconds
    #[arg(long, value_name = "SECONDS")]
    timeout: Option<u64>,
    #[command(flatten)]
    output: output::Args,
}

/// Runs it, read-only.
pub fn run(args: &Args, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let mut sql = args.sql.clone();
    if sql == "-" {
        sql.clear();
        std::io::stdin()
            .read_to_string(&mut sql)
            .map_err(|e| CommandError::users(format!("cannot read the SQL: {e}")))?;
    }
    let mut bindings = Vec::new();
    for parameter in &args.param {
        let Some((name, value)) = parameter.split_once('=') else {
            return Err(CommandError::usage(format!("`{parameter}` is not NAME=VALUE")));
        };
        let value = value.parse().map_or_else(|_| Cell::Text(value.to_owned()), Cell::Integer);
        bindings.push((name.trim_start_matches(':').to_owned(), value));
    }
    let mut store = Store::open_read_only(db)?;
    let limits = Limits { timeout: args.timeout.map(Duration::from_secs) };
    output::print(&args.output, ui, "no rows", &mut |sink| {
        run_adhoc(store.connection_mut(), &sql, &bindings, limits, sink)
    })
}
