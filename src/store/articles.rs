//! Articles: what is stored, whether it has changed, and replacing it in one transaction.

use super::{StoreError, Write, actors, losses, outlets, positions, seal, statement};
use crate::domain::{Article, ArticleId, ExtractorId, PartialDate, RunId};
use crate::extract::Identities;
use rusqlite::{Connection, Row, params};

/// What the database knows of an article that is about to be imported.
#[derive(Debug, PartialEq, Eq)]
pub enum Known {
    /// Nothing: it is new.
    No,
    /// It is there, word for word, read by this extractor or (`outdated`) by another one.
    Same {
        /// Its id.
        id: ArticleId,
        /// Whether another extractor has read it.
        outdated: bool,
    },
    /// It is there with another text or other metadata.
    Changed {
        /// Its id.
        id: ArticleId,
    },
    /// It is there, and its row, or what was found in it, is no longer what kb stored: another program has changed it.
    Damaged {
        /// Its id.
        id: ArticleId,
        /// Whether the text and metadata of its row are what kb stored.
        sound: bool,
        /// Whether this article has the text and metadata that kb stored.
        same: bool,
    },
    /// It is there under another path, where it can no longer be found: its file has moved.
    Moved {
        /// Its id.
        id: ArticleId,
    },
    /// It is there under another path, where it still is: this is a copy that says nothing new.
    Copy {
        /// The path.
        of: String,
    },
}

/// Completes an article with what is known of it already, and tells whether it is new or has changed.
///
/// Metadata that an earlier import was given (by flags, say) and this one does not state is kept: leaving a flag
/// out is no reason to forget what it said. A path that is not known may still bring an article that is: `is_there`
/// tells whether a path can still be read.
///
/// # Errors
/// Any failure of SQLite.
pub fn compare(
    connection: &Connection,
    article: &mut Article,
    extractor: ExtractorId,
    is_there: &dyn Fn(&str) -> bool,
) -> Result<Known, StoreError> {
    let Some((id, hash, read_by, sound)) = stored(connection, article)? else {
        return elsewhere(connection, article, is_there);
    };
    let same = hash == content_hash(article) || (!sound && without_what_was_added(article, &hash));
    Ok(if !sound || losses::was_lost(connection, read_by)? || !seal::holds(connection, id)? {
        Known::Damaged { id, sound, same }
    } else if same {
        Known::Same { id, outdated: read_by != extractor }
    } else {
        Known::Changed { id }
    })
}

/// Writes an article, new or over its earlier version; gives its id. Its quotes are the caller's next step; from the byte
/// `unread_from` on there are none, since nobody looked for them.
///
/// # Errors
/// Any failure of SQLite.
pub fn save(
    write: &Write<'_>,
    article: &Article,
    run: RunId,
    extractor: ExtractorId,
    unread_from: Option<usize>,
) -> Result<ArticleId, StoreError> {
    let outlet = article.outlet.as_deref().map(|name| outlets::ensure(write, name)).transpose()?;
    let sql = "INSERT INTO articles (source_path, title, outlet_id, author, published, published_text, url, language,
                 body, body_chars, content_hash, import_run_id, extractor_id, encoding, decoding_note, unread_from)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
               ON CONFLICT (source_path) DO UPDATE SET title = excluded.title, outlet_id = excluded.outlet_id,
                 author = excluded.author, published = excluded.published, published_text = excluded.published_text,
                 url = excluded.url, language = excluded.language, body = excluded.body,
                 body_chars = excluded.body_chars, content_hash = excluded.content_hash,
                 import_run_id = excluded.import_run_id, extractor_id = excluded.extractor_id,
                 encoding = excluded.encoding, decoding_note = excluded.decoding_note, unread_from = excluded.unread_from
               RETURNING id";
    let values = params![
        article.source_path,
        article.title,
        outlet,
        article.author,
        article.published.map(|d| d.to_string()),
        article.published_text,
        article.url,
        article.language,
        article.body,
        article.body.chars().count() as i64,
        content_hash(article),
        run,
        extractor,
        article.encoding,
        article.decoding_note,
        unread_from.and_then(|byte| article.body.get(..byte)).map(|read| read.chars().count() as i64)
    ];
    let id = statement::one(write, sql, values, |r| r.get(0))?;
    let id: ArticleId = id;
    positions::relocate_evidence(write, id, &article.body)?;
    Ok(id)
}

