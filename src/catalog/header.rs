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
//! plain SQL and still uses its indexes; `-- if :one, :other` keeps it where any of them is given. Further keys: `-- needs: a, b` (at least one of these parameters must be
//! given), `-- matrix: column, value` (shown as a matrix: the values of one column become columns), `-- answers: a, b` (columns that are what is
//! asked for: where a table has no room for all of them, rows are stacked and none is left out).

use super::HeaderError;
use super::condition::{self, Line};
use super::parameter::{Parameter, is_name};
use super::sql_words::parameters_in;
use crate::domain::near;

/// A saved query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
    /// Of a matrix: the column whose values become columns, and the one whose values fill them.
    pub matrix: Option<(String, String)>,
    /// Columns that no table leaves out for want of room.
    pub answers: Vec<String>,
    /// The SQL with its conditional lines.
    pub sql: String,
    /// The file it is from.
    pub file: String,
    /// The line of the file where the SQL starts, from 1.
    pub sql_line: usize,
}

const KEY_WORDS: &[&str] = &["name", "summary", "help", "param", "example", "needs", "matrix", "answers"];
const KEYS: &str = "a header line starts with `-- name:`, `-- summary:`, `-- help:`, `-- param:`, `-- example:`, \
                    `-- needs:`, `-- matrix:` or `-- answers:`";

impl Query {
    /// Reads a query file; `file` is its name in errors.
    ///
    /// # Errors
    /// A header that is incomplete or says something unknown; no SQL below it; parameters of the SQL that the header
    /// does not name, or the other way round.
    pub fn parse(file: &str, text: &str) -> Result<Self, HeaderError> {
        let mut query = Self { file: file.to_owned(), ..Self::default() };
        let mut parameter_lines: Vec<(usize, &str, &str)> = Vec::new();
        let mut lines = text.lines().enumerate().peekable();
        while let Some((i, line)) = lines.next_if(|(_, l)| l.starts_with("--") || l.trim().is_empty()) {
            let at = |piece: &str, message: String, help: &str| {
                HeaderError::at(file, i + 1, line, piece, message, help)
            };
            let entry = line.trim_start_matches('-').trim();
            if entry.is_empty() {
                continue;
            }
            let Some((key, value)) = entry.split_once(':') else {
                return Err(at(entry, "this header line has no key".into(), KEYS));
            };
            let value = value.trim();
            let list = || value.split(',').map(|w| w.trim().to_owned()).collect::<Vec<_>>();
            match key.trim() {
                "name" if !is_name(value) => {
                    return Err(at(
                        value,
                        format!("`{value}` is not a query's name"),
                        "use lower-case words joined by `-`",
                    ));
                }
                "name" => value.clone_into(&mut query.name),
                "summary" => value.clone_into(&mut query.summary),
                "example" => value.clone_into(&mut query.example),
                "help" => {
                    // The lines of a file are one text, wrapped where it is shown; an empty one ends a paragraph.
                    let gap = match query.help.as_str() {
                        help if help.is_empty() || help.ends_with('\n') => "",
                        _ if value.is_empty() => "\n\n",
                        _ => " ",
                    };
                    query.help.push_str(gap);
                    query.help.push_str(value);
                }
                "needs" => query.needs = list(),
                "answers" => query.answers = list(),
                "matrix" => match list().as_slice() {
                    [column, value] => query.matrix = Some((column.clone(), value.clone())),
                    _ => {
                        return Err(at(
                            value,
                            "a matrix has two columns".into(),
                            "write `-- matrix: column, value`",
                        ));
                    }
                },
                "param" => {
                    let parameter = Parameter::parse(value).map_err(|m| at(m.piece, m.message, &m.help))?;
                    let name = value.get(..parameter.name.len()).unwrap_or(value);
                    if query.parameters.iter().any(|p| p.name == parameter.name) {
                        let message = format!("the parameter `{name}` is there twice");
                        return Err(at(name, message, "give each parameter one line"));
                    }
                    parameter_lines.push((i + 1, line, name));
                    query.parameters.push(parameter);
                }
                other => {
                    let near = near(other, KEY_WORDS.iter().copied(), 1);
                    let help =
                        near.first().map_or_else(|| KEYS.to_owned(), |k| format!("did you mean `{k}`?"));
                    return Err(at(key.trim(), format!("`{other}` is not a header key"), &help));
                }
            }
        }
        query.sql_line = lines.peek().map_or(text.lines().count(), |(i, _)| i + 1);
        query.sql = lines.map(|(_, l)| format!("{l}\n")).collect();
        query.check_whole(file, text)?;
        query.check_parameters(file, text, &parameter_lines)?;
        Ok(query)
    }

    /// The SQL for these parameters: a conditional line stays where one of its parameters is `stated`, and is empty
    /// otherwise, so that the lines keep their numbers.
    pub fn sql_for(&self, stated: impl Fn(&str) -> bool) -> String {
        let stated = &stated;
        condition::lines(&self.sql)
            .map(|line| if line.counts(stated) { format!("{}\n", line.whole) } else { "\n".to_owned() })
            .collect()
    }

