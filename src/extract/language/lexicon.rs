//! The word lists of a language, parsed once: a word's hash in, what speaker resolution knows of the word out.
//!
//! The lists are data with one entry a line; `tests` below keep them in normal form. Nothing here knows an actor.

use super::entries;
use super::files::{LanguageFiles, List};
use super::fold::fold_hash;
use super::word_sets::{WordSet, WordSets};
use crate::domain::{ActorKind, Gender, vocabulary};
use crate::extract::phrase::{HashedMap, Phrase, plain, plain_hash};

/// A set of occupation classes ("expert", "minister"), one bit each.
pub(crate) type Classes = u128;

vocabulary! {
    /// An occupation class that rules ask for, as `occupations.txt` writes it.
    Class {
        /// Republican.
        Republican = "republican",
        /// Democrat.
        Democrat = "democrat",
        /// Official.
        Official = "official",
        /// Military.
        Military = "military",
        /// Cleric.
        Cleric = "cleric",
        /// Professor.
        Professor = "professor",
        /// Judge.
        Judge = "judge",
        /// Doctor.
        Doctor = "doctor",
        /// Royal.
        Royal = "royal",
        /// Nobility.
        Nobility = "nobility",
        /// Head.
        Head = "head",
        /// Foreign minister.
        ForeignMinister = "foreign-minister",
        /// Spokesperson.
        Spokesperson = "spokesperson",
        /// Counterpart.
        Counterpart = "counterpart",
        /// Author.
        Author = "author",
        /// Relative.
        Relative = "relative",
        /// Friend.
        Friend = "friend",
        /// Expert.
        Expert = "expert",
        /// Leader.
        Leader = "leader",
        /// Minister.
        Minister = "minister",
        /// Diplomat.
        Diplomat = "diplomat",
        /// President.
        President = "president",
        /// Chairman.
        Chairman = "chairman",
        /// Premier.
        Premier = "premier",
        /// Chancellor.
        Chancellor = "chancellor",
        /// Defense minister.
        DefenseMinister = "defense-minister",
        /// Ambassador.
        Ambassador = "ambassador",
        /// Politician.
        Politician = "politician",
        /// Artist.
        Artist = "artist",
        /// Worker.
        Worker = "worker",
        /// Lawyer.
        Lawyer = "lawyer",
        /// Journalist.
        Journalist = "journalist",
        /// Deputy minister.
        DeputyMinister = "deputy-minister",
        /// Monarch.
        Monarch = "monarch",
    }
}

/// What a word may be; several may hold.
pub(crate) mod flag {
    /// May begin a sentence with a capital without being a name.
    pub const FUNCTION: u16 = 1;
    /// Address before a name: "Mr".
    pub const HONORIFIC: u16 = 1 << 1;
    /// Part of a title written with capitals.
    pub const TITLE: u16 = 1 << 2;
    /// Never part of a name.
    pub const NOT_NAME: u16 = 1 << 3;
    /// Small word inside surnames.
    pub const PARTICLE: u16 = 1 << 4;
    /// Plural noun of nameless speakers.
    pub const GROUP: u16 = 1 << 5;
    /// Makes a capitalised phrase an organisation.
    pub const ORG: u16 = 1 << 6;
    /// Last word of an occupation of several words.
    pub const ENDS_OCCUPATION: u16 = 1 << 7;
    /// First word of a state's name of several words.
    pub const STARTS_STATE: u16 = 1 << 8;
    /// A region or camp that speaks as a group: "the West".
    pub const GROUP_PLACE: u16 = 1 << 9;
    /// Before an office, makes another office: "deputy".
    pub const DEPUTY: u16 = 1 << 10;
}

/// Everything the lists say about one word.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct WordInfo {
    pub flags: u16,
    pub gender: Option<Gender>,
    pub occupation: Option<u16>,
    pub org: Option<ActorKind>,
    pub state: Option<StateWord>,
}

/// A word for a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StateWord {
    /// Index into [`Lexicon::states`].
    pub state: u16,
    /// The adjective or inhabitants' name, which only qualifies.
    pub demonym: bool,
    /// The state's own name, not a capital or building.
    pub name: bool,
    /// Only when written in capitals ("US", not "us").
    pub caps: bool,
}

