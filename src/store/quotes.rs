//! Quotes: the derived rows of one article, replaced as a whole.

use super::hand::drafts::{self, Draft};
use super::hand::{remarks, verdicts};
use super::registry::reviews;
use super::{StoreError, Write, links, seal, speakers, stances, statement};
use crate::domain::{ArticleId, Determinacy, QuoteId, Sense, SpanRole};
use crate::extract::Extraction;
use crate::text::{ByteSpan, CharIndex, CharSpan};
use rusqlite::{Connection, Row, params};
use std::collections::{HashMap, HashSet};

/// How many quotes were written, and of how many the speaker is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Quotes: statements that were made.
    pub quotes: u64,
    /// Of them, those with at least one speaker.
    pub attributed: u64,
    /// Words of which a person has said who said them, and that are no quote any more.
    pub waiting: Vec<String>,
}

/// Replaces the quotes of an article by what was extracted from `body`. A quote found again at the same place
/// keeps its id and its row, so that whatever refers to it, tables of other programs among them, goes on pointing at it. What
/// people have confirmed, set or added stands as they have it.
///
/// # Errors
/// Any failure of SQLite.
pub fn replace(
    write: &Write<'_>,
    article: ArticleId,
    body: &str,
    extraction: &Extraction,
) -> Result<Written, StoreError> {
    let Extraction { statements, resolution, .. } = extraction;
    let chars = CharIndex::new(body);
    let mut ids = ids_by_place(write, article)?;
    let mut drafts = Vec::new();
    for (i, found) in statements.iter().enumerate() {
        let Some(mut draft) = Draft::of(found, i, extraction, &chars) else { continue };
        draft.id = draft.spans.range().and_then(|range| ids.remove(&range));
        drafts.push(draft);
    }
    let mut new_actors = vec![None; resolution.new_actors.len()];
    let mut written = Written::default();
    for (quote, draft) in lay(write, article, &chars, drafts)? {
        // What was not said, or is not told as having been said, is kept and not counted.
        let made = u64::from(draft.record.sense.determinacy == Determinacy::Yes);
        written.quotes += made;
        if let Some(speaker) = draft.statement.and_then(|i| resolution.speakers.get(i)) {
            written.attributed += made * u64::from(speaker.actor.is_some());
            speakers::save(write, article, quote, speaker, resolution, &mut new_actors)?;
        }
    }
    stances::replace(write, article, &chars, extraction, &mut new_actors)?;
    reviews::bring_back(write, article)?;
    written.waiting = reviews::apply(write, article)?;
    remarks::find_again(write, article)?;
    seal::mark(write, article)?;
    Ok(written)
}

/// Lays out the quotes of an article anew from its rows and from what people say of them, without reading its text: after a
/// verdict, or when one is taken back. Who said them is to be asked anew.
///
/// # Errors
/// Any failure of SQLite.
pub fn relay(write: &Write<'_>, article: ArticleId) -> Result<(), StoreError> {
    let body: String =
        statement::one(write, "SELECT body FROM articles WHERE id = ?1", [article], |r| r.get(0))?;
    let chars = CharIndex::new(&body);
    lay(write, article, &chars, drafts::stored(write, article)?)?;
    reviews::apply(write, article)?;
    remarks::find_again(write, article)?;
    seal::mark(write, article)
}

/// The numbers of the quotes that kb has read in an article, by their places, those that people's quotes hide among them.
fn ids_by_place(
    connection: &Connection,
    article: ArticleId,
) -> Result<HashMap<CharSpan, QuoteId>, StoreError> {
    let sql = "SELECT start_char, end_char, id FROM quotes WHERE article_id = ?1 AND verdict IS NULL";
    let read = |r: &Row<'_>| {
        let at = |n: usize| r.get::<_, i64>(n).map(|at| usize::try_from(at).unwrap_or(0));
        Ok((CharSpan::new(at(0)?, at(1)?), r.get(2)?))
    };
    let mut ids: HashMap<CharSpan, QuoteId> = HashMap::new();
    for held in verdicts::held(connection, article)? {
        for hidden in held.as_read {
            if let Some((range, id)) = hidden.range().zip(hidden.id) {
                ids.insert(range, id);
            }
        }
    }
    ids.extend(statement::all(connection, sql, [article], read)?);
    Ok(ids)
}

