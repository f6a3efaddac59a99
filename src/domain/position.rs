//! Issues, and where an actor stands on one.

use super::words::vocabulary;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// Where an actor stands on an issue's proposition.
    Stance {
        /// For the proposition.
        Supports = "supports",
        /// Against it.
        Opposes = "opposes",
        /// For or against it under a stated condition.
        Conditional = "conditional",
        /// Stated to take no side.
        Neutral = "neutral",
        /// Spoken about, without a side that can be read off.
        Unclear = "unclear",
    }
}

vocabulary! {
    /// On whose word a position rests.
    Basis {
        /// The actor's own words are quoted.
        OwnWords = "own_words",
        /// The article reports what the actor stated.
        Reported = "reported",
        /// Somebody else (an analyst, an opponent) says where the actor stands.
        Ascribed = "ascribed",
    }
}

/// A matter in dispute, phrased as a proposition that one can support or oppose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issue {
    /// Stable key: lower-case words joined by `-`.
    pub slug: String,
    /// The proposition in a few words, so that "supports NAME" says what it means.
    pub name: String,
    /// The proposition itself, a whole sentence.
    pub proposition: String,
    /// What belongs to the issue and what does not.
    #[serde(default)]
    pub description: String,
}
