//! One actor becomes two: a merge is taken back, or some quotes turn out to be somebody else's.

use super::changes::{self, Action, Author};
use super::loader::{LoadError, Loader};
use super::reviews;
use super::snapshot::{Link, Snapshot};
use super::{different, edit, keys, merge};
use crate::domain::ActorRecord;
use crate::store::{self, StoreError, statement};
use rusqlite::{Connection, params};

/// What a split gave back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Restored {
    /// Slug of the actor that is there again.
    pub slug: String,
    /// Slug of the one that it was part of.
    pub from: String,
    /// Links from quotes.
    pub quotes: usize,
}

/// Takes back the merge that made `slug` stand for another actor.
///
/// # Errors
/// A slug that stands for nobody; a merge below a later one, which has to be taken back first; any failure of SQLite.
pub fn unmerge(connection: &Connection, author: &Author, slug: &str) -> Result<Restored, StoreError> {
    let Some((into, change)) = merge::merged_into(connection, slug)? else {
        return Err(StoreError::Reference(format!("`{slug}` was not merged into another actor")));
    };
    if !merge::is_actor(connection, &into)? {
        let text = format!(
            "`{slug}` was merged into `{into}`, and that into another actor since: split `{into}` first"
        );
        return Err(StoreError::Reference(text));
    }
    let sql = "SELECT actor_id FROM actor_merges WHERE slug = ?1";
    let stays: i64 = statement::one(connection, sql, [slug], |r| r.get(0))?;
    let sql = "SELECT undo FROM actor_changes WHERE id = ?1";
    let snapshot =
        Snapshot::from_json(&statement::one(connection, sql, [change], |r| r.get::<_, String>(0))?)?;

    give_up(connection, &snapshot, stays)?;
    let id = restore_actor(connection, &snapshot)?;
    let links = restore_links(connection, &snapshot, id, stays)?;
    let sql = "DELETE FROM actor_merges WHERE slug = ?1";
    statement::execute(connection, sql, [slug])?;
    for old in &snapshot.slugs {
        statement::execute(
            connection,
            "UPDATE actor_merges SET actor_id = ?2 WHERE slug = ?1",
            params![old, id],
        )?;
    }
    keys::refresh(connection, stays)?;
    keys::refresh(connection, id)?;
    if snapshot.actor.origin == "seed" {
        // The next import brings its seed up to date, with the references that other seeds make to it.
        store::put_setting(connection, "knowledge_hash", "")?;
    }
    let detail = format!("{slug} from {into}");
    let split = changes::log(connection, author, Action::Split, (Some(&into), Some(slug)), &detail)?;
    changes::mark_undone(connection, change, split)?;
    Ok(Restored { slug: slug.to_owned(), from: into, quotes: links })
}

/// Makes a new actor of some quotes of another one, and remembers that the two are different. Gives the new slug.
///
/// # Errors
/// A quote that the actor did not say; a new actor that is there already; any failure of SQLite.
pub fn split_off(
    connection: &Connection,
    author: &Author,
    actor: i64,
    quotes: &[i64],
    new: &ActorRecord,
) -> Result<Restored, LoadError> {
    let slug = edit::slug_of(connection, actor)?;
    for quote in quotes {
        let sql =
            "SELECT 1 FROM quote_speakers WHERE quote_id = ?1 AND actor_id = ?2 AND relation = 'speaker'";
        if statement::optional(connection, sql, [*quote, actor], |_| Ok(()))?.is_none() {
            return Err(LoadError::Record(format!("quote {quote} is not one of `{slug}`")));
        }
    }
    // A key of its own: the name is likely to be the same.
    let mut new = new.clone();
    if new.slug.is_empty() {
        new.slug = store::actors::free_slug(connection, &new.name)?;
    }
    let (id, outcome) = Loader::new(connection).load(&new)?;
    if outcome != super::loader::Outcome::Added {
        return Err(LoadError::Record(format!("there is an actor `{}` already", new.slug)));
    }
    let detail = format!("{} from {slug}, with {} quotes", new.slug, quotes.len());
    let change = changes::log(connection, author, Action::Split, (Some(&slug), Some(&new.slug)), &detail)?;
    edit::confirm(connection, actor)?;
    // Only these has the person looked at: the others stay as they were found.
    for quote in quotes {
        reviews::put(connection, *quote, Some(id), change)?;
    }
    different::insert(connection, actor, id, change)?;
    Ok(Restored { slug: new.slug, from: slug, quotes: quotes.len() })
}