/// Takes out the piece of metadata that another program has given a stored article, where the rest has the hash that kb
/// stored.
fn without_what_was_added(article: &mut Article, hash: &str) -> bool {
    type Field = fn(&mut Article) -> &mut Option<String>;
    let fields: [Field; 5] =
        [|a| &mut a.title, |a| &mut a.outlet, |a| &mut a.author, |a| &mut a.url, |a| &mut a.language];
    fields.into_iter().any(|field| {
        let value = field(article).take();
        let same = value.is_some() && content_hash(article) == hash;
        if !same {
            *field(article) = value;
        }
        same
    })
}

/// Gives an article the path that its file has now.
///
/// # Errors
/// Any failure of SQLite.
pub fn move_to(write: &Write<'_>, id: ArticleId, source_path: &str) -> Result<(), StoreError> {
    let sql = "UPDATE articles SET source_path = ?2 WHERE id = ?1";
    statement::execute(write, sql, params![id, source_path])?;
    seal::remark_path(write, id, source_path)
}

/// Writes who has read an article.
pub(super) fn set_extractor(
    write: &Write<'_>,
    id: ArticleId,
    extractor: ExtractorId,
) -> Result<(), StoreError> {
    statement::execute(write, "UPDATE articles SET extractor_id = ?2 WHERE id = ?1", params![id, extractor])
        .map(drop)
}

/// Every article counts as read by `extractor` now; gives how many there are.
pub(super) fn set_extractor_of_all(write: &Write<'_>, extractor: ExtractorId) -> Result<usize, StoreError> {
    statement::execute(write, "UPDATE articles SET extractor_id = ?1", [extractor])
}

/// Every article whose statements are those of this identity counts as read by `extractor` now.
pub(super) fn set_extractor_of(
    write: &Write<'_>,
    statements: &str,
    extractor: ExtractorId,
) -> Result<(), StoreError> {
    let sql = "UPDATE articles SET extractor_id = ?1 WHERE extractor_id <> ?1 AND extractor_id IN
                 (SELECT id FROM extractors WHERE statements_identity = ?2)";
    statement::execute(write, sql, params![extractor, statements]).map(drop)
}

/// Removes an article; what was derived from it goes first.
pub(super) fn remove(write: &Write<'_>, id: ArticleId) -> Result<(), StoreError> {
    statement::execute(write, "DELETE FROM articles WHERE id = ?1", [id])?;
    seal::forget(write, id)
}

/// Writes the lengths of bodies anew; gives how many were others.
pub(super) fn mend_lengths(write: &Write<'_>) -> Result<usize, StoreError> {
    let sql = "UPDATE articles SET body_chars = length(body) WHERE body_chars <> length(body)";
    statement::execute(write, sql, [])
}

/// Reads the stored article that is known by this path.
///
/// # Errors
/// Any failure of SQLite.
pub fn load(connection: &Connection, source_path: &str) -> Result<Option<Article>, StoreError> {
    let sql = "SELECT a.source_path, a.title, o.name, a.author, a.published, a.published_text, a.url, a.language, a.body,
                 a.encoding, a.decoding_note
               FROM articles a LEFT JOIN outlets o ON o.id = a.outlet_id WHERE a.source_path = ?1";
    statement::optional(connection, sql, [source_path], read)
}

/// Reads a stored article.
///
/// # Errors
/// An id that no article has; any failure of SQLite.
pub fn load_by_id(connection: &Connection, id: ArticleId) -> Result<Article, StoreError> {
    let sql = "SELECT a.source_path, a.title, o.name, a.author, a.published, a.published_text, a.url, a.language, a.body,
                 a.encoding, a.decoding_note
               FROM articles a LEFT JOIN outlets o ON o.id = a.outlet_id WHERE a.id = ?1";
    statement::one(connection, sql, [id], read)
}

/// Which state an article is in: of its text and metadata, and of what has read it.
pub type Stamp = (String, i64);

