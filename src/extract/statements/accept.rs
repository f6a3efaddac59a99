//! The accept model: a cue with its spans, seen beside all others of the document, in; calibrated confidence out.
//!
//! Gradient-boosted trees (Friedman 2001) over a few dozen plain numbers. They see what the cue classifier and the
//! span model could not: the finished spans, their rivals, and how the document as a whole reports speech.

use super::context::{Context, context, kind};
use super::cue::{Cue, CueModel};
use super::spans::Spans;
use crate::extract::analysis::Analysis;
use crate::extract::analysis::forms::Shape;
use crate::extract::analysis::tags::{EntityClass, Pos};
use crate::extract::language::WordSet;
use crate::extract::language::model::{ModelFile, floats, number};
use crate::extract::math::sigmoid;
use crate::text::TokenSpan;

/// What the numbers are, in the order of [`facts`].
pub(crate) const FACTS: [&str; 101] = [
    "cue score",
    "network's score",
    "certainty of half of these words and the source",
    "certainty of exactly these words",
    "expected overlap of the content",
    "least certainty of a word of content",
    "words of content expected elsewhere",
    "certainty of the source",
    "words of source expected elsewhere",
    "how often the word is a cue",
    "how often the word was seen",
    "finite past",
    "present",
    "base form",
    "gerund",
    "participle",
    "noun",
    "adjective",
    "other word class",
    "words of content",
    "fragments of content",
    "a source",
    "words of source",
    "distance of source",
    "source is a person",
    "source is an organisation",
    "source is a place",
    "source is a pronoun",
    "source is I or we",
    "source before cue",
    "distance of content",
    "content before cue",
    "content begins with that",
    "content begins with to",
    "content begins with a question word",
    "content begins with a mark",
    "quoted share of content",
    "cue inside quotation marks",
    "content to the end of the sentence",
    "content from the start of the sentence",
    "finite verbs in content",
    "words of cue",
    "modal",
    "be",
    "have",
    "do",
    "not",
    "to",
    "adverb",
    "mark to the left",
    "mark to the right",
    "words of sentence",
    "place of cue in sentence",
    "best other cue in sentence",
    "other cues in sentence",
    "best cue around this one",
    "best rival for the content",
    "best cue inside the content",
    "cues in document",
    "quoted share of document",
    "words of document",
    "complement",
    "behind complement",
    "subject",
    "place in document",
    "cues in last sentence",
    "cues in next sentence",
    "content ends at punctuation",
    "relative clause",
    "quotation closed by comma",
    "sentence is a question",
    "say",
    "argue",
    "blame",
    "praise",
    "ask",
    "promise",
    "think",
    "know",
    "feel",
    "want",
    "deny",
    "show",
    "write",
    "order",
    "hear",
    "speech noun",
    "thought noun",
    "attitude",
    "according",
    "kind of token behind content",
    "kind of last token of content",
    "finite verbs left behind",
    "cues left behind",
    "content cuts a quotation",
    "content cuts a bracket",
    "content cuts a phrase",
    "content parted from cue",
    "source beside cue",
    "kind of first token of content",
    "wording",
];

/// The fact that the wording's score is; filled in behind the others.
pub(crate) const WORDING: usize = FACTS.len() - 1;

/// The accept model's part of a model.
#[derive(Clone, Debug)]
pub(crate) struct AcceptModel<'m> {
    trees: &'m [u8],
    leaves: Vec<f32>,
    depth: usize,
    base: f32,
    least: f32,
    common: Vec<f32>,
}

/// Bytes of one inner node: the number of the fact and the threshold.
pub(crate) const NODE: usize = 8;

impl<'m> AcceptModel<'m> {
    /// The accept model in `model`; without its sections every confidence is one half.
    pub fn new(model: &ModelFile<'m>) -> Self {
        let parameters = floats(model.section(b"APAR"));
        let parameter = |n: usize| parameters.get(n).copied().unwrap_or(0.0);
        Self {
            trees: model.section(b"ATRE"),
            leaves: floats(model.section(b"ALEA")),
            depth: parameter(0) as usize,
            base: parameter(1),
            least: parameter(2),
            common: floats(model.section(b"AMED")),
        }
    }

