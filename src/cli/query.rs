//! `kb query`: the saved queries as subcommands, made from their headers.

use super::complete;
use super::error::CommandError;
use super::output::{self, Question};
use super::query_file;
use super::ui::{Ui, tell};
use crate::catalog::{self, Bound, Entry, Kind, Library, Parameter, Purpose, Query};
use crate::domain::Cell;
use crate::render::{Flow, Paint};
use crate::store::{Store, positions};
use clap::{Arg, ArgAction, ArgMatches, Args as _, Command, FromArgMatches as _};
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

/// Flags of a query that show it instead of running it.
const SHOWING: &[&str] = &["sql", "explain", "edit"];

/// Completes the `query` command by a subcommand for each saved query: with all of its options where it is `named`,
/// otherwise by its name alone: nobody reads the files of thirty queries to run one.
pub fn command(base: Command, library: &Library, named: &dyn Fn(&str) -> bool) -> Command {
    let new = Arg::new("new").long("new").value_name("NAME").help("Write a new query file to start from");
    let base = base.subcommand_help_heading("Queries").subcommand_value_name("QUERY").arg(new);
    let one_is_named = library.entries().iter().any(|e| named(&e.name));
    let whole = |entry: &Entry| match (named(&entry.name), one_is_named) {
        (true, _) => subcommand(entry),
        (false, true) => Command::new(entry.name.clone()),
        (false, false) => Command::new(entry.name.clone()).about(shown(&about(entry))),
    };
    library.entries().iter().fold(base, |command, entry| command.subcommand(whole(entry)))
}

/// Runs the chosen query, or lists them all.
pub fn run(library: &Library, matches: &ArgMatches, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    if let Some(name) = matches.get_one::<String>("new") {
        return query_file::write_new(name, library, db, ui);
    }
    let Some((name, chosen)) = matches.subcommand() else { return list(library, ui) };
    let Some(entry) = library.entry(name) else {
        return Err(CommandError::ours(format!("there is no query `{name}`")));
    };
    let query = entry.query().map_err(|e| CommandError::users(e.to_string()))?;
    tell_replaced(entry, ui);
    if chosen.get_flag("edit") {
        return query_file::edit(entry, db, ui);
    }
    let showing = SHOWING.iter().any(|flag| chosen.get_flag(flag));
    let given = given(query, chosen);
    if chosen.get_flag("sql") && given.is_empty() {
        return print_sql(&query.sql, ui);
    }
    let asked = catalog::ask(query, &given, if showing { Purpose::Show } else { Purpose::Run })?;
    let format = output::Args::from_arg_matches(chosen).map_err(|e| CommandError::usage(e.to_string()))?;
    let _watch = format.limits.watch();
    let store = Store::open_read_only(db)?;
    let Bound { sql, bindings, notes } = asked.bind(store.connection())?;
    tell(&notes);
    if chosen.get_flag("sql") {
        return print_sql(&catalog::with_values(&sql, &bindings), ui);
    }
    let explain = |e| CommandError::in_query_file(e, entry, query);
    if chosen.get_flag("explain") {
        return show_plan(&store, &sql, &bindings, ui, &explain);
    }
    let matrix = query.matrix.clone();
    let dated = bindings.iter().any(|(name, _)| name == "since" || name == "until");
    let no_positions = || positions::any(store.connection()).is_ok_and(|any| !any);
    let empty = if query.sql.contains("positions") && no_positions() {
        "no rows: this database holds no positions; say what the issues are (`kb issue add`, `kb issue import`), and kb reads where actors stand on them"
    } else if dated {
        "no rows (an article without a date is left out by `--since` and `--until`)"
    } else {
        "no rows"
    };
    let question = Question { sql: &sql, bindings: &bindings, matrix, answers: &query.answers, empty };
    output::print(&format, ui, &store, &question, &explain)
}

/// Says that a query is not the one that came with kb: a folder somebody works in may bring others.
pub fn tell_replaced(entry: &Entry, ui: &Ui) {
    if entry.replaces_built_in() {
        ui.note(&format!("note: `{}` is that of `{}`, not the built-in query", entry.name, entry.origin));
    }
}

fn print_sql(sql: &str, ui: &Ui) -> Result<ExitCode, CommandError> {
    let mut out = ui.as_it_is();
    out.write_all(sql.as_bytes())?;
    out.into_inner()?.close()?;
    Ok(ExitCode::SUCCESS)
}

/// What the command line states for a query's parameters.
fn given<'m>(query: &'m Query, chosen: &'m ArgMatches) -> Vec<(&'m str, &'m str)> {
    let of = |p: &'m Parameter| -> Vec<(&'m str, &'m str)> {
        let name = p.name.as_str();
        match p.kind {
            Kind::Flag => chosen.get_flag(name).then_some((name, "yes")).into_iter().collect(),
            _ => chosen
                .get_many::<String>(name)
                .into_iter()
                .flatten()
                .map(|text| (name, text.as_str()))
                .collect(),
        }
    };
    query.parameters.iter().flat_map(of).collect()
}

