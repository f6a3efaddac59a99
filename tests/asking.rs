//! What a transcript can't hold: citations (their lines look like commands), SQL over several lines, query files.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that fails should say so at once"
)]

use std::path::Path;
use std::process::{Command, Output};

/// Runs kb in this folder, with nothing of the user's around it.
fn kb(folder: &Path, words: &[&str]) -> Output {
    let mut kb = Command::new(env!("CARGO_BIN_EXE_kb"));
    kb.current_dir(folder)
        .args(words)
        .env("XDG_CONFIG_HOME", folder)
        .env("EDITOR", "true")
        .env_remove("VISUAL");
    kb.env_remove("KB_DB").output().unwrap()
}

fn starter() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    assert!(kb(folder.path(), &["import"]).status.success());
    folder
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_paraphrase_is_not_cited_as_a_quotation() {
    let folder = starter();
    let cited = |kind: &str| {
        let words = ["query", "who-said", "--actor", "Lavrov", "--kind", kind, "--cite", "markdown"];
        out(&kb(folder.path(), &words))
    };
    assert!(
        cited("indirect")
            .lines()
            .filter(|l| l.starts_with("> "))
            .step_by(2)
            .all(|l| l.contains("paraphrase)*"))
    );
    assert!(cited("direct").starts_with("> “The West eventually responded,”\n>\n> — Sergey Lavrov (“"));
    assert!(!cited("direct").contains("paraphrase"));
}

#[test]
fn a_hit_is_cited_without_its_marks() {
    let folder = starter();
    let cited = out(&kb(folder.path(), &["search", "indivisib*", "--cite", "markdown"]));
    assert!(cited.contains("indivisibility of security") && !cited.contains("**indiv"), "{cited}");
    assert!(!cited.contains("\\*"), "{cited}");
}

#[test]
fn sql_may_begin_with_a_comment() {
    let folder = starter();
    let output = kb(
        folder.path(),
        &["sql", "-- how many\nSELECT count(*) > 0 AS some FROM quotes", "--format", "csv"],
    );
    assert_eq!(out(&output), "some\n1\n", "{}", err(&output));
    assert!(!kb(folder.path(), &["sql", "--nonsense"]).status.success());
}

#[test]
fn a_built_in_query_is_replaced_only_on_purpose() {
    let folder = starter();
    let output = kb(folder.path(), &["query", "--new", "who-said"]);
    assert!(!output.status.success() && err(&output).contains("built in"), "{}", err(&output));
    // An editor that changes nothing.
    let output = kb(folder.path(), &["query", "cues", "--edit"]);
    assert!(output.status.success() && err(&output).contains("the built-in query stays"), "{}", err(&output));
    assert!(!folder.path().join("kb/queries/cues.sql").exists());
}

/// A statement of kb's own that does not fit the tables is no mistake of whoever asks.
#[test]
fn a_failure_of_our_own_sql_is_told_from_a_users() {
    let folder = starter();
    let change = |sql: &str| {
        rusqlite::Connection::open(folder.path().join("kb.db")).unwrap().execute_batch(sql).unwrap();
    };
    change("PRAGMA foreign_keys = OFF; DROP TABLE quote_speakers");
    for words in [["show", "article", "2"], ["query", "unattributed", "--limit=1"]] {
        let output = kb(folder.path(), &words);
        assert_eq!(output.status.code(), Some(3), "{words:?}: {}", err(&output));
        let told = err(&output);
        assert!(told.contains("this is a defect of kb") && told.contains("`kb verify` tells"), "{told}");
    }
    // The same mistake in what somebody wrote is his.
    let own = "-- name: own\n-- summary: s\nSELECT quote_id FROM quote_speakers\n";
    std::fs::create_dir(folder.path().join("queries")).unwrap();
    std::fs::write(folder.path().join("queries/own.sql"), own).unwrap();
    for words in [["query", "own"], ["sql", "SELECT quote_id FROM quote_speakers"]] {
        let output = kb(folder.path(), &words);
        assert_eq!(output.status.code(), Some(1), "{words:?}: {}", err(&output));
        assert!(!err(&output).contains("defect"), "{}", err(&output));
    }
    assert_eq!(kb(folder.path(), &["verify"]).status.code(), Some(1));
}

/// What a question needs is judged before a database is opened, and in the same way wherever it is asked.
#[test]
fn the_rules_of_a_question_are_the_same_everywhere() {
    let folder = starter();
    let elsewhere = tempfile::tempdir().unwrap();
    for (words, message) in [
        (&["query", "timeline"][..], "--actor is missing"),
        (&["query", "who-said", "--actor", "Putin", "--kind", "drect"], "did you mean `direct`?"),
        (&["query", "who-said", "--actor", "Putin", "--actor", "Lavrov"], "--actor is given twice"),
        (&["search", "talks", "--kind", "drect"], "--kind: `drect` is not one of direct, mixed, indirect"),
        (
            &["search", "talks", "--in", "articles", "--kind", "direct"],
            "--kind is for quotes, not for articles",
        ),
        (&["search", "talks", "--since", "someday"], "--since: `someday` is not a date"),
    ] {
        for place in [folder.path(), elsewhere.path()] {
            let output = kb(place, words);
            assert_eq!(output.status.code(), Some(2), "{words:?}: {}", err(&output));
            assert!(err(&output).contains(message), "{words:?}: {}", err(&output));
        }
    }
    let guessed = |words: &[&str]| err(&kb(folder.path(), words));
    let note = "note: `U.S. State` is taken for US State Department\n";
    assert!(guessed(&["query", "who-said", "--actor", "U.S. State"]).starts_with(note));
    assert!(guessed(&["search", "talks", "--actor", "U.S. State"]).starts_with(note));
    let backwards =
        guessed(&["query", "who-said", "--actor", "Lavrov", "--since", "2022-03", "--until", "2022-02"]);
    assert!(backwards.contains("no day is in both"), "{backwards}");
}

/// Rows of one article have their own paragraphs, cited from the quote or from a place in the article.
#[test]
fn each_row_is_cited_with_its_paragraph() {
    let folder = starter();
    let cited = |columns: &str| {
        let sql = format!("SELECT {columns} FROM quotes WHERE article_id = 2 ORDER BY id");
        out(&kb(
            folder.path(),
            &["sql", &sql, "--cite", "markdown", "--format", "csv", "--columns", "citation"],
        ))
    };
    let by_quote = cited("id AS quote_id");
    assert_eq!(by_quote, cited("article_id, start_char"));
    let mut paragraphs: Vec<&str> = by_quote.lines().skip(1).collect();
    assert!(paragraphs.len() > 30 && paragraphs.iter().all(|c| c.contains("para. ")), "{by_quote}");
    paragraphs.dedup();
    assert!(paragraphs.len() > 5, "{by_quote}");
}
