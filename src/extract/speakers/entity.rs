//! One entity of a document: what the text and the registry say of somebody or something that it speaks of.

use super::linking::Link;
use super::mentions::Place;
use super::offices::Office;
use super::registry::{Index, Registry};
use crate::domain::{ActorKind, Gender};
use crate::extract::language::lexicon::Classes;

/// Index of an entity in [`Coreference::entities`].
pub(super) type EntityId = usize;

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
}
