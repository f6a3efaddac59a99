//! The reranker: a cue with its spans, seen beside all others of the document, in; calibrated confidence out.
//!
//! Gradient-boosted trees (Friedman 2001) over a few dozen plain numbers. They see what the cue classifier and the
//! span model could not: the finished spans, their rivals, and how the document as a whole reports speech.

use super::cue::{Cue, CueModel};
use super::spans::Spans;
use super::surroundings::{Relation, Surroundings, kind, surroundings};
use crate::extract::analysis::Analysis;
use crate::extract::analysis::forms::Shape;
use crate::extract::analysis::tags::{EntityClass, Pos};
use crate::extract::language::WordSet;
use crate::extract::language::model::{ModelFile, floats, number};
use crate::extract::math::sigmoid;
use crate::text::TokenSpan;

/// Numbers about one candidate, each with what it is called. The trees know them by their place.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    values: Vec<f32>,
    /// Beside the values, for who asks for them.
    names: Vec<&'static str>,
    named: bool,
}

impl Facts {
    #[inline]
    fn put(&mut self, name: &'static str, value: f32) {
        if self.named {
            self.names.push(name);
        }
        self.values.push(value);
    }

    fn put_if(&mut self, name: &'static str, holds: bool) {
        self.put(name, f32::from(u8::from(holds)));
    }

    /// The last fact: what the wording alone says. It is known when all the others are.
    pub fn put_wording(&mut self, score: f32) {
        self.put("wording", score);
    }

    /// The numbers, in order.
    pub fn values(&self) -> &[f32] {
        &self.values
    }

    /// What the numbers are called, in the same order; nothing unless [`Field::named_facts`] made them.
    pub fn names(&self) -> &[&'static str] {
        &self.names
    }
}

/// The reranker's part of a model.
#[derive(Clone, Debug)]
pub(crate) struct Reranker {
    /// The inner nodes of all trees.
    nodes: Vec<Test>,
    leaves: Vec<f32>,
    depth: usize,
    base: f32,
    least: f32,
    common: Vec<f32>,
}

/// Bytes of one inner node: the number of the fact and the threshold.
pub(crate) const NODE: usize = 8;

