//! Accuracy: annotated articles and what was extracted from them in, figures and errors out. Reads no files.
//!
//! ```text
//! brat standoff (brat)  ┐
//!                       ├─> score, one document at a time -> Report (report), errors (errors)
//! JSONL of kb extract   ┘
//! annotated speakers (speakers), by patterns of their names (pattern) -> SpeakerReport
//! annotated positions (positions), by the same patterns -> PositionReport
//! ```
//!
//! What the figures mean:
//! - Words are runs of word characters; punctuation never counts, except in the exact figures.
//! - A predicted attribution *matches* an annotated one when the Jaccard overlap of their content words is at least
//!   0.5, one to one, best first (`content@0.5`); it is *exact* when the word sets are equal.
//! - A source is *right* when it shares a word that is no stop word (for a pronoun: the word itself) with the
//!   annotated one, or when both are absent. `attr` is: matched, and the source right.
//! - By kind, recall counts over the annotated attributions of that kind and precision over the predicted ones; an
//!   annotated attribution is direct when all of its content words stand between double quotation marks.
//! - `spans` compare every fragment of a source, cue or content as the reader sees it: same first and last character.

mod annotated;
mod brat;
mod errors;
mod pattern;
mod positions;
mod predictions;
mod report;
mod score;
mod speakers;

pub use annotated::as_annotated;
pub use brat::{Attribution, read_brat};
pub use errors::{ErrorKind, Finding};
#[cfg(feature = "train")]
pub(crate) use pattern::Pattern;
pub use positions::{PositionEvaluation, PositionFinding, PositionLine, PositionReport, ToldPosition};
pub use predictions::PredictedDocument;
pub use report::{CalibrationBin, DocumentFigures, KindFigures, PrecisionRecall, Report, SpanFigures};
pub use score::{Evaluation, Predicted};
#[cfg(feature = "train")]
pub(crate) use score::{StopWords, is_right};
pub use speakers::{
    Joint, SpeakerCounts, SpeakerEvaluation, SpeakerFinding, SpeakerLine, SpeakerReport, Told,
};