/// Writes the quotes of an article: these drafts, but where a person's word stands. Gives each with its number.
fn lay(
    write: &Write<'_>,
    article: ArticleId,
    chars: &CharIndex<'_>,
    drafts: Vec<Draft>,
) -> Result<Vec<(QuoteId, Draft)>, StoreError> {
    let drafts = drafts::under_the_hand(write, article, chars, drafts)?;
    let kept: HashSet<QuoteId> = drafts.iter().filter_map(|draft| draft.id).collect();
    make_room(write, article, &kept)?;
    let mut written = Vec::new();
    for (n, draft) in drafts.into_iter().enumerate() {
        let Some(range) = draft.spans.range() else { continue };
        let bytes =
            |spans: &[CharSpan]| -> Vec<ByteSpan> { spans.iter().map(|s| chars.bytes_of(*s)).collect() };
        let words = in_pieces(chars.body(), &bytes(&draft.spans.content));
        let sql = "INSERT INTO quotes (id, article_id, ordinal, kind, quote, start_char, end_char, confidence, words_hash,
                     attribution_type, polarity, determinacy, said_on, said_on_words, verdict)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
                   ON CONFLICT (id) DO UPDATE SET ordinal = excluded.ordinal, kind = excluded.kind, quote = excluded.quote,
                     start_char = excluded.start_char, end_char = excluded.end_char, confidence = excluded.confidence,
                     words_hash = excluded.words_hash, attribution_type = excluded.attribution_type,
                     polarity = excluded.polarity, determinacy = excluded.determinacy, said_on = excluded.said_on,
                     said_on_words = excluded.said_on_words, verdict = excluded.verdict
                   RETURNING id";
        let record = &draft.record;
        let values = params![
            draft.id,
            article,
            n as i64 + 1,
            record.kind,
            words,
            range.start as i64,
            range.end as i64,
            record.confidence,
            words_hash(&words),
            record.sense.attribution_type,
            record.sense.polarity,
            record.sense.determinacy,
            record.said_on,
            record.said_on_words,
            draft.verdict,
        ];
        let quote: QuoteId = statement::one(write, sql, values, |r| r.get(0))?;
        for (role, spans) in [
            (SpanRole::Content, &draft.spans.content),
            (SpanRole::Cue, &draft.spans.cue),
            (SpanRole::Source, &draft.spans.source),
        ] {
            save_spans(write, quote, role, bytes(spans).into_iter(), chars.body(), chars)?;
        }
        written.push((quote, draft));
    }
    Ok(written)
}

/// The article of a quote.
///
/// # Errors
/// Any failure of SQLite.
pub fn article_of(connection: &Connection, quote: QuoteId) -> Result<Option<ArticleId>, StoreError> {
    let sql = "SELECT article_id FROM quotes WHERE id = ?1";
    statement::optional(connection, sql, [quote], |r| r.get(0))
}

/// A number for a quote of an article that is to be: given once and never again.
///
/// # Errors
/// Any failure of SQLite.
pub fn new_number(write: &Write<'_>, article: ArticleId) -> Result<QuoteId, StoreError> {
    let sql = "INSERT INTO quotes (article_id, ordinal, kind, quote, start_char, end_char, confidence)
               VALUES (?1, -1, 'direct', '?', 0, 1, 0) RETURNING id";
    let number: QuoteId = statement::one(write, sql, [article], |r| r.get(0))?;
    statement::execute(write, "DELETE FROM quotes WHERE id = ?1", [number])?;
    Ok(number)
}

/// Where the quotes of an article stand that people have rejected.
pub(super) fn rejected(connection: &Connection, article: ArticleId) -> Result<Vec<CharSpan>, StoreError> {
    let sql = "SELECT start_char, end_char FROM quotes WHERE article_id = ?1 AND standing = 0";
    statement::all(connection, sql, [article], |r| {
        let at = |n: usize| r.get::<_, i64>(n).map(|at| usize::try_from(at).unwrap_or(0));
        Ok(CharSpan::new(at(0)?, at(1)?))
    })
}

