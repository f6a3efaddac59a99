//! Whom a pronoun or a description means: every candidate described by features that a reader would go by (how far back, as what it was
//! named there, who spoke last, what the statement itself names), weighed by what was learned from annotated texts.
//! A log-linear model of the antecedent, with one candidate for "nobody named here".

use super::coreference::{Coreference, Form, Occurrence};
use super::described::{Described, Stands};
use super::entity::{Entity, EntityId};
use super::pronouns::Pronoun;
use super::salience::Said;
use crate::domain::{ActorKind, Gender};
use crate::extract::analysis::Analysis;
use crate::extract::analysis::tags::Pos;
use crate::extract::language::WordSet;
use crate::extract::language::lexicon::Class;
use crate::extract::language::model::ModelFile;
use crate::extract::math::exp;
use crate::text::TokenSpan;

/// How far back a reader remembers, in occurrences.
const REACH: usize = 120;

/// In tokens; of a longer sentence no more is looked at.
const LONG_SENTENCE: usize = 400;

/// How many speakers back.
const SPEAKERS: usize = 8;

/// Number of features of one candidate, shared by all pronouns; then as many again for each of [`GROUPS`].
pub(crate) const FEATURES: usize = 172;

/// he and she, it, they, a person by description, a body by description.
pub(crate) const GROUPS: usize = 5;

/// Number of weights: of each feature, of each in each group, and of each two that hold together.
#[cfg(feature = "train")]
pub(crate) const WEIGHTS: usize = (1 + GROUPS) * FEATURES + FEATURES * (FEATURES - 1) / 2;

/// Calls back with the number of each weight that counts for a candidate.
pub(crate) fn terms(group: usize, features: &[u16], mut term: impl FnMut(usize)) {
    for (n, feature) in features.iter().enumerate() {
        let one = usize::from(*feature);
        term(one);
        term((1 + group) * FEATURES + one);
        for other in &features[..n] {
            let (low, high) = (one.min(usize::from(*other)), one.max(usize::from(*other)));
            if low < high {
                term((1 + GROUPS) * FEATURES + high * (high - 1) / 2 + low);
            }
        }
    }
}

/// The score of a candidate with these features.
pub(crate) fn score(weights: &[f32], group: usize, features: &[u16]) -> f32 {
    let mut sum = 0.0;
    terms(group, features, |at| sum += weights.get(at).copied().unwrap_or(0.0));
    sum
}

/// The learned weights, [`WEIGHTS`] of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct AntecedentModel {
    weights: Vec<f32>,
}

impl AntecedentModel {
    /// The section of a model; without it every weight is nought.
    pub fn new(model: &ModelFile<'_>) -> Self {
        Self { weights: crate::extract::language::model::floats(model.section(b"ANTE")) }
    }

    /// The candidates with how likely each is meant, the likeliest first. What is left to one is nobody of them.
    pub(super) fn rank(&self, here: &Here<'_>, candidates: &[Candidate]) -> Vec<(EntityId, f32)> {
        let group = here.by.group();
        let scores: Vec<f32> = candidates.iter().map(|c| score(&self.weights, group, &c.features)).collect();
        let nobody = score(&self.weights, group, &here.nobody());
        let most = scores.iter().copied().fold(nobody, f32::max);
        let powers: Vec<f32> = scores.iter().map(|s| exp(s - most)).collect();
        let sum = powers.iter().fold(exp(nobody - most), |sum, p| sum + p);
        let mut ranking: Vec<(EntityId, f32)> =
            candidates.iter().zip(&powers).map(|(c, p)| (c.who, p / sum)).collect();
        ranking.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranking
    }
}

/// Somebody who may be meant.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub who: EntityId,
    /// Each below [`FEATURES`].
    pub features: Vec<u16>,
}

/// As what something stands in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Subject,
    Object,
    Oblique,
    Possessor,
}

