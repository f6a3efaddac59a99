//! Scoring: one document after the other in, counts kept, a report out at the end.

use super::{
    Attribution, CalibrationBin, DocumentFigures, ErrorKind, Finding, KindFigures, PrecisionRecall, Report,
    SpanFigures,
};
use crate::domain::QuoteKind;
use crate::extract::language::{LanguageFiles, List, entries};
use crate::text::ByteSpan;
use std::collections::BTreeSet;

/// One predicted attribution, with its confidence where it has one.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Predicted {
    /// The spans.
    pub attribution: Attribution,
    /// Probability that it is right, 0 to 1.
    pub confidence: Option<f64>,
}

/// Counts for one kind of quote, or for all.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    gold: usize,
    pred: usize,
    matched: [usize; 2],
    exact: [usize; 2],
    attr: [usize; 2],
    with_source: usize,
    source_right: usize,
}

/// An evaluation under way: add documents, then take the report.
#[derive(Clone, Debug, Default)]
pub struct Evaluation {
    stop_words: StopWords,
    documents: usize,
    missing: usize,
    /// Content words: right, predicted, annotated.
    words: [usize; 3],
    /// Counts for all, direct, mixed, indirect.
    counts: [Counts; 4],
    /// For source, cue, content: right, predicted, annotated.
    spans: [[usize; 3]; 3],
    /// Confidence and whether it was right, of every prediction that has one.
    confidences: Vec<(f64, bool)>,
    figures: Vec<DocumentFigures>,
    findings: Vec<Finding>,
}

/// Words that say nothing about who a source is, in lower case.
#[derive(Clone, Debug, Default)]
pub(crate) struct StopWords(BTreeSet<String>);

impl StopWords {
    /// Those of a language.
    pub fn new(files: &LanguageFiles<'_>) -> Self {
        Self(entries(files.list(List::EvaluationWords)).map(str::to_owned).collect())
    }
}

/// One attribution as sets of word indices.
pub(super) struct Item {
    content: BTreeSet<usize>,
    source: BTreeSet<usize>,
    kind: usize,
    /// Its place in the list that it was made of.
    pub from: usize,
}

impl Evaluation {
    /// An evaluation without documents, of articles in this language.
    pub fn new(files: &LanguageFiles<'_>) -> Self {
        Self { stop_words: StopWords::new(files), ..Self::default() }
    }

    /// Adds one document: its body, what people annotated, and what was predicted (`None`: nothing at hand).
    pub fn add(&mut self, id: &str, body: &str, annotated: &[Attribution], predicted: Option<&[Predicted]>) {
        self.documents += 1;
        self.missing += usize::from(predicted.is_none());
        let predicted = predicted.unwrap_or(&[]);
        let words = words(body);
        let quoted = quoted_words(body, &words);
        let lower: Vec<String> = words.iter().map(|w| w.of(body).to_lowercase()).collect();
        let golds = items(&words, &quoted, annotated.iter());
        let preds = items(&words, &quoted, predicted.iter().map(|p| &p.attribution));
        self.count_words(&golds, &preds);
        self.count_spans(annotated, predicted);
        for (list, which) in [(&golds, 0), (&preds, 1)] {
            for item in list {
                for kind in [0, item.kind] {
                    let counts = &mut self.counts[kind];
                    if which == 0 { counts.gold += 1 } else { counts.pred += 1 }
                }
            }
        }
        let pairs = matches(&golds, &preds);
        let mut right = 0;
        let mut pred_right = vec![None; preds.len()];
        let mut gold_met = vec![false; golds.len()];
        for (jaccard, g, p) in pairs {
            let (gold, pred) = (&golds[g], &preds[p]);
            let ok = same_source(&self.stop_words, &lower, &gold.source, &pred.source);
            gold_met[g] = true;
            pred_right[p] = Some((g, ok));
            right += usize::from(ok);
            let exact = usize::from(jaccard == 1.0);
            for (side, kinds) in [[0, gold.kind], [0, pred.kind]].iter().enumerate() {
                for kind in kinds {
                    let counts = &mut self.counts[*kind];
                    counts.matched[side] += 1;
                    counts.exact[side] += exact;
                    counts.attr[side] += usize::from(ok);
                    if side == 0 && !gold.source.is_empty() {
                        counts.with_source += 1;
                        counts.source_right += usize::from(ok);
                    }
                }
            }
        }
        self.note_errors(id, annotated, predicted, &golds, &preds, &gold_met, &pred_right);
        let attr = PrecisionRecall::new(right, right, preds.len(), golds.len());
        self.figures.push(DocumentFigures {
            id: id.to_string(),
            annotated: golds.len(),
            predicted: preds.len(),
            attr,
        });
    }

