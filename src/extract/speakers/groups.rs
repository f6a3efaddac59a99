//! Speakers that are no single person: states and bodies, "the French side", nameless groups ("Western officials"),
//! campaigns and administrations named after somebody.

use super::entity::EntityId;
use super::meaning::How;
use super::mentions::{Place, What, place_of};
use super::names::is_suffix;
use super::phrases::{Determiner, NounPhrase, kind_of_noun};
use super::pronouns::Pronoun;
use super::registry::Index;
use super::resolver::{Answer, Resolver};
use super::salience::salient;
use super::weights::{salience, sure};
use crate::domain::{ActorKind, AliasKind, SpeakerMethod};
use crate::extract::language::lexicon::flag;
use crate::extract::language::{WordSet, fold_hash, fold_name};
use crate::text::TokenSpan;

impl Resolver<'_> {
    /// A nameless group: a known one by its name, else a new one by the words of the text.
    pub(super) fn group(&mut self, phrase: &NounPhrase) -> Answer {
        let words = self.words;
        if let Determiner::Of(pronoun) = phrase.determiner {
            return self.group_of(pronoun, phrase);
        }
        let before = phrase.modifiers.start.checked_sub(1);
        if before.is_some_and(|b| words.is_in(b, WordSet::Both)) {
            // Two persons named before, not a nameless group.
            return Answer::none();
        }
        let end = phrase.tokens.end;
        let mut start = phrase.modifiers.start;
        // Only what stands right before the noun, behind the last small word.
        let small = |t: &usize| {
            let word = words.at(*t);
            word.is(flag::FUNCTION) && !word.is(flag::TITLE) && !words.is_in(*t, WordSet::AndOf)
        };
        if let Some(last) = phrase.modifiers.range().rev().find(small) {
            start = last + 1;
        }
        while start + 1 < phrase.tokens.start && words.is_in(start, WordSet::GerundEnding) {
            start += 1;
        }
        while start < phrase.tokens.start
            && (words.at(start).is(flag::FUNCTION) && !words.at(start).is(flag::TITLE)
                || words.at(start).plain.words == 0
                || words.is_in(start, WordSet::Dozen))
        {
            start += 1;
        }
        // "officials in Moscow": the place may be part of a known name.
        if words.is_in(end, WordSet::OfInFrom)
            && let Some(m) = self.chains.mention_at(end + 1).or_else(|| self.chains.mention_at(end + 2))
            && let Some(known) =
                self.known_group(&words.phrase(TokenSpan::new(start, self.chains.mentions[m].tokens.end)))
        {
            return self.known(known, SpeakerMethod::Group, sure::KNOWN_GROUP);
        }
        // "officials in Veldania", "members of the council": of whom, is part of who they are.
        let whose = words.is_in(end, WordSet::OfInFrom) && !phrase.rest.is_empty();
        let mut from = start;
        loop {
            if whose {
                break;
            }
            if let Some(known) = self.known_group(&words.phrase(TokenSpan::new(from, end))) {
                return self.known(
                    known,
                    SpeakerMethod::Group,
                    if from == start { sure::KNOWN_GROUP } else { sure::GROUP },
                );
            }
            // "senior", "independent" may go; "Western" may not.
            if from >= phrase.tokens.start
                || words.at(from).capital && from != start
                || words.at(from).capital && self.chains.mention_at(from).is_some()
                || words.at(from).capital && !words.at(from).initial
            {
                break;
            }
            from += 1;
        }
        if whose {
            return Answer::none();
        }
        // "Friday colleagues".
        if words.is_in(start, WordSet::CalendarName) && start < phrase.tokens.start {
            start += 1;
        }
        if words.at(phrase.tokens.start).is(flag::GROUP_PLACE) || start < end {
            let name = sentence_case(&words.phrase(TokenSpan::new(start, end)));
            let id = self.chains.named(ActorKind::Group, &name, start);
            return Answer::one(id, SpeakerMethod::Group, sure::GROUP);
        }
        Answer::none()
    }

    /// "its allies": of whom, is part of the name.
    fn group_of(&mut self, pronoun: Pronoun, phrase: &NounPhrase) -> Answer {
        let words = self.words;
        let whole = TokenSpan::new(phrase.modifiers.start, phrase.tokens.end);
        let owner = self.pronoun(pronoun, phrase.modifiers.start, &[], usize::MAX);
        let Some(name) = owner.who.first().and_then(|id| self.entity(*id)).map(|e| e.name.clone()) else {
            return Answer::none();
        };
        let noun = words.phrase(whole);
        let known = self
            .known_group(&words.language.templates.of_owner(&noun, &name))
            .or_else(|| self.known_group(&words.language.templates.owner_first(&noun, &name)));
        if let Some(known) = known {
            return self.known(known, SpeakerMethod::Group, sure::GROUP * owner.confidence);
        }
        let id = self.chains.named(
            ActorKind::Group,
            &words.language.templates.genitive(&noun, &name),
            whole.start,
        );
        Answer::one(id, SpeakerMethod::Group, sure::GROUP * owner.confidence)
    }

    /// "the French side", "the Orbec campaign", "the Ministry".
    pub(super) fn collective(&mut self, phrase: &NounPhrase) -> Answer {
        let words = self.words;
        let noun = phrase.tokens.start;
        if phrase.determiner == Determiner::Indefinite {
            return Answer::none();
        }
        let whole = TokenSpan::new(phrase.modifiers.start, phrase.tokens.end);
        if let Some(known) = self.known_group(&words.phrase(whole)) {
            return self.known(known, SpeakerMethod::Alias, sure::KNOWN_GROUP);
        }
        if let Determiner::Of(pronoun) = phrase.determiner
            && words.is_in(noun, WordSet::Team)
        {
            return self.team_of(pronoun, noun);
        }
        let mention = self.chains.mentions_in(phrase.modifiers).next_back();
        let Some(mention) = mention.map(|m| self.chains.mentions[m]) else {
            if words.is_in(noun, WordSet::Authorities) {
                return self.group(phrase);
            }
            // "the ministry", but not "the growers' union of the valley".
            let plain = phrase.modifiers.is_empty() && !words.is_in(phrase.tokens.end, WordSet::OfFor);
            return if plain { self.generic(noun) } else { Answer::none() };
        };
        match (mention.what, place_of(&mention)) {
            // "the Veldanian side", but not "the Veldanian cricket authorities".
            (_, Some(place))
                if words.is_in(noun, WordSet::Government) && self.beside(mention.tokens, noun) =>
            {
                let id = self.chains.place(words, self.registry, place, mention.tokens.start);
                Answer::one(id, SpeakerMethod::Metonym, sure::GOVERNMENT)
            }
            (What::Name | What::KnownPerson(_), _) if !words.is_in(noun, WordSet::Team) => {
                // "Talia's trade ministry", of a state that nobody knows.
                let named = !words.is_in(noun, WordSet::Government) && !phrase.modifiers.is_empty();
                let name = sentence_case(&words.phrase(whole));
                match named {
                    true => Answer::one(
                        self.chains.named(ActorKind::Body, &name, whole.start),
                        SpeakerMethod::Name,
                        sure::COMPOSED_BODY,
                    ),
                    false => Answer::none(),
                }
            }
            (What::Name | What::KnownPerson(_) | What::Locality, _) => {
                let name = words.text(mention.tokens.end - 1);
                let name = words.language.templates.owner_first(&words.text(noun).to_lowercase(), name);
                let id = self.chains.named(ActorKind::Organisation, &name, mention.tokens.start);
                Answer::one(id, SpeakerMethod::Name, sure::TEAM)
            }
            (_, Some(_)) => {
                let name = sentence_case(&words.phrase(whole));
                let id = self.chains.named(ActorKind::Body, &name, whole.start);
                Answer::one(id, SpeakerMethod::Name, sure::COMPOSED_BODY)
            }
            _ => Answer::none(),
        }
    }

    /// Whether nothing but a genitive stands between a mention and the noun.
    fn beside(&self, mention: TokenSpan, noun: usize) -> bool {
        (mention.end..noun)
            .all(|t| self.words.is_in(t, WordSet::Genitive) || self.words.at(t).is(flag::TITLE))
    }

    /// "his campaign" is the campaign named after him.
    fn team_of(&mut self, pronoun: Pronoun, noun: usize) -> Answer {
        let owner = self.pronoun(pronoun, noun, &[], usize::MAX);
        let person =
            owner.who.first().and_then(|id| self.entity(*id)).filter(|e| e.kind == ActorKind::Person);
        let Some(entity) = person else { return Answer::none() };
        let surname =
            entity.name.rsplit(' ').find(|w| !is_suffix(&self.words.language.word_sets, w)).unwrap_or("");
        let name = self.words.language.templates.owner_first(&self.words.text(noun).to_lowercase(), surname);
        let id = self.chains.named(ActorKind::Organisation, &name, noun);
        Answer::one(id, SpeakerMethod::Description, sure::GROUP * owner.confidence)
    }

    /// A state, body or organisation by a mention of it.
    pub(super) fn place_mention(&mut self, m: usize) -> Answer {
        let mention = self.chains.mentions[m];
        let Some(id) = self.chains.meant[m] else { return Answer::none() };
        let words = self.words;
        match mention.what {
            What::Place(Place::Known(index)) => {
                let hash = fold_hash(&words.phrase(mention.tokens));
                let (method, confidence) = match self.registry.meaning(hash).how(index) {
                    Some(How::Alias(AliasKind::Name | AliasKind::Transliteration)) => {
                        (SpeakerMethod::Name, sure::PLACE_NAME)
                    }
                    Some(How::Alias(AliasKind::Metonym)) => (SpeakerMethod::Metonym, sure::PLACE_METONYM),
                    _ => (SpeakerMethod::Alias, sure::PLACE_ALIAS),
                };
                let group = self.registry.known(index).is_some_and(|k| k.kind == ActorKind::Group);
                Answer::one(id, if group { SpeakerMethod::Group } else { method }, confidence)
            }
            What::Place(Place::Listed(state)) => {
                let name = words.lexicon().states.get(usize::from(state)).copied().unwrap_or("");
                let own = words.phrase(mention.tokens).eq_ignore_ascii_case(name);
                let method = if own { SpeakerMethod::Name } else { SpeakerMethod::Metonym };
                Answer::one(id, method, sure::LISTED_STATE)
            }
            What::Organisation(_)
                if mention.tokens.len() == 1 && words.is_in(mention.tokens.start, WordSet::GenericBody) =>
            {
                self.generic(mention.tokens.start)
            }
            What::Organisation(_) => {
                match self.body_in_context(&words.phrase(mention.tokens), mention.tokens.start) {
                    Some(known) => self.known(known, SpeakerMethod::Description, sure::BODY_OF_STATE),
                    None => Answer::one(id, SpeakerMethod::Name, sure::UNKNOWN_BODY),
                }
            }
            _ => Answer::none(),
        }
    }

    /// "the Foreign Ministry": that of the state spoken of.
    fn body_in_context(&self, phrase: &str, at: usize) -> Option<Index> {
        let state = self.registry.known(self.state_in_context(at)?)?;
        let templates = &self.words.language.templates;
        let with_adjective = state.demonym.as_ref().map(|d| templates.owner_first(phrase, d));
        let named = with_adjective.and_then(|p| self.known_group(&p));
        named.or_else(|| self.known_group(&templates.of_owner(phrase, &state.name)))
    }

    /// The known state that was named or implied last before token `at`, not too far back.
    pub(super) fn state_in_context(&self, at: usize) -> Option<Index> {
        let words = self.words;
        let end = self.chains.mentions.partition_point(|m| m.tokens.start < at);
        (end.saturating_sub(30)..end).rev().find_map(|m| {
            let mention = &self.chains.mentions[m];
            let start = mention.tokens.start;
            if words.aside(start) || words.paragraph(at) > words.paragraph(start) + 3 {
                return None;
            }
            let Some(Place::Known(index)) = place_of(mention) else { return None };
            self.registry.known(index).filter(|k| k.kind == ActorKind::State).map(|_| index)
        })
    }

    /// "the ministry": the last body named before whose name has the word.
    fn generic(&mut self, token: usize) -> Answer {
        let noun = fold_name(self.words.text(token));
        let end = self.chains.mentions.partition_point(|m| m.tokens.start < token);
        let found = (0..end).rev().take(120).find_map(|m| {
            let id = self.chains.meant[m]?;
            let entity = self.chains.entities.get(id)?;
            let body = !matches!(entity.kind, ActorKind::Person | ActorKind::Group | ActorKind::State);
            let named = body && fold_name(&entity.name).split(' ').any(|w| w == noun);
            (named && entity.name.contains(' ')).then_some(id)
        });
        if let Some(id) = found {
            return Answer::one(id, SpeakerMethod::Description, sure::BODY_BY_NOUN);
        }
        // "the newspaper", "the alliance": the one spoken of.
        let Some(kind) = kind_of_noun(self.words, token) else { return Answer::none() };
        let ranking =
            salient(self.words, &self.chains, &self.said, token, &[], |_, e| (e.kind == kind).then_some(0.0));
        let near = ranking.first().filter(|r| r.1 >= salience::LEAST_OF_KIND).map(|r| r.0);
        near.map_or(Answer::none(), |id| Answer::one(id, SpeakerMethod::Description, sure::BODY_BY_KIND))
    }

    /// The known actor, no person, that has this phrase for a name.
    fn known_group(&self, phrase: &str) -> Option<Index> {
        self.registry.meaning(fold_hash(phrase)).group()
    }

    fn known(&mut self, index: Index, method: SpeakerMethod, confidence: f32) -> Answer {
        let id: EntityId = self.chains.place(self.words, self.registry, Place::Known(index), usize::MAX);
        Answer::one(id, method, confidence)
    }
}

