//! Articles and what was found in them.

use super::{Check, READ_AGAIN, count, lines};
use crate::domain::{QuoteId, counted};
use crate::store::{StoreError, articles, quotes, statement};
use rusqlite::Connection;

/// What to do where the offsets of derived rows are off.
const REFRESH: &str = "import the article's file again";

pub(super) fn hashes(connection: &Connection) -> Result<Check, StoreError> {
    let mut check = Check::new("every article is as it was imported", 0, READ_AGAIN);
    articles::each(connection, &mut |id, hash, article| {
        check.rows += 1;
        if articles::content_hash(&article) != hash {
            check.fail(format!("article {id} ({}): its text or metadata was changed", article.source_path));
        }
        Ok(())
    })?;
    let sql = "SELECT 'article ' || id || ' (' || source_path || '): body_chars is ' || body_chars || ', the body has '
                 || length(body) FROM articles WHERE body_chars <> length(body)";
    Ok(check.with(lines(connection, sql)?))
}

pub(super) fn quotes(connection: &Connection) -> Result<Check, StoreError> {
    // In one piece it is a slice of the article, whether its piece is there or not.
    let from = "FROM quotes q JOIN articles a ON a.id = q.article_id
                AND NOT EXISTS (SELECT 1 FROM quote_spans s WHERE s.quote_id = q.id AND s.role = 'content' AND s.ordinal = 2)";
    let mut check =
        slices(connection, "every quote has the words of its pieces", ("quotes", "q", "quote"), from)?;
    quotes::each_in_pieces(connection, &mut |quote, words, right| {
        if words != right {
            check.fail(format!("quote {quote}: `{words}`"));
        }
        Ok(())
    })?;
    Ok(check)
}

pub(super) fn spans(connection: &Connection) -> Result<Check, StoreError> {
    let from = "FROM quote_spans s JOIN quotes q ON q.id = s.quote_id JOIN articles a ON a.id = q.article_id";
    let name = "every span of a quote is a slice of its article";
    slices(connection, name, ("quote_spans", "s", "text"), from)
}

pub(super) fn evidence(connection: &Connection) -> Result<Check, StoreError> {
    let from = "FROM position_evidence e JOIN articles a ON a.id = e.article_id";
    let name = "every piece of evidence is a slice of its article";
    slices(connection, name, ("position_evidence", "e", "text"), from)
}

pub(super) fn ends(connection: &Connection) -> Result<Check, StoreError> {
    let sql = "SELECT 'quote ' || q.id || ': from ' || q.start_char || ' to ' || q.end_char || ', its spans from '
                 || coalesce(min(s.start_char), '?') || ' to ' || coalesce(max(s.end_char), '?')
               FROM quotes q LEFT JOIN quote_spans s ON s.quote_id = q.id AND s.role = 'content'
               GROUP BY q.id HAVING q.start_char IS NOT min(s.start_char) OR q.end_char IS NOT max(s.end_char)";
    let rows = count(connection, "SELECT count(*) FROM quotes")?;
    Ok(Check::new("every quote begins and ends with its spans", rows, REFRESH).with(lines(connection, sql)?))
}

pub(super) fn words(connection: &Connection) -> Result<Check, StoreError> {
    let mut check = Check::new("every quote is found by its words", 0, REFRESH);
    let sql = "SELECT id, quote, words_hash FROM quotes";
    let failed = |e| StoreError::sql(sql, e);
    let mut statement = connection.prepare(sql).map_err(failed)?;
    let mut rows = statement.query([]).map_err(failed)?;
    while let Some(row) = rows.next().map_err(failed)? {
        check.rows += 1;
        let (id, hash): (QuoteId, Option<i64>) = (row.get(0).map_err(failed)?, row.get(2).map_err(failed)?);
        let quote = row.get_ref(1).map_err(failed)?;
        let quote = String::from_utf8_lossy(quote.as_bytes().unwrap_or_default());
        if quotes::words_hash(&quote) != hash {
            check.fail(format!("quote {id}: the hash of its words is that of others"));
        }
    }
    Ok(check)
}

pub(super) fn positions(connection: &Connection) -> Result<Check, StoreError> {
    let sql = "SELECT 'position ' || id || ' has none' FROM positions p
               WHERE NOT EXISTS (SELECT 1 FROM position_evidence WHERE position_id = p.id)";
    let rows = count(connection, "SELECT count(*) FROM positions")?;
    Ok(Check::new("every position has evidence", rows, READ_AGAIN).with(lines(connection, sql)?))
}

/// What made the derived rows: known for each article. That it was another kb is no fault.
pub(super) fn makers(connection: &Connection) -> Result<Check, StoreError> {
    let sql = "SELECT 'article ' || a.id || ' was read by an extractor that is not there' FROM articles a
               LEFT JOIN extractors e ON e.id = a.extractor_id WHERE e.id IS NULL";
    let rows = count(connection, "SELECT count(*) FROM articles")?;
    let mut check =
        Check::new("every derived row has its maker", rows, READ_AGAIN).with(lines(connection, sql)?);
    let sql = "SELECT count(*), count(DISTINCT extractor_id) FROM articles
               WHERE extractor_id <> (SELECT max(extractor_id) FROM articles)";
    let (others, makers): (i64, i64) = statement::one(connection, sql, [], |r| Ok((r.get(0)?, r.get(1)?)))?;
    if others > 0 {
        check.notes.push(format!(
            "read before the latest change of extractor or registry: {} ({}); `kb import --refresh` reads what is to be read again",
            counted(others, "article"),
            counted(makers, "state")
        ));
    }
    Ok(check)
}

/// Table, its letter, and its column with the text.
type Texts = (&'static str, &'static str, &'static str);

fn slices(
    connection: &Connection,
    name: &'static str,
    (table, t, text): Texts,
    from: &str,
) -> Result<Check, StoreError> {
    let rows = count(connection, &format!("SELECT count(*) FROM {table} WHERE start_char IS NOT NULL"))?;
    let sql = format!(
        "SELECT a.source_path || ' ' || {t}.start_char || '-' || {t}.end_char || ': `' || {t}.{text} || '`'
         {from} WHERE {t}.start_char IS NOT NULL
           AND substr(a.body, {t}.start_char + 1, {t}.end_char - {t}.start_char) <> {t}.{text}"
    );
    Ok(Check::new(name, rows, REFRESH).with(lines(connection, &sql)?))
}
