//! Actors, their aliases and roles: curated ones from files and people, new ones from texts, and finding one by name.

use super::registry::reference;
use super::registry::removal::is_removed;
use super::registry::rows;
use super::registry::rows::actors::Fields;
use super::registry::rows::roles::Office;
use super::{StoreError, Write, statement};
use crate::domain::{
    Actor, ActorId, Alias, AliasKind, ArticleId, NEAR, Origin, PartialDate, Role, is_wikidata, nearness,
};
use crate::extract::speakers::{ActorRef, NewActor, fold_name};
use rusqlite::{Connection, Row, params};
use std::collections::{HashMap, HashSet};

/// What a look-up by name came to.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// Exactly one actor.
    One {
        /// Its id.
        id: ActorId,
        /// Its name.
        name: String,
        /// Whether the text is one of its names as they are written, but for case, accents and punctuation; otherwise a
        /// part of one, or another spelling.
        outright: bool,
    },
    /// Several that the text fits equally well: slug, name and description of each.
    Ambiguous(Vec<(String, String, String)>),
    /// None; the names that come closest, best first.
    Nobody(Vec<String>),
}

/// Finds the actor that a person means by `text`: slug, name, alias, or a part of the name, in any case and spelling.
///
/// # Errors
/// Any failure of SQLite.
pub fn find(connection: &Connection, text: &str) -> Result<Found, StoreError> {
    let folded = fold_name(text);
    if let Some(id) = id_of(connection, text.trim())? {
        return found(connection, text, &[id]);
    }
    if let Some(id) =
        is_wikidata(text).then(|| reference::by_wikidata(connection, text)).transpose()?.flatten()
    {
        return found(connection, text, &[id]);
    }
    if folded.is_empty() {
        return Ok(Found::Nobody(Vec::new()));
    }
    // From the surest reading to the loosest: the first that fits anybody decides.
    for sql in [
        "SELECT id FROM actors WHERE name_folded = ?1 AND article_id IS NULL ORDER BY id",
        "SELECT DISTINCT actor_id FROM actor_aliases WHERE alias_folded = ?1 AND kind <> 'demonym' ORDER BY actor_id",
        "SELECT id FROM actors WHERE article_id IS NULL AND instr(' ' || name_folded || ' ', ' ' || ?1 || ' ') > 0 ORDER BY name",
        "SELECT DISTINCT actor_id FROM actor_aliases WHERE instr(' ' || alias_folded || ' ', ' ' || ?1 || ' ') > 0
         ORDER BY actor_id",
        // Of those that articles only describe, one stands for all that are described by the same words.
        "SELECT min(id) FROM actors WHERE article_id IS NOT NULL AND name_folded = ?1 GROUP BY kind ORDER BY 1",
        "SELECT min(id) FROM actors WHERE article_id IS NOT NULL AND instr(' ' || name_folded || ' ', ' ' || ?1 || ' ') > 0
         GROUP BY name_folded ORDER BY count(*) DESC, 1 LIMIT 12",
    ] {
        let ids = statement::all(connection, sql, [&folded], |r| r.get(0))?;
        if !ids.is_empty() {
            return found(connection, text, &ids);
        }
    }
    if let Some(name) = without_address(connection, text)? {
        return find(connection, &name);
    }
    Ok(Found::Nobody(suggestions(connection, text)?))
}

/// A name without what people put around it: "Lavrov, Sergey", "Mr Lavrov", "Foreign Minister Lavrov" where Lavrov holds or held
/// that office. Each way makes it shorter or takes its comma.
fn without_address(connection: &Connection, text: &str) -> Result<Option<String>, StoreError> {
    const ADDRESSES: [&str; 9] = ["mr", "mrs", "ms", "miss", "dr", "sir", "lady", "lord", "madam"];
    let text = text.trim();
    if let Some((surname, given)) =
        text.split_once(',').filter(|(a, b)| !a.trim().is_empty() && !b.trim().is_empty())
    {
        return Ok((!given.contains(',')).then(|| format!("{} {}", given.trim(), surname.trim())));
    }
    let Some((first, rest)) = text.split_once(char::is_whitespace) else { return Ok(None) };
    if ADDRESSES.contains(&first.trim_end_matches('.').to_lowercase().as_str()) {
        return Ok(Some(rest.trim().to_owned()));
    }
    // The longest office first.
    let breaks: Vec<usize> = text.match_indices(char::is_whitespace).map(|(at, _)| at).collect();
    for at in breaks.into_iter().rev() {
        let (title, name) = text.split_at(at);
        let sql = "SELECT 1 FROM roles r WHERE lower(r.title) = lower(?1) AND r.actor_id IN (
                     SELECT actor_id FROM actor_names WHERE folded = ?2 OR folded LIKE '% ' || ?2) LIMIT 1";
        if statement::optional(connection, sql, [title.trim(), &fold_name(name)], |_| Ok(()))?.is_some() {
            return Ok(Some(name.trim().to_owned()));
        }
    }
    Ok(None)
}

