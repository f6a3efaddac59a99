//! Short invented articles with their speakers marked, in `tests/corpus/speakers/`: each is resolved with the
//! statements given, so that only the speakers are judged.
//!
//! Markup: `{{slug|mention}}` is a source mention and who is meant; `[[words]]` is the content of a statement. The
//! first mention goes with the first content, and so on; `{{2:…|…}}` and `[[2:…]]` pair by number instead.
//! `[[=slug|words]]` is a statement without a mention. For a slug there may stand `+Name` (a new actor of that name),
//! `?` (unknown), `a & b` (both), `a > b` (a on behalf of b), `? ~ a, b` (unknown, with these candidates).
//! A heading `# new: A; B` lists exactly the new actors.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use kb::domain::{Actor, ActorId, QuoteKind, Sense};
use kb::extract::speakers::{ActorRef, Resolution};
use kb::extract::{Extractor, Knowledge, Language, Statement};
use kb::text::{ByteSpan, Document, TokenSpan};
use std::collections::BTreeMap;
use std::path::Path;

#[derive(Default)]
struct Article {
    body: String,
    published: Option<String>,
    author: Option<String>,
    new: Option<Vec<String>>,
    /// Expected speaker, mention, statement.
    statements: Vec<(String, String, Marked)>,
}

/// The source and the content of a statement, in bytes.
#[derive(Clone)]
struct Marked(Vec<ByteSpan>, Vec<ByteSpan>);

fn statement(source: Vec<TokenSpan>, content: Vec<TokenSpan>) -> Statement {
    Statement {
        kind: QuoteKind::Indirect,
        sense: Sense::SAID,
        said_on: None,
        content,
        cue: Vec::new(),
        source,
        confidence: 1.0,
    }
}

fn in_tokens(document: &Document<'_>, Marked(source, content): &Marked) -> Statement {
    let tokens = |spans: &[ByteSpan]| spans.iter().map(|s| document.tokens_in(*s)).collect();
    statement(tokens(source), tokens(content))
}

fn extractor() -> Extractor<'static> {
    Extractor::new(Language::english(), &Knowledge::new((0..).map(ActorId).zip(actors())))
}

fn read(text: &str) -> Article {
    let mut article = Article::default();
    let mut rest = text;
    while let Some(line) = rest.strip_prefix("# ") {
        let (line, after) = line.split_once('\n').unwrap_or((line, ""));
        let (key, value) = line.split_once(':').unwrap_or((line, ""));
        match key {
            "published" => article.published = Some(value.trim().to_string()),
            "author" => article.author = Some(value.trim().to_string()),
            "new" => {
                let names = value.split(';').map(|n| n.trim().to_string()).filter(|n| !n.is_empty());
                article.new = Some(names.collect());
            }
            _ => panic!("unknown heading `{key}`"),
        }
        rest = after;
    }
    let mut mentions: BTreeMap<String, (String, String, ByteSpan)> = BTreeMap::new();
    let mut contents: BTreeMap<String, ByteSpan> = BTreeMap::new();
    let mut carried = Vec::new();
    // Contents may hold others: the heads of those that are open, and where they begin.
    let mut open: Vec<(String, usize)> = Vec::new();
    while let Some(at) = ["{{", "[[", "]]"].iter().filter_map(|m| rest.find(m)).min() {
        article.body.push_str(&rest[..at]);
        let mark = &rest[at..at + 2];
        rest = &rest[at + 2..];
        let start = article.body.len();
        if mark == "{{" {
            let (inner, after) = rest.split_once("}}").expect("a mention is closed");
            rest = after;
            let (head, words) = inner.split_once('|').expect("{{who|mention}}");
            article.body.push_str(words);
            let (key, who) = numbered(head, mentions.len());
            mentions
                .insert(key, (who.to_string(), words.to_string(), ByteSpan::new(start, article.body.len())));
        } else if mark == "[[" {
            let head = match (rest.strip_prefix('='), rest.get(1..2)) {
                (Some(_), _) => rest.split_once('|').expect("[[=who|words]]").0.to_string(),
                (None, Some(":")) => rest[..2].to_string(),
                _ => String::new(),
            };
            rest = &rest[head.len() + usize::from(head.starts_with('='))..];
            open.push((head, start));
        } else {
            let (head, from) = open.pop().expect("a content is open");
            let span = ByteSpan::new(from, start);
            match head.strip_prefix('=') {
                Some(who) => {
                    carried.push((who.to_string(), String::new(), Marked(Vec::new(), vec![span])));
                }
                None => {
                    contents.insert(numbered(&head, contents.len()).0, span);
                }
            }
        }
    }
    article.body.push_str(rest);
    assert_eq!(mentions.len(), contents.len(), "each mention has its content: {text}");
    for ((who, words, source), content) in mentions.into_values().zip(contents.into_values()) {
        article.statements.push((who, words, Marked(vec![source], vec![content])));
    }
    article.statements.extend(carried);
    article
}

/// "2:slug" as its key and the slug; the next free key without a number.
fn numbered(head: &str, next: usize) -> (String, &str) {
    match head.split_once(':') {
        Some((number, who)) => (format!("={number}"), who),
        None => (format!("n{next:03}"), head),
    }
}

fn actors() -> Vec<Actor> {
    #[derive(serde::Deserialize)]
    struct File {
        actor: Vec<Actor>,
    }
    toml::from_str::<File>(include_str!("corpus/speakers/actors.toml")).unwrap().actor
}

