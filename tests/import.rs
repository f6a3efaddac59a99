//! `kb import` as a person runs it: twice, after a change, with files that can't be read, into files of others.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that fails should say so at once"
)]

use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

const ARTICLE: &str = "Talks on the border end without a deal\n\nAnna Example, the chief negotiator of the union, said on \
                       Monday that the talks had ended without a deal. “We will be back in May,” she said.\n\nThe other \
                       side did not comment.\n";

struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        std::fs::write(self.path(name), content).unwrap();
    }

    fn kb(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kb"));
        command.current_dir(self.folder.path()).env_remove("KB_DB").args(args).output().unwrap()
    }

    fn db(&self) -> Connection {
        Connection::open(self.path("kb.db")).unwrap()
    }

    fn count(&self, sql: &str) -> i64 {
        self.db().query_row(sql, [], |r| r.get(0)).unwrap()
    }
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Every derived and curated row, without the runs: what must not change when nothing has.
fn dump(path: &Path) -> Vec<String> {
    let connection = Connection::open(path).unwrap();
    let mut lines = Vec::new();
    for table in [
        "articles",
        "actors",
        "actor_aliases",
        "roles",
        "quotes",
        "quote_spans",
        "quote_speakers",
        "positions",
    ] {
        let mut statement = connection.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let cells: Vec<String> = (0..columns).map(|i| format!("{:?}", row.get_ref(i).unwrap())).collect();
            lines.push(format!("{table} {}", cells.join("|")));
        }
    }
    lines
}

#[test]
fn importing_twice_changes_nothing() {
    let desk = Desk::new();
    desk.write("news/a.txt", ARTICLE);
    desk.write(
        "news/deep/b.md",
        format!("---\ntitle: B\noutlet: Herald\npublished: 2022-02-15\n---\n{ARTICLE}"),
    );
    assert!(desk.kb(&["import", "news"]).status.success());
    let before = dump(&desk.path("kb.db"));
    let again = desk.kb(&["import", "./news/deep", "news/a.txt"]);
    assert!(stdout(&again).contains("2  articles unchanged"), "{}", stdout(&again));
    assert_eq!(before, dump(&desk.path("kb.db")));
    assert_eq!(desk.count("SELECT count(*) FROM articles WHERE published = '2022-02-15'"), 1);
}

#[test]
fn a_changed_file_replaces_its_rows() {
    let desk = Desk::new();
    desk.write("a.txt", ARTICLE);
    desk.kb(&["import", "a.txt", "--outlet", "Herald"]);
    desk.write("a.txt", ARTICLE.replace("May", "June"));
    let output = desk.kb(&["import", "a.txt"]);
    assert!(stdout(&output).contains("1  article changed"), "{}", stdout(&output));
    assert_eq!(desk.count("SELECT count(*) FROM articles"), 1);
    assert_eq!(desk.count("SELECT count(*) FROM articles_fts WHERE articles_fts MATCH 'june'"), 1);
    assert_eq!(desk.count("SELECT count(*) FROM articles_fts WHERE articles_fts MATCH 'may'"), 0);
    // The outlet was stated once and has not been taken back.
    assert_eq!(
        desk.count(
            "SELECT count(*) FROM articles JOIN outlets o ON o.id = outlet_id WHERE o.name = 'Herald'"
        ),
        1
    );
}

#[test]
fn a_moved_file_is_the_same_article() {
    let desk = Desk::new();
    desk.write("a.txt", ARTICLE);
    desk.kb(&["import", "a.txt", "--outlet", "Herald"]);
    let before = desk.count("SELECT max(id) FROM quotes");
    std::fs::rename(desk.path("a.txt"), desk.path("b.txt")).unwrap();
    let output = desk.kb(&["import", "."]);
    assert!(stdout(&output).contains("1  article renamed"), "{}", stdout(&output));
    assert_eq!(desk.count("SELECT count(*) FROM articles WHERE source_path LIKE '%/b.txt'"), 1);
    assert_eq!(desk.count("SELECT count(*) FROM articles JOIN outlets o ON o.id = outlet_id"), 1);
    assert_eq!(before, desk.count("SELECT max(id) FROM quotes"));
    assert_eq!(desk.count("SELECT renamed FROM import_runs ORDER BY id DESC LIMIT 1"), 1);
    let output = desk.kb(&["import", "."]);
    assert!(stdout(&output).contains("1  article unchanged"), "{}", stdout(&output));
}

