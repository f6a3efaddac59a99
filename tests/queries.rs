//! Every saved query answers: its own example, run as it stands in its header, returns rows on the starter corpus, two
//! articles with the same agency quote (`tests/corpus/wire`) and one actor entered twice. A new query is tested by being there.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that fails should say so at once"
)]

use std::process::{Command, Output};

fn kb(db: &std::path::Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kb")).env("KB_DB", db).args(args).output().unwrap()
}

#[test]
fn every_example_returns_rows() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("kb.db");
    assert!(kb(&db, &["import"]).status.success());
    assert!(kb(&db, &["import", "tests/corpus/wire"]).status.success());
    // A picture beside articles, which is passed over.
    let beside = folder.path().join("beside");
    std::fs::create_dir(&beside).unwrap();
    std::fs::write(beside.join("photo.jpg"), [0xff, 0xd8, 0xff, 0xe0, 0]).unwrap();
    assert_eq!(kb(&db, &["import", beside.to_str().unwrap()]).status.code(), Some(1));
    // A person's change, and an actor who is there already under the same words.
    assert!(
        kb(&db, &["actor", "add", "Kortunov Andrey", "--kind", "person", "--why", "a register"])
            .status
            .success()
    );
    let mut silent = Vec::new();
    for file in std::fs::read_dir("queries").unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let example = text.lines().find_map(|l| l.strip_prefix("-- example: kb ")).expect("an example");
        let words = shlex::split(example).unwrap();
        let mut args: Vec<&str> = words.iter().map(String::as_str).collect();
        args.extend(["--format", "jsonl"]);
        let output = kb(&db, &args);
        let rows = String::from_utf8_lossy(&output.stdout).lines().count();
        if !output.status.success() || rows == 0 {
            silent.push(format!("kb {example}\n{}", String::from_utf8_lossy(&output.stderr)));
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}

/// The conditions of a search only leave rows out: what is left stands in the order of the search without them.
#[test]
fn conditions_of_a_search_keep_its_order() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("kb.db");
    assert!(kb(&db, &["import"]).status.success());
    assert!(kb(&db, &["import", "tests/corpus/wire"]).status.success());
    let rows = |args: &[&str]| -> Vec<serde_json::Value> {
        let output = kb(&db, &[&["search", "the OR of", "--format", "jsonl"], args].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let lines = String::from_utf8(output.stdout).unwrap();
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let of_articles: &[&str] = &["--in", "articles"];
    for within in [&[], of_articles] {
        let all = rows(within);
        for (flag, value, column, kept) in [
            ("--actor", "sergey-lavrov", "actor", "Sergey Lavrov"),
            ("--outlet", "RT", "outlet", "RT"),
            ("--kind", "mixed", "kind", "mixed"),
            ("--since", "1900", "published", ""),
            ("--until", "2100", "published", ""),
        ] {
            if !within.is_empty() && matches!(column, "actor" | "kind") {
                continue;
            }
            let fits = |row: &&serde_json::Value| {
                row[column].as_str().is_some_and(|text| kept.is_empty() || text == kept)
            };
            let expected: Vec<_> = all.iter().filter(fits).cloned().collect();
            assert!(!expected.is_empty() && expected.len() < all.len(), "{flag} leaves nothing out, or all");
            assert_eq!(rows(&[within, &[flag, value]].concat()), expected, "{flag}");
        }
    }
}

/// Tables that stand behind a view, and the view that is asked instead: a quote that is to count no more disappears there.
const BEHIND: &[(&str, &str)] = &[
    ("quotes", "standing_quotes"),
    ("quote_spans", "standing_spans"),
    ("quote_speakers", "standing_speakers"),
];

/// Queries that read such a table all the same: file, table and why.
const DIRECTLY: &[(&str, &str, &str)] = &[];

#[test]
fn quotes_are_read_through_the_base_views() {
    let mut wrong = Vec::new();
    for file in std::fs::read_dir("queries").unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let sql: String = text.lines().map(|l| format!("{} ", l.split("--").next().unwrap())).collect();
        let tokens: Vec<&str> =
            sql.split(|c: char| c.is_whitespace() || "()".contains(c)).filter(|t| !t.is_empty()).collect();
        for (table, view) in BEHIND {
            // A column may be called as a table is: what follows FROM or JOIN is a table.
            let read = tokens
                .windows(2)
                .any(|w| ["FROM", "JOIN"].contains(&w[0]) && w[1].trim_end_matches(',') == *table);
            if read && !DIRECTLY.iter().any(|(n, t, _)| *n == name && t == table) {
                wrong.push(format!("{name} reads `{table}`; `{view}` is what it should ask"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A date that is not known to the day counts from a day on where any day it may mean does.
#[test]
fn a_partial_date_reaches_to_its_last_day() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("kb.db");
    kb::store::Store::open(&db).unwrap().close().unwrap();
    let connection = rusqlite::Connection::open(&db).unwrap();
    connection.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    let last = |published: &str| -> Option<String> {
        let sql = "INSERT OR REPLACE INTO articles (id, source_path, published, body, body_chars, content_hash, import_run_id,
                     extractor_id) VALUES (1, 'a.md', nullif(?1, ''), '', 0, '', 1, 1)";
        connection.execute(sql, [published]).unwrap();
        connection.query_row("SELECT published_last FROM articles", [], |r| r.get(0)).unwrap()
    };
    for (published, expected) in [
        ("2022", "2022-12-31"),
        ("2022-02", "2022-02-28"),
        ("2024-02", "2024-02-29"),
        ("2022-12", "2022-12-31"),
        ("2022-02-15", "2022-02-15"),
    ] {
        assert_eq!(last(published).as_deref(), Some(expected), "{published}");
        for since in
            ["2021-12-31", "2022-01-01", "2022-02-15", "2022-02-28", "2022-03-01", "2022-12-31", "2023-01-01"]
        {
            let may = published >= since || published == &since[..7] || published == &since[..4];
            assert_eq!(expected >= since, may, "{published} from {since} on");
        }
    }
    assert_eq!(last(""), None);
}
