//! An article with its quotes, and where it comes from: what a reader wants to see together. Offsets are code points.
//!
//! Quotes are read through the base views, as saved queries read them: what does not count is not shown.

use super::quotes::sense;
use super::{StoreError, statement};
use crate::domain::{ActorId, ArticleId, QuoteId, Sense};
use crate::text::{CharIndex, paragraphs};
use rusqlite::{Connection, Row};

/// A stretch of an article's body, in code points, end exclusive.
pub type CharRange = (usize, usize);

/// Where an article comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Its id.
    pub article_id: ArticleId,
    /// Headline.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Byline.
    pub author: Option<String>,
    /// When it was published, as exactly as known.
    pub published: Option<String>,
    /// Where it can be read.
    pub url: Option<String>,
    /// The file it was read from.
    pub source_path: String,
}

/// One article with its quotes.
#[derive(Clone, Debug, Default)]
pub struct ArticleReading {
    /// Where it comes from.
    pub source: Source,
    /// The text.
    pub body: String,
    /// Its paragraphs.
    pub paragraphs: Vec<CharRange>,
    /// Its quotes, in order.
    pub quotes: Vec<QuoteReading>,
}

/// One quote: where its pieces are, and who said it.
#[derive(Clone, Debug, Default)]
pub struct QuoteReading {
    /// Its id.
    pub id: QuoteId,
    /// Its number within the article, from 1.
    pub ordinal: usize,
    /// direct, mixed, indirect.
    pub kind: String,
    /// What its cue does with the words.
    pub sense: Sense,
    /// When it was said, as exactly as the article tells.
    pub said_on: Option<String>,
    /// The words that tell it.
    pub said_on_words: Option<String>,
    /// From the first attributed word to the last.
    pub range: CharRange,
    /// That somebody is said to have said this, 0 to 1.
    pub confidence: f64,
    /// The attributed words.
    pub content: Vec<CharRange>,
    /// The reporting words.
    pub cue: Vec<CharRange>,
    /// The words that name the speaker.
    pub mention: Vec<CharRange>,
    /// Speakers, those spoken for, and candidates.
    pub speakers: Vec<Speaker>,
}

/// An actor's part in a quote.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Speaker {
    /// The actor's id.
    pub actor_id: ActorId,
    /// Its name.
    pub name: String,
    /// speaker, on_behalf_of, candidate.
    pub relation: String,
    /// How the mention was resolved.
    pub method: String,
    /// How sure that is, 0 to 1.
    pub confidence: f64,
}

/// Reads an article with its quotes; none where no article has this id.
///
/// # Errors
/// Any failure of SQLite.
pub fn article(connection: &Connection, id: ArticleId) -> Result<Option<ArticleReading>, StoreError> {
    let Some(source) = source(connection, id)? else { return Ok(None) };
    let body: String =
        statement::one(connection, "SELECT body FROM articles WHERE id = ?1", [id], |r| r.get(0))?;
    let sql =
        "SELECT id, ordinal, kind, start_char, end_char, confidence, attribution_type, polarity, determinacy, said_on,
                 said_on_words
               FROM standing_quotes WHERE article_id = ?1 ORDER BY ordinal";
    let mut quotes = statement::all(connection, sql, [id], |r| {
        Ok(QuoteReading {
            id: r.get(0)?,
            ordinal: number(r, 1)?,
            kind: r.get(2)?,
            range: (number(r, 3)?, number(r, 4)?),
            confidence: r.get(5)?,
            sense: sense(r, 6)?,
            said_on: r.get(9)?,
            said_on_words: r.get(10)?,
            ..QuoteReading::default()
        })
    })?;
    // Each of these has the quotes' order, so that a quote's rows are the next ones.
    let sql = "SELECT s.quote_id, s.role, s.start_char, s.end_char FROM standing_quotes q JOIN standing_spans s ON s.quote_id = q.id
               WHERE q.article_id = ?1 ORDER BY q.ordinal, s.role, s.ordinal";
    let read = |r: &Row<'_>| Ok((r.get(0)?, (r.get::<_, String>(1)?, (number(r, 2)?, number(r, 3)?))));
    let mut spans = statement::all(connection, sql, [id], read)?.into_iter().peekable();
    let sql = "SELECT s.quote_id, s.actor_id, a.name, s.relation, s.method, s.confidence
               FROM standing_quotes q JOIN standing_speakers s ON s.quote_id = q.id JOIN actors a ON a.id = s.actor_id
               WHERE q.article_id = ?1 ORDER BY q.ordinal, s.relation DESC, s.confidence DESC, a.name";
    let mut speakers = statement::all(connection, sql, [id], speaker)?.into_iter().peekable();
    for quote in &mut quotes {
        while let Some((_, (role, range))) = spans.next_if(|(of, _): &(QuoteId, _)| *of == quote.id) {
            match role.as_str() {
                "content" => quote.content.push(range),
                "cue" => quote.cue.push(range),
                _ => quote.mention.push(range),
            }
        }
        while let Some((_, speaker)) = speakers.next_if(|(of, _)| *of == quote.id) {
            quote.speakers.push(speaker);
        }
    }
    let paragraphs = paragraph_ranges(&body);
    Ok(Some(ArticleReading { source, body, paragraphs, quotes }))
}

