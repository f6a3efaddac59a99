//! What stands beside a name: titles and professions before it ("political analyst Ann Lee", "the head of the
//! Port Council Ann Lee"), appositions after it ("Ann Lee, senior fellow at the Port Council,").

use super::lexicon::{Classes, flag};
use super::mentions::{Mention, Place, What};
use super::offices::Office;
use super::words::Words;
use crate::domain::Gender;
use crate::text::TokenSpan;

/// What stands before a name.
#[derive(Clone, Debug, Default)]
pub(super) struct Titles {
    /// First token that belongs to the name.
    pub start: usize,
    pub gender: Option<Gender>,
    pub offices: Vec<Office>,
    pub places: Vec<Place>,
    /// The mention of a person for whom this one works: "Kest spokesman Dov Harn".
    pub principal: Option<usize>,
    /// Capitalised words among the titles: "Kentucky".
    pub tags: Vec<u64>,
    pub description: Option<TokenSpan>,
    pub role: Option<TokenSpan>,
    pub organisation: Option<TokenSpan>,
}

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

/// Reads leftwards from mention `m`.
pub(super) fn titles_before(words: &Words<'_>, mentions: &[Mention], m: usize) -> Titles {
    let span = mentions[m].tokens;
    let mut titles = Titles { start: span.start, ..Titles::default() };
    if !matches!(mentions[m].what, What::Name | What::KnownPerson(_)) {
        return titles;
    }
    let from = words.doc.sentence_of(span.start).start;
    let mut at = span.start;
    while at > from && words.at(at - 1).is(flag::HONORIFIC) && words.at(at - 1).capital {
        let word = words.at(at - 1);
        titles.gender = titles.gender.or(word.gender);
        titles.offices.extend(word.occupation.and_then(|o| office(words, o)));
        if word.occupation.is_some() {
            titles.role = Some(TokenSpan::new(at - 1, titles.role.map_or(at, |r: TokenSpan| r.end)));
        }
        at -= 1;
        titles.start = at;
    }
    // "… of the Port Council Ann Lee": a body in between belongs to the title.
    let beside = (titles.start == span.start).then(|| before(mentions, m, at)).flatten();
    if let Some(body) = beside.filter(|b| is_place(&mentions[*b].what))
        && let Some(end) = of_before(words, from, mentions[body].tokens.start)
        && words.occupation_before(from, end).is_some()
    {
        titles.places.extend(place_of(&mentions[body]));
        titles.organisation = Some(mentions[body].tokens);
        at = end;
    }
    // "Minister of Foreign Affairs Ann Lee".
    let field = (from..at).rev().take_while(|t| words.at(*t).is(flag::TITLE) && words.at(*t).capital).count();
    if field > 0
        && words.occupation_before(from, at).is_none()
        && let Some(end) = of_before(words, from, at - field)
        && let Some((start, occupation)) = words.occupation_before(from, end)
    {
        titles.offices.extend(office(words, words.turned(occupation, end)));
        titles.role = Some(TokenSpan::new(start, at));
        titles.start = start;
        at = start;
    }
    // "the ambassador to Veld Ann Lee": a place that nobody knows.
    let strange =
        (from..at).rev().take_while(|t| words.at(*t).capital && words.at(*t).occupation.is_none()).count();
    if titles.offices.is_empty()
        && (1..=3).contains(&strange)
        && let Some(end) = of_before(words, from, at - strange)
        && let Some((start, occupation)) = words.occupation_before(from, end)
    {
        titles.offices.extend(office(words, occupation));
        titles.role = Some(TokenSpan::new(start, end));
        titles.start = start;
        widen(words, mentions, from, &mut titles);
        titles.description = Some(TokenSpan::new(titles.start, at));
        return titles;
    }
    if titles.offices.is_empty() && at > from && words.text(at - 1) == "," {
        apposed(words, mentions, from, at - 1, &mut titles);
        return titles;
    }
    let mut role_end = at;
    while let Some((start, occupation)) = words.occupation_before(from, at) {
        if words.at(at - 1).is(flag::HONORIFIC) && !words.at(at - 1).capital {
            break;
        }
        // The outermost title of "press secretary of the President" is the person's.
        titles.offices.clear();
        titles.gender = words.occupation(occupation).and_then(|o| o.gender).or(titles.gender);
        titles.offices.extend(office(words, occupation));
        titles.start = start;
        titles.role = Some(TokenSpan::new(start, at));
        // "the wife of President Kest" is not Kest: only a body in between makes the outer title the person's.
        let nested = of_before(words, from, start).filter(|_| titles.organisation.is_some());
        match nested.filter(|end| words.occupation_before(from, *end).is_some()) {
            Some(end) => at = end,
            None => break,
        }
        role_end = at;
    }
    if titles.offices.is_empty() {
        return titles;
    }
    if titles.start > from && words.text(titles.start - 1) == "," {
        // "the Minister of Ports, Engineer Ann Lee".
        let comma = titles.start - 1;
        apposed(words, mentions, from, comma, &mut titles);
        if titles.description.is_some() {
            return titles;
        }
    }
    let role_end = titles.role.map_or(role_end, |r| r.end);
    widen(words, mentions, from, &mut titles);
    let capitals = (titles.start..span.start).filter(|i| words.at(*i).capital);
    titles.tags = capitals.map(|i| words.at(i).plain.hash).collect();
    titles.description =
        Some(TokenSpan::new(titles.start, role_end.max(titles.organisation.map_or(0, |o| o.end))))
            .filter(|d| d.end > d.start && d.end <= span.start);
    titles.role = titles.role.map(|r| TokenSpan::new(titles.start.max(r.start.saturating_sub(3)), r.end));
    titles
}

