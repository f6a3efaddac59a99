//! The house rules that a machine can check: who may know whom, who may name SQLite, files or the terminal.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that fails should say so at once"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Each room and the rooms it may know. Arrows point down the list only.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("cli", &["import", "catalog", "render", "store", "evaluate", "train", "extract", "text", "domain"]),
    ("train", &["evaluate", "extract", "text", "domain"]),
    ("evaluate", &["extract", "text", "domain"]),
    ("catalog", &["store", "domain"]),
    ("import", &["store", "extract", "text", "domain"]),
    ("store", &["extract", "text", "domain"]),
    ("extract", &["text", "domain"]),
    ("render", &["domain"]),
    ("text", &[]),
    ("domain", &[]),
];

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
    files
}

/// The code of a file without its comments and without its test module. Whatever else is for tests alone (a helper, a
/// module's name) is code as any other.
fn code(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    without_tests(&text).lines().filter(|l| !l.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The text but `#[cfg(test)] mod tests { … }`, of which the closing bracket stands at the begin of a line.
fn without_tests(text: &str) -> String {
    let Some(from) = text.find("#[cfg(test)]\nmod tests {") else { return text.to_owned() };
    let to = text[from..].find("\n}\n").map_or(text.len(), |end| from + end + 3);
    format!("{}{}", &text[..from], &text[to..])
}

#[test]
fn only_the_test_module_is_passed_over() {
    let text = "use a;\n#[cfg(test)]\nuse b;\n#[cfg(test)]\nmod tests {\n    use c;\n}\nuse d;\n";
    assert_eq!(without_tests(text), "use a;\n#[cfg(test)]\nuse b;\nuse d;\n");
}

fn each_file(mut check: impl FnMut(&str, &Path, &str)) {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (room, _) in MAY_KNOW {
        for path in rust_files(&src.join(room)) {
            check(room, path.strip_prefix(&src).unwrap(), &code(&path));
        }
    }
}

#[test]
fn rooms_know_only_whom_they_may() {
    let mut wrong = BTreeSet::new();
    each_file(|room, path, code| {
        let allowed = MAY_KNOW.iter().find(|(r, _)| *r == room).unwrap().1;
        for (at, _) in code.match_indices("crate::") {
            let rest = &code[at + "crate::".len()..];
            let named: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let is_room = MAY_KNOW.iter().any(|(r, _)| *r == named);
            if is_room && named != room && !allowed.contains(&named.as_str()) {
                wrong.insert(format!("{} knows {named}", path.display()));
            }
        }
    });
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_room_is_on_the_list() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in std::fs::read_dir(src).unwrap().map(Result::unwrap).filter(|e| e.path().is_dir()) {
        let name = entry.file_name().into_string().unwrap();
        assert!(MAY_KNOW.iter().any(|(room, _)| *room == name), "src/{name} has no rule");
    }
}

#[test]
fn sqlite_files_and_the_terminal_have_their_rooms() {
    let mut wrong = BTreeSet::new();
    each_file(|room, path, code| {
        let mut forbid = |word: &str, rooms: &[&str]| {
            if code.contains(word) && !rooms.contains(&room) {
                wrong.insert(format!("{} names {word}", path.display()));
            }
        };
        forbid("rusqlite::", &["store", "catalog"]);
        forbid("std::fs", &["import", "store", "catalog", "cli", "evaluate", "train"]);
        forbid("std::env", &["catalog", "cli"]);
        forbid("println!", &["cli"]);
        forbid("stdout()", &["cli"]);
    });
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_file_says_what_it_is_for() {
    each_file(|_, path, _| {
        let text =
            std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(path)).unwrap();
        assert!(text.starts_with("//!"), "{} has no module doc", path.display());
    });
}

/// Where a table is written besides its own file, and why.
const WRITES_TOO: &[(&str, &str)] = &[
    // Stand-ins, under their old ids, for rows that a damaged file has lost: into a private copy, where nothing is folded
    // or logged yet.
    ("actors", "store/repair/kept.rs"),
    ("actor_changes", "store/repair/kept.rs"),
    ("import_runs", "store/repair/kept.rs"),
    ("extractors", "store/repair/kept.rs"),
    // FTS5 is given its commands as rows.
    ("articles_fts", "store/file.rs"),
    ("quotes_fts", "store/file.rs"),
    // The counters are SQLite's own, and migrations keep their own history; what a repair finds missing it makes.
    ("sqlite_sequence", "store/repair/renew.rs"),
];

/// The tables that a text writes, each after `INSERT INTO`, `UPDATE`, `DELETE FROM` or `REPLACE INTO`.
fn written(code: &str) -> BTreeSet<String> {
    let mut tables = BTreeSet::new();
    for verb in ["INSERT", "REPLACE", "UPDATE", "DELETE"] {
        for (at, _) in code.match_indices(verb) {
            let skipped = ["OR", "IGNORE", "REPLACE", "INTO", "FROM"];
            let mut words = code[at + verb.len()..].split_whitespace().skip_while(|w| skipped.contains(w));
            let name: String =
                words.next().unwrap_or("").chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            // `ON CONFLICT DO UPDATE SET` goes on with the table of its INSERT; names that code puts in are no names here.
            if !name.is_empty() && !["SET", "OF", "ON"].contains(&name.as_str()) {
                tables.insert(name);
            }
        }
    }
    tables
}

#[test]
fn each_table_has_one_writer() {
    let mut writers: std::collections::BTreeMap<String, BTreeSet<String>> = Default::default();
    each_file(|_, path, code| {
        for table in written(code) {
            let path = path.to_str().unwrap().replace('\\', "/");
            // What is handed over is cut out of a private copy, which nobody else sees.
            if path != "store/handover.rs" && !WRITES_TOO.contains(&(table.as_str(), path.as_str())) {
                writers.entry(table).or_default().insert(path);
            }
        }
    });
    for table in
        ["actors", "actor_aliases", "roles", "quotes", "quote_speakers", "positions", "speaker_reviews"]
    {
        assert!(writers.contains_key(table), "nobody writes {table}: this test is blind");
    }
    writers.retain(|_, files| files.len() > 1 || files.iter().any(|f| !f.starts_with("store/")));
    assert!(writers.is_empty(), "{writers:#?}");
}

#[test]
fn what_writes_is_recognised() {
    let text = "INSERT OR IGNORE INTO a (x) ON CONFLICT DO UPDATE SET y; UPDATE b SET; DELETE FROM c WHERE; UPDATE {d}";
    assert_eq!(written(text).into_iter().collect::<Vec<_>>(), ["a", "b", "c"]);
}
