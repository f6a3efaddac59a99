//! Speakers of stored quotes: writing them beside a new quote, and replacing them without touching the quotes.

use super::links::{self, Link};
use super::quotes::sense;
use super::registry::reviews;
use super::{StoreError, Write, actors, stances, statement};
use crate::domain::{ActorId, ArticleId, QuoteId, QuoteKind, Relation, Sense, SpanRole};
use crate::extract::speakers::{ActorRef, Resolution, Speaker};
use crate::extract::{Extraction, SaidOn, Statement};
use crate::text::{CharIndex, CharSpan, Document, Orthography, TokenSpan};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};

/// What a new resolution of an article's speakers changed, in quotes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Relinked {
    /// Quotes looked at.
    pub quotes: u64,
    /// Of these, quotes that nobody had said and that have a speaker now.
    pub gained: u64,
    /// Quotes that have another speaker now.
    pub moved: u64,
    /// Quotes that have lost their speaker.
    pub lost: u64,
    /// Quotes with the same speaker, whose method, confidence or candidates are other ones now.
    pub touched: u64,
}

impl Relinked {
    /// Whether anything is other than before.
    pub fn any(&self) -> bool {
        self.gained + self.moved + self.lost + self.touched > 0
    }

    /// The two together.
    pub fn plus(self, other: Self) -> Self {
        Self {
            quotes: self.quotes + other.quotes,
            gained: self.gained + other.gained,
            moved: self.moved + other.moved,
            lost: self.lost + other.lost,
            touched: self.touched + other.touched,
        }
    }
}

/// The statements of a stored article with the ids of their quotes, in the order of the text: what the resolution of
/// speakers needs, without extraction; not those that a person has rejected. `written` is the orthography that the extractor takes the text apart by.
///
/// # Errors
/// A kind that is none; any failure of SQLite.
pub fn statements(
    connection: &Connection,
    article: ArticleId,
    body: &str,
    written: &Orthography<'_>,
) -> Result<Vec<(QuoteId, Statement)>, StoreError> {
    let sql = "SELECT id, kind, confidence, attribution_type, polarity, determinacy, said_on FROM quotes WHERE article_id = ?1 AND standing ORDER BY ordinal";
    let quotes: Vec<(QuoteId, QuoteKind, f64, Sense, Option<String>)> =
        statement::all(connection, sql, [article], |r| {
            Ok((r.get(0)?, r.get(1)?, r.get(2)?, sense(r, 3)?, r.get(6)?))
        })?;
    let sql = "SELECT s.quote_id, s.role, s.start_char, s.end_char FROM quotes q
               JOIN quote_spans s ON s.quote_id = q.id WHERE q.article_id = ?1 ORDER BY s.quote_id, s.role, s.ordinal";
    let read = |r: &rusqlite::Row<'_>| Ok((r.get::<_, QuoteId>(0)?, (r.get(1)?, r.get(2)?, r.get(3)?)));
    let mut spans: BTreeMap<QuoteId, Vec<(SpanRole, i64, i64)>> = BTreeMap::new();
    for (quote, span) in statement::all(connection, sql, [article], read)? {
        spans.entry(quote).or_default().push(span);
    }
    let (chars, document) = (CharIndex::new(body), Document::new(body, written));
    let char = |char: i64| usize::try_from(char).unwrap_or(0);
    // Every stored span is one of whole tokens: these are the very spans that the import found.
    let tokens = |start, end| document.tokens_in(chars.bytes_of(CharSpan::new(char(start), char(end))));
    let of = |id: QuoteId, role: SpanRole| -> Vec<TokenSpan> {
        let all = spans.get(&id).map(Vec::as_slice).unwrap_or_default();
        all.iter().filter(|(r, ..)| *r == role).map(|(_, s, e)| tokens(*s, *e)).collect()
    };
    let statement =
        |(id, kind, confidence, sense, said_on): (QuoteId, QuoteKind, f64, Sense, Option<String>)| {
            // The day is what is asked for from here on; its words are known where they were found.
            let date = said_on.and_then(|day| day.parse().ok());
            let statement = Statement {
                kind,
                sense,
                said_on: date.map(|date| SaidOn { words: TokenSpan::new(0, 0), date: Some(date) }),
                content: of(id, SpanRole::Content),
                cue: of(id, SpanRole::Cue),
                source: of(id, SpanRole::Source),
                confidence: confidence as f32,
            };
            (id, statement)
        };
    Ok(quotes.into_iter().map(statement).collect())
}

