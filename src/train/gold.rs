//! Annotation as tokens: what the stages learn from.

use super::corpus::Article;
use crate::evaluate::Attribution;
use crate::extract::Analysis;
use crate::extract::analysis::tags::Pos;
use crate::text::{ByteSpan, Document, TokenSpan};
use std::collections::BTreeMap;

/// One annotated attribution in tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct GoldStatement {
    pub content: Vec<TokenSpan>,
    pub source: Option<TokenSpan>,
    pub cue: TokenSpan,
    /// The word of the cue that stands for it.
    pub head: usize,
}

/// How often each stem is part of a cue, of how many.
pub(super) type Membership = BTreeMap<u32, (u32, u32)>;

/// Counts, over these readings with their articles, how often a stem is part of a cue.
pub(super) fn membership(readings: &[(&Article, &Analysis)]) -> Membership {
    let mut counts = Membership::new();
    for (article, reading) in readings {
        let mut inside = vec![false; reading.forms.len()];
        for attribution in &article.gold {
            for span in &attribution.cue {
                reading.doc.tokens_in(*span).range().for_each(|i| inside[i] = true);
            }
        }
        for (word, inside) in reading.forms.iter().zip(inside) {
            let entry = counts.entry(word.stem).or_default();
            entry.0 += u32::from(inside);
            entry.1 += 1;
        }
    }
    counts
}

/// The annotated attributions of an article, those without a cue left out.
pub(super) fn statements(article: &Article, r: &Analysis, membership: &Membership) -> Vec<GoldStatement> {
    article.gold.iter().filter_map(|a| statement(a, r, membership)).collect()
}

/// One annotated attribution; none where it has no cue.
pub(super) fn statement(gold: &Attribution, r: &Analysis, membership: &Membership) -> Option<GoldStatement> {
    let cue = hull(&r.doc, &gold.cue)?;
    let content: Vec<TokenSpan> =
        gold.content.iter().map(|s| r.doc.tokens_in(*s)).filter(|s| !s.is_empty()).collect();
    let head = head(r, cue, membership)?;
    let source = hull(&r.doc, &gold.source);
    (!content.is_empty()).then_some(GoldStatement { content, source, cue, head })
}

fn hull(doc: &Document, spans: &[ByteSpan]) -> Option<TokenSpan> {
    let (first, last) = (spans.first()?, spans.last()?);
    Some(doc.tokens_in(ByteSpan::new(first.start, last.end))).filter(|s| !s.is_empty())
}

/// The word of the cue that is most often part of cues; the first of equals.
fn head(r: &Analysis, cue: TokenSpan, membership: &Membership) -> Option<usize> {
    let score = |i: usize| {
        let (inside, all) = membership.get(&r.forms[i].stem).copied().unwrap_or((0, 0));
        let rate = (f64::from(inside) + 0.2) / (f64::from(all) + 4.0);
        let pos = r.pos(i);
        if !r.doc.tokens()[i].is_word() {
            0.0
        } else if r.is_auxiliary(i) {
            rate * 0.001
        } else if pos.is_verb() || pos.is_noun() || pos == Pos::JJ {
            rate
        } else {
            rate * 0.1
        }
    };
    cue.range()
        .fold(None, |best: Option<(f64, usize)>, i| match best {
            Some((top, _)) if top >= score(i) => best,
            _ => Some((score(i), i)),
        })
        .map(|(_, i)| i)
}
