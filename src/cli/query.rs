//! `kb query`: the saved queries as subcommands, made from their headers.

use super::error::CommandError;
use super::output;
use super::ui::Ui;
use crate::catalog::{self, Kind, Query, Step};
use crate::domain::Cell;
use crate::store::Store;
use clap::{Arg, ArgMatches, Args as _, Command, FromArgMatches as _};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::ExitCode;

/// Completes the `query` command by a subcommand for each saved query.
pub fn command(base: Command, queries: &[Query]) -> Command {
    let heading = "Queries";
    queries
        .iter()
        .fold(base.subcommand_help_heading(heading).subcommand_value_name("QUERY"), |command, query| {
            command.subcommand(subcommand(query))
        })
}

/// Runs the chosen query, or lists them all.
pub fn run(queries: &[Query], matches: &ArgMatches, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let Some((name, chosen)) = matches.subcommand() else { return list(queries, ui) };
    let Some(query) = queries.iter().find(|q| q.name == name) else {
        return Err(CommandError::ours(format!("there is no query `{name}`")));
    };
    if chosen.get_flag("sql") {
        use std::io::Write as _;
        ui.stdout().write_all(query.sql.as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    }
    let format = output::Args::from_arg_matches(chosen).map_err(|e| CommandError::usage(e.to_string()))?;
    let store = Store::open_read_only(db)?;
    let mut bindings: Vec<(String, Cell)> = Vec::new();
    for parameter in &query.parameters {
        if parameter.kind == Kind::Flag {
            if chosen.get_flag(&parameter.name) {
                bindings.push((parameter.name.clone(), Cell::Integer(1)));
            }
        } else if let Some(text) = chosen.get_one::<String>(&parameter.name) {
            let value = catalog::resolve(store.connection(), parameter, text)?;
            bindings.push((parameter.name.clone(), value));
        }
    }
    let sql = query.sql_for(|name| bindings.iter().any(|(n, _)| n == name));
    output::print(&format, ui, "no rows", &mut |sink| catalog::run(store.connection(), &sql, &bindings, sink))
}

fn list(queries: &[Query], ui: &Ui) -> Result<ExitCode, CommandError> {
    let format = output::Args { format: "table".into(), limit: Some(0), no_header: false };
    output::print(&format, ui, "no queries", &mut |sink| {
        let columns = ["query", "tells", "parameters"].map(str::to_owned);
        let _: ControlFlow<()> = sink(Step::Columns(&columns))?;
        for query in queries {
            let flags = |p: &catalog::Parameter| {
                let name = p.name.replace('_', "-");
                if p.required { format!("--{name}") } else { format!("[--{name}]") }
            };
            let flags: Vec<_> = query.parameters.iter().map(flags).collect();
            let cells = [query.name.clone(), query.summary.clone(), flags.join(" ")].map(Cell::Text);
            let _: ControlFlow<()> = sink(Step::Row(&cells))?;
        }
        Ok(())
    })?;
    ui.note("\n`kb query QUERY --help` tells more about one");
    Ok(ExitCode::SUCCESS)
}

fn subcommand(query: &Query) -> Command {
    let mut long = query.summary.clone();
    for part in [&query.help, &query.example] {
        if !part.is_empty() {
            long.push_str("\n\n");
            long.push_str(part);
        }
    }
    let sql = Arg::new("sql").long("sql").help("Print the query's SQL instead of running it").num_args(0);
    let sql = sql.action(clap::ArgAction::SetTrue).exclusive(true).help_heading("Output");
    // The options first: deriving them brings a description of their own, which is not the query's.
    let base = output::Args::augment_args(Command::new(query.name.clone()).arg(sql));
    let base = base.about(query.summary.clone()).long_about(long);
    let command = query.parameters.iter().fold(base, |command, p| {
        let arg =
            Arg::new(p.name.clone()).long(p.name.replace('_', "-")).required(p.required).help(p.help.clone());
        let arg = match &p.kind {
            Kind::Choice(words) => {
                arg.value_parser(clap::builder::PossibleValuesParser::new(words)).ignore_case(true)
            }
            Kind::Text | Kind::Integer => arg.value_name(p.name.to_uppercase()),
            Kind::DateFrom | Kind::DateTo => arg.value_name("DATE"),
            Kind::Actor => arg.value_name("ACTOR"),
            Kind::Issue => arg.value_name("ISSUE"),
            Kind::Outlet => arg.value_name("OUTLET"),
            Kind::Article => arg.value_name("ARTICLE"),
            Kind::Office => arg.value_name("OFFICE"),
            Kind::Flag => arg.action(clap::ArgAction::SetTrue),
        };
        command.arg(arg)
    });
    if query.needs.is_empty() {
        return command;
    }
    command.group(clap::ArgGroup::new("needs").args(&query.needs).required(true).multiple(true))
}
