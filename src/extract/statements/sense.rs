//! The sense of a statement: its spans in; type, polarity and determinacy out.
//!
//! Three linear classifiers over one set of hashed features: the words of the cue and of the verb group that it ends, what they are
//! to a denial (`sense_classes.txt`), what governs them ("declined to", "if", "nobody"), and how the content begins. A word in a
//! list decides nothing by itself; the weights are learned from statements whose sense people have marked.

use super::spans::Spans;
use super::surroundings::bucket;
use crate::domain::{AttributionType, Determinacy, Polarity, Sense};
use crate::extract::analysis::Analysis;
use crate::extract::analysis::forms::Shape;
use crate::extract::analysis::tags::Pos;
use crate::extract::hash::mix;
use crate::extract::language::bits;
use crate::extract::language::model::{ModelFile, Table};
use crate::text::TokenSpan;

/// One column of weights for each type, one for each polarity, one for each determinacy.
pub(crate) const COLUMNS: usize = 10;

/// Where the columns of polarity and of determinacy begin.
pub(crate) const POLARITY: usize = 5;
/// See [`POLARITY`].
pub(crate) const DETERMINACY: usize = 7;

/// Longest stretch before a cue, and between a cue and its content, that is looked at; in tokens.
const NEAR: usize = 7;

/// The part of a model that judges senses.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SenseModel<'m> {
    weights: Table<'m, COLUMNS>,
}

impl<'m> SenseModel<'m> {
    /// The sense weights in `model`; without them everything is said.
    pub fn new(model: &ModelFile<'m>) -> Self {
        Self { weights: Table::new(model.section(b"SWGT")) }
    }

    /// The sense of a statement; `features` is room for its features.
    ///
    /// A cue with a plain word of denial, neither negated nor a possibility nor governed by another verb, is a denial, whatever
    /// else speaks against it: of 116 such cues that people have marked 109 were denied, and the other seven "dismissed … as",
    /// which is none of these words. A denial must not come out as an assertion for want of examples.
    pub fn sense(&self, r: &Analysis, words: &Words<'_>, features: &mut Vec<u32>) -> Sense {
        let frame = Frame::of(r, words);
        collect(r, words, frame, features);
        let mut sums = [0; COLUMNS];
        for feature in features.iter() {
            self.weights.add(*feature, &mut sums);
        }
        let mut sense = decide(&sums);
        let is_denial = |i: usize| classes(r, i) & Class::PlainDenial.bit() != 0;
        if !self.weights.is_empty() && frame.way == 0 && words.cue.range().any(is_denial) {
            sense.polarity = Polarity::Denied;
        }
        sense
    }
}

/// The values whose columns have the largest sums.
pub(crate) fn decide<N: Copy + PartialOrd>(sums: &[N; COLUMNS]) -> Sense {
    let (types, rest) = sums.split_at(POLARITY);
    let (polarities, determinacies) = rest.split_at(DETERMINACY - POLARITY);
    Sense {
        attribution_type: best(types, AttributionType::ALL).unwrap_or(AttributionType::Assertion),
        polarity: best(polarities, Polarity::ALL).unwrap_or(Polarity::Affirmed),
        determinacy: best(determinacies, Determinacy::ALL).unwrap_or(Determinacy::Yes),
    }
}

/// The value with the largest sum, the first of equals.
fn best<N: Copy + PartialOrd, T: Copy>(sums: &[N], values: &[T]) -> Option<T> {
    let larger = |best: Option<(N, T)>, (sum, value): (&N, &T)| match best {
        Some((top, _)) if top >= *sum => best,
        _ => Some((*sum, *value)),
    };
    sums.iter().zip(values).fold(None, larger).map(|(_, value)| value)
}

/// What is known of the words that decide a sense; spans are those of one statement.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words<'s> {
    /// The head of the cue.
    pub head: usize,
    pub cue: TokenSpan,
    pub source: Option<TokenSpan>,
    pub content: &'s [TokenSpan],
}

impl<'s> Words<'s> {
    pub fn of(spans: &'s Spans) -> Self {
        Self { head: spans.head, cue: spans.cue, source: spans.source, content: &spans.content }
    }

    fn is_content(&self, i: usize) -> bool {
        self.content.iter().any(|c| c.holds(i))
    }

    /// The words of the cue with those before it in its verb group: back to the source, a content or a comma.
    fn group(&self, r: &Analysis) -> TokenSpan {
        let sentence = r.sentence(self.head);
        let first = self.cue.start.min(self.head);
        let is_source = |i: usize| self.source.is_some_and(|s| s.holds(i));
        let before = (sentence.start..first)
            .rev()
            .take(NEAR)
            .take_while(|i| !self.is_content(*i) && !is_source(*i) && !ends_group(r, *i));
        TokenSpan::new(before.last().unwrap_or(first), self.cue.end.max(self.head + 1))
    }
}

fn ends_group(r: &Analysis, i: usize) -> bool {
    matches!(r.shape(i), Shape::Comma | Shape::Stop | Shape::Colon | Shape::Dash | Shape::Bracket)
        || r.is_quote_mark(i)
}

