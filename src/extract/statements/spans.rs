//! The span model: a window around a cue in, the words of source, cue and content out, with their probability.
//!
//! A linear-chain conditional random field (Lafferty, McCallum and Pereira 2001) over the states of [`super::crf`].

use super::crf::{Label, Scores};
use super::layout::{comma_closed, named_source, whole_quotations, word_count};
use super::marginals::Certainty;
use super::minimum_risk::least_risk;
use super::paths::best_paths;
use super::window::{Unit, Window};
use super::window_scores::{Scratch, WindowWeights};
use crate::extract::analysis::Analysis;
use crate::extract::language::model::ModelFile;
use crate::text::TokenSpan;

/// Added to the score of content for each unit of an utterance that a comma closes before the cue.
const CLOSED_QUOTATION: f32 = 4.0;

/// The spans that belong to one cue, in tokens.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Spans {
    /// The head of the cue.
    pub head: usize,
    pub cue: TokenSpan,
    pub source: Option<TokenSpan>,
    /// Fragments in text order; never empty.
    pub content: Vec<TokenSpan>,
    /// How sure the model is of these labels.
    pub certainty: Certainty,
}

/// The span model's part of a model.
#[derive(Clone, Debug)]
pub(crate) struct SpanModel<'m> {
    weights: WindowWeights<'m>,
}

impl<'m> SpanModel<'m> {
    /// The span model in `model`.
    pub fn new(model: &ModelFile<'m>) -> Self {
        Self { weights: WindowWeights::new(model) }
    }

    /// The most probable spans for the cue headed by token `head`; none where no content fits.
    pub fn spans(&self, r: &Analysis, head: usize, scratch: &mut Scratch) -> Option<Spans> {
        let window = Window::new(r, head);
        self.weights.score(r, &window, scratch);
        let Scratch { scores, search, forward, marginals, .. } = scratch;
        favour_closed_quotation(r, &window, scores);
        let words: Vec<usize> = window.units.iter().map(|unit| word_count(r, unit.tokens())).collect();
        let (labels, agreed) = least_risk(&best_paths(scores, search), &words)?;
        scores.forward_into(forward);
        let exact = scores.probability(forward, &labels);
        scores.marginals(forward, marginals);
        let certainty = Certainty::new([agreed, exact], &labels, marginals, &words);
        let mut spans = from_labels(&window, &labels, certainty)?;
        whole_quotations(r, &mut spans);
        named_source(r, &mut spans);
        Some(spans)
    }
}

/// `“…,” the minister said`: the utterance closed by a comma is content of the first likely cue behind it.
fn favour_closed_quotation(r: &Analysis, window: &Window, scores: &mut Scores) {
    let Some(quotation) = comma_closed(r, window.head) else { return };
    let span = quotation.tokens;
    if (span.end..window.head).any(|i| r.levels[i] >= r.levels[window.head].max(2)) {
        return;
    }
    for (unit, labels) in window.units.iter().zip(&mut scores.labels) {
        let tokens = unit.tokens();
        if span.start <= tokens.start && tokens.end <= span.end {
            labels[Label::Content.index()] += CLOSED_QUOTATION;
        }
    }
}

/// The spans that these labels mean; none without content.
fn from_labels(window: &Window, labels: &[Label], certainty: Certainty) -> Option<Spans> {
    let runs = |wanted: Label| {
        let mut runs: Vec<TokenSpan> = Vec::new();
        let mut before = None;
        for (unit, label) in window.units.iter().zip(labels) {
            let tokens = unit.tokens();
            if *label == wanted {
                match runs.last_mut() {
                    // A quoted sentence goes on where the last one ended; marks between them do not part them.
                    Some(last)
                        if before == Some(wanted) && (last.end == tokens.start || is_sentence(unit)) =>
                    {
                        last.end = tokens.end;
                    }
                    Some(last) if before == Some(wanted) && tokens.start >= last.end => last.end = tokens.end,
                    _ => runs.push(tokens),
                }
            }
            before = Some(*label);
        }
        runs
    };
    let content = runs(Label::Content);
    let cue = runs(Label::Cue).first().copied()?;
    (!content.is_empty()).then(|| Spans {
        head: window.head,
        cue,
        source: runs(Label::Source).first().copied(),
        content,
        certainty,
    })
}

fn is_sentence(unit: &Unit) -> bool {
    matches!(unit, Unit::Sentence { .. })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::language::testing::bare;

    #[test]
    fn labels_become_spans() {
        let bare = bare();
        let reading = Analysis::new(&bare, "“We go,” said Ann Lee. “All of us.”");
        let doc = &reading.doc;
        let head = (0..doc.tokens().len()).find(|i| doc.text(*i) == "said").unwrap();
        let window = Window::new(&reading, head);
        let (o, s, q, c) = (Label::Outside, Label::Source, Label::Cue, Label::Content);
        let labels = [c, c, c, c, c, q, s, s, o, c];
        assert_eq!(window.units.len(), labels.len());
        let spans = from_labels(&window, &labels, Certainty::default()).unwrap();
        let text = |s: TokenSpan| doc.span_of(s).of(doc.body());
        assert_eq!(spans.source.map(text), Some("Ann Lee"));
        assert_eq!(spans.content.iter().map(|c| text(*c)).collect::<Vec<_>>(), ["“We go,”", "“All of us.”"]);
    }
}
