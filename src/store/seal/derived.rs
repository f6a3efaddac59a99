//! What kb found in each article, sealed article by article: how many quotes, the hash of their rows and pieces, and the
//! path that the article is known by. So a quote that another program takes away is missed, and an article is, too.

use super::sums::hash;
use crate::domain::ArticleId;
use crate::store::{StoreError, Write, put_setting, setting, statement, take_setting};
use rusqlite::Connection;
use rusqlite::types::ValueRef;

/// What kb left of an article, and whether it is so still.
pub(in crate::store) struct Derived {
    /// The article's number.
    pub article: ArticleId,
    /// How many quotes there were.
    pub quotes: u64,
    /// The path it was known by.
    pub path: String,
    /// What is there now: how many quotes, whether they are the same, and the path; `None` where the article is gone.
    pub now: Option<(u64, bool, String)>,
}

/// Seals what was found in an article, as it is now.
///
/// # Errors
/// Any failure of SQLite.
pub(in crate::store) fn mark(write: &Write<'_>, article: ArticleId) -> Result<(), StoreError> {
    let sql = "SELECT source_path FROM articles WHERE id = ?1";
    let Some(path) = statement::optional(write, sql, [article], |r| r.get::<_, String>(0))? else {
        return Ok(());
    };
    let (quotes, hash) = digest(write, article)?;
    put_setting(write, &name(article), &format!("{quotes} {hash:032x} {path}"))
}

/// Notes that an article is known by another path now; what was found in it stays as it is sealed.
///
/// # Errors
/// Any failure of SQLite.
pub(in crate::store) fn remark_path(
    write: &Write<'_>,
    article: ArticleId,
    path: &str,
) -> Result<(), StoreError> {
    let Some(seal) = setting(write, &name(article))? else { return Ok(()) };
    let Some((quotes, hash, _)) = parse(&seal) else { return Ok(()) };
    put_setting(write, &name(article), &format!("{quotes} {hash:032x} {path}"))
}

/// Forgets an article: kb itself takes it out, or what was found in it is to be found anew.
///
/// # Errors
/// Any failure of SQLite.
pub(in crate::store) fn forget(write: &Write<'_>, article: ArticleId) -> Result<(), StoreError> {
    take_setting(write, &name(article))
}

/// Whether what was found in an article is as kb left it; what has no seal is taken to be.
///
/// # Errors
/// Any failure of SQLite.
pub(in crate::store) fn holds(connection: &Connection, article: ArticleId) -> Result<bool, StoreError> {
    let seal = setting(connection, &name(article))?;
    let Some((quotes, hash, _)) = seal.as_deref().and_then(parse) else { return Ok(true) };
    Ok(digest(connection, article)? == (quotes, hash))
}

/// Seals the articles that have no seal yet; gives how many.
///
/// # Errors
/// Any failure of SQLite.
pub(in crate::store) fn mark_missing(write: &Write<'_>) -> Result<usize, StoreError> {
    let sql =
        "SELECT id FROM articles a WHERE NOT EXISTS (SELECT 1 FROM settings WHERE name = 'article:' || a.id)";
    let missing: Vec<ArticleId> = statement::all(write, sql, [], |r| r.get(0))?;
    for article in &missing {
        mark(write, *article)?;
    }
    Ok(missing.len())
}

/// Takes articles that are gone as gone, and their paths as they are now. Quotes that are missing are to be found again: no
/// person has entered them.
///
/// # Errors
/// Any failure of SQLite.
pub(in crate::store) fn accept_derived(write: &Write<'_>) -> Result<(), StoreError> {
    let mut seals = Vec::new();
    each(write, &mut |seal| seals.push(seal))?;
    for Derived { article, path, now, .. } in seals {
        match now {
            None => forget(write, article)?,
            Some((_, _, other)) if other != path => remark_path(write, article, &other)?,
            Some(_) => {}
        }
    }
    mark_missing(write).map(drop)
}

/// Forgets articles that are gone and have come back under another number.
///
/// # Errors
/// Any failure of SQLite.
pub(in crate::store) fn forget_returned(write: &Write<'_>) -> Result<(), StoreError> {
    let sql = "SELECT CAST(substr(name, 9) AS INTEGER), value FROM settings
               WHERE name >= 'article:' AND name < 'article;'
                 AND CAST(substr(name, 9) AS INTEGER) NOT IN (SELECT id FROM articles)";
    let gone = statement::all(write, sql, [], |r| Ok((r.get::<_, ArticleId>(0)?, r.get::<_, String>(1)?)))?;
    for (article, seal) in gone {
        let Some((.., path)) = parse(&seal) else { continue };
        let sql = "SELECT 1 FROM articles WHERE source_path = ?1";
        if statement::optional(write, sql, [path], |_| Ok(()))?.is_some() {
            forget(write, article)?;
        }
    }
    Ok(())
}

/// Goes through all that is sealed of articles.
///
/// # Errors
/// Any failure of SQLite.
pub(in crate::store) fn each(
    connection: &Connection,
    take: &mut dyn FnMut(Derived),
) -> Result<(), StoreError> {
    let sql = "SELECT CAST(substr(s.name, 9) AS INTEGER), s.value, a.source_path FROM settings s
               LEFT JOIN articles a ON a.id = CAST(substr(s.name, 9) AS INTEGER)
               WHERE s.name >= 'article:' AND s.name < 'article;' ORDER BY 1";
    let read =
        |r: &rusqlite::Row<'_>| Ok((r.get(0)?, r.get::<_, String>(1)?, r.get::<_, Option<String>>(2)?));
    for (article, seal, there) in statement::all(connection, sql, [], read)? {
        let Some((quotes, hash, path)) = parse(&seal) else { continue };
        let now = match there {
            Some(path) => {
                let now = digest(connection, article)?;
                Some((now.0, now == (quotes, hash), path))
            }
            None => None,
        };
        take(Derived { article, quotes, path: path.to_owned(), now });
    }
    Ok(())
}

fn name(article: ArticleId) -> String {
    format!("article:{article}")
}

fn parse(seal: &str) -> Option<(u64, u128, &str)> {
    let mut parts = seal.splitn(3, ' ');
    let quotes = parts.next()?.parse().ok()?;
    Some((quotes, u128::from_str_radix(parts.next()?, 16).ok()?, parts.next()?))
}

/// How many quotes an article has, and a hash of them and their pieces. The words are left out: other checks prove them
/// by the text.
fn digest(connection: &Connection, article: ArticleId) -> Result<(u64, u128), StoreError> {
    let mut sum = (0, 0u128);
    for (sql, counted) in [
        (
            "SELECT id, ordinal, kind, start_char, end_char, confidence, attribution_type, polarity, determinacy, said_on
             FROM quotes WHERE article_id = ?1",
            1,
        ),
        (
            "SELECT s.quote_id, s.role, s.ordinal, s.start_char, s.end_char
             FROM quotes q CROSS JOIN quote_spans s ON s.quote_id = q.id WHERE q.article_id = ?1",
            0,
        ),
    ] {
        let hashes = statement::all(connection, sql, [article], |row| {
            let columns = row.as_ref().column_count();
            hash((0..columns).map(|i| row.get_ref(i)).collect::<Vec<rusqlite::Result<ValueRef<'_>>>>().into_iter())
        })?;
        sum.0 += counted * hashes.len() as u64;
        sum.1 = hashes.iter().fold(sum.1, |sum, hash| sum.wrapping_add(*hash));
    }
    Ok(sum)
}
