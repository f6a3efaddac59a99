//! The commands that faults are put into, each with the database it starts from, and what must be true after any fault.

use crate::desk::{Desk, Ran};
use crate::shim::Fault;
use crate::state;
use rusqlite::Connection;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use tempfile::TempDir;

const ARTICLES: &[(&str, &str)] = &[
    (
        "news/quays.md",
        "---\ntitle: Quays\noutlet: The Tern\npublished: 2021-03-04\n---\nIlse Kamp, the harbour minister of Norland, said on Thursday that the quays would stay open. “Nobody closes a harbour in spring,” she said.\n\nAccording to Jorin Vessel, a spokesman for the pilots' union, the talks had “never been easy”.\n",
    ),
    (
        "news/ferries.md",
        "---\ntitle: Ferries\noutlet: Ostwind\n---\nIlse Kamp told reporters that fares would not rise. Birger Tholen warned that crews would strike: “Not one more week.”\n",
    ),
    (
        "news/pilots.txt",
        "Pilots vote\n\nJorin Vessel said the union would vote on Friday. “The offer is thin,” he said.\n",
    ),
    (
        "more/harm.md",
        "---\ntitle: Sold\noutlet: Ostwind\npublished: 2021\n---\nOld Petter Harm claimed that the quays were sold. “I saw the papers,” he said.\n",
    ),
    (
        "more/lindal.txt",
        "The chamber accepts\n\nTove Lindal announced that the chamber accepted the offer. “Somebody pays in the end,” she argued.\n",
    ),
    ("more/snow.txt", "Snow\n\nThe ministry said that the roads were closed.\n"),
];

/// Everything the scenarios start from; made once.
struct Base {
    folder: TempDir,
}

impl Base {
    fn get() -> &'static Self {
        static BASE: OnceLock<Base> = OnceLock::new();
        BASE.get_or_init(Self::make)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        self.path(name).display().to_string()
    }

    fn make() -> Self {
        let base = Self { folder: tempfile::tempdir().unwrap() };
        for (name, text) in ARTICLES {
            std::fs::create_dir_all(base.path(name).parent().unwrap()).unwrap();
            std::fs::write(base.path(name), text).unwrap();
        }
        let step = |from: Option<&str>, to: &str, commands: &[&[&str]]| {
            let desk = Desk::with(from.map(|f| base.path(f)).as_deref());
            for args in commands {
                let ran = desk.kb(args);
                assert!(ran.ok(), "{args:?}: {ran:?}");
            }
            std::fs::copy(desk.db(), base.path(to)).unwrap();
        };
        // One file is changed after its first import, so that importing it again replaces an article.
        let news = base.text("news");
        std::fs::write(base.path("news/pilots.txt"), "Pilots vote\n\nJorin Vessel said no.\n").unwrap();
        step(
            None,
            "base.db",
            &[
                &["import", &news],
                &["actor", "role", "ilse-kamp", "Harbour Minister, Norland, 2019..", "--why", "register"],
                &["actor", "different", "ilse-kamp", "birger-tholen", "--why", "two people"],
            ],
        );
        std::fs::write(base.path("news/pilots.txt"), ARTICLES[2].1).unwrap();
        step(
            Some("base.db"),
            "merged.db",
            &[&["actor", "same", "jorin-vessel", "birger-tholen", "--why", "a pen name"]],
        );
        step(
            Some("base.db"),
            "aliased.db",
            &[
                &["actor", "add", "Pilots' Union", "--kind", "organisation", "--why", "known"],
                &[
                    "actor",
                    "alias",
                    "pilots-union",
                    "Jorin Vessel",
                    "--why",
                    "to have something to link anew",
                ],
            ],
        );
        let old = Connection::open(base.path("old.db")).unwrap();
        old.execute_batch(include_str!("../schemas/v4.sql")).unwrap();
        std::fs::copy(base.path("base.db"), base.path("damaged.db")).unwrap();
        let damaged = Connection::open(base.path("damaged.db")).unwrap();
        damaged.execute_batch("DELETE FROM quotes_fts_data").unwrap();
        base
    }
}

/// A database with a few articles and some work of people in it.
pub fn base_database() -> PathBuf {
    Base::get().path("base.db")
}

