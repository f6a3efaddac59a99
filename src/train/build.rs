//! The order of training: each stage learns from what the stage before it gives on articles it has not seen.

use super::corpus::Article;
use super::tagger::Sections;
use super::{cue, gold, reranker, spans, tagger};
use crate::extract::language::model::{ModelFile, write};
use crate::extract::statements::LEAST_CUE;
use crate::extract::statements::cue::CueModel;
use crate::extract::{Analysis, Language, LanguageFiles};

/// Into how many parts the articles are dealt; each part is seen by models trained on the others.
const FOLDS: usize = 4;

/// Into how many parts they are dealt for the tags that a later stage learns from, and for the cues.
const TAG_FOLDS: usize = 4;
const CUE_FOLDS: usize = 2;

/// The sections of a model trained on these articles, but for the sense.
pub(super) fn model(
    files: &LanguageFiles<'_>,
    articles: &[&Article],
    seed: u64,
    threads: usize,
    progress: &mut dyn FnMut(&str),
) -> Sections {
    progress("held-out candidates");
    let part = |fold: usize, inside: bool| -> Vec<(usize, &Article)> {
        let kept = articles.iter().enumerate().filter(|(n, _)| (n % FOLDS == fold) == inside);
        kept.map(|(n, a)| (n, *a)).collect()
    };
    let fold_rows = |fold: usize| {
        let seen: Vec<&Article> = part(fold, false).iter().map(|(_, a)| *a).collect();
        let file = write(&base(files, &seen, seed));
        reranker::rows(&Language::new(&files.with_model(&file)), &part(fold, true))
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
    let mut sections = base(files, articles, seed);
    progress("reranker");
    let annotated = articles.iter().map(|a| a.gold.len() * a.weight).sum();
    sections.extend(reranker::train(&rows, annotated, seed));
    sections
}

/// Tagger, cue classifier and span model. The cue classifier learns from tags, and the span model from tags and
/// cues, that were given by models which had not seen the article.
fn base(files: &LanguageFiles<'_>, articles: &[&Article], seed: u64) -> Sections {
    let untrained = Language::new(&files.with_model(&[]));
    let mut sections = tagger::train(&untrained, articles, seed);
    let taggers: Vec<Vec<u8>> = (0..TAG_FOLDS)
        .map(|fold| write(&tagger::train(&untrained, &others(articles, fold, TAG_FOLDS), seed)))
        .collect();
    let languages: Vec<Language> = taggers.iter().map(|m| Language::new(&files.with_model(m))).collect();
    let numbered = articles.iter().enumerate();
    let mut readings: Vec<Analysis> =
        numbered.map(|(n, a)| Analysis::new(&languages[n % TAG_FOLDS], &a.body)).collect();
    let pairs: Vec<_> = articles.iter().zip(&readings).map(|(a, r)| (*a, r)).collect();
    let membership = gold::membership(&pairs);
    let golds: Vec<_> = pairs.iter().map(|(a, r)| gold::statements(a, r, &membership)).collect();
    let examples: Vec<_> = readings.iter().zip(&golds).map(|(r, g)| (r, g.as_slice())).collect();
    sections.extend(cue::train(&weighted(&examples, articles), seed));
    let mut noted = Vec::new();
    for fold in 0..CUE_FOLDS {
        let file = write(&cue::train(
            &weighted(&others(&examples, fold, CUE_FOLDS), &others(articles, fold, CUE_FOLDS)),
            seed,
        ));
        let Some(model) = ModelFile::read(&file) else { return sections };
        let model = CueModel::new(&model);
        for n in (fold..articles.len()).step_by(CUE_FOLDS) {
            noted.push((n, model.find(&readings[n], LEAST_CUE)));
        }
    }
    for (n, cues) in noted {
        readings[n].note_cues(cues.iter().map(|c| (c.token, c.logit)));
    }
    let examples: Vec<_> = readings.iter().zip(&golds).map(|(r, g)| (r, g.as_slice())).collect();
    sections.extend(spans::train(&weighted(&examples, articles), seed));
    sections
}

/// Each example as often as its article counts.
fn weighted<T: Copy>(examples: &[T], articles: &[&Article]) -> Vec<T> {
    let repeat = |(example, article): (&T, &&Article)| std::iter::repeat_n(*example, article.weight);
    examples.iter().zip(articles).flat_map(repeat).collect()
}

/// The items that are not in this fold of `folds`.
fn others<T: Copy>(items: &[T], fold: usize, folds: usize) -> Vec<T> {
    items.iter().enumerate().filter(|(n, _)| n % folds != fold).map(|(_, item)| *item).collect()
}
