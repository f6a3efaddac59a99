//! JSON lines: our own objects, and entities of FollowTheMoney as OpenSanctions exports them.
//!
//! An entity is `{"id", "schema", "properties": {name: [values]}}`. People and bodies become actors; an `Occupancy` joins
//! a `holder` to a `post` (a `Position`), which becomes a dated role. Entities may refer to later ones, so that offices
//! are handed on when the whole file is read. Other schemata (addresses, sanctions, ships) are passed over.

use super::{Found, Sink, record_of};
use crate::domain::{ActorKind, ActorRecord, Alias, AliasKind, Gender, PartialDate, Role, is_wikidata};
use crate::import::ImportError;
use crate::store::registry::reference::country_names;
use serde::Deserialize;
use serde_json::Value;
use std::collections::HashMap;
use std::io::BufRead;

/// Begins the ids of entities that kb writes; the slug follows.
pub(super) const OWN: &str = "kb-";

/// An entity. The field `kb` is ours: what FollowTheMoney has no words for.
#[derive(Debug, Deserialize)]
pub(super) struct Entity {
    id: String,
    schema: String,
    caption: Option<String>,
    properties: HashMap<String, Vec<Value>>,
    kb: Option<Own>,
}

/// What files that kb wrote say beside an entity.
#[derive(Debug, Deserialize)]
struct Own {
    kind: ActorKind,
    #[serde(default)]
    state: Option<String>,
    #[serde(default)]
    aliases: Vec<Alias>,
    #[serde(default)]
    ids: Vec<String>,
}

/// A post that somebody may hold.
struct Post {
    title: String,
    organisation: String,
}

/// Somebody holds a post, or works somewhere.
struct Holding {
    line: usize,
    holder: String,
    post: Result<String, Post>,
    since: Option<PartialDate>,
    until: Option<PartialDate>,
}

/// Reads the lines of a file; the number of an entry is its line.
pub(super) fn read(
    input: &mut dyn BufRead,
    kind: Option<ActorKind>,
    sink: &mut Sink<'_>,
) -> Result<(), ImportError> {
    let (mut posts, mut held) = (HashMap::new(), Vec::new());
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        let value: Value = match serde_json::from_slice(&line) {
            Ok(value) => value,
            Err(e) => {
                sink((number, Err(format!("it is not JSON: {e}"))))?;
                continue;
            }
        };
        if value.get("schema").is_none() {
            sink((number, record_of(value, kind).map(|r| Found::Actor(Box::new(r)))))?;
            continue;
        }
        let read = serde_json::from_value(value).map_err(|e| e.to_string());
        match read.and_then(|entity| entity_of(entity, number, &mut posts, &mut held)) {
            Ok(Some(record)) => sink((number, Ok(Found::Actor(Box::new(record)))))?,
            Ok(None) => {}
            Err(reason) => sink((number, Err(reason)))?,
        }
    }
    for Holding { line, holder, post, since, until } in held {
        let post = match &post {
            Ok(id) => posts.get(id).ok_or_else(|| format!("its post `{id}` is not in the file")),
            Err(post) => Ok(post),
        };
        let role =
            post.map(|p| Role { title: p.title.clone(), organisation: p.organisation.clone(), since, until });
        sink((line, role.map(|role| Found::Role { holder, role })))?;
    }
    Ok(())
}

/// The actor of an entity; posts and who holds them are kept for later.
fn entity_of(
    entity: Entity,
    line: usize,
    posts: &mut HashMap<String, Post>,
    held: &mut Vec<Holding>,
) -> Result<Option<ActorRecord>, String> {
    let kind = match entity.schema.as_str() {
        "Person" => ActorKind::Person,
        "PublicBody" => ActorKind::Body,
        "Organization" | "Company" | "LegalEntity" => {
            let public = entity.values("topics").any(|t| t.starts_with("gov"));
            if public { ActorKind::Body } else { ActorKind::Organisation }
        }
        "Position" => {
            posts.insert(entity.id.clone(), entity.post()?);
            return Ok(None);
        }
        "Occupancy" => {
            let post = Ok(entity.required("post")?.to_owned());
            held.push(entity.holding(line, "holder", post)?);
            return Ok(None);
        }
        "Membership" => return entity.relation(line, "member", "organization", held).map(|()| None),
        "Directorship" => return entity.relation(line, "director", "organization", held).map(|()| None),
        "Employment" => return entity.relation(line, "employee", "employer", held).map(|()| None),
        _ => return Ok(None),
    };
    let record = entity.record(kind)?.tidied();
    record.check().map(|()| Some(record))
}

