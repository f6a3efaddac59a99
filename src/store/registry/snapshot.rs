//! What a merge remembers of the actor that goes, and of what the other one gains: enough to take it back.

use crate::domain::{
    ActorId, ActorKind, AliasId, AliasKind, ArticleId, ChangeId, Gender, Origin, PositionId, QuoteId,
    Relation, ReviewId, RoleId,
};
use crate::store::{StoreError, statement};
use rusqlite::Connection;
use rusqlite::types::FromSql;
use serde::{Deserialize, Serialize};

/// An actor with everything that refers to it, as it was before a merge.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Snapshot {
    pub actor: Row,
    /// alias, folded, kind, origin
    pub aliases: Vec<(String, String, AliasKind, Origin)>,
    pub roles: Vec<RoleRow>,
    /// scheme, external id
    pub ids: Vec<(String, String)>,
    /// fact, text
    pub removed: Vec<(String, String)>,
    pub links: Vec<Link>,
    /// Links of the actor that stays that the merge makes needless: whom it might have meant, where it is who said it.
    #[serde(default)]
    pub needless: Vec<Link>,
    /// Ids of the aliases and of the roles, in their order; none in what an earlier kb kept.
    #[serde(default)]
    pub alias_ids: Vec<AliasId>,
    #[serde(default)]
    pub role_ids: Vec<RoleId>,
    /// id of the other, of the change
    pub different: Vec<(ActorId, ChangeId)>,
    /// Rows that referred to it: positions held, positions ascribed, offices at it, its citizens, reviews.
    pub positions: Vec<PositionId>,
    pub ascribed: Vec<PositionId>,
    pub offices: Vec<RoleId>,
    pub citizens: Vec<ActorId>,
    pub reviews: Vec<ReviewId>,
    /// Reviews that name it beside the first speaker, and whether they name the other one there, too.
    #[serde(default)]
    pub other_reviews: Vec<(ReviewId, bool)>,
    /// Reviews of its positions.
    #[serde(default)]
    pub position_reviews: Vec<i64>,
    /// Slugs that an earlier merge had made stand for it.
    pub slugs: Vec<String>,
    pub gained: Gained,
}

/// Title, organisation's id, since, until, origin.
pub(super) type RoleRow = (String, Option<ActorId>, Option<String>, Option<String>, Origin);

/// The row of an actor.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Row {
    pub id: ActorId,
    pub slug: String,
    pub name: String,
    pub name_folded: String,
    pub kind: ActorKind,
    pub gender: Option<Gender>,
    pub state_id: Option<ActorId>,
    pub description: String,
    pub wikidata: Option<String>,
    pub origin: Origin,
    /// The article that only describes it.
    #[serde(default)]
    pub article_id: Option<ArticleId>,
}

/// One row of `quote_speakers`, with what tells the quote should its id mean another one by then.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Link {
    pub quote: QuoteId,
    pub article: ArticleId,
    pub start: i64,
    pub relation: Relation,
    /// As it is stored: another program may have its own.
    pub method: String,
    pub confidence: f64,
    /// Whether the merge leaves nothing of it, since the other actor was linked to the quote in the same way already, or had
    /// said what this one may have said.
    pub shared: bool,
}

/// What the actor that stays did not have before.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Gained {
    pub aliases: Vec<String>,
    pub roles: Vec<RoleId>,
    pub different: Vec<ActorId>,
    pub gender: bool,
    pub state: bool,
    pub description: bool,
    pub wikidata: bool,
    /// Its origin before.
    pub origin: Option<Origin>,
}

impl Row {
    pub(super) fn read(connection: &Connection, actor: ActorId) -> Result<Self, StoreError> {
        let sql = "SELECT id, slug, name, name_folded, kind, gender, state_id, description, wikidata, origin, article_id
                   FROM actors WHERE id = ?1";
        statement::one(connection, sql, [actor], |r| {
            Ok(Self {
                id: r.get(0)?,
                slug: r.get(1)?,
                name: r.get(2)?,
                name_folded: r.get(3)?,
                kind: r.get(4)?,
                gender: r.get(5)?,
                state_id: r.get(6)?,
                description: r.get(7)?,
                wikidata: r.get(8)?,
                origin: r.get(9)?,
                article_id: r.get(10)?,
            })
        })
    }
}

