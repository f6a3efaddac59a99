//! Positions and the passages that are their evidence.

use super::stances::Judged;
use super::{StoreError, Write, actors, issues, statement};
use crate::domain::{ActorId, ArticleId, Basis, IssueId, Origin, PartialDate, PositionId, Stance};
use crate::text::ByteSpan;
use rusqlite::{Connection, params};

/// A position that came with kb, with its evidence found in a stored article.
pub struct SeedPosition<'a> {
    /// Slug of the actor who holds it.
    pub actor: &'a str,
    /// Slug of the issue.
    pub issue: &'a str,
    /// Where the actor stands.
    pub stance: Stance,
    /// On whose word.
    pub basis: Basis,
    /// Slug of the actor who ascribes it, where it is ascribed.
    pub ascribed_by: Option<&'a str>,
    /// When it was stated.
    pub stated_on: Option<PartialDate>,
    /// A remark of the person who recorded it.
    pub note: &'a str,
    /// Where the article's record was read from.
    pub source_path: String,
    /// The passage, word for word.
    pub evidence: &'a str,
}

/// Whether the database holds any position.
///
/// # Errors
/// Any failure of SQLite.
pub fn any(connection: &Connection) -> Result<bool, StoreError> {
    let found =
        statement::optional(connection, "SELECT 1 FROM positions LIMIT 1", [], |r| r.get::<_, i64>(0))?;
    Ok(found.is_some())
}

/// Records a position with its evidence; one that is there already is left alone.
///
/// # Errors
/// A slug, an article or a passage that is not there; any failure of SQLite.
pub fn ensure_seed(write: &Write<'_>, position: &SeedPosition<'_>) -> Result<(), StoreError> {
    let missing = |what: &str, key: &str| {
        let (actor, issue) = (position.actor, position.issue);
        StoreError::Reference(format!("position of `{actor}` on `{issue}`: there is no {what} `{key}`"))
    };
    let actor = actors::id_of(write, position.actor)?.ok_or_else(|| missing("actor", position.actor))?;
    let issue = issues::id_of(write, position.issue)?.ok_or_else(|| missing("issue", position.issue))?;
    let ascriber = match position.ascribed_by {
        Some(slug) => Some(actors::id_of(write, slug)?.ok_or_else(|| missing("actor", slug))?),
        None => None,
    };
    let sql = "SELECT id, body FROM articles WHERE source_path = ?1";
    let article: Option<(ArticleId, String)> =
        statement::optional(write, sql, [&position.source_path], |r| Ok((r.get(0)?, r.get(1)?)))?;
    let (article, body) = article.ok_or_else(|| missing("article", &position.source_path))?;
    let (start, end) =
        locate(&body, position.evidence).ok_or_else(|| missing("passage", position.evidence))?;

    let sql = "SELECT 1 FROM positions p JOIN position_evidence e ON e.position_id = p.id
               WHERE p.actor_id = ?1 AND p.issue_id = ?2 AND p.stance = ?3 AND e.article_id = ?4 AND e.text = ?5";
    let key = params![actor, issue, position.stance, article, position.evidence];
    if statement::optional(write, sql, key, |_| Ok(()))?.is_some() {
        return Ok(());
    }
    let row = Row {
        actor,
        issue,
        stance: position.stance,
        basis: position.basis,
        by: ascriber,
        stated_on: position.stated_on.map(|d| d.to_string()),
        condition: None,
        confidence: None,
        note: position.note,
        origin: Origin::Seed,
        evidence: position.evidence,
        place: (start, end),
    };
    // It came with kb: no reading of the article replaces it.
    let id = insert(write, None, &row)?;
    prove(write, id, article, &row)
}

/// Finds the evidence in an article anew after its text has changed. A passage that is gone keeps its words and
/// loses its place, so that the loss shows.
///
/// # Errors
/// Any failure of SQLite.
pub fn relocate_evidence(write: &Write<'_>, article: ArticleId, body: &str) -> Result<(), StoreError> {
    let sql = "SELECT id, text FROM position_evidence WHERE article_id = ?1";
    let passages: Vec<(i64, String)> = statement::all(write, sql, [article], |r| Ok((r.get(0)?, r.get(1)?)))?;
    for (id, text) in passages {
        let (start, end) = locate(body, &text).unzip();
        let sql = "UPDATE position_evidence SET start_char = ?2, end_char = ?3 WHERE id = ?1";
        statement::execute(write, sql, params![id, start, end])?;
    }
    Ok(())
}

