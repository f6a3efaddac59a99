//! Writes `actor_aliases`.

use crate::domain::{ActorId, Alias, AliasId, AliasKind, Origin};
use crate::extract::speakers::fold_name;
use crate::store::{StoreError, Write, statement};
use rusqlite::params;

/// What is to happen where the actor has the form already.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Policy {
    /// It stays as it is; otherwise it is added as of this origin.
    Keep(Origin),
    /// A person says so: its kind is the one given, and it is the person's from now on.
    Say,
    /// A person's file says so, in another register's words: only what a text brought takes its kind and becomes the
    /// person's.
    Adopt,
}

/// Adds another form of an actor's name; whether anything changed.
pub(in crate::store) fn put(
    write: &Write<'_>,
    actor: ActorId,
    alias: &Alias,
    policy: Policy,
) -> Result<bool, StoreError> {
    // `?6`: a row that is there may change; `?7`: whatever brought it, where its kind is another one.
    let sql =
        "INSERT INTO actor_aliases (actor_id, alias, alias_folded, kind, origin) VALUES (?1, ?2, ?3, ?4, ?5)
               ON CONFLICT (actor_id, alias) DO UPDATE SET kind = excluded.kind, origin = excluded.origin
                 WHERE ?6 AND (?7 AND kind <> excluded.kind OR origin = 'text')";
    let origin = if let Policy::Keep(origin) = policy { origin } else { Origin::User };
    let may_change = !matches!(policy, Policy::Keep(_));
    let values = params![
        actor,
        alias.name,
        fold_name(&alias.name),
        alias.kind,
        origin,
        may_change,
        policy == Policy::Say
    ];
    let changed = statement::execute(write, sql, values)? > 0;
    if changed {
        write.has_renamed(actor);
    }
    Ok(changed)
}

/// Adds a form that was there before (its words, kind and origin), under its old id where that is free.
pub(in crate::store) fn restore(
    write: &Write<'_>,
    actor: ActorId,
    (alias, kind, origin): (&str, AliasKind, Origin),
    id: Option<AliasId>,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO actor_aliases (id, actor_id, alias, alias_folded, kind, origin)
               VALUES ((SELECT ?6 WHERE NOT EXISTS (SELECT 1 FROM actor_aliases WHERE id = ?6)), ?1, ?2, ?3, ?4, ?5)
               ON CONFLICT DO NOTHING";
    write.has_renamed(actor);
    statement::execute(write, sql, params![actor, alias, fold_name(alias), kind, origin, id]).map(drop)
}

/// Takes a form away; whether it was there.
pub(in crate::store) fn remove(write: &Write<'_>, actor: ActorId, alias: &str) -> Result<bool, StoreError> {
    let sql = "DELETE FROM actor_aliases WHERE actor_id = ?1 AND alias = ?2";
    write.has_renamed(actor);
    Ok(statement::execute(write, sql, params![actor, alias])? > 0)
}

/// Takes away the forms that came with kb, before those of another version of it come.
pub(in crate::store) fn clear_seeds(write: &Write<'_>, actor: ActorId) -> Result<(), StoreError> {
    write.has_renamed(actor);
    let sql = "DELETE FROM actor_aliases WHERE actor_id = ?1 AND origin = 'seed'";
    statement::execute(write, sql, [actor]).map(drop)
}

/// Folds every form anew; gives how many were folded otherwise.
pub(in crate::store) fn refold(write: &Write<'_>) -> Result<usize, StoreError> {
    let sql = "SELECT id, alias, alias_folded FROM actor_aliases";
    let rows: Vec<(AliasId, String, String)> =
        statement::all(write, sql, [], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
    let mut off = 0;
    for (id, alias, folded) in rows {
        let right = fold_name(&alias);
        if right != folded {
            let sql = "UPDATE actor_aliases SET alias_folded = ?2 WHERE id = ?1";
            off += statement::execute(write, sql, params![id, right])?;
        }
    }
    Ok(off)
}
