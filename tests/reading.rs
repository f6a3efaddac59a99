//! Reading is bounded, honest and harmless: encodings are told and stored, limits hold while reading, links and pipes are
//! passed over, names that are no text stay apart, and nothing is removed on a guess.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that fails should say so at once"
)]

use rusqlite::Connection;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

const ARTICLE: &str = "Anna Example, the chief negotiator of the union, said on Monday that the talks had ended without a \
                       deal. “We will be back in May,” she said. “We don’t give up.”\n";

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

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kb"));
        command.current_dir(self.folder.path()).env_remove("KB_DB").stdin(Stdio::null());
        command
    }

    fn kb(&self, args: &[&str]) -> (Option<i32>, String, String) {
        told(&self.command().args(args).output().unwrap())
    }

    fn ask<T: rusqlite::types::FromSql>(&self, sql: &str) -> T {
        let db = Connection::open(self.path("kb.db")).unwrap();
        db.query_row(sql, [], |r| r.get(0)).unwrap_or_else(|e| panic!("{sql}: {e}"))
    }
}

fn told(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn how_bytes_were_read_is_told_and_stored() {
    let desk = Desk::new();
    desk.write(
        "stray.txt",
        [ARTICLE.repeat(40).as_bytes(), b"He left.\x93 The door stayed open.\n"].concat(),
    );
    desk.write(
        "mac.txt",
        b"Caf\x8e owner Zo\x91 M\x9fller said: \xd2We don\xd5t close on Sundays \xd1 never.\xd3\n",
    );
    desk.write("l1.txt", b"\xab Nous partons \xbb, said Zo\xe9.\n");
    let utf16: Vec<u8> = ARTICLE.encode_utf16().flat_map(u16::to_le_bytes).collect();
    desk.write("u16.txt", utf16);
    desk.write("fine.txt", ARTICLE.replace("May", "June"));
    desk.write("garbled.txt", "CafÃ© owner ZoÃ« MÃ¼ller said: â€œWe donâ€™t close on Sundays.â€\n");
    let (code, _, notes) = desk.kb(&["import", "."]);
    assert_eq!(code, Some(0), "{notes}");
    for note in [
        "stray.txt: one byte is not UTF-8 and became U+FFFD (line 41, byte",
        "mac.txt: read as macintosh (a guess)",
        "l1.txt: read as windows-1252 (a guess)",
        "u16.txt: read as UTF-16LE (a guess: it has no byte order mark)",
        "garbled.txt: it looks like UTF-8 that was read in a wrong encoding",
    ] {
        assert!(notes.contains(note), "{note} is not in {notes}");
    }
    assert!(!notes.contains("fine.txt"), "{notes}");
    let of = |name: &str, what: &str| -> Option<String> {
        desk.ask(&format!("SELECT {what} FROM articles WHERE source_path LIKE '%/{name}'"))
    };
    assert_eq!(
        of("mac.txt", "body").unwrap(),
        "Café owner Zoë Müller said: “We don’t close on Sundays — never.”\n"
    );
    assert_eq!(of("l1.txt", "body").unwrap(), "« Nous partons », said Zoé.\n");
    assert_eq!(of("u16.txt", "body").unwrap(), ARTICLE);
    assert!(of("stray.txt", "body").unwrap().starts_with(ARTICLE));
    assert_eq!(of("mac.txt", "encoding").as_deref(), Some("macintosh"));
    assert_eq!(of("fine.txt", "encoding").as_deref(), Some("UTF-8"));
    assert_eq!(of("fine.txt", "decoding_note"), None);
    // What was guessed is no part of what is compared, and stays over a new reading.
    let (_, out, _) = desk.kb(&["import", "."]);
    assert!(out.contains("6  articles unchanged"), "{out}");
    let connection = Connection::open(desk.path("kb.db")).unwrap();
    connection.execute("UPDATE extractors SET statements_identity = 'an earlier one'", []).unwrap();
    drop(connection);
    let (_, out, notes) = desk.kb(&["import", "--refresh"]);
    assert!(out.contains("6  articles changed"), "{out} {notes}");
    assert_eq!(of("mac.txt", "decoding_note").as_deref(), Some("read as macintosh (a guess)"));
}

#[cfg(unix)]
#[test]
fn names_that_are_no_text_stay_apart() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let desk = Desk::new();
    let names = [OsStr::from_bytes(b"a\xff.txt"), OsStr::from_bytes(b"a\xfe.txt")];
    for (n, name) in names.iter().enumerate() {
        if std::fs::write(desk.folder.path().join(name), format!("{n} {ARTICLE}")).is_err() {
            // Some file systems have no such names.
            return;
        }
    }
    assert_eq!(desk.kb(&["import", "."]).0, Some(0));
    assert_eq!(desk.ask::<i64>("SELECT count(*) FROM articles"), 2);
    assert_eq!(desk.ask::<i64>(r"SELECT count(*) FROM articles WHERE source_path LIKE '%/a\xff.txt'"), 1);
    // A copy is seen to be one, since the first is found to be there.
    desk.write("copy.txt", format!("0 {ARTICLE}"));
    let (_, _, notes) = desk.kb(&["import", "copy.txt"]);
    assert!(notes.contains(r"it is the same article as") && notes.contains(r"a\xff.txt"), "{notes}");
    assert_eq!(desk.kb(&["import", "--refresh"]).0, Some(0));
    let (code, out, notes) = told(&desk.command().arg("remove").arg(names[0]).output().unwrap());
    assert_eq!(code, Some(0), "{notes}");
    assert!(out.contains(r"a\xff.txt"), "{out}");
    let (code, ..) = desk.kb(&["remove", r"a\xfe.txt"]);
    assert_eq!((code, desk.ask::<i64>("SELECT count(*) FROM articles")), (Some(0), 0));
}