/// Replaces the speakers of an article's quotes (`quotes`, in the order of the resolution's speakers), and where actors stand
/// in it; what a person has reviewed stays as reviewed.
///
/// # Errors
/// Any failure of SQLite.
pub fn replace(
    write: &Write<'_>,
    article: ArticleId,
    body: &str,
    quotes: &[QuoteId],
    extraction: &Extraction,
) -> Result<Relinked, StoreError> {
    let before = links_of(write, article)?;
    links::clear_article(write, article)?;
    let resolution = &extraction.resolution;
    let mut new_actors = vec![None; resolution.new_actors.len()];
    for (quote, speaker) in quotes.iter().zip(&resolution.speakers) {
        save(write, article, *quote, speaker, resolution, &mut new_actors)?;
    }
    stances::replace(write, article, &CharIndex::new(body), extraction, &mut new_actors)?;
    reviews::apply(write, article)?;
    let after = links_of(write, article)?;
    let mut relinked = Relinked { quotes: quotes.len() as u64, ..Relinked::default() };
    let none = Links::default();
    for quote in quotes {
        let (old, new) = (before.get(quote).unwrap_or(&none), after.get(quote).unwrap_or(&none));
        match (old.speakers.is_empty(), new.speakers.is_empty()) {
            (true, false) => relinked.gained += 1,
            (false, true) => relinked.lost += 1,
            _ if old.speakers != new.speakers => relinked.moved += 1,
            _ if old.rest != new.rest => relinked.touched += 1,
            _ => {}
        }
    }
    Ok(relinked)
}

/// Writes the speakers of one quote. `new_actors` has a place for each actor that the text introduces: its id, once
/// it has one.
///
/// # Errors
/// Any failure of SQLite.
pub fn save(
    write: &Write<'_>,
    article: ArticleId,
    quote: QuoteId,
    speaker: &Speaker,
    resolution: &Resolution,
    new_actors: &mut [Option<ActorId>],
) -> Result<(), StoreError> {
    let sure = speaker.confidence;
    let said = speaker.actor.iter().chain(&speaker.also).map(|a| (Relation::Speaker, *a, sure));
    let behalf = speaker.on_behalf_of.iter().map(|a| (Relation::OnBehalfOf, *a, sure));
    let candidates = speaker.candidates.iter().map(|(a, confidence)| (Relation::Candidate, *a, *confidence));
    for (relation, actor, confidence) in said.chain(behalf).chain(candidates) {
        let Some(actor) = id_of(write, article, actor, resolution, new_actors)? else { continue };
        let confidence = super::quotes::rounded(confidence);
        let method = speaker.method.as_str();
        links::put(write, &Link { quote, actor, relation, method, confidence })?;
    }
    Ok(())
}

/// The links of one quote: its speakers, and everything else that is known of them.
#[derive(Default, PartialEq)]
struct Links {
    speakers: BTreeSet<ActorId>,
    rest: Vec<(ActorId, Relation, String, f64)>,
}

fn links_of(connection: &Connection, article: ArticleId) -> Result<BTreeMap<QuoteId, Links>, StoreError> {
    let sql = "SELECT s.quote_id, s.actor_id, s.relation, s.method, s.confidence FROM quotes q
               JOIN quote_speakers s ON s.quote_id = q.id WHERE q.article_id = ?1
               ORDER BY s.quote_id, s.relation, s.actor_id";
    let read =
        |r: &rusqlite::Row<'_>| Ok((r.get::<_, QuoteId>(0)?, (r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?)));
    let mut links: BTreeMap<QuoteId, Links> = BTreeMap::new();
    for (quote, link) in statement::all(connection, sql, [article], read)? {
        let (actor, relation, ..): &(ActorId, Relation, String, f64) = &link;
        let quote = links.entry(quote).or_default();
        if *relation == Relation::Speaker {
            quote.speakers.insert(*actor);
        }
        quote.rest.push(link);
    }
    Ok(links)
}

/// The row of an actor; one that this text introduces gets its row at its first use, so that none is left without one.
pub(super) fn id_of(
    write: &Write<'_>,
    article: ArticleId,
    actor: ActorRef,
    resolution: &Resolution,
    new_actors: &mut [Option<ActorId>],
) -> Result<Option<ActorId>, StoreError> {
    let index = match actor {
        ActorRef::Known(id) => return Ok(Some(id)),
        ActorRef::New(index) => index,
    };
    let (Some(new), Some(slot)) = (resolution.new_actors.get(index), new_actors.get_mut(index)) else {
        return Ok(None);
    };
    if slot.is_none() {
        let known = |a| if let ActorRef::Known(id) = a { Some(id) } else { None };
        *slot = actors::ensure_from_text(write, article, new, known)?;
    }
    Ok(*slot)
}
