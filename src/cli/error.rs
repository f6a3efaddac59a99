//! Errors as people see them: a message, hints, an exit code. Rendered here and nowhere else.

use super::ui::{self, quoted};
use super::watch;
use crate::catalog::{AskError, Entry, Origin, Query, RunError, Why, excerpt, words};
use crate::import::ImportError;
use crate::store::{Limit, StoreError, in_words};
use std::io;
use std::path::Path;
use std::process::ExitCode;

/// Whose mistake it is, which is the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whose {
    /// The user's data or request.
    Users = 1,
    /// The command line.
    Usage = 2,
    /// A defect of kb.
    Ours = 3,
}

/// What else than a defect makes a statement of kb fail.
const CHANGED: &str = "unless another program changed the database's tables: `kb verify` tells";

/// A failure of a command.
#[derive(Debug)]
pub struct CommandError {
    whose: Whose,
    message: String,
    hints: Vec<String>,
    /// The reader of our output has gone: no error at all.
    silent: bool,
}

impl CommandError {
    /// The user's data or request can't be served.
    pub fn users(message: impl Into<String>) -> Self {
        Self { whose: Whose::Users, message: message.into(), hints: Vec::new(), silent: false }
    }

    /// The command line makes no sense.
    pub fn usage(message: impl Into<String>) -> Self {
        Self { whose: Whose::Usage, ..Self::users(message) }
    }

    /// A defect of kb itself.
    pub fn ours(message: String) -> Self {
        Self { whose: Whose::Ours, ..Self::users(message) }.hint("this is a defect of kb; please report it")
    }

    /// The time for the command is over.
    pub fn over_time(seconds: u64) -> Self {
        Self::users(format!("it did not end within {seconds} s, which is the limit"))
            .hint("`--timeout SECONDS` gives it longer, `--timeout 0` as long as it takes")
    }

    /// A file that can't be read.
    pub fn unreadable(path: &Path, e: &io::Error) -> Self {
        let shown = path.display();
        match e.kind() {
            io::ErrorKind::PermissionDenied => Self::users(format!("no permission to read `{shown}`"))
                .hint(format!("its owner can give it: `chmod u+r {}`", quoted(&path.to_string_lossy()))),
            _ => Self::users(format!("cannot read `{shown}`: {}", in_words(e))),
        }
    }

    /// Adds what to type next.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Prints it to standard error; gives the exit code.
    pub fn report(&self) -> ExitCode {
        if self.silent {
            return ExitCode::SUCCESS;
        }
        ui::error(&self.message, &self.hints);
        ExitCode::from(self.whose as u8)
    }
}

impl From<io::Error> for CommandError {
    fn from(e: io::Error) -> Self {
        if e.kind() == io::ErrorKind::BrokenPipe {
            return Self { silent: true, ..Self::users("") };
        }
        Self::users(format!("cannot write the output: {e}"))
    }
}

impl From<Limit> for CommandError {
    fn from(limit: Limit) -> Self {
        let error = Self::users(limit.to_string());
        match (limit, watch::over()) {
            (Limit::Interrupted, Some(seconds)) => Self::over_time(seconds),
            (Limit::Interrupted, None) => error,
            (Limit::Memory(_), _) => {
                error.hint("`--memory MB` allows more, `--memory 0` as much as there is")
            }
            (Limit::Length(_), _) => {
                error.hint("`--memory MB` allows values of an eighth of it, `--memory 0` any")
            }
        }
    }
}

impl From<StoreError> for CommandError {
    fn from(e: StoreError) -> Self {
        if let Some(limit) = e.limit() {
            return limit.into();
        }
        let error = Self::users(e.to_string());
        match &e {
            StoreError::Missing { .. } => error
                .hint("`kb import` makes one from the starter corpus, `kb import PATH` from your articles")
                .hint("name another file with `--db FILE` or the variable KB_DB"),
            StoreError::Empty { .. } => error
                .hint("`kb import` fills it; where something was in it, `kb restore FILE` brings a backup back"),
            StoreError::NotOurs { .. } => {
                error.hint("it was left untouched; name another file with `--db FILE`")
            }
            StoreError::Unreadable { path } => {
                Self::unreadable(path, &io::ErrorKind::PermissionDenied.into())
                    .hint("or name another database with `--db FILE`")
            }
            StoreError::Newer { .. } => error.hint("it was left untouched; update kb to read it"),
            StoreError::NoPlace { .. } => {
                Self { whose: Whose::Usage, ..error }.hint("name a file: `--db kb.db`")
            }
            StoreError::Gone { path } => error
                .hint(format!("the file that lies at `{}` now, if any, is another one", path.display()))
                .hint("run the command again: what an import reads from files can be read again"),
            StoreError::ReadOnly { .. } => {
                error.hint("asking works; to write, make it writable (`chmod u+w`) or copy it elsewhere")
            }
            StoreError::Io { path, source, .. } if source.kind() == io::ErrorKind::PermissionDenied => {
                error.hint(format!("you have no permission for `{}` or a folder above it", path.display()))
            }
            e if e.is_disk_full() => error
                .hint("the disk is full; what was stored before is safe, free some room and run it again"),
            e if e.is_busy() => {
                error.hint("nothing was changed by this step; run it again when that has ended")
            }
            e if e.is_read_only() => error.hint("the file or its folder may not be written"),
            StoreError::Damaged { path, .. } => error
                .hint(format!("`kb repair --db {}` saves what can be read of it", path.display()))
                .hint("`kb restore FILE` brings a backup back"),
            StoreError::Open { path, .. } if e.is_damage() => error
                .hint(
                    "its pages are not what SQLite wrote: a faulty disk, or a copy made while it was written",
                )
                .hint(format!("`kb repair --db {}` saves what can be read of it", path.display())),
            StoreError::Open { path, .. } => match path.parent().filter(|p| !p.as_os_str().is_empty()) {
                Some(folder) if !folder.exists() => {
                    error.hint(format!("there is no folder `{}`", folder.display()))
                }
                _ => error.hint(
                    "SQLite needs to read the file, and to write also its folder, for the journal beside it",
                ),
            },
            e if e.is_damage() => error.hint("`kb repair` saves what can be read of the file"),
            e if e.is_cannot_open() => error.hint(
                "SQLite could not open the database or what it keeps beside it (-journal, -wal, -shm): look at the folder's \
                 permissions and at the disk; what was stored before is safe",
            ),
            e if e.is_io() => {
                error.hint("the disk or its file system failed; what was stored before is safe, run it again")
            }
            StoreError::InTheWay { what, .. } => {
                what.iter().fold(error, |error, what| error.hint(what.clone())).hint("nothing of this change was stored")
            }
            e if e.is_defect() => Self::ours(error.message).hint(CHANGED),
            _ => error,
        }
    }
}

