//! Pairs of actors that a person has told apart: never merged, never again proposed as duplicates.

use super::changes::{self, Action, Author};
use super::edit;
use super::rows::actors;
use crate::domain::{ActorId, ChangeId};
use crate::store::{StoreError, Write, statement};
use rusqlite::{Connection, params};

/// Remembers that two actors are not the same; whether that was news.
///
/// # Errors
/// An actor and itself; any failure of SQLite.
pub fn tell_apart(write: &Write<'_>, author: &Author, a: ActorId, b: ActorId) -> Result<bool, StoreError> {
    let (slug, other) = (edit::slug_of(write, a)?, edit::slug_of(write, b)?);
    if a == b {
        return Err(StoreError::Reference(format!("both names mean the one actor `{slug}`")));
    }
    if told(write, a, b)?.is_some() {
        return Ok(false);
    }
    let detail = format!("{slug} is not {other}");
    let change = changes::log(write, author, Action::Different, (Some(&slug), Some(&other)), &detail)?;
    insert(write, a, b, change)?;
    // Both belong to the registry now: a name that fits both is ambiguous, where it used to mean the one that was known.
    actors::confirm(write, a)?;
    actors::confirm(write, b)?;
    Ok(true)
}

/// Takes that back; whether there was anything to take back.
///
/// # Errors
/// Any failure of SQLite.
pub fn take_back(write: &Write<'_>, author: &Author, a: ActorId, b: ActorId) -> Result<bool, StoreError> {
    let Some(told) = remove(write, a, b)? else { return Ok(false) };
    let (slug, other) = (edit::slug_of(write, a)?, edit::slug_of(write, b)?);
    let detail = format!("{slug} may be {other}");
    let change = changes::log(write, author, Action::NotDifferent, (Some(&slug), Some(&other)), &detail)?;
    changes::mark_undone(write, told, change)?;
    Ok(true)
}

/// Who told the two apart, when and why, where anybody did.
///
/// # Errors
/// Any failure of SQLite.
pub fn told(connection: &Connection, a: ActorId, b: ActorId) -> Result<Option<String>, StoreError> {
    let sql =
        "SELECT change_id FROM different_actors WHERE actor_id = min(?1, ?2) AND other_id = max(?1, ?2)";
    let change = statement::optional(connection, sql, [a, b], |r| r.get(0))?;
    change.map(|change| changes::told(connection, change)).transpose()
}

/// The slugs of those that an actor is told apart from.
///
/// # Errors
/// Any failure of SQLite.
pub fn of(connection: &Connection, actor: ActorId) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT a.slug FROM different_actors d JOIN actors a ON a.id = iif(d.actor_id = ?1, d.other_id, d.actor_id)
               WHERE d.actor_id = ?1 OR d.other_id = ?1 ORDER BY a.slug";
    statement::all(connection, sql, [actor], |r| r.get(0))
}

/// Takes a pair out; gives the change that told the two apart.
pub(super) fn remove(write: &Write<'_>, a: ActorId, b: ActorId) -> Result<Option<ChangeId>, StoreError> {
    let sql = "DELETE FROM different_actors WHERE actor_id = min(?1, ?2) AND other_id = max(?1, ?2) RETURNING change_id";
    statement::optional(write, sql, [a, b], |r| r.get(0))
}

pub(super) fn insert(
    write: &Write<'_>,
    a: ActorId,
    b: ActorId,
    change: ChangeId,
) -> Result<bool, StoreError> {
    let sql =
        "INSERT INTO different_actors (actor_id, other_id, change_id) VALUES (min(?1, ?2), max(?1, ?2), ?3)
               ON CONFLICT DO NOTHING";
    Ok(statement::execute(write, sql, params![a, b, change])? > 0)
}
