//! Speakers whom the text only describes: "a Kremlin adviser", "jurors", "49 percent of Republicans", "the study's
//! authors". Read by parts of speech, so that any noun will do. A definite one may be somebody named; one that is
//! nobody else's becomes an actor of that article.

use super::antecedents::By;
use super::coreference::Form;
use super::entity::EntityId;
use super::linking::Link;
use super::mentions::place_of;
use super::phrases::kind_of_noun;
use super::pronouns::{Pronoun, likeliest, possessive};
use super::resolver::{Answer, Resolver};
use super::weights::sure;
use crate::domain::{ActorKind, SpeakerMethod};
use crate::extract::analysis::Analysis;
use crate::extract::analysis::tags::{EntityClass, Pos};
use crate::extract::language::WordSet;
use crate::extract::language::lexicon::{Class, flag};
use crate::text::TokenSpan;

/// Most occurrences before a description that are gone over.
const MOST_BEFORE: usize = 4000;

/// Most occurrences, and most paragraphs, back to what "the company" means.
const MOST_NEAR: usize = 200;

/// As [`MOST_NEAR`].
const PARAGRAPHS: usize = 3;

/// Longest description, in tokens.
const LONGEST: usize = 14;

/// How a described phrase is introduced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Given {
    /// the, this
    Definite,
    /// a, one, some, a number
    Indefinite,
    /// his, their
    Of(Pronoun, usize),
    /// nothing
    Bare,
}

/// What a head noun stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stands {
    Person,
    People,
    Body(ActorKind),
    /// A document or count, which speaks for its maker.
    Document,
    /// A thing, of which nobody knows.
    Thing,
}

/// A noun phrase by its tags.
#[derive(Clone, Copy, Debug)]
pub(super) struct Described {
    pub given: Given,
    /// Without the article, with what specifies it behind the head.
    pub tokens: TokenSpan,
    pub head: usize,
    pub stands: Stands,
}

