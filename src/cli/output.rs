//! The options of every command that prints rows, and the way from rows to standard output.

use super::citing::Citing;
use super::error::CommandError;
use super::senses::Senses;
use super::ui::Ui;
use super::watch::Limits;
use crate::catalog::{self, RunError, Shape, Sink, Step};
use crate::domain::Cell;
use crate::render::{CITATION_STYLES, FORMATS, Renderer, Style, matrix, renderer};
use crate::store::Store;
use std::ops::ControlFlow;
use std::process::ExitCode;

/// Rows that a table shows unless told otherwise; files get them all.
const TABLE_LIMIT: u64 = 200;

/// How to print rows.
#[derive(Debug, Default, clap::Args)]
#[group(skip)]
pub struct Args {
    /// The form of the output [default: table]
    #[arg(long, short, value_name = "FORMAT", value_parser = clap::builder::PossibleValuesParser::new(FORMATS), help_heading = "Output")]
    pub format: Option<String>,
    /// Show these columns only, in this order: `actor,quote`
    #[arg(long, value_name = "NAMES", value_delimiter = ',', help_heading = "Output")]
    pub columns: Vec<String>,
    /// Sort by these columns: `published`, `-quotes` for the greatest first
    #[arg(
        long,
        value_name = "NAMES",
        value_delimiter = ',',
        allow_hyphen_values = true,
        help_heading = "Output"
    )]
    pub sort: Vec<String>,
    /// Print at most so many rows; 0 for all [default: 200 in a table, otherwise all]
    #[arg(long, value_name = "N", value_parser = rows, allow_negative_numbers = true, help_heading = "Output")]
    pub limit: Option<u64>,
    /// Pass over so many rows first
    #[arg(long, value_name = "N", value_parser = rows, allow_negative_numbers = true, default_value_t = 0, help_heading = "Output")]
    pub offset: u64,
    /// Leave out the line with the columns' names
    #[arg(long, help_heading = "Output")]
    pub no_header: bool,
    /// Cite the article and paragraph of each row; with --format, in a column `citation`
    #[arg(long, value_name = "STYLE", value_parser = clap::builder::PossibleValuesParser::new(CITATION_STYLES), help_heading = "Output")]
    pub cite: Option<String>,
    /// Guard cells of csv and tsv that a spreadsheet would run: those that begin with = + - @ get a ' before them
    #[arg(long, help_heading = "Output")]
    pub csv_safe: bool,
    #[command(flatten)]
    pub limits: Limits,
}

/// A SELECT, ready to run.
#[derive(Default)]
pub struct Question<'a> {
    /// The SQL.
    pub sql: &'a str,
    /// Values of its parameters.
    pub bindings: &'a [(String, Cell)],
    /// Shown as a matrix: over the values of which column, filled with which.
    pub matrix: Option<(String, String)>,
    /// Columns that no table leaves out for want of room.
    pub answers: &'a [String],
    /// What to say where there are no rows.
    pub empty: &'a str,
}

/// Prints the rows of a question; `explain` makes an error of its run.
pub fn print(
    args: &Args,
    ui: &Ui,
    store: &Store,
    question: &Question<'_>,
    explain: &dyn Fn(RunError) -> CommandError,
) -> Result<ExitCode, CommandError> {
    let limit = limit(args);
    let shape = Shape {
        sort: args.sort.iter().map(|name| sort_key(name)).collect(),
        // One more than is shown tells whether there are more. A matrix needs all of its cells.
        limit: limit.filter(|_| question.matrix.is_none()).map(|l| l.saturating_add(1)),
        offset: args.offset,
    };
    let run =
        |sink: &mut Sink<'_>| catalog::run(store.connection(), question.sql, question.bindings, &shape, sink);
    if let Some(style) = args.cite.as_deref().filter(|_| args.format.is_none()) {
        let mut citing = Citing::new(store, style);
        run(&mut |step| citing.take(&step, limit)).map_err(explain)?;
        let text = citing.bibliography()?;
        // Markdown is text to read, wherever it goes.
        let for_people = ui.terminal || style == "markdown";
        let text = if for_people { crate::render::visible(&text) } else { text.as_str().into() };
        return ui.page(&text).map(|()| ExitCode::SUCCESS);
    }
    let citing = args.cite.as_deref().map(|style| Citing::new(store, style));
    write(args, ui, question, (citing, Senses::new(store, question.sql)), run, explain)
}

