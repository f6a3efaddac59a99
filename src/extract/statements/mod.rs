//! Statements: a document in, who-said-what spans out. Learned stages between rules of structure.
//!
//! ```text
//! tokens -> reading       tags, senses, shapes of every word         tagger, tags, lexicon, stem, words, reading
//! reading -> cues         which words report speech                  cue, network, context
//! cue -> spans            content and source of each                 spans, lattice, agreement, certainty, window,
//!                                                                    span_features, standing
//! structure               quotations, sign-offs, transcripts         structure
//! spans -> candidates     a calibrated confidence                    accept, wording
//! candidates -> kept      overlaps resolved, edges tidied            resolve, tidy
//! explain                 the reasons, on demand                     explain
//! ```
//!
//! The weights are in one model file, viewed in place (`model`); `kb train` makes it.

pub(crate) mod accept;
mod agreement;
pub(crate) mod certainty;
pub(crate) mod context;
pub(crate) mod cue;
mod explain;
pub(crate) mod hash;
pub(crate) mod lattice;
mod lexicon;
pub(crate) mod model;
pub(crate) mod network;
pub(crate) mod reading;
pub(crate) mod resolve;
pub(crate) mod span_features;
pub(crate) mod spans;
mod standing;
mod stem;
mod structure;
pub(crate) mod tagger;
pub(crate) mod tags;
pub(crate) mod tidy;
pub(crate) mod window;
pub(crate) mod wording;
pub(crate) mod words;

pub use explain::{Reason, Stage, explain};
pub use tags::{EntityClass, Pos, Tags};

use crate::domain::QuoteKind;
use crate::text::ByteSpan;
use crate::text::Document;
use accept::{AcceptModel, Field, WORDING};
use cue::{Cue, CueModel};
use model::ModelFile;
use reading::Reading;
use resolve::{Candidate, resolve};
use spans::{Scratch, SpanModel, Spans};
use tagger::Tagger;
use wording::{Wording, wording_features};

/// One attribution found in a text, before its source mention is resolved to an actor.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// How much of the content stands in quotation marks.
    pub kind: QuoteKind,
    /// The words attributed, in text order, at least one span; quotation marks included, final punctuation not.
    pub content: Vec<ByteSpan>,
    /// The reporting words; may be several spans, or none (a sign-off, a carried-over quote).
    pub cue: Vec<ByteSpan>,
    /// The surface text that names the speaker; may be several spans, or none.
    pub source: Vec<ByteSpan>,
    /// Calibrated probability that this is a statement with these words, 0 to 1.
    pub confidence: f32,
}

/// Raised whenever the same text and model can give other statements than before.
pub const EXTRACTOR_VERSION: u32 = 2;

/// Cues of one document at most. A text has one in a hundred bytes; where every word is one, each is read with the
/// whole of its sentence around it, and megabytes of them would take a quarter of an hour.
///
/// Few of them in the tests of this crate, which are to be quick.
const MOST_CUES: usize = if cfg!(test) { 600 } else { 60_000 };

/// Cues below these log odds are not looked at.
pub(crate) const LEAST_CUE: f32 = -2.0;

/// The stages of extraction with their parts of one model.
pub(crate) struct Parts<'m> {
    tagger: Tagger<'m>,
    pub cues: CueModel<'m>,
    spans: SpanModel<'m>,
    pub accept: AcceptModel<'m>,
    pub wording: Wording<'m>,
}

impl<'m> Parts<'m> {
    /// The parts of `model`.
    pub fn new(model: &ModelFile<'m>) -> Self {
        Self {
            tagger: Tagger::new(model),
            cues: CueModel::new(model),
            spans: SpanModel::new(model),
            accept: AcceptModel::new(model),
            wording: Wording::new(model),
        }
    }

    /// Words, tags and senses.
    pub fn read<'d>(&self, doc: &'d Document<'d>) -> Reading<'d> {
        Reading::new(doc, &self.tagger)
    }

    /// Possible cues, and beside each its spans, if any fit.
    pub fn candidates(&self, r: &mut Reading) -> (Vec<Cue>, Vec<Option<Spans>>) {
        let mut cues = self.cues.find(r, LEAST_CUE);
        cues.truncate(MOST_CUES);
        r.note_cues(cues.iter().map(|c| (c.token, c.logit)));
        let r = &*r;
        let mut scratch = Scratch::default();
        let spans = cues.iter().map(|cue| self.spans.spans(r, cue.token, &mut scratch)).collect();
        (cues, spans)
    }

    /// The candidates with their confidence.
    fn accepted(&self, r: &Reading, cues: &[Cue], spans: &[Option<Spans>]) -> Vec<Candidate> {
        let field = Field::new(r, cues, spans);
        let mut features = Vec::with_capacity(128);
        let judge = |(n, spans): (usize, &Option<Spans>)| {
            let spans = spans.clone()?;
            let mut facts = field.facts(n, &spans, &self.cues);
            wording_features(r, &spans, &mut features);
            facts[WORDING] = self.wording.score(&features);
            Some(Candidate { confidence: self.accept.confidence(&facts), spans })
        };
        spans.iter().enumerate().filter_map(judge).collect()
    }
}

/// The statements of a document, in text order.
pub fn statements(doc: &Document) -> Vec<Statement> {
    bounded(doc).0
}

