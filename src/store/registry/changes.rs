//! The log of what people did to the registry.

use super::reviews;
use crate::domain::{ChangeId, vocabulary};
use crate::store::{self, StoreError, Write, statement};
use rusqlite::{Connection, params};

/// Who changes something, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// A name, as the person signs.
    pub by: String,
    /// The reason; may be empty.
    pub why: String,
}

vocabulary! {
    /// What was done: the words of the column `actor_changes.action`.
    Action {
        /// A new actor.
        Add = "add",
        /// Its name, description, gender, state or ids.
        Edit = "edit",
        /// A new alias.
        Alias = "alias",
        /// An alias less.
        RemoveAlias = "remove_alias",
        /// A new role, or new dates of one.
        Role = "role",
        /// A role less.
        RemoveRole = "remove_role",
        /// Two actors became one.
        Merge = "merge",
        /// One became two.
        Split = "split",
        /// Two were told apart.
        Different = "different",
        /// They are no longer told apart.
        NotDifferent = "not_different",
        /// A quote was given its speaker.
        Assign = "assign",
        /// A file of actors was read.
        Import = "import",
        /// An actor was taken out.
        Remove = "remove",
        /// Another change was taken back.
        Undo = "undo",
    }
}

/// Writes one change; gives its id. `slugs` are the actor it was done to and, where there is one, the other.
///
/// # Errors
/// Any failure of SQLite.
pub fn log(
    write: &Write<'_>,
    author: &Author,
    action: Action,
    slugs: (Option<&str>, Option<&str>),
    detail: &str,
) -> Result<ChangeId, StoreError> {
    let sql = "INSERT INTO actor_changes (made_at, made_by, why, action, actor_slug, other_slug, detail)
               VALUES (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?1, ?2, ?3, ?4, ?5, ?6) RETURNING id";
    let values = params![author.by, author.why, action, slugs.0, slugs.1, detail];
    statement::one(write, sql, values, |r| r.get(0))
}

/// Takes the registry, issues, positions and reviews as they are, whoever has made them so, and says so in the log. Gives
/// what was taken, a line for each table.
///
/// # Errors
/// Any failure of SQLite.
pub fn accept(write: &Write<'_>, author: &Author) -> Result<Vec<String>, StoreError> {
    let taken = store::seal::told(write)?;
    let detail = match taken.is_empty() {
        true => "changes made by another program were taken as right".to_owned(),
        false => format!("changes made by another program were taken as right: {}", taken.join("; ")),
    };
    log(write, author, Action::Edit, (None, None), &detail)?;
    // What other programs add has nothing yet that it is looked up by.
    super::keys::renew(write)?;
    for article in reviews::of_articles(write)? {
        reviews::apply(write, article)?;
    }
    store::seal::accept(write)?;
    Ok(taken)
}

/// Keeps beside a change what it takes to undo it, as JSON.
pub(super) fn keep_undo(write: &Write<'_>, change: ChangeId, undo: &str) -> Result<(), StoreError> {
    statement::execute(write, "UPDATE actor_changes SET undo = ?2 WHERE id = ?1", params![change, undo])
        .map(drop)
}

/// Marks a change as taken back by another one.
pub(super) fn mark_undone(write: &Write<'_>, change: ChangeId, by: ChangeId) -> Result<(), StoreError> {
    statement::execute(write, "UPDATE actor_changes SET undone_by = ?2 WHERE id = ?1", [change, by]).map(drop)
}

/// A state of the registry: two are equal where nobody has changed it in between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generation {
    /// The last change that people made.
    change: Option<ChangeId>,
    /// The last change of an issue.
    issue: Option<i64>,
    /// The knowledge that came with kb.
    seeds: Option<String>,
}

impl Generation {
    /// The state that it is in.
    ///
    /// # Errors
    /// Any failure of SQLite.
    pub fn of(connection: &Connection) -> Result<Self, StoreError> {
        let change = statement::one(connection, "SELECT max(id) FROM actor_changes", [], |r| r.get(0))?;
        let issue = statement::one(connection, "SELECT max(id) FROM issue_changes", [], |r| r.get(0))?;
        Ok(Self { change, issue, seeds: store::setting(connection, "knowledge_hash")? })
    }
}

/// One line of the log.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// UTC.
    pub made_at: String,
    /// Who.
    pub made_by: String,
    /// The reason; may be empty.
    pub why: String,
    /// What was done.
    pub action: Action,
    /// What was done, in words.
    pub detail: String,
    /// Whether it was taken back.
    pub undone: bool,
}

/// The changes that an actor has to do with, newest first.
///
/// # Errors
/// Any failure of SQLite.
pub fn of(connection: &Connection, slug: &str, limit: u32) -> Result<Vec<Change>, StoreError> {
    let sql = "SELECT made_at, made_by, why, action, detail, undone_by IS NOT NULL FROM actor_changes
               WHERE actor_slug = ?1 OR other_slug = ?1 ORDER BY id DESC LIMIT ?2";
    statement::all(connection, sql, params![slug, limit], |r| {
        Ok(Change {
            made_at: r.get(0)?,
            made_by: r.get(1)?,
            why: r.get(2)?,
            action: r.get(3)?,
            detail: r.get(4)?,
            undone: r.get(5)?,
        })
    })
}

/// Who told something, when and why, for a message: `2026-11-22 by ada: another office`.
pub(super) fn told(connection: &Connection, change: ChangeId) -> Result<String, StoreError> {
    let sql = "SELECT substr(made_at, 1, 10) || ' by ' || made_by || iif(why = '', '', ': ' || why)
               FROM actor_changes WHERE id = ?1";
    statement::one(connection, sql, [change], |r| r.get(0))
}
