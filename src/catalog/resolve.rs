//! From the text that is stated for a parameter to the value that is bound: what can be told without a database, and what its
//! names mean.

use super::ask_error::{AskError, Why};
use super::when::period;
use super::words::match_expression;
use super::{Kind, Parameter};
use crate::domain::{ActorId, ArticleId, Cell, IssueId, OutletId, RoleId, near};
use crate::store::registry::offices;
use crate::store::{actors, articles, issues, outlets};
use rusqlite::Connection;
use std::fmt::Display;

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

    fn map<U>(self, with: impl FnOnce(T) -> U) -> Meant<U> {
        Meant { value: with(self.value), guess: self.guess }
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
        Kind::Integer => {
            let number = text.parse().map_err(|_| invalid(not_whole(text, &parameter.help)))?;
            if parameter.help.contains("percent") && !(0..=100).contains(&number) {
                return Err(invalid(format!("`{text}` is no share in percent, from 0 to 100")));
            }
            Cell::Integer(number)
        }
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
    let id = match parameter.kind {
        Kind::Issue => issue_meant(connection, text).map(|m| m.map(|id| id.0)),
        Kind::Outlet => outlet_meant(connection, text).map(|m| m.map(|id| id.0)),
        Kind::Article => article_meant(connection, text).map(|m| m.map(|id| id.0)),
        Kind::Office => return office_meant(connection, text).map_err(about),
        _ => actor_meant(connection, text).map(|m| m.map(|id| id.0)),
    };
    Ok(id.map_err(about)?.map(Cell::Integer))
}

/// The roles that a person means by the text of an office, as a list for `json_each`.
fn office_meant(connection: &Connection, text: &str) -> Result<Meant<Cell>, AskError> {
    match offices::find(connection, text)? {
        offices::Found::Roles(ids) => {
            let ids: Vec<_> = ids.iter().map(RoleId::to_string).collect();
            Ok(Meant::outright(Cell::Text(format!("[{}]", ids.join(",")))))
        }
        offices::Found::None(suggestions) => {
            Err(Why::Nothing { what: "office", text: text.to_owned(), suggestions }.into())
        }
    }
}

/// The actor that a person means by `text`.
///
/// # Errors
/// Where it names nobody or several: with what to type instead. So with the other kinds.
pub fn actor_meant(connection: &Connection, text: &str) -> Result<Meant<ActorId>, AskError> {
    let what = "actor";
    check_length(what, text)?;
    match actors::find(connection, text)? {
        actors::Found::One { id, name, outright } => {
            Ok(Meant { value: id, guess: (!outright).then_some(name) })
        }
        actors::Found::Ambiguous(candidates) => {
            let told = |(slug, name, description): (String, String, String)| {
                (slug, format!("{name}  {description}").trim_end().to_owned())
            };
            let candidates = candidates.into_iter().map(told).collect();
            Err(Why::Ambiguous { what, text: text.to_owned(), candidates }.into())
        }
        actors::Found::Nobody(suggestions) => {
            Err(Why::Nothing { what, text: text.to_owned(), suggestions }.into())
        }
    }
}

/// The issue that a person means by `text`.
///
/// # Errors
/// As with actors.
pub fn issue_meant(connection: &Connection, text: &str) -> Result<Meant<IssueId>, AskError> {
    check_length("issue", text)?;
    pick("issue", text, issues::find(connection, text)?, &issues::slugs(connection)?)
}

/// The outlet that a person means by `text`.
///
/// # Errors
/// As with actors.
pub fn outlet_meant(connection: &Connection, text: &str) -> Result<Meant<OutletId>, AskError> {
    check_length("outlet", text)?;
    pick("outlet", text, outlets::find(connection, text)?, &outlets::names(connection)?)
}

/// The article that a person means by `text`.
///
/// # Errors
/// As with actors.
pub fn article_meant(connection: &Connection, text: &str) -> Result<Meant<ArticleId>, AskError> {
    check_length("article", text)?;
    let articles::Found { articles, exact } = articles::find(connection, text)?;
    let guess = articles.first().filter(|_| !exact).map(|(id, label)| format!("article {id}: {label}"));
    Ok(Meant { guess, ..pick("article", text, articles, &[])? })
}

fn check_length(what: &str, text: &str) -> Result<(), AskError> {
    if text.chars().nth(LONGEST_NAME).is_none() {
        return Ok(());
    }
    let start: String = text.chars().take(40).collect();
    let length = text.chars().count();
    let reason = format!("`{start}…` has {length} characters; no name is longer than {LONGEST_NAME}");
    Err(AskError::invalid(what, reason))
}

/// What is wrong with a number that is none; a share where per cent are wanted is the common case.
fn not_whole(text: &str, help: &str) -> String {
    let share = text.parse::<f64>().ok().filter(|s| help.contains("percent") && (0.0..=1.0).contains(s));
    match share {
        Some(share) => format!("`{text}` is not a whole number; in percent it is {:.0}", share * 100.0),
        None => format!("`{text}` is not a whole number"),
    }
}

fn pick<I: Display>(
    what: &'static str,
    text: &str,
    mut found: Vec<(I, String)>,
    all: &[String],
) -> Result<Meant<I>, AskError> {
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
            let told = |(id, name): (I, String)| {
                if what == "article" { (id.to_string(), name) } else { (name, String::new()) }
            };
            let candidates = found.into_iter().map(told).collect();
            Err(Why::Ambiguous { what, text: text.to_owned(), candidates }.into())
        }
    }
}
