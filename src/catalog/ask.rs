//! Asking a saved query: from what somebody states, by parameter and as text, to SQL with its values.
//!
//! Whoever asks (the command line, a shell, an export, another program) brings names and texts, and gets the same rules: what
//! is required, what stands in where nothing is stated, what can't be stated at once, what a name means. Nothing is printed;
//! what was guessed is a [`Note`].

use super::ask_error::{AskError, Why};
use super::resolve::{Value, named, plain};
use super::sql_words::parameters_in;
use super::{Kind, Parameter, Query, condition};
use crate::domain::{Cell, near};
use rusqlite::Connection;
use std::fmt;

/// What a question is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To be run: everything that it needs must be stated.
    Run,
    /// To be looked at: what is required and missing is NULL.
    Show,
}

/// A question whose form is right; what its names mean a database knows.
#[derive(Debug)]
pub struct Asked<'q> {
    query: &'q Query,
    values: Vec<(&'q Parameter, Value)>,
    notes: Vec<Note>,
}

/// A question that can be run.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    /// The SQL, without the lines that do not count for what was stated; they are empty, so that lines keep their numbers.
    pub sql: String,
    /// The values of its parameters, by name.
    pub bindings: Vec<(String, Cell)>,
    /// What the person who asks should hear.
    pub notes: Vec<Note>,
}

/// Something to be told about how a question was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// A name does not say outright what it was taken for.
    Guess {
        /// What was stated.
        text: String,
        /// What it was taken for.
        meant: String,
    },
    /// No day is both in the one period and in the other.
    NoDay {
        /// The first day that counts.
        from: String,
        /// The last one, which is before.
        to: String,
    },
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Guess { text, meant } => write!(f, "`{text}` is taken for {meant}"),
            Self::NoDay { from, to } => {
                write!(f, "no day is in both: the first that counts is in {from}, the last is {to}")
            }
        }
    }
}

/// Asks a query with what is stated: names of parameters, each with its text. A flag is stated by any text but `0`, `no`
/// and `false`.
///
/// # Errors
/// A name that is no parameter's; one that is stated twice, and differently; what is required and missing; a text that is
/// not of the parameter's kind.
pub fn ask<'q>(query: &'q Query, given: &[(&str, &str)], purpose: Purpose) -> Result<Asked<'q>, AskError> {
    check_names(query, given)?;
    let stated = |name: &str| given.iter().find(|(n, _)| *n == name).map(|(_, text)| *text);
    let mut asked = Asked { query, values: Vec::new(), notes: Vec::new() };
    for parameter in &query.parameters {
        let text = stated(&parameter.name).or(parameter.default.as_deref());
        match text {
            Some(text) => asked.values.extend(plain(parameter, text)?.map(|value| (parameter, value))),
            None if parameter.required && purpose == Purpose::Run => return Err(missing(query, parameter)),
            None => {}
        }
    }
    let some = |name: &String| asked.has(name) && stated(name).is_some();
    if purpose == Purpose::Run && !query.needs.is_empty() && !query.needs.iter().any(some) {
        let flags = query.parameters.iter().filter(|p| query.needs.contains(&p.name));
        let flags = flags.map(Parameter::flag).collect();
        return Err(Why::NoneOf { flags, example: query.example.clone() }.into());
    }
    let unbound = asked.unbound();
    match unbound.first() {
        Some(parameter) if purpose == Purpose::Run => return Err(missing(query, parameter)),
        _ => asked.values.extend(unbound.into_iter().map(|p| (p, Value::Cell(Cell::Null)))),
    }
    // A question that nothing can answer is a slip of whoever asks it.
    match asked.no_day() {
        Some(note) if purpose == Purpose::Run => Err(AskError::invalid("since", note.to_string())),
        note => {
            asked.notes.extend(note);
            Ok(asked)
        }
    }
}

