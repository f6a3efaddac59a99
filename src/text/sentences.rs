//! Tokens to sentences: decides after which tokens of a paragraph a sentence ends.

use super::tokenizer::is_abbreviation;
use super::{Orthography, Token, TokenKind};

/// Longest sentence, in tokens: a longer one is cut, so that no text makes later stages slow.
const LONGEST: usize = 200;

/// Whether a sentence ends after `tokens[i]`; `begun` is the first token of the sentence. The tokens are one paragraph's.
pub(super) fn ends_after(
    body: &str,
    tokens: &[Token],
    written: &Orthography<'_>,
    begun: usize,
    i: usize,
) -> bool {
    let Some(next) = tokens.get(i + 1) else { return true };
    if i + 1 - begun >= LONGEST {
        return true;
    }
    let Some(stop) = terminal_before_closers(body, tokens, begun, i) else { return false };
    // A closing mark still to come belongs to the sentence that it closes.
    if is_closer(body, tokens, i + 1) {
        return false;
    }
    let word = tokens[stop].span.of(body);
    let after = next.span.of(body);
    let opens =
        matches!(next.kind, TokenKind::QuoteMark) || matches!(after, "(" | "[" | "‘" | "—" | "•" | "$");
    let capital = after.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '@' || c == '#');
    if !(opens || capital || word == "." && stop == i && !after.starts_with(char::is_lowercase)) {
        return false;
    }
    // "end.The next" has lost its space, "(.25" has not.
    if is_abbreviation(word) {
        let lower = word.to_lowercase();
        if written.never_last.binary_search(&lower.as_str()).is_ok() || is_initial(word) {
            return false;
        }
        return opens || written.sentence_openers.binary_search(&after.to_lowercase().as_str()).is_ok();
    }
    if matches!(word, "?" | "!") && stop < i {
        return introduced(body, tokens, begun, stop) || !short_tail(body, tokens, i + 1);
    }
    true
}

/// The index of the full stop (or the like) that only closing marks separate from the end of `tokens[..=i]`.
fn terminal_before_closers(body: &str, tokens: &[Token], begun: usize, i: usize) -> Option<usize> {
    let mut at = i;
    loop {
        let text = tokens[at].span.of(body);
        if matches!(text, "!" | "?" | "…" | "?!" | "。") || text.starts_with('.') || is_abbreviation(text)
        {
            return Some(at);
        }
        let closes = tokens[at].kind == TokenKind::QuoteMark || matches!(text, ")" | "]" | "’" | "'");
        if !closes || at == begun {
            return None;
        }
        at -= 1;
    }
}

/// Whether the token closes what came before: glued to it, and a bracket or quotation mark.
fn is_closer(body: &str, tokens: &[Token], i: usize) -> bool {
    let text = tokens[i].span.of(body);
    let glued = tokens[i - 1].span.end == tokens[i].span.start;
    let before_gap = tokens.get(i + 1).is_none_or(|n| n.span.start > tokens[i].span.end);
    match text {
        ")" | "]" => true,
        "”" | "»" | "›" | "」" | "』" => glued || !before_gap,
        "\"" | "''" | "’" | "'" | "“" | "‘" | "«" | "‹" => {
            glued && (before_gap || !tokens[i + 1].is_word())
        }
        "." => glued,
        _ => false,
    }
}

/// `…?” he asked.`: what follows the mark is so short that it belongs to the question.
fn short_tail(body: &str, tokens: &[Token], from: usize) -> bool {
    if tokens[from].kind == TokenKind::QuoteMark {
        return false;
    }
    tokens[from..].iter().take(7).any(|t| matches!(t.span.of(body), "." | ":"))
}

/// `Everybody asks: “Why now?” The treaty is silent.`: words of saying stand before the question, none come behind it.
fn introduced(body: &str, tokens: &[Token], begun: usize, stop: usize) -> bool {
    let mark = (begun + 1..stop).rev().find(|i| tokens[*i].kind == TokenKind::QuoteMark);
    mark.is_some_and(|m| tokens[m - 1].span.of(body) == ":")
}

fn is_initial(word: &str) -> bool {
    word.chars().count() == 2 && word.starts_with(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use crate::extract::language::{LanguageFiles, List, orthography};
    use crate::text::Document;

    fn sentences(body: &str) -> Vec<String> {
        let written = orthography(LanguageFiles::english().list(List::Orthography));
        let doc = Document::new(body, &written);
        doc.sentences().iter().map(|s| doc.span_of(*s).of(body).to_string()).collect()
    }

    #[test]
    fn abbreviations_do_not_end_sentences() {
        assert_eq!(
            sentences("Dr. J. Smith met U.S. President Doe. He left."),
            ["Dr. J. Smith met U.S. President Doe.", "He left."]
        );
        assert_eq!(
            sentences("He went to the U.S. The rest stayed."),
            ["He went to the U.S.", "The rest stayed."]
        );
    }

    #[test]
    fn a_question_behind_a_colon_ends_its_sentence() {
        assert_eq!(
            sentences("All ask: “Why now?” The pact is silent."),
            ["All ask: “Why now?”", "The pact is silent."]
        );
    }

    #[test]
    fn closing_marks_stay_with_their_sentence() {
        assert_eq!(
            sentences("“We go.” They went. (Slowly.) “Why?” he asked."),
            ["“We go.”", "They went.", "(Slowly.)", "“Why?” he asked."]
        );
        assert_eq!(
            sentences("\"Stop it.\" Then rain. \"Who?\" Ann asked."),
            ["\"Stop it.\"", "Then rain.", "\"Who?\" Ann asked."]
        );
    }
}
