//! What a shell joins to kb: a reader that has seen enough is no error, in any format (`kb sql … | head -1` says nothing and
//! exits with 0), and `kb shell` takes a script.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that fails should say so at once"
)]

use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};

#[test]
fn a_broken_pipe_is_silent() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("kb.db");
    let imported = Command::new(env!("CARGO_BIN_EXE_kb")).env("KB_DB", &db).arg("import").output().unwrap();
    assert!(imported.status.success());
    let sql = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) SELECT i, 'words' FROM n";
    for format in ["csv", "tsv", "json", "jsonl", "markdown", "html", "vertical", "table"] {
        let mut kb = Command::new(env!("CARGO_BIN_EXE_kb"))
            .env("KB_DB", &db)
            .args(["sql", sql, "--limit", "0", "--format", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut reader = kb.stdout.take().unwrap();
        reader.read_exact(&mut [0; 1]).unwrap();
        drop(reader);
        let output = kb.wait_with_output().unwrap();
        assert!(
            output.status.success() && output.stderr.is_empty(),
            "{format}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

#[test]
fn the_shell_takes_a_script_with_parameters() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("kb.db");
    let kb = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kb"));
        command.env("KB_DB", &db).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    };
    assert!(kb().arg("import").output().unwrap().status.success());
    let mut shell = kb().args(["shell", "--format", "csv"]).spawn().unwrap();
    let script = b".param set :who Sergey Lavrov\nSELECT slug FROM actors\nWHERE name = :who;\n.param clear who\nSELECT :who;\n";
    shell.stdin.take().unwrap().write_all(script).unwrap();
    let output = shell.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), "slug\nsergey-lavrov\n");
    assert!(String::from_utf8_lossy(&output.stderr).contains("`.param set who VALUE`"));
    assert_eq!(output.status.code(), Some(1), "a script that failed says so");
}