    fn check_whole(&self, file: &str, text: &str) -> Result<(), HeaderError> {
        let first = text.lines().next().unwrap_or("");
        let whole = |message: &str, help: &str| HeaderError::at(file, 1, first, first, message.into(), help);
        if self.name.is_empty() {
            return Err(whole("the query has no name", "begin with `-- name: lower-case-words`"));
        }
        if self.summary.is_empty() {
            return Err(whole("the query has no summary", "add `-- summary: what it tells, in one line`"));
        }
        if self.sql.trim().is_empty() {
            return Err(whole("there is no SQL below the header", "write one SELECT below the `--` lines"));
        }
        let unknown = self.needs.iter().find(|n| !self.parameters.iter().any(|p| p.name == **n));
        match unknown {
            Some(name) => Err(whole(
                &format!("`-- needs:` names `{name}`, which is no parameter"),
                "name its parameters",
            )),
            None => Ok(()),
        }
    }

    fn check_parameters(
        &self,
        file: &str,
        text: &str,
        named: &[(usize, &str, &str)],
    ) -> Result<(), HeaderError> {
        let mut used = Vec::new();
        for (i, line) in text.lines().enumerate().skip(self.sql_line - 1) {
            let unknown = |name: &&str| !self.parameters.iter().any(|p| p.name == *name);
            if let Some(name) = Line::read(line).any_of.into_iter().find(unknown) {
                let message = format!("no `-- param:` line names `{name}`, on which this line depends");
                let help = "write `-- if :name`, or `-- if :one, :other`, with names of parameters";
                return Err(HeaderError::at(file, i + 1, line, name, message, help));
            }
            for piece in parameters_in(line) {
                let name = piece.trim_start_matches(':');
                if !self.parameters.iter().any(|p| p.name == name) {
                    let message = format!("no `-- param:` line names `{piece}`");
                    let help = format!("add `-- param: {name} text; what it is` to the header");
                    return Err(HeaderError::at(file, i + 1, line, piece, message, &help));
                }
                used.push(name);
            }
        }
        match named.iter().find(|(_, _, name)| !used.contains(name)) {
            Some((i, line, name)) => {
                let message = format!("the SQL does not use the parameter `{name}`");
                Err(HeaderError::at(
                    file,
                    *i,
                    line,
                    name,
                    message,
                    &format!("write `:{name}` in the SQL, or leave the line out"),
                ))
            }
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Kind;

    const FILE: &str = "-- name: demo\n-- summary: A demo\n-- param: actor actor required; who\n\
                        -- param: kind choice(a, b); which\nSELECT 1\nWHERE x = :actor\n  AND k = :kind -- if :kind\n";

    #[test]
    fn a_file_is_read() {
        let query = Query::parse("demo.sql", FILE).unwrap();
        assert_eq!((query.name.as_str(), query.parameters.len(), query.sql_line), ("demo", 2, 5));
        assert!(query.parameters[0].required);
        assert_eq!(query.parameters[1].kind, Kind::Choice(vec!["a".into(), "b".into()]));
    }

    #[test]
    fn conditional_lines_go_with_their_parameter() {
        let query = Query::parse("demo.sql", FILE).unwrap();
        assert!(query.sql_for(|_| true).contains(":kind"));
        let without = query.sql_for(|name| name != "kind");
        assert!(!without.contains(":kind"));
        assert_eq!(without.lines().count(), query.sql.lines().count(), "lines keep their numbers");
        let either = Query { sql: "SELECT 1 -- if :a, :b\n".into(), ..query };
        assert_eq!(either.sql_for(|name| name == "b"), "SELECT 1 -- if :a, :b\n");
        assert_eq!(either.sql_for(|name| name == "c"), "\n");
    }

    #[test]
    fn mistakes_are_shown_where_they_stand() {
        let place =
            |text: &str| Query::parse("q.sql", text).map_err(|e| (e.line, e.column, e.length)).unwrap_err();
        let top = "-- name: a\n-- summary: b\n";
        assert_eq!(place("SELECT 1"), (1, 1, 8));
        assert_eq!(place("-- nome: a\nSELECT 1"), (1, 4, 4));
        assert_eq!(place("-- name: A b\nSELECT 1"), (1, 10, 3));
        assert_eq!(place("-- name: a\n-- param: help text; x\nSELECT 1"), (2, 11, 4));
        assert_eq!(place(&format!("{top}SELECT :who")), (3, 8, 4));
        assert_eq!(place(&format!("{top}-- param: who text; x\nSELECT ':who'")), (3, 11, 3));
        assert_eq!(place(&format!("{top}-- matrix: one\nSELECT 1")), (3, 12, 3));
        assert_eq!(place(&format!("{top}SELECT 1 -- if :who")), (3, 17, 3));
        assert_eq!(place(top), (1, 1, 10));
    }
}
