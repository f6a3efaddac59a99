//! Characters to tokens: one paragraph in, its tokens' spans and kinds out. Every visible character is in one token.
//!
//! Words keep their inner hyphens, full stops and apostrophes ("U.S.", "ex-minister", "O'Neill"); clitics
//! are split off ("do" + "n't", "Putin" + "'s"), so that they can carry tags of their own.

use super::{ByteSpan, Orthography, TokenKind};

/// Calls `push` with the byte span and kind of each token of `body[within]`, in order.
pub(super) fn tokenize(
    body: &str,
    within: ByteSpan,
    written: &Orthography<'_>,
    mut push: impl FnMut(ByteSpan, TokenKind),
) {
    let text = within.of(body);
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let from = at;
        let span = |start: usize, end: usize| ByteSpan::new(within.start + start, within.start + end);
        if is_gap(c) {
            at += c.len_utf8();
        } else if is_word_char(c)
            || (matches!(c, '@' | '#') && next_is_word(text, at + 1))
            || decade(text, at, c)
        {
            at = word_end(text, at, written);
            let kind = if c.is_ascii_digit() { TokenKind::Number } else { TokenKind::Word };
            let (first, second) = split_clitic(text.get(from..at).unwrap_or(""), written);
            push(span(from, from + first), if first == 0 { TokenKind::Word } else { kind });
            if second > first {
                push(span(from + first, from + second), TokenKind::Word);
            }
        } else {
            at = mark_end(text, at, c);
            let kind = if is_double_quote(text.get(from..at).unwrap_or("")) {
                TokenKind::QuoteMark
            } else {
                TokenKind::Mark
            };
            push(span(from, at), kind);
        }
    }
}

/// Whether the token is an abbreviation written with its full stop, or an initial.
pub(super) fn is_abbreviation(token: &str) -> bool {
    token.len() > 1 && token.ends_with('.') && token.starts_with(char::is_alphanumeric)
}

/// Marks that open or close a quotation wherever they stand: double ones, and others that are never an apostrophe.
pub(super) fn is_double_quote(mark: &str) -> bool {
    matches!(
        mark,
        "“" | "”"
            | "„"
            | "‟"
            | "\""
            | "«"
            | "»"
            | "''"
            | "``"
            | "’’"
            | "‘‘"
            | "＂"
            | "〝"
            | "〞"
            | "‹"
            | "›"
            | "「"
            | "」"
            | "『"
            | "』"
    )
}

/// White space and invisible format characters.
fn is_gap(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{ad}' | '\u{300}'..='\u{36f}' | '_')
}

fn next_is_word(text: &str, at: usize) -> bool {
    text.get(at..).and_then(|t| t.chars().next()).is_some_and(|c| c.is_alphanumeric())
}

/// "'90s" and "'em": an apostrophe that stands for left-out characters.
fn decade(text: &str, at: usize, c: char) -> bool {
    let rest = text.get(at + c.len_utf8()..).unwrap_or("");
    matches!(c, '\'' | '’')
        && rest.starts_with(|d: char| d.is_ascii_digit())
        && rest.get(1..3).is_some_and(|s| s == "0s")
}

/// Where the word that begins at `start` ends.
fn word_end(text: &str, start: usize, written: &Orthography<'_>) -> usize {
    let rest = text.get(start..).unwrap_or("");
    if rest.starts_with(['h', 'w']) && ["http://", "https://", "www."].iter().any(|p| rest.starts_with(p)) {
        let url = rest.split(is_gap).next().unwrap_or(rest);
        let url = url.split(['”', '"', '“', '»', ')', '>', '<']).next().unwrap_or(url);
        return start + url.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '’']).len().max(1);
    }
    let plain = plain_end(rest.as_bytes());
    let end = start + plain.unwrap_or_else(|| inner_end(rest));
    let word = text.get(start..end).unwrap_or("");
    let stopped = text.get(end..).is_some_and(|t| t.starts_with('.') && !t.starts_with(".."));
    end + usize::from(stopped && takes_full_stop(word, text, end, written))
}