/// Adds the actors that came with kb, or brings them up to date. What a person has entered, taken away or merged stays
/// as it is.
///
/// # Errors
/// A `state` or an `organisation` that no actor has as its slug; any failure of SQLite.
pub fn upsert_seeds(write: &Write<'_>, actors: &[Actor]) -> Result<(), StoreError> {
    let sql = "SELECT slug FROM actor_merges";
    let merged: HashSet<String> = statement::all(write, sql, [], |r| r.get(0))?.into_iter().collect();
    let actors: Vec<&Actor> = actors.iter().filter(|a| !merged.contains(&a.slug)).collect();
    for actor in &actors {
        rows::actors::put_seed(
            write,
            &Fields {
                slug: &actor.slug,
                name: &actor.name,
                kind: actor.kind,
                gender: actor.gender,
                state: None,
                description: &actor.description,
                wikidata: None,
                article: None,
            },
        )?;
    }
    // References only after every actor is there: the files may name each other in any order.
    for actor in actors {
        let id = require(write, &actor.slug, &actor.slug)?;
        if let Some(state) = &actor.state {
            let state = require(write, state, &actor.slug)?;
            rows::actors::place_seed(write, id, state)?;
        }
        rows::aliases::clear_seeds(write, id)?;
        rows::roles::clear_seeds(write, id)?;
        let sql = "SELECT text FROM removed_facts WHERE actor_id = ?1";
        let removed: Vec<String> = statement::all(write, sql, [id], |r| r.get(0))?;
        for alias in actor.aliases.iter().filter(|a| !removed.contains(&a.name)) {
            rows::aliases::put(write, id, alias, rows::aliases::Policy::Keep(Origin::Seed))?;
        }
        for role in actor.roles.iter().filter(|r| !removed.contains(&r.to_string())) {
            let organisation = require(write, &role.organisation, &actor.slug)?;
            let office = Office::of(role, Some(organisation));
            rows::roles::put(write, id, &office, rows::roles::Policy::SameDay(Origin::Seed))?;
        }
    }
    Ok(())
}

/// Every curated actor with its aliases and roles, by id: what the speaker resolution knows about the world.
///
/// # Errors
/// Any failure of SQLite.
pub fn load_curated(connection: &Connection) -> Result<Vec<(ActorId, Actor)>, StoreError> {
    let sql = "SELECT a.id, a.slug, a.name, a.kind, a.gender, s.slug, a.description
               FROM actors a LEFT JOIN actors s ON s.id = a.state_id WHERE a.origin <> 'text' ORDER BY a.id";
    let mut actors = statement::all(connection, sql, [], |r| {
        let actor = Actor {
            slug: r.get(1)?,
            name: r.get(2)?,
            kind: r.get(3)?,
            gender: r.get(4)?,
            state: r.get(5)?,
            description: r.get(6)?,
            aliases: Vec::new(),
            roles: Vec::new(),
        };
        Ok((r.get::<_, ActorId>(0)?, actor))
    })?;
    let index: HashMap<ActorId, usize> = actors.iter().enumerate().map(|(i, (id, _))| (*id, i)).collect();
    let sql = "SELECT actor_id, alias, kind FROM actor_aliases WHERE origin <> 'text' ORDER BY id";
    let aliases = statement::all(connection, sql, [], |r| {
        Ok((r.get::<_, ActorId>(0)?, Alias { name: r.get(1)?, kind: r.get(2)? }))
    })?;
    for (id, alias) in aliases {
        if let Some((_, actor)) = index.get(&id).and_then(|i| actors.get_mut(*i)) {
            actor.aliases.push(alias);
        }
    }
    let sql = "SELECT r.actor_id, r.title, o.slug, r.since, r.until FROM roles r
               LEFT JOIN actors o ON o.id = r.organisation_id WHERE r.origin <> 'text' ORDER BY r.id";
    let roles = statement::all(connection, sql, [], |r| {
        let date = |i| r.get::<_, Option<String>>(i).map(|d| d.and_then(|d| d.parse::<PartialDate>().ok()));
        let organisation = r.get::<_, Option<String>>(2)?.unwrap_or_default();
        Ok((
            r.get::<_, ActorId>(0)?,
            Role { title: r.get(1)?, organisation, since: date(3)?, until: date(4)? },
        ))
    })?;
    for (id, role) in roles {
        if let Some((_, actor)) = index.get(&id).and_then(|i| actors.get_mut(*i)) {
            actor.roles.push(role);
        }
    }
    Ok(actors)
}

