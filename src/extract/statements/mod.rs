//! Statements: a document in, who-said-what spans out. Learned stages between rules of structure.
//!
//! ```text
//! analysis -> cues        which words report speech                  cue, cue_features, network, surroundings
//! cue -> spans            content and source of each                 spans, window, window_scores, line, unit_features, standing: a
//!                                                                    conditional random field (crf, paths), decoded for least
//!                                                                    expected error (minimum_risk), with its marginals
//! layout                  quotations, sign-offs, turns of speech     layout, turns
//! spans -> candidates     a calibrated confidence                    reranker, wording
//! candidates -> mended    subjects with their verbs, words with their speaker   clauses, constructions
//! mended -> settled       each utterance to its one cue              utterances
//! settled -> kept         overlaps resolved, edges tidied            overlaps, tidy
//! quotations left         statements without a cue                   utterances
//! kept -> sense           said, denied, not said, asked              sense
//! kept -> said on         the day that the text tells            said_on, said_on_clause, date_phrase, calendar
//! explain                 the reasons, on demand                     explain
//! ```
//!
//! The weights are in one model file, viewed in place (`model`); `kb train` makes it.

mod calendar;
mod clauses;
mod constructions;
pub(crate) mod crf;
pub(crate) mod cue;
pub(crate) mod cue_features;
mod date_phrase;
mod explain;
mod layout;
mod line;
pub(crate) mod marginals;
mod minimum_risk;
pub(crate) mod network;
pub(crate) mod overlaps;
mod paths;
pub(crate) mod reranker;
mod said_on;
mod said_on_clause;
pub(crate) mod sense;
pub(crate) mod spans;
mod standing;
pub(crate) mod surroundings;
pub(crate) mod tidy;
mod turns;
pub(crate) mod unit_features;
mod utterances;
pub(crate) mod window;
mod window_scores;
pub(crate) mod wording;

pub use explain::{Reason, Stage, explain};
pub use said_on::SaidOn;

use crate::domain::{PartialDate, QuoteKind, Sense};
use crate::extract::analysis::Analysis;
use crate::extract::analysis::tagger::Tagger;
use crate::extract::language::model::ModelFile;
use crate::text::TokenSpan;
use cue::{Cue, CueModel};
use overlaps::{Candidate, without_overlaps};
use reranker::{Field, Reranker};
use sense::{SenseModel, Words};
use spans::{SpanModel, Spans};
use window_scores::Scratch;
use wording::{Wording, wording_features};

/// One attribution found in a text, before its source mention is resolved to an actor.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// How much of the content stands in quotation marks.
    pub kind: QuoteKind,
    /// What the cue does with the content.
    pub sense: Sense,
    /// The words attributed, in text order, at least one span; quotation marks included, final punctuation not.
    pub content: Vec<TokenSpan>,
    /// The reporting words; may be several spans, or none (a sign-off, a carried-over quote).
    pub cue: Vec<TokenSpan>,
    /// The surface text that names the speaker; may be several spans, or none.
    pub source: Vec<TokenSpan>,
    /// When it was said, where the text tells.
    pub said_on: Option<SaidOn>,
    /// Calibrated probability that this is a statement with these words, 0 to 1.
    pub confidence: f32,
}

/// Cues of one document at most. A text has one in a hundred bytes; where every word is one, each is read with the
/// whole of its sentence around it, and megabytes of them would take a quarter of an hour.
///
/// Few of them in the tests of this crate, which are to be quick.
const MOST_CUES: usize = if cfg!(test) { 600 } else { 60_000 };

/// Cues below these log odds are not looked at.
pub(crate) const LEAST_CUE: f32 = -2.0;

/// The stages of extraction with their parts of one model.
#[derive(Debug)]
pub(crate) struct Parts<'m> {
    pub tagger: Tagger<'m>,
    pub cues: CueModel<'m>,
    spans: SpanModel<'m>,
    pub reranker: Reranker,
    pub wording: Wording<'m>,
    pub sense: SenseModel<'m>,
}

impl<'m> Parts<'m> {
    /// The parts of `model`.
    pub fn new(model: &ModelFile<'m>) -> Self {
        Self {
            tagger: Tagger::new(model),
            cues: CueModel::new(model),
            spans: SpanModel::new(model),
            reranker: Reranker::new(model),
            wording: Wording::new(model),
            sense: SenseModel::new(model),
        }
    }

    /// Possible cues, and beside each its spans, if any fit.
    pub fn candidates(&self, r: &mut Analysis) -> (Vec<Cue>, Vec<Option<Spans>>) {
        let mut cues = self.cues.find(r, LEAST_CUE);
        cues.truncate(MOST_CUES);
        r.note_cues(cues.iter().map(|c| (c.token, c.logit)));
        let r = &*r;
        let mut scratch = Scratch::default();
        let spans = cues.iter().map(|cue| self.spans.spans(r, cue.token, &mut scratch)).collect();
        (cues, spans)
    }

    /// The candidates with their confidence.
    fn accepted(&self, r: &Analysis, cues: &[Cue], spans: &[Option<Spans>]) -> Vec<Candidate> {
        let field = Field::new(r, cues, spans);
        let mut features = Vec::with_capacity(128);
        let judge = |(n, spans): (usize, &Option<Spans>)| {
            let spans = spans.clone()?;
            let mut facts = field.facts(n, &spans, &self.cues);
            wording_features(r, &spans, &mut features);
            facts.put_wording(self.wording.score(&features));
            Some(Candidate { confidence: self.reranker.confidence(facts.values()), spans, spoken: false })
        };
        spans.iter().enumerate().filter_map(judge).collect()
    }
}