/// Whether a quote counts: one that a person has rejected does not.
///
/// # Errors
/// Any failure of SQLite.
pub(super) fn set_standing(write: &Write<'_>, quote: QuoteId, standing: bool) -> Result<(), StoreError> {
    let sql = "UPDATE quotes SET standing = ?2 WHERE id = ?1 AND standing <> ?2";
    statement::execute(write, sql, params![quote, standing]).map(drop)
}

/// Lets all quotes of an article count, or of every article, before the reviews that reject some are put in force.
///
/// # Errors
/// Any failure of SQLite.
pub(super) fn let_stand(write: &Write<'_>, article: Option<ArticleId>) -> Result<(), StoreError> {
    let sql = "UPDATE quotes SET standing = 1 WHERE standing = 0 AND article_id = coalesce(?1, article_id)";
    statement::execute(write, sql, [article]).map(drop)
}

/// Takes out the quotes of an article that are not among those that are kept; of the others the links and pieces, and their
/// places in the order, which would stand in the way of the new ones.
fn make_room(write: &Write<'_>, article: ArticleId, kept: &HashSet<QuoteId>) -> Result<(), StoreError> {
    let sql = "SELECT id FROM quotes WHERE article_id = ?1";
    let old: Vec<QuoteId> = statement::all(write, sql, [article], |r| r.get(0))?;
    if old.is_empty() {
        return Ok(());
    }
    for quote in old.iter().filter(|quote| !kept.contains(*quote)) {
        statement::execute(write, "DELETE FROM quotes WHERE id = ?1", [quote])?;
    }
    links::clear_article(write, article)?;
    let sql = "DELETE FROM quote_spans WHERE quote_id IN (SELECT id FROM quotes WHERE article_id = ?1)";
    statement::execute(write, sql, [article])?;
    statement::execute(write, "UPDATE quotes SET ordinal = -id WHERE article_id = ?1", [article]).map(drop)
}

/// The words of a quote as `quotes.quote` has them: its pieces, joined by ` […] ` where words of the text stand between
/// them and by a line break where none do.
pub fn in_pieces(body: &str, pieces: &[ByteSpan]) -> String {
    let mut words = String::new();
    let mut end = 0;
    for piece in pieces {
        if !words.is_empty() {
            let between = body.get(end..piece.start).unwrap_or("");
            words.push_str(if between.contains(char::is_alphanumeric) { " […] " } else { "\n" });
        }
        words.push_str(piece.of(body));
        end = piece.end;
    }
    words
}

/// Gives every quote in several pieces the words of its pieces; how many had others.
pub(super) fn mend_words(write: &Write<'_>) -> Result<usize, StoreError> {
    let mut off = 0;
    each_in_pieces(write, &mut |quote, words, right| {
        if words != right {
            let sql = "UPDATE quotes SET quote = ?2, words_hash = ?3 WHERE id = ?1";
            off += statement::execute(write, sql, params![quote, right, words_hash(right)])?;
        }
        Ok(())
    })?;
    Ok(off)
}

/// What [`each_in_pieces`] does with a quote: its id, the words that it has, and those of its pieces.
pub(super) type InPieces<'f> = &'f mut dyn FnMut(i64, &str, &str) -> Result<(), StoreError>;

