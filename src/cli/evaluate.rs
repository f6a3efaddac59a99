//! `kb evaluate`: how well extraction does on annotated articles.

mod positions;
mod speakers;

use super::error::CommandError;
use super::ui::Ui;
use crate::domain::counted;
use crate::evaluate::{
    Attribution, ErrorKind, Evaluation, Finding, KindFigures, PrecisionRecall, Predicted, PredictedDocument,
    Report, as_annotated, read_brat,
};
use crate::extract::{Analysis, Language, readable, statements};
use crate::render::{Flow, Paint};
use crate::text::ByteSpan;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// How many documents the list of the worst has.
const WORST: usize = 10;

/// How many bytes of text an error is shown with, on each side.
const AROUND: usize = 60;

/// Arguments of `kb evaluate`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A folder with `text/*.txt` and `attributions/*.ann` (brat standoff: Source, Cue, Content)
    #[arg(value_name = "GOLD_DIR", value_hint = clap::ValueHint::DirPath)]
    gold: PathBuf,
    /// What `kb extract` printed for these articles; without it they are extracted now
    #[arg(value_name = "PRED.jsonl", value_hint = clap::ValueHint::FilePath)]
    predictions: Option<PathBuf>,
    /// How to print the figures
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = ["text", "json"])]
    format: String,
    /// Show what was missed, made up, or given to somebody else, in its context
    #[arg(long)]
    errors: bool,
    /// Score whose words they are, instead: whom each source mention stands for
    ///
    /// One annotated attribution a line: {"id": name of the article without its ending, "n": the attribution's place among those of
    /// the article by the start of their content, from 0, "regex": matches, in any case, every name that the speaker may have,
    /// "how": name, surname, pronoun, description …, "kind": person, body …, "clear": whether a careful reader is sure, "also":
    /// [{"regex": …}] for joint speakers}. Lines that are not clear or of kind "unknown" count neither way.
    #[arg(long, value_name = "SPEAKERS.jsonl", conflicts_with = "predictions", value_hint = clap::ValueHint::FilePath)]
    speakers: Option<PathBuf>,
    /// Score where actors stand, instead: a coding of one's own, on the issues of `--issues`
    ///
    /// GOLD_DIR needs text/*.txt alone. One position a line: {"id": name of the article without its ending, "actor_regex": matches, in
    /// any case, every name that the actor may have, "issue": slug, "stance": supports, opposes, conditional, neutral, unclear, or
    /// none for who speaks of it and takes no side, "evidence": [start, end] in code points, "clear": whether a careful reader is
    /// sure; and, where wanted, "also": other stances that a reader may see, "basis": [own, reported, ascribed], "more": further
    /// evidence}. Lines that are not clear count neither way.
    #[arg(long, value_name = "POSITIONS.jsonl", requires = "issues", conflicts_with_all = ["predictions", "speakers"], value_hint = clap::ValueHint::FilePath)]
    positions: Option<PathBuf>,
    /// The issues of these positions (TOML or CSV, as `kb issue import` reads them)
    #[arg(long, value_name = "FILE", requires = "positions", value_hint = clap::ValueHint::FilePath)]
    issues: Option<PathBuf>,
}

/// Scores and prints.
pub fn run(args: &Args, ui: &Ui) -> Result<ExitCode, CommandError> {
    if let Some(lines) = &args.speakers {
        return speakers::run(&args.gold, lines, &args.format, args.errors, ui);
    }
    if let (Some(lines), Some(issues)) = (&args.positions, &args.issues) {
        let files = positions::Files { gold: &args.gold, lines, issues };
        return positions::run(&files, &args.format, args.errors, ui);
    }
    let predictions = args.predictions.as_deref().map(read_predictions).transpose()?;
    let language = Language::english();
    let mut evaluation = Evaluation::new(language.files());
    let mut bodies = BTreeMap::new();
    for (id, annotation) in annotations(&args.gold.join("attributions"))? {
        let path = args.gold.join("text").join(format!("{id}.txt"));
        if !path.exists() {
            continue;
        }
        let body = read(&path)?;
        let gold = read_brat(&body, &read(&annotation)?);
        match &predictions {
            Some(all) => {
                let predicted = all.get(&id).map(|d| d.predicted(&body));
                evaluation.add(&id, &body, &gold, predicted.as_deref());
            }
            None => evaluation.add(&id, &body, &gold, Some(&extracted(&language, &body))),
        }
        bodies.insert(id, body);
    }
    let report = evaluation.report();
    if report.documents == 0 {
        return Err(CommandError::users(format!("no annotated article in `{}`", args.gold.display()))
            .hint("it needs text/NAME.txt and attributions/NAME.ann"));
    }
    if args.format == "json" {
        return print_json(&report, ui);
    }
    let mut flow = Flow::new(ui.width, ui.color);
    if args.errors {
        evaluation.findings().iter().for_each(|f| finding(&mut flow, f, bodies.get(&f.id).map_or("", |b| b)));
    }
    figures(&mut flow, &report);
    ui.page(&flow.into_text())?;
    Ok(ExitCode::SUCCESS)
}

