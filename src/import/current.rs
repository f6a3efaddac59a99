//! The extractor as of one moment: people may change the registry while an import runs.

use super::ImportError;
use crate::domain::ExtractorId;
use crate::extract::{Extractor, Knowledge, Language};
use crate::store::registry::Generation;
use crate::store::{Connection, Write, actors, issues, runs};

/// An extractor with what the registry knows, and which state of the registry that was.
pub(super) struct Current {
    /// Tells whether the registry is still the one that the extractor was made from.
    pub generation: Generation,
    /// Reads articles.
    pub extractor: Extractor<'static>,
    /// Its row.
    pub id: ExtractorId,
}

impl Current {
    /// Makes one within the caller's transaction.
    pub fn load(write: &Write<'_>) -> Result<Self, ImportError> {
        let extractor = extractor(write)?;
        Ok(Self {
            generation: Generation::of(write)?,
            id: runs::extractor(write, extractor.identities())?,
            extractor,
        })
    }
}

/// The extractor with what is known now.
pub(super) fn extractor(connection: &Connection) -> Result<Extractor<'static>, ImportError> {
    let knowledge =
        Knowledge::new(actors::load_curated(connection)?).with_issues(issues::read_for(connection)?);
    Ok(Extractor::new(Language::english(), &knowledge))
}