impl Entity {
    fn values(&self, property: &str) -> impl Iterator<Item = &str> {
        let values = self.properties.get(property).map(Vec::as_slice).unwrap_or_default();
        // A reference may be the whole other entity, nested.
        values
            .iter()
            .filter_map(|v| v.as_str().or_else(|| v.get("id")?.as_str()))
            .filter(|v| !v.trim().is_empty())
    }

    fn first(&self, property: &str) -> Option<&str> {
        self.values(property).next()
    }

    fn required(&self, property: &str) -> Result<&str, String> {
        self.first(property).ok_or_else(|| format!("`{}` has no `{property}`", self.id))
    }

    fn day(&self, property: &str) -> Result<Option<PartialDate>, String> {
        // Some exports give the time as well.
        let day = self.first(property).map(|d| d.get(..10).unwrap_or(d).parse());
        day.transpose().map_err(|e: String| format!("{property}: {e}"))
    }

    fn record(self, kind: ActorKind) -> Result<ActorRecord, String> {
        let names: Vec<&str> = self.values("name").collect();
        let latin = names.iter().find(|n| is_latin(n)).or(names.first());
        let name = self.caption.as_deref().filter(|c| !c.trim().is_empty()).or(latin.copied());
        let name = name.ok_or_else(|| format!("`{}` has no name", self.id))?;
        let mut record = ActorRecord::new(name, self.kb.as_ref().map_or(kind, |own| own.kind));
        record.gender =
            self.first("gender").and_then(|g| g.parse::<Gender>().ok()).filter(|_| kind == ActorKind::Person);
        record.state = self.first("nationality").or(self.first("country")).map(str::to_owned);
        record.wikidata = self.first("wikidataId").filter(|w| is_wikidata(w)).map(str::to_owned);
        record.description = match self.first("description").or(self.first("summary")) {
            Some(description) => description.to_owned(),
            None => self.values("position").take(2).collect::<Vec<_>>().join("; "),
        };
        match self.id.strip_prefix(OWN) {
            Some(slug) => slug.clone_into(&mut record.slug),
            None if is_wikidata(&self.id) => record.wikidata = Some(self.id.clone()),
            None => record.ids = vec![format!("ftm:{}", self.id)],
        }
        if let Some(own) = self.kb {
            (record.state, record.aliases, record.ids) = (own.state, own.aliases, own.ids);
            return Ok(record);
        }
        let name_of = |n: &str| if is_latin(n) { AliasKind::Name } else { AliasKind::Transliteration };
        let others = names.iter().copied().chain(self.values("alias")).map(|n| (n, name_of(n)));
        let weak = self.values("weakAlias").map(|n| (n, AliasKind::Nickname));
        let abbreviations = self.values("abbreviation").map(|n| (n, AliasKind::Abbreviation));
        for (name, kind) in others.chain(abbreviations).chain(weak) {
            let known = name == record.name || record.aliases.iter().any(|a| a.name == name);
            if !known && name.chars().any(char::is_alphanumeric) {
                record.aliases.push(Alias { name: name.to_owned(), kind });
            }
        }
        Ok(record)
    }

