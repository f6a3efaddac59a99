//! Many at once: importers, people who change the registry or take articles out, readers who never stop.

use crate::desk::{Desk, Ran};
use crate::random::points;
use crate::scenario::Findings;
use crate::state;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use tempfile::TempDir;

const ARTICLES: usize = 24;

/// A folder of small articles about the same people.
fn press(name: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for i in 0..ARTICLES {
        let text = format!(
            "---\ntitle: {name} {i}\noutlet: The Tern\n---\nIlse Kamp, the harbour minister, said that quay {i} of {name} \
             would stay open. “Nobody closes number {i},” she said.\n\nJorin Vessel warned that crews would strike. \
             Birger Tholen told reporters: “Not one week more in {name}.”\n"
        );
        std::fs::write(folder.path().join(format!("{i:02}.md")), text).unwrap();
    }
    folder
}

/// Runs these at once, with readers beside them until all have ended; everything must end well.
fn at_once(desk: &Desk, commands: &[Vec<String>]) -> Result<(), String> {
    let over = AtomicBool::new(false);
    let said = |args: &[String], ran: &Ran| match ran.ok() {
        true => Ok(()),
        false => Err(format!("`kb {}`: exit {:?}: {}", args.join(" "), ran.code, ran.err.trim())),
    };
    std::thread::scope(|scope| {
        let reader = |args: &'static [&'static str]| {
            let over = &over;
            scope.spawn(move || {
                while !over.load(Ordering::Relaxed) {
                    let ran = desk.kb(args);
                    if !ran.ok() {
                        return Err(format!("a reader, {args:?}: exit {:?}: {}", ran.code, ran.err.trim()));
                    }
                }
                Ok(())
            })
        };
        let readers = [
            reader(&["query", "articles", "--format", "csv"]),
            reader(&["sql", "SELECT count(*) FROM who_said"]),
        ];
        let writers: Vec<_> =
            commands.iter().map(|args| scope.spawn(move || said(args, &desk.kb(args)))).collect();
        let mut outcome = Ok(());
        for writer in writers {
            outcome = outcome.and(writer.join().unwrap());
        }
        over.store(true, Ordering::Relaxed);
        for reader in readers {
            outcome = outcome.and(reader.join().unwrap());
        }
        outcome
    })
}

/// The file at the end: sound, plain, with so many articles.
fn at_the_end(desk: &Desk, articles: usize) -> Result<(), String> {
    for args in [&["query", "articles", "--format", "csv"][..], &["verify"]] {
        let ran = desk.kb(args);
        if !ran.ok() {
            return Err(format!("{args:?}: {} {}", ran.out, ran.err));
        }
    }
    if desk.files() != ["kb.db"] {
        return Err(format!("left-over files: {:?}", desk.files()));
    }
    let connection = state::open(&desk.db()).map_err(|e| e.to_string())?;
    let unsound = state::unsound(&connection).map_err(|e| e.to_string())?;
    let found = state::articles(&connection).map_err(|e| e.to_string())?.len();
    match (unsound.is_empty(), found == articles) {
        (true, true) => Ok(()),
        _ => Err(format!("{found} articles of {articles}; {unsound:?}")),
    }
}

fn words(args: &[&str]) -> Vec<String> {
    args.iter().map(|a| (*a).to_owned()).collect()
}

fn text(folder: &TempDir) -> PathBuf {
    folder.path().to_owned()
}

#[test]
fn two_importers_with_readers() {
    let (one, two) = (press("one"), press("two"));
    let mut findings = Findings::default();
    for round in 0..points(2) {
        let desk = Desk::empty();
        // In the first round nothing is there yet, and both would make the database.
        let prepared =
            if round % 2 == 0 { None } else { Some(desk.kb(&["import", &text(&one).display().to_string()])) };
        let import = |folder: &TempDir| words(&["import", &text(folder).display().to_string()]);
        let outcome = match &prepared {
            // No reader can be content before there is a database.
            None => std::thread::scope(|s| {
                let all = [import(&one), import(&two), import(&two)];
                let ran: Vec<_> = all
                    .map(|args| {
                        let desk = &desk;
                        s.spawn(move || desk.kb(&args))
                    })
                    .into_iter()
                    .map(|t| t.join().unwrap())
                    .collect();
                ran.iter().find(|r| !r.ok()).map_or(Ok(()), |r| Err(format!("{r:?}")))
            }),
            Some(_) => at_once(&desk, &[import(&one), import(&two), words(&["import", "--refresh"])]),
        };
        findings.add(&format!("round {round}"), outcome.and_then(|()| at_the_end(&desk, 2 * ARTICLES)));
    }
    findings.report("two importers with readers");
}

#[test]
fn an_import_beside_changes_of_the_registry() {
    let (one, two) = (press("one"), press("two"));
    let mut findings = Findings::default();
    for round in 0..points(2) {
        let desk = Desk::empty();
        let first = desk.kb(&["import", &text(&one).display().to_string()]);
        assert!(first.ok(), "{first:?}");
        let alias = desk.kb(&["actor", "alias", "ilse-kamp", &format!("Kamp the {round}th"), "--why", "x"]);
        assert!(alias.ok(), "{alias:?}");
        let commands = [
            words(&["import", &text(&two).display().to_string()]),
            words(&["import", "--refresh"]),
            words(&["actor", "same", "jorin-vessel", "birger-tholen", "--why", "a pen name"]),
            words(&["actor", "relink"]),
            words(&["remove", "3", "5", "--yes", "--why", "x"]),
            words(&["actor", "add", "Norland", "--kind", "state", "--why", "x"]),
        ];
        let outcome = at_once(&desk, &commands)
            .and_then(|()| at_the_end(&desk, 2 * ARTICLES - 2))
            .and_then(|()| merged(&desk));
        findings.add(&format!("round {round}"), outcome);
    }
    findings.report("an import beside changes of the registry");
}

/// Who was merged away has not come back.
fn merged(desk: &Desk) -> Result<(), String> {
    let sql = "SELECT count(*) FROM actors WHERE slug = 'birger-tholen'";
    let back: i64 = state::open(&desk.db())
        .and_then(|c| c.query_row(sql, [], |r| r.get(0)))
        .map_err(|e| e.to_string())?;
    if back == 0 { Ok(()) } else { Err("the actor that was merged away is there again".into()) }
}
