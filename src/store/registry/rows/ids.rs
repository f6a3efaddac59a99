//! Writes `actor_ids`: what other registers call an actor.

use crate::domain::ActorId;
use crate::store::{StoreError, Write, statement};
use rusqlite::params;

/// What is to happen where the id is known already.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Policy {
    /// It stays whose it is.
    Keep,
    /// It is this actor's.
    Take,
}

/// Writes an id of an actor; whether anything changed.
pub(in crate::store) fn put(
    write: &Write<'_>,
    actor: ActorId,
    (scheme, id): (&str, &str),
    policy: Policy,
) -> Result<bool, StoreError> {
    let sql = "INSERT INTO actor_ids (scheme, external_id, actor_id) VALUES (?1, ?2, ?3)
               ON CONFLICT DO UPDATE SET actor_id = excluded.actor_id WHERE ?4";
    let values = params![scheme, id, actor, policy == Policy::Take];
    Ok(statement::execute(write, sql, values)? > 0)
}

/// The ids of `gone` are those of `stays`.
pub(in crate::store) fn move_all(write: &Write<'_>, gone: ActorId, stays: ActorId) -> Result<(), StoreError> {
    let sql = "UPDATE actor_ids SET actor_id = ?2 WHERE actor_id = ?1";
    statement::execute(write, sql, [gone, stays]).map(drop)
}

/// Takes an id from an actor, where it has it.
pub(in crate::store) fn remove(
    write: &Write<'_>,
    actor: ActorId,
    scheme: &str,
    id: Option<&str>,
) -> Result<(), StoreError> {
    let sql = "DELETE FROM actor_ids WHERE actor_id = ?1 AND scheme = ?2 AND external_id IS ?3";
    statement::execute(write, sql, params![actor, scheme, id]).map(drop)
}