/// A noun for what a person is.
#[derive(Clone, Debug)]
pub(crate) struct Occupation<'m> {
    /// As listed.
    pub noun: &'m str,
    /// The class that "the NOUN" refers to.
    pub own: Classes,
    /// That and everything implied.
    pub classes: Classes,
    pub gender: Option<Gender>,
}

/// The parsed lists.
#[derive(Debug)]
pub(crate) struct Lexicon<'m> {
    words: HashedMap<WordInfo>,
    /// Given names by their fold; no gender where spellings that fold together differ in it.
    given: HashedMap<Option<Gender>>,
    /// Given names as listed.
    given_listed: HashedMap<Option<Gender>>,
    /// Folded short form to folded full forms.
    nicknames: HashedMap<Vec<u64>>,
    phrases: HashedMap<u16>,
    state_phrases: HashedMap<StateWord>,
    /// What the words of address before a name say of its bearer.
    addressed: HashedMap<u16>,
    pub occupations: Vec<Occupation<'m>>,
    /// Names of the states as listed.
    pub states: Vec<&'m str>,
    /// The occupation of whoever studies something.
    pub scientist: Option<u16>,
    classes: Vec<&'m str>,
    /// The set of each class that rules ask for.
    asked: [Classes; Class::ALL.len()],
}

impl<'m> Lexicon<'m> {
    /// What is known of the word with this plain hash.
    pub fn word(&self, plain: u64) -> WordInfo {
        self.words.get(&plain).copied().unwrap_or_default()
    }

    /// Whether the word is a given name, as listed or in another transliteration, and the gender it tells.
    pub fn given(&self, plain: u64, fold: u64) -> Option<Option<Gender>> {
        self.given_as_listed(plain).or_else(|| self.given.get(&fold).copied())
    }

    /// As [`Lexicon::given`], in the listed spelling only.
    pub fn given_as_listed(&self, plain: u64) -> Option<Option<Gender>> {
        self.given_listed.get(&plain).copied()
    }

    /// Whether one given name is a short or sister form of the other ("Joe", "Joseph").
    pub fn same_given(&self, a: u64, b: u64) -> bool {
        let full = |x: &u64| self.nicknames.get(x).map_or(&[][..], Vec::as_slice);
        full(&a).contains(&b) || full(&b).contains(&a) || full(&a).iter().any(|f| full(&b).contains(f))
    }

    /// The occupation written by the phrase with this plain hash.
    pub fn occupation(&self, plain: u64) -> Option<u16> {
        self.phrases.get(&plain).copied()
    }

    /// The occupation of whoever is addressed by the word with this plain hash: "Father" is a priest.
    pub fn addressed(&self, plain: u64) -> Option<u16> {
        self.addressed.get(&plain).copied()
    }

    /// The state named by the phrase with this plain hash.
    pub fn state(&self, plain: u64) -> Option<StateWord> {
        self.state_phrases.get(&plain).copied()
    }

    /// The set with this class alone; the empty set where no noun has it.
    pub fn class(&self, class: Class) -> Classes {
        self.asked[class as usize]
    }

    /// The set of these classes.
    pub fn any_of(&self, classes: &[Class]) -> Classes {
        classes.iter().fold(0, |all, class| all | self.class(*class))
    }

