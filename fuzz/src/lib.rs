//! What each parser is asked to do with any bytes, and what must be true of the outcome; never a panic.
//!
//! The fuzzer's targets are one line each and come here, and so does `tests/fuzz_corpus.rs`, which puts the kept corpora
//! through the same checks in every `cargo test`, without a fuzzer.

use kb::catalog::{Query, match_expression, period};
use kb::domain::{ActorId, ActorKind, Article, PartialDate};
use kb::extract::{Extractor, Knowledge, Language};
use kb::import::actors::{Format, Found, Writer, read_entries};
use kb::import::{Metadata, read_bytes, starter_actors};
use kb::store::Connection;
use kb::text::{CharIndex, Document, Orthography};
use std::cell::OnceCell;

/// A target: its name, as of its folder in `corpus/`, and what it does.
pub type Target = (&'static str, fn(&[u8]));

/// All of them.
pub const TARGETS: &[Target] = &[
    ("text", text),
    ("markdown", markdown),
    ("front_matter", front_matter),
    ("query_header", query_header),
    ("words", words),
    ("date", date),
    ("actors_csv", actors_csv),
    ("actors_toml", actors_toml),
    ("actors_json", actors_json),
    ("actors_ftm", actors_ftm),
    ("extract", extract),
];

/// A file of plain text: decoded, normalised, taken apart.
pub fn text(data: &[u8]) {
    whole(read(data, "a.txt"));
}

/// A file of Markdown.
pub fn markdown(data: &[u8]) {
    whole(read(data, "a.md"));
}

/// What stands between the lines of dashes at the beginning.
pub fn front_matter(data: &[u8]) {
    let framed = [b"---\n", data, b"\n---\nThe text.\n"].concat();
    whole(read(&framed, "a.md"));
}

/// A saved query with its comment.
pub fn query_header(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(query) = Query::parse("any", text) {
        for parameter in &query.parameters {
            let _ = query.sql_for(|name| name == parameter.name);
        }
        let _ = (query.sql_for(|_| true), query.sql_for(|_| false));
    }
}

/// Words to search for: what comes of them is always a well-formed expression of FTS5.
pub fn words(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(expression) = match_expression(text) else { return };
    let found = with_index(|c| {
        c.query_row("SELECT count(*) FROM t WHERE t MATCH ?1", [&expression], |r| r.get::<_, i64>(0))
    });
    // Long ones are refused by SQLite's own limits, which is an answer too; a syntax error is not.
    if let Err(error) = found {
        let said = error.to_string();
        assert!(
            !said.contains("syntax") && !said.contains("unterminated"),
            "{text:?} became {expression:?}: {said}"
        );
    }
}

/// A date as people state it, and a span of time: neither is ever made up.
pub fn date(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    for date in [PartialDate::stated(text), text.parse().ok()].into_iter().flatten() {
        assert_eq!(date.to_string().parse(), Ok(date), "{text:?}");
        assert!(date.first_day() <= date.last_day(), "{text:?}");
    }
    if let Ok(period) = period(text) {
        assert!(period.from <= period.to, "{text:?} is {} to {}", period.from, period.to);
    }
}

/// Actors as a table.
pub fn actors_csv(data: &[u8]) {
    actors(data, Format::Csv, "csv");
}

/// Actors as in `seeds/actors`.
pub fn actors_toml(data: &[u8]) {
    actors(data, Format::Toml, "toml");
}

/// Actors as a list of objects.
pub fn actors_json(data: &[u8]) {
    actors(data, Format::Json, "json");
}

/// Actors and entities of FollowTheMoney, one object a line.
pub fn actors_ftm(data: &[u8]) {
    actors(data, Format::JsonLines, "ftm");
}

/// Everything that is found in an article; the first line is its date.
pub fn extract(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (first, body) = text.split_once('\n').unwrap_or(("", &text));
    let article =
        Article { body: body.replace('\0', ""), published: PartialDate::stated(first), ..Article::default() };
    with_extractor(|extractor| {
        let found = extractor.read(&article);
        assert_eq!(found.statements.len(), found.resolution.speakers.len());
        for statement in &found.statements {
            assert!(!statement.content.is_empty());
            assert!((0.0..=1.0).contains(&statement.confidence));
            for span in statement.content.iter().chain(&statement.cue).chain(&statement.source) {
                assert!(!found.positions.bytes(*span).of(&article.body).is_empty());
            }
        }
    });
}

fn read(data: &[u8], path: &str) -> Option<Article> {
    read_bytes(data, path, &Metadata::default()).ok()
}

/// An article that was read has a normalised text that falls apart into tokens that leave out no letter or digit.
fn whole(article: Option<Article>) {
    let Some(article) = article else { return };
    assert!(!article.body.contains(['\0', '\r']));
    let document = Document::new(&article.body, &Orthography::default());
    let mut at = 0;
    for token in 0..document.tokens().len() {
        let span = document.tokens()[token].span;
        let start = span.range().start;
        assert!(start >= at && !article.body[at..start].contains(char::is_alphanumeric));
        assert_eq!(document.text(token), span.of(&article.body));
        at = span.range().end;
    }
    assert!(!article.body[at..].contains(char::is_alphanumeric));
    let chars = CharIndex::new(&article.body);
    assert_eq!(chars.len(), article.body.chars().count());
}

/// A record that was accepted can be written in the same format and is read again as it was.
fn actors(data: &[u8], format: Format, name: &str) {
    let mut records = Vec::new();
    let _ = read_entries(&mut &*data, format, Some(ActorKind::Person), &mut |(_, entry)| {
        if let Ok(Found::Actor(record)) = entry {
            records.push(*record);
        }
        Ok(())
    });
    for record in records.iter().take(8) {
        let mut out = Vec::new();
        let Ok(mut writer) = Writer::new(name, &mut out, Default::default()) else { return };
        if writer.write(record).and_then(|()| writer.finish()).is_err() {
            continue;
        }
        let mut again = 0;
        read_entries(&mut out.as_slice(), format, None, &mut |(_, entry)| {
            match entry {
                Ok(Found::Actor(_)) => again += 1,
                Ok(Found::Role { .. }) => {}
                Err(why) => panic!("written as {}: {why}", String::from_utf8_lossy(&out)),
            }
            Ok(())
        })
        .unwrap_or_else(|e| panic!("written as {}: {e}", String::from_utf8_lossy(&out)));
        // FollowTheMoney has entities for organisations of offices as well.
        assert!(again >= 1, "written as {}", String::from_utf8_lossy(&out));
    }
}

fn with_index<T>(ask: impl FnOnce(&Connection) -> T) -> T {
    thread_local!(static INDEX: OnceCell<Connection> = const { OnceCell::new() });
    INDEX.with(|cell| {
        ask(cell.get_or_init(|| {
            let connection = Connection::open_in_memory().unwrap();
            connection
                .execute_batch("CREATE VIRTUAL TABLE t USING fts5 (a); INSERT INTO t VALUES ('one')")
                .unwrap();
            connection
        }))
    })
}

fn with_extractor(ask: impl FnOnce(&Extractor<'static>)) {
    thread_local!(static EXTRACTOR: OnceCell<Extractor<'static>> = const { OnceCell::new() });
    EXTRACTOR.with(|cell| {
        ask(cell.get_or_init(|| {
            let actors = starter_actors().unwrap_or_default();
            Extractor::new(Language::english(), &Knowledge::new((1..).map(ActorId).zip(actors)))
        }));
    });
}