/// The phrase with a capital at its beginning.
pub(super) fn sentence_case(phrase: &str) -> String {
    let mut chars = phrase.chars();
    chars.next().map_or(String::new(), |c| c.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::super::testing::speakers;

    #[test]
    fn sides_and_governments_are_states() {
        assert_eq!(
            speakers("{the Veldanian side} and {the Karsovian authorities} said [so]."),
            ["Veldania", "Karsovia"]
        );
    }

    #[test]
    fn groups_keep_what_specifies_them() {
        assert_eq!(speakers("{Many independent experts} say [so]."), ["Experts"]);
        assert_eq!(speakers("{Officials in Port Veld} say [so]."), ["Veldanian officials"]);
        assert_eq!(speakers("{Several Morlandic bankers} say [so]."), ["Morlandic bankers"]);
        assert_eq!(speakers("{one of the bankers} says [so]."), ["-"]);
    }

    #[test]
    fn a_ministry_is_that_of_the_state_spoken_of() {
        assert_eq!(
            speakers("Veldania paid. {The Defense Ministry} said [so]."),
            ["Veldanian Defense Ministry"]
        );
        assert_eq!(
            speakers("The Veldanian Foreign Ministry wrote. {The ministry} said [so]."),
            ["Veldanian Foreign Ministry"]
        );
    }

    #[test]
    fn a_campaign_is_named_after_its_candidate() {
        assert_eq!(
            speakers("{The Grell campaign} said [so]. {His campaign} said [more]."),
            ["Grell campaign", "Grell campaign"]
        );
    }
}
