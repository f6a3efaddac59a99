//! What follows from a person's word on an article at once: who said the quotes beside it, and where these stand.

use super::relink::Stored;
use super::{ImportError, current};
use crate::domain::ArticleId;
use crate::extract::Extractor;
use crate::store::hand::verdicts;
use crate::store::{self, Store, Write, articles};

/// Does something within one transaction, and lets all that rests on it follow: `change` gives what it has to tell, and the
/// articles with quotes that people have judged by it. What it has changed and what follows is there together, or neither.
///
/// # Errors
/// Those of `change`; any failure of the store.
pub fn with_hand<T, E: From<ImportError>>(
    store: &mut Store,
    change: impl FnOnce(&Write<'_>) -> Result<(T, Vec<ArticleId>), E>,
) -> Result<T, E> {
    let transaction = store.transaction().map_err(ImportError::from)?;
    let (told, articles) = change(&transaction)?;
    follow(&transaction, &articles)?;
    store::commit(transaction).map_err(ImportError::from)?;
    Ok(told)
}

fn follow(write: &Write<'_>, articles: &[ArticleId]) -> Result<(), ImportError> {
    if articles.is_empty() {
        return Ok(());
    }
    let extractor = current::extractor(write)?;
    for article in articles {
        read_again(write, &extractor, *article)?;
    }
    Ok(())
}

/// The same after an article was read, where people have judged any of its quotes.
pub(super) fn settle(
    write: &Write<'_>,
    extractor: &Extractor<'_>,
    article: ArticleId,
) -> Result<(), ImportError> {
    if verdicts::touches(write, article)? {
        read_again(write, extractor, article)?;
    }
    Ok(())
}

fn read_again(write: &Write<'_>, extractor: &Extractor<'_>, article: ArticleId) -> Result<(), ImportError> {
    let Some(stored) = Stored::load(write, article, extractor)? else { return Ok(()) };
    stored.write(write, &stored.resolve(extractor))?;
    articles::set_positions_identity(write, article, Some(&extractor.identities().positions))?;
    Ok(())
}
