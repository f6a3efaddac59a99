//! Why a question can't be asked: what is wrong, with which parameter, and what to state instead.

use super::WordsError;
use crate::store::StoreError;
use std::fmt;

/// What is wrong with what somebody stated for a query.
#[derive(Debug)]
pub struct AskError {
    /// The parameter it is about, by its name in the query; none where it is about none, or nobody knows which.
    pub parameter: Option<String>,
    /// What is wrong.
    pub why: Why,
}

/// What is wrong with it.
#[derive(Debug, thiserror::Error)]
pub enum Why {
    /// A parameter that the query can't run without is not stated.
    #[error("{flag} is missing: {help}")]
    Missing {
        /// The parameter, as on a command line.
        flag: String,
        /// What it is.
        help: String,
        /// A question with everything it needs; may be empty.
        example: String,
    },
    /// None of the parameters is stated of which the query needs one.
    #[error("give at least one of {}", flags.join(", "))]
    NoneOf {
        /// The parameters, as on a command line.
        flags: Vec<String>,
        /// A question with everything it needs; may be empty.
        example: String,
    },
    /// The query has no such parameter.
    #[error("the query `{query}` has no parameter `{name}`")]
    Unknown {
        /// The query.
        query: String,
        /// What was stated.
        name: String,
        /// Parameters that come close; all of them where none does.
        flags: Vec<String>,
        /// Whether they come close.
        near: bool,
    },
    /// One parameter is stated more than once, and differently.
    #[error("{flag} is given twice, as `{first}` and as `{second}`")]
    Twice {
        /// The parameter, as on a command line.
        flag: String,
        /// What it is at first.
        first: String,
        /// What it is then.
        second: String,
    },
    /// A value is not of the parameter's kind.
    #[error("{reason}")]
    Invalid {
        /// What is wrong.
        reason: String,
        /// What was perhaps meant.
        near: Option<String>,
    },
    /// A text can't be searched for.
    #[error(transparent)]
    Words(#[from] WordsError),
    /// Nothing has that name.
    #[error("no {what} named `{text}`")]
    Nothing {
        /// actor, issue, outlet, article, office.
        what: &'static str,
        /// What was stated.
        text: String,
        /// Names that come close, best first.
        suggestions: Vec<String>,
    },
    /// Several have it.
    #[error("`{text}` fits more than one {what}")]
    Ambiguous {
        /// actor, issue, outlet, article.
        what: &'static str,
        /// What was stated.
        text: String,
        /// What tells each (to be stated instead), and a word about it.
        candidates: Vec<(String, String)>,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl AskError {
    /// A value that is not of the kind of its parameter.
    pub(super) fn invalid(parameter: &str, reason: String) -> Self {
        Why::Invalid { reason, near: None }.about(parameter)
    }

    /// The same, about this parameter.
    pub(super) fn about(self, parameter: &str) -> Self {
        Self { parameter: Some(parameter.to_owned()), ..self }
    }

    /// Whether the question itself is malformed, whatever a database holds.
    pub fn is_of_form(&self) -> bool {
        !matches!(self.why, Why::Nothing { .. } | Why::Ambiguous { .. } | Why::Store(_))
    }

    /// What to state instead; none where the message says it.
    pub fn hint(&self) -> Option<String> {
        let listed = |names: &[String]| names.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>();
        let example = |text: &String| (!text.is_empty()).then(|| format!("for example: {text}"));
        match &self.why {
            Why::Missing { example: text, .. } | Why::NoneOf { example: text, .. } => example(text),
            Why::Unknown { flags, .. } if flags.is_empty() => Some("it takes none".into()),
            Why::Unknown { flags, near: true, .. } => Some(format!("did you mean {}?", flags.join(" or "))),
            Why::Unknown { flags, .. } => Some(format!("it takes {}", flags.join(", "))),
            Why::Twice { .. } => Some("a question has one value for each: ask once with each".into()),
            Why::Invalid { near, .. } => near.as_ref().map(|n| format!("did you mean `{n}`?")),
            Why::Words(WordsError::Nothing(_)) => Some("give a word to find: kb search sanctions".into()),
            Why::Nothing { what: "article", text, .. } if text.trim().parse::<u64>().is_ok() => {
                Some("digits are an article's id; for one by its name, write more of the name".into())
            }
            Why::Nothing { what, suggestions, .. } if suggestions.is_empty() => Some(
                match *what {
                    "actor" => "`kb query actors` lists the actors there are",
                    "office" => "`kb sql 'SELECT DISTINCT title FROM roles'` lists the titles there are",
                    "issue" => "`kb query issues` lists the issues there are",
                    "outlet" => "`kb query outlets` lists the outlets there are",
                    _ => "`kb query articles` lists the articles there are",
                }
                .into(),
            ),
            Why::Nothing { suggestions, .. } => {
                Some(format!("did you mean {}?", listed(suggestions).join(" or ")))
            }
            Why::Ambiguous { candidates, .. } => {
                let width = candidates.iter().map(|(key, _)| key.chars().count()).max().unwrap_or(0);
                let line = |(key, about): &(String, String)| {
                    format!("\n    {}", format!("{key:<width$}  {about}").trim_end())
                };
                Some(format!("name one of these:{}", candidates.iter().map(line).collect::<String>()))
            }
            Why::Words(_) | Why::Store(_) => None,
        }
    }
}

impl Why {
    pub(super) fn about(self, parameter: &str) -> AskError {
        AskError::from(self).about(parameter)
    }
}

impl From<Why> for AskError {
    fn from(why: Why) -> Self {
        Self { parameter: None, why }
    }
}

impl From<StoreError> for AskError {
    fn from(e: StoreError) -> Self {
        Why::from(e).into()
    }
}

impl fmt::Display for AskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.parameter, &self.why) {
            (Some(name), Why::Invalid { .. } | Why::Words(_)) => {
                write!(f, "--{}: {}", name.replace('_', "-"), self.why)
            }
            (_, why) => why.fmt(f),
        }
    }
}

impl std::error::Error for AskError {}