/// "the chairwoman of the Port Commission, Ann Lee": the noun phrase that a comma at `comma` closes.
fn apposed(words: &Words<'_>, mentions: &[Mention], from: usize, comma: usize, titles: &mut Titles) {
    let breaks = |t: &usize| words.at(*t).plain.words == 0 && !words.one_of(*t, &["'s", "’s", "'", "’", "-"]);
    let begin = (from..comma).rev().find(breaks).map_or(from, |t| t + 1);
    let mut at = begin.max(comma.saturating_sub(16));
    while at < comma {
        let Some((end, occupation)) = words.occupation_at(at, comma) else {
            at += 1;
            continue;
        };
        // Only names, "of the", and nouns after them may follow: no verb.
        let mut after = end..comma;
        let complement =
            after.clone().next().is_none_or(|t| words.one_of(t, &["of", "for", "at", "in", "to", "from"]));
        let plain = after.all(|t| {
            let word = words.at(t);
            words.one_of(t, &["of", "for", "at", "in", "to", "from", "the", "and", "'s", "’s"])
                || !word.is(flag::FUNCTION) && !words.text(t).ends_with("ed")
        });
        if !(complement && plain) {
            at = end;
            continue;
        }
        let occupation = words.turned(occupation, end);
        titles.offices.extend(office(words, occupation));
        titles.gender = titles.gender.or(words.occupation(occupation).and_then(|o| o.gender));
        let start = std::mem::replace(&mut titles.start, at);
        widen(words, mentions, begin, titles);
        let inside = mentions_between(mentions, end, comma);
        titles.places.extend(inside.iter().filter_map(place_of));
        if let Some(body) = inside.iter().find(|m| matches!(m.what, What::Organisation(_) | What::Place(_))) {
            titles.organisation = Some(body.tokens);
        }
        let capitals = (titles.start..comma).filter(|i| words.at(*i).capital);
        titles.tags = capitals.map(|i| words.at(i).plain.hash).collect();
        titles.description = Some(TokenSpan::new(titles.start, comma));
        titles.role = Some(TokenSpan::new(titles.start, end));
        titles.start = start;
        return;
    }
}

/// Takes in what qualifies a title: "former Veldanian", "Veldania's deputy", "Kest campaign".
fn widen(words: &Words<'_>, mentions: &[Mention], from: usize, titles: &mut Titles) {
    for _ in 0..6 {
        let at = titles.start;
        if at <= from {
            return;
        }
        let possessive = words.one_of(at - 1, &["'s", "’s", "’", "'"]);
        let end = if possessive { at - 1 } else { at };
        let mention = mentions.partition_point(|m| m.tokens.start < end).checked_sub(1);
        if let Some(mention) = mention.filter(|m| mentions[*m].tokens.end == end) {
            match mentions[mention].what {
                What::Name | What::KnownPerson(_) => {
                    titles.principal = Some(mention);
                    return;
                }
                _ => {
                    titles.places.extend(place_of(&mentions[mention]));
                    if matches!(mentions[mention].what, What::Organisation(_) | What::Place(_)) {
                        titles.organisation = titles.organisation.or(Some(mentions[mention].tokens));
                    }
                    titles.start = mentions[mention].tokens.start;
                    continue;
                }
            }
        }
        let word = words.at(at - 1);
        let text = words.text(at - 1);
        let modifier = word.plain.words > 0
            && (word.is(flag::TITLE) || !word.is(flag::FUNCTION) && word.fold.words == 0)
            && (!text.ends_with("ed")
                || words.one_of(at - 1, &["retired", "renowned", "respected", "disgraced"]))
            && !words.one_of(
                at - 1,
                &[
                    "told", "met", "asked", "calls", "tells", "quoted", "with", "as", "writes", "notes",
                    "adds", "argues", "believes", "thinks", "warns", "explains", "replies", "answers",
                    "recalls", "claims", "insists",
                ],
            );
        if !modifier || possessive {
            return;
        }
        if let Some(office) = titles.offices.first_mut()
            && word.is(flag::TITLE)
        {
            office.qualify(word.plain);
        }
        titles.start = at - 1;
    }
}