    /// The errors so far, in document order.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// The figures over all documents added.
    pub fn report(&self) -> Report {
        let kind = |n: usize| {
            let c = &self.counts[n];
            let figure = |right: [usize; 2]| PrecisionRecall::new(right[0], right[1], c.pred, c.gold);
            KindFigures {
                annotated: c.gold,
                predicted: c.pred,
                content: figure(c.matched),
                exact: figure(c.exact),
                attr: figure(c.attr),
                source_accuracy: c.source_right as f64 / c.with_source.max(1) as f64,
            }
        };
        let three = |c: [usize; 3]| PrecisionRecall::new(c[0], c[0], c[1], c[2]);
        let mut worst = self.figures.clone();
        worst.retain(|d| d.annotated + d.predicted > 0);
        worst.sort_by(|a, b| a.attr.f1.total_cmp(&b.attr.f1).then_with(|| a.id.cmp(&b.id)));
        Report {
            documents: self.documents,
            documents_missing: self.missing,
            content_words: three(self.words),
            all: kind(0),
            direct: kind(1),
            mixed: kind(2),
            indirect: kind(3),
            spans: SpanFigures {
                source: three(self.spans[0]),
                cue: three(self.spans[1]),
                content: three(self.spans[2]),
            },
            calibration: CalibrationBin::bins(&self.confidences, self.counts[0].gold),
            worst,
        }
    }

    fn count_words(&mut self, golds: &[Item], preds: &[Item]) {
        let union = |items: &[Item]| -> BTreeSet<usize> {
            items.iter().flat_map(|i| i.content.iter().copied()).collect()
        };
        let (gold, pred) = (union(golds), union(preds));
        self.words[0] += gold.intersection(&pred).count();
        self.words[1] += pred.len();
        self.words[2] += gold.len();
    }

    fn count_spans(&mut self, annotated: &[Attribution], predicted: &[Predicted]) {
        let roles: [fn(&Attribution) -> &Vec<ByteSpan>; 3] = [|a| &a.source, |a| &a.cue, |a| &a.content];
        for (counts, role) in self.spans.iter_mut().zip(roles) {
            let gold: BTreeSet<ByteSpan> = annotated.iter().flat_map(|a| role(a).iter().copied()).collect();
            let pred: BTreeSet<ByteSpan> =
                predicted.iter().flat_map(|p| role(&p.attribution).iter().copied()).collect();
            counts[0] += gold.intersection(&pred).count();
            counts[1] += pred.len();
            counts[2] += gold.len();
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn note_errors(
        &mut self,
        id: &str,
        annotated: &[Attribution],
        predicted: &[Predicted],
        golds: &[Item],
        preds: &[Item],
        gold_met: &[bool],
        pred_right: &[Option<(usize, bool)>],
    ) {
        for (item, met) in golds.iter().zip(gold_met) {
            if !met {
                self.findings.push(Finding {
                    id: id.to_string(),
                    kind: ErrorKind::Missed,
                    annotated: annotated.get(item.from).cloned(),
                    predicted: None,
                    confidence: None,
                });
            }
        }
        for (item, outcome) in preds.iter().zip(pred_right) {
            let Some(prediction) = predicted.get(item.from) else { continue };
            if let Some(confidence) = prediction.confidence {
                self.confidences.push((confidence, outcome.is_some_and(|(_, ok)| ok)));
            }
            let (kind, gold) = match outcome {
                None => (ErrorKind::Spurious, None),
                Some((g, false)) => (ErrorKind::WrongSource, golds.get(*g)),
                Some((_, true)) => continue,
            };
            self.findings.push(Finding {
                id: id.to_string(),
                kind,
                annotated: gold.and_then(|g| annotated.get(g.from)).cloned(),
                predicted: Some(prediction.attribution.clone()),
                confidence: prediction.confidence,
            });
        }
    }
}

/// For each predicted attribution, whether some annotated one has matching content and the same source; each is
/// judged by itself, so that two may be right about the same one.
#[cfg(feature = "train")]
pub(crate) fn is_right(
    stop_words: &StopWords,
    body: &str,
    annotated: &[Attribution],
    predicted: &[Attribution],
) -> Vec<bool> {
    let words = words(body);
    let lower: Vec<String> = words.iter().map(|w| w.of(body).to_lowercase()).collect();
    let quoted = vec![false; words.len()];
    let golds = items(&words, &quoted, annotated.iter());
    let mut right = vec![false; predicted.len()];
    for pred in items(&words, &quoted, predicted.iter()) {
        right[pred.from] = golds.iter().any(|gold| {
            let common = gold.content.intersection(&pred.content).count();
            common * 2 >= gold.content.len() + pred.content.len() - common
                && same_source(stop_words, &lower, &gold.source, &pred.source)
        });
    }
    right
}

/// Runs of word characters, apostrophes between them included.
pub(super) fn words(body: &str) -> Vec<ByteSpan> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut words: Vec<ByteSpan> = Vec::new();
    // An apostrophe just behind the last word, that a word character may follow.
    let mut bridge = None;
    for (at, c) in body.char_indices() {
        let end = at + c.len_utf8();
        if is_word(c) {
            match words.last_mut() {
                Some(last) if last.end == at || bridge == Some(at) => last.end = end,
                _ => words.push(ByteSpan::new(at, end)),
            }
        } else if matches!(c, '\'' | '’') && words.last().is_some_and(|w| w.end == at) {
            bridge = Some(end);
        }
    }
    words
}

/// For each word, whether it begins inside double quotation marks, paragraph by paragraph.
fn quoted_words(body: &str, words: &[ByteSpan]) -> Vec<bool> {
    let mut quoted = Vec::with_capacity(words.len());
    let mut next = words.iter().peekable();
    let mut inside = false;
    for (at, c) in body.char_indices() {
        match c {
            '\n' | '”' => inside = false,
            '“' => inside = true,
            '"' => inside = !inside,
            _ => {}
        }
        if next.next_if(|w| w.start == at).is_some() {
            quoted.push(inside);
        }
    }
    quoted
}

pub(super) fn items<'a>(
    words: &[ByteSpan],
    quoted: &[bool],
    list: impl Iterator<Item = &'a Attribution>,
) -> Vec<Item> {
    let indices = |spans: &[ByteSpan]| -> BTreeSet<usize> {
        let inside = |span: &ByteSpan| {
            let from = words.partition_point(|w| w.end <= span.start);
            let to = words.partition_point(|w| w.start < span.end);
            from..to.max(from)
        };
        spans.iter().flat_map(inside).collect()
    };
    let mut items = Vec::new();
    for (from, attribution) in list.enumerate() {
        let content = indices(&attribution.content);
        if content.is_empty() {
            continue;
        }
        let inside = content.iter().filter(|i| quoted.get(**i) == Some(&true)).count();
        let kind = match inside {
            0 => QuoteKind::Indirect,
            n if n == content.len() => QuoteKind::Direct,
            _ => QuoteKind::Mixed,
        };
        let kind = 1 + QuoteKind::ALL.iter().position(|k| *k == kind).unwrap_or(0);
        items.push(Item { content, source: indices(&attribution.source), kind, from });
    }
    items
}

