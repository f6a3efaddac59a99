//! One person by office or profession: "the Foreign Minister of Poland", "the analyst", "his French counterpart".
//! An office with a place goes to who held it on the article's date; without one, to somebody in the text.

use super::appositions::classes;
use super::coreference::known_place;
use super::entity::EntityId;
use super::mentions::{Place, What, place_of};
use super::offices::Office;
use super::phrases::{Determiner, NounPhrase};
use super::pronouns::answer;
use super::resolver::{Answer, Resolver};
use super::weights::sure;
use crate::domain::{ActorKind, Gender, SpeakerMethod};
use crate::extract::language::WordSet;
use crate::extract::language::lexicon::{Class, Classes, flag};
use crate::text::TokenSpan;

/// What a noun phrase asks of a person.
#[derive(Debug)]
pub(super) struct Asked<'p> {
    pub phrase: &'p NounPhrase,
    pub office: Office,
    /// The places that the phrase names.
    pub places: Vec<Place>,
    pub gender: Option<Gender>,
    /// What the noun implies.
    pub classes: Classes,
    /// "the head of the department": of a body that the text leaves unnamed.
    pub department: bool,
    /// Somebody's: "his lawyer", "the Kest spokesman".
    pub possessed: bool,
}

impl Resolver<'_> {
    /// Resolves a noun phrase whose head is a person's office or profession.
    pub(super) fn describe(&mut self, phrase: &NounPhrase, occupation: u16, own: &[TokenSpan]) -> Answer {
        let Some(asked) = self.asked(phrase, occupation) else { return Answer::none() };
        let lexicon = self.words.lexicon();
        let is = |class: Class| asked.office.own == lexicon.class(class);
        match phrase.determiner {
            Determiner::Indefinite if is(Class::Spokesperson) => return self.for_body(&asked.places),
            Determiner::Indefinite => return Answer::none(),
            Determiner::Of(pronoun) if is(Class::Counterpart) => {
                return self.counterpart(pronoun, &asked.office, phrase.tokens.start, own);
            }
            Determiner::Of(_) if is(Class::Relative) || is(Class::Friend) => return Answer::none(),
            _ if is(Class::Counterpart) => return Answer::none(),
            _ => {}
        }
        if let Some(author) = self.author.filter(|a| is(Class::Author) && self.may_be_meant(*a)) {
            return Answer::one(author, SpeakerMethod::Description, sure::AUTHOR);
        }
        let in_text = self.called_so(&asked, own);
        if !asked.places.is_empty() {
            let by_office = self.by_office(&asked.office, &in_text);
            if !by_office.is_none() {
                return by_office;
            }
        }
        let found = self.expert(&asked, answer(&in_text, SpeakerMethod::Description), own);
        let someone_elses = asked.possessed && is(Class::Spokesperson);
        match () {
            () if !(found.is_none() || someone_elses) => found,
            () if is(Class::Spokesperson) => self.for_body(&asked.places),
            () => self.of_state_in_context(asked),
        }
    }

    /// What the phrase asks for.
    fn asked<'p>(&self, phrase: &'p NounPhrase, occupation: u16) -> Option<Asked<'p>> {
        let words = self.words;
        let lexicon = words.lexicon();
        let occupation = words.turned(occupation, phrase.rest.start);
        let noun = words.occupation(occupation)?;
        let (mut office, places) = self.asked_office(phrase, occupation);
        if office.own == lexicon.class(Class::Head)
            && phrase.rest.range().any(|t| words.is_in(t, WordSet::Diplomacy))
        {
            office.own = lexicon.class(Class::ForeignMinister);
        }
        let department =
            places.is_empty() && phrase.rest.range().any(|t| words.is_in(t, WordSet::UnnamedBody));
        if department {
            office.extra = 0;
        }
        Some(Asked {
            phrase,
            office,
            places,
            gender: noun.gender,
            classes: noun.classes,
            department,
            possessed: matches!(phrase.determiner, Determiner::Of(_)) || self.principal(phrase).is_some(),
        })
    }

    /// The office that the phrase asks for, and the places that it names.
    fn asked_office(&self, phrase: &NounPhrase, occupation: u16) -> (Office, Vec<Place>) {
        let words = self.words;
        let noun = words.occupation(occupation);
        let mut office = Office {
            own: noun.map_or(0, |n| n.own),
            classes: classes(words, occupation),
            ..Office::default()
        };
        let mut places = Vec::new();
        let ambassador = office.own == words.lexicon().class(Class::Ambassador);
        for m in self.chains.mentions_in(phrase.modifiers) {
            let mention = &self.chains.mentions[m];
            let Some(place) = place_of(mention) else { continue };
            match (ambassador && !places.is_empty(), known_place(&place)) {
                (true, Some(index)) => office.to.push(index),
                _ => places.push(place),
            }
        }
        for token in phrase.modifiers.range() {
            let word = words.at(token);
            if word.is(flag::TITLE) && self.chains.mention_at(token).is_none() {
                office.qualify(word.plain, words.lexicon());
            }
        }
        let mut sent = false;
        for token in phrase.rest.range() {
            sent |= words.is_in(token, WordSet::SentTo) && ambassador;
            if words.is_in(token, WordSet::OfficeEnd) {
                break;
            }
            let Some(m) =
                self.chains.mention_at(token).filter(|m| self.chains.mentions[*m].tokens.start == token)
            else {
                continue;
            };
            let Some(place) = place_of(&self.chains.mentions[m]) else { continue };
            match (sent, known_place(&place)) {
                (true, Some(index)) => office.to.push(index),
                _ => places.push(place),
            }
        }
        office.places = places.iter().filter_map(known_place).collect();
        (office, places)
    }

    /// "the expert" alone: the last speaker, of whom nothing was told, before somebody who is an expert of another sort.
    fn expert(&self, asked: &Asked<'_>, found: Answer, own: &[TokenSpan]) -> Answer {
        let bare = asked.phrase.modifiers.is_empty() && asked.phrase.rest.is_empty() && !asked.possessed;
        if !bare || asked.classes & self.words.lexicon().class(Class::Expert) == 0 {
            return found;
        }
        let called = found.who.first().and_then(|id| self.entity(*id));
        if called.is_some_and(|e| e.classes & asked.office.own != 0) {
            return found;
        }
        let undescribed = self.undescribed(asked, own);
        if undescribed.is_none() { found } else { undescribed }
    }

    /// "the expert" where the last speaker's profession was never told.
    fn undescribed(&self, asked: &Asked<'_>, own: &[TokenSpan]) -> Answer {
        let at = asked.phrase.tokens.start;
        let paragraph = self.words.paragraph(at);
        let last = self.said.iter().rfind(|s| s.token < at && !s.nested).copied();
        let Some(last) = last.filter(|s| paragraph - self.words.paragraph(s.token).min(paragraph) <= 1)
        else {
            return Answer::none();
        };
        let gender = asked.gender;
        let fits = self.entity(last.who).is_some_and(|e| {
            e.kind == ActorKind::Person
                && e.classes & self.words.lexicon().any_of(&NO_EXPERTS) == 0
                && (gender.is_none() || e.gender.is_none() || gender == e.gender)
        });
        let inside = own.iter().any(|o| o.holds(last.token));
        match fits && !inside && self.may_be_meant(last.who) {
            true => Answer::one(last.who, SpeakerMethod::Description, sure::UNDESCRIBED),
            false => Answer::none(),
        }
    }

    /// "the foreign minister" of whom the text has named nobody: that of the state spoken of.
    fn of_state_in_context(&mut self, asked: Asked<'_>) -> Answer {
        let lexicon = self.words.lexicon();
        let of_state = OF_STATE.iter().any(|c| asked.office.own == lexicon.class(*c));
        let elsewhere = !asked.places.is_empty() || asked.possessed || !asked.phrase.rest.is_empty();
        if elsewhere || !of_state {
            return Answer::none();
        }
        let Some(state) = self.state_in_context(asked.phrase.tokens.start) else { return Answer::none() };
        let office = Office { places: vec![state], ..asked.office };
        let found = self.by_office(&office, &[]);
        Answer { confidence: found.confidence * sure::STATE_IN_CONTEXT, ..found }
    }

    /// The person before the head: "Kest spokesman", "Kest's lawyer".
    fn principal(&self, phrase: &NounPhrase) -> Option<EntityId> {
        let person = |m: &usize| matches!(self.chains.mentions[*m].what, What::Name | What::KnownPerson(_));
        let before = self.chains.mentions_in(phrase.modifiers).rev().find(person);
        let after = || self.chains.mentions_in(phrase.rest).find(person);
        before.or_else(after).and_then(|m| self.chains.meant[m])
    }
}

