//! Dates as English news writes them: tokens in, the words of a date and how it is told out.

use super::calendar::{Unit, When};
use crate::domain::PartialDate;
use crate::extract::analysis::Analysis;
use crate::extract::analysis::forms::Shape;
use crate::extract::language::date_words::{DateKind, DateWord};
use crate::text::TokenSpan;

/// A date in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct DatePhrase {
    /// Its words, without a preposition.
    pub words: TokenSpan,
    pub when: When,
}

/// Years that a number of four digits may be.
const YEARS: std::ops::RangeInclusive<u16> = 1900..=2100;

/// The date whose words begin with this token, the longest reading of them.
pub(super) fn phrase_at(r: &Analysis, token: usize) -> Option<DatePhrase> {
    let reader = Reader { r };
    let found = reader.calendar(token).or_else(|| reader.relative(token));
    found.map(|(end, when)| DatePhrase { words: TokenSpan::new(token, end), when })
}

/// What the token is to a date; capitals are minded where they tell a day from another word.
pub(super) fn word(r: &Analysis, token: usize) -> Option<DateWord> {
    let text = r.text(token);
    // "mid-January" is January, and which part of it is not told more exactly than a date can say.
    let words = &r.language.date_words;
    let parts =
        text.split_once('-').filter(|(shade, _)| words.of(shade).is_some_and(|w| w.kind == DateKind::Shade));
    let (text, word) = match parts {
        Some((_, rest)) => (rest, words.of(rest)?),
        // What the lists call a word is its hash there, too.
        None if r.at(token).plain.words > 0 => (text, words.of_plain(r.at(token).plain.hash)?),
        None => (text, words.of(text)?),
    };
    let capital = text.starts_with(char::is_uppercase);
    let fits = match word.kind {
        DateKind::Month | DateKind::Weekday => capital,
        // "USA Today", "This Week" are names.
        DateKind::This | DateKind::Last | DateKind::Day => !capital || r.sentence(token).start == token,
        _ => true,
    };
    fits.then_some(word)
}

/// The words of a date with those before it that belong to it: "late on Tuesday".
pub(super) fn with_lead(r: &Analysis, words: TokenSpan) -> TokenSpan {
    let belongs = |i: &usize| {
        word(r, *i).is_some_and(|w| {
            matches!(w.kind, DateKind::Shade | DateKind::Earlier | DateKind::Later)
                || w.kind == DateKind::Within && w.number == 1
        })
    };
    let first = r.sentence(words.start).start;
    let start = (first..words.start).rev().take(3).take_while(belongs).last().unwrap_or(words.start);
    TokenSpan::new(start, words.end)
}

struct Reader<'r, 'b> {
    r: &'r Analysis<'b>,
}

/// Where the reading ends, and what it is.
type Read = Option<(usize, When)>;

impl Reader<'_, '_> {
    fn is(&self, token: usize, kind: DateKind) -> Option<i8> {
        word(self.r, token).filter(|w| w.kind == kind).map(|w| w.number)
    }

    fn is_comma(&self, token: usize) -> bool {
        self.r.shape(token) == Shape::Comma
    }

    /// A day of the month: "15", "15th".
    fn day(&self, token: usize) -> Option<u8> {
        let text = self.r.text(token);
        let number = ["st", "nd", "rd", "th"].iter().find_map(|e| text.strip_suffix(e)).unwrap_or(text);
        let digits = number.len() <= 2 && number.bytes().all(|b| b.is_ascii_digit());
        number.parse().ok().filter(|day| digits && (1..=31).contains(day))
    }

    fn year(&self, token: usize) -> Option<u16> {
        let text = self.r.text(token);
        let digits = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
        text.parse().ok().filter(|year| digits && YEARS.contains(year))
    }

    /// A year behind a month or day, perhaps behind a comma.
    fn year_behind(&self, token: usize) -> Option<(usize, u16)> {
        let at = token + usize::from(self.is_comma(token));
        self.year(at).map(|year| (at + 1, year))
    }

    fn calendar(&self, token: usize) -> Read {
        if let Some(weekday) = self.is(token, DateKind::Weekday) {
            let end = token + 1 + usize::from(self.is(token + 1, DateKind::Hours).is_some());
            let next = end + usize::from(self.is_comma(end) || self.r.shape(end) == Shape::Bracket);
            // "Tuesday, 15 February": the day of the week adds nothing.
            return self.month_and_day(next).or(Some((end, When::Weekday { weekday, last: false })));
        }
        let iso = || {
            let text = self.r.text(token);
            let date: PartialDate = text.parse().ok().filter(|_| text.len() == 10)?;
            let (year, month, day) = (Some(date.year()), date.month(), date.day());
            Some((token + 1, When::Calendar { year, month, day }))
        };
        self.month_and_day(token).or_else(|| self.month(token)).or_else(iso)
    }

