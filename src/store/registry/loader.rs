//! Records of actors into the registry: whom a record means, and what it adds to what is known of that actor.

use super::{reference, rows};
use crate::domain::{ActorId, ActorKind, ActorRecord, Alias, AliasKind, Gender, Origin, Role, split_id};
use crate::extract::speakers::fold_name;
use crate::store::{StoreError, Write, actors, statement};
use rusqlite::params;
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
    write: &'c Write<'c>,
    /// References that were looked up already: a few hundred states and bodies, asked for by every person.
    references: HashMap<String, Option<ActorId>>,
    /// Actors that a record of this load was recognised as by name alone, or made.
    loaded: HashSet<ActorId>,
    /// States that were made because an entry has their code.
    countries: Vec<ActorId>,
}

impl<'c> Loader<'c> {
    /// A loader that writes in this transaction.
    pub fn new(write: &'c Write<'c>) -> Self {
        Self { write, references: HashMap::new(), loaded: HashSet::new(), countries: Vec::new() }
    }

    /// Loads a record's own facts; its `state` and `roles` follow by [`Self::state`] and [`Self::role`], when every
    /// actor they may refer to is there. Gives the actor's id.
    ///
    /// # Errors
    /// A record that is wrong in itself or fits more than one actor; any failure of SQLite.
    pub fn load(&mut self, record: &ActorRecord) -> Result<(ActorId, Outcome), LoadError> {
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
            learnt |= rows::ids::put(self.write, id, (scheme, external), rows::ids::Policy::Keep)?;
        }
        if learnt && outcome == Outcome::Unchanged {
            outcome = Outcome::Changed;
        }
        Ok((id, outcome))
    }

    /// Gives an actor its state; whether that was news.
    ///
    /// # Errors
    /// A reference to nobody; any failure of SQLite.
    pub fn state(&mut self, actor: ActorId, state: &str) -> Result<bool, LoadError> {
        let state = self.require(state)?;
        Ok(rows::actors::place(self.write, actor, state)?)
    }

    /// Gives an actor a role, or one that it has the end it lacked; whether that was news.
    ///
    /// # Errors
    /// A reference to nobody; any failure of SQLite.
    pub fn role(&mut self, actor: ActorId, role: &Role) -> Result<bool, LoadError> {
        role.check().map_err(LoadError::Record)?;
        let organisation = match role.organisation.as_str() {
            "" => None,
            text => Some(self.require(text)?),
        };
        let office = rows::roles::Office::of(role, organisation);
        Ok(rows::roles::put(self.write, actor, &office, rows::roles::Policy::Say)?.is_some())
    }

    /// The actor a reference means, made where it is the code of a country that has no actor yet.
    ///
    /// # Errors
    /// A reference to nobody; any failure of SQLite.
    pub fn require(&mut self, text: &str) -> Result<ActorId, LoadError> {
        let found = match self.references.get(text) {
            Some(known) => *known,
            None => {
                let mut found = reference::find(self.write, text)?;
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
    pub fn countries(&self) -> &[ActorId] {
        &self.countries
    }

    fn country(&mut self, code: &str) -> Result<Option<ActorId>, LoadError> {
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

    fn recognise(&mut self, record: &ActorRecord) -> Result<Option<(ActorId, By)>, LoadError> {
        if !record.slug.is_empty()
            && let Some(id) = actors::id_of(self.write, &record.slug)?
        {
            return Ok(Some((id, By::Slug)));
        }
        if let Some(item) = &record.wikidata
            && let Some(id) = reference::by_wikidata(self.write, item)?
        {
            return Ok(Some((id, By::Id)));
        }
        for (scheme, external) in record.ids.iter().filter_map(|i| split_id(i)) {
            if let Some(id) = reference::by_id(self.write, scheme, external)? {
                return Ok(Some((id, By::Id)));
            }
        }
        // A key that nobody has: an actor of its own, whoever else has the name.
        if !record.slug.is_empty() { Ok(None) } else { self.recognise_by_name(record) }
    }

    /// The one actor of this name that nothing speaks against. Where the record has ids, namesakes are likely (files
    /// of thousands): then the state of an actor that seeds or people vouch for has to agree as well.
    fn recognise_by_name(&mut self, record: &ActorRecord) -> Result<Option<(ActorId, By)>, LoadError> {
        let sql = "SELECT id, slug, gender, state_id, wikidata, origin = 'text' FROM actors WHERE name_folded = ?1 AND kind = ?2 AND article_id IS NULL
                   UNION ALL SELECT a.id, a.slug, a.gender, a.state_id, a.wikidata, a.origin = 'text'
                   FROM actor_merges m JOIN actors a ON a.id = m.actor_id WHERE m.name_folded = ?1 AND m.kind = ?2";
        let key = params![fold_name(&record.name), record.kind];
        let namesakes = statement::all(self.write, sql, key, |r| {
            let facts: (Option<Gender>, Option<ActorId>, Option<String>, bool) =
                (r.get(2)?, r.get(3)?, r.get(4)?, r.get(5)?);
            Ok((r.get::<_, ActorId>(0)?, r.get::<_, String>(1)?, facts))
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
            let other_gender = record.gender.zip(gender).is_some_and(|(a, b)| a != b);
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
    fn has_other_id(&self, actor: ActorId, record: &ActorRecord) -> Result<bool, StoreError> {
        for (scheme, _) in record.ids.iter().filter_map(|i| split_id(i)) {
            let sql = "SELECT 1 FROM actor_ids WHERE actor_id = ?1 AND scheme = ?2";
            if statement::optional(self.write, sql, params![actor, scheme], |_| Ok(()))?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn insert(&mut self, record: &ActorRecord) -> Result<ActorId, StoreError> {
        let slug = match record.slug.as_str() {
            "" => actors::free_slug(self.write, &record.name)?,
            slug => slug.to_owned(),
        };
        rows::actors::insert(self.write, &fields(record, &slug), Origin::User)
    }

    /// Writes what the record knows better; whether that was anything.
    fn update(&mut self, id: ActorId, record: &ActorRecord, by: By) -> Result<bool, StoreError> {
        use rows::actors::Policy::{Fill, Overrule};
        let policy = if by == By::Slug { Overrule } else { Fill };
        let mut changed = rows::actors::learn(self.write, id, &fields(record, &record.slug), policy)?;
        if by != By::Slug {
            let sql = "SELECT name <> ?2 FROM actors WHERE id = ?1";
            if statement::one(self.write, sql, params![id, record.name], |r| r.get::<_, bool>(0))? {
                let alias = Alias { name: record.name.clone(), kind: AliasKind::Name };
                changed |= self.alias(id, &alias, false)?;
            }
        }
        Ok(changed)
    }

    fn alias(&self, actor: ActorId, alias: &Alias, ours: bool) -> Result<bool, StoreError> {
        use rows::aliases::Policy::{Adopt, Say};
        rows::aliases::put(self.write, actor, alias, if ours { Say } else { Adopt })
    }
}

/// The row of a record under this slug. Its state follows when every actor is there.
fn fields<'r>(record: &'r ActorRecord, slug: &'r str) -> rows::actors::Fields<'r> {
    rows::actors::Fields {
        slug,
        name: &record.name,
        kind: record.kind,
        gender: record.gender,
        state: None,
        description: &record.description,
        wikidata: record.wikidata.as_deref(),
        article: None,
    }
}
