//! A document's tokens with what the lexicon and the fold say of each: looked up once, read by every later step.

use super::fold::fold_phrase;
use super::hash::{HashedMap, Phrase, plain};
use super::lexicon::{Lexicon, Occupation, StateWord, flag, lexicon};
use crate::domain::{ActorKind, Gender};
use crate::text::{Document, TokenKind, TokenSpan};

/// A token seen by the resolver.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Word {
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

impl Word {
    pub fn is(&self, flags: u16) -> bool {
        self.flags & flags != 0
    }
}

/// A document's words.
pub(super) struct Words<'a> {
    pub doc: &'a Document<'a>,
    pub lexicon: &'static Lexicon,
    words: Vec<Word>,
    /// Words that the document also writes without a capital.
    common: HashedMap<()>,
    /// Per sentence: written with capitals throughout.
    headlines: Vec<bool>,
    /// Per paragraph: caption, headline, byline or boilerplate.
    asides: Vec<bool>,
}

impl<'a> Words<'a> {
    pub fn new(doc: &'a Document<'a>) -> Self {
        let lexicon = lexicon();
        let mut words = Vec::with_capacity(doc.tokens().len());
        let mut common = HashedMap::default();
        let mut fresh = true;
        let mut sentence = u32::MAX;
        for (i, token) in doc.tokens().iter().enumerate() {
            fresh |= token.sentence != sentence;
            sentence = token.sentence;
            if token.kind != TokenKind::Word {
                words.push(Word::default());
                fresh |= matches!(doc.text(i), ":" | "•" | "―" | "—") || token.kind == TokenKind::QuoteMark;
                continue;
            }
            let text = doc.text(i);
            let mut word = look_up(text, lexicon);
            word.initial = fresh;
            fresh = false;
            if !word.capital {
                common.insert(word.plain.hash, ());
            }
            words.push(word);
        }
        let asides = doc.paragraphs().iter().map(|p| is_aside(doc, &words, *p)).collect();
        let headlines = doc.sentences().iter().map(|s| is_headline(&words, *s)).collect();
        Self { doc, lexicon, words, common, headlines, asides }
    }

    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// The word with this token index; an empty one past the end.
    pub fn at(&self, token: usize) -> Word {
        self.words.get(token).copied().unwrap_or_default()
    }

    pub fn text(&self, token: usize) -> &'a str {
        self.doc.text(token)
    }

    /// The token's text is one of `words` (given in lower case), in any case.
    pub fn one_of(&self, token: usize, words: &[&str]) -> bool {
        let text = self.doc.text(token);
        words.iter().any(|w| w.eq_ignore_ascii_case(text))
    }

    /// The words between the tokens' outer ends, as the body has them, with white space made single.
    pub fn phrase(&self, span: TokenSpan) -> String {
        let text = self.doc.span_of(span).of(self.doc.body());
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Whether the document also writes the word without a capital.
    pub fn is_common(&self, word: &Word) -> bool {
        self.common.contains_key(&word.plain.hash)
    }

    /// Whether the document writes the word without a capital.
    pub fn is_common_text(&self, word: &str) -> bool {
        self.common.contains_key(&plain(word).hash)
    }

    pub fn sentence(&self, token: usize) -> usize {
        self.doc.tokens().get(token).map_or(0, |t| t.sentence as usize)
    }

    pub fn paragraph(&self, token: usize) -> usize {
        self.doc.tokens().get(token).map_or(0, |t| t.paragraph as usize)
    }

    pub fn quoted(&self, token: usize) -> bool {
        self.doc.tokens().get(token).is_some_and(|t| t.quoted())
    }

    /// The quotation that the token stands in.
    pub fn quotation(&self, token: usize) -> Option<u32> {
        self.doc.tokens().get(token).and_then(|t| t.quotation)
    }

    /// Whether the token stands in a caption, headline, byline or boilerplate.
    pub fn aside(&self, token: usize) -> bool {
        self.asides.get(self.paragraph(token)).copied().unwrap_or(false)
    }

    /// Whether the token's sentence is written with capitals throughout, as headlines are.
    pub fn headline(&self, token: usize) -> bool {
        self.headlines.get(self.sentence(token)).copied().unwrap_or(false)
    }

    /// Whether the two neighbouring tokens are in one sentence.
    pub fn joined(&self, left: usize, right: usize) -> bool {
        right < self.len() && self.sentence(left) == self.sentence(right)
    }

    /// The occupation whose last word is token `end - 1`, within `from..end`: its first token and its number.
    pub fn occupation_before(&self, from: usize, end: usize) -> Option<(usize, u16)> {
        let last = end.checked_sub(1).filter(|l| *l >= from).map(|l| self.at(l))?;
        if last.is(flag::ENDS_OCCUPATION) {
            for len in (2..=4).rev() {
                let Some(start) = end.checked_sub(len).filter(|s| *s >= from) else { continue };
                if (start..end).any(|i| self.at(i).plain.words == 0) {
                    continue;
                }
                let mut phrase = Phrase::default();
                (start..end).for_each(|i| phrase.push(self.at(i).plain));
                if let Some(occupation) = self.lexicon.occupation(phrase.hash) {
                    return Some((start, occupation));
                }
            }
        }
        last.occupation.map(|o| (end - 1, o))
    }

    /// The longest occupation that begins at token `start`, within `start..end`: its end and its number.
    pub fn occupation_at(&self, start: usize, end: usize) -> Option<(usize, u16)> {
        (1..=4).rev().map(|len| start + len).filter(|e| *e <= end).find_map(|e| {
            let last = self.at(e - 1);
            if !last.is(flag::ENDS_OCCUPATION) && last.occupation.is_none() {
                return None;
            }
            self.occupation_before(start, e).filter(|(s, _)| *s == start).map(|(_, o)| (e, o))
        })
    }

    /// "minister" followed at `rest` by "of Foreign Affairs": the occupation that both make, else the first one.
    pub fn turned(&self, occupation: u16, rest: usize) -> u16 {
        let mut at = rest;
        if !self.one_of(at, &["of", "for"]) {
            return occupation;
        }
        at += 1;
        while self.one_of(at, &["the", "national"]) {
            at += 1;
        }
        let Some(noun) = self.occupation(occupation) else { return occupation };
        let mut phrase = self.at(at).plain;
        if phrase.words == 0 {
            return occupation;
        }
        phrase.push(plain(noun.noun));
        self.lexicon.occupation(phrase.hash).unwrap_or(occupation)
    }

    pub fn occupation(&self, number: u16) -> Option<&'static Occupation> {
        self.lexicon.occupations.get(usize::from(number))
    }
}

