//! From a person's name to the registry: which known actor bears it, when that can be told.

use super::names::is_initial;
use super::offices::Days;
use super::registry::{Index, Known, Registry};
use super::weights::bearer;
use crate::domain::distance;
use crate::extract::analysis::Analysis;
use crate::extract::language::fold_name;
use crate::extract::language::lexicon::Classes;
use crate::extract::phrase::Phrase;
use crate::text::TokenSpan;

/// What the registry knows of an entity.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Link {
    /// This actor.
    Known(Index),
    /// One of these, and nothing tells which; best first, with their shares.
    Ambiguous(Vec<(Index, f32)>),
    /// Nobody known.
    Unknown,
}

/// Links a full name, whose surname is token `last`.
pub(super) fn link_full_name(
    words: &Analysis<'_>,
    registry: &Registry,
    span: TokenSpan,
    last: usize,
    places: &[Index],
    classes: Classes,
    days: Option<Days>,
) -> Link {
    let phrase_of = |tokens: &[usize]| {
        let mut phrase = Phrase::default();
        tokens.iter().for_each(|t| phrase.push(words.at(*t).fold));
        phrase.hash
    };
    let all: Vec<usize> = (span.start..=last).collect();
    let mut found = registry.meaning(phrase_of(&all)).persons_by_name();
    if found.is_empty() && all.len() > 2 {
        found = registry.meaning(phrase_of(&[span.start, last])).persons_by_name();
    }
    if found.is_empty() && all.len() == 2 {
        // "Kest Mira".
        found = registry.meaning(phrase_of(&[last, span.start])).persons_by_name();
    }
    if found.is_empty() {
        found = by_surname(words, registry, span.start, last);
    }
    choose(registry, &found, places, classes, days)
}

/// Links a surname that stands alone or after a title: only when one person is left.
pub(super) fn link_surname(registry: &Registry, surname: u64, places: &[Index], days: Option<Days>) -> Link {
    let found = registry.meaning(surname).persons_by_surname();
    choose(registry, &found, places, 0, days)
}

/// Whether two words of a name differ by a letter at most, in words long enough for that to mean little.
pub(super) fn nearly(a: &str, b: &str) -> bool {
    let (a, b) = (fold_name(a), fold_name(b));
    let long = a.len().min(b.len()) >= 5;
    long && a.as_bytes().first() == b.as_bytes().first() && distance(&a, &b) <= bearer::NEARLY
}

/// Persons of that surname whose given name is the same in another form: an initial, a short form, a letter off.
fn by_surname(words: &Analysis<'_>, registry: &Registry, first: usize, last: usize) -> Vec<Index> {
    let given = words.at(first).fold.hash;
    let text = words.text(first);
    let folded = fold_name(text);
    let agrees = |known: &Known| {
        let other = known.name.split(' ').next().unwrap_or("");
        known.given != 0
            && (known.given == given
                || words.lexicon().same_given(known.given, given)
                || (is_initial(text) && text.chars().next() == other.chars().next())
                || nearly(other, &folded))
    };
    let persons = registry.meaning(words.at(last).fold.hash).persons();
    let mut found: Vec<Index> = persons.filter(|(_, k)| agrees(k)).map(|(p, _)| p.actor).collect();
    found.dedup();
    found
}

/// The one of `found` that the evidence picks: a place it belongs to, what it is called, an office on the day.
fn choose(
    registry: &Registry,
    found: &[Index],
    places: &[Index],
    classes: Classes,
    days: Option<Days>,
) -> Link {
    match found {
        [] => Link::Unknown,
        [one] => Link::Known(*one),
        many => {
            let mut scored: Vec<(Index, f32)> = many
                .iter()
                .filter_map(|index| {
                    let known = registry.known(*index)?;
                    let roles = registry.offices.roles(known.roles.clone());
                    let belongs = |p: &Index| {
                        known.state == Some(*p) || roles.iter().any(|r| r.office.places.contains(p))
                    };
                    let mut score = bearer::ANY;
                    score += if places.iter().any(belongs) { bearer::PLACE } else { 0.0 };
                    score += if known.classes & classes != 0 { bearer::CLASS } else { 0.0 };
                    score += if days.is_some() && roles.iter().any(|r| r.on(days)) {
                        bearer::IN_OFFICE
                    } else {
                        0.0
                    };
                    Some((*index, score))
                })
                .collect();
            scored.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            match scored.as_slice() {
                [(best, a), (_, b), ..] if a - b >= bearer::LEAD => Link::Known(*best),
                _ => {
                    let sum: f32 = scored.iter().map(|(_, s)| s).sum();
                    scored.truncate(8);
                    Link::Ambiguous(scored.into_iter().map(|(i, s)| (i, s / sum)).collect())
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearly_the_same() {
        assert!(nearly("Yermolin", "Yermollinn") && nearly("Lukashenko", "Lukashenka"));
        assert!(!nearly("Kest", "Kost") && !nearly("Talbek", "Dalbek"));
    }
}
