//! `kb evaluate --positions`: how often the right stance is told, on issues of one's own.

use super::{print_json, read};
use crate::cli::error::CommandError;
use crate::cli::ui::Ui;
use crate::domain::{ActorId, Article, IssueId, counted};
use crate::evaluate::{
    PositionEvaluation, PositionFinding, PositionLine, PositionReport, PrecisionRecall, ToldPosition,
};
use crate::extract::{Extraction, Extractor, Knowledge, Language};
use crate::import::{self, Choices, Source};
use crate::render::{Flow, Paint};
use crate::text::{CharIndex, CharSpan};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

/// How many code points of text a finding is shown with, on each side.
const AROUND: usize = 60;

/// What is evaluated.
pub(super) struct Files<'a> {
    /// A folder with `text/*.txt`.
    pub gold: &'a Path,
    /// The annotated positions.
    pub lines: &'a Path,
    /// The issues they are on.
    pub issues: &'a Path,
}

/// Scores and prints.
pub(super) fn run(files: &Files<'_>, format: &str, errors: bool, ui: &Ui) -> Result<ExitCode, CommandError> {
    let lines_of = read_lines(files.lines)?;
    let issues = import::read_issues(files.issues, import::IssueFormat::of(files.issues))
        .map_err(|e| CommandError::users(format!("`{}`: {e}", files.issues.display())))?;
    let unknown = lines_of.values().flatten().find(|l| issues.iter().all(|i| i.slug != l.issue));
    if let Some(line) = unknown {
        return Err(CommandError::users(format!(
            "`{}` has positions on `{}`, which is no issue of `{}`",
            files.lines.display(),
            line.issue,
            files.issues.display()
        )));
    }
    let actors: Vec<String> = import::starter_actors()?.into_iter().map(|a| a.name).collect();
    let slugs: Vec<String> = issues.iter().map(|i| i.slug.clone()).collect();
    let knowledge = Knowledge::new((0..).map(ActorId).zip(import::starter_actors()?))
        .with_issues((0..).map(IssueId).zip(issues));
    let extractor = Extractor::new(Language::english(), &knowledge);
    let mut evaluation = PositionEvaluation::default();
    let mut bodies = BTreeMap::new();
    for (id, lines) in &lines_of {
        let path = files.gold.join("text").join(format!("{id}.txt"));
        if !path.exists() {
            continue;
        }
        // The text as it was annotated, with the date and the author that an import finds.
        let body = read(&path)?;
        let articles = import::read_source(&Source::File(path.clone()), &Choices::default());
        let Some((_, article)) = articles.into_iter().next() else { continue };
        let article = article.map_err(|e| CommandError::users(format!("`{}`: {e}", path.display())))?;
        let article = Article { body: body.clone(), ..article };
        let told = told(&extractor.read(&article), &body, &actors, &slugs);
        evaluation
            .add(id, lines, &told)
            .map_err(|why| CommandError::users(format!("`{}`: {why}", files.lines.display())))?;
        bodies.insert(id.as_str(), body);
    }
    let report = evaluation.report();
    if report.documents == 0 {
        return Err(CommandError::users(format!(
            "no article of `{}` is in `{}`",
            files.lines.display(),
            files.gold.join("text").display()
        ))
        .hint("each `id` is the NAME of text/NAME.txt"));
    }
    if format == "json" {
        return print_json(&report, ui);
    }
    let mut flow = Flow::new(ui.width, ui.color);
    if errors {
        let body = |f: &PositionFinding| bodies.get(f.id.as_str()).map_or("", |b| b.as_str());
        evaluation.findings().iter().for_each(|f| finding(&mut flow, f, body(f)));
    }
    figures(&mut flow, &report);
    ui.page(&flow.into_text())?;
    Ok(ExitCode::SUCCESS)
}

/// The lines of a file of positions by article.
fn read_lines(path: &Path) -> Result<BTreeMap<String, Vec<PositionLine>>, CommandError> {
    let mut all: BTreeMap<String, Vec<PositionLine>> = BTreeMap::new();
    for (n, line) in read(path)?.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let line: PositionLine = serde_json::from_str(line).map_err(|e| {
            CommandError::users(format!("`{}`, line {}: {e}", path.display(), n + 1))
                .hint("`kb evaluate --help` says what a line has")
        })?;
        all.entry(line.id.clone()).or_default().push(line);
    }
    Ok(all)
}

