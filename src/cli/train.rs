//! `kb train`: a new model from annotated articles. Only in programs built with the feature `train`.

use super::error::CommandError;
use super::outfile;
use super::ui::Ui;
use crate::evaluate::Predicted;
use crate::import;
use crate::text::{ByteSpan, CharIndex};
use crate::train::{self, Corpus, HeldOut, Options};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Arguments of `kb train`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Folders with `text/`, `attributions/` (brat standoff) and, for the tagger, `tags/`; `DIR*3` counts its articles
    /// three times
    #[arg(required = true, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    corpora: Vec<PathBuf>,
    /// Where to write the model
    #[arg(long, value_name = "MODEL")]
    out: PathBuf,
    /// Learn from articles before this day and measure on the later ones (of undated ones, on every fifth)
    #[arg(long, value_name = "YYYY-MM-DD")]
    hold_out_from: Option<String>,
    /// Seed of every shuffle
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Parts to train at a time; the model does not depend on it
    #[arg(long, value_name = "N", default_value_t = 1)]
    threads: usize,
    /// Senses that people have marked: JSON lines of an article's name, the attribution's number, type, polarity, determinacy
    #[arg(long, value_name = "SENSES.jsonl", num_args = 1..)]
    senses: Vec<PathBuf>,
    /// Antecedents that people have marked: a folder with `gum/*.conllu` and `gap-development.tsv`
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    coreference: Option<PathBuf>,
    /// Whom source mentions of the articles stand for: JSON lines of an article's name, the attribution's number, actor, how
    #[arg(long, value_name = "SPEAKERS.jsonl", requires = "coreference")]
    speakers: Option<PathBuf>,
    /// Positions that people have marked: JSON lines of an article's name, actor, issue, stance, evidence
    #[arg(long, value_name = "POSITIONS.jsonl", num_args = 1.., requires = "issues")]
    positions: Vec<PathBuf>,
    /// The issues of these positions, a file for each
    #[arg(long, value_name = "ISSUES.toml", num_args = 1.., requires = "positions")]
    issues: Vec<PathBuf>,
    /// Learn the sense, the antecedents and the positions alone, whichever is given, and keep the rest of the program's own model
    #[arg(long, conflicts_with = "hold_out_from")]
    only_late: bool,
    /// Which annotated attributions are acts and not to be learned from: JSON lines of an article's name, the attribution's
    /// number, and whether it is one
    #[arg(long, value_name = "ACTS.jsonl", num_args = 1..)]
    acts: Vec<PathBuf>,
    /// Where to write what was found in the held-out articles, in the form that `kb evaluate` reads
    #[arg(long, value_name = "PRED.jsonl", requires = "hold_out_from")]
    predictions: Option<PathBuf>,
}

