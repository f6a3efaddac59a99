//! Databases of every released schema, upgraded: every row is there as it was, under its id, and the schema is the one that
//! a new database has. `tests/schemas/make` says how a fixture is made; version 1 never stood alone and is version 2 without
//! its documentation.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that fails should say so at once"
)]

use kb::store::{SCHEMA_VERSION, Store};
use rusqlite::{Connection, OpenFlags};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// How many columns a table has, and its rows.
type Table = (usize, Vec<Vec<String>>);

/// Written anew by each migration.
const OF_THE_SCHEMA: &[&str] = &["documentation", "refinery_schema_history"];

fn fixture(version: u32) -> (TempDir, PathBuf) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/schemas/v{version}.sql"));
    let sql = std::fs::read_to_string(&file)
        .unwrap_or_else(|e| panic!("{}: {e}; see tests/schemas/make", file.display()));
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("kb.db");
    Connection::open(&db).unwrap().execute_batch(&sql).unwrap();
    (folder, db)
}

fn open(db: &Path) -> Connection {
    Connection::open_with_flags(db, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap()
}

fn list(connection: &Connection, sql: &str) -> Vec<String> {
    connection.prepare(sql).unwrap().query_map([], |r| r.get(0)).unwrap().map(Result::unwrap).collect()
}

/// The rows of a table in its first columns, or in all it has. Migrations add columns at the end and may rename them.
fn table(connection: &Connection, name: &str, first: Option<usize>) -> Table {
    let mut statement = connection.prepare(&format!("SELECT * FROM \"{name}\"")).unwrap();
    let count = first.unwrap_or_else(|| statement.column_count());
    // Made anew from the other columns; `kb verify` proves it.
    let hash = statement.column_index("content_hash").ok();
    let mut rows: Vec<Vec<String>> = statement
        .query_map([], |r| {
            (0..count).filter(|i| Some(*i) != hash).map(|i| r.get_ref(i).map(|v| format!("{v:?}"))).collect()
        })
        .unwrap()
        .map(Result::unwrap)
        .collect();
    rows.sort();
    (count, rows)
}

fn tables(db: &Path) -> BTreeMap<String, Table> {
    let connection = open(db);
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    list(&connection, sql).into_iter().map(|name| (name.clone(), table(&connection, &name, None))).collect()
}

fn schema(db: &Path) -> Vec<String> {
    let sql = "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema
               WHERE name NOT LIKE 'sqlite_stat%' ORDER BY 1";
    list(&open(db), sql)
}

fn kb(db: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kb"));
    command
        .current_dir(db.parent().unwrap())
        .env("KB_DB", db)
        .env("KB_USER", "ada")
        .args(args)
        .output()
        .unwrap()
}

fn succeeds(db: &Path, args: &[&str]) {
    let output = kb(db, args);
    assert!(output.status.success(), "{args:?}: {output:?}");
}

fn each(check: impl Fn(u32, &Path, &BTreeMap<String, Table>)) {
    for version in 1..SCHEMA_VERSION {
        let (_folder, db) = fixture(version);
        let before = tables(&db);
        for told in [
            "articles",
            "quotes",
            "actors",
            "actor_aliases",
            "roles",
            "actor_merges",
            "speaker_reviews",
            "different_actors",
            "positions",
        ] {
            assert!(!before[told].1.is_empty(), "the fixture of version {version} has no {told}");
        }
        check(version, &db, &before);
    }
}

/// From schema 8 on a quote in several pieces has those for its words (the fifth column), not the narrator's between them, and
/// the hash of its words (the last one) is theirs.
fn in_pieces_now(table: &str, before: &[String], now: &[String]) -> bool {
    let words = match table {
        "quotes" => 4,
        "quotes_fts" => 0,
        // Inside the index; that it holds the words is asked of itself.
        name => return name.starts_with("quotes_fts_"),
    };
    let joint = format!("{:?}", " […] ".as_bytes());
    let differ: Vec<usize> = (0..before.len()).filter(|i| before[*i] != now[*i]).collect();
    differ == BTreeSet::from([words, before.len() - 1]).into_iter().collect::<Vec<_>>()
        && now[words].contains(joint.trim_matches(['[', ']']))
}

/// Everything that was there is there, in the columns that it had.
fn holds(version: u32, db: &Path, before: &BTreeMap<String, Table>) {
    let connection = open(db);
    for (name, (columns, rows)) in before.iter().filter(|(n, _)| !OF_THE_SCHEMA.contains(&n.as_str())) {
        let (_, now) = table(&connection, name, Some(*columns));
        if name == "settings" {
            // The file's own counters and seals come to it; from schema 10 on the seal of the reviews is over one column more.
            let widened = |r: &Vec<String>| r[0] == format!("Text({:?})", b"seal:speaker_reviews");
            let stays = |r: &Vec<String>| now.contains(r) || version < 10 && widened(r);
            assert!(rows.iter().all(stays), "`{name}` of version {version}: {now:?}");
            continue;
        }
        let changed = rows.iter().zip(&now).find(|(a, b)| a != b && !in_pieces_now(name, a, b));
        let as_many = rows.len() == now.len() || name.starts_with("quotes_fts_");
        assert!(as_many && changed.is_none(), "`{name}` of version {version}: {changed:?}");
    }
    let wrong =
        list(&connection, "SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'");
    assert!(wrong.is_empty(), "version {version}: {wrong:?}");
    let dangling = list(&connection, "SELECT \"table\" FROM pragma_foreign_key_check");
    assert!(dangling.is_empty(), "version {version}: {dangling:?}");
}

#[test]
fn every_row_keeps_what_it_had() {
    let folder = tempfile::tempdir().unwrap();
    let fresh = folder.path().join("fresh.db");
    Store::open(&fresh).unwrap().close().unwrap();
    each(|version, db, before| {
        Store::open(db).unwrap().close().unwrap();
        holds(version, db, before);
        assert_eq!(schema(db), schema(&fresh), "the schema of a file that was of version {version}");
        let writer = Connection::open(db).unwrap();
        for index in ["articles_fts", "quotes_fts"] {
            let check = format!("INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)");
            writer.execute(&check, []).unwrap_or_else(|e| panic!("{index} of version {version}: {e}"));
        }
    });
}

#[test]
fn a_copy_from_before_is_kept_and_work_goes_on() {
    each(|version, db, before| {
        let article = db.with_file_name("new.txt");
        std::fs::write(&article, "News\n\nIlse Kamp said that it had begun. “At last,” she said.\n").unwrap();
        succeeds(db, &["import", article.to_str().unwrap()]);
        succeeds(db, &["verify"]);
        let copy = db.with_file_name(format!("kb.db.before-v{SCHEMA_VERSION}"));
        assert_eq!(&tables(&copy), before, "the copy of version {version}");
        // What people had decided holds after work goes on: the merge, the review, the pair told apart, positions.
        let connection = open(db);
        for kept in ["actor_merges", "speaker_reviews", "different_actors", "positions", "position_evidence"]
        {
            let (columns, rows) = &before[kept];
            assert_eq!(rows, &table(&connection, kept, Some(*columns)).1, "`{kept}` of version {version}");
        }
    });
}

#[test]
fn an_older_file_is_asked_without_being_changed() {
    each(|version, db, _| {
        let bytes = std::fs::read(db).unwrap();
        let output = kb(db, &["query", "articles", "--format", "csv"]);
        assert!(output.status.success(), "version {version}: {output:?}");
        assert!(
            String::from_utf8_lossy(&output.stdout).contains("Harbour talks"),
            "version {version}: {output:?}"
        );
        assert!(bytes == std::fs::read(db).unwrap(), "reading changed the file of version {version}");
        let files: Vec<_> =
            std::fs::read_dir(db.parent().unwrap()).unwrap().map(|f| f.unwrap().file_name()).collect();
        assert_eq!(files, ["kb.db"], "version {version}");
    });
}