/// The state an article is in; `None` where it is gone.
///
/// # Errors
/// Any failure of SQLite.
pub fn stamp(connection: &Connection, id: ArticleId) -> Result<Option<Stamp>, StoreError> {
    let sql = "SELECT content_hash, extractor_id FROM articles WHERE id = ?1";
    statement::optional(connection, sql, [id], |r| Ok((r.get(0)?, r.get(1)?)))
}

/// Notes what has read the positions of an article; nothing where they are to be read again.
///
/// # Errors
/// Any failure of SQLite.
pub fn set_positions_identity(
    write: &Write<'_>,
    article: ArticleId,
    identity: Option<&str>,
) -> Result<(), StoreError> {
    let sql = "UPDATE articles SET positions_identity = ?2 WHERE id = ?1 AND positions_identity IS NOT ?2";
    statement::execute(write, sql, params![article, identity]).map(drop)
}

/// Whether the positions of an article were read by what has this identity.
///
/// # Errors
/// Any failure of SQLite.
pub fn positions_are_of(
    connection: &Connection,
    article: ArticleId,
    identity: &str,
) -> Result<bool, StoreError> {
    let sql = "SELECT positions_identity IS ?2 FROM articles WHERE id = ?1";
    Ok(statement::optional(connection, sql, params![article, identity], |r| r.get(0))?.unwrap_or(false))
}

/// The articles whose positions something else has read, in the order of their ids.
///
/// # Errors
/// Any failure of SQLite.
pub fn outdated_positions(connection: &Connection, identity: &str) -> Result<Vec<ArticleId>, StoreError> {
    let sql = "SELECT id FROM articles WHERE positions_identity IS NOT ?1 ORDER BY id";
    statement::all(connection, sql, [identity], |r| r.get(0))
}

/// The ids of the articles that have quotes.
///
/// # Errors
/// Any failure of SQLite.
pub fn with_quotes(connection: &Connection) -> Result<Vec<ArticleId>, StoreError> {
    statement::all(connection, "SELECT DISTINCT article_id FROM quotes ORDER BY article_id", [], |r| r.get(0))
}

/// The paths of the articles whose statements were found by an extractor with another identity of that stage.
///
/// # Errors
/// Any failure of SQLite.
pub fn outdated_statements(connection: &Connection, identity: &str) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT a.source_path FROM articles a JOIN extractors e ON e.id = a.extractor_id
               WHERE e.statements_identity <> ?1 ORDER BY a.id";
    statement::all(connection, sql, [identity], |r| r.get(0))
}

/// The articles whose statements are those of these identities, and whose speakers are not.
///
/// # Errors
/// Any failure of SQLite.
pub fn outdated_speakers(
    connection: &Connection,
    identities: &Identities,
) -> Result<Vec<ArticleId>, StoreError> {
    let sql = "SELECT a.id FROM articles a JOIN extractors e ON e.id = a.extractor_id
               WHERE e.statements_identity = ?1 AND e.speakers_identity <> ?2 ORDER BY a.id";
    statement::all(connection, sql, [&identities.statements, &identities.speakers], |r| r.get(0))
}

/// The paths of the articles that another extractor has read.
///
/// # Errors
/// Any failure of SQLite.
pub fn outdated(connection: &Connection, extractor: ExtractorId) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT source_path FROM articles WHERE extractor_id <> ?1 ORDER BY id";
    statement::all(connection, sql, [extractor], |r| r.get(0))
}

/// What somebody may mean by a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The articles: id, and title or path.
    pub articles: Vec<(ArticleId, String)>,
    /// Whether the text names them; else it is a part of their name, and they are a guess.
    pub exact: bool,
}

