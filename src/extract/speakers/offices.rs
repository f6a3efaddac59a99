//! Offices: who held "Foreign Minister" at "Russia" on a day. Titles are compared by the occupation they contain
//! and the words beside it, places by actor, so that "Minister of Foreign Affairs of the Russian Federation" and
//! "Russian Foreign Minister" are one office.

use super::registry::{Index, Known, Registry, plain_words};
use super::weights::office as weights;
use crate::domain::PartialDate;
use crate::extract::language::lexicon::{Class, Classes, Lexicon, flag};
use crate::extract::language::{Language, WordSet, fold_hash};
use crate::extract::phrase::{HashedMap, Phrase};
use std::ops::Range;

/// A title taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Office {
    /// The class of its noun ("foreign-minister"); 0 if no noun is known.
    pub own: Classes,
    /// Everything the noun implies.
    pub classes: Classes,
    /// The other words that specify it, in any order.
    pub extra: u64,
    /// Where it is held: state, body or organisation; all must fit.
    pub places: Vec<Index>,
    /// Where its holder is sent: "ambassador to".
    pub to: Vec<Index>,
}

impl Office {
    /// Reads a title as records have it: "Ambassador to the United States", "Minister of Foreign Affairs".
    pub fn parse(title: &str, registry: &Registry, language: &Language<'_>) -> Self {
        let (lexicon, sets) = (&language.lexicon, &language.word_sets);
        let mut office = Self::default();
        let words = plain_words(title);
        let to = |t: &str| sets.has(t, WordSet::To);
        let head = title.match_indices(' ').find(|(at, _)| {
            let mut behind = title[at + 1..].split_inclusive(' ');
            behind.next().is_some_and(|w| w.strip_suffix(' ').is_some_and(to))
        });
        let head = head.and_then(|(at, _)| title.get(..at)).unwrap_or(title);
        let mut used: Vec<u64> = Vec::new();
        if let Some(occupation) = lexicon.occupations_in(head, sets).first()
            && let Some(occupation) = lexicon.occupations.get(usize::from(*occupation))
        {
            office.own = occupation.own;
            office.classes = occupation.classes;
            used.extend(plain_words(occupation.noun).iter().map(|(p, _)| p.hash));
        }
        let mut sent = false;
        let mut i = 0;
        while let Some((word, text)) = words.get(i) {
            sent |= to(text);
            let place = (1..=4.min(words.len() - i)).rev().find_map(|len| {
                let phrase = words.get(i..i + len)?.iter().map(|(_, w)| *w).collect::<Vec<_>>().join(" ");
                phrase
                    .starts_with(char::is_uppercase)
                    .then(|| registry.meaning(fold_hash(&phrase)).place())
                    .flatten()
                    .map(|p| (len, p))
            });
            if let Some((len, place)) = place {
                if sent {
                    office.to.push(place);
                } else {
                    office.places.push(place);
                }
                i += len;
                continue;
            }
            if !used.contains(&word.hash) {
                office.qualify(*word, lexicon);
            }
            i += 1;
        }
        office
    }
}

impl Office {
    /// "deputy" before a minister makes another office.
    pub fn qualify(&mut self, word: Phrase, lexicon: &Lexicon<'_>) {
        let deputy = lexicon.word(word.hash).flags & flag::DEPUTY != 0;
        if deputy && self.classes & lexicon.class(Class::Minister) != 0 {
            self.own = lexicon.class(Class::DeputyMinister);
            self.classes |= self.own;
        } else {
            self.extra ^= specifying(word, lexicon);
        }
    }
}

/// The word's share in [`Office::extra`]: 0 for words that specify nothing.
pub(super) fn specifying(word: Phrase, lexicon: &Lexicon<'_>) -> u64 {
    let info = lexicon.word(word.hash);
    if info.flags & flag::FUNCTION != 0 && info.flags & flag::TITLE == 0 { 0 } else { word.hash }
}

/// A span of days as `yyyymmdd` numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Days {
    first: u32,
    last: u32,
}

impl Days {
    /// The days a date can mean.
    pub fn of(date: &PartialDate) -> Self {
        Self { first: number(&date.first_day()), last: number(&date.last_day()) }
    }
}

