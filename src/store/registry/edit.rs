//! Small changes by hand: a new actor, its facts, its aliases and roles, and taking those away. Each is logged.

use super::changes::{self, Action, Author};
use super::loader::{LoadError, Loader, Outcome};
use super::{keys, reference};
use crate::domain::{ActorRecord, Alias, Role};
use crate::extract::speakers::fold_name;
use crate::store::{StoreError, statement};
use rusqlite::{Connection, params};

/// Adds an actor with its aliases and roles; gives its slug.
///
/// # Errors
/// One that is there already, a reference to nobody; any failure of SQLite.
pub fn add(connection: &Connection, author: &Author, record: &ActorRecord) -> Result<String, LoadError> {
    let mut loader = Loader::new(connection);
    let (id, outcome) = loader.load(record)?;
    let slug = slug_of(connection, id)?;
    if outcome != Outcome::Added {
        return Err(LoadError::Record(format!("`{}` is in the registry already, as `{slug}`", record.name)));
    }
    if let Some(state) = &record.state {
        loader.state(id, state)?;
    }
    for role in &record.roles {
        loader.role(id, role)?;
    }
    changes::log(connection, author, Action::Add, (Some(&slug), None), &record.name)?;
    Ok(slug)
}

/// New values of an actor's own facts; what is `None` stays.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The name shown to people; the old one becomes an alias.
    pub name: Option<String>,
    /// One line on who or what this is.
    pub description: Option<String>,
    /// male, female.
    pub gender: Option<String>,
    /// The state it belongs to, as a reference.
    pub state: Option<String>,
    /// Its Wikidata item.
    pub wikidata: Option<String>,
}

/// Changes an actor's own facts.
///
/// # Errors
/// A state that is nobody; a Wikidata item that another actor has; any failure of SQLite.
pub fn set(connection: &Connection, author: &Author, actor: i64, facts: &Facts) -> Result<(), StoreError> {
    let state = match &facts.state {
        Some(text) => Some(reference::find(connection, text)?.ok_or_else(|| {
            StoreError::Reference(format!("`{text}` is no actor's slug, name or id, or that of several"))
        })?),
        None => None,
    };
    if let Some(item) = &facts.wikidata
        && let Some(other) = reference::by_wikidata(connection, item)?.filter(|other| *other != actor)
    {
        let slug = slug_of(connection, other)?;
        return Err(StoreError::Reference(format!("`{item}` is the Wikidata item of `{slug}`")));
    }
    let old: String =
        statement::one(connection, "SELECT name FROM actors WHERE id = ?1", [actor], |r| r.get(0))?;
    // From now on a person vouches for the row: neither seeds nor texts change it.
    let sql = "UPDATE actors SET name = coalesce(?2, name), name_folded = coalesce(?3, name_folded),
                 description = coalesce(?4, description), gender = coalesce(?5, gender),
                 state_id = coalesce(?6, state_id), wikidata = coalesce(?7, wikidata), origin = 'user' WHERE id = ?1";
    let folded = facts.name.as_deref().map(fold_name);
    let values = params![actor, facts.name, folded, facts.description, facts.gender, state, facts.wikidata];
    statement::execute(connection, sql, values)?;
    if facts.name.as_ref().is_some_and(|name| *name != old) {
        put_alias(connection, actor, &Alias { name: old, kind: crate::domain::AliasKind::Name })?;
    }
    keys::refresh(connection, actor)?;
    let told = [
        ("name", &facts.name),
        ("description", &facts.description),
        ("gender", &facts.gender),
        ("state", &facts.state),
        ("wikidata", &facts.wikidata),
    ];
    let told: Vec<_> =
        told.into_iter().filter_map(|(what, v)| v.as_ref().map(|v| format!("{what}: {v}"))).collect();
    let slug = slug_of(connection, actor)?;
    changes::log(connection, author, Action::Edit, (Some(&slug), None), &told.join("; ")).map(drop)
}

/// Adds an alias; whether that was news.
///
/// # Errors
/// Any failure of SQLite.
pub fn add_alias(
    connection: &Connection,
    author: &Author,
    actor: i64,
    alias: &Alias,
) -> Result<bool, StoreError> {
    if !put_alias(connection, actor, alias)? {
        return Ok(false);
    }
    confirm(connection, actor)?;
    let sql = "DELETE FROM removed_facts WHERE actor_id = ?1 AND fact = 'alias' AND text = ?2";
    statement::execute(connection, sql, params![actor, alias.name])?;
    keys::refresh(connection, actor)?;
    let slug = slug_of(connection, actor)?;
    changes::log(connection, author, Action::Alias, (Some(&slug), None), &alias.to_string())?;
    Ok(true)
}

