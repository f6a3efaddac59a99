//! A parameter of a saved query: `-- param: name kind [required] [default=value]; help`.

use crate::domain::near;

/// Names that options of every query have already.
const RESERVED: &[&str] = &[
    "cite",
    "color",
    "columns",
    "csv_safe",
    "db",
    "edit",
    "explain",
    "format",
    "header",
    "help",
    "limit",
    "list",
    "memory",
    "new",
    "no_header",
    "no_pager",
    "offset",
    "pager",
    "sort",
    "sql",
    "timeout",
    "version",
    "width",
];

/// A parameter of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name in the SQL (`:name`) and, with `-` for `_`, on the command line (`--name`).
    pub name: String,
    /// What it takes.
    pub kind: Kind,
    /// Whether the query can't run without it.
    pub required: bool,
    /// What it is where the user does not give it.
    pub default: Option<String>,
    /// One line of help.
    pub help: String,
}

/// What a parameter takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any text.
    Text,
    /// Words to search for, in the grammar of [`super::match_expression`]; bound as an expression of FTS5.
    Words,
    /// A whole number.
    Integer,
    /// The first day that counts: `2022-02-15`, `2022-02`, `2022`, `last week`.
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

/// The kinds without arguments, by their names.
const KINDS: &[(&str, Kind)] = &[
    ("text", Kind::Text),
    ("words", Kind::Words),
    ("integer", Kind::Integer),
    ("date-from", Kind::DateFrom),
    ("date-to", Kind::DateTo),
    ("actor", Kind::Actor),
    ("issue", Kind::Issue),
    ("outlet", Kind::Outlet),
    ("article", Kind::Article),
    ("office", Kind::Office),
    ("flag", Kind::Flag),
];

/// Wrong words of a header line, and what is wrong with them.
pub(super) struct Mistake<'a> {
    pub piece: &'a str,
    pub message: String,
    pub help: String,
}

const FORM: &str =
    "write `-- param: name kind; what it is`, with `required` or `default=value` after the kind";

impl Parameter {
    /// Reads what follows `-- param:`.
    pub(super) fn parse(value: &str) -> Result<Self, Mistake<'_>> {
        let mistake =
            |piece, message: &str, help: &str| Mistake { piece, message: message.into(), help: help.into() };
        let (head, help) = value
            .split_once(';')
            .ok_or_else(|| mistake(value, "the parameter has no help after a `;`", FORM))?;
        let head = head.trim();
        let (name, rest) =
            head.split_once(' ').ok_or_else(|| mistake(head, "the parameter has no kind", FORM))?;
        if !is_name(name) || name.contains('-') {
            return Err(mistake(
                name,
                &format!("`{name}` is not a parameter's name"),
                "use lower-case letters and digits",
            ));
        }
        if RESERVED.contains(&name) {
            return Err(mistake(
                name,
                &format!("`--{name}` is an option of every query"),
                "choose another name",
            ));
        }
        let (kind, rest) = parse_kind(rest.trim())?;
        let mut parameter = Self {
            name: name.to_owned(),
            kind,
            required: false,
            default: None,
            help: help.trim().to_owned(),
        };
        for word in rest.split_whitespace() {
            match (word, word.strip_prefix("default=")) {
                ("required", _) => parameter.required = true,
                (_, Some(default)) if !default.is_empty() => parameter.default = Some(default.to_owned()),
                _ => {
                    let message = format!("`{word}` says nothing about a parameter");
                    return Err(mistake(
                        word,
                        &message,
                        "after the kind comes `required`, `default=value` or nothing",
                    ));
                }
            }
        }
        parameter.check_default(rest)?;
        Ok(parameter)
    }

    /// What it is called on a command line: `--name`.
    pub fn flag(&self) -> String {
        format!("--{}", self.name.replace('_', "-"))
    }

    fn check_default<'a>(&self, rest: &'a str) -> Result<(), Mistake<'a>> {
        let Some(default) = &self.default else { return Ok(()) };
        let wrong = match &self.kind {
            _ if self.required => Some("a parameter with a default can't be required".to_owned()),
            Kind::Choice(words) if !words.contains(default) => {
                Some(format!("the default `{default}` is none of the choices"))
            }
            Kind::Integer if default.parse::<i64>().is_err() => {
                Some(format!("the default `{default}` is not a whole number"))
            }
            _ => None,
        };
        match wrong {
            Some(message) => {
                Err(Mistake { piece: rest, message, help: "leave one of them out, or correct it".into() })
            }
            None => Ok(()),
        }
    }
}

/// Whether the text can name a query or a parameter: lower-case ASCII words joined by `-` or `_`.
pub(super) fn is_name(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_');
    text.bytes().next().is_some_and(|b| b.is_ascii_lowercase()) && text.bytes().all(plain)
}

/// The kind at the start of the text, and what follows it.
fn parse_kind(text: &str) -> Result<(Kind, &str), Mistake<'_>> {
    if let Some(inside) = text.strip_prefix("choice(") {
        let (words, rest) = inside.split_once(')').ok_or_else(|| Mistake {
            piece: text,
            message: "the choices have no closing `)`".into(),
            help: "write `choice(first, second)`".into(),
        })?;
        let words: Vec<String> = words.split(',').map(|w| w.trim().to_owned()).collect();
        if words.iter().any(String::is_empty) {
            let help = "write `choice(first, second)`".into();
            return Err(Mistake { piece: text, message: "a choice is empty".into(), help });
        }
        return Ok((Kind::Choice(words), rest));
    }
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    if let Some((_, kind)) = KINDS.iter().find(|(name, _)| *name == word) {
        return Ok((kind.clone(), rest));
    }
    let names: Vec<_> = KINDS.iter().map(|(name, _)| *name).collect();
    let help = match near(word, names.iter().copied(), 1).first() {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("the kinds are {} and choice(a, b)", names.join(", ")),
    };
    Err(Mistake { piece: word, message: format!("`{word}` is not a kind of parameter"), help })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_defaults_and_requirements_are_read() {
        let p = Parameter::parse("per choice(day, week, month) default=week; how long").ok().unwrap();
        assert_eq!(p.kind, Kind::Choice(vec!["day".into(), "week".into(), "month".into()]));
        assert_eq!((p.default.as_deref(), p.required, p.help.as_str()), (Some("week"), false, "how long"));
        assert!(Parameter::parse("actor actor required; who").ok().unwrap().required);
    }

    #[test]
    fn the_wrong_word_is_named() {
        for (value, piece) in [
            ("who acter; x", "acter"),
            ("Who actor; x", "Who"),
            ("limit integer; x", "limit"),
            ("n integer default=many; x", "default=many"),
            ("n integer maybe; x", "maybe"),
            ("n integer", "n integer"),
            ("n choice(a, b; x", "choice(a, b"),
        ] {
            assert_eq!(Parameter::parse(value).err().unwrap().piece, piece, "{value}");
        }
    }
}
