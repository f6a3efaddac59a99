//! The order of training: each stage learns from what the stage before it gives on articles it has not seen.

use super::corpus::Article;
use super::{cue, gold, spans, tagger};
use crate::extract::model::{ModelFile, write};
use crate::extract::reading::Reading;
use crate::extract::tagger::Tagger;
use crate::text::Document;

/// The bytes of a model trained on these articles.
pub(super) fn model(articles: &[&Article], seed: u64, progress: &mut dyn FnMut(&str)) -> Vec<u8> {
    progress("tagger");
    let mut sections = tagger::train(articles, seed);
    let file = write(&sections);
    let Some(model) = ModelFile::read(&file) else { return file };
    let tagger = Tagger::new(&model);
    let documents: Vec<Document> = articles.iter().map(|a| Document::new(&a.body)).collect();
    let readings: Vec<Reading> = documents.iter().map(|d| Reading::new(d, &tagger)).collect();
    let pairs: Vec<_> = articles.iter().zip(&readings).map(|(a, r)| (*a, r)).collect();
    let membership = gold::membership(&pairs);
    let golds: Vec<_> = pairs.iter().map(|(a, r)| gold::statements(a, r, &membership)).collect();
    let examples: Vec<_> = readings.iter().zip(&golds).map(|(r, g)| (r, g.as_slice())).collect();
    progress("cue classifier");
    sections.extend(cue::train(&examples, seed));
    progress("span model");
    sections.extend(spans::train(&examples, seed));
    write(&sections)
}
