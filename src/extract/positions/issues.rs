//! Issues as the stage looks for them: propositions in; the words that name each matter, how much each says, and what the
//! proposition does to the matter, out.
//!
//! A proposition is read by the same analysis as any text. Its nouns name the matter; its verbs and adjectives say what should
//! become of it, which gives the direction: "should be banned" is against, so whoever is against the matter supports the
//! proposition. Signals that a person gives name the matter in other words, each with the side that naming it so tells.

use super::sides::{Side, side_of, side_of_stem, sides};
use crate::domain::{Direction, Issue, IssueId};
use crate::extract::analysis::Analysis;
use crate::extract::analysis::forms::Shape;
use crate::extract::analysis::tags::Pos;
use crate::extract::hash;
use crate::extract::language::Language;
use crate::extract::phrase::HashedMap;

/// Most issues that are read for at a time: a debate has a tenth of them.
pub const MOST_ISSUES: usize = 2_000;

/// Most words of one issue.
const MOST_TERMS: usize = 48;

/// What a word of an issue is to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Names the matter.
    Matter,
    /// A name in the proposition: "Donald Trump".
    Name,
    /// What should become of it: "build", "ban".
    Deed,
    /// Names what the proposition is put against, or stands in the description alone.
    Aside,
}

/// One word of an issue.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Term {
    pub stem: u32,
    /// How much it says: logarithm of how few texts have it.
    pub weight: f32,
    pub part: Part,
    /// A word of the slug: it tells the issue from others.
    pub telling: bool,
}

/// A word of a signal.
#[derive(Clone, Debug)]
pub(crate) enum SignalWord {
    /// Any form of a word, by the hash of its stem.
    Stem(u32),
    /// Whatever begins so, in lower case.
    Prefix(String),
}

/// Words of a person that name the matter.
#[derive(Clone, Debug)]
pub(crate) struct Signal {
    pub words: Vec<SignalWord>,
    /// Most words that may stand in between; 0 for a phrase.
    pub gap: usize,
    pub direction: Direction,
}

/// One issue, as it is looked for.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub id: IssueId,
    pub terms: Vec<Term>,
    /// What all its terms weigh together.
    pub weight: f32,
    /// What those of its slug weigh.
    pub telling: f32,
    /// 1 where being for the matter is being for the proposition, -1 where it is the other way round.
    pub direction: i8,
    pub signals: Vec<Signal>,
    /// Stems of what the proposition wants done.
    pub deeds: Vec<u32>,
}

impl Target {
    /// Whether the word is what the proposition wants done.
    pub fn is_deed(&self, stem: u32) -> bool {
        self.deeds.contains(&stem)
    }

    fn new(language: &Language<'_>, id: IssueId, issue: &Issue) -> Self {
        let mut terms: Vec<Term> = Vec::new();
        let slug = issue.slug.replace('-', " ");
        let mut deeds = Vec::new();
        let direction = read(language, &issue.proposition, &mut terms, &mut deeds);
        add_words(language, &issue.name, Part::Matter, &mut terms);
        add_words(language, &slug, Part::Matter, &mut terms);
        add_slug(language, &slug, &mut terms);
        // Whoever names an issue picks the words that tell it from others.
        for stem in stems(language, &slug) {
            for term in terms.iter_mut().filter(|t| t.stem == stem) {
                term.weight = term.weight.max(SLUG);
                term.telling = true;
                // "muslim-ban": what the issue is called for is what is proposed.
                if side_of_stem(language, stem).is_some_and(|s| s.is_deed() && s.sign() == direction) {
                    deeds.push(stem);
                }
            }
        }
        add_words(language, &issue.description, Part::Aside, &mut terms);
        terms.truncate(MOST_TERMS);
        let weight = terms.iter().filter(|t| t.part != Part::Aside).map(|t| t.weight).sum();
        let telling = terms.iter().filter(|t| t.telling).map(|t| t.weight).sum();
        let signals = issue.signals.iter().filter_map(|s| signal(language, &s.words, s.direction)).collect();
        Self { id, terms, weight, telling, direction, signals, deeds }
    }
}

