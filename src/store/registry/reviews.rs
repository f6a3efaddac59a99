//! Who said a quote, by a person's word: stored apart from what is derived, and put in force after each derivation.

use super::changes::{self, Action, Author};
use super::edit;
use super::rows::actors;
use crate::domain::{ActorId, ArticleId, ChangeId, QuoteId, Relation, ReviewId, SpeakerMethod};
use crate::store::{StoreError, Write, links, statement};
use rusqlite::{Connection, params};

/// Gives a quote its speaker, or, with `None`, takes it from everybody.
///
/// # Errors
/// A quote that is not there; any failure of SQLite.
pub fn assign(
    write: &Write<'_>,
    author: &Author,
    quote: QuoteId,
    actor: Option<ActorId>,
) -> Result<(), StoreError> {
    let slug = actor.map(|actor| edit::slug_of(write, actor)).transpose()?;
    if let Some(actor) = actor {
        actors::confirm(write, actor)?;
    }
    let detail = format!("quote {quote} was said by {}", slug.as_deref().unwrap_or("nobody known"));
    let change = changes::log(write, author, Action::Assign, (slug.as_deref(), None), &detail)?;
    put(write, quote, actor, change)
}

/// Stores a review of a quote and puts it in force.
pub(super) fn put(
    write: &Write<'_>,
    quote: QuoteId,
    actor: Option<ActorId>,
    change: ChangeId,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO speaker_reviews (article_id, quote, start_char, end_char, actor_id, change_id)
               SELECT article_id, quote, start_char, end_char, ?2, ?3 FROM quotes WHERE id = ?1
               ON CONFLICT (article_id, start_char, end_char) DO UPDATE SET
                 quote = excluded.quote, actor_id = excluded.actor_id, change_id = excluded.change_id";
    if statement::execute(write, sql, params![quote, actor, change])? == 0 {
        return Err(StoreError::Reference(format!("there is no quote {quote}")));
    }
    force(write, quote, actor)
}

/// Puts the reviews of an article in force: on the quote at the same place, else on the same words nearest to it, else
/// on the quote that shares most of its place. Gives the words of those that find no quote: they stay, and come into force
/// when a later reading finds their quote again.
///
/// # Errors
/// Any failure of SQLite.
pub fn apply(write: &Write<'_>, article: ArticleId) -> Result<Vec<String>, StoreError> {
    let sql =
        "SELECT quote, start_char, end_char, actor_id FROM speaker_reviews WHERE article_id = ?1 ORDER BY id";
    let read = |r: &rusqlite::Row<'_>| {
        Ok((r.get::<_, String>(0)?, r.get::<_, i64>(1)?, r.get::<_, i64>(2)?, r.get(3)?))
    };
    let mut waiting = Vec::new();
    for (text, start, end, actor) in statement::all(write, sql, [article], read)? {
        let sql = "SELECT id FROM quotes
                   WHERE article_id = ?1 AND (quote = ?2 OR
                     2 * (min(end_char, ?4) - max(start_char, ?3)) > max(end_char - start_char, ?4 - ?3))
                   ORDER BY quote = ?2 DESC, abs(start_char - ?3), id LIMIT 1";
        let quote = statement::optional(write, sql, params![article, text, start, end], |r| r.get(0))?;
        match quote {
            Some(quote) => force(write, quote, actor)?,
            None => waiting.push(text),
        }
    }
    Ok(waiting)
}

/// The reviews that find no quote: article and words of each.
///
/// # Errors
/// Any failure of SQLite.
pub fn waiting(connection: &Connection) -> Result<Vec<(ArticleId, String)>, StoreError> {
    let sql = "SELECT article_id, quote FROM speaker_reviews r WHERE NOT EXISTS (
                 SELECT 1 FROM quotes q WHERE q.article_id = r.article_id AND (q.quote = r.quote OR
                   2 * (min(q.end_char, r.end_char) - max(q.start_char, r.start_char))
                     > max(q.end_char - q.start_char, r.end_char - r.start_char)))
               ORDER BY r.id";
    statement::all(connection, sql, [], |r| Ok((r.get(0)?, r.get(1)?)))
}

/// The one link that a review leaves a quote with.
fn force(write: &Write<'_>, quote: QuoteId, actor: Option<ActorId>) -> Result<(), StoreError> {
    links::clear(write, quote)?;
    if let Some(actor) = actor {
        let link = links::Link {
            quote,
            actor,
            relation: Relation::Speaker,
            method: SpeakerMethod::Review.as_str(),
            confidence: 1.0,
        };
        links::put(write, &link)?;
    }
    Ok(())
}

/// What was reviewed as said by `gone` was said by `stays`.
pub(super) fn move_all(write: &Write<'_>, gone: ActorId, stays: ActorId) -> Result<(), StoreError> {
    let sql = "UPDATE speaker_reviews SET actor_id = ?2 WHERE actor_id = ?1";
    statement::execute(write, sql, [gone, stays]).map(drop)
}

/// Takes that back for one review.
pub(super) fn move_back(
    write: &Write<'_>,
    review: ReviewId,
    to: ActorId,
    from: ActorId,
) -> Result<(), StoreError> {
    let sql = "UPDATE speaker_reviews SET actor_id = ?1 WHERE id = ?2 AND actor_id = ?3";
    statement::execute(write, sql, params![to, review, from]).map(drop)
}
