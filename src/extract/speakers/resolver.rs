//! The state of one document's resolution: what every rule reads, and the answer that each gives.

use super::Context;
use super::coreference::{Coreference, Form, Occurrence};
use super::entity::{Entity, EntityId};
use super::linking::Link;
use super::offices::Days;
use super::registry::Registry;
use super::salience::Said;
use super::weights::sure;
use crate::domain::{ActorId, SpeakerMethod};
use crate::extract::Statement;
use crate::extract::analysis::Analysis;
use crate::text::TokenSpan;

/// What a rule says of a source mention.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    /// The speaker, then those that speak with it; empty if unknown.
    pub who: Vec<EntityId>,
    pub method: SpeakerMethod,
    pub confidence: f32,
    /// Who else it may be.
    pub candidates: Vec<(EntityId, f32)>,
    pub on_behalf_of: Option<EntityId>,
}

impl Answer {
    /// Nobody.
    pub fn none() -> Self {
        Self {
            who: Vec::new(),
            method: SpeakerMethod::None,
            confidence: 0.0,
            candidates: Vec::new(),
            on_behalf_of: None,
        }
    }

    /// One speaker.
    pub fn one(who: EntityId, method: SpeakerMethod, confidence: f32) -> Self {
        Self { who: vec![who], method, confidence, ..Self::none() }
    }

    pub fn is_none(&self) -> bool {
        self.who.is_empty()
    }
}

/// One statement in tokens.
#[derive(Clone, Debug)]
pub(super) struct Saying {
    /// Where it is announced: its source, else its cue, else its content.
    pub anchor: usize,
    pub source: Vec<TokenSpan>,
    pub content: Vec<TokenSpan>,
    /// First token of the cue.
    pub cue: Option<usize>,
    /// The statement whose words this one stands in.
    pub inside: Option<usize>,
}

/// Everything the rules read.
pub(super) struct Resolver<'a> {
    pub words: &'a Analysis<'a>,
    pub registry: &'a Registry,
    pub chains: Coreference,
    pub days: Option<Days>,
    /// The article's author, if the text names that person too.
    pub author: Option<EntityId>,
    /// Who spoke so far, by place in the text.
    pub said: Vec<Said>,
    /// Those of them who spoke with others, by the token of the source mention.
    pub together: Vec<(usize, Vec<EntityId>)>,
    pub sayings: Vec<Saying>,
    /// Their numbers, by where they are announced.
    pub by_anchor: Vec<usize>,
    /// Answered statements by the token where they end.
    pub ended: Vec<(usize, usize)>,
    /// For a quotation, the statement with a source of its own that it belongs to.
    pub quoted: std::collections::BTreeMap<u32, usize>,
}

impl<'a> Resolver<'a> {
    pub fn new(
        words: &'a Analysis<'a>,
        registry: &'a Registry,
        chains: Coreference,
        statements: &[Statement],
        context: &Context<'_>,
    ) -> Self {
        let author = context.author.and_then(|author| author_in(&chains, author));
        let days = context.published.as_ref().map(Days::of);
        let sayings = sayings(words, statements);
        let mut by_anchor: Vec<usize> = (0..sayings.len()).collect();
        by_anchor.sort_by_key(|s| (sayings[*s].anchor, *s));
        Self {
            words,
            registry,
            chains,
            days,
            author,
            said: Vec::new(),
            together: Vec::new(),
            sayings,
            by_anchor,
            ended: Vec::new(),
            quoted: std::collections::BTreeMap::new(),
        }
    }

    /// The answer that a person has given: these actors, as the text speaks of them where it does.
    pub fn given(&mut self, actors: &[ActorId]) -> Answer {
        let mut answer = Answer { method: SpeakerMethod::Review, confidence: 1.0, ..Answer::none() };
        for actor in actors {
            let Some(index) = self.registry.index_of(*actor) else { continue };
            let spoken_of = self.chains.entities.iter().position(|e| e.link == Link::Known(index));
            let place = super::mentions::Place::Known(index);
            answer.who.push(match spoken_of {
                Some(entity) => entity,
                None => self.chains.place(self.words, self.registry, place, usize::MAX),
            });
        }
        answer
    }

    pub fn entity(&self, id: EntityId) -> Option<&Entity> {
        self.chains.entities.get(id)
    }

