//! What people have decided, and what a repair leaves to be done: nothing of it goes without a word.

use super::Repaired;
use crate::domain::counted;
use crate::store::registry::reviews;
use crate::store::seal::{self, Derived, Finding};
use crate::store::{StoreError, Write, articles, losses, positions, quotes, statement, take_setting};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, params};

/// Tables from which nothing may miss without the articles being read again.
const FOUND: [&str; 4] = ["quotes", "quote_spans", "quote_speakers", "actors"];

/// Tables with rows that come with kb.
const KNOWLEDGE: [&str; 5] = ["actors", "actor_aliases", "roles", "actor_ids", "issues"];

/// At the end of a repair: what is to be read again is marked so, and what another program has changed of that which people
/// know and decide is told. Its seals stay as they are: only a person can say that it was right.
pub(super) fn look(write: &Write<'_>, repaired: &mut Repaired) -> Result<(), StoreError> {
    if repaired.has_lost(&KNOWLEDGE) {
        // The next import brings again what comes with kb.
        take_setting(write, "knowledge_hash")?;
    }
    if repaired.has_lost(&FOUND) {
        let articles = losses::lose_all(write)?;
        repaired.told.push(format!(
            "to be read again, since what was found is not whole: {}",
            counted(articles, "article")
        ));
    }
    // No position is shown without its evidence; one that comes with kb comes again.
    let positions = positions::remove_unproved_seeds(write)?;
    if positions > 0 {
        repaired.told.push(format!(
            "{} that came with kb lost the evidence; `kb import` without a path brings it again",
            counted(positions, "position")
        ));
        repaired.lost = true;
    }
    let mut seals = Vec::new();
    seal::each_derived(write, &mut |seal| seals.push(seal))?;
    for Derived { article, path, now, .. } in seals {
        match now {
            None => {
                repaired.told.push(format!("article {article} ({path}) is gone: import its file again"));
                repaired.lost = true;
            }
            Some((_, _, other)) if other != path && articles::load(write, &path)?.is_none() => {
                articles::move_to(write, article, &path)?;
                repaired
                    .told
                    .push(format!("article {article}: its path is `{path}` again, and not `{other}`"));
            }
            Some((_, false, _)) => {
                losses::lose(write, article)?;
                repaired.told.push(format!(
                    "article {article} ({path}) is to be read again: its quotes are not those that kb found"
                ));
            }
            Some(_) => {}
        }
    }
    quotes::let_stand(write, None)?;
    for article in reviews::of_articles(write)? {
        reviews::apply(write, article)?;
    }
    for c in seal::compare(write)? {
        match c.finding {
            Finding::Broken(then, now) if then == now => {
                repaired.changed.push(format!(
                    "{} ({}): at least one of {}",
                    c.table,
                    c.what,
                    counted(then, "row")
                ));
            }
            Finding::Broken(then, now) => {
                repaired.changed.push(format!(
                    "{} ({}): of {} {now} there",
                    c.table,
                    c.what,
                    counted(then, "row")
                ));
            }
            Finding::Whole | Finding::Added(_) | Finding::Unsealed => {}
        }
    }
    Ok(())
}

/// Sets the reviews aside whose article is gone: they wait until an article with their words is imported again.
pub(super) fn set_aside(write: &Write<'_>, repaired: &mut Repaired) -> Result<(), StoreError> {
    let aside = reviews::set_aside(write)?;
    if aside > 0 {
        repaired.told.push(format!(
            "speaker_reviews: {aside} are of articles that are gone; they wait, and come back when an article with their words is \
             imported"
        ));
    }
    Ok(())
}

/// The numbers that were given are told by the damaged file, as far as they can be read: none is given again.
pub(super) fn counters(old: &Connection, write: &Write<'_>) -> Result<(), StoreError> {
    let read = statement::all(old, "SELECT name, seq FROM sqlite_sequence", [], |r| {
        Ok((r.get::<_, String>(0)?, r.get::<_, i64>(1)?))
    });
    let failed = |e| StoreError::sql("SQLITE_DBCONFIG_DEFENSIVE", e);
    write.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false).map_err(failed)?;
    for (table, last) in read.unwrap_or_default() {
        let sql = "UPDATE sqlite_sequence SET seq = max(seq, ?2) WHERE name = ?1";
        if statement::execute(write, sql, params![table, last])? == 0 {
            let sql = "INSERT INTO sqlite_sequence (name, seq)
                       SELECT ?1, ?2 WHERE EXISTS (SELECT 1 FROM sqlite_master WHERE name = ?1 AND sql LIKE '%AUTOINCREMENT%')";
            statement::execute(write, sql, params![table, last])?;
        }
    }
    write.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true).map(drop).map_err(failed)
}

