//! `kb quote list`: quotes with what people have said of them.

use super::settled;
use crate::catalog::{actor_meant, article_meant};
use crate::cli::complete;
use crate::cli::error::CommandError;
use crate::cli::output::{self, Question};
use crate::cli::ui::Ui;
use crate::domain::Cell;
use crate::store::Store;
use crate::store::hand::verdicts;
use std::path::Path;
use std::process::ExitCode;

/// Arguments of `kb quote list`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Of this actor
    #[arg(long, add = complete::actors())]
    actor: Option<String>,
    /// In this article
    #[arg(long, add = complete::articles())]
    article: Option<String>,
    /// With this tag
    #[arg(long)]
    tag: Option<String>,
    /// Only those that kb read and nobody has judged; those that people have confirmed, set, added or rejected, or any of these
    /// (judged); or what people have said and the article does not have any more (lost)
    #[arg(long, value_parser = ["read", "confirmed", "set", "added", "rejected", "judged", "lost"])]
    status: Option<String>,
    #[command(flatten)]
    output: Box<output::Args>,
}

/// Lists them.
pub fn run(args: &Args, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let _watch = args.output.limits.watch();
    let store = Store::open_read_only(db)?;
    let connection = store.connection();
    let actor =
        args.actor.as_deref().map(|t| actor_meant(connection, t).map(|m| settled(t, m))).transpose()?;
    let article =
        args.article.as_deref().map(|t| article_meant(connection, t).map(|m| settled(t, m))).transpose()?;
    let text = |text: &Option<String>| text.clone().map_or(Cell::Null, Cell::Text);
    let mut bindings = vec![
        ("actor".to_owned(), actor.map_or(Cell::Null, |id| Cell::Integer(id.0))),
        ("article".to_owned(), article.map_or(Cell::Null, |id| Cell::Integer(id.0))),
    ];
    let lost = args.status.as_deref() == Some("lost");
    if !lost {
        bindings.push(("status".to_owned(), text(&args.status)));
        bindings.push(("tag".to_owned(), text(&args.tag)));
    }
    let sql = if lost { verdicts::LOST } else { verdicts::LIST };
    let question = Question { sql, bindings: &bindings, empty: "no quotes", ..Question::default() };
    output::print(&args.output, ui, &store, &question, &CommandError::from)
}
