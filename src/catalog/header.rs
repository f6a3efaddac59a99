//! A query file: a header of comments that names the query and its parameters, then one SELECT.
//!
//! ```sql
//! -- name: who-said
//! -- summary: What an actor said, newest first
//! -- help: One row for each quote.
//! -- param: actor actor required; whose statements
//! -- param: kind choice(direct, mixed, indirect); only quotes of this kind
//! -- example: kb query who-said --actor Lavrov
//! SELECT quote FROM who_said
//! WHERE actor_id = :actor
//!   AND kind = :kind       -- if :kind
//! ```
//!
//! A line that ends in `-- if :parameter` is left out where the parameter is not given, so that every query reads as
//! plain SQL and still uses its indexes.

use std::fmt;

/// Names that options of every query have already.
const RESERVED: &[&str] =
    &["help", "version", "db", "format", "limit", "color", "width", "sql", "columns", "no-header"];

/// A saved query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// What it is called on the command line: lower-case words joined by `-`.
    pub name: String,
    /// One line for the list.
    pub summary: String,
    /// More about it; may be empty.
    pub help: String,
    /// A command line worth trying; may be empty.
    pub example: String,
    /// Its parameters, in the order of the header.
    pub parameters: Vec<Parameter>,
    /// Parameters of which at least one must be given; empty where there is no such rule.
    pub needs: Vec<String>,
    /// The SQL with its conditional lines.
    pub sql: String,
}

/// A parameter of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name on the command line (`--name`, with `-` for `_`) and in the SQL (`:name`).
    pub name: String,
    /// What it takes.
    pub kind: Kind,
    /// Whether the query can't run without it.
    pub required: bool,
    /// One line of help.
    pub help: String,
}

/// What a parameter takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any text.
    Text,
    /// A whole number.
    Integer,
    /// The first day that counts: `2022-02-15`, `2022-02` or `2022`.
    DateFrom,
    /// The last day that counts; `2022-02` is its last day.
    DateTo,
    /// One of these words.
    Choice(Vec<String>),
    /// An actor, by name, alias or slug; bound as its id.
    Actor,
    /// An issue, by slug or words of its name; bound as its id.
    Issue,
    /// An outlet, by name; bound as its id.
    Outlet,
    /// An article, by id, file name or words of its title; bound as its id.
    Article,
    /// An office, as people write it; bound as the ids of its roles, in a JSON list.
    Office,
    /// Given or not, without a value; bound as 1.
    Flag,
}

/// What is wrong with a query file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderError {
    /// The file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// The line's text.
    pub text: String,
    /// What is wrong.
    pub message: String,
    /// What to write.
    pub help: &'static str,
}

impl fmt::Display for HeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, text, message, help } = self;
        let gutter = line.to_string();
        let pad = " ".repeat(gutter.len());
        write!(
            f,
            "{message}\n{pad} --> {file}:{line}\n{pad} |\n{gutter} | {text}\n{pad} | {}",
            "^".repeat(text.len().max(1))
        )?;
        write!(f, "\n{pad} = {help}")
    }
}

impl std::error::Error for HeaderError {}

impl Query {
    /// Reads a query file; `file` is its name in errors.
    ///
    /// # Errors
    /// A header that is incomplete or says something unknown; no SQL below it.
    pub fn parse(file: &str, text: &str) -> Result<Self, HeaderError> {
        let mut query = Self {
            name: String::new(),
            summary: String::new(),
            help: String::new(),
            example: String::new(),
            parameters: Vec::new(),
            needs: Vec::new(),
            sql: String::new(),
        };
        let mut lines = text.lines().enumerate().peekable();
        while let Some((i, line)) = lines.next_if(|(_, l)| l.starts_with("--") || l.trim().is_empty()) {
            let at = |message: String, help| HeaderError {
                file: file.to_owned(),
                line: i + 1,
                text: line.to_owned(),
                message,
                help,
            };
            let entry = line.trim_start_matches('-').trim();
            if entry.is_empty() {
                continue;
            }
            let keys = "a header line is `-- name:`, `-- summary:`, `-- help:`, `-- param:` or `-- example:`";
            let Some((key, value)) = entry.split_once(':') else {
                return Err(at("this header line has no key".into(), keys));
            };
            let value = value.trim();
            match key.trim() {
                "name" => value.clone_into(&mut query.name),
                "summary" => value.clone_into(&mut query.summary),
                "needs" => query.needs = value.split(',').map(|n| n.trim().to_owned()).collect(),
                "example" => value.clone_into(&mut query.example),
                "help" => {
                    let gap = if query.help.is_empty() { "" } else { "\n" };
                    query.help.push_str(gap);
                    query.help.push_str(value);
                }
                "param" => {
                    let parameter = parse_parameter(value).map_err(|message| at(message, PARAMETER_HELP))?;
                    if query.parameters.iter().any(|p| p.name == parameter.name) {
                        let message = format!("the parameter `{}` is there twice", parameter.name);
                        return Err(at(message, "give each parameter one line"));
                    }
                    query.parameters.push(parameter);
                }
                other => return Err(at(format!("`{other}` is not a header key"), keys)),
            }
        }
        query.sql = lines.map(|(_, l)| format!("{l}\n")).collect();
        let whole = |message: &str, help| HeaderError {
            file: file.to_owned(),
            line: 1,
            text: text.lines().next().unwrap_or("").to_owned(),
            message: message.to_owned(),
            help,
        };
        if query.name.is_empty() || !is_name(&query.name) {
            return Err(whole("the query has no name", "begin with `-- name: lower-case-words`"));
        }
        if query.summary.is_empty() {
            return Err(whole("the query has no summary", "add `-- summary: what it tells, in one line`"));
        }
        if query.sql.trim().is_empty() {
            return Err(whole("there is no SQL below the header", "write one SELECT below the `--` lines"));
        }
        Ok(query)
    }

