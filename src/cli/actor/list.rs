//! `kb actor list`: the registry, a line for each actor.

use crate::cli::complete;
use crate::cli::error::CommandError;
use crate::cli::output::{self, Question};
use crate::cli::ui::Ui;
use crate::domain::{ActorKind, Cell};
use crate::store::{Store, registry};
use std::path::Path;
use std::process::ExitCode;

/// Arguments of `kb actor list`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only actors with these words in a name or alias
    #[arg(value_name = "WORDS")]
    words: Option<String>,
    /// Only actors of this kind
    #[arg(long, value_parser = clap::builder::PossibleValuesParser::new(ActorKind::ALL.iter().map(|k| k.as_str())))]
    kind: Option<String>,
    /// Only actors of this state
    #[arg(long, value_name = "ACTOR", add = complete::actors())]
    state: Option<String>,
    /// Only actors that came with kb, that people entered, or that texts introduced
    #[arg(long, value_parser = ["seed", "user", "text"])]
    origin: Option<String>,
    #[command(flatten)]
    output: output::Args,
}

/// Lists.
pub fn run(args: &Args, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let _watch = args.output.limits.watch();
    let store = Store::open_read_only(db)?;
    let text = |value: &Option<String>| value.clone().map_or(Cell::Null, Cell::Text);
    let state = match &args.state {
        Some(state) => Cell::Integer(super::actor(&store, state)?.0),
        None => Cell::Null,
    };
    let words = args.words.as_deref().map(registry::list::folded).map_or(Cell::Null, Cell::Text);
    let bindings =
        [("words", words), ("kind", text(&args.kind)), ("state", state), ("origin", text(&args.origin))];
    let bindings = bindings.map(|(name, value)| (name.to_owned(), value));
    let sql = registry::list::SQL;
    let question = Question { sql, bindings: &bindings, empty: "no actors", ..Question::default() };
    output::print(&args.output, ui, &store, &question, &CommandError::from)
}
