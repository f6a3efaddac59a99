//! The schema's versions: whose file is it, how old is it, and bringing it up to date.

use super::{StoreError, statement};
use refinery::{Migration, Runner};
use rusqlite::{Connection, OpenFlags};
use std::path::Path;

/// SQLite's application id of our files: the bytes `kb01`.
pub const APPLICATION_ID: i32 = 0x6b62_3031;

/// Every migration, in order: file stem and text. A test holds the list against the folder.
const MIGRATIONS: &[(&str, &str)] = &[
    ("V1__knowledge_base", include_str!("../../migrations/V1__knowledge_base.sql")),
    ("V2__documentation", include_str!("../../migrations/V2__documentation.sql")),
    ("V3__removal", include_str!("../../migrations/V3__removal.sql")),
    ("V4__labels", include_str!("../../migrations/V4__labels.sql")),
    ("V5__lasting_ids", include_str!("../../migrations/V5__lasting_ids.sql")),
    ("V6__identities", include_str!("../../migrations/V6__identities.sql")),
];

/// The schema version that this `kb` writes.
pub const SCHEMA_VERSION: u32 = MIGRATIONS.len() as u32;

/// What a look at a file tells about its schema.
#[derive(Debug, PartialEq, Eq)]
pub enum Schema {
    /// A SQLite file with nothing in it.
    None,
    /// Ours, at this version.
    Version(u32),
}

/// Looks at an existing file without writing to it.
///
/// # Errors
/// Where it is not ours, or newer than this `kb`.
pub fn inspect(path: &Path) -> Result<Schema, StoreError> {
    if path.is_dir() {
        return Err(StoreError::NotOurs { path: path.to_owned(), why: "it is a folder".into() });
    }
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY);
    examine(&connection.map_err(|e| StoreError::open(path, e))?, path)
}

/// As [`inspect`], of a file that is open.
///
/// # Errors
/// As [`inspect`].
pub fn examine(connection: &Connection, path: &Path) -> Result<Schema, StoreError> {
    let open = |e| StoreError::open(path, e);
    let id: i32 = connection.pragma_query_value(None, "application_id", |r| r.get(0)).map_err(open)?;
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_master", [], |r| r.get(0)).map_err(open)?;
    if tables == 0 {
        return Ok(Schema::None);
    }
    if id != APPLICATION_ID {
        return Err(StoreError::NotOurs {
            path: path.to_owned(),
            why: "it is a SQLite file of another program".into(),
        });
    }
    let found = version(connection)?;
    if found > SCHEMA_VERSION {
        return Err(StoreError::Newer { path: path.to_owned(), found, known: SCHEMA_VERSION });
    }
    Ok(Schema::Version(found))
}

/// The version of an open file's schema; 0 where it has none.
pub fn version(connection: &Connection) -> Result<u32, StoreError> {
    let table = "SELECT count(*) FROM sqlite_master WHERE name = 'refinery_schema_history'";
    if statement::one(connection, table, [], |r| r.get::<_, i64>(0))? == 0 {
        return Ok(0);
    }
    let sql = "SELECT coalesce(max(version), 0) FROM refinery_schema_history";
    statement::one(connection, sql, [], |r| r.get(0))
}

/// Applies what is missing, all of it in one transaction: a killed process leaves the old schema or the new.
pub fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let migrations = MIGRATIONS
        .iter()
        .map(|(name, sql)| Migration::unapplied(name, sql))
        .collect::<Result<Vec<_>, _>>()?;
    // A migration that rebuilds a parent table would otherwise delete its children by cascade.
    let set = |c: &Connection, sql: &str| c.execute_batch(sql).map_err(|e| StoreError::sql(sql, e));
    set(connection, "PRAGMA foreign_keys = OFF")?;
    Runner::new(&migrations).set_grouped(true).run(connection)?;
    connection
        .pragma_update(None, "application_id", APPLICATION_ID)
        .map_err(|e| StoreError::sql("PRAGMA application_id", e))?;
    let broken = statement::all(connection, "PRAGMA foreign_key_check", [], |r| r.get::<_, String>(0))?;
    if let Some(table) = broken.first() {
        return Err(StoreError::Reference(format!("the migration left dangling references in `{table}`")));
    }
    set(connection, "PRAGMA foreign_keys = ON")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_migration_file_is_embedded() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
        let mut files: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|f| f.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
            .collect();
        files.sort_by_key(|f| f[1..].split("__").next().unwrap().parse::<u32>().unwrap());
        let embedded: Vec<_> = MIGRATIONS.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(files, embedded);
    }

    #[test]
    fn migrating_twice_changes_nothing() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection).unwrap();
        migrate(&mut connection).unwrap();
        assert_eq!(version(&connection).unwrap(), SCHEMA_VERSION);
    }
}