/// Prints a report for programs.
fn print_json(report: &impl serde::Serialize, ui: &Ui) -> Result<ExitCode, CommandError> {
    let mut out = ui.stdout();
    let text = serde_json::to_string_pretty(report).map_err(|e| CommandError::ours(e.to_string()))?;
    writeln!(out, "{text}")?;
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn read(path: &Path) -> Result<String, CommandError> {
    std::fs::read_to_string(path).map_err(|e| CommandError::unreadable(path, &e))
}

/// Annotation files by article, in order; where several people annotated one, the first by name.
fn annotations(folder: &Path) -> Result<BTreeMap<String, PathBuf>, CommandError> {
    let fail = |e: std::io::Error| {
        CommandError::unreadable(folder, &e).hint("a gold folder has text/NAME.txt and attributions/NAME.ann")
    };
    let mut found: BTreeMap<String, PathBuf> = BTreeMap::new();
    for entry in std::fs::read_dir(folder).map_err(fail)? {
        let path = entry.map_err(fail)?.path();
        if path.extension().is_none_or(|e| e != "ann") {
            continue;
        }
        let Some(stem) = path.file_stem().and_then(|s| s.to_str()) else { continue };
        let id = match stem.rsplit_once('_') {
            Some((id, tail)) if tail.len() == 4 && tail.bytes().all(|b| b.is_ascii_hexdigit()) => id,
            _ => stem,
        };
        let slot = found.entry(id.to_owned()).or_insert_with(|| path.clone());
        if path < *slot {
            *slot = path;
        }
    }
    Ok(found)
}

fn read_predictions(path: &Path) -> Result<BTreeMap<String, PredictedDocument>, CommandError> {
    let mut all = BTreeMap::new();
    for (n, line) in read(path)?.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let document: PredictedDocument = serde_json::from_str(line).map_err(|e| {
            CommandError::users(format!("`{}`, line {}: {e}", path.display(), n + 1))
                .hint("it should be what `kb extract` prints")
        })?;
        all.insert(document.id.clone(), document);
    }
    Ok(all)
}

fn extracted(language: &Language<'_>, body: &str) -> Vec<Predicted> {
    let mut analysis = Analysis::new(language, readable(body));
    let found = statements(&mut analysis);
    let positions = analysis.document().positions();
    found.iter().map(|s| as_annotated(s, &positions, body)).collect()
}

