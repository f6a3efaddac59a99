//! Dates as people type them for a parameter: `2022-02-15`, `2022-02`, `15 February 2022`, `yesterday`, `last week`, `3 months ago`.

use crate::domain::PartialDate;
use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan as _};

/// The first and the last day that a date can mean, as text that compares with the stored dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    /// Sorts before every day of the period: `2022-02` is before `2022-02-01`.
    pub from: String,
    /// The last day, `YYYY-MM-DD`.
    pub to: String,
}

/// Reads a date as of this machine's today.
///
/// # Errors
/// What it is not, and what to write.
pub fn period(text: &str) -> Result<Period, String> {
    period_as_of(text, jiff::Zoned::now().date())
}

fn period_as_of(text: &str, today: Date) -> Result<Period, String> {
    let lower = text.trim().to_lowercase();
    if let Some(date) = PartialDate::stated(&lower) {
        return Ok(Period { from: date.to_string(), to: date.last_day() });
    }
    let words: Vec<&str> =
        lower.split(|c: char| c.is_whitespace() || c == '-').filter(|w| !w.is_empty()).collect();
    let (first, last) = match words.as_slice() {
        ["today"] => (Some(today), Some(today)),
        ["yesterday"] => (today.yesterday().ok(), today.yesterday().ok()),
        [which @ ("this" | "last"), unit] => {
            let back = i64::from(*which == "last");
            unit_of(today, unit, back).ok_or_else(|| wrong(text))?
        }
        [number, unit, "ago"] => {
            let number: i64 =
                number.parse().ok().filter(|n| (0..10_000).contains(n)).ok_or_else(|| wrong(text))?;
            let day =
                today.checked_sub(span(unit.trim_end_matches('s'), number).ok_or_else(|| wrong(text))?).ok();
            (day, day)
        }
        _ => return Err(wrong(text)),
    };
    match (first, last) {
        (Some(first), Some(last)) => Ok(Period { from: first.to_string(), to: last.to_string() }),
        _ => Err(wrong(text)),
    }
}

/// The whole week (from Monday), month or year that lies so many of them back.
fn unit_of(today: Date, unit: &str, back: i64) -> Option<(Option<Date>, Option<Date>)> {
    let start = match unit {
        "week" => today.checked_sub(i64::from(today.weekday().since(Weekday::Monday)).days()).ok()?,
        "month" => today.first_of_month(),
        "year" => today.first_of_year(),
        _ => return None,
    };
    let first = start.checked_sub(span(unit, back)?).ok()?;
    let last = first.checked_add(span(unit, 1)?).ok()?.yesterday().ok()?;
    Some((Some(first), Some(last)))
}

fn span(unit: &str, number: i64) -> Option<Span> {
    Some(match unit {
        "day" => number.days(),
        "week" => number.weeks(),
        "month" => number.months(),
        "year" => number.years(),
        _ => return None,
    })
}

fn wrong(text: &str) -> String {
    format!(
        "`{text}` is not a date; write 2022-02-15, 2022-02, 2022, today, yesterday, last week, this month or 3 days ago"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_as_of_today() {
        // A Wednesday.
        let today = jiff::civil::date(2022, 3, 2);
        for (text, from, to) in [
            ("2022-02", "2022-02", "2022-02-28"),
            ("15 February 2022", "2022-02-15", "2022-02-15"),
            ("Feb 2022", "2022-02", "2022-02-28"),
            ("today", "2022-03-02", "2022-03-02"),
            ("Yesterday", "2022-03-01", "2022-03-01"),
            ("last week", "2022-02-21", "2022-02-27"),
            ("last-week", "2022-02-21", "2022-02-27"),
            ("this week", "2022-02-28", "2022-03-06"),
            ("last month", "2022-02-01", "2022-02-28"),
            ("last year", "2021-01-01", "2021-12-31"),
            ("3 days ago", "2022-02-27", "2022-02-27"),
            ("1 month ago", "2022-02-02", "2022-02-02"),
        ] {
            let expected = Period { from: from.into(), to: to.into() };
            assert_eq!(period_as_of(text, today), Ok(expected), "{text}");
        }
    }

    #[test]
    fn other_words_are_refused() {
        for text in
            ["", "tomorrow's", "last", "last decade", "many days ago", "99999999999 days ago", "2022-13"]
        {
            assert!(period(text).is_err(), "{text}");
        }
    }
}
