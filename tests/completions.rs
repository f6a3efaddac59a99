//! Completion asks `kb` itself: queries by name, actors and issues from the database that the command line names. Manual pages
//! are made from the same definitions.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that fails should say so at once"
)]

use std::path::Path;
use std::process::Command;

/// What bash would be offered for the last of these words.
fn completed(db: &Path, words: &[&str]) -> Vec<String> {
    let index = (words.len() - 1).to_string();
    let output = Command::new(env!("CARGO_BIN_EXE_kb"))
        .env("KB_DB", db)
        .env("COMPLETE", "bash")
        .env("_CLAP_COMPLETE_INDEX", index)
        .env("_CLAP_COMPLETE_COMP_TYPE", "9")
        .env("_CLAP_COMPLETE_SPACE", "true")
        .env("_CLAP_IFS", "\n")
        .arg("--")
        .args(words)
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn names_come_from_the_database() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("kb.db");
    let imported = Command::new(env!("CARGO_BIN_EXE_kb")).env("KB_DB", &db).arg("import").output().unwrap();
    assert!(imported.status.success());
    assert_eq!(completed(&db, &["kb", "query", "stance"]), ["stance-matrix"]);
    assert_eq!(completed(&db, &["kb", "query", "who-said", "--actor", "lavr"]), ["sergey-lavrov"]);
    assert_eq!(completed(&db, &["kb", "search", "x", "--issue", "min"]), ["minsk-implementation"]);
    assert_eq!(completed(&db, &["kb", "show", "issue", "sanc"]), ["sanctions"]);
    let elsewhere = completed(Path::new("/nowhere/kb.db"), &["kb", "query", "who-said", "--actor", "lavr"]);
    assert!(elsewhere.is_empty(), "{elsewhere:?}");
    let named = completed(
        Path::new("/nowhere"),
        &["kb", "--db", db.to_str().unwrap(), "query", "who-said", "--actor", "lavr"],
    );
    assert_eq!(named, ["sergey-lavrov"]);
}

#[test]
fn every_shell_has_its_script_and_every_command_its_page() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let output = Command::new(env!("CARGO_BIN_EXE_kb")).args(["completions", shell]).output().unwrap();
        assert!(output.status.success() && String::from_utf8_lossy(&output.stdout).contains("kb"), "{shell}");
    }
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_kb")).arg("man").arg(folder.path()).output().unwrap();
    assert!(output.status.success());
    for page in ["kb.1", "kb-search.1", "kb-query-who-said.1"] {
        assert!(std::fs::read_to_string(folder.path().join(page)).unwrap().starts_with(".ie"), "{page}");
    }
}
