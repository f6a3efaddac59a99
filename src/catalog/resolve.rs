//! From what the user typed for a parameter to the value that is bound.

use super::when::period;
use super::words::match_expression;
use super::{Kind, Parameter};
use crate::domain::{Cell, near};
use crate::store::registry::offices;
use crate::store::{StoreError, actors, articles, issues, outlets};
use rusqlite::Connection;

/// Characters of a name, path or title that somebody types.
const LONGEST_NAME: usize = 1000;
/// Bytes of any other value; SQLite's patterns may not be longer.
const LONGEST_TEXT: usize = 50_000;
/// Bytes of a text to search for.
const LONGEST_SEARCH: usize = 1_000_000;

/// Why a parameter's value can't be used.
#[derive(Debug, thiserror::Error)]
pub enum ResolveError {
    /// It is not of the parameter's kind.
    #[error("--{parameter}: {reason}")]
    Invalid {
        /// The parameter.
        parameter: String,
        /// What is wrong.
        reason: String,
    },
    /// Nothing has that name.
    #[error("no {what} named `{text}`")]
    Nothing {
        /// actor, issue, outlet, article.
        what: &'static str,
        /// What the user typed.
        text: String,
        /// Names that come close, best first.
        suggestions: Vec<String>,
    },
    /// Several have it.
    #[error("`{text}` fits more than one {what}")]
    Ambiguous {
        /// actor, issue, outlet, article.
        what: &'static str,
        /// What the user typed.
        text: String,
        /// What tells each (to be typed instead), and a word about it.
        candidates: Vec<(String, String)>,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
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

    fn map<U>(self, make: impl FnOnce(T) -> U) -> Meant<U> {
        Meant { value: make(self.value), guess: self.guess }
    }
}

/// The value to bind for `text`.
///
/// # Errors
/// Where it is not of the parameter's kind, or names nothing or several things: with what to type instead.
pub fn resolve(
    connection: &Connection,
    parameter: &Parameter,
    text: &str,
) -> Result<Meant<Cell>, ResolveError> {
    let invalid = |reason: String| ResolveError::Invalid { parameter: parameter.name.clone(), reason };
    let longest = if parameter.kind == Kind::Words { LONGEST_SEARCH } else { LONGEST_TEXT };
    if text.len() > longest {
        return Err(invalid(format!("this has {} bytes; at most {longest} are understood", text.len())));
    }
    let cell = match &parameter.kind {
        Kind::Text => Cell::Text(text.to_owned()),
        Kind::Words => Cell::Text(match_expression(text).map_err(|e| invalid(e.to_string()))?),
        Kind::Integer => Cell::Integer(text.parse().map_err(|_| invalid(not_whole(text, &parameter.help)))?),
        Kind::DateFrom => Cell::Text(period(text).map_err(invalid)?.from),
        Kind::DateTo => Cell::Text(period(text).map_err(invalid)?.to),
        Kind::Choice(words) => match words.iter().find(|w| w.eq_ignore_ascii_case(text)) {
            Some(word) => Cell::Text(word.clone()),
            None => return Err(invalid(format!("`{text}` is not one of {}", words.join(", ")))),
        },
        Kind::Flag => Cell::Integer(1),
        Kind::Office => match offices::find(connection, text)? {
            offices::Found::Roles(ids) => {
                let ids: Vec<_> = ids.iter().map(i64::to_string).collect();
                Cell::Text(format!("[{}]", ids.join(",")))
            }
            offices::Found::None(suggestions) => {
                return Err(ResolveError::Nothing { what: "office", text: text.to_owned(), suggestions });
            }
        },
        named => return Ok(resolve_named(connection, named, text)?.map(Cell::Integer)),
    };
    Ok(Meant::outright(cell))
}

/// The id of the actor, issue, outlet or article that a person means by `text`.
///
/// # Errors
/// Where it names nothing or several things: with what to type instead.
pub fn resolve_named(connection: &Connection, kind: &Kind, text: &str) -> Result<Meant<i64>, ResolveError> {
    if text.chars().nth(LONGEST_NAME).is_some() {
        let start: String = text.chars().take(40).collect();
        let reason = format!(
            "`{start}…` has {} characters; no name is longer than {LONGEST_NAME}",
            text.chars().count()
        );
        return Err(ResolveError::Invalid { parameter: what(kind).to_owned(), reason });
    }
    match kind {
        Kind::Issue => pick("issue", text, issues::find(connection, text)?, &issues::slugs(connection)?),
        Kind::Outlet => pick("outlet", text, outlets::find(connection, text)?, &outlets::names(connection)?),
        Kind::Article => pick("article", text, articles::find(connection, text)?, &[]),
        _ => match actors::find(connection, text)? {
            actors::Found::One { id, name, outright } => {
                Ok(Meant { value: id, guess: (!outright).then_some(name) })
            }
            actors::Found::Ambiguous(candidates) => {
                let told = |(slug, name, description): (String, String, String)| {
                    (slug, format!("{name}  {description}").trim_end().to_owned())
                };
                let candidates = candidates.into_iter().map(told).collect();
                Err(ResolveError::Ambiguous { what: "actor", text: text.to_owned(), candidates })
            }
            actors::Found::Nobody(suggestions) => {
                Err(ResolveError::Nothing { what: "actor", text: text.to_owned(), suggestions })
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
) -> Result<Meant<i64>, ResolveError> {
    match (found.len(), found.pop()) {
        (1, Some((id, _))) => Ok(Meant::outright(id)),
        (0, _) | (_, None) => {
            let near = near(text, all.iter().map(String::as_str), 3);
            let suggestions = near.into_iter().map(str::to_owned).collect();
            Err(ResolveError::Nothing { what, text: text.to_owned(), suggestions })
        }
        (_, Some(last)) => {
            found.push(last);
            // An article's title need not be unique; its id is.
            let told = |(id, name): (i64, String)| {
                if what == "article" { (id.to_string(), name) } else { (name, String::new()) }
            };
            let candidates = found.into_iter().map(told).collect();
            Err(ResolveError::Ambiguous { what, text: text.to_owned(), candidates })
        }
    }
}
