//! Where actors stand, as it was read out of an article: the derived positions of one article, replaced as a whole, and what people
//! have said of them.
//!
//! A review is of an actor on an issue in an article. What a person has confirmed, set or added is a position of its own
//! (`origin` user), in whose presence nothing derived stands beside; what a person has rejected is derived and counts nowhere.

use super::positions::{self, Row};
use super::registry::Author;
use super::{StoreError, Write, articles, speakers, statement};
use crate::domain::{ActorId, ArticleId, Basis, IssueId, Origin, PositionId, Stance, vocabulary};
use crate::extract::Extraction;
use crate::text::{CharIndex, TokenSpan};
use rusqlite::{Connection, params};

vocabulary! {
    /// What a person says of a position.
    Verdict {
        /// It is so.
        Confirmed = "confirmed",
        /// The article does not show it.
        Rejected = "rejected",
        /// The stance is another one.
        Set = "set",
        /// kb has not found it.
        Added = "added",
    }
}

/// Replaces the derived positions of an article. One that is found again keeps its number.
///
/// `new_actors` are the rows of the actors that the text introduces.
///
/// # Errors
/// Any failure of SQLite.
pub(super) fn replace(
    write: &Write<'_>,
    article: ArticleId,
    chars: &CharIndex<'_>,
    extraction: &Extraction,
    new_actors: &mut [Option<ActorId>],
) -> Result<(), StoreError> {
    let Extraction { stances, positions: tokens, resolution, statements, .. } = extraction;
    let mut old = positions::begin_found(write, article)?;
    let rejected = super::quotes::rejected(write, article)?;
    for found in stances {
        let id = |actor, new: &mut [Option<ActorId>]| speakers::id_of(write, article, actor, resolution, new);
        let Some(actor) = id(found.actor, new_actors)? else { continue };
        for passage in &found.passages {
            let by = match passage.by {
                Some(by) => id(by, new_actors)?,
                None => None,
            };
            let words = |span: TokenSpan| tokens.bytes(span).of(chars.body());
            let said = passage.statement.and_then(|n| statements.get(n)).and_then(|s| s.said_on);
            let place = chars.chars_of(tokens.bytes(passage.tokens));
            // What is no quote shows nothing.
            if rejected.iter().any(|quote| quote.start < place.end && place.start < quote.end) {
                continue;
            }
            let row = Row {
                actor,
                issue: found.issue,
                stance: found.stance,
                basis: passage.basis,
                by,
                stated_on: said.and_then(|s| s.date).map(|d| d.to_string()),
                condition: passage.condition.map(words),
                confidence: Some(super::quotes::rounded(found.confidence)),
                note: "",
                origin: Origin::Text,
                evidence: words(passage.tokens),
                place: (place.start as i64, place.end as i64),
            };
            let id = positions::put(write, article, &row)?;
            old.retain(|o| *o != id);
        }
    }
    for gone in old {
        positions::remove(write, gone)?;
    }
    positions::apply_reviews(write, article)
}

/// A derived or a person's position, as a review needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Of whom.
    pub actor: ActorId,
    /// What whoever it is is called.
    pub name: String,
    /// On what.
    pub issue: IssueId,
    /// The issue's slug.
    pub slug: String,
    /// How it stands.
    pub stance: Stance,
    /// The passage.
    pub evidence: String,
}

/// The position with this id, and the article that it was read in; none of one that came with kb.
///
/// # Errors
/// Any failure of SQLite.
pub fn of(
    connection: &Connection,
    position: PositionId,
) -> Result<Option<(Judged, Option<ArticleId>)>, StoreError> {
    let sql = "SELECT p.article_id, p.actor_id, s.name, p.issue_id, i.slug, p.stance,
                 (SELECT text FROM position_evidence e WHERE e.position_id = p.id ORDER BY e.id LIMIT 1)
               FROM positions p JOIN actors s ON s.id = p.actor_id JOIN issues i ON i.id = p.issue_id WHERE p.id = ?1";
    statement::optional(connection, sql, [position], |r| {
        let judged = Judged {
            actor: r.get(1)?,
            name: r.get(2)?,
            issue: r.get(3)?,
            slug: r.get(4)?,
            stance: r.get(5)?,
            evidence: r.get::<_, Option<String>>(6)?.unwrap_or_default(),
        };
        Ok((judged, r.get(0)?))
    })
}

