//! Everything that a pronoun can mean, in the order of the text: the names that `gathering` chained, and persons, groups
//! and bodies that the text only describes ("a farmer … he", "the researchers … they").

use super::antecedents::{By, Here};
use super::coreference::{Coreference, Form, Occurrence};
use super::described::{Described, Given, Stands, read};
use super::entity::{Entity, EntityId};
use super::groups::sentence_case;
use super::linking::Link;
use super::mentions::What;
use super::pronouns::{Pronoun, possessive, pronoun};
use super::weights::salience as weights;
use crate::domain::ActorKind;
use crate::extract::analysis::Analysis;
use crate::extract::analysis::tags::Pos;
use crate::extract::language::WordSet;
use crate::extract::language::lexicon::flag;
use crate::extract::phrase::HashedMap;
use crate::text::TokenSpan;

/// Most descriptions of a document that are kept: no article has a tenth of them.
const MOST: usize = 20_000;

/// Longest description, in tokens: what is longer is no phrase.
const LONGEST: usize = 64;

/// Lists what can be meant.
pub(super) fn occurrences(words: &Analysis<'_>, chains: &mut Coreference) {
    let mut all: Vec<Occurrence> = Vec::with_capacity(chains.mentions.len());
    for (m, mention) in chains.mentions.iter().enumerate() {
        if let (Some(who), false) = (chains.meant[m], matches!(mention.what, What::Demonym(_))) {
            all.push(Occurrence { tokens: mention.tokens, start: chains.starts[m], who, form: Form::Name });
        }
    }
    let named = by_noun(chains);
    let mut described: HashedMap<EntityId> = HashedMap::default();
    let mut found = 0;
    for sentence in words.doc.sentences() {
        let mut at = sentence.start;
        while at < sentence.end && found < MOST {
            let pos = words.pos(at);
            let begins =
                pos.is_noun() || matches!(pos, Pos::DT | Pos::JJ | Pos::JJS | Pos::CD | Pos::PRP_POSSESSIVE);
            let phrase =
                if begins { read(words, TokenSpan::new(at, sentence.end.min(at + LONGEST))) } else { None };
            let Some(phrase) = phrase.filter(|p| p.head < sentence.end) else {
                at += 1;
                continue;
            };
            if let Some(who) = meant(words, chains, &named, &mut described, &phrase) {
                let tokens = TokenSpan::new(phrase.head, phrase.head + 1);
                all.push(Occurrence { tokens, start: at, who, form: Form::Description });
                found += 1;
            }
            at = phrase.head + 1;
        }
    }
    // Whoever is named in captions and bylines alone is nobody whom the text goes on with; a headline begins it.
    let mut in_text: Vec<bool> = vec![false; chains.entities.len()];
    for occurrence in &all {
        let token = occurrence.tokens.start;
        in_text[occurrence.who] |= !words.aside(token) || words.paragraph(token) < 2;
    }
    all.retain(|o| in_text[o.who]);
    all.sort_by_key(|o| (o.tokens.start, o.form != Form::Name));
    chains.occurrences = all;
    pronouns(words, chains);
}

/// Takes the pronouns in, one after another: "Kest came. He left. His …".
fn pronouns(words: &Analysis<'_>, chains: &mut Coreference) {
    for at in 0..words.len() {
        if !matches!(words.pos(at), Pos::PRP | Pos::PRP_POSSESSIVE) {
            continue;
        }
        let Some(pronoun) = pronoun(words, at).or_else(|| possessive(words, at)) else { continue };
        if !matches!(pronoun, Pronoun::He | Pronoun::She | Pronoun::It | Pronoun::They) || words.at(at).caps {
            continue;
        }
        let here = Here { words, chains, said: &[], at, own: &[], by: By::Pronoun(pronoun) };
        let candidates = here.candidates(|_, entity| here.by.agrees(words, entity));
        let ranking = words.language.antecedents.rank(&here, &candidates);
        let Some((who, _)) = ranking.first().copied().filter(|r| r.1 >= weights::CHAINED) else { continue };
        let tokens = TokenSpan::new(at, at + 1);
        let place = chains.occurrences.partition_point(|o| o.tokens.start < at);
        chains.occurrences.insert(place, Occurrence { tokens, start: at, who, form: Form::Pronoun });
    }
}

