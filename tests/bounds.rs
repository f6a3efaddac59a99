//! Asking ends: whatever is asked, of whatever file, and however slowly the answer is read.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that fails should say so at once"
)]

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

const ENDLESS: &str = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)";

fn kb(db: &Path, words: &[&str]) -> Output {
    command(db, words).output().unwrap()
}

fn command(db: &Path, words: &[&str]) -> Command {
    let mut kb = Command::new(env!("CARGO_BIN_EXE_kb"));
    kb.args(words).env("KB_DB", db).env("XDG_CONFIG_HOME", db.parent().unwrap()).env("COLUMNS", "100");
    kb
}

fn starter() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("kb.db");
    assert!(kb(&db, &["import"]).status.success());
    (folder, db)
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// What fails with this message, and within these seconds.
fn ends(db: &Path, words: &[&str], message: &str, seconds: u64) {
    let start = Instant::now();
    let output = kb(db, words);
    let took = start.elapsed();
    assert_eq!(output.status.code(), Some(1), "{words:?}: {}", err(&output));
    assert!(err(&output).contains(message), "{words:?}: {}", err(&output));
    assert!(took < Duration::from_secs(seconds), "{words:?} took {took:?}");
}

#[test]
fn time_and_memory_have_limits_that_hold() {
    let (_folder, db) = starter();
    let time = "within 1 s, which is the limit\nhint: `--timeout SECONDS`";
    ends(&db, &["sql", &format!("{ENDLESS} SELECT max(i) FROM n"), "--timeout", "1"], time, 10);
    // What can't be interrupted.
    let printf = "SELECT length(format('%.100000000f', 1.0))";
    let compare = "SELECT replace(hex(zeroblob(20000000)), hex(zeroblob(9000000)) || '1', '')";
    ends(&db, &["sql", compare, "--timeout", "1"], time, 20);
    ends(&db, &["sql", printf], "longer than 64 MB, which is the limit\nhint: `--memory MB`", 20);
    let many = format!("{ENDLESS} SELECT json_group_array(hex(randomblob(500000))) FROM n");
    ends(&db, &["sql", &many, "--memory", "64", "--timeout", "30"], "which is the limit", 40);
    let wide = format!("SELECT {} FROM (SELECT zeroblob(20000000) AS x)", ["x"; 5].join(", "));
    ends(&db, &["sql", &wide], "longer than 64 MB, which is the limit", 20);
    assert!(kb(&db, &["sql", "SELECT 1", "--timeout", "0", "--memory", "0"]).status.success());
}

#[test]
fn a_strange_file_hangs_no_command() {
    let (_folder, db) = starter();
    let strange = |sql: &str| rusqlite::Connection::open(&db).unwrap().execute_batch(sql).unwrap();
    let time = "within 1 s, which is the limit";
    strange(&format!(
        "ALTER TABLE issues RENAME TO others;
         CREATE VIEW issues AS {ENDLESS} SELECT i AS id, 'a' AS slug, 'b' AS name, '' AS proposition FROM n WHERE i < 0;"
    ));
    for words in [
        &["show", "issue", "x"][..],
        &["query", "positions", "--issue", "x"],
        &["sql", "SELECT * FROM issues"],
    ] {
        ends(&db, &[words, &["--timeout", "1"]].concat(), time, 10);
    }
    strange(&format!(
        "DROP TABLE refinery_schema_history;
         CREATE VIEW refinery_schema_history AS {ENDLESS} SELECT i AS version FROM n;"
    ));
    for words in [
        &["sql", "SELECT 1"][..],
        &["query", "actors"],
        &["schema"],
        &["actor", "list"],
        &["show", "actor", "x"],
    ] {
        ends(&db, &[words, &["--timeout", "1"]].concat(), time, 10);
    }
    let start = Instant::now();
    let completed = command(&db, &["--", "kb", "query", "who-said", "--actor", "lav"])
        .env("COMPLETE", "bash")
        .env("_CLAP_COMPLETE_INDEX", "4")
        .output()
        .unwrap();
    assert!(err(&completed).is_empty() && start.elapsed() < Duration::from_secs(15), "{}", err(&completed));
}

