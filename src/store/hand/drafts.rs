//! The quotes of an article before they are written: what was read, and what people say in its place.

use super::record::{Place, Record, Spans, pieces};
use super::verdicts::{self, Placed, Verdict};
use crate::domain::{ArticleId, QuoteId, QuoteKind, SpanRole};
use crate::extract::{Extraction, Statement};
use crate::store::{StoreError, Write, quotes, statement};
use crate::text::{CharIndex, CharSpan, TokenSpan};
use rusqlite::Connection;
use std::collections::HashSet;

/// A quote to be written.
#[derive(Clone, Debug)]
pub(in crate::store) struct Draft {
    /// Its number, where it has one already.
    pub id: Option<QuoteId>,
    /// Whose word it is: a person's, or kb's own.
    pub verdict: Option<Verdict>,
    /// What it is.
    pub record: Record,
    /// Where it stands.
    pub spans: Spans,
    /// The statement that it was made of.
    pub statement: Option<usize>,
}

impl Draft {
    /// The draft of a statement; nothing of one without words.
    pub fn of(
        found: &Statement,
        number: usize,
        extraction: &Extraction,
        chars: &CharIndex<'_>,
    ) -> Option<Self> {
        let positions = &extraction.positions;
        let all = |spans: &[TokenSpan]| -> Vec<CharSpan> {
            let bytes = spans.iter().map(|span| positions.bytes(*span)).filter(|b| !b.is_empty());
            bytes.map(|bytes| chars.chars_of(bytes)).collect()
        };
        let spans = Spans { content: all(&found.content), cue: all(&found.cue), source: all(&found.source) };
        let start = spans.range()?.start;
        let told =
            found.said_on.map(|said| positions.bytes(said.words).of(chars.body())).filter(|w| !w.is_empty());
        let day = told.and(found.said_on).and_then(|said| said.date);
        let record = Record {
            kind: found.kind,
            sense: found.sense,
            said_on: day.map(|date| date.to_string()),
            said_on_words: told.map(str::to_owned),
            confidence: quotes::rounded(found.confidence),
            content: pieces(chars, start, &spans.content),
            cue: pieces(chars, start, &spans.cue),
            source: pieces(chars, start, &spans.source),
        };
        Some(Self { id: None, verdict: None, record, spans, statement: Some(number) })
    }

    fn placed(&self) -> Option<Placed> {
        let start = self.spans.range()?.start as i64;
        Some(Placed { id: self.id, start, record: self.record.clone() })
    }
}

/// The quote with this number as it stands in its row, with its article; nothing where there is none.
///
/// # Errors
/// Any failure of SQLite.
pub fn of_quote(
    connection: &Connection,
    quote: QuoteId,
) -> Result<Option<(ArticleId, Placed, Option<Verdict>)>, StoreError> {
    let sql = "SELECT article_id FROM quotes WHERE id = ?1";
    let Some(article) = statement::optional(connection, sql, [quote], |r| r.get(0))? else { return Ok(None) };
    let row = rows(connection, article)?.into_iter().find(|draft| draft.id == Some(quote));
    Ok(row.and_then(|draft| Some((article, draft.placed()?, draft.verdict))))
}

/// What kb has read in an article, from its rows, with what stands hidden below people's quotes.
pub(in crate::store) fn stored(write: &Write<'_>, article: ArticleId) -> Result<Vec<Draft>, StoreError> {
    let body: String =
        statement::one(write, "SELECT body FROM articles WHERE id = ?1", [article], |r| r.get(0))?;
    let chars = CharIndex::new(&body);
    let mut drafts: Vec<Draft> = rows(write, article)?.into_iter().filter(|d| d.verdict.is_none()).collect();
    for hidden in verdicts::take_as_read(write, article)? {
        let Some(spans) = hidden.spans(&chars) else { continue };
        // Where it was read anew meanwhile it stands already.
        if drafts.iter().all(|d| (d.id.is_none() || d.id != hidden.id) && d.spans.range() != spans.range()) {
            drafts.push(Draft {
                id: hidden.id,
                verdict: None,
                record: hidden.record,
                spans,
                statement: None,
            });
        }
    }
    drafts.sort_by_key(|d| d.spans.range().map(|range| (range.start, range.end)));
    Ok(drafts)
}

/// Puts people's quotes in the place of what was read there, which is noted with them.
pub(in crate::store) fn under_the_hand(
    write: &Write<'_>,
    article: ArticleId,
    chars: &CharIndex<'_>,
    mut drafts: Vec<Draft>,
) -> Result<Vec<Draft>, StoreError> {
    let held = verdicts::held(write, article)?;
    if held.is_empty() {
        return Ok(drafts);
    }
    let mut own = Vec::new();
    for one in held {
        let Some(spans) = one.spans(chars) else {
            verdicts::set_as_read(write, &one, &[])?;
            continue;
        };
        let places = [spans.range(), one.spans_before(chars).and_then(|before| before.range())];
        let is_hidden = |draft: &Draft| {
            let range = draft.spans.range();
            places.into_iter().flatten().any(|place| range.is_some_and(|range| mostly_shared(place, range)))
        };
        let (mut hidden, rest): (Vec<Draft>, Vec<Draft>) = drafts.into_iter().partition(is_hidden);
        drafts = rest;
        // The quote that it is made of has its number.
        if one.verdict != Verdict::Added
            && hidden.iter().all(|d| d.id != Some(one.quote))
            && let Some(first) = hidden.iter_mut().find(|d| d.id.is_none())
        {
            first.id = Some(one.quote);
        }
        let noted: Vec<Placed> = hidden.iter().filter_map(Draft::placed).collect();
        verdicts::set_as_read(write, &one, &noted)?;
        let (id, verdict) = (Some(one.quote), Some(one.verdict));
        own.push(Draft { id, verdict, record: one.record, spans, statement: None });
    }
    let numbers: HashSet<QuoteId> = own.iter().filter_map(|d| d.id).collect();
    for draft in drafts.iter_mut().filter(|d| d.id.is_some_and(|id| numbers.contains(&id))) {
        draft.id = None;
    }
    for draft in own {
        let start = draft.spans.range().map(|range| range.start);
        let at = drafts.iter().position(|d| d.spans.range().map(|range| range.start) > start);
        drafts.insert(at.unwrap_or(drafts.len()), draft);
    }
    Ok(drafts)
}