/// The positions of `gone`, held or ascribed by it, are those of `stays`; gives how many it held.
pub(super) fn move_all(write: &Write<'_>, gone: ActorId, stays: ActorId) -> Result<usize, StoreError> {
    let sql = "UPDATE positions SET actor_id = ?2 WHERE actor_id = ?1";
    let held = statement::execute(write, sql, [gone, stays])?;
    let sql = "UPDATE positions SET ascribed_by_id = ?2 WHERE ascribed_by_id = ?1";
    statement::execute(write, sql, [gone, stays])?;
    Ok(held)
}

/// Gives one position back to the actor that held it before.
pub(super) fn move_back(
    write: &Write<'_>,
    position: PositionId,
    to: ActorId,
    from: ActorId,
) -> Result<(), StoreError> {
    let sql = "UPDATE positions SET actor_id = ?1 WHERE id = ?2 AND actor_id = ?3";
    statement::execute(write, sql, params![to, position, from]).map(drop)
}

/// Has one position ascribed by the actor that ascribed it before.
pub(super) fn ascribe_back(
    write: &Write<'_>,
    position: PositionId,
    to: ActorId,
    from: ActorId,
) -> Result<(), StoreError> {
    let sql = "UPDATE positions SET ascribed_by_id = ?1 WHERE id = ?2 AND ascribed_by_id = ?3";
    statement::execute(write, sql, params![to, position, from]).map(drop)
}

/// Removes a position with its evidence.
pub(super) fn remove(write: &Write<'_>, position: PositionId) -> Result<(), StoreError> {
    statement::execute(write, "DELETE FROM positions WHERE id = ?1", [position]).map(drop)
}

/// Removes positions that came with kb and have no evidence left; gives how many.
pub(super) fn remove_unproved_seeds(write: &Write<'_>) -> Result<usize, StoreError> {
    let sql = "DELETE FROM positions WHERE origin = 'seed'
                 AND NOT EXISTS (SELECT 1 FROM position_evidence e WHERE e.position_id = positions.id)";
    statement::execute(write, sql, [])
}

/// One position in an article, with one passage.
pub(super) struct Row<'a> {
    pub actor: ActorId,
    pub issue: IssueId,
    pub stance: Stance,
    pub basis: Basis,
    pub by: Option<ActorId>,
    pub stated_on: Option<String>,
    pub condition: Option<&'a str>,
    pub confidence: Option<f64>,
    /// A remark of the person who recorded it.
    pub note: &'a str,
    pub origin: Origin,
    pub evidence: &'a str,
    pub place: (i64, i64),
}

/// Writes a passage, to the position that it has in common with others where there is one.
pub(super) fn put(write: &Write<'_>, article: ArticleId, row: &Row<'_>) -> Result<PositionId, StoreError> {
    let sql = "SELECT id FROM positions WHERE article_id = ?1 AND actor_id = ?2 AND issue_id = ?3 AND stance = ?4 AND basis = ?5
                 AND ascribed_by_id IS ?6 AND stated_on IS ?7 AND condition IS ?8 AND origin = ?9";
    let key = params![
        article,
        row.actor,
        row.issue,
        row.stance,
        row.basis,
        row.by,
        row.stated_on,
        row.condition,
        row.origin
    ];
    let known = statement::optional(write, sql, key, |r| r.get(0))?;
    let position: PositionId = match known {
        Some(id) => {
            let sql = "UPDATE positions SET confidence = ?2 WHERE id = ?1 AND confidence IS NOT ?2";
            statement::execute(write, sql, params![id, row.confidence])?;
            id
        }
        None => insert(write, Some(article), row)?,
    };
    prove(write, position, article, row)?;
    Ok(position)
}

