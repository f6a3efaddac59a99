//! Keys under which two actors may turn out to be one: what `possible-duplicates` joins on, in stock SQL.

use super::rows::{actors, aliases};
use crate::domain::{ActorId, ActorKind};
use crate::extract::speakers::fold_name;
use crate::store::{StoreError, Write, statement};
use rusqlite::params;
use std::collections::BTreeSet;

/// A key and what it is made of (the column `basis`).
pub(in crate::store) type Key = (&'static str, String);

/// The keys of an actor with these names: its name and every alias that is a whole name.
pub(in crate::store) fn of<'a>(kind: ActorKind, names: impl IntoIterator<Item = &'a str>) -> BTreeSet<Key> {
    let mut keys = BTreeSet::new();
    for name in names {
        let folded = fold_name(name);
        let mut words: Vec<&str> = folded.split(' ').filter(|w| !w.is_empty()).collect();
        match (kind, words.as_slice()) {
            (_, []) => continue,
            (ActorKind::Person, [surname]) => {
                keys.insert(("surname_only", (*surname).to_owned()));
                continue;
            }
            (ActorKind::Person, [given, .., surname]) => {
                let basis = if given.chars().count() == 1 { "initial_only" } else { "sound" };
                keys.insert((basis, format!("{surname} {}", skeleton(given))));
            }
            _ => {}
        }
        words.sort_unstable();
        keys.insert(("words", words.join(" ")));
    }
    // Somebody who is named in full need not be looked for by less.
    if keys.iter().any(|(basis, _)| *basis == "sound") {
        keys.retain(|(basis, _)| !matches!(*basis, "initial_only" | "surname_only"));
    }
    keys
}

/// Whether an alias of this kind is a whole name, which has keys.
pub(in crate::store) fn is_whole_name(kind: &str) -> bool {
    matches!(kind, "name" | "transliteration" | "nickname")
}

/// Makes the keys of those whose names the transaction has changed; called before it ends.
pub(in crate::store) fn catch_up(write: &Write<'_>) -> Result<(), StoreError> {
    for actor in write.take_renamed() {
        refresh(write, actor)?;
    }
    Ok(())
}

/// Derives every folded name and every key anew; gives how many names were looked up by other words.
pub(in crate::store) fn renew(write: &Write<'_>) -> Result<usize, StoreError> {
    let off = actors::refold(write)? + aliases::refold(write)?;
    // All of them: a damaged key is not found by its actor.
    statement::execute(write, "DELETE FROM actor_keys", [])?;
    for id in statement::all(write, "SELECT id FROM actors WHERE article_id IS NULL", [], |r| {
        r.get::<_, ActorId>(0)
    })? {
        refresh(write, id)?;
    }
    Ok(off)
}

/// Computes the keys of a stored actor anew.
fn refresh(write: &Write<'_>, actor: ActorId) -> Result<(), StoreError> {
    // Nobody of another article is the same as one that is only described.
    let sql = "SELECT kind, name FROM actors WHERE id = ?1 AND article_id IS NULL";
    let row =
        statement::optional(write, sql, [actor], |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?)))?;
    // It came and went within one transaction.
    let Some((kind, name)) = row else { return Ok(()) };
    let sql = "SELECT alias FROM actor_aliases WHERE actor_id = ?1 AND kind IN ('name', 'transliteration', 'nickname')";
    let mut names: Vec<String> = statement::all(write, sql, [actor], |r| r.get(0))?;
    names.push(name);
    let kind = kind.parse().map_err(StoreError::Reference)?;
    statement::execute(write, "DELETE FROM actor_keys WHERE actor_id = ?1", [actor])?;
    let sql = "INSERT INTO actor_keys (actor_id, basis, key) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
    for (basis, key) in of(kind, names.iter().map(String::as_str)) {
        statement::execute(write, sql, params![actor, basis, key])?;
    }
    Ok(())
}

/// The first letter and the consonants behind it, since languages change a given name's vowels: `vldmr`. A name that has
/// no others stays whole: Li and Lu are two.
fn skeleton(given: &str) -> String {
    let vowel = |c: &char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'j');
    let mut letters: Vec<char> = given.chars().take(1).collect();
    letters.extend(given.chars().skip(1).filter(|c| !vowel(c)));
    letters.dedup();
    if letters.len() > 1 { letters.into_iter().collect() } else { given.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(a: &str, b: &str) -> Vec<&'static str> {
        let (a, b) = (of(ActorKind::Person, [a]), of(ActorKind::Person, [b]));
        a.intersection(&b).map(|(basis, _)| *basis).collect()
    }

    #[test]
    fn spellings_of_one_person_share_a_key() {
        assert_eq!(share("Xi Jinping", "Jinping Xi"), ["words"]);
        assert!(share("Vladimir Zelensky", "Volodymyr Zelensky").contains(&"sound"));
        assert!(share("Joseph R. Biden", "Joseph Biden").contains(&"sound"));
        assert_eq!(share("Anna Ivanova", "Olga Petrova"), [""; 0]);
    }

    #[test]
    fn initials_and_bare_surnames_have_keys_of_their_own() {
        let keys = of(ActorKind::Person, ["S. Lavrov", "Lavrov"]);
        assert!(keys.contains(&("initial_only", "lavrov s".into())));
        assert!(keys.contains(&("surname_only", "lavrov".into())));
        let full = of(ActorKind::Person, ["Sergey Lavrov", "S. Lavrov"]);
        assert!(full.iter().any(|(basis, key)| *basis == "sound" && key.starts_with("lavrov s")));
        assert!(full.iter().all(|(basis, _)| *basis != "initial_only"));
        assert_eq!(share("Li Wang", "Lu Wang"), [""; 0]);
        assert_eq!(of(ActorKind::Body, ["Foreign Ministry"]).len(), 1);
    }
}
