//! What the line editor knows while somebody types: words to complete, and colours.

use super::COMMANDS;
use crate::catalog::{Library, Word, words};
use crate::cli::complete::PATIENCE_SECONDS;
use crate::cli::error::CommandError;
use crate::cli::ui::quoted;
use crate::cli::watch::Watch;
use crate::render::visible_line;
use crate::store::schema::objects;
use crate::store::{Store, names};
use rustyline::completion::{Completer, Pair};
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::Hinter;
use rustyline::validate::Validator;
use rustyline::{Context, Helper};
use std::borrow::Cow;

const KEYWORDS: &[&str] = &[
    "ALL",
    "AND",
    "AS",
    "ASC",
    "AVG",
    "BETWEEN",
    "BY",
    "CASE",
    "CAST",
    "COALESCE",
    "COLLATE",
    "COUNT",
    "DESC",
    "DISTINCT",
    "ELSE",
    "END",
    "EXCEPT",
    "EXISTS",
    "EXPLAIN",
    "FROM",
    "GLOB",
    "GROUP",
    "GROUP_CONCAT",
    "HAVING",
    "IN",
    "INTERSECT",
    "IS",
    "JOIN",
    "LEFT",
    "LENGTH",
    "LIKE",
    "LIMIT",
    "MATCH",
    "MAX",
    "MIN",
    "NOT",
    "NULL",
    "OFFSET",
    "ON",
    "OR",
    "ORDER",
    "OVER",
    "PARTITION",
    "PLAN",
    "QUERY",
    "RECURSIVE",
    "SELECT",
    "SUBSTR",
    "SUM",
    "THEN",
    "UNION",
    "USING",
    "VALUES",
    "WHEN",
    "WHERE",
    "WITH",
];

/// More than a person reads through.
const MOST: usize = 100;

/// What the word at the end of a command of kb names: `.query who-said --actor Lav`, `.show actor Lav`.
fn named_here(before: &str) -> Option<names::Kind> {
    let words: Vec<&str> = before.strip_prefix('.')?.split_whitespace().collect();
    let whole = words.len() - usize::from(!before.ends_with(char::is_whitespace));
    let last = words.get(whole.checked_sub(1)?)?;
    let shown = whole == 2 && words.first() == Some(&"show");
    match last.strip_prefix("--").or(shown.then_some(*last))? {
        "actor" => Some(names::Kind::Actor),
        "issue" => Some(names::Kind::Issue),
        "outlet" => Some(names::Kind::Outlet),
        "article" => Some(names::Kind::Article),
        _ => None,
    }
}

/// The helper of the line editor.
pub struct Assistant {
    store: Store,
    names: Vec<String>,
    color: bool,
}

impl Assistant {
    /// Learns the words of this database and of the saved queries.
    pub fn new(store: Store, library: &Library, color: bool) -> Result<Self, CommandError> {
        let mut names: Vec<String> = KEYWORDS.iter().map(|k| (*k).to_owned()).collect();
        for object in objects(store.connection())? {
            names.push(object.name);
            names.extend(object.columns.into_iter().map(|c| c.name));
        }
        let dotted = COMMANDS.iter().chain(&["help", "quit", "format", "param"]).map(|c| format!(".{c}"));
        names.extend(dotted);
        names.extend(library.queries().map(|q| q.name.clone()));
        // They come from a file that may be anybody's.
        names.retain(|name| *name == visible_line(name));
        names.sort();
        names.dedup();
        Ok(Self { store, names, color })
    }
}

impl Helper for Assistant {}

impl Hinter for Assistant {
    type Hint = String;
}

impl Completer for Assistant {
    type Candidate = Pair;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let before = line.get(..at).unwrap_or(line);
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
        let start = before
            .rfind(|c| !is_part(c))
            .map_or(0, |i| i + before[i..].chars().next().map_or(1, char::len_utf8));
        let word = &before[start..];
        // `w.quo` completes the column behind the table's short name.
        let (start, word) = match word.rfind('.').filter(|i| *i > 0) {
            Some(dot) => (start + dot + 1, &word[dot + 1..]),
            None => (start, word),
        };
        if let Some(kind) = named_here(before) {
            let _watch = Watch::quiet(PATIENCE_SECONDS);
            let found = names::starting(self.store.connection(), kind, word, MOST).unwrap_or_default();
            let plain = |(value, _): &(String, String)| *value == visible_line(value);
            let pair = |(value, _): (String, String)| Pair {
                replacement: quoted(&value).into_owned(),
                display: value,
            };
            return Ok((start, found.into_iter().filter(plain).map(pair).collect()));
        }
        let lower = word.to_lowercase();
        let fits = |name: &&String| !lower.is_empty() && name.to_lowercase().starts_with(&lower);
        let pair = |name: &String| Pair { display: name.clone(), replacement: name.clone() };
        Ok((start, self.names.iter().filter(fits).map(pair).collect()))
    }
}

impl Validator for Assistant {}

impl Highlighter for Assistant {
    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        if !self.color || line.starts_with('.') {
            return Cow::Borrowed(line);
        }
        let mut out = String::with_capacity(line.len() + 32);
        for (word, piece) in words(line) {
            let code = match word {
                Word::Name if KEYWORDS.iter().any(|k| k.eq_ignore_ascii_case(piece)) => "1;38;5;31",
                Word::Quoted => "38;5;28",
                Word::Number | Word::Parameter => "38;5;130",
                Word::Comment => "2",
                _ => "",
            };
            match code {
                "" => out.push_str(piece),
                code => out.push_str(&format!("\u{1b}[{code}m{piece}\u{1b}[0m")),
            }
        }
        Cow::Owned(out)
    }

    fn highlight_char(&self, _: &str, _: usize, _: CmdKind) -> bool {
        self.color
    }
}
