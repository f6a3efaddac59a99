//! Mentions into entities: full names first, then surnames and given names that can only mean somebody already there,
//! places and bodies.

use super::appositions::apposition_after;
use super::coreference::{Coreference, known_place};
use super::entity::{Entity, EntityId};
use super::linking::{Link, link_full_name, link_surname, nearly};
use super::mentions::{Mention, Place, What, place_of};
use super::names::{given_name, is_initial, is_suffix};
use super::nominals;
use super::offices::{Days, Office};
use super::registry::{Index, Registry};
use super::sorts::{Sort, Sorts};
use super::titles::{Titles, titles_before};
use super::weights::sort as weights;
use crate::domain::{ActorKind, Gender};
use crate::extract::analysis::Analysis;
use crate::extract::analysis::tags::{EntityClass, Pos};
use crate::extract::language::WordSet;
use crate::extract::language::lexicon::{Class, Classes, flag};
use crate::extract::phrase::HashedMap;
use crate::text::TokenSpan;
use std::collections::BTreeSet;

/// A quotation of so many tokens, marks among them, may be a title.
const TITLE: usize = 9;

/// Most entities that a misspelt surname is held against.
const MOST_NEAR: usize = 256;

/// Most mentions that are counted for that.
const MOST_COUNTED: usize = 4000;

/// Whoever is spoken of so many times as often as another of that surname is meant by it.
const FAR_MORE: usize = 3;

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
struct Gathering<'t> {
    words: &'t Analysis<'t>,
    registry: &'t Registry,
    days: Option<Days>,
    sorts: Sorts,
    chains: Coreference,
    /// The states that the document speaks of.
    states: BTreeSet<Index>,
    /// Known actors whose name is that of something else here.
    parties: BTreeSet<Index>,
}