impl<'q> Asked<'q> {
    /// Finds out what the names mean.
    ///
    /// # Errors
    /// A name that nothing has, or several things; a database that fails.
    pub fn bind(self, connection: &Connection) -> Result<Bound, AskError> {
        let sql = self.sql();
        let Self { values, mut notes, .. } = self;
        let mut bindings = Vec::with_capacity(values.len());
        for (parameter, value) in values {
            let cell = match value {
                Value::Cell(cell) => cell,
                Value::Name(text) => {
                    let meant = named(connection, parameter, &text)?;
                    notes.extend(meant.guess.map(|meant| Note::Guess { text, meant }));
                    meant.value
                }
            };
            bindings.push((parameter.name.clone(), cell));
        }
        Ok(Bound { sql, bindings, notes })
    }

    fn sql(&self) -> String {
        self.query.sql_for(|name| self.has(name))
    }

    fn has(&self, name: &str) -> bool {
        self.values.iter().any(|(p, _)| p.name == name)
    }

    /// `2022-02` sorts before its days: it is too late only where the other one is before all of them.
    fn no_day(&self) -> Option<Note> {
        let day = |kind: Kind| match self.values.iter().find(|(p, _)| p.kind == kind)? {
            (_, Value::Cell(Cell::Text(day))) => Some(day.clone()),
            _ => None,
        };
        let (from, to) = (day(Kind::DateFrom)?, day(Kind::DateTo)?);
        (from > to).then_some(Note::NoDay { from, to })
    }

    /// The parameters that a line which counts speaks of, while nobody stated them and nothing stands in for them.
    fn unbound(&self) -> Vec<&'q Parameter> {
        let lines = condition::lines(&self.query.sql).filter(|line| line.counts(|name| self.has(name)));
        let used: Vec<&str> = lines.flat_map(|line| parameters_in(line.sql).collect::<Vec<_>>()).collect();
        let is_used = |p: &Parameter| used.iter().any(|piece| piece[1..] == p.name);
        self.query.parameters.iter().filter(|p| !self.has(&p.name) && is_used(p)).collect()
    }
}

fn missing(query: &Query, parameter: &Parameter) -> AskError {
    let (flag, help, example) = (parameter.flag(), parameter.help.clone(), query.example.clone());
    Why::Missing { flag, help, example }.about(&parameter.name)
}

