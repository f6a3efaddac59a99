//! Training: annotated corpora in, a model file out. Behind the feature `train`; users' programs are built without.
//!
//! ```text
//! corpus -> annotated attributions, but for acts            (acts)
//!        -> tagger -> readings -> cue classifier, network ┐
//!                              -> span model              ├-> sections -> model file     (build)
//!                                                         ┘
//! ```
//!
//! The same corpus, options and program give the same bytes: every order is fixed, every shuffle is seeded.

mod acts;
mod antecedents;
mod boost;
mod build;
mod chains;
pub mod corpus;
mod cue;
mod gold;
mod network;
mod positions;
mod quantise;
mod random;
mod reranker;
mod sense;
mod spans;
mod tagger;

pub use acts::ActFigures;
pub use antecedents::{AntecedentFigures, Corpus as AntecedentCorpus};
pub use positions::PositionFigures;
pub use sense::{SenseFigures, f1};

use crate::domain::{Actor, ActorId};
use crate::evaluate::{Evaluation, Predicted, as_annotated};
use crate::extract::language::model;
use crate::extract::speakers::Registry;
use crate::extract::{Analysis, Language, LanguageFiles, statements};
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
    /// A line of a file of labels is none.
    #[error("{path}, line {line}: {source}")]
    Label {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// A file of issues is none.
    #[error("{path}: {source}")]
    Issues {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: toml::de::Error,
    },
    /// There is nothing to learn from.
    #[error("no annotated article in {path}")]
    Empty {
        /// The folder.
        path: PathBuf,
    },
}

/// One annotated corpus to train on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Corpus {
    /// Its folder, laid out as [`corpus`] says.
    pub folder: PathBuf,
    /// How often each of its articles counts; at least once.
    pub weight: usize,
}

/// How to train.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Seed of every shuffle.
    pub seed: u64,
    /// How many threads train at a time; the result does not depend on it.
    pub threads: usize,
    /// Articles published on this day (`YYYY-MM-DD`) or later are not trained on but measured on; of articles without
    /// a date, every fifth in order of name.
    pub hold_out_from: Option<String>,
    /// Files of senses that people have marked, as `sense.rs` says; none for a model that takes everything as said.
    pub senses: Vec<PathBuf>,
    /// Folder of annotated antecedents, as `chains.rs` says; none for a model that resolves no pronoun.
    pub coreference: Option<PathBuf>,
    /// The actors that are known beside them.
    pub actors: Vec<Actor>,
    /// A file that says whom source mentions of the corpora stand for.
    pub speakers: Option<PathBuf>,
    /// Files of marked positions, each with the file of its issues; none for a model that tells no positions.
    pub positions: Vec<(PathBuf, PathBuf)>,
    /// Learn the sense, the antecedents and the positions alone and take the rest of the model from the program's own.
    pub only_late: bool,
    /// Files that tell which annotated attributions are acts, as `acts.rs` says; none to learn from all of them.
    pub acts: Vec<PathBuf>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            seed: 1,
            threads: 1,
            hold_out_from: None,
            senses: Vec::new(),
            coreference: None,
            actors: Vec::new(),
            speakers: None,
            positions: Vec::new(),
            acts: Vec::new(),
            only_late: false,
        }
    }
}

/// What was held out of one corpus, and how well the model does on it.
#[derive(Clone, Debug, Default)]
pub struct HeldOut {
    /// The corpus.
    pub folder: PathBuf,
    /// The figures and errors.
    pub evaluation: Evaluation,
    /// What was found: name, body, statements.
    pub found: Vec<(String, String, Vec<Predicted>)>,
    /// Share of the tokens with the right part of speech, and of names with the right class; nought without tags.
    pub tagger: (f64, f64),
}

