//! Pronouns: "he", "she", "they", "who", "I" to somebody in the chains, by salience with gender and number.

use super::antecedents::{By, Here};
use super::coreference::Form;
use super::described::{Stands, read};
use super::entity::{Entity, EntityId};
use super::resolver::{Answer, Resolver};
use super::salience::sureness;
use super::weights::{salience, sure};
use crate::domain::{ActorKind, Gender, SpeakerMethod};
use crate::extract::analysis::Analysis;
use crate::extract::language::WordSet;
use crate::text::TokenSpan;

/// Longest clause that is looked back over, in tokens.
const LONGEST_CLAUSE: usize = 16;

/// Most statements back to the last one with a source.
const SPEAKERS_BACK: usize = 8;

/// What a pronoun asks of its antecedent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pronoun {
    He,
    She,
    They,
    It,
    /// who, which, that
    Relative,
    /// I, we: whoever's words these are
    First,
    /// you, one, nobody: not resolved
    Nobody,
}

/// The pronoun that the token is, personal and reflexive forms alike.
pub(super) fn pronoun(words: &Analysis<'_>, token: usize) -> Option<Pronoun> {
    const FORMS: [(WordSet, Pronoun); 7] = [
        (WordSet::He, Pronoun::He),
        (WordSet::She, Pronoun::She),
        (WordSet::They, Pronoun::They),
        (WordSet::It, Pronoun::It),
        (WordSet::Relative, Pronoun::Relative),
        (WordSet::First, Pronoun::First),
        (WordSet::Nobody, Pronoun::Nobody),
    ];
    FORMS.iter().find(|(set, _)| words.is_in(token, *set)).map(|(_, pronoun)| *pronoun)
}

/// The possessive pronoun that the token is.
pub(super) fn possessive(words: &Analysis<'_>, token: usize) -> Option<Pronoun> {
    const FORMS: [(WordSet, Pronoun); 5] = [
        (WordSet::His, Pronoun::He),
        (WordSet::Her, Pronoun::She),
        (WordSet::Their, Pronoun::They),
        (WordSet::Its, Pronoun::It),
        (WordSet::My, Pronoun::First),
    ];
    FORMS.iter().find(|(set, _)| words.is_in(token, *set)).map(|(_, pronoun)| *pronoun)
}

/// Whether the token is a form of that pronoun.
pub(super) fn same(words: &Analysis<'_>, token: usize, wanted: Pronoun) -> bool {
    pronoun(words, token).or_else(|| possessive(words, token)) == Some(wanted)
}

