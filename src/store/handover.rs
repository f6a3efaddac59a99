//! A file to hand over: a copy of the database with what is asked and what that rests on, and nothing else. No paths of a machine,
//! no names of users, no actors that nothing speaks of.

use super::{Store, StoreError, Write, copies, place, seal, statement};
use crate::domain::{ActorId, ArticleId, IssueId, OutletId};
use rusqlite::Connection;
use std::path::Path;

/// What is asked. An empty list asks for all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    /// What these actors said, and where they stand.
    pub actors: Vec<ActorId>,
    /// Where actors stand on these issues, and the quotes that show it.
    pub issues: Vec<IssueId>,
    /// Only what stands in these articles.
    pub articles: Vec<ArticleId>,
    /// Only what these outlets published.
    pub outlets: Vec<OutletId>,
    /// Only what was published on this day or later.
    pub since: Option<String>,
    /// Only what was published on this day or earlier.
    pub until: Option<String>,
}

/// What is in the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Handed {
    /// Articles.
    pub articles: i64,
    /// Quotes.
    pub quotes: i64,
    /// Positions.
    pub positions: i64,
    /// Actors.
    pub actors: i64,
}

/// Writes the file; it appears when it is whole. A file that is there is replaced with `force` alone.
///
/// # Errors
/// The database itself as the target, or a file that is there; no room; any failure of SQLite or the system.
pub fn hand_over(store: &Store, to: &Path, chosen: &Chosen, force: bool) -> Result<Handed, StoreError> {
    let (from, path) = (store.connection(), store.path());
    let refused = |why: &str| StoreError::NoPlace { path: to.to_owned(), why: why.to_owned() };
    if place::belongs_to(path, to).is_some() {
        return Err(refused("it is the database itself or belongs to it"));
    }
    if !force && place::is_there(to)? {
        return Err(refused("a file is there already"));
    }
    let finish = |copy: &Connection| {
        let run = |sql: &str| copy.execute_batch(sql).map_err(|e| StoreError::sql(sql, e));
        run("PRAGMA foreign_keys = ON; BEGIN IMMEDIATE")?;
        choose(copy, chosen)?;
        for sql in STEPS {
            run(sql)?;
        }
        run("DROP TABLE temp.kept_articles; DROP TABLE temp.kept_quotes; DROP TABLE temp.kept_actors")?;
        let write = Write::alone(copy);
        let sql = "SELECT id FROM articles";
        for article in statement::all(copy, sql, [], |r| r.get::<_, ArticleId>(0))? {
            seal::mark(&write, article)?;
        }
        seal::accept(&write)?;
        run("COMMIT")?;
        // What was taken out is on no page of the file any more.
        run(
            "INSERT INTO articles_fts (articles_fts) VALUES ('rebuild'); INSERT INTO quotes_fts (quotes_fts) VALUES ('rebuild')",
        )?;
        run("PRAGMA foreign_keys = OFF; ANALYZE; VACUUM")
    };
    let made = copies::Whole::make(from, to, "the file", &finish)?;
    let copy = copies::reader(made.path())?;
    let sql = "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM quotes), (SELECT count(*) FROM positions),
                 (SELECT count(*) FROM actors)";
    let handed = statement::one(&copy, sql, [], |r| {
        Ok(Handed { articles: r.get(0)?, quotes: r.get(1)?, positions: r.get(2)?, actors: r.get(3)? })
    })?;
    drop(copy);
    made.appear()?;
    Ok(handed)
}

