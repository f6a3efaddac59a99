//! Whom the words around a source mention add to it, or put in its place: the names of a list that the mention is the last
//! of, a body before "and", the name before a clause that the mention closes.

use super::antecedents::By;
use super::described::{Stands, read};
use super::entity::EntityId;
use super::mentions::What;
use super::pronouns::{Pronoun, likeliest};
use super::resolver::{Answer, Resolver, Saying};
use super::weights::sure;
use crate::domain::{ActorKind, SpeakerMethod};
use crate::extract::analysis::tags::Pos;
use crate::extract::language::WordSet;
use crate::text::TokenSpan;

/// Longest clause between a name and its verb, in tokens.
const LONGEST_CLAUSE: usize = 24;

/// Most paragraphs back to those who are counted.
const PARAGRAPHS: usize = 5;

/// Most mentions back to them.
const MOST_BACK: usize = 60;

/// Most words between two of a list.
const MOST_BETWEEN: usize = 5;

/// Most names of a list that are added.
const MOST_LISTED: usize = 8;

impl Resolver<'_> {
    /// "Kest — who had argued with Morland — said": the mention that stands before the dashes or commas, where the source
    /// mention is only the end of what stands between them.
    pub(super) fn before_clause(&self, span: TokenSpan) -> Option<usize> {
        let words = self.words;
        let mark = words.text(span.end);
        if !matches!(mark, "," | "–" | "—" | "-") || words.is_in(span.start, WordSet::Who) {
            return None;
        }
        let first = words.sentence(span.start).start.max(span.start.saturating_sub(LONGEST_CLAUSE));
        let opening = (first..span.start).rev().find(|t| words.text(*t) == mark)?;
        let clause = words.is_in(opening + 1, WordSet::Who) && opening > first;
        let mention = self.chains.mention_at(opening.checked_sub(1)?).filter(|_| clause)?;
        (self.chains.mentions[mention].tokens.end == opening).then_some(mention)
    }

    /// "Reuters quoted the minister as saying": whom the source says it of, between the cue and "as saying".
    pub(super) fn quoted_as_saying(&self, saying: &Saying) -> Option<TokenSpan> {
        let words = self.words;
        let cue = saying.cue?;
        let end = words.sentence(cue).end.min(cue + LONGEST_CLAUSE);
        let says = |t: usize| {
            words.is_in(t + 1, WordSet::GerundEnding) && words.senses.get(t + 1).is_some_and(|s| *s != 0)
        };
        let at = (cue + 1..end).find(|t| words.is_in(*t, WordSet::As) && says(*t))?;
        let quoted = TokenSpan::new(cue + 1, at);
        let marked = quoted.range().any(|t| words.at(t).plain.words == 0 && words.text(t) != ",");
        (!quoted.is_empty() && !marked).then_some(quoted)
    }

    /// The speaker that a mention names.
    pub(super) fn place_or_person(&mut self, mention: usize) -> Answer {
        self.named_in(self.chains.mentions[mention].tokens)
    }

    /// Whether the source and the cue of a statement are supposed, and not told: "If Morland attacks, …".
    pub(super) fn is_condition(&self, saying: &Saying) -> bool {
        let (Some(source), Some(cue)) = (saying.source.first(), saying.cue) else { return false };
        let words = self.words;
        let before = source.start.checked_sub(1).filter(|b| words.joined(*b, source.start));
        let supposed = before.is_some_and(|b| words.is_in(b, WordSet::Condition) && words.at(b).initial);
        supposed && source.end == cue && words.text(cue + 1) == ","
    }

    /// "Norland, Ostra, and Veld said" where the source mention is the last of them: the names before it, if the list is
    /// all that the sentence begins with.
    pub(super) fn with_listed(&mut self, mut answer: Answer, span: TokenSpan) -> Answer {
        let words = self.words;
        let mut at = span.start;
        let mut listed: Vec<EntityId> = Vec::new();
        while listed.len() < MOST_LISTED && at > 0 {
            let mut before = at - 1;
            let and = words.is_in(before, WordSet::And);
            if listed.is_empty() && !and || !words.joined(before, span.start) {
                break;
            }
            if and && before > 0 {
                before -= 1;
            }
            let comma = words.text(before) == ",";
            if comma && before > 0 {
                before -= 1;
            }
            let mention = self.chains.mention_at(before).filter(|_| and || comma);
            let Some(m) = mention.filter(|m| self.chains.mentions[*m].tokens.end == before + 1) else {
                break;
            };
            if matches!(self.chains.mentions[m].what, What::Demonym(_)) {
                break;
            }
            let Some(id) = self.chains.meant[m] else { break };
            listed.push(id);
            at = self.chains.starts[m];
        }
        let first = words.sentence(span.start).start;
        let begins = at == first || at == first + 1 && words.is_in(first, WordSet::Article);
        let alike = |id: &EntityId| {
            let person = |id: EntityId| self.entity(id).is_some_and(|e| e.kind == ActorKind::Person);
            answer.who.first().is_some_and(|who| person(*who) == person(*id))
        };
        if begins && listed.iter().all(alike) {
            for id in listed.into_iter().rev().filter(|id| !answer.who.contains(id)).collect::<Vec<_>>() {
                answer.who.push(id);
            }
        }
        answer
    }

    /// "The company and Kest": a body or people before the name and "and".
    pub(super) fn with_body_before(&mut self, answer: Answer, span: TokenSpan, own: &[TokenSpan]) -> Answer {
        let words = self.words;
        let name = self.chains.mentions_in(span).next();
        let Some(and) = name.and_then(|m| self.chains.starts[m].checked_sub(1)).filter(|t| *t > span.start)
        else {
            return answer;
        };
        let before = TokenSpan::new(span.start, and);
        let several = words.is_in(and, WordSet::And)
            && read(words, before)
                .is_some_and(|d| d.tokens.end == and && matches!(d.stands, Stands::Body(_) | Stands::People));
        if !several || answer.is_none() {
            return answer;
        }
        let found = self.described(before, own).unwrap_or_else(Answer::none);
        let mut joint = Answer { who: found.who, ..answer.clone() };
        joint.who.extend(answer.who);
        joint.who.dedup();
        joint
    }

    /// "Many", "about three in ten": how many, and not of whom.
    pub(super) fn is_amount(&self, span: TokenSpan) -> bool {
        let words = self.words;
        let amount = |t: usize| {
            words.is_in(t, WordSet::Amount)
                || words.pos(t) == Pos::CD
                || words.is_in(t, WordSet::In)
                || words.at(t).plain.words == 0
                || words.is_in(t, WordSet::Approximate)
        };
        span.range().any(|t| words.is_in(t, WordSet::Amount) || words.pos(t) == Pos::CD)
            && span.range().all(amount)
    }

    /// "The two", "the trio", "the latter": persons who were named together, by their number.
    pub(super) fn named_together(&self, span: TokenSpan) -> Option<Answer> {
        let words = self.words;
        let last = span.end.checked_sub(1)?;
        let the = span.len() == 2 && words.is_in(span.start, WordSet::The);
        let latter = words.is_in(last, WordSet::Latter);
        let number = match () {
            () if latter || words.is_in(last, WordSet::TwoOfThem) => 2,
            () if words.is_in(last, WordSet::ThreeOfThem) => 3,
            () => return None,
        };
        if !the {
            return None;
        }
        let end = self.chains.mentions.partition_point(|m| m.tokens.start < span.start);
        let near = |m: usize| {
            words.paragraph(self.chains.mentions[m].tokens.start) + PARAGRAPHS >= words.paragraph(last)
        };
        let mut m = end;
        while m > 0 && near(m - 1) && end - m < MOST_BACK {
            let mut group: Vec<EntityId> = Vec::new();
            let mut next = m - 1;
            while let Some(id) = self.chains.meant[next].filter(|id| self.is_person_entity(*id)) {
                if !group.contains(&id) {
                    group.insert(0, id);
                }
                if next == 0 || !self.listed_after(next - 1, next) {
                    break;
                }
                next -= 1;
            }
            if group.len() == number {
                let who = if latter { group.split_off(1) } else { group };
                let first = *who.first()?;
                return Some(Answer { who, ..Answer::one(first, SpeakerMethod::Pronoun, sure::PAIR) });
            }
            m -= 1;
        }
        None
    }

    fn is_person_entity(&self, id: EntityId) -> bool {
        self.entity(id).is_some_and(|e| e.kind == ActorKind::Person)
    }

    /// Whether nothing but a comma or "and", and titles, stand between two mentions.
    fn listed_after(&self, left: usize, right: usize) -> bool {
        let words = self.words;
        let between = self.chains.mentions[left].tokens.end..self.chains.starts[right];
        let joins = |t: usize| words.text(t) == "," || words.is_in(t, WordSet::PairWord);
        (1..=MOST_BETWEEN).contains(&between.len())
            && between.clone().any(|t| words.text(t) == "," || words.is_in(t, WordSet::And))
            && between.into_iter().all(|t| joins(t) || words.pos(t).in_noun_phrase())
    }

    /// Of the people spoken of.
    pub(super) fn some_of_them(&self, at: usize, own: &[TokenSpan]) -> Answer {
        let mut ranking = self.antecedents(By::Pronoun(Pronoun::They), at, own);
        ranking.retain(|(id, _)| self.entity(*id).is_some_and(|e| e.kind == ActorKind::Group));
        let answer = likeliest(&ranking, SpeakerMethod::Pronoun);
        Answer { confidence: answer.confidence * sure::PART_OF_A_GROUP, ..answer }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::speakers;

    #[test]
    fn the_names_before_the_last_one_speak_as_well() {
        assert_eq!(
            speakers("Veldania, Karsovia, and {Morland} backed [the plan]."),
            ["Morland + Veldania + Karsovia"]
        );
        assert_eq!(speakers("Talks with Veldania, Karsovia, and {Morland} backed [the plan]."), ["Morland"]);
    }

    #[test]
    fn a_clause_between_is_passed_over() {
        assert_eq!(speakers("Kest — who met {Morland} — said [so]."), ["Mira Kest"]);
        assert_eq!(speakers("Kest, {who} met Morland, said [so]."), ["Mira Kest"]);
    }

    #[test]
    fn those_named_together_are_counted() {
        let text = "The board heard Ada Norrin, Piet Marrel and Mira Kest. {The three} asked [for more]. {They} left.";
        assert_eq!(
            speakers(text),
            ["Ada Norrin + Piet Marrel + Mira Kest", "Ada Norrin + Piet Marrel + Mira Kest"]
        );
    }

    #[test]
    fn what_is_supposed_is_not_told() {
        assert_eq!(
            speakers("{Mira Kest} said [so]. If {Morland} attacks, [that is why]."),
            ["Mira Kest", "Morland"]
        );
    }
}