impl Resolver<'_> {
    /// Whom the description in `part` means; none if it is no description. An empty answer is one that the text leaves
    /// open.
    pub(super) fn described(&mut self, part: TokenSpan, own: &[TokenSpan]) -> Option<Answer> {
        let described = read(self.words, part)?;
        let occupation = self.words.at(described.head).occupation.and_then(|o| self.words.occupation(o));
        if occupation.is_some_and(|o| o.own == self.words.lexicon().class(Class::Counterpart)) {
            return Some(Answer::none());
        }
        let answer = match described.stands {
            Stands::Thing => return None,
            Stands::Document => self.maker(&described, part),
            Stands::People => self.people(&described),
            Stands::Person => self.somebody(&described, own),
            Stands::Body(kind) => self.some_body(&described, kind, own),
        };
        Some(self.with_others(answer, described.tokens.end, part))
    }

    /// "the company and Nasdaq": those behind "and" as well.
    fn with_others(&mut self, mut answer: Answer, end: usize, part: TokenSpan) -> Answer {
        if self.words.is_in(end, WordSet::And) && end + 1 < part.end && !answer.is_none() {
            let others = self.named_in(TokenSpan::new(end + 1, part.end));
            answer
                .who
                .extend(others.who.into_iter().filter(|id| !answer.who.contains(id)).collect::<Vec<_>>());
        }
        answer
    }

    /// One person: the one called so, or one that the article only describes.
    fn somebody(&mut self, described: &Described, own: &[TokenSpan]) -> Answer {
        match described.given {
            Given::Indefinite => self.new_described(described, ActorKind::Person),
            Given::Of(pronoun, at) => self.somebodys(described, pronoun, at, ActorKind::Person),
            Given::Definite | Given::Bare => {
                let found = self.meant_by(described, own);
                match found.is_none() {
                    true if !described.is_bare() => self.new_described(described, ActorKind::Person),
                    true => self.only_described_before(described),
                    false => found,
                }
            }
        }
    }

    /// Who of those that the text spoke of is described.
    fn meant_by(&mut self, described: &Described, own: &[TokenSpan]) -> Answer {
        let at = described.tokens.start;
        let mut ranking = self.antecedents(By::Description(*described), at, own);
        ranking.retain(|(id, _)| !self.is_of_another_place(described, *id));
        likeliest(&ranking, SpeakerMethod::Description)
    }

    /// "The Swedish minister" is nobody who belongs to other places, and nobody described by another.
    fn is_of_another_place(&self, described: &Described, who: EntityId) -> bool {
        let Some(entity) = self.entity(who) else { return true };
        let mut named = self.chains.mentions_in(described.tokens);
        let place = named.find_map(|m| place_of(&self.chains.mentions[m]).map(|place| (m, place)));
        let Some((mention, place)) = place else { return false };
        if entity.described {
            let word = self.words.phrase(self.chains.mentions[mention].tokens);
            return !entity.name.contains(&word);
        }
        !entity.places.is_empty() && !self.belongs(entity, &place)
    }

    /// Several: those described so before, or a group of the article's own.
    fn people(&mut self, described: &Described) -> Answer {
        if let Given::Of(pronoun, at) = described.given {
            return self.somebodys(described, pronoun, at, ActorKind::Group);
        }
        if described.given == Given::Definite
            && let Some(id) = self.described_before(described)
        {
            return Answer::one(id, SpeakerMethod::Group, sure::DESCRIBED_BEFORE);
        }
        let answer = self.new_described(described, ActorKind::Group);
        Answer { method: SpeakerMethod::Group, ..answer }
    }

    /// "the company", "the state-financed network": a body that was named, or one that is only described.
    fn some_body(&mut self, described: &Described, kind: ActorKind, own: &[TokenSpan]) -> Answer {
        if let Given::Of(pronoun, at) = described.given {
            return self.somebodys(described, pronoun, at, kind);
        }
        if described.given != Given::Indefinite {
            if let Some(id) = self.only_body_named(described) {
                return Answer::one(id, SpeakerMethod::Description, sure::BODY_BY_NOUN);
            }
            let found = self.meant_by(described, own);
            if found.is_none()
                && let Some(id) = self.body_in_focus(described)
            {
                return Answer::one(id, SpeakerMethod::Description, sure::BODY_BY_KIND);
            }
            if !found.is_none() || described.is_bare() {
                return found;
            }
        }
        self.new_described(described, kind)
    }

    /// "The company": the organisation that spoke last, or the only one named, not too far back.
    fn body_in_focus(&self, described: &Described) -> Option<EntityId> {
        let words = self.words;
        let at = described.tokens.start;
        if !words.is_in(described.head, WordSet::Company) || described.tokens.end > described.head + 1 {
            return None;
        }
        let near = |token: usize| words.paragraph(token) + PARAGRAPHS >= words.paragraph(at);
        let named = |id: EntityId| {
            self.entity(id).is_some_and(|e| {
                matches!(e.kind, ActorKind::Organisation | ActorKind::Outlet) && !e.described
            })
        };
        let spoke = self.said.iter().rfind(|s| s.token < at && !s.nested && named(s.who));
        let end = self.chains.occurrences.partition_point(|o| o.tokens.start < at);
        let before = self.chains.occurrences.get(end.saturating_sub(MOST_NEAR)..end)?;
        let mut only: Vec<EntityId> = before
            .iter()
            .filter(|o| o.form == Form::Name && near(o.tokens.start) && named(o.who))
            .filter(|o| !words.aside(o.tokens.start))
            .map(|o| o.who)
            .collect();
        only.sort_unstable();
        only.dedup();
        match only.as_slice() {
            [one] => Some(*one),
            _ => spoke.filter(|s| near(s.token)).map(|s| s.who),
        }
    }

    /// "The central bank": the only body so far in whose name the noun is, or that is called so.
    fn only_body_named(&self, described: &Described) -> Option<EntityId> {
        let words = self.words;
        let capital =
            (described.tokens.start..described.head).any(|t| words.at(t).capital && !words.at(t).initial);
        if capital || described.tokens.end > described.head + 1 {
            return None;
        }
        let noun = words.at(described.head).plain.hash;
        let end = self.chains.occurrences.partition_point(|o| o.tokens.start < described.tokens.start);
        let mut only = None;
        let before = self.chains.occurrences.get(end.saturating_sub(MOST_BEFORE)..end)?;
        for occurrence in before.iter().filter(|o| o.form == Form::Name) {
            let Some(entity) = self.entity(occurrence.who) else { continue };
            let body = matches!(entity.kind, ActorKind::Body | ActorKind::Organisation | ActorKind::Outlet);
            let within = |t: usize| words.at(t).plain.hash == noun;
            if body && (entity.nouns.contains(&noun) || occurrence.tokens.range().any(within)) {
                if only.is_some_and(|o| o != occurrence.who) {
                    return None;
                }
                only = Some(occurrence.who);
            }
        }
        only
    }

    /// The one described at this head, if the text spoke of it before.
    fn described_before(&self, described: &Described) -> Option<EntityId> {
        let id = self.described_at(described)?;
        self.entity(id).filter(|e| e.first < described.head).map(|_| id)
    }

    /// "The woman": the one described so before, whom the text never names.
    fn only_described_before(&self, described: &Described) -> Answer {
        let words = self.words;
        let introduced = |id: &EntityId| {
            let first = self.entity(*id).map_or(0, |e| e.first);
            let mut before =
                (first.saturating_sub(4)..first).rev().take_while(|t| words.pos(*t).in_noun_phrase());
            before.any(|t| words.is_in(t, WordSet::Indefinite))
        };
        let definite = described.given == Given::Definite;
        let before = self.described_before(described).filter(|id| definite && introduced(id));
        before.map_or(Answer::none(), |id| Answer::one(id, SpeakerMethod::Description, sure::UNDESCRIBED))
    }

    /// The entity that the reading of all descriptions made at this head.
    fn described_at(&self, described: &Described) -> Option<EntityId> {
        let all = &self.chains.occurrences;
        let at = all.partition_point(|o| o.tokens.start < described.head);
        all.get(at).filter(|o| o.tokens.start == described.head && o.form == Form::Description).map(|o| o.who)
    }

    /// "his wife", "her followers": of whom, is part of the name.
    fn somebodys(&mut self, described: &Described, pronoun: Pronoun, at: usize, kind: ActorKind) -> Answer {
        let owner = self.pronoun(pronoun, at, &[], usize::MAX);
        let Some(name) = owner.who.first().and_then(|id| self.entity(*id)).map(|e| e.name.clone()) else {
            return Answer::none();
        };
        let noun = self.words.phrase(described.tokens);
        let name = self.words.language.templates.genitive(&noun, &name);
        let id = self.describe_as(described, kind, &super::groups::sentence_case(&name));
        Answer::one(id, SpeakerMethod::Description, sure::DESCRIBED * owner.confidence)
    }

    /// An actor of the article's own.
    fn new_described(&mut self, described: &Described, kind: ActorKind) -> Answer {
        let name = super::groups::sentence_case(&self.words.phrase(described.tokens));
        let id = self.describe_as(described, kind, &name);
        Answer::one(id, SpeakerMethod::Description, sure::DESCRIBED)
    }

    fn describe_as(&mut self, described: &Described, kind: ActorKind, name: &str) -> EntityId {
        let there = self.described_at(described);
        let same = |id: &EntityId| self.entity(*id).is_some_and(|e| e.kind == kind && e.described);
        if let Some(id) = there.filter(same) {
            self.chains.entities[id].name = name.to_owned();
            return id;
        }
        let id = self.chains.named(kind, name, described.tokens.start);
        let head = self.words.at(described.head);
        let entity = &mut self.chains.entities[id];
        if entity.link == Link::Unknown && entity.nouns.is_empty() {
            entity.described = true;
            entity.nouns.push(head.plain.hash);
            entity.gender = head.gender.filter(|_| kind == ActorKind::Person);
        }
        id
    }

    /// Who made a document: whose it is, who wrote it, after whom it is named; else who made the one of that noun
    /// before. Nobody where the text does not say.
    fn maker(&mut self, described: &Described, part: TokenSpan) -> Answer {
        if let Given::Of(pronoun, at) = described.given {
            let owner = self.pronoun(pronoun, at, &[], usize::MAX);
            return Answer {
                method: SpeakerMethod::Metonym,
                confidence: owner.confidence * sure::MAKER,
                ..owner
            };
        }
        let found = self.maker_named(described.tokens.start, described.head, part.end);
        if !found.is_none() {
            return found;
        }
        // "The report": the one told of before.
        let words = self.words;
        let noun = words.at(described.head).plain.hash;
        let reach = described.tokens.start.saturating_sub(400);
        let mut at = described.tokens.start;
        while at > reach {
            at -= 1;
            if words.at(at).plain.hash != noun || !words.pos(at).is_noun() {
                continue;
            }
            let sentence = words.sentence(at);
            let start = (sentence.start..at)
                .rev()
                .take_while(|t| words.pos(*t).in_noun_phrase())
                .last()
                .unwrap_or(at);
            let found = self.maker_named(start, at, sentence.end.min(at + 8));
            if !found.is_none() {
                return Answer { confidence: found.confidence * sure::MAKER_BEFORE, ..found };
            }
        }
        Answer::none()
    }

    /// Whom the words around a document's noun name as its maker.
    fn maker_named(&mut self, start: usize, head: usize, end: usize) -> Answer {
        let words = self.words;
        let before = self.chains.mentions_in(TokenSpan::new(start, head)).next_back();
        let mut links = (head + 1..end.min(words.len())).filter(|t| words.is_in(*t, WordSet::MakerLink));
        let link = links.next().filter(|l| *l <= head + 5);
        let after = link.and_then(|l| self.chains.mentions_in(TokenSpan::new(l + 1, end.min(l + 6))).next());
        for m in before.into_iter().chain(after) {
            let answer = match self.chains.meant[m] {
                Some(id) if self.entity(id).is_some_and(|e| e.kind == ActorKind::Person) => {
                    self.by_name(id, SpeakerMethod::Metonym, sure::MAKER)
                }
                _ => self.place_mention(m),
            };
            if !answer.is_none() {
                let confidence = answer.confidence * sure::MAKER;
                return Answer { method: SpeakerMethod::Metonym, confidence, ..answer };
            }
        }
        Answer::none()
    }
}

