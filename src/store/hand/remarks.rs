//! Tags and notes of people on articles, quotes, actors and positions: the rows of `remarks`.
//!
//! A quote keeps its remarks by its number, and by its words where it gets another number; an actor by its slug, which outlives a
//! merge; a position by its actor, issue and article.

use crate::domain::{ActorId, ArticleId, PositionId, QuoteId, vocabulary};
use crate::store::registry::Author;
use crate::store::registry::edit::slug_of;
use crate::store::{StoreError, Write, statement};
use rusqlite::{Connection, params};

vocabulary! {
    /// What sort of remark it is.
    Kind {
        /// A word to find things by.
        Tag = "tag",
        /// Free text, in Markdown.
        Note = "note",
        /// A tag was taken away.
        Untag = "untag",
    }
}

/// What a remark is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// An article.
    Article(ArticleId),
    /// A quote.
    Quote(QuoteId),
    /// An actor.
    Actor(ActorId),
    /// A position.
    Position(PositionId),
}

impl On {
    /// The word of the column `object`, and the number.
    pub fn parts(self) -> (&'static str, i64) {
        match self {
            Self::Article(id) => ("article", id.0),
            Self::Quote(id) => ("quote", id.0),
            Self::Actor(id) => ("actor", id.0),
            Self::Position(id) => ("position", id.0),
        }
    }
}

impl std::fmt::Display for On {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (object, id) = self.parts();
        write!(f, "{object} {id}")
    }
}

/// The tags that hold, and how often each is given.
pub const TAGS: &str =
    "SELECT tag, count(*) AS things, sum(object = 'article') AS articles, sum(object = 'quote') AS quotes,
    sum(object = 'actor') AS actors, sum(object = 'position') AS positions, sum(object_id IS NULL) AS lost
  FROM tags GROUP BY tag ORDER BY tag";

/// What has a tag. `:tag` chooses.
pub const TAGGED: &str = "SELECT t.object, t.object_id AS id,
    CASE t.object WHEN 'article' THEN (SELECT label FROM articles WHERE id = t.object_id)
      WHEN 'quote' THEN coalesce((SELECT quote FROM quotes WHERE id = t.object_id), r.exact)
      WHEN 'actor' THEN (SELECT name FROM actors WHERE id = t.object_id)
      ELSE r.actor_slug || ' on ' || r.issue_slug END AS what,
    t.article_id, t.made_at, t.made_by
  FROM tags t JOIN remarks r ON r.id = t.id WHERE t.tag = :tag ORDER BY t.object, t.object_id, t.id";

/// Puts a tag or a note on something; gives its number, nothing where it has that tag already.
///
/// # Errors
/// Something that is not there; any failure of SQLite.
pub fn put(
    write: &Write<'_>,
    author: &Author,
    kind: Kind,
    on: On,
    text: &str,
) -> Result<Option<i64>, StoreError> {
    if kind == Kind::Tag && tag_on(write, on, text)?.is_some() {
        return Ok(None);
    }
    let missing = || StoreError::Reference(format!("there is no {on}"));
    let (object, number) = on.parts();
    let (mut article, mut quote, mut actor, mut issue) = (None, None, None, None);
    let mut words: Option<(String, i64)> = None;
    match on {
        On::Article(id) => {
            let sql = "SELECT id FROM articles WHERE id = ?1";
            article = Some(
                statement::optional(write, sql, [id], |r| r.get::<_, ArticleId>(0))?.ok_or_else(missing)?,
            );
        }
        On::Quote(id) => {
            let sql = "SELECT article_id, quote, start_char FROM quotes WHERE id = ?1";
            let read = |r: &rusqlite::Row<'_>| Ok((r.get(0)?, (r.get(1)?, r.get(2)?)));
            let (of, found) = statement::optional(write, sql, [id], read)?.ok_or_else(missing)?;
            (article, quote, words) = (Some(of), Some(id), Some(found));
        }
        On::Actor(id) => actor = Some(slug_of(write, id)?),
        On::Position(_) => {
            let sql =
                "SELECT p.article_id, s.slug, i.slug FROM positions p JOIN actors s ON s.id = p.actor_id
                       JOIN issues i ON i.id = p.issue_id WHERE p.id = ?1";
            let read =
                |r: &rusqlite::Row<'_>| Ok((r.get(0)?, r.get::<_, String>(1)?, r.get::<_, String>(2)?));
            let (of, who, what) = statement::optional(write, sql, [number], read)?.ok_or_else(missing)?;
            (article, actor, issue) = (of, Some(who), Some(what));
        }
    }
    let (exact, start) = words.unzip();
    let sql = "INSERT INTO remarks (kind, text, object, article_id, quote_id, exact, start_char, actor_slug, issue_slug, made_at,
                 made_by, why)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?10, ?11) RETURNING id";
    let values =
        params![kind, text, object, article, quote, exact, start, actor, issue, author.by, author.why];
    statement::one(write, sql, values, |r| r.get(0)).map(Some)
}

