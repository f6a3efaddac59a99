//! Mentions into entities: full names first, then surnames and given names that can only mean somebody already there,
//! places and bodies.

use super::appositions::apposition_after;
use super::coreference::{Coreference, known_place};
use super::entity::{Entity, EntityId};
use super::linking::{Link, link_full_name, link_surname};
use super::mentions::{Mention, Place, What};
use super::names::{given_name, is_initial, is_suffix};
use super::nominals;
use super::offices::Days;
use super::registry::{Index, Registry};
use super::sorts::{Sort, Sorts};
use super::titles::{Titles, titles_before};
use super::weights::sort as weights;
use crate::domain::{ActorKind, Gender};
use crate::extract::analysis::Analysis;
use crate::extract::analysis::tags::{EntityClass, Pos};
use crate::extract::language::WordSet;
use crate::extract::language::lexicon::{Class, Classes, flag};
use crate::text::TokenSpan;
use std::collections::BTreeSet;

/// A quotation of so many tokens, marks among them, may be a title.
pub(super) const TITLE: usize = 9;

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

/// Finds out what is meant by the mentions of a document that was published on those days.
pub(super) fn gather(
    words: &Analysis<'_>,
    registry: &Registry,
    mentions: Vec<Mention>,
    days: Option<Days>,
) -> Coreference {
    let sorts = Sorts::of(words, &mentions);
    let (states, parties) = (BTreeSet::new(), BTreeSet::new());
    let mut gathering =
        Gathering { words, registry, days, sorts, chains: Coreference::of(mentions), states, parties };
    gathering.sort_names();
    let mentions = &gathering.chains.mentions;
    let titles: Vec<Titles> = (0..mentions.len()).map(|m| titles_before(words, mentions, m)).collect();
    for (m, titles) in titles.iter().enumerate() {
        if gathering.is_full_name(m) {
            gathering.full_name(m, titles);
        } else if let What::Organisation(kind) = gathering.chains.mentions[m].what
            && gathering.chains.mentions[m].tokens.len() > 1
        {
            gathering.body(m, kind);
        }
    }
    gathering.states = gathering.states_spoken_of();
    gathering.parties = gathering.parties();
    for (m, titles) in titles.iter().enumerate() {
        gathering.rest(m, titles);
    }
    let mut chains = gathering.chains;
    for (m, titles) in titles.iter().enumerate() {
        if let (Some(principal), Some(entity)) = (titles.principal, chains.meant[m]) {
            chains.entities[entity].principal = chains.meant.get(principal).copied().flatten();
        }
    }
    nominals::occurrences(words, &mut chains);
    chains
}

/// Chains in the making.
pub(super) struct Gathering<'t> {
    pub words: &'t Analysis<'t>,
    pub registry: &'t Registry,
    pub days: Option<Days>,
    pub sorts: Sorts,
    pub chains: Coreference,
    /// The states that the document speaks of.
    pub states: BTreeSet<Index>,
    /// Known actors whose name is that of something else here.
    pub parties: BTreeSet<Index>,
}