impl Described {
    /// Nothing but an article and a noun.
    pub fn is_bare(&self) -> bool {
        self.tokens.start == self.head && self.tokens.end == self.head + 1
    }
}

/// Reads the noun phrase at the beginning of `part`.
pub(super) fn read(words: &Analysis<'_>, part: TokenSpan) -> Option<Described> {
    let mut at = part.start;
    let mut given = Given::Bare;
    // Marks, "only", "about", articles.
    while at < part.end {
        let pos = words.pos(at);
        if words.is_in(at, WordSet::Indefinite) {
            given = Given::Indefinite;
        } else if words.is_in(at, WordSet::Demonstrative) && words.at(at).plain.words > 0 {
            given = Given::Definite;
        } else if let Some(pronoun) = possessive(words, at).filter(|_| at + 1 < part.end) {
            given = Given::Of(pronoun, at);
        } else if !(words.at(at).plain.words == 0
            || matches!(pos, Pos::RB | Pos::PDT)
            || words.is_in(at, WordSet::Approximate) && given == Given::Bare && at + 1 < part.end)
        {
            break;
        }
        at += 1;
    }
    let start = at;
    let mut head = nominal(words, start, part.end)?;
    let mut several = false;
    // "49 percent of Republicans", "some of her followers", "a number of writers".
    let part_of = |head: usize| {
        let amount = words.is_in(head, WordSet::Amount) || words.pos(head) == Pos::CD;
        let rate = || words.is_in(head + 1, WordSet::In) && words.pos(head + 2) == Pos::CD;
        amount && (words.is_in(head + 1, WordSet::Of) || rate())
    };
    while part_of(head) && head + 2 < part.end {
        let mut next = head + 2;
        if words.pos(next) == Pos::CD {
            next += 1 + usize::from(words.is_in(next + 1, WordSet::Of));
        }
        while next < part.end && (words.is_in(next, WordSet::Article) || possessive(words, next).is_some()) {
            next += 1;
        }
        several |= !words.is_in(head, WordSet::One);
        head = nominal(words, next, part.end)?;
        given = Given::Indefinite;
    }
    if words.is_in(head, WordSet::Amount) && !words.pos(head).is_noun() {
        return None;
    }
    // A sentence's first word has a capital whatever it is.
    let opens = words.at(head).initial && words.at(head).capital && words.is_in(head, WordSet::PluralEnding);
    let plural =
        several || matches!(words.pos(head), Pos::NNS | Pos::NNPS) || opens || words.at(head).is(flag::GROUP);
    let stands = stands(words, head, plural);
    let end = complement(words, head + 1, part.end.min(start + LONGEST));
    Some(Described { given, tokens: TokenSpan::new(start, end), head, stands })
}

