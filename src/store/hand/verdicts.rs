//! Quotes as people have them: the rows of `quote_reviews`. Each is in force until it is taken back or a later one of the same
//! quote stands above it.

use super::record::{Place, Record, Spans};
use crate::domain::{ArticleId, ChangeId, QuoteId, vocabulary};
use crate::store::registry::Author;
use crate::store::{StoreError, Write, statement};
use crate::text::CharIndex;
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

vocabulary! {
    /// What a person says of a quote.
    Verdict {
        /// It is so.
        Confirmed = "confirmed",
        /// It is one, and other than it was read.
        Set = "set",
        /// kb has not found it.
        Added = "added",
    }
}

/// A verdict that is to be: on which quote, what it was, and what it is.
#[derive(Clone, Debug)]
pub struct New<'a> {
    /// The article.
    pub article: ArticleId,
    /// The quote's number.
    pub quote: QuoteId,
    /// What is said of it.
    pub verdict: Verdict,
    /// Where it stands.
    pub place: Place,
    /// What it was.
    pub before: Option<&'a Placed>,
    /// What it is.
    pub after: &'a Record,
    /// The change that tells who said it.
    pub change: Option<ChangeId>,
}

/// A quote in its place: what kb itself reads where a person's word stands, or what a person has changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Placed {
    /// Its number.
    pub id: Option<QuoteId>,
    /// Where it begins.
    pub start: i64,
    /// What it is.
    #[serde(flatten)]
    pub record: Record,
}

impl Placed {
    /// Where it stands in the text that it was read from.
    pub fn spans(&self, chars: &CharIndex<'_>) -> Option<Spans> {
        self.record.find(chars, &Place { start: self.start, ..Place::default() })
    }
}

/// A verdict in force.
#[derive(Clone, Debug)]
pub(in crate::store) struct Held {
    id: i64,
    pub quote: QuoteId,
    pub verdict: Verdict,
    pub record: Record,
    place: Place,
    before: Option<Placed>,
    pub as_read: Vec<Placed>,
}

impl Held {
    /// Where it stands; nothing where it is lost.
    pub fn spans(&self, chars: &CharIndex<'_>) -> Option<Spans> {
        self.record.find(chars, &self.place)
    }

    /// Where the quote stood before the person moved it.
    pub fn spans_before(&self, chars: &CharIndex<'_>) -> Option<Spans> {
        self.before.as_ref().and_then(|before| before.spans(chars))
    }
}

/// Writes a verdict; gives its number. It is in force once the quotes of the article are [laid out](crate::store::quotes::relay).
///
/// # Errors
/// Any failure of SQLite.
pub fn put(write: &Write<'_>, author: &Author, new: &New<'_>) -> Result<i64, StoreError> {
    let sql = "INSERT INTO quote_reviews (article_id, quote_id, verdict, exact, prefix, suffix, start_char, before, after, change_id,
                 made_at, made_by, why)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?11, ?12) RETURNING id";
    let exact = new.after.content.first().map_or("", |piece| piece.text.as_str());
    let values = params![
        new.article,
        new.quote,
        new.verdict,
        exact,
        new.place.prefix,
        new.place.suffix,
        new.place.start,
        new.before.map(serde_json::to_string).transpose().map_err(|e| unkept(&e))?,
        new.after.to_json()?,
        new.change,
        author.by,
        author.why
    ];
    statement::one(write, sql, values, |r| r.get(0))
}

/// Notes by which change it was told who said the quote of a verdict: with it that is taken back.
///
/// # Errors
/// Any failure of SQLite.
pub fn with_change(write: &Write<'_>, review: i64, change: ChangeId) -> Result<(), StoreError> {
    let sql = "UPDATE quote_reviews SET change_id = ?2 WHERE id = ?1";
    statement::execute(write, sql, params![review, change]).map(drop)
}

/// Takes a verdict back; gives its article and the change that told who said it, where one did. Nothing where it is taken back
/// already.
///
/// # Errors
/// Any failure of SQLite.
pub fn take_back(
    write: &Write<'_>,
    review: i64,
) -> Result<Option<(ArticleId, Option<ChangeId>)>, StoreError> {
    let sql = "UPDATE quote_reviews SET undone_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
               WHERE id = ?1 AND undone_at IS NULL RETURNING article_id, change_id";
    statement::optional(write, sql, [review], |r| Ok((r.get(0)?, r.get(1)?)))
}

/// The verdict on a quote that is in force, by its number.
///
/// # Errors
/// Any failure of SQLite.
pub fn in_force(connection: &Connection, quote: QuoteId) -> Result<Option<i64>, StoreError> {
    let sql = "SELECT max(id) FROM quote_reviews WHERE quote_id = ?1 AND undone_at IS NULL";
    statement::one(connection, sql, [quote], |r| r.get(0))
}