/// Rows that nobody reads: the query ends all the same, and leaves the database to writers, in either mode of its journal.
#[test]
fn a_reader_that_does_not_read_keeps_no_writer_waiting() {
    let (_folder, db) = starter();
    for mode in ["DELETE", "WAL"] {
        let writer = rusqlite::Connection::open(&db).unwrap();
        writer.pragma_update(None, "journal_mode", mode).unwrap();
        let rows = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20)
                    SELECT a.body FROM articles a, n";
        let mut reader =
            command(&db, &["sql", rows, "--format", "jsonl"]).stdout(Stdio::piped()).spawn().unwrap();
        let mut pipe = reader.stdout.take().unwrap();
        // The first bytes come at once, the others wait for us.
        pipe.read_exact(&mut [0; 1]).unwrap();
        writer.busy_timeout(Duration::from_secs(20)).unwrap();
        writer.execute_batch("BEGIN IMMEDIATE; UPDATE settings SET value = value; COMMIT").unwrap();
        let added = kb(&db, &["actor", "add", &format!("Mira {mode} Talvik"), "--kind", "person"]);
        assert!(added.status.success(), "{}", err(&added));
        let mut rest = Vec::new();
        pipe.read_to_end(&mut rest).unwrap();
        assert!(reader.wait().unwrap().success() && rest.len() > 100_000, "{}", rest.len());
    }
}

