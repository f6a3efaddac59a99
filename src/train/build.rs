//! The order of training: each stage learns from what the stage before it gives on articles it has not seen.

use super::corpus::Article;
use super::tagger::Sections;
use super::{accept, cue, gold, spans, tagger};
use crate::extract::model::{ModelFile, write};
use crate::extract::reading::Reading;
use crate::extract::tagger::Tagger;
use crate::text::Document;

/// Into how many parts the articles are dealt; each part is seen by models trained on the others.
const FOLDS: usize = 4;

/// The bytes of a model trained on these articles.
pub(super) fn model(
    articles: &[&Article],
    seed: u64,
    threads: usize,
    progress: &mut dyn FnMut(&str),
) -> Vec<u8> {
    progress("held-out candidates");
    let part = |fold: usize, inside: bool| -> Vec<(usize, &Article)> {
        let kept = articles.iter().enumerate().filter(|(n, _)| (n % FOLDS == fold) == inside);
        kept.map(|(n, a)| (n, *a)).collect()
    };
    let fold_rows = |fold: usize| {
        let seen: Vec<&Article> = part(fold, false).iter().map(|(_, a)| *a).collect();
        let file = write(&base(&seen, seed));
        ModelFile::read(&file).map_or_else(Vec::new, |m| accept::rows(&m, &part(fold, true)))
    };
    let folds: Vec<usize> = (0..FOLDS).collect();
    let mut rows = Vec::new();
    for batch in folds.chunks(threads.max(1)) {
        std::thread::scope(|scope| {
            let running: Vec<_> = batch.iter().map(|fold| scope.spawn(|| fold_rows(*fold))).collect();
            for handle in running {
                rows.extend(handle.join().unwrap_or_default());
            }
        });
    }
    progress("tagger, cue classifier, span model");
    let mut sections = base(articles, seed);
    progress("accept model");
    let annotated = articles.iter().map(|a| a.gold.len()).sum();
    sections.extend(accept::train(&rows, annotated, seed));
    write(&sections)
}

/// Tagger, cue classifier and span model.
fn base(articles: &[&Article], seed: u64) -> Sections {
    let mut sections = tagger::train(articles, seed);
    let file = write(&sections);
    let Some(model) = ModelFile::read(&file) else { return sections };
    let tagger = Tagger::new(&model);
    let documents: Vec<Document> = articles.iter().map(|a| Document::new(&a.body)).collect();
    let readings: Vec<Reading> = documents.iter().map(|d| Reading::new(d, &tagger)).collect();
    let pairs: Vec<_> = articles.iter().zip(&readings).map(|(a, r)| (*a, r)).collect();
    let membership = gold::membership(&pairs);
    let golds: Vec<_> = pairs.iter().map(|(a, r)| gold::statements(a, r, &membership)).collect();
    let examples: Vec<_> = readings.iter().zip(&golds).map(|(r, g)| (r, g.as_slice())).collect();
    sections.extend(cue::train(&examples, seed));
    sections.extend(spans::train(&examples, seed));
    sections
}
