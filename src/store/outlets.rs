//! Outlets: who publishes articles.

use super::{StoreError, Write, actors, statement};
use crate::domain::OutletId;
use rusqlite::Connection;

/// The id of the outlet of this name, made where it is new.
///
/// The same outlet under another spelling ("Al-Jazeera", "Al Jazeera") is recognised by its slug.
///
/// # Errors
/// Any failure of SQLite.
pub fn ensure(write: &Write<'_>, name: &str) -> Result<OutletId, StoreError> {
    let slug = actors::slug_of(name);
    let sql = "INSERT INTO outlets (slug, name) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
    statement::execute(write, sql, [&slug, name])?;
    let sql = "SELECT id FROM outlets WHERE slug = ?1 OR name = ?2 ORDER BY name = ?2 DESC LIMIT 1";
    statement::one(write, sql, [&slug, name], |r| r.get(0))
}

/// Removes the outlets that have no article.
pub(super) fn remove_unused(write: &Write<'_>) -> Result<(), StoreError> {
    let sql =
        "DELETE FROM outlets WHERE NOT EXISTS (SELECT 1 FROM articles a WHERE a.outlet_id = outlets.id)";
    statement::execute(write, sql, []).map(drop)
}

/// Finds outlets by name: `(id, name)`, exact (by slug) before partial matches.
///
/// # Errors
/// Any failure of SQLite.
pub fn find(connection: &Connection, text: &str) -> Result<Vec<(OutletId, String)>, StoreError> {
    let slug = actors::slug_of(text);
    let sql = "SELECT id, name FROM outlets WHERE slug = ?1 OR name = ?2";
    let exact = statement::all(connection, sql, [&slug, text], |r| Ok((r.get(0)?, r.get(1)?)))?;
    if !exact.is_empty() || slug.is_empty() {
        return Ok(exact);
    }
    let sql = "SELECT id, name FROM outlets WHERE instr('-' || slug || '-', ?1) > 0 ORDER BY name";
    statement::all(connection, sql, [format!("-{slug}-")], |r| Ok((r.get(0)?, r.get(1)?)))
}

/// The names of all outlets, for suggestions.
///
/// # Errors
/// Any failure of SQLite.
pub fn names(connection: &Connection) -> Result<Vec<String>, StoreError> {
    statement::all(connection, "SELECT name FROM outlets ORDER BY name", [], |r| r.get(0))
}