/// The statements of a document, in text order. What the cue stage finds is noted in the analysis.
pub fn statements(analysis: &mut Analysis) -> Vec<Statement> {
    bounded(analysis).0
}

/// The statements of a document, in text order, and, where it has too many cues, the byte behind the last one that was
/// looked at: no statement begins there or later.
pub(super) fn bounded(analysis: &mut Analysis) -> (Vec<Statement>, Option<usize>) {
    let parts = &analysis.language.parts;
    let (cues, spans) = parts.candidates(analysis);
    let last = cues.get(MOST_CUES - 1).map(|last| last.token);
    let mut candidates = parts.accepted(analysis, &cues, &spans);
    clauses::mend(analysis, &mut candidates);
    constructions::mend(analysis, &mut candidates);
    let mut candidates = utterances::settle(analysis, candidates);
    let turns = turns::turns(analysis);
    if turns.is_empty() {
        let blocks = constructions::blocks(analysis, &mut candidates);
        let described = constructions::described(analysis, &mut candidates);
        candidates.extend(blocks.into_iter().chain(described));
        candidates.extend(layout::transcripts(analysis));
        let headline = layout::headline(analysis, &mut candidates);
        candidates.extend(headline);
    }
    candidates
        .retain(|c| !turns::speaks(&turns, c.spans.head) && !layout::in_furniture(analysis, c.spans.head));
    candidates.extend(layout::sign_offs(analysis));
    let mut candidates = overlaps::without_nested(analysis, candidates);
    let quoting = overlaps::quoting(analysis, &candidates);
    overlaps::give_way(&mut candidates, &quoting);
    let kept = without_overlaps(candidates, parts.reranker.least());
    let kept = overlaps::with_quoting(kept, quoting);
    let kept = utterances::uncued(analysis, kept, turns);
    let mut features = Vec::with_capacity(256);
    let mut sense = |spans: &Spans| {
        // Words without a cue are said.
        if spans.cue.is_empty() {
            return Sense::SAID;
        }
        parts.sense.sense(analysis, &Words::of(spans), &mut features)
    };
    let statements = kept.iter().filter_map(|c| {
        let statement = tidy::statement(analysis, &c.spans, c.confidence)?;
        let kind = if c.spoken { QuoteKind::Direct } else { statement.kind };
        // What stands in a turn or behind a dash is said.
        let sense = if c.spoken { Sense::SAID } else { sense(&c.spans) };
        Some(Statement { kind, sense, ..statement })
    });
    let before = |s: &Statement| last.is_none_or(|last| s.content.first().is_some_and(|c| c.start <= last));
    let statements = statements.filter(before).collect();
    let stopped = last.and_then(|last| analysis.document().tokens().get(last)).map(|t| t.span.end);
    (statements, stopped)
}

/// Tells of each statement when it was made, as an article published then has it.
pub(super) fn tell_days(analysis: &Analysis, published: Option<PartialDate>, statements: &mut [Statement]) {
    for statement in statements {
        statement.said_on = said_on::said_on(analysis, statement, published);
    }
}

/// One step of the way to statements, to be measured by itself; each runs all the steps before it, too.
#[derive(Clone, Copy, Debug)]
pub struct StageRun {
    /// What the step ends with.
    pub name: &'static str,
    /// Runs it on a text; gives how much it found.
    pub run: fn(&mut Analysis) -> usize,
}

/// The steps from an analysis to statements, in order.
pub const STAGES: [StageRun; 3] = [
    StageRun { name: "analysis to cues", run: |a| a.language.parts.cues.find(a, LEAST_CUE).len() },
    StageRun { name: "analysis to spans", run: |a| a.language.parts.candidates(a).1.len() },
    StageRun { name: "analysis to statements", run: |a| statements(a).len() },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Language;
    use proptest::prelude::*;

    fn found(body: &str) -> Vec<(QuoteKind, Vec<&str>, Vec<&str>)> {
        let english = Language::english();
        let mut analysis = Analysis::new(&english, body);
        let found = statements(&mut analysis);
        let doc = analysis.document();
        let texts = |spans: &[TokenSpan]| spans.iter().map(|s| doc.span_of(*s).of(body)).collect::<Vec<_>>();
        found.iter().map(|s| (s.kind, texts(&s.content), texts(&s.source))).collect()
    }

    #[test]
    fn a_name_between_commas_belongs_to_the_source() {
        let body = "According to the harbour master, Jonas Brecht, eleven ships were turned away last week.";
        let found = found(body);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].2, ["the harbour master, Jonas Brecht"]);
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
        let body = "The mayor said that the port would close. ".repeat(MOST_CUES + 100);
        let english = Language::english();
        let mut analysis = Analysis::new(&english, &body);
        let (statements, stopped) = bounded(&mut analysis);
        let stopped = stopped.unwrap();
        assert!(stopped < body.len() && body.is_char_boundary(stopped));
        let starts = |s: &Statement| analysis.document().tokens()[s.content[0].start].span.start;
        assert!(statements.iter().all(|s| starts(s) < stopped));
        let mut short = Analysis::new(&english, "The mayor said that the port would close.");
        assert_eq!(bounded(&mut short).1, None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_text_gives_spans_that_fit_it(body in "(\\PC|[\n“”\" .,]|said|He|that ){0,80}") {
            let english = Language::english();
            let mut analysis = Analysis::new(&english, &body);
            for s in statements(&mut analysis) {
                prop_assert!(!s.content.is_empty() && (0.0..=1.0).contains(&s.confidence));
                for span in s.content.iter().chain(&s.cue).chain(&s.source) {
                    prop_assert!(!span.is_empty() && span.end <= analysis.len());
                }
            }
        }
    }
}
