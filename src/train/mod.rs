//! Training: an annotated corpus in, a model file out. Behind the feature `train`; users' programs are built without.
//!
//! ```text
//! corpus -> tagger -> readings -> cue classifier ┐
//!                              -> span model     ├-> sections -> model file     (build)
//!                                                ┘
//! ```
//!
//! The same corpus, options and program give the same bytes: every order is fixed, every shuffle is seeded.

mod accept;
mod boost;
mod build;
pub mod corpus;
mod cue;
pub mod diagnose;
mod gold;
mod quantise;
mod random;
mod spans;
mod tagger;

use crate::evaluate::{Attribution, Evaluation, Predicted};
use crate::extract::Statement;
use crate::extract::model::ModelFile;
use crate::extract::statements_with;
use crate::text::Document;
use std::path::{Path, PathBuf};

/// Why a model could not be trained.
#[derive(Debug, thiserror::Error)]
pub enum TrainError {
    /// A file or folder of the corpus could not be read.
    #[error("cannot read {path}: {source}")]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// There is nothing to learn from.
    #[error("no annotated article in {path}")]
    Empty {
        /// The folder.
        path: PathBuf,
    },
}

/// How to train.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Seed of every shuffle.
    pub seed: u64,
    /// How many threads train at a time; the result does not depend on it.
    pub threads: usize,
    /// Articles published on this day (`YYYY-MM-DD`) or later are not trained on but measured on.
    pub hold_out_from: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self { seed: 1, threads: 1, hold_out_from: None }
    }
}

/// A trained model, and how well it does on what was held out.
#[derive(Clone, Debug)]
pub struct Trained {
    /// The bytes of the model file.
    pub model: Vec<u8>,
    /// Number of articles trained on.
    pub articles: usize,
    /// Share of the held-out tokens with the right part of speech, and of names with the right class.
    pub tagger: (f64, f64),
    /// Figures on the articles held out; none where all were trained on.
    pub held_out: Option<Evaluation>,
    /// What was found in the articles held out: name, body, statements.
    pub found: Vec<(String, String, Vec<Statement>)>,
}

/// Trains on the corpus in `folder`. `progress` is told what is being done.
pub fn run(folder: &Path, options: &Options, progress: &mut dyn FnMut(&str)) -> Result<Trained, TrainError> {
    let articles = corpus::read(folder)?;
    let held = |a: &&corpus::Article| options.hold_out_from.as_ref().is_some_and(|from| a.date >= *from);
    let (held_out, train): (Vec<_>, Vec<_>) = articles.iter().partition(held);
    if train.is_empty() {
        return Err(TrainError::Empty { path: folder.to_path_buf() });
    }
    let model = build::model(&train, options.seed, options.threads, progress);
    let mut evaluation = Evaluation::new();
    let mut found = Vec::with_capacity(held_out.len());
    let mut tagger = (0.0, 0.0);
    if let Some(file) = ModelFile::read(&model) {
        tagger = tagger::accuracy(&held_out, &file);
        for article in &held_out {
            let statements = statements_with(&file, &Document::new(&article.body));
            evaluation.add(&article.id, &article.body, &article.gold, Some(&predicted(&statements)));
            found.push((article.id.clone(), article.body.clone(), statements));
        }
    }
    let held_out = (!held_out.is_empty()).then_some(evaluation);
    Ok(Trained { model, articles: train.len(), tagger, held_out, found })
}

/// Statements as predictions to be scored.
fn predicted(statements: &[Statement]) -> Vec<Predicted> {
    let one = |s: &Statement| Predicted {
        attribution: Attribution { content: s.content.clone(), cue: s.cue.clone(), source: s.source.clone() },
        confidence: Some(f64::from(s.confidence)),
    };
    statements.iter().map(one).collect()
}
