//! The file is kept: backups, repairs, old schemas, and what other programs do to it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that fails should say so at once"
)]

use kb::store::{SCHEMA_VERSION, Store};
use rusqlite::Connection;
use std::path::Path;
use std::process::{Command, Output};

const ARTICLE: &str =
    "“We do not close,” said Mayor Odile Brandt.\n\nThe guard, Tom Ek, said that the harbour was shut.\n";

/// A folder with a database of one article, `kb.db`.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.txt"), ARTICLE).unwrap();
    good(&folder, &["import", "a.txt"]);
    folder
}

fn kb(folder: &tempfile::TempDir, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kb"));
    command.args(args).current_dir(folder.path()).env("KB_USER", "ada").env_remove("KB_DB");
    command.output().unwrap()
}

fn good(folder: &tempfile::TempDir, args: &[&str]) -> String {
    let output = kb(folder, args);
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{args:?}: {out}{err}");
    format!("{out}{err}")
}

fn bad(folder: &tempfile::TempDir, args: &[&str]) -> String {
    let output = kb(folder, args);
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(matches!(output.status.code(), Some(1 | 2)), "{args:?}: {out}{err}");
    format!("{out}{err}")
}

fn sql(folder: &tempfile::TempDir, sql: &str) {
    Connection::open(folder.path().join("kb.db")).unwrap().execute_batch(sql).unwrap();
}