/// A trained model, and how well it does on what was held out.
#[derive(Clone, Debug)]
pub struct Trained {
    /// The bytes of the model file.
    pub model: Vec<u8>,
    /// Number of articles trained on.
    pub articles: usize,
    /// Figures on the articles held out, corpus by corpus; none where all were trained on.
    pub held_out: Vec<HeldOut>,
    /// How well the sense of the statements in each file is told, learned from all other articles of all files.
    pub senses: Vec<(PathBuf, SenseFigures)>,
    /// How well the antecedents of each corpus are told, in parts of whole texts.
    pub antecedents: Vec<AntecedentFigures>,
    /// How well the positions of each set are told: by what other articles teach, and by what other issues teach.
    pub positions: Vec<(usize, [PositionFigures; 2])>,
    /// How well acts are told, and how many were left out.
    pub acts: ActFigures,
}

/// Trains on these corpora together. `progress` is told what is being done.
pub fn run(
    corpora: &[Corpus],
    options: &Options,
    progress: &mut dyn FnMut(&str),
) -> Result<Trained, TrainError> {
    let mut train: Vec<corpus::Article> = Vec::new();
    let mut held: Vec<(&Path, Vec<corpus::Article>)> = Vec::new();
    for corpus in corpora {
        let mut out = Vec::new();
        for (n, mut article) in corpus::read(&corpus.folder)?.into_iter().enumerate() {
            article.weight = corpus.weight.max(1);
            let is_held = options
                .hold_out_from
                .as_ref()
                .is_some_and(|from| if article.date.is_empty() { n % 5 == 4 } else { article.date >= *from });
            if is_held { out.push(article) } else { train.push(article) }
        }
        held.push((&corpus.folder, out));
    }
    if train.is_empty() {
        let path = corpora.first().map(|c| c.folder.clone()).unwrap_or_default();
        return Err(TrainError::Empty { path });
    }
    let files = LanguageFiles::english();
    let learned = |name: &[u8; 4]| {
        *name == sense::SECTION && !options.senses.is_empty()
            || *name == antecedents::SECTION && options.coreference.is_some()
            || positions::SECTIONS.contains(name) && !options.positions.is_empty()
    };
    let mut acts = ActFigures::default();
    let mut sections: tagger::Sections = if options.only_late {
        model::sections(files.model()).into_iter().filter(|(name, _)| !learned(name)).collect()
    } else {
        progress("acts");
        let told = read_all(&options.acts)?.concat();
        let (words, figures) = acts::without(&files, train.clone(), &told, options.seed);
        acts = figures;
        build::model(&files, &words.iter().collect::<Vec<_>>(), options.seed, options.threads, progress)
    };
    let articles: Vec<&corpus::Article> = train.iter().collect();
    progress("sense");
    let base = model::write(&sections);
    let labels = read_all::<sense::Label>(&options.senses)?;
    let all = labels.concat();
    let cases = sense::cases(&Language::new(&files.with_model(&base)), &articles, &all);
    if !options.senses.is_empty() || !options.only_late {
        sections.extend(sense::train(&cases, options.seed));
    }
    let mut antecedents = Vec::new();
    if let Some(folder) = &options.coreference {
        progress("antecedents");
        // Pronouns before a pronoun are candidates' mentions, once there is a first model that tells whose.
        let mut learned = Vec::new();
        for round in 0..2 {
            let base = model::write(&[sections.as_slice(), learned.as_slice()].concat());
            let language = Language::new(&files.with_model(&base));
            let registry = Registry::new(&language, options.actors.iter().map(|a| (ActorId(0), a)));
            let cases =
                antecedents::cases(&language, &registry, folder, options.speakers.as_deref(), &articles)?;
            learned = antecedents::train(&cases, options.seed);
            if round == 1 {
                antecedents = antecedents::figures(&cases, options.seed);
            }
        }
        sections.extend(learned);
    }
    let mut told = Vec::new();
    if !options.positions.is_empty() {
        progress("positions");
        let sets: Vec<positions::Set> = options
            .positions
            .iter()
            .map(|(labels, issues)| positions::set(labels, issues))
            .collect::<Result<_, _>>()?;
        let files_so_far = model::write(&sections);
        sections.extend(positions::rarity(&Language::new(&files.with_model(&files_so_far)), &articles));
        let base = model::write(&sections);
        let language = Language::new(&files.with_model(&base));
        let registry = Registry::new(&language, options.actors.iter().map(|a| (ActorId(0), a)));
        let material = positions::material(&language, &registry, &sets, &articles);
        progress("positions: learning");
        sections.extend(positions::train(&material, options.seed));
        let by = |issue| positions::figures(&material, issue, options.seed);
        for (set, (articles, issues)) in by(false).into_iter().zip(by(true)).enumerate() {
            told.extend(articles.into_iter().zip(issues).map(|(a, b)| (set, [a, b])));
        }
    }
    let model = model::write(&sections);
    let of_file = |(path, labels): (&PathBuf, &Vec<sense::Label>)| {
        (path.clone(), sense::figures(&cases, labels, options.seed))
    };
    let senses = options.senses.iter().zip(&labels).map(of_file).collect();
    let measured = held.iter().filter(|(_, articles)| !articles.is_empty());
    let held_out = measured
        .map(|(folder, articles)| measure(&Language::new(&files.with_model(&model)), folder, articles))
        .collect();
    Ok(Trained { model, articles: train.len(), held_out, senses, antecedents, positions: told, acts })
}

