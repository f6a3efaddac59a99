//! What a date in a text means: its reading and the day of publication in, a date out, no more exact than the words are.

use crate::domain::PartialDate;
use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};

/// A stretch of time that dates are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Day,
    Week,
    Weekend,
    Month,
    Year,
}

/// How a date in a text is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// By what the calendar calls it, in part: 15 February, in 2019.
    Calendar { year: Option<u16>, month: Option<u8>, day: Option<u8> },
    /// Tuesday; `last` Tuesday is never the day of publication.
    Weekday { weekday: i8, last: bool },
    /// Last May, which is never the month of publication.
    LastMonth(u8),
    /// So many days from the one of publication: yesterday.
    Days(i8),
    /// The unit of now (0) or the one before (1).
    Period(Unit, u8),
    /// So many units before publication: two days ago.
    Ago(u8, Unit),
    /// So many units on from the date that the text told before: two days earlier is -2.
    Told(i16, Unit),
    /// Not told in a way that a day follows from: days later, a day after the vote.
    Unclear,
}

/// Days after its publication at which an article may still be speaking of what was: clocks differ, print is dated ahead.
const SLACK: i64 = 2;

/// Units that are counted: of more, the number is a round one.
const EXACT: u8 = 13;

impl When {
    /// The date, as seen from the day of publication and, where the words count from there, from the day told before. None
    /// where it can't be told, and where it would lie behind the publication: then something else is meant.
    pub fn resolve(self, published: Option<PartialDate>, told: Option<PartialDate>) -> Option<PartialDate> {
        let today = published.and_then(day_of);
        let date = match self {
            Self::Calendar { year: Some(year), month, day } => PartialDate::new(year, month, day),
            Self::Calendar { year: None, month: Some(month), day } => latest(published?, month, day),
            Self::Calendar { .. } | Self::Unclear => None,
            Self::Weekday { weekday, last } => weekday_before(today?, weekday, last),
            Self::LastMonth(month) => {
                let (year, this) = (published?.year(), published?.month()?);
                PartialDate::new(if month < this { year } else { year.checked_sub(1)? }, Some(month), None)
            }
            Self::Days(days) => exactly(today?.checked_add(i64::from(days).days()).ok()?),
            Self::Period(unit, back) => period(published?, unit, back),
            Self::Ago(number, unit) => moved(published?, -i16::from(number), unit),
            Self::Told(number, unit) => moved(told?, number, unit),
        }?;
        let latest = published.map(|p| p.last_day()).and_then(|day| day.parse::<Date>().ok());
        let latest = latest.and_then(|day| day.checked_add(SLACK.days()).ok());
        (latest.is_none_or(|latest| date.first_day() <= latest.to_string())).then_some(date)
    }
}

/// The day, where it is known.
fn day_of(date: PartialDate) -> Option<Date> {
    Date::new(i16::try_from(date.year()).ok()?, date.month()?.cast_signed(), date.day()?.cast_signed()).ok()
}

fn exactly(day: Date) -> Option<PartialDate> {
    PartialDate::new(
        u16::try_from(day.year()).ok()?,
        Some(day.month().cast_unsigned()),
        Some(day.day().cast_unsigned()),
    )
}

/// What two days have in common: their month, or their year; no more exact than that.
fn common(first: Date, last: Date) -> Option<PartialDate> {
    let same_month = (first.year(), first.month()) == (last.year(), last.month());
    let month = same_month.then(|| first.month().cast_unsigned());
    (first.year() == last.year()).then(|| PartialDate::new(u16::try_from(first.year()).ok()?, month, None))?
}

/// The last of its name on or before the publication; one with a day may lie a little behind it.
fn latest(published: PartialDate, month: u8, day: Option<u8>) -> Option<PartialDate> {
    let year = published.year();
    let of = |year: u16| PartialDate::new(year, Some(month), day);
    let past = match (day, day_of(published)) {
        (Some(_), Some(today)) => {
            let latest = today.checked_add(SLACK.days()).ok()?.to_string();
            // 29 February is one of another year as well.
            return [year + 1, year, year - 1].into_iter().filter_map(of).find(|d| d.first_day() <= latest);
        }
        _ => month <= published.month()?,
    };
    of(if past { year } else { year.checked_sub(1)? })
}

fn weekday_before(today: Date, weekday: i8, last: bool) -> Option<PartialDate> {
    let back = i64::from(today.weekday().since(Weekday::from_monday_one_offset(weekday).ok()?));
    let back = if back == 0 && last { 7 } else { back };
    exactly(today.checked_sub(back.days()).ok()?)
}

fn period(published: PartialDate, unit: Unit, back: u8) -> Option<PartialDate> {
    let back = i64::from(back);
    match unit {
        Unit::Year => PartialDate::new(published.year().checked_sub(back as u16)?, None, None),
        Unit::Month => {
            let month =
                Date::new(published.year().cast_signed(), published.month()?.cast_signed(), 1).ok()?;
            let month = month.checked_sub(back.months()).ok()?;
            common(month, month)
        }
        Unit::Day => None,
        Unit::Week => {
            let today = day_of(published)?;
            let monday = today.checked_sub(i64::from(today.weekday().since(Weekday::Monday)).days()).ok()?;
            let monday = monday.checked_sub(back.weeks()).ok()?;
            let last = if back == 0 { today } else { monday.checked_add(6.days()).ok()? };
            common(monday, last)
        }
        Unit::Weekend => {
            let today = day_of(published)?;
            let saturday = i64::from(today.weekday().since(Weekday::Saturday));
            let saturday = today.checked_sub(saturday.days()).ok()?;
            common(saturday, saturday.checked_add(1.day()).ok()?)
        }
    }
}

