//! Who in the text answers to a description, and how well: by office, profession, place and the words around the noun.

use super::coreference::known_place;
use super::descriptions::Asked;
use super::entity::{Entity, EntityId};
use super::linking::Link;
use super::mentions::Place;
use super::registry::{Index, Known};
use super::resolver::Resolver;
use super::salience::salient;
use super::weights::described;
use crate::domain::ActorKind;
use crate::extract::language::lexicon::{Class, Classes, flag};
use crate::text::TokenSpan;

/// What else may be called so: a minister is the head of a ministry, a spokeswoman is a diplomat.
const WEAK: &[(Class, Class)] = &[
    (Class::Diplomat, Class::Spokesperson),
    (Class::Leader, Class::President),
    (Class::Head, Class::Chairman),
];

/// The words around the noun, ready to be held against each person of the text.
struct Sought<'a> {
    asked: &'a Asked<'a>,
    /// Other classes that will do.
    weak: Vec<Classes>,
    /// Hashes of capitalised words: "Kentucky".
    tags: Vec<u64>,
    /// Words of the person's description: "the head of the commission".
    details: Vec<String>,
}

impl Sought<'_> {
    /// Whether nothing that the description names in particular speaks against the person.
    fn is_open_to(&self, entity: &Entity) -> bool {
        self.tags.is_empty()
            || !self.asked.places.is_empty()
            || self.tags.iter().any(|t| entity.tags.contains(t))
    }
}

impl Resolver<'_> {
    /// The persons of the text who may be called so, best first.
    pub(super) fn called_so(&self, asked: &Asked<'_>, own: &[TokenSpan]) -> Vec<(EntityId, f32)> {
        let sought = self.sought(asked);
        let fits = |id: EntityId, entity: &Entity| -> Option<f32> {
            if entity.kind != ActorKind::Person || !self.may_be_meant(id) {
                return None;
            }
            if asked.gender.is_some() && entity.gender.is_some() && asked.gender != entity.gender {
                return None;
            }
            // "The Danish prime minister rejected Ms Carver's demand": nobody speaks of oneself by name.
            if self.chains.spoken_of_within(own, id) {
                return None;
            }
            let called = self.called(&sought, entity)?;
            Some(called + around(&sought, entity) + self.place_agreement(asked, entity)?)
        };
        salient(self.words, &self.chains, &self.said, asked.phrase.tokens.start, own, fits)
    }

    fn sought<'a>(&self, asked: &'a Asked<'a>) -> Sought<'a> {
        let (words, phrase) = (self.words, asked.phrase);
        let lexicon = words.lexicon();
        let unspecified = phrase.modifiers.is_empty() && (phrase.rest.is_empty() || asked.department);
        let weak = WEAK.iter().filter(|(own, _)| unspecified && lexicon.class(*own) == asked.office.own);
        let tag = |t: &usize| {
            let word = words.at(*t);
            word.capital && !word.is(flag::TITLE) && !word.initial
        };
        let detail = |t: &usize| words.at(*t).plain.words > 0 && !words.at(*t).is(flag::FUNCTION);
        let details = phrase.rest.range().chain(phrase.modifiers.range()).filter(detail);
        Sought {
            asked,
            weak: weak.map(|(_, other)| lexicon.class(*other)).collect(),
            tags: phrase.modifiers.range().filter(tag).map(|t| words.at(t).plain.hash).collect(),
            details: details.map(|t| words.text(t).to_lowercase()).filter(|w| w.len() > 4).collect(),
        }
    }

    /// How far what the person is called is what was asked; none if it is not.
    fn called(&self, sought: &Sought<'_>, entity: &Entity) -> Option<f32> {
        let lexicon = self.words.lexicon();
        let own = sought.asked.office.own;
        let (expert, leader) = (lexicon.class(Class::Expert), lexicon.class(Class::Leader));
        let experts = sought.asked.classes & expert != 0 && entity.classes & expert != 0;
        let held = self.linked(entity).is_some_and(|k| {
            let roles = self.registry.offices.roles(k.roles.clone());
            roles.iter().any(|r| r.office.own == own && r.on(self.days))
        });
        match () {
            () if held || entity.offices.iter().any(|o| o.own == own) => Some(described::OFFICE),
            // "The Opposition Leader" is not whoever leads something.
            () if entity.classes & own != 0 && sought.is_open_to(entity) => Some(described::CLASS),
            () if sought.weak.iter().any(|w| entity.classes & w != 0) => Some(described::WEAK),
            () if own != leader && experts => Some(described::EXPERT),
            () => None,
        }
    }

    /// Whether the person can belong to the places asked for, and how readily.
    fn place_agreement(&self, asked: &Asked<'_>, entity: &Entity) -> Option<f32> {
        let (places, office) = (&asked.places, &asked.office);
        if places.is_empty() {
            // "the Foreign Minister" is not the deputy.
            let exact = entity.offices.iter().any(|o| o.own == office.own && o.extra == office.extra);
            return Some(if exact || office.extra == 0 { 0.0 } else { described::OTHER_OFFICE });
        }
        if places.iter().all(|place| self.belongs(entity, place)) {
            Some(described::PLACE)
        } else if entity.places.is_empty() && self.linked(entity).is_none() {
            Some(described::PLACE_UNKNOWN)
        } else {
            None
        }
    }

    /// Whether the text or the registry puts the person with the place, or with a body of that state.
    pub(super) fn belongs(&self, entity: &Entity, place: &Place) -> bool {
        if entity.places.contains(place) {
            return true;
        }
        let Some(index) = known_place(place) else { return false };
        let state = |p: Index| self.registry.known(p).and_then(|k| k.state);
        let in_text = entity.places.iter().filter_map(known_place).any(|p| state(p) == Some(index));
        in_text
            || self.linked(entity).is_some_and(|k| {
                let mut roles = self.registry.offices.roles(k.roles.clone()).iter();
                k.state == Some(index)
                    || roles.any(|r| r.office.places.iter().any(|p| *p == index || state(*p) == Some(index)))
            })
    }

    /// The known actor that the person is.
    fn linked(&self, entity: &Entity) -> Option<&Known> {
        match entity.link {
            Link::Known(index) => self.registry.known(index),
            _ => None,
        }
    }
}

/// What the words around the noun say for or against the person.
fn around(sought: &Sought<'_>, entity: &Entity) -> f32 {
    let shared = sought.tags.iter().any(|t| entity.tags.contains(t));
    let tagged = match () {
        () if sought.tags.is_empty() => 0.0,
        () if shared => described::TAG,
        () if !sought.asked.places.is_empty() => 0.0,
        () if entity.tags.is_empty() => described::NO_TAG,
        () => described::OTHER_TAG,
    };
    let detailed = !sought.details.is_empty()
        && entity.description.as_ref().is_some_and(|text| {
            let text = text.to_lowercase();
            sought.details.iter().any(|d| text.contains(d.as_str()))
        });
    tagged + if detailed { described::DETAIL } else { 0.0 }
}