/// Whoever is called one of these is not "the expert".
const NO_EXPERTS: [Class; 8] = [
    Class::Politician,
    Class::Official,
    Class::Military,
    Class::Cleric,
    Class::Artist,
    Class::Worker,
    Class::Lawyer,
    Class::Journalist,
];

/// Offices of which a state has one.
const OF_STATE: [Class; 5] =
    [Class::President, Class::Premier, Class::Chancellor, Class::ForeignMinister, Class::DefenseMinister];

#[cfg(test)]
mod tests {
    use super::super::testing::speakers;

    #[test]
    fn a_description_finds_who_is_called_so() {
        let text = "Economist {Ines Calder} said [so]. Mira Kest left. {The economist} and {the expert} stayed. {The minister} came back.";
        assert_eq!(speakers(text), ["Ines Calder", "Ines Calder", "Ines Calder", "Mira Kest"]);
    }

    #[test]
    fn nameless_people_are_described() {
        for (text, speaker) in [
            ("{A senior diplomat} said [so].", "Senior diplomat"),
            ("{One minister} said [so].", "Minister"),
            ("It rained. {The minister} said [so].", "-"),
        ] {
            assert_eq!(speakers(text), [speaker], "{text}");
        }
        assert_eq!(speakers("{A spokesman for the Northern League} said [so]."), ["Northern League"]);
    }
}