fn figures(flow: &mut Flow, report: &Report) {
    let line = |flow: &mut Flow, text: String, paint| flow.paragraph("", &[(text.as_str(), paint)]);
    let three = |p: &PrecisionRecall| format!("P {:.3}  R {:.3}  F1 {:.3}", p.precision, p.recall, p.f1);
    line(
        flow,
        format!(
            "{}, {} without a prediction",
            counted(report.documents, "article"),
            report.documents_missing
        ),
        Paint::BOLD,
    );
    line(flow, format!("content words    {}", three(&report.content_words)), Paint::PLAIN);
    flow.blank();
    let kinds: [(&str, &KindFigures); 4] = [
        ("all", &report.all),
        ("direct", &report.direct),
        ("mixed", &report.mixed),
        ("indirect", &report.indirect),
    ];
    for (name, k) in kinds {
        line(flow, format!("{name}: {} annotated, {} predicted", k.annotated, k.predicted), Paint::BOLD);
        line(flow, format!("  content@0.5    {}", three(&k.content)), Paint::PLAIN);
        line(flow, format!("  exact          {}", three(&k.exact)), Paint::PLAIN);
        line(flow, format!("  attr           {}", three(&k.attr)), Paint::PLAIN);
        line(flow, format!("  source right   {:.3} of those matched", k.source_accuracy), Paint::PLAIN);
    }
    flow.blank();
    line(flow, "exact spans".to_owned(), Paint::BOLD);
    for (name, p) in
        [("source", report.spans.source), ("cue", report.spans.cue), ("content", report.spans.content)]
    {
        line(flow, format!("  {name:<14} {}", three(&p)), Paint::PLAIN);
    }
    if !report.calibration.is_empty() {
        flow.blank();
        line(
            flow,
            "confidence       predicted   mean   right   right from here up   found from here up".to_owned(),
            Paint::BOLD,
        );
    }
    for bin in report.calibration.iter().filter(|b| b.predicted > 0) {
        let text = format!(
            "  {:.1} to {:.1}     {:>9}  {:.3}   {:.3}   {:>18.3}   {:>18.3}",
            bin.from,
            bin.to,
            bin.predicted,
            bin.confidence,
            bin.precision,
            bin.precision_from_here,
            bin.recall_from_here
        );
        line(flow, text, Paint::PLAIN);
    }
    flow.blank();
    line(flow, "worst articles".to_owned(), Paint::BOLD);
    for document in report.worst.iter().take(WORST) {
        let text = format!(
            "  {:.3}  {} annotated, {} predicted",
            document.attr.f1, document.annotated, document.predicted
        );
        flow.paragraph("", &[(&text, Paint::PLAIN), ("  ", Paint::PLAIN), (&document.id, Paint::DIM)]);
    }
}

/// An error with its words marked: content, cue and source in brackets of their own where there are no colours.
fn finding(flow: &mut Flow, finding: &Finding, body: &str) {
    let what = match finding.kind {
        ErrorKind::Missed => "missed",
        ErrorKind::Spurious => "spurious",
        ErrorKind::WrongSource => "wrong source",
    };
    let confidence = finding.confidence.map_or(String::new(), |c| format!("  confidence {c:.2}"));
    flow.paragraph(
        "",
        &[(what, Paint::BOLD), ("  ", Paint::PLAIN), (&finding.id, Paint::DIM), (&confidence, Paint::DIM)],
    );
    for (label, attribution) in [("annotated ", &finding.annotated), ("predicted ", &finding.predicted)] {
        let Some(attribution) = attribution else { continue };
        let pieces = in_context(body, attribution, flow.has_color());
        let pieces: Vec<(&str, Paint)> = pieces.iter().map(|(t, p)| (t.as_str(), *p)).collect();
        flow.paragraph(&format!("  {label}"), &pieces);
    }
    flow.blank();
}

fn in_context(body: &str, attribution: &Attribution, color: bool) -> Vec<(String, Paint)> {
    let roles = [
        (&attribution.content, 0, ("⟦", "⟧")),
        (&attribution.cue, 1, ("~", "~")),
        (&attribution.source, 2, ("*", "*")),
    ];
    let mut spans: Vec<(ByteSpan, usize, (&str, &str))> =
        roles.iter().flat_map(|(list, n, marks)| list.iter().map(|s| (*s, *n, *marks))).collect();
    spans.sort_by_key(|(s, ..)| *s);
    let (Some(first), Some(last)) = (spans.first().map(|s| s.0.start), spans.iter().map(|s| s.0.end).max())
    else {
        return Vec::new();
    };
    let boundary = |at: usize| (at..=body.len()).find(|i| body.is_char_boundary(*i)).unwrap_or(body.len());
    let mut at = boundary(first.saturating_sub(AROUND));
    let mut pieces = vec![("… ".to_owned(), Paint::DIM)];
    for (span, role, (open, close)) in spans {
        pieces.push((body.get(at..span.start).unwrap_or("").to_owned(), Paint::DIM));
        let from = span.start.max(at);
        let text = body.get(from..span.end.max(from)).unwrap_or("");
        let text = if color { text.to_owned() } else { format!("{open}{text}{close}") };
        pieces.push((text, Paint { bold: true, ..Paint::colored(role) }));
        at = span.end.max(at);
    }
    let end = boundary((last + AROUND).min(body.len()));
    pieces.push((body.get(at..end).unwrap_or("").to_owned(), Paint::DIM));
    pieces.push((" …".to_owned(), Paint::DIM));
    pieces
}
