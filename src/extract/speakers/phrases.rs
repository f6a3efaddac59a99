//! Noun phrases: what a source mention that is no bare name is about: its head, what specifies it, and how definite
//! it is. Reads tokens and mentions, decides nobody's identity.

use super::mentions::{Mention, What};
use super::pronouns::{Pronoun, possessive};
use crate::domain::ActorKind;
use crate::extract::analysis::Analysis;
use crate::extract::language::WordSet;
use crate::extract::language::lexicon::flag;
use crate::text::TokenSpan;

/// How a noun phrase is introduced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Determiner {
    /// the, this, or nothing
    Definite,
    /// a, an, one, another
    Indefinite,
    /// his, her, their
    Of(Pronoun),
}

/// The word that a noun phrase is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Head {
    /// One person by profession or office.
    Person(u16),
    /// Nameless people.
    Group,
    /// "side", "government", "campaign": stands for what qualifies it.
    Collective,
    /// A mention of a state, body or organisation.
    Place(usize),
    /// Some other noun after a name or place ("Kest's statement").
    Thing,
}

/// A noun phrase taken apart.
#[derive(Clone, Debug)]
pub(super) struct NounPhrase {
    pub determiner: Determiner,
    pub head: Head,
    /// The head's tokens.
    pub tokens: TokenSpan,
    /// What stands before the head, without determiner and quantifiers.
    pub modifiers: TokenSpan,
    /// What follows it: "of Poland", "interviewed by …".
    pub rest: TokenSpan,
    /// Where another noun phrase is joined by "and".
    pub joined: Option<usize>,
}

/// The kind of organisation that "the NOUN" refers to when one was mentioned.
pub(super) fn kind_of_noun(words: &Analysis<'_>, token: usize) -> Option<ActorKind> {
    match () {
        () if words.is_in(token, WordSet::OutletNoun) => Some(ActorKind::Outlet),
        () if words.is_in(token, WordSet::OrganisationNoun) => Some(ActorKind::Organisation),
        () => None,
    }
}

