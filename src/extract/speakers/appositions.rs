//! What stands after a name: appositions ("Ann Lee, senior fellow at the Port Council,"), also as a sentence of their
//! own ("Ann Lee is a political analyst").

use super::mentions::{Mention, Place, What, mentions_between, place_of};
use super::offices::Office;
use crate::domain::Gender;
use crate::extract::analysis::Analysis;
use crate::extract::language::WordSet;
use crate::extract::language::lexicon::{Class, Classes, flag};
use crate::text::TokenSpan;

/// What stands after a name.
#[derive(Clone, Debug, Default)]
pub(super) struct Apposition {
    pub gender: Option<Gender>,
    pub offices: Vec<Office>,
    pub places: Vec<Place>,
    /// What a bracket says of the party: "(R-Texas)".
    pub party: Classes,
    /// Capitalised words beside the profession, or after "of": "Kentucky".
    pub tags: Vec<u64>,
    pub description: Option<TokenSpan>,
    pub role: Option<TokenSpan>,
    pub organisation: Option<TokenSpan>,
}

/// Farthest word of an apposition, in tokens from its comma.
const REACH: usize = 24;

/// Reads rightwards from mention `m`.
pub(super) fn apposition_after(words: &Analysis<'_>, mentions: &[Mention], m: usize) -> Apposition {
    let mut beside = Apposition::default();
    if !matches!(mentions[m].what, What::Name | What::KnownPerson(_)) {
        return beside;
    }
    let name_end = mentions[m].tokens.end;
    let end = words.doc.sentence_of(name_end.saturating_sub(1)).end.min(name_end + REACH);
    let behind = beside.origin(words, name_end, end);
    let Some(opening) = opening(words, behind, end) else { return beside };
    let at = opening.at;
    let Some((noun_start, noun_end, occupation)) = noun_ahead(words, mentions, at, end) else {
        return beside;
    };
    let Some(stop) = end_of(words, &opening, noun_end, end) else { return Apposition::default() };
    let occupation = words.turned(occupation, noun_end);
    let mut found = Apposition {
        gender: words.occupation(occupation).and_then(|o| o.gender),
        offices: office(words, occupation).into_iter().collect(),
        role: Some(TokenSpan::new(at, noun_end)),
        ..beside
    };
    found.add_places(mentions_between(mentions, at, noun_start));
    found.add_places(mentions_between(mentions, noun_end, stop));
    found.add_offices(words, TokenSpan::new(at, noun_start), TokenSpan::new(noun_end, stop));
    let capitals = (at..stop).filter(|i| words.at(*i).capital);
    found.tags.extend(capitals.map(|i| words.at(i).plain.hash));
    found.description = Some(TokenSpan::new(at, stop.max(noun_end)));
    found
}

impl Apposition {
    /// "Dov Harn of Kentucky", "Dov Harn (R-Ky.)", "Dov Harn (54)"; gives the token behind it.
    fn origin(&mut self, words: &Analysis<'_>, at: usize, end: usize) -> usize {
        if words.is_in(at, WordSet::Of) && words.at(at + 1).capital {
            self.tags.extend([words.at(at + 1).plain.hash, words.at(at + 2).plain.hash]);
        }
        if words.text(at) != "(" {
            return at;
        }
        let party = words.language.word_sets.of(words.text(at + 1).split('-').next().unwrap_or(""));
        self.party = match () {
            () if party.has(WordSet::RepublicanMark) => words.lexicon().class(Class::Republican),
            () if party.has(WordSet::DemocratMark) => words.lexicon().class(Class::Democrat),
            () => 0,
        };
        let close = (at..end.min(at + 8)).find(|i| words.text(*i) == ")");
        close.map_or(at, |c| c + 1)
    }

    /// States and bodies, the first body as the organisation.
    fn add_places(&mut self, mentions: &[Mention]) {
        self.places.extend(mentions.iter().filter_map(place_of));
        let body = mentions.iter().find(|m| matches!(m.what, What::Organisation(_) | What::Place(_)));
        self.organisation = self.organisation.or(body.map(|m| m.tokens));
    }

    /// What the words before the noun say of the office, and offices that follow: "director and professor".
    fn add_offices(&mut self, words: &Analysis<'_>, before: TokenSpan, after: TokenSpan) {
        if let Some(office) = self.offices.first_mut() {
            for word in before.range().filter(|w| words.at(*w).is(flag::TITLE)) {
                office.qualify(words.at(word).plain, words.lexicon());
            }
        }
        for i in after.range() {
            if let Some((end, other)) = words.occupation_at(i, after.end)
                && words.is_in(i.saturating_sub(1), WordSet::SecondOffice)
                && end > i
            {
                self.offices.extend(office(words, other));
            }
        }
    }
}

/// How an apposition begins.
struct Opening {
    /// Its first token, behind articles.
    at: usize,
    /// Behind a comma, dash or bracket, not behind "is".
    comma: bool,
    /// With "the".
    definite: bool,
}