fn look_up(text: &str, lexicon: &'static Lexicon) -> Word {
    let capital = text.starts_with(char::is_uppercase);
    let phrase = plain(text);
    let info = lexicon.word(phrase.hash);
    let mut word = Word {
        plain: phrase,
        flags: info.flags,
        occupation: info.occupation,
        state: info.state,
        org: info.org,
        gender: info.gender,
        capital,
        ..Word::default()
    };
    if word.occupation.is_none() && text.ends_with("ologist") {
        // Whoever studies something.
        word.occupation = lexicon.occupation(plain("biologist").hash);
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
        word.compound = matches!(
            last,
            "born"
                | "based"
                | "backed"
                | "led"
                | "style"
                | "elect"
                | "era"
                | "like"
                | "funded"
                | "owned"
                | "run"
                | "controlled"
                | "linked"
                | "held"
                | "inspired"
                | "area"
                | "only"
                | "led-by"
                | "century"
                | "wide"
        );
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

/// Six words or more of which hardly any that could do without a capital does.
fn is_headline(words: &[Word], sentence: TokenSpan) -> bool {
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
fn is_aside(doc: &Document<'_>, words: &[Word], paragraph: TokenSpan) -> bool {
    let first = doc.text(paragraph.start);
    if matches!(first, "•" | "©" | "*" | "▪" | "►") {
        return true;
    }
    let text = |i: usize| doc.text(i);
    let credit = paragraph.range().any(|i| {
        let labelled =
            |w: &str| text(i).eq_ignore_ascii_case(w) && matches!(text(i + 1), ":" | "/" | "by" | "©");
        text(i) == "©"
            || ["photo", "photos", "image", "images", "picture", "credit", "photograph"]
                .iter()
                .any(|w| labelled(w))
            || text(i) == "/" && words.get(i + 1).is_some_and(|w| w.caps) && i + 2 >= paragraph.end
            || matches!(text(i), "Getty" | "Gettyimages.ru") && paragraph.len() < 60
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
        let doc = Document::new("The prime minister met Chief of Staff Ann Lee and an ex-minister.");
        let words = Words::new(&doc);
        let noun = |o: u16| words.occupation(o).unwrap().noun;
        assert_eq!(words.occupation_before(0, 3).map(|(s, o)| (s, noun(o))), Some((1, "prime minister")));
        assert_eq!(words.occupation_at(4, 12).map(|(e, o)| (e, noun(o))), Some((7, "chief of staff")));
        assert_eq!(words.at(11).occupation.map(noun), Some("minister"));
    }

    #[test]
    fn captions_and_headlines_are_asides() {
        let body = "Talks Resume in the Old Capital\n\nThe talks went on. Nobody left.\n\nMira Kest speaks on May 2. \
                    Photo: AGP / Lev Orn\n\n• A list item\n\nBy Ann Lee\n\n“We go on,” he said";
        let doc = Document::new(body);
        let words = Words::new(&doc);
        assert_eq!(words.asides, [true, false, true, true, true, false]);
    }
}
