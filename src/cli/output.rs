//! The options of every command that prints rows, and the way from rows to standard output.

use super::error::CommandError;
use super::ui::Ui;
use crate::catalog::{RunError, Step};
use crate::render::{FORMATS, Style, renderer};
use std::io;
use std::ops::ControlFlow;
use std::process::ExitCode;

/// Rows that a table shows unless told otherwise; files get them all.
const TABLE_LIMIT: u64 = 200;

/// How to print rows.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub struct Args {
    /// The form of the output
    #[arg(long, short, value_name = "FORMAT", default_value = "table", value_parser = clap::builder::PossibleValuesParser::new(FORMATS), help_heading = "Output")]
    pub format: String,
    /// Print at most so many rows; 0 for all [default: 200 in a table, otherwise all]
    #[arg(long, value_name = "N", help_heading = "Output")]
    pub limit: Option<u64>,
    /// Leave out the line with the columns' names
    #[arg(long, help_heading = "Output")]
    pub no_header: bool,
}

/// Something that hands its rows to a sink.
type Rows<'a> =
    dyn FnMut(&mut dyn FnMut(Step<'_>) -> io::Result<ControlFlow<()>>) -> Result<(), RunError> + 'a;

/// Prints the rows that `run` produces. `empty` is what to say where there are none.
pub fn print(args: &Args, ui: &Ui, empty: &str, run: &mut Rows<'_>) -> Result<ExitCode, CommandError> {
    let for_people = matches!(args.format.as_str(), "table" | "vertical");
    let limit = match args.limit {
        Some(0) => u64::MAX,
        Some(n) => n,
        None if args.format == "table" => TABLE_LIMIT,
        None => u64::MAX,
    };
    let mut out = ui.stdout();
    let style = Style { width: ui.width, color: ui.color, terminal: ui.terminal, header: !args.no_header };
    let mut renderer = renderer(&args.format, &mut out, &style);
    let (mut rows, mut more) = (0, false);
    run(&mut |step| {
        match step {
            Step::Columns(names) => renderer.columns(names)?,
            Step::Row(_) if rows == limit => {
                more = true;
                return Ok(ControlFlow::Break(()));
            }
            Step::Row(cells) => {
                rows += 1;
                renderer.row(cells)?;
            }
        }
        Ok(ControlFlow::Continue(()))
    })?;
    renderer.finish()?;
    if for_people && rows == 0 {
        ui.note(empty);
    }
    if for_people && more {
        ui.note(&format!("(the first {rows} rows; `--limit 0` shows all)"));
    }
    Ok(ExitCode::SUCCESS)
}
