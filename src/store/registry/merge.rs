//! Two actors become one. The log keeps all it takes to make them two again.

use super::changes::{self, Action, Author};
use super::snapshot::{Row, Snapshot};
use super::{different, reviews, rows};
use crate::domain::{ActorId, Alias, AliasKind, ChangeId, Origin};
use crate::extract::speakers::fold_name;
use crate::store::{StoreError, Write, links, positions, stances, statement};
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
pub fn objection(
    connection: &Connection,
    gone: ActorId,
    stays: ActorId,
) -> Result<Option<String>, StoreError> {
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
pub fn merge(write: &Write<'_>, author: &Author, gone: ActorId, stays: ActorId) -> Result<Moved, StoreError> {
    let (old, new) = (Row::read(write, gone)?, Row::read(write, stays)?);
    if gone == stays {
        return Err(StoreError::Reference(format!("both names mean the one actor `{}`", old.slug)));
    }
    let mut snapshot = Snapshot::take(write, gone, stays)?;
    let detail = format!("{} ({}) into {}", old.slug, old.name, new.slug);
    let change = changes::log(write, author, Action::Merge, (Some(&new.slug), Some(&old.slug)), &detail)?;

    rows::actors::confirm(write, stays)?;
    snapshot.gained.origin = Some(new.origin);
    let mut moved = move_links(write, gone, stays)?;
    for (other, told_by) in &snapshot.different {
        if *other != stays && different::insert(write, stays, *other, *told_by)? {
            snapshot.gained.different.push(*other);
        }
    }
    gain_aliases(write, &mut snapshot, &new)?;
    gain_roles(write, &mut snapshot, stays)?;
    rows::ids::move_all(write, gone, stays)?;
    let sql = "UPDATE actor_merges SET actor_id = ?2 WHERE actor_id = ?1";
    statement::execute(write, sql, [gone, stays])?;
    // Everything is off it now; the row itself has to go before its Wikidata item can be another's.
    rows::actors::delete(write, gone)?;
    gain_facts(write, &mut snapshot, &new)?;
    let sql = "INSERT INTO actor_merges (slug, name_folded, kind, into_slug, actor_id, change_id)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let values = params![old.slug, old.name_folded, old.kind, new.slug, stays, change];
    statement::execute(write, sql, values)?;
    moved.aliases = snapshot.gained.aliases.len();
    moved.roles = snapshot.gained.roles.len();
    changes::keep_undo(write, change, &snapshot.to_json()?)?;
    Ok(moved)
}

/// Which of two actors should stay when a person only says that they are the same: the one that people or seeds
/// vouch for, then the one with more quotes.
///
/// # Errors
/// Any failure of SQLite.
pub fn better_known(connection: &Connection, a: ActorId, b: ActorId) -> Result<ActorId, StoreError> {
    let sql = "SELECT id FROM actors WHERE id IN (?1, ?2) ORDER BY origin = 'text',
                 (SELECT count(*) FROM quote_speakers WHERE actor_id = actors.id AND relation = 'speaker') DESC,
                 id <> ?1 LIMIT 1";
    statement::one(connection, sql, [a, b], |r| r.get(0))
}

fn move_links(write: &Write<'_>, gone: ActorId, stays: ActorId) -> Result<Moved, StoreError> {
    let count =
        "SELECT count(DISTINCT quote_id) FROM quote_speakers WHERE actor_id = ?1 AND relation = 'speaker'";
    let quotes: i64 = statement::one(write, count, [gone], |r| r.get(0))?;
    links::move_all(write, gone, stays)?;
    let positions = positions::move_all(write, gone, stays)?;
    rows::roles::move_offices(write, gone, stays)?;
    rows::actors::move_citizens(write, gone, stays)?;
    reviews::move_all(write, gone, stays)?;
    stances::move_all(write, gone, stays)?;
    Ok(Moved { quotes: quotes as usize, positions, ..Moved::default() })
}

fn gain_aliases(write: &Write<'_>, snapshot: &mut Snapshot, new: &Row) -> Result<(), StoreError> {
    // A bare surname is not a whole name.
    let kind = if fold_name(&snapshot.actor.name).contains(' ') { AliasKind::Name } else { AliasKind::Short };
    let mut aliases = vec![(snapshot.actor.name.clone(), kind)];
    for (alias, _, kind, _) in &snapshot.aliases {
        aliases.push((alias.clone(), *kind));
    }
    let sql = "SELECT alias FROM actor_aliases WHERE actor_id = ?1";
    let mut known: Vec<String> = statement::all(write, sql, [new.id], |r| r.get(0))?;
    known.push(new.name.clone());
    for (name, kind) in aliases {
        if !known.contains(&name) {
            let alias = Alias { name: name.clone(), kind };
            rows::aliases::put(write, new.id, &alias, rows::aliases::Policy::Say)?;
            known.push(name.clone());
            snapshot.gained.aliases.push(name);
        }
    }
    Ok(())
}

fn gain_roles(write: &Write<'_>, snapshot: &mut Snapshot, stays: ActorId) -> Result<(), StoreError> {
    for (title, organisation, since, until, _) in &snapshot.roles {
        let organisation = organisation.filter(|o| *o != snapshot.actor.id);
        let (since, until) = (since.clone(), until.clone());
        let office = rows::roles::Office { title, organisation, since, until };
        let same_day = rows::roles::Policy::SameDay(Origin::User);
        let gained = rows::roles::put(write, stays, &office, same_day)?;
        snapshot.gained.roles.extend(gained);
    }
    Ok(())
}

fn gain_facts(write: &Write<'_>, snapshot: &mut Snapshot, new: &Row) -> Result<(), StoreError> {
    let old = &snapshot.actor;
    let gained = &mut snapshot.gained;
    gained.gender = new.gender.is_none() && old.gender.is_some();
    gained.state = new.state_id.is_none() && old.state_id.is_some_and(|s| s != new.id);
    gained.description = new.description.is_empty() && !old.description.is_empty();
    gained.wikidata = new.wikidata.is_none() && old.wikidata.is_some();
    rows::actors::gain(write, new.id, snapshot)?;
    if let (false, Some(item)) = (snapshot.gained.wikidata, &snapshot.actor.wikidata) {
        rows::ids::put(write, new.id, ("wikidata", item), rows::ids::Policy::Keep)?;
    }
    Ok(())
}

/// The actor that a slug stands for since a merge, where it does: `(slug of that actor, id of the merge)`.
///
/// # Errors
/// Any failure of SQLite.
pub fn merged_into(connection: &Connection, slug: &str) -> Result<Option<(String, ChangeId)>, StoreError> {
    let sql = "SELECT into_slug, change_id FROM actor_merges WHERE slug = ?1";
    statement::optional(connection, sql, [slug], |r| Ok((r.get(0)?, r.get(1)?)))
}

/// The slugs that stand for an actor since they were merged into it, the latest first.
///
/// # Errors
/// Any failure of SQLite.
pub fn absorbed(connection: &Connection, actor: ActorId) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT slug FROM actor_merges WHERE actor_id = ?1 ORDER BY change_id DESC";
    statement::all(connection, sql, [actor], |r| r.get(0))
}

/// A slug that stands for another actor stands for `actor` now.
pub(super) fn redirect(write: &Write<'_>, slug: &str, actor: ActorId) -> Result<(), StoreError> {
    let sql = "UPDATE actor_merges SET actor_id = ?2 WHERE slug = ?1";
    statement::execute(write, sql, params![slug, actor]).map(drop)
}

/// A slug stands for itself again.
pub(super) fn forget(write: &Write<'_>, slug: &str) -> Result<(), StoreError> {
    statement::execute(write, "DELETE FROM actor_merges WHERE slug = ?1", [slug]).map(drop)
}

/// Whether an actor has this slug today.
pub(super) fn is_actor(connection: &Connection, slug: &str) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM actors WHERE slug = ?1";
    Ok(statement::optional(connection, sql, [slug], |_| Ok(()))?.is_some())
}
