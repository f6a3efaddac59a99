//! `kb actor relink`: who said the stored quotes, asked anew of the registry as it is now.

use crate::cli::error::CommandError;
use crate::cli::ui::Ui;
use crate::import::{self, Event};
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

/// Arguments of `kb actor relink`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only tell what would change
    #[arg(long)]
    dry_run: bool,
}

/// Re-links and tells what changed.
pub fn run(args: &Args, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let mut store = super::open(db)?;
    let bar = ui.progress();
    let outcome = import::relink(&mut store, args.dry_run, &mut |event| match event {
        Event::Found(n) => bar.set_length(n as u64),
        Event::Done => bar.inc(1),
    });
    bar.finish_and_clear();
    let closed = store.close();
    let report = outcome?;
    closed?;
    let quotes = report.quotes;
    let mut out = ui.stdout();
    let would = if args.dry_run { "would have" } else { "have" };
    writeln!(
        out,
        "{} quotes in {} articles; {} articles {would} other speakers:",
        quotes.quotes, report.articles, report.changed
    )?;
    for (n, what) in [
        (quotes.gained, "quotes of nobody known have a speaker now"),
        (quotes.moved, "quotes have another speaker"),
        (quotes.lost, "quotes have lost their speaker"),
        (
            quotes.touched,
            "quotes have the same speaker, by another method, confidence or with other candidates",
        ),
        (report.removed, "actors that nothing refers to any more are gone"),
    ] {
        if n > 0 {
            writeln!(out, "{n:>7} {what}")?;
        }
    }
    Ok(out.flush().map(|()| ExitCode::SUCCESS)?)
}
