//! What sort of thing a name is that nobody knows: a person, an organisation or a place. Each cue counts once, wherever in
//! the document the name has it: a word that is called "the bank" once is a bank all through the text.

use super::mentions::{Mention, What};
use super::names::{given_name, is_initial};
use super::phrases::kind_of_noun;
use super::pronouns::{Pronoun, possessive, pronoun};
use super::weights::sort as weights;
use crate::domain::ActorKind;
use crate::extract::analysis::Analysis;
use crate::extract::analysis::tags::EntityClass;
use crate::extract::language::WordSet;
use crate::extract::language::lexicon::flag;
use crate::extract::phrase::HashedMap;
use crate::text::TokenSpan;

/// How far behind a name a pronoun may tell what it is, in tokens.
const PRONOUN_WITHIN: usize = 14;

/// In fewer places than these, the tagger may be wrong of a name in all of them.
const FEW: u32 = 4;

/// What a name is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Person,
    Organisation(ActorKind),
    Place,
}

/// What speaks for a sort, one bit each.
pub(super) mod cue {
    /// A listed given name in front.
    pub const GIVEN: u32 = 1;
    /// An address or a title before it.
    pub const TITLE: u32 = 1 << 1;
    /// A profession in small letters before it: "striker".
    pub const PROFESSION: u32 = 1 << 2;
    /// A noun for an organisation before it: "bank".
    pub const BODY_NOUN: u32 = 1 << 3;
    /// "Inc." behind it.
    pub const COMPANY: u32 = 1 << 4;
    /// Its initials in brackets behind it.
    pub const INITIALS: u32 = 1 << 5;
    /// An article before it.
    pub const ARTICLE: u32 = 1 << 6;
    /// "in" before it.
    pub const IN: u32 = 1 << 7;
    /// "at" before it.
    pub const AT: u32 = 1 << 8;
    /// An age behind it.
    pub const AGE: u32 = 1 << 9;
    /// "who" behind it.
    pub const WHO: u32 = 1 << 10;
    /// All capitals.
    pub const CAPS: u32 = 1 << 11;
    /// A word that names organisations in it.
    pub const BODY_WORD: u32 = 1 << 12;
    /// An initial in it.
    pub const INITIAL: u32 = 1 << 13;
    /// A profession behind a comma: "…, a climate think-tank", "…, the mayor".
    pub const APPOSED_PERSON: u32 = 1 << 14;
    /// A noun for an organisation behind a comma.
    pub const APPOSED_BODY: u32 = 1 << 15;
    /// A verb behind it, or a genitive, or "by" before it: it acts.
    pub const ACTS: u32 = 1 << 16;
    /// An unlisted word of one token.
    pub const SINGLE: u32 = 1 << 17;
    /// The next pronoun of the sentence is he or she.
    pub const HE: u32 = 1 << 18;
    /// The next pronoun of the sentence is it.
    pub const IT: u32 = 1 << 19;
    /// A listed given name and nothing else.
    pub const GIVEN_ALONE: u32 = 1 << 20;
    /// Its last word stands alone elsewhere: persons are called so, organisations by their first word.
    pub const LAST_ALONE: u32 = 1 << 21;
    /// "Le", "von" in it.
    pub const PARTICLE: u32 = 1 << 22;
    /// A word of saying behind it.
    pub const SAYS: u32 = 1 << 25;
    /// An ending of surnames.
    pub const SURNAME: u32 = 1 << 24;
    /// "Oblast" at its end or right behind it.
    pub const PLACE_NOUN: u32 = 1 << 23;
}

/// What the document says of one name.
#[derive(Clone, Copy, Debug, Default)]
struct Evidence {
    cues: u32,
    /// Tokens by the tagger's class: person, organisation, location; and all.
    classes: [u32; 3],
    tokens: u32,
    kind: Option<ActorKind>,
}

/// The sorts of a document's names.
#[derive(Debug, Default)]
pub(super) struct Sorts {
    by_name: HashedMap<Evidence>,
}

