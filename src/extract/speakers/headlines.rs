//! Whom a headline or a lead only describes: "Energy minister says dam is safe" is told by the text below it.

use super::described::{Given, Stands, read};
use super::entity::{Entity, EntityId};
use super::resolver::{Answer, Resolver};
use super::weights::sure;
use crate::domain::{ActorKind, Gender, SpeakerMethod};
use crate::extract::language::lexicon::{Classes, flag};
use crate::text::TokenSpan;

/// A headline is one of so many first paragraphs.
const FIRST: usize = 2;

/// A lead is one of the first paragraphs up to this.
const LEAD: usize = 2;

/// Most words of a statement that are compared.
const MOST_WORDS: usize = 200;

/// How many statements below a headline may be its own.
const MOST: usize = 8;

/// A word of fewer bytes says little of what a statement is about.
const TELLING: usize = 4;

/// What a headline calls somebody.
struct Headed {
    noun: u64,
    own: Classes,
    gender: Option<Gender>,
}

impl Resolver<'_> {
    /// Whether an answer is nobody, or a person of whom the text knows no name.
    pub(super) fn is_open(&self, answer: &Answer) -> bool {
        answer
            .who
            .first()
            .is_none_or(|id| self.entity(*id).is_some_and(|e| e.described && e.kind == ActorKind::Person))
    }

    /// The person below a headline, or below a lead, who is called what the source mention there says, or who says the same.
    /// From there on that description is of this person.
    pub(super) fn told_below(&mut self, statement: usize, described: Option<EntityId>) -> Answer {
        let Some(id) = self.named_below(statement) else { return Answer::none() };
        if let Some(described) = described {
            let all = self.chains.occurrences.iter_mut().filter(|o| o.who == described);
            all.for_each(|o| o.who = id);
            self.said.iter_mut().filter(|s| s.who == described).for_each(|s| s.who = id);
        }
        Answer::one(id, SpeakerMethod::Description, sure::HEADLINE)
    }

    fn named_below(&self, statement: usize) -> Option<EntityId> {
        let words = self.words;
        let saying = self.sayings.get(statement)?;
        let source = *saying.source.first()?;
        let paragraph = words.paragraph(source.start);
        let headline =
            paragraph < FIRST && (words.aside(source.start) || paragraph == 0 && !self.ends_with_stop(0));
        if paragraph > LEAD || self.chains.mentions_in(source).any(|m| self.is_head(m, source)) {
            return None;
        }
        let read = read(words, source).filter(|d| d.stands == Stands::Person)?;
        if !headline && (read.given != Given::Definite || read.is_bare()) {
            return None;
        }
        let head = words.at(read.head);
        let own = head.occupation.and_then(|o| words.occupation(o)).map_or(0, |o| o.own);
        let headed = Headed { noun: head.plain.hash, own, gender: head.gender };
        let below =
            self.by_anchor.iter().copied().filter(|s| words.paragraph(self.sayings[*s].anchor) > paragraph);
        let new = |id: EntityId| headline || self.entity(id).is_some_and(|e| e.first > source.end);
        let speakers: Vec<(usize, EntityId)> = below
            .take(MOST)
            .filter_map(|s| Some((s, self.named_source(s)?)))
            .filter(|(_, id)| new(*id) && self.entity(*id).is_some_and(|e| headed.may_be(e)))
            .collect();
        let called = speakers.iter().find(|(_, id)| self.entity(*id).is_some_and(|e| headed.is(e)));
        let least = if headline { 1 } else { 2 };
        let same = || {
            let mut all = speakers.iter();
            all.find(|(s, _)| self.shared_words(&saying.content, &self.sayings[*s].content) >= least)
        };
        called.filter(|_| headline).or_else(same).map(|(_, id)| *id)
    }

    fn ends_with_stop(&self, paragraph: usize) -> bool {
        let last = self.words.doc.paragraphs().get(paragraph).map_or(0, |p| p.end.saturating_sub(1));
        matches!(self.words.text(last), "." | "”" | "\"" | "’")
    }

    /// Whether a person's name is more than what specifies an office: "Kest", but not "Kest spokesman".
    fn is_head(&self, mention: usize, source: TokenSpan) -> bool {
        let end = self.chains.mentions[mention].tokens.end;
        self.is_somebody(mention) && !(end < source.end && self.words.at(end).occupation.is_some())
    }

    fn is_somebody(&self, mention: usize) -> bool {
        self.chains.meant[mention].and_then(|id| self.entity(id)).is_some_and(|e| e.kind == ActorKind::Person)
    }

    /// The person who is named in the source of a statement.
    fn named_source(&self, statement: usize) -> Option<EntityId> {
        let saying = self.sayings.get(statement)?;
        let source = self.quoted_as_saying(saying).or(saying.source.first().copied())?;
        let mention = self.chains.mentions_in(source).find(|m| self.is_head(*m, source))?;
        self.chains.meant[mention]
    }

    /// How many telling words two statements have in common.
    fn shared_words(&self, one: &[TokenSpan], other: &[TokenSpan]) -> usize {
        let words = self.words;
        let telling = |spans: &[TokenSpan]| -> Vec<u64> {
            let tokens = spans.iter().flat_map(|s| s.range()).take(MOST_WORDS);
            let long = |t: &usize| words.text(*t).len() >= TELLING && !words.at(*t).is(flag::FUNCTION);
            tokens.filter(long).map(|t| words.at(t).plain.hash).collect()
        };
        let said = telling(other);
        let mut both = telling(one);
        both.sort_unstable();
        both.dedup();
        both.iter().filter(|w| said.contains(w)).count()
    }
}

impl Headed {
    /// Whether nothing speaks against it.
    fn may_be(&self, entity: &Entity) -> bool {
        self.gender.is_none() || entity.gender.is_none() || self.gender == entity.gender
    }

    /// Whether the text calls somebody so.
    fn is(&self, entity: &Entity) -> bool {
        entity.nouns.contains(&self.noun) || self.own != 0 && entity.classes & self.own != 0
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::speakers;

    #[test]
    fn a_headline_is_told_below() {
        let text =
            "{Port director} says [quay is safe]\n\n{Port director Ada Norrin} says [the quay was tested].";
        assert_eq!(speakers(text), ["Ada Norrin", "Ada Norrin"]);
        let text = "{Port director} says [quay is safe]\n\nIt rained. {Piet Marrel} says [a ship is late].";
        assert_ne!(speakers(text)[0], "Piet Marrel");
    }
}