/// So many units from a date: days are exact, of more the month or the year is.
fn moved(date: PartialDate, number: i16, unit: Unit) -> Option<PartialDate> {
    let day = || day_of(date);
    let around = |to: Date, days: i64| {
        let days = days.days();
        common(to.checked_sub(days).ok()?, to.checked_add(days).ok()?)
    };
    let number = i64::from(number);
    match unit {
        Unit::Day if number.unsigned_abs() <= u64::from(EXACT) => {
            exactly(day()?.checked_add(number.days()).ok()?)
        }
        Unit::Day => around(day()?.checked_add(number.days()).ok()?, 5),
        Unit::Week => around(day()?.checked_add(number.weeks()).ok()?, 3),
        Unit::Weekend => None,
        Unit::Month => {
            let month = Date::new(date.year().cast_signed(), date.month()?.cast_signed(), 1).ok()?;
            month.checked_add(number.months()).ok().and_then(|to| common(to, to))
        }
        Unit::Year => {
            PartialDate::new(date.year().checked_add_signed(i16::try_from(number).ok()?)?, None, None)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(from: &str, when: When) -> Option<String> {
        when.resolve(from.parse().ok(), None).map(|d| d.to_string())
    }

    #[test]
    fn a_date_without_its_year_is_the_last_one() {
        let on = |month, day| When::Calendar { year: None, month: Some(month), day };
        for (from, month, day, date) in [
            ("2022-02-17", 2, Some(15), "2022-02-15"),
            ("2022-02-14", 2, Some(15), "2022-02-15"),
            ("2022-02-01", 2, Some(15), "2021-02-15"),
            ("2022-01-01", 12, Some(31), "2021-12-31"),
            ("2021-12-31", 1, Some(1), "2022-01-01"),
            ("2022-02", 2, Some(15), "2022-02-15"),
            ("2022-02-17", 1, None, "2022-01"),
            ("2022-02-17", 2, None, "2022-02"),
            ("2022-02-17", 3, None, "2021-03"),
        ] {
            assert_eq!(seen(from, on(month, day)).as_deref(), Some(date), "{month} {day:?} from {from}");
        }
        assert_eq!(seen("2022", on(2, Some(15))), None);
        assert_eq!(seen("", on(2, Some(15))), None);
    }

    #[test]
    fn words_that_count_need_a_day_to_count_from() {
        // A Thursday.
        let thursday = "2022-02-17";
        for (when, date) in [
            (When::Weekday { weekday: 2, last: false }, Some("2022-02-15")),
            (When::Weekday { weekday: 4, last: false }, Some("2022-02-17")),
            (When::Weekday { weekday: 4, last: true }, Some("2022-02-10")),
            (When::Weekday { weekday: 5, last: false }, Some("2022-02-11")),
            (When::Days(-1), Some("2022-02-16")),
            (When::Ago(2, Unit::Day), Some("2022-02-15")),
            (When::Ago(1, Unit::Week), Some("2022-02")),
            (When::Ago(2, Unit::Week), Some("2022")),
            (When::Ago(2, Unit::Month), Some("2021-12")),
            (When::Ago(3, Unit::Year), Some("2019")),
            (When::Period(Unit::Week, 1), Some("2022-02")),
            (When::Period(Unit::Weekend, 0), Some("2022-02")),
            (When::Period(Unit::Month, 1), Some("2022-01")),
            (When::Period(Unit::Year, 1), Some("2021")),
            (When::LastMonth(5), Some("2021-05")),
            (When::Unclear, None),
        ] {
            assert_eq!(seen(thursday, when).as_deref(), date, "{when:?}");
            let needs_no_day = matches!(
                when,
                When::Period(Unit::Month | Unit::Year, _)
                    | When::Ago(_, Unit::Month | Unit::Year)
                    | When::LastMonth(_)
            );
            assert_eq!(seen("2022-02", when).as_deref(), date.filter(|_| needs_no_day), "{when:?}");
            assert_eq!(seen("", when), None, "{when:?}");
        }
        // A week in two months.
        assert_eq!(seen("2022-02-08", When::Period(Unit::Week, 1)).as_deref(), Some("2022"));
        assert_eq!(seen("2022-01-05", When::Period(Unit::Week, 1)), None);
    }

    #[test]
    fn what_counts_from_a_day_told_counts_from_there() {
        for (told, when, date) in [
            ("2022-01-10", When::Told(-2, Unit::Day), Some("2022-01-08")),
            ("2022-01-10", When::Told(0, Unit::Month), Some("2022-01")),
            ("2013", When::Told(-5, Unit::Year), Some("2008")),
            ("2013", When::Told(-2, Unit::Day), None),
            ("", When::Told(-2, Unit::Day), None),
        ] {
            let seen = when.resolve("2022-02-17".parse().ok(), told.parse().ok());
            assert_eq!(seen.map(|d| d.to_string()).as_deref(), date, "{when:?} from {told}");
        }
    }

    #[test]
    fn nothing_was_said_after_its_publication() {
        let in_2024 = When::Calendar { year: Some(2024), month: None, day: None };
        assert_eq!(seen("2022-02-17", in_2024), None);
        assert_eq!(seen("", in_2024).as_deref(), Some("2024"));
    }
}