impl Gathering<'_> {
    fn body(&mut self, m: usize, kind: ActorKind) {
        let span = self.chains.mentions[m].tokens;
        let id = self.chains.organisation(self.words, kind, span);
        self.chains.meant[m] = Some(id);
    }

    pub(super) fn is_full_name(&self, m: usize) -> bool {
        let words = self.words;
        let span = self.chains.mentions[m].tokens;
        let mut start = span.start;
        // "Le Pen" is a surname.
        while words.at(start).is(flag::PARTICLE) && !given_name(words, start) && start + 1 < span.end {
            start += 1;
        }
        self.chains.mentions[m].what == What::Name
            && (start..span.end).filter(|t| !self.is_suffix(words.text(*t))).count() > 1
    }

    /// A given name and a surname: somebody already there, or somebody new.
    fn full_name(&mut self, m: usize, titles: &Titles) {
        let words = self.words;
        let span = self.chains.mentions[m].tokens;
        let last = self.surname_in(span);
        let (given, surname) = (words.at(span.start).fold.hash, words.at(last).fold.hash);
        let found = self.same_person(span.start, last);
        if found.is_none()
            && let Some(id) = self.behind_a_word(span.start, surname)
        {
            self.chains.meant[m] = Some(id);
            self.chains.starts[m] = last;
            return;
        }
        let id = found.unwrap_or_else(|| {
            let mut entity = Entity::named(ActorKind::Person, words.phrase(span), Link::Unknown, span.start);
            (entity.given, entity.surname) = (given, surname);
            let by_given = words.lexicon().given(words.at(span.start).plain.hash, given).flatten();
            entity.gender = by_given.or_else(|| gender_of_surname(words, last));
            let id = self.chains.push(entity);
            self.chains.by_given.entry(given).or_default().push(id);
            id
        });
        // Also under a second spelling of the surname.
        let of_surname = self.chains.by_surname.entry(surname).or_default();
        if !of_surname.contains(&id) {
            of_surname.push(id);
        }
        self.add_evidence(id, m, titles);
        let entity = &mut self.chains.entities[id];
        if !matches!(entity.link, Link::Known(_)) {
            let places: Vec<Index> = entity.places.iter().filter_map(known_place).collect();
            entity.link =
                link_full_name(words, self.registry, span, last, &places, entity.classes, self.days);
            self.settle(id);
        }
    }

    /// "Dump Kest": a word before a surname that the text has introduced.
    fn behind_a_word(&self, first: usize, surname: u64) -> Option<EntityId> {
        let words = self.words;
        let opening = words.at(first);
        let opens = opening.initial && words.entity(first) != EntityClass::Person;
        let doubtful = (opens || words.is_common(&opening))
            && !given_name(words, first)
            && !is_initial(words.text(first));
        let entities = &self.chains.entities;
        let proper = |id: &EntityId| entities[*id].gender.is_some() || entities[*id].classes != 0;
        let bearers = self.chains.by_surname.get(&surname).filter(|_| doubtful)?;
        bearers.iter().copied().find(proper)
    }

    /// Surnames, given names, known short names, places and bodies.
    fn rest(&mut self, m: usize, titles: &Titles) {
        let Mention { tokens: span, what } = self.chains.mentions[m];
        if self.chains.meant[m].is_some() {
            return;
        }
        match what {
            What::Place(Place::Known(index)) if self.is_of_another_state(index, span) => {
                self.chains.mentions[m].what = What::Organisation(ActorKind::Body);
                self.body(m, ActorKind::Body);
            }
            What::Place(place) => {
                let id = self.chains.place(self.words, self.registry, place, span.start);
                self.chains.meant[m] = Some(id);
            }
            What::Demonym(_) => {}
            What::Organisation(kind) => {
                // "KEST:" in a transcript is the person, not an acronym.
                let fold = self.words.at(span.start).fold.hash;
                let person = self.bearer(&self.chains.by_surname, fold, m, None).filter(|_| span.len() == 1);
                match person {
                    Some(id) => self.chains.meant[m] = Some(id),
                    None => self.body(m, kind),
                }
            }
            What::Locality => {}
            What::Name | What::KnownPerson(_) => self.part_of_name(m, titles),
        }
    }

    /// A surname or given name alone, or a nickname.
    fn part_of_name(&mut self, m: usize, titles: &Titles) {
        let Mention { tokens: span, what } = self.chains.mentions[m];
        let fold = self.words.at(self.surname_in(span)).fold.hash;
        if what == What::Name
            && let Some(several) = self.several_bearers(fold, m, titles)
        {
            self.chains.open.insert(m, several);
            return;
        }
        let found = self
            .bearer(&self.chains.by_surname, fold, m, titles.gender)
            .or_else(|| self.bearer(&self.chains.by_given, fold, m, titles.gender));
        let found = found.or_else(|| self.nearly_called(m).filter(|_| what == What::Name));
        let id = match (found, what) {
            (Some(id), _) => Some(id),
            (None, What::KnownPerson(index)) if self.may_be_called(index, titles) => {
                Some(self.known(index, fold, span.start))
            }
            (None, _) => match self.chains.begun_so(self.words, span) {
                // "Zentrix Inc. … Zentrix".
                Some(id) => {
                    let kind = self.chains.entities[id].kind;
                    self.chains.mentions[m].what = What::Organisation(kind);
                    self.chains.meant[m] = Some(id);
                    return;
                }
                None => self.titled(m, titles).or_else(|| self.lone(m)),
            },
        };
        if let Some(id) = id {
            self.chains.entities[id].bare = true;
            self.add_evidence(id, m, titles);
        }
    }

    /// A surname with a title in front, of nobody introduced: "Sen. Kest".
    fn titled(&mut self, m: usize, titles: &Titles) -> Option<EntityId> {
        let words = self.words;
        let span = self.chains.mentions[m].tokens;
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
        let link = match self.holder_called(surname, titles, &places) {
            Some(index) => Link::Known(index),
            None => match link_surname(self.registry, surname, &places, self.days) {
                Link::Known(index) if !self.may_be_called(index, titles) => Link::Unknown,
                link => link,
            },
        };
        if let Link::Known(index) = link {
            return Some(self.known(index, surname, span.start));
        }
        let mut entity = Entity::named(ActorKind::Person, words.phrase(span), link, span.start);
        entity.surname = surname;
        let id = self.chains.push(entity);
        self.chains.by_surname.entry(surname).or_default().push(id);
        Some(id)
    }

    /// A name of one word that nobody introduced: "Corvalho", "Zentrix". A sentence's first word, or one of a headline, is
    /// a name only if the text has it elsewhere as one.
    fn lone(&mut self, m: usize) -> Option<EntityId> {
        let words = self.words;
        let span = self.chains.mentions[m].tokens;
        let word = words.at(span.start);
        if words.is_common(&word)
            || word.is(flag::FUNCTION | flag::NOT_NAME)
            || words.text(span.start).chars().count() < 3
        {
            return None;
        }
        // "the “Orange” star": in the marks of a title.
        let quotation = words.quotation(span.start).and_then(|q| words.doc.quotations().get(q as usize));
        if quotation.is_some_and(|q| q.tokens.len() <= TITLE) {
            return None;
        }
        // "Jurors said": a sentence's first word that the text has nowhere else.
        if words.is_in(span.start, WordSet::AgentPlural) && word.initial {
            return None;
        }
        // "Reacting to the report".
        let gerund = word.initial && words.is_in(span.start, WordSet::GerundEnding);
        if gerund && matches!(words.pos(span.end), Pos::IN | Pos::TO) {
            return None;
        }
        // "Somewhere", "Companies": an ordinary word where every word has a capital, and nowhere else a name.
        let opens = word.initial || words.headline(span.start);
        if opens
            && words.is_word(span.start)
            && self.sorts.is_once(words, span)
            && !given_name(words, span.start)
        {
            return None;
        }
        let known = has_person(self.registry, word.fold.hash);
        let (sort, lead) = self.sorts.sort(words, span)?;
        if known || lead < weights::LONE {
            return None;
        }
        // "the Kaldorian": nobody's name has an article.
        let article = span.start > 0 && words.is_in(span.start - 1, WordSet::The);
        // "Harbour Minister".
        let office = words.at(span.end).capital && words.at(span.end).occupation.is_some();
        match sort {
            Sort::Person if article || office => None,
            Sort::Person => {
                let surname = word.fold.hash;
                let mut entity =
                    Entity::named(ActorKind::Person, words.phrase(span), Link::Unknown, span.start);
                entity.surname = surname;
                let id = self.chains.push(entity);
                self.chains.by_surname.entry(surname).or_default().push(id);
                Some(id)
            }
            Sort::Organisation(kind) => {
                self.chains.mentions[m].what = What::Organisation(kind);
                Some(self.chains.organisation(words, kind, span))
            }
            Sort::Place => {
                self.chains.mentions[m].what = What::Locality;
                None
            }
        }
    }

    /// The entity of a known person who is called by this surname here.
    fn known(&mut self, index: Index, surname: u64, first: usize) -> EntityId {
        let id = self.chains.known_person(self.registry, index, first);
        self.chains.entities[id].surname = surname;
        self.chains.by_surname.entry(surname).or_default().push(id);
        id
    }

    /// The mention means this person, and what stands around it is said of that person.
    fn add_evidence(&mut self, id: EntityId, m: usize, titles: &Titles) {
        self.chains.meant[m] = Some(id);
        self.chains.starts[m] = titles.start;
        let apposition = apposition_after(self.words, &self.chains.mentions, m);
        let span = self.chains.mentions[m].tokens;
        self.chains.entities[id].learn(self.words, span, titles, &apposition);
    }

    /// Takes over what the registry knows, and joins two entities that turn out to be one actor.
    fn settle(&mut self, id: EntityId) {
        let entities = &mut self.chains.entities;
        let Link::Known(index) = entities[id].link else { return };
        let Some(known) = self.registry.known(index) else { return };
        let entity = &mut entities[id];
        entity.gender = known.gender.or(entity.gender);
        entity.classes |= known.classes;
        let same = |e: &Entity| e.kind == ActorKind::Person && e.link == Link::Known(index);
        let Some(earlier) = entities.iter().position(same).filter(|e| *e < id) else { return };
        let merged = entities[id].clone();
        entities[earlier].absorb(merged);
        for meant in self.chains.meant.iter_mut().filter(|m| **m == Some(id)) {
            *meant = Some(earlier);
        }
        for ids in self.chains.by_surname.values_mut().chain(self.chains.by_given.values_mut()) {
            ids.iter_mut().filter(|i| **i == id).for_each(|i| *i = earlier);
        }
    }

    /// The last word of a name that is no "Jr.".
    fn surname_in(&self, span: TokenSpan) -> usize {
        span.range().rev().find(|t| !self.is_suffix(self.words.text(*t))).unwrap_or(span.start)
    }

    pub(super) fn is_suffix(&self, word: &str) -> bool {
        is_suffix(&self.words.language.word_sets, word)
    }
}

/// Whether the registry has somebody of that name: who it is, is told where the name speaks.
pub(super) fn has_person(registry: &Registry, name: u64) -> bool {
    registry.meaning(name).persons().next().is_some()
}

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