    /// What each fact commonly is, for comparison.
    pub fn common(&self) -> &[f32] {
        &self.common
    }

    /// The least confidence at which a statement should be kept for the best balance of misses and errors.
    pub fn least(&self) -> f32 {
        self.least
    }

    /// The probability that a candidate with these facts is right.
    pub fn confidence(&self, facts: &[f32; FACTS.len()]) -> f32 {
        let inner = (1usize << self.depth) - 1;
        let mut score = self.base;
        if inner > 0 {
            for (tree, leaves) in
                self.trees.chunks_exact(inner * NODE).zip(self.leaves.chunks_exact(inner + 1))
            {
                let mut node = 0;
                while node < inner {
                    let fact = number(tree, node * NODE).unwrap_or(0) as usize;
                    let threshold = f32::from_bits(number(tree, node * NODE + 4).unwrap_or(0));
                    let right = facts.get(fact).is_some_and(|value| *value > threshold);
                    node = 2 * node + 1 + usize::from(right);
                }
                score += leaves[node - inner];
            }
        }
        sigmoid(score)
    }
}

/// All cues of a document with their spans, and what is the same for all of them.
pub(crate) struct Field<'a> {
    r: &'a Analysis<'a>,
    cues: &'a [Cue],
    /// For each cue its spans, if any fit.
    spans: &'a [Option<Spans>],
    cue_rate: f32,
    quoted_rate: f32,
    words: f32,
}

impl<'a> Field<'a> {
    /// The field of one document; `spans` runs beside `cues`.
    pub fn new(r: &'a Analysis<'a>, cues: &'a [Cue], spans: &'a [Option<Spans>]) -> Self {
        let words = r.doc.tokens().iter().filter(|t| t.is_word()).count().max(1) as f32;
        let quoted = r.doc.tokens().iter().filter(|t| t.is_word() && t.quoted()).count() as f32;
        let sure = cues.iter().filter(|c| c.logit > 0.0).count() as f32;
        Self { r, cues, spans, cue_rate: sure / words, quoted_rate: quoted / words, words }
    }

    /// The cues of the sentence with this number.
    fn cues_of(&self, sentence: Option<usize>) -> &[Cue] {
        let Some(span) = sentence.and_then(|n| self.r.doc.sentences().get(n)) else { return &[] };
        let from = self.cues.partition_point(|c| c.token < span.start);
        let to = self.cues.partition_point(|c| c.token < span.end);
        &self.cues[from..to]
    }