/// The statements of a document, in text order, and, where it has too many cues, the byte behind the last one that was
/// looked at: no statement begins there or later.
pub(super) fn bounded(doc: &Document) -> (Vec<Statement>, Option<usize>) {
    model::embedded().map_or_else(Default::default, |model| bounded_with(&model, doc))
}

/// The statements that `model` finds.
#[cfg(feature = "train")]
pub(crate) fn statements_with(model: &ModelFile, doc: &Document) -> Vec<Statement> {
    bounded_with(model, doc).0
}

fn bounded_with(model: &ModelFile, doc: &Document) -> (Vec<Statement>, Option<usize>) {
    let parts = Parts::new(model);
    let mut reading = parts.read(doc);
    let (cues, spans) = parts.candidates(&mut reading);
    let stopped = cues.get(MOST_CUES - 1).and_then(|last| doc.tokens().get(last.token)).map(|t| t.span.end);
    let mut candidates = parts.accepted(&reading, &cues, &spans);
    candidates.extend(structure::transcripts(&reading));
    candidates.extend(structure::sign_offs(&reading));
    let candidates = resolve::without_nested(&reading, candidates);
    let kept = resolve(candidates, parts.accept.least());
    let statements = kept.iter().filter_map(|c| tidy::statement(&reading, &c.spans, c.confidence));
    let before = |s: &Statement| stopped.is_none_or(|end| s.content.first().is_some_and(|c| c.start < end));
    (statements.filter(before).collect(), stopped)
}

/// One step of the way to statements, to be measured by itself; each runs all the steps before it, too.
#[derive(Clone, Copy, Debug)]
pub struct StageRun {
    /// What the step ends with.
    pub name: &'static str,
    /// Runs it with the model of the program; gives how much it found.
    pub run: fn(&Document) -> usize,
}

/// The steps from a document to statements, in order.
pub const STAGES: [StageRun; 4] = [
    StageRun {
        name: "document to words, tags and senses",
        run: |doc| with_parts(|p| p.read(doc).words.len()),
    },
    StageRun {
        name: "document to cues",
        run: |doc| with_parts(|p| p.cues.find(&p.read(doc), LEAST_CUE).len()),
    },
    StageRun { name: "document to spans", run: |doc| with_parts(|p| p.candidates(&mut p.read(doc)).1.len()) },
    StageRun { name: "document to statements", run: |doc| statements(doc).len() },
];

fn with_parts(work: impl Fn(&Parts) -> usize) -> usize {
    model::embedded().map_or(0, |model| work(&Parts::new(&model)))
}

/// Which model is part of the program: its content's hash, as 16 hexadecimal digits.
pub fn model_id() -> String {
    model::embedded().map_or_else(|| "none".to_string(), |model| format!("{:016x}", model.id()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(body: &str) -> Vec<(QuoteKind, Vec<&str>, Vec<&str>)> {
        let doc = Document::new(body);
        let texts = |spans: &[ByteSpan]| -> Vec<&str> { spans.iter().map(|s| s.of(body)).collect() };
        statements(&doc).iter().map(|s| (s.kind, texts(&s.content), texts(&s.source))).collect()
    }

    #[test]
    fn a_name_between_commas_belongs_to_the_source() {
        let body = "According to the harbour master, Jonas Brecht, eleven ships were turned away last week.";
        let found = found(body);
        assert_eq!(found.len(), 1, "{found:?}");
        // With the comma that closes the apposition, as annotators cut it.
        assert_eq!(found[0].2, ["the harbour master, Jonas Brecht,"]);
        assert_eq!(found[0].1, ["eleven ships were turned away last week"]);
    }

    #[test]
    fn direct_mixed_and_indirect_speech_is_found() {
        let body = "“We will vote tomorrow,” said Ann Lee, the mayor. Bob Ray said the plan was “too slow” for the town. \
                    The union said that it would go to court.";
        let found = found(body);
        assert_eq!(found.len(), 3, "{found:?}");
        assert_eq!(found[0].0, QuoteKind::Direct);
        assert_eq!(found[0].1, ["“We will vote tomorrow,”"]);
        assert!(found[0].2[0].starts_with("Ann Lee"));
        assert_eq!((found[1].0, found[1].2[0]), (QuoteKind::Mixed, "Bob Ray"));
        assert_eq!((found[2].0, found[2].2[0]), (QuoteKind::Indirect, "The union"));
    }

    #[test]
    fn too_many_cues_end_the_reading() {
        let body = format!(
            "{} {}",
            "The mayor said that the port would close.",
            "He denied it )".repeat(MOST_CUES + 100)
        );
        let (statements, stopped) = bounded(&Document::new(&body));
        let stopped = stopped.unwrap();
        assert!(stopped < body.len() && body.is_char_boundary(stopped));
        assert!(statements.iter().all(|s| s.content[0].start < stopped));
        assert_eq!(bounded(&Document::new("The mayor said that the port would close.")).1, None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_text_gives_spans_that_fit_it(body in "(\\PC|[\n“”\" .,]|said|He|that ){0,80}") {
            let doc = Document::new(&body);
            for s in statements(&doc) {
                prop_assert!(!s.content.is_empty() && (0.0..=1.0).contains(&s.confidence));
                for span in s.content.iter().chain(&s.cue).chain(&s.source) {
                    prop_assert!(body.get(span.range()).is_some_and(|t| !t.is_empty()));
                }
            }
        }
    }
}
