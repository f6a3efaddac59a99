//! The coreference chains of a document: who and what it mentions, each once, and what the rules ask of them.
//! `gathering` makes them.

use super::bodies::Bodies;
use super::entity::{Entity, EntityId};
use super::linking::{Link, link_surname};
use super::mentions::{Mention, Place};
use super::names::given_name;
use super::registry::{Index, Registry};
use crate::domain::ActorKind;
use crate::extract::analysis::Analysis;
use crate::extract::language::fold_hash;
use crate::extract::phrase::HashedMap;
use crate::text::TokenSpan;

/// A place at which the text speaks of somebody or something, by name or not.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Occurrence {
    pub tokens: TokenSpan,
    /// First token of the titles or modifiers before it.
    pub start: usize,
    pub who: EntityId,
    pub form: Form,
}

/// How the text speaks of somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Name,
    Description,
    Pronoun,
}

/// What a document mentions, and what is meant.
#[derive(Debug, Default)]
pub(super) struct Coreference {
    pub mentions: Vec<Mention>,
    /// For each mention its entity, if it has one.
    pub meant: Vec<Option<EntityId>>,
    /// For each mention the first token of its titles ("President" in "President Kest").
    pub starts: Vec<usize>,
    pub entities: Vec<Entity>,
    /// Persons by the folds of their surnames.
    pub by_surname: HashedMap<Vec<EntityId>>,
    /// Persons by the folds of their given names.
    pub by_given: HashedMap<Vec<EntityId>>,
    /// Everything that a pronoun can mean, in the order of the text.
    pub occurrences: Vec<Occurrence>,
    /// Mentions that can be one or the other: a surname with several bearers.
    pub open: std::collections::BTreeMap<usize, Vec<EntityId>>,
    /// Organisations that nobody knows.
    pub bodies: Bodies,
    by_phrase: HashedMap<EntityId>,
    by_place: HashedMap<EntityId>,
}

impl Coreference {
    /// Mentions of which nobody knows yet what they mean.
    pub fn of(mentions: Vec<Mention>) -> Self {
        let starts = mentions.iter().map(|m| m.tokens.start).collect();
        Self { meant: vec![None; mentions.len()], starts, mentions, ..Self::default() }
    }

    /// The mention that holds the token.
    pub fn mention_at(&self, token: usize) -> Option<usize> {
        let after = self.mentions.partition_point(|m| m.tokens.start <= token);
        after.checked_sub(1).filter(|m| self.mentions[*m].tokens.holds(token))
    }

    /// Takes out the mentions from number `from` on that begin before token `end`.
    pub fn drop_mentions(&mut self, from: usize, end: usize) {
        let to = self.mentions.partition_point(|m| m.tokens.start < end).max(from);
        self.mentions.drain(from..to);
        self.meant.drain(from..to);
        self.starts.drain(from..to);
    }

    /// The mentions that lie within `span`.
    pub fn mentions_in(&self, span: TokenSpan) -> std::ops::Range<usize> {
        let start = self.mentions.partition_point(|m| m.tokens.start < span.start);
        let end = self.mentions.partition_point(|m| m.tokens.start < span.end);
        start..end.max(start)
    }

    /// Whether those tokens name somebody.
    pub fn named_within(&self, spans: &[TokenSpan], who: EntityId) -> bool {
        spans.iter().any(|span| self.mentions_in(*span).any(|m| self.meant[m] == Some(who)))
    }

    /// Whether those tokens speak of somebody by name or by a description.
    pub fn spoken_of_within(&self, spans: &[TokenSpan], who: EntityId) -> bool {
        let all = &self.occurrences;
        self.named_within(spans, who)
            || spans.iter().any(|span| {
                let from = all.partition_point(|o| o.tokens.start < span.start);
                let to = all.partition_point(|o| o.tokens.start < span.end);
                let within = all.get(from..to).unwrap_or(&[]);
                within.iter().any(|o| o.who == who && o.form == Form::Description)
            })
    }

    /// The entity of a state, body or organisation, made when first asked for.
    pub fn place(
        &mut self,
        words: &Analysis<'_>,
        registry: &Registry,
        place: Place,
        first: usize,
    ) -> EntityId {
        let key = match place {
            Place::Known(index) => u64::from(index) << 1,
            Place::Listed(state) => (u64::from(state) << 1) | 1,
        };
        if let Some(entity) = self.by_place.get(&key) {
            return *entity;
        }
        let entity = match place {
            Place::Known(index) => Entity::known(registry, index, first),
            Place::Listed(state) => {
                let name = words.lexicon().states.get(usize::from(state)).copied().unwrap_or("");
                Entity::named(ActorKind::State, name.to_string(), Link::Unknown, first)
            }
        };
        let id = self.push(entity);
        self.by_place.insert(key, id);
        id
    }

    /// The entity of a nameless group or an unknown body, one for each folded name.
    pub fn named(&mut self, kind: ActorKind, name: &str, first: usize) -> EntityId {
        let key = fold_hash(name);
        if let Some(entity) = self.by_phrase.get(&key) {
            return *entity;
        }
        let id = self.push(Entity::named(kind, name.to_string(), Link::Unknown, first));
        self.by_phrase.insert(key, id);
        id
    }

    /// Adds an entity; a known actor is only ever one.
    pub fn push(&mut self, entity: Entity) -> EntityId {
        self.entities.push(entity);
        self.entities.len() - 1
    }

    /// The entity of a known person, made when first asked for.
    pub fn known_person(&mut self, registry: &Registry, index: Index, first: usize) -> EntityId {
        let same = |e: &Entity| e.kind == ActorKind::Person && e.link == Link::Known(index);
        if let Some(entity) = self.entities.iter().position(same) {
            return entity;
        }
        let entity = Entity::known(registry, index, first);
        self.push(entity)
    }

    /// The one person of the text whose surname or given name this is.
    pub fn called(&self, fold: u64) -> Option<EntityId> {
        let only = |index: &HashedMap<Vec<EntityId>>| {
            index.get(&fold).filter(|ids| ids.len() == 1).map(|ids| ids[0])
        };
        only(&self.by_surname).or_else(|| only(&self.by_given)).filter(|_| fold != 0)
    }

    /// Makes an entity of a bare name that nobody introduced: a known actor's surname, if only one bears it.
    pub fn adopt(&mut self, words: &Analysis<'_>, registry: &Registry, mention: usize) -> Option<EntityId> {
        let span = self.mentions.get(mention)?.tokens;
        let surname = words.at(span.end - 1).fold.hash;
        let Link::Known(index) = link_surname(registry, surname, &[], None) else { return None };
        let entity = self.known_person(registry, index, span.start);
        self.meant[mention] = Some(entity);
        Some(entity)
    }
}

/// The registry's index of a place.
pub(super) fn known_place(place: &Place) -> Option<Index> {
    match place {
        Place::Known(index) => Some(*index),
        Place::Listed(_) => None,
    }
}

/// Whether the mention is a lone given name.
pub(super) fn is_given_only(words: &Analysis<'_>, span: TokenSpan) -> bool {
    span.len() == 1 && given_name(words, span.start)
}
