//! `kb actor import` and `kb actor export`: the registry from files and to files.

use super::AuthorArgs;
use crate::cli::error::CommandError;
use crate::cli::outfile::OutFile;
use crate::cli::ui::{Ui, on_one_line};
use crate::cli::watch::Limits;
use crate::domain::{ActorKind, Origin};
use crate::import::actors::{self, EXPORTS, Format, Loaded, Writer};
use crate::import::{ImportError, ensure_knowledge};
use crate::render::visible;
use crate::store::registry::records::{self, Filter};
use crate::store::{Store, StoreError};
use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Bad entries that are told one by one.
const MAX_TOLD: usize = 20;

/// Arguments of `kb actor import`.
#[derive(Debug, clap::Args)]
pub struct ImportArgs {
    /// Files (.csv, .json, .jsonl, .toml), or `-` for standard input; seeds/README.md describes the formats
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The format, where the file's ending does not tell it
    #[arg(long, short, value_parser = ["csv", "json", "jsonl", "toml", "ftm"])]
    format: Option<String>,
    /// The kind of the entries that do not state theirs
    #[arg(long)]
    kind: Option<ActorKind>,
    #[command(flatten)]
    author: AuthorArgs,
}

/// Imports each file in one transaction.
pub fn import(args: &ImportArgs, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let mut formats = Vec::new();
    for file in &args.files {
        let named = args.format.as_ref().map(|f| PathBuf::from(format!("x.{f}")));
        let format = Format::of(named.as_deref().unwrap_or(file)).ok_or_else(|| {
            CommandError::usage(format!("kb does not know the format of `{}`", file.display()))
                .hint("name it: `--format csv`, json, jsonl, toml or ftm")
        })?;
        formats.push(format);
    }
    let mut store = Store::open(db)?;
    // The states and bodies that come with kb first: files refer to them.
    ensure_knowledge(&mut store)?;
    let (mut failed, mut news) = (false, false);
    let mut out = ui.messages();
    for (file, format) in args.files.iter().zip(formats) {
        let name = crate::import::path_name(file);
        let told = if name == "-" { "standard input" } else { name.as_str() };
        let loaded = input(file).map_err(ImportError::from).and_then(|mut input| {
            actors::load(&mut store, &args.author.author(), told, &mut *input, format, args.kind)
        });
        match loaded {
            Ok(loaded) => {
                failed |= !loaded.failures.is_empty();
                news |= loaded.added + loaded.changed > 0;
                tell(&loaded, told, format, ui, &mut out)?;
            }
            Err(ImportError::Store(e)) => return Err(e.into()),
            Err(e) => {
                failed = true;
                ui.note(&visible(&format!("error: {told}: {e}; nothing of it is loaded")));
            }
        }
    }
    store.close()?;
    if news {
        super::try_next(&mut out, db, &[("query possible-duplicates", "lists who may be there twice")])?;
    }
    out.flush()?;
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn input(file: &Path) -> io::Result<Box<dyn BufRead>> {
    if file == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    Ok(Box::new(BufReader::with_capacity(1 << 16, crate::import::input::open(file)?)))
}

fn tell(loaded: &Loaded, name: &str, format: Format, ui: &Ui, out: &mut dyn Write) -> io::Result<()> {
    if let Some(note) = &loaded.note {
        ui.note(&visible(&format!("warning: {name}: {note}")));
    }
    let unit = if format == Format::Json { "entry" } else { "line" };
    for (number, reason) in loaded.failures.iter().take(MAX_TOLD) {
        ui.note(&visible(&format!("error: {name}, {unit} {number}: {reason}")));
    }
    if let Some(more) = loaded.failures.len().checked_sub(MAX_TOLD).filter(|n| *n > 0) {
        ui.note(&format!("error: {name}: {more} more"));
    }
    let Loaded { added, changed, unchanged, roles, failures, note: _ } = loaded;
    let bad = failures.len();
    writeln!(
        out,
        "{}: {added} added, {changed} changed, {unchanged} unchanged, {roles} new roles, {bad} bad",
        on_one_line(name)
    )
}

/// Arguments of `kb actor export`.
#[derive(Debug, clap::Args)]
pub struct ExportArgs {
    /// The form of the output; ftm: entities of FollowTheMoney, one a line
    #[arg(long, short, value_name = "FORMAT", default_value = "toml", value_parser = PossibleValuesParser::new(EXPORTS))]
    format: String,
    /// Write to this file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Only actors of this kind
    #[arg(long)]
    kind: Option<ActorKind>,
    /// Only actors of this origin [default: those that came with kb and those that people entered]
    #[arg(long, value_parser = PossibleValuesParser::new(Origin::ALL.iter().map(|o| o.as_str())).try_map(|o| o.parse::<Origin>()))]
    origin: Option<Origin>,
    #[command(flatten)]
    limits: Limits,
}

/// Why an export ends early.
enum Stopped {
    Output(io::Error),
    Store(StoreError),
}

impl From<StoreError> for Stopped {
    fn from(e: StoreError) -> Self {
        Self::Store(e)
    }
}

/// Exports.
pub fn export(args: &ExportArgs, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let _watch = args.limits.watch();
    let store = Store::open_read_only(db)?;
    match &args.output {
        Some(path) => {
            let mut out = OutFile::create(path, db)?;
            write(args, &store, &mut out)?;
            out.finish()?;
        }
        None => {
            let mut out = ui.as_it_is();
            write(args, &store, &mut out)?;
            out.into_inner()?.close()?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn write(args: &ExportArgs, store: &Store, out: &mut dyn Write) -> Result<(), CommandError> {
    let countries = if args.format == "ftm" { actors::countries(store)? } else { Default::default() };
    let mut writer = Writer::new(&args.format, out, countries)?;
    let filter = Filter { kind: args.kind, origin: args.origin };
    records::each(store.connection(), &filter, &mut |record| writer.write(&record).map_err(Stopped::Output))
        .map_err(|e| match e {
            Stopped::Output(e) => CommandError::from(e),
            Stopped::Store(e) => e.into(),
        })?;
    Ok(writer.finish()?)
}
