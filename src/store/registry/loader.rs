//! Records of actors into the registry: whom a record means, and what it adds to what is known of that actor.

use super::{keys, reference};
use crate::domain::{ActorKind, ActorRecord, Alias, AliasKind, Gender, Role, split_id};
use crate::extract::speakers::fold_name;
use crate::store::{StoreError, actors, statement};
use rusqlite::{Connection, params};
use std::collections::{HashMap, HashSet};

/// What became of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A new actor.
    Added,
    /// An actor that is there learnt something.
    Changed,
    /// Everything was known.
    Unchanged,
}

/// Why a record can't be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The record is the reason; others may load.
    #[error("{0}")]
    Record(String),
    /// The database is.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How a record was recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    /// By its own key: what it says goes.
    Slug,
    /// By the id of another register: that may have another idea of the name shown to people.
    Id,
    /// By nothing but the name.
    Name,
}

/// Loads records within the caller's transaction.
pub struct Loader<'c> {
    connection: &'c Connection,
    /// References that were looked up already: a few hundred states and bodies, asked for by every person.
    references: HashMap<String, Option<i64>>,
    /// Actors that a record of this load was recognised as by name alone, or made.
    loaded: HashSet<i64>,
    /// States that were made because an entry has their code.
    countries: Vec<i64>,
}

impl<'c> Loader<'c> {
    /// A loader that writes through this connection.
    pub fn new(connection: &'c Connection) -> Self {
        Self { connection, references: HashMap::new(), loaded: HashSet::new(), countries: Vec::new() }
    }

    /// Loads a record's own facts; its `state` and `roles` follow by [`Self::state`] and [`Self::role`], when every
    /// actor they may refer to is there. Gives the actor's id.
    ///
    /// # Errors
    /// A record that is wrong in itself or fits more than one actor; any failure of SQLite.
    pub fn load(&mut self, record: &ActorRecord) -> Result<(i64, Outcome), LoadError> {
        record.check().map_err(LoadError::Record)?;
        let known = self.recognise(record)?;
        let (id, mut outcome) = match known {
            Some((id, by)) if self.update(id, record, by)? => (id, Outcome::Changed),
            Some((id, _)) => (id, Outcome::Unchanged),
            None => (self.insert(record)?, Outcome::Added),
        };
        // What a file without our keys calls a name may be a transliteration to us: the kinds we have stay.
        let ours = known.is_none_or(|(_, by)| by == By::Slug);
        self.loaded.insert(id);
        let mut learnt = false;
        for alias in &record.aliases {
            learnt |= self.alias(id, alias, ours)?;
        }
        for (scheme, external) in record.ids.iter().filter_map(|i| split_id(i)) {
            let sql = "INSERT INTO actor_ids (scheme, external_id, actor_id) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
            learnt |= statement::execute(self.connection, sql, params![scheme, external, id])? > 0;
        }
        if outcome == Outcome::Added {
            let whole = |a: &&Alias| {
                matches!(a.kind, AliasKind::Name | AliasKind::Transliteration | AliasKind::Nickname)
            };
            let names = record.aliases.iter().filter(whole).map(|a| a.name.as_str());
            keys::insert(self.connection, id, keys::of(record.kind, names.chain([record.name.as_str()])))?;
        } else if learnt || outcome == Outcome::Changed {
            keys::refresh(self.connection, id)?;
            outcome = Outcome::Changed;
        }
        Ok((id, outcome))
    }

    /// Gives an actor its state; whether that was news.
    ///
    /// # Errors
    /// A reference to nobody; any failure of SQLite.
    pub fn state(&mut self, actor: i64, state: &str) -> Result<bool, LoadError> {
        let state = self.require(state)?;
        let sql = "UPDATE actors SET state_id = ?2
                   WHERE id = ?1 AND state_id IS NOT ?2 AND ?1 <> ?2 AND (state_id IS NULL OR origin <> 'seed')";
        Ok(statement::execute(self.connection, sql, [actor, state])? > 0)
    }

    /// Gives an actor a role, or one that it has the end it lacked; whether that was news.
    ///
    /// # Errors
    /// A reference to nobody; any failure of SQLite.
    pub fn role(&mut self, actor: i64, role: &Role) -> Result<bool, LoadError> {
        role.check().map_err(LoadError::Record)?;
        let organisation = match role.organisation.as_str() {
            "" => None,
            text => Some(self.require(text)?),
        };
        Ok(super::edit::put_role(self.connection, actor, role, organisation)?)
    }