impl Sorts {
    /// Gathers what speaks for each name.
    pub fn of(words: &Analysis<'_>, mentions: &[Mention]) -> Self {
        let mut sorts = Self::default();
        for mention in mentions.iter().filter(|m| matches!(m.what, What::Name)) {
            let evidence = sorts.by_name.entry(words.folded(mention.tokens).hash).or_default();
            add(words, mention.tokens, evidence);
        }
        sorts
    }

    /// Whether the document has the name in those tokens only once.
    pub fn is_once(&self, words: &Analysis<'_>, span: TokenSpan) -> bool {
        self.by_name.get(&words.folded(span).hash).is_none_or(|e| e.tokens as usize <= span.len())
    }

    /// What the name in those tokens is of, and by how much; none where hardly anything tells.
    pub fn sort(&self, words: &Analysis<'_>, span: TokenSpan) -> Option<(Sort, f32)> {
        let mut evidence = *self.by_name.get(&words.folded(span).hash)?;
        let last = TokenSpan::new(span.end - 1, span.end);
        set(
            &mut evidence,
            cue::LAST_ALONE,
            span.len() > 1 && self.by_name.contains_key(&words.folded(last).hash),
        );
        let total = evidence.tokens.max(1) as f32;
        let mut scores = [0.0_f32; 3];
        // Of a lone word as a subject the tagger knows little: it takes nearly all for persons.
        let lone = cue::SINGLE | cue::SAYS;
        let lone = evidence.cues & lone == lone && evidence.tokens < FEW;
        for (n, (score, count)) in scores.iter_mut().zip(evidence.classes).enumerate() {
            let weight = if lone && n == 0 { weights::TAGGER_OF_ONE } else { weights::TAGGER };
            *score = weight * count as f32 / total;
        }
        for (n, weight) in weights::CUES.iter().enumerate() {
            if evidence.cues & 1 << n != 0 {
                for (score, weight) in scores.iter_mut().zip(weight) {
                    *score += weight;
                }
            }
        }
        if lone {
            scores[1] += weights::LONE_SPEAKS;
        }
        let best = (0..3).max_by(|a, b| scores[*a].total_cmp(&scores[*b]).then(b.cmp(a)))?;
        let next = (0..3).filter(|s| *s != best).map(|s| scores[s]).fold(0.0, f32::max);
        let lead = scores[best] - next;
        let sort = match best {
            0 => Sort::Person,
            1 => Sort::Organisation(evidence.kind.unwrap_or(ActorKind::Organisation)),
            _ => Sort::Place,
        };
        (lead > 0.0).then_some((sort, lead))
    }
}

/// Adds what one mention says.
fn add(words: &Analysis<'_>, span: TokenSpan, evidence: &mut Evidence) {
    for t in span.range() {
        evidence.tokens += 1;
        match words.entity(t) {
            EntityClass::Person => evidence.classes[0] += 1,
            EntityClass::Organisation => evidence.classes[1] += 1,
            EntityClass::Location => evidence.classes[2] += 1,
            EntityClass::Other => {}
        }
        let word = words.at(t);
        set(evidence, cue::BODY_WORD, word.org.is_some() && span.len() > 1);
        set(evidence, cue::PARTICLE, span.len() > 1 && word.is(flag::PARTICLE));
        set(evidence, cue::INITIAL, is_initial(words.text(t)));
        evidence.kind = evidence.kind.or(word.org.filter(|_| span.len() > 1));
    }
    let first = words.at(span.start);
    let place = |t: usize| words.at(t).capital && words.is_in(t, WordSet::PlaceNoun);
    let ends =
        place(span.end) && words.joined(span.end - 1, span.end) || span.len() > 1 && place(span.end - 1);
    set(evidence, cue::PLACE_NOUN, ends);
    let surname =
        words.is_in(span.end - 1, WordSet::FemaleSurname) || words.is_in(span.end - 1, WordSet::MaleSurname);
    set(evidence, cue::SURNAME, surname);
    set(evidence, cue::SINGLE, span.len() == 1 && !first.caps);
    let given = given_name(words, span.start);
    set(evidence, cue::GIVEN, given && span.len() > 1);
    set(evidence, cue::GIVEN_ALONE, given && span.len() == 1);
    set(evidence, cue::CAPS, first.caps && span.len() == 1 && words.text(span.start).chars().count() <= 6);
    if span.start > 0 && words.joined(span.start - 1, span.start) {
        before(words, span.start - 1, evidence);
    }
    if words.joined(span.end - 1, span.end) {
        after(words, span, evidence);
    }
}

