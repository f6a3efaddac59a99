//! Closed sets of small words, endings and marks that rules ask for: a word in, the sets it belongs to out.

use super::entries;
use crate::domain::vocabulary;
use crate::extract::phrase::{HashedMap, fnv};

vocabulary! {
    /// A set of words of `statement_words.txt` or `speaker_words.txt`.
    WordSet {
        /// The definite article.
        The = "the",
        /// Any article.
        Article = "article",
        /// Introduces somebody not named before.
        Indefinite = "indefinite",
        /// Introduces a noun phrase, with the marks that may stand before it.
        Demonstrative = "demonstrative",
        /// Joins two.
        And = "and",
        /// Joins two names, as a word or a sign.
        AndSign = "and-sign",
        /// May stand between the names of a list.
        AndThe = "and-the",
        /// Small words inside the name of a group.
        AndOf = "and-of",
        /// Stands before a second office of the same person.
        SecondOffice = "second-office",
        /// May stand between two that "they" means.
        PairWord = "pair-word",
        /// A cue that goes on with a statement before.
        ContinuingCue = "continuing-cue",
        /// Lets the subject before go on speaking.
        GoesOn = "goes-on",
        /// Of.
        Of = "of",
        /// Inside an apposition's noun.
        OfThe = "of-the",
        /// What an office or body is for.
        OfFor = "of-for",
        /// Goes on with the name of a body.
        OfForOn = "of-for-on",
        /// Before the place of an office that a name follows.
        OfAtTo = "of-at-to",
        /// Before the place of a group.
        OfInFrom = "of-in-from",
        /// Before the place of an office in front of a comma.
        TitlePlace = "title-place",
        /// Small words of an office in front of a comma.
        TitleGlue = "title-glue",
        /// Between "of" and what a ministry is for.
        TheNational = "the-national",
        /// Where an ambassador is sent, in a title.
        To = "to",
        /// Where an ambassador is sent, in a text.
        SentTo = "sent-to",
        /// For.
        For = "for",
        /// In.
        In = "in",
        /// How many or what part of those behind "of".
        Amount = "amount",
        /// Endings of nouns for people who do something.
        AgentPlural = "agent-plural",
        /// Endings of nouns for somebody who does something.
        AgentEnding = "agent-ending",
        /// Before a number that is not exact.
        Approximate = "approximate",
        /// A noun for a company.
        Company = "company",
        /// The second of two, or the first.
        Latter = "latter",
        /// Two who were named together.
        TwoOfThem = "two-of-them",
        /// Three who were named together.
        ThreeOfThem = "three-of-them",
        /// Begins what is supposed and not told.
        Condition = "condition",
        /// Ends the name of a place where nobody speaks.
        PlaceNoun = "place-noun",
        /// Where somebody stands, with a group or a person.
        Near = "near",
        /// One.
        One = "one",
        /// Speaks for whoever made it.
        Document = "document",
        /// Before the maker of a document.
        MakerLink = "maker-link",
        /// Several people by a noun in the singular.
        Crew = "crew",
        /// A noun for a human being that names no profession.
        Human = "human",
        /// Endings of nouns for what is no human being.
        AbstractEnding = "abstract-ending",
        /// At.
        At = "at",
        /// Behind a company's name.
        CompanySuffix = "company-suffix",
        /// As.
        As = "as",
        /// Links the words of an apposition's complement.
        ComplementLink = "complement-link",
        /// Lets one plain noun follow in a complement.
        ComplementOf = "complement-of",
        /// Says what somebody is.
        Copula = "copula",
        /// Who.
        Who = "who",
        /// That.
        That = "that",
        /// Refers to a thing as a rule.
        ThingPronoun = "thing-pronoun",
        /// Begins a relative clause about what stands before.
        RelativePronoun = "relative-pronoun",
        /// May begin an apposition.
        AppositionOpener = "apposition-opener",
        /// Genitive endings, apostrophes alone among them.
        Genitive = "genitive",
        /// Genitive endings with their letter.
        GenitiveS = "genitive-s",
        /// Marks inside a title.
        GenitiveOrHyphen = "genitive-or-hyphen",
        /// A place behind these does not begin a source mention.
        BeforePlace = "before-place",
        /// A verb of saying ends an apposition.
        Said = "said",
        /// No noun phrase goes on over these.
        PhraseBreak = "phrase-break",
        /// Cut off from the beginning of a source mention.
        Leading = "leading",
        /// A name behind these only specifies.
        Preposition = "preposition",
        /// What stands behind these is no subject.
        NotSubject = "not-subject",
        /// What stands behind these is not what "which" means.
        Governing = "governing",
        /// Ends a noun phrase's head.
        PhraseEnd = "phrase-end",
        /// Ends what specifies an office.
        OfficeEnd = "office-end",
        /// Its subject is several.
        PluralVerb = "plural-verb",
        /// How many there are of a group.
        Quantifier = "quantifier",
        /// Two named before.
        Both = "both",
        /// A number before a group.
        Dozen = "dozen",
        /// A noun for a state's government: the state speaks.
        Government = "government",
        /// A noun for the people around somebody, who speak in that name.
        Team = "team",
        /// A noun that stands for the state, person or body before it.
        Collective = "collective",
        /// Authorities.
        Authorities = "authorities",
        /// Diplomacy.
        Diplomacy = "diplomacy",
        /// A body that the text leaves unnamed.
        UnnamedBody = "unnamed-body",
        /// A word that names a body only together with something said before.
        GenericBody = "generic-body",
        /// A noun for an outlet.
        OutletNoun = "outlet-noun",
        /// A noun for an organisation.
        OrganisationNoun = "organisation-noun",
        /// A man.
        He = "he",
        /// A woman.
        She = "she",
        /// Several, or a body.
        They = "they",
        /// A state, body or thing.
        It = "it",
        /// What stands before.
        Relative = "relative",
        /// Whoever's words these are.
        First = "first",
        /// Nobody in particular.
        Nobody = "nobody",
        /// Of a man.
        His = "his",
        /// Of a woman.
        Her = "her",
        /// Of several.
        Their = "their",
        /// Of a state, body or thing.
        Its = "its",
        /// Of whoever's words these are.
        My = "my",
        /// A pronoun that is written with a capital.
        I = "i",
        /// Pronouns that are something else more often.
        ThatHer = "that-her",
        /// Behind a surname, without its full stop.
        NameSuffix = "name-suffix",
        /// Days and months, which close no name.
        CalendarName = "calendar-name",
        /// Endings of a woman's surname.
        FemaleSurname = "female-surname",
        /// Endings of a man's surname.
        MaleSurname = "male-surname",
        /// Before an office, makes another office.
        Deputy = "deputy",
        /// Ends like a past tense and stands in a title.
        PastPraise = "past-praise",
        /// Stands before a title and is no part of it.
        NoTitle = "no-title",
        /// Endings of a past tense.
        PastEnding = "past-ending",
        /// Endings of a gerund.
        GerundEnding = "gerund-ending",
        /// Endings of a plural.
        PluralEnding = "plural-ending",
        /// Endings of what is no noun.
        VerbOrAdverbEnding = "verb-or-adverb-ending",
        /// Endings of what is no noun behind an office.
        NoNounEnding = "no-noun-ending",
        /// The profession of whoever studies something.
        Scientist = "scientist",
        /// Endings of a name for whoever studies something.
        ScientistEnding = "scientist-ending",
        /// The last part of an adjective made of a name ("Veldania-backed").
        CompoundEnding = "compound-ending",
        /// Begins the credit of a picture.
        Credit = "credit",
        /// Follows that.
        CreditMark = "credit-mark",
        /// Sells pictures.
        PictureAgency = "picture-agency",
        /// A party in a bracket behind a name.
        RepublicanMark = "republican-mark",
        /// A party in a bracket behind a name.
        DemocratMark = "democrat-mark",
        /// In the text of an office, makes another office of the same title.
        OfficeRank = "office-rank",
        /// Without weight there.
        OfficeFiller = "office-filler",
        /// Before its place there.
        OfficePlace = "office-place",
        /// A form of "be", "have" or "do", which helps another verb.
        Auxiliary = "auxiliary",
        /// Of these, forms of "have".
        FormOfHave = "form-of-have",
        /// Of these, forms of "do".
        FormOfDo = "form-of-do",
        /// Denies the verb behind it.
        Not = "not",
        /// Begins a clause.
        ThatClause = "that-clause",
        /// The same inside a sentence.
        PlainThat = "plain-that",
        /// Begins an indirect question.
        Whether = "whether",
        /// Begins a relative clause about a person.
        WhoClause = "who-clause",
        /// Goes on with a noun phrase.
        OfPhrase = "of-phrase",
        /// Names who does it, behind a passive.
        ByPhrase = "by-phrase",
        /// Names what somebody is described as.
        AsPhrase = "as-phrase",
        /// The writer, or whoever is quoted.
        FirstPerson = "first-person",
        /// Who speaks in an interview without being named.
        InterviewPart = "interview-part",
    }
}

