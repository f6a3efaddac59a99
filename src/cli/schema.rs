//! `kb schema`: every table, view and column in words.

use super::error::CommandError;
use super::output::{self, Question};
use super::ui::Ui;
use super::watch::Limits;
use crate::domain::{Cell, near};
use crate::render::{FORMATS, Flow, Paint};
use crate::store::Store;
use crate::store::schema::{COLUMNS, Object, TABLES, objects};
use std::path::Path;
use std::process::ExitCode;

/// Arguments of `kb schema`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A table or view to explain column by column; without one, all of them are listed
    #[arg(value_name = "TABLE")]
    table: Option<String>,
    /// Print rows of this form instead, one for each table or column
    #[arg(long, short, value_name = "FORMAT", value_parser = clap::builder::PossibleValuesParser::new(FORMATS))]
    format: Option<String>,
    #[command(flatten)]
    limits: Limits,
}

/// Explains.
pub fn run(args: &Args, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let _watch = args.limits.watch();
    let store = Store::open_read_only(db)?;
    let objects = objects(store.connection())?;
    if let Some(format) = &args.format {
        return rows(format, args.table.as_deref(), &objects, &store, ui);
    }
    let mut flow = Flow::new(ui.width.min(120), ui.color);
    match &args.table {
        Some(name) => match objects.iter().find(|o| o.name.eq_ignore_ascii_case(name)) {
            Some(object) => columns(&mut flow, object),
            None => return Err(unknown(name, &objects)),
        },
        None => overview(&mut flow, &objects),
    }
    ui.page(&flow.into_text())?;
    Ok(ExitCode::SUCCESS)
}

/// The same for programs.
fn rows(
    format: &str,
    table: Option<&str>,
    objects: &[Object],
    store: &Store,
    ui: &Ui,
) -> Result<ExitCode, CommandError> {
    let args = output::Args { format: Some(format.to_owned()), limit: Some(0), ..output::Args::default() };
    let (sql, bindings) = match table {
        Some(name) => {
            let object = objects.iter().find(|o| o.name.eq_ignore_ascii_case(name));
            let object = object.ok_or_else(|| unknown(name, objects))?;
            (COLUMNS, vec![("table".to_owned(), Cell::Text(object.name.clone()))])
        }
        None => (TABLES, Vec::new()),
    };
    let question = Question { sql, bindings: &bindings, empty: "no rows", ..Question::default() };
    output::print(&args, ui, store, &question, &CommandError::from)
}

fn overview(flow: &mut Flow, objects: &[Object]) {
    let width = objects.iter().map(|o| o.name.len()).max().unwrap_or(0);
    for (kind, heading) in [("view", "Views: what people ask"), ("table", "Tables: what is stored")] {
        flow.paragraph("", &[(heading, Paint::BOLD)]);
        for object in objects.iter().filter(|o| o.kind == kind) {
            entry(flow, &object.name, width, &object.says);
        }
        flow.blank();
    }
    flow.paragraph("", &[("`kb schema TABLE` explains the columns of one", Paint::DIM)]);
}

fn columns(flow: &mut Flow, object: &Object) {
    flow.paragraph("", &[(&object.name, Paint::BOLD), (&format!(" ({})", object.kind), Paint::DIM)]);
    flow.paragraph("", &[(&object.says, Paint::PLAIN)]);
    flow.blank();
    let width = object.columns.iter().map(|c| c.name.len()).max().unwrap_or(0);
    for column in &object.columns {
        let mut facts = column.kind.to_lowercase();
        if object.kind == "table" && !column.nullable {
            facts.push_str(", never NULL");
        }
        if let Some(key) = &column.refers_to {
            facts.push_str(&format!(", refers to {key}"));
        }
        let facts = facts.trim_start_matches(", ");
        let says = if facts.is_empty() { column.says.clone() } else { format!("{} ({facts})", column.says) };
        entry(flow, &column.name, width, &says);
    }
}

fn entry(flow: &mut Flow, name: &str, width: usize, says: &str) {
    flow.paragraph(&format!("  {name:width$}  "), &[(says, Paint::PLAIN)]);
}

fn unknown(name: &str, objects: &[Object]) -> CommandError {
    let error = CommandError::users(format!("there is no table or view `{name}`"));
    match near(name, objects.iter().map(|o| o.name.as_str()), 1).first() {
        Some(near) => error.hint(format!("did you mean `{near}`?")),
        None => error.hint("`kb schema` lists them"),
    }
}