/// Finds articles. Digits are an id and nothing else. A path, a file's name or a whole title names its article; a file's
/// name without the ending, or words of a title, are a guess, to be told and never to be acted on unasked.
///
/// # Errors
/// Any failure of SQLite.
pub fn find(connection: &Connection, text: &str) -> Result<Found, StoreError> {
    let text = text.trim();
    let is_id = text.bytes().all(|b| b.is_ascii_digit());
    let exact: &[&str] = match (text.is_empty(), is_id) {
        (true, _) => &[],
        (_, true) => &["SELECT id, label FROM articles WHERE id = CAST(?1 AS INTEGER)"],
        _ => &[
            "SELECT id, label FROM articles WHERE source_path = ?1",
            "SELECT id, label FROM articles WHERE substr(source_path, -length('/' || ?1)) = '/' || ?1 ORDER BY id LIMIT 21",
            "SELECT id, label FROM articles WHERE lower(title) = lower(?1) ORDER BY id LIMIT 21",
        ],
    };
    // The name of a file without its ending: behind the last slash, before a full stop.
    let guesses: &[&str] = match text.is_empty() || is_id {
        true => &[],
        false => &[
            "SELECT id, label FROM articles
             WHERE instr(source_path, '/' || ?1 || '.') > 0
               AND instr(substr(source_path, instr(source_path, '/' || ?1 || '.') + 1 + length(?1)), '/') = 0
             ORDER BY id LIMIT 21",
            "SELECT id, label FROM articles WHERE instr(lower(label), lower(?1)) > 0 ORDER BY id LIMIT 21",
        ],
    };
    let ways = exact.iter().map(|sql| (sql, true)).chain(guesses.iter().map(|sql| (sql, false)));
    for (sql, exact) in ways {
        let articles = statement::all(connection, sql, [text], |r| Ok((r.get(0)?, r.get(1)?)))?;
        if !articles.is_empty() {
            return Ok(Found { articles, exact });
        }
    }
    Ok(Found::default())
}

fn read(r: &Row<'_>) -> rusqlite::Result<Article> {
    Ok(Article {
        source_path: r.get(0)?,
        title: r.get(1)?,
        outlet: r.get(2)?,
        author: r.get(3)?,
        published: r.get::<_, Option<String>>(4)?.and_then(|d| d.parse::<PartialDate>().ok()),
        published_text: r.get(5)?,
        url: r.get(6)?,
        language: r.get(7)?,
        unknown_keys: Vec::new(),
        body: r.get(8)?,
        encoding: r.get(9)?,
        decoding_note: r.get(10)?,
    })
}

/// The stored version's id, hash and extractor, and whether its row has that hash; fills the metadata that only the stored
/// version has.
fn stored(
    connection: &Connection,
    article: &mut Article,
) -> Result<Option<(ArticleId, String, ExtractorId, bool)>, StoreError> {
    let sql = "SELECT a.source_path, a.title, o.name, a.author, a.published, a.published_text, a.url, a.language, a.body,
                 a.encoding, a.decoding_note, a.id, a.content_hash, a.extractor_id
               FROM articles a LEFT JOIN outlets o ON o.id = a.outlet_id WHERE a.source_path = ?1";
    let row = statement::optional(connection, sql, [&article.source_path], |r| {
        Ok((read(r)?, r.get(11)?, r.get(12)?, r.get(13)?))
    })?;
    let Some((old, id, hash, extractor)) = row else { return Ok(None) };
    let sound = content_hash(&old) == hash;
    article.title = article.title.take().or(old.title);
    article.outlet = article.outlet.take().or(old.outlet);
    article.author = article.author.take().or(old.author);
    article.url = article.url.take().or(old.url);
    article.language = article.language.take().or(old.language);
    if article.published_text.is_none() {
        article.published = old.published;
        article.published_text = old.published_text;
    }
    Ok(Some((id, hash, extractor, sound)))
}

/// The article under another path. The same text is not enough: agencies sell it to many outlets. Whatever the two say
/// of themselves must agree; a copy beside the first one must also say nothing that the first one does not.
fn elsewhere(
    connection: &Connection,
    article: &Article,
    is_there: &dyn Fn(&str) -> bool,
) -> Result<Known, StoreError> {
    // The plus keeps SQLite from putting ?2 for the body everywhere, and so from using the index on how it begins.
    let sql = "SELECT a.source_path, a.title, o.name, a.author, a.published, a.published_text, a.url, a.language, '',
                 a.encoding, a.decoding_note, a.id
               FROM articles a LEFT JOIN outlets o ON o.id = a.outlet_id
               WHERE a.body_chars = ?1 AND substr(a.body, 1, 64) = substr(?2, 1, 64) AND +a.body = ?2 ORDER BY a.id";
    let key = params![article.body.chars().count() as i64, article.body];
    let twins: Vec<(Article, ArticleId)> =
        statement::all(connection, sql, key, |r| Ok((read(r)?, r.get(11)?)))?;
    for (twin, id) in twins {
        if is_there(&twin.source_path) {
            if agree(article, &twin, |new, old| new.is_none() || new == old) {
                return Ok(Known::Copy { of: twin.source_path });
            }
        } else if agree(article, &twin, |new, old| new.is_none() || old.is_none() || new == old) {
            return Ok(Known::Moved { id });
        }
    }
    Ok(Known::No)
}

