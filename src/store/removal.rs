//! Taking articles out, with everything that was derived from them and everything that rests on them alone.

use super::registry::Author;
use super::{StoreError, Write, actors, articles, outlets, positions, quotes, statement};
use crate::domain::{ArticleId, PositionId};
use rusqlite::params;

/// What goes with an article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Removed {
    /// Its headline, or the name of its file in brackets.
    pub name: String,
    /// The file it was read from.
    pub source_path: String,
    /// Quotes found in it.
    pub quotes: i64,
    /// Reviews of them: a person's work.
    pub reviews: i64,
    /// Positions that have no evidence but in it.
    pub positions: i64,
    /// Of these, positions that a person has recorded.
    pub own_positions: i64,
}

impl Removed {
    /// Whether work of a person goes, which no import brings back.
    pub fn is_loss(&self) -> bool {
        self.reviews + self.own_positions > 0
    }
}

/// Removes articles and writes that to the log; tells what went with each.
///
/// # Errors
/// An id that no article has; any failure of SQLite.
pub fn remove(
    write: &Write<'_>,
    author: &Author,
    articles: &[ArticleId],
) -> Result<Vec<Removed>, StoreError> {
    let removed = articles.iter().map(|id| remove_one(write, author, *id)).collect();
    outlets::remove_unused(write)?;
    actors::remove_orphans(write)?;
    removed
}

fn remove_one(write: &Write<'_>, author: &Author, article: ArticleId) -> Result<Removed, StoreError> {
    let sql = "SELECT label, source_path,
                 (SELECT count(*) FROM quotes WHERE article_id = ?1),
                 (SELECT count(*) FROM speaker_reviews WHERE article_id = ?1)
                   + (SELECT count(*) FROM quote_reviews WHERE article_id = ?1 AND undone_at IS NULL)
                   + (SELECT count(*) FROM standing_remarks WHERE article_id = ?1)
               FROM articles WHERE id = ?1";
    let mut removed = statement::one(write, sql, [article], |r| {
        Ok(Removed {
            name: r.get(0)?,
            source_path: r.get(1)?,
            quotes: r.get(2)?,
            reviews: r.get(3)?,
            ..Removed::default()
        })
    })?;
    // A position is not shown without its evidence: one that has no other goes with the article.
    let sql = "SELECT p.id, p.origin = 'user' FROM positions p
               WHERE p.id IN (SELECT position_id FROM position_evidence WHERE article_id = ?1)
                 AND NOT EXISTS (SELECT 1 FROM position_evidence e WHERE e.position_id = p.id AND e.article_id <> ?1)";
    let positions: Vec<(PositionId, bool)> =
        statement::all(write, sql, [article], |r| Ok((r.get(0)?, r.get(1)?)))?;
    removed.positions = positions.len() as i64;
    removed.own_positions = positions.iter().filter(|(_, own)| *own).count() as i64;

    let sql =
        "INSERT INTO removed_articles (removed_at, removed_by, why, source_path, title, outlet, published, quotes, reviews,
                 positions)
               SELECT strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?2, ?3, a.source_path, a.title, o.name, a.published, ?4, ?5, ?6
               FROM articles a LEFT JOIN outlets o ON o.id = a.outlet_id WHERE a.id = ?1";
    let values = params![article, author.by, author.why, removed.quotes, removed.reviews, removed.positions];
    statement::execute(write, sql, values)?;
    for (position, _) in positions {
        positions::remove(write, position)?;
    }
    quotes::remove(write, article)?;
    articles::remove(write, article)?;
    Ok(removed)
}
