//! For the tests of the rules: a marked text in, the speakers out, with the invented actors of `tests/corpus/speakers`.

use super::{ActorRef, Context, NewActor, Registry, Speaker, resolve};
use crate::domain::{Actor, QuoteKind};
use crate::extract::Statement;
use crate::text::{ByteSpan, Document};

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
    let mut statements: Vec<Statement> = Vec::new();
    let mut start = 0;
    for c in marked.chars() {
        let new = |source, content| Statement {
            kind: QuoteKind::Indirect,
            content,
            cue: vec![],
            source,
            confidence: 1.0,
        };
        match c {
            '{' | '[' => start = body.len(),
            '}' => statements.push(new(vec![ByteSpan::new(start, body.len())], vec![])),
            ']' => {
                let content = ByteSpan::new(start, body.len());
                match statements.last_mut().filter(|s| s.content.is_empty()) {
                    Some(last) => last.content.push(content),
                    None => statements.push(new(vec![], vec![content])),
                }
            }
            c => body.push(c),
        }
    }
    (body, statements)
}

/// The speakers of a marked text of September 2018, with the new actors.
pub(super) fn resolved(marked: &str) -> (Vec<Speaker>, Vec<NewActor>) {
    let (body, statements) = unmark(marked);
    let registry = Registry::new((0..).zip(actors()));
    let context = Context { published: Some("2018-09-01".parse().unwrap()), ..Context::default() };
    let resolution = resolve(&Document::new(&body), &statements, &registry, &context);
    (resolution.speakers, resolution.new_actors)
}

/// The names of the speakers of a marked text, `-` for nobody.
pub(super) fn speakers(marked: &str) -> Vec<String> {
    let actors = actors();
    let (speakers, new) = resolved(marked);
    let name = |a: ActorRef| match a {
        ActorRef::Known(id) => actors[id as usize].name.clone(),
        ActorRef::New(n) => new[n].name.clone(),
    };
    let all = |s: &Speaker| {
        let names: Vec<String> = s.actor.into_iter().chain(s.also.iter().copied()).map(name).collect();
        if names.is_empty() { "-".to_string() } else { names.join(" + ") }
    };
    speakers.iter().map(all).collect()
}
