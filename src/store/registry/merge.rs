//! Two actors become one. The log keeps all it takes to make them two again.

use super::changes::{self, Action, Author};
use super::snapshot::{Row, Snapshot};
use super::{different, edit, keys};
use crate::domain::{Alias, AliasKind};
use crate::extract::speakers::fold_name;
use crate::store::{StoreError, statement};
use rusqlite::{Connection, params};

/// What a merge moved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// Links from quotes.
    pub quotes: usize,
    /// Aliases that the actor did not have, its new one among them.
    pub aliases: usize,
    /// Roles that it did not have.
    pub roles: usize,
    /// Positions on issues.
    pub positions: usize,
}

/// What speaks against a merge, in words; none where nothing does.
///
/// # Errors
/// Any failure of SQLite.
pub fn objection(connection: &Connection, gone: i64, stays: i64) -> Result<Option<String>, StoreError> {
    let (a, b) = (Row::read(connection, gone)?, Row::read(connection, stays)?);
    if let Some(told) = different::told(connection, gone, stays)? {
        return Ok(Some(format!("they were told apart on {told}")));
    }
    if a.kind != b.kind {
        return Ok(Some(format!("`{}` is a {}, `{}` a {}", a.slug, a.kind, b.slug, b.kind)));
    }
    let items = a.wikidata.zip(b.wikidata).filter(|(a, b)| a != b);
    Ok(items.map(|(a, b)| format!("they are two items of Wikidata, {a} and {b}")))
}

/// Merges `gone` into `stays`: its name, aliases, roles, ids, quotes and positions. The caller has looked at
/// [`objection`].
///
/// # Errors
/// An actor and itself; any failure of SQLite.
pub fn merge(connection: &Connection, author: &Author, gone: i64, stays: i64) -> Result<Moved, StoreError> {
    let (old, new) = (Row::read(connection, gone)?, Row::read(connection, stays)?);
    if gone == stays {
        return Err(StoreError::Reference(format!("both names mean the one actor `{}`", old.slug)));
    }
    let mut snapshot = Snapshot::take(connection, gone, stays)?;
    let detail = format!("{} ({}) into {}", old.slug, old.name, new.slug);
    let change =
        changes::log(connection, author, Action::Merge, (Some(&new.slug), Some(&old.slug)), &detail)?;

    edit::confirm(connection, stays)?;
    snapshot.gained.origin = new.origin.clone();
    let mut moved = move_links(connection, gone, stays)?;
    for (other, told_by) in &snapshot.different {
        if *other != stays && different::insert(connection, stays, *other, *told_by)? {
            snapshot.gained.different.push(*other);
        }
    }
    gain_aliases(connection, &mut snapshot, &new)?;
    gain_roles(connection, &mut snapshot, stays)?;
    let sql = "UPDATE actor_ids SET actor_id = ?2 WHERE actor_id = ?1";
    statement::execute(connection, sql, [gone, stays])?;
    let sql = "UPDATE actor_merges SET actor_id = ?2 WHERE actor_id = ?1";
    statement::execute(connection, sql, [gone, stays])?;
    // Everything is off it now; the row itself has to go before its Wikidata item can be another's.
    statement::execute(connection, "DELETE FROM actors WHERE id = ?1", [gone])?;
    gain_facts(connection, &mut snapshot, &new)?;
    let sql = "INSERT INTO actor_merges (slug, name_folded, kind, into_slug, actor_id, change_id)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let values = params![old.slug, old.name_folded, old.kind, new.slug, stays, change];
    statement::execute(connection, sql, values)?;
    keys::refresh(connection, stays)?;
    moved.aliases = snapshot.gained.aliases.len();
    moved.roles = snapshot.gained.roles.len();
    changes::keep_undo(connection, change, &snapshot.to_json()?)?;
    Ok(moved)
}

/// Which of two actors should stay when a person only says that they are the same: the one that people or seeds
/// vouch for, then the one with more quotes.
///
/// # Errors
/// Any failure of SQLite.
pub fn better_known(connection: &Connection, a: i64, b: i64) -> Result<i64, StoreError> {
    let sql = "SELECT id FROM actors WHERE id IN (?1, ?2) ORDER BY origin = 'text',
                 (SELECT count(*) FROM quote_speakers WHERE actor_id = actors.id AND relation = 'speaker') DESC,
                 id <> ?1 LIMIT 1";
    statement::one(connection, sql, [a, b], |r| r.get(0))
}

