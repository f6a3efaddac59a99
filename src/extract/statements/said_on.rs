//! When something was said: a statement in, the date that the words around its cue tell, if they do.
//!
//! A date is taken where a reader takes it with the cue: between source and cue ("Lavrov on Tuesday said"), behind both
//! ("she said on Tuesday"), before both ("On Tuesday, she said"), behind the content ("…, in an interview on Tuesday"), or in a
//! source that is named by it ("a 2019 report"). Content, relative clauses, appositions and other verbs keep their dates to
//! themselves.

use super::Statement;
use super::calendar::{Unit, When};
use super::date_phrase::{DatePhrase, phrase_at, word};
use crate::domain::{Determinacy, PartialDate};
use crate::extract::analysis::Analysis;
use crate::extract::analysis::forms::Shape;
use crate::extract::analysis::tags::Pos;
use crate::extract::language::WordSet;
use crate::extract::language::date_words::DateKind;
use crate::text::TokenSpan;

/// When something was said, as the text tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SaidOn {
    /// The date, as exactly as the words tell it; none where no date follows from them.
    pub date: Option<PartialDate>,
    /// The words that tell it.
    pub words: TokenSpan,
}

/// Tokens behind a cue that are looked at.
const FAR: usize = 40;

/// Longest apposition that is passed over, in tokens.
const APPOSITION: usize = 15;

/// Longest content that names a thing, in tokens: "praised the deal".
const THING: usize = 8;

/// Tokens between a date and what it names: "a Feb. 15 letter", "Tuesday's second televised debate".
const NAMED: usize = 4;

/// Tokens before a statement in which the day is looked for that "two days earlier" counts from.
const TOLD_WITHIN: usize = 150;

/// A cue that is likely one: as the cue stage grades them.
const LIKELY_CUE: u8 = 3;

