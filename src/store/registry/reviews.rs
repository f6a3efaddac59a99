//! Who said a quote, by a person's word: stored apart from what is derived, and put in force after each derivation.

use super::changes::{self, Action, Author};
use super::edit;
use super::rows::actors;
use crate::domain::{ActorId, ArticleId, ChangeId, QuoteId, Relation, ReviewId, SpeakerMethod};
use crate::store::{StoreError, Write, links, put_setting, quotes, statement, take_setting};
use rusqlite::{Connection, params};

/// What a person says of a quote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// This actor said it.
    By(ActorId),
    /// Nobody who is known said it.
    ByNobodyKnown,
    /// It is no quote.
    Rejected,
}

impl Verdict {
    fn of(actor: Option<ActorId>, rejected: bool) -> Self {
        match (actor, rejected) {
            (_, true) => Self::Rejected,
            (Some(actor), false) => Self::By(actor),
            (None, false) => Self::ByNobodyKnown,
        }
    }

    fn actor(self) -> Option<ActorId> {
        if let Self::By(actor) = self { Some(actor) } else { None }
    }

    /// In words, as what is said of a quote.
    fn told(self, slug: Option<&str>) -> String {
        match self {
            Self::Rejected => "is no quote, and counts no more".to_owned(),
            _ => format!("was said by {}", slug.unwrap_or("nobody known")),
        }
    }
}

/// Says who said a quote, or that it is none; gives that in words: `was said by lavrov`.
///
/// # Errors
/// A quote that is not there; any failure of SQLite.
pub fn assign(
    write: &Write<'_>,
    author: &Author,
    quote: QuoteId,
    verdict: Verdict,
) -> Result<String, StoreError> {
    let slug = verdict.actor().map(|actor| edit::slug_of(write, actor)).transpose()?;
    if let Some(actor) = verdict.actor() {
        actors::confirm(write, actor)?;
    }
    let told = verdict.told(slug.as_deref());
    let detail = format!("quote {quote} {told}");
    let change = changes::log(write, author, Action::Assign, (slug.as_deref(), None), &detail)?;
    put(write, quote, verdict, change)?;
    Ok(told)
}

/// What a person has said of a quote, where anybody did, in words: what [`assign`] gives; and who told it, when, why.
///
/// # Errors
/// Any failure of SQLite.
pub fn of(connection: &Connection, quote: QuoteId) -> Result<Option<(String, String)>, StoreError> {
    let Some((review, ..)) = find(connection, quote)? else { return Ok(None) };
    let sql = "SELECT a.slug, r.change_id, r.actor_id, r.rejected
               FROM speaker_reviews r LEFT JOIN actors a ON a.id = r.actor_id WHERE r.id = ?1";
    let (slug, change, verdict) = statement::one(connection, sql, [review], |r| {
        Ok((r.get::<_, Option<String>>(0)?, r.get(1)?, Verdict::of(r.get(2)?, r.get(3)?)))
    })?;
    Ok(Some((verdict.told(slug.as_deref()), changes::told(connection, change)?)))
}

/// Whether a person has rejected a quote.
///
/// # Errors
/// Any failure of SQLite.
pub fn is_rejected(connection: &Connection, quote: QuoteId) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM quotes WHERE id = ?1 AND standing = 0";
    Ok(statement::optional(connection, sql, [quote], |_| Ok(()))?.is_some())
}

/// Takes back what a person has said of a quote; gives its article, whose speakers are to be asked for anew. Nothing where
/// nobody has said anything.
///
/// # Errors
/// Any failure of SQLite.
pub fn take_back(
    write: &Write<'_>,
    author: &Author,
    quote: QuoteId,
) -> Result<Option<ArticleId>, StoreError> {
    let Some((review, article, change)) = find(write, quote)? else { return Ok(None) };
    let detail = format!("quote {quote}: who said it is what kb reads again");
    let by = changes::log(write, author, Action::Assign, (None, None), &detail)?;
    changes::mark_undone(write, change, by)?;
    statement::execute(write, "DELETE FROM speaker_reviews WHERE id = ?1", [review])?;
    links::clear(write, quote)?;
    Ok(Some(article))
}

