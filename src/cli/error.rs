//! Errors as people see them: a message, hints, an exit code. Rendered here and nowhere else.

use super::ui;
use crate::catalog::{ResolveError, RunError};
use crate::import::ImportError;
use crate::store::StoreError;
use std::fmt::Write as _;
use std::io;
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

impl From<StoreError> for CommandError {
    fn from(e: StoreError) -> Self {
        let error = Self::users(e.to_string());
        match &e {
            StoreError::Missing { .. } => error
                .hint("`kb import` makes one from the starter corpus, `kb import PATH` from your articles")
                .hint("name another file with `--db FILE` or the variable KB_DB"),
            StoreError::Empty { .. } => error.hint("fill it with `kb import`"),
            StoreError::NotOurs { .. } => {
                error.hint("it was left untouched; name another file with `--db FILE`")
            }
            StoreError::Newer { .. } => error.hint("it was left untouched; update kb to read it"),
            StoreError::Older { .. } => error.hint("any `kb import` into it brings it up to date"),
            StoreError::Open { path, .. } => match path.parent().filter(|p| !p.as_os_str().is_empty()) {
                Some(folder) if !folder.exists() => {
                    error.hint(format!("there is no folder `{}`", folder.display()))
                }
                _ => error,
            },
            e if e.is_disk_full() => error
                .hint("the disk is full; what was stored before is safe, free some room and run it again"),
            e if e.is_busy() => {
                error.hint("another process is writing to it; run it again when that has ended")
            }
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

impl From<ResolveError> for CommandError {
    fn from(e: ResolveError) -> Self {
        let mut error = Self::users(e.to_string());
        match e {
            ResolveError::Store(e) => return e.into(),
            ResolveError::Invalid { .. } => error.whose = Whose::Usage,
            ResolveError::Nothing { what, suggestions, .. } => match suggestions.as_slice() {
                [] => {
                    error = error.hint(match what {
                        "actor" => "`kb query most-quoted` lists the actors who are quoted",
                        "office" => "`kb sql 'SELECT DISTINCT title FROM roles'` lists the titles there are",
                        "issue" => "`kb query positions` shows the issues that actors take positions on",
                        _ => "`kb sql 'SELECT * FROM articles'` lists what is there",
                    });
                }
                names => {
                    let names: Vec<_> = names.iter().map(|n| format!("`{n}`")).collect();
                    error = error.hint(format!("did you mean {}?", names.join(" or ")));
                }
            },
            ResolveError::Ambiguous { candidates, .. } => {
                let mut list = String::from("name one of these:");
                for (key, about) in candidates {
                    let _ = write!(list, "\n    {key:<24} {about}");
                }
                error = error.hint(list);
            }
        }
        error
    }
}

impl From<RunError> for CommandError {
    fn from(e: RunError) -> Self {
        match e {
            RunError::Output(e) => e.into(),
            RunError::Timeout(_) => {
                Self::users(e.to_string()).hint("allow it longer with `--timeout SECONDS`")
            }
            RunError::Refused(reason) => Self::users(reason),
            RunError::Sql { sql, message, offset } => Self::users(match offset {
                Some(offset) => format!("{message}\n{}", caret(&sql, offset)),
                None => message,
            }),
        }
    }
}

/// The line of the SQL where the mistake is, with a caret under it.
fn caret(sql: &str, offset: usize) -> String {
    let before = sql.get(..offset).unwrap_or(sql);
    let start = before.rfind('\n').map_or(0, |i| i + 1);
    let line = sql[start..].lines().next().unwrap_or("");
    let number = (before.matches('\n').count() + 1).to_string();
    let pad = " ".repeat(number.len());
    let column = " ".repeat(before[start..].chars().count());
    format!("{pad} |\n{number} | {line}\n{pad} | {column}^")
}
