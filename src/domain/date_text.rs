//! Dates as people and programs write them; only what can mean one day, month or year and no other.

use super::PartialDate;
use super::date::month_of;

/// Reads a date: ISO 8601, `15 February 2022`, `September 7th, 2021`, `Tue, 07 Sep 2021 10:00:00 GMT`, `2021/09/07`,
/// `25-Jun-2018`, `31/12/2021`, each with or without a time behind it. `03/04/2021` is two dates, so none.
pub fn read(text: &str) -> Option<PartialDate> {
    let mut words: Vec<&str> =
        text.split([' ', ',', '\u{a0}', '\t', '\n']).filter(|w| !w.is_empty()).collect();
    if words.len() > 1 && words.last().is_some_and(|w| is_weekday(w)) {
        words.pop();
    }
    if words.len() > 1 && words.first().is_some_and(|w| is_weekday(w)) {
        words.remove(0);
    }
    while words.len() > 1 && words.last().is_some_and(|w| is_time(w) || is_zone(w)) {
        words.pop();
    }
    match words.as_slice() {
        [one] => one_word(one),
        [month, year] => PartialDate::new(year_of(year)?, Some(month_in(month)?), None),
        [a, b, year] => {
            let (day, month) = match (month_in(a), month_in(b)) {
                (Some(month), None) => (b, month),
                (None, Some(month)) => (a, month),
                _ => return None,
            };
            PartialDate::new(year_of(year)?, Some(month), Some(day_of(day)?))
        }
        _ => None,
    }
}

fn one_word(word: &str) -> Option<PartialDate> {
    let date = match word.split_once('T') {
        Some((date, time)) => {
            let clock = time.trim_end_matches('Z').split(['+', '-', '.']).next().unwrap_or("");
            if !is_time(clock) {
                return None;
            }
            date
        }
        None => word,
    };
    if let Ok(date) = date.parse() {
        return Some(date);
    }
    if date.len() == 8 && date.bytes().all(|b| b.is_ascii_digit()) {
        return PartialDate::new(
            year_of(date.get(..4)?)?,
            Some(number(date.get(4..6)?)?),
            Some(number(date.get(6..)?)?),
        );
    }
    let sign = date.chars().find(|c| "/.-".contains(*c))?;
    let parts: Vec<&str> = date.split(sign).collect();
    let [a, b, c] = parts.as_slice() else { return None };
    if a.len() == 4 {
        return PartialDate::new(year_of(a)?, Some(number(b)?), Some(number(c)?));
    }
    let year = year_of(c)?;
    if let Some(month) = month_in(b) {
        return PartialDate::new(year, Some(month), Some(number(a)?));
    }
    let (a, b) = (number(a)?, number(b)?);
    match (a > 12, b > 12) {
        (true, false) => PartialDate::new(year, Some(b), Some(a)),
        (false, true) => PartialDate::new(year, Some(a), Some(b)),
        (false, false) if a == b => PartialDate::new(year, Some(a), Some(a)),
        _ => None,
    }
}

fn number(text: &str) -> Option<u8> {
    (matches!(text.len(), 1 | 2) && text.bytes().all(|b| b.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

fn year_of(text: &str) -> Option<u16> {
    (text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

/// `7`, `07`, `7th`.
fn day_of(text: &str) -> Option<u8> {
    let text = text.trim_end_matches('.');
    ["st", "nd", "rd", "th"].iter().find_map(|end| number(text.strip_suffix(end)?)).or_else(|| number(text))
}

fn month_in(word: &str) -> Option<u8> {
    month_of(word.trim_end_matches('.'))
}

fn is_weekday(word: &str) -> bool {
    let lower = word.trim_end_matches('.').to_lowercase();
    let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    lower.len() >= 3 && days.iter().any(|d| d.starts_with(&lower))
}

/// A time of day that there is: `10:15`, `10:15:30`, `10:15pm`.
fn is_time(word: &str) -> bool {
    let lower = word.to_lowercase();
    let clock = lower.trim_end_matches("am").trim_end_matches("pm").trim_end_matches('z');
    let clock = clock.split(['.', '+']).next().unwrap_or("");
    let parts: Vec<Option<u8>> = clock.split(':').map(number).collect();
    match parts.as_slice() {
        [Some(hour), Some(minute)] => *hour < 24 && *minute < 60,
        [Some(hour), Some(minute), Some(second)] => *hour < 24 && *minute < 60 && *second <= 60,
        _ => false,
    }
}

fn is_zone(word: &str) -> bool {
    let shift = word.strip_prefix(['+', '-']).is_some_and(|rest| {
        matches!(rest.len(), 4 | 5) && rest.bytes().all(|b| b.is_ascii_digit() || b == b':')
    });
    let zones = [
        "GMT", "UTC", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT", "BST", "IST", "CET", "CEST",
        "ET", "Z", "AM", "PM",
    ];
    shift || zones.contains(&word.replace('.', "").to_uppercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_mean_one_day_is_read() {
        for (text, date) in [
            ("Tue, 07 Sep 2021 10:00:00 GMT", "2021-09-07"),
            ("Tuesday, 7 September 2021", "2021-09-07"),
            ("September 7th, 2021", "2021-09-07"),
            ("Sept. 7, 2021 at", ""),
            ("2021/09/07", "2021-09-07"),
            ("2021-9-7", "2021-09-07"),
            ("20210907", "2021-09-07"),
            ("7 September 2021 10:15", "2021-09-07"),
            ("25-Jun-2018", "2018-06-25"),
            ("31/12/2021", "2021-12-31"),
            ("12/31/2021", "2021-12-31"),
            ("23.04.2021", "2021-04-23"),
            ("2021-09-07T10:15:00+02:00", "2021-09-07"),
            ("2021-09-07T10:15:00.000Z", "2021-09-07"),
            ("2021-09-07 10:15:00 +0200", "2021-09-07"),
            ("03/04/2021", ""),
            ("2021-09-07 and 2021-09-08", ""),
            ("2021-09-07T99:15", ""),
            ("7 September 2021 25:15", ""),
            ("31 February 2021", ""),
            ("2022 reasons", ""),
            ("last Tuesday", ""),
        ] {
            assert_eq!(read(text).map(|d| d.to_string()).unwrap_or_default(), date, "{text}");
        }
    }
}
