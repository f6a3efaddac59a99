//! `kb position`: a person's word on where somebody stands.

use super::author::{AuthorArgs, open};
use super::complete;
use super::error::{CommandError, ended};
use super::output::{self, Question};
use super::quote::passage;
use super::ui::{Ui, settled};
use crate::catalog::{actor_meant, article_meant, issue_meant};
use crate::domain::{ArticleId, Basis, Cell, PositionId, Stance};
use crate::import;
use crate::render::visible_line;
use crate::store::stances::{self, Judged, Verdict};
use crate::store::{self, Store, articles};
use crate::text::CharIndex;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

/// Arguments of `kb position`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "`kb query positions` lists them; its column position_id has their numbers. What a person says holds for the actor, the issue\nand the article, and no later reading changes it."
)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// List positions with what people have said of each, the rejected ones among them
    List {
        /// On this issue
        #[arg(long, add = complete::issues())]
        issue: Option<String>,
        /// Of this actor
        #[arg(long, add = complete::actors())]
        actor: Option<String>,
        /// Only those that kb read, that people have judged or added, or that they have rejected
        #[arg(long, value_parser = ["read", "judged", "rejected"])]
        status: Option<String>,
        #[command(flatten)]
        output: Box<output::Args>,
    },
    /// Show a position with its passages, how sure it is, and what people have said of it
    Show {
        /// Its number
        #[arg(value_name = "POSITION")]
        position: PositionId,
    },
    /// Say that it is so
    Confirm(On),
    /// Say that the article does not show it: it counts nowhere any more
    Reject(On),
    /// Say that the actor stands otherwise
    Set {
        #[command(flatten)]
        on: On,
        /// How
        #[arg(long)]
        stance: Stance,
    },
    /// Add a position that kb has not found
    #[command(
        after_help = "Example:\n  kb position add 12 --actor kest --issue quay-tolls --stance opposes --words 'the toll would empty the port'"
    )]
    Add {
        /// The article: its id, file name or title
        #[arg(add = complete::articles())]
        article: String,
        /// Who stands so
        #[arg(long, add = complete::actors())]
        actor: String,
        /// On what
        #[arg(long, add = complete::issues())]
        issue: String,
        /// How
        #[arg(long)]
        stance: Stance,
        /// The passage that shows it, as the article has it
        #[arg(long)]
        words: String,
        /// On whose word it rests
        #[arg(long, default_value = "reported")]
        basis: Basis,
        #[command(flatten)]
        author: AuthorArgs,
    },
    /// Take back what people have said of it: kb's own reading holds again
    Undo(On),
}

/// Which position, and whose word it is.
#[derive(Debug, clap::Args)]
struct On {
    /// Its number
    #[arg(value_name = "POSITION")]
    position: PositionId,
    #[command(flatten)]
    author: AuthorArgs,
}

/// Runs the chosen subcommand.
pub fn run(args: &Args, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    match &args.command {
        Command::List { issue, actor, status, output } => {
            list(issue.as_deref(), actor.as_deref(), status.as_deref(), output, db, ui)
        }
        Command::Show { position } => show(*position, db, ui),
        Command::Confirm(on) => judge(on, Verdict::Confirmed, None, db, ui),
        Command::Reject(on) => judge(on, Verdict::Rejected, None, db, ui),
        Command::Set { on, stance } => judge(on, Verdict::Set, Some(*stance), db, ui),
        Command::Add { .. } => add(&args.command, db, ui),
        Command::Undo(on) => undo(on, db, ui),
    }
}

fn list(
    issue: Option<&str>,
    actor: Option<&str>,
    status: Option<&str>,
    output: &output::Args,
    db: &Path,
    ui: &Ui,
) -> Result<ExitCode, CommandError> {
    let _watch = output.limits.watch();
    let store = Store::open_read_only(db)?;
    let issue =
        issue.map(|text| issue_meant(store.connection(), text).map(|m| settled(text, m))).transpose()?;
    let actor =
        actor.map(|text| actor_meant(store.connection(), text).map(|m| settled(text, m))).transpose()?;
    let bindings = [
        ("issue".to_owned(), issue.map_or(Cell::Null, |id| Cell::Integer(id.0))),
        ("actor".to_owned(), actor.map_or(Cell::Null, |id| Cell::Integer(id.0))),
        ("status".to_owned(), status.map_or(Cell::Null, |status| Cell::Text(status.to_owned()))),
    ];
    let question =
        Question { sql: stances::LIST, bindings: &bindings, empty: "no positions", ..Question::default() };
    output::print(output, ui, &store, &question, &CommandError::from)
}