    /// The actor a reference means, made where it is the code of a country that has no actor yet.
    ///
    /// # Errors
    /// A reference to nobody; any failure of SQLite.
    pub fn require(&mut self, text: &str) -> Result<i64, LoadError> {
        let found = match self.references.get(text) {
            Some(known) => *known,
            None => {
                let mut found = reference::find(self.connection, text)?;
                if found.is_none() && reference::is_country_code(text) {
                    found = self.country(text)?;
                }
                self.references.insert(text.to_owned(), found);
                found
            }
        };
        found.ok_or_else(|| {
            LoadError::Record(format!("`{text}` is no actor's slug, name or id, or that of several"))
        })
    }

    /// The states that were made because an entry has their code.
    pub fn countries(&self) -> &[i64] {
        &self.countries
    }

    fn country(&mut self, code: &str) -> Result<Option<i64>, LoadError> {
        let names = reference::country_names(code);
        let Some(name) = names.last() else { return Ok(None) };
        let mut record = ActorRecord::new(name, ActorKind::State);
        let others = names.iter().filter(|n| *n != name);
        record.aliases = others.map(|n| Alias { name: n.clone(), kind: AliasKind::Name }).collect();
        record.ids = vec![format!("iso3166:{}", code.to_ascii_lowercase())];
        let (id, _) = self.load(&record)?;
        self.countries.push(id);
        Ok(Some(id))
    }

    fn recognise(&mut self, record: &ActorRecord) -> Result<Option<(i64, By)>, LoadError> {
        if !record.slug.is_empty()
            && let Some(id) = actors::id_of(self.connection, &record.slug)?
        {
            return Ok(Some((id, By::Slug)));
        }
        if let Some(item) = &record.wikidata
            && let Some(id) = reference::by_wikidata(self.connection, item)?
        {
            return Ok(Some((id, By::Id)));
        }
        for (scheme, external) in record.ids.iter().filter_map(|i| split_id(i)) {
            if let Some(id) = reference::by_id(self.connection, scheme, external)? {
                return Ok(Some((id, By::Id)));
            }
        }
        // A key that nobody has: an actor of its own, whoever else has the name.
        if !record.slug.is_empty() { Ok(None) } else { self.recognise_by_name(record) }
    }

    /// The one actor of this name that nothing speaks against. Where the record has ids, namesakes are likely (files
    /// of thousands): then the state of an actor that seeds or people vouch for has to agree as well.
    fn recognise_by_name(&mut self, record: &ActorRecord) -> Result<Option<(i64, By)>, LoadError> {
        let sql = "SELECT id, slug, gender, state_id, wikidata, origin = 'text' FROM actors WHERE name_folded = ?1 AND kind = ?2
                   UNION ALL SELECT a.id, a.slug, a.gender, a.state_id, a.wikidata, a.origin = 'text'
                   FROM actor_merges m JOIN actors a ON a.id = m.actor_id WHERE m.name_folded = ?1 AND m.kind = ?2";
        let key = params![fold_name(&record.name), record.kind.as_str()];
        let namesakes = statement::all(self.connection, sql, key, |r| {
            let facts: (Option<String>, Option<i64>, Option<String>, bool) =
                (r.get(2)?, r.get(3)?, r.get(4)?, r.get(5)?);
            Ok((r.get::<_, i64>(0)?, r.get::<_, String>(1)?, facts))
        })?;
        if namesakes.is_empty() {
            return Ok(None);
        }
        let identified = record.wikidata.is_some() || !record.ids.is_empty();
        let state = match &record.state {
            Some(text) => self.require(text).ok(),
            None => None,
        };
        let mut fits = Vec::new();
        for (id, slug, (gender, its_state, item, from_text)) in namesakes {
            let other_gender = record.gender.zip(gender).is_some_and(|(a, b)| a.as_str() != b);
            let other_item = record.wikidata.as_ref().zip(item.as_ref()).is_some_and(|(a, b)| a != b);
            let states_agree = match (state, its_state) {
                (Some(a), Some(b)) => a == b,
                // A text's new actor waits for a register to say who it is: every mention of the name will mean the
                // register's from now on.
                _ => !identified || from_text,
            };
            let told = fits.iter().any(|(known, _)| *known == id);
            if !told && !other_gender && !other_item && states_agree && !self.has_other_id(id, record)? {
                fits.push((id, slug));
            }
        }
        match fits.as_slice() {
            [] => Ok(None),
            // In one file without ids, the name alone can't tell two people from one who is there twice.
            [(id, slug)] if self.loaded.contains(id) && !identified => Err(LoadError::Record(format!(
                "`{}` was named by an earlier entry (`{slug}`): a slug or a Wikidata id tells them apart",
                record.name
            ))),
            [(id, _)] if self.loaded.contains(id) => Ok(None),
            [(id, _)] => Ok(Some((*id, By::Name))),
            several => {
                let slugs: Vec<_> = several.iter().map(|(_, slug)| format!("`{slug}`")).collect();
                let name = &record.name;
                Err(LoadError::Record(format!("`{name}` may be {}: give its slug", slugs.join(" or "))))
            }
        }
    }

