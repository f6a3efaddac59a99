//! What is known of the world before an article is read: the actors and the issues, with the ids that results refer to.

use crate::domain::{Actor, ActorId, Issue, IssueId};
use xxhash_rust::xxh3::Xxh3;

/// The known actors, and the issues that are read for.
#[derive(Clone, Debug, Default)]
pub struct Knowledge {
    actors: Vec<(ActorId, Actor)>,
    hash: u64,
    issues: Vec<(IssueId, Issue)>,
    issues_hash: u64,
}

impl Knowledge {
    /// Knows these actors.
    pub fn new(actors: impl IntoIterator<Item = (ActorId, Actor)>) -> Self {
        let actors: Vec<(ActorId, Actor)> = actors.into_iter().collect();
        let mut hash = Xxh3::new();
        for (_, actor) in &actors {
            // JSON of a plain struct: its fields in declaration order, the same everywhere. The ids are the file's own
            // and say nothing.
            hash.update(serde_json::to_string(actor).unwrap_or_default().as_bytes());
        }
        Self { actors, hash: hash.digest(), issues: Vec::new(), issues_hash: 0 }
    }

    /// The same, reading for these issues.
    #[must_use]
    pub fn with_issues(self, issues: impl IntoIterator<Item = (IssueId, Issue)>) -> Self {
        let issues: Vec<(IssueId, Issue)> = issues.into_iter().collect();
        let mut hash = Xxh3::new();
        for (_, issue) in &issues {
            hash.update(serde_json::to_string(issue).unwrap_or_default().as_bytes());
        }
        Self { issues, issues_hash: hash.digest(), ..self }
    }

    /// The issues.
    pub fn issues(&self) -> impl Iterator<Item = (IssueId, &Issue)> {
        self.issues.iter().map(|(id, issue)| (*id, issue))
    }

    /// Another value means other issues.
    pub fn issues_hash(&self) -> u64 {
        self.issues_hash
    }

    /// The actors.
    pub fn actors(&self) -> impl Iterator<Item = (ActorId, &Actor)> {
        self.actors.iter().map(|(id, actor)| (*id, actor))
    }

    /// Another value means other actors.
    pub fn hash(&self) -> u64 {
        self.hash
    }
}