/// Reads the noun phrase in `span`; none if there is no head that can speak.
pub(super) fn noun_phrase(words: &Analysis<'_>, mentions: &[Mention], span: TokenSpan) -> Option<NounPhrase> {
    let mut at = span.start;
    let mut determiner = Determiner::Definite;
    while at < span.end {
        if words.is_in(at, WordSet::Indefinite) {
            determiner = Determiner::Indefinite;
        } else if let Some(pronoun) = possessive(words, at).filter(|_| at + 1 < span.end) {
            determiner = Determiner::Of(pronoun);
        } else if !words.is_in(at, WordSet::Demonstrative) && !words.is_in(at, WordSet::Quantifier) {
            break;
        }
        at += 1;
    }
    let start = at;
    let mut found: Option<(Head, TokenSpan)> = None;
    let mut joined = None;
    let mut possessed = false;
    while at < span.end {
        let mention = mentions.partition_point(|m| m.tokens.start < at);
        if let Some(m) = mentions.get(mention).filter(|m| m.tokens.start == at && m.tokens.end <= span.end) {
            match m.what {
                What::Place(_) | What::Organisation(_) => found = Some((Head::Place(mention), m.tokens)),
                What::Demonym(_) if words.at(m.tokens.end - 1).is(flag::GROUP) => {
                    found = Some((Head::Group, m.tokens));
                }
                // "Russians", "Ukrainians": the people.
                What::Demonym(_)
                    if words.is_in(m.tokens.end - 1, WordSet::PluralEnding) && m.tokens.end == span.end =>
                {
                    found = Some((Head::Group, m.tokens));
                }
                What::Demonym(_) => {}
                _ => found = Some((Head::Thing, m.tokens)),
            }
            at = m.tokens.end;
            continue;
        }
        if let Some((end, occupation)) = words.occupation_at(at, span.end)
            && !words.at(at).is(flag::HONORIFIC)
        {
            found = Some((Head::Person(occupation), TokenSpan::new(at, end)));
            at = end;
            continue;
        }
        let word = words.at(at);
        if words.is_in(at, WordSet::Genitive) {
            possessed = true;
        } else if words.is_in(at, WordSet::And) && found.is_some() {
            if words.is_in(at - 1, WordSet::Genitive) {
                // "Veldania's and Morland's ministers": not the first state alone.
                found = None;
                at += 1;
                continue;
            }
            joined = Some(at + 1);
            break;
        } else if words.is_in(at, WordSet::PhraseEnd) && at > start {
            break;
        } else if words.is_in(at, WordSet::Collective) {
            found = Some((Head::Collective, TokenSpan::new(at, at + 1)));
        } else if word.is(flag::GROUP) || word.is(flag::GROUP_PLACE) && word.capital {
            found = Some((Head::Group, TokenSpan::new(at, at + 1)));
        } else if kind_of_noun(words, at).is_some() || word.is(flag::ORG) && !word.capital {
            found = Some((Head::Collective, TokenSpan::new(at, at + 1)));
        } else if word.plain.words == 0 || word.is(flag::FUNCTION) && !word.is(flag::TITLE) {
            if found.is_some() {
                break;
            }
        } else if let Some((Head::Group, tokens)) = found
            && tokens.end == at
            && !word.capital
            && !words.is_in(at - 1, WordSet::PluralEnding)
            && !words.is_in(at, WordSet::VerbOrAdverbEnding)
        {
            // "press release".
            found = Some((Head::Thing, TokenSpan::new(tokens.start, at + 1)));
        } else if let Some((Head::Person(_), tokens)) = found
            && tokens.end == at
            && !word.capital
            && !words.is_in(at, WordSet::NoNounEnding)
        {
            // "official data".
            found = Some((Head::Thing, TokenSpan::new(tokens.start, at + 1)));
        } else if let Some((head, tokens)) = found
            && matches!(head, Head::Place(_) | Head::Thing)
            && (possessed || tokens.end == at)
            && !word.capital
        {
            if words.at(tokens.end - 1).is(flag::GROUP) || words.is_in(at, WordSet::PastEnding) {
                break;
            }
            // Another noun takes over: "Kest rally", "Veldania's offer".
            found = Some((Head::Thing, TokenSpan::new(tokens.start, at + 1)));
        }
        at += 1;
    }
    let (head, tokens) = found?;
    Some(NounPhrase {
        determiner,
        head,
        tokens,
        modifiers: TokenSpan::new(start.min(tokens.start), tokens.start),
        rest: TokenSpan::new(at.min(span.end), span.end),
        joined,
    })
}

/// The parts of a source mention between its commas, dashes and brackets, at most six.
pub(super) fn segments(words: &Analysis<'_>, span: TokenSpan) -> Vec<TokenSpan> {
    let mut segments = Vec::new();
    let mut start = span.start;
    for at in span.range() {
        if matches!(
            words.text(at),
            "," | ";" | "–" | "—" | "―" | "(" | ")" | ":" | "“" | "”" | "\"" | "•" | "-"
        ) {
            if at > start {
                segments.push(TokenSpan::new(start, at));
            }
            start = at + 1;
        }
    }
    if span.end > start {
        segments.push(TokenSpan::new(start, span.end));
    }
    segments.truncate(6);
    segments
}

#[cfg(test)]
mod tests {
    use super::super::mentions::mentions;
    use super::super::registry::Registry;
    use super::*;
    use crate::extract::Language;

    fn head(body: &str) -> Option<(Head, String, String)> {
        let english = Language::english();
        let words = Analysis::new(&english, body);
        let mentions = mentions(&words, &Registry::default());
        let phrase = noun_phrase(&words, &mentions, TokenSpan::new(0, words.len()))?;
        Some((phrase.head, words.phrase(phrase.tokens), words.phrase(phrase.modifiers)))
    }

    #[test]
    fn heads() {
        let (kind, noun, before) = head("many Western military experts interviewed by the paper").unwrap();
        assert_eq!((kind, noun.as_str(), before.as_str()), (Head::Group, "experts", "Western military"));
        let (kind, noun, _) = head("the French side").unwrap();
        assert_eq!((kind, noun.as_str()), (Head::Collective, "side"));
        assert!(matches!(head("the Chilean foreign minister").unwrap().0, Head::Person(_)));
        assert!(matches!(head("Chile").unwrap().0, Head::Place(_)));
        assert_eq!(head("the Orbec rally").unwrap().0, Head::Thing);
        assert!(head("the weather").is_none());
    }
}