    /// "February 15, 2022", "15 February", "the 15th of February".
    fn month_and_day(&self, token: usize) -> Read {
        let (end, month, day) = if let Some(month) = self.is(token, DateKind::Month) {
            (token + 2, month, self.day(token + 1)?)
        } else {
            let token = token + usize::from(self.is(token, DateKind::Article).is_some());
            let day = self.day(token)?;
            let at = token + 1 + usize::from(self.is(token + 1, DateKind::Of).is_some());
            (at + 1, self.is(at, DateKind::Month)?, day)
        };
        let (end, year) = self.year_behind(end).map_or((end, None), |(end, year)| (end, Some(year)));
        Some((end, When::Calendar { year, month: Some(month.cast_unsigned()), day: Some(day) }))
    }

    /// "February 2022", "February", "2022".
    fn month(&self, token: usize) -> Read {
        let Some(month) = self.is(token, DateKind::Month) else {
            let year = self.year(token)?;
            return Some((token + 1, When::Calendar { year: Some(year), month: None, day: None }));
        };
        let at = token + 1 + usize::from(self.is(token + 1, DateKind::Of).is_some());
        let (end, year) = self.year_behind(at).map_or((token + 1, None), |(end, year)| (end, Some(year)));
        Some((end, When::Calendar { year, month: Some(month.cast_unsigned()), day: None }))
    }

    fn relative(&self, token: usize) -> Read {
        let first = word(self.r, token);
        let kind = first.map(|w| w.kind);
        match (kind, first.map_or(0, |w| w.number)) {
            (Some(DateKind::Day), number) => {
                let end = token + 1 + usize::from(self.is(token + 1, DateKind::Hours).is_some());
                Some((end, When::Days(number)))
            }
            (Some(DateKind::This), _) => match self.is(token + 1, DateKind::Last) {
                // "this past week" is the one of now.
                Some(_) => self.near(token + 2, false),
                None => self.near(token + 1, false),
            },
            (Some(DateKind::Last), past) => {
                let (end, when) = self.near(token + 1, true)?;
                // The past year is the twelve months up to now.
                let runs =
                    past != 0 && matches!(when, When::Period(Unit::Week | Unit::Month | Unit::Year, _));
                Some((end, if runs { When::Unclear } else { when }))
            }
            (Some(DateKind::Over), _) => {
                let at = token + 1 + usize::from(self.is(token + 1, DateKind::Article).is_some());
                let weekend = self.unit(at).filter(|u| *u == Some(Unit::Weekend))?;
                Some((at + 1, When::Period(weekend?, 0)))
            }
            (Some(DateKind::Article | DateKind::That), _) => self.told(token),
            _ => self.counted(token),
        }
    }

    /// The unit that the token names; the inner none is a unit that dates are not counted in.
    fn unit(&self, token: usize) -> Option<Option<Unit>> {
        Some(match self.is(token, DateKind::Unit)? {
            1 => Some(Unit::Day),
            2 => Some(Unit::Week),
            3 => Some(Unit::Weekend),
            4 => Some(Unit::Month),
            5 => Some(Unit::Year),
            _ => None,
        })
    }

    /// What "this" or "last" stands before.
    fn near(&self, token: usize, last: bool) -> Read {
        let next = word(self.r, token)?;
        let when = match next.kind {
            DateKind::Weekday => When::Weekday { weekday: next.number, last },
            DateKind::Month if last => When::LastMonth(next.number.cast_unsigned()),
            DateKind::Month => {
                When::Calendar { year: None, month: Some(next.number.cast_unsigned()), day: None }
            }
            DateKind::Hours => When::Days(-i8::from(last)),
            DateKind::Unit => match self.unit(token)? {
                Some(unit) => When::Period(unit, u8::from(last)),
                None => When::Unclear,
            },
            _ => return None,
        };
        Some((token + 1, when))
    }

    /// "the next day", "that day", "the day before the vote".
    fn told(&self, token: usize) -> Read {
        let that = self.is(token, DateKind::That).is_some();
        if let (Some(step), Some(unit)) = (self.is(token + 1, DateKind::Step), self.unit(token + 2)) {
            return Some((token + 3, unit.map_or(When::Unclear, |unit| When::Told(i16::from(step), unit))));
        }
        let unit = self.unit(token + 1)?;
        if self.is(token + 2, DateKind::Hanging).is_some() {
            return Some((token + 3, When::Unclear));
        }
        (that && unit == Some(Unit::Day)).then_some((token + 2, When::Told(0, Unit::Day)))
    }

