//! The wording of a finished candidate as hashed features, and the score that they give: one of the reranker's
//! facts. It learns from words what the trees cannot: which sources, cues and first words of content go together.

use super::spans::Spans;
use super::surroundings::bucket;
use crate::extract::analysis::Analysis;
use crate::extract::analysis::tags::EntityClass;
use crate::extract::hash::mix;
use crate::extract::language::model::{ModelFile, Table, floats};
use crate::text::TokenSpan;

/// The wording part of a model.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wording<'m> {
    weights: Table<'m, 1>,
    step: f32,
}

impl<'m> Wording<'m> {
    /// The wording weights in `model`; without them every score is nought.
    pub fn new(model: &ModelFile<'m>) -> Self {
        Self {
            weights: Table::new(model.section(b"WWGT")),
            step: floats(model.section(b"WPAR")).first().copied().unwrap_or(0.0),
        }
    }

    /// The log odds that these features give.
    pub fn score(&self, features: &[u32]) -> f32 {
        features.iter().map(|f| self.weights.weight(*f, 0)).sum::<i32>() as f32 * self.step
    }
}

/// The features of a candidate's wording, into `out`.
pub(crate) fn wording_features(r: &Analysis, spans: &Spans, out: &mut Vec<u32>) {
    out.clear();
    let stem = |i: usize| r.forms.get(i).map_or(0, |w| w.stem);
    let word = |i: usize| r.forms.get(i).map_or(0, |w| w.word);
    let tag = |i: usize| r.pos(i).index() as u32;
    let tags = |span: TokenSpan, most: usize| span.range().take(most).fold(7, |h, i| mix(h, tag(i)));
    let head = spans.head;
    let cue = stem(head);
    let cue_words = spans.cue.range().fold(11, |h, i| mix(h, stem(i)));
    let cue_tags = tags(spans.cue, 6);
    let source = spans.source;
    let source_last = source.map_or(1, |s| stem(s.end - 1));
    let source_first = source.map_or(1, |s| word(s.start));
    let source_tags = source.map_or(1, |s| tags(s, 5));
    let source_class = source.map_or(9, |s| {
        let class = s.range().map(|i| r.entity(i)).find(|e| *e != EntityClass::Other);
        class.map_or(4 + u32::from(s.len() == 1) * 2 + u32::from(r.pos(s.end - 1).is_noun()), |e| {
            e.index() as u32
        })
    });
    let first = spans.content[0];
    let last = spans.content[spans.content.len() - 1];
    let begin = spans.content.iter().find(|s| s.start > head).copied().unwrap_or(first);
    let length: usize = spans.content.iter().map(TokenSpan::len).sum();
    let length = bucket(length / 2);
    let quoted = spans.content.iter().flat_map(|s| s.range()).filter(|i| r.quoted(*i)).count();
    let quoted = if quoted == 0 { 0 } else { 1 + u32::from(quoted + 2 >= last.end - first.start) };
    // The order of the three parts.
    let source_side = source.map_or(2, |s| u32::from(s.start > head));
    let order = u32::from(first.start < head) | u32::from(last.end > head) << 1 | source_side << 2;
    let finite = begin.range().find(|i| r.pos(*i).is_finite()).map_or(99, tag);
    let behind = last.end;
    let shape = length << 8 | quoted << 4 | order;
    let values = [
        0,
        cue,
        cue_words,
        cue_tags,
        mix(cue, cue_tags),
        source_last,
        source_first,
        source_tags,
        source_class,
        mix(source_class, order),
        mix(cue, source_class),
        mix(cue, source_last),
        mix(cue_tags, source_last),
        mix(cue_words, source_class),
        mix(cue_tags, mix(source_class, order)),
        mix(source_tags, cue_tags),
        word(begin.start),
        mix(word(begin.start), word(begin.start + 1)),
        tags(begin, 3),
        mix(tags(begin, 2), cue_tags),
        mix(tags(begin, 4), tag(head)),
        mix(cue, word(begin.start)),
        mix(cue_words, word(begin.start)),
        mix(cue, tag(begin.start)),
        mix(cue, tags(begin, 2)),
        mix(cue_words, tag(begin.start)),
        stem(last.end - 1),
        tag(last.end - 1) << 8 | tag(behind),
        word(behind),
        mix(word(behind), word(behind + 1)),
        mix(tag(behind), mix(tag(behind + 1), quoted)),
        shape,
        mix(cue, shape),
        mix(cue, length << 4 | quoted),
        mix(cue, order),
        mix(cue_tags, shape),
        mix(cue_words, order),
        mix(r.senses[head], mix(source_class, tag(begin.start))),
        mix(r.senses[head], shape),
        mix(r.senses[head], source_last),
        mix(source_last, word(begin.start)),
        mix(finite, mix(tag(head), order)),
        mix(cue, finite),
        mix(source_class, mix(finite, tag(head))),
        mix(bucket(spans.cue.len()), cue_tags),
        mix(u32::from(r.levels[head]), shape),
        mix(u32::from(r.levels[head]), mix(source_class, tag(begin.start))),
    ];
    out.extend(values.iter().enumerate().map(|(n, v)| mix(5000 + n as u32, *v)));
    // The words around the cue's own clause.
    let s = r.sentence(head);
    out.extend(s.range().filter(|i| !spans.content.iter().any(|c| c.holds(*i))).map(|i| mix(5100, stem(i))));
    out.extend(spans.content.iter().flat_map(|c| c.range()).take(40).map(|i| mix(5101, stem(i))));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::language::testing::bare;
    use crate::extract::statements::marginals::Certainty;

    #[test]
    fn every_wording_has_features() {
        let bare = bare();
        let reading = Analysis::new(&bare, "He said no");
        let spans = Spans {
            head: 1,
            cue: TokenSpan::new(1, 2),
            source: None,
            content: vec![TokenSpan::new(2, 3)],
            certainty: Certainty::default(),
        };
        let mut features = Vec::new();
        wording_features(&reading, &spans, &mut features);
        assert!(features.len() > 40);
        assert_eq!(Wording::new(&ModelFile::default()).score(&features), 0.0);
    }
}
