//! What the word lists and the fold of names say of each token: looked up once, read by every rule.

use super::Analysis;
use crate::domain::{ActorKind, Gender};
use crate::extract::language::lexicon::{Occupation, StateWord, flag};
use crate::extract::language::{Language, Sets, WordSet, fold_phrase};
use crate::extract::phrase::{HashedMap, Phrase, plain};
use crate::text::{Document, TokenKind, TokenSpan};

/// What is known of a token without looking around.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Entry {
    pub plain: Phrase,
    /// Folded as a name; empty for words without a capital.
    pub fold: Phrase,
    pub flags: u16,
    pub occupation: Option<u16>,
    pub state: Option<StateWord>,
    pub org: Option<ActorKind>,
    pub gender: Option<Gender>,
    /// Begins with a capital.
    pub capital: bool,
    /// Two letters or more, all capitals.
    pub caps: bool,
    /// "Veldania-backed": an adjective made of a name.
    pub compound: bool,
    /// First word of its sentence, or of a quotation.
    pub initial: bool,
}

impl Entry {
    pub fn is(&self, flags: u16) -> bool {
        self.flags & flags != 0
    }
}

/// What the lists say of a document's tokens, sentences and paragraphs.
#[derive(Debug)]
pub(super) struct Entries {
    tokens: Vec<Entry>,
    /// Words that the document also writes without a capital.
    common: HashedMap<()>,
    /// Per sentence: written with capitals throughout.
    headlines: Vec<bool>,
    /// Per paragraph: caption, headline, byline or boilerplate.
    asides: Vec<bool>,
}

impl Entries {
    /// What the lists say of the tokens of a document one by one, and of the sets that each belongs to.
    pub fn new(doc: &Document<'_>, mut tokens: Vec<Entry>, sets: &[Sets]) -> Self {
        let mut common = HashedMap::default();
        let mut fresh = true;
        let mut sentence = u32::MAX;
        for (i, (token, entry)) in doc.tokens().iter().zip(&mut tokens).enumerate() {
            fresh |= token.sentence != sentence;
            sentence = token.sentence;
            if token.kind != TokenKind::Word {
                fresh |= matches!(doc.text(i), ":" | "•" | "―" | "—") || token.kind == TokenKind::QuoteMark;
                continue;
            }
            entry.initial = fresh;
            fresh = false;
            if !entry.capital {
                common.insert(entry.plain.hash, ());
            }
        }
        let asides = doc.paragraphs().iter().map(|p| is_aside(doc, &tokens, sets, *p)).collect();
        let headlines = doc.sentences().iter().map(|s| is_headline(doc, &tokens, *s)).collect();
        Self { tokens, common, headlines, asides }
    }
}

impl<'a> Analysis<'a> {
    /// What the lists say of the token with this index; nothing past the end.
    pub(crate) fn at(&self, token: usize) -> Entry {
        self.entries.tokens.get(token).copied().unwrap_or_default()
    }

    /// The words between the tokens' outer ends, as the body has them, with white space made single and
    /// without characters that nobody sees.
    pub(crate) fn phrase(&self, span: TokenSpan) -> String {
        let text = self.doc.span_of(span).of(self.doc.body());
        let shown = |c: &char| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}');
        let words = text.split_whitespace().map(|word| word.chars().filter(shown).collect::<String>());
        words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// The tokens folded as a name.
    pub(crate) fn folded(&self, span: TokenSpan) -> Phrase {
        let mut phrase = Phrase::default();
        span.range().for_each(|t| phrase.push(self.at(t).fold));
        phrase
    }

    /// Whether the document also writes the word without a capital.
    pub(crate) fn is_common(&self, word: &Entry) -> bool {
        self.entries.common.contains_key(&word.plain.hash)
    }

    /// Whether the document writes the word without a capital.
    pub(crate) fn is_common_text(&self, word: &str) -> bool {
        self.entries.common.contains_key(&plain(word).hash)
    }

    pub(crate) fn sentence_number(&self, token: usize) -> usize {
        self.doc.tokens().get(token).map_or(0, |t| t.sentence as usize)
    }

