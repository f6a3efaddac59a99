//! `kb extract`: what is found in articles, as JSON lines, without a database.

use super::error::CommandError;
use super::import::passed_over;
use super::ui::{Ui, on_one_line};
use crate::domain::{ActorId, Article, IssueId};
use crate::evaluate::as_annotated;
use crate::extract::positions::Passage;
use crate::extract::speakers::ActorRef;
use crate::extract::{Extraction, Extractor, Knowledge, Language, Statement};
use crate::import::{self, Choices, ImportError, Source};
use crate::render::visible;
use crate::text::{ByteSpan, CharIndex};
use rayon::prelude::*;
use serde::Serialize;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Files extracted together on all cores, then printed in order.
const BATCH: usize = 64;

/// Arguments of `kb extract`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files (.txt, .md), folders, or `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Also tell where actors stand on the issues of this file (TOML or CSV, as `kb issue import` reads them)
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    issues: Option<PathBuf>,
    /// Also follow links that lead out of the folders
    #[arg(long)]
    follow_links: bool,
}

/// One article's quotes.
#[derive(Serialize)]
struct Document<'a> {
    /// The file's name without its ending.
    id: &'a str,
    quotes: Vec<Quote<'a>>,
    /// Only where there are issues to read for.
    #[serde(skip_serializing_if = "Option::is_none")]
    positions: Option<Vec<Stated<'a>>>,
}

/// Where an actor stands; the evidence in code points of the body, the best passage first.
#[derive(Serialize)]
struct Stated<'a> {
    actor: Option<&'a str>,
    issue: &'a str,
    stance: &'a str,
    basis: &'a str,
    ascribed_by: Option<&'a str>,
    condition: Option<&'a str>,
    evidence: Vec<[usize; 2]>,
    confidence: f64,
}

/// The names and slugs behind the ids of results.
struct Named {
    actors: Vec<String>,
    issues: Vec<String>,
}

impl Named {
    fn actor<'a>(&'a self, extraction: &'a Extraction, actor: ActorRef) -> Option<&'a str> {
        let known = |id: ActorId| usize::try_from(id.0).ok().and_then(|i| self.actors.get(i));
        extraction.resolution.name_of(actor, |id| known(id).map(String::as_str))
    }
}

/// One quote; spans in code points of the body, end exclusive.
#[derive(Serialize)]
struct Quote<'a> {
    kind: &'a str,
    attribution_type: &'a str,
    polarity: &'a str,
    determinacy: &'a str,
    said_on: Option<String>,
    said_on_words: Option<&'a str>,
    content: Vec<[usize; 2]>,
    cue: Option<Vec<[usize; 2]>>,
    source: Option<Vec<[usize; 2]>>,
    speaker: Option<&'a str>,
    confidence: f64,
}

