//! The known actors as an index: built once from [`Actor`]s, read for every document. Look-ups are by hash of a
//! folded phrase, so that their cost does not depend on the number of actors.

use super::meaning::{How, Meaning, Posting};
use super::offices::{Office, Offices};
use crate::domain::{Actor, ActorId, ActorKind, AliasKind, Gender};
use crate::extract::language::lexicon::Classes;
use crate::extract::language::{Language, WordSet, WordSets, first_word, fold_hash, fold_phrase};
use crate::extract::phrase::{HashedMap, Phrase, plain};
use std::collections::HashMap;
use std::ops::Range;

/// Where an actor stands in the registry.
pub(super) type Index = u32;

/// An index over all known actors.
#[derive(Debug, Default)]
pub struct Registry {
    pub(super) actors: Vec<Known>,
    pub(super) offices: Offices,
    postings: Vec<Posting>,
    /// Hash of a folded phrase to its postings.
    phrases: HashedMap<Range<u32>>,
    /// Hash of a phrase's first word to the number of words of the longest phrase that begins with it.
    first_words: HashedMap<u8>,
}

/// What the resolver needs to know of an actor.
#[derive(Debug)]
pub(super) struct Known {
    pub id: ActorId,
    pub name: Box<str>,
    pub kind: ActorKind,
    pub gender: Option<Gender>,
    /// The state it belongs to.
    pub state: Option<Index>,
    /// A state's adjective: "Veldanian".
    pub demonym: Option<Box<str>>,
    /// What the description and the roles call the person.
    pub classes: Classes,
    /// Fold of the first given name; 0 if there is none.
    pub given: u64,
    /// Its roles in [`Offices::held`].
    pub roles: Range<u32>,
}

impl Registry {
    /// Builds the index from actors with the ids that [`super::ActorRef::Known`] will give back.
    pub fn new<'k>(language: &Language<'_>, actors: impl IntoIterator<Item = (ActorId, &'k Actor)>) -> Self {
        let all: Vec<(ActorId, &'k Actor)> = actors.into_iter().collect();
        let mut slugs: HashMap<String, Index> = HashMap::with_capacity(all.len());
        for (index, (_, actor)) in all.iter().enumerate() {
            slugs.entry(actor.slug.clone()).or_insert(index as Index);
        }
        let mut registry = Self::default();
        let mut entries: Vec<(u64, Posting)> = Vec::with_capacity(all.len() * 4);
        for (id, actor) in &all {
            let index = registry.actors.len() as Index;
            registry.actors.push(Known {
                id: *id,
                name: actor.name.as_str().into(),
                kind: actor.kind,
                gender: actor.gender,
                state: actor.state.as_ref().and_then(|s| slugs.get(s)).copied(),
                demonym: demonym_of(actor),
                classes: 0,
                given: given_of(actor),
                roles: 0..0,
            });
            registry.add_names(language, index, actor, &mut entries);
        }
        registry.seal(entries);
        for (index, (_, actor)) in all.iter().enumerate() {
            registry.add_roles(language, index, actor, &slugs);
        }
        registry.offices.seal(&registry.actors, &language.lexicon);
        registry
    }

    /// Number of actors.
    pub fn len(&self) -> usize {
        self.actors.len()
    }

    /// Whether no actor is known.
    pub fn is_empty(&self) -> bool {
        self.actors.is_empty()
    }

    pub(super) fn index_of(&self, actor: ActorId) -> Option<Index> {
        self.actors.iter().position(|known| known.id == actor).map(|index| index as Index)
    }

    pub(super) fn known(&self, index: Index) -> Option<&Known> {
        self.actors.get(index as usize)
    }

    /// Whom the folded phrase with this hash names.
    pub(super) fn meaning(&self, hash: u64) -> Meaning<'_> {
        let range = self.phrases.get(&hash).map_or(0..0, |r| r.start as usize..r.end as usize);
        Meaning::new(self, self.postings.get(range).unwrap_or(&[]))
    }

    /// Number of words of the longest phrase that begins with the word of this hash; 0 if none does.
    pub(super) fn longest(&self, first_word: u64) -> u8 {
        self.first_words.get(&first_word).copied().unwrap_or(0)
    }

    /// Whether the actor holds an office of that class to this day, as far as is known.
    pub(super) fn still_holds(&self, actor: Index, own: Classes) -> bool {
        let roles = self.known(actor).map_or(&[][..], |k| self.offices.roles(k.roles.clone()));
        roles.iter().any(|r| (r.office.own == own || r.office.classes & own != 0) && !r.is_past())
    }

