//! Writes `removed_facts`: what a person took from an actor, and seeds do not bring back.

use crate::domain::ActorId;
use crate::store::{StoreError, Write, statement};
use rusqlite::params;

/// Remembers that a person took a fact (`alias`, `role`) from an actor.
pub(in crate::store) fn put(
    write: &Write<'_>,
    actor: ActorId,
    fact: &str,
    text: &str,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO removed_facts (actor_id, fact, text) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
    statement::execute(write, sql, params![actor, fact, text]).map(drop)
}

/// Forgets that, since a person gave it back.
pub(in crate::store) fn take_back(
    write: &Write<'_>,
    actor: ActorId,
    fact: &str,
    text: &str,
) -> Result<(), StoreError> {
    let sql = "DELETE FROM removed_facts WHERE actor_id = ?1 AND fact = ?2 AND text = ?3";
    statement::execute(write, sql, params![actor, fact, text]).map(drop)
}
