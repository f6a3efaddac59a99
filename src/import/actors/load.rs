//! A file of actors into the registry: one transaction, thousands of entries, the bad ones named.

use super::{Format, Found, read_entries};
use crate::domain::{ActorId, ActorKind, Role};
use crate::import::ImportError;
use crate::store::registry::changes::{self, Action, Author};
use crate::store::registry::loader::{LoadError, Loader, Outcome};
use crate::store::registry::reference;
use crate::store::{self, Store};
use std::collections::HashMap;
use std::io::BufRead;

/// What a file of actors came to.
#[derive(Debug, Default)]
pub struct Loaded {
    /// New actors.
    pub added: u64,
    /// Actors that were there and learnt something.
    pub changed: u64,
    /// Actors that were there as they are in the file.
    pub unchanged: u64,
    /// Roles that were news.
    pub roles: u64,
    /// What could not be loaded: line (place, in a JSON list) and reason.
    pub failures: Vec<(usize, String)>,
    /// What is to be said of the file's encoding, where that was guessed.
    pub note: Option<String>,
}

/// Where as many entries are wrong and none is right, the file is something else, and there may be no end of it.
const ALL_WRONG: usize = 10_000;

/// What waits until every actor of the file is there.
struct Waiting {
    line: usize,
    actor: ActorId,
    state: Option<String>,
    roles: Vec<Role>,
}

/// Who holds an office: an actor of this file, or whoever an entry refers to.
enum Holder {
    Actor(ActorId),
    Reference(String),
}

/// Loads a file. `name` is what the log calls it; `kind` is for entries that do not state theirs.
///
/// # Errors
/// A file that can't be read on, and the database's refusals: nothing of the file is loaded then.
pub fn load(
    store: &mut Store,
    author: &Author,
    name: &str,
    input: &mut dyn BufRead,
    format: Format,
    kind: Option<ActorKind>,
) -> Result<Loaded, ImportError> {
    let transaction = store.transaction()?;
    let mut loader = Loader::new(&transaction);
    let mut loaded = Loaded::default();
    let mut outcomes: HashMap<ActorId, Outcome> = HashMap::new();
    let (mut waiting, mut held) = (Vec::new(), Vec::new());
    let encoding_note = read_entries(input, format, kind, &mut |(line, entry)| {
        if loaded.failures.len() >= ALL_WRONG && outcomes.is_empty() {
            let (line, first) = loaded.failures.swap_remove(0);
            return Err(ImportError::Actors(format!(
                "its first {ALL_WRONG} entries are all wrong ({line}: {first})"
            )));
        }
        match entry {
            Err(reason) => loaded.failures.push((line, reason)),
            Ok(Found::Role { holder, role }) => held.push((line, Holder::Reference(holder), role)),
            Ok(Found::Actor(record)) => match loader.load(&record) {
                Ok((actor, outcome)) => {
                    note(&mut outcomes, actor, outcome);
                    let record = *record;
                    if record.state.is_some() || !record.roles.is_empty() {
                        waiting.push(Waiting { line, actor, state: record.state, roles: record.roles });
                    }
                }
                Err(e) => loaded.failures.push((line, reason(e)?)),
            },
        }
        Ok(())
    })?;
    loaded.note = encoding_note;
    for Waiting { line, actor, state, roles } in waiting {
        if let Some(state) = state {
            match loader.state(actor, &state) {
                Ok(news) => note_if(&mut outcomes, actor, news),
                Err(e) => loaded.failures.push((line, format!("state: {}", reason(e)?))),
            }
        }
        held.extend(roles.into_iter().map(|role| (line, Holder::Actor(actor), role)));
    }
    for (line, holder, role) in held {
        let actor = match &holder {
            Holder::Actor(id) => Ok(*id),
            Holder::Reference(text) => loader.require(text),
        };
        match actor.and_then(|actor| Ok((actor, loader.role(actor, &role)?))) {
            Ok((actor, news)) => {
                loaded.roles += u64::from(news);
                note_if(&mut outcomes, actor, news);
            }
            Err(e) => loaded.failures.push((line, format!("role `{}`: {}", role.title, reason(e)?))),
        }
    }
    for country in loader.countries() {
        note(&mut outcomes, *country, Outcome::Added);
    }
    for outcome in outcomes.values() {
        match outcome {
            Outcome::Added => loaded.added += 1,
            Outcome::Changed => loaded.changed += 1,
            Outcome::Unchanged => loaded.unchanged += 1,
        }
    }
    loaded.failures.sort_by_key(|(line, _)| *line);
    if loaded.added + loaded.changed > 0 {
        let (added, changed) = (loaded.added, loaded.changed);
        let detail = format!("{name}: {added} added, {changed} changed");
        changes::log(&transaction, author, Action::Import, (None, None), &detail)?;
    }
    store::commit(transaction)?;
    Ok(loaded)
}

/// What became of an actor that several entries speak of: the most that any of them did.
fn note(outcomes: &mut HashMap<ActorId, Outcome>, actor: ActorId, outcome: Outcome) {
    let known = outcomes.entry(actor).or_insert(outcome);
    if *known == Outcome::Unchanged {
        *known = outcome;
    }
}

fn note_if(outcomes: &mut HashMap<ActorId, Outcome>, actor: ActorId, news: bool) {
    if news {
        note(outcomes, actor, Outcome::Changed);
    }
}

/// The reason why an entry is not loaded; a failure of the database is one of the whole file.
fn reason(e: LoadError) -> Result<String, ImportError> {
    match e {
        LoadError::Record(reason) => Ok(reason),
        LoadError::Store(e) => Err(e.into()),
    }
}

/// Country codes of the states in the registry, by slug: for files that speak of countries by code.
///
/// # Errors
/// Any failure of the database.
pub fn countries(store: &Store) -> Result<HashMap<String, String>, ImportError> {
    Ok(reference::countries(store.connection())?)
}