/// Takes an alias away, for good: seeds do not bring it back. Whether it was there.
///
/// # Errors
/// Any failure of SQLite.
pub fn remove_alias(
    connection: &Connection,
    author: &Author,
    actor: i64,
    text: &str,
) -> Result<bool, StoreError> {
    let sql = "DELETE FROM actor_aliases WHERE actor_id = ?1 AND alias = ?2";
    if statement::execute(connection, sql, params![actor, text])? == 0 {
        return Ok(false);
    }
    forget(connection, actor, "alias", text)?;
    keys::refresh(connection, actor)?;
    let slug = slug_of(connection, actor)?;
    changes::log(connection, author, Action::RemoveAlias, (Some(&slug), None), text)?;
    Ok(true)
}

/// Gives an actor a role, or other dates to one it has; whether that was news.
///
/// # Errors
/// Any failure of SQLite.
pub fn add_role(
    connection: &Connection,
    author: &Author,
    actor: i64,
    role: &Role,
    organisation: Option<i64>,
) -> Result<bool, StoreError> {
    if !put_role(connection, actor, role, organisation)? {
        return Ok(false);
    }
    confirm(connection, actor)?;
    let sql = "DELETE FROM removed_facts WHERE actor_id = ?1 AND fact = 'role' AND text = ?2";
    statement::execute(connection, sql, params![actor, role.to_string()])?;
    let slug = slug_of(connection, actor)?;
    changes::log(connection, author, Action::Role, (Some(&slug), None), &role.to_string())?;
    Ok(true)
}

/// A role of an actor with its row.
pub type StoredRole = (i64, Role);

/// The roles of an actor in the order they were held; `organisation` is a slug.
///
/// # Errors
/// Any failure of SQLite.
pub fn roles(connection: &Connection, actor: i64) -> Result<Vec<StoredRole>, StoreError> {
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
    connection: &Connection,
    author: &Author,
    actor: i64,
    role: &StoredRole,
) -> Result<(), StoreError> {
    statement::execute(connection, "DELETE FROM roles WHERE id = ?1", [role.0])?;
    forget(connection, actor, "role", &role.1.to_string())?;
    let slug = slug_of(connection, actor)?;
    changes::log(connection, author, Action::RemoveRole, (Some(&slug), None), &role.1.to_string()).map(drop)
}

/// The slug of an actor.
///
/// # Errors
/// Any failure of SQLite.
pub fn slug_of(connection: &Connection, actor: i64) -> Result<String, StoreError> {
    statement::one(connection, "SELECT slug FROM actors WHERE id = ?1", [actor], |r| r.get(0))
}

/// A person vouches for an actor that a text introduced: it is part of the registry from now on.
pub(super) fn confirm(connection: &Connection, actor: i64) -> Result<(), StoreError> {
    let sql = "UPDATE actors SET origin = 'user' WHERE id = ?1 AND origin = 'text'";
    statement::execute(connection, sql, [actor]).map(drop)
}

pub(super) fn put_alias(connection: &Connection, actor: i64, alias: &Alias) -> Result<bool, StoreError> {
    let sql = "INSERT INTO actor_aliases (actor_id, alias, alias_folded, kind, origin) VALUES (?1, ?2, ?3, ?4, 'user')
               ON CONFLICT (actor_id, alias) DO UPDATE SET kind = excluded.kind, origin = 'user'
                 WHERE kind <> excluded.kind OR origin = 'text'";
    let values = params![actor, alias.name, fold_name(&alias.name), alias.kind.as_str()];
    Ok(statement::execute(connection, sql, values)? > 0)
}

/// Writes a role. The same office from the same day is the same role: it may only learn its last day.
pub(super) fn put_role(
    connection: &Connection,
    actor: i64,
    role: &Role,
    organisation: Option<i64>,
) -> Result<bool, StoreError> {
    let since = role.since.map(|d| d.to_string());
    let until = role.until.map(|d| d.to_string());
    // The plus keeps SQLite from going through everybody who ever held the office: an actor has a handful of roles.
    let sql = "SELECT id, until FROM roles WHERE actor_id = ?1 AND +title = ?2 AND +organisation_id IS ?3
                 AND (since IS ?4 OR (?4 IS NULL AND ?5 IS NULL)) ORDER BY since IS ?4 DESC LIMIT 1";
    let key = params![actor, role.title, organisation, since, until];
    let known: Option<(i64, Option<String>)> =
        statement::optional(connection, sql, key, |r| Ok((r.get(0)?, r.get(1)?)))?;
    match known {
        Some((_, old)) if until.is_none() || old == until => Ok(false),
        Some((id, _)) => {
            let sql = "UPDATE roles SET until = ?2, origin = 'user' WHERE id = ?1";
            statement::execute(connection, sql, params![id, until]).map(|_| true)
        }
        None => {
            let sql = "INSERT INTO roles (actor_id, title, organisation_id, since, until, origin)
                       VALUES (?1, ?2, ?3, ?4, ?5, 'user')";
            statement::execute(connection, sql, params![actor, role.title, organisation, since, until])
                .map(|_| true)
        }
    }
}

fn forget(connection: &Connection, actor: i64, fact: &str, text: &str) -> Result<(), StoreError> {
    let sql = "INSERT INTO removed_facts (actor_id, fact, text) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
    statement::execute(connection, sql, params![actor, fact, text]).map(drop)
}
