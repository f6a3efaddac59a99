//! Entities to results: known ones by id, unknown ones that spoke as new actors, each once.

use super::coreference::known_place;
use super::entity::{Entity, EntityId};
use super::linking::Link;
use super::registry::Index;
use super::resolver::{Answer, Resolver};
use super::{ActorRef, NewActor, Speaker};
use crate::domain::{ActorKind, SpeakerMethod};
use crate::extract::language::lexicon::Class;

/// Hands out references and collects the new actors.
#[derive(Debug, Default)]
pub(super) struct NewActors {
    pub actors: Vec<NewActor>,
    by_entity: std::collections::BTreeMap<EntityId, usize>,
}

impl NewActors {
    /// The speaker that an answer amounts to.
    pub fn speaker(&mut self, resolver: &Resolver<'_>, answer: &Answer) -> Speaker {
        let mut refs = answer.who.iter().filter_map(|id| self.reference(resolver, *id));
        let actor = refs.next();
        let also = refs.collect();
        let candidates = answer
            .candidates
            .iter()
            .filter_map(|(id, s)| Some((self.reference(resolver, *id)?, *s)))
            .collect();
        let on_behalf_of = answer.on_behalf_of.and_then(|id| self.reference(resolver, id));
        match actor {
            Some(_) => Speaker {
                actor,
                method: answer.method,
                confidence: answer.confidence,
                candidates,
                on_behalf_of,
                also,
            },
            None => Speaker { candidates, ..Speaker::unknown() },
        }
    }

    /// The reference of an entity; none if it is one of several known actors and nothing tells which, or if it does
    /// not look like an actor.
    pub fn reference(&mut self, resolver: &Resolver<'_>, id: EntityId) -> Option<ActorRef> {
        let entity = resolver.entity(id)?;
        match &entity.link {
            Link::Known(index) => resolver.registry.known(*index).map(|k| ActorRef::Known(k.id)),
            Link::Ambiguous(_) => None,
            Link::Unknown => {
                if let Some(new) = self.by_entity.get(&id) {
                    return Some(ActorRef::New(*new));
                }
                if !is_actor(entity) || is_phrase(resolver, entity) {
                    return None;
                }
                let new = self.new_actor(resolver, entity.clone());
                self.actors.push(new);
                self.by_entity.insert(id, self.actors.len() - 1);
                Some(ActorRef::New(self.actors.len() - 1))
            }
        }
    }

    fn new_actor(&mut self, resolver: &Resolver<'_>, entity: Entity) -> NewActor {
        let known = |index: &Index| resolver.registry.known(*index);
        let places: Vec<Index> = entity.places.iter().filter_map(known_place).collect();
        let is_state = |i: &Index| known(i).is_some_and(|k| k.kind == ActorKind::State);
        let body = places.iter().find(|i| !is_state(i)).or(places.first());
        let state = places
            .iter()
            .find(|i| is_state(i))
            .copied()
            .or_else(|| body.and_then(known).and_then(|k| k.state));
        let mut spellings = entity.spellings;
        spellings.retain(|s| *s != entity.name);
        spellings.dedup();
        NewActor {
            name: entity.name,
            // Nobody knows whether the officials of one article are those of another.
            described: entity.described || entity.kind == ActorKind::Group,
            kind: entity.kind,
            gender: entity.gender,
            description: entity.description.unwrap_or_default(),
            role: entity.role,
            organisation: entity.organisation,
            organisation_actor: body.and_then(known).map(|k| ActorRef::Known(k.id)),
            state: state.as_ref().and_then(known).map(|k| ActorRef::Known(k.id)),
            spellings,
        }
    }
}