/// Pairs of annotated and predicted items that match, one to one, best overlap first.
pub(super) fn matches(golds: &[Item], preds: &[Item]) -> Vec<(f64, usize, usize)> {
    let mut pairs = Vec::new();
    for (g, gold) in golds.iter().enumerate() {
        for (p, pred) in preds.iter().enumerate() {
            let common = gold.content.intersection(&pred.content).count();
            let jaccard = common as f64 / (gold.content.len() + pred.content.len() - common).max(1) as f64;
            if common > 0 && jaccard >= 0.5 {
                pairs.push((jaccard, g, p));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut gold_used, mut pred_used) = (vec![false; golds.len()], vec![false; preds.len()]);
    pairs.retain(|(_, g, p)| {
        let free = !gold_used[*g] && !pred_used[*p];
        if free {
            gold_used[*g] = true;
            pred_used[*p] = true;
        }
        free
    });
    pairs
}

fn same_source(
    stop_words: &StopWords,
    lower: &[String],
    gold: &BTreeSet<usize>,
    pred: &BTreeSet<usize>,
) -> bool {
    if gold.is_empty() {
        return pred.is_empty();
    }
    let texts = |set: &BTreeSet<usize>| -> BTreeSet<String> {
        set.iter().filter_map(|i| lower.get(*i)).cloned().collect()
    };
    let is_stop = |word: &String| stop_words.0.contains(word);
    let (gold, pred) = (texts(gold), texts(pred));
    let mut common = gold.intersection(&pred).peekable();
    if common.peek().is_none() {
        return false;
    }
    common.any(|w| !is_stop(w)) || gold.iter().all(is_stop)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attribution(body: &str, content: &str, source: &str) -> Attribution {
        let span = |text: &str| {
            let start = body.find(text).unwrap();
            vec![ByteSpan::new(start, start + text.len())]
        };
        Attribution { content: span(content), cue: span("said"), source: span(source) }
    }

    #[test]
    fn counts_what_the_figures_promise() {
        let body = "“We don't go,” said Ann Lee. Bob left.";
        let gold = [attribution(body, "“We don't go,”", "Ann Lee")];
        let near = Predicted { attribution: attribution(body, "We don't", "Lee"), confidence: Some(0.95) };
        let mut evaluation = Evaluation::new(&LanguageFiles::english());
        evaluation.add("a", body, &gold, Some(&[near]));
        evaluation.add("b", body, &gold, None);
        let report = evaluation.report();
        assert_eq!((report.documents, report.documents_missing), (2, 1));
        assert_eq!((report.direct.annotated, report.direct.predicted), (2, 1));
        assert_eq!((report.all.attr.precision, report.all.attr.recall), (1.0, 0.5));
        assert_eq!((report.all.exact.f1, report.spans.cue.precision), (0.0, 1.0));
        assert_eq!(report.worst[0].id, "b");
        assert_eq!(evaluation.findings()[0].kind, ErrorKind::Missed);
        assert_eq!(report.calibration[9].predicted, 1);
    }
}
