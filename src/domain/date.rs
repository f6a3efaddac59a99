//! Dates as exactly as they are known: `2022`, `2022-02` or `2022-02-15`.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A date that may lack its day or its month. Never filled in by a guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PartialDate {
    year: u16,
    month: Option<u8>,
    day: Option<u8>,
}

impl PartialDate {
    /// The date of these parts; none where the calendar has no such day.
    pub fn new(year: u16, month: Option<u8>, day: Option<u8>) -> Option<Self> {
        let fits = match (month, day) {
            (Some(m), Some(d)) => (1..=12).contains(&m) && (1..=days_in(year, m)).contains(&d),
            (Some(m), None) => (1..=12).contains(&m),
            (None, day) => day.is_none(),
        };
        (fits && (1..=9999).contains(&year)).then_some(Self { year, month, day })
    }

    /// The year.
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month, from 1, if known.
    pub fn month(self) -> Option<u8> {
        self.month
    }

    /// The day of the month, if known.
    pub fn day(self) -> Option<u8> {
        self.day
    }

    /// The earliest day the date can mean, as `YYYY-MM-DD`.
    pub fn first_day(&self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// The latest day the date can mean, as `YYYY-MM-DD`.
    pub fn last_day(&self) -> String {
        let month = self.month.unwrap_or(12);
        let day = self.day.unwrap_or_else(|| days_in(self.year, month));
        format!("{:04}-{month:02}-{day:02}", self.year)
    }

    /// Reads a date as articles and people state it, whatever the form, as far as it can mean one day. Anything else is not understood,
    /// and no date is made up.
    pub fn stated(text: &str) -> Option<Self> {
        super::date_text::read(text)
    }
}

impl FromStr for PartialDate {
    type Err = String;

    /// Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; the error says what was wrong with the text.
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a date; write YYYY-MM-DD, YYYY-MM or YYYY");
        let number = |part: &str, len: usize| -> Option<u16> {
            (part.len() == len && part.bytes().all(|b| b.is_ascii_digit()))
                .then(|| part.parse().ok())
                .flatten()
        };
        let mut parts = text.split('-');
        let year = parts.next().and_then(|p| number(p, 4)).filter(|y| *y > 0).ok_or_else(wrong)?;
        let month = parts.next().map(|p| number(p, 2).filter(|m| (1..=12).contains(m)).ok_or_else(wrong));
        let month = month.transpose()?.map(|m| m as u8);
        let day = parts.next().map(|p| number(p, 2).ok_or_else(wrong)).transpose()?.map(|d| d as u8);
        if parts.next().is_some() {
            return Err(wrong());
        }
        Self::new(year, month, day).ok_or_else(wrong)
    }
}

impl TryFrom<String> for PartialDate {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<PartialDate> for String {
    fn from(date: PartialDate) -> Self {
        date.to_string()
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

fn days_in(year: u16, month: u8) -> u8 {
    let leap = (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

pub(super) fn month_of(word: &str) -> Option<u8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.to_lowercase();
    let index = MONTHS
        .iter()
        .position(|m| word.len() >= 3 && m.starts_with(&word) || word == "sept" && *m == "september")?;
    Some(index as u8 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_prints_what_it_read() {
        for text in ["2022", "2022-02", "2022-02-15", "2024-02-29"] {
            assert_eq!(text.parse::<PartialDate>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn refuses_what_is_no_date() {
        for text in
            ["", "22", "2022-13", "2022-2-1", "2023-02-29", "2022-02-15-1", "yesterday", "2022-02-15T10"]
        {
            assert!(text.parse::<PartialDate>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_partial_date_spans_its_days() {
        let date: PartialDate = "2024-02".parse().unwrap();
        assert_eq!((date.first_day(), date.last_day()), ("2024-02-01".into(), "2024-02-29".into()));
    }

    #[test]
    fn dates_as_articles_state_them() {
        let read = |t| PartialDate::stated(t).map(|d| d.to_string());
        assert_eq!(read("2022-02-15T10:30:00Z").as_deref(), Some("2022-02-15"));
        assert_eq!(read("15 February 2022").as_deref(), Some("2022-02-15"));
        assert_eq!(read("Feb. 5, 2022").as_deref(), Some("2022-02-05"));
        assert_eq!(read("February 2022").as_deref(), Some("2022-02"));
        assert_eq!(read("2022").as_deref(), Some("2022"));
        for unclear in ["yesterday", "02/03/2022", "2022 reasons", "31 February 2022", ""] {
            assert_eq!(read(unclear), None, "{unclear}");
        }
    }
}
