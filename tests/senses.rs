//! In what sense something was said: nothing that is printed turns a denial round, or hands out what nobody said.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that fails should say so at once"
)]

use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

const STORY: &str = "The ferry\n\n\
    Mara Quist denied that she had ordered the captain to sail. “The hull was sound,” Quist said. Quist did not say that the pump \
    was missing. The judge asked whether Quist had seen the log.\n";

fn kb(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_kb"))
        .current_dir(folder)
        .env("KB_DB", "kb.db")
        .args(args)
        .output()
        .unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn ferry() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("ferry.txt"), STORY).unwrap();
    assert!(kb(folder.path(), &["import", "ferry.txt"]).status.success());
    folder
}

#[test]
fn a_denial_is_listed_with_its_cue_and_what_was_not_said_is_not() {
    let folder = ferry();
    let said = out(&kb(folder.path(), &["query", "who-said", "--actor", "Quist", "--format", "jsonl"]));
    assert!(said.contains(r#""sense":"denied","cue":"denied""#), "{said}");
    assert!(!said.contains("pump"), "{said}");
    let unsaid = ["query", "who-said", "--actor", "Quist", "--sense", "unsaid", "--format", "jsonl"];
    let unsaid = out(&kb(folder.path(), &unsaid));
    assert!(unsaid.contains("pump") && unsaid.contains(r#""sense":"unsaid""#), "{unsaid}");
    assert_eq!(unsaid.lines().count(), 1, "{unsaid}");
    let asked = out(&kb(folder.path(), &["search", "log", "--sense", "asked", "--format", "jsonl"]));
    assert!(asked.contains(r#""sense":"asked""#), "{asked}");
    let counted = out(&kb(folder.path(), &["query", "most-quoted", "--format", "jsonl"]));
    assert!(counted.contains(r#""actor":"Mara Quist","actor_kind":"person","quotes":2"#), "{counted}");
}

#[test]
fn a_citation_says_that_the_words_were_denied_or_not_said() {
    let folder = ferry();
    let cited = |sense: &str| {
        let words = ["query", "who-said", "--actor", "Quist", "--sense", sense, "--cite", "markdown"];
        out(&kb(folder.path(), &words))
    };
    assert!(
        cited("denied").starts_with("> *(denied, paraphrase)* that she had ordered"),
        "{}",
        cited("denied")
    );
    assert!(cited("denied").contains("— Mara Quist (“denied”), in: "), "{}", cited("denied"));
    assert!(cited("unsaid").starts_with("> *(not said, paraphrase)* that the pump"), "{}", cited("unsaid"));
    assert!(cited("said").starts_with("> “The hull was sound,”\n"), "{}", cited("said"));
}

#[test]
fn words_without_their_sense_come_with_a_note() {
    let folder = ferry();
    let picked = kb(folder.path(), &["query", "who-said", "--actor", "Quist", "--columns", "actor,quote"]);
    assert!(err(&picked).contains("of these rows 1 is denied"), "{}", err(&picked));
    let told = kb(folder.path(), &["query", "who-said", "--actor", "Quist", "--columns", "actor,cue,quote"]);
    assert!(!err(&told).contains("denied"), "{}", err(&told));
    let sql = kb(folder.path(), &["sql", "SELECT actor, quote FROM who_said"]);
    assert!(err(&sql).contains("1 is denied by the speaker and 1 is not told as said"), "{}", err(&sql));
    let careful = kb(folder.path(), &["sql", "SELECT actor, sense, quote FROM who_said"]);
    assert!(!err(&careful).contains("note"), "{}", err(&careful));
}

#[test]
fn one_thing_is_shown_with_its_sense() {
    let folder = ferry();
    let article = out(&kb(folder.path(), &["show", "article", "1"]));
    assert!(article.contains("denied, indirect") && article.contains("unsaid, indirect"), "{article}");
    let ids = out(&kb(
        folder.path(),
        &["sql", "SELECT quote_id FROM who_said WHERE sense = 'denied'", "--format", "csv", "--no-header"],
    ));
    let quote = out(&kb(folder.path(), &["show", "quote", ids.trim()]));
    assert!(quote.contains("denied (assertion, denied, took place)"), "{quote}");
    let extracted = out(&kb(folder.path(), &["extract", "ferry.txt"]));
    assert!(extracted.contains(r#""polarity":"denied","determinacy":"yes""#), "{extracted}");
    assert!(extracted.contains(r#""determinacy":"no""#), "{extracted}");
}
