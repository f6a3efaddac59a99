//! Telling a headline from a first sentence, a caption or a button's label.

use crate::extract::is_captioned;

/// How many lines at the head of a text are looked at: pages as saved often begin with a label or two.
const LINES: usize = 3;
/// Headlines are short.
const MAX_CHARS: usize = 160;
const MIN_WORDS: usize = 4;

/// The headline of a bare text, where one of its first lines looks like one; nothing where none does.
///
/// A headline stands alone on a line before longer text, has a few words, ends in no full stop, and is no caption.
pub fn headline(body: &str) -> Option<&str> {
    let mut lines = body.lines().map(str::trim).filter(|l| !l.is_empty());
    let line =
        lines.by_ref().take(LINES).find(|l| l.chars().count() > MAX_CHARS || looks_like_headline(l))?;
    let more_follows = lines.any(|l| l.chars().count() > line.chars().count());
    (looks_like_headline(line) && more_follows).then_some(line)
}

fn looks_like_headline(line: &str) -> bool {
    let line = line.trim_start_matches(['#', ' ']);
    let first = line.chars().next().unwrap_or(' ');
    line.chars().count() <= MAX_CHARS
        && line.split_whitespace().count() >= MIN_WORDS
        && (first.is_uppercase() || first.is_numeric() || "“‘\"'".contains(first))
        && !line.ends_with(['.', ',', ';', ':', '-', '”'])
        && !line.contains(". ")
        && !["©", "http", " / ", "@"].iter().any(|mark| line.contains(mark))
        && !is_captioned(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "The ministers met on Monday and agreed on nothing, as both of them said after a long day of talks.";

    #[test]
    fn a_headline_is_found_below_a_label() {
        let body = format!("Download\nIs there a way out of the dispute?\nAnna Example\n{TEXT}");
        assert_eq!(headline(&body), Some("Is there a way out of the dispute?"));
    }

    #[test]
    fn sentences_captions_and_short_labels_are_none() {
        for first in
            ["The talks ended on Monday.", "The minister at a rally. Photo: Agency / A. Example", "Share", ""]
        {
            assert_eq!(headline(&format!("{first}\n\n{TEXT}")), None, "{first}");
        }
        assert_eq!(headline("Four words stand alone"), None);
        assert_eq!(headline(&format!("{TEXT} {TEXT}\n\nWhat to expect from it\n\n{TEXT}")), None);
    }
}