/// The id of an actor that a text introduces: the one of this name and kind that is there already, or a new one; none where a
/// person has taken it out.
///
/// `known` gives the row of another actor that the text puts this one with.
///
/// # Errors
/// Any failure of SQLite.
pub fn ensure_from_text(
    write: &Write<'_>,
    article: ArticleId,
    new: &NewActor,
    known: impl Fn(ActorRef) -> Option<ActorId>,
) -> Result<Option<ActorId>, StoreError> {
    let folded = fold_name(&new.name);
    if is_removed(write, &folded, new.described.then_some(article))? {
        return Ok(None);
    }
    if new.described {
        return ensure_described(write, article, new).map(Some);
    }
    let gender = new.gender;
    let state = new.state.and_then(&known);
    let sql = "SELECT id FROM actors WHERE name_folded = ?1 AND kind = ?2 AND article_id IS NULL ORDER BY origin = 'text', id LIMIT 1";
    let there = statement::optional(write, sql, params![folded, new.kind], |r| r.get(0))?;
    // Or the one that a person has merged this name into.
    let sql = "SELECT actor_id FROM actor_merges WHERE name_folded = ?1 AND kind = ?2 ORDER BY slug LIMIT 1";
    let merged = || statement::optional(write, sql, params![folded, new.kind], |r| r.get(0));
    let there = there.map_or_else(merged, |id| Ok(Some(id)))?;
    let id = if let Some(id) = there {
        let sql = "SELECT 1 FROM actors WHERE id = ?1 AND origin = 'text'";
        if statement::optional(write, sql, [id], |_| Ok(()))?.is_none() {
            // What seeds and people know of somebody is not mixed with what a text says.
            return Ok(Some(id));
        }
        // A later text may say more about somebody than the first one did.
        rows::actors::learn_from_text(write, id, gender, &new.description, state)?;
        id
    } else {
        let slug = free_slug(write, &new.name)?;
        let fields = Fields {
            slug: &slug,
            name: &new.name,
            kind: new.kind,
            gender,
            state,
            description: &new.description,
            wikidata: None,
            article: None,
        };
        rows::actors::insert(write, &fields, Origin::Text)?
    };
    for name in new.spellings.iter().filter(|s| **s != new.name) {
        let alias = Alias { name: name.clone(), kind: AliasKind::Transliteration };
        rows::aliases::put(write, id, &alias, rows::aliases::Policy::Keep(Origin::Text))?;
    }
    if let (Some(title), Some(organisation)) = (&new.role, new.organisation_actor.and_then(&known)) {
        let office = Office { title, organisation: Some(organisation), since: None, until: None };
        rows::roles::put(write, id, &office, rows::roles::Policy::AnyDay(Origin::Text))?;
    }
    Ok(Some(id))
}