/// All positions, those that people have rejected among them, with what was said of each. `:issue`, `:actor` and `:status` choose.
pub const LIST: &str =
    "SELECT p.id AS position_id, s.name AS actor, i.slug AS issue, p.stance, p.confidence,
       coalesce((SELECT r.verdict || ' by ' || r.made_by FROM position_reviews r
                 WHERE r.article_id = p.article_id AND r.actor_id = p.actor_id AND r.issue_id = p.issue_id AND r.undone_at IS NULL
                 ORDER BY r.id DESC LIMIT 1), iif(p.origin = 'seed', 'came with kb', 'read')) AS status,
       (SELECT e.text FROM position_evidence e WHERE e.position_id = p.id ORDER BY e.id LIMIT 1) AS evidence,
       coalesce(p.article_id, (SELECT e.article_id FROM position_evidence e WHERE e.position_id = p.id ORDER BY e.id LIMIT 1)) AS article_id
     FROM positions p JOIN actors s ON s.id = p.actor_id JOIN issues i ON i.id = p.issue_id
     WHERE (:issue IS NULL OR p.issue_id = :issue) AND (:actor IS NULL OR p.actor_id = :actor)
       AND CASE :status WHEN 'rejected' THEN p.standing = 0 WHEN 'judged' THEN p.origin = 'user' OR p.standing = 0
             WHEN 'read' THEN p.origin = 'text' AND p.standing = 1 ELSE 1 END
     ORDER BY i.slug, s.name, p.id";

/// A position with all that is known of it, for a reader.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// Who stands so.
    pub actor: String,
    /// How.
    pub stance: Stance,
    /// On what: the issue's slug.
    pub slug: String,
    /// What the issue proposes.
    pub proposition: String,
    /// On whose word, and when it was stated, in words.
    pub told: String,
    /// How sure kb is; none of a person's word.
    pub confidence: Option<f64>,
    /// The condition that the stance is bound to.
    pub condition: Option<String>,
    /// Article, what that is called, passage.
    pub passages: Vec<(ArticleId, String, String)>,
    /// What people have said, a line each.
    pub reviews: Vec<String>,
}

/// The card of a position.
///
/// # Errors
/// Any failure of SQLite.
pub fn card(connection: &Connection, position: PositionId) -> Result<Option<Card>, StoreError> {
    let sql = "SELECT s.name, p.stance, i.slug, i.proposition,
                 replace(p.basis, '_', ' ') || coalesce(' by ' || b.name, '') || coalesce(', ' || p.stated_on, '')
                   || iif(p.origin = 'user', ', a person''s word', '') || iif(p.standing = 0, ', rejected', ''),
                 p.confidence, p.condition
               FROM positions p JOIN actors s ON s.id = p.actor_id JOIN issues i ON i.id = p.issue_id
               LEFT JOIN actors b ON b.id = p.ascribed_by_id WHERE p.id = ?1";
    let read = |r: &rusqlite::Row<'_>| {
        Ok(Card {
            actor: r.get(0)?,
            stance: r.get(1)?,
            slug: r.get(2)?,
            proposition: r.get(3)?,
            told: r.get(4)?,
            confidence: r.get(5)?,
            condition: r.get(6)?,
            passages: Vec::new(),
            reviews: Vec::new(),
        })
    };
    let Some(mut card) = statement::optional(connection, sql, [position], read)? else { return Ok(None) };
    let sql =
        "SELECT e.article_id, a.label, e.text FROM position_evidence e JOIN articles a ON a.id = e.article_id
               WHERE e.position_id = ?1 ORDER BY e.id";
    card.passages = statement::all(connection, sql, [position], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
    let sql = "SELECT r.made_at || ' ' || r.made_by || ': ' || r.verdict || ' (' || r.stance || ')'
                 || iif(r.why = '', '', ', since ' || r.why) || coalesce('; taken back ' || r.undone_at, '')
               FROM position_reviews r JOIN positions p
                 ON p.article_id = r.article_id AND p.actor_id = r.actor_id AND p.issue_id = r.issue_id
               WHERE p.id = ?1 ORDER BY r.id";
    card.reviews = statement::all(connection, sql, [position], |r| r.get(0))?;
    Ok(Some(card))
}

