//! For training: every candidate of a text with its features, and where it stands.

use super::features::{Features, each_candidate};
use super::issues::Issues;
use super::matches::matches;
use crate::extract::Statement;
use crate::extract::analysis::Analysis;
use crate::extract::speakers::{Cast, EntityId};
use crate::text::ByteSpan;

/// A candidate beside an issue.
#[derive(Clone, Debug)]
pub(crate) struct Observed {
    /// Which issue, by number.
    pub issue: usize,
    pub who: EntityId,
    /// What whoever it is is called.
    pub names: Vec<String>,
    /// The sentence.
    pub sentence: ByteSpan,
    pub features: Features,
}

/// All candidates of a text.
pub(crate) fn observe(
    words: &Analysis<'_>,
    statements: &[Statement],
    cast: &Cast<'_>,
    issues: &Issues,
) -> Vec<Observed> {
    let matches = matches(words, cast, issues);
    let mut all = Vec::new();
    each_candidate(words, statements, cast, issues, &matches, |n, candidate, features| {
        all.push(Observed {
            issue: matches[n].target,
            who: candidate.who,
            names: cast.names(candidate.who),
            sentence: words.doc.span_of(matches[n].sentence),
            features: features.clone(),
        });
    });
    all
}