    pub(crate) fn paragraph(&self, token: usize) -> usize {
        self.doc.tokens().get(token).map_or(0, |t| t.paragraph as usize)
    }

    /// Whether the token stands in a caption, headline, byline or boilerplate.
    pub(crate) fn aside(&self, token: usize) -> bool {
        self.entries.asides.get(self.paragraph(token)).copied().unwrap_or(false)
    }

    /// Whether the token's sentence is written with capitals throughout, as headlines are.
    pub(crate) fn headline(&self, token: usize) -> bool {
        self.entries.headlines.get(self.sentence_number(token)).copied().unwrap_or(false)
    }

    /// Whether the two neighbouring tokens are in one sentence.
    pub(crate) fn joined(&self, left: usize, right: usize) -> bool {
        right < self.len() && self.sentence_number(left) == self.sentence_number(right)
    }

    /// The occupation whose last word is token `end - 1`, within `from..end`: its first token and its number.
    pub(crate) fn occupation_before(&self, from: usize, end: usize) -> Option<(usize, u16)> {
        let last = end.checked_sub(1).filter(|l| *l >= from).map(|l| self.at(l))?;
        if last.is(flag::ENDS_OCCUPATION) {
            for len in (2..=4).rev() {
                let Some(start) = end.checked_sub(len).filter(|s| *s >= from) else { continue };
                if (start..end).any(|i| self.at(i).plain.words == 0) {
                    continue;
                }
                let mut phrase = Phrase::default();
                (start..end).for_each(|i| phrase.push(self.at(i).plain));
                if let Some(occupation) = self.lexicon().occupation(phrase.hash) {
                    return Some((start, occupation));
                }
            }
        }
        last.occupation.map(|o| (end - 1, o))
    }

    /// The longest occupation that begins at token `start`, within `start..end`: its end and its number.
    pub(crate) fn occupation_at(&self, start: usize, end: usize) -> Option<(usize, u16)> {
        (1..=4).rev().map(|len| start + len).filter(|e| *e <= end).find_map(|e| {
            let last = self.at(e - 1);
            if !last.is(flag::ENDS_OCCUPATION) && last.occupation.is_none() {
                return None;
            }
            self.occupation_before(start, e).filter(|(s, _)| *s == start).map(|(_, o)| (e, o))
        })
    }

    /// "minister" followed at `rest` by "of Foreign Affairs": the occupation that both make, else the first one.
    pub(crate) fn turned(&self, occupation: u16, rest: usize) -> u16 {
        let mut at = rest;
        if !self.is_in(at, WordSet::OfFor) {
            return occupation;
        }
        at += 1;
        while self.is_in(at, WordSet::TheNational) {
            at += 1;
        }
        let Some(noun) = self.occupation(occupation) else { return occupation };
        let mut phrase = self.at(at).plain;
        if phrase.words == 0 {
            return occupation;
        }
        phrase.push(plain(noun.noun));
        self.lexicon().occupation(phrase.hash).unwrap_or(occupation)
    }

    pub(crate) fn occupation(&self, number: u16) -> Option<&'a Occupation<'a>> {
        self.lexicon().occupations.get(usize::from(number))
    }
}

/// What the lists say of a word, which belongs to these sets.
pub(super) fn look_up(text: &str, sets: Sets, language: &Language<'_>) -> Entry {
    let lexicon = &language.lexicon;
    let capital = text.starts_with(char::is_uppercase);
    let phrase = plain(text);
    let info = lexicon.word(phrase.hash);
    let mut word = Entry {
        plain: phrase,
        flags: info.flags,
        occupation: info.occupation,
        state: info.state,
        org: info.org,
        gender: info.gender,
        capital,
        ..Entry::default()
    };
    if word.occupation.is_none() && sets.has(WordSet::ScientistEnding) {
        // Whoever studies something.
        word.occupation = lexicon.scientist;
    }
    if phrase.words > 1 && info.occupation.is_none() && info.state.is_none() {
        // "ex-minister", "co-chairman": what the last part is.
        let last = text.rsplit(['-', '\u{2010}', '\u{2011}']).next().unwrap_or(text);
        let last = lexicon.word(plain(last).hash);
        if !capital {
            word.flags |= last.flags & (flag::ENDS_OCCUPATION | flag::GROUP);
        }
        word.occupation = last.occupation;
        word.gender = last.gender;
    }
    if phrase.words > 1 && capital {
        let last = text.rsplit(['-', '\u{2010}', '\u{2011}']).next().unwrap_or(text);
        word.compound = language.word_sets.has(last, WordSet::CompoundEnding);
    }
    if capital {
        word.fold = fold_phrase(text);
        let mut letters = text.chars().filter(|c| c.is_alphabetic());
        let count = letters.clone().count();
        word.caps = count > 1 && letters.all(char::is_uppercase);
    }
    if word.state.is_some_and(|s| s.caps) && !word.caps {
        word.state = None;
    }
    word
}