/// Who speaks on whose behalf: a spokesperson for the body or person of the office.
pub(super) fn principal(resolver: &mut Resolver<'_>, id: EntityId) -> Option<EntityId> {
    let spokesperson = resolver.words.lexicon().class(Class::Spokesperson);
    let entity = resolver.entity(id)?.clone();
    if entity.kind != ActorKind::Person || entity.classes & spokesperson == 0 {
        return None;
    }
    if let Link::Known(index) = entity.link {
        let known = resolver.registry.known(index)?;
        let roles = resolver.registry.offices.roles(known.roles.clone());
        let role = roles.iter().find(|r| r.office.own == spokesperson && r.on(resolver.days));
        let place = role.and_then(|r| r.office.places.last().copied());
        return place.map(|p| {
            resolver.chains.place(
                resolver.words,
                resolver.registry,
                super::mentions::Place::Known(p),
                usize::MAX,
            )
        });
    }
    if entity.principal.is_some() {
        return entity.principal;
    }
    let place = entity.places.last().copied()?;
    Some(resolver.chains.place(resolver.words, resolver.registry, place, usize::MAX))
}

/// Whether an unknown entity may become an actor: a person with two names or a title, a body that is no common word.
fn is_actor(entity: &Entity) -> bool {
    let words = entity.name.split_whitespace().count();
    match entity.kind {
        ActorKind::Person if entity.described => true,
        ActorKind::Person => {
            entity.surname != 0 && (words >= 2 || entity.bare)
                || !entity.offices.is_empty()
                || entity.gender.is_some()
        }
        _ if entity.described => true,
        _ => words > 0 && entity.name.chars().filter(|c| c.is_alphabetic()).count() > 1,
    }
}

/// Whether what looks like a person's name is made of words of the text and nothing else speaks for a person.
fn is_phrase(resolver: &Resolver<'_>, entity: &Entity) -> bool {
    let evidence = entity.gender.is_some()
        || entity.classes != 0
        || entity.description.is_some()
        || entity.bare
        || entity.described
        || entity.given == 0;
    entity.kind == ActorKind::Person
        && !evidence
        && entity.name.split(' ').any(|word| resolver.words.is_common_text(word))
}

impl Speaker {
    /// Nobody known.
    pub(super) fn unknown() -> Self {
        Self {
            actor: None,
            method: SpeakerMethod::None,
            confidence: 0.0,
            candidates: Vec::new(),
            on_behalf_of: None,
            also: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::ActorRef;
    use super::super::testing::resolved;
    use crate::domain::{ActorKind, Gender};

    #[test]
    fn a_new_person_keeps_what_the_text_says() {
        let text = "{Ida Morran, senior fellow at the Port Affairs Council}, said [so].";
        let (speakers, new) = resolved(text);
        assert_eq!(speakers[0].actor, Some(ActorRef::New(0)));
        let ida = &new[0];
        assert_eq!(
            (ida.name.as_str(), ida.kind, ida.gender),
            ("Ida Morran", ActorKind::Person, Some(Gender::Female))
        );
        assert_eq!(ida.description, "senior fellow at the Port Affairs Council");
        assert_eq!(ida.role.as_deref(), Some("senior fellow"));
        assert_eq!(ida.organisation.as_deref(), Some("Port Affairs Council"));
        assert!(matches!(ida.organisation_actor, Some(ActorRef::Known(_))));
        assert!(matches!(ida.state, Some(ActorRef::Known(_))));
    }

    #[test]
    fn a_spokesperson_speaks_for_a_body() {
        let (speakers, _) =
            resolved("{Foreign Ministry spokeswoman Lena Voss} said [so]. {She} said [more].");
        assert!(speakers.iter().all(|s| s.on_behalf_of.is_some() && s.on_behalf_of != s.actor));
    }

    #[test]
    fn what_is_no_actor_makes_none() {
        for text in ["{The report} says [so].", "{Tuesday} brought [rain].", "{The Republican} said [so]."] {
            let (speakers, new) = resolved(text);
            assert!(new.is_empty() && speakers[0].actor.is_none(), "{text}");
        }
    }
}
