//! Who said the stored quotes, asked anew of the registry as it is now: no extraction, the quotes stay as they are.

use super::report::Event;
use super::{ImportError, starter};
use crate::extract::speakers::{self, Context, Registry, Resolution};
use crate::extract::{self, Statement};
use crate::store::speakers::{self as links, Relinked};
use crate::store::{self, Store, actors, articles, runs};
use crate::text::Document;
use rayon::prelude::*;

/// Articles a batch: enough to keep every core busy, few enough to hold in memory.
const BATCH: usize = 256;

/// What re-linking came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Relink {
    /// Articles looked at.
    pub articles: u64,
    /// Of these, articles where anything changed.
    pub changed: u64,
    /// Their quotes, all together.
    pub quotes: Relinked,
    /// Actors that texts had introduced and that nobody refers to any more.
    pub removed: u64,
}

/// Resolves the speakers of every stored quote again and writes what is other than before, one transaction for each
/// article that changes. With `dry_run` nothing is written.
///
/// # Errors
/// Where the database refuses: articles written before stay written.
pub fn relink(
    store: &mut Store,
    dry_run: bool,
    events: &mut dyn FnMut(Event),
) -> Result<Relink, ImportError> {
    let curated = actors::load_curated(store.connection())?;
    let lexicon = starter::lexicon_hash(&curated);
    let registry = Registry::new(curated);
    let ids = articles::with_quotes(store.connection())?;
    events(Event::Found(ids.len()));
    let mut report = Relink::default();
    for batch in ids.chunks(BATCH) {
        let stored: Vec<Stored> =
            batch.iter().map(|id| Stored::load(store, *id)).collect::<Result<_, _>>()?;
        let resolved: Vec<Resolution> = stored.par_iter().map(|s| s.resolve(&registry)).collect();
        for (article, resolution) in stored.iter().zip(&resolved) {
            let transaction = store.transaction()?;
            let relinked = links::replace(&transaction, article.id, &article.quotes, resolution)?;
            report.articles += 1;
            report.quotes = report.quotes.plus(relinked);
            if relinked.any() {
                report.changed += 1;
            }
            if relinked.any() && !dry_run {
                store::commit(transaction)?;
            }
            events(Event::Done);
        }
    }
    if !dry_run {
        let transaction = store.transaction()?;
        report.removed = actors::remove_orphans(&transaction)? as u64;
        // From here on the speakers are those of this registry, whichever the quotes were first read with.
        runs::relinked(
            &transaction,
            &extract::EXTRACTOR_VERSION.to_string(),
            &extract::model_id(),
            &lexicon,
        )?;
        store::commit(transaction)?;
    }
    Ok(report)
}

/// A stored article with its statements.
struct Stored {
    id: i64,
    article: crate::domain::Article,
    quotes: Vec<i64>,
    statements: Vec<Statement>,
}

impl Stored {
    fn load(store: &Store, id: i64) -> Result<Self, ImportError> {
        let article = articles::load_by_id(store.connection(), id)?;
        let found = links::statements(store.connection(), id, &article.body)?;
        let (quotes, statements) = found.into_iter().unzip();
        Ok(Self { id, article, quotes, statements })
    }

    fn resolve(&self, registry: &Registry) -> Resolution {
        let document = Document::new(extract::readable(&self.article.body));
        let context = Context { published: self.article.published, author: self.article.author.as_deref() };
        speakers::resolve(&document, &self.statements, registry, &context)
    }
}