fn before(words: &Analysis<'_>, at: usize, evidence: &mut Evidence) {
    let word = words.at(at);
    set(evidence, cue::TITLE, word.capital && (word.is(flag::HONORIFIC) || word.occupation.is_some()));
    set(evidence, cue::PROFESSION, !word.capital && word.occupation.is_some());
    let noun = !word.capital && (word.is(flag::ORG) || kind_of_noun(words, at).is_some());
    set(evidence, cue::BODY_NOUN, noun);
    if noun {
        evidence.kind = evidence.kind.or(kind_of_noun(words, at)).or(word.org);
    }
    set(evidence, cue::ARTICLE, words.is_in(at, WordSet::The));
    set(evidence, cue::IN, words.is_in(at, WordSet::In));
    set(evidence, cue::AT, words.is_in(at, WordSet::At));
}

fn after(words: &Analysis<'_>, span: TokenSpan, evidence: &mut Evidence) {
    let at = span.end;
    set(evidence, cue::COMPANY, words.is_in(at, WordSet::CompanySuffix));
    let acts = words.pos(at).is_finite() || words.is_in(at, WordSet::Genitive);
    set(evidence, cue::ACTS, acts);
    set(evidence, cue::SAYS, words.pos(at).is_finite() && words.senses.get(at).is_some_and(|s| *s != 0));
    let next = (at..(at + PRONOUN_WITHIN).min(words.len()))
        .take_while(|t| words.joined(at, *t) || *t == at)
        .find_map(|t| pronoun(words, t).or_else(|| possessive(words, t)).filter(|p| *p != Pronoun::Relative));
    set(evidence, cue::HE, matches!(next, Some(Pronoun::He | Pronoun::She)));
    set(evidence, cue::IT, next == Some(Pronoun::It));
    set(evidence, cue::WHO, words.is_in(at, WordSet::Who) || words.is_in(at + 1, WordSet::Who));
    if words.text(at) == "(" && words.text(at + 2) == ")" {
        set(evidence, cue::INITIALS, words.at(at + 1).caps && words.at(at + 1).plain.words > 0);
    }
    if words.text(at) == "," {
        let age = words.text(at + 1).len() <= 3 && words.text(at + 1).bytes().all(|b| b.is_ascii_digit());
        set(evidence, cue::AGE, age && words.text(at + 2) == ",");
        apposed(words, at + 1, evidence);
    }
}

/// The noun of "…, a climate policy think-tank,": the last one before the next mark or small word.
fn apposed(words: &Analysis<'_>, from: usize, evidence: &mut Evidence) {
    if !words.is_in(from, WordSet::Article) {
        return;
    }
    let mut noun = None;
    for t in from + 1..(from + 7).min(words.len()) {
        if !words.pos(t).in_noun_phrase() {
            break;
        }
        noun = Some(t);
    }
    let Some(noun) = noun else { return };
    let word = words.at(noun);
    let body = word.is(flag::ORG) || kind_of_noun(words, noun).is_some();
    set(evidence, cue::APPOSED_PERSON, word.occupation.is_some() && !body);
    set(evidence, cue::APPOSED_BODY, body);
}

fn set(evidence: &mut Evidence, cue: u32, holds: bool) {
    if holds {
        evidence.cues |= cue;
    }
}
