//! Finds what a document names: persons' names, known actors, states, bodies by their form. Goes over the words
//! once, left to right; who a person is, and which mentions are one, is decided later.

use super::meaning::How;
use super::names::{given_name, is_initial, name_at};
use super::registry::{Index, Registry};
use crate::domain::{ActorKind, AliasKind};
use crate::extract::analysis::Analysis;
use crate::extract::language::lexicon::{StateWord, flag};
use crate::extract::language::{WordSet, fold_hash, fold_phrase};
use crate::text::{TokenKind, TokenSpan};

/// A state, body or organisation, as far as it can be told without looking further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In the registry.
    Known(Index),
    /// A state that only the lexicon lists.
    Listed(u16),
}

/// What a mention names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// A person's name or part of one.
    Name,
    /// A person by an alias that is no name of two parts ("Lavrov", a nickname).
    KnownPerson(Index),
    /// A state, body, organisation, outlet or group.
    Place(Place),
    /// The adjective of a state: qualifies what follows.
    Demonym(Place),
    /// A body or organisation that nobody knows, by its form.
    Organisation(ActorKind),
    /// A place that is no state: nobody speaks by its name.
    Locality,
}

/// A place in the text that names something.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mention {
    pub tokens: TokenSpan,
    pub what: What,
}

/// All mentions of a document, in order, none overlapping another.
pub(super) fn mentions(words: &Analysis<'_>, registry: &Registry) -> Vec<Mention> {
    let mut found = Vec::new();
    for sentence in words.doc.sentences() {
        let mut at = sentence.start;
        while at < sentence.end {
            if !words.at(at).capital {
                at += 1;
                continue;
            }
            let (next, mention) = step(words, registry, at, sentence.end);
            found.extend(mention);
            at = next.max(at + 1);
        }
    }
    found
}

/// The state or known body that a mention stands for.
pub(super) fn place_of(mention: &Mention) -> Option<Place> {
    match mention.what {
        What::Place(place) | What::Demonym(place) => Some(place),
        _ => None,
    }
}

/// The mentions that begin within those tokens.
pub(super) fn mentions_between(mentions: &[Mention], start: usize, end: usize) -> &[Mention] {
    let first = mentions.partition_point(|m| m.tokens.start < start);
    let last = mentions.partition_point(|m| m.tokens.start < end);
    mentions.get(first..last.max(first)).unwrap_or(&[])
}

