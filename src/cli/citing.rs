//! From the rows of a query to citations: the article and the paragraph that each row is from.

use super::error::CommandError;
use crate::catalog::Step;
use crate::domain::Cell;
use crate::render::{Citation, markdown_text};
use crate::store::{Store, StoreError, actors, reading};
use std::collections::BTreeMap;
use std::io;
use std::ops::ControlFlow;

/// Bytes of quotations that are kept for a bibliography.
const MOST_BYTES: usize = 64 << 20;

/// Makes citations of rows that name a quote or an article.
pub struct Citing<'a> {
    store: &'a Store,
    style: &'a str,
    /// Columns of the rows.
    names: Vec<String>,
    /// What the rows so far cite: by article, and row by row as a block of Markdown.
    articles: BTreeMap<i64, Citation>,
    blocks: Vec<String>,
    bytes: usize,
    /// The first failure on the way.
    failed: Option<CommandError>,
}

impl<'a> Citing<'a> {
    /// Citations in the style of this name.
    pub fn new(store: &'a Store, style: &'a str) -> Self {
        Self {
            store,
            style,
            names: Vec::new(),
            articles: BTreeMap::new(),
            blocks: Vec::new(),
            bytes: 0,
            failed: None,
        }
    }

    /// The cell that a column `citation` has in this row; its name, before the rows.
    pub fn add(&mut self, step: &Step<'_>) -> Result<Option<Cell>, String> {
        match step {
            Step::Columns(names) => {
                self.names = names.to_vec();
                self.names_an_article()?;
                Ok(Some(Cell::Text("citation".into())))
            }
            Step::Row(cells) => {
                let found = self.citation(cells).map_err(|e| e.to_string())?;
                Ok(Some(found.map_or(Cell::Null, |c| Cell::Text(c.in_style(self.style)))))
            }
        }
    }

    /// Gathers a row for [`Self::bibliography`].
    pub fn take(&mut self, step: &Step<'_>, limit: Option<u64>) -> io::Result<ControlFlow<()>> {
        let taken = match step {
            Step::Columns(names) => {
                self.names = names.to_vec();
                self.names_an_article().map_err(CommandError::users)
            }
            Step::Row(_) if limit.is_some_and(|l| self.blocks.len() as u64 >= l) => {
                return Ok(ControlFlow::Break(()));
            }
            Step::Row(cells) => self.gather(cells).map_err(CommandError::from),
        };
        if let Err(e) = taken {
            self.failed = Some(e);
            return Ok(ControlFlow::Break(()));
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Markdown: each row as a quotation with its citation. Otherwise: an entry for each article.
    pub fn bibliography(self) -> Result<String, CommandError> {
        if let Some(e) = self.failed {
            return Err(e);
        }
        let entries = self.articles.into_values();
        Ok(match self.style {
            "bibtex" => entries.map(|c| c.bibtex() + "\n").collect::<Vec<_>>().join("\n"),
            "csl-json" => {
                let items: Vec<_> = entries.map(|c| c.csl()).collect();
                serde_json::to_string_pretty(&items).unwrap_or_default() + "\n"
            }
            _ => self.blocks.join("\n"),
        })
    }

    fn gather(&mut self, cells: &[Cell]) -> Result<(), StoreError> {
        let Some(citation) = self.citation(cells)? else { return Ok(()) };
        let text = |name: &str| self.cell(cells, name).map(|c| crate::render::visible_line(&c.to_text()));
        // The quote itself: a row may show a part of it, with the words searched for marked.
        let quote = match self.cell(cells, "quote_id") {
            Some(Cell::Integer(quote)) => reading::words_of_quote(self.store.connection(), *quote)?,
            _ => None,
        };
        let (kind, words) = match quote {
            Some((kind, words)) => (kind, crate::render::visible_line(&words)),
            None => (String::new(), text("evidence").or_else(|| text("quote")).unwrap_or_default()),
        };
        // Nobody is quoted with words that a reporter chose.
        let paraphrase = if kind == "indirect" { "*(paraphrase)* " } else { "" };
        let who = text("actor").filter(|a| !a.is_empty()).map(|a| format!("{}, in: ", markdown_text(&a)));
        let line = format!("— {}{}\n", who.unwrap_or_default(), citation.markdown());
        self.bytes += words.len();
        if self.bytes > MOST_BYTES {
            return Err(StoreError::Reference(format!(
                "the citations have more than {} MB, the limit; `--limit` or `--format` with `--cite` give them row by row",
                MOST_BYTES >> 20
            )));
        }
        self.blocks.push(match words.is_empty() {
            true => line,
            false => format!("> {paraphrase}{}\n>\n> {line}", markdown_text(&words)),
        });
        let id = self.place(cells)?.map_or(0, |(article, _)| article);
        let paragraphs = citation.paragraphs.clone();
        let kept = self.articles.entry(id).or_insert(citation);
        kept.paragraphs.extend(paragraphs);
        kept.paragraphs.sort_unstable();
        kept.paragraphs.dedup();
        Ok(())
    }

    fn citation(&self, cells: &[Cell]) -> Result<Option<Citation>, StoreError> {
        let connection = self.store.connection();
        let Some((article, at)) = self.place(cells)? else { return Ok(None) };
        let Some(source) = reading::source(connection, article)? else { return Ok(None) };
        let paragraph = match at {
            Some(at) => reading::paragraph_at(connection, article, at)?,
            None => None,
        };
        let who = source.outlet.as_deref().or(source.author.as_deref()).unwrap_or("article");
        let year = source.published.as_deref().and_then(|d| d.get(..4)).unwrap_or("nd");
        Ok(Some(Citation {
            key: format!("{}-{year}-{article}", actors::slug_of(who)),
            title: source.title,
            outlet: source.outlet,
            author: source.author,
            published: source.published,
            url: source.url,
            source_path: source.source_path,
            paragraphs: paragraph.into_iter().collect(),
        }))
    }

    /// The article and the code point that a row is about.
    fn place(&self, cells: &[Cell]) -> Result<Option<(i64, Option<usize>)>, StoreError> {
        if let Some(Cell::Integer(quote)) = self.cell(cells, "quote_id") {
            let place = reading::place_of_quote(self.store.connection(), *quote)?;
            return Ok(place.map(|(article, at)| (article, Some(at))));
        }
        let Some(Cell::Integer(article)) = self.cell(cells, "article_id") else { return Ok(None) };
        let at = match self.cell(cells, "start_char") {
            Some(Cell::Integer(at)) => usize::try_from(*at).ok(),
            _ => None,
        };
        Ok(Some((*article, at)))
    }

    fn cell<'b>(&self, cells: &'b [Cell], name: &str) -> Option<&'b Cell> {
        self.names.iter().position(|n| n == name).and_then(|i| cells.get(i))
    }

    fn names_an_article(&self) -> Result<(), String> {
        if self.names.iter().any(|n| n == "quote_id" || n == "article_id") {
            return Ok(());
        }
        Err("there is nothing to cite: the rows have no column `quote_id` or `article_id`".into())
    }
}
