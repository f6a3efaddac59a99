//! What a name means: a phrase of the registry in, the known actors that it stands for out. Every rule that asks whom a
//! name may mean asks here.

use super::registry::{Index, Known, Registry};
use crate::domain::{ActorKind, AliasKind};

/// How a phrase names an actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// The whole name, or an alias of this kind.
    Alias(AliasKind),
    /// The last part of a person's name, which no alias confirms.
    Surname,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Posting {
    pub actor: Index,
    pub how: How,
    /// Only when written in capitals: "US", not "us".
    pub caps: bool,
}

/// The actors that a phrase names.
#[derive(Clone, Copy)]
pub(super) struct Meaning<'r> {
    registry: &'r Registry,
    postings: &'r [Posting],
}

impl<'r> Meaning<'r> {
    /// The meaning of a phrase with these postings.
    pub fn new(registry: &'r Registry, postings: &'r [Posting]) -> Self {
        Self { registry, postings }
    }

    /// Every actor, each by its best form of the name.
    pub fn actors(self) -> impl Iterator<Item = (&'r Posting, &'r Known)> {
        self.postings.iter().filter_map(move |p| Some((p, self.registry.known(p.actor)?)))
    }

    /// Persons, by whatever form.
    pub fn persons(self) -> impl Iterator<Item = (&'r Posting, &'r Known)> {
        self.actors().filter(|(_, k)| k.kind == ActorKind::Person)
    }

    /// Persons of whom this is a name or an alias, and not only the last part of one.
    pub fn persons_by_name(self) -> Vec<Index> {
        self.persons().filter(|(p, _)| matches!(p.how, How::Alias(_))).map(|(p, _)| p.actor).collect()
    }

    /// Persons of that surname; only those of whom it is a short form by itself, if there are any.
    pub fn persons_by_surname(self) -> Vec<Index> {
        let short = |how: How| matches!(how, How::Alias(AliasKind::Short | AliasKind::Transliteration));
        let called = self.persons().filter(|(p, _)| short(p.how));
        let called: Vec<Index> = called.map(|(p, _)| p.actor).collect();
        match called.is_empty() {
            true => self.persons().map(|(p, _)| p.actor).collect(),
            false => called,
        }
    }

    /// A state, body or organisation, demonyms included, if it is one alone.
    pub fn place(self) -> Option<Index> {
        use ActorKind::{Body, Organisation, Outlet, State};
        let mut places = self.actors().filter(|(p, known)| {
            matches!(p.how, How::Alias(_)) && matches!(known.kind, State | Body | Organisation | Outlet)
        });
        let (first, _) = places.next()?;
        let Some(second) = places.next() else { return Some(first.actor) };
        // A demonym or metonym of one and the name of another: the name.
        let mut all = std::iter::once(first).chain(std::iter::once(second.0)).chain(places.map(|(p, _)| p));
        all.find(|p| p.how == How::Alias(AliasKind::Name)).map(|p| p.actor)
    }

    /// An actor that is no person, by a form that needs no capitals and is no adjective.
    pub fn group(self) -> Option<Index> {
        let named = |p: &Posting| matches!(p.how, How::Alias(k) if k != AliasKind::Demonym) && !p.caps;
        let mut found = self.actors().filter(|(p, known)| named(p) && known.kind != ActorKind::Person);
        found.next().map(|(p, _)| p.actor)
    }

    /// By what form it means this actor.
    pub fn how(self, actor: Index) -> Option<How> {
        self.postings.iter().find(|p| p.actor == actor).map(|p| p.how)
    }
}
