//! The coreference chains of a document: who and what it mentions, each once. Names in, entities out: full names first, then
//! surnames and given names that can only mean somebody already there.

use super::appositions::{Apposition, apposition_after};
use super::entity::{Entity, EntityId};
use super::linking::{Link, link_full_name, link_surname};
use super::mentions::{Mention, Place, What};
use super::names::{given_name, is_initial, is_suffix};
use super::offices::Days;
use super::registry::{Index, Registry};
use super::titles::{Titles, titles_before};
use crate::domain::{ActorKind, Gender};
use crate::extract::analysis::Analysis;
use crate::extract::language::WordSet;
use crate::extract::language::lexicon::{Class, Classes, flag};
use crate::extract::phrase::HashedMap;
use crate::text::TokenSpan;

/// What a document mentions, and what is meant.
#[derive(Debug, Default)]
pub(super) struct Coreference {
    pub mentions: Vec<Mention>,
    /// For each mention its entity, if it has one.
    pub meant: Vec<Option<EntityId>>,
    /// For each mention the first token of its titles ("President" in "President Kest").
    pub starts: Vec<usize>,
    pub entities: Vec<Entity>,
    by_surname: HashedMap<Vec<EntityId>>,
    by_given: HashedMap<Vec<EntityId>>,
    by_phrase: HashedMap<EntityId>,
    by_place: HashedMap<EntityId>,
}

impl Coreference {
    /// Groups the mentions of a document.
    pub fn new(
        words: &Analysis<'_>,
        registry: &Registry,
        mentions: Vec<Mention>,
        days: Option<Days>,
    ) -> Self {
        let count = mentions.len();
        let starts = mentions.iter().map(|m| m.tokens.start).collect();
        let mut chains = Self { mentions, meant: vec![None; count], starts, ..Self::default() };
        let titles: Vec<Titles> = (0..count).map(|m| titles_before(words, &chains.mentions, m)).collect();
        for (m, titles) in titles.iter().enumerate() {
            if chains.is_full_name(words, m) {
                chains.add_full_name(words, registry, m, titles, days);
            }
        }
        for (m, titles) in titles.iter().enumerate() {
            chains.add_rest(words, registry, m, titles, days);
        }
        for (m, titles) in titles.iter().enumerate() {
            if let Some(principal) = titles.principal
                && let Some(entity) = chains.meant[m]
            {
                chains.entities[entity].principal = chains.meant.get(principal).copied().flatten();
            }
        }
        chains
    }

    /// The mention that holds the token.
    pub fn mention_at(&self, token: usize) -> Option<usize> {
        let after = self.mentions.partition_point(|m| m.tokens.start <= token);
        after.checked_sub(1).filter(|m| self.mentions[*m].tokens.holds(token))
    }

