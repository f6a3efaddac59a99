//! What a command writes is whole or not there, and never in the place of the database; what others wrote is shown, and
//! neither executed by a terminal nor by a spreadsheet.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that fails should say so at once"
)]

use std::path::Path;
use std::process::{Command, Output};

fn kb(folder: &Path, words: &[&str]) -> Output {
    let mut kb = Command::new(env!("CARGO_BIN_EXE_kb"));
    kb.current_dir(folder).args(words).env("XDG_CONFIG_HOME", folder).env_remove("KB_DB").output().unwrap()
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

/// Files of the folder that kb has left behind.
fn left_over(folder: &Path) -> Vec<String> {
    let names = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap());
    names.filter(|n| n.contains("unfinished")).collect()
}

const WRITERS: [&[&str]; 2] = [&["export", "datasette", "-o"], &["actor", "export", "-o"]];

#[test]
fn the_database_and_its_companions_are_never_written_over() {
    let folder = starter();
    let at = |name: &str| folder.path().join(name);
    let before = std::fs::read(at("kb.db")).unwrap();
    std::fs::create_dir(at("sub")).unwrap();
    std::fs::copy(at("kb.db"), at("other.db")).unwrap();
    let mut names = vec!["kb.db", "./sub/../kb.db", "kb.db-wal", "kb.db-journal", "kb.db-shm", "other.db"];
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("kb.db", at("link.json")).unwrap();
        std::os::unix::fs::symlink("../kb.db-wal", at("sub/wal.json")).unwrap();
        std::fs::hard_link(at("kb.db"), at("hard.json")).unwrap();
        names.extend(["link.json", "sub/wal.json", "hard.json"]);
    }
    for writer in WRITERS {
        for name in &names {
            let output = kb(folder.path(), &[writer, &[name]].concat());
            assert_eq!(output.status.code(), Some(1), "{name}: {}", err(&output));
            assert!(err(&output).contains("database"), "{name}: {}", err(&output));
        }
    }
    assert!(
        std::fs::read(at("kb.db")).unwrap() == before && std::fs::read(at("other.db")).unwrap() == before
    );
    assert!(!at("kb.db-wal").exists() && left_over(folder.path()).is_empty());
    // Also where the database itself is named through a link.
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("../kb.db", at("sub/linked.db")).unwrap();
        for name in ["kb.db", "kb.db-wal", "sub/linked.db-wal"] {
            let output = kb(folder.path(), &["--db", "sub/linked.db", "actor", "export", "-o", name]);
            assert!(err(&output).contains("nothing was written"), "{name}: {}", err(&output));
        }
    }
}

#[test]
fn a_command_that_fails_leaves_the_old_file() {
    let folder = starter();
    let file = folder.path().join("old.json");
    std::fs::write(&file, "old").unwrap();
    rusqlite::Connection::open(folder.path().join("kb.db"))
        .unwrap()
        .execute_batch("DROP VIEW actor_names; ALTER TABLE actor_ids RENAME TO gone; ALTER TABLE roles RENAME TO gone_too;")
        .unwrap();
    let output = kb(folder.path(), &["actor", "export", "-o", "old.json"]);
    assert!(!output.status.success(), "{}", out(&output));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "old");
    assert!(left_over(folder.path()).is_empty());
}

#[test]
fn what_is_written_is_whole_and_at_its_place() {
    let folder = starter();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("here.json"), "old").unwrap();
    for writer in WRITERS {
        assert!(kb(folder.path(), &[writer, &["here.json"]].concat()).status.success());
        assert!(std::fs::metadata(at("here.json")).unwrap().len() > 1000);
    }
    let output = kb(folder.path(), &["export", "datasette", "-o", "missing/x.json"]);
    assert!(err(&output).contains("there is no folder `missing`"), "{}", err(&output));
    let output = kb(folder.path(), &["export", "datasette", "-o", "."]);
    assert!(!output.status.success() && err(&output).contains("it is a folder"), "{}", err(&output));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // A link stays a link; a new file is as readable as any other.
        std::os::unix::fs::symlink("target.json", at("link.json")).unwrap();
        assert!(kb(folder.path(), &["export", "datasette", "-o", "link.json"]).status.success());
        assert!(at("link.json").is_symlink() && at("target.json").is_file());
        std::fs::write(at("plain"), "").unwrap();
        let mode = |name: &str| std::fs::metadata(at(name)).unwrap().permissions().mode();
        assert_eq!(mode("target.json"), mode("plain"));
        std::fs::set_permissions(at("plain"), std::fs::Permissions::from_mode(0o640)).unwrap();
        assert!(kb(folder.path(), &["export", "datasette", "-o", "plain"]).status.success());
        assert_eq!(mode("plain") & 0o777, 0o640);
        // Streams, pipes and devices are written as they are.
        let output = kb(folder.path(), &["export", "datasette", "-o", "/dev/stdout"]);
        assert!(output.status.success() && out(&output).starts_with('{'), "{}", err(&output));
        assert!(kb(folder.path(), &["actor", "export", "-o", "/dev/null"]).status.success());
        assert!(Command::new("mkfifo").arg(at("pipe")).status().unwrap().success());
        let reader = std::thread::spawn({
            let pipe = at("pipe");
            move || std::fs::read_to_string(pipe).unwrap()
        });
        assert!(kb(folder.path(), &["export", "datasette", "-o", "pipe"]).status.success());
        assert!(reader.join().unwrap().starts_with('{'));
    }
    assert!(left_over(folder.path()).is_empty());
}