fn check_names(query: &Query, given: &[(&str, &str)]) -> Result<(), AskError> {
    for (i, (name, text)) in given.iter().enumerate() {
        let Some(parameter) = query.parameters.iter().find(|p| p.name == *name) else {
            let names = query.parameters.iter().map(|p| p.name.as_str());
            let close = near(name, names, 2);
            let is_meant = |p: &&Parameter| close.is_empty() || close.contains(&p.name.as_str());
            let flags = query.parameters.iter().filter(is_meant).map(Parameter::flag).collect();
            let (query, near) = (query.name.clone(), !close.is_empty());
            return Err(Why::Unknown { query, name: (*name).to_owned(), flags, near }.about(name));
        };
        if let Some((_, first)) = given[..i].iter().find(|(n, first)| n == name && first != text) {
            let (first, second) = ((*first).to_owned(), (*text).to_owned());
            return Err(Why::Twice { flag: parameter.flag(), first, second }.about(name));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Store, outlets};

    const FILE: &str = "-- name: demo\n-- summary: A demo\n-- needs: outlet, about_all\n\
        -- param: outlet outlet; whose\n-- param: about_all flag; all of it\n-- param: kind choice(direct, mixed); which\n\
        -- param: least integer default=2; how many\n-- param: since date-from; from\n-- param: until date-to; to\n\
        -- example: kb query demo --outlet RT\n\
        SELECT :least\nWHERE o = :outlet -- if :outlet\nAND k = :kind -- if :kind\nAND d >= :since -- if :since\n\
        AND d <= :until -- if :until\nAND :about_all -- if :about_all\n";

    fn demo() -> Query {
        Query::parse("demo.sql", FILE).unwrap()
    }

    fn refused(given: &[(&str, &str)]) -> (String, Option<String>, Option<String>) {
        let error = ask(&demo(), given, Purpose::Run).unwrap_err();
        assert!(error.is_of_form());
        (error.to_string(), error.parameter.clone(), error.hint())
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place_and_what_to_state() {
        let tells = |given: &[(&str, &str)], what: &str, place: Option<&str>, hint: Option<&str>| {
            assert_eq!(refused(given), (what.into(), place.map(Into::into), hint.map(Into::into)));
        };
        let example = Some("for example: kb query demo --outlet RT");
        tells(&[], "give at least one of --outlet, --about-all", None, example);
        tells(&[("about_all", "no")], "give at least one of --outlet, --about-all", None, example);
        tells(
            &[("outlat", "RT")],
            "the query `demo` has no parameter `outlat`",
            Some("outlat"),
            Some("did you mean --outlet?"),
        );
        tells(
            &[("outlet", "RT"), ("outlet", "TASS")],
            "--outlet is given twice, as `RT` and as `TASS`",
            Some("outlet"),
            Some("a question has one value for each: ask once with each"),
        );
        let of_rt = |name, text| [("outlet", "RT"), (name, text)];
        tells(
            &of_rt("kind", "drect"),
            "--kind: `drect` is not one of direct, mixed",
            Some("kind"),
            Some("did you mean `direct`?"),
        );
        tells(&of_rt("least", "few"), "--least: `few` is not a whole number", Some("least"), None);
        tells(
            &of_rt("about_all", "perhaps"),
            "--about-all: `perhaps` is neither yes nor no",
            Some("about_all"),
            None,
        );
    }

    #[test]
    fn required_is_what_the_query_cannot_run_without() {
        let file = "-- name: q\n-- summary: s\n-- param: who text required; the one\n-- param: other text; another\n\
                    SELECT :who\nWHERE :other\n";
        let query = Query::parse("q.sql", file).unwrap();
        let error = |given: &[(&str, &str)]| ask(&query, given, Purpose::Run).unwrap_err().to_string();
        assert_eq!(error(&[]), "--who is missing: the one");
        // It is not required by its header, but by a line that always counts.
        assert_eq!(error(&[("who", "x")]), "--other is missing: another");
        let connection = Connection::open_in_memory().unwrap();
        let shown = ask(&query, &[], Purpose::Show).unwrap().bind(&connection).unwrap();
        assert_eq!(shown.bindings, [("who".into(), Cell::Null), ("other".into(), Cell::Null)]);
    }

    #[test]
    fn what_is_stated_is_bound_and_guesses_are_told() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(&folder.path().join("kb.db")).unwrap();
        let write = store.transaction().unwrap();
        let id = outlets::ensure(&write, "Russia Today").unwrap();
        crate::store::commit(write).unwrap();
        let connection = store.connection();
        let query = demo();
        let given =
            [("outlet", "Russia Today"), ("kind", "DIRECT"), ("since", "2022-02"), ("until", "2022-02")];
        let bound = ask(&query, &given, Purpose::Run).unwrap().bind(connection).unwrap();
        let text = |text: &str| Cell::Text(text.into());
        let expected = [
            ("outlet".to_owned(), Cell::Integer(id.0)),
            ("kind".to_owned(), text("direct")),
            ("least".to_owned(), Cell::Integer(2)),
            ("since".to_owned(), text("2022-02")),
            ("until".to_owned(), text("2022-02-28")),
        ];
        assert_eq!(bound.bindings, expected);
        assert!(bound.sql.contains(":kind") && !bound.sql.contains(":about_all"), "{}", bound.sql);
        assert_eq!(bound.notes, []);
        let late =
            [("outlet", "Russia Today"), ("kind", "DIRECT"), ("since", "2022-03"), ("until", "2022-02")];
        let no_day = ask(&query, &late, Purpose::Run).unwrap_err();
        assert_eq!(no_day.parameter.as_deref(), Some("since"));
        let nobody =
            ask(&query, &[("outlet", "Rusia Today")], Purpose::Run).unwrap().bind(connection).unwrap_err();
        assert_eq!(nobody.parameter.as_deref(), Some("outlet"));
        assert_eq!(nobody.hint().as_deref(), Some("did you mean `Russia Today`?"));
        assert!(!nobody.is_of_form());
    }
}
