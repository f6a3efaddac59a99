//! Reading stored articles again, on a copy, to see whether what is stored is what is found.

use super::ImportError;
use crate::extract::{Extractor, Knowledge, Language};
use crate::store::verify::{Check, Scratch};
use crate::store::{Store, actors, runs};
use std::str::FromStr;

/// How many articles to read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sample {
    /// So many, spread over all of them.
    Some(usize),
    /// Every one.
    All,
}

impl FromStr for Sample {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "all" => Ok(Self::All),
            number => {
                number.parse().map(Self::Some).map_err(|_| "it is neither a number nor `all`".to_owned())
            }
        }
    }
}

/// Extracts a sample of the articles again and compares what is found with what is stored: quotes, spans, speakers. Only
/// articles that this kb has read with this registry can be compared.
///
/// # Errors
/// No room for a copy; any failure of SQLite.
pub fn recheck(store: &Store, sample: &Sample) -> Result<Check, ImportError> {
    let knowledge = Knowledge::new(actors::load_curated(store.connection())?);
    let extractor = Extractor::new(Language::english(), &knowledge);
    let row = runs::known_extractor(store.connection(), extractor.identities())?;
    let scratch = Scratch::of(store)?;
    let ids = scratch.read_by(row)?;
    let step = match sample {
        Sample::Some(n) => ids.len().div_ceil((*n).max(1)).max(1),
        Sample::All => 1,
    };
    // Another part of them each time.
    let nanos =
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |d| d.subsec_nanos());
    let chosen = ids.iter().skip(nanos as usize % step).step_by(step);
    let mut check = scratch.check();
    for id in chosen {
        scratch.compare(*id, &mut |article| extractor.read(article), &mut check)?;
    }
    if ids.is_empty() {
        check
            .notes
            .push("no article was read by this kb with this registry: `kb import --refresh` does".to_owned());
    }
    Ok(check)
}
