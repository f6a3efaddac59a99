//! What another program changes stays visible: no command of kb makes it look right, and what can come back does.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that fails should say so at once"
)]

use rusqlite::Connection;
use std::process::{Command, Output};

const ARTICLE: &str =
    "“We do not close,” said Mayor Odile Brandt.\n\nThe guard, Tom Ek, said that the harbour was shut.\n";
const OTHER: &str =
    "“The quay is full,” said Captain Runa Holt.\n\nMayor Odile Brandt said that nobody would pay.\n";

const WHO_SAID: &str = "SELECT article_id, title, kind, actor, quote, cue, source_mention, confidence FROM who_said ORDER BY article_id, ordinal";

/// A folder with a database of two articles, `kb.db`.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.txt"), ARTICLE).unwrap();
    std::fs::write(folder.path().join("b.txt"), OTHER).unwrap();
    good(&folder, &["import", "a.txt", "b.txt"]);
    folder
}

fn kb(folder: &tempfile::TempDir, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kb"));
    command.args(args).current_dir(folder.path()).env("KB_USER", "ada").env_remove("KB_DB");
    command.output().unwrap()
}

fn ran(folder: &tempfile::TempDir, args: &[&str]) -> (Option<i32>, String) {
    let output = kb(folder, args);
    let told =
        [output.stdout, output.stderr].map(|told| String::from_utf8_lossy(&told).into_owned()).concat();
    (output.status.code(), told)
}

fn good(folder: &tempfile::TempDir, args: &[&str]) -> String {
    let (code, told) = ran(folder, args);
    assert_eq!(code, Some(0), "{args:?}: {told}");
    told
}

fn bad(folder: &tempfile::TempDir, args: &[&str]) -> String {
    let (code, told) = ran(folder, args);
    assert_eq!(code, Some(1), "{args:?}: {told}");
    told
}

fn sql(folder: &tempfile::TempDir, sql: &str) {
    let connection = Connection::open(folder.path().join("kb.db")).unwrap();
    connection.execute_batch(sql).unwrap();
}

fn number(folder: &tempfile::TempDir, sql: &str) -> i64 {
    let connection = Connection::open(folder.path().join("kb.db")).unwrap();
    connection.query_row(sql, [], |r| r.get(0)).unwrap()
}

/// What the database of a folder holds now, to begin again from.
fn kept(folder: &tempfile::TempDir) -> Vec<u8> {
    std::fs::read(folder.path().join("kb.db")).unwrap()
}

fn again(folder: &tempfile::TempDir, kept: &[u8]) {
    std::fs::write(folder.path().join("kb.db"), kept).unwrap();
}

/// Zeroes the page that a table begins with.
fn zero_root(folder: &tempfile::TempDir, table: &str) {
    let page = number(folder, &format!("SELECT rootpage FROM sqlite_master WHERE name = '{table}'")) as usize;
    let path = folder.path().join("kb.db");
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[(page - 1) * 4096..page * 4096].fill(0);
    std::fs::write(path, bytes).unwrap();
}

#[test]
fn no_change_by_kb_hides_one_by_another_program() {
    let folder = folder();
    good(&folder, &["actor", "assign", "1", "russia", "--why", "test"]);
    good(&folder, &["verify"]);
    let sound = kept(&folder);
    for tampering in [
        "DELETE FROM speaker_reviews",
        "UPDATE actors SET description = 'x' WHERE slug = 'vladimir-putin'",
        "UPDATE speaker_reviews SET actor_id = 5",
        "DELETE FROM roles WHERE id = 3",
        "UPDATE actors SET gender = 'female' WHERE slug = 'tom-ek'",
    ] {
        for change in [
            &["actor", "assign", "2", "emmanuel-macron"][..],
            &["actor", "add", "Zed Quill", "--kind", "person"],
            &["remove", "2", "--yes"],
            &["actor", "same", "vladimir-putin", "sergey-lavrov", "--why", "test"],
            &["import"],
            &["repair"],
        ] {
            again(&folder, &sound);
            sql(&folder, tampering);
            let (code, told) = ran(&folder, change);
            // A repair can't tell what was there.
            let repairs = change == ["repair"];
            assert_eq!(code, Some(i32::from(repairs)), "{tampering}: {change:?}: {told}");
            bad(&folder, &["verify"]);
            let told = good(&folder, &["verify", "--accept", "--why", "it was me"]);
            assert!(told.contains("taken as it is: "), "{tampering}, {change:?}: {told}");
            good(&folder, &["verify"]);
        }
    }
}