// The features, by their first number.
const DISTANCE: u16 = 0; // 7
const ROLE: u16 = 7; // 4
const ROLE_NEAR: u16 = 11; // 4
const ROLE_SAME_SENTENCE: u16 = 15; // 4
const BEGINS_PARAGRAPH: u16 = 19;
const SUBJECT_BEFORE: u16 = 20;
const SUBJECT_HERE: u16 = 21;
const QUOTED: u16 = 22;
const RANK: u16 = 23; // 4
const COUNT: u16 = 27; // 4
const MOST_NAMED: u16 = 31;
const SPOKE: u16 = 32; // 4
const SPOKE_PARAGRAPHS: u16 = 36; // 4
const PASSED: u16 = 40;
const IN_OWN: u16 = 41;
const IN_OWN_QUOTED: u16 = 42;
const NO_GENDER: u16 = 43;
const GENDER: u16 = 44;
const KIND: u16 = 45; // 6
const DESCRIBED: u16 = 51;
const PARALLEL: u16 = 52;
const SUBJECT_OF_POSSESSIVE: u16 = 53;
const BINDING: u16 = 54;
const FIRST: u16 = 55;
const TOPIC: u16 = 56;
const SECOND_OF_PAIR: u16 = 57;
const BEHIND: u16 = 58;
const SUBJECT_RANK: u16 = 59; // 3
const PARAGRAPH: u16 = 62; // 3
const SPOKE_AND_SUBJECT: u16 = 65;
const LAST_NAMED_DESCRIBED: u16 = 66;
const SPEAKING_SUBJECT: u16 = 67;
const PARALLEL_NEAR: u16 = 68;
const ASIDE: u16 = 69;
const SPOKE_SAME_PARAGRAPH: u16 = 70;
const IN_BRACKETS: u16 = 71;
const PRONOUN_ROLE: u16 = 72; // 3 x 4: the pronoun's role with the candidate's
pub(crate) const LAST_IS_PRONOUN: u16 = 84;
const LAST_IS_DESCRIPTION: u16 = 85;
const SAME_PRONOUN: u16 = 86;
const PRONOUN_RANK: u16 = 87; // 2
const NAMED_IN_SENTENCE: u16 = 89;
const NEVER_NAMED: u16 = 90;
const PRONOUN_ROLE_BEFORE: u16 = 91; // 3 x 4, in the sentence before
const COUNT_ROLE: u16 = 103; // 4 x 4
const RANK_ROLE: u16 = 119; // 4 x 4
const NEAREST_SUBJECT: u16 = 135;
const NEAREST_SUBJECT_HERE: u16 = 136;
const SHARE: u16 = 140; // 4
const CLAUSE: u16 = 137; // 3
const CONJOINED: u16 = 149;
const NOUN: u16 = 145;
const NOUN_FIRST: u16 = 146;
const CLASS: u16 = 147;
const OTHER_CLASS: u16 = 148;
const NO_CLASS: u16 = 150;
const UNLISTED: u16 = 151;
const IN_NAME: u16 = 152;
const BARE: u16 = 153;
const SPECIFIED: u16 = 154;
const TAG: u16 = 155;
const OTHER_TAG: u16 = 156;
const NO_TAG: u16 = 157;
const DETAIL: u16 = 158;
const MODIFIED: u16 = 159;
const GENDERED: u16 = 160;
// Of nobody: what sort of description it is.
const NOBODY_BARE: u16 = 161;
const NOBODY_SPECIFIED: u16 = 162;
const NOBODY_MODIFIED: u16 = 163;
const NOBODY_UNLISTED: u16 = 164;
const NOBODY_BEGINS: u16 = 165;
/// It is the source of a statement.
const SOURCE: u16 = 166;
/// "He added": the statement goes on with another.
const CONTINUES: u16 = 167;
pub(crate) const NOBODY: u16 = 171;

/// A place in the text at which somebody is meant.
pub(super) struct Here<'t> {
    pub words: &'t Analysis<'t>,
    pub chains: &'t Coreference,
    pub said: &'t [Said],
    /// The pronoun.
    pub at: usize,
    /// The words of the statement itself.
    pub own: &'t [TokenSpan],
    pub by: By,
}

/// By what somebody is meant.
#[derive(Clone, Copy, Debug)]
pub(super) enum By {
    Pronoun(Pronoun),
    Description(Described),
}

impl By {
    /// The group of weights.
    pub fn group(&self) -> usize {
        match self {
            Self::Pronoun(Pronoun::It) => 1,
            Self::Pronoun(Pronoun::They) => 2,
            Self::Pronoun(_) => 0,
            Self::Description(described) if described.stands == Stands::Person => 3,
            Self::Description(_) => 4,
        }
    }