/// Takes from the actor that stays what it got by the merge.
fn give_up(connection: &Connection, snapshot: &Snapshot, stays: i64) -> Result<(), StoreError> {
    let gained = &snapshot.gained;
    for alias in &gained.aliases {
        let sql = "DELETE FROM actor_aliases WHERE actor_id = ?1 AND alias = ?2";
        statement::execute(connection, sql, params![stays, alias])?;
    }
    for role in &gained.roles {
        statement::execute(connection, "DELETE FROM roles WHERE id = ?1 AND actor_id = ?2", [*role, stays])?;
    }
    for other in &gained.different {
        let sql = "DELETE FROM different_actors WHERE actor_id = min(?1, ?2) AND other_id = max(?1, ?2)";
        statement::execute(connection, sql, [stays, *other])?;
    }
    // A fact that a person has changed since the merge is no longer the one that came with it.
    let old = &snapshot.actor;
    let sql = "UPDATE actors SET gender = iif(?2 AND gender IS ?3, NULL, gender),
                 state_id = iif(?4 AND state_id IS ?5, NULL, state_id),
                 description = iif(?6 AND description IS ?7, '', description),
                 wikidata = iif(?8 AND wikidata IS ?9, NULL, wikidata), origin = ?10 WHERE id = ?1";
    let values = params![
        stays,
        gained.gender,
        old.gender,
        gained.state,
        old.state_id,
        gained.description,
        old.description,
        gained.wikidata,
        old.wikidata,
        gained.origin
    ];
    statement::execute(connection, sql, values)?;
    let sql = "DELETE FROM actor_ids WHERE actor_id = ?1 AND scheme = 'wikidata' AND external_id IS ?2";
    statement::execute(connection, sql, params![stays, old.wikidata]).map(drop)
}

/// Writes the actor that is there again, with its aliases, roles and ids; gives its id, the old one where that is free.
fn restore_actor(connection: &Connection, snapshot: &Snapshot) -> Result<i64, StoreError> {
    let a = &snapshot.actor;
    let sql = "INSERT INTO actors (id, slug, name, name_folded, kind, gender, state_id, description, wikidata, origin)
               VALUES ((SELECT ?1 WHERE NOT EXISTS (SELECT 1 FROM actors WHERE id = ?1)), ?2, ?3, ?4, ?5, ?6,
                       (SELECT id FROM actors WHERE id = ?7), ?8, ?9, ?10) RETURNING id";
    let values = params![
        a.id,
        a.slug,
        a.name,
        a.name_folded,
        a.kind,
        a.gender,
        a.state_id,
        a.description,
        a.wikidata,
        a.origin
    ];
    let id = statement::one(connection, sql, values, |r| r.get(0))?;
    let free = |ids: &[i64], i: usize| ids.get(i).copied();
    for (i, (alias, folded, kind, origin)) in snapshot.aliases.iter().enumerate() {
        let sql = "INSERT INTO actor_aliases (id, actor_id, alias, alias_folded, kind, origin)
                   VALUES ((SELECT ?6 WHERE NOT EXISTS (SELECT 1 FROM actor_aliases WHERE id = ?6)), ?1, ?2, ?3, ?4, ?5)
                   ON CONFLICT DO NOTHING";
        let values = params![id, alias, folded, kind, origin, free(&snapshot.alias_ids, i)];
        statement::execute(connection, sql, values)?;
    }
    for (i, (title, organisation, since, until, origin)) in snapshot.roles.iter().enumerate() {
        let sql = "INSERT INTO roles (id, actor_id, title, organisation_id, since, until, origin)
                   VALUES ((SELECT ?7 WHERE NOT EXISTS (SELECT 1 FROM roles WHERE id = ?7)), ?1, ?2,
                           (SELECT id FROM actors WHERE id = ?3), ?4, ?5, ?6)";
        let values = params![id, title, organisation, since, until, origin, free(&snapshot.role_ids, i)];
        statement::execute(connection, sql, values)?;
    }
    for (scheme, external) in &snapshot.ids {
        let sql = "INSERT INTO actor_ids (scheme, external_id, actor_id) VALUES (?1, ?2, ?3)
                   ON CONFLICT DO UPDATE SET actor_id = excluded.actor_id";
        statement::execute(connection, sql, params![scheme, external, id])?;
    }
    for (fact, text) in &snapshot.removed {
        let sql =
            "INSERT INTO removed_facts (actor_id, fact, text) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
        statement::execute(connection, sql, params![id, fact, text])?;
    }
    Ok(id)
}