#[test]
fn a_change_that_is_taken_back_leaves_nothing() {
    let folder = folder();
    sql(&folder, "UPDATE actors SET description = description || 'x' WHERE slug = 'russia'");
    good(&folder, &["actor", "add", "Zed Quill", "--kind", "person"]);
    bad(&folder, &["verify"]);
    sql(
        &folder,
        "UPDATE actors SET description = substr(description, 1, length(description) - 1) WHERE slug = 'russia'",
    );
    good(&folder, &["verify"]);
}

#[test]
fn rows_that_another_program_adds_are_no_fault_after_a_change_by_kb() {
    let folder = folder();
    sql(
        &folder,
        "INSERT INTO actors (slug, name, name_folded, kind, origin) VALUES ('x', 'Xaver', 'xaver', 'person', 'user')",
    );
    assert!(good(&folder, &["verify"]).contains("1 more in `actors`"));
    good(&folder, &["actor", "add", "Zed Quill", "--kind", "person"]);
    good(&folder, &["actor", "same", "zed-quill", "x", "--why", "test"]);
    let (_, told) = ran(&folder, &["verify"]);
    assert!(!told.contains("FAIL  the registry"), "{told}");
}

#[test]
fn what_was_found_and_is_gone_is_named_and_found_again() {
    let folder = folder();
    let sound = kept(&folder);
    let rows = || {
        good(&folder, &["query", "articles", "--format", "csv"])
            + &good(&folder, &["sql", WHO_SAID, "--format", "csv"])
    };
    let before = rows();
    for (tampering, says) in [
        ("PRAGMA foreign_keys = ON; DELETE FROM quotes WHERE id = 1", "kb left 2 quotes, and it has 1 now"),
        ("PRAGMA foreign_keys = ON; DELETE FROM quotes WHERE id = 2", "kb left 2 quotes, and it has 1 now"),
        ("DELETE FROM quote_spans WHERE quote_id = 1 AND role = 'cue'", "article 1 ("),
        ("UPDATE quotes SET confidence = 0.5", "has changed its quotes, or their pieces (2"),
        ("UPDATE quotes SET kind = 'mixed'", "has changed its quotes, or their pieces (2"),
        ("UPDATE articles SET body = replace(body, 'guard', 'gourd')", "article 1 ("),
        ("UPDATE articles SET title = 'x'", "article 1 ("),
    ] {
        for by in [&["import", "a.txt", "b.txt"][..], &["import", "--refresh"]] {
            again(&folder, &sound);
            sql(&folder, tampering);
            let told = bad(&folder, &["verify"]);
            assert!(told.contains(says), "{tampering}: {told}");
            good(&folder, by);
            if by.contains(&"--refresh") && tampering.contains("articles") {
                // What the text was only its file tells.
                bad(&folder, &["verify"]);
                let again = good(&folder, &["import", "--refresh"]);
                assert!(!again.contains("older kb"), "{again}");
                continue;
            }
            good(&folder, &["verify", "--deep", "all"]);
            assert_eq!(rows(), before, "{tampering}");
        }
    }
}

#[test]
fn an_article_that_is_gone_is_named() {
    let folder = folder();
    sql(&folder, "PRAGMA foreign_keys = ON; DELETE FROM articles WHERE id = 2");
    assert!(bad(&folder, &["verify"]).contains("b.txt) is gone"));
    good(&folder, &["import", "b.txt"]);
    good(&folder, &["verify"]);
    sql(&folder, "UPDATE articles SET source_path = 'elsewhere.txt' WHERE id = 1");
    assert!(bad(&folder, &["verify"]).contains("has changed its path from `"));
    good(&folder, &["import", "a.txt"]);
    good(&folder, &["verify"]);
}

#[test]
fn a_review_that_is_not_in_force_is_named() {
    let folder = folder();
    good(&folder, &["actor", "assign", "1", "russia", "--why", "test"]);
    sql(&folder, "UPDATE quote_speakers SET actor_id = 5 WHERE quote_id = 1");
    assert!(bad(&folder, &["verify"]).contains("quote 1 of article 1 has another speaker"));
    good(&folder, &["actor", "relink"]);
    good(&folder, &["verify"]);
}