    /// What it is called in the text and in the registry.
    #[cfg(feature = "train")]
    pub fn names(&self, id: EntityId) -> Vec<String> {
        let Some(entity) = self.entity(id) else { return Vec::new() };
        let known = match entity.link {
            Link::Known(index) => self.registry.known(index).map(|k| k.name.to_string()),
            _ => None,
        };
        std::iter::once(entity.name.clone()).chain(entity.spellings.clone()).chain(known).collect()
    }

    /// Whether the entity may be meant by a pronoun or a description: the author is only in a text that reports
    /// what the author says, by name.
    pub fn may_be_meant(&self, id: EntityId) -> bool {
        self.author != Some(id) || self.said.iter().any(|s| s.who == id)
    }

    /// The source mention speaks of whoever was found: what is asked further on counts it in.
    pub fn note_speaker(&mut self, statement: usize, who: EntityId) {
        let Some(source) = self.sayings.get(statement).and_then(|s| s.source.first()).copied() else {
            return;
        };
        let all = &mut self.chains.occurrences;
        let from = all.partition_point(|o| o.tokens.start < source.start);
        let to = all.partition_point(|o| o.tokens.start < source.end);
        let inside = all.get_mut(from..to).unwrap_or_default();
        if inside.iter().any(|o| o.who == who) {
            return;
        }
        match inside.iter_mut().find(|o| o.form == Form::Pronoun && source.len() == 1) {
            Some(pronoun) => pronoun.who = who,
            None => {
                let tokens = TokenSpan::new(source.start, source.start + 1);
                all.insert(from, Occurrence { tokens, start: source.start, who, form: Form::Description });
            }
        }
    }

    /// A person by its own entity; an ambiguous link keeps its candidates and names nobody known.
    pub fn by_name(&mut self, id: EntityId, method: SpeakerMethod, confidence: f32) -> Answer {
        let Some(entity) = self.chains.entities.get(id) else { return Answer::none() };
        let first = entity.first;
        let mut answer = Answer::one(id, method, confidence);
        if let Link::Ambiguous(candidates) = entity.link.clone() {
            answer.candidates = candidates
                .iter()
                .map(|(i, s)| (self.chains.known_person(self.registry, *i, first), *s))
                .collect();
            answer.confidence = confidence.min(sure::AMBIGUOUS_NAME);
        }
        answer
    }
}

/// The statements in tokens, each with the statement that it stands in.
fn sayings(words: &Analysis<'_>, statements: &[Statement]) -> Vec<Saying> {
    // Whatever a caller gives, nothing stands past the last token.
    let inside = |s: &TokenSpan| TokenSpan::new(s.start.min(words.len()), s.end.min(words.len()));
    let spans = |spans: &[TokenSpan]| -> Vec<TokenSpan> {
        spans.iter().map(inside).filter(|s| !s.is_empty()).collect()
    };
    let mut sayings: Vec<Saying> = statements
        .iter()
        .map(|s| {
            let (source, cue, content) = (spans(&s.source), spans(&s.cue), spans(&s.content));
            let anchor = source.first().or(cue.first()).or(content.first()).map_or(0, |s| s.start);
            Saying { anchor, source, content, cue: cue.first().map(|c| c.start), inside: None }
        })
        .collect();
    // The innermost statement around an anchor, found by going over all starts and ends in order.
    let mut events: Vec<(usize, usize, usize)> = Vec::new();
    for (i, place) in sayings.iter().enumerate() {
        events.push((place.anchor, 1, i));
        for span in &place.content {
            events.push((span.start, 0, i));
            events.push((span.end, 2, i));
        }
    }
    events.sort_unstable_by_key(|(at, what, i)| (*at, if *what == 2 { 0 } else { *what + 1 }, *i));
    let mut open: Vec<usize> = Vec::new();
    for (_, what, i) in events {
        match what {
            0 => open.push(i),
            1 => {
                let around = open.iter().rev().find(|o| **o != i).copied();
                if let Some(place) = sayings.get_mut(i) {
                    place.inside = around;
                }
            }
            _ => {
                if let Some(at) = open.iter().rposition(|o| *o == i) {
                    open.remove(at);
                }
            }
        }
    }
    sayings
}

/// The entity that bears the author's name.
fn author_in(chains: &Coreference, author: &str) -> Option<EntityId> {
    let fold = crate::extract::language::fold_name(author);
    chains
        .entities
        .iter()
        .position(|e| crate::extract::language::fold_name(&e.name) == fold && !fold.is_empty())
}