    /// Whether an entity can be meant at all.
    pub fn agrees(&self, words: &Analysis<'_>, entity: &Entity) -> bool {
        let pronoun = match self {
            Self::Pronoun(pronoun) => *pronoun,
            Self::Description(described) if described.stands == Stands::Person => {
                let gender = words.at(described.head).gender;
                let agrees = gender.is_none() || entity.gender.is_none() || gender == entity.gender;
                return entity.kind == ActorKind::Person
                    && agrees
                    && !is_other_office(words, described, entity);
            }
            Self::Description(_) => return !matches!(entity.kind, ActorKind::Person | ActorKind::Group),
        };
        let person = entity.kind == ActorKind::Person;
        let gender = |wanted: Gender| person && entity.gender.is_none_or(|g| g == wanted);
        match pronoun {
            Pronoun::He => gender(Gender::Male),
            Pronoun::She => gender(Gender::Female),
            Pronoun::They => !matches!(entity.kind, ActorKind::Person | ActorKind::State),
            Pronoun::It => !matches!(entity.kind, ActorKind::Person | ActorKind::Group),
            _ => false,
        }
    }
}

/// What is known of a candidate while its occurrences are gone over, the last one first.
struct Seen {
    who: EntityId,
    last: Occurrence,
    role: Role,
    count: usize,
    subject_before: bool,
    subject_here: bool,
    /// By name, in the pronoun's sentence or the one before; and anywhere within reach.
    named_near: bool,
    named: bool,
    /// The same pronoun was taken for it.
    same: bool,
}