/// Goes through the quotes in several pieces.
pub(super) fn each_in_pieces(connection: &Connection, take: InPieces<'_>) -> Result<(), StoreError> {
    let sql = "SELECT DISTINCT q.article_id FROM quotes q JOIN quote_spans s ON s.quote_id = q.id
               WHERE s.role = 'content' AND s.ordinal = 2 ORDER BY 1";
    for article in statement::all(connection, sql, [], |r| r.get::<_, i64>(0))? {
        let sql = "SELECT body FROM articles WHERE id = ?1";
        let Some(body) = statement::optional(connection, sql, [article], |r| r.get::<_, String>(0))? else {
            continue;
        };
        let chars = CharIndex::new(&body);
        let sql = "SELECT q.id, q.quote, s.start_char, s.end_char FROM quotes q
                   JOIN quote_spans s ON s.quote_id = q.id AND s.role = 'content'
                   WHERE q.article_id = ?1 ORDER BY q.id, s.start_char";
        let read = |r: &Row<'_>| {
            let at = |n: usize| r.get::<_, i64>(n).map(|at| usize::try_from(at).unwrap_or(0));
            Ok((r.get::<_, i64>(0)?, r.get::<_, String>(1)?, CharSpan::new(at(2)?, at(3)?)))
        };
        let rows = statement::all(connection, sql, [article], read)?;
        for pieces in rows.chunk_by(|a, b| a.0 == b.0).filter(|pieces| pieces.len() > 1) {
            let spans: Vec<ByteSpan> = pieces.iter().map(|(.., span)| chars.bytes_of(*span)).collect();
            take(pieces[0].0, &pieces[0].1, &in_pieces(&body, &spans))?;
        }
    }
    Ok(())
}

/// The sense in three columns from this one on.
pub(super) fn sense(r: &Row<'_>, column: usize) -> rusqlite::Result<Sense> {
    Ok(Sense {
        attribution_type: r.get(column)?,
        polarity: r.get(column + 1)?,
        determinacy: r.get(column + 2)?,
    })
}

/// Removes the quotes of an article, with what is known of them.
pub(super) fn remove(write: &Write<'_>, article: ArticleId) -> Result<(), StoreError> {
    statement::execute(write, "DELETE FROM quotes WHERE article_id = ?1", [article]).map(drop)
}

/// Takes out the pieces of quotes that are not there, in a file that was damaged.
pub(super) fn remove_stray_spans(write: &Write<'_>) -> Result<(), StoreError> {
    let sql = "DELETE FROM quote_spans WHERE quote_id NOT IN (SELECT id FROM quotes)";
    statement::execute(write, sql, []).map(drop)
}

/// Computes the hash of every quote's words anew; gives how many were others.
pub(super) fn mend_hashes(write: &Write<'_>) -> Result<usize, StoreError> {
    let sql = "SELECT id, quote, words_hash FROM quotes";
    let rows: Vec<(QuoteId, String, Option<i64>)> =
        statement::all(write, sql, [], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
    let mut off = 0;
    for (id, quote, hash) in rows {
        let right = words_hash(&quote);
        if right != hash {
            let sql = "UPDATE quotes SET words_hash = ?2 WHERE id = ?1";
            off += statement::execute(write, sql, params![id, right])?;
        }
    }
    Ok(off)
}

fn save_spans(
    write: &Write<'_>,
    quote: QuoteId,
    role: SpanRole,
    spans: impl Iterator<Item = ByteSpan>,
    body: &str,
    chars: &CharIndex<'_>,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO quote_spans (quote_id, role, ordinal, start_char, end_char, text)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    for (i, span) in spans.filter(|s| !s.is_empty()).enumerate() {
        let place = chars.chars_of(span);
        let values = params![quote, role, i as i64 + 1, place.start as i64, place.end as i64, span.of(body)];
        statement::execute(write, sql, values)?;
    }
    Ok(())
}

/// A hash of the words alone, by which the same quote is known in several articles; none for a few words, which many say.
pub fn words_hash(text: &str) -> Option<i64> {
    const LEAST_WORDS: usize = 5;
    let plain = deunicode::deunicode(text).to_lowercase();
    let words: Vec<_> = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).collect();
    (words.len() >= LEAST_WORDS).then(|| xxhash_rust::xxh3::xxh3_64(words.join(" ").as_bytes()).cast_signed())
}

/// Two decimals are what a confidence is worth; more would only look exact.
pub(super) fn rounded(confidence: f32) -> f64 {
    (f64::from(confidence.clamp(0.0, 1.0)) * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_words_have_the_same_hash() {
        let hash = words_hash("“We won’t discuss it – not now.”");
        assert!(hash.is_some());
        assert_eq!(hash, words_hash("we won't discuss it, not now"));
        assert_ne!(hash, words_hash("we will discuss it, not now"));
        assert_eq!(words_hash("“It is a shame”"), None);
    }
}
