//! Files of issues: TOML (`[[issue]]` tables, the form of `seeds/issues.toml`) and CSV in, issues out; and back.
//!
//! A slug and a proposition are enough. In CSV the signals stand in two columns, `for` and `against`, parted by `;`.

use super::{ImportError, input};
use crate::domain::{Direction, Issue, Signal};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// How issues are written in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IssueFormat {
    /// `[[issue]]` tables.
    Toml,
    /// A line each, under a line of names.
    Csv,
}

impl IssueFormat {
    /// What the name of a file promises; TOML where it says nothing.
    pub fn of(path: &Path) -> Self {
        let csv = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("csv"));
        if csv { Self::Csv } else { Self::Toml }
    }
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    issue: Vec<Issue>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Line {
    slug: String,
    #[serde(default)]
    name: String,
    proposition: String,
    #[serde(default)]
    description: String,
    #[serde(default)]
    parent: String,
    #[serde(default)]
    r#for: String,
    #[serde(default)]
    against: String,
}

/// The issues of a file, each checked; the parents before their parts.
///
/// # Errors
/// A file that can't be read, is none of the format, or names an issue twice.
pub fn read_issues(path: &Path, format: IssueFormat) -> Result<Vec<Issue>, ImportError> {
    let bytes = if path == Path::new("-") { input::read_stdin()? } else { input::read_path(path)? };
    let text = String::from_utf8(bytes)
        .map_err(|_| ImportError::Issues("it is not text in UTF-8; save it so".to_owned()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let issues = match format {
        IssueFormat::Toml => toml::from_str::<File>(text).map_err(|e| told(&e.to_string()))?.issue,
        IssueFormat::Csv => {
            let mut reader =
                csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
            let lines =
                reader.deserialize().collect::<Result<Vec<Line>, _>>().map_err(|e| told(&e.to_string()))?;
            lines.into_iter().map(of_line).collect()
        }
    };
    if issues.is_empty() {
        return Err(told("there is no issue in it; `kb issue export` shows the form"));
    }
    let mut checked: Vec<Issue> = Vec::new();
    for issue in issues {
        let slug = issue.slug.clone();
        let issue = issue.checked().map_err(|reason| told(&format!("issue `{slug}`: {reason}")))?;
        if checked.iter().any(|known| known.slug == issue.slug) {
            return Err(told(&format!("issue `{slug}` stands in it twice")));
        }
        checked.push(issue);
    }
    Ok(in_order(checked))
}

/// Parents first; what is left in a circle comes as it stands, and the database refuses it.
fn in_order(issues: Vec<Issue>) -> Vec<Issue> {
    let (mut waiting, mut sorted): (Vec<Issue>, Vec<Issue>) = (issues, Vec::new());
    loop {
        let inside = |slug: &str, waiting: &[Issue]| waiting.iter().any(|i| i.slug == slug);
        let (later, now): (Vec<Issue>, Vec<Issue>) =
            waiting.iter().cloned().partition(|i| i.parent.as_deref().is_some_and(|p| inside(p, &waiting)));
        if now.is_empty() {
            sorted.extend(later);
            return sorted;
        }
        sorted.extend(now);
        waiting = later;
    }
}

fn told(reason: &str) -> ImportError {
    ImportError::Issues(reason.trim_end().to_owned())
}

fn of_line(line: Line) -> Issue {
    let signals = |text: &str, direction| -> Vec<Signal> {
        let words = text.split(';').map(str::trim).filter(|w| !w.is_empty());
        words.map(|words| Signal { words: words.to_owned(), direction }).collect()
    };
    let mut all = signals(&line.r#for, Direction::For);
    all.extend(signals(&line.against, Direction::Against));
    Issue {
        slug: line.slug,
        name: line.name,
        proposition: line.proposition,
        description: line.description,
        parent: Some(line.parent).filter(|p| !p.is_empty()),
        signals: all,
    }
}

/// The issues as a file has them.
///
/// # Errors
/// None that is known: what can't be written is told in words.
pub fn write_issues(issues: &[Issue], format: IssueFormat) -> Result<String, ImportError> {
    match format {
        IssueFormat::Toml => {
            toml::to_string_pretty(&File { issue: issues.to_vec() }).map_err(|e| told(&e.to_string()))
        }
        IssueFormat::Csv => {
            let mut out = csv::Writer::from_writer(Vec::new());
            for issue in issues {
                let of = |direction| {
                    let words =
                        issue.signals.iter().filter(|s| s.direction == direction).map(|s| s.words.as_str());
                    words.collect::<Vec<_>>().join("; ")
                };
                let line = Line {
                    slug: issue.slug.clone(),
                    name: issue.name.clone(),
                    proposition: issue.proposition.clone(),
                    description: issue.description.clone(),
                    parent: issue.parent.clone().unwrap_or_default(),
                    r#for: of(Direction::For),
                    against: of(Direction::Against),
                };
                out.serialize(line).map_err(|e| told(&e.to_string()))?;
            }
            let bytes = out.into_inner().map_err(|e| told(&e.to_string()))?;
            Ok(String::from_utf8_lossy(&bytes).into_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issue() -> Issue {
        Issue {
            slug: "quay-tolls".into(),
            name: "Tolls, on the quay".into(),
            proposition: "Ships should pay \"tolls\".".into(),
            description: String::new(),
            parent: None,
            signals: vec![
                Signal { words: "NEAR(free mooring, 3)".into(), direction: Direction::Against },
                Signal { words: "berth fee*".into(), direction: Direction::For },
            ],
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        for (name, format) in [("i.toml", IssueFormat::Toml), ("i.csv", IssueFormat::Csv)] {
            let path = folder.path().join(name);
            std::fs::write(&path, write_issues(&[issue()], format).unwrap()).unwrap();
            assert_eq!(read_issues(&path, IssueFormat::of(&path)).unwrap(), [issue()], "{name}");
        }
    }

    #[test]
    fn parents_come_first_and_doubles_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("i.csv");
        std::fs::write(&path, "slug,proposition,parent\na-b,B should be.,c\nc,C should be.,\n").unwrap();
        let slugs: Vec<String> =
            read_issues(&path, IssueFormat::Csv).unwrap().into_iter().map(|i| i.slug).collect();
        assert_eq!(slugs, ["c", "a-b"]);
        std::fs::write(&path, "slug,proposition\nc,C should be.\nc,D should be.\n").unwrap();
        assert!(read_issues(&path, IssueFormat::Csv).unwrap_err().to_string().contains("twice"));
    }
}