/// Gives back the rows that referred to the actor, as far as they are still there and still refer to the other one.
fn restore_links(
    connection: &Connection,
    snapshot: &Snapshot,
    id: i64,
    stays: i64,
) -> Result<usize, StoreError> {
    let mut quotes = 0;
    for link in &snapshot.links {
        if !is_there(connection, link)? {
            continue;
        }
        let held = if link.shared {
            // Nothing of it was left to give back; what a person has said of the quote since stands alone.
            usize::from(!is_reviewed(connection, link.quote)?)
        } else {
            let sql = "DELETE FROM quote_speakers WHERE quote_id = ?1 AND relation = ?2 AND actor_id = ?3";
            statement::execute(connection, sql, params![link.quote, link.relation, stays])?
        };
        // A link that went elsewhere since (a review, a re-reading) stays where it is.
        if held > 0 {
            quotes += restore_link(connection, link, id)? * usize::from(link.relation == "speaker");
        }
    }
    for link in &snapshot.needless {
        if is_there(connection, link)? && !is_reviewed(connection, link.quote)? {
            restore_link(connection, link, stays)?;
        }
    }
    for (rows, sql) in [
        (&snapshot.positions, "UPDATE positions SET actor_id = ?1 WHERE id = ?2 AND actor_id = ?3"),
        (
            &snapshot.ascribed,
            "UPDATE positions SET ascribed_by_id = ?1 WHERE id = ?2 AND ascribed_by_id = ?3",
        ),
        (&snapshot.offices, "UPDATE roles SET organisation_id = ?1 WHERE id = ?2 AND organisation_id = ?3"),
        (&snapshot.citizens, "UPDATE actors SET state_id = ?1 WHERE id = ?2 AND (state_id = ?3 OR id = ?3)"),
        (&snapshot.reviews, "UPDATE speaker_reviews SET actor_id = ?1 WHERE id = ?2 AND actor_id = ?3"),
    ] {
        for row in rows {
            statement::execute(connection, sql, [id, *row, stays])?;
        }
    }
    for (other, change) in &snapshot.different {
        let sql = "SELECT 1 FROM actors WHERE id = ?1";
        if statement::optional(connection, sql, [other], |_| Ok(()))?.is_some() {
            different::insert(connection, id, *other, *change)?;
        }
    }
    Ok(quotes)
}

/// Whether the quote of a link is still the same one.
fn is_there(connection: &Connection, link: &Link) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM quotes WHERE id = ?1 AND article_id = ?2 AND start_char = ?3";
    let same = params![link.quote, link.article, link.start];
    Ok(statement::optional(connection, sql, same, |_| Ok(()))?.is_some())
}

/// Whether a person has said who said the quote.
fn is_reviewed(connection: &Connection, quote: i64) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM quote_speakers WHERE quote_id = ?1 AND method = ?2";
    Ok(statement::optional(connection, sql, params![quote, reviews::METHOD], |_| Ok(()))?.is_some())
}

fn restore_link(connection: &Connection, link: &Link, actor: i64) -> Result<usize, StoreError> {
    let sql = "INSERT INTO quote_speakers (quote_id, actor_id, relation, method, confidence)
               VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING";
    let values = params![link.quote, actor, link.relation, link.method, link.confidence];
    statement::execute(connection, sql, values)
}