/// The sets that a word belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sets(u128);

impl Sets {
    /// Whether the set is one of them.
    #[inline]
    pub fn has(self, set: WordSet) -> bool {
        self.0 & (1 << set as u32) != 0
    }

    fn of(set: WordSet) -> Self {
        Self(1 << set as u32)
    }

    fn add(&mut self, set: WordSet) {
        self.0 |= 1 << set as u32;
    }
}

/// The sets of a language.
#[derive(Clone, Debug, Default)]
pub(crate) struct WordSets {
    /// Words by the hash of their lower case.
    words: HashedMap<Listed>,
    /// Endings, sorted by their last byte.
    endings: Vec<(Box<str>, Sets)>,
}

/// A word that is in some set.
#[derive(Clone, Debug, Default)]
struct Listed {
    /// In lower case.
    word: Box<str>,
    /// In any case.
    any: Sets,
    /// As written.
    exact: Vec<(Box<str>, Sets)>,
}

impl WordSets {
    /// Reads lists of sets: a name, a colon, its words; `=word` as written, `-ending` for every word that ends so.
    pub fn new<const N: usize>(lists: [&str; N]) -> Self {
        let mut sets = Self::default();
        for line in lists.iter().flat_map(|list| entries(list)) {
            let Some((name, words)) = line.split_once(':') else { continue };
            let Ok(set) = name.parse::<WordSet>() else { continue };
            for word in words.split_whitespace() {
                match (word.strip_prefix('='), word.strip_prefix('-').filter(|e| !e.is_empty())) {
                    (Some(exact), _) => {
                        let listed = sets.listed(exact);
                        match listed.exact.iter_mut().find(|(w, _)| **w == *exact) {
                            Some((_, sets)) => sets.add(set),
                            None => listed.exact.push((exact.into(), Sets::of(set))),
                        }
                    }
                    (_, Some(ending)) => match sets.endings.iter_mut().find(|(e, _)| **e == *ending) {
                        Some((_, sets)) => sets.add(set),
                        None => sets.endings.push((ending.into(), Sets::of(set))),
                    },
                    _ => sets.listed(word).any.add(set),
                }
            }
        }
        sets.endings.sort_by_key(|(ending, _)| ending.bytes().last());
        sets
    }

