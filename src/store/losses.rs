//! Articles of which something is lost: by damage to the file, or since another program has taken it.

use super::{StoreError, Write, articles, runs, seal, statement};
use crate::domain::{ArticleId, ExtractorId};
use rusqlite::{Connection, params};

/// Notes who has read an article again, whose text and metadata stay as they are.
///
/// # Errors
/// Any failure of SQLite.
pub fn read_again(write: &Write<'_>, id: ArticleId, extractor: ExtractorId) -> Result<(), StoreError> {
    articles::set_extractor(write, id, extractor)
}

/// Forgets the numbers of articles that another program has taken out and an import has brought back under others.
///
/// # Errors
/// Any failure of SQLite.
pub fn forget_returned(write: &Write<'_>) -> Result<(), StoreError> {
    seal::forget_returned(write)
}

/// The paths of the articles of which another program has taken quotes, or pieces of them.
///
/// # Errors
/// Any failure of SQLite.
pub fn not_whole(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let mut paths = Vec::new();
    seal::each_derived(connection, &mut |derived| {
        paths.extend(derived.now.and_then(|(_, whole, path)| (!whole).then_some(path)));
    })?;
    Ok(paths)
}

/// What was found in one article counts as lost, and is to be found anew.
pub(super) fn lose(write: &Write<'_>, id: ArticleId) -> Result<(), StoreError> {
    let lost = runs::lost_extractor(write)?;
    articles::set_extractor(write, id, lost)?;
    seal::forget(write, id)
}

/// All that was found in articles counts as lost, and is to be found anew; gives how many articles there are.
pub(super) fn lose_all(write: &Write<'_>) -> Result<usize, StoreError> {
    let lost = runs::lost_extractor(write)?;
    let articles = articles::set_extractor_of_all(write, lost)?;
    for article in statement::all(write, "SELECT id FROM articles", [], |r| r.get(0))? {
        seal::forget(write, article)?;
    }
    Ok(articles)
}

/// Whether what was found in the articles of this extractor was lost, when the file was damaged.
pub(super) fn was_lost(connection: &Connection, extractor: ExtractorId) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM extractors WHERE id = ?1 AND version = ?2";
    Ok(statement::optional(connection, sql, params![extractor, runs::LOST], |_| Ok(()))?.is_some())
}