/// Whether people have said anything of an article's quotes.
///
/// # Errors
/// Any failure of SQLite.
pub fn touches(connection: &Connection, article: ArticleId) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM quote_reviews WHERE article_id = ?1 AND undone_at IS NULL)
                   OR EXISTS (SELECT 1 FROM speaker_reviews WHERE article_id = ?1)";
    statement::one(connection, sql, [article], |r| r.get(0))
}

/// The verdicts on an article's quotes that are in force.
pub(in crate::store) fn held(connection: &Connection, article: ArticleId) -> Result<Vec<Held>, StoreError> {
    // Where it stood before is where it stood before the first of them.
    let sql = "SELECT id, quote_id, verdict, after, (
                 SELECT before FROM quote_reviews f WHERE f.quote_id = r.quote_id AND f.undone_at IS NULL ORDER BY f.id LIMIT 1),
                 prefix, suffix, start_char, as_read FROM quote_reviews r
               WHERE article_id = ?1 AND undone_at IS NULL AND id = (
                 SELECT max(id) FROM quote_reviews n WHERE n.quote_id = r.quote_id AND n.undone_at IS NULL)
               ORDER BY id";
    let read = |r: &rusqlite::Row<'_>| {
        let text = |column| r.get::<_, String>(column);
        let place = Place { prefix: text(5)?, suffix: text(6)?, start: r.get(7)? };
        Ok((r.get(0)?, r.get(1)?, r.get(2)?, text(3)?, r.get::<_, Option<String>>(4)?, place, text(8)?))
    };
    let mut all = Vec::new();
    for (id, quote, verdict, after, before, place, as_read) in
        statement::all(connection, sql, [article], read)?
    {
        all.push(Held {
            id,
            quote,
            verdict,
            record: Record::from_json(&after)?,
            place,
            before: before.as_deref().map(serde_json::from_str).transpose().map_err(|e| unread(&e))?,
            as_read: from_json(&as_read)?,
        });
    }
    Ok(all)
}

/// What kb reads in the place of people's quotes; to be noted anew.
pub(in crate::store) fn take_as_read(
    write: &Write<'_>,
    article: ArticleId,
) -> Result<Vec<Placed>, StoreError> {
    let before = "SELECT as_read FROM quote_reviews WHERE article_id = ?1 AND as_read <> '[]' ORDER BY id";
    let mut all: Vec<Placed> = Vec::new();
    for text in statement::all(write, before, [article], |r| r.get::<_, String>(0))? {
        for one in from_json(&text)? {
            if one.id.is_none() || all.iter().all(|known| known.id != one.id) {
                all.push(one);
            }
        }
    }
    let sql = "UPDATE quote_reviews SET as_read = '[]' WHERE article_id = ?1 AND as_read <> '[]'";
    statement::execute(write, sql, [article])?;
    Ok(all)
}

/// Notes what kb reads in the place of a person's quote.
pub(in crate::store) fn set_as_read(
    write: &Write<'_>,
    held: &Held,
    as_read: &[Placed],
) -> Result<(), StoreError> {
    let text = serde_json::to_string(as_read).map_err(|e| unkept(&e))?;
    let sql = "UPDATE quote_reviews SET as_read = ?2 WHERE id = ?1 AND as_read <> ?2";
    statement::execute(write, sql, params![held.id, text]).map(drop)
}

fn from_json(text: &str) -> Result<Vec<Placed>, StoreError> {
    serde_json::from_str(text).map_err(|e| unread(&e))
}

fn unkept(e: &serde_json::Error) -> StoreError {
    StoreError::Reference(format!("cannot keep the quote: {e}"))
}

fn unread(e: &serde_json::Error) -> StoreError {
    StoreError::Reference(format!("a review does not hold its quote: {e}"))
}

/// All quotes, those that people have rejected among them, with what was said of each. `:actor`, `:article`, `:status` and `:tag`
/// choose.
pub const LIST: &str = "SELECT q.id AS quote_id, q.status,
    (SELECT group_concat(s.name, ', ') FROM quote_speakers l JOIN actors s ON s.id = l.actor_id
     WHERE l.quote_id = q.id AND l.relation = 'speaker') AS actor,
    q.kind, q.sense, q.quote, a.published, a.label AS title, q.article_id,
    coalesce((SELECT r.made_by FROM quote_reviews r WHERE r.quote_id = q.id AND r.undone_at IS NULL ORDER BY r.id DESC LIMIT 1),
      (SELECT c.made_by FROM reviews_in_force f JOIN speaker_reviews v ON v.id = f.review_id JOIN actor_changes c ON c.id = v.change_id
       WHERE f.quote_id = q.id AND f.article_id = q.article_id)) AS by
  FROM quotes q JOIN articles a ON a.id = q.article_id
  WHERE (:article IS NULL OR q.article_id = :article)
    AND (:actor IS NULL OR EXISTS (SELECT 1 FROM quote_speakers l WHERE l.quote_id = q.id AND l.actor_id = :actor AND l.relation = 'speaker'))
    AND (:status IS NULL OR iif(:status = 'judged', q.status <> 'read', q.status = :status))
    AND (:tag IS NULL OR EXISTS (SELECT 1 FROM tags t WHERE t.object = 'quote' AND t.object_id = q.id AND t.tag = :tag))
  ORDER BY q.article_id, q.ordinal";

