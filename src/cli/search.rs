//! `kb search`: quotes or articles by their words, the best match first.

use super::complete;
use super::error::CommandError;
use super::output::{self, Question};
use super::query::tell_replaced;
use super::ui::{Ui, tell};
use crate::catalog::{self, AskError, Bound, Library, Purpose, SEARCHES, Why};
use crate::store::Store;
use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

/// Arguments of `kb search`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to search for: `indivisib* AND security`, `"arms control" OR treaty`, `minsk NOT kyiv`
    #[arg(required = true, value_name = "WORDS")]
    words: Vec<String>,
    /// Where to search
    #[arg(long = "in", value_name = "WHAT", default_value = "quotes", value_parser = ["quotes", "articles"])]
    within: String,
    /// Said by this actor (articles: that quote it)
    #[arg(long, value_name = "ACTOR", add = complete::actors())]
    actor: Option<String>,
    /// In the evidence of positions on this issue
    #[arg(long, value_name = "ISSUE", add = complete::issues())]
    issue: Option<String>,
    /// Published by this outlet
    #[arg(long, value_name = "OUTLET", add = complete::outlets())]
    outlet: Option<String>,
    /// Published on this day or later
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Published on this day or earlier
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// Only quotes of this kind
    #[arg(long, value_parser = complete::Offered::new(&["direct", "mixed", "indirect"]))]
    kind: Option<String>,
    /// Only statements in this sense; made is what was said, denied or asked
    #[arg(long, value_parser = complete::Offered::new(&["made", "said", "denied", "asked", "unsaid", "open", "any"]))]
    sense: Option<String>,
    #[command(flatten)]
    output: output::Args,
}

/// Searches.
pub fn run(args: &Args, library: &Library, db: &Path, ui: &Ui) -> Result<ExitCode, CommandError> {
    let name = SEARCHES.iter().find(|(what, _)| *what == args.within).map_or("", |(_, name)| *name);
    let Some(entry) = library.entry(name) else {
        return Err(CommandError::ours(format!("there is no query `{name}`")));
    };
    tell_replaced(entry, ui);
    let Ok(query) = entry.query() else {
        return Err(CommandError::users(format!("the query `{name}` that searches has a mistake"))
            .hint(format!("`kb query {name}` shows it")));
    };
    let words = args.words.join(" ");
    let given = [
        ("words", Some(&words)),
        ("actor", args.actor.as_ref()),
        ("issue", args.issue.as_ref()),
        ("outlet", args.outlet.as_ref()),
        ("since", args.since.as_ref()),
        ("until", args.until.as_ref()),
        ("kind", args.kind.as_ref()),
        ("sense", args.sense.as_ref()),
    ];
    let given: Vec<(&str, &str)> =
        given.into_iter().filter_map(|(name, text)| Some((name, text?.as_str()))).collect();
    let asked = catalog::ask(query, &given, Purpose::Run).map_err(|e| match (&e.why, &e.parameter) {
        (Why::Unknown { .. }, Some(name)) if args.within == "articles" => {
            CommandError::usage(format!("--{name} is for quotes, not for articles"))
        }
        // The words are typed without a flag before them.
        (Why::Words(_), _) => AskError { parameter: None, ..e }.into(),
        _ => e.into(),
    })?;
    let _watch = args.output.limits.watch();
    let store = Store::open_read_only(db)?;
    let Bound { sql, bindings, notes } = asked.bind(store.connection())?;
    tell(&notes);
    let narrowed = given.len() > 1;
    let empty = if narrowed {
        "nothing with these words passes the other conditions (an article without a date is left out by `--since` and `--until`)"
            .to_owned()
    } else {
        let other = other(&args.within);
        format!(
            "nothing has these words; `begin*` finds words by their beginning, `--in {other}` looks elsewhere"
        )
    };
    let question = Question { sql: &sql, bindings: &bindings, empty: &empty, ..Question::default() };
    output::print(&args.output, ui, &store, &question, &|e| CommandError::in_query_file(e, entry, query))
}

/// What to type instead of a word to leave out that reads as an option: `kb search war -russia`.
pub fn excluded_word(words: &[OsString]) -> Option<String> {
    let words: Vec<&str> = words.iter().filter_map(|w| w.to_str()).collect();
    let place = words.iter().position(|w| *w == "search")?;
    let word = words[place + 1..].iter().find(|w| {
        let letters = w.strip_prefix('-').unwrap_or("");
        letters.chars().count() > 1 && letters.starts_with(char::is_alphabetic)
    })?;
    Some(format!("words to leave out go into one argument with the others: kb search 'WORDS {word}'"))
}

fn other(within: &str) -> &'static str {
    if within == "quotes" { "articles" } else { "quotes" }
}