/// Records what a person says of a position of an article; `stance` is the one confirmed, rejected or set.
///
/// # Errors
/// Any failure of SQLite.
pub fn judge(
    write: &Write<'_>,
    author: &Author,
    position: &Judged,
    article: ArticleId,
    verdict: Verdict,
    stance: Stance,
) -> Result<(), StoreError> {
    take_back(write, article, position.actor, position.issue)?;
    note(write, author, position, article, verdict, stance)?;
    if verdict == Verdict::Rejected {
        positions::remove_own(write, article, position.actor, position.issue)?;
        return positions::apply_reviews(write, article);
    }
    positions::take_over(write, article, position, stance)?;
    positions::apply_reviews(write, article)
}

/// Adds a position that kb has not found, with the passage of the article that shows it.
///
/// # Errors
/// Any failure of SQLite.
pub fn add(
    write: &Write<'_>,
    author: &Author,
    position: &Judged,
    article: ArticleId,
    place: (usize, usize),
    basis: Basis,
) -> Result<PositionId, StoreError> {
    note(write, author, position, article, Verdict::Added, position.stance)?;
    let row = Row {
        actor: position.actor,
        issue: position.issue,
        stance: position.stance,
        basis,
        by: None,
        stated_on: None,
        condition: None,
        confidence: None,
        note: "",
        origin: Origin::User,
        evidence: &position.evidence,
        place: (place.0 as i64, place.1 as i64),
    };
    let id = positions::put(write, article, &row)?;
    positions::apply_reviews(write, article)?;
    Ok(id)
}

/// Takes back what people have said of an actor on an issue in an article; how many reviews that were. What kb itself finds there
/// comes back when the article's positions are read again, which they are to be.
///
/// # Errors
/// Any failure of SQLite.
pub fn undo(
    write: &Write<'_>,
    article: ArticleId,
    actor: ActorId,
    issue: IssueId,
) -> Result<usize, StoreError> {
    let reviews = take_back(write, article, actor, issue)?;
    positions::remove_own(write, article, actor, issue)?;
    articles::set_positions_identity(write, article, None)?;
    Ok(reviews)
}

/// What was said of the positions of `gone` is said of those of `stays`.
pub(super) fn move_all(write: &Write<'_>, gone: ActorId, stays: ActorId) -> Result<(), StoreError> {
    let sql = "UPDATE position_reviews SET actor_id = ?2 WHERE actor_id = ?1";
    statement::execute(write, sql, [gone, stays]).map(drop)
}

/// Takes that back for one review.
pub(super) fn move_back(
    write: &Write<'_>,
    review: i64,
    to: ActorId,
    from: ActorId,
) -> Result<(), StoreError> {
    let sql = "UPDATE position_reviews SET actor_id = ?1 WHERE id = ?2 AND actor_id = ?3";
    statement::execute(write, sql, params![to, review, from]).map(drop)
}

fn take_back(
    write: &Write<'_>,
    article: ArticleId,
    actor: ActorId,
    issue: IssueId,
) -> Result<usize, StoreError> {
    let sql = "UPDATE position_reviews SET undone_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
               WHERE article_id = ?1 AND actor_id = ?2 AND issue_id = ?3 AND undone_at IS NULL";
    statement::execute(write, sql, params![article, actor, issue])
}

fn note(
    write: &Write<'_>,
    author: &Author,
    position: &Judged,
    article: ArticleId,
    verdict: Verdict,
    stance: Stance,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO position_reviews (article_id, actor_id, issue_id, verdict, stance, evidence, made_at, made_by, why)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?7, ?8)";
    let values = params![
        article,
        position.actor,
        position.issue,
        verdict,
        stance,
        position.evidence,
        author.by,
        author.why
    ];
    statement::execute(write, sql, values).map(drop)
}
