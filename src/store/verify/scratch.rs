//! A copy of the file in which articles are read again: what the rows are afterwards they should have been before.

use super::{Check, READ_AGAIN, count};
use crate::domain::{Article, ArticleId, counted};
use crate::extract::{EXTRACTOR_VERSION, Extraction, Identities};
use crate::store::{Store, StoreError, Write, articles, copies, quotes, statement};
use rusqlite::Connection;
use tempfile::TempDir;

/// A copy to try things in.
pub struct Scratch {
    copy: Connection,
    _folder: TempDir,
}

impl Scratch {
    /// Copies the file.
    ///
    /// # Errors
    /// No room for it; any failure of SQLite.
    pub fn of(store: &Store) -> Result<Self, StoreError> {
        let (folder, copy) = copies::to_check(store.connection(), store.path())?;
        Ok(Self { copy, _folder: folder })
    }

    /// The articles whose statements were found by this extractor, each with whether its speakers were, too.
    ///
    /// # Errors
    /// Any failure of SQLite.
    pub fn read_by(&self, identities: &Identities) -> Result<Vec<(ArticleId, bool)>, StoreError> {
        let sql =
            "SELECT a.id, e.speakers_identity = ?2 FROM articles a JOIN extractors e ON e.id = a.extractor_id
                   WHERE e.version = ?3 AND e.statements_identity = ?1 ORDER BY a.id";
        let version = EXTRACTOR_VERSION.to_string();
        let key = [&identities.statements, &identities.speakers, &version];
        statement::all(&self.copy, sql, key, |r| Ok((r.get(0)?, r.get(1)?)))
    }

    /// Says what could not be compared: where that is every article, nothing is proved.
    ///
    /// # Errors
    /// Any failure of SQLite.
    pub fn tell_unread(&self, read: usize, linked: usize, check: &mut Check) -> Result<(), StoreError> {
        let all = count(&self.copy, "SELECT count(*) FROM articles")?;
        let (read, linked) = (read as u64, linked as u64);
        if all > 0 && read == 0 {
            check.remedy = "`kb import --refresh` reads them again; then ask anew";
            check.fail(format!(
                "nothing could be compared: of {} none was read by this kb",
                counted(all, "article")
            ));
        } else if read < all {
            let rest = all - read;
            check.notes.push(format!(
                "read by another kb, and not compared: {rest} of {all} articles; `kb import --refresh`"
            ));
        }
        if linked < read {
            check.notes.push(format!(
                "of {} the speakers were told by an earlier registry, and not compared: `kb actor relink`",
                counted(read - linked, "article")
            ));
        }
        Ok(())
    }

    /// The check that [`Self::compare`] fills.
    pub fn check(&self) -> Check {
        Check::new("reading again finds what is stored", 0, READ_AGAIN)
    }

    /// Reads one article again and compares; `settle` lets what people have said of its quotes follow.
    ///
    /// # Errors
    /// Any failure of SQLite.
    pub fn compare<E: From<StoreError>>(
        &self,
        id: ArticleId,
        speakers: bool,
        read: &mut dyn FnMut(&Article) -> Extraction,
        settle: &mut dyn FnMut(&Write<'_>) -> Result<(), E>,
        check: &mut Check,
    ) -> Result<(), E> {
        let article = articles::load_by_id(&self.copy, id)?;
        let stored = self.rows(id, speakers)?;
        let run = |sql: &str| self.copy.execute_batch(sql).map_err(|e| StoreError::sql(sql, e));
        run("SAVEPOINT reading")?;
        let write = Write::alone(&self.copy);
        quotes::replace(&write, id, &article.body, &read(&article))?;
        settle(&write)?;
        let found = self.rows(id, speakers)?;
        run("ROLLBACK TO reading; RELEASE reading")?;
        check.rows += 1;
        let missing = stored.iter().filter(|row| !found.contains(row)).map(|row| ("stored, not found", row));
        let new = found.iter().filter(|row| !stored.contains(row)).map(|row| ("found, not stored", row));
        for (what, row) in missing.chain(new) {
            check.fail(format!("article {id}, {what}: {row}"));
        }
        Ok(())
    }

    /// What is derived from an article, a line for each row.
    fn rows(&self, article: ArticleId, speakers: bool) -> Result<Vec<String>, StoreError> {
        let mut rows = Vec::new();
        let all = [
            "SELECT 'quote ' || kind || ' ' || start_char || '-' || end_char || ' ' || confidence || ' ' || attribution_type || ' '
               || polarity || ' ' || determinacy || ' ' || coalesce(said_on, '-') || ' ' || coalesce(said_on_words, '-') || ' ' || quote
             FROM quotes WHERE article_id = ?1 ORDER BY ordinal",
            "SELECT s.role || ' ' || s.start_char || '-' || s.end_char || ' ' || s.text
             FROM quotes q JOIN quote_spans s ON s.quote_id = q.id WHERE q.article_id = ?1
             ORDER BY q.ordinal, s.role, s.ordinal",
            "SELECT s.relation || ' of ' || q.start_char || ' ' || a.name || ' ' || s.method || ' ' || s.confidence
             FROM quotes q JOIN quote_speakers s ON s.quote_id = q.id JOIN actors a ON a.id = s.actor_id
             WHERE q.article_id = ?1 ORDER BY q.ordinal, s.relation, a.name",
        ];
        for sql in all.into_iter().take(if speakers { 3 } else { 2 }) {
            rows.extend(statement::all(&self.copy, sql, [article], |r| r.get::<_, String>(0))?);
        }
        Ok(rows)
    }
}