impl Resolver<'_> {
    /// Resolves the pronoun at token `at` of statement `statement`.
    pub(super) fn pronoun(
        &mut self,
        pronoun: Pronoun,
        at: usize,
        own: &[TokenSpan],
        statement: usize,
    ) -> Answer {
        match pronoun {
            Pronoun::Nobody => Answer::none(),
            Pronoun::First => self.first_person(at, statement),
            Pronoun::Relative => self.relative(at),
            Pronoun::They => self.they(at, own),
            Pronoun::It if self.follows_a_thing(at) => Answer::none(),
            _ => {
                if let Some(id) = self.whose_words(pronoun, at) {
                    return Answer::one(id, SpeakerMethod::Pronoun, sure::RELATIVE_OVER_APPOSITION);
                }
                let ranking = self.antecedents(By::Pronoun(pronoun), at, own);
                let answer = likeliest(&ranking, SpeakerMethod::Pronoun);
                // What the text calls "she" once is never "he" after.
                if let Some(entity) = answer.who.first().and_then(|id| self.chains.entities.get_mut(*id))
                    && answer.confidence >= sure::TELLS_GENDER
                {
                    entity.gender = entity.gender.or(match pronoun {
                        Pronoun::He => Some(Gender::Male),
                        Pronoun::She => Some(Gender::Female),
                        _ => None,
                    });
                }
                answer
            }
        }
    }

    /// "I" and "we" in a quotation are its speaker's.
    fn first_person(&mut self, at: usize, statement: usize) -> Answer {
        let around = self.sayings.get(statement).and_then(|p| p.inside);
        let quotation = self.words.quotation(at);
        let of_quotation = quotation.and_then(|q| self.quoted.get(&q).copied());
        for other in around.into_iter().chain(of_quotation) {
            let Some(anchor) = self.sayings.get(other).map(|p| p.anchor) else { continue };
            if let Some(said) = self.said.iter().find(|s| s.token == anchor && other != statement) {
                return Answer::one(said.who, SpeakerMethod::Pronoun, sure::FIRST_PERSON);
            }
        }
        // Nobody extracted the quotation itself: whoever is named right behind it.
        let end = quotation.and_then(|q| self.words.doc.quotations().get(q as usize)).map(|q| q.tokens.end);
        let Some(end) =
            end.filter(|e| self.words.joined(at, *e) || self.words.paragraph(*e) == self.words.paragraph(at))
        else {
            return Answer::none();
        };
        let mut named = self.chains.mentions_in(TokenSpan::new(end, end + 4));
        let person = named.find_map(|m| {
            self.chains.meant[m].filter(|id| self.entity(*id).is_some_and(|e| e.kind == ActorKind::Person))
        });
        person.map_or(Answer::none(), |id| Answer::one(id, SpeakerMethod::Pronoun, sure::FIRST_PERSON_BEHIND))
    }

    /// "Kest hit back at Harn after his attack, in which he said": whose attack it was, and that is whoever was named last
    /// before "his".
    fn whose_words(&self, pronoun: Pronoun, at: usize) -> Option<EntityId> {
        let words = self.words;
        let which = at.checked_sub(2).filter(|t| words.is_in(*t, WordSet::In) && words.joined(*t, at))?;
        if !words.is_in(which + 1, WordSet::ThingPronoun) {
            return None;
        }
        let first = words.sentence(at).start.max(which.saturating_sub(LONGEST_CLAUSE));
        let his = (first..which).rev().find(|t| possessive(words, *t) == Some(pronoun))?;
        let mentions = self.chains.mentions_in(TokenSpan::new(words.sentence(at).start, his));
        mentions.rev().take(LONGEST_CLAUSE).find_map(|m| {
            self.chains.meant[m]
                .filter(|id| self.entity(*id).is_some_and(|e| By::Pronoun(pronoun).agrees(words, e)))
        })
    }

    /// "The treaty says … It goes on": a statement of what is no actor stands right before.
    fn follows_a_thing(&self, at: usize) -> bool {
        let words = self.words;
        let end = self.by_anchor.partition_point(|s| self.sayings[*s].anchor < at);
        let mut before = self.by_anchor[..end].iter().rev().take(SPEAKERS_BACK).map(|s| &self.sayings[*s]);
        let Some(last) = before.find(|s| !s.source.is_empty()) else { return false };
        let near = words.sentence_number(last.anchor) + 1 >= words.sentence_number(at);
        let told = self.said.binary_search_by_key(&last.anchor, |s| s.token).is_ok();
        let thing = || {
            read(words, last.source[0]).is_some_and(|d| matches!(d.stands, Stands::Document | Stands::Thing))
        };
        near && !told && thing()
    }

    /// "they": the last group, or two that were named together.
    fn they(&mut self, at: usize, own: &[TokenSpan]) -> Answer {
        let ranking = self.antecedents(By::Pronoun(Pronoun::They), at, own);
        let words = self.words;
        // Those who have just spoken together.
        let last = self.said.iter().rfind(|s| s.token < at && !s.nested);
        let joint = last.and_then(|l| self.together.iter().rfind(|t| t.0 == l.token));
        if let Some((token, who)) = joint
            && words.sentence_number(at) <= words.sentence_number(*token) + 1
        {
            return Answer { who: who.clone(), ..Answer::one(who[0], SpeakerMethod::Pronoun, sure::PAIR) };
        }
        let end = self.chains.mentions.partition_point(|m| m.tokens.start < at);
        let pair = (end.saturating_sub(16)..end).rev().find_map(|m| {
            let (left, right) = (self.chains.mentions.get(m.checked_sub(1)?)?, self.chains.mentions.get(m)?);
            let mut between = left.tokens.end..self.chains.starts[m];
            let joined = between.len() <= 3
                && between.clone().any(|t| words.is_in(t, WordSet::And))
                && between.all(|t| words.is_in(t, WordSet::PairWord));
            let (a, b) = (self.chains.meant[m - 1]?, self.chains.meant[m]?);
            let person = |id: EntityId| self.entity(id).is_some_and(|e| e.kind == ActorKind::Person);
            let outside =
                !words.quoted(right.tokens.start) && !own.iter().any(|o| o.holds(right.tokens.start));
            (joined && outside && a != b && person(a) == person(b)).then_some((a, b, right.tokens.start))
        });
        if let Some((a, b, token)) = pair {
            let sentences = words.sentence_number(at).saturating_sub(words.sentence_number(token));
            let group = ranking.first().map_or(0.0, |r| r.1);
            if sentences <= 2 && group < salience::PAIR / (1.0 + sentences as f32) {
                return Answer { who: vec![a, b], ..Answer::one(a, SpeakerMethod::Pronoun, sure::PAIR) };
            }
        }
        likeliest(&ranking, SpeakerMethod::Pronoun)
    }

    /// Who may be meant, with probabilities.
    pub(super) fn antecedents(&self, by: By, at: usize, own: &[TokenSpan]) -> Vec<(EntityId, f32)> {
        let (words, chains, said) = (self.words, &self.chains, self.said.as_slice());
        let here = Here { words, chains, said, at, own, by };
        let candidates = here.candidates(|id, entity| by.agrees(words, entity) && self.may_be_meant(id));
        let mut ranking = words.language.antecedents.rank(&here, &candidates);
        // "He added": whoever spoke last goes on, unless that is unlikely.
        let last = said.iter().rfind(|s| s.token < at && !s.nested).filter(|_| here.continues());
        let place = last.and_then(|last| ranking.iter().position(|r| r.0 == last.who));
        if let Some(place) = place.filter(|p| ranking[*p].1 >= salience::GOES_ON) {
            let most = ranking[0].1.max(salience::CONTINUED);
            let (who, _) = ranking.remove(place);
            ranking.insert(0, (who, most));
        }
        ranking
    }

    /// "Republicans in Ardena who": the last thing spoken of, with no verb in between.
    fn described_right_before(&self, at: usize, thing: bool) -> Option<EntityId> {
        let words = self.words;
        let all = &self.chains.occurrences;
        let end = all.partition_point(|o| o.tokens.start < at);
        let mut before = all.get(..end).unwrap_or(&[]).iter().rev();
        let plural = words.is_in(at + 1, WordSet::PluralVerb);
        before
            .by_ref()
            .take_while(|o| {
                let near = words.joined(o.tokens.start, at) && at - o.tokens.start <= 14;
                near && (o.tokens.end..at).all(|t| !words.pos(t).is_finite())
            })
            .find(|o| {
                let Some(entity) = self.entity(o.who) else { return false };
                let people = matches!(entity.kind, ActorKind::Person | ActorKind::Group);
                o.form != Form::Pronoun && (thing || people) && !(plural && entity.kind == ActorKind::Person)
            })
            .map(|o| o.who)
    }

    /// "…, who said": what stands right before.
    fn relative(&mut self, at: usize) -> Answer {
        let comma = at > 0 && matches!(self.words.text(at - 1), "," | "–" | "—" | "(");
        let thing = self.words.is_in(at, WordSet::ThingPronoun);
        if thing && comma && self.words.is_in(at, WordSet::That) {
            return Answer::none();
        }
        let before = if comma { at.saturating_sub(2) } else { at.saturating_sub(1) };
        // "Kest supporters who are": a person is not plural.
        let plural = self.words.is_in(at + 1, WordSet::PluralVerb);
        let fits = |e: &Entity| !(plural && e.kind == ActorKind::Person);
        let governed = |m: usize| {
            let start = self.chains.starts[m];
            let article = start > 0 && self.words.is_in(start - 1, WordSet::The);
            let before = start.checked_sub(1 + usize::from(article));
            before.is_some_and(|b| self.words.is_in(b, WordSet::Governing))
        };
        if let Some(m) = self.chains.mention_at(before)
            && let Some(id) = self.chains.meant[m]
            && self.entity(id).is_some_and(fits)
            && !(thing && governed(m))
        {
            return Answer::one(id, SpeakerMethod::Pronoun, sure::RELATIVE);
        }
        let sentence = self.words.doc.sentence_of(at);
        let from = sentence.start.max(at.saturating_sub(10));
        let noun = self.noun_phrase_before(TokenSpan::new(from, if comma { at - 1 } else { at }));
        if !noun.is_none() {
            return Answer { method: SpeakerMethod::Pronoun, ..noun };
        }
        if let Some(id) = self.described_right_before(at, thing) {
            return Answer::one(id, SpeakerMethod::Pronoun, sure::RELATIVE);
        }
        // "Dov Harn, a port investor who": past the apposition.
        let comma_before = (from..before).rev().find(|i| self.words.text(*i) == ",").filter(|_| !comma);
        let name = comma_before.and_then(|c| self.chains.mention_at(c.checked_sub(1)?));
        if let Some(id) =
            name.and_then(|m| self.chains.meant[m]).filter(|id| self.entity(*id).is_some_and(fits))
        {
            return Answer::one(id, SpeakerMethod::Pronoun, sure::RELATIVE_OVER_APPOSITION);
        }
        // An apposition in between: "Kest, the former head of the port, who said".
        let named = self.chains.mentions_in(TokenSpan::new(sentence.start.max(at.saturating_sub(20)), at));
        let person = |m: &usize| {
            self.chains.meant[*m].filter(|id| self.entity(*id).is_some_and(|e| e.kind == ActorKind::Person))
        };
        let nearest = named.rev().find_map(|m| person(&m));
        nearest
            .filter(|_| comma)
            .map_or(Answer::none(), |id| Answer::one(id, SpeakerMethod::Pronoun, sure::RELATIVE_FAR))
    }
}