    /// The occupations named in a title or description as people write them in records: the longest at each place,
    /// and "Minister of Foreign Affairs" as "foreign minister".
    pub fn occupations_in(&self, text: &str, sets: &WordSets) -> Vec<u16> {
        let words: Vec<&str> =
            text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '\'' | '.'))).collect();
        let words: Vec<&str> = words.into_iter().filter(|w| !w.is_empty()).collect();
        let mut found = Vec::new();
        let mut end = words.len();
        while end > 0 {
            let hit = (1..=4.min(end)).rev().find_map(|len| {
                let mut phrase = Phrase::default();
                words.get(end - len..end)?.iter().for_each(|w| phrase.push(plain(w)));
                self.occupation(phrase.hash).map(|o| (len, o))
            });
            let Some((len, occupation)) = hit else {
                end -= 1;
                continue;
            };
            found.push(self.turned(occupation, words.get(end..).unwrap_or(&[]), sets).unwrap_or(occupation));
            end -= len;
        }
        found.reverse();
        found
    }

    /// "Minister of (Foreign) Affairs", "Secretary of (Defense)": the occupation that the words after `of` specify.
    fn turned(&self, occupation: u16, after: &[&str], sets: &WordSets) -> Option<u16> {
        let noun = self.occupations.get(usize::from(occupation))?.noun;
        let (first, rest) = after.split_first()?;
        if !sets.has(first, WordSet::OfFor) {
            return None;
        }
        let field = rest.iter().find(|w| !sets.has(w, WordSet::TheNational))?;
        let mut phrase = plain(field);
        phrase.push(plain(noun));
        self.occupation(phrase.hash)
    }

    /// Parses the lists of a language.
    pub fn new(files: &LanguageFiles<'m>, sets: &WordSets) -> Self {
        let mut lexicon = Self {
            words: HashedMap::default(),
            given: HashedMap::default(),
            given_listed: HashedMap::default(),
            nicknames: HashedMap::default(),
            phrases: HashedMap::default(),
            state_phrases: HashedMap::default(),
            addressed: HashedMap::default(),
            occupations: Vec::new(),
            states: Vec::new(),
            scientist: None,
            classes: Vec::new(),
            asked: [0; Class::ALL.len()],
        };
        for (list, flag) in [
            (List::FunctionWords, flag::FUNCTION),
            (List::TitleWords, flag::TITLE),
            (List::NotNames, flag::NOT_NAME),
            (List::Particles, flag::PARTICLE),
            (List::GroupNouns, flag::GROUP),
            (List::GroupPlaces, flag::GROUP_PLACE),
        ] {
            entries(files.list(list)).for_each(|word| lexicon.info(word).flags |= flag);
        }
        for line in entries(files.list(List::OrgWords)) {
            let (word, kind) = line.split_once(' ').unwrap_or((line, ""));
            let info = lexicon.info(word);
            info.flags |= flag::ORG;
            info.org = kind.parse().ok();
        }
        for line in entries(files.list(List::GivenNames)) {
            let (name, gender) = line.split_once(' ').unwrap_or((line, ""));
            let gender = gender_of(gender);
            lexicon.given_listed.insert(plain_hash(name), gender);
            let folded = lexicon.given.entry(fold_hash(name)).or_insert(gender);
            if *folded != gender {
                *folded = None;
            }
        }
        for line in entries(files.list(List::Nicknames)) {
            let (short, full) = line.split_once(' ').unwrap_or((line, line));
            lexicon.nicknames.entry(fold_hash(short)).or_default().push(fold_hash(full));
        }
        entries(files.list(List::Occupations)).for_each(|line| lexicon.add_occupation(line));
        entries(files.list(List::States)).for_each(|line| lexicon.add_state(line));
        for line in entries(files.list(List::Honorifics)) {
            let mut fields = line.split(' ');
            let word = fields.next().unwrap_or("");
            let gender = gender_of(fields.next().unwrap_or(""));
            let occupation = fields.next().and_then(|o| lexicon.occupation(plain_hash(o)));
            let info = lexicon.info(word);
            info.flags |= flag::HONORIFIC;
            info.gender = info.gender.or(gender);
            info.occupation = info.occupation.or(occupation);
            if let Some(occupation) = occupation {
                lexicon.addressed.insert(plain_hash(word), occupation);
            }
        }
        for word in sets.words(WordSet::Deputy) {
            lexicon.info(word).flags |= flag::DEPUTY;
        }
        lexicon.scientist =
            sets.words(WordSet::Scientist).next().and_then(|w| lexicon.occupation(plain_hash(w)));
        for class in Class::ALL {
            let bit = lexicon.classes.iter().position(|c| *c == class.as_str());
            lexicon.asked[*class as usize] = bit.map_or(0, |bit| 1u128.checked_shl(bit as u32).unwrap_or(0));
        }
        lexicon
    }

    fn info(&mut self, word: &str) -> &mut WordInfo {
        self.words.entry(plain_hash(word)).or_default()
    }

    fn add_occupation(&mut self, line: &'m str) {
        let (noun, classes) = line.split_once(':').unwrap_or((line, ""));
        let mut occupation = Occupation { noun, own: 0, classes: 0, gender: None };
        for word in classes.split_whitespace() {
            if let Some(gender) = word.strip_prefix('+') {
                occupation.gender = gender_of(gender);
                continue;
            }
            let bit = self.classes.iter().position(|c| *c == word).unwrap_or(self.classes.len());
            if bit == self.classes.len() {
                self.classes.push(word);
            }
            let class: Classes = 1u128.checked_shl(bit as u32).unwrap_or(0);
            occupation.classes |= class;
            if occupation.own == 0 {
                occupation.own = class;
            }
        }
        let index = self.occupations.len() as u16;
        let last = noun.rsplit(' ').next().unwrap_or(noun);
        if last == noun {
            let gender = occupation.gender;
            let info = self.info(noun);
            info.occupation = Some(index);
            info.gender = gender;
        } else {
            self.info(last).flags |= flag::ENDS_OCCUPATION;
        }
        self.phrases.insert(plain_hash(noun), index);
        self.occupations.push(occupation);
    }

    fn add_state(&mut self, line: &'m str) {
        let mut fields = line.splitn(3, ':');
        let name = fields.next().unwrap_or(line);
        let state = self.states.len() as u16;
        self.states.push(name);
        let demonyms = fields.next().unwrap_or("");
        let others = fields.next().unwrap_or("");
        let words = std::iter::once((name, false, true))
            .chain(others.split(',').map(|w| (w, false, false)))
            .chain(demonyms.split(',').map(|w| (w, true, false)));
        for (word, demonym, name) in words {
            let word = word.trim();
            if word.is_empty() {
                continue;
            }
            let caps = word.len() <= 6 && !word.chars().any(char::is_lowercase);
            let entry = StateWord { state, demonym, name: name || caps, caps };
            // An adjective that is also a name ("US") counts as a name; the mention's place tells which.
            self.state_phrases.entry(plain_hash(word)).or_insert(entry);
            let first = word.split([' ', '-']).next().unwrap_or(word);
            if first == word {
                let info = self.info(word);
                info.state = info.state.or(Some(entry));
            } else {
                self.info(first).flags |= flag::STARTS_STATE;
            }
        }
    }
}

