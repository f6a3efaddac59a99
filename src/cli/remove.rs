//! `kb remove`: articles out of the database.

use super::author::{AuthorArgs, open};
use super::complete;
use super::error::CommandError;
use super::ui::{Ui, on_one_line};
use crate::catalog::{Meant, article_meant};
use crate::domain::{ArticleId, counted, plural};
use crate::import::{identity, path_name};
use crate::render::visible_line;
use crate::store::removal::{self, Removed};
use crate::store::{self, Store};
use std::ffi::OsString;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

/// Arguments of `kb remove`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  kb remove 12 --why 'a retracted story'\n  kb remove news/draft.txt 'Talks end without a deal'\n\nThe files stay where they are: importing one again brings its article back, but not what people have reviewed in it."
)]
pub struct Args {
    /// Its id, file name or title; a part of a name is a guess, and asked about
    #[arg(value_name = "ARTICLE", required = true, add = complete::articles())]
    articles: Vec<OsString>,
    /// Also what is a guess, and where work of a person goes with it: reviewed speakers, recorded positions
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
    let mut ids: Vec<ArticleId> = Vec::new();
    let mut guesses: Vec<String> = Vec::new();
    for text in &args.articles {
        let Meant { value: id, guess } = meant(&store, text)?;
        guesses.extend(guess.map(|g| format!("`{}` is taken for {g}", path_name(Path::new(text)))));
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    if !args.yes && !args.dry_run && !guesses.is_empty() {
        let count = guesses.len();
        let what =
            plural(count, "it is a guess which article is meant", "it is a guess which articles are meant");
        let list = guesses.join("\n  ");
        if !ui.asks_back() {
            return Err(CommandError::users(format!("nothing is removed: {what}"))
                .hint(list)
                .hint("name it by its id, its file or its whole title, or confirm the guess with `--yes`"));
        }
        if !ui.agreed(&format!("{list}\nremove {}?", plural(count, "it", "them")))? {
            return Err(CommandError::users("nothing is removed"));
        }
    } else {
        guesses.iter().for_each(|guess| ui.note(&on_one_line(&format!("note: {guess}"))));
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

/// The article that somebody means: the file of this name in the folder where kb runs goes before files elsewhere.
fn meant(store: &Store, text: &OsString) -> Result<Meant<ArticleId>, CommandError> {
    let path = Path::new(text);
    let digits = text.as_encoded_bytes().iter().all(u8::is_ascii_digit);
    if !digits && path.is_file() {
        let here = article_meant(store.connection(), &identity(path));
        if let Ok(found) = here {
            return Ok(found);
        }
    }
    // What is text may be a name as kb shows it, `\xNN` for what is none.
    let name = text.to_str().map_or_else(|| path_name(path), str::to_owned);
    Ok(article_meant(store.connection(), &name)?)
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
