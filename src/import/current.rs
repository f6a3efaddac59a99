//! The extractor as of one moment: people may change the registry while an import runs.

use super::ImportError;
use crate::domain::ExtractorId;
use crate::extract::{Extractor, Knowledge, Language};
use crate::store::registry::Generation;
use crate::store::{Write, actors, issues, runs};

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
        let knowledge = Knowledge::new(actors::load_curated(write)?).with_issues(issues::read_for(write)?);
        let extractor = Extractor::new(Language::english(), &knowledge);
        Ok(Self {
            generation: Generation::of(write)?,
            id: runs::extractor(write, extractor.identities())?,
            extractor,
        })
    }
}