#[test]
fn nothing_is_removed_on_a_guess() {
    let desk = Desk::new();
    desk.write("a.md", format!("---\ntitle: The 7 rules of the harbour\n---\n{ARTICLE}"));
    desk.write("report-1.txt", format!("Report. {ARTICLE}"));
    desk.kb(&["import", "."]);
    let left = || desk.ask::<i64>("SELECT count(*) FROM articles");
    let (code, _, notes) = desk.kb(&["remove", "7"]);
    assert_eq!((code, left()), (Some(1), 2), "{notes}");
    assert!(
        notes.contains("no article named `7`") && notes.contains("digits are an article's id"),
        "{notes}"
    );
    assert_eq!(desk.kb(&["remove", "7", "--yes"]).0, Some(1));
    assert_eq!(desk.kb(&["show", "article", "7"]).0, Some(1));
    for wild in ["report_1.txt", "report%.txt", "report_1", "%"] {
        assert_eq!((desk.kb(&["remove", wild, "--yes"]).0, left()), (Some(1), 2), "{wild}");
    }
    for guess in ["harbour", "report-1", "rules of the"] {
        let (code, _, notes) = desk.kb(&["remove", guess]);
        assert_eq!((code, left()), (Some(1), 2), "{guess}");
        assert!(notes.contains("it is a guess") && notes.contains("is taken for article"), "{notes}");
        let (code, out, notes) = desk.kb(&["remove", guess, "--dry-run"]);
        assert_eq!((code, left()), (Some(0), 2), "{guess}");
        assert!(out.contains("would remove") && notes.contains("is taken for article"), "{notes}");
    }
    let (code, _, notes) = desk.kb(&["show", "article", "harbour"]);
    assert_eq!(code, Some(0));
    assert!(notes.contains("note: `harbour` is taken for article"), "{notes}");
    assert_eq!((desk.kb(&["remove", "the 7 RULES of the harbour"]).0, left()), (Some(0), 1));
    assert_eq!((desk.kb(&["remove", "report-1", "--yes"]).0, left()), (Some(0), 0));
}

