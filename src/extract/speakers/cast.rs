//! Everybody whom a text speaks of, once its speakers are told: what the stage behind this one asks.

use super::coreference::{Form, Occurrence};
use super::entity::EntityId;
use super::new_actors::NewActors;
use super::resolver::{Answer, Resolver};
use super::{ActorRef, Resolution, Speaker};
use crate::domain::ActorKind;
use crate::text::TokenSpan;

/// The actors of a text, their mentions, and who made its statements.
pub(crate) struct Cast<'a> {
    resolver: Resolver<'a>,
    answers: Vec<Answer>,
    speakers: Vec<Speaker>,
    new_actors: NewActors,
}

impl<'a> Cast<'a> {
    /// What resolution has come to.
    pub(super) fn new(resolver: Resolver<'a>, answers: Vec<Answer>) -> Self {
        let mut new_actors = NewActors::default();
        let speakers = answers.iter().map(|answer| new_actors.speaker(&resolver, answer)).collect();
        Self { resolver, answers, speakers, new_actors }
    }

    /// Every place at which the text speaks of somebody, in its order.
    pub fn mentions(&self) -> &[Occurrence] {
        &self.resolver.chains.occurrences
    }

    /// Those that begin within `span`.
    pub fn mentions_in(&self, span: TokenSpan) -> &[Occurrence] {
        let all = self.mentions();
        let from = all.partition_point(|m| m.tokens.start < span.start);
        let to = all.partition_point(|m| m.tokens.start < span.end);
        all.get(from..to).unwrap_or_default()
    }

    /// How the text speaks of whoever is named within `span`.
    pub fn form_at(&self, span: TokenSpan) -> Option<Form> {
        self.mentions_in(span).first().map(|m| m.form)
    }

    /// Who made the statement with this number; nobody where it cannot be told.
    pub fn speakers_of(&self, statement: usize) -> &[EntityId] {
        self.answers.get(statement).map(|a| a.who.as_slice()).unwrap_or_default()
    }

    /// What sort of actor it is.
    pub fn kind(&self, who: EntityId) -> ActorKind {
        self.resolver.entity(who).map_or(ActorKind::Group, |e| e.kind)
    }

    /// What it is called in the text and in the registry.
    #[cfg(feature = "train")]
    pub fn names(&self, who: EntityId) -> Vec<String> {
        self.resolver.names(who)
    }

    /// The actor that it is; none where it is one of several, or looks like none.
    pub fn actor(&mut self, who: EntityId) -> Option<ActorRef> {
        self.new_actors.reference(&self.resolver, who)
    }

    /// The speakers, and all actors that have been asked for.
    pub fn into_resolution(self) -> Resolution {
        Resolution { speakers: self.speakers, new_actors: self.new_actors.actors }
    }
}
