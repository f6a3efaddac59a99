//! What follows from other rows, or from kb itself, made anew in place.

use super::{Repaired, kept};
use crate::domain::{ArticleId, counted};
use crate::store::registry::keys;
use crate::store::verify::file::{Objects, fresh, made_by_migrations, objects};
use crate::store::verify::tables::own_columns;
use crate::store::{StoreError, Write, articles, links, quotes, runs, seal, statement};
use rusqlite::config::DbConfig;

/// Makes anew, within the caller's transaction: views, triggers and indexes, references, look-up columns, counters, search
/// indexes. Tells what was not as it should be.
///
/// # Errors
/// Any failure of SQLite.
pub(super) fn renew(write: &Write<'_>, repaired: &mut Repaired) -> Result<(), StoreError> {
    schema(write, repaired)?;
    // First of all: what follows looks things up and takes texts out.
    run(write, "REINDEX")?;
    for index in ["articles_fts", "quotes_fts"] {
        run(write, &format!("INSERT INTO {index} ({index}) VALUES ('rebuild')"))?;
    }
    // A page of another kind in the place of an index stays of that kind, and SQLite's own check passes over it while it is
    // empty: only a new file helps then.
    let sql = "SELECT tbl_name, name FROM sqlite_master
               WHERE type = 'index' AND (sql IS NULL OR sql NOT LIKE '% WHERE %') AND tbl_name NOT LIKE '%\\_fts\\_%' ESCAPE '\\'";
    let indexes: Vec<(String, String)> = statement::all(write, sql, [], |r| Ok((r.get(0)?, r.get(1)?)))?;
    for (table, index) in indexes {
        let sql = format!("SELECT count(*) FROM \"{table}\" INDEXED BY \"{index}\"");
        statement::one(write, &sql, [], |r| r.get::<_, i64>(0))?;
    }
    documentation(write)?;
    references(write, repaired)?;
    let off = keys::renew(write)?;
    if off > 0 {
        repaired.told.push(format!("names: {off} were looked up by other words, mended"));
    }
    unsound_quotes(write, repaired)?;
    words(write, repaired)?;
    counters(write)?;
    repaired.told.push("indexes and search indexes: made anew".to_owned());
    kept::look(write, repaired)
}

fn run(write: &Write<'_>, sql: &str) -> Result<(), StoreError> {
    write.execute_batch(sql).map_err(|e| StoreError::sql(sql, e))
}

/// Views, triggers and indexes are defined as kb defines them; tables of ours that are missing are made, empty.
fn schema(write: &Write<'_>, repaired: &mut Repaired) -> Result<(), StoreError> {
    let ours = made_by_migrations()?;
    let differing = |there: &Objects, kind: &str| -> Vec<(String, String)> {
        let of_kind = ours.iter().filter(|((k, _), _)| k == kind);
        let other = of_kind.filter(|(key, sql)| there.get(*key) != Some(*sql));
        other.filter_map(|((_, name), sql)| Some((name.clone(), sql.clone()?))).collect()
    };
    let there = objects(write)?;
    for (name, sql) in differing(&there, "table") {
        let found = there.get(&("table".to_owned(), name.clone()));
        if found.is_some_and(|found| own_columns(Some(&sql), found.as_deref()).is_some()) {
            // Another program keeps something in columns of its own.
        } else if found.is_some() {
            repaired.told.push(format!("table {name}: defined otherwise than by kb, and left so"));
            repaired.lost = true;
        } else if !name.contains("_fts_") {
            run(write, &sql)?;
            repaired.told.push(format!("table {name}: it was missing, and is made anew, empty"));
            repaired.lose(&name);
        }
    }
    // What stands on others goes first and comes last.
    for kind in ["trigger", "view", "index"] {
        for (name, _) in differing(&objects(write)?, kind) {
            run(write, &format!("DROP {kind} IF EXISTS \"{name}\""))?;
            repaired.told.push(format!("{kind} {name}: not as kb defines it, made anew"));
        }
    }
    for kind in ["index", "view", "trigger"] {
        for (_, sql) in differing(&objects(write)?, kind) {
            run(write, &sql)?;
        }
    }
    Ok(())
}

/// What `kb schema` shows comes with kb.
fn documentation(write: &Write<'_>) -> Result<(), StoreError> {
    let sql = "SELECT object, column_name, says FROM documentation";
    let rows = statement::all(&fresh()?, sql, [], |r| {
        Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?, r.get::<_, String>(2)?))
    })?;
    for (object, column, says) in rows {
        let sql = "INSERT INTO documentation (object, column_name, says) VALUES (?1, ?2, ?3)
                   ON CONFLICT DO UPDATE SET says = excluded.says WHERE says <> excluded.says";
        statement::execute(write, sql, [object, column, says])?;
    }
    Ok(())
}