impl Gathering<'_> {
    /// What looks like a person's name of several words and is more like an organisation's or a place's.
    fn sort_names(&mut self) {
        let mut m = 0;
        while m < self.chains.mentions.len() {
            m += 1;
            let m = m - 1;
            if matches!(self.chains.mentions[m].what, What::Organisation(_)) {
                self.extend_right(m);
            }
            if !self.is_full_name(m) {
                continue;
            }
            self.split_surnames(m);
            if !self.is_full_name(m) {
                continue;
            }
            let Some((sort, lead)) = self.sorts.sort(self.words, self.chains.mentions[m].tokens) else {
                continue;
            };
            let least = if sort == Sort::Place { weights::SEVERAL_PLACE } else { weights::SEVERAL };
            if lead >= least && !self.known_person(m) {
                if matches!(sort, Sort::Organisation(_)) {
                    self.extend_left(m);
                    self.extend_right(m);
                }
                self.chains.mentions[m].what = match sort {
                    Sort::Person => What::Name,
                    Sort::Organisation(kind) => What::Organisation(kind),
                    Sort::Place => What::Locality,
                };
            }
        }
    }

    /// Whether the registry has a person of that name.
    fn known_person(&self, m: usize) -> bool {
        let name = self.words.folded(self.chains.mentions[m].tokens);
        has_person(self.registry, name.hash)
    }

    /// "World | Food Programme": capitals before the name belong to it.
    fn extend_left(&mut self, m: usize) {
        let words = self.words;
        let mut start = self.chains.mentions[m].tokens.start;
        while start > 0
            && words.joined(start - 1, start)
            && words.at(start - 1).capital
            && !words.at(start - 1).is(flag::FUNCTION)
            && words.at(start - 1).occupation.is_none()
            && self.chains.mention_at(start - 1).is_none()
        {
            start -= 1;
        }
        self.chains.mentions[m].tokens.start = start;
        self.chains.starts[m] = start;
    }

    /// "The Ohio Division | of Criminal Investigation": what it is for belongs to the name.
    fn extend_right(&mut self, m: usize) {
        let words = self.words;
        let end = self.chains.mentions[m].tokens.end;
        let begin = end + 1 + usize::from(words.is_in(end + 1, WordSet::The));
        let several = self.chains.mentions[m].tokens.len() > 1;
        let of = several && words.is_in(end, WordSet::OfFor) && words.joined(end, begin);
        let mut stop = begin;
        while of && stop < begin + TITLE && words.at(stop).capital && words.joined(stop - 1, stop) {
            stop += 1;
        }
        let place = self
            .chains
            .mention_at(begin)
            .is_some_and(|m| !matches!(self.chains.mentions[m].what, What::Name));
        if stop == begin || place {
            return;
        }
        self.chains.mentions[m].tokens.end = stop;
        self.chains.drop_mentions(m + 1, stop);
    }

    /// "Kest Brandt": the surnames of two persons known, of whom nobody is called so. The last one speaks.
    fn split_surnames(&mut self, m: usize) {
        let words = self.words;
        let span = self.chains.mentions[m].tokens;
        let surname = |t: usize| {
            let named = self.registry.meaning(words.at(t).fold.hash);
            named.persons_by_name().len() == 1
        };
        if span.len() == 2
            && !given_name(words, span.start)
            && !self.known_person(m)
            && span.range().all(surname)
        {
            self.chains.mentions[m].tokens.start += 1;
            self.chains.starts[m] += 1;
        }
    }

    fn body(&mut self, m: usize, kind: ActorKind) {
        let span = self.chains.mentions[m].tokens;
        let id = self.chains.organisation(self.words, kind, span);
        self.chains.meant[m] = Some(id);
    }

    fn is_full_name(&self, m: usize) -> bool {
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

    /// "Congress" in a text that speaks of other states, or of people of other states, and never of the state of the one known.
    fn is_of_another_state(&self, index: Index, span: TokenSpan) -> bool {
        let common = span.len() == 1 && self.words.at(span.start).is(flag::ORG);
        let state = self.registry.known(index).and_then(|k| k.state);
        let Some(state) = state.filter(|_| common) else { return false };
        let party = self.parties.contains(&index);
        party || !self.states.is_empty() && !self.states.contains(&state)
    }

    /// "the Congress party": those of whom the document says that a party, a company … has the name.
    fn parties(&self) -> BTreeSet<Index> {
        let of = |m: &Mention| match m.what {
            What::Place(Place::Known(index)) if m.tokens.len() == 1 => Some(index),
            _ => None,
        };
        let named = |m: &&Mention| self.words.is_in(m.tokens.end, WordSet::OrganisationNoun);
        self.chains.mentions.iter().filter(named).filter_map(of).collect()
    }

    /// The states that a document speaks of: by name, by adjective, by those who are known to belong to them.
    fn states_spoken_of(&self) -> BTreeSet<Index> {
        let of = |index: Index| {
            let known = self.registry.known(index)?;
            if known.kind == ActorKind::State { Some(index) } else { known.state }
        };
        let named = self
            .chains
            .mentions
            .iter()
            .filter(|m| m.tokens.len() > 1 || !self.words.at(m.tokens.start).is(flag::ORG));
        let places = named.filter_map(|m| place_of(m)).filter_map(|p| known_place(&p)).filter_map(of);
        let persons = self.chains.entities.iter().filter_map(|e| match e.link {
            Link::Known(index) => of(index),
            _ => None,
        });
        places.chain(persons).collect()
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

    /// The person of the text whose surname is spelled nearly so: "Reznikov", "Resnikov".
    fn nearly_called(&self, m: usize) -> Option<EntityId> {
        let words = self.words;
        let span = self.chains.mentions[m].tokens;
        let text = words.text(span.start);
        if span.len() > 1 || text.chars().count() < 4 || words.is_common(&words.at(span.start)) {
            return None;
        }
        let mut near = self.chains.entities.iter().enumerate().take(MOST_NEAR).filter(|(_, e)| {
            let surname = e.name.rsplit(' ').next().unwrap_or("");
            e.kind == ActorKind::Person && e.surname != 0 && spelled_alike(surname, text)
        });
        let first = near.next().map(|(id, _)| id);
        first.filter(|_| near.next().is_none())
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

    /// Whether nothing in the titles speaks against a known person: "manager Kest" is no ambassador, "Mr Kest" no woman.
    fn may_be_called(&self, index: Index, titles: &Titles) -> bool {
        let Some(known) = self.registry.known(index) else { return false };
        let gender = titles.gender.is_none() || known.gender.is_none() || titles.gender == known.gender;
        let shared = |c: Classes| c == 0 || known.classes == 0 || c & known.classes != 0;
        gender && (titles.offices.is_empty() || titles.offices.iter().any(|o| shared(o.classes)))
    }

    /// "Veldanian President Ulo": who held the office and has that given name.
    fn holder_called(&self, given: u64, titles: &Titles, places: &[Index]) -> Option<Index> {
        let mut offices = titles.offices.iter().filter(|_| !places.is_empty());
        offices.find_map(|office| {
            let asked = Office { places: places.to_vec(), ..office.clone() };
            let holders = self.registry.offices.holders(&asked, self.days, self.registry);
            holders.iter().map(|h| h.0).find(|i| self.registry.known(*i).is_some_and(|k| k.given == given))
        })
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

    /// The persons so far who bear the surname, if there are two or more and nothing tells which: none was called so before,
    /// none is spoken of far more than the others, no address or office is only one's.
    fn several_bearers(&self, fold: u64, m: usize, titles: &Titles) -> Option<Vec<EntityId>> {
        let at = self.chains.mentions[m].tokens.start;
        let mut counted: Vec<(usize, EntityId)> = Vec::new();
        for id in self.chains.by_surname.get(&fold)?.iter().copied() {
            let entity = &self.chains.entities[id];
            let agrees = titles.gender.is_none() || entity.gender.is_none_or(|g| Some(g) == titles.gender);
            if entity.first > at || !agrees || counted.iter().any(|c| c.1 == id) {
                continue;
            }
            if entity.bare || titles.offices.iter().any(|o| entity.offices.contains(o)) {
                return None;
            }
            let before = self.chains.mentions.iter().zip(&self.chains.meant).take(MOST_COUNTED);
            let count =
                before.take_while(|(m, _)| m.tokens.start < at).filter(|(_, w)| **w == Some(id)).count();
            counted.push((count, id));
        }
        counted.sort_by(|a, b| b.cmp(a));
        let [(most, _), (next, _), ..] = counted.as_slice() else { return None };
        (*most < next * FAR_MORE).then(|| counted.iter().map(|c| c.1).collect())
    }

    /// Who bears the name: whoever was called so before, else whoever was introduced last, else next.
    fn bearer(
        &self,
        index: &HashedMap<Vec<EntityId>>,
        fold: u64,
        m: usize,
        gender: Option<Gender>,
    ) -> Option<EntityId> {
        let at = self.chains.mentions[m].tokens.start;
        let agrees = |e: &&Entity| gender.is_none() || e.gender.is_none() || e.gender == gender;
        let candidates = index.get(&fold)?;
        let entity = |id: &EntityId| self.chains.entities.get(*id).filter(agrees).map(|e| (*id, e));
        let bare = candidates.iter().filter_map(entity).find(|(_, e)| e.bare && e.first <= at);
        let before = || {
            candidates.iter().filter_map(entity).filter(|(_, e)| e.first <= at).max_by_key(|(_, e)| e.first)
        };
        let next = || candidates.iter().filter_map(entity).min_by_key(|(_, e)| e.first);
        bare.or_else(before).or_else(next).map(|(id, _)| id)
    }

    /// The person already there whose name this is, spelled the same or nearly so.
    fn same_person(&self, first: usize, last: usize) -> Option<EntityId> {
        let words = self.words;
        let (given, surname) = (words.at(first).fold.hash, words.at(last).fold.hash);
        let same = self.chains.by_surname.get(&surname).into_iter().flatten().copied().find(|id| {
            let entity = &self.chains.entities[*id];
            entity.given == given
                || ends_with(&entity.name, words.text(first), words.text(last))
                || words.lexicon().same_given(entity.given, given)
                || near_given(&entity.name, words.text(first))
                || is_part(&entity.name, words, TokenSpan::new(first, last + 1))
        });
        same.or_else(|| {
            self.chains.by_given.get(&given)?.iter().copied().find(|id| {
                let name = self.chains.entities[*id].name.as_str();
                let other = name.rsplit(' ').find(|w| !self.is_suffix(w)).unwrap_or(name);
                nearly(other, words.text(last))
            })
        })
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

    fn is_suffix(&self, word: &str) -> bool {
        is_suffix(&self.words.language.word_sets, word)
    }
}

/// "Rahim Shah", "Syed Rahim Ahmed Shah": all words of a name are, in order, in a longer one.
fn is_part(name: &str, words: &Analysis<'_>, span: TokenSpan) -> bool {
    let longer = name.split(' ').count() > span.len() && span.len() > 1;
    let mut rest = name.split(' ');
    longer && span.range().all(|t| rest.any(|word| word == words.text(t)))
}

/// Whether the registry has somebody of that name: who it is, is told where the name speaks.
fn has_person(registry: &Registry, name: u64) -> bool {
    registry.meaning(name).persons().next().is_some()
}

/// Whether two surnames of some length begin alike and differ in one letter, or one lacks an article: "al-Sarif".
fn spelled_alike(surname: &str, other: &str) -> bool {
    let bare = |s: &str| s.rsplit('-').next().unwrap_or(s).to_lowercase();
    bare(surname) == bare(other) || other.chars().count() >= 6 && nearly(surname, other)
}

/// Whether a name's given name and another word can be one: initials, or a letter's difference.
fn near_given(name: &str, other: &str) -> bool {
    let given = name.split(' ').next().unwrap_or(name);
    let same_letter = given.chars().next() == other.chars().next();
    same_letter && (is_initial(given) || is_initial(other) || nearly(given, other))
}

/// Whether the two words are the end of a longer name: a surname of two words.
fn ends_with(name: &str, first: &str, last: &str) -> bool {
    let mut end = name.rsplit(' ');
    end.next() == Some(last) && end.next() == Some(first) && end.next().is_some()
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