/// Reads rightwards from mention `m`.
pub(super) fn apposition_after(words: &Words<'_>, mentions: &[Mention], m: usize) -> Apposition {
    let mut none = Apposition::default();
    if !matches!(mentions[m].what, What::Name | What::KnownPerson(_)) {
        return none;
    }
    let mut at = mentions[m].tokens.end;
    let end = words.doc.sentence_of(at.saturating_sub(1)).end.min(at + REACH);
    // "Dov Harn of Kentucky", "Dov Harn (R-Ky.)", "Dov Harn (54)".
    if words.one_of(at, &["of"]) && words.at(at + 1).capital {
        none.tags.extend([words.at(at + 1).plain.hash, words.at(at + 2).plain.hash]);
    }
    if words.text(at) == "(" {
        let party = words.text(at + 1).split('-').next().unwrap_or("");
        none.party = match party {
            "R" | "R." => words.lexicon.class("republican"),
            "D" | "D." => words.lexicon.class("democrat"),
            _ => 0,
        };
        let close = (at..end.min(at + 8)).find(|i| words.text(*i) == ")");
        at = close.map_or(at, |c| c + 1);
    }
    let comma = matches!(words.text(at), "," | "–" | "—" | "(");
    let copula = words.one_of(at, &["is", "was"]) && words.one_of(at + 1, &["a", "an", "the"]);
    if !(comma || copula) || at >= end {
        return none;
    }
    at += 1;
    // "Dov Harn, 54, a pilot".
    let digits = words.text(at).starts_with(|c: char| c.is_ascii_digit());
    if digits && comma && words.text(at + 1) == "," {
        at += 2;
    }
    if words.one_of(at, &["who"]) && words.one_of(at + 1, &["is", "was"]) {
        at += 2;
    }
    while words.one_of(at, &["a", "an", "the", "now", "then", "also", "himself", "herself", "one"]) {
        at += 1;
    }
    let Some((noun_start, noun_end, occupation)) = noun_ahead(words, mentions, at, end) else { return none };
    let occupation = words.turned(occupation, noun_end);
    let mut found = Apposition {
        gender: words.occupation(occupation).and_then(|o| o.gender),
        offices: office(words, occupation).into_iter().collect(),
        role: Some(TokenSpan::new(at, noun_end)),
        ..none
    };
    let close =
        (noun_end..end).find(|i| matches!(words.text(*i), "," | ";" | ")" | "–" | "—" | "." | "”" | "\""));
    let mut stop = close.unwrap_or(end);
    if copula || close.is_none() {
        stop = complement_end(words, noun_end, stop);
    }
    let before_noun = mentions_between(mentions, at, noun_start);
    let after_noun = mentions_between(mentions, noun_end, stop);
    for mention in before_noun.iter().chain(after_noun) {
        if let Some(place) = place_of(mention) {
            found.places.push(place);
        }
        let body = matches!(mention.what, What::Organisation(_) | What::Place(_));
        if found.organisation.is_none() && body {
            found.organisation = Some(mention.tokens);
        }
    }
    for word in at..noun_start {
        if words.at(word).is(flag::TITLE)
            && let Some(office) = found.offices.first_mut()
        {
            office.qualify(words.at(word).plain);
        }
    }
    // Offices that follow in the same apposition: "director and professor".
    for i in noun_end..stop {
        if let Some((end, other)) = words.occupation_at(i, stop)
            && words.one_of(i.saturating_sub(1), &["and", "-", "/"])
            && end > i
        {
            found.offices.extend(office(words, other));
        }
    }
    let capitals = (at..stop).filter(|i| words.at(*i).capital);
    found.tags.extend(capitals.map(|i| words.at(i).plain.hash));
    found.description = Some(TokenSpan::new(at, stop.max(noun_end)));
    found
}