/// Writes a position; `read_in` is the article with which it goes.
fn insert(write: &Write<'_>, read_in: Option<ArticleId>, row: &Row<'_>) -> Result<PositionId, StoreError> {
    let sql = "INSERT INTO positions (article_id, actor_id, issue_id, stance, basis, ascribed_by_id, stated_on, condition,
                 confidence, note, origin) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) RETURNING id";
    let values = params![
        read_in,
        row.actor,
        row.issue,
        row.stance,
        row.basis,
        row.by,
        row.stated_on,
        row.condition,
        row.confidence,
        row.note,
        row.origin
    ];
    statement::one(write, sql, values, |r| r.get(0))
}

/// Writes a passage of a position.
fn prove(
    write: &Write<'_>,
    position: PositionId,
    article: ArticleId,
    row: &Row<'_>,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO position_evidence (position_id, article_id, start_char, end_char, text) VALUES (?1, ?2, ?3, ?4, ?5)
               ON CONFLICT DO NOTHING";
    let (start, end) = row.place;
    statement::execute(write, sql, params![position, article, start, end, row.evidence]).map(drop)
}

/// Puts what people have said of an article's positions in force.
pub(super) fn apply_reviews(write: &Write<'_>, article: ArticleId) -> Result<(), StoreError> {
    // Beside a person's word nothing derived stands.
    let sql = "DELETE FROM positions WHERE article_id = ?1 AND origin = 'text' AND EXISTS (
                 SELECT 1 FROM positions p WHERE p.article_id = ?1 AND p.origin = 'user'
                   AND p.actor_id = positions.actor_id AND p.issue_id = positions.issue_id)";
    statement::execute(write, sql, [article])?;
    let sql = "UPDATE positions SET standing = 0 WHERE article_id = ?1 AND origin = 'text' AND EXISTS (
                 SELECT 1 FROM position_reviews r WHERE r.article_id = ?1 AND r.verdict = 'rejected' AND r.undone_at IS NULL
                   AND r.actor_id = positions.actor_id AND r.issue_id = positions.issue_id)";
    statement::execute(write, sql, [article]).map(drop)
}

/// The positions that were read out of an article; each is there without passages until it is found again.
pub(super) fn begin_found(write: &Write<'_>, article: ArticleId) -> Result<Vec<PositionId>, StoreError> {
    let sql = "DELETE FROM position_evidence WHERE position_id IN
                 (SELECT id FROM positions WHERE article_id = ?1 AND origin = 'text')";
    statement::execute(write, sql, [article])?;
    let sql = "UPDATE positions SET standing = 1 WHERE article_id = ?1 AND origin = 'text' AND standing = 0";
    statement::execute(write, sql, [article])?;
    let sql = "SELECT id FROM positions WHERE article_id = ?1 AND origin = 'text' ORDER BY id";
    statement::all(write, sql, [article], |r| r.get(0))
}

/// Removes a person's own positions of an actor on an issue in an article.
pub(super) fn remove_own(
    write: &Write<'_>,
    article: ArticleId,
    actor: ActorId,
    issue: IssueId,
) -> Result<(), StoreError> {
    let sql =
        "DELETE FROM positions WHERE article_id = ?1 AND actor_id = ?2 AND issue_id = ?3 AND origin = 'user'";
    statement::execute(write, sql, params![article, actor, issue]).map(drop)
}

/// Makes what was found a person's own, in this stance: the passages stay the evidence, and rest on that person's word.
pub(super) fn take_over(
    write: &Write<'_>,
    article: ArticleId,
    position: &Judged,
    stance: Stance,
) -> Result<(), StoreError> {
    let sql = "UPDATE positions SET origin = 'user', stance = ?4, confidence = NULL, standing = 1,
                 condition = iif(?4 = 'conditional', condition, NULL)
               WHERE article_id = ?1 AND actor_id = ?2 AND issue_id = ?3 AND (stance = ?5 OR origin = 'user')";
    let values = params![article, position.actor, position.issue, stance, position.stance];
    statement::execute(write, sql, values).map(drop)
}

/// The code points `(start, end)` of the first place where `body` has `passage`.
fn locate(body: &str, passage: &str) -> Option<(i64, i64)> {
    let span = body.find(passage).map(|start| ByteSpan::new(start, start + passage.len()))?;
    let start = body.get(..span.start)?.chars().count();
    Some((start as i64, (start + passage.chars().count()) as i64))
}