fn agree(new: &Article, old: &Article, test: impl Fn(Option<String>, Option<String>) -> bool) -> bool {
    let said = |a: &Article| {
        let date = a.published.map(|d| d.to_string()).or_else(|| a.published_text.clone());
        let outlet = a.outlet.as_deref().map(actors::slug_of);
        [a.title.clone(), outlet, a.author.clone(), date, a.url.clone(), a.language.clone()]
    };
    said(new).into_iter().zip(said(old)).all(|(new, old)| test(new, old))
}

/// A hash of the text and its metadata, the same on every machine, and the same of an article that is read from a file and of
/// its row.
pub(super) fn content_hash(article: &Article) -> String {
    // An outlet has one row, and the name of that, however an article spells it.
    hash_of(article, article.outlet.as_deref().map(actors::slug_of).as_deref())
}

fn hash_of(article: &Article, outlet: Option<&str>) -> String {
    let mut hash = xxhash_rust::xxh3::Xxh3::new();
    let published = article.published.map(|d| d.to_string());
    let fields = [
        article.title.as_deref(),
        outlet,
        article.author.as_deref(),
        published.as_deref(),
        article.published_text.as_deref(),
        article.url.as_deref(),
        article.language.as_deref(),
        Some(article.body.as_str()),
    ];
    for field in fields {
        // The separator keeps ("ab", "c") from hashing like ("a", "bc"); no field holds a NUL.
        hash.update(field.unwrap_or("\u{1}").as_bytes());
        hash.update(&[0]);
    }
    format!("{:032x}", hash.digest128())
}

/// Goes through the stored articles with the hash that each has, without holding them all.
///
/// # Errors
/// Any failure of SQLite.
pub(super) fn each(
    connection: &Connection,
    take: &mut dyn FnMut(ArticleId, &str, Article) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let sql = "SELECT a.source_path, a.title, o.name, a.author, a.published, a.published_text, a.url, a.language, a.body,
                 a.encoding, a.decoding_note, a.id, a.content_hash FROM articles a LEFT JOIN outlets o ON o.id = a.outlet_id ORDER BY a.id";
    let failed = |e| StoreError::sql(sql, e);
    let mut statement = connection.prepare(sql).map_err(failed)?;
    let mut rows = statement.query([]).map_err(failed)?;
    while let Some(row) = rows.next().map_err(failed)? {
        let article = read(row).map_err(failed)?;
        let (id, hash): (ArticleId, String) = (row.get(11).map_err(failed)?, row.get(12).map_err(failed)?);
        take(id, &hash, article)?;
    }
    Ok(())
}

/// Writes every article's hash in its present form, where the stored one is right in its earlier form; gives the ids of the
/// others, which stay as they are: their text or metadata was changed by another program, or their outlet is spelled
/// otherwise in its own row.
///
/// # Errors
/// Any failure of SQLite.
pub(super) fn rehash(write: &Write<'_>) -> Result<Vec<ArticleId>, StoreError> {
    let (mut hashes, mut doubtful) = (Vec::new(), Vec::new());
    each(write, &mut |id, stored, article| {
        match hash_of(&article, article.outlet.as_deref()) == stored {
            true => hashes.push((id, content_hash(&article))),
            false => doubtful.push(id),
        }
        Ok(())
    })?;
    for (id, hash) in hashes {
        let sql = "UPDATE articles SET content_hash = ?2 WHERE id = ?1";
        statement::execute(write, sql, params![id, hash])?;
    }
    Ok(doubtful)
}
