//! Everything that people did, in one order, and taking one of it back.

use super::{remarks, verdicts};
use crate::domain::{ActorId, ArticleId, ChangeId, IssueId, QuoteId};
use crate::store::registry::{Action, Author, different, removal, reviews, split};
use crate::store::{StoreError, Write, actors, quotes, stances, statement};
use rusqlite::{Connection, Row};

/// What people did, the latest first. `:limit` says how much of it.
pub const LIST: &str = "SELECT number, made_at, made_by, action, what, why, iif(undone, 'taken back', NULL) AS state FROM change_log
  ORDER BY number DESC LIMIT :limit";

/// One thing that somebody did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number in the log.
    pub number: i64,
    /// What was done.
    pub action: String,
    /// To what, in words.
    pub what: String,
    /// Whether it was taken back.
    pub undone: bool,
    made_in: String,
    row: i64,
}

const ENTRY: &str = "SELECT number, action, what, undone, made_in, row_id FROM change_log";

/// The entry with this number.
///
/// # Errors
/// Any failure of SQLite.
pub fn entry(connection: &Connection, number: i64) -> Result<Option<Entry>, StoreError> {
    statement::optional(connection, &format!("{ENTRY} WHERE number = ?1"), [number], read)
}

/// The last thing that was done and that holds. What took something else back, and who said a quote where that was told with a
/// verdict on it or with its speaker's removal, is nothing of its own.
///
/// # Errors
/// Any failure of SQLite.
pub fn last(connection: &Connection) -> Result<Option<Entry>, StoreError> {
    let sql = format!(
        "{ENTRY} WHERE NOT undone AND NOT (made_in = 'actor_changes' AND (action = 'undo'
             OR row_id IN (SELECT undone_by FROM actor_changes WHERE undone_by IS NOT NULL)
             OR row_id IN (SELECT change_id FROM quote_reviews WHERE change_id IS NOT NULL AND undone_at IS NULL)
             OR row_id IN (SELECT a.value FROM actor_changes c, json_each(c.undo, '$.assigned') a
                           WHERE c.action = 'remove' AND c.undone_by IS NULL)))
           ORDER BY number DESC LIMIT 1"
    );
    statement::optional(connection, &sql, [], read)
}

/// Takes an entry back; gives the articles in which what rests on it is to be asked anew.
///
/// # Errors
/// What was taken back already, stands below something later, or can't be taken back here: with what to do; any failure of SQLite.
pub fn undo(write: &Write<'_>, author: &Author, entry: &Entry) -> Result<Vec<ArticleId>, StoreError> {
    if entry.undone {
        return Err(StoreError::Reference(format!("number {} is taken back already", entry.number)));
    }
    match entry.made_in.as_str() {
        "quote_reviews" => undo_quote(write, author, entry.row),
        "remarks" => remarks::undo(write, author, entry.row).map(|_| Vec::new()),
        "position_reviews" => undo_position(write, entry.row),
        "actor_changes" => undo_change(write, author, entry),
        _ => Err(cannot(entry, "`kb issue set` gives the issue its former words")),
    }
}

fn undo_quote(write: &Write<'_>, author: &Author, review: i64) -> Result<Vec<ArticleId>, StoreError> {
    let sql = "SELECT quote_id FROM quote_reviews WHERE id = ?1";
    let quote: QuoteId = statement::one(write, sql, [review], |r| r.get(0))?;
    if let Some(later) = verdicts::in_force(write, quote)?.filter(|later| *later != review) {
        return Err(below(write, "quote_reviews", later, &format!("quote {quote}"))?);
    }
    let Some((article, change)) = verdicts::take_back(write, review)? else { return Ok(Vec::new()) };
    if let Some(change) = change {
        let sql = "SELECT 1 FROM actor_changes WHERE id = ?1 AND undone_by IS NULL";
        if statement::optional(write, sql, [change], |_| Ok(()))?.is_some() {
            reviews::unassign(write, author, change)?;
        }
    }
    quotes::relay(write, article)?;
    Ok(vec![article])
}