/// An office as one actor held it.
#[derive(Clone, Debug)]
pub(super) struct Held {
    pub actor: Index,
    pub office: Office,
    since: u32,
    until: u32,
}

impl Held {
    /// Whether it was held on some of the days; any day will do if none is known.
    pub fn on(&self, days: Option<Days>) -> bool {
        days.is_none_or(|d| self.since <= d.last && d.first <= self.until)
    }

    /// Whether it ended, as far as is known.
    pub fn is_past(&self) -> bool {
        self.until != u32::MAX
    }
}

/// Who leads a state, the likelier the higher.
const RANKS: [(Class, f32); 5] = [
    (Class::Leader, weights::LEADER),
    (Class::Chancellor, weights::CHANCELLOR),
    (Class::President, weights::PRESIDENT),
    (Class::Premier, weights::PREMIER),
    (Class::Monarch, weights::MONARCH),
];

/// All roles of a registry.
#[derive(Debug, Default)]
pub(super) struct Offices {
    held: Vec<Held>,
    /// The class of whoever leads a state, and how likely each class is meant by that.
    leader: Classes,
    ranks: [(Classes, f32); RANKS.len()],
    index: HashedMap<Vec<u32>>,
}

impl Offices {
    pub fn len(&self) -> u32 {
        self.held.len() as u32
    }

    /// The roles in `range`.
    pub fn roles(&self, range: Range<u32>) -> &[Held] {
        self.held.get(range.start as usize..range.end as usize).unwrap_or(&[])
    }

    /// Adds a role; says what it calls its holder.
    pub fn add(&mut self, actor: Index, office: Office, since: Option<&str>, until: Option<&str>) -> Classes {
        let classes = office.classes;
        let since = since.map_or(0, number);
        let until = until.map_or(u32::MAX, number);
        self.held.push(Held { actor, office, since, until });
        classes
    }

    /// Indexes the roles by noun and place, once all actors are there.
    pub fn seal(&mut self, actors: &[Known], lexicon: &Lexicon<'_>) {
        let leader = lexicon.class(Class::Leader);
        self.leader = leader;
        self.ranks = RANKS.map(|(class, rank)| (lexicon.class(class), rank));
        for (role, held) in self.held.iter().enumerate() {
            let mut keys: Vec<u64> = Vec::new();
            for place in &held.office.places {
                keys.push(key(held.office.own, *place));
                if held.office.classes & leader != 0 {
                    keys.push(key(leader, *place));
                }
                if let Some(state) = actors.get(*place as usize).and_then(|a| a.state) {
                    keys.push(key(held.office.own, state));
                }
            }
            keys.sort_unstable();
            keys.dedup();
            for key in keys {
                self.index.entry(key).or_default().push(role as u32);
            }
        }
    }

    /// Who held an office like `asked` on those days, best first, each with a score from 0 to 1. Without a place
    /// nobody is found: "the minister" alone is not an office.
    pub fn holders(&self, asked: &Office, days: Option<Days>, registry: &Registry) -> Vec<(Index, f32)> {
        let Some(first) = asked.places.first() else { return Vec::new() };
        let Some(roles) = self.index.get(&key(asked.own, *first)) else { return Vec::new() };
        let mut found: Vec<(Index, f32)> = Vec::new();
        for held in roles.iter().filter_map(|r| self.held.get(*r as usize)).filter(|h| h.on(days)) {
            let Some(score) = self.fit(asked, held, registry) else { continue };
            match found.iter_mut().find(|(actor, _)| *actor == held.actor) {
                Some((_, best)) => *best = best.max(score),
                None => found.push((held.actor, score)),
            }
        }
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found
    }