/// Six words or more of which hardly any that could do without a capital does, and that no full stop ends below the first
/// paragraph.
fn is_headline(doc: &Document<'_>, words: &[Entry], sentence: TokenSpan) -> bool {
    let below = doc.tokens().get(sentence.start).is_some_and(|t| t.paragraph > 0);
    if below && doc.text(sentence.end.saturating_sub(1)) == "." {
        return false;
    }
    let (mut capital, mut small) = (0, 0);
    for word in words.get(sentence.range()).unwrap_or(&[]) {
        match (word.capital, word.is(flag::FUNCTION) || word.plain.words == 0) {
            (_, true) => {}
            (true, false) => capital += 1,
            (false, false) => small += 1,
        }
    }
    capital >= 5 && small * 7 <= capital
}

/// Captions, headlines, bylines, credits and list items without a sentence: short lines that do not end as a
/// sentence does, and paragraphs with a photographer's credit.
fn is_aside(doc: &Document<'_>, words: &[Entry], sets: &[Sets], paragraph: TokenSpan) -> bool {
    let first = doc.text(paragraph.start);
    if matches!(first, "•" | "©" | "*" | "▪" | "►") {
        return true;
    }
    let text = |i: usize| doc.text(i);
    let is_in = |i: usize, set: WordSet| sets.get(i).is_some_and(|s| s.has(set));
    let credit = paragraph.range().any(|i| {
        text(i) == "©"
            || is_in(i, WordSet::Credit) && is_in(i + 1, WordSet::CreditMark)
            || text(i) == "/" && words.get(i + 1).is_some_and(|w| w.caps) && i + 2 >= paragraph.end
            || is_in(i, WordSet::PictureAgency) && paragraph.len() < 60
    });
    if credit {
        return true;
    }
    let last = doc.text(paragraph.end.saturating_sub(1));
    let ends = last.ends_with(['.', '!', '?', '…', ':', ';', ',', '”', '"', '»', ')', '’', '\'']);
    if ends
        || paragraph.len() > 30
        || paragraph.range().any(|i| doc.tokens().get(i).is_some_and(|t| t.quoted()))
    {
        return false;
    }
    let signed = matches!(first, "―" | "—" | "–" | "-") || paragraph.range().any(|i| text(i) == ":");
    !signed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn occupations_are_found_from_both_ends() {
        let english = Language::english();
        let words =
            Analysis::new(&english, "The prime minister met Chief of Staff Ann Lee and an ex-minister.");
        let noun = |o: u16| words.occupation(o).unwrap().noun;
        assert_eq!(words.occupation_before(0, 3).map(|(s, o)| (s, noun(o))), Some((1, "prime minister")));
        assert_eq!(words.occupation_at(4, 12).map(|(e, o)| (e, noun(o))), Some((7, "chief of staff")));
        assert_eq!(words.at(11).occupation.map(noun), Some("minister"));
    }

    #[test]
    fn captions_and_headlines_are_asides() {
        let body = "Talks Resume in the Old Capital\n\nThe talks went on. Nobody left.\n\nMira Kest speaks on May 2. \
                    Photo: AGP / Lev Orn\n\n• A list item\n\nBy Ann Lee\n\n“We go on,” he said";
        let english = Language::english();
        let words = Analysis::new(&english, body);
        assert_eq!(words.entries.asides, [true, false, true, true, true, false]);
    }
}
