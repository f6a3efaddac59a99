//! Speakers whom an article only describes ("jurors"): actors of that article, never of another, left out of lists of the
//! registry and found by their description.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::process::Command;

struct Desk(tempfile::TempDir);

impl Desk {
    fn new(articles: &[(&str, &str)]) -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        for (name, text) in articles {
            std::fs::write(desk.0.path().join(name), text).unwrap();
        }
        let names: Vec<&str> = articles.iter().map(|a| a.0).collect();
        desk.kb(&[&["import"], names.as_slice()].concat());
        desk
    }

    fn kb(&self, arguments: &[&str]) -> String {
        let path: &Path = self.0.path();
        let run = Command::new(env!("CARGO_BIN_EXE_kb")).args(arguments).current_dir(path).output().unwrap();
        assert!(run.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
        String::from_utf8(run.stdout).unwrap()
    }

    fn sql(&self, sql: &str) -> String {
        self.kb(&["sql", "--format", "csv", sql])
    }
}

const COURT: &str = "The trial in Hask ended on Friday.\n\nJurors said the evidence was thin. Mira Kest, the mayor, said the town was relieved.\n";
const HARBOUR: &str = "The harbour case went on in Norvik.\n\nJurors said the map was wrong. Mira Kest said the harbour would open.\n";

#[test]
fn those_of_one_article_are_not_those_of_another() {
    let desk = Desk::new(&[("court.txt", COURT), ("harbour.txt", HARBOUR)]);
    let actors = desk.sql(
        "SELECT count(*), count(DISTINCT article_id) FROM actors WHERE name = 'Jurors' AND kind = 'group'",
    );
    assert_eq!(actors.lines().nth(1), Some("2,2"));
    let named = desk.sql("SELECT count(*) FROM actors WHERE name = 'Mira Kest' AND article_id IS NULL");
    assert_eq!(named.lines().nth(1), Some("1"));
    assert_eq!(desk.kb(&["query", "who-said", "--actor", "jurors", "--format", "csv"]).lines().count(), 3);
    assert!(!desk.kb(&["actor", "list"]).contains("Jurors"));
    assert!(!desk.kb(&["query", "actors", "--format", "csv"]).contains("Jurors"));
    assert!(desk.kb(&["query", "actors", "--described", "yes", "--format", "csv"]).contains("Jurors"));
    assert!(!desk.kb(&["query", "possible-duplicates", "--format", "csv"]).contains("Jurors"));
    desk.kb(&["verify"]);
    desk.kb(&["import", "--refresh"]);
    assert_eq!(desk.kb(&["query", "who-said", "--actor", "jurors", "--format", "csv"]).lines().count(), 3);
}

#[test]
fn they_go_with_their_article() {
    let desk = Desk::new(&[("court.txt", COURT), ("harbour.txt", HARBOUR)]);
    desk.kb(&["remove", "court.txt", "--yes", "--why", "a draft"]);
    let left = desk.sql("SELECT count(*) FROM actors WHERE article_id IS NOT NULL");
    assert_eq!(left.lines().nth(1), Some("1"));
    desk.kb(&["verify"]);
}

#[test]
fn one_figure_tells_how_sure_words_and_speaker_are() {
    let desk = Desk::new(&[("court.txt", COURT)]);
    let off = desk.sql(
        "SELECT count(*) FROM who_said WHERE abs(attribution_confidence - confidence * speaker_confidence) > 0.001
           OR (actor IS NULL) <> (attribution_confidence IS NULL) OR described <> (actor = 'Jurors')",
    );
    assert_eq!(off.lines().nth(1), Some("0"));
    let quote = desk.sql("SELECT quote_id FROM who_said WHERE actor = 'Mira Kest'");
    let shown = desk.kb(&["show", "quote", quote.lines().nth(1).unwrap()]);
    assert!(shown.contains("is the name of Mira Kest"), "{shown}");
}
