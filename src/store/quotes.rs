//! Quotes: the derived rows of one article, replaced as a whole.

use super::registry::reviews;
use super::{StoreError, speakers, statement};
use crate::extract::Extraction;
use crate::text::{ByteSpan, CharIndex};
use rusqlite::{Connection, params};
use std::collections::HashMap;

/// How many quotes were written, and of how many the speaker is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Quotes.
    pub quotes: u64,
    /// Quotes with at least one speaker.
    pub attributed: u64,
}

/// Replaces the quotes of an article by what was extracted from `body`. A quote found again at the same place
/// keeps its id, so that a reference to it goes on pointing at it.
///
/// # Errors
/// Any failure of SQLite.
pub fn replace(
    connection: &Connection,
    article: i64,
    body: &str,
    extraction: &Extraction,
) -> Result<Written, StoreError> {
    let sql = "SELECT start_char, end_char, id FROM quotes WHERE article_id = ?1";
    let old = statement::all(connection, sql, [article], |r| Ok(((r.get(0)?, r.get(1)?), r.get(2)?)))?;
    let mut ids: HashMap<(i64, i64), i64> = old.into_iter().collect();
    statement::execute(connection, "DELETE FROM quotes WHERE article_id = ?1", [article])?;

    let Extraction { statements, resolution, unread_from } = extraction;
    let chars = CharIndex::new(body);
    let unread = unread_from.map(|byte| chars.char_of_byte(byte) as i64);
    let sql = "UPDATE articles SET unread_from = ?2 WHERE id = ?1 AND unread_from IS NOT ?2";
    statement::execute(connection, sql, params![article, unread])?;
    let mut new_actors = vec![None; resolution.new_actors.len()];
    let mut written = Written::default();
    for (i, found) in statements.iter().enumerate() {
        let (Some(first), Some(last)) = (found.content.first(), found.content.last()) else { continue };
        let whole = ByteSpan::new(first.start, last.end);
        let (start, end) = in_chars(&chars, whole);
        let sql =
            "INSERT INTO quotes (id, article_id, ordinal, kind, quote, start_char, end_char, confidence, words_hash)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING id";
        let values = params![
            ids.remove(&(start, end)),
            article,
            written.quotes as i64 + 1,
            found.kind.as_str(),
            whole.of(body),
            start,
            end,
            rounded(found.confidence),
            words_hash(whole.of(body))
        ];
        let quote: i64 = statement::one(connection, sql, values, |r| r.get(0))?;
        for (role, spans) in [("content", &found.content), ("cue", &found.cue), ("source", &found.source)] {
            save_spans(connection, quote, role, spans, body, &chars)?;
        }
        written.quotes += 1;
        if let Some(speaker) = resolution.speakers.get(i) {
            written.attributed += u64::from(speaker.actor.is_some());
            speakers::save(connection, quote, speaker, resolution, &mut new_actors)?;
        }
    }
    reviews::apply(connection, article)?;
    Ok(written)
}

fn save_spans(
    connection: &Connection,
    quote: i64,
    role: &str,
    spans: &[ByteSpan],
    body: &str,
    chars: &CharIndex<'_>,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO quote_spans (quote_id, role, ordinal, start_char, end_char, text)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    for (i, span) in spans.iter().filter(|s| !s.is_empty()).enumerate() {
        // Annotators give the source the comma that closes an apposition, and the cue its colon; people who read or
        // group by these words want neither.
        let words = if role == "content" { *span } else { without_closing_mark(*span, body) };
        let (start, end) = in_chars(chars, words);
        statement::execute(connection, sql, params![quote, role, i as i64 + 1, start, end, words.of(body)])?;
    }
    Ok(())
}

/// The span without a comma or colon at its end, if anything is left.
fn without_closing_mark(span: ByteSpan, body: &str) -> ByteSpan {
    let len = span.of(body).trim_end_matches([',', ':']).len();
    if len == 0 { span } else { ByteSpan::new(span.start, span.start + len) }
}

fn in_chars(chars: &CharIndex<'_>, span: ByteSpan) -> (i64, i64) {
    (chars.char_of_byte(span.start) as i64, chars.char_of_byte(span.end) as i64)
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
