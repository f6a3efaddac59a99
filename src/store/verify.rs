//! Proving a knowledge base: every stored text is the slice of its body that its offsets name, and nothing dangles.

use super::{StoreError, statement};
use rusqlite::Connection;

/// One check: what it proves, over how many rows, and what failed it.
#[derive(Debug)]
pub struct Check {
    /// What is proved.
    pub name: &'static str,
    /// Rows looked at.
    pub rows: u64,
    /// A line for each row that fails, at most [`MAX_PROBLEMS`].
    pub problems: Vec<String>,
}

/// So many problems of one kind are told; more would say nothing new.
pub const MAX_PROBLEMS: usize = 20;

/// Runs every check.
///
/// # Errors
/// Any failure of SQLite other than those that a check is there to find.
pub fn verify(connection: &Connection) -> Result<Vec<Check>, StoreError> {
    let slices = [
        (
            "every quote is a slice of its article",
            "quotes",
            "q",
            "quote",
            "FROM quotes q JOIN articles a ON a.id = q.article_id",
        ),
        (
            "every span of a quote is a slice of its article",
            "quote_spans",
            "s",
            "text",
            "FROM quote_spans s JOIN quotes q ON q.id = s.quote_id JOIN articles a ON a.id = q.article_id",
        ),
        (
            "every piece of evidence is a slice of its article",
            "position_evidence",
            "e",
            "text",
            "FROM position_evidence e JOIN articles a ON a.id = e.article_id",
        ),
    ];
    let mut checks = Vec::new();
    for (name, table, alias, text, from) in slices {
        checks.push(slice_check(connection, name, table, alias, text, from)?);
    }
    checks.push(Check {
        name: "every article's length is that of its body",
        rows: count(connection, "SELECT count(*) FROM articles")?,
        problems: lines(
            connection,
            "SELECT source_path || ': body_chars is ' || body_chars || ', the body has ' || length(body)
             FROM articles WHERE body_chars <> length(body)",
        )?,
    });
    checks.push(Check {
        name: "every position has evidence",
        rows: count(connection, "SELECT count(*) FROM positions")?,
        problems: lines(
            connection,
            "SELECT 'position ' || id FROM positions p
             WHERE NOT EXISTS (SELECT 1 FROM position_evidence WHERE position_id = p.id)",
        )?,
    });
    checks.push(Check {
        name: "no reference dangles",
        rows: 1,
        problems: lines(
            connection,
            "SELECT \"table\" || ' row ' || coalesce(rowid, '?') FROM pragma_foreign_key_check",
        )?,
    });
    checks.push(Check {
        name: "the file is sound",
        rows: 1,
        problems: lines(
            connection,
            "SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
        )?,
    });
    for (name, table, text) in [
        ("the search index of articles is complete", "articles", "body"),
        ("the search index of quotes is complete", "quotes", "quote"),
    ] {
        // FTS5's own check needs a writer; the document counts tell a lost trigger just as well.
        let sql = format!(
            "SELECT 'rows: ' || (SELECT count({text}) FROM {table}) || ', indexed: ' || (SELECT count(*) FROM {table}_fts_docsize)
             WHERE (SELECT count(*) FROM {table}) <> (SELECT count(*) FROM {table}_fts_docsize)"
        );
        let rows = count(connection, &format!("SELECT count(*) FROM {table}"))?;
        checks.push(Check { name, rows, problems: lines(connection, &sql)? });
    }
    Ok(checks)
}

fn slice_check(
    connection: &Connection,
    name: &'static str,
    table: &str,
    t: &str,
    text: &str,
    from: &str,
) -> Result<Check, StoreError> {
    let rows = count(connection, &format!("SELECT count(*) FROM {table} WHERE start_char IS NOT NULL"))?;
    let sql = format!(
        "SELECT a.source_path || ' ' || {t}.start_char || '-' || {t}.end_char || ': `' || {t}.{text} || '`'
         {from} WHERE {t}.start_char IS NOT NULL
           AND substr(a.body, {t}.start_char + 1, {t}.end_char - {t}.start_char) <> {t}.{text}"
    );
    Ok(Check { name, rows, problems: lines(connection, &sql)? })
}

fn lines(connection: &Connection, sql: &str) -> Result<Vec<String>, StoreError> {
    statement::all(connection, &format!("{sql} LIMIT {MAX_PROBLEMS}"), [], |r| r.get(0))
}

fn count(connection: &Connection, sql: &str) -> Result<u64, StoreError> {
    statement::one(connection, sql, [], |r| r.get::<_, i64>(0)).map(|n| n.unsigned_abs())
}