/// Puts down which articles and quotes are kept.
fn choose(copy: &Connection, chosen: &Chosen) -> Result<(), StoreError> {
    let list = |ids: Vec<i64>| ids.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
    let actors = list(chosen.actors.iter().map(|a| a.0).collect());
    let issues = list(chosen.issues.iter().map(|a| a.0).collect());
    let articles = list(chosen.articles.iter().map(|a| a.0).collect());
    let outlets = list(chosen.outlets.iter().map(|a| a.0).collect());
    let within = |column: &str, ids: &str| match ids.is_empty() {
        true => "1".to_owned(),
        false => format!("{column} IN ({ids})"),
    };
    // Each list is of numbers, and each day is quoted as SQLite quotes it.
    let day = |text: &str| format!("'{}'", text.replace('\'', "''"));
    let since = chosen.since.as_deref().map_or("1".to_owned(), |d| format!("published_last >= {}", day(d)));
    let until = chosen.until.as_deref().map_or("1".to_owned(), |d| format!("published <= {}", day(d)));
    let narrowed = !(actors.is_empty() && issues.is_empty());
    let sql = format!(
        "CREATE TEMP TABLE kept_articles AS SELECT id FROM articles WHERE {} AND {} AND {since} AND {until};
         DELETE FROM positions WHERE NOT ({} AND {})
           OR NOT EXISTS (SELECT 1 FROM position_evidence e WHERE e.position_id = positions.id AND e.article_id IN (SELECT id FROM temp.kept_articles))
           OR standing = 0;
         DELETE FROM position_evidence WHERE article_id NOT IN (SELECT id FROM temp.kept_articles);
         CREATE TEMP TABLE kept_quotes AS SELECT q.id, q.article_id FROM quotes q WHERE q.article_id IN (SELECT id FROM temp.kept_articles)
           AND q.standing AND {} AND {};",
        within("id", &articles),
        within("outlet_id", &outlets),
        within("actor_id", &actors),
        within("issue_id", &issues),
        match actors.is_empty() {
            true => "1".to_owned(),
            false => format!(
                "q.id IN (SELECT quote_id FROM quote_speakers WHERE relation <> 'candidate' AND actor_id IN ({actors}))"
            ),
        },
        match issues.is_empty() {
            true => "1",
            false => "EXISTS (SELECT 1 FROM position_evidence e WHERE e.article_id = q.article_id AND q.start_char < e.end_char
                        AND e.start_char < q.end_char)",
        },
    );
    copy.execute_batch(&sql).map_err(|e| StoreError::sql(&sql, e))?;
    let sql = "DELETE FROM temp.kept_articles WHERE id NOT IN (SELECT article_id FROM temp.kept_quotes)
                 AND id NOT IN (SELECT article_id FROM position_evidence)";
    if narrowed {
        copy.execute_batch(sql).map_err(|e| StoreError::sql(sql, e))?;
    }
    Ok(())
}

