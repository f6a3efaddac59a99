//! The known actors as an index: built once from [`Actor`]s, read for every document. Look-ups are by hash of a
//! folded phrase, so that their cost does not depend on the number of actors.

use super::fold::{distance, fold_hash, fold_name, fold_phrase};
use super::hash::{HashedMap, Phrase, plain};
use super::lexicon::{Classes, lexicon};
use super::offices::{Office, Offices};
use crate::domain::{Actor, ActorKind, AliasKind, Gender};
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
    pub id: i64,
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

/// How a phrase names an actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// The whole name, or an alias of this kind.
    Alias(AliasKind),
    /// The last part of a person's name, which no alias confirms.
    Surname,
    /// Nearly so: letters differ.
    Near,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Posting {
    pub actor: Index,
    pub how: How,
    /// Only when written in capitals: "US", not "us".
    pub caps: bool,
}

/// A result of [`Registry::find`].
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The id given when the registry was built.
    pub id: i64,
    /// How the text names the actor.
    pub how: How,
    /// 0 to 1.
    pub score: f32,
}

impl Registry {
    /// Builds the index from actors with the ids that [`super::ActorRef::Known`] will give back.
    pub fn new(actors: impl IntoIterator<Item = (i64, Actor)>) -> Self {
        let all: Vec<(i64, Actor)> = actors.into_iter().collect();
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
            registry.add_names(index, actor, &mut entries);
        }
        registry.seal(entries);
        for (index, (_, actor)) in all.into_iter().enumerate() {
            registry.add_roles(index, &actor, &slugs);
        }
        registry.offices.seal(&registry.actors);
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

    /// The actors that `text` may name, best first: exact names and aliases, else surnames, else names that are
    /// nearly so ("did you mean"). The last step reads every name, and is for people's questions, not for documents.
    pub fn find(&self, text: &str) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        for posting in self.postings(fold_hash(text)) {
            let score = match posting.how {
                How::Alias(AliasKind::Demonym) => 0.5,
                How::Alias(_) => 1.0,
                How::Surname | How::Near => 0.8,
            };
            self.keep(&mut found, posting.actor, posting.how, score);
        }
        if found.is_empty() {
            let asked = fold_name(text);
            for (index, known) in self.actors.iter().enumerate() {
                let score = nearness(&asked, &fold_name(&known.name));
                if score >= 0.6 {
                    self.keep(&mut found, index as Index, How::Near, score as f32);
                }
            }
        }
        found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.id.cmp(&b.id)));
        found.truncate(10);
        found
    }

    pub(super) fn known(&self, index: Index) -> Option<&Known> {
        self.actors.get(index as usize)
    }

    /// The actors that the folded phrase with this hash names.
    pub(super) fn postings(&self, hash: u64) -> &[Posting] {
        let Some(range) = self.phrases.get(&hash) else { return &[] };
        self.postings.get(range.start as usize..range.end as usize).unwrap_or(&[])
    }

    /// Number of words of the longest phrase that begins with the word of this hash; 0 if none does.
    pub(super) fn longest(&self, first_word: u64) -> u8 {
        self.first_words.get(&first_word).copied().unwrap_or(0)
    }

    fn keep(&self, found: &mut Vec<Found>, actor: Index, how: How, score: f32) {
        let Some(known) = self.known(actor) else { return };
        match found.iter_mut().find(|f| f.id == known.id) {
            Some(f) if f.score >= score => {}
            Some(f) => (f.how, f.score) = (how, score),
            None => found.push(Found { id: known.id, how, score }),
        }
    }

    fn add_names(&mut self, actor: Index, record: &Actor, entries: &mut Vec<(u64, Posting)>) {
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
            let words: Vec<&str> = name.split_whitespace().filter(|w| !is_suffix(w)).collect();
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
            How::Near => 101,
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

    fn add_roles(&mut self, index: usize, record: &Actor, slugs: &HashMap<String, Index>) {
        let lexicon = lexicon();
        let start = self.offices.len();
        let mut classes = 0;
        if record.kind == ActorKind::Person {
            for occupation in lexicon.occupations_in(&record.description) {
                classes |= lexicon.occupations.get(usize::from(occupation)).map_or(0, |o| o.classes);
            }
            for role in &record.roles {
                let mut office = Office::parse(&role.title, self);
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

/// Hash of the first word of a name, as a document's token would have it.
fn first_word(name: &str) -> u64 {
    let name = name.trim();
    let name = name.strip_prefix("the ").or_else(|| name.strip_prefix("The ")).unwrap_or(name);
    fold_hash(name.split_whitespace().next().unwrap_or(""))
}

/// "US" and "RF" must not be found in "us" and "rf".
fn caps_only(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    letters <= 4 && letters > 0 && !name.chars().any(char::is_lowercase)
}

fn is_suffix(word: &str) -> bool {
    matches!(word.trim_matches(['.', ',']), "Jr" | "Sr" | "II" | "III" | "IV")
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

/// How nearly two folded names agree, 0 to 1: as wholes, or the words of the shorter within the longer.
fn nearness(asked: &str, name: &str) -> f64 {
    let whole = 1.0 - distance(asked, name);
    let parts: Vec<f64> =
        asked.split(' ').map(|a| name.split(' ').map(|n| 1.0 - distance(a, n)).fold(0.0, f64::max)).collect();
    let by_parts = 0.95 * parts.iter().copied().fold(1.0, f64::min);
    whole.max(by_parts)
}

/// Plain hash of each word, for offices.
pub(super) fn plain_words(text: &str) -> Vec<(Phrase, &str)> {
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '\'' | '’' | '.')))
        .filter(|w| !w.is_empty())
        .map(|w| (plain(w), w))
        .collect()
}
