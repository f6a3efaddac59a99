//! Who said a quote, by a person's word: stored apart from what is derived, and put in force after each derivation.

use super::changes::{self, Action, Author};
use super::edit;
use super::rows::actors;
use crate::domain::{ActorId, ArticleId, ChangeId, QuoteId, Relation, ReviewId, SpeakerMethod};
use crate::store::{StoreError, Write, links, put_setting, quotes, statement, take_setting};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What a person says of a quote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// These actors said it, together where they are several; at least one.
    By(Vec<ActorId>),
    /// Nobody who is known said it.
    ByNobodyKnown,
    /// It is no quote.
    Rejected,
}

impl Verdict {
    fn of(first: Option<ActorId>, others: &str, rejected: bool) -> Self {
        match (first, rejected) {
            (_, true) => Self::Rejected,
            (Some(first), false) => {
                let others: Vec<i64> = serde_json::from_str(others).unwrap_or_default();
                let mut all = vec![first];
                all.extend(others.into_iter().map(ActorId).filter(|other| *other != first));
                Self::By(all)
            }
            (None, false) => Self::ByNobodyKnown,
        }
    }

    /// Who said it.
    pub fn actors(&self) -> &[ActorId] {
        if let Self::By(actors) = self { actors } else { &[] }
    }

    /// In words, as what is said of a quote.
    fn told(&self, connection: &Connection) -> Result<String, StoreError> {
        let slugs: Vec<String> =
            self.actors().iter().map(|actor| edit::slug_of(connection, *actor)).collect::<Result<_, _>>()?;
        Ok(match self {
            Self::Rejected => "is no quote, and counts no more".to_owned(),
            _ if slugs.is_empty() => "was said by nobody known".to_owned(),
            _ => format!("was said by {}", slugs.join(" and ")),
        })
    }
}

/// The other speakers of the review `r`, as JSON: a column for [`Verdict::of`].
const OTHERS: &str =
    "(SELECT json_group_array(o.actor_id) FROM speaker_review_others o WHERE o.review_id = r.id)";

/// What it takes to take an assignment back: what a person had said of the quote before, and whom that made known.
#[derive(Debug, Serialize, Deserialize)]
struct Before {
    quote: QuoteId,
    verdict: Option<(Verdict, ChangeId)>,
    confirmed: Vec<ActorId>,
}

/// Says who said a quote, or that it is none; gives that in words (`was said by lavrov`) and the change.
///
/// # Errors
/// A quote that is not there; any failure of SQLite.
pub fn assign(
    write: &Write<'_>,
    author: &Author,
    quote: QuoteId,
    verdict: &Verdict,
) -> Result<(String, ChangeId), StoreError> {
    let mut before = Before { quote, verdict: overwritten(write, quote)?, confirmed: Vec::new() };
    for actor in verdict.actors() {
        if actors::confirm(write, *actor)? {
            before.confirmed.push(*actor);
        }
    }
    let slug = verdict.actors().first().map(|actor| edit::slug_of(write, *actor)).transpose()?;
    let told = verdict.told(write)?;
    let detail = format!("quote {quote} {told}");
    let change = changes::log(write, author, Action::Assign, (slug.as_deref(), None), &detail)?;
    let undo = serde_json::to_string(&before)
        .map_err(|e| StoreError::Reference(format!("cannot keep what was said before: {e}")))?;
    changes::keep_undo(write, change, &undo)?;
    put(write, quote, verdict, change)?;
    Ok((told, change))
}

