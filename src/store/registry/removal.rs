//! An actor that is none is taken out, for good: no text brings it back. What it was said to have said nobody has said, or whoever
//! a person names.

use super::changes::{self, Action, Author};
use super::reviews::{self, Verdict};
use super::rows::{self, actors};
use super::snapshot::Snapshot;
use super::{edit, split};
use crate::domain::{ActorId, ArticleId, ChangeId, QuoteId};
use crate::store::{StoreError, Write, statement};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

/// What a removal keeps to be taken back by.
#[derive(Serialize, Deserialize)]
struct Kept {
    snapshot: Snapshot,
    /// What was said of its quotes with it.
    assigned: Vec<ChangeId>,
}

/// Takes an actor out; `to` is who said what it was said to have said. Gives the articles of that.
///
/// # Errors
/// One that came with kb, to which others belong, or of whose positions people have said something; any failure of SQLite.
pub fn remove(
    write: &Write<'_>,
    author: &Author,
    actor: ActorId,
    to: Option<ActorId>,
) -> Result<Vec<ArticleId>, StoreError> {
    let slug = edit::slug_of(write, actor)?;
    if to == Some(actor) {
        return Err(StoreError::Reference(format!("both names mean the one actor `{slug}`")));
    }
    if let Some(objection) = objection(write, actor)? {
        return Err(StoreError::Reference(format!("`{slug}` is not removed: {objection}")));
    }
    let snapshot = Snapshot::take(write, actor, actor)?;
    let articles = articles_of(write, actor)?;
    let to_slug = to.map(|to| edit::slug_of(write, to)).transpose()?;
    let detail = match &to_slug {
        Some(to) => format!("{slug} ({}); {to} said what it was said to have said", snapshot.actor.name),
        None => format!("{slug} ({})", snapshot.actor.name),
    };
    let slugs = (Some(slug.as_str()), to_slug.as_deref());
    let mut assigned = Vec::new();
    let sql = "SELECT DISTINCT quote_id FROM quote_speakers WHERE actor_id = ?1 AND relation = 'speaker' ORDER BY quote_id";
    for quote in statement::all(write, sql, [actor], |r| r.get::<_, QuoteId>(0))? {
        let known = reviews::verdict_on(write, quote)?;
        let by_person = known.is_some_and(|(verdict, _)| verdict.actors().contains(&actor));
        if !by_person && to.is_none() {
            continue;
        }
        let mut speakers: Vec<ActorId> = Vec::new();
        let sql = "SELECT actor_id FROM quote_speakers WHERE quote_id = ?1 AND relation = 'speaker' ORDER BY confidence DESC, actor_id";
        for other in statement::all(write, sql, [quote], |r| r.get::<_, ActorId>(0))? {
            let other = if other == actor { to } else { Some(other) };
            speakers.extend(other.filter(|other| !speakers.contains(other)));
        }
        let verdict = if speakers.is_empty() { Verdict::ByNobodyKnown } else { Verdict::By(speakers) };
        assigned.push(reviews::assign(write, author, quote, &verdict)?.1);
    }
    let change = changes::log(write, author, Action::Remove, slugs, &detail)?;
    let sql = "INSERT INTO removed_actors (slug, name_folded, kind, article_id, change_id) VALUES (?1, ?2, ?3, ?4, ?5)
               ON CONFLICT (slug) DO UPDATE SET change_id = excluded.change_id";
    let row = &snapshot.actor;
    statement::execute(write, sql, params![slug, row.name_folded, row.kind, row.article_id, change])?;
    actors::delete(write, actor)?;
    let undo = serde_json::to_string(&Kept { snapshot, assigned })
        .map_err(|e| StoreError::Reference(format!("cannot keep the actor: {e}")))?;
    changes::keep_undo(write, change, &undo)?;
    Ok(articles)
}

