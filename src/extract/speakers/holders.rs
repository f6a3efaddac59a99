//! Who holds an office: the registry's holder of the day, somebody's counterpart, or the body for which a nameless
//! spokesperson speaks.

use super::entity::EntityId;
use super::linking::Link;
use super::mentions::Place;
use super::offices::Office;
use super::pronouns::Pronoun;
use super::registry::Index;
use super::resolver::{Answer, Resolver};
use super::weights::{office as weights, sure};
use crate::domain::{ActorKind, SpeakerMethod};
use crate::text::TokenSpan;

/// Most holders that are kept as candidates.
const MOST: usize = 8;

impl Resolver<'_> {
    /// Who held the office; somebody named in the text before somebody from the registry alone.
    pub(super) fn by_office(&mut self, office: &Office, in_text: &[(EntityId, f32)]) -> Answer {
        let mut holders = self.registry.offices.holders(office, self.days, self.registry);
        if holders.is_empty() && self.days.is_some() {
            // Nobody on that day: whoever the text names and ever held it.
            holders = self.registry.offices.holders(office, None, self.registry);
            holders.retain(|(i, _)| self.named(*i).is_some());
        }
        if self.days.is_none() {
            // On a day unknown, nobody whose term has ended and whom the text doesn't name.
            holders.retain(|(i, _)| self.named(*i).is_some() || self.registry.still_holds(*i, office.own));
        }
        // "Ivo Garran, deputy head of the port … the deputy head of the port": the text itself says who it is.
        let called = |id: EntityId| {
            self.entity(id).is_some_and(|e| {
                let exactly = |o: &Office| o.own == office.own && o.extra == office.extra;
                let there = |p: &Index| self.belongs(e, &Place::Known(*p));
                e.offices.iter().any(exactly) && office.places.iter().all(there)
            })
        };
        if let Some((id, _)) = in_text.first().filter(|(id, _)| called(*id)) {
            let known = holders.iter().any(|(i, _)| self.named(*i) == Some(*id));
            let confidence = if known { sure::OFFICE_ON_THE_DAY } else { sure::OFFICE_NAMED };
            return Answer::one(*id, SpeakerMethod::Office, confidence);
        }
        let best = holders.first().map_or(0.0, |h| h.1);
        holders.retain(|h| h.1 >= best - weights::WORSE);
        let mut named: Vec<(Index, f32)> = holders.clone();
        named.retain(|(i, _)| self.named(*i).is_some());
        let dated = if self.days.is_some() { sure::OFFICE_ON_THE_DAY } else { sure::OFFICE_EVER };
        let chosen = match (holders.as_slice(), named.as_slice()) {
            ([(one, score)], _) => Some((*one, dated * score.max(sure::LEAST_FIT))),
            (_, [(one, score)]) => Some((*one, sure::OFFICE_NAMED * score.max(sure::LEAST_FIT))),
            _ => None,
        };
        if let Some((index, confidence)) = chosen {
            let id = self.chains.known_person(self.registry, index, usize::MAX);
            return Answer::one(id, SpeakerMethod::Office, confidence);
        }
        let there = |id: EntityId| {
            self.entity(id).is_some_and(|e| {
                let own = e.offices.iter().any(|o| o.own == office.own);
                own || office.places.iter().all(|p| self.belongs(e, &Place::Known(*p)))
            })
        };
        if let Some((id, _)) = in_text.first().filter(|(id, _)| there(*id)) {
            return Answer::one(*id, SpeakerMethod::Office, sure::OFFICE_IN_TEXT);
        }
        let mut unknown = Answer::none();
        let sum: f32 = holders.iter().map(|h| h.1).sum();
        for (index, score) in holders.iter().take(MOST) {
            let id = self.chains.known_person(self.registry, *index, usize::MAX);
            unknown.candidates.push((id, score / sum));
        }
        unknown
    }

    /// "his French counterpart": who holds there the office that he holds here.
    pub(super) fn counterpart(
        &mut self,
        pronoun: Pronoun,
        asked: &Office,
        at: usize,
        own: &[TokenSpan],
    ) -> Answer {
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
                return Answer { confidence: found.confidence * sure::COUNTERPART, ..found };
            }
        }
        Answer::none()
    }

    /// A nameless spokesperson speaks for the body; the body is all that is known.
    pub(super) fn for_body(&mut self, places: &[Place]) -> Answer {
        let Some(place) = places.last() else { return Answer::none() };
        let id = self.chains.place(self.words, self.registry, *place, usize::MAX);
        let answer = Answer::one(id, SpeakerMethod::Office, sure::OFFICE_IN_TEXT);
        Answer { on_behalf_of: Some(id), ..answer }
    }

    /// The entity of a known person that the text names.
    fn named(&self, index: Index) -> Option<EntityId> {
        self.chains.entities.iter().position(|e| {
            e.kind == ActorKind::Person && e.link == Link::Known(index) && e.first != usize::MAX
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::speakers;

    #[test]
    fn an_office_goes_to_its_holder_of_the_day() {
        assert_eq!(speakers("{The foreign minister of Karsovia} said [so]."), ["Tamas Vire"]);
        assert_eq!(
            speakers("{The deputy foreign minister of Karsovia} said [so]."),
            ["Deputy foreign minister of Karsovia"]
        );
        assert_eq!(speakers("{The Karsovian ambassador in Port Veld} said [so]."), ["Rolf Ekker"]);
    }

    #[test]
    fn a_counterpart_holds_the_same_office_elsewhere() {
        assert_eq!(
            speakers("{Mira Kest} said [so]. {Her Morlandic counterpart} agreed."),
            ["Mira Kest", "Sergey Yermolin"]
        );
    }
}
