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
