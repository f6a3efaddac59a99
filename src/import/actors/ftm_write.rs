//! Records as entities of FollowTheMoney. What it has no words for goes into a field of ours beside the properties,
//! which other readers pass over.

use super::ftm::OWN;
use crate::domain::{ActorKind, ActorRecord, AliasKind, Role};
use serde_json::{Map, Value, json};
use std::collections::{HashMap, HashSet};
use std::io::{self, Write};

/// Writes an actor, the posts it holds that were not written yet, and who holds them when.
pub(super) struct EntityWriter<W: Write> {
    out: W,
    /// Country codes of states, by slug.
    countries: HashMap<String, String>,
    posts: HashSet<String>,
}

impl<W: Write> EntityWriter<W> {
    pub(super) fn new(out: W, countries: HashMap<String, String>) -> Self {
        Self { out, countries, posts: HashSet::new() }
    }

    pub(super) fn write(&mut self, r: &ActorRecord) -> io::Result<()> {
        let id = format!("{OWN}{}", r.slug);
        let mut properties = Map::new();
        let country = match r.kind {
            ActorKind::State => self.countries.get(&r.slug),
            _ => r.state.as_ref().and_then(|s| self.countries.get(s)),
        };
        let names = |kinds: &[AliasKind]| -> Vec<&str> {
            r.aliases.iter().filter(|a| kinds.contains(&a.kind)).map(|a| a.name.as_str()).collect()
        };
        put(&mut properties, "name", [r.name.as_str()]);
        put(&mut properties, "alias", names(&[AliasKind::Name, AliasKind::Transliteration]));
        put(&mut properties, "weakAlias", names(&[AliasKind::Short, AliasKind::Nickname]));
        if r.kind != ActorKind::Person {
            put(&mut properties, "abbreviation", names(&[AliasKind::Abbreviation]));
        }
        put(&mut properties, "gender", r.gender.map(|g| g.as_str()));
        put(&mut properties, "country", country.map(String::as_str));
        put(&mut properties, "description", Some(r.description.as_str()).filter(|d| !d.is_empty()));
        put(&mut properties, "wikidataId", r.wikidata.as_deref());
        put(&mut properties, "position", r.roles.iter().map(|role| role.title.as_str()));
        let schema = match r.kind {
            ActorKind::Person => "Person",
            ActorKind::State | ActorKind::Body => "PublicBody",
            ActorKind::Organisation | ActorKind::Outlet => "Organization",
            ActorKind::Group => "LegalEntity",
        };
        let mut own = Map::new();
        own.insert("kind".into(), r.kind.as_str().into());
        for (key, value) in [("state", json!(r.state)), ("aliases", json!(r.aliases)), ("ids", json!(r.ids))]
        {
            if !(value.is_null() || value.as_array().is_some_and(Vec::is_empty)) {
                own.insert(key.into(), value);
            }
        }
        self.line(
            &json!({"id": id, "schema": schema, "caption": r.name, "properties": properties, "kb": own}),
        )?;
        r.roles.iter().enumerate().try_for_each(|(n, role)| self.role(&id, n, role))
    }

    fn role(&mut self, holder: &str, n: usize, role: &Role) -> io::Result<()> {
        let key = format!("{}\0{}", role.title, role.organisation);
        let post = format!("{OWN}post-{:016x}", xxhash_rust::xxh3::xxh3_64(key.as_bytes()));
        if self.posts.insert(post.clone()) {
            let mut properties = Map::new();
            put(&mut properties, "name", [role.title.as_str()]);
            if !role.organisation.is_empty() {
                put(&mut properties, "organization", [format!("{OWN}{}", role.organisation).as_str()]);
            }
            put(&mut properties, "country", self.countries.get(&role.organisation).map(String::as_str));
            self.line(
                &json!({"id": post, "schema": "Position", "caption": role.title, "properties": properties}),
            )?;
        }
        let mut properties = Map::new();
        put(&mut properties, "holder", [holder]);
        put(&mut properties, "post", [post.as_str()]);
        for (property, day) in [("startDate", role.since), ("endDate", role.until)] {
            put(&mut properties, property, day.map(|d| d.to_string()).as_deref());
        }
        self.line(&json!({"id": format!("{holder}-held-{}", n + 1), "schema": "Occupancy", "properties": properties}))
    }

    fn line(&mut self, entity: &Value) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, entity)?;
        self.out.write_all(b"\n")
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        self.out.flush()
    }
}

fn put<'a>(properties: &mut Map<String, Value>, property: &str, values: impl IntoIterator<Item = &'a str>) {
    let mut unique: Vec<&str> = Vec::new();
    for value in values {
        if !unique.contains(&value) {
            unique.push(value);
        }
    }
    if !unique.is_empty() {
        properties.insert(property.into(), json!(unique));
    }
}