/// Takes out rows that refer to rows which are not there, or empties the reference where a row can do without.
fn references(write: &Write<'_>, repaired: &mut Repaired) -> Result<(), StoreError> {
    // Taking a row out may leave another one dangling.
    for _ in 0..8 {
        let sql = "SELECT DISTINCT f.\"table\", k.\"from\", k.\"table\", coalesce(k.\"to\", 'rowid'), k.on_delete
                   FROM pragma_foreign_key_check f JOIN pragma_foreign_key_list(f.\"table\") k ON k.id = f.fkid";
        let broken: Vec<(String, String, String, String, String)> =
            statement::all(write, sql, [], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?)))?;
        if broken.is_empty() {
            return Ok(());
        }
        for (table, column, parent, key, on_delete) in broken {
            let dangles = format!(
                "\"{column}\" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM \"{parent}\" p WHERE p.\"{key}\" = \"{table}\".\"{column}\")"
            );
            if table == "speaker_reviews" && column == "article_id" {
                kept::set_aside(write, repaired)?;
            }
            let (sql, did) = if on_delete == "SET NULL" {
                (format!("UPDATE \"{table}\" SET \"{column}\" = NULL WHERE {dangles}"), "without it now")
            } else {
                (format!("DELETE FROM \"{table}\" WHERE {dangles}"), "taken out")
            };
            let rows = statement::execute(write, &sql, [])?;
            if rows > 0 {
                repaired.told.push(format!(
                    "{table}: {} referred by `{column}` to rows of `{parent}` that are gone: {did}",
                    counted(rows, "row")
                ));
                repaired.lose(&table);
            }
        }
    }
    Ok(())
}

/// Lengths of bodies, words of quotes in several pieces, hashes of quotes.
fn words(write: &Write<'_>, repaired: &mut Repaired) -> Result<(), StoreError> {
    let off = articles::mend_lengths(write)? + quotes::mend_words(write)? + quotes::mend_hashes(write)?;
    if off > 0 {
        repaired.told.push(format!("texts: {off} mended (lengths, words, hashes)"));
    }
    Ok(())
}

/// No counter is behind its rows.
pub(super) fn counters(write: &Write<'_>) -> Result<(), StoreError> {
    let sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'";
    // The counters are SQLite's own: a write that distrusts the file may not write them.
    let defensive = |on| write.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, on);
    defensive(false).map_err(|e| StoreError::sql("SQLITE_DBCONFIG_DEFENSIVE", e))?;
    for table in statement::all(write, sql, [], |r| r.get::<_, String>(0))? {
        let last = format!("(SELECT coalesce(max(rowid), 0) FROM \"{table}\")");
        let sql = format!("UPDATE sqlite_sequence SET seq = max(seq, {last}) WHERE name = ?1");
        if statement::execute(write, &sql, [&table])? == 0 {
            let sql = format!("INSERT INTO sqlite_sequence (name, seq) VALUES (?1, {last})");
            statement::execute(write, &sql, [&table])?;
        }
    }
    defensive(true).map(drop).map_err(|e| StoreError::sql("SQLITE_DBCONFIG_DEFENSIVE", e))
}

/// Articles whose quotes are not whole any more are to be read again.
fn unsound_quotes(write: &Write<'_>, repaired: &mut Repaired) -> Result<(), StoreError> {
    let sql = "SELECT DISTINCT q.article_id FROM quotes q JOIN articles a ON a.id = q.article_id
               WHERE substr(a.body, q.start_char + 1, q.end_char - q.start_char) <> q.quote
                     AND NOT EXISTS (SELECT 1 FROM quote_spans s WHERE s.quote_id = q.id AND s.role = 'content' AND s.ordinal = 2)
                  OR q.start_char IS NOT (SELECT min(start_char) FROM quote_spans WHERE quote_id = q.id AND role = 'content')
                  OR q.end_char IS NOT (SELECT max(end_char) FROM quote_spans WHERE quote_id = q.id AND role = 'content')
                  OR EXISTS (SELECT 1 FROM quote_spans s WHERE s.quote_id = q.id
                             AND substr(a.body, s.start_char + 1, s.end_char - s.start_char) <> s.text)";
    let unsound: Vec<i64> = statement::all(write, sql, [], |r| r.get(0))?;
    let mut changed = Vec::new();
    articles::each(write, &mut |id, hash, article| {
        if articles::content_hash(&article) != hash {
            changed.push((id, article.source_path));
        }
        Ok(())
    })?;
    for (id, path) in &changed {
        repaired
            .told
            .push(format!("article {id} ({path}): its text or metadata is damaged; import its file again"));
        repaired.lost = true;
    }
    if !unsound.is_empty() {
        let lost = runs::lost_extractor(write)?;
        for article in unsound.iter().copied().map(ArticleId) {
            quotes::remove(write, article)?;
            articles::set_extractor(write, article, lost)?;
            seal::forget(write, article)?;
        }
        quotes::remove_stray_spans(write)?;
        links::remove_strays(write)?;
        repaired.told.push(format!(
            "quotes: those of {} were not whole; `kb import --refresh` finds them again",
            counted(unsound.len(), "article")
        ));
    }
    Ok(())
}