/// The last noun of the run of adjectives, numbers and nouns at `start`; an amount alone if there is no noun.
fn nominal(words: &Analysis<'_>, start: usize, end: usize) -> Option<usize> {
    let mut noun = None;
    let mut at = start;
    while at < end {
        let pos = words.pos(at);
        let before_noun =
            || at + 1 < end && (words.pos(at + 1).in_noun_phrase() && !words.is_in(at + 1, WordSet::Article));
        match pos {
            _ if pos.is_noun() => noun = Some(at),
            _ if words.is_in(at, WordSet::Amount) && words.is_in(at + 1, WordSet::Of) => {
                return noun.or(Some(at));
            }
            // "6 in 10 voters".
            Pos::CD if words.is_in(at + 1, WordSet::In) && words.pos(at + 2) == Pos::CD => {
                return noun.or(Some(at));
            }
            Pos::JJ | Pos::JJR | Pos::JJS | Pos::CD | Pos::Dollar | Pos::DT | Pos::POS => {}
            Pos::VBN | Pos::VBG | Pos::RB | Pos::RBR | Pos::RBS | Pos::Opening | Pos::Closing
                if before_noun() => {}
            Pos::CC if noun.is_some() && before_noun() && words.pos(at + 1) != Pos::PRP => {}
            Pos::CC if noun.is_none() && before_noun() => {}
            _ => break,
        }
        at += 1;
    }
    noun
}

