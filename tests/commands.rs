//! Any sequence of commands leaves a database that `kb verify` accepts.
//!
//! Commands are drawn by chance; a failure prints the seed and every command up to it. `KB_COMMANDS=1000` tries a thousand
//! sequences rather than a few, `KB_SEED=7` begins elsewhere.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test that fails should say so at once"
)]

#[allow(dead_code, reason = "its other half is for faults")]
#[path = "faults/random.rs"]
mod random;

use random::{Random, variable};
use rusqlite::{Connection, OpenFlags};
use std::path::PathBuf;
use std::process::{Command, Output};
use tempfile::TempDir;

const PEOPLE: &[&str] =
    &["Ilse Kamp", "Jorin Vessel", "Birger Tholen", "Tove Lindal", "I. Kamp", "Jorrin Vessel", "Petter Harm"];
const WHO: &[&str] =
    &["the harbour minister", "a spokesman for the pilots' union", "who leads the chamber", "an old man"];
const WORDS: &[&str] = &[
    "the quays would stay open",
    "fares would not rise",
    "crews would strike",
    "the offer was thin",
    "nobody had asked",
];
const CUES: &[&str] = &["said", "warned", "told reporters", "claimed", "argued"];

struct Desk {
    folder: TempDir,
    random: Random,
    done: Vec<String>,
    files: usize,
}

