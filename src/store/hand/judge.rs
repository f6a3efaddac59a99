//! Judging quotes: confirmed, set, added, taken back, each with what it takes to be undone. Who said the quotes beside them is to
//! be asked anew by the caller.

use super::drafts;
use super::record::{Place, Record, Spans};
use super::verdicts::{self, New, Placed, Verdict};
use crate::domain::{ArticleId, ChangeId, QuoteId};
use crate::store::registry::Author;
use crate::store::registry::reviews::{self, Verdict as Speakers};
use crate::store::{StoreError, Write, articles, links, quotes};
use crate::text::CharIndex;

/// Says that a quote is so, who said it included; gives its article, nothing where there is no such quote.
///
/// # Errors
/// Any failure of SQLite.
pub fn confirm(write: &Write<'_>, author: &Author, quote: QuoteId) -> Result<Option<ArticleId>, StoreError> {
    let Some((article, was)) = standing(write, author, quote)? else { return Ok(None) };
    let speakers: Vec<_> = links::speakers(write, quote)?.into_iter().map(|(actor, _)| actor).collect();
    let known = reviews::verdict_on(write, quote)?.is_some();
    let change = match speakers.is_empty() || known {
        true => None,
        false => Some(reviews::assign(write, author, quote, &Speakers::By(speakers))?.1),
    };
    let body = articles::load_by_id(write, article)?.body;
    let after = Record { confidence: 1.0, ..was.record.clone() };
    let new = New {
        article,
        quote,
        verdict: Verdict::Confirmed,
        place: was.place(&CharIndex::new(&body)),
        before: Some(&was),
        after: &after,
        change,
    };
    verdicts::put(write, author, &new)?;
    quotes::relay(write, article)?;
    Ok(Some(article))
}

/// Says how a quote is instead: `was` is what [`standing`] gives, `spans` and `after` what it is.
///
/// # Errors
/// Any failure of SQLite.
pub fn set(
    write: &Write<'_>,
    author: &Author,
    (article, quote): (ArticleId, QuoteId),
    was: &Placed,
    (spans, after): (&Spans, &Record),
    change: Option<ChangeId>,
) -> Result<(), StoreError> {
    let body = articles::load_by_id(write, article)?.body;
    let Some(place) = place(&body, spans) else { return Ok(()) };
    let new = New { article, quote, verdict: Verdict::Set, place, before: Some(was), after, change };
    verdicts::put(write, author, &new)?;
    quotes::relay(write, article)
}

/// Adds a quote, with who said it; gives its number and that in words. Nothing where it has no words.
///
/// # Errors
/// Any failure of SQLite.
pub fn add(
    write: &Write<'_>,
    author: &Author,
    article: ArticleId,
    (spans, after): (&Spans, &Record),
    speakers: &Speakers,
) -> Result<Option<(QuoteId, String)>, StoreError> {
    let body = articles::load_by_id(write, article)?.body;
    let Some(place) = place(&body, spans) else { return Ok(None) };
    let quote = quotes::new_number(write, article)?;
    let new = New { article, quote, verdict: Verdict::Added, place, before: None, after, change: None };
    let review = verdicts::put(write, author, &new)?;
    quotes::relay(write, article)?;
    let (told, change) = reviews::assign(write, author, quote, speakers)?;
    verdicts::with_change(write, review, change)?;
    Ok(Some((quote, told)))
}

/// Takes back all that people have said of a quote; gives its article, nothing where nobody has said anything.
///
/// # Errors
/// Any failure of SQLite.
pub fn take_back(
    write: &Write<'_>,
    author: &Author,
    quote: QuoteId,
) -> Result<Option<ArticleId>, StoreError> {
    let mut article = reviews::take_back(write, author, quote)?;
    while let Some(review) = verdicts::in_force(write, quote)? {
        article = verdicts::take_back(write, review)?.map(|(article, _)| article).or(article);
    }
    if let Some(article) = article {
        quotes::relay(write, article)?;
    }
    Ok(article)
}

/// A quote as it stands, with its article. A rejection is taken back: who says how it is says that it is one.
///
/// # Errors
/// Any failure of SQLite.
pub fn standing(
    write: &Write<'_>,
    author: &Author,
    quote: QuoteId,
) -> Result<Option<(ArticleId, Placed)>, StoreError> {
    if reviews::is_rejected(write, quote)? {
        reviews::take_back(write, author, quote)?;
    }
    Ok(drafts::of_quote(write, quote)?.map(|(article, was, _)| (article, was)))
}

fn place(body: &str, spans: &Spans) -> Option<Place> {
    spans.content.first().map(|first| Place::of(&CharIndex::new(body), *first))
}