/// The id of an actor that `article` only describes: its own, or whomever a person has merged that one into.
fn ensure_described(write: &Write<'_>, article: ArticleId, new: &NewActor) -> Result<ActorId, StoreError> {
    let sql =
        "SELECT id FROM actors WHERE article_id = ?1 AND name_folded = ?2 AND kind = ?3 ORDER BY id LIMIT 1";
    let values = params![article, fold_name(&new.name), new.kind];
    if let Some(id) = statement::optional(write, sql, values, |r| r.get(0))? {
        return Ok(id);
    }
    let own = format!("{}-of-article-{article}", slug_of(&new.name));
    if let Some(id) = id_of(write, &own)? {
        return Ok(id);
    }
    let fields = Fields {
        slug: &own,
        name: &new.name,
        kind: new.kind,
        gender: new.gender,
        state: None,
        description: &new.description,
        wikidata: None,
        article: Some(article),
    };
    rows::actors::insert(write, &fields, Origin::Text)
}

/// Removes the actors that texts introduced and that nothing refers to any more.
///
/// # Errors
/// Any failure of SQLite.
pub fn remove_orphans(write: &Write<'_>) -> Result<usize, StoreError> {
    rows::actors::delete_orphans(write)
}

/// The id of the actor with this slug, or of the one that the actor with this slug was merged into.
///
/// # Errors
/// Any failure of SQLite.
pub fn id_of(connection: &Connection, slug: &str) -> Result<Option<ActorId>, StoreError> {
    let sql =
        "SELECT id FROM actors WHERE slug = ?1 UNION ALL SELECT actor_id FROM actor_merges WHERE slug = ?1";
    statement::optional(connection, sql, [slug], |r| r.get(0))
}

/// A stable key for a name: lower-case ASCII words joined by `-` ("Al-Jazeera Net" -> `al-jazeera-net`).
pub fn slug_of(name: &str) -> String {
    let ascii = deunicode::deunicode(name).to_lowercase();
    let words: Vec<_> = ascii.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()).collect();
    words.join("-")
}

/// The slug of a name, with the first number behind it that makes it nobody else's.
pub(super) fn free_slug(connection: &Connection, name: &str) -> Result<String, StoreError> {
    let base = Some(slug_of(name)).filter(|s| !s.is_empty()).unwrap_or_else(|| "actor".to_owned());
    let mut slug = base.clone();
    let mut n = 1;
    while id_of(connection, &slug)?.is_some() {
        n += 1;
        slug = format!("{base}-{n}");
    }
    Ok(slug)
}

fn require(connection: &Connection, slug: &str, wanted_by: &str) -> Result<ActorId, StoreError> {
    let missing =
        || StoreError::Reference(format!("actor `{wanted_by}` refers to `{slug}`, which is no actor's slug"));
    id_of(connection, slug)?.ok_or_else(missing)
}

fn found(connection: &Connection, text: &str, ids: &[ActorId]) -> Result<Found, StoreError> {
    let sql = "SELECT slug, name, description FROM actors WHERE id = ?1";
    let read = |r: &Row<'_>| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?, r.get::<_, String>(2)?));
    let mut rows = Vec::with_capacity(ids.len());
    for id in ids {
        rows.push(statement::one(connection, sql, [id], read)?);
    }
    Ok(match (ids, rows.pop()) {
        ([id], Some((slug, name, _))) => {
            let sql = "SELECT name FROM actor_names WHERE actor_id = ?1";
            let forms: Vec<String> = statement::all(connection, sql, [id], |r| r.get(0))?;
            let asked = slug_of(text);
            let outright = asked == slug || is_wikidata(text) || forms.iter().any(|f| slug_of(f) == asked);
            Found::One { id: *id, name, outright }
        }
        (_, last) => {
            rows.extend(last);
            Found::Ambiguous(rows)
        }
    })
}

/// At most three names, the nearest first, whichever form of the name it is that comes near. Letters count as they are
/// typed: spellings of one sound were looked for before.
fn suggestions(connection: &Connection, text: &str) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT a.name, n.name FROM actor_names n JOIN actors a ON a.id = n.actor_id";
    let names: Vec<(String, String)> = statement::all(connection, sql, [], |r| Ok((r.get(0)?, r.get(1)?)))?;
    let typed = slug_of(text);
    let mut scored: Vec<(f64, String)> = names
        .into_iter()
        .map(|(name, form)| (nearness(&typed, &slug_of(&form)), name))
        .filter(|(score, _)| *score >= NEAR)
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let mut names: Vec<String> = Vec::new();
    for (_, name) in scored {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.truncate(3);
    Ok(names)
}