impl From<ImportError> for CommandError {
    fn from(e: ImportError) -> Self {
        match e {
            ImportError::Store(e) => e.into(),
            ImportError::Starter { .. } => Self::ours(e.to_string()),
            other => Self::users(other.to_string()),
        }
    }
}

impl From<AskError> for CommandError {
    fn from(e: AskError) -> Self {
        let error = if e.is_of_form() { Self::usage(e.to_string()) } else { Self::users(e.to_string()) };
        match (e.hint(), e.why) {
            (_, Why::Store(e)) => e.into(),
            (Some(hint), _) => error.hint(hint),
            (None, _) => error,
        }
    }
}

impl From<RunError> for CommandError {
    fn from(e: RunError) -> Self {
        match e {
            RunError::Output(e) => e.into(),
            RunError::Limit(limit) => limit.into(),
            RunError::Unbound(ref name) => {
                let bare = name.trim_start_matches([':', '@', '$']);
                Self::users(e.to_string()).hint(format!("give it one: `-p {bare}=VALUE`"))
            }
            RunError::NoColumn { ref columns, .. } => {
                Self::usage(e.to_string()).hint(format!("the columns are {}", columns.join(", ")))
            }
            RunError::Sql { sql, message, offset } => Self::sql("", 1, &sql, &message, offset),
        }
    }
}

/// Whether SQLite says that the file's pages are not what it wrote.
fn is_damage(message: &str) -> bool {
    message.contains("disk image is malformed") || message.contains("file is not a database")
}

/// What a command came to that has closed its database in any case. That the file is gone is why everything else failed.
pub fn ended<T>(
    outcome: Result<T, impl Into<CommandError>>,
    closed: Result<(), StoreError>,
) -> Result<T, CommandError> {
    match (outcome, closed) {
        (_, Err(gone @ StoreError::Gone { .. })) => Err(gone.into()),
        (Err(e), _) => Err(e.into()),
        (Ok(_), Err(e)) => Err(e.into()),
        (Ok(done), Ok(())) => Ok(done),
    }
}

impl CommandError {
    /// A failure of a saved query, shown where it stands in the query's file.
    pub fn in_query_file(e: RunError, entry: &Entry, query: &Query) -> Self {
        match e {
            RunError::Sql { sql, message, offset } => {
                let error = Self::sql(&query.file, query.sql_line, &sql, &message, offset);
                // What SQLite can't prepare has no value of a parameter in it.
                let unprepared = offset.is_some() || message.starts_with("no such ");
                match entry.origin {
                    _ if is_damage(&message) => error,
                    Origin::BuiltIn if unprepared => Self::ours(error.message).hint(CHANGED),
                    _ => error.hint(format!("`kb query {} --edit` opens the file", query.name)),
                }
            }
            other => other.into(),
        }
    }

    /// A failure of SQL that stands in this file, or that the user typed.
    pub fn in_file(e: RunError, file: Option<&str>) -> Self {
        match (e, file) {
            (RunError::Sql { sql, message, offset }, Some(file)) => {
                Self::sql(file, 1, &sql, &message, offset)
            }
            (other, _) => other.into(),
        }
    }

    /// A mistake in SQL, with the line it is in and carets under the word.
    fn sql(file: &str, first_line: usize, sql: &str, message: &str, offset: Option<usize>) -> Self {
        let Some(offset) = offset.filter(|o| *o < sql.len()) else {
            let place = if file.is_empty() { String::new() } else { format!("\n --> {file}") };
            return Self::users(format!("{message}{place}")).sql_hint(message);
        };
        let before = sql.get(..offset).unwrap_or(sql);
        let start = before.rfind('\n').map_or(0, |i| i + 1);
        let line = sql[start..].lines().next().unwrap_or("");
        let number = before.matches('\n').count() + first_line;
        let column = before[start..].chars().count() + 1;
        let length = words(&sql[before.len()..]).first().map_or(1, |(_, w)| w.chars().count());
        let place = if file.is_empty() {
            format!("SQL:{number}:{column}")
        } else {
            format!("{file}:{number}:{column}")
        };
        Self::users(format!("{message}\n{}", excerpt(&place, number, line, column, length))).sql_hint(message)
    }

    /// What to type after SQLite's message.
    fn sql_hint(self, message: &str) -> Self {
        if is_damage(message) {
            return self
                .hint("the database is damaged: `kb verify` tells where, `kb repair` saves what can be read of it")
                .hint("`kb restore FILE` brings a backup back");
        }
        if message.starts_with("no such table") {
            return self.hint("`kb schema` lists the tables and views");
        }
        if message.starts_with("no such column") {
            return self
                .hint("`kb schema TABLE` lists the columns of one; text stands in single quotation marks");
        }
        self
    }
}
