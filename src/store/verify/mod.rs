//! Proving a knowledge base: that every stored text is where its offsets say, that what is derived follows from what it is
//! derived from, and that nobody but kb has changed what people know and decide.

mod derived;
pub(super) mod file;
mod registry;
mod scratch;
mod search;
pub(super) mod tables;
mod texts;

pub use scratch::Scratch;

use super::{StoreError, statement};
use rusqlite::Connection;
use std::path::Path;

/// One check: what it proves, over how many rows, and what failed it.
#[derive(Debug)]
pub struct Check {
    /// What is proved.
    pub name: &'static str,
    /// Rows looked at.
    pub rows: u64,
    /// A line for each row that fails, at most [`MAX_PROBLEMS`].
    pub problems: Vec<String>,
    /// What to know that is no fault.
    pub notes: Vec<String>,
    /// What to do where it fails.
    pub remedy: &'static str,
}

/// So many problems of one kind are told; more would say nothing new.
pub const MAX_PROBLEMS: usize = 20;

/// What to do where a row is not what kb wrote.
const READ_AGAIN: &str = "import the article's file again, or restore a backup (`kb restore`)";

/// What to do where a table is another one than kb's.
const RESTORE: &str = "`kb repair` makes anew what is missing; what another program has changed `kb restore` brings back from a backup";

/// What to do where what can be made anew is not as it should be.
const REPAIR: &str = "`kb repair` makes it anew";

impl Check {
    fn new(name: &'static str, rows: u64, remedy: &'static str) -> Self {
        Self { name, rows, problems: Vec::new(), notes: Vec::new(), remedy }
    }

    /// Adds a problem, as long as there is room for it.
    fn fail(&mut self, problem: impl Into<String>) {
        match self.problems.len() {
            0..MAX_PROBLEMS => self.problems.push(problem.into()),
            MAX_PROBLEMS => self.problems.push("… and more".to_owned()),
            _ => {}
        }
    }

    fn with(mut self, problems: Vec<String>) -> Self {
        problems.into_iter().for_each(|p| self.fail(p));
        self
    }
}

/// Runs every check, each handed to `done` when it ends. `path` is where the file is: some checks need a copy.
///
/// # Errors
/// Any failure of SQLite other than those that a check is there to find, damage among them.
pub fn verify(connection: &Connection, path: &Path, done: &mut dyn FnMut(Check)) -> Result<(), StoreError> {
    type Run<'a> = Box<dyn Fn() -> Result<Check, StoreError> + 'a>;
    let checks: Vec<(&'static str, Run<'_>)> = vec![
        ("the file is sound", Box::new(|| file::is_sound(connection))),
        ("no reference dangles", Box::new(|| file::references(connection))),
        ("the tables are kb's", Box::new(|| tables::tables(connection))),
        ("the indexes, views and triggers are kb's", Box::new(|| file::definitions(connection))),
        ("no number can be given twice", Box::new(|| file::counters(connection))),
        ("every article is as it was imported", Box::new(|| texts::hashes(connection))),
        ("every quote has the words of its pieces", Box::new(|| texts::quotes(connection))),
        ("every span of a quote is a slice of its article", Box::new(|| texts::spans(connection))),
        ("every quote begins and ends with its spans", Box::new(|| texts::ends(connection))),
        ("every quote is found by its words", Box::new(|| texts::words(connection))),
        (
            "every article, and what was found in it, is as kb left it",
            Box::new(|| derived::whole(connection)),
        ),
        ("every review is in force", Box::new(|| derived::reviewed(connection))),
        ("every piece of evidence is a slice of its article", Box::new(|| texts::evidence(connection))),
        ("every position has evidence", Box::new(|| texts::positions(connection))),
        ("every derived row has its maker", Box::new(|| texts::makers(connection))),
        ("every actor is found by its names", Box::new(|| registry::names(connection))),
        ("the registry and the reviews are as kb left them", Box::new(|| registry::seals(connection))),
        ("the search indexes hold the texts", Box::new(|| search::indexes(connection, path))),
    ];
    for (name, run) in checks {
        match run() {
            Ok(check) => done(check),
            Err(e) if e.is_damage() => {
                done(Check::new(name, 0, "`kb repair` saves what can be read").with(vec![e.to_string()]));
            }
            Err(e) if e.is_passing() => return Err(e),
            // A table that another program has changed ends one check, and the others tell what is left.
            Err(e) => done(Check::new(name, 0, RESTORE).with(vec![format!("it can't be checked: {e}")])),
        }
    }
    Ok(())
}

fn lines(connection: &Connection, sql: &str) -> Result<Vec<String>, StoreError> {
    statement::all(connection, &format!("{sql} LIMIT {}", MAX_PROBLEMS + 1), [], |r| {
        // A damaged row may hold anything.
        let text = r.get_ref(0)?.as_bytes_or_null().unwrap_or_default().unwrap_or(b"?");
        Ok(String::from_utf8_lossy(text).into_owned())
    })
}

fn count(connection: &Connection, sql: &str) -> Result<u64, StoreError> {
    statement::one(connection, sql, [], |r| r.get::<_, i64>(0)).map(|n| n.unsigned_abs())
}