fn undo_position(write: &Write<'_>, review: i64) -> Result<Vec<ArticleId>, StoreError> {
    let sql = "SELECT article_id, actor_id, issue_id FROM position_reviews WHERE id = ?1";
    let (article, actor, issue): (ArticleId, ActorId, IssueId) =
        statement::one(write, sql, [review], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
    stances::undo(write, article, actor, issue)?;
    Ok(vec![article])
}

fn undo_change(write: &Write<'_>, author: &Author, entry: &Entry) -> Result<Vec<ArticleId>, StoreError> {
    let sql = "SELECT action, actor_slug, other_slug, undo FROM actor_changes WHERE id = ?1";
    let read = |r: &Row<'_>| {
        Ok((
            r.get::<_, Action>(0)?,
            r.get::<_, Option<String>>(1)?,
            r.get::<_, Option<String>>(2)?,
            r.get(3)?,
        ))
    };
    let (action, slug, other, undo): (_, _, _, Option<String>) =
        statement::one(write, sql, [entry.row], read)?;
    let change = ChangeId(entry.row);
    let pair = || -> Result<Option<(ActorId, ActorId)>, StoreError> {
        let (Some(slug), Some(other)) = (&slug, &other) else { return Ok(None) };
        Ok(actors::id_of(write, slug)?.zip(actors::id_of(write, other)?))
    };
    match (action, undo) {
        (Action::Assign, Some(_)) => {
            let Some(article) = reviews::unassign(write, author, change)? else { return Ok(Vec::new()) };
            quotes::relay(write, article)?;
            Ok(vec![article])
        }
        (Action::Remove, Some(undo)) => removal::bring_back(write, author, change, &undo),
        (Action::Edit, Some(undo)) => removal::restore_facts(write, author, change, &undo),
        (Action::Merge, Some(_)) => {
            let Some(gone) = other else { return Err(cannot(entry, "`kb actor split` does")) };
            let restored = split::unmerge(write, author, &gone)?;
            let mut articles = Vec::new();
            for slug in [restored.slug, restored.from] {
                if let Some(actor) = actors::id_of(write, &slug)? {
                    articles.extend(removal::articles_of(write, actor)?);
                }
            }
            articles.sort_unstable();
            articles.dedup();
            Ok(articles)
        }
        (Action::Different, _) => {
            if let Some((a, b)) = pair()? {
                different::take_back(write, author, a, b)?;
            }
            Ok(Vec::new())
        }
        (Action::Alias, _) => Err(cannot(entry, "`kb actor alias ACTOR ALIAS --remove` takes it away")),
        (Action::RemoveAlias, _) => Err(cannot(entry, "`kb actor alias ACTOR ALIAS` adds it again")),
        (Action::Role, _) => Err(cannot(entry, "`kb actor role ACTOR ROLE --remove` takes it away")),
        (Action::RemoveRole, _) => Err(cannot(entry, "`kb actor role ACTOR ROLE` adds it again")),
        (Action::Add, _) => Err(cannot(entry, "`kb actor remove ACTOR` takes the actor out")),
        (Action::Split, _) => Err(cannot(entry, "`kb actor merge` makes one actor of the two again")),
        _ => Err(cannot(entry, "`kb restore` brings a backup back")),
    }
}

/// That something later has to be taken back first.
fn below(connection: &Connection, made_in: &str, row: i64, what: &str) -> Result<StoreError, StoreError> {
    let sql = "SELECT id FROM log_entries WHERE made_in = ?1 AND row_id = ?2";
    let number: Option<i64> =
        statement::optional(connection, sql, rusqlite::params![made_in, row], |r| r.get(0))?;
    let number = number.unwrap_or(row);
    Ok(StoreError::Reference(format!("something was said of {what} since: `kb undo {number}` first")))
}

fn cannot(entry: &Entry, instead: &str) -> StoreError {
    let Entry { number, action, what, .. } = entry;
    StoreError::Reference(format!(
        "number {number} ({action}: {what}) is not taken back by `kb undo`: {instead}"
    ))
}

fn read(r: &Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        number: r.get(0)?,
        action: r.get(1)?,
        what: r.get(2)?,
        undone: r.get(3)?,
        made_in: r.get(4)?,
        row: r.get(5)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    #[test]
    fn an_empty_log_has_no_last_entry() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("kb.db")).unwrap();
        assert_eq!(last(store.connection()).unwrap(), None);
        assert_eq!(entry(store.connection(), 1).unwrap(), None);
    }
}
