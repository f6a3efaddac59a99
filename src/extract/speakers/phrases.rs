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
    let (determiner, start) = determined(words, span);
    let mut reading =
        Reading { words, mentions, span, at: start, found: None, joined: None, possessed: false };
    while reading.at < span.end && reading.step(start) {}
    let Reading { at, joined, .. } = reading;
    let (head, tokens) = reading.found?;
    Some(NounPhrase {
        determiner,
        head,
        tokens,
        modifiers: TokenSpan::new(start.min(tokens.start), tokens.start),
        rest: TokenSpan::new(at.min(span.end), span.end),
        joined,
    })
}

/// How the phrase is introduced, and the first token behind that and behind quantifiers.
fn determined(words: &Analysis<'_>, span: TokenSpan) -> (Determiner, usize) {
    let mut determiner = Determiner::Definite;
    for at in span.range() {
        if words.is_in(at, WordSet::Indefinite) {
            determiner = Determiner::Indefinite;
        } else if let Some(pronoun) = possessive(words, at).filter(|_| at + 1 < span.end) {
            determiner = Determiner::Of(pronoun);
        } else if !words.is_in(at, WordSet::Demonstrative) && !words.is_in(at, WordSet::Quantifier) {
            return (determiner, at);
        }
    }
    (determiner, span.end)
}

/// A noun phrase half read: the head so far is the last thing that could be one.
struct Reading<'t> {
    words: &'t Analysis<'t>,
    mentions: &'t [Mention],
    span: TokenSpan,
    /// The token to be read.
    at: usize,
    found: Option<(Head, TokenSpan)>,
    joined: Option<usize>,
    /// A genitive was read.
    possessed: bool,
}

impl Reading<'_> {
    /// Reads a mention, a profession or a word; whether the phrase goes on.
    fn step(&mut self, start: usize) -> bool {
        let (words, at) = (self.words, self.at);
        let mention = self.mentions.partition_point(|m| m.tokens.start < at);
        let here = self.mentions.get(mention).filter(|m| m.tokens.start == at);
        if let Some(m) = here.filter(|m| m.tokens.end <= self.span.end) {
            self.found = self.mention(mention, m).or(self.found);
            self.at = m.tokens.end;
            return true;
        }
        if let Some((end, occupation)) = words.occupation_at(at, self.span.end)
            && !(words.at(at).is(flag::HONORIFIC) && words.at(at).capital && words.at(at + 1).capital)
        {
            self.found = Some((Head::Person(occupation), TokenSpan::new(at, end)));
            self.at = end;
            return true;
        }
        let goes_on = match () {
            () if words.is_in(at, WordSet::Genitive) => {
                self.possessed = true;
                true
            }
            () if words.is_in(at, WordSet::And) && self.found.is_some() => self.and(),
            () if words.is_in(at, WordSet::PhraseEnd) && at > start => false,
            () => self.word(),
        };
        self.at += usize::from(goes_on);
        goes_on
    }

    /// The head that a mention makes.
    fn mention(&self, number: usize, mention: &Mention) -> Option<(Head, TokenSpan)> {
        let (words, last) = (self.words, mention.tokens.end - 1);
        // "Russians", "Ukrainians": the people.
        let people = || words.is_in(last, WordSet::PluralEnding) && mention.tokens.end == self.span.end;
        // "Officials in Morland": a noun that the registry knows as a group is no name.
        let noun = mention.tokens.len() == 1 && words.at(last).is(flag::GROUP);
        let head = match mention.what {
            What::Place(_) if noun => Head::Group,
            What::Place(_) | What::Organisation(_) => Head::Place(number),
            What::Demonym(_) if words.at(last).is(flag::GROUP) || people() => Head::Group,
            What::Demonym(_) => return None,
            _ => Head::Thing,
        };
        Some((head, mention.tokens))
    }

    /// "and" behind a head: another phrase is joined.
    fn and(&mut self) -> bool {
        if self.words.is_in(self.at - 1, WordSet::Genitive) {
            // "Veldania's and Morland's ministers": not the first state alone.
            self.found = None;
            return true;
        }
        self.joined = Some(self.at + 1);
        false
    }

    /// A word that is none of these: a head of its own, one that takes over, or nothing.
    fn word(&mut self) -> bool {
        let (words, at) = (self.words, self.at);
        let word = words.at(at);
        let here = TokenSpan::new(at, at + 1);
        let organisation = || kind_of_noun(words, at).is_some() || word.is(flag::ORG) && !word.capital;
        match () {
            () if words.is_in(at, WordSet::Collective) => self.found = Some((Head::Collective, here)),
            () if word.is(flag::GROUP) || word.is(flag::GROUP_PLACE) && word.capital => {
                self.found = Some((Head::Group, here));
            }
            () if organisation() => self.found = Some((Head::Collective, here)),
            () if word.plain.words == 0 || word.is(flag::FUNCTION) && !word.is(flag::TITLE) => {
                return self.found.is_none();
            }
            () if !word.capital => return self.noun(),
            () => {}
        }
        true
    }

    /// A noun without a capital behind a head may take over; a verb ends the phrase.
    fn noun(&mut self) -> bool {
        let (words, at) = (self.words, self.at);
        let Some((head, tokens)) = self.found else { return true };
        let beside = tokens.end == at;
        let takes_over = match head {
            // "press release".
            Head::Group => {
                beside
                    && !words.is_in(at - 1, WordSet::PluralEnding)
                    && !words.is_in(at, WordSet::VerbOrAdverbEnding)
            }
            // "official data".
            Head::Person(_) => beside && !words.is_in(at, WordSet::NoNounEnding),
            // "Kest rally", "Veldania's offer".
            Head::Place(_) | Head::Thing if self.possessed || beside => {
                if words.at(tokens.end - 1).is(flag::GROUP) || words.is_in(at, WordSet::PastEnding) {
                    return false;
                }
                true
            }
            _ => false,
        };
        if takes_over {
            self.found = Some((Head::Thing, TokenSpan::new(tokens.start, at + 1)));
        }
        true
    }
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