fn move_links(connection: &Connection, gone: i64, stays: i64) -> Result<Moved, StoreError> {
    let count =
        "SELECT count(DISTINCT quote_id) FROM quote_speakers WHERE actor_id = ?1 AND relation = 'speaker'";
    let quotes: i64 = statement::one(connection, count, [gone], |r| r.get(0))?;
    let go = |sql: &str| statement::execute(connection, sql, [gone, stays]);
    // Where both are linked to a quote the one link stays; the other goes with its actor.
    go("UPDATE OR IGNORE quote_speakers SET actor_id = ?2 WHERE actor_id = ?1")?;
    // Who said it is no longer one of those who may have.
    let sql = "DELETE FROM quote_speakers AS c WHERE actor_id = ?1 AND relation = 'candidate' AND EXISTS (
                 SELECT 1 FROM quote_speakers s
                 WHERE s.quote_id = c.quote_id AND s.relation = 'speaker' AND s.actor_id = ?1)";
    statement::execute(connection, sql, [stays])?;
    let positions = go("UPDATE positions SET actor_id = ?2 WHERE actor_id = ?1")?;
    go("UPDATE positions SET ascribed_by_id = ?2 WHERE ascribed_by_id = ?1")?;
    go("UPDATE roles SET organisation_id = ?2 WHERE organisation_id = ?1")?;
    go("UPDATE actors SET state_id = iif(id = ?2, NULL, ?2) WHERE state_id = ?1")?;
    go("UPDATE speaker_reviews SET actor_id = ?2 WHERE actor_id = ?1")?;
    Ok(Moved { quotes: quotes as usize, positions, ..Moved::default() })
}

fn gain_aliases(connection: &Connection, snapshot: &mut Snapshot, new: &Row) -> Result<(), StoreError> {
    // A bare surname is not a whole name.
    let kind = if fold_name(&snapshot.actor.name).contains(' ') { AliasKind::Name } else { AliasKind::Short };
    let mut aliases = vec![(snapshot.actor.name.clone(), kind)];
    for (alias, _, kind, _) in &snapshot.aliases {
        aliases.push((alias.clone(), kind.parse().map_err(StoreError::Reference)?));
    }
    let sql = "SELECT alias FROM actor_aliases WHERE actor_id = ?1";
    let mut known: Vec<String> = statement::all(connection, sql, [new.id], |r| r.get(0))?;
    known.push(new.name.clone());
    for (name, kind) in aliases {
        if !known.contains(&name) {
            edit::put_alias(connection, new.id, &Alias { name: name.clone(), kind })?;
            known.push(name.clone());
            snapshot.gained.aliases.push(name);
        }
    }
    Ok(())
}

fn gain_roles(connection: &Connection, snapshot: &mut Snapshot, stays: i64) -> Result<(), StoreError> {
    for (title, organisation, since, until, _) in &snapshot.roles {
        let organisation = organisation.filter(|o| *o != snapshot.actor.id);
        let sql = "INSERT INTO roles (actor_id, title, organisation_id, since, until, origin)
                   SELECT ?1, ?2, ?3, ?4, ?5, 'user' WHERE NOT EXISTS (
                     SELECT 1 FROM roles WHERE actor_id = ?1 AND title = ?2 AND organisation_id IS ?3 AND since IS ?4)
                   RETURNING id";
        let values = params![stays, title, organisation, since, until];
        let gained: Option<i64> = statement::optional(connection, sql, values, |r| r.get(0))?;
        snapshot.gained.roles.extend(gained);
    }
    Ok(())
}

fn gain_facts(connection: &Connection, snapshot: &mut Snapshot, new: &Row) -> Result<(), StoreError> {
    let old = &snapshot.actor;
    let gained = &mut snapshot.gained;
    gained.gender = new.gender.is_none() && old.gender.is_some();
    gained.state = new.state_id.is_none() && old.state_id.is_some_and(|s| s != new.id);
    gained.description = new.description.is_empty() && !old.description.is_empty();
    gained.wikidata = new.wikidata.is_none() && old.wikidata.is_some();
    let sql = "UPDATE actors SET gender = iif(?2, ?3, gender), state_id = iif(?4, ?5, state_id),
                 description = iif(?6, ?7, description), wikidata = iif(?8, ?9, wikidata) WHERE id = ?1";
    let values = params![
        new.id,
        gained.gender,
        old.gender,
        gained.state,
        old.state_id,
        gained.description,
        old.description,
        gained.wikidata,
        old.wikidata
    ];
    statement::execute(connection, sql, values)?;
    if let (false, Some(item)) = (gained.wikidata, &old.wikidata) {
        let sql = "INSERT INTO actor_ids (scheme, external_id, actor_id) VALUES ('wikidata', ?1, ?2) ON CONFLICT DO NOTHING";
        statement::execute(connection, sql, params![item, new.id])?;
    }
    Ok(())
}

/// The actor that a slug stands for since a merge, where it does: `(slug of that actor, id of the merge)`.
///
/// # Errors
/// Any failure of SQLite.
pub fn merged_into(connection: &Connection, slug: &str) -> Result<Option<(String, i64)>, StoreError> {
    let sql = "SELECT into_slug, change_id FROM actor_merges WHERE slug = ?1";
    statement::optional(connection, sql, [slug], |r| Ok((r.get(0)?, r.get(1)?)))
}

/// The slugs that stand for an actor since they were merged into it, the latest first.
///
/// # Errors
/// Any failure of SQLite.
pub fn absorbed(connection: &Connection, actor: i64) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT slug FROM actor_merges WHERE actor_id = ?1 ORDER BY change_id DESC";
    statement::all(connection, sql, [actor], |r| r.get(0))
}

/// Whether an actor has this slug today.
pub(super) fn is_actor(connection: &Connection, slug: &str) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM actors WHERE slug = ?1";
    Ok(statement::optional(connection, sql, [slug], |_| Ok(()))?.is_some())
}
