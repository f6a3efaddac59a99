//! `kb extract`: what is found in articles, as JSON lines, without a database.

use super::error::CommandError;
use super::ui::Ui;
use crate::domain::ActorId;
use crate::domain::Article;
use crate::evaluate::as_annotated;
use crate::extract::speakers::ActorRef;
use crate::extract::{Extraction, Extractor, Knowledge, Language, Statement};
use crate::import::{self, ImportError, Metadata, Source};
use crate::text::{ByteSpan, CharIndex};
use rayon::prelude::*;
use serde::Serialize;
use std::io::{Read as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

/// Files extracted together on all cores, then printed in order.
const BATCH: usize = 64;

/// Arguments of `kb extract`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files (.txt, .md), folders, or `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
}

/// One article's quotes.
#[derive(Serialize)]
struct Document<'a> {
    /// The file's name without its ending.
    id: &'a str,
    quotes: Vec<Quote<'a>>,
}

/// One quote; spans in code points of the body, end exclusive.
#[derive(Serialize)]
struct Quote<'a> {
    kind: &'a str,
    content: Vec<[usize; 2]>,
    cue: Option<Vec<[usize; 2]>>,
    source: Option<Vec<[usize; 2]>>,
    speaker: Option<&'a str>,
    confidence: f64,
}

/// What is printed of one article, and why nothing was looked for in it.
struct Line {
    text: String,
    unread: Option<String>,
}

/// Extracts and prints, one document a line.
pub fn run(args: &Args, ui: &Ui) -> Result<ExitCode, CommandError> {
    let actors = import::starter_actors()?;
    let names: Vec<String> = actors.iter().map(|a| a.name.clone()).collect();
    let knowledge = Knowledge::new((0..).map(ActorId).zip(actors));
    let extractor = Extractor::new(Language::english(), &knowledge);
    let sources = import::collect(&args.paths);
    let mut out = ui.stdout();
    let mut failed = 0;
    for batch in sources.chunks(BATCH) {
        let lines: Vec<Result<Line, String>> =
            batch.par_iter().map(|source| line(source, &extractor, &names)).collect();
        for line in lines {
            match line {
                Ok(Line { text, unread }) => {
                    writeln!(out, "{text}")?;
                    if let Some(what) = unread {
                        ui.note(&crate::render::visible(&format!("warning: {what}")));
                    }
                }
                Err(reason) => {
                    failed += 1;
                    ui.note(&format!("error: {reason}"));
                }
            }
        }
    }
    out.flush()?;
    Ok(if failed > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn line(source: &Source, extractor: &Extractor<'_>, names: &[String]) -> Result<Line, String> {
    let (id, article) = read(source);
    let name = if let Source::File(path) = source { path.display().to_string() } else { id.clone() };
    let article = article.map_err(|e| format!("{name}: {e}"))?;
    let extraction = extractor.read(&article);
    let document = Document { id: &id, quotes: quotes(&article, &extraction, names) };
    let text = serde_json::to_string(&document).map_err(|e| format!("{id}: {e}"))?;
    let unread = extraction.foreign.as_ref().map(|f| format!("{name} is in {}: not read", f.language));
    Ok(Line { text, unread })
}

fn quotes<'a>(article: &Article, extraction: &'a Extraction, names: &'a [String]) -> Vec<Quote<'a>> {
    let chars = CharIndex::new(&article.body);
    let place = |s: &ByteSpan| {
        let span = chars.chars_of(*s);
        [span.start, span.end]
    };
    let places = |spans: &[ByteSpan]| spans.iter().map(place).collect::<Vec<_>>();
    let name = |actor: ActorRef| match actor {
        ActorRef::Known(id) => usize::try_from(id.0).ok().and_then(|i| names.get(i)).map(String::as_str),
        ActorRef::New(i) => extraction.resolution.new_actors.get(i).map(|a| a.name.as_str()),
    };
    let quote = |(i, s): (usize, &'a Statement)| {
        let cut = as_annotated(s, &extraction.positions, &article.body).attribution;
        Quote {
            kind: s.kind.as_str(),
            content: places(&cut.content),
            cue: Some(places(&cut.cue)).filter(|c| !c.is_empty()),
            source: Some(places(&cut.source)).filter(|s| !s.is_empty()),
            speaker: extraction.resolution.speakers.get(i).and_then(|s| s.actor).and_then(name),
            confidence: (f64::from(s.confidence) * 1000.0).round() / 1000.0,
        }
    };
    extraction.statements.iter().enumerate().map(quote).collect()
}

fn read(source: &Source) -> (String, Result<Article, ImportError>) {
    match source {
        Source::File(path) => {
            let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
            (stem, import::read_file(path, &path.display().to_string(), &Metadata::default()))
        }
        Source::Stdin => {
            let mut bytes = Vec::new();
            let read = std::io::stdin().lock().read_to_end(&mut bytes).map_err(ImportError::from);
            ("-".into(), read.and_then(|_| import::read_bytes(&bytes, "-", &Metadata::default())))
        }
        Source::Unreadable(path, reason) => {
            (path.display().to_string(), Err(std::io::Error::other(reason.clone()).into()))
        }
    }
}
