//! The vocabulary of the tagger: Penn part-of-speech tags and coarse entity classes.

use crate::domain::vocabulary;

vocabulary! {
    /// A Penn Treebank part-of-speech tag; their order is that of the numbers that the model uses. Quotation marks and
    /// brackets have their own.
    #[allow(clippy::upper_case_acronyms, non_camel_case_types, reason = "the names that everybody knows them by")]
    Pos {
        /// Singular or mass noun.
        NN = "NN",
        /// Preposition or subordinating conjunction.
        IN = "IN",
        /// Proper noun, singular.
        NNP = "NNP",
        /// Determiner.
        DT = "DT",
        /// Adjective.
        JJ = "JJ",
        /// Plural noun.
        NNS = "NNS",
        /// Comma.
        Comma = ",",
        /// Full stop and the like.
        Stop = ".",
        /// Past tense.
        VBD = "VBD",
        /// Adverb.
        RB = "RB",
        /// Personal pronoun.
        PRP = "PRP",
        /// Base form of a verb.
        VB = "VB",
        /// Coordinating conjunction.
        CC = "CC",
        /// Present tense, third person singular.
        VBZ = "VBZ",
        /// "to".
        TO = "TO",
        /// Gerund or present participle.
        VBG = "VBG",
        /// Past participle.
        VBN = "VBN",
        /// Present tense, other persons.
        VBP = "VBP",
        /// Closing quotation mark.
        Closing = "''",
        /// Number.
        CD = "CD",
        /// Possessive pronoun.
        PRP_POSSESSIVE = "PRP$",
        /// Opening quotation mark.
        Opening = "``",
        /// Modal verb.
        MD = "MD",
        /// Possessive ending.
        POS = "POS",
        /// Colon, dash and the like.
        Colon = ":",
        /// Relative or interrogative pronoun.
        WP = "WP",
        /// Relative or interrogative determiner.
        WDT = "WDT",
        /// Proper noun, plural.
        NNPS = "NNPS",
        /// Relative or interrogative adverb.
        WRB = "WRB",
        /// Particle.
        RP = "RP",
        /// Adjective, comparative.
        JJR = "JJR",
        /// Adjective, superlative.
        JJS = "JJS",
        /// Adverb, comparative.
        RBR = "RBR",
        /// Closing bracket.
        ClosingBracket = "-RRB-",
        /// Opening bracket.
        OpeningBracket = "-LRB-",
        /// Existential "there".
        EX = "EX",
        /// Sign of a currency.
        Dollar = "$",
        /// Adverb, superlative.
        RBS = "RBS",
        /// Predeterminer.
        PDT = "PDT",
        /// Interjection.
        UH = "UH",
        /// Possessive relative pronoun.
        WP_POSSESSIVE = "WP$",
        /// Foreign word.
        FW = "FW",
        /// List item marker.
        LS = "LS",
        /// Symbol.
        SYM = "SYM",
        /// Number sign.
        Hash = "#",
    }
}

impl Pos {
    /// How many tags there are.
    pub const COUNT: usize = Self::ALL.len();

    /// The tag with this number; the common noun for numbers that no tag has.
    pub fn from_index(index: usize) -> Self {
        Self::ALL.get(index).copied().unwrap_or(Self::NN)
    }

    /// The number of the tag.
    pub fn index(self) -> usize {
        self as usize
    }

    /// The tag with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        name.parse().ok()
    }

    /// Any verb form; modals are none.
    pub fn is_verb(self) -> bool {
        matches!(self, Self::VBD | Self::VB | Self::VBZ | Self::VBG | Self::VBN | Self::VBP)
    }

    /// Any adjective.
    pub fn is_adjective(self) -> bool {
        matches!(self, Self::JJ | Self::JJR | Self::JJS)
    }

    /// A verb form that can head a clause: past or present tense.
    pub fn is_finite(self) -> bool {
        matches!(self, Self::VBD | Self::VBZ | Self::VBP | Self::MD)
    }

    /// Common or proper noun.
    pub fn is_noun(self) -> bool {
        matches!(self, Self::NN | Self::NNP | Self::NNS | Self::NNPS)
    }

    /// Proper noun.
    pub fn is_proper(self) -> bool {
        matches!(self, Self::NNP | Self::NNPS)
    }

    /// What can stand inside a noun phrase: determiners, adjectives, numbers, nouns, possessives, pronouns.
    pub fn in_noun_phrase(self) -> bool {
        matches!(
            self,
            Self::NN
                | Self::NNP
                | Self::DT
                | Self::JJ
                | Self::NNS
                | Self::PRP
                | Self::CD
                | Self::PRP_POSSESSIVE
                | Self::POS
                | Self::NNPS
                | Self::JJR
                | Self::JJS
                | Self::Dollar
                | Self::PDT
        )
    }
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityClass {
    /// No name, or a name of something else.
    Other,
    /// A human being.
    Person,
    /// A company, party, body, alliance.
    Organisation,
    /// A country, city, region.
    Location,
}

impl EntityClass {
    /// Every class, in the order of the numbers that the model uses.
    pub const ALL: [Self; 4] = [Self::Other, Self::Person, Self::Organisation, Self::Location];

    /// The number of the class.
    pub fn index(self) -> usize {
        self as usize
    }
}

/// The tags of a document, one a token.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tags {
    pub(crate) pos: Vec<Pos>,
    pub(crate) entities: Vec<EntityClass>,
}

impl Tags {
    /// The part of speech of the token with this index; a common noun past the end.
    pub fn pos(&self, token: usize) -> Pos {
        self.pos.get(token).copied().unwrap_or(Pos::NN)
    }

    /// The entity class of the token with this index.
    pub fn entity(&self, token: usize) -> EntityClass {
        self.entities.get(token).copied().unwrap_or(EntityClass::Other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_agree() {
        for n in 0..Pos::COUNT {
            assert_eq!(Pos::from_name(Pos::from_index(n).as_str()).map(Pos::index), Some(n));
        }
        for (pos, name) in
            [(Pos::TO, "TO"), (Pos::VBN, "VBN"), (Pos::POS, "POS"), (Pos::MD, "MD"), (Pos::NNPS, "NNPS")]
        {
            assert_eq!(pos.as_str(), name);
        }
        assert!(
            ["VBD", "VB", "VBZ", "VBG", "VBN", "VBP"].iter().all(|v| Pos::from_name(v).unwrap().is_verb())
        );
    }
}
