//! A quote that a person rejects counts nowhere any more, by whatever program that is written, and comes back when that is
//! taken back.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that fails should say so at once"
)]

use rusqlite::Connection;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

const ARTICLE: &str =
    "The mayor, Odile Brandt, said that the harbour would close. “We do not close,” said Tom Ek, a guard.\n";

fn kb(folder: &Path, words: &[&str]) -> Output {
    let mut kb = Command::new(env!("CARGO_BIN_EXE_kb"));
    kb.current_dir(folder).args(words).env("KB_USER", "ada").env_remove("KB_DB").output().unwrap()
}

fn good(folder: &Path, words: &[&str]) -> String {
    let output = kb(folder, words);
    assert!(output.status.success(), "{words:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn desk() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.txt"), ARTICLE).unwrap();
    good(folder.path(), &["import", "a.txt"]);
    folder
}

/// As any program has it: without the functions that kb brings along.
fn open(folder: &Path) -> Connection {
    let connection = Connection::open(folder.join("kb.db")).unwrap();
    connection.execute_batch("PRAGMA foreign_keys = ON").unwrap();
    connection
}

fn count(folder: &Path, sql: &str) -> i64 {
    open(folder).query_row(sql, [], |r| r.get(0)).unwrap()
}

/// In how many views of quotes the quote 2 is; the pieces of quotes are only asked for together with quotes.
fn places(folder: &Path) -> Vec<String> {
    let connection = open(folder);
    let sql = "SELECT name FROM sqlite_schema s WHERE type = 'view' AND name NOT IN ('standing_spans', 'reviews_in_force')
               AND EXISTS (SELECT 1 FROM pragma_table_info(s.name) WHERE name IN ('quote_id', 'sense', 'said_last')) ORDER BY name";
    let views: Vec<String> =
        connection.prepare(sql).unwrap().query_map([], |r| r.get(0)).unwrap().map(Result::unwrap).collect();
    assert!(views.len() >= 5, "{views:?}");
    let has = |view: &&String| {
        let key = if view.contains("quotes") && *view != "position_quotes" { "id" } else { "quote_id" };
        let sql = format!("SELECT count(*) FROM {view} WHERE {key} = 2");
        connection.query_row(&sql, [], |r| r.get::<_, i64>(0)).unwrap() > 0
    };
    views.iter().filter(has).cloned().collect()
}

const ALL: [&str; 5] =
    ["made_quotes", "made_quotes_in_brief", "standing_quotes", "standing_speakers", "who_said"];

