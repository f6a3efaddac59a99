//! What the names of a document are of, before anybody asks who bears them: persons, organisations, places; where a name begins
//! and ends; and whether a name that the registry knows is of somebody else here.

use super::coreference::known_place;
use super::gathering::{Gathering, TITLE, has_person};
use super::linking::Link;
use super::mentions::{Mention, Place, What, place_of};
use super::names::given_name;
use super::registry::Index;
use super::sorts::Sort;
use super::weights::sort as weights;
use crate::domain::ActorKind;
use crate::extract::language::WordSet;
use crate::extract::language::lexicon::flag;
use crate::text::TokenSpan;
use std::collections::BTreeSet;

impl Gathering<'_> {
    /// What looks like a person's name of several words and is more like an organisation's or a place's.
    pub(super) fn sort_names(&mut self) {
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

    /// "World | Food Programme": capitals before the name belong to it.
    pub(super) fn extend_left(&mut self, m: usize) {
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
    pub(super) fn extend_right(&mut self, m: usize) {
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
    pub(super) fn split_surnames(&mut self, m: usize) {
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

    /// Whether the registry has a person of that name.
    pub(super) fn known_person(&self, m: usize) -> bool {
        let name = self.words.folded(self.chains.mentions[m].tokens);
        has_person(self.registry, name.hash)
    }

    /// "Congress" in a text that speaks of other states, or of people of other states, and never of the state of the one known.
    pub(super) fn is_of_another_state(&self, index: Index, span: TokenSpan) -> bool {
        let common = span.len() == 1 && self.words.at(span.start).is(flag::ORG);
        let state = self.registry.known(index).and_then(|k| k.state);
        let Some(state) = state.filter(|_| common) else { return false };
        let party = self.parties.contains(&index);
        party || !self.states.is_empty() && !self.states.contains(&state)
    }

    /// "the Congress party": those of whom the document says that a party, a company … has the name.
    pub(super) fn parties(&self) -> BTreeSet<Index> {
        let of = |m: &Mention| match m.what {
            What::Place(Place::Known(index)) if m.tokens.len() == 1 => Some(index),
            _ => None,
        };
        let named = |m: &&Mention| self.words.is_in(m.tokens.end, WordSet::OrganisationNoun);
        self.chains.mentions.iter().filter(named).filter_map(of).collect()
    }

    /// The states that a document speaks of: by name, by adjective, by those who are known to belong to them.
    pub(super) fn states_spoken_of(&self) -> BTreeSet<Index> {
        let of = |index: Index| {
            let known = self.registry.known(index)?;
            if known.kind == ActorKind::State { Some(index) } else { known.state }
        };
        let named = self
            .chains
            .mentions
            .iter()
            .filter(|m| m.tokens.len() > 1 || !self.words.at(m.tokens.start).is(flag::ORG));
        let places = named.filter_map(place_of).filter_map(|p| known_place(&p)).filter_map(of);
        let persons = self.chains.entities.iter().filter_map(|e| match e.link {
            Link::Known(index) => of(index),
            _ => None,
        });
        places.chain(persons).collect()
    }
}
