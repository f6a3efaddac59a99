//! When something was said: a statement in, the date that the words around its cue tell, if they do.

use super::Statement;
use super::calendar::{Unit, When};
use super::date_phrase::{phrase_at, with_lead};
use super::said_on_clause::Clause;
use crate::domain::{Determinacy, PartialDate};
use crate::extract::analysis::Analysis;
use crate::text::TokenSpan;

/// When something was said, as the text tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SaidOn {
    /// The date, as exactly as the words tell it; none where no date follows from them.
    pub date: Option<PartialDate>,
    /// The words that tell it.
    pub words: TokenSpan,
}

/// Tokens before a statement in which the day is looked for that "two days earlier" counts from.
const TOLD_WITHIN: usize = 150;

/// When the statement was made, in an article published then.
pub(super) fn said_on(r: &Analysis, statement: &Statement, published: Option<PartialDate>) -> Option<SaidOn> {
    let found = Clause::of(r, statement)?.date_told()?;
    // What is yet to be said has no past to be told from.
    let open = statement.sense.determinacy == Determinacy::Open;
    let told = match found.when {
        When::Told(back, unit) => told_before(r, found.words.start, unit, published)
            .or_else(|| published.filter(|_| back < 0 && matches!(unit, Unit::Day | Unit::Week))),
        _ => None,
    };
    let date = found.when.resolve(published, told).filter(|_| !open);
    // A year to come is one of something else.
    let is_of_another = |when| matches!(when, When::Calendar { year: Some(_), .. });
    if date.is_none() && !open && is_of_another(found.when) {
        return None;
    }
    Some(SaidOn { date, words: with_lead(r, found.words) })
}

/// The last date told before a token, near enough and exact enough to be the one that such units count from.
fn told_before(
    r: &Analysis,
    token: usize,
    unit: Unit,
    published: Option<PartialDate>,
) -> Option<PartialDate> {
    let exact = |date: &PartialDate| match unit {
        Unit::Year => true,
        Unit::Month => date.month().is_some(),
        Unit::Day | Unit::Week | Unit::Weekend => date.day().is_some(),
    };
    let date = |i: usize| phrase_at(r, i)?.when.resolve(published, None).filter(exact);
    (token.saturating_sub(TOLD_WITHIN)..token).rev().find_map(date)
}

#[cfg(test)]
mod tests {
    use crate::domain::Article;
    use crate::extract::{Extractor, Knowledge, Language};

    /// What the last statement of a text says of its day, in an article of Thursday, 17 February 2022.
    fn said_on(body: &str, published: &str) -> Option<(String, Option<String>)> {
        let extractor = Extractor::new(Language::english(), &Knowledge::default());
        let article = Article { body: body.into(), published: published.parse().ok(), ..Article::default() };
        let found = extractor.read(&article);
        let last = found.statements.last().unwrap_or_else(|| panic!("nothing is said: {body}"));
        let said = last.said_on?;
        let words = found.positions.bytes(said.words).of(body).to_owned();
        Some((words, said.date.map(|d| d.to_string())))
    }

    #[test]
    fn the_day_is_told_around_the_cue() {
        for (body, words, date) in [
            ("On Tuesday, the mayor said that the port would close.", "On Tuesday", "2022-02-15"),
            ("The mayor said on Tuesday that the port would close.", "on Tuesday", "2022-02-15"),
            ("The mayor on Tuesday said that the port would close.", "on Tuesday", "2022-02-15"),
            ("“The port will close,” the mayor said on Tuesday.", "on Tuesday", "2022-02-15"),
            ("“The port will close,” said the mayor on Tuesday.", "on Tuesday", "2022-02-15"),
            ("“The port will close,” Ann Lee said Tuesday night.", "Tuesday night", "2022-02-15"),
            (
                "“The port will close,” Ann Lee told reporters in Velden on February 15.",
                "on February 15",
                "2022-02-15",
            ),
            ("“The port will close,” Ann Lee said yesterday.", "yesterday", "2022-02-16"),
            (
                "Speaking in Velden on Monday, Ann Lee said that the port would close.",
                "on Monday",
                "2022-02-14",
            ),
            (
                "In an interview on 3 March 2021, Ann Lee said that the port would close.",
                "on 3 March 2021",
                "2021-03-03",
            ),
            (
                "On the sidelines of the fair on 3 March 2021, Ann Lee said that the port would close.",
                "on 3 March 2021",
                "2021-03-03",
            ),
            ("Earlier this month, Ann Lee said that the port would close.", "Earlier this month", "2022-02"),
            ("In January, Ann Lee said that the port would close.", "In January", "2022-01"),
            ("Ann Lee said in 2019 that the port would close.", "in 2019", "2019"),
            ("Ann Lee said last week that the port would close.", "last week", "2022-02"),
            ("Two days earlier, Ann Lee said that the port would close.", "Two days earlier", "2022-02-15"),
            ("A statement released on Tuesday said that the port would close.", "on Tuesday", "2022-02-15"),
            ("In a 2019 interview, Ann Lee said that the port would close.", "2019", "2019"),
            ("“The port will close,” said Ann Lee, the mayor, on Tuesday.", "on Tuesday", "2022-02-15"),
            (
                "Ann Lee told the council on Tuesday that all was well and warned that the port would close.",
                "on Tuesday",
                "2022-02-15",
            ),
        ] {
            let expected = Some((words.to_owned(), Some(date.to_owned())));
            assert_eq!(said_on(body, "2022-02-17"), expected, "{body}");
        }
    }

    #[test]
    fn another_date_is_none_of_the_saying() {
        for body in [
            "The mayor said that the port would close.",
            "The mayor said that the port would close on Tuesday.",
            "“The port will close on Tuesday,” the mayor said.",
            "The mayor, who was elected in 2019, said that the port would close.",
            "The mayor, in office since 2019, said that the port would close.",
            "After the union met on Tuesday, the mayor said that the port would close.",
            "“The port will close,” said the mayor, who was elected in 2019.",
            "Friday's ruling, Ann Lee said, would close the port.",
            "A week before Ann Lee said that the port would close, it was open.",
            "In August, Ann Lee plans to close the port.",
            "Since Tuesday, the mayor has said that the port would close.",
            "“The port will close,” the mayor told the Sunday Herald.",
        ] {
            assert_eq!(said_on(body, "2022-02-17"), None, "{body}");
        }
    }

    #[test]
    fn words_alone_are_kept_where_no_date_follows() {
        let after = "A day after the vote, Ann Lee said that the port would close.";
        assert_eq!(said_on(after, "2022-02-17"), Some(("A day after".into(), None)));
        let tuesday = "Ann Lee said on Tuesday that the port would close.";
        assert_eq!(said_on(tuesday, ""), Some(("on Tuesday".into(), None)));
        let whole = "Ann Lee said on 15 February 2022 that the port would close.";
        assert_eq!(said_on(whole, ""), Some(("on 15 February 2022".into(), Some("2022-02-15".into()))));
    }

    #[test]
    fn days_earlier_count_from_the_day_told_last() {
        let body = "The vote was on 10 January. Two days earlier, Ann Lee said that the port would close.";
        assert_eq!(said_on(body, "2022-02-17"), Some(("Two days earlier".into(), Some("2022-01-08".into()))));
    }
}
