//! For training: every candidate of a text with its features, and where it stands.

use super::candidates::{candidates, inside};
use super::features::{Features, Reading};
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
    let inside = inside(words, statements);
    let mut all = Vec::new();
    for found in matches(words, cast, issues) {
        for candidate in candidates(words, statements, &inside, cast, &found) {
            let statement = candidate.statement.map(|s| &statements[s]);
            let target = &issues.targets[found.target];
            let mut features = Features::default();
            Reading { words, target, found: &found, candidate: &candidate, statement }
                .features(&mut features);
            all.push(Observed {
                issue: found.target,
                who: candidate.who,
                names: cast.names(candidate.who),
                sentence: words.doc.span_of(found.sentence),
                features,
            });
        }
    }
    all
}