/// The profession that an apposition is about, near its beginning.
fn noun_ahead(words: &Words<'_>, mentions: &[Mention], at: usize, end: usize) -> Option<(usize, usize, u16)> {
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
        let function = word.is(flag::FUNCTION) && !word.is(flag::TITLE) && !words.one_of(i, &["of", "the"]);
        if word.plain.words == 0 && !words.one_of(i, &["'s", "’s", "’", "'", "-"]) || function {
            return None;
        }
        if word.plain.words > 0 && words.one_of(i, &["said", "told", "says"]) {
            return None;
        }
        i += 1;
    }
    None
}

/// End of "director of the Port Council in Veld": capitals and the small words between them, or one plain noun.
fn complement_end(words: &Words<'_>, noun_end: usize, stop: usize) -> usize {
    let mut at = noun_end;
    while at < stop {
        let word = words.at(at);
        let link =
            words.one_of(at, &["of", "at", "in", "for", "the", "and", "with", "to", "on", "from", "a"]);
        let after_link = at > noun_end && words.one_of(at - 1, &["of", "for", "the", "a", "in"]);
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
pub(super) fn office(words: &Words<'_>, occupation: u16) -> Option<Office> {
    let occupation = words.occupation(occupation)?;
    Some(Office { own: occupation.own, classes: occupation.classes, ..Office::default() })
}

/// The classes that an occupation implies.
pub(super) fn classes(words: &Words<'_>, occupation: u16) -> Classes {
    words.occupation(occupation).map_or(0, |o| o.classes)
}

/// Where "of (the)" begins, if that is what stands before `at`.
fn of_before(words: &Words<'_>, from: usize, at: usize) -> Option<usize> {
    let mut of = at.checked_sub(1)?;
    if words.one_of(of, &["the"]) {
        of = of.checked_sub(1)?;
    }
    (of > from && words.one_of(of, &["of", "for", "at", "from", "to"])).then_some(of)
}

fn before(mentions: &[Mention], m: usize, at: usize) -> Option<usize> {
    m.checked_sub(1).filter(|b| mentions[*b].tokens.end == at)
}

fn is_place(what: &What) -> bool {
    matches!(what, What::Place(_) | What::Organisation(_))
}

/// The state or known body that a mention stands for.
pub(super) fn place_of(mention: &Mention) -> Option<Place> {
    match mention.what {
        What::Place(place) | What::Demonym(place) => Some(place),
        _ => None,
    }
}

fn mentions_between(mentions: &[Mention], start: usize, end: usize) -> &[Mention] {
    let first = mentions.partition_point(|m| m.tokens.start < start);
    let last = mentions.partition_point(|m| m.tokens.start < end);
    mentions.get(first..last.max(first)).unwrap_or(&[])
}

#[cfg(test)]
mod tests {
    use super::super::mentions::mentions;
    use super::super::registry::Registry;
    use super::*;
    use crate::text::Document;

    /// Description by titles and by apposition of the last name that has one.
    fn described(body: &str) -> (Option<String>, Option<String>) {
        let doc = Document::new(body);
        let words = Words::new(&doc);
        let mentions = mentions(&words, &Registry::default());
        let mut found = (None, None);
        for m in 0..mentions.len() {
            let titles = titles_before(&words, &mentions, m);
            let apposition = apposition_after(&words, &mentions, m);
            found.0 = titles.description.map(|d| words.phrase(d)).or(found.0);
            found.1 = apposition.description.map(|d| words.phrase(d)).or(found.1);
        }
        found
    }

    #[test]
    fn titles_before_a_name() {
        let before = |body| described(body).0.unwrap_or_default();
        assert_eq!(before("In turn, political analyst Orsin Talbek said so."), "political analyst");
        assert_eq!(before("As for trade policy analyst Orsin Talbek, he left."), "trade policy analyst");
        assert_eq!(
            before("While the Director General of the Port Affairs Council Orsin Talbek spoke."),
            "Director General of the Port Affairs Council"
        );
        assert_eq!(
            before("The press secretary of the President of Chile Orsin Talbek left."),
            "press secretary of the President of Chile"
        );
        assert_eq!(before("French Foreign Minister Orsin Talbek left."), "French Foreign Minister");
    }

    #[test]
    fn appositions_after_a_name() {
        let after = |body| described(body).1.unwrap_or_default();
        assert_eq!(
            after("said Orsin Talbek, senior researcher at the Center for Port Studies, in an interview."),
            "senior researcher at the Center for Port Studies"
        );
        assert_eq!(after("Orsin Talbek, 54, left."), "");
        assert_eq!(after("He met Orsin Talbek, President Ulo Brandt and others."), "");
        assert_eq!(
            after("Orsin Talbek is a political analyst in Chile who writes."),
            "political analyst in Chile"
        );
    }
}
