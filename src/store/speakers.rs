//! Speakers of stored quotes: writing them beside a new quote, and replacing them without touching the quotes.

use super::registry::reviews;
use super::{StoreError, actors, statement};
use crate::extract::Statement;
use crate::extract::speakers::{ActorRef, Resolution, Speaker};
use crate::text::{ByteSpan, CharIndex};
use rusqlite::{Connection, params};
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
/// speakers needs, without extraction.
///
/// # Errors
/// A kind that is none; any failure of SQLite.
pub fn statements(
    connection: &Connection,
    article: i64,
    body: &str,
) -> Result<Vec<(i64, Statement)>, StoreError> {
    let sql = "SELECT id, kind, confidence FROM quotes WHERE article_id = ?1 ORDER BY ordinal";
    let quotes: Vec<(i64, String, f64)> =
        statement::all(connection, sql, [article], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
    let sql = "SELECT s.quote_id, s.role, s.start_char, s.end_char FROM quotes q
               JOIN quote_spans s ON s.quote_id = q.id WHERE q.article_id = ?1 ORDER BY s.quote_id, s.role, s.ordinal";
    let read =
        |r: &rusqlite::Row<'_>| Ok((r.get::<_, i64>(0)?, (r.get::<_, String>(1)?, r.get(2)?, r.get(3)?)));
    let mut spans: BTreeMap<i64, Vec<(String, i64, i64)>> = BTreeMap::new();
    for (quote, span) in statement::all(connection, sql, [article], read)? {
        spans.entry(quote).or_default().push(span);
    }
    let chars = CharIndex::new(body);
    let byte = |char: i64| chars.byte_of_char(usize::try_from(char).unwrap_or(0));
    let of = |id: i64, role: &str| -> Vec<ByteSpan> {
        let all = spans.get(&id).map(Vec::as_slice).unwrap_or_default();
        all.iter().filter(|(r, ..)| r == role).map(|(_, s, e)| ByteSpan::new(byte(*s), byte(*e))).collect()
    };
    let statement = |(id, kind, confidence): (i64, String, f64)| {
        let statement = Statement {
            kind: kind.parse().map_err(StoreError::Reference)?,
            content: of(id, "content"),
            cue: of(id, "cue"),
            source: of(id, "source"),
            confidence: confidence as f32,
        };
        Ok((id, statement))
    };
    quotes.into_iter().map(statement).collect()
}

/// Replaces the speakers of an article's quotes (`quotes`, in the order of the resolution's speakers); what a person
/// has reviewed stays as reviewed.
///
/// # Errors
/// Any failure of SQLite.
pub fn replace(
    connection: &Connection,
    article: i64,
    quotes: &[i64],
    resolution: &Resolution,
) -> Result<Relinked, StoreError> {
    let before = links(connection, article)?;
    let sql = "DELETE FROM quote_speakers WHERE quote_id IN (SELECT id FROM quotes WHERE article_id = ?1)";
    statement::execute(connection, sql, [article])?;
    let mut new_actors = vec![None; resolution.new_actors.len()];
    for (quote, speaker) in quotes.iter().zip(&resolution.speakers) {
        save(connection, *quote, speaker, resolution, &mut new_actors)?;
    }
    reviews::apply(connection, article)?;
    let after = links(connection, article)?;
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
    connection: &Connection,
    quote: i64,
    speaker: &Speaker,
    resolution: &Resolution,
    new_actors: &mut [Option<i64>],
) -> Result<(), StoreError> {
    let sure = speaker.confidence;
    let said = speaker.actor.iter().chain(&speaker.also).map(|a| ("speaker", *a, sure));
    let behalf = speaker.on_behalf_of.iter().map(|a| ("on_behalf_of", *a, sure));
    let candidates = speaker.candidates.iter().map(|(a, confidence)| ("candidate", *a, *confidence));
    for (relation, actor, confidence) in said.chain(behalf).chain(candidates) {
        let Some(actor) = id_of(connection, actor, resolution, new_actors)? else { continue };
        let sql = "INSERT INTO quote_speakers (quote_id, actor_id, relation, method, confidence)
                   VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING";
        let values =
            params![quote, actor, relation, speaker.method.as_str(), super::quotes::rounded(confidence)];
        statement::execute(connection, sql, values)?;
    }
    Ok(())
}

/// The links of one quote: its speakers, and everything else that is known of them.
#[derive(Default, PartialEq)]
struct Links {
    speakers: BTreeSet<i64>,
    rest: Vec<(i64, String, String, f64)>,
}

fn links(connection: &Connection, article: i64) -> Result<BTreeMap<i64, Links>, StoreError> {
    let sql = "SELECT s.quote_id, s.actor_id, s.relation, s.method, s.confidence FROM quotes q
               JOIN quote_speakers s ON s.quote_id = q.id WHERE q.article_id = ?1
               ORDER BY s.quote_id, s.relation, s.actor_id";
    let read =
        |r: &rusqlite::Row<'_>| Ok((r.get::<_, i64>(0)?, (r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?)));
    let mut links: BTreeMap<i64, Links> = BTreeMap::new();
    for (quote, link) in statement::all(connection, sql, [article], read)? {
        let (actor, relation, ..): &(i64, String, String, f64) = &link;
        let quote = links.entry(quote).or_default();
        if relation == "speaker" {
            quote.speakers.insert(*actor);
        }
        quote.rest.push(link);
    }
    Ok(links)
}

/// The row of an actor; one that this text introduces gets its row at its first use, so that none is left without one.
fn id_of(
    connection: &Connection,
    actor: ActorRef,
    resolution: &Resolution,
    new_actors: &mut [Option<i64>],
) -> Result<Option<i64>, StoreError> {
    let index = match actor {
        ActorRef::Known(id) => return Ok(Some(id)),
        ActorRef::New(index) => index,
    };
    let (Some(new), Some(slot)) = (resolution.new_actors.get(index), new_actors.get_mut(index)) else {
        return Ok(None);
    };
    if slot.is_none() {
        let known = |a| if let ActorRef::Known(id) = a { Some(id) } else { None };
        *slot = Some(actors::ensure_from_text(connection, new, known)?);
    }
    Ok(*slot)
}
