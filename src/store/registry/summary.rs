//! What is counted of an actor, for showing it.

use crate::store::{StoreError, statement};
use rusqlite::Connection;

/// Counts of one actor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// seed, user or text.
    pub origin: String,
    /// How its quotes were linked to it, and how many by each way, most first.
    pub methods: Vec<(String, i64)>,
}

impl Summary {
    /// Where the actor is from, for people.
    pub fn origin_in_words(&self) -> &'static str {
        match self.origin.as_str() {
            "seed" => "came with kb",
            "user" => "entered or confirmed by a person",
            _ => "introduced by a text",
        }
    }
}

/// Counts what belongs to an actor.
///
/// # Errors
/// Any failure of SQLite.
pub fn of(connection: &Connection, actor: i64) -> Result<Summary, StoreError> {
    let origin =
        statement::one(connection, "SELECT origin FROM actors WHERE id = ?1", [actor], |r| r.get(0))?;
    let sql = "SELECT method, count(*) FROM quote_speakers WHERE actor_id = ?1 AND relation = 'speaker'
               GROUP BY method ORDER BY 2 DESC, 1";
    let methods = statement::all(connection, sql, [actor], |r| Ok((r.get(0)?, r.get(1)?)))?;
    Ok(Summary { origin, methods })
}
