//! `kb shell`: SQL and kb's own commands line by line, with history, completion and colours.

use super::Queries;
use super::error::CommandError;
use super::output::{self, Question};
use super::ui::Ui;
use crate::catalog::{Library, Word, words};
use crate::render::FORMATS;
use crate::store::Store;
use crate::store::schema::objects;
use rustyline::completion::{Completer, Pair};
use rustyline::error::ReadlineError;
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::Hinter;
use rustyline::history::FileHistory;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{CompletionType, Config, Context, Editor, Helper};
use std::borrow::Cow;
use std::ffi::OsString;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const KEYWORDS: &[&str] = &[
    "SELECT",
    "DISTINCT",
    "FROM",
    "JOIN",
    "LEFT",
    "ON",
    "USING",
    "WHERE",
    "AND",
    "OR",
    "NOT",
    "IN",
    "IS",
    "NULL",
    "LIKE",
    "GLOB",
    "MATCH",
    "BETWEEN",
    "EXISTS",
    "GROUP",
    "BY",
    "HAVING",
    "ORDER",
    "ASC",
    "DESC",
    "LIMIT",
    "OFFSET",
    "AS",
    "WITH",
    "RECURSIVE",
    "UNION",
    "ALL",
    "EXCEPT",
    "INTERSECT",
    "CASE",
    "WHEN",
    "THEN",
    "ELSE",
    "END",
    "VALUES",
    "EXPLAIN",
    "QUERY",
    "PLAN",
    "OVER",
    "PARTITION",
    "CAST",
    "COLLATE",
    "COUNT",
    "SUM",
    "MIN",
    "MAX",
    "AVG",
    "SUBSTR",
    "LENGTH",
    "COALESCE",
    "GROUP_CONCAT",
];

/// Commands of kb that run from within the shell.
const COMMANDS: &[&str] = &["query", "search", "show", "schema", "verify"];

const HELP: &str = "SELECT … ;                  one statement, over as many lines as you like, up to the `;`
.query who-said --actor …   a saved query; `.query` lists them
.search WORDS               quotes by their words
.show actor NAME            an article, quote, actor or issue
.schema [TABLE]             what the tables and columns mean
.format json                the form of the output from now on
.help  .quit
";

/// Arguments of `kb shell`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    output: output::Args,
}

/// Reads, answers, and goes on, until the input ends.
pub fn run(args: &Args, library: &Queries, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let store = Store::open_read_only(db)?;
    let interactive = std::io::stdin().is_terminal();
    let failed = |e: ReadlineError| CommandError::users(format!("cannot read from the terminal: {e}"));
    let config = Config::builder()
        .max_history_size(10_000)
        .map_err(failed)?
        .auto_add_history(true)
        .completion_type(CompletionType::List)
        .build();
    let mut editor: Editor<Assistant, FileHistory> = Editor::with_config(config).map_err(failed)?;
    editor.set_helper(Some(Assistant::new(&store, library, ui.color)?));
    let history = history_file();
    if let Some(file) = &history {
        let _ = editor.load_history(file);
    }
    if interactive {
        ui.note(&format!("{}: read-only. `.help` tells what there is, `.quit` ends.", db.display()));
    }
    let mut session = Session { args, library, db, ui, store, format: args.output.format.clone() };
    let mut failures = false;
    loop {
        match editor.readline("kb> ") {
            Ok(line) => match session.answer(line.trim()) {
                Ok(true) => {}
                Ok(false) => break,
                Err(e) => {
                    failures = true;
                    e.report();
                }
            },
            Err(ReadlineError::Interrupted) => {}
            Err(ReadlineError::Eof) => break,
            Err(e) => return Err(failed(e)),
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

struct Session<'a> {
    args: &'a Args,
    library: &'a Queries,
    db: &'a Path,
    ui: &'a Ui,
    store: Store,
    format: Option<String>,
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
                    ..output::Args::default()
                };
                let question =
                    Question { sql: line, bindings: &[], matrix: None, timeout: None, empty: "no rows" };
                output::print(&format, self.ui, &self.store, &question, &CommandError::from)?;
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

    /// Runs one of kb's commands as if it were typed in a shell of the system.
    fn kb(&self, name: &str, rest: &[String]) -> Result<(), CommandError> {
        let mut words: Vec<OsString> = vec!["kb".into(), "--db".into(), self.db.into()];
        words.extend([name.into()]);
        words.extend(rest.iter().map(OsString::from));
        super::dispatch(self.library, words).map(drop)
    }
}

/// What the line editor knows: words to complete and what to colour.
struct Assistant {
    names: Vec<String>,
    color: bool,
}

impl Assistant {
    fn new(store: &Store, library: &Library, color: bool) -> Result<Self, CommandError> {
        let mut names: Vec<String> = KEYWORDS.iter().map(|k| (*k).to_owned()).collect();
        for object in objects(store.connection())? {
            names.push(object.name);
            names.extend(object.columns.into_iter().map(|c| c.name));
        }
        let dotted = COMMANDS.iter().chain(&["help", "quit", "format"]).map(|c| format!(".{c}"));
        names.extend(dotted);
        names.extend(library.queries().map(|q| q.name.clone()));
        names.sort();
        names.dedup();
        Ok(Self { names, color })
    }
}

impl Helper for Assistant {}

impl Hinter for Assistant {
    type Hint = String;
}

impl Completer for Assistant {
    type Candidate = Pair;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let before = line.get(..at).unwrap_or(line);
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
        let start = before
            .rfind(|c| !is_part(c))
            .map_or(0, |i| i + before[i..].chars().next().map_or(1, char::len_utf8));
        let word = &before[start..];
        // `w.quo` completes the column behind the table's short name.
        let (start, word) = match word.rfind('.').filter(|i| *i > 0) {
            Some(dot) => (start + dot + 1, &word[dot + 1..]),
            None => (start, word),
        };
        let lower = word.to_lowercase();
        let fits = |name: &&String| !lower.is_empty() && name.to_lowercase().starts_with(&lower);
        let pair = |name: &String| Pair { display: name.clone(), replacement: name.clone() };
        Ok((start, self.names.iter().filter(fits).map(pair).collect()))
    }
}

impl Validator for Assistant {
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        let input = context.input().trim();
        let ended = input.is_empty()
            || input.starts_with('.')
            || words(input)
                .iter()
                .rev()
                .find(|(w, _)| !matches!(w, Word::Blank | Word::Comment))
                .is_some_and(|(_, p)| *p == ";");
        Ok(if ended { ValidationResult::Valid(None) } else { ValidationResult::Incomplete })
    }
}

impl Highlighter for Assistant {
    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        if !self.color || line.starts_with('.') {
            return Cow::Borrowed(line);
        }
        let mut out = String::with_capacity(line.len() + 32);
        for (word, piece) in words(line) {
            let code = match word {
                Word::Name if KEYWORDS.iter().any(|k| k.eq_ignore_ascii_case(piece)) => "1;38;5;33",
                Word::Quoted => "38;5;35",
                Word::Number | Word::Parameter => "38;5;166",
                Word::Comment => "2",
                _ => "",
            };
            match code {
                "" => out.push_str(piece),
                code => out.push_str(&format!("\u{1b}[{code}m{piece}\u{1b}[0m")),
            }
        }
        Cow::Owned(out)
    }

    fn highlight_char(&self, _: &str, _: usize, _: CmdKind) -> bool {
        self.color
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
