//! Transcripts of the command line: `tests/cli/*.trycmd` against the starter corpus, and the README's own session.
//!
//! `TRYCMD=overwrite cargo test --test cli` writes what the commands print now; read the difference before keeping it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that fails should say so at once"
)]

use std::path::Path;
use std::process::Command;

fn cases(db: &Path) -> trycmd::TestCases {
    let cases = trycmd::TestCases::new();
    cases.env("KB_DB", db.display().to_string()).env("COLUMNS", "100").env("NO_COLOR", "1");
    cases
}

#[test]
fn transcripts() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("kb.db");
    let status = Command::new(env!("CARGO_BIN_EXE_kb")).args(["import", "--db"]).arg(&db).output().unwrap();
    assert!(status.status.success(), "{}", String::from_utf8_lossy(&status.stderr));
    cases(&db).case("tests/cli/*.trycmd");
}

#[test]
fn readme() {
    let folder = tempfile::tempdir().unwrap();
    cases(&folder.path().join("kb.db")).case("README.md");
}

/// The README's `sql` blocks, in stock SQL, return rows on the starter corpus.
#[test]
fn readme_sql() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("kb.db");
    Command::new(env!("CARGO_BIN_EXE_kb")).args(["import", "--db"]).arg(&db).output().unwrap();
    let readme = include_str!("../README.md");
    let connection = rusqlite::Connection::open(&db).unwrap();
    let mut queries = 0;
    for block in readme.split("```sql\n").skip(1) {
        let sql = block.split("```").next().unwrap();
        for statement in sql.split(';').map(str::trim).filter(|s| !s.is_empty()) {
            let mut prepared = connection.prepare(statement).unwrap_or_else(|e| panic!("{statement}: {e}"));
            assert!(prepared.exists([]).unwrap(), "no rows: {statement}");
            queries += 1;
        }
    }
    assert!(queries >= 5, "the README has {queries} queries");
}
