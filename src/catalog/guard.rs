//! What may run: exactly one statement, and one that can only read, whoever wrote it.

use super::run::RunError;
use super::sql_words::{Word, words};
use rusqlite::fallible_iterator::FallibleIterator as _;
use rusqlite::{Batch, Connection, Statement};

/// Prepares the one statement of `sql`, which must call itself read-only and have columns. That the connection refuses
/// everything but reading is the store's doing.
pub(super) fn prepare<'a>(connection: &'a Connection, sql: &'a str) -> Result<Statement<'a>, RunError> {
    let refused =
        |message: &str, offset| RunError::Sql { sql: sql.to_owned(), message: message.into(), offset };
    // The second statement is refused before SQLite looks at the first: that there are two is the better reason.
    if let Some(offset) = second_statement(sql) {
        return Err(refused(
            "a second statement starts here; kb runs one SELECT at a time, so that rows have one meaning",
            Some(offset),
        ));
    }
    let mut batch = Batch::new(connection, sql);
    let Some(statement) = batch.next().map_err(|e| explained(sql, e))? else {
        return Err(refused("there is no statement in it", None));
    };
    if !statement.readonly() || statement.column_count() == 0 {
        return Err(refused("this statement does not only read; kb runs SELECT statements", None));
    }
    Ok(statement)
}

/// The text of the one statement, without a `;` and what follows it.
pub(super) fn bare(sql: &str) -> &str {
    let mut at = 0;
    for (word, piece) in words(sql) {
        if (word, piece) == (Word::Sign, ";") {
            return sql.get(..at).unwrap_or(sql);
        }
        at += piece.len();
    }
    sql
}

/// The byte where something follows the first statement's `;`.
fn second_statement(sql: &str) -> Option<usize> {
    let (mut at, mut ended) = (0, false);
    for (word, piece) in words(sql) {
        match word {
            Word::Sign if piece == ";" => ended = at > 0,
            Word::Blank | Word::Comment => {}
            _ if ended => return Some(at),
            _ => {}
        }
        at += piece.len();
    }
    None
}

/// SQLite says "not authorized" of all that is refused; a person needs to hear why.
fn explained(sql: &str, error: rusqlite::Error) -> RunError {
    let mut error = RunError::sql(sql, error);
    if let RunError::Sql { message, .. } = &mut error
        && message.contains("not authorized")
    {
        let refused = match message.split_once("function: ") {
            Some((_, function)) => format!("the function `{function}`"),
            None => verb(sql),
        };
        *message =
            format!("{refused} is refused: kb only reads the one database, and runs SELECT statements");
    }
    error
}

/// The word that tells what the statement does: its first, or what follows the tables of a WITH.
fn verb(sql: &str) -> String {
    let mut depth = 0;
    let mut first = "";
    for (word, piece) in words(sql) {
        match (word, piece) {
            (Word::Sign, "(") => depth += 1,
            (Word::Sign, ")") => depth -= 1,
            (Word::Name, name) if depth == 0 => {
                let does =
                    ["insert", "update", "delete", "replace"].iter().any(|v| v.eq_ignore_ascii_case(name));
                if does || (first.is_empty() && !name.eq_ignore_ascii_case("with")) {
                    return name.to_uppercase();
                }
                first = if first.is_empty() { name } else { first };
            }
            _ => {}
        }
    }
    first.to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    #[test]
    fn only_one_reading_statement_runs() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kb.db");
        Store::open(&path).unwrap().close().unwrap();
        let store = Store::open_read_only(&path).unwrap();
        let connection = store.connection();
        for sql in [
            "SELECT id FROM issues",
            "WITH x AS (SELECT 1) SELECT * FROM x;  -- end",
            "VALUES (1)",
            "EXPLAIN SELECT 1",
            "SELECT ';' FROM issues",
            "PRAGMA table_info(issues)",
        ] {
            assert!(prepare(connection, sql).is_ok(), "{sql}");
        }
        for sql in [
            "",
            "  -- nothing",
            "SELECT 1; SELECT 2",
            "DELETE FROM issues",
            "INSERT INTO settings VALUES (1, 2)",
            "DROP TABLE issues",
            "VACUUM INTO '/tmp/never-written'",
            "ATTACH 'x' AS y",
            "PRAGMA journal_mode = DELETE",
            "PRAGMA writable_schema = 1",
            "SELECT load_extension('x')",
            "BEGIN",
            "CREATE TEMP TABLE z (a)",
            "DELETE FROM issues RETURNING id",
            "REINDEX",
        ] {
            assert!(prepare(connection, sql).is_err(), "{sql}");
        }
    }

    #[test]
    fn the_refused_word_is_named() {
        assert_eq!(verb("with x as (select 1), y AS (VALUES (2)) delete FROM issues"), "DELETE");
        assert_eq!(verb(" -- why\nATTACH 'x' AS y"), "ATTACH");
    }

    #[test]
    fn the_second_statement_is_pointed_at() {
        assert_eq!(second_statement("SELECT 1; DROP TABLE x"), Some(10));
        assert_eq!(second_statement("SELECT ';' ; -- end\n"), None);
        assert_eq!(bare("SELECT 1 ; "), "SELECT 1 ");
    }
}