/// The flag of a parameter: its name, help and what completes it. What may be stated, and what must be, the catalog judges.
fn argument(parameter: &Parameter) -> Arg {
    let p = parameter;
    let help = match &p.default {
        Some(default) => format!("{} [default: {default}]", p.help),
        None if p.required => format!("{} (required)", p.help),
        None => p.help.clone(),
    };
    let arg = Arg::new(p.name.clone()).long(p.name.replace('_', "-")).help(shown(&help));
    if p.kind == Kind::Flag {
        return arg.action(ArgAction::SetTrue);
    }
    let arg = arg.action(ArgAction::Append);
    match &p.kind {
        Kind::Choice(words) => arg.value_parser(complete::Offered::new(words)),
        Kind::Text | Kind::Flag => arg.value_name(p.name.to_uppercase()),
        Kind::Words => arg.value_name("WORDS"),
        Kind::Integer => arg.value_name("N"),
        Kind::DateFrom | Kind::DateTo => arg.value_name("DATE"),
        // What somebody says is by a speaker, to some: one word for it is enough to learn.
        Kind::Actor if p.name == "actor" => arg.value_name("ACTOR").alias("speaker").add(complete::actors()),
        Kind::Actor => arg.value_name("ACTOR").add(complete::actors()),
        Kind::Issue => arg.value_name("ISSUE").add(complete::issues()),
        Kind::Outlet => arg.value_name("OUTLET").add(complete::outlets()),
        Kind::Article => arg.value_name("ARTICLE").add(complete::articles()),
        Kind::Office => arg.value_name("OFFICE"),
    }
}

fn list(library: &Library, ui: &Ui) -> Result<ExitCode, CommandError> {
    let mut flow = Flow::new(ui.width.min(120), ui.color);
    let width = library.entries().iter().map(|e| e.name.len()).max().unwrap_or(0);
    for entry in library.entries() {
        let tells = match entry.query() {
            Ok(query) => query.summary.clone(),
            Err(_) => format!("(has a mistake: `kb query {}` shows it)", entry.name),
        };
        let from = match &entry.origin {
            catalog::Origin::BuiltIn => String::new(),
            catalog::Origin::File(path) if entry.replaces_built_in() => {
                format!(" ({}, in place of the built-in query)", path.display())
            }
            catalog::Origin::File(path) => format!(" ({})", path.display()),
        };
        let name = format!("  {:width$}  ", entry.name);
        flow.led((&name, Paint::BOLD), &[(&tells, Paint::PLAIN), (&from, Paint::DIM)]);
    }
    ui.page(&flow.into_text())?;
    for folder in library.unread() {
        ui.note(&format!("note: no permission to read `{}`: its queries are not listed", folder.display()));
    }
    ui.note("\n`kb query QUERY --help` tells more about one\n`kb query --new NAME` starts one of your own");
    Ok(ExitCode::SUCCESS)
}

fn show_plan(
    store: &Store,
    sql: &str,
    bindings: &[(String, Cell)],
    ui: &Ui,
    explain: &dyn Fn(catalog::RunError) -> CommandError,
) -> Result<ExitCode, CommandError> {
    let steps = catalog::plan(store.connection(), sql, bindings).map_err(explain)?;
    let line = |s: &catalog::PlanStep| {
        format!("{}{}\n", "  ".repeat(s.depth), crate::render::visible_line(&s.detail))
    };
    let lines: String = steps.iter().map(line).collect();
    ui.page(&lines)?;
    Ok(ExitCode::SUCCESS)
}

/// What a file says, for a terminal.
fn shown(text: &str) -> String {
    crate::render::visible(text).into_owned()
}

fn about(entry: &Entry) -> String {
    entry.query().map_or_else(|_| "(has a mistake)".to_owned(), |q| q.summary.clone())
}

fn subcommand(entry: &Entry) -> Command {
    let Ok(query) = entry.query() else {
        // It takes anything: what is wrong with the file matters more than what is wrong with the command line.
        let rest = Arg::new("rest").num_args(0..).trailing_var_arg(true).allow_hyphen_values(true).hide(true);
        return Command::new(entry.name.clone()).about(shown(&about(entry))).arg(rest);
    };
    let mut long = query.summary.clone();
    if !query.help.is_empty() {
        long.push_str(&format!("\n\n{}", query.help));
    }
    if !query.example.is_empty() {
        long.push_str(&format!("\n\nExample: {}", query.example));
    }
    let showing = |name: &'static str, help: &'static str| {
        Arg::new(name).long(name).help(help).action(ArgAction::SetTrue).help_heading("The query itself")
    };
    // The options first: deriving them brings a description of their own, which is not the query's.
    let base = output::Args::augment_args(Command::new(query.name.clone()))
        .about(shown(&query.summary))
        .long_about(shown(&long))
        .arg(showing("sql", "Print the SQL: with parameters, ready for sqlite3"))
        .arg(showing("explain", "Print how SQLite goes about it"))
        .arg(showing("edit", "Open the query's file in your editor; a built-in query is copied first"));
    query.parameters.iter().fold(base, |command, p| command.arg(argument(p)))
}