/// The likeliest, if it is likelier than nobody; near seconds stay as candidates.
pub(super) fn likeliest(ranking: &[(EntityId, f32)], method: SpeakerMethod) -> Answer {
    let Some((best, share)) = ranking.first().copied() else { return Answer::none() };
    let nobody = 1.0 - ranking.iter().map(|r| r.1).sum::<f32>();
    let others = ranking.get(1).map_or(0.0, |next| next.1);
    let pronoun = method == SpeakerMethod::Pronoun;
    let only = pronoun && share >= salience::LEAST_OF_ONE && others <= share * salience::NO_RIVAL;
    if share < nobody.max(salience::LEAST_PROBABLE) && !only {
        return Answer::none();
    }
    let mut answer = Answer::one(best, method, share);
    if ranking.get(1).is_some_and(|next| next.1 > share * salience::NEAR) {
        answer.candidates = ranking.iter().take(3).copied().collect();
    }
    answer
}

/// The best of a ranking, if anybody weighs enough; near seconds stay as candidates.
pub(super) fn answer(ranking: &[(EntityId, f32)], method: SpeakerMethod) -> Answer {
    let Some((best, weight)) = ranking.first().copied() else { return Answer::none() };
    if weight < salience::LEAST {
        return Answer::none();
    }
    let (confidence, near) = sureness(ranking);
    let mut answer = Answer::one(best, method, confidence);
    if near {
        let sum: f32 = ranking.iter().take(3).map(|(_, w)| w.max(salience::LEAST_SHARE)).sum();
        answer.candidates =
            ranking.iter().take(3).map(|(id, w)| (*id, w.max(salience::LEAST_SHARE) / sum)).collect();
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::super::testing::speakers;

    #[test]
    fn gender_and_number_agree() {
        let text = "Mira Kest and Tamas Vire met. {They} agreed. {He} was late. {She} was not.";
        assert_eq!(speakers(text), ["Mira Kest + Tamas Vire", "Tamas Vire", "Mira Kest"]);
        assert_eq!(speakers("Ulo Brandt left. {She} stayed. {It} rained."), ["-", "-"]);
    }

    #[test]
    fn the_last_speaker_goes_on() {
        let text =
            "In a letter to Ulo Brandt, {Jarek Tomsin} said [so]. Brandt had waited. {He} added [more].";
        assert_eq!(speakers(text), ["Jarek Tomsin", "Jarek Tomsin"]);
    }

    #[test]
    fn a_relative_pronoun_is_what_stands_before_it() {
        assert_eq!(speakers("The plan pleased Anton Grell, {who} said [so]."), ["Anton Grell"]);
        assert_eq!(
            speakers("It helped supporters of Anton Grell {who} say [so]."),
            ["Supporters of Anton Grell"]
        );
    }

    #[test]
    fn i_is_whoever_is_quoted() {
        assert_eq!(speakers("“{I} know [it],” Anton Grell said."), ["Anton Grell"]);
        assert_eq!(speakers("{I} know [it]."), ["-"]);
    }
}
