//! The registry as records, one at a time: for files that leave the database.

use crate::domain::{ActorId, ActorKind, ActorRecord, Alias, Origin};
use crate::store::{StoreError, statement};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, params};

/// Which actors to hand out.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only of this kind.
    pub kind: Option<ActorKind>,
    /// Only of this origin. Without it, every actor that people or seeds vouch for.
    pub origin: Option<Origin>,
}

/// Hands every actor that the filter lets through to `sink`, by slug. References are slugs.
///
/// # Errors
/// What `sink` says; any failure of SQLite.
pub fn each<E: From<StoreError>>(
    connection: &Connection,
    filter: &Filter,
    sink: &mut dyn FnMut(ActorRecord) -> Result<(), E>,
) -> Result<(), E> {
    let sql = "SELECT id FROM actors WHERE (?1 IS NULL OR kind = ?1)
                 AND iif(?2 IS NULL, origin <> 'text', origin = ?2) ORDER BY slug";
    let ids: Vec<ActorId> =
        statement::all(connection, sql, params![filter.kind, filter.origin], |r| r.get(0))?;
    // The same statements for each actor: planned once, whatever is bound.
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
        .map_err(|e| StoreError::sql("SQLITE_DBCONFIG_ENABLE_QPSG", e))?;
    for id in ids {
        sink(read(connection, id)?)?;
    }
    Ok(())
}

/// One actor with all that the registry knows of it.
///
/// # Errors
/// Any failure of SQLite.
pub fn read(connection: &Connection, actor: ActorId) -> Result<ActorRecord, StoreError> {
    let sql = "SELECT a.name, a.kind, a.slug, a.gender, s.slug, a.description, a.wikidata
               FROM actors a LEFT JOIN actors s ON s.id = a.state_id WHERE a.id = ?1";
    let mut record = statement::one(connection, sql, [actor], |r| {
        let name: String = r.get(0)?;
        Ok(ActorRecord {
            slug: r.get(2)?,
            gender: r.get(3)?,
            state: r.get(4)?,
            description: r.get(5)?,
            wikidata: r.get(6)?,
            ..ActorRecord::new(&name, r.get(1)?)
        })
    })?;
    let sql = "SELECT alias, kind FROM actor_aliases WHERE actor_id = ?1 ORDER BY id";
    record.aliases =
        statement::all(connection, sql, [actor], |r| Ok(Alias { name: r.get(0)?, kind: r.get(1)? }))?;
    let sql = "SELECT scheme || ':' || external_id FROM actor_ids WHERE actor_id = ?1 ORDER BY 1";
    record.ids = statement::all(connection, sql, [actor], |r| r.get(0))?;
    record.roles = super::edit::roles(connection, actor)?.into_iter().map(|(_, role)| role).collect();
    Ok(record)
}