#[test]
fn the_first_row_comes_before_the_last_is_known() {
    let (_folder, db) = starter();
    for format in ["csv", "jsonl", "tsv"] {
        let sql = format!("SELECT 'first' UNION ALL SELECT max(i) FROM ({ENDLESS} SELECT i FROM n)");
        let mut reader = command(&db, &["sql", &sql, "--format", format, "--no-header", "--timeout", "20"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let start = Instant::now();
        let mut first = [0; 5];
        reader.stdout.take().unwrap().read_exact(&mut first).unwrap();
        assert!(start.elapsed() < Duration::from_secs(10), "{format}");
        reader.kill().unwrap();
        reader.wait().unwrap();
    }
}

/// The time that somebody takes to read does not count.
#[test]
fn a_slow_reader_is_given_time() {
    let (_folder, db) = starter();
    let rows = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20) SELECT hex(zeroblob(9999)) FROM n";
    let mut reader = command(&db, &["sql", rows, "--format", "csv", "--timeout", "2"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_secs(4));
    let mut all = String::new();
    reader.stdout.take().unwrap().read_to_string(&mut all).unwrap();
    assert!(reader.wait().unwrap().success() && all.len() > 20 * 19_998);
}

#[test]
fn a_word_of_ten_megabytes_is_a_table() {
    let (_folder, db) = starter();
    for format in ["table", "vertical"] {
        let start = Instant::now();
        let output = kb(&db, &["sql", "SELECT hex(zeroblob(5000000)) AS word, 1 AS n", "--format", format]);
        assert!(output.status.success() && output.stdout.len() > 10_000_000, "{format}: {}", err(&output));
        assert!(start.elapsed() < Duration::from_secs(30), "{format} took {:?}", start.elapsed());
    }
    // One that the table itself breaks.
    let start = Instant::now();
    assert!(kb(&db, &["sql", "SELECT hex(zeroblob(100000)) AS word, 1 AS n"]).status.success());
    assert!(start.elapsed() < Duration::from_secs(10), "took {:?}", start.elapsed());
}

#[test]
fn brackets_and_long_inputs_are_answered() {
    let (_folder, db) = starter();
    let brackets = "(".repeat(20_000) + "war" + &")".repeat(20_000);
    for words in [
        &["search", &brackets][..],
        &["query", "said-about", "--words", &brackets],
        &["query", "search-articles", "--words", &brackets],
    ] {
        let output = kb(&db, words);
        assert!(matches!(output.status.code(), Some(1 | 2)), "{:?}: {}", &words[..2], err(&output));
        assert!(err(&output).contains("brackets within brackets"), "{:?}: {}", &words[..2], err(&output));
    }
    let sql = format!("SELECT {brackets}");
    assert!(!kb(&db, &["sql", &sql]).status.success());
    let name = "x".repeat(100_000);
    for words in [
        &["query", "who-said", "--actor", &name][..],
        &["show", "actor", &name],
        &["show", "issue", &name],
        &["search", &name],
        &["sql", &format!("SELECT {name}")],
        &["sql", &format!("SELECT 1 WHERE 'a' LIKE '{name}'")],
        &["query", "who-said", "--since", &name],
    ] {
        let start = Instant::now();
        let output = kb(&db, words);
        assert!(output.status.code().is_some_and(|c| c < 3), "{:?}", &words[..2]);
        assert!(start.elapsed() < Duration::from_secs(10), "{:?}", &words[..2]);
        assert!(err(&output).len() < 5_000, "{:?}: {}", &words[..2], err(&output).len());
    }
    let mut shell = command(&db, &["shell"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    writeln!(shell.stdin.take().unwrap(), ".search '{brackets}'\nSELECT 41 + 1;").unwrap();
    let output = shell.wait_with_output().unwrap();
    assert!(
        err(&output).contains("brackets within brackets") && out(&output).contains("42"),
        "{}",
        err(&output)
    );
}

#[test]
fn a_pasted_paragraph_finds_its_article() {
    let (folder, db) = starter();
    let paragraph = "“We have said it often,” the minister -- speaking in the “old” hall (the one by the lake) -said on \
        Monday: ‘nobody’s long-term interest, nor anybody’s, is served by half-measures…’ Asked, again and again, whether \
        the talks – the third round in as many weeks – would go on, she answered that they “will, if they must”; that \
        NOT ONE of the parties [so far] had left; and that its \"framework\", agreed in 2021/22 at a cost of 3.5 million, \
        stays. Others, e.g. the U.S. delegation (which arrived late), were less sure: “Let’s see what’s left of it -- and of \
        us,” one of them said. The towns along the shore, whose fishermen had waited for months, began to count their boats, \
        and their losses; the market-place, they say, hasn’t been so empty since the flood.";
    assert!(paragraph.split_whitespace().count() > 110);
    std::fs::write(folder.path().join("lake.txt"), format!("Lake talks\n\n{paragraph}\n\nMore follows.\n"))
        .unwrap();
    let article = folder.path().join("lake.txt");
    assert!(kb(&db, &["import", article.to_str().unwrap()]).status.success());
    for words in [
        &["search", "--in", "articles", paragraph, "--format", "csv"][..],
        &["query", "search-articles", "--words", paragraph, "--format", "csv"],
    ] {
        let output = kb(&db, words);
        assert!(
            out(&output).lines().count() == 2 && out(&output).contains("lake.txt")
                || out(&output).contains("Lake talks"),
            "{}{}",
            out(&output),
            err(&output)
        );
    }
}

#[test]
fn a_hundred_thousand_names_are_paired_in_seconds() {
    let (_folder, db) = starter();
    let mut connection = rusqlite::Connection::open(&db).unwrap();
    let transaction = connection.transaction().unwrap();
    {
        let mut actor = transaction
            .prepare("INSERT INTO actors (slug, name, name_folded, kind, origin) VALUES (?1, ?2, ?2, 'person', ?3) RETURNING id")
            .unwrap();
        let mut key =
            transaction.prepare("INSERT INTO actor_keys (actor_id, basis, key) VALUES (?1, ?2, ?3)").unwrap();
        for i in 0..100_000u64 {
            // Some surnames have thousands, and a name may, too.
            let spread = i.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
            let surname = if i % 3 == 0 { spread % 10 } else { spread % 20_000 };
            let given = if i % 50 == 0 { 0 } else { spread % 400 };
            let origin = if i % 2 == 0 { "text" } else { "user" };
            let id: i64 = actor
                .query_row(rusqlite::params![format!("n-{i}"), format!("g{given} s{surname}"), origin], |r| {
                    r.get(0)
                })
                .unwrap();
            key.execute(rusqlite::params![id, "words", format!("g{given} s{surname}")]).unwrap();
            let (basis, text) = match i % 10 {
                0..7 => ("sound", format!("s{surname} g{given}")),
                7..9 => ("initial_only", format!("s{surname} g")),
                _ => ("surname_only", format!("s{surname}")),
            };
            key.execute(rusqlite::params![id, basis, text]).unwrap();
        }
    }
    transaction.commit().unwrap();
    connection.execute_batch("ANALYZE").unwrap();
    drop(connection);
    let start = Instant::now();
    let output = kb(&db, &["query", "possible-duplicates"]);
    let took = start.elapsed();
    assert!(output.status.success() && out(&output).contains("same words"), "{}", err(&output));
    // SQLite is built without optimisation here; joining all with all took minutes.
    assert!(took < Duration::from_secs(40), "{took:?}");
}
