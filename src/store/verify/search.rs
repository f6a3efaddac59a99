//! The full-text indexes, word for word against the texts. FTS5 checks that itself, as a write: so it is done on a copy.

use super::{Check, REPAIR, count};
use crate::store::{StoreError, Write, copies, statement};
use rusqlite::Connection;
use std::path::Path;

pub(super) fn indexes(connection: &Connection, path: &Path) -> Result<Check, StoreError> {
    let rows = count(connection, "SELECT (SELECT count(*) FROM articles) + (SELECT count(*) FROM quotes)")?;
    let mut check = Check::new("the search indexes hold the texts", rows, REPAIR);
    let (_folder, copy) = match copies::to_check(connection, path) {
        Ok(made) => made,
        Err(e @ StoreError::NoRoom { .. }) => {
            check.notes.push(format!("not checked: {e}"));
            return Ok(check);
        }
        Err(e) => return Err(e),
    };
    for index in ["articles_fts", "quotes_fts"] {
        // The 1 asks for a comparison with the texts, beside that of the index with itself.
        let sql = format!("INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)");
        match statement::execute(&Write::alone(&copy), &sql, []) {
            Ok(_) => {}
            Err(e) if e.is_damage() => check.fail(format!("`{index}` does not hold what the texts say")),
            Err(e) => check.fail(format!("`{index}` can't be checked: {e}")),
        }
        // The list of pages, which FTS5 does not look at: each of its rows is of a page that is there.
        let sql = format!(
            "SELECT count(*) FROM {index}_idx i WHERE typeof(i.segid) <> 'integer' OR typeof(i.pgno) <> 'integer'
               OR NOT EXISTS (SELECT 1 FROM {index}_data d WHERE d.id = (i.segid << 37) + (i.pgno >> 1))"
        );
        match statement::one(&copy, &sql, [], |r| r.get::<_, i64>(0)) {
            Ok(0) => {}
            Ok(_) => check.fail(format!("`{index}` lists pages that it does not have")),
            Err(e) => check.fail(format!("`{index}` can't be checked: {e}")),
        }
    }
    Ok(check)
}
