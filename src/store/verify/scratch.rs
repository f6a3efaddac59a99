//! A copy of the file in which articles are read again: what the rows are afterwards they should have been before.

use super::{Check, READ_AGAIN};
use crate::domain::{Article, ArticleId, ExtractorId};
use crate::extract::Extraction;
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

    /// The articles that were read by this extractor.
    ///
    /// # Errors
    /// Any failure of SQLite.
    pub fn read_by(&self, extractor: Option<ExtractorId>) -> Result<Vec<ArticleId>, StoreError> {
        let sql = "SELECT id FROM articles WHERE extractor_id IS ?1 ORDER BY id";
        statement::all(&self.copy, sql, [extractor], |r| r.get(0))
    }

    /// The check that [`Self::compare`] fills.
    pub fn check(&self) -> Check {
        Check::new("reading again finds what is stored", 0, READ_AGAIN)
    }

    /// Reads one article again and compares.
    ///
    /// # Errors
    /// Any failure of SQLite.
    pub fn compare(
        &self,
        id: ArticleId,
        read: &mut dyn FnMut(&Article) -> Extraction,
        check: &mut Check,
    ) -> Result<(), StoreError> {
        let article = articles::load_by_id(&self.copy, id)?;
        let stored = self.rows(id)?;
        let run = |sql: &str| self.copy.execute_batch(sql).map_err(|e| StoreError::sql(sql, e));
        run("SAVEPOINT reading")?;
        quotes::replace(&Write::alone(&self.copy), id, &article.body, &read(&article))?;
        let found = self.rows(id)?;
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
    fn rows(&self, article: ArticleId) -> Result<Vec<String>, StoreError> {
        let mut rows = Vec::new();
        for sql in [
            "SELECT 'quote ' || kind || ' ' || start_char || '-' || end_char || ' ' || confidence || ' ' || attribution_type || ' '
               || polarity || ' ' || determinacy || ' ' || coalesce(said_on, '-') || ' ' || coalesce(said_on_words, '-') || ' ' || quote
             FROM quotes WHERE article_id = ?1 ORDER BY ordinal",
            "SELECT s.role || ' ' || s.start_char || '-' || s.end_char || ' ' || s.text
             FROM quotes q JOIN quote_spans s ON s.quote_id = q.id WHERE q.article_id = ?1
             ORDER BY q.ordinal, s.role, s.ordinal",
            "SELECT s.relation || ' of ' || q.start_char || ' ' || a.name || ' ' || s.method || ' ' || s.confidence
             FROM quotes q JOIN quote_speakers s ON s.quote_id = q.id JOIN actors a ON a.id = s.actor_id
             WHERE q.article_id = ?1 ORDER BY q.ordinal, s.relation, a.name",
        ] {
            rows.extend(statement::all(&self.copy, sql, [article], |r| r.get::<_, String>(0))?);
        }
        Ok(rows)
    }
}