impl Snapshot {
    /// Reads `gone` as it is before it goes into `stays`.
    pub(super) fn take(connection: &Connection, gone: ActorId, stays: ActorId) -> Result<Self, StoreError> {
        let sql =
            "SELECT alias, alias_folded, kind, origin FROM actor_aliases WHERE actor_id = ?1 ORDER BY id";
        let aliases =
            statement::all(connection, sql, [gone], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))?;
        let sql =
            "SELECT title, organisation_id, since, until, origin FROM roles WHERE actor_id = ?1 ORDER BY id";
        let roles = statement::all(connection, sql, [gone], |r| {
            Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?))
        })?;
        let pairs = |sql: &str| statement::all(connection, sql, [gone], |r| Ok((r.get(0)?, r.get(1)?)));
        let read = |r: &rusqlite::Row<'_>| {
            Ok(Link {
                quote: r.get(0)?,
                article: r.get(1)?,
                start: r.get(2)?,
                relation: r.get(3)?,
                method: r.get(4)?,
                confidence: r.get(5)?,
                shared: r.get(6)?,
            })
        };
        let sql = "SELECT s.quote_id, q.article_id, q.start_char, s.relation, s.method, s.confidence,
                     EXISTS (SELECT 1 FROM quote_speakers o WHERE o.quote_id = s.quote_id AND o.actor_id = ?2
                             AND (o.relation = s.relation OR s.relation = 'candidate' AND o.relation = 'speaker'))
                   FROM quote_speakers s JOIN quotes q ON q.id = s.quote_id WHERE s.actor_id = ?1";
        let links = statement::all(connection, sql, [gone, stays], read)?;
        let sql = "SELECT s.quote_id, q.article_id, q.start_char, s.relation, s.method, s.confidence, 1
                   FROM quote_speakers s JOIN quotes q ON q.id = s.quote_id
                   WHERE s.actor_id = ?2 AND s.relation = 'candidate' AND EXISTS (
                     SELECT 1 FROM quote_speakers o
                     WHERE o.quote_id = s.quote_id AND o.actor_id = ?1 AND o.relation = 'speaker')";
        let needless = statement::all(connection, sql, [gone, stays], read)?;
        let sql = "SELECT iif(actor_id = ?1, other_id, actor_id), change_id FROM different_actors
                   WHERE actor_id = ?1 OR other_id = ?1";
        let different = statement::all(connection, sql, [gone], |r| Ok((r.get(0)?, r.get(1)?)))?;
        let others = "SELECT review_id, EXISTS (SELECT 1 FROM speaker_review_others s
                        WHERE s.review_id = o.review_id AND s.actor_id = ?2) FROM speaker_review_others o WHERE actor_id = ?1";
        let sql = "SELECT slug FROM actor_merges WHERE actor_id = ?1";
        Ok(Self {
            actor: Row::read(connection, gone)?,
            aliases,
            roles,
            ids: pairs("SELECT scheme, external_id FROM actor_ids WHERE actor_id = ?1")?,
            removed: pairs("SELECT fact, text FROM removed_facts WHERE actor_id = ?1")?,
            links,
            needless,
            alias_ids: ids(connection, gone, "SELECT id FROM actor_aliases WHERE actor_id = ?1 ORDER BY id")?,
            role_ids: ids(connection, gone, "SELECT id FROM roles WHERE actor_id = ?1 ORDER BY id")?,
            different,
            positions: ids(connection, gone, "SELECT id FROM positions WHERE actor_id = ?1")?,
            ascribed: ids(connection, gone, "SELECT id FROM positions WHERE ascribed_by_id = ?1")?,
            offices: ids(connection, gone, "SELECT id FROM roles WHERE organisation_id = ?1")?,
            citizens: ids(connection, gone, "SELECT id FROM actors WHERE state_id = ?1")?,
            reviews: ids(connection, gone, "SELECT id FROM speaker_reviews WHERE actor_id = ?1")?,
            other_reviews: statement::all(connection, others, [gone, stays], |r| Ok((r.get(0)?, r.get(1)?)))?,
            position_reviews: ids(connection, gone, "SELECT id FROM position_reviews WHERE actor_id = ?1")?,
            slugs: statement::all(connection, sql, [gone], |r| r.get(0))?,
            gained: Gained::default(),
        })
    }

    /// As it is kept in the log.
    pub(super) fn to_json(&self) -> Result<String, StoreError> {
        serde_json::to_string(self).map_err(|e| StoreError::Reference(format!("cannot keep the merge: {e}")))
    }

    /// From the log.
    pub(super) fn from_json(text: &str) -> Result<Self, StoreError> {
        serde_json::from_str(text)
            .map_err(|e| StoreError::Reference(format!("the log does not hold what the merge kept: {e}")))
    }
}

/// The ids of the rows that refer to an actor.
fn ids<I: FromSql>(connection: &Connection, actor: ActorId, sql: &str) -> Result<Vec<I>, StoreError> {
    statement::all(connection, sql, [actor], |r| r.get(0))
}