/// Brings it back; gives the articles in which it may have said something.
///
/// # Errors
/// A log that does not hold it; any failure of SQLite.
pub fn bring_back(
    write: &Write<'_>,
    author: &Author,
    change: ChangeId,
    undo: &str,
) -> Result<Vec<ArticleId>, StoreError> {
    let Kept { snapshot, assigned } = serde_json::from_str(undo)
        .map_err(|e| StoreError::Reference(format!("the log does not hold what was removed: {e}")))?;
    split::restore_actor(write, &snapshot)?;
    statement::execute(write, "DELETE FROM removed_actors WHERE slug = ?1", [&snapshot.actor.slug])?;
    let detail = format!("{} is an actor again", snapshot.actor.slug);
    let by = changes::log(write, author, Action::Undo, (Some(&snapshot.actor.slug), None), &detail)?;
    changes::mark_undone(write, change, by)?;
    for assigned in assigned.into_iter().rev() {
        reviews::unassign(write, author, assigned)?;
    }
    let mut articles: Vec<ArticleId> = snapshot.links.iter().map(|link| link.article).collect();
    articles.sort_unstable();
    articles.dedup();
    Ok(articles)
}

/// Whether a person has taken out the actor of this name that `article` describes, or that any text names.
pub(in crate::store) fn is_removed(
    connection: &Connection,
    name_folded: &str,
    article: Option<ArticleId>,
) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM removed_actors WHERE name_folded = ?1 AND article_id IS ?2";
    Ok(statement::optional(connection, sql, params![name_folded, article], |_| Ok(()))?.is_some())
}

/// The articles in which an actor says something, or stands somewhere.
///
/// # Errors
/// Any failure of SQLite.
pub fn articles_of(connection: &Connection, actor: ActorId) -> Result<Vec<ArticleId>, StoreError> {
    let sql = "SELECT q.article_id FROM quote_speakers s JOIN quotes q ON q.id = s.quote_id WHERE s.actor_id = ?1
               UNION SELECT article_id FROM positions WHERE actor_id = ?1 AND article_id IS NOT NULL
               UNION SELECT article_id FROM positions WHERE ascribed_by_id = ?1 AND article_id IS NOT NULL ORDER BY 1";
    statement::all(connection, sql, [actor], |r| r.get(0))
}

/// What speaks against taking an actor out.
fn objection(connection: &Connection, actor: ActorId) -> Result<Option<String>, StoreError> {
    let sql = "SELECT (SELECT origin = 'seed' FROM actors WHERE id = ?1),
                 (SELECT count(*) FROM roles WHERE organisation_id = ?1) + (SELECT count(*) FROM actors WHERE state_id = ?1),
                 (SELECT count(*) FROM positions WHERE (actor_id = ?1 OR ascribed_by_id = ?1) AND origin <> 'text')
                   + (SELECT count(*) FROM position_reviews WHERE actor_id = ?1),
                 (SELECT count(*) FROM actor_merges WHERE actor_id = ?1)
                   + (SELECT count(*) FROM different_actors WHERE actor_id = ?1 OR other_id = ?1)";
    let read = |r: &rusqlite::Row<'_>| {
        Ok((r.get::<_, bool>(0)?, r.get::<_, i64>(1)?, r.get::<_, i64>(2)?, r.get::<_, i64>(3)?))
    };
    Ok(match statement::one(connection, sql, [actor], read)? {
        (true, ..) => Some("it came with kb, and would come back".to_owned()),
        (_, 1.., ..) => {
            Some("others belong to it, or hold an office there; merge it into another one".to_owned())
        }
        (_, _, 1.., _) => Some("people have said where it stands; merge it into another one".to_owned()),
        (.., 1..) => {
            Some("others were merged into it or told apart from it; take that back first".to_owned())
        }
        _ => None,
    })
}

/// What a change of an actor's own facts keeps to be taken back by.
#[derive(Serialize, Deserialize)]
pub(super) struct Facts {
    pub row: super::snapshot::Row,
    /// The alias that the old name became.
    pub alias: Option<String>,
}

/// Gives an actor the facts back that it had; gives its articles.
///
/// # Errors
/// A log that does not hold them; any failure of SQLite.
pub fn restore_facts(
    write: &Write<'_>,
    author: &Author,
    change: ChangeId,
    undo: &str,
) -> Result<Vec<ArticleId>, StoreError> {
    let Facts { row, alias } = serde_json::from_str(undo)
        .map_err(|e| StoreError::Reference(format!("the log does not hold what was changed: {e}")))?;
    actors::set_row(write, &row)?;
    if let Some(alias) = alias {
        rows::aliases::remove(write, row.id, &alias)?;
    }
    let detail = format!("{} is as it was before", row.slug);
    let by = changes::log(write, author, Action::Undo, (Some(&row.slug), None), &detail)?;
    changes::mark_undone(write, change, by)?;
    articles_of(write, row.id)
}
