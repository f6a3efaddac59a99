//! The vocabulary of the tagger: Penn part-of-speech tags and coarse entity classes.

/// The tag set, in the order of the numbers that the model uses. Quotation marks and brackets have their own.
const NAMES: [&str; 45] = [
    "NN", "IN", "NNP", "DT", "JJ", "NNS", ",", ".", "VBD", "RB", "PRP", "VB", "CC", "VBZ", "TO", "VBG",
    "VBN", "VBP", "''", "CD", "PRP$", "``", "MD", "POS", ":", "WP", "WDT", "NNPS", "WRB", "RP", "JJR", "JJS",
    "RBR", "-RRB-", "-LRB-", "EX", "$", "RBS", "PDT", "UH", "WP$", "FW", "LS", "SYM", "#",
];

/// A Penn Treebank part-of-speech tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pos(u8);

impl Pos {
    /// How many tags there are.
    pub const COUNT: usize = NAMES.len();
    /// Singular or mass noun.
    pub const NN: Self = Self(0);
    /// Preposition or subordinating conjunction.
    pub const IN: Self = Self(1);
    /// Proper noun, singular.
    pub const NNP: Self = Self(2);
    /// Determiner.
    pub const DT: Self = Self(3);
    /// Adjective.
    pub const JJ: Self = Self(4);
    /// Plural noun.
    pub const NNS: Self = Self(5);
    /// Adverb.
    pub const RB: Self = Self(9);
    /// Personal pronoun.
    pub const PRP: Self = Self(10);
    /// Coordinating conjunction.
    pub const CC: Self = Self(12);
    /// "to".
    pub const TO: Self = Self(14);
    /// Gerund or present participle.
    pub const VBG: Self = Self(15);
    /// Past participle.
    pub const VBN: Self = Self(16);
    /// Possessive pronoun.
    pub const PRP_POSSESSIVE: Self = Self(20);
    /// Modal verb.
    pub const MD: Self = Self(22);
    /// Possessive ending.
    pub const POS: Self = Self(23);
    /// Proper noun, plural.
    pub const NNPS: Self = Self(27);

    /// The tag with this number; the common noun for numbers that no tag has.
    pub fn from_index(index: usize) -> Self {
        if index < Self::COUNT { Self(index as u8) } else { Self::NN }
    }

    /// The number of the tag.
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    /// The tag with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        NAMES.iter().position(|n| *n == name).map(|n| Self(n as u8))
    }

    /// The name of the tag.
    pub fn as_str(self) -> &'static str {
        NAMES[self.index()]
    }

    /// Any verb form; modals are none.
    pub fn is_verb(self) -> bool {
        matches!(self.0, 8 | 11 | 13 | 15 | 16 | 17)
    }

    /// A verb form that can head a clause: past or present tense.
    pub fn is_finite(self) -> bool {
        matches!(self.0, 8 | 13 | 17 | 22)
    }

    /// Common or proper noun.
    pub fn is_noun(self) -> bool {
        matches!(self.0, 0 | 2 | 5 | 27)
    }

    /// Proper noun.
    pub fn is_proper(self) -> bool {
        matches!(self.0, 2 | 27)
    }

    /// What can stand inside a noun phrase: determiners, adjectives, numbers, nouns, possessives, pronouns.
    pub fn in_noun_phrase(self) -> bool {
        matches!(self.0, 0 | 2 | 3 | 4 | 5 | 10 | 19 | 20 | 23 | 27 | 30 | 31 | 36 | 38)
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