#[test]
fn a_query_that_replaces_a_built_in_one_is_told() {
    let folder = starter();
    std::fs::create_dir(folder.path().join("queries")).unwrap();
    let put =
        |name: &str, text: &str| std::fs::write(folder.path().join("queries").join(name), text).unwrap();
    put("cues.sql", "-- name: cues\n-- summary: Mine\u{1b}[2J\u{202e}\nSELECT 1 AS one\n");
    put("outlets.sql", include_str!("../queries/outlets.sql"));
    let output = kb(folder.path(), &["query", "cues", "--format", "csv"]);
    assert_eq!(out(&output), "one\n1\n");
    assert!(
        err(&output).contains("`cues` is that of `queries/cues.sql`, not the built-in query"),
        "{}",
        err(&output)
    );
    let output = kb(folder.path(), &["query", "outlets"]);
    assert!(err(&output).is_empty(), "the same text replaces nothing: {}", err(&output));
    let output = kb(folder.path(), &["query"]);
    assert!(out(&output).contains("in place of the built-in query"), "{}", out(&output));
    for words in [&["query"][..], &["query", "cues", "--help"], &["query", "--help"]] {
        let text = out(&kb(folder.path(), words));
        assert!(!text.contains(['\u{1b}', '\u{202e}']) && text.contains("Mine"), "{words:?}: {text}");
    }
}

/// An actor whose name would turn lines around, hide, and clear the screen.
#[test]
fn a_hostile_name_is_shown_wherever_people_read_it() {
    let folder = starter();
    let name = "Eve\u{202e}lrac\u{200b}\u{1b}[2J\u{e0041}";
    rusqlite::Connection::open(folder.path().join("kb.db"))
        .unwrap()
        .execute(
            "INSERT INTO actors (slug, name, name_folded, kind, description, origin) VALUES ('eve', ?1, 'eve', 'person', ?1, 'user')",
            [name],
        )
        .unwrap();
    let plain = |text: &str| {
        let bad = text
            .chars()
            .find(|c| (c.is_control() && *c != '\n') || matches!(c, '\u{202e}' | '\u{200b}' | '\u{e0041}'));
        bad.is_none()
    };
    for words in [
        &["query", "actors", "--format", "table"][..],
        &["query", "actors", "--format", "vertical"],
        &["query", "actors", "--format", "markdown"],
        &["query", "actors", "--format", "html"],
        &["show", "actor", "eve"],
        &["actor", "show", "eve"],
        &["actor", "list", "eve"],
        &["show", "actor", name],
        &["query", "who-said", "--actor", name],
        &["query", name],
        &["sql", &format!("SELECT '{name}' FROM nothing")],
        &["sql", &format!("SELECT 1 AS \"{name}\"")],
        &["show", "article", name],
        &["actor", "alias", "eve", name],
        &["actor", "add", name, "--kind", "person"],
        &["actor", "role", "eve", name],
        &["export", "datasette", "-o", &format!("missing/{name}")],
    ] {
        let output = kb(folder.path(), words);
        let text = out(&output) + &err(&output);
        assert!(plain(&text), "{words:?}: {text:?}");
    }
}

#[test]
fn a_spreadsheet_runs_nothing() {
    let folder = starter();
    let sql = "SELECT '=1+1' AS \"=a\", -5 AS n, '-5' AS m, '@x' AS b, 'plain; =1' AS c";
    let output = kb(folder.path(), &["sql", sql, "--format", "csv", "--csv-safe"]);
    assert_eq!(out(&output), "\"'=a\",\"n\",\"m\",\"b\",\"c\"\n\"'=1+1\",-5,-5,\"'@x\",\"plain; =1\"\n");
    let output = kb(folder.path(), &["sql", sql, "--format", "csv", "--no-header"]);
    assert_eq!(out(&output), "=1+1,-5,-5,@x,plain; =1\n");
    let output = kb(folder.path(), &["sql", sql, "--csv-safe"]);
    assert!(output.status.code() == Some(2) && err(&output).contains("--format csv"), "{}", err(&output));
}
