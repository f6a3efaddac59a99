//! The clause of a cue: a statement in, the date out that tells when it was said.
//!
//! A date is taken where a reader takes it with the cue: between source and cue ("Lavrov on Tuesday said"), behind both
//! ("she said on Tuesday"), before both ("On Tuesday, she said"), behind the content ("…, in an interview on Tuesday"), or in a
//! source that is named by it ("a 2019 report"). Content, relative clauses, appositions and other verbs keep their dates to
//! themselves.

use super::Statement;
use super::calendar::When;
use super::date_phrase::{DatePhrase, phrase_at, with_lead, word};
use crate::extract::analysis::Analysis;
use crate::extract::analysis::forms::Shape;
use crate::extract::analysis::tags::Pos;
use crate::extract::language::WordSet;
use crate::extract::language::date_words::DateKind;
use crate::text::TokenSpan;

/// Tokens before and behind a cue that are looked at.
const FAR: usize = 40;

/// Longest apposition that is passed over, in tokens.
const APPOSITION: usize = 15;

/// Longest content that names a thing, in tokens: "praised the deal".
const THING: usize = 8;

/// Tokens between a date and what it names: "a Feb. 15 letter", "Tuesday's second televised debate".
const NAMED: usize = 4;

/// A cue that is likely one: as the cue stage grades them.
const LIKELY_CUE: u8 = 3;

/// The clause of a cue.
pub(super) struct Clause<'r, 'b> {
    r: &'r Analysis<'b>,
    content: &'r [TokenSpan],
    cue: TokenSpan,
    /// Where it stands in the cue's sentence.
    source: Option<TokenSpan>,
    sentence: TokenSpan,
}

impl<'r, 'b> Clause<'r, 'b> {
    pub fn of(r: &'r Analysis<'b>, statement: &'r Statement) -> Option<Self> {
        let cue = *statement.cue.first()?;
        let sentence = r.sentence(cue.start);
        let source = statement.source.first().copied().filter(|s| sentence.holds(s.start));
        Some(Self { r, content: &statement.content, cue, source, sentence })
    }

    /// The date that tells when it was said, wherever it stands.
    pub fn date_told(&self) -> Option<DatePhrase> {
        let around = self.between().or_else(|| self.behind()).or_else(|| self.before());
        let found = around.or_else(|| self.behind_content()).or_else(|| self.in_source());
        found.or_else(|| self.taken_in())
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
            let phrase =
                (self.sentence.start..lead).rev().take(NAMED).take_while(noun).last().unwrap_or(lead);
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

    /// "opened the session on Tuesday and said": one day for both.
    fn is_joined(&self, part: TokenSpan) -> bool {
        let joint = self.cue.start.checked_sub(1).filter(|i| self.r.pos(*i) == Pos::CC);
        let is_day =
            |when| matches!(when, When::Weekday { .. } | When::Days(_) | When::Calendar { day: Some(_), .. });
        let ends_there =
            |i| phrase_at(self.r, i).is_some_and(|d| Some(d.words.end) == joint && is_day(d.when));
        joint.is_some_and(|joint| (joint.saturating_sub(NAMED).max(part.start)..joint).any(ends_there))
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
            let pos = self.r.pos(i);
            let acted = matches!(pos, Pos::VBD | Pos::VBN | Pos::VBG);
            let for_it = self.is_infinitive() && pos == Pos::VBD || self.is_participle() && acted;
            let verb = also_said || for_it || self.r.is_auxiliary(i) || self.is_joined(part);
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
        if let Some(date) = self.before_when(clause) {
            return Some(date);
        }
        let start = (self.sentence.start..clause).rev().take(FAR).take_while(ends).last()?;
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

    /// "came back on Tuesday, when she said".
    fn before_when(&self, clause: usize) -> Option<DatePhrase> {
        let when =
            clause.checked_sub(1).filter(|i| self.sentence.holds(*i) && self.is(*i, &[DateKind::When]))?;
        let end = when - usize::from(when > 0 && self.is_comma(when - 1));
        let ends_there = |date: &DatePhrase| {
            date.words.end == end || date.words.end + NAMED > end && self.named_by(date.words).is_some()
        };
        let from = end.saturating_sub(2 * NAMED).max(self.sentence.start);
        (from..end).filter(|i| self.is_free(*i)).find_map(|i| self.date(i).filter(ends_there))
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
        leads.then(|| self.first_within(TokenSpan::new(start, self.sentence.end.min(start + FAR))))?
    }

    /// "said on {Friday that …}", "said <today the mayor>": a date that was taken in with the content or source behind it.
    fn taken_in(&self) -> Option<DatePhrase> {
        let content = self.content.iter().map(|c| c.start).find(|start| *start >= self.cue.end);
        let on = |i: &usize| {
            i.checked_sub(1)
                .and_then(|i| word(self.r, i))
                .is_some_and(|w| w.kind == DateKind::Within && w.number == 1)
        };
        let in_content = content.filter(on).and_then(|i| phrase_at(self.r, i));
        let source = self.source.filter(|s| s.start == self.cue.end);
        let is_day = |d: &DatePhrase| matches!(d.when, When::Days(_) | When::Weekday { .. });
        in_content.or_else(|| phrase_at(self.r, source?.start).filter(is_day))
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