    /// "two days ago", "a week earlier", "days later".
    fn counted(&self, token: usize) -> Read {
        let digits = || self.r.text(token).parse::<u8>().ok().filter(|n| (1..=99).contains(n));
        let number = self.is(token, DateKind::Number).map(i8::cast_unsigned).or_else(digits);
        let mut at = token + usize::from(number.is_some());
        let mut exact = number.is_some();
        while self.is(at, DateKind::Vague).is_some() || !exact && self.is(at, DateKind::Of).is_some() {
            (at, exact) = (at + 1, false);
        }
        let unit = self.unit(at)?;
        let behind = word(self.r, at + 1)?.kind;
        let number = number.filter(|_| exact);
        let told = |sign: i16| match (number, unit) {
            (Some(number), Some(unit)) => When::Told(sign * i16::from(number), unit),
            _ => When::Unclear,
        };
        let when = match behind {
            DateKind::Ago => number.zip(unit).map_or(When::Unclear, |(number, unit)| When::Ago(number, unit)),
            DateKind::Earlier => told(-1),
            DateKind::Later => told(1),
            DateKind::Hanging => When::Unclear,
            _ => return None,
        };
        Some((at + 2, when))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Language;

    /// The first date of a text: its words, and what it means in an article of Thursday, 17 February 2022.
    fn first(body: &str) -> Option<(&str, Option<String>)> {
        let english = Language::english();
        let analysis = Analysis::new(&english, body);
        let found = (0..analysis.len()).find_map(|i| phrase_at(&analysis, i))?;
        let date = found.when.resolve("2022-02-17".parse().ok(), None);
        Some((analysis.document().span_of(found.words).of(body), date.map(|d| d.to_string())))
    }

    #[test]
    fn dates_are_read_with_all_their_words() {
        for (text, words, date) in [
            ("on Tuesday", "Tuesday", "2022-02-15"),
            ("on Tuesday night", "Tuesday night", "2022-02-15"),
            ("on Tuesday, Feb. 8, in Geneva", "Tuesday, Feb. 8", "2022-02-08"),
            ("on Tuesday, 3 March 2020", "Tuesday, 3 March 2020", "2020-03-03"),
            ("on the 3rd of March", "the 3rd of March", "2021-03-03"),
            ("on May 3rd, 2020, at", "May 3rd, 2020", "2020-05-03"),
            ("in mid-January", "mid-January", "2022-01"),
            ("in January of 2019", "January of 2019", "2019-01"),
            ("in January 2019", "January 2019", "2019-01"),
            ("in 2019", "2019", "2019"),
            ("on 2021-12-24", "2021-12-24", "2021-12-24"),
            ("said today", "today", "2022-02-17"),
            ("yesterday evening", "yesterday evening", "2022-02-16"),
            ("last night", "last night", "2022-02-16"),
            ("last Thursday", "last Thursday", "2022-02-10"),
            ("this past weekend", "this past weekend", "2022-02"),
            ("over the weekend", "over the weekend", "2022-02"),
            ("earlier this month", "this month", "2022-02"),
            ("two days ago", "two days ago", "2022-02-15"),
            ("a year ago", "a year ago", "2021"),
            ("last month", "last month", "2022-01"),
        ] {
            assert_eq!(first(text), Some((words, Some(date.to_owned()))), "{text}");
        }
    }

    #[test]
    fn what_no_day_follows_from_is_no_date() {
        for (text, words) in [
            ("a day after the vote", "a day after"),
            ("the day before the vote", "the day before"),
            ("a few weeks ago", "a few weeks ago"),
            ("a couple of days later", "a couple of days later"),
            ("last summer", "last summer"),
            ("during the past year", "past year"),
            // These count from a day told before.
            ("10 days earlier", "10 days earlier"),
            ("the next day", "the next day"),
        ] {
            assert_eq!(first(text), Some((words, None)), "{text}");
        }
    }

    #[test]
    fn other_words_are_no_dates() {
        for text in [
            "He may march",
            "USA Today",
            "ABC's This Week",
            "1,900 people",
            "page 2015a",
            "two days of talks",
            "the day",
        ] {
            assert_eq!(first(text), None, "{text}");
        }
    }
}
