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

/// Most words that say what an office is for.
const LONGEST_FIELD: usize = 6;

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
    let titles = Titles { start: span.start, ..Titles::default() };
    if !matches!(mentions[m].what, What::Name | What::KnownPerson(_)) {
        return titles;
    }
    let from = words.doc.sentence_of(span.start).start;
    let mut before = Before { words, mentions, from, at: span.start, titles };
    before.honorifics();
    before.body_between(m);
    before.field();
    if before.strange_place() {
        return before.titles;
    }
    if before.titles.offices.is_empty() && before.comma_at(before.at) {
        before.apposed(before.at - 1);
        return before.titles;
    }
    let role_end = before.professions();
    if before.titles.offices.is_empty() {
        return before.titles;
    }
    if before.comma_at(before.titles.start) {
        // "the Minister of Ports, Engineer Ann Lee".
        before.apposed(before.titles.start - 1);
        if before.titles.description.is_some() {
            return before.titles;
        }
    }
    before.describe(span, role_end);
    before.titles
}

/// What was read so far, leftwards.
struct Before<'t> {
    words: &'t Analysis<'t>,
    mentions: &'t [Mention],
    /// First token of the sentence.
    from: usize,
    /// All from here on is read.
    at: usize,
    titles: Titles,
}

impl Before<'_> {
    /// "Mr", "Sen.".
    fn honorifics(&mut self) {
        let words = self.words;
        while self.at > self.from
            && words.at(self.at - 1).is(flag::HONORIFIC)
            && words.at(self.at - 1).capital
        {
            let word = words.at(self.at - 1);
            self.titles.gender = self.titles.gender.or(word.gender);
            let addressed = words.lexicon().addressed(word.plain.hash).or(word.occupation);
            self.titles.offices.extend(addressed.and_then(|o| office(words, o)));
            if addressed.is_some() {
                let end = self.titles.role.map_or(self.at, |r| r.end);
                self.titles.role = Some(TokenSpan::new(self.at - 1, end));
            }
            self.at -= 1;
            self.titles.start = self.at;
        }
    }

    /// "… of the Port Council Ann Lee": a body in between belongs to the title.
    fn body_between(&mut self, m: usize) {
        let beside = m.checked_sub(1).map(|b| self.mentions[b]).filter(|b| b.tokens.end == self.at);
        if self.titles.start == self.mentions[m].tokens.start
            && let Some(body) = beside.filter(|b| is_place(&b.what))
            && let Some(end) = self.of_before(body.tokens.start)
            && self.words.occupation_before(self.from, end).is_some()
        {
            self.titles.places.extend(place_of(&body));
            self.titles.organisation = Some(body.tokens);
            self.at = end;
        }
    }

    /// "Minister of Foreign Affairs Ann Lee".
    fn field(&mut self) {
        let words = self.words;
        let field = self.run(|t| words.at(t).is(flag::TITLE) && words.at(t).capital);
        if field > 0
            && words.occupation_before(self.from, self.at).is_none()
            && let Some(end) = self.of_before(self.at - field)
            && let Some((start, occupation)) = words.occupation_before(self.from, end)
        {
            self.titles.offices.extend(office(words, words.turned(occupation, end)));
            self.titles.role = Some(TokenSpan::new(start, self.at));
            self.titles.start = start;
            self.at = start;
        }
    }

    /// "the ambassador to Veld Ann Lee": a place that nobody knows. Whether there was one, which ends the titles.
    fn strange_place(&mut self) -> bool {
        let words = self.words;
        let field = |t: usize| words.at(t).capital && words.at(t).occupation.is_none();
        let strange = self.run(field);
        // "of Irrigation and Water Resources".
        let joined =
            |t: usize| field(t) || words.is_in(t, WordSet::And) && field(t + 1) && field(t.saturating_sub(1));
        let whole = self.run(joined);
        let longer = strange > 0 && whole > strange && whole <= LONGEST_FIELD;
        let strange = if longer { whole } else { strange };
        if self.titles.offices.is_empty()
            && (longer || (1..=3).contains(&strange))
            && let Some(end) = self.of_before(self.at - strange)
            && let Some((start, occupation)) = words.occupation_before(self.from, end)
        {
            self.titles.offices.extend(office(words, occupation));
            self.titles.role = Some(TokenSpan::new(start, end));
            self.titles.start = start;
            self.widen(self.from);
            self.titles.description = Some(TokenSpan::new(self.titles.start, self.at));
            return true;
        }
        false
    }

    /// "press secretary of the President": professions, one beside the other. Gives where the last one ends.
    fn professions(&mut self) -> usize {
        let words = self.words;
        let mut role_end = self.at;
        while let Some((start, occupation)) = words.occupation_before(self.from, self.at) {
            if words.at(self.at - 1).is(flag::HONORIFIC) && !words.at(self.at - 1).capital {
                break;
            }
            // The outermost title is the person's.
            self.titles.offices.clear();
            self.titles.gender = words.occupation(occupation).and_then(|o| o.gender).or(self.titles.gender);
            self.titles.offices.extend(office(words, occupation));
            self.titles.start = start;
            self.titles.role = Some(TokenSpan::new(start, self.at));
            // "the wife of President Kest" is not Kest: only a body in between makes the outer title the person's.
            let nested = self.of_before(start).filter(|_| self.titles.organisation.is_some());
            match nested.filter(|end| words.occupation_before(self.from, *end).is_some()) {
                Some(end) => self.at = end,
                None => break,
            }
            role_end = self.at;
        }
        role_end
    }

    /// Takes in what qualifies the title, and tells the words of it all.
    fn describe(&mut self, span: TokenSpan, role_end: usize) {
        self.widen(self.from);
        let words = self.words;
        let titles = &mut self.titles;
        let role_end = titles.role.map_or(role_end, |r| r.end);
        let capitals = (titles.start..span.start).filter(|i| words.at(*i).capital);
        titles.tags = capitals.map(|i| words.at(i).plain.hash).collect();
        let end = role_end.max(titles.organisation.map_or(0, |o| o.end));
        titles.description =
            Some(TokenSpan::new(titles.start, end)).filter(|d| d.end > d.start && d.end <= span.start);
        let shortened = |r: TokenSpan| TokenSpan::new(titles.start.max(r.start.saturating_sub(3)), r.end);
        titles.role = titles.role.map(shortened);
    }

    /// Number of words before `at` that all are so.
    fn run(&self, is: impl Fn(usize) -> bool) -> usize {
        (self.from..self.at).rev().take_while(|t| is(*t)).count()
    }

    /// Whether a comma stands before the token, within the sentence.
    fn comma_at(&self, token: usize) -> bool {
        token > self.from && self.words.text(token - 1) == ","
    }

    /// "the chairwoman of the Port Commission, Ann Lee": the noun phrase that a comma at `comma` closes.
    fn apposed(&mut self, comma: usize) {
        let words = self.words;
        let breaks = |t: &usize| words.at(*t).plain.words == 0 && !words.is_in(*t, WordSet::GenitiveOrHyphen);
        let begin = (self.from..comma).rev().find(breaks).map_or(self.from, |t| t + 1);
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
            self.titles.offices.extend(office(words, occupation));
            self.titles.gender = self.titles.gender.or(words.occupation(occupation).and_then(|o| o.gender));
            let start = std::mem::replace(&mut self.titles.start, at);
            self.widen(begin);
            let inside = mentions_between(self.mentions, end, comma);
            let titles = &mut self.titles;
            titles.places.extend(inside.iter().filter_map(place_of));
            titles.organisation =
                inside.iter().find(|m| is_place(&m.what)).map(|m| m.tokens).or(titles.organisation);
            let capitals = (titles.start..comma).filter(|i| words.at(*i).capital);
            titles.tags = capitals.map(|i| words.at(i).plain.hash).collect();
            titles.description = Some(TokenSpan::new(titles.start, comma));
            titles.role = Some(TokenSpan::new(titles.start, end));
            titles.start = start;
            return;
        }
    }

    /// Takes in what qualifies a title, no further back than `from`: "former Veldanian", "Veldania's deputy", "Kest
    /// campaign".
    fn widen(&mut self, from: usize) {
        let (words, mentions) = (self.words, self.mentions);
        let titles = &mut self.titles;
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
                        if is_place(&mentions[mention].what) {
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
    fn of_before(&self, at: usize) -> Option<usize> {
        let mut of = at.checked_sub(1)?;
        if self.words.is_in(of, WordSet::The) {
            of = of.checked_sub(1)?;
        }
        (of > self.from && self.words.is_in(of, WordSet::OfAtTo)).then_some(of)
    }
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
