//! Measures speaker resolution on annotated source mentions, where the measuring material is at hand (`../shared`):
//! the annotated spans are the statements, so that only the speakers are judged.
//! Figures: `cargo test --release --test speakers_measured -- --nocapture`.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use kb::domain::{Actor, ActorId, Article, QuoteKind, Sense};
use kb::extract::speakers::{ActorRef, Resolution};
use kb::extract::{Extractor, Knowledge, Language, Statement};
use kb::text::{CharIndex, CharSpan, Document, TokenSpan};
use std::path::{Path, PathBuf};

/// A folder of the measuring material, beside the project or beside the folder it is checked out in.
fn shared(part: &str) -> Option<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    ["../shared", "../../shared"].iter().map(|up| here.join(up).join(part)).find(|p| p.exists())
}

fn actors() -> Vec<Actor> {
    #[derive(serde::Deserialize)]
    struct File {
        #[serde(default)]
        actor: Vec<Actor>,
    }
    let folder = std::env::var("KB_ACTORS")
        .map_or_else(|_| Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/actors"), PathBuf::from);
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).map(|d| d.flatten().map(|e| e.path()).collect()).unwrap_or_default();
    files.retain(|f| f.extension().is_some_and(|e| e == "toml"));
    files.sort();
    let read = |f: &PathBuf| toml::from_str::<File>(&std::fs::read_to_string(f).unwrap()).unwrap().actor;
    files.iter().flat_map(read).collect()
}

fn name_of(resolution: &Resolution, actors: &[Actor], actor: ActorRef) -> String {
    match actor {
        ActorRef::Known(id) => actors[id.0 as usize].name.clone(),
        ActorRef::New(new) => resolution.new_actors[new].name.clone(),
    }
}

#[test]
fn annotated_seed_documents() {
    let Some(gold) = shared("gold/seeds.jsonl") else {
        println!("skipped: no ../shared/gold/seeds.jsonl");
        return;
    };
    let actors = actors();
    if actors.is_empty() {
        println!("skipped: no actors in seeds/actors");
        return;
    }
    let knowledge = Knowledge::new((0..).map(ActorId).zip(actors.iter().cloned()));
    let extractor = Extractor::new(Language::english(), &knowledge);
    let (mut right, mut judged) = (0, 0);
    for line in std::fs::read_to_string(&gold).unwrap().lines() {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        let id = record["id"].as_str().unwrap();
        let body = std::fs::read_to_string(shared(&format!("seeds/{id}.txt")).unwrap()).unwrap();
        let (index, doc) = (CharIndex::new(&body), Document::new(&body, extractor.language().orthography()));
        let span = |v: &serde_json::Value| -> Vec<TokenSpan> {
            let Some(pair) = v.as_array() else { return Vec::new() };
            let at = |i: usize| pair[i].as_u64().unwrap() as usize;
            vec![doc.tokens_in(index.bytes_of(CharSpan::new(at(0), at(1))))]
        };
        let quotes = record["quotes"].as_array().unwrap();
        let statements: Vec<Statement> = quotes
            .iter()
            .map(|q| Statement {
                kind: q["kind"].as_str().unwrap().parse::<QuoteKind>().unwrap(),
                sense: Sense::SAID,
                said_on: None,
                content: span(&q["content"]),
                cue: span(&q["cue"]),
                source: span(&q["source"]),
                confidence: 1.0,
            })
            .collect();
        let published = Some("2022-02".parse().unwrap());
        let article = Article { body: body.clone(), published, ..Article::default() };
        let resolution = extractor.speakers(&article, &statements);
        for ((quote, statement), speaker) in quotes.iter().zip(&statements).zip(&resolution.speakers) {
            let optional = quote["optional"].as_bool().unwrap();
            let name = speaker.actor.map_or(String::new(), |a| name_of(&resolution, &actors, a));
            let patterns: Vec<&str> =
                quote["speaker"].as_array().unwrap().iter().map(|p| p.as_str().unwrap()).collect();
            let ok = patterns.iter().any(|p| matches(p, &name));
            // Two sources of the annotation are a "he" within another word ("t-he West"): statements stand on whole words.
            let cuts = quote["source"].as_array().is_some_and(|pair| {
                let start = index.byte_of_char(pair[0].as_u64().unwrap() as usize);
                statement.source.iter().any(|s| doc.span_of(*s).start < start)
            });
            if cuts {
                println!("{id:.3} left out: its source begins within a word");
            }
            if !optional && !cuts {
                judged += 1;
                right += usize::from(ok);
            }
            if !ok || std::env::var("KB_ALL").is_ok() {
                let source: Vec<&str> = statement.source.iter().map(|s| doc.span_of(*s).of(&body)).collect();
                println!(
                    "{id:.3} {}{source:?} -> {name:?} by {} {:.2}, wanted {patterns:?}",
                    if optional { "(optional) " } else { "" },
                    speaker.method,
                    speaker.confidence
                );
            }
        }
        for new in &resolution.new_actors {
            println!("{id:.3} new: {new:?}");
        }
    }
    println!(
        "right speaker: {right} of {judged} = {:.3}",
        f64::from(right as u32) / f64::from(judged as u32)
    );
    assert!(right * 100 >= judged * 97, "{right} of {judged}");
}

/// The few forms of pattern that the annotation uses: alternatives of plain text, `^(…)$`, optional letters.
fn matches(pattern: &str, name: &str) -> bool {
    if pattern.is_empty() {
        return name.is_empty();
    }
    let (anchored, inner) = match pattern.strip_prefix("^(").and_then(|p| p.strip_suffix(")$")) {
        Some(inner) => (true, inner),
        None => (false, pattern),
    };
    let name = name.to_lowercase();
    let plain = inner.replace("( of America)?", "").replace("(the )?", "").replace('\\', "").to_lowercase();
    plain.split('|').any(|alternative| {
        expanded(alternative).iter().any(|p| if anchored { name == *p } else { name.contains(p.as_str()) })
    })
}

/// `y?ermakov` and `podber[ey]o?zkin` as the words they stand for.
fn expanded(pattern: &str) -> Vec<String> {
    if let Some(at) = pattern.find('[') {
        let end = pattern[at..].find(']').unwrap() + at;
        let with = |c: char| format!("{}{c}{}", &pattern[..at], &pattern[end + 1..]);
        return pattern[at + 1..end].chars().flat_map(|c| expanded(&with(c))).collect();
    }
    if let Some(at) = pattern.find('?') {
        let with = format!("{}{}", &pattern[..at], &pattern[at + 1..]);
        let without = format!("{}{}", &pattern[..at - 1], &pattern[at + 1..]);
        return [expanded(&with), expanded(&without)].concat();
    }
    vec![pattern.to_string()]
}
