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
            .all(|l| l.contains("(paraphrase)"))
    );
    assert!(cited("direct").starts_with("> “The West eventually responded,”\n>\n> — Sergey Lavrov, in: "));
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