/// The end of what specifies a head: "of Rovaniemi", "close to the campaign", "representing small colleges".
fn complement(words: &Analysis<'_>, from: usize, end: usize) -> usize {
    let links = |at: usize| words.is_in(at, WordSet::ComplementLink) || words.is_in(at, WordSet::Near);
    let mut stop = from.min(end);
    for at in from..end {
        let pos = words.pos(at);
        let goes_on = match pos {
            Pos::IN => links(at),
            Pos::TO | Pos::CC | Pos::VBG | Pos::VBN | Pos::RB => true,
            _ => pos.in_noun_phrase(),
        };
        if pos.is_noun() || pos == Pos::CD {
            stop = at + 1;
        } else if !goes_on || words.is_in(at, WordSet::RelativePronoun) {
            break;
        }
    }
    stop
}

/// What a noun stands for, as the subject of a statement.
fn stands(words: &Analysis<'_>, head: usize, plural: bool) -> Stands {
    let word = words.at(head);
    match () {
        () if words.is_in(head, WordSet::Document) => Stands::Document,
        // "Teal Baker".
        () if word.capital
            && !word.initial
            && !(word.caps && word.occupation.is_some())
            && words.entity(head) == EntityClass::Person
            && at_name(words, head) =>
        {
            Stands::Thing
        }
        () if word.occupation.is_some() && !plural => Stands::Person,
        () if words.is_in(head, WordSet::Crew) => Stands::People,
        () if kind_of_noun(words, head).is_some() && !plural => {
            Stands::Body(kind_of_noun(words, head).unwrap_or(ActorKind::Organisation))
        }
        () if word.is(flag::ORG) && !plural => Stands::Body(word.org.unwrap_or(ActorKind::Organisation)),
        () if words.is_in(head, WordSet::AbstractEnding) => Stands::Thing,
        () if words.pos(head).is_proper() && !words.at(head).initial && !plural => Stands::Thing,
        () if plural => Stands::People,
        () if words.is_in(head, WordSet::Human) => Stands::Person,
        () => Stands::Thing,
    }
}

/// Whether a given name stands before the token.
fn at_name(words: &Analysis<'_>, head: usize) -> bool {
    head > 0
        && words.joined(head - 1, head)
        && words.at(head - 1).capital
        && words.entity(head - 1) == EntityClass::Person
}