fn files(folder: &tempfile::TempDir) -> Vec<String> {
    let entries = std::fs::read_dir(folder.path()).unwrap();
    let mut names: Vec<_> = entries.map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn a_backup_is_proved_and_comes_back() {
    let folder = folder();
    let told = good(&folder, &["backup", "b.db"]);
    assert!(told.contains("b.db.manifest.json: sha256 "), "{told}");
    good(&folder, &["remove", "1", "--why", "gone"]);
    good(&folder, &["restore", "b.db"]);
    assert!(good(&folder, &["query", "who-said", "--actor", "Brandt"]).contains("We do not close"));
    good(&folder, &["verify"]);
    assert_eq!(files(&folder), ["a.txt", "b.db", "b.db.manifest.json", "kb.db", "kb.db.before-restore"]);
    // A second one replaces the first, and nothing else is replaced.
    good(&folder, &["backup", "b.db"]);
    assert!(bad(&folder, &["backup", "a.txt"]).contains("--force"));
    assert!(bad(&folder, &["backup", "./kb.db"]).contains("the database itself"));
    assert!(bad(&folder, &["backup", "kb.db-wal"]).contains("belongs to it"));
    // One changed byte is found by the manifest.
    let mut bytes = std::fs::read(folder.path().join("b.db")).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    std::fs::write(folder.path().join("b.db"), bytes).unwrap();
    assert!(bad(&folder, &["restore", "b.db"]).contains("its manifest describes"));
    good(&folder, &["verify"]);
}

#[test]
fn what_another_program_changes_is_seen_and_what_it_adds_is_no_fault() {
    let folder = folder();
    sql(&folder, "CREATE TABLE mine (a); CREATE VIEW my_view AS SELECT 1; INSERT INTO mine VALUES (1)");
    sql(
        &folder,
        "INSERT INTO actors (slug, name, name_folded, kind, origin) VALUES ('x', 'Xaver', 'xaver', 'group', 'user')",
    );
    let told = good(&folder, &["verify"]);
    for what in ["the table `mine`", "the view `my_view`", "1 more in `actors`", "`Xaver`"] {
        assert!(told.contains(what), "{what}: {told}");
    }
    for (change, says) in [
        ("UPDATE articles SET body = replace(body, 'guard', 'gourd')", "article 1"),
        ("UPDATE articles SET title = 'x'", "article 1"),
        ("UPDATE actors SET description = 'x' WHERE slug = 'russia'", "`actors`"),
        ("DELETE FROM roles WHERE id = 3", "`roles`"),
        ("UPDATE quotes SET quote = 'x' WHERE id = 1", "`x`"),
        ("UPDATE quote_spans SET start_char = start_char + 1 WHERE quote_id = 1 AND role = 'cue'", "a.txt"),
        ("UPDATE quotes SET words_hash = 7 WHERE id = 1", "quote 1"),
        ("DELETE FROM quote_spans WHERE quote_id = 1", "quote 1"),
        ("UPDATE actors SET name_folded = 'x' WHERE slug = 'russia'", "`Russia` is looked up as `x`"),
        ("DROP TRIGGER quotes_fts_delete", "the trigger `quotes_fts_delete` is missing"),
        ("DROP INDEX quotes_by_words", "the index `quotes_by_words` is missing"),
        (
            "DROP VIEW who_said; CREATE VIEW who_said AS SELECT 1",
            "the view `who_said` is not as kb defines it",
        ),
        ("UPDATE documentation SET says = 'x' WHERE object = 'quotes'", "`documentation`"),
        ("DELETE FROM sqlite_sequence WHERE name = 'quotes'", "its counter stands at 0"),
        ("INSERT INTO quotes_fts (quotes_fts) VALUES ('delete-all')", "`quotes_fts`"),
    ] {
        let copy = std::fs::read(folder.path().join("kb.db")).unwrap();
        sql(&folder, change);
        let told = bad(&folder, &["verify"]);
        assert!(told.contains(says), "{change}: {told}");
        assert!(told.contains("hint: "), "{change}: {told}");
        std::fs::write(folder.path().join("kb.db"), copy).unwrap();
    }
    sql(&folder, "UPDATE actors SET description = 'x' WHERE slug = 'russia'");
    good(&folder, &["verify", "--accept", "--why", "I did it"]);
    good(&folder, &["verify"]);
}

#[test]
fn reading_again_proves_the_derived_rows() {
    let folder = folder();
    good(&folder, &["verify", "--deep", "all"]);
    sql(&folder, "UPDATE quote_speakers SET confidence = 0.01 WHERE quote_id = 1");
    good(&folder, &["verify"]);
    assert!(bad(&folder, &["verify", "--deep"]).contains("found, not stored"));
}

#[test]
fn what_can_be_made_anew_is() {
    let folder = folder();
    sql(
        &folder,
        "DROP TRIGGER articles_fts_insert; DROP INDEX quotes_by_words; DROP VIEW who_said;
         INSERT INTO quotes_fts (quotes_fts) VALUES ('delete-all'); UPDATE actors SET name_folded = 'x' WHERE slug = 'russia';
         DELETE FROM sqlite_sequence; UPDATE quotes SET words_hash = 7; DELETE FROM actor_keys;
         DELETE FROM documentation WHERE object = 'quotes'",
    );
    bad(&folder, &["verify"]);
    good(&folder, &["repair"]);
    good(&folder, &["verify"]);
    assert!(good(&folder, &["search", "close"]).contains("We do not"));
    good(&folder, &["compact"]);
    good(&folder, &["verify"]);
}

#[test]
fn an_older_file_can_be_asked_and_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("kb.db");
    let migrations = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schemas/v4.sql");
    let Ok(dump) = std::fs::read_to_string(migrations) else { return };
    Connection::open(&path).unwrap().execute_batch(&dump).unwrap();
    let before = std::fs::read(&path).unwrap();
    let told = good(&folder, &["query", "articles"]);
    assert!(told.contains("read through a temporary copy"), "{told}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
    let told = good(&folder, &["actor", "add", "Zed Quill", "--kind", "person"]);
    assert!(told.contains(&format!("kb.db.before-v{SCHEMA_VERSION}")), "{told}");
    assert_eq!(files(&folder), ["kb.db".to_owned(), format!("kb.db.before-v{SCHEMA_VERSION}")]);
    good(&folder, &["verify"]);
}

#[test]
fn only_files_are_databases() {
    let folder = folder();
    for db in [":memory:", "file:kb.db", "."] {
        let told = bad(&folder, &["--db", db, "import", "a.txt"]);
        assert!(told.contains("no database") || told.contains("is not a kb database"), "{told}");
        bad(&folder, &["--db", db, "query", "articles"]);
    }
    #[cfg(unix)]
    {
        assert!(Command::new("mkfifo").arg(folder.path().join("fifo")).status().unwrap().success());
        for command in [["import", "a.txt"], ["query", "articles"], ["backup", "b.db"]] {
            let told = bad(&folder, &["--db", "fifo", command[0], command[1]]);
            assert!(told.contains("a pipe or a device"), "{told}");
        }
    }
}

#[test]
fn whoever_holds_the_file_is_named() {
    let folder = folder();
    let path = folder.path().join("kb.db");
    let holder = Connection::open(&path).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_kb"));
    let args = ["actor", "add", "Zed Quill", "--kind", "person"];
    let child = command.args(args).current_dir(folder.path()).stderr(std::process::Stdio::piped());
    let child = child.stdout(std::process::Stdio::piped()).spawn().unwrap();
    // Long enough to be told, not long enough to give up.
    std::thread::sleep(std::time::Duration::from_millis(2500));
    holder.execute_batch("ROLLBACK").unwrap();
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    assert!(told.contains("`kb.db` is in use: "), "{told}");
    if cfg!(target_os = "linux") {
        assert!(told.contains(&format!("process {}", std::process::id())), "{told}");
    }
}

#[test]
fn a_writer_waits_for_a_reader_of_another_program() {
    let folder = folder();
    let reader = Connection::open(folder.path().join("kb.db")).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM actors").unwrap();
    // Without a log the commit has to wait; a reader of kb itself ends by itself, whatever its pager does.
    let writer = std::thread::scope(|scope| {
        let writer = scope.spawn(|| kb(&folder, &["actor", "add", "Zed Quill", "--kind", "person"]));
        std::thread::sleep(std::time::Duration::from_millis(2500));
        reader.execute_batch("COMMIT").unwrap();
        writer.join().unwrap()
    });
    let told = String::from_utf8_lossy(&writer.stderr);
    assert!(writer.status.success(), "{told}");
    drop(reader);
    good(&folder, &["query", "articles"]);
    assert_eq!(files(&folder), ["a.txt", "kb.db"]);
}

#[test]
#[cfg(unix)]
fn a_file_that_is_replaced_while_it_is_written_is_noticed() {
    let folder = folder();
    let path = folder.path().join("kb.db");
    let store = Store::open(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    let error = store.close().unwrap_err().to_string();
    assert!(error.contains("was deleted or replaced"), "{error}");
}

#[test]
fn a_review_whose_quote_is_gone_waits_and_is_told() {
    let folder = folder();
    good(&folder, &["actor", "assign", "1", "russia", "--why", "test"]);
    let changed = ARTICLE.replace("We do not close", "Nobody asked us before they wrote the plan");
    std::fs::write(folder.path().join("a.txt"), changed.replace("“Nobody", "Later. “Nobody")).unwrap();
    let told = good(&folder, &["import", "a.txt"]);
    assert!(told.contains("the review waits"), "{told}");
    assert!(good(&folder, &["verify"]).contains("a review of article 1 waits"));
    // The words come back, and with them what the person said of them.
    std::fs::write(folder.path().join("a.txt"), ARTICLE).unwrap();
    good(&folder, &["import", "a.txt"]);
    assert!(good(&folder, &["query", "who-said", "--actor", "Russia"]).contains("We do not close"));
    assert!(!good(&folder, &["verify"]).contains("waits"));
}

/// Whether a file of this mode is closed to whoever runs the test: to root it is not.
#[cfg(unix)]
fn close(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o0)).unwrap();
    std::fs::File::open(path).is_err()
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_says_so() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("b.txt"), ARTICLE).unwrap();
    std::fs::write(at("q.sql"), "SELECT 1").unwrap();
    if ![at("kb.db"), at("b.txt"), at("q.sql")].iter().all(|path| close(path)) {
        return;
    }
    for words in
        [&["query", "imports"][..], &["import", "a.txt"], &["verify"], &["backup", "b.db"], &["repair"]]
    {
        let told = bad(&folder, words);
        assert!(
            told.contains(
                "error: no permission to read `kb.db`\nhint: its owner can give it: `chmod u+r kb.db`"
            ),
            "{told}"
        );
    }
    assert!(
        bad(&folder, &["sql", "--file", "q.sql"]).contains("no permission to read `q.sql`\nhint: its owner")
    );
    assert!(bad(&folder, &["extract", "b.txt"]).contains("there is no permission to read it (its owner can"));
}

