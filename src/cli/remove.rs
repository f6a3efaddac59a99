//! `kb remove`: articles out of the database.

use super::author::{AuthorArgs, open};
use super::complete;
use super::error::CommandError;
use super::ui::{Ui, counted};
use crate::catalog::{Kind, resolve_named};
use crate::render::visible_line;
use crate::store;
use crate::store::removal::{self, Removed};
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

/// Arguments of `kb remove`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  kb remove 12 --why 'a retracted story'\n  kb remove news/draft.txt 'Talks end without a deal'\n\nThe files stay where they are: importing one again brings its article back, but not what people have reviewed in it."
)]
pub struct Args {
    /// Its id, file name, or words of its title
    #[arg(value_name = "ARTICLE", required = true, add = complete::articles())]
    articles: Vec<String>,
    /// Also where work of a person goes with it: reviewed speakers, recorded positions
    #[arg(long)]
    yes: bool,
    /// Only tell what would go
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    author: AuthorArgs,
}

/// Removes all of them, or, where anything is unclear, none.
pub fn run(args: &Args, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let mut store = open(db)?;
    let mut ids: Vec<i64> = Vec::new();
    for text in &args.articles {
        let id = resolve_named(store.connection(), &Kind::Article, text)?.value;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let transaction = store.transaction()?;
    let removed = removal::remove(&transaction, &args.author.author(), &ids)?;
    if let Some(lost) = removed.iter().find(|r| r.is_loss()).filter(|_| !args.yes && !args.dry_run) {
        let text = format!("`{}` is not removed: {} of a person would be lost", lost.name, work(lost));
        return Err(CommandError::users(text).hint("`--yes` removes it all the same"));
    }
    if !args.dry_run {
        store::commit(transaction)?;
    } else {
        drop(transaction);
    }
    store.close()?;
    let mut out = ui.stdout();
    let did = if args.dry_run { "would remove" } else { "removed" };
    for r in &removed {
        writeln!(out, "{did} {}: {}", visible_line(&r.name), what(r))?;
        if r.name != r.source_path {
            writeln!(out, "  {}", visible_line(&r.source_path))?;
        }
    }
    Ok(out.flush().map(|()| ExitCode::SUCCESS)?)
}

fn what(r: &Removed) -> String {
    let mut parts = vec![counted(r.quotes, "quote")];
    if r.positions > 0 {
        parts.push(format!("{} resting on it alone", counted(r.positions, "position")));
    }
    if r.is_loss() {
        parts.push(format!("{} of a person", work(r)));
    }
    parts.join(", ")
}

fn work(r: &Removed) -> String {
    let kinds = [(r.reviews, "review"), (r.own_positions, "position")];
    let kinds: Vec<_> = kinds.into_iter().filter(|(n, _)| *n > 0).map(|(n, what)| counted(n, what)).collect();
    kinds.join(" and ")
}