    fn post(&self) -> Result<Post, String> {
        let name = self.caption.as_deref().filter(|c| !c.trim().is_empty()).or(self.first("name"));
        let mut title = name.ok_or_else(|| format!("`{}` has no name", self.id))?;
        let country = self.first("country");
        // A title stands without its country here; ours has been written so.
        if let (Some(code), false) = (country, self.id.starts_with(OWN)) {
            for place in country_names(code) {
                let rest = title.strip_suffix(place.as_str()).map(str::trim_end);
                let rest =
                    rest.map(|r| r.strip_suffix(" the").unwrap_or(r)).and_then(|r| r.strip_suffix(" of"));
                title = rest.unwrap_or(title).trim_end();
            }
        }
        let organisation = self.first("organization").map(reference);
        let organisation = organisation.or(country.map(str::to_owned)).unwrap_or_default();
        Ok(Post { title: title.to_owned(), organisation })
    }

    fn holding(&self, line: usize, holder: &str, post: Result<String, Post>) -> Result<Holding, String> {
        let holder = reference(self.required(holder)?);
        Ok(Holding { line, holder, post, since: self.day("startDate")?, until: self.day("endDate")? })
    }

    /// A relation that names its office itself. Without a `role` it is none.
    fn relation(&self, line: usize, who: &str, place: &str, held: &mut Vec<Holding>) -> Result<(), String> {
        let Some(title) = self.first("role") else { return Ok(()) };
        let post = Post { title: title.to_owned(), organisation: reference(self.required(place)?) };
        held.push(self.holding(line, who, Err(post))?);
        Ok(())
    }
}

/// What an entity's id is to the registry: a slug, a Wikidata item, or an id of the scheme `ftm`.
fn reference(id: &str) -> String {
    match id.strip_prefix(OWN) {
        Some(slug) => slug.to_owned(),
        None if is_wikidata(id) => id.to_owned(),
        None => format!("ftm:{id}"),
    }
}

fn is_latin(name: &str) -> bool {
    // Latin letters with their diacritics end at U+024F, the additions at U+1EFF.
    name.chars()
        .filter(|c| c.is_alphabetic())
        .all(|c| c <= '\u{24F}' || ('\u{1E00}'..='\u{1EFF}').contains(&c))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINES: &str = r#"
{"id":"occ-1","schema":"Occupancy","properties":{"holder":["NK-1"],"post":["pos-1"],"startDate":["2019-06-03T00:00:00"]}}
{"id":"NK-1","schema":"Person","properties":{"name":["Мира Талвик","Mira Talvik"],"alias":["M. Talvik"],"country":["ee"],"position":["Minister"],"gender":["female"]}}
{"id":"pos-1","schema":"Position","properties":{"name":["Minister of Foreign Affairs of Estonia"],"country":["ee"]}}
{"id":"a-1","schema":"Address","properties":{"full":["1 Harbour Street"]}}
{"id":"x","schema":"Person","properties":{}}
not json
{"id":"Q55","schema":"Organization","properties":{"name":["Harbour Board"],"topics":["gov.muni"]}}
"#;

    #[test]
    fn entities_become_actors_and_dated_roles() {
        let (mut actors, mut roles, mut bad) = (Vec::new(), Vec::new(), Vec::new());
        let mut sink = |(line, found): super::super::Entry| {
            match found {
                Ok(Found::Actor(record)) => actors.push(*record),
                Ok(Found::Role { holder, role }) => roles.push((holder, role.to_string())),
                Err(_) => bad.push(line),
            }
            Ok(())
        };
        read(&mut LINES.as_bytes(), None, &mut sink).unwrap();
        let [talvik, board] = actors.as_slice() else { panic!("{actors:?}") };
        assert_eq!(
            (talvik.name.as_str(), talvik.ids.as_slice()),
            ("Mira Talvik", &["ftm:NK-1".to_owned()][..])
        );
        assert_eq!(
            talvik.aliases.iter().map(|a| a.kind).collect::<Vec<_>>(),
            [AliasKind::Transliteration, AliasKind::Name]
        );
        assert_eq!((board.kind, board.wikidata.as_deref()), (ActorKind::Body, Some("Q55")));
        assert_eq!(
            roles,
            [("ftm:NK-1".to_owned(), "Minister of Foreign Affairs @ ee [2019-06-03..]".to_owned())]
        );
        assert_eq!(bad, [6, 7]);
    }
}