/// The position with this number, and the article that it was read in.
fn of(store: &Store, id: PositionId) -> Result<(Judged, ArticleId), CommandError> {
    let (known, article) = stances::of(store.connection(), id)?.ok_or_else(|| no_position(id))?;
    let article = article.ok_or_else(|| {
        CommandError::users(format!(
            "position {id} came with kb: nothing is to be confirmed or rejected of it"
        ))
    })?;
    Ok((known, article))
}

fn no_position(id: PositionId) -> CommandError {
    CommandError::users(format!("there is no position {id}"))
        .hint("the column `position_id` of `kb query positions` has their numbers")
}

fn show(id: PositionId, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let store = Store::open_read_only(db)?;
    let card = stances::card(store.connection(), id)?.ok_or_else(|| no_position(id))?;
    let mut out = ui.messages();
    writeln!(out, "{} {} {}", visible_line(&card.actor), card.stance, card.slug)?;
    writeln!(out, "  {}", visible_line(&card.proposition))?;
    writeln!(out, "\n{:>10}  {}", "basis", card.told)?;
    if let Some(confidence) = card.confidence {
        writeln!(
            out,
            "{:>10}  {confidence:.2}: of 100 positions as sure as this, so many are right",
            "confidence"
        )?;
    }
    if let Some(condition) = &card.condition {
        writeln!(out, "{:>10}  {}", "condition", visible_line(condition))?;
    }
    for (article, title, text) in &card.passages {
        writeln!(out, "\n  {}\n  article {article}: {}", visible_line(text), visible_line(title))?;
    }
    for review in &card.reviews {
        writeln!(out, "\n  {}", visible_line(review))?;
    }
    Ok(out.flush().map(|()| ExitCode::SUCCESS)?)
}

fn judge(
    on: &On,
    verdict: Verdict,
    stance: Option<Stance>,
    db: &Path,
    ui: &Ui,
) -> Result<ExitCode, CommandError> {
    let mut store = open(db)?;
    let (position, article) = of(&store, on.position)?;
    let stance = stance.unwrap_or(position.stance);
    let transaction = store.transaction()?;
    stances::judge(&transaction, &on.author.author(), &position, article, verdict, stance)?;
    store::commit(transaction)?;
    store.close()?;
    let mut out = ui.messages();
    let what = match verdict {
        Verdict::Rejected => "is rejected".to_owned(),
        Verdict::Set => format!("is set to {stance}"),
        _ => "is confirmed".to_owned(),
    };
    writeln!(
        out,
        "that {} {} {}, in article {article}, {what}",
        visible_line(&position.name),
        position.stance,
        position.slug
    )?;
    Ok(out.flush().map(|()| ExitCode::SUCCESS)?)
}

fn add(command: &Command, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let Command::Add { article, actor, issue, stance, words, basis, author } = command else {
        return Err(CommandError::ours("the position's arguments are lost".into()));
    };
    let mut store = open(db)?;
    let connection = store.connection();
    let article = settled(article, article_meant(connection, article)?);
    let who = settled(actor, actor_meant(connection, actor)?);
    let on = settled(issue, issue_meant(connection, issue)?);
    let body = articles::load_by_id(connection, article)?.body;
    let place = passage::place(&body, words, None)?;
    let chars = CharIndex::new(&body);
    let span = chars.chars_of(place);
    let position = Judged {
        actor: who,
        name: actor.clone(),
        issue: on,
        slug: issue.clone(),
        stance: *stance,
        evidence: place.of(&body).to_owned(),
    };
    let transaction = store.transaction()?;
    let author = author.author();
    let id = stances::add(&transaction, &author, &position, article, (span.start, span.end), *basis)?;
    store::commit(transaction)?;
    store.close()?;
    let mut out = ui.messages();
    writeln!(out, "position {id} added")?;
    Ok(out.flush().map(|()| ExitCode::SUCCESS)?)
}

fn undo(on: &On, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let mut store = open(db)?;
    let (position, article) = of(&store, on.position)?;
    let transaction = store.transaction()?;
    let taken = stances::undo(&transaction, article, position.actor, position.issue)?;
    if taken == 0 {
        return Err(CommandError::users(format!("no person has said anything of position {}", on.position)));
    }
    store::commit(transaction)?;
    let outcome = import::reread_positions(&mut store, &mut |_| {}).map_err(CommandError::from);
    ended(outcome, store.close())?;
    let mut out = ui.messages();
    writeln!(
        out,
        "what people said of {} on {} in article {article} is taken back; kb's own reading holds again",
        visible_line(&position.name),
        position.slug
    )?;
    Ok(out.flush().map(|()| ExitCode::SUCCESS)?)
}