/// A command, what it starts from, and what it must come to.
pub struct Scenario {
    before: Option<PathBuf>,
    pub args: Vec<String>,
    /// One transaction: the outcome is the state before or the one after, nothing between.
    atomic: bool,
    /// Besides the database itself, what the command leaves on purpose: these and what begins so.
    leaves: &'static str,
    /// What it starts from is damaged already.
    damaged: bool,
    /// How many calls change files when nothing goes wrong.
    pub calls: u64,
    rows_before: Vec<String>,
    rows_after: Vec<String>,
    articles_before: BTreeMap<String, String>,
    articles_after: BTreeMap<String, String>,
}

/// The names of all scenarios.
pub const ALL: &[&str] = &[
    "first import",
    "import",
    "same",
    "split",
    "remove",
    "relink",
    "assign",
    "migration",
    "backup",
    "restore",
    "compact",
    "repair",
];

impl Scenario {
    pub fn named(name: &'static str, library: &Path) -> Self {
        let base = Base::get();
        let (news, more, merged) = (base.text("news"), base.text("more"), base.text("merged.db"));
        let (before, args, atomic): (Option<&str>, Vec<&str>, bool) = match name {
            "first import" => (None, vec!["import", &news], false),
            "import" => (Some("base.db"), vec!["import", &news, &more], false),
            "same" => {
                (Some("base.db"), vec!["actor", "same", "jorin-vessel", "birger-tholen", "--why", "x"], true)
            }
            "split" => (Some("merged.db"), vec!["actor", "split", "birger-tholen", "--why", "x"], true),
            "remove" => (Some("base.db"), vec!["remove", "1", "--yes", "--why", "x"], true),
            "relink" => (Some("aliased.db"), vec!["actor", "relink"], false),
            "assign" => (Some("base.db"), vec!["actor", "assign", "1", "birger-tholen", "--why", "x"], true),
            "migration" => (Some("old.db"), vec!["import", &more], false),
            "backup" => (Some("base.db"), vec!["backup", "copy.db"], true),
            "restore" => (Some("base.db"), vec!["restore", &merged], true),
            "compact" => (Some("base.db"), vec!["compact"], true),
            "repair" => (Some("damaged.db"), vec!["repair"], true),
            _ => unreachable!("{name}"),
        };
        let mut made = Self {
            before: before.map(|b| base.path(b)),
            args: args.into_iter().map(str::to_owned).collect(),
            atomic,
            leaves: match name {
                "migration" => "kb.db.before-v",
                "restore" => "kb.db.before-restore",
                "repair" => "kb.db.damaged",
                "backup" => "copy.db",
                _ => "kb.db only",
            },
            damaged: name == "repair",
            calls: 0,
            rows_before: Vec::new(),
            rows_after: Vec::new(),
            articles_before: BTreeMap::new(),
            articles_after: BTreeMap::new(),
        };
        if let Some(db) = &made.before {
            let connection = state::open(db).unwrap();
            made.rows_before = state::rows(&connection, false).unwrap();
            made.articles_before = state::articles(&connection).unwrap();
        }
        let desk = made.desk();
        let ran = desk.kb_with(&made.args, library, &Fault::Record(desk.log()));
        assert!(ran.ok(), "{name}: {ran:?}");
        let connection = state::open(&desk.db()).unwrap();
        made.rows_after = state::rows(&connection, false).unwrap();
        made.articles_after = state::articles(&connection).unwrap();
        made.calls = crate::cuts::Log::read(&desk.log()).calls.len() as u64;
        made.only_the_database(&desk).unwrap();
        made
    }

    /// The state before the command, in a folder of its own.
    pub fn desk(&self) -> Desk {
        Desk::with(self.before.as_deref())
    }

    pub fn before(&self) -> Option<&Path> {
        self.before.as_deref()
    }

