//! `kb quote add`: a quote that kb has not found.

use super::judge::{corrected, done};
use super::{AuthorArgs, What, actors, open, settled};
use crate::catalog::article_meant;
use crate::cli::complete;
use crate::cli::error::CommandError;
use crate::cli::ui::Ui;
use crate::domain::QuoteKind;
use crate::import::with_hand;
use crate::store::articles;
use crate::store::hand::{Placed, Record, drafts, judge};
use crate::store::registry::reviews::Verdict as Speakers;
use std::path::Path;
use std::process::ExitCode;

/// Arguments of `kb quote add`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The article: its id, file name or title
    #[arg(add = complete::articles())]
    article: String,
    #[command(flatten)]
    what: Box<What>,
    #[command(flatten)]
    author: AuthorArgs,
}

/// Adds it.
pub fn run(args: &Args, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let what = &args.what;
    if what.words.is_empty() {
        return Err(CommandError::usage("the words of the quote are missing")
            .hint("--words 'as the article has them' says which"));
    }
    if what.speaker.is_empty() && !what.nobody {
        return Err(CommandError::usage("who said it is missing")
            .hint("--actor NAME says who; --nobody where nobody who is known did"));
    }
    let mut store = open(db)?;
    let article = settled(&args.article, article_meant(store.connection(), &args.article)?);
    let actors = actors(&store, &what.speaker)?;
    let author = args.author.author();
    let told = with_hand(&mut store, |write| {
        let body = articles::load_by_id(write, article)?.body;
        let none = Placed { id: None, start: 0, record: empty() };
        let (spans, after) = corrected(&body, &none, what)?;
        if let Some(range) = spans.range()
            && let Some(known) = drafts::at(write, article, range)?
        {
            return Err(CommandError::users(format!("quote {known} has these words already"))
                .hint(format!("`kb quote set {known} …` says how it is instead")));
        }
        let verdict = if actors.is_empty() { Speakers::ByNobodyKnown } else { Speakers::By(actors) };
        let (quote, said) = judge::add(write, &author, article, (&spans, &after), &verdict)?
            .ok_or_else(|| CommandError::usage("--words is empty"))?;
        Ok::<_, CommandError>((format!("quote {quote} is added: it {said}"), vec![article]))
    })?;
    done(store, &told, ui)
}

/// A quote of which nothing is told yet.
fn empty() -> Record {
    Record {
        kind: QuoteKind::Indirect,
        sense: crate::domain::Sense::SAID,
        said_on: None,
        said_on_words: None,
        confidence: 1.0,
        content: Vec::new(),
        cue: Vec::new(),
        source: Vec::new(),
    }
}
