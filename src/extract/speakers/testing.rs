//! For the tests of the rules: a marked text in, the speakers out, with the invented actors of `tests/corpus/speakers`.

use super::{ActorRef, NewActor, Speaker};
use crate::domain::{Actor, ActorId, Article, QuoteKind, Sense};
use crate::extract::{Extractor, Knowledge, Language, Statement};
use crate::text::{ByteSpan, Document, TokenSpan};

fn actors() -> Vec<Actor> {
    #[derive(serde::Deserialize)]
    struct File {
        actor: Vec<Actor>,
    }
    let text = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus/speakers/actors.toml"));
    toml::from_str::<File>(text).unwrap().actor
}

/// Takes out the marks: `{he}` is a source mention, `[so]` the content of the statement marked before, or of one
/// without a source.
fn unmark(marked: &str) -> (String, Vec<Statement>) {
    let mut body = String::new();
    let mut marked_bytes: Vec<(Vec<ByteSpan>, Vec<ByteSpan>)> = Vec::new();
    let mut start = 0;
    for c in marked.chars() {
        match c {
            '{' | '[' => start = body.len(),
            '}' => marked_bytes.push((vec![ByteSpan::new(start, body.len())], vec![])),
            ']' => {
                let content = ByteSpan::new(start, body.len());
                match marked_bytes.last_mut().filter(|s| s.1.is_empty()) {
                    Some(last) => last.1.push(content),
                    None => marked_bytes.push((vec![], vec![content])),
                }
            }
            c => body.push(c),
        }
    }
    let document = Document::new(&body, Language::english().orthography());
    let tokens = |spans: Vec<ByteSpan>| -> Vec<TokenSpan> {
        spans.into_iter().map(|s| document.tokens_in(s)).collect()
    };
    let statements = marked_bytes.into_iter().map(|(source, content)| Statement {
        kind: QuoteKind::Indirect,
        sense: Sense::SAID,
        said_on: None,
        content: tokens(content),
        cue: vec![],
        source: tokens(source),
        confidence: 1.0,
    });
    let statements = statements.collect();
    (body, statements)
}

/// The speakers of a marked text of September 2018, with the new actors.
pub(super) fn resolved(marked: &str) -> (Vec<Speaker>, Vec<NewActor>) {
    let (body, statements) = unmark(marked);
    let knowledge = Knowledge::new((0..).map(ActorId).zip(actors()));
    let extractor = Extractor::new(Language::english(), &knowledge);
    let article = Article { body, published: Some("2018-09-01".parse().unwrap()), ..Article::default() };
    let resolution = extractor.speakers(&article, &statements);
    (resolution.speakers, resolution.new_actors)
}

/// The names of the speakers of a marked text, `-` for nobody.
pub(super) fn speakers(marked: &str) -> Vec<String> {
    let actors = actors();
    let (speakers, new) = resolved(marked);
    let name = |a: ActorRef| match a {
        ActorRef::Known(id) => actors[id.0 as usize].name.clone(),
        ActorRef::New(n) => new[n].name.clone(),
    };
    let all = |s: &Speaker| {
        let names: Vec<String> = s.actor.into_iter().chain(s.also.iter().copied()).map(name).collect();
        if names.is_empty() { "-".to_string() } else { names.join(" + ") }
    };
    speakers.iter().map(all).collect()
}
