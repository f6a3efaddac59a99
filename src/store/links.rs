//! Writes `quote_speakers`: who is linked to a quote, as its speaker or otherwise.

use super::{StoreError, Write, statement};
use crate::domain::{ActorId, ArticleId, QuoteId, Relation};
use rusqlite::{Connection, params};

/// A link to be.
pub(super) struct Link<'a> {
    pub quote: QuoteId,
    pub actor: ActorId,
    pub relation: Relation,
    /// A word of [`crate::domain::SpeakerMethod`], or what another program has written.
    pub method: &'a str,
    pub confidence: f64,
}

/// Links an actor to a quote, unless it is linked so already; gives how many links that made.
pub(super) fn put(write: &Write<'_>, link: &Link<'_>) -> Result<usize, StoreError> {
    let sql = "INSERT INTO quote_speakers (quote_id, actor_id, relation, method, confidence)
               VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING";
    let values = params![link.quote, link.actor, link.relation, link.method, link.confidence];
    statement::execute(write, sql, values)
}

/// Who said a quote, with slugs.
///
/// # Errors
/// Any failure of SQLite.
pub fn speakers(connection: &Connection, quote: QuoteId) -> Result<Vec<(ActorId, String)>, StoreError> {
    let sql = "SELECT a.id, a.slug FROM quote_speakers s JOIN actors a ON a.id = s.actor_id
               WHERE s.quote_id = ?1 AND s.relation = 'speaker' ORDER BY s.confidence DESC, a.id";
    statement::all(connection, sql, [quote], |r| Ok((r.get(0)?, r.get(1)?)))
}

/// Takes one link from a quote; gives how many there were.
pub(super) fn remove(
    write: &Write<'_>,
    quote: QuoteId,
    relation: Relation,
    actor: ActorId,
) -> Result<usize, StoreError> {
    let sql = "DELETE FROM quote_speakers WHERE quote_id = ?1 AND relation = ?2 AND actor_id = ?3";
    statement::execute(write, sql, params![quote, relation, actor])
}

/// Takes every link from a quote.
pub(super) fn clear(write: &Write<'_>, quote: QuoteId) -> Result<(), StoreError> {
    statement::execute(write, "DELETE FROM quote_speakers WHERE quote_id = ?1", [quote]).map(drop)
}

/// Takes every link from the quotes of an article.
pub(super) fn clear_article(write: &Write<'_>, article: ArticleId) -> Result<(), StoreError> {
    let sql = "DELETE FROM quote_speakers WHERE quote_id IN (SELECT id FROM quotes WHERE article_id = ?1)";
    statement::execute(write, sql, [article]).map(drop)
}

/// What is linked to `gone` is linked to `stays`. Where both are linked to a quote the one link stays; the other goes with
/// its actor.
pub(super) fn move_all(write: &Write<'_>, gone: ActorId, stays: ActorId) -> Result<(), StoreError> {
    let sql = "UPDATE OR IGNORE quote_speakers SET actor_id = ?2 WHERE actor_id = ?1";
    statement::execute(write, sql, [gone, stays])?;
    // Who said it is no longer one of those who may have.
    let sql = "DELETE FROM quote_speakers AS c WHERE actor_id = ?1 AND relation = 'candidate' AND EXISTS (
                 SELECT 1 FROM quote_speakers s
                 WHERE s.quote_id = c.quote_id AND s.relation = 'speaker' AND s.actor_id = ?1)";
    statement::execute(write, sql, [stays]).map(drop)
}

/// Takes out what is linked to quotes that are not there, in a file that was damaged.
pub(super) fn remove_strays(write: &Write<'_>) -> Result<(), StoreError> {
    let sql = "DELETE FROM quote_speakers WHERE quote_id NOT IN (SELECT id FROM quotes)";
    statement::execute(write, sql, []).map(drop)
}