/// The beginning of an apposition at the token behind a name.
fn opening(words: &Analysis<'_>, behind: usize, end: usize) -> Option<Opening> {
    let comma = matches!(words.text(behind), "," | "–" | "—" | "(");
    let copula = words.is_in(behind, WordSet::Copula) && words.is_in(behind + 1, WordSet::Article);
    if !(comma || copula) || behind >= end {
        return None;
    }
    let mut at = behind + 1;
    // "Dov Harn, 54, a pilot".
    let digits = words.text(at).starts_with(|c: char| c.is_ascii_digit());
    if digits && comma && words.text(at + 1) == "," {
        at += 2;
    }
    if words.is_in(at, WordSet::Who) && words.is_in(at + 1, WordSet::Copula) {
        at += 2;
    }
    let definite = words.is_in(at, WordSet::The);
    while words.is_in(at, WordSet::AppositionOpener) {
        at += 1;
    }
    Some(Opening { at, comma, definite })
}

/// Where the apposition with that noun ends; none if it is the subject of the sentence: "In a talk with Ann Lee, the
/// mayor said that …".
fn end_of(words: &Analysis<'_>, opening: &Opening, noun_end: usize, end: usize) -> Option<usize> {
    let closes = |i: &usize| matches!(words.text(*i), "," | ";" | ")" | "–" | "—" | "." | "”" | "\"");
    let close = (noun_end..end).find(closes);
    let stop = close.unwrap_or(end);
    let closed = close.is_some_and(|c| matches!(words.text(c), "," | ")" | "–" | "—" | "."));
    let within = complement_end(words, noun_end, stop);
    if opening.comma && opening.definite && (!closed || within + 3 < stop) {
        return None;
    }
    Some(if !opening.comma || close.is_none() { within } else { stop })
}

/// The profession that an apposition is about, near its beginning.
fn noun_ahead(
    words: &Analysis<'_>,
    mentions: &[Mention],
    at: usize,
    end: usize,
) -> Option<(usize, usize, u16)> {
    let mut i = at;
    while i < end && i < at + 9 {
        let word = words.at(i);
        if let Some((noun_end, occupation)) = words.occupation_at(i, end) {
            // Compounds: "research director", "team leader"; and the next man's title: "…, President Kest".
            let more =
                words.at(noun_end).occupation.is_some() || words.at(noun_end).is(flag::ENDS_OCCUPATION);
            let names = mentions_between(mentions, noun_end, noun_end + 1);
            let next_person = names
                .iter()
                .any(|m| matches!(m.what, What::Name | What::KnownPerson(_)) && m.tokens.start == noun_end);
            if next_person {
                return None;
            }
            if !more {
                return Some((i, noun_end, occupation));
            }
            i = noun_end;
            continue;
        }
        let function = word.is(flag::FUNCTION) && !word.is(flag::TITLE) && !words.is_in(i, WordSet::OfThe);
        if word.plain.words == 0 && !words.is_in(i, WordSet::GenitiveOrHyphen) || function {
            return None;
        }
        if word.plain.words > 0 && words.is_in(i, WordSet::Said) {
            return None;
        }
        i += 1;
    }
    None
}

/// End of "director of the Port Council in Veld": capitals and the small words between them, or one plain noun.
fn complement_end(words: &Analysis<'_>, noun_end: usize, stop: usize) -> usize {
    let mut at = noun_end;
    while at < stop {
        let word = words.at(at);
        let link = words.is_in(at, WordSet::ComplementLink);
        let after_link = at > noun_end && words.is_in(at - 1, WordSet::ComplementOf);
        if !(word.capital || link || after_link && word.plain.words > 0 && !word.is(flag::FUNCTION)) {
            break;
        }
        at += 1;
    }
    while at > noun_end && !words.at(at - 1).capital && words.at(at - 1).is(flag::FUNCTION) {
        at -= 1;
    }
    at
}

/// The office named by an occupation of the lexicon, not yet at any place.
pub(super) fn office(words: &Analysis<'_>, occupation: u16) -> Option<Office> {
    let occupation = words.occupation(occupation)?;
    Some(Office { own: occupation.own, classes: occupation.classes, ..Office::default() })
}

/// The classes that an occupation implies.
pub(super) fn classes(words: &Analysis<'_>, occupation: u16) -> Classes {
    words.occupation(occupation).map_or(0, |o| o.classes)
}

#[cfg(test)]
mod tests {
    use super::super::mentions::mentions;
    use super::super::registry::Registry;
    use super::*;
    use crate::extract::Language;

    /// The description by apposition of the last name that has one.
    fn after(body: &str) -> String {
        let english = Language::english();
        let words = Analysis::new(&english, body);
        let mentions = mentions(&words, &Registry::default());
        let found = (0..mentions.len()).map(|m| apposition_after(&words, &mentions, m));
        found.rev().find_map(|t| t.description).map_or(String::new(), |d| words.phrase(d))
    }

    #[test]
    fn appositions_after_a_name() {
        assert_eq!(
            after("said Orsin Talbek, senior researcher at the Center for Port Studies, in an interview."),
            "senior researcher at the Center for Port Studies"
        );
        assert_eq!(after("Orsin Talbek, 54, left."), "");
        assert_eq!(after("In a talk with Orsin Talbek, the mayor said that the port would stay open."), "");
        assert_eq!(after("He met Orsin Talbek, President Ulo Brandt and others."), "");
        assert_eq!(
            after("Orsin Talbek is a political analyst in Chile who writes."),
            "political analyst in Chile"
        );
    }
}
