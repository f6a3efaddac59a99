//! `kb actor show`: all that is known of one actor, and who changed it.

use crate::cli::complete;
use crate::cli::error::CommandError;
use crate::cli::ui::Ui;
use crate::cli::ui::plural;
use crate::domain::PartialDate;
use crate::render::visible;
use crate::store::Store;
use crate::store::registry::{changes, different, merge, records, summary};
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

/// Changes that are shown; the table `actor_changes` has them all.
const CHANGES: u32 = 10;

/// Arguments of `kb actor show`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The actor: slug, name, alias, surname or Wikidata item
    #[arg(value_name = "ACTOR", add = complete::actors())]
    actor: String,
    /// The form of the output; json and toml are those of `kb actor export`
    #[arg(long, short, value_name = "FORMAT", default_value = "text", value_parser = ["text", "json", "toml"])]
    format: String,
}

/// Shows.
pub fn run(args: &Args, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let store = Store::open_read_only(db)?;
    let connection = store.connection();
    let id = super::actor(&store, &args.actor)?;
    let record = records::read(connection, id)?;
    let mut out = ui.stdout();
    if args.format != "text" {
        let mut writer = crate::import::actors::Writer::new(&args.format, out, Default::default())?;
        writer.write(&record)?;
        writer.finish()?;
        return Ok(ExitCode::SUCCESS);
    }
    let summary = summary::of(connection, id)?;
    let mut line = |label: &str, text: &str| -> io::Result<()> {
        if text.is_empty() { Ok(()) } else { writeln!(out, "{label:<13} {}", visible(text)) }
    };
    line("name", &record.name)?;
    line("slug", &record.slug)?;
    let gender = record.gender.map(|g| format!(", {g}")).unwrap_or_default();
    line("kind", &format!("{}{gender}", record.kind))?;
    line("state", record.state.as_deref().unwrap_or(""))?;
    line("description", &record.description)?;
    line("wikidata", record.wikidata.as_deref().unwrap_or(""))?;
    line("ids", &record.ids.join(", "))?;
    line("origin", summary.origin_in_words())?;
    for (n, alias) in record.aliases.iter().enumerate() {
        line(if n == 0 { "aliases" } else { "" }, &alias.to_string())?;
    }
    for (n, role) in record.roles.iter().enumerate() {
        let day = |d: Option<PartialDate>| d.map(|d| d.to_string()).unwrap_or_default();
        let place =
            if role.organisation.is_empty() { String::new() } else { format!(" @ {}", role.organisation) };
        let (since, until) = (day(role.since), day(role.until));
        line(
            if n == 0 { "roles" } else { "" },
            &format!("{since:>10} .. {until:<10}  {}{place}", role.title),
        )?;
    }
    line("quotes", &quotes(&summary))?;
    line("merged in", &merge::absorbed(connection, id)?.join(", "))?;
    line("different", &different::of(connection, id)?.join(", "))?;
    for (n, change) in changes::of(connection, &record.slug, CHANGES)?.iter().enumerate() {
        let why = if change.why.is_empty() { String::new() } else { format!(" -- {}", change.why) };
        let undone = if change.undone { " (taken back)" } else { "" };
        let text = format!(
            "{} {} {}: {}{why}{undone}",
            change.made_at, change.made_by, change.action, change.detail
        );
        line(if n == 0 { "changes" } else { "" }, &text)?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn quotes(summary: &summary::Summary) -> String {
    let total: i64 = summary.methods.iter().map(|(_, n)| n).sum();
    let ways: Vec<_> = summary.methods.iter().map(|(method, n)| format!("{n} by {method}")).collect();
    match total {
        0 => "none".to_owned(),
        n => format!("{n} {}: {}", plural(n as usize, "quote", "quotes"), ways.join(", ")),
    }
}
