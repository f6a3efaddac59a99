//! What the cue classifier sees of a candidate: one token in, hashed features out, each with what it looks at.
//!
//! In three groups, the cheap and telling ones first, so that the classifier can give up early.

use super::cue::Prior;
use super::surroundings::{RELATION_SHIFT, Surroundings, bucket, kind};
use crate::extract::analysis::Analysis;
use crate::extract::analysis::tags::Pos;
use crate::extract::hash::mix;
use crate::extract::language::WordSet;
use crate::text::TokenSpan;

/// Calls `emit` with each feature of a candidate: what it looks at, and its hash.
pub(crate) fn cue_features(
    r: &Analysis,
    i: usize,
    prior: Prior,
    c: &Surroundings,
    emit: &mut impl FnMut(&'static str, u32),
) {
    own_features(r, i, prior, emit);
    near_features(r, i, prior, emit);
    far_features(r, i, prior, c, emit);
}

/// Features of the word itself.
pub(super) fn own_features(r: &Analysis, i: usize, prior: Prior, emit: &mut impl FnMut(&'static str, u32)) {
    let form = &r.forms[i];
    let (head, own) = (form.stem, r.pos(i).index() as u32);
    let rate = rate_bucket(prior);
    let mut template = 0;
    let mut add = |name: &'static str, value: u32| {
        template += 1;
        emit(name, mix(template, value));
    };
    add("every word", 0);
    add("stem", head);
    add("word", form.word);
    add("stem, tag", mix(head, own));
    add("tag", own);
    add("rate as a cue", rate);
    add("rate as a cue, tag", rate << 8 | own);
    add("ending", form.suffixes[3]);
    add("ending", form.suffixes[2]);
    add("beginning", form.prefix);
    add("sense", r.senses[i]);
}

/// How many [`own_features`] there are, and of those and [`near_features`] together.
const OWN: u32 = 11;
const NEAR: u32 = 39;

/// The words around a candidate.
struct Neighbours<'r, 'b> {
    r: &'r Analysis<'b>,
    i: usize,
    sentence: TokenSpan,
}

impl<'r, 'b> Neighbours<'r, 'b> {
    fn new(r: &'r Analysis<'b>, i: usize) -> Self {
        Self { r, i, sentence: r.sentence(i) }
    }

    fn at(&self, k: isize) -> Option<usize> {
        self.i.checked_add_signed(k).filter(|j| self.sentence.holds(*j))
    }

    fn word(&self, k: isize) -> u32 {
        self.at(k).map_or(edge(k), |j| self.r.forms[j].word)
    }

    fn stem(&self, k: isize) -> u32 {
        self.at(k).map_or(edge(k), |j| self.r.forms[j].stem)
    }

    fn tag(&self, k: isize) -> u32 {
        self.at(k).map_or(60 + edge(k), |j| self.r.pos(j).index() as u32)
    }
}

/// What stands before the first or behind the last word of a sentence.
fn edge(k: isize) -> u32 {
    if k < 0 { 2 } else { 3 }
}

/// Features of the words next to it.
pub(super) fn near_features(r: &Analysis, i: usize, prior: Prior, emit: &mut impl FnMut(&'static str, u32)) {
    let near = Neighbours::new(r, i);
    let (head, own) = (r.forms[i].stem, r.pos(i).index() as u32);
    let senses = r.senses[i];
    let rate = rate_bucket(prior);
    let mut template = OWN;
    let mut add = |name: &'static str, value: u32| {
        template += 1;
        emit(name, mix(template, value));
    };
    for k in [-3, -2, -1, 1, 2, 3] {
        add("word near by", near.word(k));
        add("tag near by, tag", mix(near.tag(k), own));
    }
    for k in [-2, -1, 1, 2] {
        add("stem, word near by", mix(head, near.word(k)));
        add("stem, tag near by", mix(head, near.tag(k)));
        add("rate as a cue, word near by", mix(rate, near.word(k)));
        add("sense, tag near by", mix(senses, near.tag(k)));
    }
}

/// Features of the words next to it together, and of all that stands around it.
pub(super) fn far_features(
    r: &Analysis,
    i: usize,
    prior: Prior,
    c: &Surroundings,
    emit: &mut impl FnMut(&'static str, u32),
) {
    let near = Neighbours::new(r, i);
    let (word, stem, tag) = (|k| near.word(k), |k| near.stem(k), |k| near.tag(k));
    let head = r.forms[i].stem;
    let own = r.pos(i).index() as u32;
    let rate = rate_bucket(prior);
    let mut template = NEAR;
    let mut add = |name: &'static str, value: u32| {
        template += 1;
        emit(name, mix(template, value));
    };
    add("stem before, stem behind", mix(stem(-1), stem(1)));
    add("word before, word 2 before", mix(word(-1), word(-2)));
    add("word behind, word 2 behind", mix(word(1), word(2)));
    add("stem, word behind, word 2 behind", mix(head, mix(word(1), word(2))));
    add("stem, tag before, tag behind", mix(head, mix(tag(-1), tag(1))));
    add("tag, tag before, tag behind", mix(own, mix(tag(-1), tag(1))));
    add("tag, tag before, tag 2 before", mix(own, mix(tag(-1), tag(-2))));
    add("tag, tag behind, tag 2 behind", mix(own, mix(tag(1), tag(2))));
    add("tag, tag behind, tag 2 behind, tag 3 behind", mix(own, mix(tag(1), mix(tag(2), tag(3)))));
    add("tag, tag before, tag 2 before, tag 3 before", mix(own, mix(tag(-1), mix(tag(-2), tag(-3)))));
    add("rate as a cue, tag before, tag behind", mix(rate, mix(tag(-1), tag(1))));
    add("rate as a cue, tag behind, tag 2 behind", mix(rate, mix(tag(1), tag(2))));
    add("rate as a cue, tag before, tag 2 before", mix(rate, mix(tag(-1), tag(-2))));
    grammar(r, i, c, rate, &mut add);
    place(r, i, c, rate, &mut add);
    around(r, i, c, rate, &mut add);
}

/// Features of the subject, the complement and the auxiliaries.
fn grammar(r: &Analysis, i: usize, c: &Surroundings, rate: u32, add: &mut impl FnMut(&'static str, u32)) {
    let (head, own, senses) = (r.forms[i].stem, r.pos(i).index() as u32, r.senses[i]);
    let subject_word = r.forms[c.subject_at].stem;
    let complement_word = r.forms[c.complement_at].word;
    add("subject", c.subject_code());
    add("complement", c.complement);
    add("complement, behind complement", mix(c.complement, c.behind));
    add("auxiliaries", c.auxiliaries);
    add("subject word", subject_word);
    add("complement word", complement_word);
    for what in [c.subject_code(), c.complement, mix(c.complement, c.behind), c.auxiliaries] {
        add("stem, surroundings", mix(head, what));
        add("rate as a cue, surroundings", mix(rate, what));
        add("sense, surroundings", mix(senses, what));
        add("tag, surroundings", mix(own, what));
    }
    add("subject, complement", mix(c.subject_code(), c.complement));
    add("rate as a cue, subject, complement", mix(mix(rate, c.subject_code()), c.complement));
    add("sense, subject, complement", mix(mix(senses, c.subject_code()), c.complement));
    add("stem, subject, complement", mix(mix(head, c.subject_code()), c.complement));
    add(
        "tag, subject, complement, behind complement",
        mix(mix(own, c.subject_code()), mix(c.complement, c.behind)),
    );
    add("auxiliaries, tag, complement", mix(c.auxiliaries, mix(own, c.complement)));
    add("stem, subject word", mix(head, subject_word));
    add("rate as a cue, subject word", mix(rate, subject_word));
    add("stem, complement word", mix(head, complement_word));
    add("sense, subject word", mix(senses, subject_word));
}

/// Features of the quotation marks around it, and of its place in the sentence.
fn place(r: &Analysis, i: usize, c: &Surroundings, rate: u32, add: &mut impl FnMut(&'static str, u32)) {
    let (start, end) = c.sentence;
    let (head, own, senses) = (r.forms[i].stem, r.pos(i).index() as u32, r.senses[i]);
    let tag_before = Neighbours::new(r, i).tag(-1);
    let marks = c.mark_left << 4 | c.mark_right;
    add("marks, quotation", marks << 4 | c.quotes);
    add("stem, marks", mix(head, marks));
    add("rate as a cue, marks, quotation", mix(rate, marks << 4 | c.quotes));
    add("sense, marks", mix(senses, marks));
    add("quotation, tag", mix(c.quotes, own));
    add("stem, quotation", mix(head, c.quotes));
    add("mark to the left, subject, complement", mix(mix(c.mark_left, c.subject_code()), c.complement));
    add("marks, tag, tag before", mix(mix(marks, own), tag_before));
    // The place in the sentence.
    let from_start = bucket(i - start);
    let to_end = bucket(end - 1 - i);
    add("start of sentence, end of sentence", from_start << 4 | to_end);
    add("rate as a cue, start of sentence, end of sentence", mix(rate, from_start << 4 | to_end));
    add("tag, end of sentence, subject", mix(own, to_end << 4 | c.subject_code().min(15)));
    add("sense, end of sentence", mix(senses, to_end));
}

/// Features of other possible cues in the sentence, of the clause, and of the document.
fn around(r: &Analysis, i: usize, c: &Surroundings, rate: u32, add: &mut impl FnMut(&'static str, u32)) {
    let (start, end) = c.sentence;
    let own = r.pos(i).index() as u32;
    let senses = r.senses[i];
    let mut before = 0;
    let mut after = 0;
    let mut verbs_before = 0;
    let mut verbs_after = 0;
    let mut nearest_before = 0;
    let mut nearest_after = 0;
    for j in start..end {
        let verb = r.pos(j).is_verb() && !r.is_auxiliary(j);
        if j < i {
            before |= r.senses[j];
            verbs_before += usize::from(verb);
            if verb {
                nearest_before = r.forms[j].stem;
            }
        } else if j > i {
            after |= r.senses[j];
            verbs_after += usize::from(verb);
            if verb && nearest_after == 0 {
                nearest_after = r.forms[j].stem;
            }
        }
    }
    // The first class is plain speech: another verb of it nearby speaks against this one.
    let speech = (before & 3) << 2 | (after & 3);
    add("rate as a cue, speech nearby", mix(rate, speech));
    add("sense, speech nearby", mix(senses, speech));
    add("tag, speech nearby", mix(own, speech));
    add("rate as a cue, verb before", mix(rate, nearest_before));
    add("rate as a cue, verb behind", mix(rate, nearest_after));
    add("stem, verb before", mix(r.forms[i].stem, nearest_before));
    add("stem, verb behind", mix(r.forms[i].stem, nearest_after));
    add("verbs before, verbs behind", bucket(verbs_before) << 4 | bucket(verbs_after));
    add(
        "rate as a cue, verbs before, verbs behind",
        mix(rate, bucket(verbs_before) << 4 | bucket(verbs_after)),
    );
    add("sense, verbs behind", mix(senses, bucket(verbs_after)));
    // The last conjunction or relative word before it, and the first behind it.
    let opener = (start..i).rev().take(12).find(|j| {
        matches!(r.pos(*j), Pos::WDT | Pos::WP | Pos::WRB)
            || r.is_in(*j, WordSet::PlainThat)
            || r.pos(*j) == Pos::CC
    });
    let opener = opener.map_or(0, |j| r.forms[j].word);
    add("rate as a cue, conjunction before", mix(rate, opener));
    add("tag, conjunction before", mix(own, opener));
    let clause = (i + 1..end).take(12).find(|j| r.pos(*j).is_finite());
    let clause = clause.map_or(0, |j| (1 + bucket(j - i)) << 6 | r.pos(j).index() as u32);
    add("rate as a cue, clause behind", mix(rate, clause));
    add("sense, clause behind", mix(senses, clause));
    add("complement, clause behind", mix(c.complement, clause));
    // A sentence's first words ("In a statement", "When asked").
    add("rate as a cue, first word of sentence", mix(rate, r.forms[start].word));
    add("sense, first word of sentence", mix(senses, r.forms[start].word));
    let possessive = u32::from(i > start && matches!(r.pos(i - 1), Pos::POS | Pos::PRP_POSSESSIVE));
    add("sense, possessive", mix(senses, possessive));
    add("stem, possessive", mix(r.forms[i].stem, possessive));
    let names = u32::from(c.subject_code() == kind::PERSON)
        | u32::from(c.subject_code() & (1 << RELATION_SHIFT) != 0) << 1;
    add("rate as a cue, name as subject, tag", mix(mix(rate, names), own));
}

/// How often the stem was a head, in steps, with how much was seen of it.
fn rate_bucket(prior: Prior) -> u32 {
    let seen = match prior.seen {
        0 => 0,
        1..=2 => 1,
        3..=9 => 2,
        10..=49 => 3,
        _ => 4,
    };
    let share = (prior.heads * 1000 + 500) / (prior.seen + 4).max(1);
    let share = match share {
        0..=3 => 0,
        4..=9 => 1,
        10..=24 => 2,
        25..=59 => 3,
        60..=119 => 4,
        120..=199 => 5,
        200..=299 => 6,
        300..=449 => 7,
        450..=599 => 8,
        600..=749 => 9,
        750..=879 => 10,
        _ => 11,
    };
    seen << 4 | share
}