fn write(
    args: &Args,
    ui: &Ui,
    question: &Question<'_>,
    (mut citing, mut senses): (Option<Citing<'_>>, Senses<'_>),
    mut run: impl FnMut(&mut Sink<'_>) -> Result<(), RunError>,
    explain: &dyn Fn(RunError) -> CommandError,
) -> Result<ExitCode, CommandError> {
    let format = args.format.as_deref().unwrap_or("table");
    if args.csv_safe && !matches!(format, "csv" | "tsv") {
        return Err(CommandError::usage("--csv-safe is for --format csv and tsv"));
    }
    let for_people = matches!(format, "table" | "vertical");
    let limit = limit(args);
    let mut out = if for_people { ui.pager() } else { ui.unpaged() };
    let style = Style {
        width: ui.width,
        color: ui.color,
        terminal: ui.terminal,
        links: ui.links,
        header: !args.no_header,
        named: !args.columns.is_empty(),
        csv_safe: args.csv_safe,
        answers: question.answers.to_vec(),
    };
    let (mut rows, mut more) = (0, false);
    {
        let mut renderer: Box<dyn Renderer> = match &question.matrix {
            Some(over) => matrix(format, &mut out, &style, over.clone()),
            None => renderer(format, &mut out, &style),
        };
        let mut chosen: Option<Vec<usize>> = None;
        let mut wrong: Option<CommandError> = None;
        run(&mut |step| {
            let with_citation = match citing.as_mut().map(|citing| citing.add(&step)).transpose() {
                Ok(cell) => cell.flatten(),
                Err(message) => {
                    wrong = Some(CommandError::users(message));
                    return Ok(ControlFlow::Break(()));
                }
            };
            match step {
                Step::Columns(names) => {
                    let names: Vec<String> =
                        names.iter().cloned().chain(with_citation.map(|c| c.to_text())).collect();
                    match choose(&args.columns, &names) {
                        Ok(found) => chosen = found,
                        Err(name) => {
                            wrong = Some(RunError::NoColumn { name, columns: names }.into());
                            return Ok(ControlFlow::Break(()));
                        }
                    }
                    let shown = pick(&names, chosen.as_deref());
                    senses.columns(&names, &shown);
                    renderer.columns(&shown)?;
                }
                Step::Row(_) if limit == Some(rows) && question.matrix.is_none() => {
                    more = true;
                    return Ok(ControlFlow::Break(()));
                }
                Step::Row(cells) => {
                    rows += 1;
                    senses.row(cells);
                    match (&chosen, with_citation) {
                        (None, None) => renderer.row(cells)?,
                        (chosen, added) => {
                            let cells: Vec<Cell> = cells.iter().cloned().chain(added).collect();
                            renderer.row(&pick(&cells, chosen.as_deref()))?;
                        }
                    }
                }
            }
            Ok(ControlFlow::Continue(()))
        })
        .map_err(explain)?;
        if let Some(wrong) = wrong {
            return Err(wrong);
        }
        renderer.finish()?;
    }
    out.close()?;
    if for_people && rows == 0 {
        ui.note(question.empty);
    }
    if for_people && more {
        let shown = if rows == 1 { "the first row".to_owned() } else { format!("the first {rows} rows") };
        ui.note(&format!("({shown}; `--limit 0` shows all, `--offset {}` goes on)", args.offset + rows));
    }
    if let Some(note) = senses.note().filter(|_| rows > 0) {
        ui.note(&note);
    }
    Ok(ExitCode::SUCCESS)
}

/// Reads a number of rows.
pub fn rows(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| "a number of rows is 0 or more".to_owned())
}

fn limit(args: &Args) -> Option<u64> {
    match args.limit {
        Some(0) => None,
        Some(n) => Some(n),
        None if args.format.as_deref().unwrap_or("table") == "table" => Some(TABLE_LIMIT),
        None => None,
    }
}

/// `-quotes` and `quotes:desc` are the greatest first.
fn sort_key(name: &str) -> (String, bool) {
    if let Some(name) = name.strip_prefix('-').or_else(|| name.strip_suffix(":desc")) {
        return (name.to_owned(), true);
    }
    (name.strip_suffix(":asc").unwrap_or(name).to_owned(), false)
}

/// The places of the chosen columns; none where all are wanted, the first unknown name where there is one.
fn choose(wanted: &[String], names: &[String]) -> Result<Option<Vec<usize>>, String> {
    if wanted.is_empty() {
        return Ok(None);
    }
    let place =
        |name: &String| names.iter().position(|n| n.eq_ignore_ascii_case(name.trim())).ok_or(name.clone());
    wanted.iter().map(place).collect::<Result<Vec<_>, _>>().map(Some)
}

fn pick<T: Clone>(all: &[T], chosen: Option<&[usize]>) -> Vec<T> {
    match chosen {
        Some(places) => places.iter().map(|i| all[*i].clone()).collect(),
        None => all.to_vec(),
    }
}