impl Here<'_> {
    /// The features of "nobody of them".
    pub fn nobody(&self) -> Vec<u16> {
        let mut features = vec![NOBODY];
        push(&mut features, SOURCE, self.is_source());
        if let By::Description(described) = self.by {
            let specified = described.tokens.end > described.head + 1;
            let modified = described.tokens.start < described.head;
            push(&mut features, NOBODY_BARE, !specified && !modified);
            push(&mut features, NOBODY_SPECIFIED, specified);
            push(&mut features, NOBODY_MODIFIED, modified);
            push(&mut features, NOBODY_UNLISTED, self.words.at(described.head).occupation.is_none());
            push(&mut features, NOBODY_BEGINS, self.words.paragraph(self.at) < 2);
        }
        features
    }

    /// Everybody who may be meant, with features.
    pub fn candidates(&self, may: impl Fn(EntityId, &Entity) -> bool) -> Vec<Candidate> {
        let seen = self.seen(&may);
        let most = seen.iter().map(|s| s.count).max().unwrap_or(0);
        let all: usize = seen.iter().map(|s| s.count).sum();
        let mut subjects = 0;
        let speakers = self.speakers();
        let role_here = self.role_here();
        let (source, continues) = (self.is_source(), self.continues());
        let mut candidates: Vec<Candidate> = Vec::with_capacity(seen.len() + 2);
        for (rank, one) in seen.iter().enumerate() {
            let mut features = Vec::with_capacity(24);
            push(&mut features, SOURCE, source);
            push(&mut features, CONTINUES, continues);
            self.of_place(one, rank, role_here, &mut features);
            features.push(COUNT + bucket(one.count, &[1, 2, 5]));
            features.push(COUNT_ROLE + bucket(one.count, &[1, 2, 5]) * 4 + one.role as u16);
            features.push(SHARE + bucket(one.count * 4 / all.max(1), &[0, 1, 2]));
            let subject_here = one.last.tokens.start < self.at && one.role == Role::Subject;
            if subject_here && subjects == 0 {
                features.push(NEAREST_SUBJECT);
                push(&mut features, NEAREST_SUBJECT_HERE, one.subject_here);
            }
            push(&mut features, MOST_NAMED, one.count == most && most > 1);
            if one.role == Role::Subject {
                features.push(SUBJECT_RANK + bucket(subjects, &[0, 1]));
                subjects += 1;
            }
            self.of_speaker(one.who, Some(one), &speakers, &seen, &mut features);
            self.of_entity(one.who, &mut features);
            candidates.push(Candidate { who: one.who, features });
        }
        // Who spoke and was not named within reach.
        for (who, _) in &speakers {
            if seen.iter().any(|s| s.who == *who)
                || !self.chains.entities.get(*who).is_some_and(|e| may(*who, e))
            {
                continue;
            }
            let mut features = vec![DISTANCE + 6];
            push(&mut features, SOURCE, source);
            push(&mut features, CONTINUES, continues);
            self.of_speaker(*who, None, &speakers, &seen, &mut features);
            self.of_entity(*who, &mut features);
            candidates.push(Candidate { who: *who, features });
        }
        candidates
    }

    /// The candidates by their last occurrence before the pronoun; those named only behind it in its sentence at the end.
    fn seen(&self, may: &impl Fn(EntityId, &Entity) -> bool) -> Vec<Seen> {
        let (words, at) = (self.words, self.at);
        let head = match self.by {
            By::Description(described) => described.head,
            By::Pronoun(_) => at,
        };
        let all = &self.chains.occurrences;
        let end = all.partition_point(|o| o.tokens.start < at);
        let sentence = words.sentence_number(at);
        let mut seen: Vec<Seen> = Vec::new();
        for occurrence in all.get(end.saturating_sub(REACH)..end).unwrap_or(&[]).iter().rev() {
            if self.own.iter().any(|o| o.holds(occurrence.tokens.start)) || occurrence.tokens.holds(at) {
                continue;
            }
            self.add(occurrence, sentence, may, &mut seen);
        }
        // "After he left, Kest said": only where the sentence has not begun with its subject.
        let behind = all.get(end..).unwrap_or(&[]).iter();
        for occurrence in behind.take_while(|o| words.sentence_number(o.tokens.start) == sentence).take(REACH)
        {
            if !self.own.iter().any(|o| o.holds(occurrence.tokens.start)) && occurrence.tokens.start > head {
                self.add(occurrence, sentence, may, &mut seen);
            }
        }
        seen
    }

    fn add(
        &self,
        occurrence: &Occurrence,
        sentence: usize,
        may: &impl Fn(EntityId, &Entity) -> bool,
        seen: &mut Vec<Seen>,
    ) {
        let words = self.words;
        if !self.chains.entities.get(occurrence.who).is_some_and(|e| may(occurrence.who, e)) {
            return;
        }
        // "The judge asked whether Kest had seen it": nobody is described and named in one statement.
        if matches!(self.by, By::Description(_)) && self.chains.spoken_of_within(self.own, occurrence.who) {
            return;
        }
        let place = words.sentence_number(occurrence.tokens.start);
        let role = role(words, occurrence);
        let subject = role == Role::Subject && !words.quoted(occurrence.tokens.start);
        let here = subject && place == sentence && occurrence.tokens.start < self.at;
        let before = subject && place + 1 == sentence;
        let name = occurrence.form == Form::Name;
        let near = name && place + 1 >= sentence;
        let same = occurrence.form == Form::Pronoun
            && matches!(self.by, By::Pronoun(p) if super::pronouns::same(words, occurrence.tokens.start, p));
        match seen.iter_mut().find(|s| s.who == occurrence.who) {
            Some(one) => {
                one.named_near |= near;
                one.named |= name;
                one.same |= same;
                one.count += usize::from(occurrence.tokens.start < self.at);
                one.subject_before |= before;
                one.subject_here |= here;
            }
            None => seen.push(Seen {
                who: occurrence.who,
                last: *occurrence,
                role,
                count: 1,
                subject_before: before,
                subject_here: here,
                named_near: near,
                named: name,
                same,
            }),
        }
    }

    /// Where and as what a candidate stands.
    fn of_place(&self, one: &Seen, rank: usize, role_here: Role, features: &mut Vec<u16>) {
        let (words, at, token) = (self.words, self.at, one.last.tokens.start);
        let sentences = words.sentence_number(at).abs_diff(words.sentence_number(token));
        features.push(DISTANCE + bucket(sentences, &[0, 1, 2, 3, 5, 9]));
        let role = one.role as u16;
        features.push(ROLE + role);
        match sentences {
            0 => features.push(ROLE_SAME_SENTENCE + role),
            1 => features.push(ROLE_NEAR + role),
            _ => {}
        }
        features.push(RANK + bucket(rank, &[0, 1, 2]));
        push(features, LAST_IS_PRONOUN, one.last.form == Form::Pronoun);
        push(features, LAST_IS_DESCRIPTION, one.last.form == Form::Description);
        push(features, SAME_PRONOUN, one.same);
        if one.same {
            features.push(PRONOUN_RANK + u16::from(rank > 0));
        }
        push(features, NAMED_IN_SENTENCE, one.named_near);
        push(features, NEVER_NAMED, !one.named);
        push(features, BEHIND, token > at);
        push(features, SUBJECT_BEFORE, one.subject_before);
        push(features, SUBJECT_HERE, one.subject_here);
        push(features, QUOTED, words.quoted(token) && !words.quoted(at));
        push(features, ASIDE, words.aside(token));
        let paragraphs = words.paragraph(at).abs_diff(words.paragraph(token));
        features.push(PARAGRAPH + bucket(paragraphs, &[0, 1]));
        let begins = words.doc.paragraphs().get(words.paragraph(at)).map_or(0, |p| p.start);
        push(
            features,
            BEGINS_PARAGRAPH,
            one.last.start <= begins + 1 && token >= begins && one.role == Role::Subject,
        );
        push(features, TOPIC, one.last.tokens.end + 1 == at && words.text(one.last.tokens.end) == ",");
        push(features, SECOND_OF_PAIR, one.last.start > 0 && words.is_in(one.last.start - 1, WordSet::And));
        push(features, PARALLEL, one.role == role_here);
        push(features, PARALLEL_NEAR, one.role == role_here && sentences <= 1);
        push(features, SUBJECT_OF_POSSESSIVE, role_here == Role::Possessor && one.subject_here);
        push(
            features,
            BINDING,
            sentences == 0 && role_here != Role::Possessor && self.verbs_between(token, at) <= 1,
        );
        push(features, IN_BRACKETS, token > 0 && words.text(token - 1) == "(");
        if sentences <= 1 {
            let role_here = match role_here {
                Role::Subject => 0,
                Role::Object | Role::Oblique => 1,
                Role::Possessor => 2,
            };
            let from = if sentences == 0 { PRONOUN_ROLE } else { PRONOUN_ROLE_BEFORE };
            features.push(from + role_here * 4 + role);
        }
        features.push(RANK_ROLE + bucket(rank, &[0, 1, 2]) * 4 + role);
        if sentences == 0 && token < at {
            features.push(CLAUSE + bucket(self.verbs_between(token, at), &[0, 1]));
        }
        // "Kest and he": the pronoun is the other one.
        let pair = token < at
            && at - one.last.tokens.end.min(at) == 1
            && words.is_in(one.last.tokens.end, WordSet::And);
        push(features, CONJOINED, pair);
    }

    fn verbs_between(&self, from: usize, to: usize) -> usize {
        let (first, last) = (from.min(to), from.max(to));
        (first.max(last.saturating_sub(LONG_SENTENCE))..last)
            .filter(|t| self.words.pos(*t).is_finite())
            .count()
    }

    /// Who spoke before, the last one first, each once, with the token where it did.
    fn speakers(&self) -> Vec<(EntityId, usize)> {
        let before = self.said.partition_point(|s| s.token < self.at);
        let mut speakers: Vec<(EntityId, usize)> = Vec::new();
        for said in self.said.get(..before).unwrap_or(&[]).iter().rev() {
            if said.nested && !self.words.quoted(self.at) || speakers.iter().any(|s| s.0 == said.who) {
                continue;
            }
            speakers.push((said.who, said.token));
            if speakers.len() == SPEAKERS {
                break;
            }
        }
        speakers
    }

    /// Whether it spoke, how long ago, and who came on the scene since.
    fn of_speaker(
        &self,
        who: EntityId,
        one: Option<&Seen>,
        speakers: &[(EntityId, usize)],
        seen: &[Seen],
        features: &mut Vec<u16>,
    ) {
        let words = self.words;
        let Some(rank) = speakers.iter().position(|s| s.0 == who) else {
            features.push(SPOKE + 3);
            return;
        };
        features.push(SPOKE + bucket(rank, &[0, 1]));
        if rank > 0 {
            return;
        }
        let token = speakers[rank].1;
        let paragraphs = words.paragraph(self.at).saturating_sub(words.paragraph(token));
        features.push(SPOKE_PARAGRAPHS + bucket(paragraphs, &[0, 1, 2]));
        let other = seen.iter().any(|s| {
            let begins = words.sentence_number(s.last.tokens.start) > words.sentence_number(token);
            s.who != who && s.role == Role::Subject && begins && s.last.tokens.start < self.at
        });
        push(features, PASSED, other);
        push(features, SPOKE_SAME_PARAGRAPH, paragraphs == 0 && !other);
        push(features, SPOKE_AND_SUBJECT, one.is_some_and(|s| s.role == Role::Subject));
        let named = one.is_some_and(|s| s.last.tokens.start >= token && s.role == Role::Subject);
        push(features, SPEAKING_SUBJECT, named && paragraphs <= 1);
    }

    /// What it is.
    fn of_entity(&self, who: EntityId, features: &mut Vec<u16>) {
        let Some(entity) = self.chains.entities.get(who) else { return };
        if let By::Description(described) = self.by {
            self.of_description(&described, entity, features);
        } else if self.by.group() == 0 {
            features.push(if entity.gender.is_some() { GENDER } else { NO_GENDER });
        }
        let kind = match entity.kind {
            ActorKind::Person => 0,
            ActorKind::Body => 1,
            ActorKind::Organisation => 2,
            ActorKind::Outlet => 3,
            ActorKind::State => 4,
            ActorKind::Group => 5,
        };
        features.push(KIND + kind);
        push(features, DESCRIBED, entity.described);
        push(features, LAST_NAMED_DESCRIBED, entity.described && entity.gender.is_none());
        push(features, FIRST, self.chains.occurrences.first().is_some_and(|o| o.who == who));
        let all = &self.chains.occurrences;
        for own in self.own {
            let from = all.partition_point(|o| o.tokens.start < own.start);
            let to = all.partition_point(|o| o.tokens.start < own.end);
            let inside =
                all.get(from..to).unwrap_or(&[]).iter().find(|o| o.who == who && o.form == Form::Name);
            if let Some(inside) = inside {
                features.push(if self.words.quoted(inside.tokens.start) { IN_OWN_QUOTED } else { IN_OWN });
                break;
            }
        }
    }

    /// How far it is called what the description says.
    fn of_description(&self, described: &Described, entity: &Entity, features: &mut Vec<u16>) {
        let words = self.words;
        let head = words.at(described.head);
        let noun = entity.nouns.contains(&head.plain.hash);
        push(features, NOUN, noun);
        push(features, NOUN_FIRST, noun && entity.nouns.first() == Some(&head.plain.hash));
        let occupation = head.occupation.and_then(|o| words.occupation(o));
        let classes = occupation.map_or(0, |o| o.own);
        push(features, CLASS, !noun && classes != 0 && entity.classes & classes != 0);
        push(features, OTHER_CLASS, classes != 0 && entity.classes != 0 && entity.classes & classes == 0);
        push(features, NO_CLASS, entity.classes == 0 && entity.nouns.is_empty());
        push(features, UNLISTED, classes == 0);
        let word = words.text(described.head).to_lowercase();
        push(features, IN_NAME, entity.name.to_lowercase().split(' ').any(|w| w == word));
        let modifiers = described.tokens.start..described.head;
        push(features, BARE, modifiers.is_empty() && described.tokens.end == described.head + 1);
        push(features, SPECIFIED, described.tokens.end > described.head + 1);
        let capital = |t: &usize| words.at(*t).capital && !words.at(*t).initial;
        let tags: Vec<u64> = modifiers.clone().filter(capital).map(|t| words.at(t).plain.hash).collect();
        let shared = tags.iter().any(|t| entity.tags.contains(t));
        push(features, TAG, shared);
        push(features, OTHER_TAG, !tags.is_empty() && !shared && !entity.tags.is_empty());
        push(features, NO_TAG, !tags.is_empty() && entity.tags.is_empty());
        let called = entity.description.as_deref().unwrap_or(&entity.name).to_lowercase();
        let detail = |t: usize| words.text(t).len() > 3 && called.contains(&words.text(t).to_lowercase());
        push(features, DETAIL, modifiers.clone().any(detail));
        push(features, MODIFIED, !modifiers.is_empty());
        push(features, GENDERED, head.gender.is_some() && entity.gender == head.gender);
    }

    /// Whether a pronoun is the source of a statement.
    fn is_source(&self) -> bool {
        matches!(self.by, By::Pronoun(_)) && !self.own.is_empty()
    }

    /// Whether the words right behind go on with a statement before: "he added", "she also said".
    pub fn continues(&self) -> bool {
        let on =
            |t: usize| self.words.is_in(t, WordSet::GoesOn) || self.words.is_in(t, WordSet::ContinuingCue);
        !self.own.is_empty() && (on(self.at + 1) || on(self.at + 2) || self.at > 0 && on(self.at - 1))
    }

    /// As what the pronoun stands.
    fn role_here(&self) -> Role {
        let words = self.words;
        match words.pos(self.at) {
            Pos::PRP_POSSESSIVE => Role::Possessor,
            _ if self.at == 0 || matches!(self.by, By::Description(_)) => Role::Subject,
            _ => match words.pos(self.at - 1) {
                Pos::IN | Pos::TO
                    if !words.is_in(self.at - 1, WordSet::That) && !words.pos(self.at + 1).is_finite() =>
                {
                    Role::Oblique
                }
                pos if pos.is_verb()
                    && !words.pos(self.at + 1).is_verb()
                    && words.joined(self.at - 1, self.at) =>
                {
                    if words.pos(self.at + 1).is_finite() {
                        Role::Subject
                    } else {
                        Role::Object
                    }
                }
                _ => Role::Subject,
            },
        }
    }
}