#[test]
fn a_rejected_quote_is_gone_everywhere_and_comes_back() {
    let folder = desk();
    let folder = folder.path();
    assert_eq!(places(folder), ALL);
    let told = good(folder, &["actor", "assign", "2", "--no-quote", "--why", "a motto"]);
    assert_eq!(told, "quote 2 is no quote, and counts no more\n");
    let gone = |when: &str| {
        assert!(places(folder).is_empty(), "{when}: {:?}", places(folder));
        for words in [
            &["query", "article", "--article", "1", "--sense", "any"][..],
            &["search", "close"],
            &["show", "article", "1"],
            &["query", "most-quoted"],
            &["query", "cues", "--sense", "any"],
        ] {
            let told = good(folder, words);
            assert!(
                !told.contains("said Tom Ek[") && !told.contains("We do not close,”  "),
                "{when}: {told}"
            );
        }
        assert!(!good(folder, &["query", "most-quoted"]).contains("Tom Ek"), "{when}");
        good(folder, &["verify"]);
    };
    gone("rejected");
    let shown = kb(folder, &["show", "quote", "2"]);
    let shown = String::from_utf8_lossy(&shown.stderr).into_owned();
    assert!(shown.contains("quote 2 is rejected (") && shown.contains("by ada: a motto"), "{shown}");
    assert!(shown.contains("assign 2 --undo"), "{shown}");
    // Nothing that reads the article or the registry again brings it back.
    std::fs::write(folder.join("a.txt"), format!("News.\n\n{ARTICLE}")).unwrap();
    good(folder, &["import", "a.txt"]);
    assert_eq!(
        count(folder, "SELECT count(*) FROM quotes WHERE standing = 0 AND quote LIKE '%do not close%'"),
        1
    );
    std::fs::write(folder.join("a.txt"), ARTICLE).unwrap();
    good(folder, &["import", "a.txt"]);
    good(folder, &["actor", "relink"]);
    good(folder, &["repair"]);
    assert_eq!(count(folder, "SELECT count(*) FROM standing_quotes WHERE quote LIKE '%do not close%'"), 0);
    good(folder, &["verify"]);
    let quote = count(folder, "SELECT id FROM quotes WHERE standing = 0").to_string();
    good(folder, &["actor", "assign", &quote, "--undo", "--why", "it was said"]);
    assert!(good(folder, &["query", "who-said", "--actor", "Tom Ek"]).contains("We do not close"));
    // The later word of a person is the one that holds.
    good(folder, &["actor", "assign", &quote, "--no-quote", "--why", "a motto"]);
    good(folder, &["actor", "assign", &quote, "Odile Brandt", "--why", "a misprint"]);
    assert!(good(folder, &["query", "who-said", "--actor", "Brandt"]).contains("We do not close"));
    good(folder, &["verify"]);
}

#[test]
fn what_another_program_writes_rejects_at_once() {
    let folder = desk();
    let folder = folder.path();
    let write = |sql: &str| open(folder).execute_batch(sql).unwrap();
    write(
        "INSERT INTO actor_changes (made_at, made_by, action, detail) VALUES ('2026-01-01T00:00:00Z', 'bo', 'assign', 'by SQL');
         INSERT INTO speaker_reviews (article_id, quote, start_char, end_char, change_id, rejected)
         SELECT article_id, quote, start_char, end_char, (SELECT max(id) FROM actor_changes), 1 FROM quotes WHERE id = 2",
    );
    assert!(places(folder).is_empty());
    good(folder, &["verify"]);
    write("UPDATE speaker_reviews SET rejected = 0");
    assert_eq!(places(folder).len(), ALL.len() - 1, "its speaker is asked for anew: {:?}", places(folder));
    write("UPDATE speaker_reviews SET rejected = 1");
    assert!(places(folder).is_empty());
    write("DELETE FROM speaker_reviews");
    good(folder, &["actor", "relink"]);
    assert_eq!(places(folder), ALL);
    // The column follows from the reviews: what is written there alone is found, and put right.
    write("UPDATE quotes SET standing = 0 WHERE id = 1");
    let told = kb(folder, &["verify"]);
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    assert!(told.contains("quote 1 of article 1 does not count, and nobody has rejected it"), "{told}");
    good(folder, &["repair"]);
    good(folder, &["verify"]);
}

#[test]
fn no_query_reads_more_than_its_row_to_know() {
    let folder = desk();
    let connection = open(folder.path());
    for (sql, plan) in [
        ("SELECT count(*) FROM made_quotes_in_brief", "SCAN quotes USING COVERING INDEX quotes_in_brief"),
        (
            "SELECT id FROM standing_quotes WHERE determinacy <> 'yes'",
            "SCAN quotes USING COVERING INDEX quotes_not_made",
        ),
        (
            "SELECT quote FROM standing_quotes WHERE id = 2",
            "SEARCH quotes USING INTEGER PRIMARY KEY (rowid=?)",
        ),
    ] {
        let sql = format!("EXPLAIN QUERY PLAN {sql}");
        let mut statement = connection.prepare(&sql).unwrap();
        let told: Vec<String> = statement.query_map([], |r| r.get(3)).unwrap().map(Result::unwrap).collect();
        assert_eq!(told, [plan], "{sql}");
    }
}