/// The labels of each file, JSON lines.
fn read_all<L: serde::de::DeserializeOwned>(paths: &[PathBuf]) -> Result<Vec<Vec<L>>, TrainError> {
    paths.iter().map(|path| labels(path)).collect()
}

fn labels<L: serde::de::DeserializeOwned>(path: &Path) -> Result<Vec<L>, TrainError> {
    let text = std::fs::read_to_string(path)
        .map_err(|source| TrainError::Read { path: path.to_path_buf(), source })?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let label = |(n, line): (usize, &str)| {
        let fail = |source| TrainError::Label { path: path.to_path_buf(), line: n + 1, source };
        serde_json::from_str(line).map_err(fail)
    };
    lines.map(label).collect()
}

/// What a language makes of articles that its model has not seen.
fn measure(language: &Language<'_>, folder: &Path, articles: &[corpus::Article]) -> HeldOut {
    let mut held = HeldOut { folder: folder.to_path_buf(), ..HeldOut::default() };
    held.tagger = tagger::accuracy(language, &articles.iter().collect::<Vec<_>>());
    for article in articles {
        let mut analysis = Analysis::new(language, &article.body);
        let found = statements(&mut analysis);
        let positions = analysis.document().positions();
        let found: Vec<Predicted> =
            found.iter().map(|s| as_annotated(s, &positions, &article.body)).collect();
        held.evaluation.add(&article.id, &article.body, &article.gold, Some(&found));
        held.found.push((article.id.clone(), article.body.clone(), found));
    }
    held
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_articles_give_the_same_bytes() {
        let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds/corpus");
        let folder = tempfile::tempdir().unwrap();
        for part in ["text", "attributions"] {
            std::fs::create_dir(folder.path().join(part)).unwrap();
        }
        let articles = corpus::read(&seeds).unwrap();
        for article in articles.iter().take(4) {
            for (part, ending) in [("text", "txt"), ("attributions", "ann")] {
                let name = Path::new(part).join(format!("{}.{ending}", article.id));
                std::fs::copy(seeds.join(&name), folder.path().join(&name)).unwrap();
            }
        }
        let corpora = [Corpus { folder: folder.path().to_path_buf(), weight: 1 }];
        let train = |threads: usize| {
            let options = Options { threads, ..Options::default() };
            run(&corpora, &options, &mut |_| {}).unwrap().model
        };
        let model = train(1);
        assert!(model == train(2), "the bytes differ");
        let files = LanguageFiles::english();
        assert!(Language::new(&files.with_model(&model)).model_id() != "none");
    }
}