/// Trains, measures, writes the model.
pub fn run(args: &Args, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let corpora: Vec<Corpus> = args.corpora.iter().map(|c| corpus(c)).collect();
    let options = Options {
        seed: args.seed,
        threads: args.threads,
        hold_out_from: args.hold_out_from.clone(),
        senses: args.senses.clone(),
        coreference: args.coreference.clone(),
        actors: import::starter_actors()?,
        speakers: args.speakers.clone(),
        positions: args.positions.iter().cloned().zip(args.issues.iter().cloned()).collect(),
        only_late: args.only_late,
        acts: args.acts.clone(),
    };
    let trained = train::run(&corpora, &options, &mut |stage| ui.note(&format!("training: {stage}")))
        .map_err(|e| CommandError::users(e.to_string()))?;
    outfile::write(&args.out, &trained.model, db)?;
    if let Some(path) = &args.predictions {
        outfile::write(path, predictions(&trained.held_out).as_bytes(), db)?;
    }
    let mut out = ui.messages();
    writeln!(out, "{} articles, {} bytes: {}", trained.articles, trained.model.len(), args.out.display())?;
    for held in &trained.held_out {
        figures(&mut out, held)?;
    }
    if trained.acts.labelled > 0 {
        let a = trained.acts;
        writeln!(
            out,
            "acts, in five parts of the articles: F1 {:.3} {:?} (right, made up, missed) of {} labelled; {} of {} annotated \
             attributions left out",
            train::f1(a.acts),
            a.acts,
            a.labelled,
            a.left_out[0],
            a.left_out[1]
        )?;
    }
    for (path, s) in &trained.senses {
        writeln!(
            out,
            "sense, in five parts of whole articles, of {}: denied F1 {:.3} {:?}, not or open F1 {:.3} {:?} (right, made up, missed), \
             type right {:.3}, {} statements",
            path.display(),
            train::f1(s.denied),
            s.denied,
            train::f1(s.not_or_open),
            s.not_or_open,
            s.types,
            s.statements
        )?;
    }
    for a in &trained.antecedents {
        writeln!(
            out,
            "antecedents, in five parts of whole texts, of {:?}: {} pronouns, right {:.3} of {:.3} that can be, somebody else {:.3}, names of pairs F1 {:.3} {:?}, of the two alone {:.3}",
            a.corpus,
            a.pronouns,
            a.right as f64 / a.pronouns.max(1) as f64,
            a.reachable as f64 / a.pronouns.max(1) as f64,
            a.wrong as f64 / a.pronouns.max(1) as f64,
            train::f1(a.pairs),
            a.pairs,
            train::f1(a.of_two)
        )?;
    }
    for (set, pair) in &trained.positions {
        for (p, by) in pair.iter().zip(["articles", "issues"]) {
            let share = |a: usize, b: usize| a as f64 / b.max(1) as f64;
            let wrong = p.told - p.right - p.optional;
            writeln!(
                out,
                "positions of {} from {:.1}, each told by what other {by} teach: P {:.3} R {:.3}, stance {:.3} of {} pairs; told {}, right {}, \
                 right and not clear {}, clear {}",
                args.positions.get(*set).map(|p| p.display().to_string()).unwrap_or_default(),
                p.least,
                share(p.right, p.right + wrong),
                share(p.found, p.required),
                share(p.pairs[1], p.pairs[0]),
                p.pairs[0],
                p.told,
                p.right,
                p.optional,
                p.required
            )?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// `DIR` or `DIR*N`.
fn corpus(argument: &Path) -> Corpus {
    let text = argument.to_string_lossy();
    match text.rsplit_once('*').map(|(folder, n)| (folder, n.parse())) {
        Some((folder, Ok(weight))) => Corpus { folder: folder.into(), weight },
        _ => Corpus { folder: argument.to_path_buf(), weight: 1 },
    }
}

/// One line a document, as `kb extract` prints them, without the speakers' names.
fn predictions(held_out: &[HeldOut]) -> String {
    let mut lines = String::new();
    for (id, body, statements) in held_out.iter().flat_map(|h| &h.found) {
        let chars = CharIndex::new(body);
        let places = |spans: &[ByteSpan]| -> Vec<[usize; 2]> {
            spans.iter().map(|s| [chars.char_of_byte(s.start), chars.char_of_byte(s.end)]).collect()
        };
        let quote = |p: &Predicted| {
            serde_json::json!({
                "content": places(&p.attribution.content),
                "cue": places(&p.attribution.cue),
                "source": places(&p.attribution.source),
                "confidence": p.confidence,
            })
        };
        let quotes: Vec<_> = statements.iter().map(quote).collect();
        lines.push_str(&serde_json::json!({ "id": id, "quotes": quotes }).to_string());
        lines.push('\n');
    }
    lines
}

fn figures(out: &mut impl std::io::Write, held: &HeldOut) -> std::io::Result<()> {
    let report = held.evaluation.report();
    writeln!(out, "held out of {}: {} articles", held.folder.display(), report.documents)?;
    let kinds = [
        ("all", report.all),
        ("direct", report.direct),
        ("mixed", report.mixed),
        ("indirect", report.indirect),
    ];
    for (name, k) in kinds {
        writeln!(
            out,
            "  {name:<9} attr F1 {:.3} (P {:.3}, R {:.3}), content@0.5 F1 {:.3}, {} annotated, {} predicted",
            k.attr.f1, k.attr.precision, k.attr.recall, k.content.f1, k.annotated, k.predicted
        )?;
    }
    let s = report.spans;
    writeln!(out, "  exact     source {:.3}, cue {:.3}, content {:.3}", s.source.f1, s.cue.f1, s.content.f1)
}