    /// What must be true after a fault, whatever it was. `done`: the command had ended well, so its outcome must be there.
    pub fn check(&self, desk: &Desk, done: bool) -> Result<(), String> {
        let left = desk.files();
        let at = |step: &str, ran: &Ran| {
            format!("{step}: exit {:?}: {} (files {left:?})", ran.code, ran.err.trim())
        };
        // The first one only reads.
        let reader = desk.kb(&["query", "articles", "--format", "csv"]);
        let none_yet = self.before.is_none()
            && !done
            && reader.code == Some(1)
            && (reader.err.contains("no database") || reader.err.contains("is empty"));
        if !reader.ok() && !none_yet {
            return Err(at("a reader", &reader));
        }
        // Told last: what is lost weighs more than what is left over.
        let mut tidy = Ok(());
        if !none_yet {
            tidy = self.only_the_database(desk).map_err(|e| format!("after a reader: {e}"));
            self.nothing_lost(desk, done)?;
        }
        // The same again finds everything done, or does it.
        let again = desk.kb(&self.args);
        let found_done = self.atomic && again.code == Some(1);
        if !again.ok() && !found_done {
            return Err(at("the command again", &again));
        }
        let import = desk.kb(&["import", &Base::get().text("more")]);
        if !import.ok() {
            return Err(at("an import", &import));
        }
        let verify = desk.kb(&["verify"]);
        if !verify.ok() {
            return Err(format!("{}\n{}", at("verify", &verify), verify.out));
        }
        let tidy_now = self.only_the_database(desk).map_err(|e| format!("at the end: {e}"));
        let end = state::open(&desk.db()).and_then(|c| Ok((state::articles(&c)?, state::unsound(&c)?)));
        let (articles, unsound) = end.map_err(|e| format!("at the end: {e}"))?;
        if !unsound.is_empty() {
            return Err(format!("at the end: {unsound:?}"));
        }
        match self.articles_after.iter().find(|(path, text)| articles.get(*path) != Some(text)) {
            Some((path, _)) => Err(format!("at the end `{path}` is not as it should be")),
            None => tidy_now.and(tidy),
        }
    }

    /// One plain file, and what the command leaves on purpose.
    fn only_the_database(&self, desk: &Desk) -> Result<(), String> {
        let files = desk.files();
        let allowed = |f: &String| f == "kb.db" || f.starts_with(self.leaves);
        if files.iter().all(allowed) { Ok(()) } else { Err(format!("left-over files: {files:?}")) }
    }

    /// The file as it lies there has what was there before or what the command makes of it, whole articles only.
    fn nothing_lost(&self, desk: &Desk, done: bool) -> Result<(), String> {
        let look = || -> rusqlite::Result<_> {
            let c = state::open(&desk.db())?;
            Ok((state::unsound(&c)?, state::rows(&c, false)?, state::articles(&c)?))
        };
        let (unsound, rows, articles) = look().map_err(|e| format!("the file itself: {e}"))?;
        if !unsound.is_empty() && !self.damaged {
            return Err(format!("the file itself: {unsound:?}"));
        }
        if done && articles != self.articles_after {
            return Err("the command had ended well, and its outcome is not there".into());
        }
        if self.atomic && rows != self.rows_after && (done || rows != self.rows_before) {
            return Err(format!(
                "neither before nor after:\n{}",
                state::difference(&self.rows_before, &rows)
            ));
        }
        for (path, text) in &articles {
            let known = [self.articles_before.get(path), self.articles_after.get(path)];
            if !known.contains(&Some(text)) {
                return Err(format!("`{path}` is neither as before nor as after"));
            }
        }
        let lost = |path: &&String| self.articles_after.contains_key(*path) && !articles.contains_key(*path);
        match self.articles_before.keys().find(lost) {
            Some(path) => Err(format!("`{path}` is lost")),
            None => Ok(()),
        }
    }
}

/// Faults as they are found: named at once, told all together at the end.
#[derive(Default)]
pub struct Findings {
    tried: u64,
    wrong: Vec<String>,
}

impl Findings {
    pub fn add(&mut self, what: &str, outcome: Result<(), String>) {
        self.tried += 1;
        if let Err(why) = outcome {
            self.wrong.push(format!("{what}: {why}"));
        }
    }

    pub fn report(self, what: &str) {
        eprintln!("{what}: {} tried, {} wrong", self.tried, self.wrong.len());
        let shown: String = self.wrong.iter().take(12).map(|w| format!("{w}\n")).collect();
        assert!(
            self.wrong.is_empty(),
            "{what}: {} of {} went wrong, the first:\n{shown}",
            self.wrong.len(),
            self.tried
        );
    }
}
