//! What is found in our own short articles (`tests/extraction/*.txt`, and a dozen of `seeds/corpus`), drawn under the text for a person to judge.
//!
//! `KB_REVIEW=1 cargo test --test extraction` writes the drawings anew; read the difference before keeping it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that fails should say so at once"
)]

use kb::domain::ActorId;
use kb::extract::speakers::ActorRef;
use kb::extract::{Extraction, Extractor, Knowledge, Language};
use kb::import::{Metadata, read_file, starter_actors};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

const WIDTH: usize = 100;

#[test]
fn drawings_are_as_reviewed() {
    let actors = starter_actors().unwrap();
    let names: Vec<String> = actors.iter().map(|a| a.name.clone()).collect();
    let knowledge = Knowledge::new((0..).map(ActorId).zip(actors));
    let extractor = Extractor::new(Language::english(), &knowledge);
    let mut wrong = Vec::new();
    for path in texts() {
        let article = read_file(&path, &path.display().to_string(), &Metadata::default()).unwrap();
        let drawn = draw(&article.body, &extractor.read(&article), &names);
        let reviewed = drawing_of(&path);
        if std::env::var_os("KB_REVIEW").is_some() {
            std::fs::write(&reviewed, &drawn).unwrap();
        }
        let expected = std::fs::read_to_string(&reviewed).unwrap_or_default().replace("\r\n", "\n");
        if drawn != expected {
            wrong.push(format!("{}\n{drawn}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "not as reviewed:\n{}", wrong.join("\n"));
}

fn texts() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/extraction");
    let mut texts: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|f| f.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "txt"))
        .collect();
    texts.sort();
    assert!(!texts.is_empty());
    texts.extend(annotated());
    texts
}

/// A dozen of the annotated articles, spread over all of them; their drawings stand in `tests/extraction/corpus`.
fn annotated() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/corpus/text");
    let mut texts: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()).collect();
    texts.sort();
    let every = texts.len() / 12;
    texts.into_iter().step_by(every).take(12).collect()
}

fn drawing_of(text: &Path) -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/extraction");
    let name = Path::new(text.file_name().unwrap()).with_extension("drawn");
    if text.starts_with(&folder) { folder.join(name) } else { folder.join("corpus").join(name) }
}

/// The text in lines, under each the marks of what was found in it (`═` content, `^` cue, `~` source mention), then a
/// line for each quote with its number's place, kind, speaker and how the speaker was found.
fn draw(body: &str, found: &Extraction, names: &[String]) -> String {
    let mut marks = vec![' '; body.len()];
    let mut mark = |spans: &[kb::text::TokenSpan], with: char| {
        for i in spans.iter().flat_map(|s| found.positions.bytes(*s).range()) {
            marks[i] = with;
        }
    };
    for s in &found.statements {
        mark(&s.content, '═');
    }
    for s in &found.statements {
        mark(&s.cue, '^');
        mark(&s.source, '~');
    }
    let mut out = String::new();
    for (start, line) in lines(body) {
        writeln!(out, "{line}").unwrap();
        let under: String = line.char_indices().map(|(i, _)| marks[start + i]).collect();
        if !under.trim().is_empty() {
            writeln!(out, "{}", under.trim_end()).unwrap();
        }
    }
    out.push('\n');
    for (i, s) in found.statements.iter().enumerate() {
        let speaker = &found.resolution.speakers[i];
        let name = |a: &ActorRef| match a {
            ActorRef::Known(id) => names[id.0 as usize].clone(),
            ActorRef::New(n) => format!("new: {}", found.resolution.new_actors[*n].name),
        };
        let who: Vec<_> = speaker.actor.iter().chain(&speaker.also).map(name).collect();
        let who = if who.is_empty() { "nobody known".to_owned() } else { who.join(" + ") };
        let words = found
            .positions
            .bytes(s.content[0])
            .of(body)
            .split_whitespace()
            .take(5)
            .collect::<Vec<_>>()
            .join(" ");
        writeln!(out, "{:>2}  {:<8}  {who} ({})  {words} …", i + 1, s.kind, speaker.method).unwrap();
    }
    out
}

/// The lines of the text, the long ones broken at blanks, each with the byte it begins at.
fn lines(body: &str) -> Vec<(usize, &str)> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in body.split('\n') {
        let (mut from, mut width, mut blank) = (0, 0, None);
        for (i, c) in line.char_indices() {
            width += 1;
            if c == ' ' {
                blank = Some(i);
            }
            if let Some(at) = blank.filter(|_| width > WIDTH) {
                lines.push((start + from, &line[from..at]));
                from = at + 1;
                width = line[from..i + c.len_utf8()].chars().count();
                blank = None;
            }
        }
        lines.push((start + from, &line[from..]));
        start += line.len() + 1;
    }
    lines
}
