//! Writes `actors`.

use crate::domain::{ActorId, ActorKind, ArticleId, Gender, Origin};
use crate::extract::speakers::fold_name;
use crate::store::registry::snapshot::{Row, Snapshot};
use crate::store::{StoreError, Write, statement};
use rusqlite::params;

/// A row to be. `state` follows where the actor it means may not be there yet.
pub(in crate::store) struct Fields<'a> {
    pub slug: &'a str,
    pub name: &'a str,
    pub kind: ActorKind,
    pub gender: Option<Gender>,
    pub state: Option<ActorId>,
    pub description: &'a str,
    pub wikidata: Option<&'a str>,
    /// The article that only describes it.
    pub article: Option<ArticleId>,
}

/// Adds an actor whose slug nobody has; gives its id.
pub(in crate::store) fn insert(
    write: &Write<'_>,
    fields: &Fields<'_>,
    origin: Origin,
) -> Result<ActorId, StoreError> {
    put(write, fields, origin, None)
}

/// Adds an actor that was there before, under its old id where that is free.
pub(in crate::store::registry) fn restore(write: &Write<'_>, old: &Row) -> Result<ActorId, StoreError> {
    let fields = Fields {
        slug: &old.slug,
        name: &old.name,
        kind: old.kind,
        gender: old.gender,
        state: old.state_id,
        description: &old.description,
        wikidata: old.wikidata.as_deref(),
        article: old.article_id,
    };
    put(write, &fields, old.origin, Some(old.id))
}

fn put(
    write: &Write<'_>,
    f: &Fields<'_>,
    origin: Origin,
    id: Option<ActorId>,
) -> Result<ActorId, StoreError> {
    let sql = "INSERT INTO actors (id, slug, name, name_folded, kind, gender, state_id, description, wikidata, origin,
                 article_id)
               VALUES ((SELECT ?1 WHERE NOT EXISTS (SELECT 1 FROM actors WHERE id = ?1)), ?2, ?3, ?4, ?5, ?6,
                       (SELECT id FROM actors WHERE id = ?7), ?8, ?9, ?10, (SELECT id FROM articles WHERE id = ?11))
               RETURNING id";
    let folded = fold_name(f.name);
    let values = params![
        id,
        f.slug,
        f.name,
        folded,
        f.kind,
        f.gender,
        f.state,
        f.description,
        f.wikidata,
        origin,
        f.article
    ];
    let id = statement::one(write, sql, values, |r| r.get(0))?;
    if f.article.is_none() {
        write.has_renamed(id);
    }
    Ok(id)
}

/// Adds an actor that came with kb, or brings it up to date; one that a person vouches for stays as it is.
pub(in crate::store) fn put_seed(write: &Write<'_>, f: &Fields<'_>) -> Result<(), StoreError> {
    let sql = "INSERT INTO actors (slug, name, name_folded, kind, gender, description, origin)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'seed')
               ON CONFLICT (slug) DO UPDATE SET name = excluded.name, name_folded = excluded.name_folded,
                 kind = excluded.kind, gender = coalesce(excluded.gender, gender),
                 description = iif(excluded.description = '', description, excluded.description),
                 origin = 'seed' WHERE origin <> 'user'
               RETURNING id";
    let values = params![f.slug, f.name, fold_name(f.name), f.kind, f.gender, f.description];
    if let Some(id) = statement::optional(write, sql, values, |r| r.get(0))? {
        write.has_renamed(id);
    }
    Ok(())
}

/// A later text may say more about somebody than the first one did: what is missing is filled in.
pub(in crate::store) fn learn_from_text(
    write: &Write<'_>,
    actor: ActorId,
    gender: Option<Gender>,
    description: &str,
    state: Option<ActorId>,
) -> Result<(), StoreError> {
    let sql = "UPDATE actors SET gender = coalesce(gender, ?2), state_id = coalesce(state_id, ?4),
                 description = CASE description WHEN '' THEN ?3 ELSE description END
               WHERE id = ?1 AND origin = 'text'";
    statement::execute(write, sql, params![actor, gender, description, state]).map(drop)
}

/// What a record that is of an actor does to its row.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Policy {
    /// What the record says goes, and a person vouches for it.
    Overrule,
    /// It only fills what is missing.
    Fill,
}

