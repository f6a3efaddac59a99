//! A transaction that writes. Whoever changes a row asks for one, so that nothing is written without.

use super::seal::Watch;
use crate::domain::ActorId;
use rusqlite::Connection;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Deref;
use std::path::{Path, PathBuf};

/// A transaction that writes. What is not [committed](super::commit) when it goes is as if it had never been.
pub struct Write<'c> {
    connection: &'c Connection,
    /// The file, and which one it was when it was opened; none where somebody else ends the transaction.
    of: Option<(PathBuf, Option<(u64, u64)>)>,
    /// Actors whose names are other ones now: their keys are made anew before the end.
    renamed: RefCell<BTreeSet<ActorId>>,
    /// What notes the changes of sealed rows, and whether this is the first transaction since the file was opened.
    watch: Option<(&'c Watch, bool)>,
}

impl<'c> Write<'c> {
    /// The transaction that `connection` has just begun on the file at `path`.
    pub(super) fn begun(
        connection: &'c Connection,
        path: &Path,
        identity: Option<(u64, u64)>,
        watch: Option<(&'c Watch, bool)>,
    ) -> Self {
        // What was noted of one that was not committed is as if it had never been.
        if let Some((watch, _)) = watch {
            watch.take();
        }
        Self { connection, of: Some((path.to_owned(), identity)), renamed: RefCell::default(), watch }
    }

    /// What notes the changes of sealed rows, and whether this is the first transaction since the file was opened.
    pub(super) fn watch(&self) -> Option<(&'c Watch, bool)> {
        self.watch
    }

    /// For a private copy that nobody else sees, and within a transaction that is begun and ended elsewhere: repairs,
    /// migrations and trials write by the same hands as everybody else.
    pub(super) fn alone(connection: &'c Connection) -> Self {
        Self { connection, of: None, renamed: RefCell::default(), watch: None }
    }

    /// Notes that an actor has other names now.
    pub(super) fn has_renamed(&self, actor: ActorId) {
        self.renamed.borrow_mut().insert(actor);
    }

    /// The actors that have other names since this was asked last.
    pub(super) fn take_renamed(&self) -> BTreeSet<ActorId> {
        self.renamed.take()
    }

    /// The file, where this transaction is ours to end, and which one it was when it was opened.
    pub(super) fn file(&self) -> Option<(&Path, Option<(u64, u64)>)> {
        self.of.as_ref().map(|(path, identity)| (path.as_path(), *identity))
    }

    /// It has ended: there is nothing left to take back.
    pub(super) fn ended(mut self) {
        self.of = None;
    }
}

impl Deref for Write<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.connection
    }
}

impl Drop for Write<'_> {
    fn drop(&mut self) {
        // SQLite ends a transaction by itself where it can't go on; then there is nothing to take back.
        if self.of.is_some() && !self.connection.is_autocommit() {
            let _ = self.connection.execute_batch("ROLLBACK");
        }
    }
}