fn gender_of(text: &str) -> Option<Gender> {
    match text {
        "m" => Some(Gender::Male),
        "f" => Some(Gender::Female),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Language;

    #[test]
    fn classes_fit_their_set() {
        let english = Language::english();
        let lexicon = &english.lexicon;
        assert!(lexicon.classes.len() <= Classes::BITS as usize);
        assert!(lexicon.occupations.iter().all(|o| o.own != 0));
        let missing = Class::ALL.iter().find(|c| lexicon.class(**c) == 0);
        assert_eq!(missing, None, "no noun has a class that rules ask for");
    }

    #[test]
    fn titles_turn_round() {
        let english = Language::english();
        let lexicon = &english.lexicon;
        let nouns = |text: &str| -> Vec<_> {
            lexicon
                .occupations_in(text, &english.word_sets)
                .iter()
                .map(|o| lexicon.occupations[usize::from(*o)].noun)
                .collect()
        };
        assert_eq!(nouns("Minister of Foreign Affairs"), ["foreign minister"]);
        assert_eq!(nouns("Foreign Minister"), ["foreign minister"]);
        assert_eq!(nouns("Director General"), ["director general"]);
        assert_eq!(nouns("Political analyst and writer"), ["political analyst", "writer"]);
        assert_eq!(nouns("Minister of Defence"), ["defence minister"]);
    }

    #[test]
    fn given_names_tell_gender_in_any_spelling() {
        let english = Language::english();
        let lexicon = &english.lexicon;
        assert_eq!(lexicon.given(plain_hash("Sergej"), fold_hash("Sergej")), Some(Some(Gender::Male)));
        assert!(lexicon.same_given(fold_hash("Joe"), fold_hash("Joseph")));
        assert!(!lexicon.same_given(fold_hash("Joe"), fold_hash("Jack")));
    }
}