/// Takes a tag from something; whether it had it. That is a remark of its own, which can be taken back.
///
/// # Errors
/// Any failure of SQLite.
pub fn untag(write: &Write<'_>, author: &Author, on: On, tag: &str) -> Result<bool, StoreError> {
    let Some(given) = tag_on(write, on, tag)? else { return Ok(false) };
    let Some(taken) = put(write, author, Kind::Untag, on, tag)? else { return Ok(false) };
    statement::execute(write, "UPDATE remarks SET removes = ?2 WHERE id = ?1", [taken, given])?;
    mark(write, given, Some(&author.by))?;
    Ok(true)
}

/// Takes a remark back; whether it held.
///
/// # Errors
/// Any failure of SQLite.
pub fn undo(write: &Write<'_>, author: &Author, remark: i64) -> Result<bool, StoreError> {
    let sql = "SELECT removes FROM remarks WHERE id = ?1 AND undone_at IS NULL";
    let Some(removes) = statement::optional(write, sql, [remark], |r| r.get::<_, Option<i64>>(0))? else {
        return Ok(false);
    };
    mark(write, remark, Some(&author.by))?;
    if let Some(tag) = removes {
        mark(write, tag, None)?;
    }
    Ok(true)
}

/// Gives the remarks on an article's quotes the quotes' numbers, where those have got other ones: by their words.
pub(in crate::store) fn find_again(write: &Write<'_>, article: ArticleId) -> Result<(), StoreError> {
    let sql =
        "SELECT r.id, r.exact, r.start_char FROM remarks r WHERE r.article_id = ?1 AND r.object = 'quote'
                 AND NOT EXISTS (SELECT 1 FROM quotes q WHERE q.id = r.quote_id)";
    let lost: Vec<(i64, Option<String>, Option<i64>)> =
        statement::all(write, sql, [article], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
    for (remark, exact, start) in lost {
        let sql = "SELECT id FROM quotes WHERE article_id = ?1 AND quote = ?2 ORDER BY abs(start_char - ?3), id LIMIT 1";
        let found =
            statement::optional(write, sql, params![article, exact, start], |r| r.get::<_, QuoteId>(0))?;
        if let Some(quote) = found {
            statement::execute(
                write,
                "UPDATE remarks SET quote_id = ?2 WHERE id = ?1",
                params![remark, quote],
            )?;
        }
    }
    Ok(())
}

/// The tag on something, where it has it.
fn tag_on(connection: &Connection, on: On, tag: &str) -> Result<Option<i64>, StoreError> {
    let (object, number) = on.parts();
    let sql = "SELECT id FROM tags WHERE object = ?1 AND object_id = ?2 AND tag = ?3";
    statement::optional(connection, sql, params![object, number, tag], |r| r.get(0))
}

fn mark(write: &Write<'_>, remark: i64, undone_by: Option<&str>) -> Result<(), StoreError> {
    let sql = "UPDATE remarks SET undone_by = ?2, undone_at = iif(?2 IS NULL, NULL, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
               WHERE id = ?1";
    statement::execute(write, sql, params![remark, undone_by]).map(drop)
}