#[cfg(unix)]
#[test]
fn endless_input_and_silent_pipes_are_refused() {
    let desk = Desk::new();
    let mut kb = desk.command();
    let mut kb = kb
        .args(["import", "-"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = kb.stdin.take().unwrap();
    // As `yes` does: until nobody listens any more.
    while pipe.write_all(&b"y\n".repeat(1 << 15)).is_ok() {}
    let (code, _, notes) = told(&kb.wait_with_output().unwrap());
    assert_eq!(code, Some(1));
    assert!(notes.contains("more than 32 MB"), "{notes}");
    let (code, _, notes) = desk.kb(&["extract", "/dev/zero"]);
    assert_eq!(code, Some(1));
    assert!(notes.contains("/dev/zero: it has more than 32 MB"), "{notes}");

    if !Command::new("mkfifo").arg(desk.path("pipe.txt")).status().is_ok_and(|s| s.success()) {
        return;
    }
    let (code, _, notes) = desk.kb(&["import", "pipe.txt"]);
    assert_eq!(code, Some(1));
    assert!(notes.contains("pipe.txt: cannot read it: nothing came from it for 5 seconds"), "{notes}");
    let (code, _, notes) = desk.kb(&["actor", "import", "pipe.txt", "--format", "csv"]);
    assert_eq!(code, Some(1));
    assert!(notes.contains("nothing came from it for 5 seconds"), "{notes}");
    // Nothing was read.
    let (code, out, notes) = desk.kb(&["import", "."]);
    assert_eq!(code, Some(1));
    assert!(
        out.contains("0  articles added") && notes.contains("1 pipe or device passed over"),
        "{out} {notes}"
    );
}

#[cfg(unix)]
#[test]
fn links_out_of_a_folder_are_taken_when_asked() {
    let desk = Desk::new();
    desk.write("private/secret.txt", format!("Secret. {ARTICLE}"));
    desk.write("news/a.txt", ARTICLE);
    std::os::unix::fs::symlink(desk.path("private"), desk.path("news/more")).unwrap();
    std::os::unix::fs::symlink(desk.path("news"), desk.path("news/circle")).unwrap();
    let (code, out, notes) = desk.kb(&["import", "news"]);
    assert_eq!(code, Some(0));
    assert!(out.contains("1  article added"), "{out}");
    assert!(notes.contains("note: 1 link out of the folder passed over (the first is `"), "{notes}");
    let (_, out, notes) = desk.kb(&["import", "news", "--follow-links"]);
    assert!(out.contains("1  article added") && notes.is_empty(), "{out} {notes}");
}

#[test]
fn names_control_nothing() {
    let desk = Desk::new();
    let name = "a\u{1b}[31m\u{202e}b\nerror: c.txt";
    desk.write(name, "");
    desk.write("d\u{1b}]0;x\u{7}.txt", ARTICLE);
    for command in ["extract", "import"] {
        let (_, out, notes) = desk.kb(&[command, "."]);
        for c in ['\u{1b}', '\u{202e}', '\u{7}'] {
            assert!(!out.contains(c) && !notes.contains(c), "{command}: {out:?} {notes:?}");
        }
        assert!(notes.contains("b␊error: c.txt"), "{notes}");
    }
}

#[test]
fn failures_do_not_grow_without_end() {
    let desk = Desk::new();
    for n in 0..120 {
        desk.write(&format!("bad/{n}.txt"), "");
    }
    desk.kb(&["import", "bad"]);
    let db = Connection::open(desk.path("kb.db")).unwrap();
    let filled = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
                  INSERT INTO import_failures SELECT 1, 'old' || i, 'x' FROM n";
    db.execute_batch(filled).unwrap();
    desk.kb(&["import", "bad"]);
    assert_eq!(desk.ask::<i64>("SELECT count(*) FROM import_failures"), 10_000);
    assert_eq!(desk.ask::<i64>("SELECT count(*) FROM import_failures WHERE import_run_id = 2"), 120);
}

#[test]
fn reasons_are_in_our_words() {
    let desk = Desk::new();
    desk.write("twice.md", format!("---\ntitle: A\noutlet: B\ntitle: C\n---\n{ARTICLE}"));
    let (code, _, notes) = desk.kb(&["import", "twice.md", "gone.txt", "https://example.org/news/page"]);
    assert_eq!(code, Some(1));
    for reason in [
        "twice.md: front matter, line 4: the key `title` stands in line 2 already; keep one of them",
        "gone.txt: cannot read it: there is no such file",
        "https://example.org/news/page: kb fetches nothing from the web; save the page as text",
    ] {
        assert!(notes.contains(reason), "{reason} is not in {notes}");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        desk.write("closed.txt", ARTICLE);
        desk.write("shut/a.txt", ARTICLE);
        for name in ["closed.txt", "shut"] {
            std::fs::set_permissions(desk.path(name), std::fs::Permissions::from_mode(0o000)).unwrap();
        }
        // Root may read everything.
        if std::fs::read(desk.path("closed.txt")).is_err() {
            let (code, _, notes) = desk.kb(&["import", "closed.txt", "shut"]);
            assert_eq!((code, notes.matches("no permission to read it").count()), (Some(1), 2), "{notes}");
        }
        std::fs::set_permissions(desk.path("shut"), std::fs::Permissions::from_mode(0o755)).unwrap();
    }
}

#[test]
fn how_far_a_text_was_looked_through_is_told_and_stored() {
    let desk = Desk::new();
    desk.write("long.txt", format!("{ARTICLE}\n{}", format!("{}\n\n", "a".repeat(998)).repeat(3_100)));
    let (code, out, notes) = desk.kb(&["import", "long.txt"]);
    assert_eq!(code, Some(0), "{out} {notes}");
    assert!(notes.contains("only the first") && notes.contains("was looked through for quotes"), "{notes}");
    let unread: i64 = desk.ask("SELECT unread_from FROM articles");
    assert!((2_990_000..3_000_001).contains(&unread), "{unread}");
    assert!(desk.ask::<i64>("SELECT count(*) FROM quotes") > 0);
    desk.write("long.txt", ARTICLE);
    desk.kb(&["import", "long.txt"]);
    assert_eq!(desk.ask::<Option<i64>>("SELECT unread_from FROM articles"), None);
}