/// Takes an assignment back: what a person had said of the quote before holds again, or kb's own reading. Gives the article.
///
/// # Errors
/// A change that keeps nothing to take it back by; a quote that is gone or of which something was said since; any failure of
/// SQLite.
pub fn unassign(
    write: &Write<'_>,
    author: &Author,
    change: ChangeId,
) -> Result<Option<ArticleId>, StoreError> {
    let undo: Option<String> =
        statement::one(write, "SELECT undo FROM actor_changes WHERE id = ?1", [change], |r| r.get(0))?;
    let before: Option<Before> = undo.as_deref().and_then(|undo| serde_json::from_str(undo).ok());
    let Some(Before { quote, verdict, confirmed }) = before else {
        let what = "it was made by an earlier kb, which kept nothing to take it back by: `kb actor assign QUOTE --undo`";
        return Err(StoreError::Reference(what.to_owned()));
    };
    for actor in verdict.iter().flat_map(|(verdict, _)| verdict.actors()) {
        let sql = "SELECT 1 FROM actors WHERE id = ?1";
        if statement::optional(write, sql, [actor], |_| Ok(()))?.is_none() {
            let what = "who was said to have said it before is no actor any more: take that back first";
            return Err(StoreError::Reference(what.to_owned()));
        }
    }
    let sql = "SELECT id, article_id FROM speaker_reviews WHERE change_id = ?1";
    let review: Option<(ReviewId, ArticleId)> =
        statement::optional(write, sql, [change], |r| Ok((r.get(0)?, r.get(1)?)))?;
    let detail = format!("quote {quote}: what was said of it before holds again");
    let by = changes::log(write, author, Action::Undo, (None, None), &detail)?;
    changes::mark_undone(write, change, by)?;
    let article = match review {
        None => None,
        Some((review, article)) => {
            match verdict {
                Some((verdict, told_by)) => restore(write, review, &verdict, told_by)?,
                None => statement::execute(write, "DELETE FROM speaker_reviews WHERE id = ?1", [review])
                    .map(drop)?,
            }
            Some(article)
        }
    };
    for actor in confirmed {
        actors::unconfirm(write, actor)?;
    }
    Ok(article)
}

/// What the review says that a new one of a quote takes the place of.
fn overwritten(connection: &Connection, quote: QuoteId) -> Result<Option<(Verdict, ChangeId)>, StoreError> {
    let sql = format!(
        "SELECT r.actor_id, {OTHERS}, r.rejected, r.change_id FROM quotes q JOIN speaker_reviews r
           ON r.article_id = q.article_id AND r.start_char = q.start_char AND r.end_char = q.end_char WHERE q.id = ?1"
    );
    let read =
        |r: &rusqlite::Row<'_>| Ok((Verdict::of(r.get(0)?, &r.get::<_, String>(1)?, r.get(2)?), r.get(3)?));
    statement::optional(connection, &sql, [quote], read)
}

/// What a person has said of a quote, and the change by which.
///
/// # Errors
/// Any failure of SQLite.
pub fn verdict_on(
    connection: &Connection,
    quote: QuoteId,
) -> Result<Option<(Verdict, ChangeId)>, StoreError> {
    let Some((review, _, change)) = find(connection, quote)? else { return Ok(None) };
    let sql = format!("SELECT actor_id, {OTHERS}, rejected FROM speaker_reviews r WHERE id = ?1");
    let read = |r: &rusqlite::Row<'_>| Ok(Verdict::of(r.get(0)?, &r.get::<_, String>(1)?, r.get(2)?));
    Ok(Some((statement::one(connection, &sql, [review], read)?, change)))
}

