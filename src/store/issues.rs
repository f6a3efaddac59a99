//! Issues: the matters in dispute, with their signals and the log of what people did to them.

use super::registry::Author;
use super::{StoreError, Write, statement};
use crate::domain::{Issue, IssueId, Signal};
use rusqlite::{Connection, params};

/// An issue as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its row.
    pub id: IssueId,
    /// Whether it came with kb, and nobody has taken it over.
    pub seed: bool,
    /// What it says.
    pub issue: Issue,
}

/// All issues, in the order of their slugs.
///
/// # Errors
/// Any failure of SQLite.
pub fn all(connection: &Connection) -> Result<Vec<Kept>, StoreError> {
    select(connection, None)
}

/// The issue with this id.
///
/// # Errors
/// Any failure of SQLite.
pub fn of(connection: &Connection, id: IssueId) -> Result<Option<Kept>, StoreError> {
    Ok(select(connection, Some(id))?.pop())
}

fn select(connection: &Connection, only: Option<IssueId>) -> Result<Vec<Kept>, StoreError> {
    let sql = "SELECT i.id, i.origin = 'seed', i.slug, i.name, i.proposition, i.description, p.slug
               FROM issues i LEFT JOIN issues p ON p.id = i.parent_id
               WHERE ?1 IS NULL OR i.id = ?1 ORDER BY i.slug";
    let read = |r: &rusqlite::Row<'_>| {
        let issue = Issue {
            slug: r.get(2)?,
            name: r.get(3)?,
            proposition: r.get(4)?,
            description: r.get(5)?,
            parent: r.get(6)?,
            signals: Vec::new(),
        };
        Ok(Kept { id: r.get(0)?, seed: r.get(1)?, issue })
    };
    let mut issues = statement::all(connection, sql, [only], read)?;
    let sql = "SELECT words, direction FROM issue_signals WHERE issue_id = ?1 ORDER BY words";
    for kept in &mut issues {
        kept.issue.signals = statement::all(connection, sql, [kept.id], |r| {
            Ok(Signal { words: r.get(0)?, direction: r.get(1)? })
        })?;
    }
    Ok(issues)
}

/// The issues that articles are read for: those of the user; those that came with kb where there is none.
///
/// # Errors
/// Any failure of SQLite.
pub fn read_for(connection: &Connection) -> Result<Vec<(IssueId, Issue)>, StoreError> {
    let all = all(connection)?;
    let own = all.iter().any(|k| !k.seed);
    Ok(all.into_iter().filter(|k| k.seed != own).map(|k| (k.id, k.issue)).collect())
}

/// What a person did to an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// It is new.
    Added,
    /// It says something else.
    Set,
    /// It says what it said.
    Same,
}

/// Adds an issue of the user's, which has been [checked](Issue::checked), or gives the one with its slug what this one says.
///
/// # Errors
/// A parent that is not there; any failure of SQLite.
pub fn put(write: &Write<'_>, author: &Author, issue: &Issue) -> Result<Changed, StoreError> {
    let before = match id_of(write, &issue.slug)? {
        Some(id) => of(write, id)?,
        None => None,
    };
    if before.as_ref().is_some_and(|k| !k.seed && k.issue == *issue) {
        return Ok(Changed::Same);
    }
    let parent = match &issue.parent {
        Some(slug) if *slug == issue.slug => {
            return Err(StoreError::Reference(format!("issue `{slug}` is named as its own parent")));
        }
        Some(slug) => Some(id_of(write, slug)?.ok_or_else(|| {
            StoreError::Reference(format!(
                "issue `{}`: there is no issue `{slug}` to be its parent",
                issue.slug
            ))
        })?),
        None => None,
    };
    let sql = "INSERT INTO issues (slug, name, proposition, description, parent_id, origin) VALUES (?1, ?2, ?3, ?4, ?5, 'user')
               ON CONFLICT (slug) DO UPDATE SET name = excluded.name, proposition = excluded.proposition,
                 description = excluded.description, parent_id = excluded.parent_id, origin = 'user' RETURNING id";
    let values = params![issue.slug, issue.name, issue.proposition, issue.description, parent];
    let id: IssueId = statement::one(write, sql, values, |r| r.get(0))?;
    statement::execute(write, "DELETE FROM issue_signals WHERE issue_id = ?1", [id])?;
    for signal in &issue.signals {
        let sql = "INSERT INTO issue_signals (issue_id, words, direction) VALUES (?1, ?2, ?3)";
        statement::execute(write, sql, params![id, signal.words, signal.direction])?;
    }
    let action = if before.is_some() { "set" } else { "add" };
    log(write, author, action, &issue.slug, before.as_ref().map(|k| &k.issue), Some(issue))?;
    Ok(if before.is_some() { Changed::Set } else { Changed::Added })
}

/// Takes an issue out with all positions on it.
///
/// # Errors
/// Any failure of SQLite.
pub fn remove(write: &Write<'_>, author: &Author, id: IssueId) -> Result<(), StoreError> {
    let Some(kept) = of(write, id)? else { return Ok(()) };
    statement::execute(write, "DELETE FROM issues WHERE id = ?1", [id])?;
    log(write, author, "remove", &kept.issue.slug, Some(&kept.issue), None)
}

/// How many positions on an issue are a person's word, and how many reviews there are.
///
/// # Errors
/// Any failure of SQLite.
pub fn own_work(connection: &Connection, id: IssueId) -> Result<u64, StoreError> {
    let sql = "SELECT (SELECT count(*) FROM position_reviews WHERE issue_id = ?1 AND undone_at IS NULL)
                    + (SELECT count(*) FROM positions WHERE issue_id = ?1 AND origin = 'user' AND article_id IS NULL)";
    statement::one(connection, sql, [id], |r| r.get::<_, i64>(0)).map(|n| n.unsigned_abs())
}

/// How many positions were read out of how many articles, of all that are stored.
///
/// # Errors
/// Any failure of SQLite.
pub fn found(connection: &Connection) -> Result<(u64, u64), StoreError> {
    let sql =
        "SELECT (SELECT count(*) FROM positions WHERE origin = 'text'), (SELECT count(*) FROM articles)";
    let read = |r: &rusqlite::Row<'_>| Ok((r.get::<_, i64>(0)?, r.get::<_, i64>(1)?));
    statement::one(connection, sql, [], read).map(|(p, a)| (p.unsigned_abs(), a.unsigned_abs()))
}

/// How many positions of each stance there are on an issue.
///
/// # Errors
/// Any failure of SQLite.
pub fn counts(connection: &Connection, id: IssueId) -> Result<Vec<(String, i64)>, StoreError> {
    let sql = "SELECT stance, count(*) FROM standing_positions WHERE issue_id = ?1 GROUP BY stance ORDER BY 2 DESC, 1";
    statement::all(connection, sql, [id], |r| Ok((r.get(0)?, r.get(1)?)))
}

fn log(
    write: &Write<'_>,
    author: &Author,
    action: &str,
    slug: &str,
    before: Option<&Issue>,
    after: Option<&Issue>,
) -> Result<(), StoreError> {
    let json = |issue: Option<&Issue>| issue.and_then(|i| serde_json::to_string(i).ok());
    let sql = "INSERT INTO issue_changes (made_at, made_by, why, action, slug, before, after)
               VALUES (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?1, ?2, ?3, ?4, ?5, ?6)";
    let values = params![author.by, author.why, action, slug, json(before), json(after)];
    statement::execute(write, sql, values).map(drop)
}

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