#[test]
fn what_was_on_a_lost_page_comes_back() {
    let folder = folder();
    good(&folder, &["import"]);
    good(&folder, &["actor", "assign", "1", "russia", "--why", "test"]);
    let sound = kept(&folder);
    for (table, by) in [
        ("quotes", &["import", "a.txt", "b.txt"][..]),
        ("quotes", &["import", "--refresh"]),
        ("quote_speakers", &["import", "--refresh"]),
        ("actors", &["import", "--refresh"]),
        ("articles", &["import", "a.txt", "b.txt"]),
    ] {
        again(&folder, &sound);
        let quotes = number(&folder, "SELECT count(*) FROM quotes WHERE article_id IN (1, 2)");
        let actors = number(&folder, "SELECT count(*) FROM actors WHERE origin = 'seed'");
        zero_root(&folder, table);
        bad(&folder, &["repair"]);
        good(&folder, by);
        good(&folder, &["import"]);
        let articles = "SELECT count(*) FROM quotes WHERE article_id IN (SELECT id FROM articles WHERE source_path LIKE '%/_.txt')";
        assert_eq!(number(&folder, articles), quotes, "{table}");
        assert_eq!(number(&folder, "SELECT count(*) FROM actors WHERE origin = 'seed'"), actors, "{table}");
        let told = good(&folder, &["query", "who-said", "--actor", "Russia", "--format", "csv"]);
        assert!(told.contains("We do not close"), "{table}: {told}");
        good(&folder, &["verify", "--accept"]);
        let told = good(&folder, &["verify", "--deep", "all"]);
        assert!(!told.contains("waits"), "{table}: {told}");
    }
}

#[test]
fn a_database_that_does_not_hold_replaces_no_backup() {
    let folder = folder();
    good(&folder, &["backup", "b.db"]);
    let sound = std::fs::read(folder.path().join("b.db")).unwrap();
    sql(&folder, "UPDATE articles SET body = replace(body, 'guard', 'gourd')");
    let told = bad(&folder, &["backup", "b.db"]);
    assert!(told.contains("`b.db` is not written"), "{told}");
    assert_eq!(std::fs::read(folder.path().join("b.db")).unwrap(), sound);
    bad(&folder, &["backup", "c.db"]);
    bad(&folder, &["backup", "b.db", "--force"]);
    good(&folder, &["restore", "b.db"]);
}

#[test]
fn a_backup_goes_with_the_old_manifest_or_the_new_one() {
    let folder = folder();
    good(&folder, &["backup", "b.db"]);
    let old = std::fs::read(folder.path().join("b.db.manifest.json")).unwrap();
    good(&folder, &["actor", "add", "Zed Quill", "--kind", "person"]);
    good(&folder, &["backup", "b.db"]);
    // As it lies between the last two steps: the new file, the old manifest, the new one beside it.
    let manifest = folder.path().join("b.db.manifest.json");
    std::fs::rename(&manifest, folder.path().join("b.db.manifest.json.new")).unwrap();
    std::fs::write(&manifest, old).unwrap();
    good(&folder, &["restore", "b.db"]);
    good(&folder, &["backup", "b.db"]);
    assert!(!folder.path().join("b.db.manifest.json.new").exists());
    good(&folder, &["restore", "b.db"]);
}

#[test]
fn reading_nothing_again_proves_nothing() {
    let folder = folder();
    // The registry is another one; the quotes are compared all the same.
    good(&folder, &["actor", "add", "Zed Quill", "--kind", "person"]);
    assert!(good(&folder, &["verify", "--deep", "all"]).contains("by an earlier registry"));
    sql(&folder, "UPDATE extractors SET statements_identity = 'another'");
    let told = bad(&folder, &["verify", "--deep", "all"]);
    assert!(told.contains("nothing could be compared") && told.contains("kb import --refresh"), "{told}");
}