#[test]
fn an_import_clears_what_dead_processes_have_left() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name);
    let dead = {
        let mut child = Command::new(env!("CARGO_BIN_EXE_kb"))
            .arg("--version")
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        child.wait().unwrap();
        child.id()
    };
    let alive = std::process::id();
    let database = std::fs::read(at("kb.db")).unwrap();
    let gone = [
        (format!("kb.db.before-v9.partial-{dead}"), &b""[..]),
        (format!("copy.db.partial-{dead}"), &database[..20_000]),
        (format!("copy.db.manifest.json.new.partial-{dead}"), b"{"),
    ];
    let stays = [
        (format!("kb.db.before-v9.partial-{alive}"), &b""[..]),
        (format!("film.mp4.partial-{dead}"), b"of another program"),
        (
            format!("sheet.partial-{dead}"),
            b"SQLite format 3\0 of another program, as long as a header of SQLite's is, and longer still",
        ),
        ("notes.partial-7x".to_owned(), b""),
    ];
    for (name, bytes) in gone.iter().chain(&stays) {
        std::fs::write(at(name), bytes).unwrap();
    }
    good(&folder, &["import", "a.txt"]);
    if Path::new("/proc/self").exists() {
        assert!(gone.iter().all(|(name, _)| !at(name).exists()), "{:?}", files(&folder));
    }
    assert!(stays.iter().all(|(name, _)| at(name).exists()), "{:?}", files(&folder));
}

#[test]
fn what_is_to_be_tried_next_is_in_the_file() {
    let folder = folder();
    for words in [&["import", "a.txt"][..], &["import", "--refresh"]] {
        assert!(!good(&folder, words).contains("Lavrov"), "{words:?}");
    }
    std::fs::write(folder.path().join("b.txt"), ARTICLE.replace("close", "shut")).unwrap();
    let told = good(&folder, &["import", "b.txt"]);
    let command = told.lines().find_map(|l| l.trim().strip_prefix("kb query who-said --actor ")).unwrap();
    assert!(good(&folder, &["query", "who-said", "--actor", command]).contains("quote_id"), "{told}");
}
