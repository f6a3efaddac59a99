//! `kb shell`: SQL and kb's own commands line by line, with history, completion and colours.

mod assistant;

use super::Queries;
use super::error::CommandError;
use super::output::{self, Question};
use super::sql::{parameter_name, value_of};
use super::ui::Ui;
use crate::catalog::{RunError, Word, words};
use crate::domain::Cell;
use crate::render::{FORMATS, visible_line};
use crate::store::{Store, interrupt_reading};
use assistant::Assistant;
use rustyline::error::ReadlineError;
use rustyline::history::FileHistory;
use rustyline::{CompletionType, Config, Editor};
use std::ffi::OsString;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Commands of kb that run from within the shell.
const COMMANDS: &[&str] = &["query", "search", "show", "schema", "verify"];

const PROMPT: &str = "kb> ";
const GOES_ON: &str = "..> ";

const HELP: &str = "SELECT … ;                  one statement, over as many lines as you like
.query who-said --actor …   a saved query; `.query` lists them
.search WORDS               quotes by their words
.show actor NAME            an article, quote, actor or issue
.schema [TABLE]             what the tables and columns mean
.param set NAME VALUE       a value for `:NAME` from now on; `.param` lists them
.param clear [NAME]         forgets them
.format json                the form of the output from now on
.help  .quit                Ctrl-C drops a statement, or stops a query
";

/// Arguments of `kb shell`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    output: output::Args,
}

