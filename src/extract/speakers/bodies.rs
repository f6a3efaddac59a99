//! Organisations that nobody knows, each once: by the whole name, with or without "Inc.", by its initials, by its first
//! word where the document has no other that begins so.

use super::coreference::Coreference;
use super::entity::{Entity, EntityId};
use super::linking::Link;
use crate::domain::ActorKind;
use crate::extract::analysis::Analysis;
use crate::extract::language::WordSet;
use crate::extract::language::lexicon::flag;
use crate::extract::phrase::{HashedMap, fnv};
use crate::text::TokenSpan;

/// The organisations of a document by what they may be called.
#[derive(Debug, Default)]
pub(super) struct Bodies {
    by_name: HashedMap<EntityId>,
    by_initials: HashedMap<EntityId>,
    /// None where several begin so.
    by_first_word: HashedMap<Option<EntityId>>,
}

impl Coreference {
    /// The organisation that is named in those tokens, made when first asked for.
    pub fn organisation(&mut self, words: &Analysis<'_>, kind: ActorKind, span: TokenSpan) -> EntityId {
        let span = without_suffix(words, span);
        let name = words.folded(span).hash;
        if let Some(id) = self.body(words, span) {
            self.bodies.by_name.insert(name, id);
            let written = words.phrase(span);
            let entity = &mut self.entities[id];
            if written != entity.name && !entity.spellings.contains(&written) {
                entity.spellings.push(written);
            }
            return id;
        }
        let id = self.push(Entity::named(kind, words.phrase(span), Link::Unknown, span.start));
        self.bodies.by_name.insert(name, id);
        if span.len() > 1 {
            self.bodies.by_initials.entry(initials(words, span)).or_insert(id);
            let first = words.at(span.start).fold.hash;
            self.bodies.by_first_word.entry(first).and_modify(|other| *other = None).or_insert(Some(id));
        }
        id
    }

    /// The only organisation of several words whose first one this is.
    pub fn begun_so(&self, words: &Analysis<'_>, span: TokenSpan) -> Option<EntityId> {
        let word = words.at(span.start);
        let known = self.bodies.by_first_word.get(&word.fold.hash).copied().flatten();
        known.filter(|_| span.len() == 1 && !words.is_common(&word) && !words.is_word(span.start))
    }

    /// The organisation of the document that may be called so.
    fn body(&self, words: &Analysis<'_>, span: TokenSpan) -> Option<EntityId> {
        let Bodies { by_name, by_initials, by_first_word } = &self.bodies;
        if let Some(id) = by_name.get(&words.folded(span).hash) {
            return Some(*id);
        }
        // "NHSA" right behind "National Harbour Safety Agency (", whatever its letters.
        if words.text(span.start.wrapping_sub(1)) == "("
            && words.text(span.end) == ")"
            && words.at(span.start).caps
        {
            let before =
                span.start.checked_sub(2).and_then(|t| self.mention_at(t)).and_then(|m| self.meant[m]);
            let body =
                before.filter(|id| !matches!(self.entities[*id].kind, ActorKind::Person | ActorKind::State));
            if body.is_some() {
                return body;
            }
        }
        if span.len() > 1 {
            return None;
        }
        let word = words.at(span.start);
        let letters = words.text(span.start).chars().filter(|c| c.is_alphanumeric());
        let by_letters = by_initials.get(&fnv(letters.flat_map(char::to_lowercase).map(|c| c as u32 as u8)));
        let begins =
            || by_first_word.get(&word.fold.hash).copied().flatten().filter(|_| !words.is_common(&word));
        by_letters.copied().filter(|_| word.caps).or_else(begins)
    }
}

/// The name without "Inc." and the like at its end.
fn without_suffix(words: &Analysis<'_>, span: TokenSpan) -> TokenSpan {
    let mut end = span.end;
    while end > span.start + 1 && words.is_in(end - 1, WordSet::CompanySuffix) {
        end -= 1;
    }
    TokenSpan::new(span.start, end)
}

/// Of the first letters of its longer words: "Royal College of Nursing" is rcn.
fn initials(words: &Analysis<'_>, span: TokenSpan) -> u64 {
    let small = |t: &usize| words.at(*t).is(flag::FUNCTION) || !words.at(*t).capital;
    let letters = span.range().filter(|t| !small(t)).filter_map(|t| words.text(t).chars().next());
    fnv(letters.flat_map(char::to_lowercase).map(|c| c as u32 as u8))
}
