//! Writes `roles`.

use crate::domain::{ActorId, Origin, Role, RoleId};
use crate::store::registry::snapshot::RoleRow;
use crate::store::{StoreError, Write, statement};
use rusqlite::params;

/// An office as a row has it: the organisation as its id, the dates as they are written.
pub(in crate::store) struct Office<'a> {
    pub title: &'a str,
    pub organisation: Option<ActorId>,
    pub since: Option<String>,
    pub until: Option<String>,
}

impl<'a> Office<'a> {
    /// The office of a role at an organisation.
    pub(in crate::store) fn of(role: &'a Role, organisation: Option<ActorId>) -> Self {
        let date = |d: &Option<crate::domain::PartialDate>| d.map(|d| d.to_string());
        Self { title: &role.title, organisation, since: date(&role.since), until: date(&role.until) }
    }
}

/// When an office is one that the actor has already.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Policy {
    /// Held from the same day on.
    SameDay(Origin),
    /// Held at any time: what is told of it has no dates.
    AnyDay(Origin),
    /// A person says so: an office without dates is the one that is there, and one that is there may learn its last day.
    Say,
}

/// Gives an actor an office that it does not have yet; gives the row that is new or another one now.
pub(in crate::store) fn put(
    write: &Write<'_>,
    actor: ActorId,
    office: &Office<'_>,
    policy: Policy,
) -> Result<Option<RoleId>, StoreError> {
    let Office { title, organisation, since, until } = office;
    let (origin, any_day) = match policy {
        Policy::SameDay(origin) => (origin, false),
        Policy::AnyDay(origin) => (origin, true),
        Policy::Say => (Origin::User, since.is_none() && until.is_none()),
    };
    // The plus keeps SQLite from going through everybody who ever held the office: an actor has a handful of roles.
    let sql = "SELECT id, until FROM roles WHERE actor_id = ?1 AND +title = ?2 AND +organisation_id IS ?3
                 AND (since IS ?4 OR ?5) ORDER BY since IS ?4 DESC LIMIT 1";
    let key = params![actor, title, organisation, since, any_day];
    let known: Option<(RoleId, Option<String>)> =
        statement::optional(write, sql, key, |r| Ok((r.get(0)?, r.get(1)?)))?;
    match known {
        Some((id, old)) if policy == Policy::Say && until.is_some() && old != *until => {
            let sql = "UPDATE roles SET until = ?2, origin = 'user' WHERE id = ?1";
            statement::execute(write, sql, params![id, until]).map(|_| Some(id))
        }
        Some(_) => Ok(None),
        None => {
            let sql = "INSERT INTO roles (actor_id, title, organisation_id, since, until, origin)
                       VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING id";
            let values = params![actor, title, organisation, since, until, origin];
            statement::one(write, sql, values, |r| r.get(0)).map(Some)
        }
    }
}

/// Gives an actor an office that was its own before, under its old id where that is free.
pub(in crate::store::registry) fn restore(
    write: &Write<'_>,
    actor: ActorId,
    (title, organisation, since, until, origin): &RoleRow,
    id: Option<RoleId>,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO roles (id, actor_id, title, organisation_id, since, until, origin)
               VALUES ((SELECT ?7 WHERE NOT EXISTS (SELECT 1 FROM roles WHERE id = ?7)), ?1, ?2,
                       (SELECT id FROM actors WHERE id = ?3), ?4, ?5, ?6)";
    let values = params![actor, title, organisation, since, until, origin, id];
    statement::execute(write, sql, values).map(drop)
}

/// Takes an office from an actor.
pub(in crate::store) fn remove(write: &Write<'_>, role: RoleId, actor: ActorId) -> Result<(), StoreError> {
    let sql = "DELETE FROM roles WHERE id = ?1 AND actor_id = ?2";
    statement::execute(write, sql, params![role, actor]).map(drop)
}

/// Takes away the offices that came with kb, before those of another version of it come.
pub(in crate::store) fn clear_seeds(write: &Write<'_>, actor: ActorId) -> Result<(), StoreError> {
    let sql = "DELETE FROM roles WHERE actor_id = ?1 AND origin = 'seed'";
    statement::execute(write, sql, [actor]).map(drop)
}

/// The offices at `gone` are offices at `stays`.
pub(in crate::store) fn move_offices(
    write: &Write<'_>,
    gone: ActorId,
    stays: ActorId,
) -> Result<(), StoreError> {
    let sql = "UPDATE roles SET organisation_id = ?2 WHERE organisation_id = ?1";
    statement::execute(write, sql, [gone, stays]).map(drop)
}

/// Takes that back for one of them.
pub(in crate::store) fn move_office_back(
    write: &Write<'_>,
    role: RoleId,
    to: ActorId,
    from: ActorId,
) -> Result<(), StoreError> {
    let sql = "UPDATE roles SET organisation_id = ?1 WHERE id = ?2 AND organisation_id = ?3";
    statement::execute(write, sql, params![to, role, from]).map(drop)
}
