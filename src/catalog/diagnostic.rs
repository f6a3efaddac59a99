//! A mistake in a query file, shown as a compiler shows it: file, line, column, the exact words, what to write.

use std::fmt;
use unicode_width::UnicodeWidthStr;

/// Characters of a line that are shown.
const LONGEST_LINE: usize = 240;

/// What is wrong with a query file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderError {
    /// The file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// The first wrong character of the line, in code points from 1.
    pub column: usize,
    /// How many code points are wrong; at least 1.
    pub length: usize,
    /// The line's text.
    pub text: String,
    /// What is wrong.
    pub message: String,
    /// What to write.
    pub help: String,
}

impl HeaderError {
    /// A mistake in `piece`, which is a slice of `text`, the line with this number.
    pub(super) fn at(file: &str, line: usize, text: &str, piece: &str, message: String, help: &str) -> Self {
        // Both are slices of one string: where the piece starts is the difference of their addresses.
        let start = (piece.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
        let before = text.get(..start).unwrap_or("");
        Self {
            file: file.to_owned(),
            line,
            column: before.chars().count() + 1,
            length: piece.chars().count().max(1),
            text: text.to_owned(),
            message,
            help: help.to_owned(),
        }
    }
}

impl fmt::Display for HeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, column, length, text, message, help } = self;
        let place = format!("{file}:{line}:{column}");
        write!(f, "{message}\n{}", excerpt(&place, *line, text, *column, *length))?;
        let pad = " ".repeat(line.to_string().len());
        write!(f, "\n{pad} = help: {help}")
    }
}

impl std::error::Error for HeaderError {}

/// The line with carets under `length` code points from `column` (from 1), below the place it is from.
pub fn excerpt(place: &str, line: usize, text: &str, column: usize, length: usize) -> String {
    let gutter = line.to_string();
    let pad = " ".repeat(gutter.len());
    // A tab would push the carets out of place.
    let shown = text.replace('\t', " ");
    // Of a line longer than anybody reads, what is around the place.
    let from = if shown.chars().nth(LONGEST_LINE).is_some() {
        (column - 1).saturating_sub(LONGEST_LINE / 2)
    } else {
        0
    };
    let mut clipped: String = shown.chars().skip(from).take(LONGEST_LINE).collect();
    let cut = shown.chars().nth(from + LONGEST_LINE).is_some();
    let lead = if from > 0 { "… " } else { "" };
    let shown = {
        clipped.insert_str(0, lead);
        clipped.push_str(if cut { " …" } else { "" });
        clipped
    };
    let column = column - from + lead.chars().count();
    let before: String = shown.chars().take(column - 1).collect();
    let marked: String = shown.chars().skip(column - 1).take(length).collect();
    let indent = " ".repeat(before.width());
    let carets = "^".repeat(marked.width().max(1));
    format!("{pad} --> {place}\n{pad} |\n{gutter} | {shown}\n{pad} | {indent}{carets}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_carets_stand_under_the_words() {
        let text = "-- param: wer acter; who";
        let error = HeaderError::at("q.sql", 3, text, &text[14..19], "no such kind".into(), "write `actor`");
        let expected = "no such kind\n  --> q.sql:3:15\n  |\n3 | -- param: wer acter; who\n  |               ^^^^^\n  = help: write `actor`";
        assert_eq!(error.to_string(), expected);
    }

    #[test]
    fn of_a_long_line_the_place_is_shown() {
        let line = format!("{}wrong{}", "a".repeat(100_000), "b".repeat(100_000));
        let text = excerpt("f", 1, &line, 100_001, 5);
        assert!(text.chars().count() < 700, "{text}");
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[2].find("wrong").map(|i| lines[2][..i].chars().count()), lines[3].find("^^^^^"));
    }

    #[test]
    fn wide_characters_move_the_carets() {
        assert_eq!(excerpt("f", 1, "漢字 x", 4, 1).lines().last().unwrap(), "  |      ^");
    }
}