impl Desk {
    fn new(seed: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("news")).unwrap();
        Self { folder, random: Random(seed), done: Vec::new(), files: 0 }
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.random.below(list.len() as u64) as usize]
    }

    fn file(&mut self) -> PathBuf {
        let number = self.random.below(self.files.max(1) as u64);
        self.folder.path().join(format!("news/{number}.md"))
    }

    fn article(&mut self) -> String {
        let mut text = format!(
            "---\ntitle: Day {}\noutlet: {}\n---\n",
            self.random.below(9),
            self.pick(&["The Tern", "Ostwind"])
        );
        for _ in 0..=self.random.below(4) {
            let (name, who, cue, words) =
                (self.pick(PEOPLE), self.pick(WHO), self.pick(CUES), self.pick(WORDS));
            let line = match self.random.below(4) {
                0 => format!("{name}, {who}, {cue} that {words}.\n\n"),
                1 => format!("“{words} — always,” {name} {cue}.\n\n"),
                2 => format!("According to {name}, {words}. “Never,” he added.\n\n"),
                _ => format!("He {cue} that {words}; “{words}”, {who} said.\n\n"),
            };
            text += &line;
        }
        text
    }

    /// A row of the database by chance, as text.
    fn any(&mut self, sql: &str) -> Option<String> {
        let db = self.folder.path().join("kb.db");
        let connection = Connection::open_with_flags(db, OpenFlags::SQLITE_OPEN_READ_ONLY).ok()?;
        let rows: Vec<String> =
            connection.prepare(sql).ok()?.query_map([], |r| r.get(0)).ok()?.collect::<Result<_, _>>().ok()?;
        if rows.is_empty() { None } else { Some(rows[self.random.below(rows.len() as u64) as usize].clone()) }
    }

    /// Somebody whom the articles or an earlier command brought, not one of the hundreds that come with kb.
    fn actor(&mut self) -> String {
        self.any("SELECT slug FROM actors WHERE origin <> 'seed' ORDER BY id")
            .unwrap_or_else(|| "ilse-kamp".into())
    }

    fn kb(&mut self, args: &[&str]) -> Output {
        self.done.push(args.join(" "));
        let mut command = Command::new(env!("CARGO_BIN_EXE_kb"));
        command
            .current_dir(self.folder.path())
            .env_remove("KB_DB")
            .env("KB_USER", "ada")
            .env("RUST_BACKTRACE", "0");
        let output = command.args(args).output().unwrap();
        // A refusal is an answer (an actor that is not there, a merge with itself); a panic or a fault of ours is none.
        let ended = matches!(output.status.code(), Some(0..=2));
        assert!(ended, "after\n  {}\nthe last one: {output:?}", self.done.join("\n  "));
        output
    }

    fn step(&mut self) {
        let (a, b) = (self.actor(), self.actor());
        match self.random.below(17) {
            0..=2 => {
                let text = self.article();
                let path = self.folder.path().join(format!("news/{}.md", self.files));
                std::fs::write(&path, text).unwrap();
                self.files += 1;
                self.kb(&["import", "news"]);
            }
            3 => {
                let (path, text) = (self.file(), self.article());
                std::fs::write(path, text).unwrap();
                self.done.push("a file is changed".into());
                self.kb(&["import", "news"]);
            }
            4 => {
                let from = self.file();
                let to = self.folder.path().join(format!("news/{}.md", self.files));
                self.files += 1;
                let _ = std::fs::rename(from, to);
                self.done.push("a file is moved".into());
                self.kb(&["import", "news"]);
            }
            5 => {
                let id = self.any("SELECT CAST(id AS TEXT) FROM articles").unwrap_or_else(|| "1".into());
                let mut args = vec!["remove", &id, "--why", "x"];
                if self.random.below(2) == 0 {
                    args.push("--yes");
                }
                self.kb(&args);
            }
            6 => {
                let (name, kind) = (self.pick(PEOPLE), self.pick(&["person", "person", "body"]));
                self.kb(&["actor", "add", name, "--kind", kind, "--why", "x"]);
            }
            7 => {
                let name = self.pick(PEOPLE);
                let what: &[&str] = match self.random.below(3) {
                    0 => &["--name", name],
                    1 => &["--description", "somebody"],
                    _ => &["--gender", "female"],
                };
                self.kb(&[&["actor", "set", &a, "--why", "x"], what].concat());
            }
            8 => {
                let (alias, away) = (self.pick(PEOPLE), self.random.below(3) == 0);
                let mut args = vec!["actor", "alias", &a, alias, "--why", "x"];
                if away {
                    args.push("--remove");
                }
                self.kb(&args);
            }
            9 => {
                let role = format!("Minister, {b}, 20{:02}..", self.random.below(23));
                let mut args = vec!["actor", "role", &a, &role, "--why", "x"];
                if self.random.below(4) == 0 {
                    args.push("--remove");
                }
                self.kb(&args);
            }
            10 | 11 => drop(self.kb(&["actor", "same", &a, &b, "--why", "x"])),
            12 => {
                let gone = self.any("SELECT slug FROM actor_merges").unwrap_or(a);
                self.kb(&["actor", "split", &gone, "--why", "x"]);
            }
            13 => drop(self.kb(&["actor", "different", &a, &b, "--why", "x"])),
            14 => {
                let quote = self.any("SELECT CAST(id AS TEXT) FROM quotes").unwrap_or_else(|| "1".into());
                let mut args = vec!["actor", "assign", &quote, "--why", "x"];
                if self.random.below(4) > 0 {
                    args.insert(3, &a);
                }
                self.kb(&args);
            }
            15 => drop(self.kb(&["actor", "relink"])),
            _ => drop(self.kb(&["import", "--refresh"])),
        }
    }
}

#[test]
fn any_sequence_of_commands_leaves_verify_clean() {
    let (sequences, first) = (variable("KB_COMMANDS", 5), variable("KB_SEED", 1));
    for seed in first..first + sequences {
        let mut desk = Desk::new(seed);
        let text = desk.article();
        std::fs::write(desk.folder.path().join("news/0.md"), text).unwrap();
        desk.files = 1;
        desk.kb(&["import", "news"]);
        for step in 0..24 {
            desk.step();
            // Each state is one that somebody may stop in; every fourth is enough to find where it went wrong.
            if step % 4 == 3 {
                let verify = desk.kb(&["verify"]);
                let said = String::from_utf8_lossy(&verify.stdout).into_owned();
                assert!(
                    verify.status.success(),
                    "KB_SEED={seed}: after\n  {}\n{said}",
                    desk.done.join("\n  ")
                );
            }
        }
        let files: Vec<_> =
            std::fs::read_dir(desk.folder.path()).unwrap().map(|f| f.unwrap().file_name()).collect();
        assert!(files.iter().all(|f| f == "kb.db" || f == "news"), "KB_SEED={seed}: {files:?}");
    }
    eprintln!("{sequences} sequences of 24 commands");
}
