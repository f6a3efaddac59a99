//! What a file writes where it means an actor: a slug, a name, a Wikidata item, `scheme:id` or a country's code.

use crate::domain::{ActorId, is_wikidata, split_id};
use crate::extract::speakers::fold_name;
use crate::store::{StoreError, actors, statement};
use rusqlite::Connection;
use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

/// The short names of countries, by their two-letter codes.
static COUNTRIES: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| {
    let lines = include_str!("../../../seeds/countries.txt").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(' ')).collect()
});

/// The actor that `text` means in a file; none where it means nobody, or more than one.
///
/// # Errors
/// Any failure of SQLite.
pub fn find(connection: &Connection, text: &str) -> Result<Option<ActorId>, StoreError> {
    let text = text.trim();
    // Neither form can be a slug.
    if is_wikidata(text) {
        return by_wikidata(connection, text);
    }
    if let Some((scheme, id)) = split_id(text) {
        return by_id(connection, scheme, id);
    }
    if let Some(id) = actors::id_of(connection, text)? {
        return Ok(Some(id));
    }
    if is_country_code(text) {
        let code = text.to_ascii_lowercase();
        if let Some(id) = by_id(connection, "iso3166", &code)? {
            return Ok(Some(id));
        }
        for name in country_names(&code) {
            if let Some(id) = by_name(connection, &name, "state")? {
                return Ok(Some(id));
            }
        }
    }
    // A state first: "Georgia" in the column of states is not the alias of a body.
    match by_name(connection, text, "state")? {
        Some(id) => Ok(Some(id)),
        None => by_name(connection, text, "%"),
    }
}

/// The actor with this Wikidata item.
///
/// # Errors
/// Any failure of SQLite.
pub fn by_wikidata(connection: &Connection, item: &str) -> Result<Option<ActorId>, StoreError> {
    let sql = "SELECT id FROM actors WHERE wikidata = ?1";
    match statement::optional(connection, sql, [item], |r| r.get(0))? {
        Some(id) => Ok(Some(id)),
        // The item of an actor that was merged into one with another item.
        None => by_id(connection, "wikidata", item),
    }
}

/// The actor that another register knows by this id.
///
/// # Errors
/// Any failure of SQLite.
pub fn by_id(connection: &Connection, scheme: &str, id: &str) -> Result<Option<ActorId>, StoreError> {
    let sql = "SELECT actor_id FROM actor_ids WHERE scheme = ?1 AND external_id = ?2";
    statement::optional(connection, sql, [scheme, id], |r| r.get(0))
}

/// Whether the text has the form of a two-letter country code.
pub(super) fn is_country_code(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|b| b.is_ascii_alphabetic())
}

/// The names that ISO 3166 has for a code, the fullest first: "Islamic Republic of Iran", "Iran".
pub fn country_names(code: &str) -> Vec<String> {
    let Some(name) = COUNTRIES.get(code.to_ascii_uppercase().as_str()).copied() else { return Vec::new() };
    let mut names = Vec::new();
    match name.split_once(" (").map(|(base, rest)| (base, rest.trim_end_matches(')'))) {
        // "Korea (Republic of)": the bare name would be that of two countries.
        Some((base, rest)) if rest.ends_with(" of") || rest.ends_with(" of the") => {
            names.push(format!("{rest} {base}"));
            if !matches!(base, "Korea" | "Congo") {
                names.push(base.to_owned());
            }
        }
        Some((base, _)) => names.push(base.to_owned()),
        None => names.push(name.to_owned()),
    }
    // "United Kingdom of Great Britain and Northern Ireland"
    if let Some((base, _)) =
        name.split_once(" of ").filter(|(base, _)| base.contains(' ') && !base.contains('('))
    {
        names.push(base.to_owned());
    }
    names
}

/// The codes of the countries that have a state in the registry, by its slug.
///
/// # Errors
/// Any failure of SQLite.
pub fn countries(connection: &Connection) -> Result<HashMap<String, String>, StoreError> {
    let mut codes = HashMap::new();
    for code in COUNTRIES.keys() {
        let code = code.to_ascii_lowercase();
        if let Some(id) = find(connection, &code)? {
            let sql = "SELECT slug FROM actors WHERE id = ?1";
            codes.insert(statement::one(connection, sql, [id], |r| r.get(0))?, code);
        }
    }
    Ok(codes)
}

fn by_name(connection: &Connection, name: &str, kind: &str) -> Result<Option<ActorId>, StoreError> {
    let sql = "SELECT DISTINCT a.id FROM actor_names n JOIN actors a ON a.id = n.actor_id
               WHERE n.folded = ?1 AND a.kind LIKE ?2 AND n.kind <> 'demonym' LIMIT 2";
    let ids = statement::all(connection, sql, [fold_name(name).as_str(), kind], |r| r.get(0))?;
    Ok(if let [id] = ids.as_slice() { Some(*id) } else { None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_countries_is_in_order_and_whole() {
        let lines: Vec<&str> = include_str!("../../../seeds/countries.txt").lines().skip(1).collect();
        assert!(lines.is_sorted() && lines.len() == COUNTRIES.len() && lines.len() == 249);
        assert!(COUNTRIES.keys().all(|code| is_country_code(code) && !country_names(code).is_empty()));
    }

    #[test]
    fn codes_have_names_that_people_use() {
        assert_eq!(country_names("ru"), ["Russian Federation"]);
        assert_eq!(country_names("ir"), ["Islamic Republic of Iran", "Iran"]);
        assert_eq!(country_names("kr"), ["Republic of Korea"]);
        assert_eq!(country_names("nl"), ["Kingdom of the Netherlands", "Netherlands"]);
        assert!(country_names("gb").contains(&"United Kingdom".to_owned()));
        assert!(country_names("xx").is_empty());
    }
}
