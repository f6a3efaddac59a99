//! Whom a name that is only part of one, or spelled another way, means: persons whom the text has introduced, the holder of an
//! office, or two of whom nothing tells which.

use super::entity::{Entity, EntityId};
use super::gathering::Gathering;
use super::linking::nearly;
use super::names::is_initial;
use super::offices::Office;
use super::registry::Index;
use super::titles::Titles;
use crate::domain::{ActorKind, Gender};
use crate::extract::analysis::Analysis;
use crate::extract::language::lexicon::Classes;
use crate::extract::phrase::HashedMap;
use crate::text::TokenSpan;

/// Most entities that a misspelt surname is held against.
const MOST_NEAR: usize = 256;

/// Most mentions that are counted for that.
const MOST_COUNTED: usize = 4000;

/// Whoever is spoken of so many times as often as another of that surname is meant by it.
const FAR_MORE: usize = 3;

impl Gathering<'_> {
    /// The persons so far who bear the surname, if there are two or more and nothing tells which: none was called so before,
    /// none is spoken of far more than the others, no address or office is only one's.
    pub(super) fn several_bearers(&self, fold: u64, m: usize, titles: &Titles) -> Option<Vec<EntityId>> {
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
    pub(super) fn bearer(
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
    pub(super) fn same_person(&self, first: usize, last: usize) -> Option<EntityId> {
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

    /// The person of the text whose surname is spelled nearly so: "Reznikov", "Resnikov".
    pub(super) fn nearly_called(&self, m: usize) -> Option<EntityId> {
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

    /// "Veldanian President Ulo": who held the office and has that given name.
    pub(super) fn holder_called(&self, given: u64, titles: &Titles, places: &[Index]) -> Option<Index> {
        let mut offices = titles.offices.iter().filter(|_| !places.is_empty());
        offices.find_map(|office| {
            let asked = Office { places: places.to_vec(), ..office.clone() };
            let holders = self.registry.offices.holders(&asked, self.days, self.registry);
            holders.iter().map(|h| h.0).find(|i| self.registry.known(*i).is_some_and(|k| k.given == given))
        })
    }

    /// Whether nothing in the titles speaks against a known person: "manager Kest" is no ambassador, "Mr Kest" no woman.
    pub(super) fn may_be_called(&self, index: Index, titles: &Titles) -> bool {
        let Some(known) = self.registry.known(index) else { return false };
        let gender = titles.gender.is_none() || known.gender.is_none() || titles.gender == known.gender;
        let shared = |c: Classes| c == 0 || known.classes == 0 || c & known.classes != 0;
        gender && (titles.offices.is_empty() || titles.offices.iter().any(|o| shared(o.classes)))
    }
}

/// "Rahim Shah", "Syed Rahim Ahmed Shah": all words of a name are, in order, in a longer one.
fn is_part(name: &str, words: &Analysis<'_>, span: TokenSpan) -> bool {
    let longer = name.split(' ').count() > span.len() && span.len() > 1;
    let mut rest = name.split(' ');
    longer && span.range().all(|t| rest.any(|word| word == words.text(t)))
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
