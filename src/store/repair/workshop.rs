//! The folder that a repair works in, beside the file. One that a killed process has left is cleared away by the next
//! command of any kind.

use crate::store::{StoreError, copies, place};
use std::fs;
use std::path::{Path, PathBuf};

/// What is appended to the file's name for the folder.
const SUFFIX: &str = ".repairing";

/// The file in it that says who works there.
const OWNER: &str = "process";

/// A folder that goes when the work is done.
pub(super) struct Workshop(PathBuf);

impl Workshop {
    /// Makes the folder for a file.
    ///
    /// # Errors
    /// Another process that works there; a place that may not be written.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        clear(path);
        let folder = place::beside(path, SUFFIX);
        let made = fs::create_dir(&folder);
        made.and_then(|()| fs::write(folder.join(OWNER), std::process::id().to_string())).map_err(
            |source| StoreError::Io {
                what: "make a folder for the repair beside",
                path: path.to_owned(),
                source,
            },
        )?;
        Ok(Self(folder))
    }

    /// Where it is.
    pub fn folder(&self) -> &Path {
        &self.0
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Takes away what a killed process has left.
pub(in crate::store) fn clear(path: &Path) {
    let folder = place::beside(path, SUFFIX);
    if !folder.exists() {
        return;
    }
    let owner = fs::read_to_string(folder.join(OWNER)).ok().and_then(|pid| pid.parse().ok());
    if owner.is_none_or(|pid| !copies::is_alive(pid)) {
        let _ = fs::remove_dir_all(folder);
    }
}
