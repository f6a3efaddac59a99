//! Which tokens look like a person's name, by surface alone: a run of capitalised words that are no titles,
//! places, bodies or ordinary words that merely begin a sentence.

use crate::extract::analysis::tags::EntityClass;
use crate::extract::analysis::{Analysis, Entry};
use crate::extract::language::lexicon::flag;
use crate::extract::language::{WordSet, WordSets};
use crate::text::TokenSpan;

const NO_NAME: u16 = flag::NOT_NAME
    | flag::TITLE
    | flag::HONORIFIC
    | flag::ORG
    | flag::GROUP
    | flag::GROUP_PLACE
    | flag::FUNCTION;

/// Longest name, in tokens.
const LONGEST: usize = 6;

/// The run of name words that begins at `start` and stays before `end`; empty if none does.
pub(super) fn name_at(words: &Analysis<'_>, start: usize, end: usize) -> TokenSpan {
    let mut at = start;
    let mut given = 0;
    while at < end && at < start + LONGEST && (at == start || words.joined(at - 1, at)) {
        let word = words.at(at);
        let text = words.text(at);
        if at > start && is_suffix(&words.language.word_sets, text) {
            at += 1;
            break;
        }
        if !word.capital {
            // "Ursula von der Leyen": small words go on only towards a capital.
            let more = (at..end.min(at + 3)).take_while(|i| is_particle(words, *i)).count();
            if at > start && more > 0 && may_go_on(words, at + more, end) {
                at += more;
                continue;
            }
            break;
        }
        let plain_name = looks_like_name(&word) || is_initial(text);
        let only_given = at > start && given == at - start;
        // "Ki Hong": a word of places that a name ends with.
        let both_person = at > start
            && words.entity(at) == EntityClass::Person
            && words.entity(at - 1) == EntityClass::Person;
        let listed_place = word.is(flag::NOT_NAME) && !word.is(NO_NAME & !flag::NOT_NAME);
        let closes = !words.at(at + 1).capital
            || at + 1 >= end
            || is_suffix(&words.language.word_sets, words.text(at + 1));
        let saved = match at == start {
            // "Jordan Peterson", "Paris Hilton", "Will Hurd": a given name in front of a surname.
            true => given_name(words, at) && may_go_on(words, at + 1, end),
            // "Theresa May", "Steve King": any word closes a name that so far has only given names.
            false if closes && word.is(flag::HONORIFIC) => !text.ends_with('.') && text.len() <= 4,
            false => {
                (only_given
                    || given > 0 && words.entity(at) == EntityClass::Person
                    || both_person && listed_place && at == start + 1)
                    && closes
                    && !word.is(flag::HONORIFIC | flag::ORG | flag::GROUP)
                    && !is_calendar(words, at)
            }
        };
        if !plain_name && !saved {
            break;
        }
        // "STAGE Mira Kest": a word in capitals before others is a heading; in a headline every word has a capital.
        let heading = at > start && words.at(start).caps && !word.caps && words.text(start).len() > 3;
        let headline = at > start + 1 || at > start && given == 0;
        if heading {
            return TokenSpan::new(at, at);
        }
        if headline && words.headline(at) && !is_initial(words.text(at - 1)) {
            break;
        }
        given += usize::from(given_name(words, at) || at > start && is_initial(text));
        at += 1;
        if !plain_name && at > start + 1 {
            break;
        }
    }
    // "Entrusting Mira Kest", "Alderman Mira Kest": the name begins with the given name that follows.
    let first = words.at(start);
    let first_given = given_name(words, start) || is_initial(words.text(start));
    let person = words.entity(start) == EntityClass::Person && !words.is_common(&first);
    // "Minister of Irrigation and Water Resources Hani Salem": what an office is for ends with the last word that is known.
    if at > start + 2 && !first_given && behind_office(words, start) {
        let surname = at - 1;
        let named = |t: &usize| {
            given_name(words, *t) || !words.is_word(*t) || words.entity(*t) == EntityClass::Person
        };
        let begins = (start + 1..=surname).rev().take_while(named).last();
        if let Some(begins) = begins.filter(|b| *b < surname) {
            return TokenSpan::new(begins, begins);
        }
    }
    // "Gohar Ali Khan": a sentence's first word that no dictionary has, and that is called after nothing that people do.
    let strange = !words.is_word(start)
        && !words.is_common(&first)
        && !words.is_in(start, WordSet::AgentEnding)
        && !words.is_in(start, WordSet::GerundEnding);
    let person = person || strange && first.initial;
    if !first_given && at > start + 2 && given_name(words, start + 1) && !person {
        return TokenSpan::new(start + 1, start + 1);
    }
    // "Resources Mira Kest": also behind several words that nothing makes a name.
    if !first_given && !person {
        let later = (start + 2..at.saturating_sub(1)).find(|t| given_name(words, *t));
        if let Some(given) = later {
            return TokenSpan::new(given, given);
        }
    }
    // "CNN Worldwide", "DES MOINES", "Morland RNC": capitals are no name, save with a given name.
    let last = words.at(at.saturating_sub(1));
    let titled = || {
        let before = words.at(start.saturating_sub(1));
        start > 0 && (before.occupation.is_some() || before.is(flag::HONORIFIC))
    };
    let letters = words.text(start).chars().count() <= 3
        && (words.entity(start + 1) == EntityClass::Person || titled());
    if at > start + 1 && first.caps && !first_given && !is_initial(words.text(start)) && !letters {
        return TokenSpan::new(start + 1, start + 1);
    }
    if at > start + 1
        && last.caps
        && !first.caps
        && !is_suffix(&words.language.word_sets, words.text(at - 1))
        && !is_initial(words.text(at - 1))
    {
        at -= 1;
    }
    // A sentence's first word is a name only if the text does not use it as a word.
    if first.initial && at > start + 1 && words.is_common(&first) && !given_name(words, start) {
        return TokenSpan::new(start + 1, start + 1);
    }
    TokenSpan::new(start, at)
}

