//! What a database holds, in a form that can be compared.

use rusqlite::{Connection, OpenFlags};
use std::collections::BTreeMap;
use std::path::Path;

/// When something ran is no part of what is kept.
const PASSING_TABLES: &[&str] =
    &["import_runs", "import_failures", "extractors", "documentation", "refinery_schema_history", "settings"];
const PASSING_COLUMNS: &[&str] =
    &["made_at", "removed_at", "reviewed_at", "import_run_id", "extractor_id", "speakers_id"];

/// Opens the plain file as any program would that may not write.
pub fn open(db: &Path) -> rusqlite::Result<Connection> {
    Connection::open_with_flags(db, OpenFlags::SQLITE_OPEN_READ_ONLY)
}

/// Every row of every table that keeps something, the search indexes' own among them with `deep`.
pub fn rows(connection: &Connection, deep: bool) -> rusqlite::Result<Vec<String>> {
    let mut lines = Vec::new();
    for table in tables(connection)? {
        let index = table.contains("_fts");
        if PASSING_TABLES.contains(&table.as_str()) || (index && !(deep && is_shadow(&table))) {
            continue;
        }
        let mut statement = connection.prepare(&format!("SELECT * FROM \"{table}\""))?;
        let keep: Vec<usize> = (0..statement.column_count())
            .filter(|i| !PASSING_COLUMNS.contains(&statement.column_name(*i).unwrap()))
            .collect();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let cells: Vec<String> =
                keep.iter().map(|i| row.get_ref(*i).map(|v| format!("{v:?}"))).collect::<Result<_, _>>()?;
            lines.push(format!("{table} {}", cells.join("|")));
        }
    }
    lines.sort();
    Ok(lines)
}

fn is_shadow(table: &str) -> bool {
    ["_data", "_idx", "_docsize"].iter().any(|end| table.ends_with(end))
}

fn tables(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let sql =
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name";
    connection.prepare(sql)?.query_map([], |r| r.get(0))?.collect()
}

/// Each article by its path, with all that was found in it, by words and not by ids.
pub fn articles(connection: &Connection) -> rusqlite::Result<BTreeMap<String, String>> {
    let sql = "SELECT a.source_path, json_array(a.title, a.body, a.content_hash, (
        SELECT json_group_array(json_array(ordinal, kind, quote, start_char, end_char, (
          SELECT group_concat(role || start_char || '-' || end_char || text) FROM quote_spans s WHERE s.quote_id = q.id), (
          SELECT group_concat(x, ';') FROM (SELECT relation || method || slug AS x FROM quote_speakers
            JOIN actors ON actors.id = actor_id WHERE quote_id = q.id ORDER BY 1))))
        FROM (SELECT * FROM quotes WHERE article_id = a.id ORDER BY ordinal) q))
      FROM articles a";
    connection.prepare(sql)?.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect()
}

/// What SQLite itself finds wrong.
pub fn unsound(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let mut wrong: Vec<String> = connection
        .prepare("PRAGMA integrity_check")?
        .query_map([], |r| r.get(0))?
        .collect::<Result<_, _>>()?;
    wrong.retain(|line| line != "ok");
    let dangling = connection
        .prepare("SELECT \"table\" || ' refers to ' || parent FROM pragma_foreign_key_check")?
        .query_map([], |r| r.get(0))?
        .collect::<Result<Vec<_>, _>>()?;
    wrong.extend(dangling);
    Ok(wrong)
}

/// The first lines that only one of the two has.
pub fn difference(a: &[String], b: &[String]) -> String {
    let only = |a: &[String], b: &[String], mark| {
        let other: std::collections::BTreeSet<_> = b.iter().collect();
        a.iter()
            .filter(|l| !other.contains(l))
            .take(4)
            .map(|l| format!("  {mark} {}\n", l.chars().take(160).collect::<String>()))
            .collect::<String>()
    };
    only(a, b, '-') + &only(b, a, '+')
}
