//! The word lists of `seeds/lexicon/`, parsed once: a word's hash in, what speaker resolution knows of the word out.
//!
//! The lists are data with one entry a line; `tests` below keep them in normal form. Nothing here knows an actor.

use super::fold::fold_hash;
use super::hash::{HashedMap, Phrase, plain, plain_hash};
use crate::domain::{ActorKind, Gender};
use std::sync::LazyLock;

macro_rules! list {
    ($name:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/seeds/lexicon/", $name, ".txt"))
    };
}

const FUNCTION_WORDS: &str = list!("function_words");
const GIVEN_NAMES: &str = list!("given_names");
const GROUP_NOUNS: &str = list!("group_nouns");
const GROUP_PLACES: &str = list!("group_places");
const HONORIFICS: &str = list!("honorifics");
const NICKNAMES: &str = list!("nicknames");
const NOT_NAMES: &str = list!("not_names");
const OCCUPATIONS: &str = list!("occupations");
const ORG_WORDS: &str = list!("org_words");
const PARTICLES: &str = list!("particles");
const STATES: &str = list!("states");
const TITLE_WORDS: &str = list!("title_words");

/// A set of occupation classes ("expert", "minister"), one bit each.
pub(super) type Classes = u128;

/// What a word may be; several may hold.
pub(super) mod flag {
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
}

/// Everything the lists say about one word.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct WordInfo {
    pub flags: u16,
    pub gender: Option<Gender>,
    pub occupation: Option<u16>,
    pub org: Option<ActorKind>,
    pub state: Option<StateWord>,
}

/// A word for a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct StateWord {
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
pub(super) struct Occupation {
    /// As listed.
    pub noun: &'static str,
    /// The class that "the NOUN" refers to.
    pub own: Classes,
    /// That and everything implied.
    pub classes: Classes,
    pub gender: Option<Gender>,
}

/// The parsed lists.
#[derive(Debug)]
pub(super) struct Lexicon {
    words: HashedMap<WordInfo>,
    /// Given names by their fold; no gender where spellings that fold together differ in it.
    given: HashedMap<Option<Gender>>,
    /// Given names as listed.
    given_listed: HashedMap<Option<Gender>>,
    /// Folded short form to folded full forms.
    nicknames: HashedMap<Vec<u64>>,
    phrases: HashedMap<u16>,
    state_phrases: HashedMap<StateWord>,
    pub occupations: Vec<Occupation>,
    /// Names of the states as listed.
    pub states: Vec<&'static str>,
    classes: Vec<&'static str>,
}

/// The one lexicon.
pub(super) fn lexicon() -> &'static Lexicon {
    static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::parse);
    &LEXICON
}

impl Lexicon {
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

    /// The state named by the phrase with this plain hash.
    pub fn state(&self, plain: u64) -> Option<StateWord> {
        self.state_phrases.get(&plain).copied()
    }

    /// The class with this name; the empty set if there is none.
    pub fn class(&self, name: &str) -> Classes {
        self.classes.iter().position(|c| *c == name).map_or(0, |bit| 1 << bit)
    }