/// When the statement was made, in an article published then.
pub(super) fn said_on(r: &Analysis, statement: &Statement, published: Option<PartialDate>) -> Option<SaidOn> {
    let clause = Clause::of(r, statement)?;
    let found = clause.between().or_else(|| clause.behind()).or_else(|| clause.before());
    let found = found.or_else(|| clause.behind_content()).or_else(|| clause.in_source())?;
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

/// The words of a date with those before it that belong to it: "late on Tuesday".
fn with_lead(r: &Analysis, words: TokenSpan) -> TokenSpan {
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

/// The clause of a cue.
struct Clause<'r, 'b> {
    r: &'r Analysis<'b>,
    content: &'r [TokenSpan],
    cue: TokenSpan,
    /// Where it stands in the cue's sentence.
    source: Option<TokenSpan>,
    sentence: TokenSpan,
}

impl<'r, 'b> Clause<'r, 'b> {
    fn of(r: &'r Analysis<'b>, statement: &'r Statement) -> Option<Self> {
        let cue = *statement.cue.first()?;
        let sentence = r.sentence(cue.start);
        let source = statement.source.first().copied().filter(|s| sentence.holds(s.start));
        Some(Self { r, content: &statement.content, cue, source, sentence })
    }

    fn is(&self, token: usize, kinds: &[DateKind]) -> bool {
        word(self.r, token).is_some_and(|w| kinds.contains(&w.kind))
    }

    fn is_comma(&self, token: usize) -> bool {
        self.r.shape(token) == Shape::Comma
    }

    fn is_content(&self, token: usize) -> bool {
        self.content.iter().any(|c| c.holds(token))
    }

    /// Words of the sentence that are neither content nor another quotation's.
    fn is_free(&self, token: usize) -> bool {
        self.sentence.holds(token)
            && !self.is_content(token)
            && self.r.quotation(token) == self.r.quotation(self.cue.start)
    }

    /// A date that begins here and tells when something happened.
    fn date(&self, token: usize) -> Option<DatePhrase> {
        let found = phrase_at(self.r, token)?;
        let lead = with_lead(self.r, found.words).start;
        let before = lead.checked_sub(1).filter(|i| *i >= self.sentence.start);
        // "for the past decade".
        let behind_article = before.filter(|i| *i > self.sentence.start && self.is(*i, &[DateKind::Article]));
        let governor = behind_article.map_or(before, |i| Some(i - 1));
        let bars = [DateKind::Bound, DateKind::Topic, DateKind::Feast, DateKind::Of, DateKind::Hanging];
        if governor.is_some_and(|i| self.is(i, &bars)) {
            return None;
        }
        if let Some(names) = self.named_by(found.words) {
            // "at Tuesday's debate", not "after Tuesday's debate".
            let noun = |i: &usize| self.r.pos(*i).in_noun_phrase();
            let phrase = (self.sentence.start..lead).rev().take_while(noun).last().unwrap_or(lead);
            let barred = phrase.checked_sub(1).is_some_and(|i| self.is(i, &bars));
            return (names && !barred).then_some(found);
        }
        let behind = found.words.end;
        let bare =
            self.r.pos(behind).is_proper() && self.is_free(behind) && self.r.shape(behind) != Shape::AllCaps;
        let plain = match found.when {
            // "the Sunday Times".
            When::Weekday { .. } => {
                !(bare && found.words.len() == 1) && before.is_none_or(|i| !self.is(i, &[DateKind::Article]))
            }
            When::Calendar { day: None, .. } => lead < found.words.start,
            _ => true,
        };
        plain.then_some(found)
    }

    /// Whether a date that stands before a noun ("a Friday interview", "Friday's vote") names what something is said in; none
    /// where it stands by itself.
    fn named_by(&self, date: TokenSpan) -> Option<bool> {
        let genitive = self.r.is_in(date.end, WordSet::Genitive);
        let from = date.end + usize::from(genitive);
        let noun = |i: &usize| self.r.pos(*i).in_noun_phrase() || self.r.pos(*i) == Pos::VBN;
        let occasion = (from..from + NAMED).take_while(noun).any(|i| self.is(i, &[DateKind::Occasion]));
        (genitive || occasion).then_some(occasion)
    }

    /// A date that begins here or behind the small words before it.
    fn leads_to_date(&self, token: usize) -> bool {
        let small = [
            DateKind::Within,
            DateKind::Shade,
            DateKind::Earlier,
            DateKind::Later,
            DateKind::Article,
            DateKind::Number,
        ];
        for at in token..token + 4 {
            if self.date(at).is_some() {
                return true;
            }
            if !self.is(at, &small) {
                return false;
            }
        }
        false
    }

    /// Whether another clause begins here, or a topic.
    fn breaks(&self, i: usize) -> bool {
        let pos = self.r.pos(i);
        let mark = matches!(
            self.r.shape(i),
            Shape::Comma | Shape::Stop | Shape::Colon | Shape::Dash | Shape::Bracket | Shape::Quote
        );
        mark || matches!(pos, Pos::WP | Pos::WDT | Pos::WRB | Pos::WP_POSSESSIVE)
            || self.r.is_in(i, WordSet::ThatClause)
            || self.is(i, &[DateKind::Topic])
            || self.is_other_verb(i)
    }

    fn is_other_verb(&self, i: usize) -> bool {
        let pos = self.r.pos(i);
        (pos.is_verb() || pos == Pos::MD)
            && !self.cue.holds(i)
            && !self.is(i, &[DateKind::Given, DateKind::Occasion])
    }

    /// Whether a part of a sentence between commas can say when something was said.
    fn tells(&self, start: usize) -> bool {
        let pos = self.r.pos(start);
        let preposition =
            pos == Pos::IN && !self.is(start, &[DateKind::Bound, DateKind::Topic, DateKind::Hanging]);
        preposition || pos == Pos::RB || self.is(start, &[DateKind::Given]) || self.leads_to_date(start)
    }

    /// Whether the cue goes on with what its source did before: "and warned", ", adding".
    fn goes_on(&self) -> bool {
        let adverb = |i: &usize| self.r.pos(*i) == Pos::RB || self.r.is_auxiliary(*i);
        let before = (self.sentence.start..self.cue.start).rev().find(|i| !adverb(i));
        before.is_some_and(|i| self.is_comma(i) || self.r.pos(i) == Pos::CC || self.r.is_quote_mark(i))
    }

    fn is_participle(&self) -> bool {
        self.r.pos(self.cue.start) == Pos::VBG && self.goes_on()
    }

    fn is_infinitive(&self) -> bool {
        let to = self.cue.start.checked_sub(1).is_some_and(|i| self.r.pos(i) == Pos::TO);
        to || self.r.pos(self.cue.start) == Pos::TO
    }

    /// "Lavrov on Tuesday said", "Lavrov, speaking on Tuesday, said".
    fn between(&self) -> Option<DatePhrase> {
        let from = self.source.filter(|s| s.end <= self.cue.start)?.end;
        let mut found = None;
        let mut start = from;
        for part in self.parts(TokenSpan::new(from, self.cue.start)) {
            if start == from || self.tells(part.start) {
                found = self.first_within(part).or(found);
            }
            start = part.end;
        }
        found
    }

    /// The parts between commas, in order. A comma inside a date ends one as well: the date is read over it.
    fn parts(&self, span: TokenSpan) -> Vec<TokenSpan> {
        let commas = span.range().filter(|i| self.is_comma(*i));
        let mut start = span.start;
        let mut parts = Vec::new();
        for end in commas.chain([span.end]) {
            if end > start {
                parts.push(TokenSpan::new(start, end));
            }
            start = end + 1;
        }
        parts
    }

    /// The first date of a part, before any other clause in it. What another cue tells of the same source goes with this
    /// one ("told reporters on Tuesday and warned"), and so does what was done for it or with it ("came on Tuesday to warn",
    /// "resigned on Tuesday, saying").
    fn first_within(&self, part: TokenSpan) -> Option<DatePhrase> {
        for i in part.range() {
            if !self.is_free(i) {
                return None;
            }
            if let Some(date) = self.date(i) {
                return Some(date);
            }
            let also_said = self.r.levels.get(i).is_some_and(|l| *l >= LIKELY_CUE) && self.goes_on();
            let for_it = (self.is_infinitive() || self.is_participle()) && self.r.pos(i) == Pos::VBD;
            let verb = also_said || for_it || self.r.is_auxiliary(i);
            if self.breaks(i) && !(verb && self.is_other_verb(i)) {
                return None;
            }
        }
        None
    }

    /// "said on Tuesday", "said in Geneva, where …" (none), "said Lavrov, the minister, on Tuesday".
    fn behind(&self) -> Option<DatePhrase> {
        let mut at = self.cue.start;
        let end = self.sentence.end.min(at + FAR);
        while at < end {
            if let Some(source) = self.source.filter(|s| s.holds(at)) {
                at = source.end;
                continue;
            }
            if !self.is_free(at) {
                return None;
            }
            if let Some(date) = self.date(at) {
                return Some(date);
            }
            if at >= self.cue.end && self.breaks(at) {
                at = self.resumes(at)?;
                continue;
            }
            at += 1;
        }
        None
    }

    /// Where the clause goes on behind a comma or an apposition.
    fn resumes(&self, comma: usize) -> Option<usize> {
        if !self.is_comma(comma) {
            return None;
        }
        let next = comma + 1;
        if self.is_free(next) && (self.leads_to_date(next) || self.is_occasion_phrase(next)) {
            return Some(next);
        }
        let second =
            (next..next + APPOSITION).take_while(|i| self.is_free(*i)).find(|i| self.is_comma(*i))?;
        let clear = !(next..second).any(|i| self.r.pos(i).is_finite());
        (clear && self.is_free(second + 1) && self.leads_to_date(second + 1)).then_some(second + 1)
    }

    /// "in an interview", "speaking".
    fn is_occasion_phrase(&self, start: usize) -> bool {
        let within = self.is(start, &[DateKind::Within]);
        let noun = |i: &usize| self.r.pos(*i).in_noun_phrase();
        self.is(start, &[DateKind::Given])
            || within
                && (start + 1..start + 1 + NAMED).take_while(noun).any(|i| self.is(i, &[DateKind::Occasion]))
    }

    /// "On Tuesday, she said", "In an interview on Tuesday, she said".
    fn before(&self) -> Option<DatePhrase> {
        let verb = self.cue.range().map(|i| self.r.pos(i)).find(|pos| pos.is_verb() || *pos == Pos::MD)?;
        // "In August, she plans to": what is planned has its date, not the plan.
        let now = matches!(verb, Pos::VBZ | Pos::VBP) && !self.r.is_auxiliary(self.cue.start);
        let clause = self.source.map_or(self.cue.start, |s| s.start.min(self.cue.start));
        let ends = |i: &usize| {
            let shape = self.r.shape(*i);
            self.is_free(*i) && !matches!(shape, Shape::Colon | Shape::Dash | Shape::Bracket | Shape::Quote)
        };
        let start = (self.sentence.start..clause).rev().take_while(ends).last()?;
        for part in self.parts(TokenSpan::new(start, clause)).into_iter().rev() {
            // Whatever stands before another verb belongs to that one.
            if part.range().any(|i| self.r.pos(i).is_finite() && !self.is(i, &[DateKind::Given])) {
                return None;
            }
            let from = part.start + usize::from(self.r.pos(part.start) == Pos::CC);
            let part = TokenSpan::new(from.min(part.end), part.end);
            let occasion = part.range().any(|i| self.is(i, &[DateKind::Occasion, DateKind::Given]));
            if self.tells(part.start)
                && (occasion || !now)
                && let Some(date) = self.first_within(part)
                // "days before she said": a clause of the cue's own, under another.
                && !(date.when == When::Unclear && date.words.end == clause)
                // "Friday's ruling": a subject of its own.
                && !(self.named_by(date.words).is_some() && date.words.start == part.start)
            {
                return Some(date);
            }
        }
        None
    }

    /// "said that …, in an interview on Tuesday", "praised the deal on Tuesday".
    fn behind_content(&self) -> Option<DatePhrase> {
        let content = *self.content.last()?;
        if content.end <= self.cue.start || !self.sentence.holds(content.end) {
            return None;
        }
        let comma = self.is_comma(content.end);
        let mut start = content.end + usize::from(comma);
        start += usize::from(self.r.pos(start) == Pos::RB && word(self.r, start).is_none());
        // A clause keeps the date behind it to itself, a thing has none.
        let thing = content.len() <= THING && !content.range().any(|i| self.is_other_verb(i));
        let leads = self.is_occasion_phrase(start) || (comma || thing) && self.leads_to_date(start);
        leads.then(|| self.first_within(TokenSpan::new(start, self.sentence.end)))?
    }

    /// A day behind a source that was taken in with it: "the candidates Thursday".
    fn ends_with_day(&self, source: TokenSpan, date: &DatePhrase) -> bool {
        matches!(date.when, When::Weekday { .. })
            && date.words.end == source.end
            && source.end == self.cue.start
    }

    /// "a statement on Tuesday", "a 2019 report".
    fn in_source(&self) -> Option<DatePhrase> {
        let source = self.source?;
        let mut occasion = false;
        for i in source.range() {
            if let Some(date) = self.date(i)
                && (occasion || self.named_by(date.words) == Some(true) || self.ends_with_day(source, &date))
            {
                return Some(date);
            }
            if matches!(self.r.pos(i), Pos::WP | Pos::WDT) || self.is_other_verb(i) {
                return None;
            }
            occasion |= self.is(i, &[DateKind::Occasion, DateKind::Given]);
        }
        None
    }
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