/// How often the feature of a class counts: it speaks for many words, each of which few statements have to learn from.
const CLASS_WEIGHT: u32 = 8;

/// The features of a statement's sense, into `out`.
#[cfg(feature = "train")]
pub(crate) fn sense_features(r: &Analysis, words: &Words<'_>, out: &mut Vec<u32>) {
    collect(r, words, Frame::of(r, words), out);
}

/// The same, where the frame is known.
fn collect(r: &Analysis, words: &Words<'_>, frame: Frame, out: &mut Vec<u32>) {
    out.clear();
    let mut features = Features { r, frame, out };
    features.cue(words);
    features.governor();
    features.lead();
    features.content(words);
    features.source(words);
}

/// The verb group of a cue, and in what way it is put.
#[derive(Clone, Copy)]
struct Frame {
    head: usize,
    /// The cue with what stands before it in its verb group.
    group: TokenSpan,
    /// Where the clause begins.
    clause: usize,
    sentence: TokenSpan,
    /// Classes of the head; of the words of the group before it; of those behind it.
    own: u32,
    before: u32,
    behind: u32,
    /// Negated (1), a possibility (2), an infinitive (4), nobody's (8).
    way: u32,
    modal: u32,
    negated: u32,
}

impl Frame {
    fn of(r: &Analysis, words: &Words<'_>) -> Self {
        let head = words.head;
        let group = words.group(r);
        let all = |from: usize, to: usize| (from..to).fold(0, |set, i| set | classes(r, i));
        let before = all(group.start, head);
        let negated = u32::from(before & Class::Negation.bit() != 0);
        let modal = (group.start..head).find(|i| r.pos(*i) == Pos::MD).map_or(0, |i| r.forms[i].word);
        let infinitive = u32::from(head > group.start && r.pos(head - 1) == Pos::TO);
        let nobody = words.source.is_some_and(|s| all(s.start, s.end) & Class::Negation.bit() != 0);
        Self {
            head,
            group,
            clause: words.source.map_or(group.start, |s| s.start.min(group.start)),
            sentence: r.sentence(head),
            own: classes(r, head),
            before,
            behind: all(head + 1, group.end),
            way: negated | u32::from(modal != 0) << 1 | infinitive << 2 | u32::from(nobody) << 3,
            modal,
            negated,
        }
    }

    fn is_infinitive(&self) -> bool {
        self.way & 4 != 0
    }
}

/// Features on their way out.
struct Features<'a, 'b, 'o> {
    r: &'a Analysis<'b>,
    frame: Frame,
    out: &'o mut Vec<u32>,
}