    /// The facts of candidate number `n`, whose spans are `spans`.
    pub fn facts(&self, n: usize, spans: &Spans, model: &CueModel) -> [f32; FACTS.len()] {
        let r = self.r;
        let cue = self.cues[n];
        let c = context(r, cue.token);
        let mut out = [0.0; FACTS.len()];
        let mut at = 0;
        let mut put = |value: f32| {
            if let Some(slot) = out.get_mut(at) {
                *slot = value;
            }
            at += 1;
        };
        let yes = |b: bool| f32::from(u8::from(b));
        let prior = model.prior(r.forms[cue.token].stem);
        put(cue.logit);
        put(cue.network);
        let sure = &spans.certainty;
        let seven =
            [sure.agreed, sure.exact, sure.overlap, sure.least, sure.missed, sure.source, sure.other_source];
        seven.into_iter().for_each(&mut put);
        put((prior.heads as f32 + 0.5) / (prior.seen as f32 + 5.0));
        put(prior.seen.min(2000) as f32);
        let tag = r.pos(cue.token);
        let is = |name: &str| yes(tag.as_str() == name);
        put(is("VBD"));
        put(is("VBZ") + is("VBP"));
        put(is("VB"));
        put(is("VBG"));
        put(is("VBN"));
        put(yes(tag.is_noun()));
        put(yes(tag == Pos::JJ));
        put(yes(!tag.is_verb() && !tag.is_noun() && tag != Pos::JJ));
        self.span_facts(spans, &c, &mut put);
        let bit = |b: u32| yes(c.auxiliaries & b != 0);
        for b in [1, 2, 4, 8, 16, 32, 64] {
            put(bit(b));
        }
        put(c.mark_left as f32);
        put(c.mark_right as f32);
        let (start, end) = c.sentence;
        put((end - start) as f32);
        put((cue.token - start) as f32 / (end - start).max(1) as f32);
        self.rival_facts(n, spans, &mut put);
        put(self.cue_rate);
        put(self.quoted_rate);
        put(self.words);
        put(c.complement as f32);
        put(c.behind as f32);
        put((c.subject & 63) as f32);
        put(cue.token as f32 / r.forms.len().max(1) as f32);
        let number = r.doc.tokens()[cue.token].sentence as usize;
        let count = |cues: &[Cue]| cues.iter().filter(|c| c.logit > 0.0).count() as f32;
        put(count(self.cues_of(number.checked_sub(1))));
        put(count(self.cues_of(Some(number + 1))));
        let content_end = spans.content.last().map_or(0, |s| s.end);
        put(yes(matches!(r.shape(content_end), Shape::Comma | Shape::Stop | Shape::Quote)));
        put((c.subject >> 6) as f32);
        put(yes(closed_by_comma(r, spans)));
        put(yes(end > start && r.doc.text(end - 1).contains('?')));
        for class in 0..19 {
            put(yes(r.senses[cue.token] & (1 << class) != 0));
        }
        self.cut_facts(spans, &mut put);
        out
    }

    /// Where and how the content is cut.
    fn cut_facts(&self, spans: &Spans, put: &mut impl FnMut(f32)) {
        let r = self.r;
        let yes = |b: bool| f32::from(u8::from(b));
        let sentence = r.sentence(spans.head);
        let last = spans.content.last().map_or(0, |s| s.end);
        let kind_at = |i: usize| super::context::kind_of(r, Some(i), sentence) as f32;
        put(kind_at(last));
        put(kind_at(last.saturating_sub(1)));
        let rest = last.max(spans.head + 1)..sentence.end;
        put(rest.clone().filter(|i| r.pos(*i).is_finite()).count() as f32);
        put(rest.filter(|i| r.levels[*i] >= 3).count() as f32);
        let quotation = |i: usize| r.doc.tokens().get(i).and_then(|t| t.quotation);
        let cuts = |i: usize| i > 0 && quotation(i).is_some() && quotation(i) == quotation(i - 1);
        put(yes(spans.content.iter().any(|s| cuts(s.start) || cuts(s.end))));
        let count = |text: &str| {
            spans.content.iter().flat_map(|s| s.range()).filter(|i| r.doc.text(*i) == text).count()
        };
        put(yes(count("(") != count(")")));
        let phrase = |i: usize| r.pos(i).in_noun_phrase() && !r.is_quote_mark(i);
        put(yes(last > 0 && last < sentence.end && phrase(last) && phrase(last - 1)));
        let touches = |s: &TokenSpan| s.start <= spans.cue.end && spans.cue.start <= s.end;
        put(yes(!spans.content.iter().any(touches)));
        put(yes(spans.source.as_ref().is_some_and(touches)));
        put(kind_at(spans.content.first().map_or(0, |s| s.start)));
    }