/// What people have said of quotes that their article does not have any more. `:actor` and `:article` choose.
pub const LOST: &str = "SELECT l.quote_id, 'lost' AS status, l.verdict, l.exact AS quote, a.label AS title, l.article_id, l.made_at, l.made_by AS by,
    l.why
  FROM lost_quote_reviews l JOIN articles a ON a.id = l.article_id
  WHERE (:article IS NULL OR l.article_id = :article) AND (:actor IS NULL)
  UNION ALL
  SELECT NULL, 'lost', iif(r.rejected, 'rejected', 'speaker'), r.quote, a.label, r.article_id, c.made_at, c.made_by, c.why
  FROM speaker_reviews r JOIN articles a ON a.id = r.article_id JOIN actor_changes c ON c.id = r.change_id
  WHERE r.id NOT IN (SELECT review_id FROM reviews_in_force)
    AND NOT EXISTS (SELECT 1 FROM quotes q WHERE q.article_id = r.article_id AND q.quote = r.quote)
    AND (:article IS NULL OR r.article_id = :article) AND (:actor IS NULL OR r.actor_id = :actor)
  UNION ALL
  SELECT m.quote_id, 'lost', m.kind || ' ' || m.text, m.exact, a.label, m.article_id, m.made_at, m.made_by, m.why
  FROM remarks m JOIN articles a ON a.id = m.article_id
  WHERE m.object = 'quote' AND m.kind <> 'untag' AND m.undone_at IS NULL AND NOT EXISTS (SELECT 1 FROM quotes q WHERE q.id = m.quote_id)
    AND (:article IS NULL OR m.article_id = :article) AND (:actor IS NULL)
  ORDER BY 6, 1";

/// A quote with all that is known of it, for a reader.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// Its article.
    pub article: ArticleId,
    /// What that is called.
    pub title: String,
    /// Its words.
    pub words: String,
    /// What it is: name and value.
    pub facts: Vec<(&'static str, String)>,
    /// What people have said of it, a line each.
    pub reviews: Vec<String>,
    /// What they have noted.
    pub notes: Vec<String>,
}

/// The card of a quote.
///
/// # Errors
/// Any failure of SQLite.
pub fn card(connection: &Connection, quote: QuoteId) -> Result<Option<Card>, StoreError> {
    const NAMES: [&str; 9] =
        ["status", "speaker", "kind", "sense", "said on", "cue", "mention", "confidence", "tags"];
    let sql = "SELECT q.article_id, a.label, q.quote, q.status,
                 (SELECT group_concat(s.name, ', ') FROM quote_speakers l JOIN actors s ON s.id = l.actor_id
                  WHERE l.quote_id = q.id AND l.relation = 'speaker'),
                 q.kind, q.sense || ' (' || q.attribution_type || ')', q.said_on,
                 (SELECT group_concat(text, ' … ') FROM quote_spans WHERE quote_id = q.id AND role = 'cue'),
                 (SELECT group_concat(text, ' … ') FROM quote_spans WHERE quote_id = q.id AND role = 'source'),
                 printf('%.2f', q.confidence),
                 (SELECT group_concat(tag, ', ') FROM tags WHERE object = 'quote' AND object_id = q.id)
               FROM quotes q JOIN articles a ON a.id = q.article_id WHERE q.id = ?1";
    let card = statement::optional(connection, sql, [quote], |r| {
        let mut card = Card { article: r.get(0)?, title: r.get(1)?, words: r.get(2)?, ..Card::default() };
        for (n, name) in NAMES.into_iter().enumerate() {
            if let Some(value) = r.get::<_, Option<String>>(n + 3)? {
                card.facts.push((name, value));
            }
        }
        Ok(card)
    })?;
    let Some(mut card) = card else { return Ok(None) };
    let sql = "SELECT r.made_at || ' ' || r.made_by || ': ' || r.verdict || iif(r.why = '', '', ', since ' || r.why)
                 || coalesce('; taken back ' || r.undone_at, '')
               FROM quote_reviews r WHERE r.quote_id = ?1 ORDER BY r.id";
    card.reviews = statement::all(connection, sql, [quote], |r| r.get(0))?;
    if let Some((told, by)) = crate::store::registry::reviews::of(connection, quote)? {
        card.reviews.push(format!("a person has told that it {told} ({by})"));
    }
    let sql = "SELECT substr(made_at, 1, 10) || ' ' || made_by || ' notes: ' || note FROM notes
               WHERE object = 'quote' AND object_id = ?1 ORDER BY id";
    card.notes = statement::all(connection, sql, [quote], |r| r.get(0))?;
    Ok(Some(card))
}