impl Reranker {
    /// The reranker in `model`; without its sections every confidence is one half.
    pub fn new(model: &ModelFile<'_>) -> Self {
        let parameters = floats(model.section(b"APAR"));
        let parameter = |n: usize| parameters.get(n).copied().unwrap_or(0.0);
        let nodes = model.section(b"ATRE").chunks_exact(NODE).map(|node| {
            let field = |at: usize| number(node, at).unwrap_or(0);
            Test { fact: field(0), threshold: f32::from_bits(field(4)) }
        });
        Self {
            nodes: nodes.collect(),
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
    pub fn confidence(&self, facts: &[f32]) -> f32 {
        // Facts beyond the last one are below every threshold, as is what is no number.
        let mut room = [f32::NAN; MOST_FACTS];
        room.iter_mut().zip(facts).for_each(|(slot, fact)| *slot = *fact);
        let inner = (1usize << self.depth) - 1;
        let mut score = self.base;
        if self.depth == DEPTH {
            let (trees, _) = self.nodes.as_chunks::<INNER>();
            let (leaves, _) = self.leaves.as_chunks::<{ INNER + 1 }>();
            for (tree, leaves) in trees.iter().zip(leaves) {
                let mut node = 0;
                for _ in 0..DEPTH {
                    node = 2 * node + 1 + tree[node].side(&room);
                }
                score += leaves[node - INNER];
            }
        } else if inner > 0 {
            let trees = self.nodes.chunks_exact(inner).zip(self.leaves.chunks_exact(inner + 1));
            for (tree, leaves) in trees {
                let mut node = 0;
                while let Some(test) = tree.get(node) {
                    node = 2 * node + 1 + test.side(&room);
                }
                score += leaves[node - inner];
            }
        }
        sigmoid(score)
    }
}

/// The depth of the trees that are walked through fastest, and how many inner nodes they have.
const DEPTH: usize = 4;
const INNER: usize = (1 << DEPTH) - 1;

/// Facts that a tree can ask for, a power of two.
const MOST_FACTS: usize = 128;

/// An inner node: which fact it asks for, and the threshold.
#[derive(Clone, Copy, Debug)]
struct Test {
    fact: u32,
    threshold: f32,
}

impl Test {
    /// 1 where the fact is above the threshold.
    #[inline]
    fn side(self, facts: &[f32; MOST_FACTS]) -> usize {
        usize::from(facts[self.fact as usize % MOST_FACTS] > self.threshold)
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

    /// The facts of candidate number `n`, whose spans are `spans`: all but the wording's.
    pub fn facts(&self, n: usize, spans: &Spans, model: &CueModel) -> Facts {
        let out = Facts { values: Vec::with_capacity(104), names: Vec::new(), named: false };
        self.fill(n, spans, model, out)
    }

    /// The same, each with what it is called.
    pub fn named_facts(&self, n: usize, spans: &Spans, model: &CueModel) -> Facts {
        let out = Facts { values: Vec::with_capacity(104), names: Vec::with_capacity(104), named: true };
        self.fill(n, spans, model, out)
    }

    fn fill(&self, n: usize, spans: &Spans, model: &CueModel, mut out: Facts) -> Facts {
        let r = self.r;
        let cue = self.cues[n];
        let c = surroundings(r, cue.token);
        let prior = model.prior(r.forms[cue.token].stem);
        out.put("cue score", cue.logit);
        out.put("network's score", cue.network);
        let sure = &spans.certainty;
        out.put("certainty of half of these words and the source", sure.agreed);
        out.put("certainty of exactly these words", sure.exact);
        out.put("expected overlap of the content", sure.overlap);
        out.put("least certainty of a word of content", sure.least);
        out.put("words of content expected elsewhere", sure.missed);
        out.put("certainty of the source", sure.source);
        out.put("words of source expected elsewhere", sure.other_source);
        out.put("how often the word is a cue", (prior.heads as f32 + 0.5) / (prior.seen as f32 + 5.0));
        out.put("how often the word was seen", prior.seen.min(2000) as f32);
        let tag = r.pos(cue.token);
        out.put_if("finite past", tag == Pos::VBD);
        out.put_if("present", matches!(tag, Pos::VBZ | Pos::VBP));
        out.put_if("base form", tag == Pos::VB);
        out.put_if("gerund", tag == Pos::VBG);
        out.put_if("participle", tag == Pos::VBN);
        out.put_if("noun", tag.is_noun());
        out.put_if("adjective", tag == Pos::JJ);
        out.put_if("other word class", !tag.is_verb() && !tag.is_noun() && tag != Pos::JJ);
        self.span_facts(spans, &c, &mut out);
        const HELPERS: [(&str, u32); 7] =
            [("modal", 1), ("be", 2), ("have", 4), ("do", 8), ("not", 16), ("to", 32), ("adverb", 64)];
        for (name, bit) in HELPERS {
            out.put_if(name, c.auxiliaries & bit != 0);
        }
        out.put("mark to the left", c.mark_left as f32);
        out.put("mark to the right", c.mark_right as f32);
        let (start, end) = c.sentence;
        out.put("words of sentence", (end - start) as f32);
        out.put("place of cue in sentence", (cue.token - start) as f32 / (end - start).max(1) as f32);
        self.rival_facts(n, spans, &mut out);
        out.put("cues in document", self.cue_rate);
        out.put("quoted share of document", self.quoted_rate);
        out.put("words of document", self.words);
        out.put("complement", c.complement as f32);
        out.put("behind complement", c.behind as f32);
        out.put("subject", c.subject as f32);
        out.put("place in document", cue.token as f32 / r.forms.len().max(1) as f32);
        let number = r.doc.tokens()[cue.token].sentence as usize;
        let count = |cues: &[Cue]| cues.iter().filter(|c| c.logit > 0.0).count() as f32;
        out.put("cues in last sentence", count(self.cues_of(number.checked_sub(1))));
        out.put("cues in next sentence", count(self.cues_of(Some(number + 1))));
        let content_end = spans.content.last().map_or(0, |s| s.end);
        let stops = matches!(r.shape(content_end), Shape::Comma | Shape::Stop | Shape::Quote);
        out.put_if("content ends at punctuation", stops);
        out.put_if("apposition", c.relation == Relation::Apposition);
        out.put_if("relative clause", c.relation == Relation::Relative);
        out.put_if("quotation closed by comma", closed_by_comma(r, spans));
        out.put_if("sentence is a question", end > start && r.doc.text(end - 1).contains('?'));
        for (class, name) in SENSES.iter().enumerate() {
            out.put_if(name, r.senses[cue.token] & (1 << class) != 0);
        }
        self.cut_facts(spans, &mut out);
        out
    }

    /// Where and how the content is cut.
    fn cut_facts(&self, spans: &Spans, out: &mut Facts) {
        let r = self.r;
        let sentence = r.sentence(spans.head);
        let last = spans.content.last().map_or(0, |s| s.end);
        let kind_at = |i: usize| super::surroundings::kind_of(r, Some(i), sentence) as f32;
        out.put("kind of token behind content", kind_at(last));
        out.put("kind of last token of content", kind_at(last.saturating_sub(1)));
        let rest = last.max(spans.head + 1)..sentence.end;
        let verbs = rest.clone().filter(|i| r.pos(*i).is_finite()).count();
        out.put("finite verbs left behind", verbs as f32);
        out.put("cues left behind", rest.filter(|i| r.levels[*i] >= 3).count() as f32);
        let quotation = |i: usize| r.doc.tokens().get(i).and_then(|t| t.quotation);
        let cuts = |i: usize| i > 0 && quotation(i).is_some() && quotation(i) == quotation(i - 1);
        out.put_if("content cuts a quotation", spans.content.iter().any(|s| cuts(s.start) || cuts(s.end)));
        let count = |text: &str| {
            spans.content.iter().flat_map(|s| s.range()).filter(|i| r.doc.text(*i) == text).count()
        };
        out.put_if("content cuts a bracket", count("(") != count(")"));
        let phrase = |i: usize| r.pos(i).in_noun_phrase() && !r.is_quote_mark(i);
        out.put_if(
            "content cuts a phrase",
            last > 0 && last < sentence.end && phrase(last) && phrase(last - 1),
        );
        let touches = |s: &TokenSpan| s.start <= spans.cue.end && spans.cue.start <= s.end;
        out.put_if("content parted from cue", !spans.content.iter().any(touches));
        out.put_if("source beside cue", spans.source.as_ref().is_some_and(touches));
        out.put("kind of first token of content", kind_at(spans.content.first().map_or(0, |s| s.start)));
    }

    fn span_facts(&self, spans: &Spans, c: &Surroundings, out: &mut Facts) {
        let r = self.r;
        let head = spans.head;
        let tokens = r.doc.tokens();
        let words = |span: &TokenSpan| span.range().filter(|i| tokens[*i].is_word()).count();
        let content: usize = spans.content.iter().map(words).sum();
        out.put("words of content", content as f32);
        out.put("fragments of content", spans.content.len() as f32);
        let source = spans.source;
        out.put_if("a source", source.is_some());
        out.put("words of source", source.as_ref().map_or(0, words) as f32);
        let away = |span: TokenSpan| {
            if span.end <= head { (head - span.end + 1) as f32 } else { span.start as f32 - head as f32 }
        };
        out.put("distance of source", source.map_or(-1.0, away));
        let any = |test: &dyn Fn(usize) -> bool| source.is_some_and(|s| s.range().any(test));
        out.put_if("source is a person", any(&|i| r.entity(i) == EntityClass::Person));
        out.put_if("source is an organisation", any(&|i| r.entity(i) == EntityClass::Organisation));
        out.put_if("source is a place", any(&|i| r.entity(i) == EntityClass::Location));
        let alone = source.is_some_and(|s| s.len() == 1);
        out.put_if("source is a pronoun", alone && any(&|i| r.pos(i) == Pos::PRP));
        out.put_if("source is I or we", any(&|i| r.is_in(i, WordSet::FirstPerson)));
        out.put_if("source before cue", source.is_some_and(|s| s.end <= head));
        let first = spans.content.first().copied().unwrap_or(TokenSpan::new(head, head));
        let nearest = spans.content.iter().map(|s| away(*s)).fold(99.0, f32::min);
        out.put("distance of content", nearest);
        out.put_if("content before cue", first.end <= head);
        // Where the content that follows the cue begins, or else the first of it.
        let begin = spans.content.iter().find(|s| s.start > head).unwrap_or(&first).start;
        let start_kind = super::surroundings::kind_of(r, Some(begin), r.sentence(head));
        out.put_if("content begins with that", start_kind == kind::THAT);
        out.put_if("content begins with to", start_kind == kind::TO);
        out.put_if(
            "content begins with a question word",
            matches!(start_kind, kind::QUESTION | kind::WHETHER),
        );
        out.put_if("content begins with a mark", start_kind == kind::MARK);
        let inside = || spans.content.iter().flat_map(|s| s.range());
        let quoted = inside().filter(|i| tokens[*i].is_word() && r.quoted(*i)).count();
        out.put("quoted share of content", quoted as f32 / content.max(1) as f32);
        out.put_if("cue inside quotation marks", r.quoted(head));
        let last = spans.content.last().map_or(0, |s| s.end);
        out.put_if("content to the end of the sentence", last + 2 >= c.sentence.1);
        out.put_if("content from the start of the sentence", first.start <= c.sentence.0);
        out.put("finite verbs in content", inside().filter(|i| r.pos(*i).is_finite()).count() as f32);
        out.put("words of cue", words(&spans.cue) as f32);
    }

    fn rival_facts(&self, n: usize, spans: &Spans, out: &mut Facts) {
        const NONE: f32 = -9.0;
        let head = spans.head;
        let sentence = self.r.doc.tokens()[head].sentence as usize;
        let others: Vec<&Cue> = self.cues_of(Some(sentence)).iter().filter(|c| c.token != head).collect();
        out.put("best other cue in sentence", others.iter().map(|c| c.logit).fold(NONE, f32::max));
        let likely = others.iter().filter(|c| c.logit > 0.0).count();
        out.put("other cues in sentence", likely as f32);
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
        out.put("best cue around this one", around);
        out.put("best rival for the content", rival);
        let inside = |c: &&Cue| spans.content.iter().any(|s| s.holds(c.token));
        let best = self.cues[near].iter().filter(inside).map(|c| c.logit).fold(NONE, f32::max);
        out.put("best cue inside the content", best);
    }
}

/// The senses of the cue, in the order of the language's list.
const SENSES: [&str; 19] = [
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
];

/// Whether the content ends with a comma inside its closing mark: the press's way to go on with "he said".
fn closed_by_comma(r: &Analysis, spans: &Spans) -> bool {
    spans.content.iter().any(|s| {
        s.len() >= 4
            && r.is_quote_mark(s.end - 1)
            && r.shape(s.end - 2) == Shape::Comma
            && s.end <= spans.head
    })
}