/// Named persons and bodies by the nouns that the text calls them by; none where two are called so.
fn by_noun(chains: &Coreference) -> HashedMap<Option<EntityId>> {
    let mut named: HashedMap<Option<EntityId>> = HashedMap::default();
    for (id, entity) in chains.entities.iter().enumerate() {
        for noun in &entity.nouns {
            named.entry(*noun).and_modify(|one| *one = one.filter(|o| *o == id)).or_insert(Some(id));
        }
    }
    named
}

fn meant(
    words: &Analysis<'_>,
    chains: &mut Coreference,
    by_noun: &HashedMap<Option<EntityId>>,
    described: &mut HashedMap<EntityId>,
    phrase: &Described,
) -> Option<EntityId> {
    let kind = match phrase.stands {
        Stands::Person => ActorKind::Person,
        Stands::People => ActorKind::Group,
        Stands::Body(kind) => kind,
        Stands::Document | Stands::Thing => return None,
    };
    // "striker Mira Kest" is Kest.
    let named = |t: usize| chains.mention_at(t).is_some_and(|m| chains.meant[m].is_some());
    if named(phrase.head) || named(phrase.head + 1) {
        return None;
    }
    // "Mira Kest, a port investor": an apposition is of the name before it.
    let body =
        |kind: ActorKind| matches!(kind, ActorKind::Body | ActorKind::Organisation | ActorKind::Outlet);
    let alike = |id: &EntityId| {
        let other = chains.entities[*id].kind;
        other == kind || body(other) && body(kind)
    };
    if let Some(named) = apposed_to(words, chains, phrase).filter(alike) {
        return Some(named);
    }
    let head = words.at(phrase.head);
    let definite = matches!(phrase.given, Given::Definite | Given::Bare);
    if definite && phrase.stands != Stands::People {
        let known = by_noun.get(&head.plain.hash).copied().flatten();
        if let Some(id) = known.filter(|id| chains.entities[*id].first < phrase.head) {
            return Some(id);
        }
    }
    if definite
        && let Some(id) = described.get(&head.plain.hash)
        && is_specified_so(words, &chains.entities[*id].name, phrase)
    {
        return Some(*id);
    }
    let name = sentence_case(&words.phrase(phrase.tokens));
    let mut entity = Entity::named(kind, name, Link::Unknown, phrase.head);
    entity.described = true;
    entity.gender = head.gender.filter(|_| kind == ActorKind::Person);
    entity.nouns.push(head.plain.hash);
    let id = chains.push(entity);
    described.insert(head.plain.hash, id);
    Some(id)
}

/// Whether all that specifies a noun is said of somebody described before.
fn is_specified_so(words: &Analysis<'_>, before: &str, phrase: &Described) -> bool {
    let before = before.to_lowercase();
    let mut others = phrase.tokens.range().filter(|t| *t != phrase.head && words.at(*t).plain.words > 0);
    others.all(|t| words.at(t).is(flag::FUNCTION) || before.contains(&words.text(t).to_lowercase()))
}

/// Who is named right before the comma that a description follows.
fn apposed_to(words: &Analysis<'_>, chains: &Coreference, phrase: &Described) -> Option<EntityId> {
    let article =
        usize::from(phrase.tokens.start > 0 && words.is_in(phrase.tokens.start - 1, WordSet::Article));
    let comma = phrase.tokens.start.checked_sub(1 + article).filter(|t| words.text(*t) == ",")?;
    let mention = chains.mention_at(comma.checked_sub(1)?)?;
    chains.meant[mention]
}