/// What begins at the capitalised token `at`, and where to go on.
fn step(words: &Analysis<'_>, registry: &Registry, at: usize, end: usize) -> (usize, Option<Mention>) {
    let word = words.at(at);
    let emit = |end: usize, what: What| (end, Some(Mention { tokens: TokenSpan::new(at, end), what }));
    let known = known_phrase(words, registry, at, end);
    if word.is(flag::FUNCTION) && known.is_none() && !(given_name(words, at) && words.at(at + 1).capital) {
        return (at + 1, None);
    }
    let name = name_at(words, at, end);
    let name_end = if name.start == at { name.end } else { at };
    let organisation = organisation_at(words, at, end);
    let organisation_end = organisation.map_or(at, |(end, _)| end);
    if let Some((known_end, what)) = known
        && known_end >= name_end
        && known_end >= organisation_end
    {
        return emit(known_end, what);
    }
    if let Some((organisation_end, kind)) = organisation
        && organisation_end > name_end
    {
        return emit(organisation_end, What::Organisation(kind));
    }
    if let Some((state_end, state)) = state_at(words, at, end)
        && state_end >= name_end
    {
        let name = words.lexicon().states.get(usize::from(state.state)).copied().unwrap_or("");
        let known = registry.meaning(fold_hash(name)).place();
        let place = known.map_or(Place::Listed(state.state), Place::Known);
        return emit(state_end, if state.demonym { What::Demonym(place) } else { What::Place(place) });
    }
    if name_end > at {
        let acronym = name_end == at + 1 && word.caps && word.fold.words == 1;
        let text = words.text(at);
        // Headings ("FULL TEXT"), datelines ("HASK —") and numerals are no acronyms.
        let loud = at > 0 && words.joined(at - 1, at) && words.at(at - 1).caps || words.at(at + 1).caps;
        let dateline = word.initial && matches!(words.text(name_end), "-" | "–" | "—" | "(" | "," | ":");
        let numeral = text.chars().all(|c| "IVXLCDM".contains(c));
        if acronym && (loud || numeral || dateline) {
            return (name_end, (!numeral).then_some(Mention { tokens: name, what: What::Name }));
        }
        let short = text.chars().count() <= 6;
        // "the government daily Morning Star".
        let outlet = at > 0 && words.joined(at - 1, at) && !words.at(at - 1).capital;
        if let Some(kind) = super::phrases::kind_of_noun(words, at.saturating_sub(1)).filter(|_| outlet) {
            return emit(name_end, What::Organisation(kind));
        }
        // "the Evin Gate": nobody's name has an article.
        let article = at > 0 && words.joined(at - 1, at) && words.is_in(at - 1, WordSet::The);
        let thing = article && name_end > at + 1 && !given_name(words, at);
        if thing && words.is_in(name_end - 1, WordSet::PlaceNoun) {
            return emit(name_end, What::Locality);
        }
        if thing && words.at(name_end).capital {
            return (name_end, None);
        }
        return match acronym && short && !words.is_common(&word) || thing {
            true => emit(name_end, What::Organisation(ActorKind::Organisation)),
            false => emit(name_end, What::Name),
        };
    }
    // "Labour said": a word of titles that acts by itself.
    let alone =
        !words.at(at + 1).capital && (at == 0 || !words.joined(at - 1, at) || !words.at(at - 1).capital);
    let acts =
        words.pos(at).is_proper() && words.pos(at + 1).is_finite() || words.is_in(at + 1, WordSet::Said);
    if word.is(flag::TITLE) && alone && acts && !words.is_common(&word) {
        return emit(at + 1, What::Organisation(ActorKind::Organisation));
    }
    (name.start.max(at + 1), None)
}

/// The longest phrase of the registry that begins at `at`.
fn known_phrase(words: &Analysis<'_>, registry: &Registry, at: usize, end: usize) -> Option<(usize, What)> {
    let first = words.at(at);
    if first.fold.words == 0 {
        // An article folds to nothing: the name begins behind it ("The | Kremlin").
        return None;
    }
    let longest = registry.longest(first.fold.hash).max(1);
    let mut phrase = first.fold;
    let mut best = None;
    let mut next = at + 1;
    loop {
        if let Some(what) = named(words, registry, phrase.hash, at, next) {
            best = Some((next, what));
        }
        let go_on = next < end
            && phrase.words < longest
            && words.doc.tokens().get(next).is_some_and(|t| t.kind == TokenKind::Word);
        if !go_on {
            return best;
        }
        let word = words.at(next);
        phrase.push(if word.capital { word.fold } else { fold_phrase(words.text(next)) });
        next += 1;
    }
}

/// What the phrase in `at..end` with this hash names in the registry, if it is to be taken as a mention.
fn named(words: &Analysis<'_>, registry: &Registry, hash: u64, at: usize, end: usize) -> Option<What> {
    let capitals = || (at..end).all(|i| words.at(i).caps);
    let mut what = None;
    for (posting, known) in registry.meaning(hash).actors() {
        let How::Alias(kind) = posting.how else { continue };
        if posting.caps && !capitals() {
            continue;
        }
        if known.kind == ActorKind::Person {
            // Full names are for the clustering of names; a short one speaks for itself.
            let short = matches!(kind, AliasKind::Short | AliasKind::Nickname) || end == at + 1;
            what = what.or(Some(if short { What::KnownPerson(posting.actor) } else { What::Name }));
        } else if kind == AliasKind::Demonym {
            what = what.or(Some(What::Demonym(Place::Known(posting.actor))));
        } else if !matches!(what, Some(What::Place(_))) || kind == AliasKind::Name {
            what = Some(What::Place(Place::Known(posting.actor)));
        }
    }
    what
}