#[test]
fn tables_of_other_programs_keep_their_rows_and_are_named_where_they_stand_in_the_way() {
    let folder = folder();
    let changed = format!("{ARTICLE}\n“And not tomorrow,” said Brandt.\n");
    sql(
        &folder,
        "CREATE TABLE coding (quote_id INTEGER REFERENCES quotes (id) ON DELETE CASCADE, code TEXT);
         INSERT INTO coding SELECT id, 'x' FROM quotes; ALTER TABLE quotes ADD COLUMN mine TEXT;
         UPDATE quotes SET mine = 'kept'",
    );
    let told = good(&folder, &["verify"]);
    assert!(
        told.contains("the column `mine` of `quotes`") && told.contains("rows of `coding` go with"),
        "{told}"
    );
    std::fs::write(folder.path().join("a.txt"), &changed).unwrap();
    good(&folder, &["import", "a.txt"]);
    assert_eq!(number(&folder, "SELECT count(*) FROM coding"), 4);
    assert_eq!(number(&folder, "SELECT count(mine) FROM quotes"), 4);
    good(&folder, &["repair"]);
    good(&folder, &["verify"]);
    // Rows that nothing takes out stand in the way, and are named; other articles are imported.
    sql(
        &folder,
        "DROP TABLE coding; CREATE TABLE coding (quote_id INTEGER REFERENCES quotes (id)); INSERT INTO coding VALUES (1)",
    );
    std::fs::write(folder.path().join("a.txt"), "Nobody came.\n").unwrap();
    std::fs::write(folder.path().join("c.txt"), "The sea rose.\n").unwrap();
    let told = bad(&folder, &["import", "a.txt", "c.txt"]);
    assert!(
        told.contains("the references of `coding` to `quotes`") && told.contains("1  article added"),
        "{told}"
    );
    let told = bad(&folder, &["remove", "1", "--yes"]);
    assert!(told.contains("the references of `coding` to `quotes`") && !told.contains("defect"), "{told}");
    sql(&folder, "DROP TABLE coding; CREATE UNIQUE INDEX mine ON quotes (quote)");
    std::fs::write(folder.path().join("d.txt"), OTHER).unwrap();
    let told = bad(&folder, &["import", "d.txt", "--outlet", "Another"]);
    assert!(told.contains("the unique index `mine`") && !told.contains("defect"), "{told}");
    good(&folder, &["verify"]);
}

#[test]
fn a_table_that_is_gone_ends_no_check_but_its_own() {
    for table in ["different_actors", "quote_spans", "speaker_reviews"] {
        let folder = folder();
        sql(&folder, &format!("PRAGMA foreign_keys = OFF; DROP TABLE {table}"));
        let told = bad(&folder, &["verify"]);
        assert!(
            told.contains(&format!("the table `{table}` is missing")) && !told.contains("defect"),
            "{told}"
        );
        assert!(told.contains("the search indexes hold the texts"), "{told}");
        bad(&folder, &["repair"]);
        good(&folder, &["import", "--refresh"]);
        good(&folder, &["verify"]);
    }
}

#[test]
fn an_assignment_can_be_taken_back_and_another_persons_is_told() {
    let folder = folder();
    let before = good(&folder, &["sql", WHO_SAID, "--format", "csv"]);
    good(&folder, &["actor", "assign", "1", "russia", "--why", "test"]);
    let told = good(&folder, &["actor", "assign", "1", "emmanuel-macron", "--by", "bo", "--why", "no"]);
    assert!(
        told.contains("a person has told that it was said by russia") && told.contains("by ada: test"),
        "{told}"
    );
    good(&folder, &["actor", "assign", "1", "--undo", "--why", "both wrong"]);
    assert_eq!(good(&folder, &["sql", WHO_SAID, "--format", "csv"]), before);
    good(&folder, &["verify", "--deep", "all"]);
    bad(&folder, &["actor", "assign", "1", "--undo", "--why", "again"]);
}

#[test]
fn whoever_has_all_of_the_file_is_waited_for() {
    let folder = folder();
    let holder = Connection::open(folder.path().join("kb.db")).unwrap();
    holder.execute_batch("BEGIN EXCLUSIVE").unwrap();
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| ran(&folder, &["actor", "add", "Zed Quill", "--kind", "person"]));
        let repair = scope.spawn(|| ran(&folder, &["repair"]));
        std::thread::sleep(std::time::Duration::from_millis(3500));
        holder.execute_batch("ROLLBACK").unwrap();
        for waited in [writer, repair] {
            let (code, told) = waited.join().unwrap();
            assert_eq!(code, Some(0), "{told}");
            assert!(told.contains("`kb.db` is in use: "), "{told}");
        }
    });
}