    /// The occupations named in a title or description as people write them in records: the longest at each place,
    /// and "Minister of Foreign Affairs" as "foreign minister".
    pub fn occupations_in(&self, text: &str) -> Vec<u16> {
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
            found.push(self.turned(occupation, words.get(end..).unwrap_or(&[])).unwrap_or(occupation));
            end -= len;
        }
        found.reverse();
        found
    }

    /// "Minister of (Foreign) Affairs", "Secretary of (Defense)": the occupation that the words after `of` specify.
    fn turned(&self, occupation: u16, after: &[&str]) -> Option<u16> {
        let noun = self.occupations.get(usize::from(occupation))?.noun;
        let (first, rest) = after.split_first()?;
        if !matches!(*first, "of" | "for") {
            return None;
        }
        let field = rest.iter().find(|w| !matches!(w.to_lowercase().as_str(), "the" | "national"))?;
        self.occupation(plain_hash(&format!("{field} {noun}")))
    }

    fn parse() -> Self {
        let mut lexicon = Self {
            words: HashedMap::default(),
            given: HashedMap::default(),
            given_listed: HashedMap::default(),
            nicknames: HashedMap::default(),
            phrases: HashedMap::default(),
            state_phrases: HashedMap::default(),
            occupations: Vec::new(),
            states: Vec::new(),
            classes: Vec::new(),
        };
        for (list, flag) in [
            (FUNCTION_WORDS, flag::FUNCTION),
            (TITLE_WORDS, flag::TITLE),
            (NOT_NAMES, flag::NOT_NAME),
            (PARTICLES, flag::PARTICLE),
            (GROUP_NOUNS, flag::GROUP),
            (GROUP_PLACES, flag::GROUP_PLACE),
        ] {
            entries(list).for_each(|word| lexicon.info(word).flags |= flag);
        }
        for line in entries(ORG_WORDS) {
            let (word, kind) = line.split_once(' ').unwrap_or((line, ""));
            let info = lexicon.info(word);
            info.flags |= flag::ORG;
            info.org = kind.parse().ok();
        }
        for line in entries(GIVEN_NAMES) {
            let (name, gender) = line.split_once(' ').unwrap_or((line, ""));
            let gender = gender_of(gender);
            lexicon.given_listed.insert(plain_hash(name), gender);
            let folded = lexicon.given.entry(fold_hash(name)).or_insert(gender);
            if *folded != gender {
                *folded = None;
            }
        }
        for line in entries(NICKNAMES) {
            let (short, full) = line.split_once(' ').unwrap_or((line, line));
            lexicon.nicknames.entry(fold_hash(short)).or_default().push(fold_hash(full));
        }
        entries(OCCUPATIONS).for_each(|line| lexicon.add_occupation(line));
        entries(STATES).for_each(|line| lexicon.add_state(line));
        for line in entries(HONORIFICS) {
            let mut fields = line.split(' ');
            let word = fields.next().unwrap_or("");
            let gender = gender_of(fields.next().unwrap_or(""));
            let occupation = fields.next().and_then(|o| lexicon.occupation(plain_hash(o)));
            let info = lexicon.info(word);
            info.flags |= flag::HONORIFIC;
            info.gender = info.gender.or(gender);
            info.occupation = info.occupation.or(occupation);
        }
        lexicon
    }

    fn info(&mut self, word: &str) -> &mut WordInfo {
        self.words.entry(plain_hash(word)).or_default()
    }

    fn add_occupation(&mut self, line: &'static str) {
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

    fn add_state(&mut self, line: &'static str) {
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

/// The entries of a list.
fn entries(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().filter(|l| !l.is_empty() && !l.starts_with('#'))
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

    #[test]
    fn lists_are_in_normal_form() {
        let lists = [
            FUNCTION_WORDS,
            GIVEN_NAMES,
            GROUP_NOUNS,
            GROUP_PLACES,
            HONORIFICS,
            NICKNAMES,
            NOT_NAMES,
            OCCUPATIONS,
            ORG_WORDS,
            PARTICLES,
            STATES,
            TITLE_WORDS,
        ];
        for list in lists {
            assert!(list.starts_with("# "), "a list begins with what it is");
            let keys: Vec<_> = entries(list).map(|l| l.split(':').next().unwrap()).collect();
            for pair in keys.windows(2) {
                assert!(pair[0] < pair[1], "`{}` and `{}` are out of order or doubled", pair[0], pair[1]);
            }
            assert!(list.lines().all(|l| l.trim() == l), "no space at the ends of a line");
        }
    }

    #[test]
    fn classes_fit_their_set() {
        assert!(lexicon().classes.len() <= Classes::BITS as usize);
        assert!(lexicon().occupations.iter().all(|o| o.own != 0));
    }

    #[test]
    fn titles_turn_round() {
        let lexicon = lexicon();
        let nouns = |text: &str| -> Vec<_> {
            lexicon.occupations_in(text).iter().map(|o| lexicon.occupations[usize::from(*o)].noun).collect()
        };
        assert_eq!(nouns("Minister of Foreign Affairs"), ["foreign minister"]);
        assert_eq!(nouns("Foreign Minister"), ["foreign minister"]);
        assert_eq!(nouns("Director General"), ["director general"]);
        assert_eq!(nouns("Political analyst and writer"), ["political analyst", "writer"]);
        assert_eq!(nouns("Minister of Defence"), ["defence minister"]);
    }

    #[test]
    fn given_names_tell_gender_in_any_spelling() {
        assert_eq!(lexicon().given(plain_hash("Sergej"), fold_hash("Sergej")), Some(Some(Gender::Male)));
        assert!(lexicon().same_given(fold_hash("Joe"), fold_hash("Joseph")));
        assert!(!lexicon().same_given(fold_hash("Joe"), fold_hash("Jack")));
    }
}
