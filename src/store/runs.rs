//! Import runs, and which extractor made the derived rows.

use super::{StoreError, Write, articles, statement};
use crate::domain::{ExtractorId, RunId};
use crate::extract::{EXTRACTOR_VERSION, Identities};
use rusqlite::{Connection, params};

/// What an import did, in articles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// New articles.
    pub added: u64,
    /// Articles whose text or metadata had changed, or that a different extractor had read.
    pub changed: u64,
    /// Articles that were already there.
    pub unchanged: u64,
    /// Articles that were already there, read from a file that has moved since.
    pub renamed: u64,
    /// Files that could not be read or stored.
    pub failed: u64,
}

/// Failures that are kept: the latest. A folder of a million pictures, imported every night, does not fill the disk.
const MOST_FAILURES: usize = 10_000;

/// Opens a run; gives its id.
///
/// # Errors
/// Any failure of SQLite.
pub fn start(write: &Write<'_>) -> Result<RunId, StoreError> {
    let sql = "INSERT INTO import_runs (started_at, kb_version)
               VALUES (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?1) RETURNING id";
    statement::one(write, sql, [env!("CARGO_PKG_VERSION")], |r| r.get(0))
}

/// Closes a run with what it did and what it could not read. Of failures the latest 10,000 are kept, of one run with
/// more of them the first.
///
/// # Errors
/// Any failure of SQLite.
pub fn finish(
    write: &Write<'_>,
    run: RunId,
    counts: &Counts,
    failures: &[(String, String)],
) -> Result<(), StoreError> {
    let sql = "UPDATE import_runs SET finished_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now'),
               added = ?2, changed = ?3, unchanged = ?4, failed = ?5, renamed = ?6 WHERE id = ?1";
    let counted = params![
        run,
        counts.added as i64,
        counts.changed as i64,
        counts.unchanged as i64,
        counts.failed as i64,
        counts.renamed as i64
    ];
    statement::execute(write, sql, counted)?;
    for (path, reason) in failures.iter().take(MOST_FAILURES) {
        let sql = "INSERT INTO import_failures (import_run_id, source_path, reason) VALUES (?1, ?2, ?3)
                   ON CONFLICT DO NOTHING";
        statement::execute(write, sql, params![run, path, reason])?;
    }
    let sql = "DELETE FROM import_failures WHERE (import_run_id, source_path) IN
                 (SELECT import_run_id, source_path FROM import_failures
                  ORDER BY import_run_id DESC, source_path LIMIT -1 OFFSET ?1)";
    statement::execute(write, sql, [MOST_FAILURES as i64]).map(drop)
}

/// The id of the extractor with these identities, made where it is new.
///
/// # Errors
/// Any failure of SQLite.
pub fn extractor(write: &Write<'_>, identities: &Identities) -> Result<ExtractorId, StoreError> {
    if let Some(known) = known_extractor(write, identities)? {
        return Ok(known);
    }
    put(write, &EXTRACTOR_VERSION.to_string(), &identities.statements, &identities.speakers)
}

/// The version of what stands for the extractor of quotes that were lost.
pub(super) const LOST: &str = "lost";

/// What stands for the extractor of quotes that were lost: no article that it has read is up to date.
pub(super) fn lost_extractor(write: &Write<'_>) -> Result<ExtractorId, StoreError> {
    put(write, LOST, "quotes", "")
}

fn put(
    write: &Write<'_>,
    version: &str,
    statements: &str,
    speakers: &str,
) -> Result<ExtractorId, StoreError> {
    let sql = "INSERT INTO extractors (version, statements_identity, speakers_identity) VALUES (?1, ?2, ?3)
               ON CONFLICT DO UPDATE SET version = version RETURNING id";
    statement::one(write, sql, [version, statements, speakers], |r| r.get(0))
}

/// The id of the extractor of these identities, where it is known.
///
/// # Errors
/// Any failure of SQLite.
pub fn known_extractor(
    connection: &Connection,
    identities: &Identities,
) -> Result<Option<ExtractorId>, StoreError> {
    let version = EXTRACTOR_VERSION.to_string();
    let key = [&version, &identities.statements, &identities.speakers];
    let sql = "SELECT id FROM extractors
               WHERE version = ?1 AND statements_identity = ?2 AND speakers_identity = ?3";
    statement::optional(connection, sql, key, |r| r.get(0))
}

/// Notes that every article whose statements are those of these identities has its speakers from them now, too.
///
/// # Errors
/// Any failure of SQLite.
pub fn relinked(write: &Write<'_>, identities: &Identities) -> Result<(), StoreError> {
    let id = extractor(write, identities)?;
    articles::set_extractor_of(write, &identities.statements, id)
}