    fn listed(&mut self, word: &str) -> &mut Listed {
        let listed = self.words.entry(lower_hash(word)).or_default();
        listed.word = word.to_ascii_lowercase().into();
        listed
    }

    /// The sets that the word belongs to.
    pub fn of(&self, word: &str) -> Sets {
        let mut sets = Sets::default();
        let listed = self.words.get(&lower_hash(word));
        if let Some(listed) = listed.filter(|l| l.word.eq_ignore_ascii_case(word)) {
            sets = listed.any;
            let exact = listed.exact.iter().filter(|(exact, _)| **exact == *word);
            exact.for_each(|(_, more)| sets.0 |= more.0);
        }
        let last = word.bytes().last();
        let from = self.endings.partition_point(|(ending, _)| ending.bytes().last() < last);
        let same = self.endings[from..].iter().take_while(|(ending, _)| ending.bytes().last() == last);
        for (_, more) in same.filter(|(ending, _)| word.ends_with(&**ending)) {
            sets.0 |= more.0;
        }
        sets
    }

    /// The words of a set that are listed in any case.
    pub fn words(&self, set: WordSet) -> impl Iterator<Item = &str> {
        self.words.values().filter(move |listed| listed.any.has(set)).map(|listed| &*listed.word)
    }

    /// Whether the word belongs to the set.
    pub fn has(&self, word: &str, set: WordSet) -> bool {
        self.of(word).has(set)
    }
}

fn lower_hash(word: &str) -> u64 {
    fnv(word.bytes().map(|b| b.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::language::{LanguageFiles, List};

    #[test]
    fn every_set_is_listed_once() {
        assert!(WordSet::ALL.len() <= 128);
        let files = LanguageFiles::english();
        let lists = [files.list(List::StatementWords), files.list(List::SpeakerWords)];
        let names: Vec<&str> =
            lists.iter().flat_map(|l| entries(l)).map(|l| l.split(':').next().unwrap()).collect();
        for set in WordSet::ALL {
            assert_eq!(names.iter().filter(|n| **n == set.as_str()).count(), 1, "{set}");
        }
        assert_eq!(names.len(), WordSet::ALL.len(), "a set that nobody asks for");
        for line in lists.iter().flat_map(|l| entries(l)) {
            let words: Vec<&str> = line.split_once(':').unwrap().1.split_whitespace().collect();
            assert!(words.is_sorted_by(|a, b| a < b), "out of order or doubled: {line}");
        }
    }

    #[test]
    fn words_endings_and_exact_spellings() {
        let sets = WordSets::new(["the: the\ni: =I\npast-ending: -ed\n"]);
        assert!(sets.has("The", WordSet::The) && sets.has("I", WordSet::I) && !sets.has("i", WordSet::I));
        assert!(sets.has("walked", WordSet::PastEnding) && !sets.has("walk", WordSet::PastEnding));
    }
}
