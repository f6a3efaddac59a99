//! From the rows of a query to citations: the article and the paragraph that each row is from.

use super::error::CommandError;
use crate::catalog::Step;
use crate::domain::{ArticleId, Cell, Determinacy, Polarity, QuoteId};
use crate::render::{Citation, markdown_text};
use crate::store::reading::{self, Passage};
use crate::store::{Store, StoreError, actors};
use std::collections::{BTreeMap, HashMap};
use std::io;
use std::ops::ControlFlow;

/// Bytes of quotations that are kept for a bibliography.
const MOST_BYTES: usize = 64 << 20;
/// Articles that are kept in mind.
const MOST_SOURCES: usize = 4096;

/// Makes citations of rows that name a quote or an article.
pub struct Citing<'a> {
    store: &'a Store,
    style: &'a str,
    /// Columns of the rows.
    names: Vec<String>,
    /// Articles that were cited: many rows are from one.
    sources: HashMap<ArticleId, Source>,
    /// What the rows so far cite: by article, and row by row as a block of Markdown.
    articles: BTreeMap<ArticleId, Citation>,
    blocks: Vec<String>,
    bytes: usize,
    /// The first failure on the way.
    failed: Option<CommandError>,
}

/// An article that rows cite.
struct Source {
    /// Without a paragraph.
    citation: Citation,
    /// Where its paragraphs end, in code points; read when a row first names a place in it.
    ends: Option<Vec<usize>>,
}

/// What one row cites.
struct Cited {
    article: ArticleId,
    citation: Citation,
    passage: Option<Passage>,
}

impl<'a> Citing<'a> {
    /// Citations in the style of this name.
    pub fn new(store: &'a Store, style: &'a str) -> Self {
        Self {
            store,
            style,
            names: Vec::new(),
            sources: HashMap::new(),
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
                let found = self.cited(cells).map_err(|e| e.to_string())?;
                Ok(Some(found.map_or(Cell::Null, |c| Cell::Text(c.citation.in_style(self.style)))))
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
        let Some(Cited { article, citation, passage }) = self.cited(cells)? else { return Ok(()) };
        let text = |name: &str| self.cell(cells, name).map(|c| crate::render::visible_line(&c.to_text()));
        // The quote itself: a row may show a part of it, with the words searched for marked.
        let (lead, cue, words) = match passage {
            Some(p) => (lead(&p), crate::render::visible_line(&p.cue), crate::render::visible_line(&p.words)),
            None => {
                let words = text("evidence").or_else(|| text("quote")).unwrap_or_default();
                (String::new(), String::new(), words)
            }
        };
        let cue = if cue.is_empty() { cue } else { format!(" (“{}”)", markdown_text(&cue)) };
        let who =
            text("actor").filter(|a| !a.is_empty()).map(|a| format!("{}{cue}, in: ", markdown_text(&a)));
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
            false => format!("> {lead}{}\n>\n> {line}", markdown_text(&words)),
        });
        let paragraphs = citation.paragraphs.clone();
        let kept = self.articles.entry(article).or_insert(citation);
        kept.paragraphs.extend(paragraphs);
        kept.paragraphs.sort_unstable();
        kept.paragraphs.dedup();
        Ok(())
    }

    /// What a row cites: the quote that it names, or else the article and perhaps a place in it.
    fn cited(&mut self, cells: &[Cell]) -> Result<Option<Cited>, StoreError> {
        let connection = self.store.connection();
        let (article, at, passage) = match (self.cell(cells, "quote_id"), self.cell(cells, "article_id")) {
            (Some(Cell::Integer(quote)), _) => match reading::passage(connection, QuoteId(*quote))? {
                Some(passage) => (passage.article_id, Some(passage.start_char), Some(passage)),
                None => return Ok(None),
            },
            (_, Some(Cell::Integer(article))) => {
                let at = match self.cell(cells, "start_char") {
                    Some(Cell::Integer(at)) => usize::try_from(*at).ok(),
                    _ => None,
                };
                (ArticleId(*article), at, None)
            }
            _ => return Ok(None),
        };
        let Some(source) = self.source(article)? else { return Ok(None) };
        let mut citation = source.citation.clone();
        if let Some(at) = at {
            if source.ends.is_none() {
                let ends = reading::paragraphs_of(connection, article)?.into_iter().map(|(_, end)| end);
                source.ends = Some(ends.collect());
            }
            let ends = source.ends.as_deref().unwrap_or_default();
            citation.paragraphs = ends.iter().position(|end| at < *end).map(|i| i + 1).into_iter().collect();
        }
        Ok(Some(Cited { article, citation, passage }))
    }

    /// An article, read when it is first cited.
    fn source(&mut self, article: ArticleId) -> Result<Option<&mut Source>, StoreError> {
        if !self.sources.contains_key(&article) {
            let Some(source) = reading::source(self.store.connection(), article)? else { return Ok(None) };
            let who = source.outlet.as_deref().or(source.author.as_deref()).unwrap_or("article");
            let year = source.published.as_deref().and_then(|d| d.get(..4)).unwrap_or("nd");
            let citation = Citation {
                key: format!("{}-{year}-{article}", actors::slug_of(who)),
                title: source.title,
                outlet: source.outlet,
                author: source.author,
                published: source.published,
                url: source.url,
                source_path: source.source_path,
                paragraphs: Vec::new(),
            };
            if self.sources.len() >= MOST_SOURCES {
                self.sources.clear();
            }
            self.sources.insert(article, Source { citation, ends: None });
        }
        Ok(self.sources.get_mut(&article))
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

/// What stands before the words of a quotation, so that nobody is quoted with words that a reporter chose, nor with words that he
/// denied or never said.
fn lead(passage: &Passage) -> String {
    let sense = match (passage.sense.determinacy, passage.sense.polarity) {
        (Determinacy::No, _) => Some("not said"),
        (Determinacy::Open, _) => Some("not told as said"),
        (_, Polarity::Denied) => Some("denied"),
        _ => None,
    };
    let paraphrase = (passage.kind == "indirect").then_some("paraphrase");
    let notes: Vec<&str> = sense.into_iter().chain(paraphrase).collect();
    if notes.is_empty() { String::new() } else { format!("*({})* ", notes.join(", ")) }
}
