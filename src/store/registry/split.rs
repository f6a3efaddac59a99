//! One actor becomes two: a merge is taken back, or some quotes turn out to be somebody else's.

use super::changes::{self, Action, Author};
use super::loader::{LoadError, Loader};
use super::reviews::{self, Verdict};
use super::snapshot::{Link, Snapshot};
use super::{different, edit, merge, rows};
use crate::domain::{ActorId, ActorRecord, Origin, QuoteId, Relation, SpeakerMethod, counted};
use crate::store::{self, StoreError, Write, links, positions, stances, statement};
use rusqlite::{Connection, params};

/// What a split gave back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Restored {
    /// Slug of the actor that is there again.
    pub slug: String,
    /// Slug of the one that it was part of.
    pub from: String,
    /// Links from quotes.
    pub quotes: usize,
}

/// Takes back the merge that made `slug` stand for another actor.
///
/// # Errors
/// A slug that stands for nobody; a merge below a later one, which has to be taken back first; any failure of SQLite.
pub fn unmerge(write: &Write<'_>, author: &Author, slug: &str) -> Result<Restored, StoreError> {
    let Some((into, change)) = merge::merged_into(write, slug)? else {
        return Err(StoreError::Reference(format!("`{slug}` was not merged into another actor")));
    };
    if !merge::is_actor(write, &into)? {
        let text = format!(
            "`{slug}` was merged into `{into}`, and that into another actor since: split `{into}` first"
        );
        return Err(StoreError::Reference(text));
    }
    let sql = "SELECT actor_id FROM actor_merges WHERE slug = ?1";
    let stays: ActorId = statement::one(write, sql, [slug], |r| r.get(0))?;
    let sql = "SELECT undo FROM actor_changes WHERE id = ?1";
    let snapshot = Snapshot::from_json(&statement::one(write, sql, [change], |r| r.get::<_, String>(0))?)?;

    give_up(write, &snapshot, stays)?;
    let id = restore_actor(write, &snapshot)?;
    let links = restore_links(write, &snapshot, id, stays)?;
    merge::forget(write, slug)?;
    for old in &snapshot.slugs {
        merge::redirect(write, old, id)?;
    }
    if snapshot.actor.origin == Origin::Seed {
        // The next import brings its seed up to date, with the references that other seeds make to it.
        store::put_setting(write, "knowledge_hash", "")?;
    }
    let detail = format!("{slug} from {into}");
    let split = changes::log(write, author, Action::Split, (Some(&into), Some(slug)), &detail)?;
    changes::mark_undone(write, change, split)?;
    Ok(Restored { slug: slug.to_owned(), from: into, quotes: links })
}

/// Makes a new actor of some quotes of another one, and remembers that the two are different. Gives the new slug.
///
/// # Errors
/// A quote that the actor did not say; a new actor that is there already; any failure of SQLite.
pub fn split_off(
    write: &Write<'_>,
    author: &Author,
    actor: ActorId,
    quotes: &[QuoteId],
    new: &ActorRecord,
) -> Result<Restored, LoadError> {
    let slug = edit::slug_of(write, actor)?;
    for quote in quotes {
        let sql =
            "SELECT 1 FROM quote_speakers WHERE quote_id = ?1 AND actor_id = ?2 AND relation = 'speaker'";
        if statement::optional(write, sql, params![quote, actor], |_| Ok(()))?.is_none() {
            return Err(LoadError::Record(format!("quote {quote} is not one of `{slug}`")));
        }
    }
    // A key of its own: the name is likely to be the same.
    let mut new = new.clone();
    if new.slug.is_empty() {
        new.slug = store::actors::free_slug(write, &new.name)?;
    }
    let (id, outcome) = Loader::new(write).load(&new)?;
    if outcome != super::loader::Outcome::Added {
        return Err(LoadError::Record(format!("there is an actor `{}` already", new.slug)));
    }
    let detail = format!("{} from {slug}, with {}", new.slug, counted(quotes.len(), "quote"));
    let change = changes::log(write, author, Action::Split, (Some(&slug), Some(&new.slug)), &detail)?;
    rows::actors::confirm(write, actor)?;
    // Only these has the person looked at: the others stay as they were found.
    for quote in quotes {
        reviews::put(write, *quote, &Verdict::By(vec![id]), change)?;
    }
    different::insert(write, actor, id, change)?;
    Ok(Restored { slug: new.slug, from: slug, quotes: quotes.len() })
}