/// The positions of an article by the names of their actors.
fn told(extraction: &Extraction, body: &str, actors: &[String], slugs: &[String]) -> Vec<ToldPosition> {
    let chars = CharIndex::new(body);
    let known = |id: ActorId| usize::try_from(id.0).ok().and_then(|i| actors.get(i)).map(String::as_str);
    let of = |found: &crate::extract::positions::Position| {
        let issue = usize::try_from(found.issue.0).ok().and_then(|i| slugs.get(i))?;
        let passage = |p: &crate::extract::positions::Passage| {
            let span = chars.chars_of(extraction.positions.bytes(p.tokens));
            ((span.start, span.end), p.basis.as_str())
        };
        Some(ToldPosition {
            actor: extraction.resolution.name_of(found.actor, known)?.to_owned(),
            issue: issue.clone(),
            stance: found.stance,
            passages: found.passages.iter().map(passage).collect(),
            confidence: f64::from(found.confidence),
        })
    };
    extraction.stances.iter().filter_map(of).collect()
}

fn figures(flow: &mut Flow, report: &PositionReport) {
    let line = |flow: &mut Flow, text: String, paint| flow.paragraph("", &[(text.as_str(), paint)]);
    let three = |p: &PrecisionRecall| format!("P {:.3}  R {:.3}  F1 {:.3}", p.precision, p.recall, p.f1);
    line(
        flow,
        format!(
            "{} with positions: {} clear, {} told (and {} unclear)",
            counted(report.documents, "article"),
            report.annotated,
            report.told,
            report.unclear
        ),
        Paint::BOLD,
    );
    line(flow, format!("all: {}", three(&report.all)), Paint::PLAIN);
    line(
        flow,
        format!(
            "stance right {:.3} of {} of actor and issue",
            report.stance_right,
            counted(report.pairs, "pair")
        ),
        Paint::PLAIN,
    );
    line(
        flow,
        format!(
            "of the right ones: basis right {:.3}, evidence in place {:.3}",
            report.basis_right, report.in_place
        ),
        Paint::PLAIN,
    );
    flow.blank();
    line(flow, "issues".to_owned(), Paint::BOLD);
    report.by_issue.iter().for_each(|(issue, p)| line(flow, format!("{issue}: {}", three(p)), Paint::PLAIN));
    if !report.confusion.is_empty() {
        flow.blank();
        line(flow, "annotated stance, told stance".to_owned(), Paint::BOLD);
    }
    report.confusion.iter().for_each(|(a, b, n)| line(flow, format!("{a}, {b}: {n}"), Paint::PLAIN));
    if !report.calibration.is_empty() {
        flow.blank();
        line(flow, "confidence".to_owned(), Paint::BOLD);
    }
    for bin in report.calibration.iter().filter(|b| b.predicted > 0) {
        let text = format!(
            "{:.1} to {:.1}: {} told, mean {:.3}, right {:.3}, from here up {:.3}",
            bin.from, bin.to, bin.predicted, bin.confidence, bin.precision, bin.precision_from_here
        );
        line(flow, text, Paint::PLAIN);
    }
}

/// What was missed or made up, with the words.
fn finding(flow: &mut Flow, finding: &PositionFinding, body: &str) {
    let sure = finding.confidence.map_or(String::new(), |c| format!("  confidence {c:.2}"));
    let what = format!("{}: {} {} {}", finding.what, finding.actor, finding.stance, finding.issue);
    flow.paragraph(
        "",
        &[(&what, Paint::BOLD), ("  ", Paint::PLAIN), (&finding.id, Paint::DIM), (&sure, Paint::DIM)],
    );
    let chars = CharIndex::new(body);
    let (start, end) = finding.place;
    let words = |from: usize, to: usize| chars.bytes_of(CharSpan::new(from, to.max(from))).of(body);
    let (open, close) = if flow.has_color() { ("", "") } else { ("⟦", "⟧") };
    let shown = format!("{open}{}{close}", words(start, end));
    flow.paragraph(
        "  ",
        &[
            ("… ", Paint::DIM),
            (words(start.saturating_sub(AROUND), start), Paint::DIM),
            (&shown, Paint::BOLD),
            (words(end, end + AROUND), Paint::DIM),
            (" …", Paint::DIM),
        ],
    );
    flow.blank();
}
