//! Issues: the matters in dispute.

use super::{StoreError, Write, statement};
use crate::domain::{Issue, IssueId};
use rusqlite::Connection;

/// Adds an issue that came with kb, or brings it up to date; one that a person has taken over is left alone.
///
/// # Errors
/// Any failure of SQLite.
pub fn upsert_seed(write: &Write<'_>, issue: &Issue) -> Result<(), StoreError> {
    let sql =
        "INSERT INTO issues (slug, name, proposition, description, origin) VALUES (?1, ?2, ?3, ?4, 'seed')
               ON CONFLICT (slug) DO UPDATE SET name = excluded.name, proposition = excluded.proposition,
                 description = excluded.description WHERE origin = 'seed'";
    statement::execute(write, sql, [&issue.slug, &issue.name, &issue.proposition, &issue.description])
        .map(drop)
}

/// The id of the issue with this slug.
///
/// # Errors
/// Any failure of SQLite.
pub fn id_of(connection: &Connection, slug: &str) -> Result<Option<IssueId>, StoreError> {
    statement::optional(connection, "SELECT id FROM issues WHERE slug = ?1", [slug], |r| r.get(0))
}

/// Finds issues by slug, name, or all of the words given: `(id, slug)`.
///
/// # Errors
/// Any failure of SQLite.
pub fn find(connection: &Connection, text: &str) -> Result<Vec<(IssueId, String)>, StoreError> {
    let sql = "SELECT id, slug, name, proposition FROM issues ORDER BY slug";
    let issues: Vec<(IssueId, String, String, String)> =
        statement::all(connection, sql, [], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))?;
    let wanted = text.to_lowercase();
    let exact = issues.iter().find(|(_, slug, name, _)| *slug == wanted || name.to_lowercase() == wanted);
    if let Some((id, slug, ..)) = exact {
        return Ok(vec![(*id, slug.clone())]);
    }
    let words: Vec<_> = wanted.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let has_all = |haystack: &str| !words.is_empty() && words.iter().all(|w| haystack.contains(w));
    let by = |text: fn(&(IssueId, String, String, String)) -> String| -> Vec<(IssueId, String)> {
        issues.iter().filter(|i| has_all(&text(i).to_lowercase())).map(|i| (i.0, i.1.clone())).collect()
    };
    // The name is what people type; the proposition's wording only helps where the name does not match.
    let named = by(|i| format!("{} {}", i.1, i.2));
    Ok(if named.is_empty() { by(|i| i.3.clone()) } else { named })
}

/// The slugs of all issues, for suggestions.
///
/// # Errors
/// Any failure of SQLite.
pub fn slugs(connection: &Connection) -> Result<Vec<String>, StoreError> {
    statement::all(connection, "SELECT slug FROM issues ORDER BY slug", [], |r| r.get(0))
}