impl Features<'_, '_, '_> {
    fn put(&mut self, kind: u32, value: u32) {
        self.out.push(mix(6000 + kind, value));
    }

    /// A feature of classes.
    fn put_class(&mut self, kind: u32, value: u32) {
        (0..CLASS_WEIGHT).for_each(|again| self.put(kind + 100 * again, value));
    }

    /// Each class of `some` with each of `others`.
    fn put_pairs(&mut self, kind: u32, some: u32, others: u32) {
        for a in bits(some) {
            bits(others).for_each(|b| self.put_class(kind, mix(a, b)));
        }
    }

    fn stem(&self, i: usize) -> u32 {
        self.r.forms.get(i).map_or(0, |w| w.stem)
    }

    fn word(&self, i: usize) -> u32 {
        self.r.forms.get(i).map_or(0, |w| w.word)
    }

    fn tag(&self, i: usize) -> u32 {
        self.r.pos(i).index() as u32
    }

    /// The words of the cue and of its verb group.
    fn cue(&mut self, words: &Words<'_>) {
        let Frame { head, group, own, before, behind, way, modal, negated, .. } = self.frame;
        let (stem, tag) = (self.stem(head), self.tag(head));
        self.put(0, 0);
        self.put(1, stem);
        self.put(2, tag);
        self.put(3, mix(stem, way));
        self.put(4, way);
        self.put(5, mix(modal, negated));
        self.put(6, mix(tag, way));
        self.put(7, mix(stem, tag));
        for i in group.range() {
            let (kind, other) = (if i < head { 8 } else { 11 }, self.stem(i));
            self.put(kind, other);
            self.put(kind + 1, mix(other, stem));
            self.put(kind + 2, self.word(i));
            self.put(14, mix(other, self.stem(i + 1)));
        }
        let tags = group.range().take(8).fold(3, |h, i| mix(h, self.tag(i)));
        self.put(15, tags);
        let report = self.r.senses.get(head).copied().unwrap_or(0);
        for bit in bits(report) {
            self.put(16, bit);
            self.put(17, mix(bit, way));
        }
        for (kind, set) in [(18, own), (20, before), (22, behind), (24, own | before | behind)] {
            for bit in bits(set) {
                self.put_class(kind, bit);
                self.put_class(kind + 1, mix(bit, way));
            }
        }
        // "dismissed claims", whichever of the two is the head.
        self.put_pairs(26, own, behind);
        self.put_pairs(26, before, own);
        if words.source.is_none() {
            self.put(27, way);
        }
    }

    /// What the verb of the cue depends on: "declined to say", "has to say", whichever of the two is the head.
    fn governor(&mut self) {
        let Frame { head, group, clause, own, way, negated, .. } = self.frame;
        let r = self.r;
        let governs = |i: &usize| r.pos(*i).is_verb() || r.pos(*i) == Pos::JJ || r.pos(*i).is_noun();
        if self.frame.is_infinitive()
            && let Some(governor) = (clause..head).rev().skip(1).find(governs)
        {
            self.put(30, self.stem(governor));
            self.put(31, mix(self.stem(governor), way));
            let set = classes(r, governor);
            for bit in bits(set) {
                self.put_class(32, bit);
                self.put_class(33, mix(bit, negated));
            }
            self.put_pairs(34, set, own);
        }
        for i in group.range() {
            let set = classes(r, i);
            let leads = set != 0 && (r.pos(i + 1) == Pos::TO || r.pos(i).is_verb());
            let is_act = |j: &usize| r.pos(*j).is_verb();
            if let Some(act) = (i + 1..group.end.min(i + 5)).find(is_act).filter(|_| leads) {
                self.put_pairs(35, set, r.senses[act]);
                self.put_pairs(36, set, classes(r, act));
            }
        }
    }

    /// What the clause hangs on: "if he said", "it is unclear whether", "did he say?".
    fn lead(&mut self) {
        let Frame { head, clause, sentence, .. } = self.frame;
        let r = self.r;
        for (n, i) in (sentence.start..clause).rev().take(3).enumerate() {
            self.put(40, mix(n as u32, self.stem(i)));
            for bit in bits(classes(r, i)) {
                self.put_class(41, mix(n as u32, bit));
                self.put_class(45, bit);
            }
        }
        let lead = (sentence.start..clause).fold(0, |set, i| set | classes(r, i));
        let telling = Class::Condition.bit() | Class::Negation.bit() | Class::Expectation.bit();
        for bit in bits(lead & telling) {
            self.put(42, bit);
        }
        let inverted = r.is_auxiliary(sentence.start);
        let asked = sentence.end > sentence.start && r.doc.text(sentence.end - 1) == "?";
        let put = u32::from(inverted) | u32::from(asked) << 1 | u32::from(r.quoted(head)) << 2;
        self.put_class(43, put);
        // Before its source stands what turns the clause into a condition or a question.
        let turned = clause > sentence.start && r.is_auxiliary(clause - 1);
        self.put_class(44, u32::from(turned) | u32::from(asked) << 1);
    }

    /// How the content begins, and what leads over to it.
    fn content(&mut self, words: &Words<'_>) {
        let Frame { head, group, own, way, .. } = self.frame;
        let r = self.r;
        let behind_cue = words.content.iter().find(|c| c.start >= words.cue.end);
        let Some(content) = behind_cue.or(words.content.first()) else { return };
        let first = content.start;
        let behind = u32::from(behind_cue.is_some());
        self.put(50, mix(self.word(first), behind));
        self.put(51, mix(self.stem(head), mix(self.word(first), behind)));
        self.put(52, mix(self.tag(first), way));
        self.put(53, mix(self.stem(head), self.tag(first)));
        for bit in bits(own) {
            self.put(54, mix(bit, self.tag(first)));
        }
        let gap = TokenSpan::new(group.end, first.clamp(group.end, group.end + NEAR));
        for i in gap.range() {
            self.put(55, self.stem(i));
            bits(classes(r, i)).for_each(|bit| self.put_class(56, bit));
            self.put_pairs(57, classes(r, i), own);
        }
        self.put(58, bucket(gap.len()));
        self.put(59, mix(u32::from(content.range().any(|i| r.quoted(i))), way));
        let opening = classes(r, first) | classes(r, first + 1);
        bits(opening).for_each(|bit| self.put_class(60, bit));
        self.put_pairs(61, opening, own);
        let sentence = self.frame.sentence;
        let behind =
            (words.cue.end..sentence.end).find(|i| !words.is_content(*i)).map_or(0, |i| self.word(i));
        self.put(62, behind);
    }

    fn source(&mut self, words: &Words<'_>) {
        let Some(source) = words.source else { return };
        let Frame { head, way, .. } = self.frame;
        self.put(70, self.word(source.start));
        self.put(71, mix(u32::from(source.start > head), self.tag(head)));
        if way & 8 != 0 {
            self.put_class(72, 0);
        }
    }
}

/// The classes of `sense_classes.txt` that are asked for by name; their order is that of the list.
#[derive(Clone, Copy, Debug)]
enum Class {
    Negation = 7,
    Condition = 8,
    Expectation = 10,
    PlainDenial = 12,
}

impl Class {
    fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// The classes of a token, by itself and with the next one or the next but one.
fn classes(r: &Analysis, token: usize) -> u32 {
    let Some(form) = r.forms.get(token) else { return 0 };
    let of = &r.language.sense_classes;
    let pair = |next: usize| r.forms.get(next).map_or(0, |n| of.of_pair(form.stem, n.stem));
    of.of(form.stem) | pair(token + 1) | pair(token + 2)
}