/// Writes what a record knows better; whether that was anything. A Wikidata item that is there stays.
pub(in crate::store) fn learn(
    write: &Write<'_>,
    actor: ActorId,
    f: &Fields<'_>,
    policy: Policy,
) -> Result<bool, StoreError> {
    // `?7`: what the record says goes.
    let sql = "UPDATE actors SET origin = iif(?7, 'user', origin),
                 name = iif(?7, ?2, name), name_folded = iif(?7, ?3, name_folded), kind = iif(?7, ?4, kind),
                 gender = iif(?7, coalesce(?5, gender), coalesce(gender, ?5)),
                 description = CASE WHEN ?6 <> '' AND (?7 OR description = '') THEN ?6 ELSE description END
               WHERE id = ?1 AND (
                 ?7 AND (name IS NOT ?2 OR kind IS NOT ?4 OR (?5 IS NOT NULL AND gender IS NOT ?5)
                         OR (?6 <> '' AND description IS NOT ?6))
                 OR gender IS NULL AND ?5 IS NOT NULL OR description = '' AND ?6 <> '')";
    let overrule = policy == Policy::Overrule;
    let values = params![actor, f.name, fold_name(f.name), f.kind, f.gender, f.description, overrule];
    let mut changed = statement::execute(write, sql, values)? > 0;
    changed |= confirm(write, actor)?;
    if let Some(item) = f.wikidata {
        let sql = "UPDATE actors SET wikidata = ?2 WHERE id = ?1 AND wikidata IS NULL";
        changed |= statement::execute(write, sql, params![actor, item])? > 0;
    }
    if changed {
        write.has_renamed(actor);
    }
    Ok(changed)
}

/// New values of an actor's own facts; what is `None` stays.
pub(in crate::store) struct Changes<'a> {
    pub name: Option<&'a str>,
    pub kind: Option<ActorKind>,
    pub description: Option<&'a str>,
    pub gender: Option<Gender>,
    pub state: Option<ActorId>,
    pub wikidata: Option<&'a str>,
}

/// A person changes an actor's facts. From now on a person vouches for the row: neither seeds nor texts change it.
pub(in crate::store) fn set(write: &Write<'_>, actor: ActorId, to: &Changes<'_>) -> Result<(), StoreError> {
    let sql = "UPDATE actors SET name = coalesce(?2, name), name_folded = coalesce(?3, name_folded),
                 description = coalesce(?4, description), gender = coalesce(?5, gender),
                 state_id = coalesce(?6, state_id), wikidata = coalesce(?7, wikidata),
                 kind = coalesce(?8, kind), origin = 'user' WHERE id = ?1";
    let folded = to.name.map(fold_name);
    let values = params![actor, to.name, folded, to.description, to.gender, to.state, to.wikidata, to.kind];
    write.has_renamed(actor);
    statement::execute(write, sql, values).map(drop)
}

/// Gives an actor the row that it had.
pub(in crate::store::registry) fn set_row(write: &Write<'_>, old: &Row) -> Result<(), StoreError> {
    let sql = "UPDATE actors SET name = ?2, name_folded = ?3, kind = ?4, gender = ?5, state_id = ?6, description = ?7, wikidata = ?8,
                 origin = ?9 WHERE id = ?1";
    let values = params![
        old.id,
        old.name,
        old.name_folded,
        old.kind,
        old.gender,
        old.state_id,
        old.description,
        old.wikidata,
        old.origin
    ];
    write.has_renamed(old.id);
    statement::execute(write, sql, values).map(drop)
}

/// A person vouches for an actor that a text introduced: it is part of the registry from now on. Whether that was news.
pub(in crate::store) fn confirm(write: &Write<'_>, actor: ActorId) -> Result<bool, StoreError> {
    let sql = "UPDATE actors SET origin = 'user' WHERE id = ?1 AND origin = 'text'";
    Ok(statement::execute(write, sql, [actor])? > 0)
}

/// Takes back that a person vouches for an actor, where nothing else that people did rests on it.
pub(in crate::store) fn unconfirm(write: &Write<'_>, actor: ActorId) -> Result<(), StoreError> {
    let sql = "UPDATE actors SET origin = 'text' WHERE id = ?1 AND origin = 'user'
                 AND id NOT IN (SELECT actor_id FROM speaker_reviews WHERE actor_id IS NOT NULL)
                 AND id NOT IN (SELECT actor_id FROM speaker_review_others)
                 AND id NOT IN (SELECT actor_id FROM actor_merges)
                 AND id NOT IN (SELECT actor_id FROM different_actors UNION SELECT other_id FROM different_actors)
                 AND id NOT IN (SELECT actor_id FROM actor_aliases WHERE origin = 'user')
                 AND id NOT IN (SELECT actor_id FROM roles WHERE origin = 'user')";
    statement::execute(write, sql, [actor]).map(drop)
}

/// Gives an actor that came with kb the state that it has there.
pub(in crate::store) fn place_seed(
    write: &Write<'_>,
    actor: ActorId,
    state: ActorId,
) -> Result<(), StoreError> {
    let sql = "UPDATE actors SET state_id = ?2 WHERE id = ?1 AND origin = 'seed'";
    statement::execute(write, sql, [actor, state]).map(drop)
}

/// Gives an actor the state that a record names, unless kb itself knows better; whether that was news.
pub(in crate::store) fn place(write: &Write<'_>, actor: ActorId, state: ActorId) -> Result<bool, StoreError> {
    let sql = "UPDATE actors SET state_id = ?2
               WHERE id = ?1 AND state_id IS NOT ?2 AND ?1 <> ?2 AND (state_id IS NULL OR origin <> 'seed')";
    Ok(statement::execute(write, sql, [actor, state])? > 0)
}

