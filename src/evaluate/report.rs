//! The figures of an evaluation, ready for output as JSON.

use serde::Serialize;

/// Precision, recall and their harmonic mean, 0 to 1; a figure without cases is 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct PrecisionRecall {
    /// Of those predicted, how many are right.
    pub precision: f64,
    /// Of those annotated, how many were found.
    pub recall: f64,
    /// The harmonic mean of both.
    pub f1: f64,
}

impl PrecisionRecall {
    /// From counts; `right_predicted` may differ from `right` where predictions are counted by another kind.
    pub fn new(right: usize, right_predicted: usize, predicted: usize, annotated: usize) -> Self {
        let ratio = |n: usize, d: usize| if d == 0 { 0.0 } else { n as f64 / d as f64 };
        let (precision, recall) = (ratio(right_predicted, predicted), ratio(right, annotated));
        let sum = precision + recall;
        Self { precision, recall, f1: if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 } }
    }
}

/// Figures for one kind of quote, or for all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct KindFigures {
    /// Attributions annotated.
    pub annotated: usize,
    /// Attributions predicted.
    pub predicted: usize,
    /// Content overlap of at least one half.
    pub content: PrecisionRecall,
    /// The very same content words.
    pub exact: PrecisionRecall,
    /// Content overlap of at least one half, and the right source.
    pub attr: PrecisionRecall,
    /// Of the matched attributions with an annotated source, how many have the right one.
    pub source_accuracy: f64,
}

/// Exact spans: same first and last character, same role.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct SpanFigures {
    /// Source mentions.
    pub source: PrecisionRecall,
    /// Cues.
    pub cue: PrecisionRecall,
    /// Fragments of content.
    pub content: PrecisionRecall,
}

/// Predictions of similar confidence, and how many of them were right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct CalibrationBin {
    /// Lowest confidence of the bin.
    pub from: f64,
    /// Highest confidence of the bin, exclusive.
    pub to: f64,
    /// Predictions in the bin.
    pub predicted: usize,
    /// Their mean confidence.
    pub confidence: f64,
    /// Share of them that are right (content and source).
    pub precision: f64,
    /// Share of all annotated attributions found by predictions of this confidence or above.
    pub recall_from_here: f64,
    /// Share right among predictions of this confidence or above.
    pub precision_from_here: f64,
}

impl CalibrationBin {
    /// Ten bins of these confidences, each with whether it was right; `annotated` is what could have been found. None where
    /// there are no confidences.
    pub(super) fn bins(confidences: &[(f64, bool)], annotated: usize) -> Vec<Self> {
        if confidences.is_empty() {
            return Vec::new();
        }
        let share = |n: usize, d: usize| n as f64 / d.max(1) as f64;
        (0..10)
            .map(|n| {
                let (from, to) = (f64::from(n) / 10.0, f64::from(n + 1) / 10.0);
                let inside = |c: f64| c >= from && (c < to || n == 9);
                let bin: Vec<_> = confidences.iter().filter(|(c, _)| inside(*c)).collect();
                let above: Vec<_> = confidences.iter().filter(|(c, _)| *c >= from).collect();
                let right_above = above.iter().filter(|(_, ok)| *ok).count();
                Self {
                    from,
                    to,
                    predicted: bin.len(),
                    confidence: bin.iter().fold(0.0, |sum, (c, _)| sum + c) / bin.len().max(1) as f64,
                    precision: share(bin.iter().filter(|(_, ok)| *ok).count(), bin.len()),
                    recall_from_here: share(right_above, annotated),
                    precision_from_here: share(right_above, above.len()),
                }
            })
            .collect()
    }
}

/// Figures of one document.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DocumentFigures {
    /// Name of the document.
    pub id: String,
    /// Attributions annotated.
    pub annotated: usize,
    /// Attributions predicted.
    pub predicted: usize,
    /// Content and source right.
    pub attr: PrecisionRecall,
}

/// All figures of an evaluation.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Report {
    /// Annotated documents.
    pub documents: usize,
    /// Annotated documents for which there was no prediction at all.
    pub documents_missing: usize,
    /// Words inside any content.
    pub content_words: PrecisionRecall,
    /// Every kind together.
    pub all: KindFigures,
    /// Content wholly in quotation marks.
    pub direct: KindFigures,
    /// Content partly in quotation marks.
    pub mixed: KindFigures,
    /// Content without quotation marks.
    pub indirect: KindFigures,
    /// Exact spans by role.
    pub spans: SpanFigures,
    /// Confidence against share right; empty where no prediction has a confidence.
    pub calibration: Vec<CalibrationBin>,
    /// Documents by attr F1, worst first.
    pub worst: Vec<DocumentFigures>,
}
