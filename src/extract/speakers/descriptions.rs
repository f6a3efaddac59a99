//! One person by office or profession: "the Foreign Minister of Poland", "the analyst", "his French counterpart".
//! An office with a place goes to who held it on the article's date; without one, to somebody in the text.

use super::appositions::classes;
use super::coreference::known_place;
use super::entity::{Entity, EntityId};
use super::linking::Link;
use super::mentions::{Place, What, place_of};
use super::offices::Office;
use super::phrases::{Determiner, NounPhrase};
use super::pronouns::{Pronoun, answer};
use super::registry::Index;
use super::resolver::{Answer, Resolver};
use super::salience::salient;
use crate::domain::{ActorKind, SpeakerMethod};
use crate::extract::language::WordSet;
use crate::extract::language::lexicon::{Class, Classes, flag};
use crate::text::TokenSpan;

impl Resolver<'_> {
    /// Resolves a noun phrase whose head is a person's office or profession.
    pub(super) fn describe(&mut self, phrase: &NounPhrase, occupation: u16, own: &[TokenSpan]) -> Answer {
        let words = self.words;
        let lexicon = words.lexicon();
        let occupation = words.turned(occupation, phrase.rest.start);
        let Some(noun) = words.occupation(occupation) else { return Answer::none() };
        let (mut office, places) = self.asked(phrase, occupation);
        if office.own == lexicon.class(Class::Head)
            && phrase.rest.range().any(|t| words.is_in(t, WordSet::Diplomacy))
        {
            office.own = lexicon.class(Class::ForeignMinister);
        }
        let spokesperson = office.own == lexicon.class(Class::Spokesperson);
        if phrase.determiner == Determiner::Indefinite {
            return if spokesperson { self.for_body(&places) } else { Answer::none() };
        }
        if office.own == lexicon.class(Class::Counterpart) {
            let Determiner::Of(pronoun) = phrase.determiner else { return Answer::none() };
            return self.counterpart(pronoun, &office, phrase.tokens.start, own);
        }
        // "the head of the department": of a body that the text leaves unnamed.
        let department =
            places.is_empty() && phrase.rest.range().any(|t| words.is_in(t, WordSet::UnnamedBody));
        if department {
            office.extra = 0;
        }
        if let Some(author) = self.author
            && office.own == lexicon.class(Class::Author)
            && self.may_be_meant(author)
        {
            return Answer::one(author, SpeakerMethod::Description, 0.8);
        }
        let relative =
            office.own == lexicon.class(Class::Relative) || office.own == lexicon.class(Class::Friend);
        if relative && matches!(phrase.determiner, Determiner::Of(_)) {
            return Answer::none();
        }
        let tags: Vec<u64> = phrase
            .modifiers
            .range()
            .filter(|t| words.at(*t).capital && !words.at(*t).is(flag::TITLE) && !words.at(*t).initial)
            .map(|t| words.at(t).plain.hash)
            .collect();
        let at = phrase.tokens.start;
        let possessor = matches!(phrase.determiner, Determiner::Of(_)) || self.principal(phrase).is_some();
        let in_text = {
            let expert = lexicon.class(Class::Expert);
            let leader = lexicon.class(Class::Leader);
            // What else may be called so: a minister is the head of a ministry, a spokeswoman is a diplomat.
            const WEAK: &[(Class, Class)] = &[
                (Class::Minister, Class::Head),
                (Class::Diplomat, Class::Spokesperson),
                (Class::President, Class::Leader),
                (Class::Leader, Class::President),
                (Class::Head, Class::Chairman),
                (Class::Official, Class::Head),
            ];
            let unspecified = phrase.modifiers.is_empty() && (phrase.rest.is_empty() || department);
            let weak = WEAK.iter().filter(|(own, _)| unspecified && lexicon.class(*own) == office.own);
            let weak: Vec<Classes> = weak.map(|(_, other)| lexicon.class(*other)).collect();
            // "the head of the commission": a word of the person's description.
            let detail: Vec<String> = phrase
                .rest
                .range()
                .chain(phrase.modifiers.range())
                .filter(|t| words.at(*t).plain.words > 0 && !words.at(*t).is(flag::FUNCTION))
                .map(|t| words.text(t).to_lowercase())
                .filter(|w| w.len() > 4)
                .collect();
            let (own_class, asked) = (office.own, noun.classes);
            let fits = |id: EntityId, entity: &Entity| -> Option<f32> {
                if entity.kind != ActorKind::Person || !self.may_be_meant(id) {
                    return None;
                }
                if noun.gender.is_some() && entity.gender.is_some() && noun.gender != entity.gender {
                    return None;
                }
                let held = match entity.link {
                    Link::Known(index) => self.registry.known(index).is_some_and(|k| {
                        let roles = self.registry.offices.roles(k.roles.clone());
                        roles.iter().any(|r| r.office.own == own_class && r.on(self.days))
                    }),
                    _ => false,
                };
                let called = match () {
                    () if held => 2.2,
                    () if entity.offices.iter().any(|o| o.own == own_class) => 2.2,
                    () if entity.classes & own_class != 0 => 0.8,
                    () if weak.iter().any(|w| entity.classes & w != 0) => 0.5,
                    () if own_class != leader && asked & expert != 0 && entity.classes & expert != 0 => 0.7,
                    () => return None,
                };
                let tagged = match (tags.is_empty(), tags.iter().any(|t| entity.tags.contains(t))) {
                    (true, _) => 0.0,
                    (false, true) => 1.5,
                    (false, false) if places.is_empty() => {
                        if entity.tags.is_empty() {
                            -0.4
                        } else {
                            -1.2
                        }
                    }
                    (false, false) => 0.0,
                };
                let detailed = !detail.is_empty()
                    && entity.description.as_ref().is_some_and(|text| {
                        let text = text.to_lowercase();
                        detail.iter().any(|d| text.contains(d.as_str()))
                    });
                let tagged = tagged + if detailed { 1.5 } else { 0.0 };
                Some(called + tagged + self.place_agreement(entity, &places, &office)?)
            };
            salient(words, &self.chains, &self.said, at, own, fits)
        };
        if !places.is_empty() {
            let by_office = self.by_office(&office, &in_text);
            if !by_office.is_none() {
                return by_office;
            }
        }
        let mut found = answer(&in_text, SpeakerMethod::Description);
        let bare = phrase.modifiers.is_empty() && phrase.rest.is_empty() && !possessor;
        let expert = noun.classes & lexicon.class(Class::Expert) != 0;
        if bare && expert {
            // The last speaker, of whom nothing was told, before somebody who is an expert of another sort.
            let exact = found
                .who
                .first()
                .and_then(|id| self.entity(*id))
                .is_some_and(|e| e.classes & office.own != 0);
            let undescribed = self.undescribed(at, noun.gender, own);
            if !(exact || undescribed.is_none()) {
                found = undescribed;
            }
        }
        let someone_elses = possessor && spokesperson;
        if !(found.is_none() || someone_elses) {
            return found;
        }
        if spokesperson {
            return self.for_body(&places);
        }
        // "the foreign minister" of whom the text has named nobody: that of the state spoken of.
        let of_state = [
            Class::President,
            Class::Premier,
            Class::Chancellor,
            Class::ForeignMinister,
            Class::DefenseMinister,
        ];
        if places.is_empty()
            && !possessor
            && phrase.rest.is_empty()
            && of_state.iter().any(|c| office.own == lexicon.class(*c))
            && let Some(state) = self.state_in_context(at)
        {
            let office = Office { places: vec![state], ..office };
            let found = self.by_office(&office, &[]);
            return Answer { confidence: found.confidence * 0.65, ..found };
        }
        Answer::none()
    }

    /// The office that the phrase asks for, and the places that it names.
    fn asked(&self, phrase: &NounPhrase, occupation: u16) -> (Office, Vec<Place>) {
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

    /// Who held the office; somebody named in the text before somebody from the registry alone.
    fn by_office(&mut self, office: &Office, in_text: &[(EntityId, f32)]) -> Answer {
        let mut holders = self.registry.offices.holders(office, self.days, self.registry);
        if holders.is_empty() && self.days.is_some() {
            // Nobody on that day: whoever the text names and ever held it.
            holders = self.registry.offices.holders(office, None, self.registry);
            holders.retain(|(i, _)| self.named(*i).is_some());
        }
        let best = holders.first().map_or(0.0, |h| h.1);
        holders.retain(|h| h.1 >= best - 0.12);
        let mut named: Vec<(Index, f32)> = holders.clone();
        named.retain(|(i, _)| self.named(*i).is_some());
        let dated = if self.days.is_some() { 0.93 } else { 0.75 };
        let chosen = match (holders.as_slice(), named.as_slice()) {
            ([(one, score)], _) => Some((*one, dated * score.max(0.6))),
            (_, [(one, score)]) => Some((*one, 0.85 * score.max(0.6))),
            _ => None,
        };
        if let Some((index, confidence)) = chosen {
            let id = self.chains.known_person(self.registry, index, usize::MAX);
            return Answer::one(id, SpeakerMethod::Office, confidence);
        }
        if let Some((id, _)) = in_text.first() {
            return Answer::one(*id, SpeakerMethod::Office, 0.7);
        }
        let mut unknown = Answer::none();
        let sum: f32 = holders.iter().map(|h| h.1).sum();
        for (index, score) in holders.iter().take(8) {
            let id = self.chains.known_person(self.registry, *index, usize::MAX);
            unknown.candidates.push((id, score / sum));
        }
        unknown
    }

    /// "his French counterpart": who holds there the office that he holds here.
    fn counterpart(&mut self, pronoun: Pronoun, asked: &Office, at: usize, own: &[TokenSpan]) -> Answer {
        let he = self.pronoun(pronoun, at, own, usize::MAX);
        let Some(entity) = he.who.first().and_then(|id| self.entity(*id)).cloned() else {
            return Answer::none();
        };
        let mut offices: Vec<Office> = entity.offices.clone();
        if let Link::Known(index) = entity.link
            && let Some(known) = self.registry.known(index)
        {
            let roles = self.registry.offices.roles(known.roles.clone());
            offices.extend(roles.iter().filter(|r| r.on(self.days)).map(|r| r.office.clone()));
        }
        for office in offices {
            let there = Office { places: asked.places.clone(), to: Vec::new(), extra: 0, ..office };
            let found = self.by_office(&there, &[]);
            if !found.is_none() {
                return Answer { confidence: found.confidence * 0.9, ..found };
            }
        }
        Answer::none()
    }

    /// A nameless spokesperson speaks for the body; the body is all that is known.
    fn for_body(&mut self, places: &[Place]) -> Answer {
        let Some(place) = places.last() else { return Answer::none() };
        let id = self.chains.place(self.words, self.registry, *place, usize::MAX);
        Answer { on_behalf_of: Some(id), ..Answer::one(id, SpeakerMethod::Office, 0.7) }
    }

    /// "the expert" where the last speaker's profession was never told.
    fn undescribed(&mut self, at: usize, gender: Option<crate::domain::Gender>, own: &[TokenSpan]) -> Answer {
        let paragraph = self.words.paragraph(at);
        let last = self.said.iter().rfind(|s| s.token < at && !s.nested).copied();
        let Some(last) = last.filter(|s| paragraph - self.words.paragraph(s.token).min(paragraph) <= 1)
        else {
            return Answer::none();
        };
        let fits = self.entity(last.who).is_some_and(|e| {
            let lexicon = self.words.lexicon();
            let public = lexicon.any_of(&[
                Class::Politician,
                Class::Official,
                Class::Military,
                Class::Cleric,
                Class::Artist,
                Class::Worker,
                Class::Lawyer,
                Class::Journalist,
            ]);
            e.kind == ActorKind::Person
                && e.classes & public == 0
                && (gender.is_none() || e.gender.is_none() || gender == e.gender)
        });
        let inside = own.iter().any(|o| o.holds(last.token));
        match fits && !inside && self.may_be_meant(last.who) {
            true => Answer::one(last.who, SpeakerMethod::Description, 0.5),
            false => Answer::none(),
        }
    }

    /// Whether the person can belong to the places asked for, and how readily.
    fn place_agreement(&self, entity: &Entity, places: &[Place], office: &Office) -> Option<f32> {
        if places.is_empty() {
            // "the Foreign Minister" is not the deputy.
            let exact = entity.offices.iter().any(|o| o.own == office.own && o.extra == office.extra);
            return Some(if exact || office.extra == 0 { 0.0 } else { -0.6 });
        }
        let known = match entity.link {
            Link::Known(index) => self.registry.known(index),
            _ => None,
        };
        let belongs = |place: &Place| {
            entity.places.contains(place)
                || known_place(place).is_some_and(|index| {
                    let state = |p: Index| self.registry.known(p).and_then(|k| k.state);
                    entity.places.iter().filter_map(known_place).any(|p| state(p) == Some(index))
                        || known.is_some_and(|k| {
                            k.state == Some(index)
                                || self.registry.offices.roles(k.roles.clone()).iter().any(|r| {
                                    r.office.places.contains(&index)
                                        || r.office.places.iter().any(|p| state(*p) == Some(index))
                                })
                        })
                })
        };
        if places.iter().all(belongs) {
            Some(0.5)
        } else if entity.places.is_empty() && known.is_none() {
            Some(-0.4)
        } else {
            None
        }
    }

    /// The entity of a known person that the text names.
    fn named(&self, index: Index) -> Option<EntityId> {
        self.chains.entities.iter().position(|e| {
            e.kind == ActorKind::Person && e.link == Link::Known(index) && e.first != usize::MAX
        })
    }

    /// The person before the head: "Kest spokesman", "Kest's lawyer".
    fn principal(&self, phrase: &NounPhrase) -> Option<EntityId> {
        let person = |m: &usize| matches!(self.chains.mentions[*m].what, What::Name | What::KnownPerson(_));
        let before = self.chains.mentions_in(phrase.modifiers).rev().find(person);
        let after = || self.chains.mentions_in(phrase.rest).find(person);
        before.or_else(after).and_then(|m| self.chains.meant[m])
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::speakers;

    #[test]
    fn a_description_finds_who_is_called_so() {
        let text = "Economist {Ines Calder} said [so]. Mira Kest left. {The economist} and {the expert} stayed. {The minister} came back.";
        assert_eq!(speakers(text), ["Ines Calder", "Ines Calder", "Ines Calder", "Mira Kest"]);
    }

    #[test]
    fn an_office_goes_to_its_holder_of_the_day() {
        assert_eq!(speakers("{The foreign minister of Karsovia} said [so]."), ["Tamas Vire"]);
        assert_eq!(speakers("{The deputy foreign minister of Karsovia} said [so]."), ["-"]);
        assert_eq!(speakers("{The Karsovian ambassador in Port Veld} said [so]."), ["Rolf Ekker"]);
    }

    #[test]
    fn a_counterpart_holds_the_same_office_elsewhere() {
        assert_eq!(
            speakers("{Mira Kest} said [so]. {Her Morlandic counterpart} agreed."),
            ["Mira Kest", "Sergey Yermolin"]
        );
    }

    #[test]
    fn nameless_people_stay_nameless() {
        for text in [
            "{A senior diplomat} said [so].",
            "Mira Kest left. {Her lawyer} said [so].",
            "{One minister} said [so].",
        ] {
            assert_eq!(speakers(text), ["-"], "{text}");
        }
        assert_eq!(speakers("{A spokesman for the Northern League} said [so]."), ["Northern League"]);
    }
}