/// What a person has said of a quote, where anybody did, in words: what [`assign`] gives; and who told it, when, why.
///
/// # Errors
/// Any failure of SQLite.
pub fn of(connection: &Connection, quote: QuoteId) -> Result<Option<(String, String)>, StoreError> {
    let Some((verdict, change)) = verdict_on(connection, quote)? else { return Ok(None) };
    Ok(Some((verdict.told(connection)?, changes::told(connection, change)?)))
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

/// The review of a quote: the one in force.
fn find(
    connection: &Connection,
    quote: QuoteId,
) -> Result<Option<(ReviewId, ArticleId, ChangeId)>, StoreError> {
    let sql = "SELECT r.id, r.article_id, r.change_id FROM reviews_in_force f JOIN speaker_reviews r ON r.id = f.review_id
               WHERE f.article_id = (SELECT article_id FROM quotes WHERE id = ?1) AND f.quote_id = ?1";
    statement::optional(connection, sql, [quote], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
}

/// Stores a review of a quote and puts it in force.
pub(super) fn put(
    write: &Write<'_>,
    quote: QuoteId,
    verdict: &Verdict,
    change: ChangeId,
) -> Result<(), StoreError> {
    let sql =
        "INSERT INTO speaker_reviews (article_id, quote, start_char, end_char, actor_id, change_id, rejected)
               SELECT article_id, quote, start_char, end_char, ?2, ?3, ?4 FROM quotes WHERE id = ?1
               ON CONFLICT (article_id, start_char, end_char) DO UPDATE SET quote = excluded.quote,
                 actor_id = excluded.actor_id, change_id = excluded.change_id, rejected = excluded.rejected
               RETURNING id";
    let values = params![quote, verdict.actors().first(), change, *verdict == Verdict::Rejected];
    let Some(review) = statement::optional(write, sql, values, |r| r.get::<_, ReviewId>(0))? else {
        return Err(StoreError::Reference(format!("there is no quote {quote}")));
    };
    put_others(write, review, verdict)?;
    force(write, quote, verdict)
}

/// Gives a review the verdict that it had before.
fn restore(
    write: &Write<'_>,
    review: ReviewId,
    verdict: &Verdict,
    change: ChangeId,
) -> Result<(), StoreError> {
    let sql = "UPDATE speaker_reviews SET actor_id = ?2, change_id = ?3, rejected = ?4 WHERE id = ?1";
    let values = params![review, verdict.actors().first(), change, *verdict == Verdict::Rejected];
    statement::execute(write, sql, values)?;
    put_others(write, review, verdict)
}

/// The speakers of a review beside the first one.
fn put_others(write: &Write<'_>, review: ReviewId, verdict: &Verdict) -> Result<(), StoreError> {
    statement::execute(write, "DELETE FROM speaker_review_others WHERE review_id = ?1", [review])?;
    for other in verdict.actors().iter().skip(1) {
        let sql =
            "INSERT INTO speaker_review_others (review_id, actor_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
        statement::execute(write, sql, params![review, other])?;
    }
    Ok(())
}

/// Puts the reviews of an article in force: on the quote at the same place, else on the same words nearest to it, else
/// on the quote that shares most of its place. Gives the words of those that find no quote: they stay, and come into force
/// when a later reading finds their quote again.
///
/// # Errors
/// Any failure of SQLite.
pub fn apply(write: &Write<'_>, article: ArticleId) -> Result<Vec<String>, StoreError> {
    quotes::let_stand(write, Some(article))?;
    let sql = format!(
        "SELECT quote, start_char, end_char, actor_id, {OTHERS}, rejected FROM speaker_reviews r WHERE article_id = ?1 ORDER BY id"
    );
    let read = |r: &rusqlite::Row<'_>| {
        let verdict = Verdict::of(r.get(3)?, &r.get::<_, String>(4)?, r.get(5)?);
        Ok((r.get::<_, String>(0)?, r.get::<_, i64>(1)?, r.get::<_, i64>(2)?, verdict))
    };
    let mut waiting = Vec::new();
    for (text, start, end, verdict) in statement::all(write, &sql, [article], read)? {
        let sql = "SELECT id FROM quotes
                   WHERE article_id = ?1 AND (quote = ?2 OR
                     2 * (min(end_char, ?4) - max(start_char, ?3)) > max(end_char - start_char, ?4 - ?3))
                   ORDER BY quote = ?2 DESC, abs(start_char - ?3), id LIMIT 1";
        let quote = statement::optional(write, sql, params![article, text, start, end], |r| r.get(0))?;
        match quote {
            Some(quote) => force(write, quote, &verdict)?,
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
    let sql = format!(
        "SELECT f.quote_id, f.article_id, f.actor_id, {OTHERS}, f.rejected, q.standing
         FROM reviews_in_force f JOIN speaker_reviews r ON r.id = f.review_id JOIN quotes q ON q.id = f.quote_id
         UNION ALL SELECT id, article_id, NULL, '[]', 0, 0 FROM quotes
         WHERE standing = 0 AND id NOT IN (SELECT quote_id FROM reviews_in_force) ORDER BY 1"
    );
    let read = |r: &rusqlite::Row<'_>| {
        let verdict = Verdict::of(r.get(2)?, &r.get::<_, String>(3)?, r.get(4)?);
        Ok((r.get::<_, QuoteId>(0)?, r.get(1)?, verdict, r.get::<_, bool>(5)?))
    };
    let mut other = Vec::new();
    for (quote, article, verdict, standing) in statement::all(connection, &sql, [], read)? {
        let sql = "SELECT actor_id FROM quote_speakers WHERE quote_id = ?1 AND relation = 'speaker'";
        let speakers: BTreeSet<ActorId> =
            statement::all(connection, sql, [quote], |r| r.get(0))?.into_iter().collect();
        let what = match (verdict == Verdict::Rejected, standing) {
            (true, true) => "counts, and a person has rejected it",
            (false, false) => "does not count, and nobody has rejected it",
            _ if speakers != verdict.actors().iter().copied().collect() => {
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
    let sql = format!(
        "SELECT id, json_array(quote, start_char, end_char, actor_id, change_id, rejected, json({OTHERS})) FROM speaker_reviews r
         WHERE article_id NOT IN (SELECT id FROM articles)"
    );
    let reviews =
        statement::all(write, &sql, [], |r| Ok((r.get::<_, ReviewId>(0)?, r.get::<_, String>(1)?)))?;
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
            let sql = "INSERT INTO speaker_review_others (review_id, actor_id)
                       SELECT CAST(substr(s.name, 8) AS INTEGER), o.value FROM settings s, json_each(s.value, '$[6]') o
                       WHERE s.name = ?1 AND o.value IN (SELECT id FROM actors) ON CONFLICT DO NOTHING";
            statement::execute(write, sql, [&name])?;
            take_setting(write, &name)?;
        }
    }
    Ok(())
}

/// The links that a review leaves a quote with, and whether it counts.
fn force(write: &Write<'_>, quote: QuoteId, verdict: &Verdict) -> Result<(), StoreError> {
    links::clear(write, quote)?;
    quotes::set_standing(write, quote, *verdict != Verdict::Rejected)?;
    for actor in verdict.actors() {
        let link = links::Link {
            quote,
            actor: *actor,
            relation: Relation::Speaker,
            method: SpeakerMethod::Review.as_str(),
            confidence: 1.0,
        };
        links::put(write, &link)?;
    }
    Ok(())
}

/// Who said the quotes of an article by people's words: nobody, where a person has said that.
///
/// # Errors
/// Any failure of SQLite.
pub fn given(
    connection: &Connection,
    article: ArticleId,
) -> Result<BTreeMap<QuoteId, Vec<ActorId>>, StoreError> {
    let sql = format!(
        "SELECT f.quote_id, f.actor_id, {OTHERS}, f.rejected FROM reviews_in_force f JOIN speaker_reviews r ON r.id = f.review_id
         WHERE f.article_id = ?1"
    );
    let read = |r: &rusqlite::Row<'_>| {
        Ok((r.get::<_, QuoteId>(0)?, Verdict::of(r.get(1)?, &r.get::<_, String>(2)?, r.get(3)?)))
    };
    let all = statement::all(connection, &sql, [article], read)?;
    Ok(all.into_iter().map(|(quote, verdict)| (quote, verdict.actors().to_vec())).collect())
}

/// What was reviewed as said by `gone` was said by `stays`.
pub(super) fn move_all(write: &Write<'_>, gone: ActorId, stays: ActorId) -> Result<(), StoreError> {
    let sql = "UPDATE speaker_reviews SET actor_id = ?2 WHERE actor_id = ?1";
    statement::execute(write, sql, [gone, stays])?;
    let sql = "UPDATE OR IGNORE speaker_review_others SET actor_id = ?2 WHERE actor_id = ?1";
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

/// Takes that back for one review of several speakers; `shared` where both of them were among these.
pub(super) fn move_other_back(
    write: &Write<'_>,
    (review, shared): (ReviewId, bool),
    to: ActorId,
    from: ActorId,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO speaker_review_others (review_id, actor_id) SELECT id, ?2 FROM speaker_reviews WHERE id = ?1
               ON CONFLICT DO NOTHING";
    statement::execute(write, sql, params![review, to])?;
    if !shared {
        let sql = "DELETE FROM speaker_review_others WHERE review_id = ?1 AND actor_id = ?2";
        statement::execute(write, sql, params![review, from])?;
    }
    Ok(())
}
