//! Small changes by hand: a new actor, its facts, its aliases and roles, and taking those away. Each is logged.

use super::changes::{self, Action, Author};
use super::loader::{LoadError, Loader, Outcome};
use super::snapshot::Row;
use super::{reference, removal, rows};
use crate::domain::{ActorId, ActorKind, ActorRecord, Alias, Gender, Role, RoleId};
use crate::store::{StoreError, Write, statement};
use rusqlite::Connection;

/// Adds an actor with its aliases and roles; gives its slug.
///
/// # Errors
/// One that is there already, a reference to nobody; any failure of SQLite.
pub fn add(write: &Write<'_>, author: &Author, record: &ActorRecord) -> Result<String, LoadError> {
    let mut loader = Loader::new(write);
    let (id, outcome) = loader.load(record)?;
    let slug = slug_of(write, id)?;
    if outcome != Outcome::Added {
        return Err(LoadError::Record(format!("`{}` is in the registry already, as `{slug}`", record.name)));
    }
    if let Some(state) = &record.state {
        loader.state(id, state)?;
    }
    for role in &record.roles {
        loader.role(id, role)?;
    }
    changes::log(write, author, Action::Add, (Some(&slug), None), &record.name)?;
    Ok(slug)
}

/// New values of an actor's own facts; what is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The name shown to people; the old one becomes an alias.
    pub name: Option<String>,
    /// What sort of thing it is.
    pub kind: Option<ActorKind>,
    /// One line on who or what this is.
    pub description: Option<String>,
    /// For pronouns.
    pub gender: Option<Gender>,
    /// The state it belongs to, as a reference.
    pub state: Option<String>,
    /// Its Wikidata item.
    pub wikidata: Option<String>,
}

/// Changes an actor's own facts.
///
/// # Errors
/// A state that is nobody; a Wikidata item that another actor has; any failure of SQLite.
pub fn set(write: &Write<'_>, author: &Author, actor: ActorId, facts: &Facts) -> Result<(), StoreError> {
    let state = match &facts.state {
        Some(text) => Some(reference::find(write, text)?.ok_or_else(|| {
            StoreError::Reference(format!("`{text}` is no actor's slug, name or id, or that of several"))
        })?),
        None => None,
    };
    if let Some(item) = &facts.wikidata
        && let Some(other) = reference::by_wikidata(write, item)?.filter(|other| *other != actor)
    {
        let slug = slug_of(write, other)?;
        return Err(StoreError::Reference(format!("`{item}` is the Wikidata item of `{slug}`")));
    }
    let row = Row::read(write, actor)?;
    let old = row.name.clone();
    let to = rows::actors::Changes {
        name: facts.name.as_deref(),
        kind: facts.kind,
        description: facts.description.as_deref(),
        gender: facts.gender,
        state,
        wikidata: facts.wikidata.as_deref(),
    };
    rows::actors::set(write, actor, &to)?;
    let mut became = None;
    if facts.name.as_ref().is_some_and(|name| *name != old) {
        let alias = Alias { name: old.clone(), kind: crate::domain::AliasKind::Name };
        let news = rows::aliases::put(write, actor, &alias, rows::aliases::Policy::Say)?;
        became = news.then_some(old);
    }
    let told = [
        ("name", &facts.name),
        ("kind", &facts.kind.map(|kind| kind.to_string())),
        ("description", &facts.description),
        ("gender", &facts.gender.map(|g| g.to_string())),
        ("state", &facts.state),
        ("wikidata", &facts.wikidata),
    ];
    let told: Vec<_> =
        told.into_iter().filter_map(|(what, v)| v.as_ref().map(|v| format!("{what}: {v}"))).collect();
    let slug = slug_of(write, actor)?;
    let change = changes::log(write, author, Action::Edit, (Some(&slug), None), &told.join("; "))?;
    let undo = serde_json::to_string(&removal::Facts { row, alias: became })
        .map_err(|e| StoreError::Reference(format!("cannot keep what was there before: {e}")))?;
    changes::keep_undo(write, change, &undo)
}