/// Where the word ends with which `text` begins, if it is of plain letters and digits up to a mark that ends it for sure.
fn plain_end(text: &[u8]) -> Option<usize> {
    let run = text.iter().position(|b| !b.is_ascii_alphanumeric() && *b != b'_').unwrap_or(text.len());
    let joins = |b: &u8| !b.is_ascii() || matches!(b, b'-' | b'\'' | b'.' | b',' | b':' | b'/' | b'&');
    let goes_on = |b: &u8| !b.is_ascii() || b.is_ascii_alphanumeric();
    let next = text.get(run);
    let open = next.is_some_and(|b| !b.is_ascii() || joins(b) && text.get(run + 1).is_some_and(goes_on));
    (run > 0 && !open).then_some(run)
}

/// The same for any word, character by character.
fn inner_end(rest: &str) -> usize {
    let mut end = 0;
    let mut previous = ' ';
    let mut chars = rest.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let next = chars.peek().map(|(_, n)| *n);
        let inner = next.is_some_and(char::is_alphanumeric)
            && match c {
                '-' | '\u{2010}' | '\u{2011}' => true,
                '\'' | '’' => previous.is_alphabetic() || i == 0,
                '.' => joins_by_full_stop(previous, next),
                ',' | '⁄' => previous.is_ascii_digit() && next.is_some_and(|n| n.is_ascii_digit()),
                ':' | '/' => previous.is_ascii_digit() && next.is_some_and(|n| n.is_ascii_digit()),
                '&' => previous.is_uppercase() && next.is_some_and(char::is_uppercase),
                '@' | '#' => i == 0,
                // "Mül<nothing>ler": nobody sees it, and a space it is not.
                '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => {
                    previous.is_alphabetic() && next.is_some_and(char::is_lowercase)
                }
                _ => false,
            };
        let begins = i == 0 && !is_gap(c);
        if !is_word_char(c) && !inner && !begins {
            break;
        }
        previous = c;
        end = i + c.len_utf8();
    }
    end
}

/// "U.S", "a.m", "3.5", "example.com": a full stop between characters that belong together.
fn joins_by_full_stop(previous: char, next: Option<char>) -> bool {
    let Some(next) = next else { return false };
    if previous.is_ascii_digit() {
        return next.is_ascii_digit();
    }
    // "end.The next" is a lost space, "U.S" and "example.com" are not.
    previous.is_alphabetic() && (next.is_lowercase() || previous.is_uppercase())
}

/// Whether the full stop after `word` belongs to it.
fn takes_full_stop(word: &str, text: &str, end: usize, written: &Orthography<'_>) -> bool {
    let letters = word.chars().filter(|c| *c != '.').count();
    let dotted = word.contains('.')
        && letters <= 5
        && word.split('.').all(|p| p.chars().count() <= 2 && p.chars().all(char::is_alphabetic));
    let initial =
        letters == 1 && word.starts_with(char::is_uppercase) && !written.letter_words.contains(&word);
    if dotted || initial {
        return true;
    }
    let lower = word.to_lowercase();
    let after = text.get(end + 1..).unwrap_or("").trim_start();
    if written.with_number.contains(&lower.as_str()) {
        return after.starts_with(|c: char| c.is_ascii_digit());
    }
    if written.abbreviations.binary_search(&lower.as_str()).is_err() {
        return false;
    }
    if written.with_capital.contains(&lower.as_str()) {
        return word.starts_with(char::is_uppercase) && after.starts_with(char::is_alphanumeric);
    }
    true
}

