//! What the line editor knows while somebody types: words to complete, colours, and whether a statement has ended.

use super::COMMANDS;
use crate::catalog::{Library, Word, words};
use crate::cli::error::CommandError;
use crate::store::Store;
use crate::store::schema::objects;
use rustyline::completion::{Completer, Pair};
use rustyline::highlight::{CmdKind, Highlighter};
use rustyline::hint::Hinter;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{Context, Helper};
use std::borrow::Cow;

const KEYWORDS: &[&str] = &[
    "SELECT",
    "DISTINCT",
    "FROM",
    "JOIN",
    "LEFT",
    "ON",
    "USING",
    "WHERE",
    "AND",
    "OR",
    "NOT",
    "IN",
    "IS",
    "NULL",
    "LIKE",
    "GLOB",
    "MATCH",
    "BETWEEN",
    "EXISTS",
    "GROUP",
    "BY",
    "HAVING",
    "ORDER",
    "ASC",
    "DESC",
    "LIMIT",
    "OFFSET",
    "AS",
    "WITH",
    "RECURSIVE",
    "UNION",
    "ALL",
    "EXCEPT",
    "INTERSECT",
    "CASE",
    "WHEN",
    "THEN",
    "ELSE",
    "END",
    "VALUES",
    "EXPLAIN",
    "QUERY",
    "PLAN",
    "OVER",
    "PARTITION",
    "CAST",
    "COLLATE",
    "COUNT",
    "SUM",
    "MIN",
    "MAX",
    "AVG",
    "SUBSTR",
    "LENGTH",
    "COALESCE",
    "GROUP_CONCAT",
];

/// The helper of the line editor.
pub struct Assistant {
    names: Vec<String>,
    color: bool,
}

impl Assistant {
    /// Learns the words of this database and of the saved queries.
    pub fn new(store: &Store, library: &Library, color: bool) -> Result<Self, CommandError> {
        let mut names: Vec<String> = KEYWORDS.iter().map(|k| (*k).to_owned()).collect();
        for object in objects(store.connection())? {
            names.push(object.name);
            names.extend(object.columns.into_iter().map(|c| c.name));
        }
        let dotted = COMMANDS.iter().chain(&["help", "quit", "format", "param"]).map(|c| format!(".{c}"));
        names.extend(dotted);
        names.extend(library.queries().map(|q| q.name.clone()));
        names.sort();
        names.dedup();
        Ok(Self { names, color })
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
        let lower = word.to_lowercase();
        let fits = |name: &&String| !lower.is_empty() && name.to_lowercase().starts_with(&lower);
        let pair = |name: &String| Pair { display: name.clone(), replacement: name.clone() };
        Ok((start, self.names.iter().filter(fits).map(pair).collect()))
    }
}

impl Validator for Assistant {
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        let input = context.input().trim();
        let ended = input.is_empty()
            || input.starts_with('.')
            || words(input)
                .iter()
                .rev()
                .find(|(w, _)| !matches!(w, Word::Blank | Word::Comment))
                .is_some_and(|(_, p)| *p == ";");
        Ok(if ended { ValidationResult::Valid(None) } else { ValidationResult::Incomplete })
    }
}

impl Highlighter for Assistant {
    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        if !self.color || line.starts_with('.') {
            return Cow::Borrowed(line);
        }
        let mut out = String::with_capacity(line.len() + 32);
        for (word, piece) in words(line) {
            let code = match word {
                Word::Name if KEYWORDS.iter().any(|k| k.eq_ignore_ascii_case(piece)) => "1;38;5;33",
                Word::Quoted => "38;5;35",
                Word::Number | Word::Parameter => "38;5;166",
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
