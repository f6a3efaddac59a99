//! `kb actor show`: the card that `kb show actor` shows, or the actor's record.

use crate::cli::complete;
use crate::cli::error::CommandError;
use crate::cli::ui::Ui;
use crate::cli::watch::Limits;
use crate::store::Store;
use crate::store::registry::records;
use std::path::Path;
use std::process::ExitCode;

/// Arguments of `kb actor show`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The actor: slug, name, alias, surname or Wikidata item
    #[arg(value_name = "ACTOR", add = complete::actors())]
    actor: String,
    /// The form of the output; json and toml are those of `kb actor export`
    #[arg(long, short, value_name = "FORMAT", default_value = "text", value_parser = ["text", "json", "toml"])]
    format: String,
    #[command(flatten)]
    limits: Limits,
}

/// Shows.
pub fn run(args: &Args, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let _watch = args.limits.watch();
    let store = Store::open_read_only(db)?;
    let id = super::actor(&store, &args.actor)?;
    if args.format != "text" {
        let mut out = ui.as_it_is();
        let mut writer = crate::import::actors::Writer::new(&args.format, &mut out, Default::default())?;
        writer.write(&records::read(store.connection(), id)?)?;
        writer.finish()?;
        out.into_inner()?.close()?;
        return Ok(ExitCode::SUCCESS);
    }
    crate::cli::show::actor(&store, id, ui)
}