    fn span_facts(&self, spans: &Spans, c: &Context, put: &mut impl FnMut(f32)) {
        let r = self.r;
        let yes = |b: bool| f32::from(u8::from(b));
        let head = spans.head;
        let tokens = r.doc.tokens();
        let words = |span: &TokenSpan| span.range().filter(|i| tokens[*i].is_word()).count();
        let content: usize = spans.content.iter().map(words).sum();
        put(content as f32);
        put(spans.content.len() as f32);
        let source = spans.source;
        put(yes(source.is_some()));
        put(source.as_ref().map_or(0, words) as f32);
        let away = |span: TokenSpan| {
            if span.end <= head { (head - span.end + 1) as f32 } else { span.start as f32 - head as f32 }
        };
        put(source.map_or(-1.0, away));
        let any = |test: &dyn Fn(usize) -> bool| source.is_some_and(|s| s.range().any(test));
        for class in [EntityClass::Person, EntityClass::Organisation, EntityClass::Location] {
            put(yes(any(&|i| r.entity(i) == class)));
        }
        put(yes(source.is_some_and(|s| s.len() == 1) && any(&|i| r.pos(i) == Pos::PRP)));
        put(yes(any(&|i| r.is_in(i, WordSet::FirstPerson))));
        put(yes(source.is_some_and(|s| s.end <= head)));
        let first = spans.content.first().copied().unwrap_or(TokenSpan::new(head, head));
        let nearest = spans.content.iter().map(|s| away(*s)).fold(99.0, f32::min);
        put(nearest);
        put(yes(first.end <= head));
        // Where the content that follows the cue begins, or else the first of it.
        let begin = spans.content.iter().find(|s| s.start > head).unwrap_or(&first).start;
        let s = r.sentence(head);
        let start_kind = super::context::kind_of(r, Some(begin), s);
        put(yes(start_kind == kind::THAT));
        put(yes(start_kind == kind::TO));
        put(yes(matches!(start_kind, kind::QUESTION | kind::WHETHER)));
        put(yes(start_kind == kind::MARK));
        let quoted: usize = spans
            .content
            .iter()
            .flat_map(|s| s.range())
            .filter(|i| tokens[*i].is_word() && r.quoted(*i))
            .count();
        put(quoted as f32 / content.max(1) as f32);
        put(yes(r.quoted(head)));
        let last = spans.content.last().map_or(0, |s| s.end);
        put(yes(last + 2 >= c.sentence.1));
        put(yes(first.start <= c.sentence.0));
        put(spans.content.iter().flat_map(|s| s.range()).filter(|i| r.pos(*i).is_finite()).count() as f32);
        put(words(&spans.cue) as f32);
    }

    fn rival_facts(&self, n: usize, spans: &Spans, put: &mut impl FnMut(f32)) {
        const NONE: f32 = -9.0;
        let head = spans.head;
        let sentence = self.r.doc.tokens()[head].sentence as usize;
        let others: Vec<&Cue> = self.cues_of(Some(sentence)).iter().filter(|c| c.token != head).collect();
        put(others.iter().map(|c| c.logit).fold(NONE, f32::max));
        put(others.iter().filter(|c| c.logit > 0.0).count() as f32);
        let mut around = NONE;
        let mut rival = NONE;
        let near = n.saturating_sub(12)..(n + 13).min(self.cues.len());
        for m in near.clone().filter(|m| *m != n) {
            let Some(other) = &self.spans[m] else { continue };
            let logit = self.cues[m].logit;
            if other.content.iter().any(|s| s.holds(head)) {
                around = around.max(logit);
            } else if other.content.iter().any(|s| spans.content.iter().any(|t| t.overlaps(s))) {
                rival = rival.max(logit);
            }
        }
        put(around);
        put(rival);
        let inside = |c: &&Cue| spans.content.iter().any(|s| s.holds(c.token));
        put(self.cues[near].iter().filter(inside).map(|c| c.logit).fold(NONE, f32::max));
    }
}

/// Whether the content ends with a comma inside its closing mark: the press's way to go on with "he said".
fn closed_by_comma(r: &Analysis, spans: &Spans) -> bool {
    spans.content.iter().any(|s| {
        s.len() >= 4
            && r.is_quote_mark(s.end - 1)
            && r.shape(s.end - 2) == Shape::Comma
            && s.end <= spans.head
    })
}
