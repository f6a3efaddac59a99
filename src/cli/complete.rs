//! Values for the shell's completion, live from the database: actors, issues, outlets, articles.

use super::watch::Watch;
use crate::render::visible_line;
use crate::store::{Store, names};
use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::{Arg, Command};
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};
use std::ffi::OsStr;
use std::path::PathBuf;

/// More than a person reads through.
const MOST: usize = 100;

/// Nobody waits longer for a word to be completed.
pub const PATIENCE_SECONDS: u64 = 3;

/// Words that help and completion offer. Which of them are right is not judged here.
#[derive(Clone)]
pub struct Offered(Vec<String>);

impl Offered {
    /// Offers these.
    pub fn new(words: &[impl ToString]) -> Self {
        Self(words.iter().map(ToString::to_string).collect())
    }
}

impl TypedValueParser for Offered {
    type Value = String;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, text: &OsStr) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, arg, text)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(self.0.iter().map(PossibleValue::new)))
    }
}

/// Completes an actor's slug from any part of its name.
pub fn actors() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| candidates(names::Kind::Actor, typed))
}

/// Completes an issue's slug.
pub fn issues() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| candidates(names::Kind::Issue, typed))
}

/// Completes an outlet's name.
pub fn outlets() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| candidates(names::Kind::Outlet, typed))
}

/// Completes an article's id from words of its title.
pub fn articles() -> ArgValueCompleter {
    ArgValueCompleter::new(|typed: &OsStr| candidates(names::Kind::Article, typed))
}

/// A completion must never fail nor print: without a database there is nothing to offer.
fn candidates(kind: names::Kind, typed: &OsStr) -> Vec<CompletionCandidate> {
    let Some(typed) = typed.to_str() else { return Vec::new() };
    let _watch = Watch::quiet(PATIENCE_SECONDS);
    let found = Store::open_read_only(&database())
        .and_then(|store| names::starting(store.connection(), kind, typed, MOST));
    // A value that would have to be shown otherwise could not be found by what is shown.
    let plain = |(value, _): &(String, String)| *value == visible_line(value);
    let candidate = |(value, help): (String, String)| {
        CompletionCandidate::new(value).help(Some(visible_line(&help).into()))
    };
    found.unwrap_or_default().into_iter().filter(plain).map(candidate).collect()
}

/// The database that the command line being completed names.
fn database() -> PathBuf {
    let words: Vec<String> = std::env::args().collect();
    let after = words.iter().position(|w| w == "--db").and_then(|i| words.get(i + 1)).cloned();
    let joined = words.iter().find_map(|w| w.strip_prefix("--db=")).map(str::to_owned);
    let set = std::env::var("KB_DB").ok();
    PathBuf::from(after.or(joined).or(set).unwrap_or_else(|| "kb.db".to_owned()))
}
