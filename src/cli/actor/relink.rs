//! `kb actor relink`: who said the stored quotes, asked anew of the registry as it is now.

use crate::cli::error::{CommandError, ended};
use crate::cli::ui::Ui;
use crate::domain::plural;
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
        Event::More(n) => bar.inc_length(n as u64),
        Event::Done => bar.inc(1),
    });
    bar.finish_and_clear();
    let report = ended(outcome, store.close())?;
    let quotes = report.quotes;
    let mut out = ui.messages();
    let changed = match (args.dry_run, report.changed) {
        (true, _) => "would have other speakers",
        (false, 1) => "has other speakers now",
        (false, _) => "have other speakers now",
    };
    let (q, a) = (quotes.quotes as usize, report.articles as usize);
    writeln!(
        out,
        "{q} {} in {a} {}; {} of them {changed}",
        plural(q, "quote", "quotes"),
        plural(a, "article", "articles"),
        report.changed
    )?;
    for (n, what) in [
        (quotes.gained, ["quote of nobody known gains a speaker", "quotes of nobody known gain a speaker"]),
        (quotes.moved, ["quote goes to another speaker", "quotes go to another speaker"]),
        (
            quotes.lost,
            [
                "quote loses its speaker, or is ambiguous now",
                "quotes lose their speaker, or are ambiguous now",
            ],
        ),
        (
            quotes.touched,
            [
                "quote keeps its speaker, with another method, confidence or other candidates",
                "quotes keep their speaker, with another method, confidence or other candidates",
            ],
        ),
        (report.removed, ["actor that nothing refers to goes", "actors that nothing refers to any more go"]),
    ] {
        if n > 0 {
            let what = plural(n as usize, what[0], what[1]);
            writeln!(out, "{n:>7} {what}")?;
        }
    }
    if quotes.lost > 0 {
        let flag = crate::cli::db_flag(db);
        writeln!(out, "\ntry next:\n  kb query uncertain-speakers{flag}    lists who may have said them")?;
    }
    Ok(out.flush().map(|()| ExitCode::SUCCESS)?)
}