/// Adds an alias; whether that was news.
///
/// # Errors
/// Any failure of SQLite.
pub fn add_alias(
    write: &Write<'_>,
    author: &Author,
    actor: ActorId,
    alias: &Alias,
) -> Result<bool, StoreError> {
    if !rows::aliases::put(write, actor, alias, rows::aliases::Policy::Say)? {
        return Ok(false);
    }
    rows::actors::confirm(write, actor)?;
    rows::removed::take_back(write, actor, "alias", &alias.name)?;
    let slug = slug_of(write, actor)?;
    changes::log(write, author, Action::Alias, (Some(&slug), None), &alias.to_string())?;
    Ok(true)
}

/// Takes an alias away, for good: seeds do not bring it back. Whether it was there.
///
/// # Errors
/// Any failure of SQLite.
pub fn remove_alias(
    write: &Write<'_>,
    author: &Author,
    actor: ActorId,
    text: &str,
) -> Result<bool, StoreError> {
    if !rows::aliases::remove(write, actor, text)? {
        return Ok(false);
    }
    rows::removed::put(write, actor, "alias", text)?;
    let slug = slug_of(write, actor)?;
    changes::log(write, author, Action::RemoveAlias, (Some(&slug), None), text)?;
    Ok(true)
}

/// Gives an actor a role, or other dates to one it has; whether that was news.
///
/// # Errors
/// Any failure of SQLite.
pub fn add_role(
    write: &Write<'_>,
    author: &Author,
    actor: ActorId,
    role: &Role,
    organisation: Option<ActorId>,
) -> Result<bool, StoreError> {
    let office = rows::roles::Office::of(role, organisation);
    if rows::roles::put(write, actor, &office, rows::roles::Policy::Say)?.is_none() {
        return Ok(false);
    }
    rows::actors::confirm(write, actor)?;
    rows::removed::take_back(write, actor, "role", &role.to_string())?;
    let slug = slug_of(write, actor)?;
    changes::log(write, author, Action::Role, (Some(&slug), None), &role.to_string())?;
    Ok(true)
}

/// A role of an actor with its row.
pub type StoredRole = (RoleId, Role);

/// The roles of an actor in the order they were held; `organisation` is a slug.
///
/// # Errors
/// Any failure of SQLite.
pub fn roles(connection: &Connection, actor: ActorId) -> Result<Vec<StoredRole>, StoreError> {
    let sql = "SELECT r.id, r.title, coalesce(o.slug, ''), r.since, r.until FROM roles r
               LEFT JOIN actors o ON o.id = r.organisation_id WHERE r.actor_id = ?1 ORDER BY coalesce(r.since, ''), r.id";
    statement::all(connection, sql, [actor], |r| {
        let date = |i| r.get::<_, Option<String>>(i).map(|d| d.and_then(|d| d.parse().ok()));
        Ok((r.get(0)?, Role { title: r.get(1)?, organisation: r.get(2)?, since: date(3)?, until: date(4)? }))
    })
}

/// Takes a role away, for good.
///
/// # Errors
/// Any failure of SQLite.
pub fn remove_role(
    write: &Write<'_>,
    author: &Author,
    actor: ActorId,
    role: &StoredRole,
) -> Result<(), StoreError> {
    rows::roles::remove(write, role.0, actor)?;
    rows::removed::put(write, actor, "role", &role.1.to_string())?;
    let slug = slug_of(write, actor)?;
    changes::log(write, author, Action::RemoveRole, (Some(&slug), None), &role.1.to_string()).map(drop)
}

/// The slug of an actor.
///
/// # Errors
/// Any failure of SQLite.
pub fn slug_of(connection: &Connection, actor: ActorId) -> Result<String, StoreError> {
    statement::one(connection, "SELECT slug FROM actors WHERE id = ?1", [actor], |r| r.get(0))
}
