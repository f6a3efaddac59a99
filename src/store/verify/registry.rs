//! The registry: that actors are found by their names, and that nobody but kb has changed what people know and decide.

use super::{Check, count};
use crate::domain::{ActorId, counted};
use crate::extract::speakers::fold_name;
use crate::store::registry::{keys, reviews};
use crate::store::seal::{self, Finding};
use crate::store::{StoreError, statement};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};

/// What to do where a derived column of the registry is not what it is derived from.
const RENEW: &str = "`kb repair` derives it anew from the names";

/// What to do where another program has changed rows.
const ACCEPT: &str = "if that was right, `kb verify --accept` takes the rows as they are; if not, `kb restore` brings a backup back";

pub(super) fn names(connection: &Connection) -> Result<Check, StoreError> {
    let mut check = Check::new("every actor is found by its names", 0, RENEW);
    let mut forms: BTreeMap<ActorId, Forms> = BTreeMap::new();
    let last = seal::last_id(connection, "actors")?.unwrap_or(i64::MAX);
    let sql = "SELECT id, kind, name, name_folded, origin <> 'text' AND id > ?1 FROM actors WHERE article_id IS NULL";
    let actors: Vec<(ActorId, String, String, String, bool)> =
        statement::all(connection, sql, [last], |r| {
            Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?))
        })?;
    check.rows = actors.len() as u64;
    for (id, kind, name, folded, foreign) in actors {
        if fold_name(&name) != folded {
            off(&mut check, foreign, format!("actor {id}: `{name}` is looked up as `{folded}`"));
        }
        forms.insert(id, Forms { kind, names: vec![name], foreign });
    }
    let last = seal::last_id(connection, "actor_aliases")?.unwrap_or(i64::MAX);
    let sql = "SELECT actor_id, kind, alias, alias_folded, origin <> 'text' AND id > ?1 FROM actor_aliases";
    let aliases: Vec<(ActorId, String, String, String, bool)> =
        statement::all(connection, sql, [last], |r| {
            Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?))
        })?;
    for (actor, kind, alias, folded, foreign) in aliases {
        if fold_name(&alias) != folded {
            off(
                &mut check,
                foreign,
                format!("actor {actor}: the alias `{alias}` is looked up as `{folded}`"),
            );
        }
        if let Some(forms) = forms.get_mut(&actor).filter(|_| keys::is_whole_name(&kind)) {
            forms.names.push(alias);
            forms.foreign |= foreign;
        }
    }
    let mut stored: BTreeMap<ActorId, BTreeSet<(String, String)>> = BTreeMap::new();
    let sql = "SELECT actor_id, basis, key FROM actor_keys";
    for (actor, basis, key) in
        statement::all(connection, sql, [], |r| Ok((r.get::<_, ActorId>(0)?, r.get(1)?, r.get(2)?)))?
    {
        stored.entry(actor).or_default().insert((basis, key));
    }
    for (id, Forms { kind, names, foreign }) in &forms {
        let Ok(kind) = kind.parse() else { continue };
        let keys = keys::of(kind, names.iter().map(String::as_str));
        let keys: BTreeSet<_> = keys.into_iter().map(|(basis, key)| (basis.to_owned(), key)).collect();
        if stored.get(id).cloned().unwrap_or_default() != keys {
            let name = names.first().map_or("", String::as_str);
            off(&mut check, *foreign, format!("actor {id}: the keys of `{name}` are not those of its names"));
        }
    }
    Ok(check)
}

/// An actor's names that have keys, and whether another program has added one of them.
struct Forms {
    kind: String,
    names: Vec<String>,
    foreign: bool,
}

/// A look-up column that does not follow from its name: no fault of a row that another program has added, which has no way
/// to make it.
fn off(check: &mut Check, foreign: bool, what: String) {
    if foreign {
        check.notes.push(format!("of another program: {what}; {RENEW}"));
    } else {
        check.fail(what);
    }
}

pub(super) fn seals(connection: &Connection) -> Result<Check, StoreError> {
    let compared = seal::compare(connection)?;
    let rows = compared.iter().map(|c| c.rows).sum();
    let mut check = Check::new("the registry and the reviews are as kb left them", rows, ACCEPT);
    for c in compared {
        let (table, what) = (c.table, c.what);
        match c.finding {
            Finding::Whole => {}
            Finding::Unsealed => check.notes.push(format!("`{table}` ({what}) has no seal yet")),
            Finding::Added(n) => {
                check.notes.push(format!("of another program: {n} more in `{table}` ({what})"));
            }
            Finding::Broken(then, now) if then == now => check.fail(format!(
                "`{table}` ({what}): another program has changed at least one of {}",
                counted(then, "row")
            )),
            Finding::Broken(then, now) => check.fail(format!(
                "`{table}` ({what}): of {} {now} there; another program has changed it",
                counted(then, "row")
            )),
        }
    }
    for (article, words) in reviews::waiting(connection)? {
        let words: String = words.chars().take(80).collect();
        check
            .notes
            .push(format!("a review of article {article} waits: no quote has the words “{words}” any more"));
    }
    if count(connection, "SELECT count(*) FROM speaker_reviews")? > 0 {
        let hash = seal::hash(connection, &["speaker_reviews"])?;
        check.notes.push(format!("hash of the reviews: {hash}"));
    }
    let tables = [
        "actors",
        "actor_aliases",
        "roles",
        "actor_ids",
        "actor_merges",
        "different_actors",
        "removed_facts",
    ];
    check.notes.push(format!("hash of the registry: {}", seal::hash(connection, &tables)?));
    Ok(check)
}
