//! The cards of actors and issues: what is known of one, gathered.

use super::registry::changes::{self, Change};
use super::registry::{different, merge, records};
use super::{StoreError, statement};
use crate::domain::{ActorId, ActorKind, Alias, ArticleId, Gender, IssueId, Origin};
use rusqlite::Connection;

/// Changes that a card has; the table `actor_changes` has them all.
const CHANGES: u32 = 10;

/// An actor with everything that is known of it.
#[derive(Clone, Debug)]
pub struct ActorCard {
    /// Its stable key.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What sort of thing it is.
    pub kind: ActorKind,
    /// The state it belongs to.
    pub state: Option<String>,
    /// One line on who or what it is.
    pub description: String,
    /// Who made the row.
    pub origin: Origin,
    /// Other surface forms with their kinds.
    pub aliases: Vec<Alias>,
    /// Offices, the latest first.
    pub roles: Vec<Office>,
    /// Of persons.
    pub gender: Option<Gender>,
    /// What other registers call it: `scheme:id`.
    pub ids: Vec<String>,
    /// How its quotes were linked to it, and how many by each way, most first.
    pub methods: Vec<(String, i64)>,
    /// Slugs of the actors that were merged into it.
    pub merged: Vec<String>,
    /// Slugs of the actors that it was told apart from.
    pub different: Vec<String>,
    /// What people did to it, newest first.
    pub changes: Vec<Change>,
    /// Quotes whose speaker it is.
    pub quotes: i64,
    /// Articles with such quotes.
    pub articles: i64,
    /// Where it stands.
    pub positions: Vec<Evidence>,
}

/// An office and when it was held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Office {
    /// What the office is called.
    pub title: String,
    /// Where it is held.
    pub organisation: Option<String>,
    /// From when.
    pub since: Option<String>,
    /// Until when.
    pub until: Option<String>,
}

/// An issue with the positions on it.
#[derive(Clone, Debug, Default)]
pub struct IssueCard {
    /// Its stable key.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What one supports or opposes.
    pub proposition: String,
    /// What belongs to it.
    pub description: String,
    /// Who stands where.
    pub positions: Vec<Evidence>,
}

/// A position with the passage that shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Who holds it.
    pub actor: String,
    /// The issue's name.
    pub issue: String,
    /// supports, opposes …
    pub stance: String,
    /// own_words, reported, ascribed.
    pub basis: String,
    /// By whom it is ascribed.
    pub ascribed_by: Option<String>,
    /// When it was stated.
    pub stated_on: Option<String>,
    /// The passage.
    pub text: String,
    /// What to call the article: its headline, or the name of its file in brackets.
    pub title: String,
    /// The article.
    pub article_id: ArticleId,
    /// A remark of the person who recorded it.
    pub note: String,
}

/// Reads an actor with everything that is known of it; none where no actor has this id.
///
/// # Errors
/// Any failure of SQLite.
pub fn actor(connection: &Connection, id: ActorId) -> Result<Option<ActorCard>, StoreError> {
    let sql = "SELECT a.origin, s.name FROM actors a LEFT JOIN actors s ON s.id = a.state_id WHERE a.id = ?1";
    let row = statement::optional(connection, sql, [id], |r| Ok((r.get(0)?, r.get(1)?)))?;
    let Some((origin, state)) = row else { return Ok(None) };
    let record = records::read(connection, id)?;
    let sql =
        "SELECT r.title, o.name, r.since, r.until FROM roles r LEFT JOIN actors o ON o.id = r.organisation_id
               WHERE r.actor_id = ?1 ORDER BY r.until IS NOT NULL, r.since DESC, r.id";
    let roles = statement::all(connection, sql, [id], |r| {
        Ok(Office { title: r.get(0)?, organisation: r.get(1)?, since: r.get(2)?, until: r.get(3)? })
    })?;
    let sql = "SELECT count(*), count(DISTINCT q.article_id) FROM standing_speakers s
               JOIN made_quotes_in_brief q ON q.id = s.quote_id
               WHERE s.actor_id = ?1 AND s.relation = 'speaker'";
    let (quotes, articles) = statement::one(connection, sql, [id], |r| Ok((r.get(0)?, r.get(1)?)))?;
    let sql =
        "SELECT s.method, count(*) FROM standing_speakers s JOIN made_quotes_in_brief q ON q.id = s.quote_id
               WHERE s.actor_id = ?1 AND s.relation = 'speaker' GROUP BY s.method ORDER BY 2 DESC, 1";
    let methods = statement::all(connection, sql, [id], |r| Ok((r.get(0)?, r.get(1)?)))?;
    let wikidata = record.wikidata.map(|item| format!("wikidata:{item}"));
    Ok(Some(ActorCard {
        name: record.name,
        kind: record.kind,
        state,
        description: record.description,
        origin,
        aliases: record.aliases,
        roles,
        gender: record.gender,
        ids: wikidata.into_iter().chain(record.ids).collect(),
        methods,
        merged: merge::absorbed(connection, id)?,
        different: different::of(connection, id)?,
        changes: changes::of(connection, &record.slug, CHANGES)?,
        quotes,
        articles,
        positions: evidence(connection, "actor_id", id)?,
        slug: record.slug,
    }))
}

/// Reads an issue with the positions on it; none where no issue has this id.
///
/// # Errors
/// Any failure of SQLite.
pub fn issue(connection: &Connection, id: IssueId) -> Result<Option<IssueCard>, StoreError> {
    let sql = "SELECT slug, name, proposition, description FROM issues WHERE id = ?1";
    let card = statement::optional(connection, sql, [id], |r| {
        Ok(IssueCard {
            slug: r.get(0)?,
            name: r.get(1)?,
            proposition: r.get(2)?,
            description: r.get(3)?,
            positions: Vec::new(),
        })
    })?;
    let Some(mut card) = card else { return Ok(None) };
    card.positions = evidence(connection, "issue_id", id)?;
    Ok(Some(card))
}

fn evidence(
    connection: &Connection,
    key: &str,
    id: impl rusqlite::ToSql,
) -> Result<Vec<Evidence>, StoreError> {
    let sql = format!(
        "SELECT actor, issue, stance, basis, ascribed_by, stated_on, evidence, article, article_id, note
         FROM stated_positions WHERE {key} = ?1 ORDER BY issue, stated_on IS NULL, stated_on, actor, position_id"
    );
    statement::all(connection, &sql, [id], |r| {
        Ok(Evidence {
            actor: r.get(0)?,
            issue: r.get(1)?,
            stance: r.get(2)?,
            basis: r.get(3)?,
            ascribed_by: r.get(4)?,
            stated_on: r.get(5)?,
            text: r.get(6)?,
            title: r.get(7)?,
            article_id: r.get(8)?,
            note: r.get(9)?,
        })
    })
}