/// What kb looks for, in words: how it has understood a proposition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Described {
    /// What names the matter.
    pub matter: Vec<String>,
    /// What should become of it.
    pub deeds: Vec<String>,
    /// Being for the matter is being for the proposition.
    pub favours_matter: bool,
}

/// How an issue is understood, for a person to see.
pub fn described(language: &Language<'_>, issue: &Issue) -> Described {
    let target = Target::new(language, IssueId(0), issue);
    let mut described = Described { favours_matter: target.direction > 0, ..Described::default() };
    for text in [issue.slug.replace('-', " "), issue.name.clone(), issue.proposition.clone()] {
        let words = Analysis::new(language, &text);
        for t in 0..words.len() {
            let stem = words.forms[t].stem;
            let Some(term) = target.terms.iter().find(|term| term.stem == stem && term.part != Part::Aside)
            else {
                continue;
            };
            let deed = target.is_deed(stem) || term.part == Part::Deed;
            let list = if deed { &mut described.deeds } else { &mut described.matter };
            let word = words.text(t).to_owned();
            if !list.iter().any(|w| w.eq_ignore_ascii_case(&word)) {
                list.push(word);
            }
        }
    }
    described
}

/// Least weight of a word of the slug.
const SLUG: f32 = 2.5;

fn stems(language: &Language<'_>, text: &str) -> Vec<u32> {
    Analysis::new(language, text).forms.iter().map(|f| f.stem).collect()
}

/// The issues that are read for.
#[derive(Clone, Debug, Default)]
pub struct Issues {
    pub(crate) targets: Vec<Target>,
    /// Which word of which issue, by stem.
    pub(crate) by_stem: HashedMap<Vec<(u16, u8)>>,
    /// Signals by the word that they begin with: which signal of which issue.
    pub(crate) by_signal: HashedMap<Vec<(u16, u8)>>,
}

impl Issues {
    /// Reads what the issues say.
    pub fn new<'i>(language: &Language<'_>, issues: impl IntoIterator<Item = (IssueId, &'i Issue)>) -> Self {
        let mut all = Self::default();
        for (id, issue) in issues.into_iter().take(MOST_ISSUES) {
            let (target, n) = (Target::new(language, id, issue), all.targets.len() as u16);
            for (t, term) in target.terms.iter().enumerate() {
                all.by_stem.entry(u64::from(term.stem)).or_default().push((n, t as u8));
            }
            for (s, signal) in target.signals.iter().enumerate() {
                let key = match signal.words.first() {
                    Some(SignalWord::Stem(stem)) => u64::from(*stem),
                    Some(SignalWord::Prefix(prefix)) => prefix_key(prefix),
                    None => continue,
                };
                all.by_signal.entry(key).or_default().push((n, s as u8));
            }
            all.targets.push(target);
        }
        all
    }

    /// Whether there is nothing to read for.
    pub fn is_empty(&self) -> bool {
        self.targets.is_empty()
    }
}

/// Under which key a signal is found that begins with the beginning of a word: its first three letters.
pub(super) fn prefix_key(word: &str) -> u64 {
    u64::from(hash::of_bytes(word.bytes().take(3))) | 1 << 32
}