/// The review of a quote, by its place.
fn find(
    connection: &Connection,
    quote: QuoteId,
) -> Result<Option<(ReviewId, ArticleId, ChangeId)>, StoreError> {
    let sql = "SELECT r.id, r.article_id, r.change_id FROM quotes q JOIN speaker_reviews r ON r.article_id = q.article_id
                 AND (r.quote = q.quote OR 2 * (min(q.end_char, r.end_char) - max(q.start_char, r.start_char))
                       > max(q.end_char - q.start_char, r.end_char - r.start_char))
               WHERE q.id = ?1 ORDER BY r.start_char = q.start_char DESC, abs(r.start_char - q.start_char), r.id DESC LIMIT 1";
    statement::optional(connection, sql, [quote], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
}

/// Stores a review of a quote and puts it in force.
pub(super) fn put(
    write: &Write<'_>,
    quote: QuoteId,
    verdict: Verdict,
    change: ChangeId,
) -> Result<(), StoreError> {
    let sql =
        "INSERT INTO speaker_reviews (article_id, quote, start_char, end_char, actor_id, change_id, rejected)
               SELECT article_id, quote, start_char, end_char, ?2, ?3, ?4 FROM quotes WHERE id = ?1
               ON CONFLICT (article_id, start_char, end_char) DO UPDATE SET quote = excluded.quote,
                 actor_id = excluded.actor_id, change_id = excluded.change_id, rejected = excluded.rejected";
    let values = params![quote, verdict.actor(), change, verdict == Verdict::Rejected];
    if statement::execute(write, sql, values)? == 0 {
        return Err(StoreError::Reference(format!("there is no quote {quote}")));
    }
    force(write, quote, verdict)
}

/// Puts the reviews of an article in force: on the quote at the same place, else on the same words nearest to it, else
/// on the quote that shares most of its place. Gives the words of those that find no quote: they stay, and come into force
/// when a later reading finds their quote again.
///
/// # Errors
/// Any failure of SQLite.
pub fn apply(write: &Write<'_>, article: ArticleId) -> Result<Vec<String>, StoreError> {
    quotes::let_stand(write, Some(article))?;
    let sql = "SELECT quote, start_char, end_char, actor_id, rejected FROM speaker_reviews WHERE article_id = ?1 ORDER BY id";
    let read = |r: &rusqlite::Row<'_>| {
        let verdict = Verdict::of(r.get(3)?, r.get(4)?);
        Ok((r.get::<_, String>(0)?, r.get::<_, i64>(1)?, r.get::<_, i64>(2)?, verdict))
    };
    let mut waiting = Vec::new();
    for (text, start, end, verdict) in statement::all(write, sql, [article], read)? {
        let sql = "SELECT id FROM quotes
                   WHERE article_id = ?1 AND (quote = ?2 OR
                     2 * (min(end_char, ?4) - max(start_char, ?3)) > max(end_char - start_char, ?4 - ?3))
                   ORDER BY quote = ?2 DESC, abs(start_char - ?3), id LIMIT 1";
        let quote = statement::optional(write, sql, params![article, text, start, end], |r| r.get(0))?;
        match quote {
            Some(quote) => force(write, quote, verdict)?,
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

/// The quotes of which something else holds than a review says, each with its article and what that is.
///
/// # Errors
/// Any failure of SQLite.
pub fn not_in_force(connection: &Connection) -> Result<Vec<(QuoteId, ArticleId, &'static str)>, StoreError> {
    let sql = "SELECT f.quote_id, f.article_id, f.actor_id, f.rejected, q.standing
               FROM reviews_in_force f JOIN quotes q ON q.id = f.quote_id
               UNION ALL SELECT id, article_id, NULL, 0, 0 FROM quotes
               WHERE standing = 0 AND id NOT IN (SELECT quote_id FROM reviews_in_force) ORDER BY 1";
    let read = |r: &rusqlite::Row<'_>| {
        Ok((r.get::<_, QuoteId>(0)?, r.get(1)?, Verdict::of(r.get(2)?, r.get(3)?), r.get::<_, bool>(4)?))
    };
    let mut other = Vec::new();
    for (quote, article, verdict, standing) in statement::all(connection, sql, [], read)? {
        let sql = "SELECT actor_id FROM quote_speakers WHERE quote_id = ?1 AND relation = 'speaker'";
        let speakers: Vec<ActorId> = statement::all(connection, sql, [quote], |r| r.get(0))?;
        let what = match (verdict == Verdict::Rejected, standing) {
            (true, true) => "counts, and a person has rejected it",
            (false, false) => "does not count, and nobody has rejected it",
            _ if speakers != verdict.actor().into_iter().collect::<Vec<_>>() => {
                "has another speaker than a person has given it"
            }
            _ => continue,
        };
        other.push((quote, article, what));
    }
    Ok(other)
}

/// The articles with reviews.
///
/// # Errors
/// Any failure of SQLite.
pub fn of_articles(connection: &Connection) -> Result<Vec<ArticleId>, StoreError> {
    statement::all(connection, "SELECT DISTINCT article_id FROM speaker_reviews", [], |r| r.get(0))
}

/// Keeps the reviews whose article is gone, where they can't be in their table, until [`bring_back`]; gives how many.
///
/// # Errors
/// Any failure of SQLite.
pub fn set_aside(write: &Write<'_>) -> Result<usize, StoreError> {
    let sql = "SELECT id, json_array(quote, start_char, end_char, actor_id, change_id, rejected) FROM speaker_reviews
               WHERE article_id NOT IN (SELECT id FROM articles)";
    let reviews = statement::all(write, sql, [], |r| Ok((r.get::<_, ReviewId>(0)?, r.get::<_, String>(1)?)))?;
    for (id, review) in &reviews {
        put_setting(write, &format!("review:{id}"), review)?;
    }
    Ok(reviews.len())
}

/// The words of the reviews that wait for their article.
///
/// # Errors
/// Any failure of SQLite.
pub fn set_apart(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT coalesce(value ->> 0, '') FROM settings WHERE name >= 'review:' AND name < 'review;' ORDER BY name";
    statement::all(connection, sql, [], |r| r.get(0))
}

/// Gives an article the reviews that waited for it: those whose words stand in it at their very place.
///
/// # Errors
/// Any failure of SQLite.
pub fn bring_back(write: &Write<'_>, article: ArticleId) -> Result<(), StoreError> {
    let sql = "SELECT name FROM settings WHERE name >= 'review:' AND name < 'review;'";
    for name in statement::all(write, sql, [], |r| r.get::<_, String>(0))? {
        // Of a quote in several pieces the first words are enough.
        let sql = "INSERT INTO speaker_reviews (id, article_id, quote, start_char, end_char, actor_id, change_id, rejected)
                   SELECT CAST(substr(s.name, 8) AS INTEGER), a.id, s.value ->> 0, s.value ->> 1, s.value ->> 2, s.value ->> 3,
                     s.value ->> 4, coalesce(s.value ->> 5, 0)
                   FROM settings s JOIN articles a ON a.id = ?2
                   WHERE s.name = ?1 AND substr(a.body, (s.value ->> 1) + 1, 12) = substr(s.value ->> 0, 1, 12)
                     AND a.body_chars >= s.value ->> 2
                     AND (s.value ->> 3 IS NULL OR EXISTS (SELECT 1 FROM actors WHERE id = s.value ->> 3))
                     AND EXISTS (SELECT 1 FROM actor_changes WHERE id = s.value ->> 4)
                   ON CONFLICT DO NOTHING";
        if statement::execute(write, sql, params![name, article])? > 0 {
            take_setting(write, &name)?;
        }
    }
    Ok(())
}

/// The one link that a review leaves a quote with, and whether it counts.
fn force(write: &Write<'_>, quote: QuoteId, verdict: Verdict) -> Result<(), StoreError> {
    links::clear(write, quote)?;
    quotes::set_standing(write, quote, verdict != Verdict::Rejected)?;
    if let Some(actor) = verdict.actor() {
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