    fn add_names(
        &mut self,
        language: &Language<'_>,
        actor: Index,
        record: &Actor,
        entries: &mut Vec<(u64, Posting)>,
    ) {
        let names = std::iter::once((record.name.as_str(), AliasKind::Name));
        let aliases = record.aliases.iter().map(|a| (a.name.as_str(), a.kind));
        for (name, kind) in names.chain(aliases) {
            self.add_phrase(
                fold_phrase(name),
                first_word(name),
                actor,
                How::Alias(kind),
                caps_only(name),
                entries,
            );
            if record.kind != ActorKind::Person
                || !matches!(kind, AliasKind::Name | AliasKind::Transliteration)
            {
                continue;
            }
            let words: Vec<&str> =
                name.split_whitespace().filter(|w| !is_suffix(&language.word_sets, w)).collect();
            let Some((last, before)) = words.split_last().filter(|(_, before)| !before.is_empty()) else {
                continue;
            };
            self.add_phrase(fold_phrase(last), first_word(last), actor, How::Surname, false, entries);
            // "Ursula von der Leyen" is also "von der Leyen".
            let particles = before.iter().rev().take_while(|w| w.starts_with(char::is_lowercase)).count();
            if particles > 0 {
                let surname = words.get(words.len() - 1 - particles..).unwrap_or(&[]).join(" ");
                self.add_phrase(
                    fold_phrase(&surname),
                    first_word(&surname),
                    actor,
                    How::Surname,
                    false,
                    entries,
                );
            }
            // A patronymic or middle name is left out more often than not.
            if before.len() > 1 && particles == 0 {
                let short = format!("{} {last}", before[0]);
                let how = How::Alias(AliasKind::Name);
                self.add_phrase(fold_phrase(&short), first_word(&short), actor, how, false, entries);
            }
        }
    }

    fn add_phrase(
        &mut self,
        phrase: Phrase,
        first: u64,
        actor: Index,
        how: How,
        caps: bool,
        entries: &mut Vec<(u64, Posting)>,
    ) {
        if phrase.words == 0 {
            return;
        }
        entries.push((phrase.hash, Posting { actor, how, caps }));
        let longest = self.first_words.entry(first).or_insert(0);
        *longest = (*longest).max(phrase.words);
    }

    /// Sorts the postings by phrase, each actor once per phrase by its best alias.
    fn seal(&mut self, mut entries: Vec<(u64, Posting)>) {
        let rank = |how: How| match how {
            How::Alias(kind) => kind as u8,
            How::Surname => 100,
        };
        entries.sort_unstable_by_key(|(hash, p)| (*hash, p.actor, rank(p.how)));
        entries.dedup_by_key(|(hash, p)| (*hash, p.actor));
        self.postings = entries.iter().map(|(_, p)| *p).collect();
        let mut start = 0;
        for run in entries.chunk_by(|a, b| a.0 == b.0) {
            let end = start + run.len();
            self.phrases.insert(run[0].0, start as u32..end as u32);
            start = end;
        }
    }

    fn add_roles(
        &mut self,
        language: &Language<'_>,
        index: usize,
        record: &Actor,
        slugs: &HashMap<String, Index>,
    ) {
        let lexicon = &language.lexicon;
        let start = self.offices.len();
        let mut classes = 0;
        if record.kind == ActorKind::Person {
            for occupation in lexicon.occupations_in(&record.description, &language.word_sets) {
                classes |= lexicon.occupations.get(usize::from(occupation)).map_or(0, |o| o.classes);
            }
            for role in &record.roles {
                let mut office = Office::parse(&role.title, self, language);
                if let Some(organisation) = slugs.get(&role.organisation) {
                    office.places.push(*organisation);
                }
                let since = role.since.map(|d| d.first_day());
                let until = role.until.map(|d| d.last_day());
                classes |= self.offices.add(index as Index, office, since.as_deref(), until.as_deref());
            }
        }
        let end = self.offices.len();
        if let Some(known) = self.actors.get_mut(index) {
            known.classes = classes;
            known.roles = start..end;
        }
    }
}

/// "US" and "RF" must not be found in "us" and "rf".
fn caps_only(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    letters <= 4 && letters > 0 && !name.chars().any(char::is_lowercase)
}

fn is_suffix(sets: &WordSets, word: &str) -> bool {
    sets.has(word.trim_matches(['.', ',']), WordSet::NameSuffix)
}

fn demonym_of(actor: &Actor) -> Option<Box<str>> {
    let demonym = actor.aliases.iter().find(|a| a.kind == AliasKind::Demonym);
    demonym.map(|a| a.name.as_str().into())
}

fn given_of(actor: &Actor) -> u64 {
    let mut words = actor.name.split_whitespace();
    match (actor.kind, words.next(), words.next()) {
        (ActorKind::Person, Some(given), Some(_)) => fold_hash(given),
        _ => 0,
    }
}

/// Plain hash of each word, for offices.
pub(super) fn plain_words(text: &str) -> Vec<(Phrase, &str)> {
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '\'' | '’' | '.')))
        .filter(|w| !w.is_empty())
        .map(|w| (plain(w), w))
        .collect()
}