/// Everything else follows from that.
const STEPS: &[&str] = &[
    "DELETE FROM quotes WHERE id NOT IN (SELECT id FROM temp.kept_quotes);
     DELETE FROM articles WHERE id NOT IN (SELECT id FROM temp.kept_articles);",
    // What people have said of what is gone, and what waits or was taken back, is nobody else's.
    "DELETE FROM quote_reviews WHERE undone_at IS NOT NULL OR quote_id NOT IN (SELECT id FROM quotes WHERE verdict IS NOT NULL);
     DELETE FROM speaker_reviews WHERE id NOT IN (SELECT review_id FROM reviews_in_force);
     DELETE FROM position_reviews WHERE undone_at IS NOT NULL OR NOT EXISTS (SELECT 1 FROM positions p
       WHERE p.article_id = position_reviews.article_id AND p.actor_id = position_reviews.actor_id
         AND p.issue_id = position_reviews.issue_id);
     DELETE FROM remarks WHERE id NOT IN (SELECT id FROM standing_remarks WHERE object_id IS NOT NULL);",
    "UPDATE quote_reviews SET before = NULL, as_read = '[]';
     DELETE FROM issues WHERE id NOT IN (SELECT issue_id FROM positions);
     DELETE FROM outlets WHERE id NOT IN (SELECT outlet_id FROM articles WHERE outlet_id IS NOT NULL);",
    // Who is spoken of, where their offices are, and whose they are.
    "CREATE TEMP TABLE kept_actors AS
     WITH RECURSIVE named (id) AS (
       SELECT actor_id FROM quote_speakers UNION SELECT actor_id FROM positions
       UNION SELECT ascribed_by_id FROM positions WHERE ascribed_by_id IS NOT NULL
       UNION SELECT actor_id FROM speaker_reviews WHERE actor_id IS NOT NULL UNION SELECT actor_id FROM speaker_review_others
     ), kept (id) AS (
       SELECT id FROM named
       UNION SELECT r.organisation_id FROM named n JOIN roles r ON r.actor_id = n.id WHERE r.organisation_id IS NOT NULL
       UNION SELECT a.state_id FROM kept k JOIN actors a ON a.id = k.id WHERE a.state_id IS NOT NULL
     ) SELECT id FROM kept;
     DELETE FROM roles WHERE organisation_id IS NOT NULL AND organisation_id NOT IN (SELECT id FROM temp.kept_actors);
     DELETE FROM actors WHERE id NOT IN (SELECT id FROM temp.kept_actors);
     DELETE FROM remarks WHERE object = 'actor' AND id NOT IN (SELECT id FROM standing_remarks WHERE object_id IS NOT NULL);",
    // The log has what the rest rests on, by people without names.
    "DELETE FROM removed_actors; DELETE FROM removed_articles;
     UPDATE actor_changes SET undone_by = NULL, undo = NULL;
     DELETE FROM actor_changes WHERE id NOT IN (
       SELECT change_id FROM speaker_reviews UNION SELECT change_id FROM actor_merges UNION SELECT change_id FROM different_actors
       UNION SELECT change_id FROM quote_reviews WHERE change_id IS NOT NULL);
     DELETE FROM issue_changes;
     DELETE FROM log_entries WHERE NOT EXISTS (SELECT 1 FROM change_log c WHERE c.number = log_entries.id);",
    "CREATE TEMP TABLE people AS SELECT made_by, 'person ' || row_number() OVER (ORDER BY made_by) AS called FROM (
       SELECT made_by FROM actor_changes UNION SELECT made_by FROM quote_reviews UNION SELECT made_by FROM position_reviews
       UNION SELECT made_by FROM remarks);
     UPDATE actor_changes SET made_by = (SELECT called FROM temp.people p WHERE p.made_by = actor_changes.made_by);
     UPDATE quote_reviews SET made_by = (SELECT called FROM temp.people p WHERE p.made_by = quote_reviews.made_by);
     UPDATE position_reviews SET made_by = (SELECT called FROM temp.people p WHERE p.made_by = position_reviews.made_by);
     UPDATE remarks SET made_by = (SELECT called FROM temp.people p WHERE p.made_by = remarks.made_by);
     DROP TABLE temp.people;",
    // A file is known by its name alone, with its number where two have one.
    "DELETE FROM import_failures;
     DELETE FROM import_runs WHERE id NOT IN (SELECT import_run_id FROM articles);
     DELETE FROM extractors WHERE id NOT IN (SELECT extractor_id FROM articles);
     DELETE FROM settings WHERE name GLOB 'article:*' OR name GLOB 'review:*' OR name GLOB 'seal:*' OR name = 'backup_made_at';
     CREATE TEMP TABLE files AS SELECT id,
       replace(source_path, rtrim(source_path, replace(replace(source_path, '/', ''), '\\', '')), '') AS file
       FROM articles WHERE source_path NOT GLOB 'starter:*';
     UPDATE articles SET source_path = 'handed over:' || id WHERE id IN (SELECT id FROM temp.files);
     UPDATE articles SET source_path = (SELECT iif((SELECT count(*) FROM temp.files o WHERE o.file = f.file) > 1, f.id || '/' || f.file, f.file)
         FROM temp.files f WHERE f.id = articles.id)
       WHERE id IN (SELECT id FROM temp.files);
     DROP TABLE temp.files;",
];
