//! The schema's versions: whose file is it, how old is it, and bringing it up to date.

use super::{StoreError, Write, articles, notice, quotes, seal, statement};
use crate::domain::counted;
use refinery::traits::sync::{self, Migrate};
use refinery::{Migration, Runner};
use rusqlite::Connection;
use rusqlite::config::DbConfig;
use std::io::Read as _;
use std::path::Path;

/// SQLite's application id of our files: the bytes `kb01`.
pub const APPLICATION_ID: i32 = 0x6b62_3031;

/// Where SQLite keeps the application id in a file.
const MARK_AT: usize = 68;

/// Whether a file begins as those of kb do, as far as it has been written.
pub(super) fn has_our_mark(path: &Path) -> bool {
    let mut start = [0; MARK_AT + 4];
    let read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut start));
    read.is_ok()
        && start.starts_with(b"SQLite format 3\0")
        && start[MARK_AT..] == APPLICATION_ID.to_be_bytes()
}

/// Every migration, in order: file stem and text. A test holds the list against the folder.
const MIGRATIONS: &[(&str, &str)] = &[
    ("V1__knowledge_base", include_str!("../../migrations/V1__knowledge_base.sql")),
    ("V2__documentation", include_str!("../../migrations/V2__documentation.sql")),
    ("V3__removal", include_str!("../../migrations/V3__removal.sql")),
    ("V4__labels", include_str!("../../migrations/V4__labels.sql")),
    ("V5__lasting_ids", include_str!("../../migrations/V5__lasting_ids.sql")),
    ("V6__identities", include_str!("../../migrations/V6__identities.sql")),
    ("V7__one_base", include_str!("../../migrations/V7__one_base.sql")),
    ("V8__sense", include_str!("../../migrations/V8__sense.sql")),
    ("V9__said_on", include_str!("../../migrations/V9__said_on.sql")),
    ("V10__rejected", include_str!("../../migrations/V10__rejected.sql")),
    ("V11__described", include_str!("../../migrations/V11__described.sql")),
    ("V12__issues", include_str!("../../migrations/V12__issues.sql")),
    ("V13__hand", include_str!("../../migrations/V13__hand.sql")),
];

/// The schema version that this `kb` writes.
pub const SCHEMA_VERSION: u32 = MIGRATIONS.len() as u32;

/// The table of applied migrations.
const HISTORY: &str = "refinery_schema_history";

/// From this version on an article's hash has its outlet as the outlet's row has it, so that the row proves the hash.
const HASHED_BY_OUTLETS_ROW: usize = 5;

/// From this version on a quote in several pieces has those in `quote`, and no words of the narrator's between them.
const QUOTED_IN_PIECES: usize = 8;

/// From this version on a review may reject a quote.
const REVIEWS_THAT_REJECT: usize = 10;

/// What a look at a file tells about its schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schema {
    /// A SQLite file with nothing in it.
    None,
    /// Ours, at this version.
    Version(u32),
}

/// Looks at a file that is open, without writing to it.
///
/// # Errors
/// Where it is not ours, or newer than this `kb`.
pub fn examine(connection: &Connection, path: &Path) -> Result<Schema, StoreError> {
    let open = |e| StoreError::open(path, e);
    // One state of the file for all of the look, and one lock.
    let _moment = super::moment(connection)?;
    let id: i32 = connection.pragma_query_value(None, "application_id", |r| r.get(0)).map_err(open)?;
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_master", [], |r| r.get(0)).map_err(open)?;
    if tables == 0 {
        return Ok(Schema::None);
    }
    let found = version(connection)?;
    if id != APPLICATION_ID {
        // Earlier versions of kb gave a new file its id last of all: one that was killed before left a file that is ours
        // all the same, with the history of our migrations in it or with nothing but the empty history.
        return match (found, tables) {
            (Some(0), 1..=2) => Ok(Schema::None),
            (Some(version @ 1..=SCHEMA_VERSION), _) if is_our_history(connection)? => {
                Ok(Schema::Version(version))
            }
            _ => Err(StoreError::NotOurs {
                path: path.to_owned(),
                why: "it is a SQLite file of another program".into(),
            }),
        };
    }
    let Some(found) = found else {
        let why = format!("the table that says which schema it has (`{HISTORY}`) is gone");
        return Err(StoreError::Damaged { path: path.to_owned(), why });
    };
    if found > SCHEMA_VERSION {
        return Err(StoreError::Newer { path: path.to_owned(), found, known: SCHEMA_VERSION });
    }
    Ok(Schema::Version(found))
}

/// The version of an open file's schema; `None` where it has no history of migrations.
fn version(connection: &Connection) -> Result<Option<u32>, StoreError> {
    let table =
        "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'refinery_schema_history'";
    if statement::one(connection, table, [], |r| r.get::<_, i64>(0))? == 0 {
        return Ok(None);
    }
    let sql = "SELECT coalesce(max(version), 0) FROM refinery_schema_history";
    statement::one(connection, sql, [], |r| r.get(0)).map(Some)
}

/// Whether the migrations that the history names are ours.
fn is_our_history(connection: &Connection) -> Result<bool, StoreError> {
    let sql = "SELECT 'V' || version || '__' || name FROM refinery_schema_history ORDER BY version";
    let names: Vec<String> = statement::all(connection, sql, [], |r| r.get(0))?;
    Ok(names.iter().map(String::as_str).eq(MIGRATIONS.iter().take(names.len()).map(|(name, _)| *name)))
}