    /// How well a held office answers to the asked one; none if it does not.
    fn fit(&self, asked: &Office, held: &Held, registry: &Registry) -> Option<f32> {
        let mut score: f32 = 1.0;
        for place in &asked.places {
            if held.office.places.contains(place) {
                continue;
            }
            let through_state = |p: &Index| registry.known(*p).and_then(|k| k.state) == Some(*place);
            if !held.office.places.iter().any(through_state) {
                return None;
            }
            score *= weights::THROUGH_STATE;
        }
        let sent_to = |to: &Index| {
            let state = registry.known(*to).and_then(|k| k.state);
            held.office.to.contains(to) || state.is_some_and(|s| held.office.to.contains(&s))
        };
        if !asked.to.iter().all(sent_to) {
            return None;
        }
        if asked.to.is_empty() && !held.office.to.is_empty() {
            score *= weights::SENT;
        }
        if asked.extra != held.office.extra {
            // "Deputy" and the like are other offices; a word more in the text may be no more than praise.
            score *= if asked.extra == 0 { weights::MORE_HELD } else { weights::MORE_ASKED };
        }
        if asked.own == self.leader {
            score *=
                self.ranks.iter().find(|(c, _)| held.office.own == *c).map_or(weights::UNRANKED, |(_, s)| *s);
        }
        Some(score)
    }
}

fn key(own: Classes, place: Index) -> u64 {
    (u64::from(own.trailing_zeros()) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (u64::from(place) << 1)
}

/// `2022-02-15` as 20220215.
fn number(day: &str) -> u32 {
    day.bytes().filter(u8::is_ascii_digit).fold(0, |n, b| n * 10 + u32::from(b - b'0'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Actor;

    fn registry(language: &Language<'_>) -> Registry {
        let text = r#"
            [[actor]]
            slug = "veldania"
            name = "Veldania"
            kind = "state"
            aliases = [{ name = "Veldanian", kind = "demonym" }, { name = "Port Veld", kind = "metonym" }]
            [[actor]]
            slug = "ostrava-land"
            name = "Ostravaland"
            kind = "state"
            aliases = [{ name = "Ostravish", kind = "demonym" }]
            [[actor]]
            slug = "mfa"
            name = "Veldanian Foreign Ministry"
            kind = "body"
            state = "veldania"
            [[actor]]
            slug = "old"
            name = "Orsin Talbek"
            kind = "person"
            roles = [{ title = "Minister of Foreign Affairs", organisation = "mfa", since = "2010", until = "2015-05" }]
            [[actor]]
            slug = "new"
            name = "Mira Kest"
            kind = "person"
            roles = [{ title = "Foreign Minister", organisation = "veldania", since = "2015-06" }]
            [[actor]]
            slug = "envoy"
            name = "Dov Harn"
            kind = "person"
            roles = [{ title = "Ambassador to Ostravaland", organisation = "veldania" }]
            [[actor]]
            slug = "president"
            name = "Ulo Brandt"
            kind = "person"
            roles = [{ title = "President", organisation = "veldania", since = "2012" }]
        "#;
        #[derive(serde::Deserialize)]
        struct File {
            actor: Vec<Actor>,
        }
        let file: File = toml::from_str(text).unwrap();
        Registry::new(language, (0..).map(crate::domain::ActorId).zip(&file.actor))
    }

    fn who(title: &str, place: &str, date: Option<&str>) -> Vec<String> {
        let language = Language::english();
        let registry = registry(&language);
        let mut office = Office::parse(title, &registry, &language);
        office.places.extend(registry.meaning(fold_hash(place)).place());
        let days = date.map(|d| Days::of(&d.parse().unwrap()));
        let holders = registry.offices.holders(&office, days, &registry);
        holders.iter().map(|(a, _)| registry.known(*a).unwrap().name.to_string()).collect()
    }

    #[test]
    fn an_office_is_held_by_who_held_it_on_the_day() {
        assert_eq!(who("Foreign Minister", "Veldanian", Some("2014")), ["Orsin Talbek"]);
        assert_eq!(who("Foreign Minister", "Veldania", Some("2020-01-01")), ["Mira Kest"]);
        assert_eq!(who("Minister of Foreign Affairs", "Veldania", None).len(), 2);
        assert!(who("Foreign Minister", "Ostravish", None).is_empty());
        assert!(who("Deputy Foreign Minister", "Veldania", None).is_empty());
    }

    #[test]
    fn an_ambassador_goes_one_way() {
        assert_eq!(who("ambassador to Ostravaland", "Veldania", None), ["Dov Harn"]);
        assert!(who("ambassador to Veldania", "Ostravaland", None).is_empty());
    }

    #[test]
    fn a_leader_is_the_head_of_the_state() {
        assert_eq!(who("leader", "Port Veld", Some("2022")), ["Ulo Brandt"]);
    }
}
