//! A source mention, however messy, to its speaker: a person's name wins over an office, an office over a
//! description, these over bodies and groups; the head of the phrase over what specifies it.

use super::coreference::is_given_only;
use super::entity::EntityId;
use super::linking::Link;
use super::mentions::{Mention, What};
use super::phrases::{Determiner, Head, NounPhrase, noun_phrase, segments};
use super::pronouns::{Pronoun, possessive, pronoun};
use super::resolver::{Answer, Resolver};
use super::weights::sure;
use crate::domain::{ActorKind, SpeakerMethod};
use crate::extract::analysis::tags::Pos;
use crate::extract::language::WordSet;
use crate::extract::language::lexicon::flag;
use crate::text::TokenSpan;

impl Resolver<'_> {
    /// Resolves the source mention of a statement.
    pub(super) fn source(&mut self, statement: usize) -> Answer {
        let Some(place) = self.sayings.get(statement).cloned() else { return Answer::none() };
        let mut answer = Answer::none();
        if let Some(quoted) = self.quoted_as_saying(&place) {
            answer = self.span(quoted, &place.content, statement);
            if !answer.is_none() {
                return answer;
            }
        }
        for span in &place.source {
            if let Some(name) = self.before_clause(*span) {
                return self.place_or_person(name);
            }
            answer = self.span(*span, &place.content, statement);
            if !answer.is_none() {
                answer = self.with_listed(answer, *span);
                break;
            }
            if !answer.candidates.is_empty() {
                break;
            }
        }
        if answer.candidates.is_empty() && self.is_open(&answer) {
            let described = answer.who.first().copied();
            let told_below = self.told_below(statement, described);
            return if told_below.is_none() { answer } else { told_below };
        }
        answer
    }

    /// Resolves what stands before a relative pronoun.
    pub(super) fn noun_phrase_before(&mut self, span: TokenSpan) -> Answer {
        // The last noun phrase of the span: back to a mark, a verb-like break or a preposition.
        let mut start = span.end;
        while start > span.start {
            let word = self.words.at(start - 1);
            if word.plain.words == 0 && !self.words.is_in(start - 1, WordSet::GenitiveS) {
                break;
            }
            if self.words.is_in(start - 1, WordSet::PastEnding) {
                break;
            }
            if self.words.is_in(start - 1, WordSet::PhraseBreak) {
                break;
            }
            start -= 1;
        }
        let Some(phrase) = noun_phrase(self.words, &self.chains.mentions, TokenSpan::new(start, span.end))
        else {
            return Answer::none();
        };
        match phrase.head {
            Head::Group => self.group(&phrase),
            Head::Place(m) => self.place_mention(m),
            Head::Person(occupation) => self.describe(&phrase, occupation, &[]),
            _ => Answer::none(),
        }
    }

    fn span(&mut self, span: TokenSpan, own: &[TokenSpan], statement: usize) -> Answer {
        let mut span = self.trimmed(span);
        if span.is_empty() {
            return Answer::none();
        }
        // A source mention that begins within a name.
        if let Some(m) = self.chains.mention_at(span.start) {
            span.start = self.chains.mentions[m].tokens.start;
        }
        if let Some(answer) = self.named_together(span) {
            return answer;
        }
        let alone = span.len() == 1 || self.words.at(span.start + 1).is(flag::FUNCTION) && span.len() == 2;
        let his = possessive(self.words, span.start).filter(|_| span.len() == 1);
        let with_others = self.words.is_in(span.start + 1, WordSet::And);
        if let Some(found) = his.or_else(|| pronoun(self.words, span.start).filter(|_| alone || with_others))
        {
            // "US" is no pronoun.
            if !self.words.at(span.start).caps || self.words.is_in(span.start, WordSet::I) {
                return self.pronoun(found, span.start, own, statement);
            }
        }
        let parts = segments(self.words, span);
        let person = self.person(&parts);
        if !person.is_none() || !person.candidates.is_empty() {
            return self.with_body_before(person, span, own);
        }
        if span.len() == 1
            && let Some(id) = self.chains.called(self.words.at(span.start).fold.hash)
        {
            // "Will", "Cuban": words that are names only because the text says so.
            return self.by_name(id, SpeakerMethod::Alias, sure::GIVEN_NAME);
        }
        let mut open = false;
        for part in &parts {
            let phrase = noun_phrase(self.words, &self.chains.mentions, *part);
            // Behind a description that the text leaves open, only a name tells who it is.
            if let Some(phrase) = phrase.filter(|p| !open || matches!(p.head, Head::Place(_))) {
                let answer = self.phrase(&phrase, own);
                if !answer.is_none() {
                    return self.with_joined(answer, &phrase, *part);
                }
            }
            match self.described(*part, own).filter(|_| !open) {
                Some(answer) if !answer.is_none() => return answer,
                Some(_) => open = true,
                None => {}
            }
        }
        // "over the whole period Veldania": a span that begins too early.
        if let Some(m) = self.chains.mention_at(span.end - 1)
            && self.chains.mentions[m].tokens.start > span.start
            && matches!(self.chains.mentions[m].what, What::Place(_))
            && !self.words.is_in(self.chains.mentions[m].tokens.start - 1, WordSet::Preposition)
            && !self.words.is_in(self.chains.mentions[m].tokens.start - 1, WordSet::BeforePlace)
        {
            let answer = self.place_mention(m);
            return Answer { confidence: answer.confidence * sure::LATE_PLACE, ..answer };
        }
        if self.is_amount(span) {
            return match self.words.is_in(span.start, WordSet::Both) && span.len() == 1 {
                true => self.pronoun(Pronoun::They, span.start, own, statement),
                false => self.some_of_them(span.start, own),
            };
        }
        if let Some(found) = pronoun(self.words, span.start)
            && !self.words.at(span.start).caps
            && !self.words.is_in(span.start, WordSet::ThatHer)
        {
            return self.pronoun(found, span.start, own, statement);
        }
        Answer::none()
    }

    fn phrase(&mut self, phrase: &NounPhrase, own: &[TokenSpan]) -> Answer {
        match phrase.head {
            Head::Person(occupation) => self.describe(phrase, occupation, own),
            // "one of the participants" is one of them, and nobody knows which.
            Head::Group if phrase.determiner == Determiner::Indefinite => Answer::none(),
            Head::Group => self.group(phrase),
            Head::Collective => self.collective(phrase),
            Head::Place(m) => self.place_mention(m),
            Head::Thing => Answer::none(),
        }
    }

    /// Whoever is named in those tokens: persons, states, bodies.
    pub(super) fn named_in(&mut self, span: TokenSpan) -> Answer {
        let person = self.person(&[span]);
        if !person.is_none() {
            return person;
        }
        match noun_phrase(self.words, &self.chains.mentions, span) {
            Some(phrase) if matches!(phrase.head, Head::Place(_)) => {
                let answer = self.phrase(&phrase, &[]);
                self.with_joined(answer, &phrase, span)
            }
            _ => Answer::none(),
        }
    }

    /// Adds whom "and" joins: "the US and the EU".
    fn with_joined(&mut self, mut answer: Answer, phrase: &NounPhrase, part: TokenSpan) -> Answer {
        let mut next = phrase.joined;
        for _ in 0..4 {
            let Some(start) = next.filter(|s| *s < part.end) else { break };
            let rest = TokenSpan::new(start, part.end);
            let Some(other) = noun_phrase(self.words, &self.chains.mentions, rest) else { break };
            let joined = match other.head {
                Head::Place(m) => self.place_mention(m),
                Head::Group => self.group(&other),
                Head::Collective => self.collective(&other),
                _ => Answer::none(),
            };
            for id in joined.who {
                if !answer.who.contains(&id) {
                    answer.who.push(id);
                }
            }
            next = other.joined;
        }
        answer
    }

    /// The person whose name heads one of the parts; names joined to it speak as well.
    fn person(&mut self, parts: &[TokenSpan]) -> Answer {
        let mut answer = Answer::none();
        for (n, part) in parts.iter().enumerate() {
            let mentions = self.chains.mentions_in(*part);
            // Nothing but names: the part goes on with a list.
            let named = |t: usize| {
                mentions
                    .clone()
                    .any(|m| (self.chains.starts[m]..self.chains.mentions[m].tokens.end).contains(&t))
            };
            let bare = !mentions.is_empty()
                && part.range().all(|t| named(t) || self.words.is_in(t, WordSet::AndThe));
            if !answer.is_none() && !bare && !self.words.is_in(part.start, WordSet::And) {
                continue;
            }
            // "Kest (Hask North)": nobody speaks in brackets beside others.
            let bracketed = part.start > 0 && self.words.text(part.start - 1) == "(";
            if bracketed && parts.len() > 1 {
                continue;
            }
            for m in mentions {
                if !answer.is_none() && !self.is_joined(m, *part, n) {
                    continue;
                }
                let start = self.chains.starts[m];
                // "a letter by Kest and Harn": whoever heads the phrase, it is not Harn alone.
                let mut before = self.chains.mentions_in(TokenSpan::new(part.start, start));
                let others = before.any(|m| self.is_person(m));
                let behind_and =
                    others && start > part.start && self.words.is_in(start - 1, WordSet::AndSign);
                if answer.is_none() && behind_and && !self.words.is_in(part.start, WordSet::And) {
                    continue;
                }
                if answer.is_none()
                    && let Some(several) = self.chains.open.get(&m)
                    && self.may_head(m, *part)
                {
                    let share = 1.0 / several.len() as f32;
                    answer.candidates = several.iter().map(|id| (*id, share)).collect();
                    return answer;
                }
                let Some(id) = self.heads(m, *part) else { continue };
                if answer.is_none() {
                    let (method, confidence) = self.way(m);
                    answer = self.by_name(id, method, confidence);
                } else if !answer.who.contains(&id) {
                    answer.who.push(id);
                }
            }
        }
        answer
    }

    /// Whether the mention is a person's name, and not one that only says whose: "Kest's aide and friend".
    fn is_person(&self, m: usize) -> bool {
        let Mention { tokens, what } = self.chains.mentions[m];
        matches!(what, What::Name | What::KnownPerson(_)) && !self.words.is_in(tokens.end, WordSet::Genitive)
    }

    /// Whether mention `m` is joined to the head before it.
    fn is_joined(&self, m: usize, part: TokenSpan, n: usize) -> bool {
        let start = self.chains.starts[m];
        let after_and = start > part.start && self.words.is_in(start - 1, WordSet::AndSign);
        after_and || start == part.start && n > 0
    }

    /// The person that mention `m` names, if the mention is the head of the part.
    fn heads(&mut self, m: usize, part: TokenSpan) -> Option<EntityId> {
        if !self.may_head(m, part) {
            return None;
        }
        match self.chains.meant[m] {
            Some(id) => Some(id),
            None => self.chains.adopt(self.words, self.registry, m),
        }
    }

    /// Whether mention `m` names a person and is the head of the part.
    fn may_head(&self, m: usize, part: TokenSpan) -> bool {
        let words = self.words;
        let Some(Mention { tokens, what }) = self.chains.mentions.get(m).copied() else { return false };
        let person = matches!(what, What::Name | What::KnownPerson(_));
        let transcript = self.chains.meant[m].is_some_and(|id| {
            matches!(what, What::Organisation(_)) && self.chains.entities[id].kind == ActorKind::Person
        });
        if !person && !transcript {
            return false;
        }
        let start = self.chains.starts[m].max(part.start);
        let article = start > part.start && words.is_in(start - 1, WordSet::The);
        let before = start - usize::from(article);
        if before > part.start && words.is_in(before - 1, WordSet::Preposition) {
            return false;
        }
        if (part.start..start).any(|t| words.is_in(t, WordSet::RelativePronoun)) {
            return false;
        }
        let next = words.at(tokens.end);
        if tokens.end < part.end {
            let owns = words.is_in(tokens.end, WordSet::Genitive);
            let noun = next.plain.words > 0 && !next.is(flag::FUNCTION) && !next.capital && !owns;
            let genitive = owns && tokens.end + 1 < part.end;
            if noun || genitive {
                return false;
            }
            // "Jamshedpur FC head coach Owen Coyle" is not Jamshedpur.
            let goes_on =
                next.capital && tokens.len() == 1 && !owns && words.joined(tokens.end - 1, tokens.end);
            if goes_on || next.is(flag::GROUP) || next.occupation.is_some() && next.capital {
                return false;
            }
        }
        true
    }

    /// By what kind of name, and how sure.
    fn way(&self, m: usize) -> (SpeakerMethod, f32) {
        let span = self.chains.mentions[m].tokens;
        let known = self.chains.meant[m]
            .and_then(|id| self.entity(id))
            .is_some_and(|e| matches!(e.link, Link::Known(_)) || e.name.contains(' '));
        if span.len() > 1 {
            (SpeakerMethod::Name, sure::FULL_NAME)
        } else if is_given_only(self.words, span) {
            (SpeakerMethod::Alias, sure::GIVEN_NAME)
        } else {
            (SpeakerMethod::Alias, if known { sure::SURNAME } else { sure::BARE_SURNAME })
        }
    }

    /// Without quotation marks, bullets and prepositions at its beginning.
    fn trimmed(&self, span: TokenSpan) -> TokenSpan {
        let mut start = span.start;
        while start < span.end {
            let mark = self.words.at(start).plain.words == 0;
            if !mark && !self.words.is_in(start, WordSet::Leading) {
                break;
            }
            start += 1;
        }
        // "Flanked by Kest, the mayor said".
        let participle = matches!(self.words.pos(start), Pos::VBN | Pos::VBG | Pos::VBD)
            && self.words.is_in(start + 1, WordSet::ByPhrase)
            && self.chains.mention_at(start).is_none_or(|m| self.chains.mentions[m].tokens.len() == 1);
        if participle && let Some(comma) = span.range().rev().find(|t| self.words.text(*t) == ",") {
            start = comma + 1;
        }
        TokenSpan::new(start.min(span.end), span.end)
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::speakers;

    #[test]
    fn the_name_wins_over_the_office_and_the_body() {
        for text in [
            "{the official representative of the Veldanian Ministry of Defense, Major General Ivo Garran} said [so].",
            "{Ivo Garran, adviser to Foreign Minister Mira Kest,} said [so].",
            "{Veldanian Foreign Ministry adviser Ivo Garran} said [so].",
            "{the head of the Port Affairs Council, Ivo Garran} said [so].",
        ] {
            assert_eq!(speakers(text), ["Ivo Garran"], "{text}");
        }
    }

    #[test]
    fn a_name_that_only_specifies_is_not_the_speaker() {
        for text in [
            "{a friend of Mira Kest} said [so].",
            "{Mira Kest’s lawyer} said [so].",
            "{a letter to Mira Kest} said [so].",
        ] {
            assert_ne!(speakers(text), ["Mira Kest"], "{text}");
        }
    }

    #[test]
    fn several_speak_together() {
        assert_eq!(speakers("{Morland and the Northern League} said [so]."), ["Morland + Northern League"]);
        assert_eq!(
            speakers("{Mira Kest, Tamas Vire and Bruno Falk} said [so]."),
            ["Mira Kest + Tamas Vire + Bruno Falk"]
        );
    }
}
