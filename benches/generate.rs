//! Makes a large database to measure on, the same each time: `cargo bench --bench generate -- big.db [ARTICLES]`.
//!
//! 100,000 articles with ten quotes each (1,000,000), 20,000 actors besides those that come with kb, 200 outlets,
//! 50,000 positions. Words, speakers and outlets are as unevenly spread as in the press: few are frequent, most are rare.
//! Every offset is true: `kb verify` accepts the file.

#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, reason = "a tool for developers")]

use kb::import::{self, Import};
use kb::store::{Store, quotes::words_hash};
use rusqlite::{Connection, params};
use std::fmt::Write as _;
use std::path::PathBuf;

const ACTORS: usize = 20_000;
const OUTLETS: usize = 200;
const QUOTES_AN_ARTICLE: usize = 10;
/// Quotes that agencies sell to everybody.
const WIRE: usize = 2_000;
const CUES: &[&str] = &[
    "said",
    "told reporters",
    "argued",
    "warned",
    "insisted",
    "announced",
    "stressed",
    "claimed",
    "explained",
    "admitted",
];
/// Words of the subject among invented ones, so that searches for them find something.
const REAL: &[&str] = &[
    "security",
    "guarantees",
    "talks",
    "treaty",
    "missiles",
    "indivisibility",
    "alliance",
    "border",
    "troops",
    "sanctions",
    "gas",
    "parliament",
    "election",
    "ceasefire",
    "negotiations",
    "sovereignty",
    "expansion",
    "deployment",
    "inspection",
    "accession",
];

/// A small generator of numbers (splitmix64): the same ones on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    /// Below `n`, small numbers much more often than great ones.
    fn uneven(&mut self, n: usize, power: f64) -> usize {
        let unit = (self.next() >> 11) as f64 / (1u64 << 53) as f64;
        ((n as f64 * unit.powf(power)) as usize).min(n - 1)
    }
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    let Some(path) = args.first().map(PathBuf::from) else {
        println!("usage: cargo bench --bench generate -- FILE [ARTICLES]");
        return;
    };
    let articles = args.get(1).and_then(|n| n.parse().ok()).unwrap_or(100_000);
    let mut store = Store::open(&path).expect("a new file");
    import::run(&mut store, &Import::Starter, &mut |_| {}).expect("the starter corpus");
    let connection = Connection::open(&path).expect("the file");
    connection.execute_batch("PRAGMA synchronous = OFF; PRAGMA cache_size = -262144; BEGIN").unwrap();
    fill(&connection, articles, &mut Random(1));
    connection
        .execute_batch(
            "COMMIT; PRAGMA analysis_limit = 2000000000; ANALYZE; INSERT INTO quotes_fts (quotes_fts) VALUES ('optimize');
                              INSERT INTO articles_fts (articles_fts) VALUES ('optimize')",
        )
        .unwrap();
    drop(connection);
    store.close().expect("a whole file");
}

fn fill(db: &Connection, articles: usize, random: &mut Random) {
    let vocabulary: Vec<String> = (0..6000).map(|i| word(i, random)).collect();
    let actors = actors(db, random);
    for i in 0..OUTLETS {
        let name = format!(
            "The {} {}",
            title_case(&vocabulary[i * 7]),
            ["Herald", "Courier", "Times", "Gazette"][i % 4]
        );
        db.execute(
            "INSERT INTO outlets (slug, name) VALUES (?1, ?2)",
            params![format!("outlet-{i}"), format!("{name} {i}")],
        )
        .unwrap();
    }
    let first_outlet: i64 =
        db.query_row("SELECT id FROM outlets WHERE slug = 'outlet-0'", [], |r| r.get(0)).unwrap();
    let wire: Vec<String> = (0..WIRE).map(|_| sentence(&vocabulary, random, 14)).collect();
    let issues: i64 = db.query_row("SELECT max(id) FROM issues", [], |r| r.get(0)).unwrap();
    for i in 0..articles {
        article(db, i, first_outlet, &vocabulary, &wire, &actors, issues, random);
    }
}

