//! Whom a headline only describes: "Energy minister says dam is safe" is told by the text below it.

use super::described::{Stands, read};
use super::entity::{Entity, EntityId};
use super::resolver::{Answer, Resolver};
use super::weights::sure;
use crate::domain::{ActorKind, Gender, SpeakerMethod};
use crate::extract::language::lexicon::{Classes, flag};
use crate::text::TokenSpan;

/// A headline is one of so many first paragraphs.
const FIRST: usize = 2;

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
        answer.who.first().is_none_or(|id| {
            self.entity(*id).is_some_and(|e| e.described && e.kind == ActorKind::Person)
        })
    }

    /// The person below a headline who is called what the source mention in it says, or who says the same.
    pub(super) fn told_below(&self, statement: usize) -> Answer {
        let words = self.words;
        let Some(saying) = self.sayings.get(statement) else { return Answer::none() };
        let Some(source) = saying.source.first().copied() else { return Answer::none() };
        let paragraph = words.paragraph(source.start);
        if paragraph >= FIRST || !words.aside(source.start) || self.chains.mentions_in(source).any(|m| self.is_somebody(m)) {
            return Answer::none();
        }
        let Some(described) = read(words, source).filter(|d| d.stands == Stands::Person) else {
            return Answer::none();
        };
        let head = words.at(described.head);
        let own = head.occupation.and_then(|o| words.occupation(o)).map_or(0, |o| o.own);
        let headed = Headed { noun: head.plain.hash, own, gender: head.gender };
        let mut below: Vec<usize> =
            (0..self.sayings.len()).filter(|s| words.paragraph(self.sayings[*s].anchor) > paragraph).collect();
        below.sort_by_key(|s| self.sayings[*s].anchor);
        let speakers: Vec<(usize, EntityId)> =
            below.into_iter().take(MOST).filter_map(|s| Some((s, self.named_source(s)?))).collect();
        let agrees = |id: EntityId| self.entity(id).is_some_and(|e| e.gender.is_none() || headed.gender.is_none() || e.gender == headed.gender);
        let called = speakers.iter().find(|(_, id)| self.entity(*id).is_some_and(|e| headed.is(e)));
        let same = || {
            let mut all = speakers.iter();
            all.find(|(s, id)| agrees(*id) && self.shares_words(&saying.content, &self.sayings[*s].content))
        };
        called.or_else(same).map_or(Answer::none(), |(_, id)| {
            Answer::one(*id, SpeakerMethod::Description, sure::HEADLINE)
        })
    }

    fn is_somebody(&self, mention: usize) -> bool {
        self.chains.meant[mention].and_then(|id| self.entity(id)).is_some_and(|e| e.kind == ActorKind::Person)
    }

    /// The person who is named in the source of a statement.
    fn named_source(&self, statement: usize) -> Option<EntityId> {
        let source = *self.sayings.get(statement)?.source.first()?;
        let mention = self.chains.mentions_in(source).find(|m| self.is_somebody(*m))?;
        self.chains.meant[mention]
    }

    /// Whether two statements have a telling word in common.
    fn shares_words(&self, one: &[TokenSpan], other: &[TokenSpan]) -> bool {
        let words = self.words;
        let telling = |spans: &[TokenSpan]| -> Vec<u64> {
            let tokens = spans.iter().flat_map(|s| s.range()).take(200);
            let long = |t: &usize| words.text(*t).len() >= TELLING && !words.at(*t).is(flag::FUNCTION);
            tokens.filter(long).map(|t| words.at(t).plain.hash).collect()
        };
        let said = telling(other);
        telling(one).iter().any(|w| said.contains(w))
    }
}

impl Headed {
    /// Whether the text calls somebody so.
    fn is(&self, entity: &Entity) -> bool {
        let gender = self.gender.is_none() || entity.gender.is_none() || self.gender == entity.gender;
        gender && (entity.nouns.contains(&self.noun) || self.own != 0 && entity.classes & self.own != 0)
    }
}