    /// The mentions that lie within `span`.
    pub fn mentions_in(&self, span: TokenSpan) -> std::ops::Range<usize> {
        let start = self.mentions.partition_point(|m| m.tokens.start < span.start);
        let end = self.mentions.partition_point(|m| m.tokens.start < span.end);
        start..end.max(start)
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
        let key = crate::extract::language::fold_hash(name);
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

    fn is_full_name(&self, words: &Analysis<'_>, m: usize) -> bool {
        let span = self.mentions[m].tokens;
        let mut start = span.start;
        // "Le Pen" is a surname.
        while words.at(start).is(flag::PARTICLE) && !given_name(words, start) && start + 1 < span.end {
            start += 1;
        }
        self.mentions[m].what == What::Name
            && (start..span.end).filter(|t| !is_suffix(&words.language.word_sets, words.text(*t))).count() > 1
    }

    fn add_full_name(
        &mut self,
        words: &Analysis<'_>,
        registry: &Registry,
        m: usize,
        titles: &Titles,
        days: Option<Days>,
    ) {
        let span = self.mentions[m].tokens;
        let last = span
            .range()
            .rev()
            .find(|t| !is_suffix(&words.language.word_sets, words.text(*t)))
            .unwrap_or(span.start);
        let (given, surname) = (words.at(span.start).fold.hash, words.at(last).fold.hash);
        let mut found = self.same_person(words, span.start, last);
        let opening = words.at(span.start);
        let doubtful = (opening.initial || words.is_common(&opening))
            && !given_name(words, span.start)
            && !is_initial(words.text(span.start));
        if found.is_none() && doubtful {
            // "Dump Kest": a word before a surname that the text has introduced.
            let proper =
                |id: &EntityId| self.entities[*id].gender.is_some() || self.entities[*id].classes != 0;
            found = self.by_surname.get(&surname).and_then(|ids| ids.iter().copied().find(proper));
            if let Some(id) = found {
                self.meant[m] = Some(id);
                self.starts[m] = last;
                return;
            }
        }
        let apposition = apposition_after(words, &self.mentions, m);
        let id = match found {
            Some(id) => id,
            None => {
                let mut entity =
                    Entity::named(ActorKind::Person, words.phrase(span), Link::Unknown, span.start);
                (entity.given, entity.surname) = (given, surname);
                entity.gender = words.lexicon().given(words.at(span.start).plain.hash, given).flatten();
                if entity.gender.is_none() {
                    entity.gender = gender_of_surname(words, last);
                }
                let id = self.push(entity);
                self.by_given.entry(given).or_default().push(id);
                id
            }
        };
        // Also under a second spelling of the surname.
        let of_surname = self.by_surname.entry(surname).or_default();
        if !of_surname.contains(&id) {
            of_surname.push(id);
        }
        self.add_evidence(words, id, m, titles, &apposition);
        let entity = &mut self.entities[id];
        if !matches!(entity.link, Link::Known(_)) {
            let places: Vec<Index> = entity.places.iter().filter_map(known_place).collect();
            entity.link = link_full_name(words, registry, span, last, &places, entity.classes, days);
            self.settle(registry, id);
        }
    }

    /// Surnames, given names, known short names, places and bodies.
    fn add_rest(
        &mut self,
        words: &Analysis<'_>,
        registry: &Registry,
        m: usize,
        titles: &Titles,
        days: Option<Days>,
    ) {
        let Mention { tokens: span, what } = self.mentions[m];
        match what {
            _ if self.meant[m].is_some() => {}
            What::Place(place) => {
                let id = self.place(words, registry, place, span.start);
                self.meant[m] = Some(id);
            }
            What::Demonym(_) => {}
            What::Organisation(kind) => {
                // "KEST:" in a transcript is the person, not an acronym.
                let fold = words.at(span.start).fold.hash;
                let person =
                    (span.len() == 1).then(|| self.bearer(&self.by_surname, fold, m, None)).flatten();
                if person.is_some() {
                    self.meant[m] = person;
                    return;
                }
                let id = self.named(kind, &words.phrase(span), span.start);
                self.meant[m] = Some(id);
            }
            What::Name | What::KnownPerson(_) => {
                let last = span
                    .range()
                    .rev()
                    .find(|t| !is_suffix(&words.language.word_sets, words.text(*t)))
                    .unwrap_or(span.start);
                let fold = words.at(last).fold.hash;
                let found = self
                    .bearer(&self.by_surname, fold, m, titles.gender)
                    .or_else(|| self.bearer(&self.by_given, fold, m, titles.gender));
                let id = match (found, what) {
                    (Some(id), _) => Some(id),
                    (None, What::KnownPerson(index)) => {
                        let id = self.known_person(registry, index, span.start);
                        self.entities[id].surname = fold;
                        self.by_surname.entry(fold).or_default().push(id);
                        Some(id)
                    }
                    (None, _) => self.titled(words, registry, m, titles, days),
                };
                if let Some(id) = id {
                    self.entities[id].bare = true;
                    let apposition = apposition_after(words, &self.mentions, m);
                    self.add_evidence(words, id, m, titles, &apposition);
                }
            }
        }
    }

    /// A surname with a title in front, of nobody introduced: "Sen. Kest".
    fn titled(
        &mut self,
        words: &Analysis<'_>,
        registry: &Registry,
        m: usize,
        titles: &Titles,
        days: Option<Days>,
    ) -> Option<EntityId> {
        let span = self.mentions[m].tokens;
        let surname = words.at(span.end - 1).fold.hash;
        let lexicon = words.lexicon();
        let party = lexicon.class(Class::Republican) | lexicon.class(Class::Democrat);
        let dignified = lexicon.any_of(&DIGNIFIED);
        let address = |c: Classes| c & party == 0 && c & dignified != 0;
        let titled = titles.gender.is_some() || titles.offices.iter().any(|o| address(o.classes));
        let loud = words.headline(span.start) || words.at(span.end).capital;
        let adjacent = words.at(span.start.saturating_sub(1)).capital;
        if !titled || loud || !adjacent || words.text(span.start).chars().count() < 2 {
            return None;
        }
        let places: Vec<Index> = titles.places.iter().filter_map(known_place).collect();
        let link = link_surname(registry, surname, &places, days);
        if let Link::Known(index) = link {
            let id = self.known_person(registry, index, span.start);
            self.entities[id].surname = surname;
            self.by_surname.entry(surname).or_default().push(id);
            return Some(id);
        }
        let mut entity = Entity::named(ActorKind::Person, words.phrase(span), link, span.start);
        entity.surname = surname;
        let id = self.push(entity);
        self.by_surname.entry(surname).or_default().push(id);
        Some(id)
    }

    /// Who bears the name: whoever was called so before, else whoever was introduced last, else next.
    fn bearer(
        &self,
        index: &HashedMap<Vec<EntityId>>,
        fold: u64,
        m: usize,
        gender: Option<Gender>,
    ) -> Option<EntityId> {
        let at = self.mentions[m].tokens.start;
        let agrees = |e: &&Entity| gender.is_none() || e.gender.is_none() || e.gender == gender;
        let candidates = index.get(&fold)?;
        let entity = |id: &EntityId| self.entities.get(*id).filter(agrees).map(|e| (*id, e));
        let bare = candidates.iter().filter_map(entity).find(|(_, e)| e.bare && e.first <= at);
        let before = || {
            candidates.iter().filter_map(entity).filter(|(_, e)| e.first <= at).max_by_key(|(_, e)| e.first)
        };
        let next = || candidates.iter().filter_map(entity).min_by_key(|(_, e)| e.first);
        bare.or_else(before).or_else(next).map(|(id, _)| id)
    }

    /// The person already there whose name this is, spelled the same or nearly so.
    fn same_person(&self, words: &Analysis<'_>, first: usize, last: usize) -> Option<EntityId> {
        let (given, surname) = (words.at(first).fold.hash, words.at(last).fold.hash);
        let by_surname = self.by_surname.get(&surname).into_iter().flatten().copied();
        let same = by_surname.into_iter().find(|id| {
            let entity = &self.entities[*id];
            entity.given == given
                || ends_with(&entity.name, words.text(first), words.text(last))
                || words.lexicon().same_given(entity.given, given)
                || near_given(&entity.name, words.text(first))
        });
        same.or_else(|| {
            self.by_given.get(&given)?.iter().copied().find(|id| {
                let name = self.entities[*id].name.as_str();
                let other =
                    name.rsplit(' ').find(|w| !is_suffix(&words.language.word_sets, w)).unwrap_or(name);
                super::linking::nearly(other, words.text(last))
            })
        })
    }

    fn add_evidence(
        &mut self,
        words: &Analysis<'_>,
        id: EntityId,
        m: usize,
        titles: &Titles,
        apposition: &Apposition,
    ) {
        let span = self.mentions[m].tokens;
        self.meant[m] = Some(id);
        self.starts[m] = titles.start;
        let written = words.phrase(span);
        let entity = &mut self.entities[id];
        entity.first = entity.first.min(span.start);
        let fuller = span.len() > 1 && entity.name.split(' ').count() < 2;
        if fuller {
            entity.spellings.push(std::mem::replace(&mut entity.name, written));
        } else if span.len() > 1 && written != entity.name && !entity.spellings.contains(&written) {
            entity.spellings.push(written);
        }
        // What an address says outweighs what a given name suggests.
        entity.gender = titles.gender.or(entity.gender).or(apposition.gender);
        entity.classes |= apposition.party;
        for tag in titles.tags.iter().chain(&apposition.tags) {
            if entity.tags.len() < 32 && !entity.tags.contains(tag) {
                entity.tags.push(*tag);
            }
        }
        for source in [&titles.offices, &apposition.offices] {
            for office in source {
                entity.classes |= office.classes;
                if !entity.offices.contains(office) {
                    entity.offices.push(office.clone());
                }
            }
        }
        for place in titles.places.iter().chain(&apposition.places) {
            if !entity.places.contains(place) {
                entity.places.push(*place);
            }
        }
        if entity.description.is_none() {
            let (description, role) = match apposition.description {
                Some(_) => (apposition.description, apposition.role),
                None => (titles.description, titles.role),
            };
            entity.description = description.map(|d| words.phrase(d));
            entity.role = role.map(|r| words.phrase(r));
            let organisation = apposition.organisation.or(titles.organisation);
            entity.organisation = organisation.map(|o| words.phrase(o));
        }
    }

    /// Takes over what the registry knows, and joins two entities that turn out to be one actor.
    fn settle(&mut self, registry: &Registry, id: EntityId) {
        let Link::Known(index) = self.entities[id].link else { return };
        let Some(known) = registry.known(index) else { return };
        let entity = &mut self.entities[id];
        entity.gender = known.gender.or(entity.gender);
        entity.classes |= known.classes;
        let same = |e: &Entity| e.kind == ActorKind::Person && e.link == Link::Known(index);
        let Some(earlier) = self.entities.iter().position(same).filter(|e| *e < id) else { return };
        let merged = self.entities[id].clone();
        let keep = &mut self.entities[earlier];
        if merged.name != keep.name {
            keep.spellings.push(merged.name);
        }
        keep.offices.extend(merged.offices);
        keep.places.extend(merged.places);
        keep.classes |= merged.classes;
        for meant in self.meant.iter_mut().filter(|m| **m == Some(id)) {
            *meant = Some(earlier);
        }
        for ids in self.by_surname.values_mut().chain(self.by_given.values_mut()) {
            ids.iter_mut().filter(|i| **i == id).for_each(|i| *i = earlier);
        }
    }
}

/// The registry's index of a place.
pub(super) fn known_place(place: &Place) -> Option<Index> {
    match place {
        Place::Known(index) => Some(*index),
        Place::Listed(_) => None,
    }
}

/// Whether a name's given name and another word can be one: initials, or a letter's difference.
fn near_given(name: &str, other: &str) -> bool {
    let given = name.split(' ').next().unwrap_or(name);
    let same_letter = given.chars().next() == other.chars().next();
    same_letter && (is_initial(given) || is_initial(other) || super::linking::nearly(given, other))
}

/// Whether the two words are the end of a longer name: a surname of two words.
fn ends_with(name: &str, first: &str, last: &str) -> bool {
    let mut end = name.rsplit(' ');
    end.next() == Some(last) && end.next() == Some(first) && end.next().is_some()
}

/// What an address before a lone surname says of its bearer.
const DIGNIFIED: [Class; 8] = [
    Class::Official,
    Class::Military,
    Class::Cleric,
    Class::Professor,
    Class::Judge,
    Class::Doctor,
    Class::Royal,
    Class::Nobility,
];

/// Slavic surnames tell the gender.
fn gender_of_surname(words: &Analysis<'_>, token: usize) -> Option<Gender> {
    let long = words.text(token).len() > 5;
    if long && words.is_in(token, WordSet::FemaleSurname) {
        Some(Gender::Female)
    } else if long && words.is_in(token, WordSet::MaleSurname) {
        Some(Gender::Male)
    } else {
        None
    }
}

/// Whether the mention is a lone given name.
pub(super) fn is_given_only(words: &Analysis<'_>, span: TokenSpan) -> bool {
    span.len() == 1 && given_name(words, span.start)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{resolved, speakers};

    #[test]
    fn one_person_in_any_spelling() {
        let text = "{Alexei Podgoryanov}, {Alexey Podgorianov}, {Podgoryanov} and {A. Podgorjanov} wrote.";
        assert!(speakers(text).iter().all(|s| s == "Alexei Podgoryanov"), "{:?}", speakers(text));
        assert_eq!(resolved(text).1.len(), 1);
    }

    #[test]
    fn two_persons_of_one_surname() {
        let text = "Mira Kest and Tobias Kest came. {Mr. Kest} left. {Mrs. Kest} stayed.";
        assert_eq!(speakers(text), ["Tobias Kest", "Mira Kest"]);
    }

    #[test]
    fn a_surname_of_two_words() {
        assert_eq!(speakers("Inés Ortega Ruiz came. {Ortega Ruiz} left."), ["Inés Ortega Ruiz"]);
        assert_eq!(speakers("Marin Le Duc came. {Le Duc} left."), ["Marin Le Duc"]);
    }
}
