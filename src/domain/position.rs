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

vocabulary! {
    /// The side that naming a matter in certain words tells.
    Direction {
        /// For the proposition.
        For = "for",
        /// Against it.
        Against = "against",
    }
}

impl Direction {
    /// 1 for the proposition, -1 against it.
    pub fn sign(self) -> i8 {
        if self == Self::For { 1 } else { -1 }
    }
}

/// Words that name the matter of an issue, as people who know full-text search write them: a phrase, the beginning of a word with
/// `*`, `NEAR(a b, 5)`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signal {
    /// The words.
    pub words: String,
    /// The side of those who call for what they name.
    pub direction: Direction,
}

/// A matter in dispute, phrased as a proposition that one can support or oppose.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issue {
    /// Stable key: lower-case words joined by `-`.
    pub slug: String,
    /// The proposition in a few words, so that "supports NAME" says what it means; empty where the slug says it.
    #[serde(default)]
    pub name: String,
    /// The proposition itself, a whole sentence.
    pub proposition: String,
    /// What belongs to the issue and what does not.
    #[serde(default)]
    pub description: String,
    /// Slug of the issue that it is a part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Words that name the matter beside those of the proposition.
    #[serde(default, rename = "signal", skip_serializing_if = "Vec::is_empty")]
    pub signals: Vec<Signal>,
}

/// Most characters of a proposition: it is a sentence.
const LONGEST_PROPOSITION: usize = 1_000;

impl Issue {
    /// The issue with what can be made of the rest: its name, of the slug.
    ///
    /// # Errors
    /// What is missing or no slug, in words.
    pub fn checked(mut self) -> Result<Self, String> {
        let is_word = |w: &str| !w.is_empty() && w.chars().all(|c| c.is_lowercase() || c.is_numeric());
        if !self.slug.split('-').all(is_word) {
            return Err("a slug is lower-case words joined by `-`, as in `border-wall`".to_owned());
        }
        self.proposition = self.proposition.trim().to_owned();
        if self.proposition.is_empty() {
            return Err("its proposition is missing: a sentence that one can support or oppose".to_owned());
        }
        if self.proposition.chars().count() > LONGEST_PROPOSITION {
            return Err(format!(
                "its proposition has more than {LONGEST_PROPOSITION} characters, and is to be a sentence"
            ));
        }
        if self.name.trim().is_empty() {
            let words = self.slug.replace('-', " ");
            let mut letters = words.chars();
            self.name = letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default();
        }
        for signal in &mut self.signals {
            signal.words = signal.words.split_whitespace().collect::<Vec<_>>().join(" ");
            if !signal.words.chars().any(char::is_alphanumeric) {
                return Err("one of its signals has no word".to_owned());
            }
        }
        self.signals.sort_by(|a, b| a.words.cmp(&b.words));
        self.signals.dedup_by(|a, b| a.words == b.words);
        Ok(self)
    }
}