/// Reads, answers, and goes on, until the input ends.
pub fn run(args: &Args, library: &Queries, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    args.output.limits.pass_on();
    let opening = args.output.limits.watch();
    let store = Store::open_read_only(db)?;
    let interactive = std::io::stdin().is_terminal();
    let failed = |e: ReadlineError| CommandError::users(format!("cannot read from the terminal: {e}"));
    let config = Config::builder()
        .max_history_size(10_000)
        .map_err(failed)?
        .auto_add_history(false)
        .completion_type(CompletionType::List)
        .build();
    let mut editor: Editor<Assistant, FileHistory> = Editor::with_config(config).map_err(failed)?;
    editor.set_helper(Some(Assistant::new(Store::open_read_only(db)?, library, ui.color)?));
    drop(opening);
    let history = history_file();
    if let Some(file) = &history {
        let _ = editor.load_history(file);
    }
    if interactive {
        // Ctrl-C ends a query, not the shell.
        let _ = ctrlc::set_handler(interrupt_reading);
        ui.note(&format!("{}: read-only. `.help` tells what there is, `.quit` ends.", db.display()));
    }
    let mut session =
        Session { args, library, db, ui, store, format: args.output.format.clone(), parameters: Vec::new() };
    let mut failures = false;
    let mut statement = String::new();
    loop {
        let input = editor.readline(if statement.is_empty() { PROMPT } else { GOES_ON });
        let line = match input {
            Ok(line) => Some(line),
            Err(ReadlineError::Interrupted) => {
                statement.clear();
                continue;
            }
            Err(ReadlineError::Eof) if statement.is_empty() => break,
            Err(ReadlineError::Eof) => None,
            Err(e) => return Err(failed(e)),
        };
        let ended = line.is_none();
        let Some(whole) = complete(&mut statement, line) else { continue };
        let _ = editor.add_history_entry(whole.as_str());
        match session.answer(whole.trim()) {
            Ok(true) => {}
            Ok(false) => break,
            Err(e) => {
                failures = true;
                e.report();
            }
        }
        if ended {
            break;
        }
    }
    if let Some(file) = history.filter(|_| interactive) {
        if let Some(folder) = file.parent() {
            let _ = std::fs::create_dir_all(folder);
        }
        let _ = editor.save_history(&file);
    }
    // A script that failed says so; a person has read it.
    Ok(if failures && !interactive { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// What is to be answered now: a command of kb, or the statement that this line ends. Other lines are added to the
/// statement; the end of the input ends it, too.
fn complete(statement: &mut String, line: Option<String>) -> Option<String> {
    let Some(line) = line else { return Some(std::mem::take(statement)) };
    let word = line.trim().trim_end_matches(';').to_lowercase();
    if line.trim_start().starts_with('.') {
        return Some(line);
    }
    if statement.is_empty() && matches!(word.as_str(), "help" | "quit" | "exit") {
        return Some(format!(".{word}"));
    }
    if !statement.is_empty() {
        statement.push('\n');
    }
    statement.push_str(&line);
    has_ended(statement).then(|| std::mem::take(statement))
}

/// Whether the text is empty or its last word is a `;`.
fn has_ended(text: &str) -> bool {
    let last = words(text).into_iter().rfind(|(w, _)| !matches!(w, Word::Blank | Word::Comment));
    last.is_none_or(|(_, piece)| piece == ";")
}

struct Session<'a> {
    args: &'a Args,
    library: &'a Queries,
    db: &'a Path,
    ui: &'a Ui,
    store: Store,
    format: Option<String>,
    /// Values for the parameters of statements.
    parameters: Vec<(String, Cell)>,
}

impl Session<'_> {
    /// Answers one line or statement; whether to go on.
    fn answer(&mut self, line: &str) -> Result<bool, CommandError> {
        match line.strip_prefix('.') {
            Some(command) => return self.command(command),
            None if line.trim_matches([';', ' ', '\n']).is_empty() => {}
            None => {
                let format = output::Args {
                    format: self.format.clone(),
                    columns: self.args.output.columns.clone(),
                    limit: self.args.output.limit,
                    no_header: self.args.output.no_header,
                    cite: self.args.output.cite.clone(),
                    csv_safe: self.args.output.csv_safe
                        && matches!(self.format.as_deref(), Some("csv" | "tsv")),
                    ..output::Args::default()
                };
                let _watch = self.args.output.limits.watch();
                let bindings = &self.parameters;
                let question = Question { sql: line, bindings, empty: "no rows", ..Question::default() };
                output::print(&format, self.ui, &self.store, &question, &explained)?;
            }
        }
        Ok(true)
    }

    fn command(&mut self, line: &str) -> Result<bool, CommandError> {
        let Some(words) = shlex::split(line) else {
            return Err(CommandError::usage("a quotation mark is not closed"));
        };
        let rest = words.get(1..).unwrap_or_default();
        match (words.first().map_or("", String::as_str), rest) {
            ("quit" | "exit" | "q", _) => return Ok(false),
            ("help" | "h" | "", _) => self.ui.page(HELP)?,
            ("format" | "mode", [format]) if FORMATS.contains(&format.as_str()) => {
                self.format = Some(format.clone());
            }
            ("format" | "mode", _) => {
                return Err(CommandError::usage(format!("the formats are {}", FORMATS.join(", "))));
            }
            ("param" | "parameter", rest) => self.parameter(rest)?,
            ("tables", _) => self.kb("schema", &[])?,
            (name, rest) if COMMANDS.contains(&name) => self.kb(name, rest)?,
            (name, rest) if self.library.entry(name).is_some() => {
                let words: Vec<String> =
                    std::iter::once(name.to_owned()).chain(rest.iter().cloned()).collect();
                self.kb("query", &words)?;
            }
            (name, _) => {
                return Err(
                    CommandError::usage(format!("there is no command `.{name}`")).hint("`.help` lists them")
                );
            }
        }
        Ok(true)
    }

    /// Sets, forgets or lists values of parameters.
    fn parameter(&mut self, words: &[String]) -> Result<(), CommandError> {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words.as_slice() {
            [] | ["list"] => {
                let line =
                    |(name, value): &(String, Cell)| format!(":{name}  {}\n", visible_line(&value.to_text()));
                self.ui.page(&self.parameters.iter().map(line).collect::<String>())?;
            }
            ["set", name, value @ ..] if !value.is_empty() => {
                let name = parameter_name(name);
                self.parameters.retain(|(n, _)| *n != name);
                self.parameters.push((name, value_of(&value.join(" "))));
            }
            ["clear" | "unset"] => self.parameters.clear(),
            ["clear" | "unset", name] => self.parameters.retain(|(n, _)| *n != parameter_name(name)),
            _ => {
                return Err(CommandError::usage(
                    "write `.param set NAME VALUE`, `.param list` or `.param clear`",
                ));
            }
        }
        Ok(())
    }

    /// Runs one of kb's commands as if it were typed in a shell of the system.
    fn kb(&self, name: &str, rest: &[String]) -> Result<(), CommandError> {
        let mut words: Vec<OsString> = vec!["kb".into(), "--db".into(), self.db.into()];
        words.extend([name.into()]);
        words.extend(rest.iter().map(OsString::from));
        super::dispatch(self.library, &words).map(drop)
    }
}

/// The error of a run, with what to type here.
fn explained(e: RunError) -> CommandError {
    match &e {
        RunError::Unbound(name) => {
            let name = parameter_name(name);
            CommandError::users(e.to_string()).hint(format!("give it one: `.param set {name} VALUE`"))
        }
        _ => e.into(),
    }
}

/// Where the lines of earlier sessions are.
fn history_file() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    let base = match cfg!(windows) {
        true => set("LOCALAPPDATA"),
        false => set("XDG_STATE_HOME").or_else(|| set("HOME").map(|h| h.join(".local/state"))),
    };
    base.map(|folder| folder.join("kb").join("history"))
}
