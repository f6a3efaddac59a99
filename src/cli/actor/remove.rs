//! `kb actor remove`: an actor that is none.

use super::AuthorArgs;
use crate::cli::complete;
use crate::cli::error::CommandError;
use crate::cli::quote::done;
use crate::cli::ui::Ui;
use crate::domain::counted;
use crate::import::with_hand;
use crate::store::registry::{edit, removal};
use std::path::Path;
use std::process::ExitCode;

/// Arguments of `kb actor remove`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The actor that is none
    #[arg(value_name = "ACTOR", add = complete::actors())]
    actor: String,
    /// Who said what it was said to have said [default: nobody known]
    #[arg(long, value_name = "ACTOR", add = complete::actors())]
    to: Option<String>,
    #[command(flatten)]
    author: AuthorArgs,
}

/// Takes it out.
pub fn run(args: &Args, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let mut store = super::open(db)?;
    let actor = super::actor(&store, &args.actor)?;
    let to = args.to.as_deref().map(|text| super::actor(&store, text)).transpose()?;
    let author = args.author.author();
    let told = with_hand(&mut store, |write| {
        let slug = edit::slug_of(write, actor)?;
        let articles = removal::remove(write, &author, actor, to)?;
        let told = format!(
            "{slug} is no actor any more, in {}; no text brings it back",
            counted(articles.len(), "article")
        );
        Ok::<_, CommandError>((told, articles))
    })?;
    done(store, &told, ui)
}
