//! The passages of an article that a person means by some words.

use super::super::error::CommandError;
use crate::domain::QuoteKind;
use crate::render::visible_line;
use crate::text::{ByteSpan, Found, find};

/// How far from a quote its reporting words and its speaker's name are looked for, in bytes.
const NEAR: usize = 600;

/// Characters of a passage in a message.
const SHOWN: usize = 160;

/// The one place where `body` has `words`; with `near`, the one there where there is one.
pub fn place(body: &str, words: &str, near: Option<ByteSpan>) -> Result<ByteSpan, CommandError> {
    if words.trim().is_empty() {
        return Err(CommandError::usage("--words is empty"));
    }
    if let Some(place) = near.and_then(|near| beside(body, words, near)) {
        return Ok(place);
    }
    match find(body, words) {
        Found::Here(place) => Ok(place),
        Found::Often(times, [first, second]) => {
            let shown = |span: ByteSpan| around(body, span);
            Err(CommandError::users(format!("the article has these words {times} times")).hint(format!(
                "give some more of them: “{}” or “{}”",
                shown(first),
                shown(second)
            )))
        }
        Found::Nowhere(Some(nearest)) => Err(CommandError::users("the article does not have these words")
            .hint(format!("the nearest passage is “{}”", cut(nearest.of(body))))),
        Found::Nowhere(None) => Err(CommandError::users("the article does not have these words")
            .hint("give them as they stand there; `kb show article` prints its text")),
    }
}

/// The place of reporting words or of a name beside a quote.
pub fn place_beside(body: &str, what: &str, words: &str, quote: ByteSpan) -> Result<ByteSpan, CommandError> {
    beside(body, words, quote).ok_or_else(|| {
        CommandError::users(format!("{what} “{}” does not stand beside the quote", cut(words)))
            .hint("give the words as the article has them, before or behind the quote")
    })
}

/// The nearest place around a quote that has the words.
fn beside(body: &str, words: &str, quote: ByteSpan) -> Option<ByteSpan> {
    let edge = |at: usize| (0..=at.min(body.len())).rev().find(|at| body.is_char_boundary(*at)).unwrap_or(0);
    let (from, to) = (edge(quote.start.saturating_sub(NEAR)), edge(quote.end + NEAR));
    let window = body.get(from..to)?;
    match find(window, words) {
        Found::Here(place) => Some(ByteSpan::new(from + place.start, from + place.end)),
        // The nearest of several: the last one before the quote or the first one behind it.
        Found::Often(..) => {
            // What stands in another sentence is farther off than it looks.
            let distance = |place: &ByteSpan| {
                let between = match place.end <= quote.start {
                    true => ByteSpan::new(place.end, quote.start),
                    false => ByteSpan::new(quote.end.min(place.start), place.start),
                };
                between.len() + if between.of(body).contains(['.', '!', '?']) { NEAR } else { 0 }
            };
            let exact = window.match_indices(words.trim());
            let places = exact.map(|(at, found)| ByteSpan::new(from + at, from + at + found.len()));
            places.min_by_key(distance)
        }
        Found::Nowhere(_) => None,
    }
}

/// How much of these passages stands in quotation marks.
pub fn kind(body: &str, pieces: &[ByteSpan]) -> QuoteKind {
    let opens = |c: char| matches!(c, '“' | '„' | '«' | '"');
    let is_quoted = |piece: &ByteSpan| {
        let words = piece.of(body);
        let before = body.get(..piece.start).and_then(|b| b.chars().next_back());
        words.starts_with(opens) || before.is_some_and(opens)
    };
    match () {
        () if pieces.iter().all(is_quoted) => QuoteKind::Direct,
        () if pieces.iter().any(|p| is_quoted(p) || p.of(body).contains(opens)) => QuoteKind::Mixed,
        () => QuoteKind::Indirect,
    }
}

/// A passage with what stands around it, for a message.
fn around(body: &str, span: ByteSpan) -> String {
    let before: String = body.get(..span.start).unwrap_or("").chars().rev().take(24).collect();
    let before: String = before.chars().rev().collect();
    let behind: String = body.get(span.end..).unwrap_or("").chars().take(24).collect();
    cut(&format!("{before}{}{behind}", span.of(body)))
}

/// A passage for a message.
pub fn cut(text: &str) -> String {
    let line = visible_line(text).split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or("")),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_beside_a_quote_are_the_nearest_ones() {
        let body = "Kest said so. “The toll goes,” she said, “and the port stays,” said Ek.";
        let quote = place(body, "the toll goes", None);
        assert!(quote.is_err());
        let quote = place(body, "The toll goes", None).unwrap();
        assert_eq!(place_beside(body, "the cue", "said", quote).unwrap().start, body.find("said,").unwrap());
        assert!(place_beside(body, "the cue", "shouted", quote).is_err());
        assert_eq!(kind(body, &[quote]), QuoteKind::Direct);
        assert_eq!(kind(body, &[place(body, "Kest said so", None).unwrap()]), QuoteKind::Indirect);
        assert!(place(body, "said", None).is_err() && place(body, "  ", None).is_err());
    }
}
