//! From the text that is stated for a parameter to the value that is bound: what can be told without a database, and what its
//! names mean.

use super::ask_error::{AskError, Why};
use super::when::period;
use super::words::match_expression;
use super::{Kind, Parameter};
use crate::domain::{Cell, near};
use crate::store::registry::offices;
use crate::store::{actors, articles, issues, outlets};
use rusqlite::Connection;

/// Characters of a name, path or title that somebody types.
const LONGEST_NAME: usize = 1000;
/// Bytes of any other value; SQLite's patterns may not be longer.
const LONGEST_TEXT: usize = 50_000;
/// Bytes of a text to search for.
const LONGEST_SEARCH: usize = 1_000_000;

/// What somebody stated for a parameter, as far as it is understood without a database.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    /// It, to be bound.
    Cell(Cell),
    /// A name, of which the database knows what it means.
    Name(String),
}

/// What the user means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meant<T> {
    /// It.
    pub value: T,
    /// The name of what it was taken for, where the words do not say it outright: a person should hear of that.
    pub guess: Option<String>,
}

impl<T> Meant<T> {
    fn outright(value: T) -> Self {
        Self { value, guess: None }
    }
}

/// What the text says; nothing where it states that a flag is not set.
///
/// # Errors
/// Where it is not of the parameter's kind: with what to state instead.
pub(super) fn plain(parameter: &Parameter, text: &str) -> Result<Option<Value>, AskError> {
    let invalid = |reason: String| AskError::invalid(&parameter.name, reason);
    let longest = if parameter.kind == Kind::Words { LONGEST_SEARCH } else { LONGEST_TEXT };
    if text.len() > longest {
        return Err(invalid(format!("this has {} bytes; at most {longest} are understood", text.len())));
    }
    let cell = match &parameter.kind {
        Kind::Text => Cell::Text(text.to_owned()),
        Kind::Words => {
            let expression = match_expression(text);
            Cell::Text(expression.map_err(|e| Why::from(e).about(&parameter.name))?)
        }
        Kind::Integer => Cell::Integer(text.parse().map_err(|_| invalid(not_whole(text, &parameter.help)))?),
        Kind::DateFrom => Cell::Text(period(text).map_err(invalid)?.from),
        Kind::DateTo => Cell::Text(period(text).map_err(invalid)?.to),
        Kind::Choice(words) => match words.iter().find(|w| w.eq_ignore_ascii_case(text)) {
            Some(word) => Cell::Text(word.clone()),
            None => {
                let reason = format!("`{text}` is not one of {}", words.join(", "));
                let near = near(text, words.iter().map(String::as_str), 1).first().map(|w| (*w).to_owned());
                return Err(Why::Invalid { reason, near }.about(&parameter.name));
            }
        },
        Kind::Flag => match text.trim().to_ascii_lowercase().as_str() {
            "" | "1" | "yes" | "true" | "on" => Cell::Integer(1),
            "0" | "no" | "false" | "off" => return Ok(None),
            _ => return Err(invalid(format!("`{text}` is neither yes nor no"))),
        },
        Kind::Actor | Kind::Issue | Kind::Outlet | Kind::Article | Kind::Office => {
            return Ok(Some(Value::Name(text.to_owned())));
        }
    };
    Ok(Some(Value::Cell(cell)))
}

/// The value to bind for a name.
///
/// # Errors
/// Where it names nothing or several things: with what to state instead.
pub(super) fn named(
    connection: &Connection,
    parameter: &Parameter,
    text: &str,
) -> Result<Meant<Cell>, AskError> {
    let about = |e: AskError| e.about(&parameter.name);
    if parameter.kind != Kind::Office {
        let Meant { value, guess } = resolve_named(connection, &parameter.kind, text).map_err(about)?;
        return Ok(Meant { value: Cell::Integer(value), guess });
    }
    match offices::find(connection, text).map_err(|e| about(e.into()))? {
        offices::Found::Roles(ids) => {
            let ids: Vec<_> = ids.iter().map(i64::to_string).collect();
            Ok(Meant::outright(Cell::Text(format!("[{}]", ids.join(",")))))
        }
        offices::Found::None(suggestions) => {
            Err(about(Why::Nothing { what: "office", text: text.to_owned(), suggestions }.into()))
        }
    }
}

/// The id of the actor, issue, outlet or article that a person means by `text`.
///
/// # Errors
/// Where it names nothing or several things: with what to type instead.
pub fn resolve_named(connection: &Connection, kind: &Kind, text: &str) -> Result<Meant<i64>, AskError> {
    if text.chars().nth(LONGEST_NAME).is_some() {
        let start: String = text.chars().take(40).collect();
        let reason = format!(
            "`{start}…` has {} characters; no name is longer than {LONGEST_NAME}",
            text.chars().count()
        );
        return Err(AskError::invalid(what(kind), reason));
    }
    match kind {
        Kind::Issue => pick("issue", text, issues::find(connection, text)?, &issues::slugs(connection)?),
        Kind::Outlet => pick("outlet", text, outlets::find(connection, text)?, &outlets::names(connection)?),
        Kind::Article => {
            let articles::Found { articles, exact } = articles::find(connection, text)?;
            let guess =
                articles.first().filter(|_| !exact).map(|(id, label)| format!("article {id}: {label}"));
            Ok(Meant { guess, ..pick("article", text, articles, &[])? })
        }
        _ => match actors::find(connection, text)? {
            actors::Found::One { id, name, outright } => {
                Ok(Meant { value: id, guess: (!outright).then_some(name) })
            }
            actors::Found::Ambiguous(candidates) => {
                let told = |(slug, name, description): (String, String, String)| {
                    (slug, format!("{name}  {description}").trim_end().to_owned())
                };
                let candidates = candidates.into_iter().map(told).collect();
                Err(Why::Ambiguous { what: "actor", text: text.to_owned(), candidates }.into())
            }
            actors::Found::Nobody(suggestions) => {
                Err(Why::Nothing { what: "actor", text: text.to_owned(), suggestions }.into())
            }
        },
    }
}

fn what(kind: &Kind) -> &'static str {
    match kind {
        Kind::Issue => "issue",
        Kind::Outlet => "outlet",
        Kind::Article => "article",
        _ => "actor",
    }
}

/// What is wrong with a number that is none; a share where per cent are wanted is the common case.
fn not_whole(text: &str, help: &str) -> String {
    let share = text.parse::<f64>().ok().filter(|s| help.contains("percent") && (0.0..=1.0).contains(s));
    match share {
        Some(share) => format!("`{text}` is not a whole number; in percent it is {:.0}", share * 100.0),
        None => format!("`{text}` is not a whole number"),
    }
}

fn pick(
    what: &'static str,
    text: &str,
    mut found: Vec<(i64, String)>,
    all: &[String],
) -> Result<Meant<i64>, AskError> {
    match (found.len(), found.pop()) {
        (1, Some((id, _))) => Ok(Meant::outright(id)),
        (0, _) | (_, None) => {
            let near = near(text, all.iter().map(String::as_str), 3);
            let suggestions = near.into_iter().map(str::to_owned).collect();
            Err(Why::Nothing { what, text: text.to_owned(), suggestions }.into())
        }
        (_, Some(last)) => {
            found.push(last);
            // An article's title need not be unique; its id is.
            let told = |(id, name): (i64, String)| {
                if what == "article" { (id.to_string(), name) } else { (name, String::new()) }
            };
            let candidates = found.into_iter().map(told).collect();
            Err(Why::Ambiguous { what, text: text.to_owned(), candidates }.into())
        }
    }
}