/// Whoever belongs to the state `gone` belongs to `stays`.
pub(in crate::store) fn move_citizens(
    write: &Write<'_>,
    gone: ActorId,
    stays: ActorId,
) -> Result<(), StoreError> {
    let sql = "UPDATE actors SET state_id = iif(id = ?2, NULL, ?2) WHERE state_id = ?1";
    statement::execute(write, sql, [gone, stays]).map(drop)
}

/// Takes that back for one of them.
pub(in crate::store) fn move_citizen_back(
    write: &Write<'_>,
    citizen: ActorId,
    to: ActorId,
    from: ActorId,
) -> Result<(), StoreError> {
    let sql = "UPDATE actors SET state_id = ?1 WHERE id = ?2 AND (state_id = ?3 OR id = ?3)";
    statement::execute(write, sql, [to, citizen, from]).map(drop)
}

/// Gives the actor that stays what a merge found it to gain.
pub(in crate::store::registry) fn gain(
    write: &Write<'_>,
    actor: ActorId,
    snapshot: &Snapshot,
) -> Result<(), StoreError> {
    let (old, gained) = (&snapshot.actor, &snapshot.gained);
    let sql = "UPDATE actors SET gender = iif(?2, ?3, gender), state_id = iif(?4, ?5, state_id),
                 description = iif(?6, ?7, description), wikidata = iif(?8, ?9, wikidata) WHERE id = ?1";
    let values = params![
        actor,
        gained.gender,
        old.gender,
        gained.state,
        old.state_id,
        gained.description,
        old.description,
        gained.wikidata,
        old.wikidata
    ];
    statement::execute(write, sql, values).map(drop)
}

/// Takes it away again. A fact that a person has changed since the merge is no longer the one that came with it.
pub(in crate::store::registry) fn give_up(
    write: &Write<'_>,
    actor: ActorId,
    snapshot: &Snapshot,
) -> Result<(), StoreError> {
    let (old, gained) = (&snapshot.actor, &snapshot.gained);
    let sql = "UPDATE actors SET gender = iif(?2 AND gender IS ?3, NULL, gender),
                 state_id = iif(?4 AND state_id IS ?5, NULL, state_id),
                 description = iif(?6 AND description IS ?7, '', description),
                 wikidata = iif(?8 AND wikidata IS ?9, NULL, wikidata), origin = coalesce(?10, origin) WHERE id = ?1";
    let values = params![
        actor,
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
    statement::execute(write, sql, values).map(drop)
}

/// Folds every name anew; gives how many were folded otherwise.
pub(in crate::store) fn refold(write: &Write<'_>) -> Result<usize, StoreError> {
    let sql = "SELECT id, name, name_folded FROM actors";
    let rows: Vec<(ActorId, String, String)> =
        statement::all(write, sql, [], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
    let mut off = 0;
    for (id, name, folded) in rows {
        let right = fold_name(&name);
        if right != folded {
            let sql = "UPDATE actors SET name_folded = ?2 WHERE id = ?1";
            off += statement::execute(write, sql, params![id, right])?;
        }
    }
    Ok(off)
}

/// Removes an actor, and what hangs on it.
pub(in crate::store) fn delete(write: &Write<'_>, actor: ActorId) -> Result<(), StoreError> {
    statement::execute(write, "DELETE FROM actors WHERE id = ?1", [actor]).map(drop)
}

/// Removes the actors that texts introduced and that nothing refers to any more; gives how many.
pub(in crate::store) fn delete_orphans(write: &Write<'_>) -> Result<usize, StoreError> {
    let sql = "DELETE FROM actors WHERE origin = 'text'
               AND NOT EXISTS (SELECT 1 FROM quote_speakers WHERE actor_id = actors.id)
               AND NOT EXISTS (SELECT 1 FROM positions WHERE actor_id = actors.id OR ascribed_by_id = actors.id)
               AND NOT EXISTS (SELECT 1 FROM roles WHERE organisation_id = actors.id)
               AND NOT EXISTS (SELECT 1 FROM actors citizen WHERE citizen.state_id = actors.id AND citizen.origin <> 'text')
               AND NOT EXISTS (SELECT 1 FROM speaker_reviews WHERE actor_id = actors.id)
               AND NOT EXISTS (SELECT 1 FROM speaker_review_others WHERE actor_id = actors.id)
               AND NOT EXISTS (SELECT 1 FROM position_reviews WHERE actor_id = actors.id)
               AND NOT EXISTS (SELECT 1 FROM remarks WHERE actor_slug = actors.slug)
               AND NOT EXISTS (SELECT 1 FROM different_actors WHERE actor_id = actors.id OR other_id = actors.id)";
    statement::execute(write, sql, [])
}
