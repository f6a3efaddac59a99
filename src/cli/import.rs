//! `kb import`: articles into the database.

use super::error::{CommandError, ended};
use super::ui::{Ui, on_one_line};
use crate::domain::{PartialDate, counted, plural};
use crate::import::{
    self, Choices, Collected, Columns, Event, Format, Import, Metadata, MetadataTable, Report,
};
use crate::render::visible;
use crate::store::{Store, names};
use comfy_table::{Cell, CellAlignment, Table, presets};
use std::collections::HashMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Failures that are told one by one; the database has more of them.
const MAX_TOLD: usize = 20;

/// Arguments of `kb import`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files, folders (searched through), or `-` for standard input [default: the starter corpus]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Also follow links that lead out of the folders
    #[arg(long, requires = "paths")]
    follow_links: bool,
    /// Read again the stored articles that an older kb, or one that knew other actors, has read
    #[arg(long, conflicts_with = "paths")]
    refresh: bool,
    /// The format of all the files, where what they hold would not tell it
    #[arg(long, value_name = "FORMAT", requires = "paths", hide_possible_values = true)]
    format: Option<Format>,
    /// Which columns or fields of tables and JSON say what (title=headline,published=day)
    #[arg(long, value_name = "FIELD=COLUMN,…", value_parser = Columns::parse, requires = "paths")]
    map: Option<Columns>,
    /// A table (CSV, TSV) that says of the files, by their names, what they do not say themselves
    #[arg(long, value_name = "FILE", requires = "paths", help_heading = "Metadata of bare text")]
    metadata: Option<PathBuf>,
    /// Who published the articles that do not say so themselves
    #[arg(long, value_name = "NAME", requires = "paths", help_heading = "Metadata of bare text")]
    outlet: Option<String>,
    /// When they were published (2022-02-15, 2022-02, 2022, "15 February 2022")
    #[arg(long, value_name = "DATE", value_parser = published, requires = "paths", help_heading = "Metadata of bare text")]
    published: Option<PartialDate>,
    /// Who wrote them
    #[arg(long, value_name = "NAME", requires = "paths", help_heading = "Metadata of bare text")]
    author: Option<String>,
    /// Where the one article can be read
    #[arg(long, requires = "paths", help_heading = "Metadata of bare text")]
    url: Option<String>,
    /// Headline of the one article
    #[arg(long, requires = "paths", help_heading = "Metadata of bare text")]
    title: Option<String>,
}