/// Byte lengths of the word's first part and of the whole: "don't" is 2 and 5. Without a clitic both are the whole.
fn split_clitic(word: &str, written: &Orthography<'_>) -> (usize, usize) {
    let whole = word.len();
    if word.is_ascii() {
        return split_ascii_clitic(word, written);
    }
    let lower = word.to_lowercase();
    if lower.len() != whole {
        return (whole, whole);
    }
    let fused = |(first, second): &&(&str, &str)| lower.strip_prefix(first) == Some(second);
    if let Some((first, _)) = written.fused.iter().find(fused) {
        return (first.len(), whole);
    }
    for tail in &written.clitics {
        if lower.ends_with(tail) && whole > tail.len() && word.is_char_boundary(whole - tail.len()) {
            return (whole - tail.len(), whole);
        }
    }
    (whole, whole)
}

/// [`split_clitic`] for a word whose lower case is as long.
fn split_ascii_clitic(word: &str, written: &Orthography<'_>) -> (usize, usize) {
    let whole = word.len();
    let same = |from: usize, part: &str| {
        let own = word.as_bytes().get(from..from + part.len());
        own.is_some_and(|own| own.eq_ignore_ascii_case(part.as_bytes()))
    };
    let fused = |(first, second): &&(&str, &str)| {
        first.len() + second.len() == whole && same(0, first) && same(first.len(), second)
    };
    if let Some((first, _)) = written.fused.iter().find(fused) {
        return (first.len(), whole);
    }
    let last = word.bytes().last().map(|b| b.to_ascii_lowercase());
    let ends =
        |tail: &&&str| tail.bytes().last() == last && whole > tail.len() && same(whole - tail.len(), tail);
    let clitic = written.clitics.iter().find(ends);
    (clitic.map_or(whole, |tail| whole - tail.len()), whole)
}

/// Where the mark that begins at `start` ends: runs of full stops, dashes and doubled single quotes are one token.
fn mark_end(text: &str, start: usize, c: char) -> usize {
    let one = start + c.len_utf8();
    let rest = text.get(start..).unwrap_or("");
    match c {
        '.' | '-' => start + rest.len() - rest.trim_start_matches(c).len(),
        '\'' | '`' | '’' | '‘' if rest.get(c.len_utf8()..).is_some_and(|r| r.starts_with(c)) => {
            one + c.len_utf8()
        }
        _ => one,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::language::{LanguageFiles, List, orthography};
    use proptest::prelude::*;

    fn tokens(text: &str) -> Vec<&str> {
        let mut out = Vec::new();
        let written = orthography(LanguageFiles::english().list(List::Orthography));
        let whole = ByteSpan::new(0, text.len());
        tokenize(text, whole, &written, |span, _| out.push(span.of(text)));
        out
    }

    #[test]
    fn words_keep_what_belongs_to_them() {
        assert_eq!(
            tokens("The U.S. ex-minister’s plan, no."),
            ["The", "U.S.", "ex-minister", "’s", "plan", ",", "no", "."]
        );
        assert_eq!(
            tokens("Sen. J. Smith can't pay $3.5m"),
            ["Sen.", "J.", "Smith", "ca", "n't", "pay", "$", "3.5m"]
        );
        assert_eq!(
            tokens("Wait... see https://a.org/b?c=1. OK"),
            ["Wait", "...", "see", "https://a.org/b?c=1", ".", "OK"]
        );
        assert_eq!(tokens("''No,'' he said"), ["''", "No", ",", "''", "he", "said"]);
    }

    #[test]
    fn a_glued_quotation_is_taken_apart() {
        assert_eq!(tokens("terms, ”said Ivan"), ["terms", ",", "”", "said", "Ivan"]);
    }

    proptest! {
        #[test]
        fn every_visible_character_is_in_exactly_one_token(text in "\\PC{0,200}") {
            let mut at = 0;
            let mut spans = Vec::new();
            let written = orthography(LanguageFiles::english().list(List::Orthography));
            tokenize(&text, ByteSpan::new(0, text.len()), &written, |span, _| spans.push(span));
            for span in spans {
                prop_assert!(!span.is_empty() && span.start >= at);
                prop_assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
                prop_assert!(text[at..span.start].chars().all(is_gap));
                at = span.end;
            }
            prop_assert!(text[at..].chars().all(is_gap));
        }
    }
}
