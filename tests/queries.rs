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