    /// Whether a register that the record is from knows the actor by another id.
    fn has_other_id(&self, actor: i64, record: &ActorRecord) -> Result<bool, StoreError> {
        for (scheme, _) in record.ids.iter().filter_map(|i| split_id(i)) {
            let sql = "SELECT 1 FROM actor_ids WHERE actor_id = ?1 AND scheme = ?2";
            if statement::optional(self.connection, sql, params![actor, scheme], |_| Ok(()))?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn insert(&mut self, record: &ActorRecord) -> Result<i64, StoreError> {
        let slug = match record.slug.as_str() {
            "" => actors::free_slug(self.connection, &record.name)?,
            slug => slug.to_owned(),
        };
        let sql = "INSERT INTO actors (slug, name, name_folded, kind, gender, description, wikidata, origin)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'user') RETURNING id";
        let values = params![
            slug,
            record.name,
            fold_name(&record.name),
            record.kind.as_str(),
            record.gender.map(Gender::as_str),
            record.description,
            record.wikidata
        ];
        statement::one(self.connection, sql, values, |r| r.get(0))
    }

    /// Writes what the record knows better; whether that was anything.
    fn update(&mut self, id: i64, record: &ActorRecord, by: By) -> Result<bool, StoreError> {
        // `?7`: what the record says goes; otherwise it only fills what is missing.
        let sql = "UPDATE actors SET origin = iif(?7, 'user', origin),
                     name = iif(?7, ?2, name), name_folded = iif(?7, ?3, name_folded), kind = iif(?7, ?4, kind),
                     gender = iif(?7, coalesce(?5, gender), coalesce(gender, ?5)),
                     description = CASE WHEN ?6 <> '' AND (?7 OR description = '') THEN ?6 ELSE description END
                   WHERE id = ?1 AND (
                     ?7 AND (name IS NOT ?2 OR kind IS NOT ?4 OR (?5 IS NOT NULL AND gender IS NOT ?5)
                             OR (?6 <> '' AND description IS NOT ?6))
                     OR gender IS NULL AND ?5 IS NOT NULL OR description = '' AND ?6 <> '')";
        let values = params![
            id,
            record.name,
            fold_name(&record.name),
            record.kind.as_str(),
            record.gender.map(Gender::as_str),
            record.description,
            by == By::Slug
        ];
        let mut changed = statement::execute(self.connection, sql, values)? > 0;
        // A person's file confirms an actor that a text introduced.
        let sql = "UPDATE actors SET origin = 'user' WHERE id = ?1 AND origin = 'text'";
        changed |= statement::execute(self.connection, sql, [id])? > 0;
        if let Some(item) = &record.wikidata {
            let sql = "UPDATE actors SET wikidata = ?2 WHERE id = ?1 AND wikidata IS NULL";
            changed |= statement::execute(self.connection, sql, params![id, item])? > 0;
        }
        if by != By::Slug {
            let sql = "SELECT name <> ?2 FROM actors WHERE id = ?1";
            if statement::one(self.connection, sql, params![id, record.name], |r| r.get::<_, bool>(0))? {
                let alias = Alias { name: record.name.clone(), kind: AliasKind::Name };
                changed |= self.alias(id, &alias, false)?;
            }
        }
        Ok(changed)
    }

    fn alias(&self, actor: i64, alias: &Alias, ours: bool) -> Result<bool, StoreError> {
        let sql = "INSERT INTO actor_aliases (actor_id, alias, alias_folded, kind, origin) VALUES (?1, ?2, ?3, ?4, 'user')
                   ON CONFLICT (actor_id, alias) DO UPDATE SET kind = excluded.kind, origin = 'user'
                     WHERE (?5 AND kind <> excluded.kind) OR origin = 'text'";
        let values = params![actor, alias.name, fold_name(&alias.name), alias.kind.as_str(), ours];
        Ok(statement::execute(self.connection, sql, values)? > 0)
    }
}
