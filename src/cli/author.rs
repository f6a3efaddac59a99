//! Who changes something, and why: what every command that changes what people keep asks for the log.

use super::error::CommandError;
use super::watch::Limits;
use crate::store::Store;
use crate::store::registry::Author;
use std::path::Path;

/// Who changes something, and why.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub struct AuthorArgs {
    /// Who makes the change [default: the user's name]
    #[arg(long, env = "KB_USER", hide_env_values = true, value_name = "NAME", help_heading = "For the log")]
    pub by: Option<String>,
    /// Why: the evidence, for whoever reads the log
    #[arg(long, value_name = "TEXT", help_heading = "For the log")]
    pub why: Option<String>,
}

impl AuthorArgs {
    /// The person, by the name given here or the one that the system knows.
    pub fn author(&self) -> Author {
        let named = |v: Option<String>| v.filter(|n| !n.trim().is_empty());
        let by = named(self.by.clone())
            .or_else(|| ["USER", "LOGNAME", "USERNAME"].iter().find_map(|v| named(std::env::var(v).ok())))
            .or_else(owner_of_this_process)
            .unwrap_or_else(|| "unknown".to_owned());
        Author { by, why: self.why.clone().unwrap_or_default() }
    }
}

/// Opens the database that is there: a change makes no new one.
pub fn open(db: &Path) -> Result<Store, CommandError> {
    // Refuses what is missing or not ours, and touches nothing.
    let looking = Limits::default().watch();
    Store::open_read_only(db)?;
    drop(looking);
    Ok(Store::open(db)?)
}

/// The user's name where the environment has none, as in containers and services.
#[cfg(unix)]
fn owner_of_this_process() -> Option<String> {
    use std::os::unix::fs::MetadataExt as _;
    let uid = std::fs::metadata("/proc/self").ok()?.uid().to_string();
    let users = std::fs::read_to_string("/etc/passwd").ok()?;
    users.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)? == uid).then(|| name.to_owned())
    })
}

#[cfg(not(unix))]
fn owner_of_this_process() -> Option<String> {
    None
}
