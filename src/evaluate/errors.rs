//! What went wrong where: the findings behind the figures, to be shown in context.

use super::Attribution;
use serde::Serialize;

/// What sort of error it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorKind {
    /// Annotated, and nothing predicted overlaps it by half.
    Missed,
    /// Predicted, and nothing annotated overlaps it by half.
    Spurious,
    /// The content matches, the source is another one.
    WrongSource,
}

/// One error in one document.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// Name of the document.
    pub id: String,
    /// What sort of error it is.
    pub kind: ErrorKind,
    /// What people annotated; none for a spurious one.
    pub annotated: Option<Attribution>,
    /// What was predicted; none for a missed one.
    pub predicted: Option<Attribution>,
    /// The confidence of the prediction.
    pub confidence: Option<f64>,
}