/// Applies what is missing within the caller's transaction, and proves the outcome before anything is committed. Foreign
/// keys must be off on the connection: a migration that rebuilds a parent table would otherwise delete its children.
///
/// # Errors
/// A migration that fails or leaves a reference dangling; a history that is not ours.
pub fn migrate(connection: &Connection) -> Result<(), StoreError> {
    migrate_to(connection, SCHEMA_VERSION)
}

/// As [`migrate`], up to an earlier version: for the files that tests are made of.
pub(super) fn migrate_to(connection: &Connection, last: u32) -> Result<(), StoreError> {
    let migrations = MIGRATIONS
        .iter()
        .take(last as usize)
        .map(|(name, sql)| Migration::unapplied(name, sql))
        .collect::<Result<Vec<_>, _>>()?;
    // A migration may have to write where other programs may not: to the definitions of our tables.
    let defensive = |on| {
        let set = connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, on);
        set.map(drop).map_err(|e| StoreError::sql("SQLITE_DBCONFIG_DEFENSIVE", e))
    };
    let applied = applied(connection, &migrations)?;
    defensive(false)?;
    Runner::new(&migrations).set_grouped(true).run(&mut Within(connection, applied))?;
    defensive(true)?;
    if (1..HASHED_BY_OUTLETS_ROW).contains(&applied) && last as usize >= HASHED_BY_OUTLETS_ROW {
        let doubtful = articles::rehash(&Write::alone(connection))?;
        if let [first, ..] = doubtful[..] {
            notice::tell(&format!(
                "note: {} not as kb hashed what it stored (the first has the number {first}): another program has made a change, \
                 or an outlet is spelled in two ways; `kb verify` names each until its file is imported again",
                counted(doubtful.len(), "article")
            ));
        }
    }
    if (1..QUOTED_IN_PIECES).contains(&applied) && last as usize >= QUOTED_IN_PIECES {
        quotes::mend_words(&Write::alone(connection))?;
    }
    if (1..REVIEWS_THAT_REJECT).contains(&applied) && last as usize >= REVIEWS_THAT_REJECT {
        seal::widen(&Write::alone(connection), "speaker_reviews", "rejected")?;
    }
    connection
        .pragma_update(None, "application_id", APPLICATION_ID)
        .map_err(|e| StoreError::sql("PRAGMA application_id", e))?;
    let broken = statement::all(connection, "PRAGMA foreign_key_check", [], |r| r.get::<_, String>(0))?;
    match broken.first() {
        Some(table) => {
            Err(StoreError::Reference(format!("the migration leaves dangling references in `{table}`")))
        }
        None => Ok(()),
    }
}

/// How many of our migrations a file has had; an error where its history is another one.
fn applied(connection: &Connection, known: &[Migration]) -> Result<usize, StoreError> {
    if version(connection)?.is_none() {
        return Ok(0);
    }
    let sql = "SELECT version, name, checksum FROM refinery_schema_history ORDER BY version";
    let read =
        |r: &rusqlite::Row<'_>| Ok((r.get::<_, i32>(0)?, r.get::<_, String>(1)?, r.get::<_, String>(2)?));
    let history = statement::all(connection, sql, [], read)?;
    for (version, name, checksum) in &history {
        let ours = known.iter().find(|m| m.version() == *version);
        if ours.is_none_or(|m| m.name() != name || m.checksum().to_string() != *checksum) {
            let text = format!(
                "its history of the schema has `V{version}__{name}`, which is no migration of this kb"
            );
            return Err(StoreError::Reference(text));
        }
    }
    Ok(history.len())
}

/// A connection within a transaction of the caller, and how many migrations were applied to it. Refinery's own way commits
/// in several steps: a process that is killed between them leaves a file that is neither the old nor the new one.
struct Within<'c>(&'c Connection, usize);

impl sync::Transaction for Within<'_> {
    type Error = rusqlite::Error;

    fn execute<'a, T: Iterator<Item = &'a str>>(&mut self, queries: T) -> Result<usize, Self::Error> {
        let mut count = 0;
        for query in queries {
            self.0.execute_batch(query)?;
            count += 1;
        }
        Ok(count)
    }
}

impl sync::Query<Vec<Migration>> for Within<'_> {
    /// Never asked: [`applied`] reads the history, which refinery would panic over where it is damaged.
    fn query(&mut self, _: &str) -> Result<Vec<Migration>, Self::Error> {
        Ok(Vec::new())
    }
}

impl Migrate for Within<'_> {
    fn get_unapplied_migrations(
        &mut self,
        migrations: &[Migration],
        _: bool,
        _: bool,
        history: &str,
    ) -> Result<Vec<Migration>, refinery::Error> {
        self.assert_migrations_table(history)?;
        Ok(migrations.iter().skip(self.1).cloned().collect())
    }
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
        let connection = Connection::open_in_memory().unwrap();
        migrate(&connection).unwrap();
        migrate(&connection).unwrap();
        assert_eq!(version(&connection).unwrap(), Some(SCHEMA_VERSION));
    }

    #[test]
    fn a_history_that_is_not_ours_is_refused() {
        let connection = Connection::open_in_memory().unwrap();
        migrate_to(&connection, 3).unwrap();
        connection
            .execute_batch("UPDATE refinery_schema_history SET checksum = 'x', applied_on = '?'")
            .unwrap();
        let error = migrate(&connection).unwrap_err().to_string();
        assert!(error.contains("is no migration of this kb"), "{error}");
    }
}