#[test]
fn a_copy_is_not_a_second_article_and_a_wire_copy_is() {
    let desk = Desk::new();
    for name in ["a.txt", "b.txt"] {
        desk.write(name, ARTICLE);
    }
    let output = desk.kb(&["import", "."]);
    assert!(stderr(&output).contains("b.txt: it is the same article as"), "{}", stderr(&output));
    assert_eq!(desk.count("SELECT count(*) FROM articles"), 1);
    for outlet in ["Herald", "Courier"] {
        desk.write(&format!("{outlet}.md"), format!("---\noutlet: {outlet}\n---\n{ARTICLE}"));
    }
    std::fs::remove_file(desk.path("a.txt")).unwrap();
    std::fs::remove_file(desk.path("b.txt")).unwrap();
    desk.kb(&["import", "."]);
    assert_eq!(desk.count("SELECT count(DISTINCT outlet_id) FROM articles"), 2);
    assert_eq!(desk.count("SELECT count(*) FROM articles"), 2);
}

#[test]
fn the_starter_corpus_keeps_its_names() {
    let desk = Desk::new();
    let seeds = concat!(env!("CARGO_MANIFEST_DIR"), "/seeds/articles");
    assert!(desk.kb(&["import", seeds]).status.success());
    assert!(desk.kb(&["import"]).status.success());
    assert!(desk.kb(&["import", seeds]).status.success());
    assert_eq!(desk.count("SELECT count(*) FROM articles WHERE source_path LIKE 'starter:%'"), 5);
    assert_eq!(desk.count("SELECT count(*) FROM articles"), 5);
}

