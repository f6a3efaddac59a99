//! Aliases and roles in one line of text, as the command line, CSV files and messages write them.
//!
//! ```text
//! Lavrov (short)                                     an alias and its kind; without one, a name
//! Foreign Minister @ russia [2004-03-09..]           an office, where it is held, its first and last day
//! ```

use super::{Alias, AliasKind, PartialDate, Role};
use std::fmt;
use std::str::FromStr;

impl fmt::Display for Alias {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        // A name that itself ends in brackets needs its kind behind it, or the brackets would be read as one.
        if self.kind != AliasKind::Name || self.name.ends_with(')') {
            write!(f, " ({})", self.kind)?;
        }
        Ok(())
    }
}

impl FromStr for Alias {
    type Err = String;

    /// Reads `words` or `words (kind)`.
    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let split = text.strip_suffix(')').and_then(|t| t.rsplit_once(" ("));
        let (name, kind) = match split.map(|(name, kind)| (name, kind.parse())) {
            Some((name, Ok(kind))) => (name.trim(), kind),
            _ => (text, AliasKind::Name),
        };
        if !name.chars().any(char::is_alphanumeric) {
            return Err(format!("`{text}` is not an alias"));
        }
        Ok(Self { name: name.to_owned(), kind })
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.title)?;
        if !self.organisation.is_empty() {
            write!(f, " @ {}", self.organisation)?;
        }
        if self.since.is_none() && self.until.is_none() {
            return Ok(());
        }
        let day = |d: Option<PartialDate>| d.map(|d| d.to_string()).unwrap_or_default();
        write!(f, " [{}..{}]", day(self.since), day(self.until))
    }
}

impl FromStr for Role {
    type Err = String;

    /// Reads `title`, `title @ organisation`, and either with `[since..until]` behind it.
    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let (what, dates) = match text.strip_suffix(']').and_then(|t| t.rsplit_once('[')) {
            Some((what, dates)) => (what.trim(), Some(dates)),
            None => (text, None),
        };
        let (title, organisation) = what.rsplit_once(" @ ").unwrap_or((what, ""));
        if title.trim().is_empty() || title.starts_with('@') {
            return Err(format!("`{text}` is not a role; write `title @ organisation [since..until]`"));
        }
        let (since, until) = match dates.map(|d| d.split_once("..").ok_or(d)) {
            None => (None, None),
            Some(Ok((since, until))) => (day(since)?, day(until)?),
            Some(Err(dates)) => {
                return Err(format!("`[{dates}]` are not the days of a role; write `[since..until]`"));
            }
        };
        let (title, organisation) = (title.trim().to_owned(), organisation.trim().to_owned());
        let role = Self { title, organisation, since, until };
        role.check().map(|()| role)
    }
}

impl Role {
    /// What is wrong with it in itself.
    ///
    /// # Errors
    /// A last day before the first one.
    pub fn check(&self) -> Result<(), String> {
        match (self.since, self.until) {
            (Some(since), Some(until)) if until.last_day() < since.first_day() => {
                Err(format!("`{self}` ends before it begins"))
            }
            _ => Ok(()),
        }
    }
}

fn day(text: &str) -> Result<Option<PartialDate>, String> {
    match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_office_ends_before_it_begins() {
        assert!("Mayor [2020..2010]".parse::<Role>().unwrap_err().contains("ends before it begins"));
        assert!("Mayor [2020-05-03..2020]".parse::<Role>().is_ok());
    }

    #[test]
    fn aliases_read_as_they_are_written() {
        for text in ["Sergei Lavrov", "Lavrov (short)", "Bank (UK) (name)", "Bank (UK) (abbreviation)"] {
            assert_eq!(text.parse::<Alias>().unwrap().to_string(), text);
        }
        assert_eq!("Lavrov (no kind)".parse::<Alias>().unwrap().kind, AliasKind::Name);
        assert!(" ".parse::<Alias>().is_err());
    }

    #[test]
    fn roles_read_as_they_are_written() {
        for text in
            ["analyst", "President @ russia", "Foreign Minister @ russia [2004-03-09..]", "Envoy [..2014]"]
        {
            assert_eq!(text.parse::<Role>().unwrap().to_string(), text);
        }
        for bad in ["", "@ russia", "President @ russia [2004]", "President [yesterday..]"] {
            assert!(bad.parse::<Role>().is_err(), "{bad}");
        }
    }
}
