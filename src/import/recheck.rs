//! Reading stored articles again, on a copy, to see whether what is stored is what is found.

use super::{ImportError, current, hand};
use crate::store::verify::{Check, Scratch};
use crate::store::{Store, Write};
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

/// Extracts a sample of the articles again and compares what is found with what is stored: quotes and spans of those that
/// this kb has read, speakers, too, of those that it has read with this registry.
///
/// # Errors
/// No room for a copy; any failure of SQLite.
pub fn recheck(store: &Store, sample: &Sample) -> Result<Check, ImportError> {
    let extractor = current::extractor(store.connection())?;
    let scratch = Scratch::of(store)?;
    let ids = scratch.read_by(extractor.identities())?;
    let step = match sample {
        Sample::Some(n) => ids.len().div_ceil((*n).max(1)).max(1),
        Sample::All => 1,
    };
    // Another part of them each time.
    let nanos =
        std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |d| d.subsec_nanos());
    let chosen = ids.iter().skip(nanos as usize % step).step_by(step);
    let mut check = scratch.check();
    for (id, speakers) in chosen {
        let settle = &mut |write: &Write<'_>| hand::settle(write, &extractor, *id);
        scratch.compare(*id, *speakers, &mut |article| extractor.read(article), settle, &mut check)?;
    }
    let linked = ids.iter().filter(|(_, speakers)| *speakers).count();
    scratch.tell_unread(ids.len(), linked, &mut check)?;
    Ok(check)
}