/// Imports, shows progress, tells what came of it.
pub fn run(args: &Args, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let given = Metadata {
        title: args.title.clone(),
        outlet: args.outlet.clone(),
        author: args.author.clone(),
        published: args.published.map(|d| d.to_string()),
        url: args.url.clone(),
    };
    let collected = import::collect(&args.paths, args.follow_links);
    let sources = &collected.sources;
    if sources.len() > 1 && (given.title.is_some() || given.url.is_some()) {
        return Err(CommandError::usage(
            "--title and --url describe one article, and there is more than one to import",
        ));
    }
    let columns = args.map.clone().unwrap_or_default();
    let table = args.metadata.as_deref().map(|path| {
        MetadataTable::read(path, &columns)
            .map_err(|e| CommandError::users(format!("{}: {e}", visible(&path.to_string_lossy()))))
    });
    let choices = Choices { given, format: args.format, table: table.transpose()?, columns };
    let what = match (args.refresh, args.paths.is_empty()) {
        (true, _) => Import::Outdated,
        (false, true) => Import::Starter,
        (false, false) => Import::Files(sources, &choices),
    };
    passed_over(&collected, ui);
    let mut store = Store::open(db)?;
    let bar = ui.progress();
    let outcome = import::run(&mut store, &what, &mut |event| match event {
        Event::Found(n) => bar.set_length(n as u64),
        Event::More(n) => bar.inc_length(n as u64),
        Event::Done => bar.inc(1),
    });
    bar.finish_and_clear();
    // Where nothing is to be tried, nobody need be known.
    let quoted = names::lately_quoted(store.connection()).ok().flatten();
    let report = ended(outcome, store.close())?;
    tell(&report, &what, quoted.as_deref(), db, ui)?;
    let c = &report.counts;
    let nothing = !args.paths.is_empty() && c.added + c.changed + c.renamed + c.unchanged == 0;
    Ok(if c.failed > 0 || nothing { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Tells what was found in folders and is not read.
pub(super) fn passed_over(collected: &Collected, ui: &Ui) {
    if let Some(first) = collected.links.first() {
        let links = counted(collected.links.len(), "link");
        ui.note(&visible(&format!(
            "note: {links} out of the folder passed over (the first is `{}`); `--follow-links` takes what they lead to",
            first.display()
        )));
    }
    if collected.devices > 0 {
        ui.note(&format!("note: {} or device passed over", counted(collected.devices as i64, "pipe")));
    }
}

/// How the reason begins why a file was passed over.
const PASSED_OVER: &str = "passed over: ";

/// How many files held no article, by kind, and where each stands.
fn passed_over_files(report: &Report, flag: &str) -> Option<String> {
    let all: u64 = report.passed_over.values().sum();
    if all == 0 {
        return None;
    }
    let mut kinds: Vec<(&String, &u64)> = report.passed_over.iter().collect();
    kinds.sort_by_key(|(kind, n)| (std::cmp::Reverse(**n), kind.as_str()));
    let rest: u64 = kinds.iter().skip(12).map(|(_, n)| **n).sum();
    let mut told: Vec<String> = kinds.iter().take(12).map(|(kind, n)| format!("{kind} {n}")).collect();
    if rest > 0 {
        told.push(format!("others {rest}"));
    }
    let files = counted(all as i64, "file");
    Some(format!("note: {files} passed over: {}; see `kb query import-failures{flag}`", told.join(", ")))
}

/// The warnings, each with the files it is about: what a thousand files have in common is told once.
fn by_text(warnings: &[(String, String)]) -> Vec<(&str, Vec<&str>)> {
    let mut grouped: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for (path, what) in warnings {
        let place = *places.entry(what).or_insert(grouped.len());
        match grouped.get_mut(place) {
            Some((_, paths)) => paths.push(path),
            None => grouped.push((what, vec![path])),
        }
    }
    grouped
}

fn published(text: &str) -> Result<PartialDate, String> {
    PartialDate::stated(text).ok_or_else(|| "write 2022-02-15, 2022-02, 2022 or 15 February 2022".to_owned())
}

fn tell(
    report: &Report,
    what: &Import<'_>,
    quoted: Option<&str>,
    db: &Path,
    ui: &Ui,
) -> Result<(), CommandError> {
    let warnings = by_text(&report.warnings);
    for (what, paths) in warnings.iter().take(MAX_TOLD) {
        let more = match paths.len() {
            0 | 1 => String::new(),
            n => format!(" (and in {} more)", counted(n as i64 - 1, "article")),
        };
        ui.note(&on_one_line(&format!("warning: {}: {what}{more}", paths[0])));
    }
    if let Some(more) = warnings.len().checked_sub(MAX_TOLD).filter(|n| *n > 0) {
        ui.note(&format!("warning: {more} more"));
    }
    let failures = || report.failures.iter().filter(|(_, reason)| !reason.starts_with(PASSED_OVER));
    for (path, reason) in failures().take(MAX_TOLD) {
        ui.note(&on_one_line(&format!("error: {path}: {reason}")));
    }
    if let Some(note) = passed_over_files(report, super::db_flag(db).as_ref()) {
        ui.note(&visible(&note));
    }
    if let Some(more) = failures().count().checked_sub(MAX_TOLD).filter(|n| *n > 0) {
        ui.note(&format!("error: {more} more: kb query import-failures"));
    }
    let c = &report.counts;
    let mut table = Table::new();
    table.load_style(presets::NOTHING).force_no_tty();
    let rows = [
        ("added", c.added),
        ("changed", c.changed),
        ("renamed", c.renamed),
        ("unchanged", c.unchanged),
        ("failed", c.failed),
    ];
    for (what, n) in rows.into_iter().filter(|(what, n)| *n > 0 || *what == "added") {
        table.add_row([
            Cell::new(n).set_alignment(CellAlignment::Right),
            Cell::new(format!("{} {what}", plural(n as usize, "article", "articles"))),
        ]);
    }
    if report.quotes > 0 {
        table.add_row([
            Cell::new(report.quotes).set_alignment(CellAlignment::Right),
            Cell::new(plural(report.quotes as usize, "quote found", "quotes found")),
        ]);
        let known = format!("of them with a known speaker ({} %)", report.attributed * 100 / report.quotes);
        table.add_row([Cell::new(report.attributed).set_alignment(CellAlignment::Right), Cell::new(known)]);
    }
    let mut out = ui.stdout();
    for line in table.lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    if report.relinked > 0 {
        writeln!(out, "\nspeakers told anew in {}", counted(report.relinked as i64, "article"))?;
    }
    for (language, n) in &report.foreign {
        writeln!(out, "\n{} in {}: stored, not read", counted(*n as i64, "article"), visible(language))?;
    }
    let flag = super::db_flag(db);
    if report.outdated > 0 {
        writeln!(
            out,
            "\n{} read by an older kb or with other actors: kb import --refresh{flag}",
            counted(report.outdated, "stored article")
        )?;
    }
    let read = c.added + c.changed + c.renamed + c.unchanged;
    // Who is named here is in the file: an article of one's own need not be about the starter corpus.
    let who_said = quoted.map(|slug| format!("kb query who-said --actor {slug}"));
    let who_said = who_said.as_deref().unwrap_or("kb query most-quoted");
    let tries: &[&str] = match (what, c.failed) {
        _ if read == 0 => &[],
        (_, 1..) => &["kb query import-failures"],
        (Import::Starter, _) => {
            &["kb query who-said --actor Lavrov", "kb query positions --actor Russia", "kb query"]
        }
        _ => &[who_said, "kb query unattributed", "kb query"],
    };
    if !tries.is_empty() {
        writeln!(out, "\ntry next:")?;
    }
    for command in tries {
        writeln!(out, "  {command}{flag}")?;
    }
    Ok(out.flush()?)
}