/// Takes from the actor that stays what it got by the merge.
fn give_up(write: &Write<'_>, snapshot: &Snapshot, stays: ActorId) -> Result<(), StoreError> {
    let gained = &snapshot.gained;
    for alias in &gained.aliases {
        rows::aliases::remove(write, stays, alias)?;
    }
    for role in &gained.roles {
        rows::roles::remove(write, *role, stays)?;
    }
    for other in &gained.different {
        different::remove(write, stays, *other)?;
    }
    rows::actors::give_up(write, stays, snapshot)?;
    rows::ids::remove(write, stays, "wikidata", snapshot.actor.wikidata.as_deref())
}

/// Writes the actor that is there again, with its aliases, roles and ids; gives its id, the old one where that is free.
pub(super) fn restore_actor(write: &Write<'_>, snapshot: &Snapshot) -> Result<ActorId, StoreError> {
    let id = rows::actors::restore(write, &snapshot.actor)?;
    for (i, (alias, _, kind, origin)) in snapshot.aliases.iter().enumerate() {
        rows::aliases::restore(write, id, (alias, *kind, *origin), snapshot.alias_ids.get(i).copied())?;
    }
    for (i, role) in snapshot.roles.iter().enumerate() {
        rows::roles::restore(write, id, role, snapshot.role_ids.get(i).copied())?;
    }
    for (scheme, external) in &snapshot.ids {
        rows::ids::put(write, id, (scheme, external), rows::ids::Policy::Take)?;
    }
    for (fact, text) in &snapshot.removed {
        rows::removed::put(write, id, fact, text)?;
    }
    Ok(id)
}

/// Gives back the rows that referred to the actor, as far as they are still there and still refer to the other one.
fn restore_links(
    write: &Write<'_>,
    snapshot: &Snapshot,
    id: ActorId,
    stays: ActorId,
) -> Result<usize, StoreError> {
    let mut quotes = 0;
    for link in &snapshot.links {
        if !is_there(write, link)? {
            continue;
        }
        let held = if link.shared {
            // Nothing of it was left to give back; what a person has said of the quote since stands alone.
            usize::from(!is_reviewed(write, link.quote)?)
        } else {
            links::remove(write, link.quote, link.relation, stays)?
        };
        // A link that went elsewhere since (a review, a re-reading) stays where it is.
        if held > 0 {
            quotes += restore_link(write, link, id)? * usize::from(link.relation == Relation::Speaker);
        }
    }
    for link in &snapshot.needless {
        if is_there(write, link)? && !is_reviewed(write, link.quote)? {
            restore_link(write, link, stays)?;
        }
    }
    for position in &snapshot.positions {
        positions::move_back(write, *position, id, stays)?;
    }
    for position in &snapshot.ascribed {
        positions::ascribe_back(write, *position, id, stays)?;
    }
    for role in &snapshot.offices {
        rows::roles::move_office_back(write, *role, id, stays)?;
    }
    for citizen in &snapshot.citizens {
        rows::actors::move_citizen_back(write, *citizen, id, stays)?;
    }
    for review in &snapshot.reviews {
        reviews::move_back(write, *review, id, stays)?;
    }
    for review in &snapshot.other_reviews {
        reviews::move_other_back(write, *review, id, stays)?;
    }
    for review in &snapshot.position_reviews {
        stances::move_back(write, *review, id, stays)?;
    }
    for (other, change) in &snapshot.different {
        let sql = "SELECT 1 FROM actors WHERE id = ?1";
        if statement::optional(write, sql, [other], |_| Ok(()))?.is_some() {
            different::insert(write, id, *other, *change)?;
        }
    }
    Ok(quotes)
}

/// Whether the quote of a link is still the same one.
fn is_there(connection: &Connection, link: &Link) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM quotes WHERE id = ?1 AND article_id = ?2 AND start_char = ?3";
    let same = params![link.quote, link.article, link.start];
    Ok(statement::optional(connection, sql, same, |_| Ok(()))?.is_some())
}

/// Whether a person has said who said the quote.
fn is_reviewed(connection: &Connection, quote: QuoteId) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM quote_speakers WHERE quote_id = ?1 AND method = ?2";
    Ok(statement::optional(connection, sql, params![quote, SpeakerMethod::Review], |_| Ok(()))?.is_some())
}

fn restore_link(write: &Write<'_>, link: &Link, actor: ActorId) -> Result<usize, StoreError> {
    let Link { quote, relation, method, confidence, .. } = link;
    let (quote, relation, confidence) = (*quote, *relation, *confidence);
    links::put(write, &links::Link { quote, actor, relation, method, confidence })
}
