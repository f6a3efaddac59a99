//! Who said the stored quotes, asked anew of the registry as it is now: no extraction, the quotes stay as they are.

use super::current::Current;
use super::report::Event;
use super::{ImportError, starter};
use crate::domain::{Article, ArticleId, QuoteId};
use crate::extract::speakers::Given;
use crate::extract::{Extraction, Extractor, Identities, Statement};
use crate::store::articles::Stamp;
use crate::store::registry::{Generation, reviews};
use crate::store::speakers::{self as links, Relinked};
use crate::store::{self, Connection, Store, StoreError, Write, actors, articles, runs};
use rayon::prelude::*;

/// Articles a batch: enough to keep every core busy, few enough to hold in memory.
const BATCH: usize = 256;

/// How often all is looked at again because somebody changes the registry meanwhile. After that the articles count as
/// read with another registry, and the next re-linking takes them up.
const PASSES: usize = 5;

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
    of_articles(store, &|connection, _| articles::with_quotes(connection), dry_run, events)
}

/// The same for one article, and for those whose speakers an earlier registry has told.
///
/// # Errors
/// As [`relink`].
pub fn relink_article(store: &mut Store, article: ArticleId) -> Result<Relink, ImportError> {
    let which = |connection: &Connection, identities: &Identities| {
        let mut articles = articles::outdated_speakers(connection, identities)?;
        if !articles.contains(&article) {
            articles.push(article);
        }
        Ok(articles)
    };
    of_articles(store, &which, false, &mut |_| {})
}

/// Reads again where actors stand, in every article in which something else has read it: other issues, above all. The quotes
/// stay as they are, and so do their speakers but where the registry is another one, too.
///
/// # Errors
/// As [`relink`].
pub fn reread_positions(store: &mut Store, events: &mut dyn FnMut(Event)) -> Result<Relink, ImportError> {
    let which = |connection: &Connection, identities: &Identities| {
        articles::outdated_positions(connection, &identities.positions)
    };
    of_articles(store, &which, false, events)
}

/// Which articles to look at, for an extractor of these identities.
pub(super) type Which<'a> = dyn Fn(&Connection, &Identities) -> Result<Vec<ArticleId>, StoreError> + 'a;

/// Does so for some articles. Afterwards, the speakers of every article whose statements are those of the extractor count
/// as told by it: `which` must name all of them whose speakers are not.
pub(super) fn of_articles(
    store: &mut Store,
    which: &Which<'_>,
    dry_run: bool,
    events: &mut dyn FnMut(Event),
) -> Result<Relink, ImportError> {
    let mut current = {
        let transaction = store.transaction()?;
        let current = Current::load(&transaction)?;
        if !dry_run {
            store::commit(transaction)?;
        }
        current
    };
    let mut report = pass(store, &mut current, which, dry_run, events)?;
    for _ in 0..PASSES {
        if dry_run {
            break;
        }
        let transaction = store.transaction()?;
        if Generation::of(&transaction)? == current.generation {
            report.removed = actors::remove_orphans(&transaction)? as u64;
            // From here on the speakers are those of this registry, whichever the quotes were first read with.
            runs::relinked(&transaction, current.extractor.identities())?;
            store::commit(transaction)?;
            break;
        }
        // Somebody has changed the registry meanwhile: the articles before that change are to be looked at once more.
        current = Current::load(&transaction)?;
        store::commit(transaction)?;
        let again = pass(store, &mut current, which, dry_run, events)?;
        report = Relink { quotes: report.quotes.plus(again.quotes), ..again };
    }
    Ok(report)
}

/// Goes through all articles once. What is known at its end may be more than at its beginning.
fn pass(
    store: &mut Store,
    current: &mut Current,
    which: &Which<'_>,
    dry_run: bool,
    events: &mut dyn FnMut(Event),
) -> Result<Relink, ImportError> {
    let ids = which(store.connection(), current.extractor.identities())?;
    events(Event::Found(ids.len()));
    let started_with = current.generation.clone();
    let mut report = Relink::default();
    for batch in ids.chunks(BATCH) {
        let loaded: Vec<Option<Stored>> = batch
            .iter()
            .map(|id| Stored::load(store.connection(), *id, &current.extractor))
            .collect::<Result<_, _>>()?;
        let stored: Vec<Stored> = loaded.into_iter().flatten().collect();
        let resolved: Vec<Extraction> = stored.par_iter().map(|s| s.resolve(&current.extractor)).collect();
        for (mut article, mut extraction) in stored.into_iter().zip(resolved) {
            events(Event::Done);
            let transaction = store.transaction()?;
            // Asked again under the write lock: what was removed stays removed, what was read anew or merged is followed.
            let Some(stamp) = articles::stamp(&transaction, article.id)? else { continue };
            if Generation::of(&transaction)? != current.generation {
                *current = Current::load(&transaction)?;
            }
            if stamp != article.stamp || current.generation != started_with {
                let Some(now) = Stored::load(&transaction, article.id, &current.extractor)? else { continue };
                extraction = now.resolve(&current.extractor);
                article = now;
            }
            let relinked = article.write(&transaction, &extraction)?;
            let identity = &current.extractor.identities().positions;
            let reread = !articles::positions_are_of(&transaction, article.id, identity)?;
            articles::set_positions_identity(&transaction, article.id, Some(identity))?;
            report.articles += 1;
            report.quotes = report.quotes.plus(relinked);
            report.changed += u64::from(relinked.any());
            if (relinked.any() || reread) && !dry_run {
                store::commit(transaction)?;
            }
        }
    }
    // The caller asks for a further pass where the registry is no longer the one that this began with.
    if current.generation != started_with {
        current.generation = started_with;
    }
    Ok(report)
}

/// A stored article with its statements.
pub(super) struct Stored {
    id: ArticleId,
    stamp: Stamp,
    article: Article,
    quotes: Vec<QuoteId>,
    statements: Vec<Statement>,
    given: Given,
}

impl Stored {
    /// Reads it; nothing where it has been removed.
    pub(super) fn load(
        connection: &Connection,
        id: ArticleId,
        extractor: &Extractor<'_>,
    ) -> Result<Option<Self>, ImportError> {
        // All of it as of one moment.
        let _moment = store::moment(connection)?;
        let Some(stamp) = articles::stamp(connection, id)? else { return Ok(None) };
        let article = articles::load_by_id(connection, id)?;
        let found = links::statements(connection, id, &article.body, extractor.language().orthography())?;
        let (quotes, statements): (Vec<QuoteId>, Vec<Statement>) = found.into_iter().unzip();
        let told = reviews::given(connection, id)?;
        let number = |quote: &QuoteId| quotes.iter().position(|q| q == quote);
        let given = told.into_iter().filter_map(|(quote, actors)| Some((number(&quote)?, actors))).collect();
        Ok(Some(Self { id, stamp, article, quotes, statements, given }))
    }

    /// Writes who said its quotes, and where these stand.
    pub(super) fn write(&self, write: &Write<'_>, extraction: &Extraction) -> Result<Relinked, StoreError> {
        links::replace(write, self.id, &self.article.body, &self.quotes, extraction)
    }

    pub(super) fn resolve(&self, extractor: &Extractor<'_>) -> Extraction {
        let mut extraction = extractor.resolve(&self.article, self.statements.clone(), &self.given);
        starter::without_read_positions(&self.article.source_path, &mut extraction);
        extraction
    }
}