    /// The SQL for these parameters: conditional lines kept where `given` knows their parameter.
    pub fn sql_for(&self, given: impl Fn(&str) -> bool) -> String {
        let keep = |line: &&str| condition(line).is_none_or(&given);
        self.sql.lines().filter(keep).map(|l| format!("{l}\n")).collect()
    }
}

const PARAMETER_HELP: &str = "write `-- param: name kind [required]; what it is`, where kind is text, integer, date-from, \
                              date-to, choice(a, b), actor, issue, outlet, article, office or flag";

/// The parameter in a line's trailing `-- if :parameter`.
fn condition(line: &str) -> Option<&str> {
    let name = line.rsplit_once("-- if :")?.1.trim_end();
    is_name(name).then_some(name)
}

fn parse_parameter(value: &str) -> Result<Parameter, String> {
    let (head, help) = value.split_once(';').ok_or("the parameter has no help after a `;`")?;
    let (name, rest) = head.trim().split_once(' ').ok_or("the parameter has no kind")?;
    let rest = rest.trim();
    let (kind, required) = match rest.strip_suffix("required") {
        Some(kind) => (kind.trim(), true),
        None => (rest, false),
    };
    if !is_name(name) || name.contains('-') {
        return Err(format!("`{name}` is not a parameter name (lower-case letters and digits)"));
    }
    if RESERVED.contains(&name) {
        return Err(format!("`{name}` is an option of every query"));
    }
    let kind = match kind {
        "text" => Kind::Text,
        "integer" => Kind::Integer,
        "date-from" => Kind::DateFrom,
        "date-to" => Kind::DateTo,
        "actor" => Kind::Actor,
        "issue" => Kind::Issue,
        "outlet" => Kind::Outlet,
        "article" => Kind::Article,
        "office" => Kind::Office,
        "flag" => Kind::Flag,
        choice => {
            let inner = choice.strip_prefix("choice(").and_then(|c| c.strip_suffix(')'));
            let inner = inner.ok_or_else(|| format!("`{choice}` is not a kind of parameter"))?;
            Kind::Choice(inner.split(',').map(|c| c.trim().to_owned()).collect())
        }
    };
    Ok(Parameter { name: name.to_owned(), kind, required, help: help.trim().to_owned() })
}

fn is_name(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_');
    text.bytes().next().is_some_and(|b| b.is_ascii_lowercase()) && text.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "-- name: demo\n-- summary: A demo\n-- param: actor actor required; who\n\
                        -- param: kind choice(a, b); which\nSELECT 1\nWHERE x = :actor\n  AND k = :kind -- if :kind\n";

    #[test]
    fn a_file_is_read() {
        let query = Query::parse("demo.sql", FILE).unwrap();
        assert_eq!((query.name.as_str(), query.parameters.len()), ("demo", 2));
        assert!(query.parameters[0].required);
        assert_eq!(query.parameters[1].kind, Kind::Choice(vec!["a".into(), "b".into()]));
    }

    #[test]
    fn conditional_lines_go_with_their_parameter() {
        let query = Query::parse("demo.sql", FILE).unwrap();
        assert!(query.sql_for(|_| true).contains(":kind"));
        assert!(!query.sql_for(|name| name != "kind").contains(":kind"));
    }

    #[test]
    fn mistakes_are_shown_where_they_stand() {
        let error = Query::parse("q.sql", "-- name: a\n-- param: help text; x\nSELECT 1").unwrap_err();
        assert_eq!((error.line, error.to_string().contains("option of every query")), (2, true));
        for bad in ["SELECT 1", "-- name: a\nSELECT 1", "-- name: a\n-- summary: b\n", "-- nome: a\nSELECT 1"]
        {
            assert!(Query::parse("q.sql", bad).is_err(), "{bad}");
        }
    }
}
