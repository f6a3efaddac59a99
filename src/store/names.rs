//! Names to choose from, for completion: what somebody types for an actor, issue, outlet or article.

use super::{StoreError, statement};
use rusqlite::Connection;

/// What is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Actors, by slug.
    Actor,
    /// Issues, by slug.
    Issue,
    /// Outlets, by name.
    Outlet,
    /// Articles, by id.
    Article,
}

/// Statements looked at for [`lately_quoted`].
const LATELY: u32 = 1000;

/// The slug of the actor with the most statements among those that were stored last.
///
/// # Errors
/// Any failure of SQLite.
pub fn lately_quoted(connection: &Connection) -> Result<Option<String>, StoreError> {
    let sql = "SELECT a.slug FROM (SELECT id FROM made_quotes ORDER BY id DESC LIMIT ?1) q
               JOIN standing_speakers s ON s.quote_id = q.id AND s.relation = 'speaker' JOIN actors a ON a.id = s.actor_id
               GROUP BY a.id ORDER BY count(*) DESC, a.slug LIMIT 1";
    statement::optional(connection, sql, [LATELY], |r| r.get(0))
}

/// At most `most` names that begin with `typed`, or of which a word does, each with a word about it.
///
/// # Errors
/// Any failure of SQLite.
pub fn starting(
    connection: &Connection,
    kind: Kind,
    typed: &str,
    most: usize,
) -> Result<Vec<(String, String)>, StoreError> {
    // Slugs are what one types without quotation marks; a word of the slug is as good as its beginning.
    let sql = match kind {
        Kind::Actor => {
            "SELECT slug, name FROM actors WHERE article_id IS NULL AND (slug LIKE ?1 || '%' OR slug LIKE '%-' || ?1 || '%')
             ORDER BY slug NOT LIKE ?1 || '%', slug LIMIT ?2"
        }
        Kind::Issue => {
            "SELECT slug, name FROM issues WHERE slug LIKE ?1 || '%' OR slug LIKE '%-' || ?1 || '%' ORDER BY slug LIMIT ?2"
        }
        Kind::Outlet => {
            "SELECT name, '' FROM outlets WHERE name LIKE ?1 || '%' OR slug LIKE ?1 || '%' ORDER BY name LIMIT ?2"
        }
        Kind::Article => {
            "SELECT CAST(id AS TEXT), label FROM articles
             WHERE CAST(id AS TEXT) LIKE ?1 || '%' OR title LIKE '%' || ?1 || '%' ORDER BY id LIMIT ?2"
        }
    };
    let escaped = typed.to_lowercase();
    statement::all(connection, sql, rusqlite::params![escaped, most as i64], |r| Ok((r.get(0)?, r.get(1)?)))
}
