//! `kb evaluate --speakers`: how often the right speaker is told, with the actors that kb comes with.

use super::{annotations, in_context, print_json, read};
use crate::cli::error::CommandError;
use crate::cli::ui::Ui;
use crate::domain::{Actor, ActorId, Article, counted};
use crate::evaluate::{
    SpeakerCounts, SpeakerEvaluation, SpeakerFinding, SpeakerLine, SpeakerReport, Told, as_annotated,
    read_brat,
};
use crate::extract::{Extraction, Extractor, Knowledge, Language};
use crate::import::{self, Choices, Source};
use crate::render::{Flow, Paint};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

/// Scores and prints.
pub(super) fn run(
    gold: &Path,
    lines: &Path,
    format: &str,
    errors: bool,
    ui: &Ui,
) -> Result<ExitCode, CommandError> {
    let lines_of = read_lines(lines)?;
    let annotated = annotations(&gold.join("attributions"))?;
    let actors = import::starter_actors()?;
    let knowledge = Knowledge::new((0..).map(ActorId).zip(actors.clone()));
    let extractor = Extractor::new(Language::english(), &knowledge);
    let mut evaluation = SpeakerEvaluation::default();
    let mut bodies = BTreeMap::new();
    for (id, lines_here) in &lines_of {
        let path = gold.join("text").join(format!("{id}.txt"));
        let Some(annotation) = annotated.get(id).filter(|_| path.exists()) else { continue };
        // The text as it was annotated, with the date and the author that an import finds.
        let body = read(&path)?;
        let articles = import::read_source(&Source::File(path.clone()), &Choices::default());
        let Some((_, article)) = articles.into_iter().next() else { continue };
        let article = article.map_err(|e| CommandError::users(format!("`{}`: {e}", path.display())))?;
        let article = Article { body: body.clone(), ..article };
        let told = told(&extractor.read(&article), &body, &actors);
        let gold = read_brat(&body, &read(annotation)?);
        evaluation
            .add(&body, &gold, lines_here, &told)
            .map_err(|why| CommandError::users(format!("`{}`: {why}", lines.display())))?;
        bodies.insert(id.clone(), body);
    }
    let report = evaluation.report();
    if report.documents == 0 {
        return Err(CommandError::users(format!(
            "no article of `{}` is annotated in `{}`",
            lines.display(),
            gold.display()
        ))
        .hint("each `id` is the NAME of text/NAME.txt and attributions/NAME.ann"));
    }
    if format == "json" {
        return print_json(&report, ui);
    }
    let mut flow = Flow::new(ui.width, ui.color);
    if errors {
        let body = |f: &SpeakerFinding| bodies.get(&f.id).map_or("", String::as_str);
        evaluation.findings().iter().for_each(|f| finding(&mut flow, f, body(f)));
    }
    figures(&mut flow, &report);
    ui.page(&flow.into_text())?;
    Ok(ExitCode::SUCCESS)
}

/// The lines of a file of speakers by article.
fn read_lines(path: &Path) -> Result<BTreeMap<String, Vec<SpeakerLine>>, CommandError> {
    let mut all: BTreeMap<String, Vec<SpeakerLine>> = BTreeMap::new();
    for (n, line) in read(path)?.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let line: SpeakerLine = serde_json::from_str(line).map_err(|e| {
            CommandError::users(format!("`{}`, line {}: {e}", path.display(), n + 1))
                .hint("`kb evaluate --help` says what a line has")
        })?;
        all.entry(line.id.clone()).or_default().push(line);
    }
    Ok(all)
}

/// The statements of an article with the names of their speakers.
fn told(extraction: &Extraction, body: &str, actors: &[Actor]) -> Vec<Told> {
    let resolution = &extraction.resolution;
    let known = |id: ActorId| usize::try_from(id.0).ok().and_then(|i| actors.get(i)).map(|a| a.name.as_str());
    let name = |actor| resolution.name_of(actor, known).map(str::to_owned);
    let told = |(statement, speaker): (&crate::extract::Statement, &crate::extract::speakers::Speaker)| {
        let confidence = f64::from(statement.confidence);
        let all = speaker.actor.into_iter().chain(speaker.also.iter().copied());
        Told {
            attribution: as_annotated(statement, &extraction.positions, body).attribution,
            speakers: all.filter_map(name).collect(),
            confidence,
            attribution_confidence: confidence * f64::from(speaker.confidence),
        }
    };
    extraction.statements.iter().zip(&resolution.speakers).map(told).collect()
}

fn figures(flow: &mut Flow, report: &SpeakerReport) {
    let line = |flow: &mut Flow, text: String, paint| flow.paragraph("", &[(text.as_str(), paint)]);
    line(flow, format!("{} with annotated speakers", counted(report.documents, "article")), Paint::BOLD);
    flow.blank();
    line(flow, row("all", report.all), Paint::PLAIN);
    line(flow, row("of sure words", report.sure), Paint::PLAIN);
    for (title, groups) in [("how the text names them", &report.by_how), ("what they are", &report.by_kind)] {
        flow.blank();
        line(flow, title.to_owned(), Paint::BOLD);
        groups.iter().for_each(|(name, counts)| line(flow, row(name, *counts), Paint::PLAIN));
    }
    if !report.calibration.is_empty() {
        flow.blank();
        line(flow, "attribution_confidence".to_owned(), Paint::BOLD);
    }
    for bin in report.calibration.iter().filter(|b| b.predicted > 0) {
        let text = format!(
            "{:.1} to {:.1}: {} told, mean {:.3}, words and speaker right {:.3}, from here up {:.3}",
            bin.from, bin.to, bin.predicted, bin.confidence, bin.precision, bin.precision_from_here
        );
        line(flow, text, Paint::PLAIN);
    }
}

fn row(name: &str, counts: SpeakerCounts) -> String {
    let share = |n: usize| n as f64 / counts.pairs().max(1) as f64;
    let pairs = counted(counts.pairs(), "pair");
    format!(
        "{name}: {pairs}, right {:.3}, wrong {:.3}, unknown {:.3}",
        share(counts.right),
        share(counts.wrong),
        share(counts.unknown)
    )
}

/// Who was meant and who was told, with the words.
fn finding(flow: &mut Flow, finding: &SpeakerFinding, body: &str) {
    let found = if finding.found.is_empty() { "nobody".to_owned() } else { finding.found.join(" + ") };
    let what = format!("{found} for {} ({})", finding.wanted, finding.how);
    flow.paragraph("", &[(what.as_str(), Paint::BOLD), ("  ", Paint::PLAIN), (&finding.id, Paint::DIM)]);
    let pieces = in_context(body, &finding.annotated, flow.has_color());
    let pieces: Vec<(&str, Paint)> = pieces.iter().map(|(t, p)| (t.as_str(), *p)).collect();
    flow.paragraph("  ", &pieces);
    flow.blank();
}