/// Extracts and prints, one document a line.
pub fn run(args: &Args, ui: &Ui) -> Result<ExitCode, CommandError> {
    let actors = import::starter_actors()?;
    let issues = match &args.issues {
        Some(file) => import::read_issues(file, import::IssueFormat::of(file))
            .map_err(|e| CommandError::users(format!("{}: {e}", visible(&file.to_string_lossy()))))?,
        None => Vec::new(),
    };
    let names = Named {
        actors: actors.iter().map(|a| a.name.clone()).collect(),
        issues: issues.iter().map(|i| i.slug.clone()).collect(),
    };
    let knowledge =
        Knowledge::new((0..).map(ActorId).zip(actors)).with_issues((0..).map(IssueId).zip(issues));
    let extractor = Extractor::new(Language::english(), &knowledge);
    let collected = import::collect(&args.paths, args.follow_links);
    passed_over(&collected, ui);
    let mut out = ui.stdout();
    let mut failed = 0;
    for batch in collected.batches(BATCH) {
        let lines: Vec<Result<Line, String>> =
            batch.par_iter().flat_map_iter(|source| lines(source, &extractor, &names, ui.terminal)).collect();
        for line in lines {
            match line {
                Ok(Line { json, warnings }) => {
                    writeln!(out, "{json}")?;
                    warnings.iter().for_each(|what| ui.note(&on_one_line(&format!("warning: {what}"))));
                }
                Err(reason) => {
                    failed += 1;
                    ui.note(&on_one_line(&format!("error: {reason}")));
                }
            }
        }
    }
    out.flush()?;
    Ok(if failed > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// What comes of one source.
struct Line {
    json: String,
    warnings: Vec<String>,
}

fn lines(
    source: &Source,
    extractor: &Extractor<'_>,
    names: &Named,
    terminal: bool,
) -> Vec<Result<Line, String>> {
    let read = import::read_source(source, &Choices::default());
    let whole = read
        .first()
        .map_or(0, |(first, _)| read.iter().fold(first.len(), |n, (name, _)| common(first, name).min(n)));
    let one = read.len() == 1;
    read.into_iter()
        // What a folder holds beside articles is nothing to speak of.
        .filter(|(_, article)| !matches!((source, article), (Source::Found(_), Err(e)) if e.is_no_article()))
        .map(|(name, article)| {
            let part = if one { "" } else { name.get(whole..).unwrap_or("") };
            line(source, &name, part, article, extractor, names, terminal)
        })
        .collect()
}

/// How many bytes two names have in common at their begin.
fn common(a: &str, b: &str) -> usize {
    a.char_indices().zip(b.chars()).find(|((_, x), y)| x != y).map_or(a.len().min(b.len()), |((at, _), _)| at)
}

fn line(
    source: &Source,
    name: &str,
    part: &str,
    article: Result<Article, ImportError>,
    extractor: &Extractor<'_>,
    names: &Named,
    terminal: bool,
) -> Result<Line, String> {
    // As it was typed, and short: nobody asked for the whole path.
    let (id, name) = match source {
        Source::File(path) | Source::Found(path) => (
            format!(
                "{}{part}",
                path.file_stem().map(|s| import::path_name(Path::new(s))).unwrap_or_default()
            ),
            format!("{}{part}", import::path_name(path)),
        ),
        Source::Stdin => ("-".to_owned(), "-".to_owned()),
        Source::Unreadable(..) => (name.to_owned(), name.to_owned()),
    };
    let article = article.map_err(|e| format!("{name}: {e}"))?;
    let extraction = extractor.read(&article);
    let mut report = import::Report::default();
    report.warn_of(&article, extraction.unread_from);
    let warnings = report.warnings.into_iter().map(|(_, what)| format!("{name}: {what}"));
    let unread = extraction.foreign.as_ref().map(|f| format!("{name} is in {}: not read", f.language));
    let warnings: Vec<String> = warnings.chain(unread).collect();
    let positions = (!names.issues.is_empty()).then(|| stated(&article, &extraction, names));
    let document = Document { id: &id, quotes: quotes(&article, &extraction, names), positions };
    let json = serde_json::to_string(&document).map_err(|e| format!("{id}: {e}"))?;
    // A pipe gets the words of the text as they are; a file's name is escaped there, too.
    let json = if terminal || visible(&id) != id { escaped(json) } else { json };
    Ok(Line { json, warnings })
}

/// In JSON, characters that control a terminal or are not seen can stand as what they are called: it is the same text to
/// programs. (Within JSON only strings can hold such characters.)
fn escaped(json: String) -> String {
    if visible(&json) == json {
        return json;
    }
    let mut out = String::with_capacity(json.len() + 16);
    let mut units = [0; 2];
    for c in json.chars() {
        let mut bytes = [0; 4];
        let text: &str = c.encode_utf8(&mut bytes);
        if visible(text) == text {
            out.push(c);
        } else {
            c.encode_utf16(&mut units).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")));
        }
    }
    out
}

fn quotes<'a>(article: &'a Article, extraction: &'a Extraction, names: &'a Named) -> Vec<Quote<'a>> {
    let chars = CharIndex::new(&article.body);
    let place = |s: &ByteSpan| {
        let span = chars.chars_of(*s);
        [span.start, span.end]
    };
    let places = |spans: &[ByteSpan]| spans.iter().map(place).collect::<Vec<_>>();
    let name = |actor: ActorRef| names.actor(extraction, actor);
    let quote = |(i, s): (usize, &'a Statement)| {
        let cut = as_annotated(s, &extraction.positions, &article.body).attribution;
        Quote {
            kind: s.kind.as_str(),
            attribution_type: s.sense.attribution_type.as_str(),
            polarity: s.sense.polarity.as_str(),
            determinacy: s.sense.determinacy.as_str(),
            said_on: s.said_on.and_then(|said| said.date).map(|date| date.to_string()),
            said_on_words: s.said_on.map(|said| extraction.positions.bytes(said.words).of(&article.body)),
            content: places(&cut.content),
            cue: Some(places(&cut.cue)).filter(|c| !c.is_empty()),
            source: Some(places(&cut.source)).filter(|s| !s.is_empty()),
            speaker: extraction.resolution.speakers.get(i).and_then(|s| s.actor).and_then(name),
            confidence: (f64::from(s.confidence) * 1000.0).round() / 1000.0,
        }
    };
    extraction.statements.iter().enumerate().map(quote).collect()
}

fn stated<'a>(article: &'a Article, extraction: &'a Extraction, names: &'a Named) -> Vec<Stated<'a>> {
    let chars = CharIndex::new(&article.body);
    let mut all = Vec::new();
    for found in &extraction.stances {
        let Some(best) = found.passages.first() else { continue };
        let place = |p: &Passage| {
            let span = chars.chars_of(extraction.positions.bytes(p.tokens));
            [span.start, span.end]
        };
        all.push(Stated {
            actor: names.actor(extraction, found.actor),
            issue: usize::try_from(found.issue.0)
                .ok()
                .and_then(|i| names.issues.get(i))
                .map_or("", String::as_str),
            stance: found.stance.as_str(),
            basis: best.basis.as_str(),
            ascribed_by: best.by.and_then(|by| names.actor(extraction, by)),
            condition: best.condition.map(|c| extraction.positions.bytes(c).of(&article.body)),
            evidence: found.passages.iter().map(place).collect(),
            confidence: (f64::from(found.confidence) * 1000.0).round() / 1000.0,
        });
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_control_the_terminal_is_escaped() {
        let json = serde_json::to_string("a\u{1b}\u{202e}\u{9b}é").unwrap();
        let shown = escaped(json);
        assert_eq!(shown, "\"a\\u001b\\u202e\\u009bé\"");
        assert_eq!(serde_json::from_str::<String>(&shown).unwrap(), "a\u{1b}\u{202e}\u{9b}é");
    }
}