/// The state of the lexicon that begins at `at`.
fn state_at(words: &Analysis<'_>, at: usize, end: usize) -> Option<(usize, StateWord)> {
    let word = words.at(at);
    if word.is(flag::STARTS_STATE) {
        let ends = |len: &usize| at + len <= end && words.at(at + len - 1).plain.words > 0;
        for len in (2..=4).rev().filter(ends) {
            let mut phrase = crate::extract::phrase::Phrase::default();
            (at..at + len).for_each(|i| phrase.push(words.at(i).plain));
            if let Some(state) = words.lexicon().state(phrase.hash) {
                return Some((at + len, state));
            }
        }
    }
    word.state.map(|s| (at + 1, s))
}

/// A phrase with a word like "Council" or "Ministry" that begins at `at`.
fn organisation_at(words: &Analysis<'_>, at: usize, end: usize) -> Option<(usize, ActorKind)> {
    const REACH: usize = 7;
    let mut kind = None;
    let mut stop = at;
    let mut i = at;
    // Up to the last word of that sort in the run of capitals.
    while i < end && i < at + REACH && (i == at || words.joined(i - 1, i)) {
        let word = words.at(i);
        let name_ahead = i > at && given_name(words, i) && words.at(i + 1).capital && word.org.is_none();
        if !word.capital || (word.is(flag::FUNCTION) && i > at) || is_initial(words.text(i)) || name_ahead {
            break;
        }
        let titled = (word.occupation.is_some() || word.is(flag::HONORIFIC)) && !word.is(flag::ORG);
        if titled && (kind.is_some() || words.at(i + 1).org.is_none()) {
            break;
        }
        i += 1;
        if let Some(of) = word.org {
            kind = Some(of);
            stop = i;
        }
    }
    let kind = kind?;
    // "… of the Russian Federation", "… for European Studies".
    let mut of = false;
    while words.is_in(stop, WordSet::OfForOn) || of && words.is_in(stop, WordSet::And) {
        of |= words.is_in(stop, WordSet::OfFor);
        let mut next = stop + 1 + usize::from(words.is_in(stop + 1, WordSet::The));
        let from = next;
        while next < end && next < stop + REACH {
            let word = words.at(next);
            let person = given_name(words, next) && words.at(next + 1).capital && word.org.is_none();
            let titled = (word.occupation.is_some() && !word.is(flag::TITLE) || word.is(flag::HONORIFIC))
                && given_name(words, next + 1);
            if !word.capital || person || titled || !words.joined(next - 1, next) {
                break;
            }
            next += 1;
        }
        if next == from {
            break;
        }
        stop = next;
    }
    Some((stop, kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Language;

    fn found(body: &str) -> Vec<(String, What)> {
        let english = Language::english();
        let words = Analysis::new(&english, body);
        let mentions = mentions(&words, &Registry::default());
        mentions.iter().map(|m| (words.phrase(m.tokens), m.what)).collect()
    }

    #[test]
    fn names_places_and_bodies_by_form() {
        let organisation = What::Organisation(ActorKind::Organisation);
        let body =
            "Yesterday Halden Roos of the Center for Port Studies met the IAQB in Chile and soon left.";
        let found = found(body);
        let names: Vec<&str> = found.iter().map(|f| f.0.as_str()).collect();
        assert_eq!(names, ["Halden Roos", "Center for Port Studies", "IAQB", "Chile"]);
        assert_eq!((found[0].1, found[1].1, found[2].1), (What::Name, organisation, organisation));
        assert!(matches!(found[3].1, What::Place(Place::Listed(_))));
    }

    #[test]
    fn headings_and_datelines_are_nothing() {
        assert!(found("FULL TEXT").iter().all(|f| !matches!(f.1, What::Organisation(_))));
        assert!(found("HASK — It rained.").iter().all(|f| !matches!(f.1, What::Organisation(_))));
    }
}