fn name(resolution: &Resolution, actors: &[Actor], actor: ActorRef) -> String {
    match actor {
        ActorRef::Known(id) => actors[id.0 as usize].slug.clone(),
        ActorRef::New(new) => format!("+{}", resolution.new_actors[new].name),
    }
}

/// The result in the notation of the expectation, as far as that asks.
fn found(resolution: &Resolution, actors: &[Actor], statement: usize, expected: &str) -> String {
    let speaker = &resolution.speakers[statement];
    let name = |a: ActorRef| name(resolution, actors, a);
    let Some(actor) = speaker.actor else {
        if !expected.contains('~') {
            return "?".to_string();
        }
        let mut candidates: Vec<String> = speaker.candidates.iter().map(|c| name(c.0)).collect();
        candidates.sort_by_key(|c| expected.find(c.as_str()));
        return format!("? ~ {}", candidates.join(", "));
    };
    let all: Vec<String> = std::iter::once(actor).chain(speaker.also.iter().copied()).map(name).collect();
    let mut found = all.join(" & ");
    if expected.contains('>') {
        found = format!("{found} > {}", speaker.on_behalf_of.map(name).unwrap_or_default());
    }
    found
}

#[test]
fn articles_of_the_corpus() {
    let actors = actors();
    let extractor = extractor();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/speakers");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|f| f.extension().is_some_and(|e| e == "txt"));
    files.sort();
    assert!(files.len() >= 40, "the corpus is there");
    let (mut right, mut all, mut right_indirect, mut all_indirect) = (0, 0, 0, 0);
    let mut errors = Vec::new();
    for file in &files {
        let id = file.file_stem().unwrap().to_string_lossy();
        let article = read(&std::fs::read_to_string(file).unwrap());
        let doc = Document::new(&article.body, extractor.language().orthography());
        let statements: Vec<Statement> = article.statements.iter().map(|s| in_tokens(&doc, &s.2)).collect();
        let published = article.published.as_ref().map(|d| d.parse().unwrap());
        let (body, author) = (article.body.clone(), article.author.clone());
        let whole = kb::domain::Article { body, published, author, ..kb::domain::Article::default() };
        let resolution = extractor.speakers(&whole, &statements);
        for (i, (expected, mention, _)) in article.statements.iter().enumerate() {
            let found = found(&resolution, &actors, i, expected);
            // A pronoun or a description: no capital but the first.
            let indirect = !mention.is_empty() && !mention.chars().skip(1).any(char::is_uppercase);
            let indirect = indirect && (mention.contains(' ') || mention.len() < 5 || mention == "him");
            let ok = found == *expected;
            all += 1;
            right += usize::from(ok);
            all_indirect += usize::from(indirect);
            right_indirect += usize::from(indirect && ok);
            if !ok {
                let speaker = &resolution.speakers[i];
                errors.push(format!("{id}: `{mention}` is {expected}, found {found} by {}", speaker.method));
            }
        }
        if let Some(expected) = &article.new {
            let mut expected = expected.clone();
            let mut new: Vec<String> = resolution.new_actors.iter().map(|a| a.name.clone()).collect();
            expected.sort();
            new.sort();
            if expected != new {
                errors.push(format!("{id}: new actors {new:?}, expected {expected:?}"));
            }
        }
    }
    let report = format!(
        "{} articles; speakers right: {right} of {all}; of pronouns and descriptions {right_indirect} of {all_indirect}\n{}",
        files.len(),
        errors.join("\n")
    );
    assert!(errors.is_empty(), "{report}");
}

proptest::proptest! {
    /// Any text, any spans, no panic; one speaker for each statement; references that exist.
    #[test]
    fn any_text_with_any_spans_is_resolved(
        parts in proptest::collection::vec(
            proptest::sample::select(vec![
                "Mira", "Kest", "the", "minister", "of", "Karsovia", "He", "who", "said", "“", "”", ",", ".", "\n\n",
                "and", "Sen.", "’s", "Port", "Council", "experts", "his", "counterpart", "—", "(", ")", "ÄÖ", "\u{301}",
                "I", "U.S.", "President", "Jon Marsh", "spokesman", "for", "a", "Photo:", "•", "Le", "Ministry", "they",
            ]),
            0..60,
        ),
        spans in proptest::collection::vec((0usize..300, 0usize..40), 0..12),
    ) {
        let article = kb::domain::Article { body: parts.join(" "), ..kb::domain::Article::default() };
        let statements: Vec<Statement> = spans
            .chunks(2)
            .map(|pair| {
                let span = |p: &(usize, usize)| TokenSpan::new(p.0, p.0 + p.1);
                let source = pair.get(1).map(span).into_iter().collect();
                statement(source, vec![span(&pair[0])])
            })
            .collect();
        let resolution = extractor().speakers(&article, &statements);
        proptest::prop_assert_eq!(resolution.speakers.len(), statements.len());
        for speaker in &resolution.speakers {
            let refs = speaker.actor.iter().chain(&speaker.also).chain(&speaker.on_behalf_of);
            for actor in refs.chain(speaker.candidates.iter().map(|c| &c.0)) {
                let exists = match actor {
                    ActorRef::Known(id) => (id.0 as usize) < actors().len(),
                    ActorRef::New(new) => *new < resolution.new_actors.len(),
                };
                proptest::prop_assert!(exists);
            }
            proptest::prop_assert!((0.0..=1.0).contains(&speaker.confidence));
        }
    }
}