/// Rows that what people have decided, or an article, can't do without, where they are lost: something stands for them.
pub(super) fn placeholders(new: &Write<'_>, repaired: &mut Repaired) -> Result<(), StoreError> {
    let mut tell = |what: &str, rows: usize| {
        if rows > 0 {
            repaired.told.push(format!(
                "{what}: {rows} that others refer to are lost; something stands in their place"
            ));
            repaired.lost = true;
        }
    };
    let sql = "INSERT INTO actor_changes (id, made_at, made_by, action, detail)
               SELECT DISTINCT change_id, '', 'unknown', 'edit', 'lost when the file was damaged' FROM (
                 SELECT change_id FROM speaker_reviews UNION SELECT change_id FROM actor_merges
                 UNION SELECT change_id FROM different_actors UNION SELECT change_id FROM removed_actors
                 UNION SELECT change_id FROM quote_reviews WHERE change_id IS NOT NULL)
               WHERE change_id NOT IN (SELECT id FROM actor_changes)";
    tell("changes in the log", statement::execute(new, sql, [])?);
    tell("actors", lost_actors(new)?);
    let sql = "INSERT INTO import_runs (id, started_at, kb_version)
               SELECT DISTINCT import_run_id, '', 'unknown' FROM articles WHERE import_run_id NOT IN (SELECT id FROM import_runs)";
    tell("import runs", statement::execute(new, sql, [])?);
    let sql = "INSERT INTO extractors (id, version, statements_identity, speakers_identity)
               SELECT DISTINCT extractor_id, 'lost', extractor_id, '' FROM articles
               WHERE extractor_id NOT IN (SELECT id FROM extractors)";
    tell("extractors", statement::execute(new, sql, [])?);
    Ok(())
}

/// Actors that somebody has decided about. Who they were the log tells, where it can be read: one that comes with kb is
/// filled in by the next import.
fn lost_actors(new: &Write<'_>) -> Result<usize, StoreError> {
    let sql = "SELECT DISTINCT actor_id, (
                 SELECT c.actor_slug FROM speaker_reviews r JOIN actor_changes c ON c.id = r.change_id
                 WHERE r.actor_id = l.actor_id AND c.actor_slug IS NOT NULL ORDER BY c.id DESC LIMIT 1)
               FROM (SELECT actor_id FROM speaker_reviews UNION SELECT actor_id FROM actor_merges
                     UNION SELECT actor_id FROM positions WHERE origin <> 'seed') l
               WHERE actor_id IS NOT NULL AND actor_id NOT IN (SELECT id FROM actors)";
    let lost: Vec<(i64, Option<String>)> = statement::all(new, sql, [], |r| Ok((r.get(0)?, r.get(1)?)))?;
    for (id, slug) in &lost {
        let sql = "INSERT INTO actors (id, slug, name, name_folded, kind, description, origin)
                   VALUES (?1, ?2, ?3, lower(?3), 'person', 'Its row was lost when the file was damaged', ?4) ON CONFLICT DO NOTHING";
        let known = slug.as_deref().map(named).filter(|(slug, _)| !slug.is_empty());
        if let Some((slug, name)) = known
            && statement::execute(new, sql, params![id, slug, name, "seed"])? > 0
        {
            continue;
        }
        let (slug, name) = (format!("lost-actor-{id}"), format!("Lost actor {id}"));
        statement::execute(new, sql, params![id, slug, name, "user"])?;
    }
    Ok(lost.len())
}

/// A slug, and the name that it was made from, as far as that can be told.
fn named(slug: &str) -> (String, String) {
    let words = slug.split('-').map(|word| {
        let mut chars = word.chars();
        chars.next().map(|first| first.to_uppercase().chain(chars).collect::<String>()).unwrap_or_default()
    });
    (slug.to_owned(), words.collect::<Vec<_>>().join(" "))
}