/// The article that a quote stands in.
///
/// # Errors
/// Any failure of SQLite.
pub fn article_of_quote(connection: &Connection, quote: QuoteId) -> Result<Option<ArticleId>, StoreError> {
    let sql = "SELECT article_id FROM standing_quotes WHERE id = ?1";
    statement::optional(connection, sql, [quote], |r| r.get(0))
}

/// Where an article comes from.
///
/// # Errors
/// Any failure of SQLite.
pub fn source(connection: &Connection, id: ArticleId) -> Result<Option<Source>, StoreError> {
    let sql = "SELECT a.id, a.title, o.name, a.author, a.published, a.url, a.source_path
               FROM articles a LEFT JOIN outlets o ON o.id = a.outlet_id WHERE a.id = ?1";
    statement::optional(connection, sql, [id], |r| {
        Ok(Source {
            article_id: r.get(0)?,
            title: r.get(1)?,
            outlet: r.get(2)?,
            author: r.get(3)?,
            published: r.get(4)?,
            url: r.get(5)?,
            source_path: r.get(6)?,
        })
    })
}

/// What a citation needs of a quote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The article it stands in.
    pub article_id: ArticleId,
    /// The code point where it starts.
    pub start_char: usize,
    /// direct, mixed, indirect.
    pub kind: String,
    /// What its cue does with the words.
    pub sense: Sense,
    /// The reporting words; empty where there are none.
    pub cue: String,
    /// Its words.
    pub words: String,
}

/// Reads what a citation needs of a quote; none where no quote has this id.
///
/// # Errors
/// Any failure of SQLite.
pub fn passage(connection: &Connection, quote: QuoteId) -> Result<Option<Passage>, StoreError> {
    let sql = "SELECT article_id, start_char, kind, quote, attribution_type, polarity, determinacy,
                 coalesce((SELECT group_concat(text, ' … ') FROM standing_spans WHERE quote_id = standing_quotes.id AND role = 'cue'), '')
               FROM standing_quotes WHERE id = ?1";
    statement::optional(connection, sql, [quote], |r| {
        Ok(Passage {
            article_id: r.get(0)?,
            start_char: number(r, 1)?,
            kind: r.get(2)?,
            words: r.get(3)?,
            sense: sense(r, 4)?,
            cue: r.get(7)?,
        })
    })
}

/// How many quotes are denied, and how many were not said or are not told as having been said.
///
/// # Errors
/// Any failure of SQLite.
pub fn not_plainly_said(connection: &Connection) -> Result<(u64, u64), StoreError> {
    let sql =
        "SELECT (SELECT count(*) FROM standing_quotes WHERE polarity = 'denied' AND determinacy = 'yes'),
                      (SELECT count(*) FROM standing_quotes WHERE determinacy <> 'yes')";
    let read = |r: &Row<'_>| Ok((number(r, 0)? as u64, number(r, 1)? as u64));
    statement::one(connection, sql, [], read)
}

/// The sense of a quote in a word; none where no quote has this id.
///
/// # Errors
/// Any failure of SQLite.
pub fn sense_of(connection: &Connection, quote: i64) -> Result<Option<String>, StoreError> {
    statement::optional(connection, "SELECT sense FROM quotes WHERE id = ?1", [quote], |r| r.get(0))
}

/// The paragraphs of an article; none where no article has this id.
///
/// # Errors
/// Any failure of SQLite.
pub fn paragraphs_of(connection: &Connection, article: ArticleId) -> Result<Vec<CharRange>, StoreError> {
    let sql = "SELECT body FROM articles WHERE id = ?1";
    let body: Option<String> = statement::optional(connection, sql, [article], |r| r.get(0))?;
    Ok(body.map(|body| paragraph_ranges(&body)).unwrap_or_default())
}

fn speaker(r: &Row<'_>) -> rusqlite::Result<(QuoteId, Speaker)> {
    let speaker = Speaker {
        actor_id: r.get(1)?,
        name: r.get(2)?,
        relation: r.get(3)?,
        method: r.get(4)?,
        confidence: r.get(5)?,
    };
    Ok((r.get(0)?, speaker))
}

/// A count or an offset, which is never negative.
fn number(r: &Row<'_>, column: usize) -> rusqlite::Result<usize> {
    r.get::<_, i64>(column).map(|n| usize::try_from(n).unwrap_or(0))
}

fn paragraph_ranges(body: &str) -> Vec<CharRange> {
    let chars = CharIndex::new(body);
    paragraphs(body).iter().map(|p| (chars.char_of_byte(p.start), chars.char_of_byte(p.end))).collect()
}