/// Takes the words of a proposition in and gives its direction.
fn read(language: &Language<'_>, proposition: &str, terms: &mut Vec<Term>, wanted: &mut Vec<u32>) -> i8 {
    let words = Analysis::new(language, proposition);
    let end = (0..words.len()).find(|t| turns(&words, *t)).unwrap_or(words.len());
    let mut direction = 1;
    let mut deeds = 0;
    let (mut modal, mut plain) = (false, None);
    for t in 0..words.len() {
        let pos = words.pos(t);
        let side = side_of(&words, t);
        let is_deed = (pos.is_verb() || pos.is_adjective()) && !words.is_auxiliary(t);
        if t < end && (is_deed || side == Some(Side::Negation)) {
            deeds += usize::from(side.is_some_and(|s| s != Side::Negation));
            if deeds == 1 && side.is_some_and(Side::is_deed) {
                wanted.push(words.forms[t].stem);
            }
            // "Made or kept" says one thing twice.
            let counts = side == Some(Side::Negation) || deeds == 1;
            direction *= side.filter(|_| counts).map_or(1, Side::sign);
        }
        // "Should sell": what is proposed, whether or not the word takes sides by itself.
        if t < end && pos == Pos::VB && modal && plain.is_none() && !words.is_auxiliary(t) {
            plain = Some(words.forms[t].stem);
        }
        modal |= pos == Pos::MD;
        if !is_content(&words, t) {
            continue;
        }
        let part = match () {
            () if t >= end => Part::Aside,
            () if pos.is_proper() => Part::Name,
            () if is_deed && (pos.is_verb() || side.is_some()) => Part::Deed,
            () => Part::Matter,
        };
        add(language, words.forms[t].stem, part, terms);
    }
    if wanted.is_empty() {
        wanted.extend(plain);
    }
    direction
}

/// Where a proposition goes over to what it is put against: "rather than", "unless", "(".
fn turns(words: &Analysis<'_>, t: usize) -> bool {
    let turning = Side::Contrast.bit() | Side::Condition.bit();
    words.shape(t) == Shape::Bracket || sides(words, t) & turning != 0
}

fn add_words(language: &Language<'_>, text: &str, part: Part, terms: &mut Vec<Term>) {
    let words = Analysis::new(language, text);
    for t in (0..words.len()).filter(|t| is_content(&words, *t)) {
        let pos = words.pos(t);
        let part = if part == Part::Matter && pos.is_proper() { Part::Name } else { part };
        add(language, words.forms[t].stem, part, terms);
    }
}

/// The words of a slug, whatever the tagger makes of them alone ("lgbt").
fn add_slug(language: &Language<'_>, slug: &str, terms: &mut Vec<Term>) {
    let words = Analysis::new(language, slug);
    let named =
        |t: &usize| side_of(&words, *t).is_none_or(Side::is_deed) && words.text(*t).chars().count() > 2;
    for t in (0..words.len()).filter(named) {
        add(language, words.forms[t].stem, Part::Matter, terms);
    }
}

fn add(language: &Language<'_>, stem: u32, part: Part, terms: &mut Vec<Term>) {
    if terms.iter().all(|t| t.stem != stem) {
        terms.push(Term { stem, weight: language.stances.rarity(stem), part, telling: false });
    }
}

fn is_content(words: &Analysis<'_>, t: usize) -> bool {
    let pos = words.pos(t);
    (pos.is_noun() || pos.is_verb() || pos.is_adjective())
        && !words.is_auxiliary(t)
        && words.text(t).chars().filter(|c| c.is_alphanumeric()).count() > 1
}

/// `NEAR(a b, 5)` or words one behind the other; nothing where there is no word.
fn signal(language: &Language<'_>, text: &str, direction: Direction) -> Option<Signal> {
    let (inner, gap) = match text.trim().strip_prefix("NEAR(").and_then(|t| t.strip_suffix(')')) {
        Some(inner) => {
            let (words, gap) = inner.rsplit_once(',').unwrap_or((inner, ""));
            (words, gap.trim().parse().unwrap_or(NEAR))
        }
        None => (text, 0),
    };
    let mut words = Vec::new();
    for part in inner.split_whitespace() {
        match part.strip_suffix('*').filter(|p| p.chars().count() >= SHORTEST_PREFIX) {
            Some(prefix) => words.push(SignalWord::Prefix(prefix.to_lowercase())),
            None => {
                let read = Analysis::new(language, part);
                let is_word = |t: &usize| read.text(*t).chars().any(char::is_alphanumeric);
                words.extend((0..read.len()).filter(is_word).map(|t| SignalWord::Stem(read.forms[t].stem)));
            }
        }
    }
    (!words.is_empty()).then_some(Signal { words, gap, direction })
}

/// Shortest beginning of a word that a signal may ask for.
const SHORTEST_PREFIX: usize = 3;

/// Words in between, where `NEAR(…)` names no number: as in full-text search.
const NEAR: usize = 10;