#[allow(clippy::too_many_arguments, reason = "a tool for developers")]
fn article(
    db: &Connection,
    i: usize,
    first_outlet: i64,
    vocabulary: &[String],
    wire: &[String],
    actors: &[(i64, String)],
    issues: i64,
    random: &mut Random,
) {
    let mut body = String::new();
    let mut quotes = Vec::new();
    for _ in 0..QUOTES_AN_ARTICLE {
        let place = |body: &str| body.chars().count();
        let _ = write!(body, "{}. ", title_case(&sentence(vocabulary, random, 16)));
        let words = match random.below(20) {
            0 => wire[random.below(WIRE)].clone(),
            _ => sentence(vocabulary, random, 14),
        };
        let start = place(&body);
        let _ = write!(body, "“{words},”");
        let content = (start, place(&body));
        body.push(' ');
        let cue = CUES[random.uneven(CUES.len(), 2.0)];
        let cue = (place(&body), cue);
        body.push_str(cue.1);
        body.push(' ');
        let (actor, name) = &actors[random.uneven(actors.len(), 2.5)];
        let mention = place(&body);
        let _ = write!(body, "{name}.\n\n");
        quotes.push((format!("“{words},”"), content, cue, mention, *actor, name));
    }
    let outlet = first_outlet + random.uneven(OUTLETS, 2.0) as i64;
    let (year, month, day) = (2015 + random.below(10), 1 + random.below(12), 1 + random.below(28));
    let mut save = db
        .prepare_cached(
            "INSERT INTO articles (source_path, title, outlet_id, author, published, url, language, body, body_chars, content_hash,
               import_run_id, extractor_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'en', ?7, length(?7), ?1, 1, 1) RETURNING id",
        )
        .unwrap();
    let values = params![
        format!("generated/{i}.md"),
        title_case(&sentence(vocabulary, random, 7)),
        outlet,
        actors[random.below(actors.len())].1,
        format!("{year:04}-{month:02}-{day:02}"),
        format!("https://news.example/{i}"),
        body
    ];
    let article: i64 = save.query_row(values, |r| r.get(0)).unwrap();
    for (ordinal, (quote, content, cue, mention, actor, name)) in quotes.into_iter().enumerate() {
        let kind = ["direct", "direct", "mixed", "indirect"][random.below(4)];
        let mut save = db
            .prepare_cached(
                "INSERT INTO quotes (article_id, ordinal, kind, quote, start_char, end_char, confidence, words_hash)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0.9, ?7) RETURNING id",
            )
            .unwrap();
        let values = params![
            article,
            ordinal as i64 + 1,
            kind,
            quote,
            content.0 as i64,
            content.1 as i64,
            words_hash(&quote)
        ];
        let id: i64 = save.query_row(values, |r| r.get(0)).unwrap();
        let mut span = db.prepare_cached("INSERT INTO quote_spans VALUES (?1, ?2, 1, ?3, ?4, ?5)").unwrap();
        let mut put = |role: &str, start: usize, text: &str| {
            span.execute(params![id, role, start as i64, (start + text.chars().count()) as i64, text])
                .unwrap();
        };
        put("content", content.0, &quote);
        put("cue", cue.0, cue.1);
        put("source", mention, name);
        let relation = match random.below(100) {
            0..10 => None,
            10..15 => Some("candidate"),
            _ => Some("speaker"),
        };
        let mut speaker = db
            .prepare_cached("INSERT OR IGNORE INTO quote_speakers VALUES (?1, ?2, ?3, 'name', 0.95)")
            .unwrap();
        if let Some(relation) = relation {
            speaker.execute(params![id, actor, relation]).unwrap();
        }
        if random.below(40) == 0 {
            speaker.execute(params![id, actors[random.below(50)].0, "on_behalf_of"]).unwrap();
        }
        if random.below(20) == 0 {
            let stance = ["supports", "opposes", "conditional", "unclear"][random.uneven(4, 2.0)];
            let basis = ["own_words", "reported", "ascribed"][random.uneven(3, 2.0)];
            let date = (random.below(2) == 0).then(|| format!("{year:04}-{month:02}-{day:02}"));
            let sql = "INSERT INTO positions (actor_id, issue_id, stance, basis, stated_on, origin) VALUES (?1, ?2, ?3, ?4, ?5, 'text') RETURNING id";
            let issue = 1 + random.below(issues as usize) as i64;
            let position: i64 = db
                .prepare_cached(sql)
                .unwrap()
                .query_row(params![actor, issue, stance, basis, date], |r| r.get(0))
                .unwrap();
            let sql = "INSERT INTO position_evidence (position_id, article_id, start_char, end_char, text) VALUES (?1, ?2, ?3, ?4, ?5)";
            db.prepare_cached(sql)
                .unwrap()
                .execute(params![position, article, content.0 as i64, content.1 as i64, quote])
                .unwrap();
        }
    }
}

/// Ids and names, the most quoted first; a minister of the starter corpus is among the first.
fn actors(db: &Connection, random: &mut Random) -> Vec<(i64, String)> {
    let mut actors = Vec::with_capacity(ACTORS);
    for i in 0..ACTORS {
        let name = format!("{} {}", title_case(&word(0, random)), title_case(&word(0, random)));
        let kind = ["person", "person", "person", "body", "organisation", "state"][random.below(6)];
        let sql = "INSERT INTO actors (slug, name, name_folded, kind, description, origin) VALUES (?1, ?2, lower(?2), ?3, '', 'text') RETURNING id";
        let id: i64 = db.query_row(sql, params![format!("actor-{i}"), name, kind], |r| r.get(0)).unwrap();
        actors.push((id, name));
    }
    let lavrov = db.query_row("SELECT id, name FROM actors WHERE slug = 'sergey-lavrov'", [], |r| {
        Ok((r.get(0)?, r.get(1)?))
    });
    actors.insert(10, lavrov.unwrap());
    actors
}

fn word(i: usize, random: &mut Random) -> String {
    if i > 20 && i.is_multiple_of(40) && i / 40 < REAL.len() {
        return REAL[i / 40].to_owned();
    }
    let syllable = |r: &mut Random| {
        format!(
            "{}{}",
            ["b", "d", "f", "k", "l", "m", "n", "r", "s", "t", "v", "st"][r.below(12)],
            ["a", "e", "i", "o", "u"][r.below(5)]
        )
    };
    (0..2 + random.below(3)).map(|_| syllable(random)).collect()
}

fn sentence(vocabulary: &[String], random: &mut Random, words: usize) -> String {
    let words: Vec<&str> =
        (0..words).map(|_| vocabulary[random.uneven(vocabulary.len(), 2.2)].as_str()).collect();
    words.join(" ")
}

fn title_case(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}
