//! The sense of an attribution: what its cue does with the content.
//!
//! The three matters and their values are those of attribution in the Penn Discourse Treebank (Prasad et al. 2007) and in PARC
//! and PolNeAR after it.

use super::words::vocabulary;

vocabulary! {
    /// What kind of act the cue tells of.
    AttributionType {
        /// Said, claimed, announced, called, according to.
        Assertion = "assertion",
        /// Thinks, expects, doubts, fears.
        Belief = "belief",
        /// Knows, learned, found, realised.
        Knowledge = "knowledge",
        /// Wants, plans, promises, demands, asks somebody to, refuses to.
        Intention = "intention",
        /// Asked whether, wondered.
        Question = "question",
    }
}

vocabulary! {
    /// Whether the source stands by the content or against it. A negation inside the content does not count.
    Polarity {
        /// Stands by it.
        Affirmed = "affirmed",
        /// Denied that, dismissed claims that, doubts that, ruled out, refused to.
        Denied = "denied",
    }
}

vocabulary! {
    /// Whether the saying (thinking, wanting) took place.
    Determinacy {
        /// It did.
        Yes = "yes",
        /// It is not told as having happened: if he said, may say, will say, did he say?
        Open = "open",
        /// It did not: did not say, declined to say, nobody said.
        No = "no",
    }
}

vocabulary! {
    /// The three in a word: the words of the column `sense`.
    SenseWord {
        /// It was said, thought, wanted.
        Said = "said",
        /// The source denied it.
        Denied = "denied",
        /// The source asked it.
        Asked = "asked",
        /// It is not told as having been said.
        Open = "open",
        /// It was not said.
        Unsaid = "unsaid",
    }
}

/// What the cue of an attribution does with its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Sense {
    /// What kind of act it tells of.
    pub attribution_type: AttributionType,
    /// Whether the source stands by the content.
    pub polarity: Polarity,
    /// Whether the act took place.
    pub determinacy: Determinacy,
}

impl Sense {
    /// Said, by somebody who stands by it: what words without a cue are.
    pub const SAID: Self = Self {
        attribution_type: AttributionType::Assertion,
        polarity: Polarity::Affirmed,
        determinacy: Determinacy::Yes,
    };

    /// The sense that a word of the column `sense` stands for; of one that tells the act, too, this keeps its own.
    pub fn told(self, word: SenseWord) -> Self {
        let attribution_type = match (word, self.attribution_type) {
            (SenseWord::Asked, _) => AttributionType::Question,
            (SenseWord::Said, AttributionType::Question) => AttributionType::Assertion,
            (_, own) => own,
        };
        let (polarity, determinacy) = match word {
            SenseWord::Said | SenseWord::Asked => (Polarity::Affirmed, Determinacy::Yes),
            SenseWord::Denied => (Polarity::Denied, Determinacy::Yes),
            SenseWord::Unsaid => (self.polarity, Determinacy::No),
            SenseWord::Open => (self.polarity, Determinacy::Open),
        };
        Self { attribution_type, polarity, determinacy }
    }

    /// The three in a word, as the column `sense` has it.
    pub fn in_a_word(self) -> &'static str {
        match (self.determinacy, self.polarity, self.attribution_type) {
            (Determinacy::No, ..) => "unsaid",
            (Determinacy::Open, ..) => "open",
            (_, Polarity::Denied, _) => "denied",
            (.., AttributionType::Question) => "asked",
            _ => "said",
        }
    }
}

impl Default for Sense {
    fn default() -> Self {
        Self::SAID
    }
}
