//! A mistake in a query file, shown as a compiler shows it: file, line, column, the exact words, what to write.

use std::fmt;
use unicode_width::UnicodeWidthStr;

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
    fn wide_characters_move_the_carets() {
        assert_eq!(excerpt("f", 1, "漢字 x", 4, 1).lines().last().unwrap(), "  |      ^");
    }
}
