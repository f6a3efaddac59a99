//! One entity of a document: what the text and the registry say of somebody or something that it speaks of.

use super::appositions::Apposition;
use super::linking::Link;
use super::mentions::Place;
use super::offices::Office;
use super::registry::{Index, Registry};
use super::titles::Titles;
use crate::domain::{ActorKind, Gender};
use crate::extract::analysis::Analysis;
use crate::extract::language::WordSet;
use crate::extract::language::lexicon::Classes;
use crate::text::TokenSpan;

/// Most capitalised words that are kept.
const MOST_TAGS: usize = 32;

/// Index of an entity in [`Coreference::entities`].
pub(crate) type EntityId = usize;

/// Somebody or something that a document speaks of.
#[derive(Clone, Debug)]
pub(super) struct Entity {
    pub kind: ActorKind,
    pub link: Link,
    /// The fullest form of the name in the document.
    pub name: String,
    /// Other forms of it, as written.
    pub spellings: Vec<String>,
    /// Folds of the given name and surname; 0 where there is none.
    pub given: u64,
    pub surname: u64,
    pub gender: Option<Gender>,
    /// What the text and the registry call it.
    pub classes: Classes,
    /// Offices that the text gives it.
    pub offices: Vec<Office>,
    /// States and bodies that the text puts it with.
    pub places: Vec<Place>,
    /// Who it speaks for or works for, if that is a person.
    pub principal: Option<EntityId>,
    /// Hashes of the plain nouns that the text calls it by: "striker", "bank".
    pub nouns: Vec<u64>,
    /// The text only describes it: it has no name.
    pub described: bool,
    /// Hashes of capitalised words that stand beside the name: "Kentucky".
    pub tags: Vec<u64>,
    pub description: Option<String>,
    pub role: Option<String>,
    pub organisation: Option<String>,
    /// First token that mentions it.
    pub first: usize,
    /// Called so by its surname or a short form.
    pub bare: bool,
}

impl Entity {
    /// An entity of which only the name is known.
    pub fn named(kind: ActorKind, name: String, link: Link, first: usize) -> Self {
        Self {
            kind,
            link,
            name,
            spellings: Vec::new(),
            given: 0,
            surname: 0,
            gender: None,
            classes: 0,
            offices: Vec::new(),
            places: Vec::new(),
            principal: None,
            nouns: Vec::new(),
            described: false,
            tags: Vec::new(),
            description: None,
            role: None,
            organisation: None,
            first,
            bare: false,
        }
    }

    /// A known actor.
    pub fn known(registry: &Registry, index: Index, first: usize) -> Self {
        let (kind, name) = registry.known(index).map_or((ActorKind::Group, ""), |k| (k.kind, &*k.name));
        let mut entity = Self::named(kind, name.to_string(), Link::Known(index), first);
        if let Some(known) = registry.known(index) {
            entity.gender = known.gender;
            entity.classes = known.classes;
        }
        entity
    }
    /// Takes in what stands around a mention at these tokens.
    pub fn learn(&mut self, words: &Analysis<'_>, span: TokenSpan, titles: &Titles, apposition: &Apposition) {
        self.first = self.first.min(span.start);
        let written = words.phrase(span);
        let fuller = span.len() > 1 && self.name.split(' ').count() < 2;
        if fuller {
            self.spellings.push(std::mem::replace(&mut self.name, written));
        } else if span.len() > 1 && written != self.name && !self.spellings.contains(&written) {
            self.spellings.push(written);
        }
        // What an address says outweighs what a given name suggests.
        self.gender = titles.gender.or(self.gender).or(apposition.gender);
        self.classes |= apposition.party;
        for tag in titles.tags.iter().chain(&apposition.tags) {
            if self.tags.len() < MOST_TAGS && !self.tags.contains(tag) {
                self.tags.push(*tag);
            }
        }
        for office in titles.offices.iter().chain(&apposition.offices) {
            self.classes |= office.classes;
            if !self.offices.contains(office) {
                self.offices.push(office.clone());
            }
        }
        for place in titles.places.iter().chain(&apposition.places) {
            if !self.places.contains(place) {
                self.places.push(*place);
            }
        }
        for described in [titles.description, titles.role, apposition.description].into_iter().flatten() {
            self.add_nouns(words, described);
        }
        if self.description.is_none() {
            let (description, role) = match apposition.description {
                Some(_) => (apposition.description, apposition.role),
                None => (titles.description, titles.role),
            };
            self.description = description.map(|d| words.phrase(d));
            self.role = role.map(|r| words.phrase(r));
            let organisation = apposition.organisation.or(titles.organisation);
            self.organisation = organisation.map(|o| words.phrase(o));
        }
    }

    /// The nouns of what it is called, without those of what that belongs to: "of the club".
    pub fn add_nouns(&mut self, words: &Analysis<'_>, described: TokenSpan) {
        for t in described.range().take_while(|t| !words.is_in(*t, WordSet::Of)) {
            let hash = words.at(t).plain.hash;
            if words.pos(t).is_noun() && self.nouns.len() < MOST_TAGS && !self.nouns.contains(&hash) {
                self.nouns.push(hash);
            }
        }
    }

    /// Takes in what was known of the same actor as of another entity.
    pub fn absorb(&mut self, other: Self) {
        if other.name != self.name {
            self.spellings.push(other.name);
        }
        self.offices.extend(other.offices);
        self.places.extend(other.places);
        self.classes |= other.classes;
        self.nouns.extend(other.nouns);
    }
}