/// Offices and callings that nobody is called by who is known to be something else.
const OFFICES: [Class; 13] = [
    Class::Minister,
    Class::ForeignMinister,
    Class::DefenseMinister,
    Class::DeputyMinister,
    Class::President,
    Class::Premier,
    Class::Chancellor,
    Class::Spokesperson,
    Class::Ambassador,
    Class::Chairman,
    Class::Judge,
    Class::Cleric,
    Class::Lawyer,
];

/// "The minister" is not the head of a union.
fn is_other_office(words: &Analysis<'_>, described: &Described, entity: &Entity) -> bool {
    let head = words.at(described.head);
    let own = head.occupation.and_then(|o| words.occupation(o)).map_or(0, |o| o.own);
    let other = entity.classes != 0 && entity.classes & own == 0 && !entity.nouns.contains(&head.plain.hash);
    own & words.lexicon().any_of(&OFFICES) != 0 && other
}

/// As what a mention stands: by what is right before and behind it.
fn role(words: &Analysis<'_>, occurrence: &Occurrence) -> Role {
    if words.is_in(occurrence.tokens.end, WordSet::Genitive) {
        return Role::Possessor;
    }
    let mut before = occurrence.start;
    let first = words.sentence(occurrence.start).start.max(occurrence.start.saturating_sub(LONG_SENTENCE));
    while before > first
        && matches!(words.pos(before - 1), Pos::DT | Pos::JJ | Pos::CD | Pos::PRP_POSSESSIVE | Pos::PDT)
    {
        before -= 1;
    }
    if before == first {
        return Role::Subject;
    }
    match words.pos(before - 1) {
        // "that Kest", "as Kest said": a clause of its own.
        Pos::IN if words.is_in(before - 1, WordSet::That) => Role::Subject,
        Pos::IN | Pos::TO => {
            let clause = words.pos(occurrence.tokens.end).is_finite();
            if clause { Role::Subject } else { Role::Oblique }
        }
        pos if pos.is_verb() && !words.is_in(before - 1, WordSet::Said) => Role::Object,
        _ => Role::Subject,
    }
}

/// In which bucket a number falls: the first whose bound it does not pass.
fn bucket(n: usize, bounds: &[usize]) -> u16 {
    bounds.iter().position(|b| n <= *b).unwrap_or(bounds.len()) as u16
}

fn push(features: &mut Vec<u16>, feature: u16, holds: bool) {
    if holds {
        features.push(feature);
    }
}
