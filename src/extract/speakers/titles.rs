//! What stands before a name: titles and professions ("political analyst Ann Lee", "the head of the Port Council
//! Ann Lee", "the chairwoman of the Port Council, Ann Lee").

use super::appositions::office;
use super::mentions::{Mention, Place, What, mentions_between, place_of};
use super::offices::Office;
use crate::domain::Gender;
use crate::extract::analysis::Analysis;
use crate::extract::language::WordSet;
use crate::extract::language::lexicon::flag;
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

/// Reads leftwards from mention `m`.
pub(super) fn titles_before(words: &Analysis<'_>, mentions: &[Mention], m: usize) -> Titles {
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
fn apposed(words: &Analysis<'_>, mentions: &[Mention], from: usize, comma: usize, titles: &mut Titles) {
    let breaks = |t: &usize| words.at(*t).plain.words == 0 && !words.is_in(*t, WordSet::GenitiveOrHyphen);
    let begin = (from..comma).rev().find(breaks).map_or(from, |t| t + 1);
    let mut at = begin.max(comma.saturating_sub(16));
    while at < comma {
        let Some((end, occupation)) = words.occupation_at(at, comma) else {
            at += 1;
            continue;
        };
        // Only names, "of the", and nouns after them may follow: no verb.
        let mut after = end..comma;
        let complement = after.clone().next().is_none_or(|t| words.is_in(t, WordSet::TitlePlace));
        let plain = after.all(|t| {
            let word = words.at(t);
            words.is_in(t, WordSet::TitleGlue)
                || !word.is(flag::FUNCTION) && !words.is_in(t, WordSet::PastEnding)
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
fn widen(words: &Analysis<'_>, mentions: &[Mention], from: usize, titles: &mut Titles) {
    for _ in 0..6 {
        let at = titles.start;
        if at <= from {
            return;
        }
        let possessive = words.is_in(at - 1, WordSet::Genitive);
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
        let modifier = word.plain.words > 0
            && (word.is(flag::TITLE) || !word.is(flag::FUNCTION) && word.fold.words == 0)
            && (!words.is_in(at - 1, WordSet::PastEnding) || words.is_in(at - 1, WordSet::PastPraise))
            && !words.is_in(at - 1, WordSet::NoTitle);
        if !modifier || possessive {
            return;
        }
        if let Some(office) = titles.offices.first_mut()
            && word.is(flag::TITLE)
        {
            office.qualify(word.plain, words.lexicon());
        }
        titles.start = at - 1;
    }
}

/// Where "of (the)" begins, if that is what stands before `at`.
fn of_before(words: &Analysis<'_>, from: usize, at: usize) -> Option<usize> {
    let mut of = at.checked_sub(1)?;
    if words.is_in(of, WordSet::The) {
        of = of.checked_sub(1)?;
    }
    (of > from && words.is_in(of, WordSet::OfAtTo)).then_some(of)
}

fn before(mentions: &[Mention], m: usize, at: usize) -> Option<usize> {
    m.checked_sub(1).filter(|b| mentions[*b].tokens.end == at)
}

fn is_place(what: &What) -> bool {
    matches!(what, What::Place(_) | What::Organisation(_))
}

#[cfg(test)]
mod tests {
    use super::super::mentions::mentions;
    use super::super::registry::Registry;
    use super::*;
    use crate::extract::Language;

    /// The description by titles of the last name that has one.
    fn before(body: &str) -> String {
        let english = Language::english();
        let words = Analysis::new(&english, body);
        let mentions = mentions(&words, &Registry::default());
        let titles = (0..mentions.len()).map(|m| titles_before(&words, &mentions, m));
        titles.rev().find_map(|t| t.description).map_or(String::new(), |d| words.phrase(d))
    }

    #[test]
    fn titles_before_a_name() {
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
}
