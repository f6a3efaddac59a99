//! `kb show`: one article, quote, actor or issue, as a person wants to read it.

mod article;
mod cards;
mod quote;
mod why;

use super::complete;
use super::error::CommandError;
use super::ui::{Ui, settled};
use super::watch::Limits;
use crate::catalog::{actor_meant, article_meant, issue_meant};
use crate::domain::{ActorId, QuoteId};
use crate::render::Flow;
use crate::store::registry::reviews;
use crate::store::{Connection, Store, cards as store_cards, reading};
use std::path::Path;
use std::process::ExitCode;

/// Lines longer than this are hard to read, however wide the terminal is.
const WIDEST: usize = 100;

/// Arguments of `kb show`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// An article's text, its quotes numbered and coloured by speaker
    Article {
        /// Its id, file name, or words of its title
        #[arg(add = complete::articles())]
        article: String,
        #[command(flatten)]
        limits: Limits,
    },
    /// A quote in its paragraph: the words, the cue, who said it, how sure that is
    Quote {
        /// Its id: the column `quote_id` of every query
        id: QuoteId,
        #[command(flatten)]
        limits: Limits,
    },
    /// An actor's card: offices, names, counts, positions
    Actor {
        /// Its name, surname, alias or slug
        #[arg(add = complete::actors(), required = true)]
        actor: Vec<String>,
        #[command(flatten)]
        limits: Limits,
    },
    /// An issue: what it is about, and who stands where
    Issue {
        /// Its slug, or words of its name
        #[arg(add = complete::issues(), required = true)]
        issue: Vec<String>,
        #[command(flatten)]
        limits: Limits,
    },
}

impl What {
    fn limits(&self) -> &Limits {
        match self {
            Self::Article { limits, .. } | Self::Quote { limits, .. } => limits,
            Self::Actor { limits, .. } | Self::Issue { limits, .. } => limits,
        }
    }
}

/// Shows it.
pub fn run(args: &Args, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let _watch = args.what.limits().watch();
    let store = Store::open_read_only(db)?;
    let connection = store.connection();
    let mut flow = Flow::new(ui.width.min(WIDEST), ui.color);
    match &args.what {
        What::Article { article, .. } => {
            let id = settled(article, article_meant(connection, article)?);
            article::show(&mut flow, &reading::article(connection, id)?.ok_or_else(gone)?);
        }
        What::Quote { id, .. } => {
            let Some(article) = reading::article_of_quote(connection, *id)? else {
                return Err(no_quote(connection, *id)?);
            };
            let article = reading::article(connection, article)?.ok_or_else(gone)?;
            quote::show(&mut flow, &article, *id, &quote::found_by(&article, *id));
        }
        What::Actor { actor, .. } => {
            let text = actor.join(" ");
            return self::actor(&store, settled(&text, actor_meant(connection, &text)?), ui);
        }
        What::Issue { issue, .. } => {
            let id = issue_meant(connection, &issue.join(" "))?.value;
            cards::issue(&mut flow, &store_cards::issue(connection, id)?.ok_or_else(gone)?);
        }
    }
    ui.page(&flow.into_text())?;
    Ok(ExitCode::SUCCESS)
}

/// Shows an actor's card.
pub fn actor(store: &Store, id: ActorId, ui: &Ui) -> Result<ExitCode, CommandError> {
    let card = store_cards::actor(store.connection(), id)?.ok_or_else(gone)?;
    let mut flow = Flow::new(ui.width.min(WIDEST), ui.color);
    cards::actor(&mut flow, &card);
    ui.page(&flow.into_text())?;
    Ok(ExitCode::SUCCESS)
}

/// Why a quote is not shown.
fn no_quote(connection: &Connection, id: QuoteId) -> Result<CommandError, CommandError> {
    Ok(match reviews::of(connection, id)?.filter(|_| reviews::is_rejected(connection, id).unwrap_or(false)) {
        Some((_, by)) => CommandError::users(format!("quote {id} is rejected ({by})"))
            .hint(format!("`kb actor assign {id} --undo --why …` takes that back")),
        None => CommandError::users(format!("there is no quote {id}"))
            .hint("the column `quote_id` of `kb query who-said` and others has their numbers"),
    })
}

fn gone() -> CommandError {
    CommandError::users("it has just been removed from the database")
}
