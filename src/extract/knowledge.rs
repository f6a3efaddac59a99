//! What is known of the world before an article is read: the actors, with the ids that results refer to.

use crate::domain::{Actor, ActorId};
use xxhash_rust::xxh3::Xxh3;

/// The known actors.
#[derive(Clone, Debug, Default)]
pub struct Knowledge {
    actors: Vec<(ActorId, Actor)>,
    hash: u64,
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
        Self { actors, hash: hash.digest() }
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