#[test]
fn files_that_cannot_be_read_are_named_and_the_rest_is_imported() {
    let desk = Desk::new();
    desk.write("good.txt", ARTICLE);
    desk.write("empty.txt", "");
    desk.write("binary.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    desk.write("broken.md", "---\ntitle: [\n---\ntext");
    let output =
        desk.kb(&["import", "good.txt", "empty.txt", "binary.txt", "broken.md", "missing.txt", "a.pdf"]);
    assert_eq!(output.status.code(), Some(1));
    let told = stderr(&output);
    for name in [
        "empty.txt: it is empty",
        "binary.txt: it is not text",
        "broken.md: front matter",
        "missing.txt: cannot read",
        "a.pdf",
    ] {
        assert!(told.contains(name), "{name} is not in {told}");
    }
    assert_eq!(desk.count("SELECT count(*) FROM articles"), 1);
    assert_eq!(desk.count("SELECT failed FROM import_runs"), 5);
    assert_eq!(desk.count("SELECT count(*) FROM import_failures"), 5);
}

#[test]
fn files_of_others_are_refused_and_left_alone() {
    let desk = Desk::new();
    desk.write("kb.db", "this is a letter, not a database, and it is long enough to have a header of 100 bytes in it ........");
    let before = std::fs::read(desk.path("kb.db")).unwrap();
    for command in [&["import"][..], &["query", "most-quoted"], &["verify"]] {
        let output = desk.kb(command);
        assert_eq!(output.status.code(), Some(1));
        assert!(stderr(&output).contains("not a SQLite file"), "{}", stderr(&output));
    }
    assert_eq!(before, std::fs::read(desk.path("kb.db")).unwrap());

    let other = desk.path("other.db");
    Connection::open(&other).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    let before = std::fs::read(&other).unwrap();
    let output = desk.kb(&["import", "--db", "other.db"]);
    assert!(stderr(&output).contains("another program"), "{}", stderr(&output));
    assert_eq!(before, std::fs::read(&other).unwrap());
}

#[test]
fn a_database_of_a_newer_kb_is_refused() {
    let desk = Desk::new();
    desk.kb(&["import"]);
    let sql = "INSERT INTO refinery_schema_history (version, name, applied_on, checksum) VALUES (999, 'x', '', '1')";
    desk.db().execute_batch(sql).unwrap();
    let before = std::fs::read(desk.path("kb.db")).unwrap();
    for command in [&["import"][..], &["query", "most-quoted"]] {
        let output = desk.kb(command);
        assert_eq!(output.status.code(), Some(1));
        assert!(stderr(&output).contains("newer kb"), "{}", stderr(&output));
    }
    assert_eq!(before, std::fs::read(desk.path("kb.db")).unwrap());
}

#[test]
fn a_missing_database_is_not_made_by_asking() {
    let desk = Desk::new();
    let output = desk.kb(&["query", "most-quoted"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("hint: `kb import`"), "{}", stderr(&output));
    assert!(!desk.path("kb.db").exists());
}

#[test]
fn metadata_of_one_article_is_refused_for_many() {
    let desk = Desk::new();
    desk.write("a.txt", ARTICLE);
    desk.write("b.txt", ARTICLE);
    let output = desk.kb(&["import", ".", "--title", "One"]);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
}

#[test]
fn what_is_stored_verifies() {
    let desk = Desk::new();
    desk.write("a.txt", ARTICLE);
    desk.kb(&["import"]);
    desk.kb(&["import", "a.txt"]);
    let output = desk.kb(&["verify"]);
    assert!(output.status.success(), "{}", stdout(&output));
    desk.db().execute_batch("UPDATE position_evidence SET text = 'forged' WHERE id = 1").unwrap();
    let output = desk.kb(&["verify"]);
    assert_eq!(output.status.code(), Some(1), "{}", stdout(&output));
}

#[test]
fn an_article_in_another_language_is_stored_and_not_read() {
    let desk = Desk::new();
    let german = "Die Regierung hat am Montag erklärt, dass sie den Vorschlag der Opposition ablehnen werde. Der Minister \
                  sagte, man könne nicht länger warten, und die Verhandlungen müssten wieder aufgenommen werden.\n";
    desk.write("news/a.txt", german);
    desk.write("news/b.md", format!("---\nlanguage: de\n---\n{ARTICLE}"));
    desk.write("news/c.md", format!("---\nlanguage: en\n---\n{ARTICLE}"));
    let output = desk.kb(&["import", "news"]);
    assert!(stdout(&output).contains("2 articles in German: stored, not read"), "{}", stdout(&output));
    assert_eq!(desk.count("SELECT count(*) FROM articles"), 3);
    assert_eq!(desk.count("SELECT count(DISTINCT article_id) FROM quotes"), 1);
    let unread = "SELECT count(*) FROM articles WHERE unread_from = 0";
    assert_eq!(desk.count(unread), 2);
    // Reading again finds them unread for the same reason.
    desk.db().execute("UPDATE extractors SET statements_identity = 'older'", []).unwrap();
    let output = desk.kb(&["import", "--refresh"]);
    assert!(stdout(&output).contains("2 articles in German: stored, not read"), "{}", stdout(&output));
    assert_eq!(desk.count(unread), 2);
    assert!(desk.kb(&["verify"]).status.success());
}

#[test]
fn a_refresh_begins_with_the_stage_that_changed() {
    let desk = Desk::new();
    desk.write("a.txt", ARTICLE);
    desk.kb(&["import", "a.txt"]);
    let derived =
        || dump(&desk.path("kb.db")).into_iter().filter(|l| !l.starts_with("articles ")).collect::<Vec<_>>();
    let before = derived();
    let read_by = "SELECT import_run_id FROM articles";
    let first = desk.count(read_by);
    desk.db().execute("UPDATE extractors SET speakers_identity = 'older'", []).unwrap();
    let output = desk.kb(&["import", "--refresh"]);
    assert!(stdout(&output).contains("speakers told anew in 1 article"), "{}", stdout(&output));
    assert_eq!(desk.count(read_by), first, "the article was read again");
    // The very spans of the import give the very speakers.
    assert_eq!(derived(), before);
    desk.db().execute("UPDATE extractors SET statements_identity = 'older'", []).unwrap();
    desk.kb(&["import", "--refresh"]);
    assert!(desk.count(read_by) > first, "the article was not read again");
    assert!(!stdout(&desk.kb(&["import", "--refresh"])).contains("anew"), "nothing is left to do");
}