/// Whether two places are one: what they share is more than half of the longer one.
pub(in crate::store) fn mostly_shared(a: CharSpan, b: CharSpan) -> bool {
    let shared = a.end.min(b.end).saturating_sub(a.start.max(b.start));
    2 * shared > (a.end - a.start).max(b.end - b.start)
}

/// The quotes of an article as their rows have them, in their order.
fn rows(connection: &Connection, article: ArticleId) -> Result<Vec<Draft>, StoreError> {
    let sql = "SELECT s.quote_id, s.role, s.start_char, s.end_char, s.text FROM quotes q JOIN quote_spans s ON s.quote_id = q.id
               WHERE q.article_id = ?1 ORDER BY q.ordinal, s.role, s.ordinal";
    let read = |r: &rusqlite::Row<'_>| {
        let at = |n: usize| r.get::<_, i64>(n).map(|at| usize::try_from(at).unwrap_or(0));
        Ok((
            r.get::<_, QuoteId>(0)?,
            r.get::<_, SpanRole>(1)?,
            CharSpan::new(at(2)?, at(3)?),
            r.get::<_, String>(4)?,
        ))
    };
    let mut spans = statement::all(connection, sql, [article], read)?.into_iter().peekable();
    let sql = "SELECT id, kind, attribution_type, polarity, determinacy, said_on, said_on_words, confidence, verdict, start_char
               FROM quotes WHERE article_id = ?1 ORDER BY ordinal";
    let read = |r: &rusqlite::Row<'_>| {
        let record = Record {
            kind: r.get::<_, QuoteKind>(1)?,
            sense: quotes::sense(r, 2)?,
            said_on: r.get(5)?,
            said_on_words: r.get(6)?,
            confidence: r.get(7)?,
            content: Vec::new(),
            cue: Vec::new(),
            source: Vec::new(),
        };
        let (id, verdict) = (Some(r.get(0)?), r.get(8)?);
        let start: i64 = r.get(9)?;
        Ok((start, Draft { id, verdict, record, spans: Spans::default(), statement: None }))
    };
    let mut drafts = Vec::new();
    for (start, mut draft) in statement::all(connection, sql, [article], read)? {
        while let Some((_, role, span, text)) = spans.next_if(|(of, ..)| Some(*of) == draft.id) {
            let piece = super::record::Piece { at: span.start as i64 - start, text };
            let (record, places) = (&mut draft.record, &mut draft.spans);
            let (words, places) = match role {
                SpanRole::Content => (&mut record.content, &mut places.content),
                SpanRole::Cue => (&mut record.cue, &mut places.cue),
                SpanRole::Source => (&mut record.source, &mut places.source),
            };
            words.push(piece);
            places.push(span);
        }
        drafts.push(draft);
    }
    Ok(drafts)
}

impl Placed {
    /// From its first attributed word to the last, where it was read.
    pub(in crate::store) fn range(&self) -> Option<CharSpan> {
        let last = self.record.content.last()?;
        let end = self.start + last.at + last.text.chars().count() as i64;
        Some(CharSpan::new(usize::try_from(self.start).ok()?, usize::try_from(end).ok()?))
    }

    /// Its place in its article's text, for a verdict on it.
    pub fn place(&self, chars: &CharIndex<'_>) -> Place {
        let start = usize::try_from(self.start).unwrap_or(0);
        let length = self.record.content.first().map_or(0, |piece| piece.text.chars().count());
        Place::of(chars, CharSpan::new(start, start + length))
    }
}

/// The quote that stands at this place already, if any does.
///
/// # Errors
/// Any failure of SQLite.
pub fn at(
    connection: &Connection,
    article: ArticleId,
    place: CharSpan,
) -> Result<Option<QuoteId>, StoreError> {
    let sql =
        "SELECT id, start_char, end_char FROM quotes WHERE article_id = ?1 AND standing ORDER BY ordinal";
    let read = |r: &rusqlite::Row<'_>| {
        let at = |n: usize| r.get::<_, i64>(n).map(|at| usize::try_from(at).unwrap_or(0));
        Ok((r.get(0)?, CharSpan::new(at(1)?, at(2)?)))
    };
    let all: Vec<(QuoteId, CharSpan)> = statement::all(connection, sql, [article], read)?;
    Ok(all.into_iter().find(|(_, span)| mostly_shared(*span, place)).map(|(quote, _)| quote))
}