/// Whether the token is a given name that the lexicon lists.
pub(super) fn given_name(words: &Analysis<'_>, token: usize) -> bool {
    let word = words.at(token);
    // "An" and "Le" are no other spellings of "Ann" and "Lee", nor is "BoE" of "Bo".
    let last_capital = words.text(token).ends_with(char::is_uppercase);
    let exact =
        word.is(flag::FUNCTION | flag::PARTICLE | flag::NOT_NAME | flag::TITLE) || word.caps || last_capital;
    word.capital
        && match exact {
            true => words.lexicon().given_as_listed(word.plain.hash).is_some(),
            false => words.lexicon().given(word.plain.hash, word.fold.hash).is_some(),
        }
}

/// "J." or "J.F.".
pub(super) fn is_initial(text: &str) -> bool {
    text.len() >= 2 && text.len() <= 6 && text.ends_with('.') && {
        let mut letters = text.chars().step_by(2);
        letters.all(char::is_uppercase) && text.chars().skip(1).step_by(2).all(|c| c == '.')
    }
}

/// "Jr.", "III".
pub(super) fn is_suffix(sets: &WordSets, text: &str) -> bool {
    sets.has(text.trim_end_matches('.'), WordSet::NameSuffix)
}

fn looks_like_name(word: &Entry) -> bool {
    word.capital && !word.compound && !word.is(NO_NAME) && word.occupation.is_none() && word.state.is_none()
}

/// Whether an office and what it is for stand before the token: "Minister of Irrigation and".
fn behind_office(words: &Analysis<'_>, token: usize) -> bool {
    let field = |t: &usize| {
        words.joined(*t, token)
            && (words.at(*t).capital && words.at(*t).occupation.is_none()
                || words.is_in(*t, WordSet::And)
                || matches!(words.text(*t), "," | "&"))
    };
    let reach = token.saturating_sub(8);
    let from = (reach..token).rev().take_while(field).last().unwrap_or(token);
    from >= 2 && words.is_in(from - 1, WordSet::OfFor) && words.at(from - 2).occupation.is_some()
}

fn may_go_on(words: &Analysis<'_>, token: usize, end: usize) -> bool {
    let word = words.at(token);
    token < end
        && word.capital
        && !word.is(NO_NAME)
        && word.occupation.is_none()
        && words.joined(token - 1, token)
}

fn is_particle(words: &Analysis<'_>, token: usize) -> bool {
    let word = words.at(token);
    !word.capital && word.is(flag::PARTICLE)
}

fn is_calendar(words: &Analysis<'_>, token: usize) -> bool {
    words.is_in(token, WordSet::CalendarName) && words.text(token).len() > 3
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Language;

    fn name(body: &str, start: usize) -> String {
        let english = Language::english();
        let words = Analysis::new(&english, body);
        words.phrase(name_at(&words, start, words.len()))
    }

    #[test]
    fn names_stop_at_what_is_no_name() {
        assert_eq!(name("Ulla Brandt Monday told reporters.", 0), "Ulla Brandt");
        assert_eq!(name("Then Ursula von der Leyen left.", 1), "Ursula von der Leyen");
        assert_eq!(name("said Robert J. Kest Jr. of Veldania.", 1), "Robert J. Kest Jr.");
        assert_eq!(name("Theresa May won.", 0), "Theresa May");
        assert_eq!(name("President Kest", 0), "");
        assert_eq!(name("Paris said", 0), "");
        assert_eq!(name("Jordan Orbec said", 0), "Jordan Orbec");
    }

    #[test]
    fn a_word_that_begins_a_sentence_is_no_name() {
        assert_eq!(name("Sanctions Kest wanted came. The sanctions hurt.", 0), "");
    }
}
