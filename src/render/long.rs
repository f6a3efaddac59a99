//! Tables and values of very much text, drawn line by line: what lays out a table for a person keeps several copies of it,
//! and looks at each word more often than a book of a cell can bear.

use std::io::{self, Write};
use unicode_width::UnicodeWidthChar;

/// Bytes of text from which on a table, or a value, is drawn this way.
pub const LONG: usize = 256 << 10;

/// Between columns.
const GAP: &str = "  ";

/// Draws rows of texts in columns of these widths, flush right where that is said, with a line before each but the first.
pub fn draw(
    out: &mut dyn Write,
    rows: &[Vec<(&str, bool)>],
    widths: &[usize],
    mut first: bool,
) -> io::Result<()> {
    let whole = widths.iter().sum::<usize>() + GAP.len() * widths.len().saturating_sub(1);
    for row in rows {
        if !first {
            writeln!(out, "{}", "─".repeat(whole))?;
        }
        first = false;
        let mut rests: Vec<&str> = row.iter().map(|(text, _)| *text).collect();
        loop {
            let mut line = String::new();
            for ((rest, (_, right)), width) in rests.iter_mut().zip(row).zip(widths) {
                let (piece, after, used) = cut(rest, *width);
                *rest = after;
                let blanks = width.saturating_sub(used);
                let (before, behind) = if *right { (blanks, 0) } else { (0, blanks) };
                line.extend(std::iter::repeat_n(' ', before));
                line.push_str(piece);
                line.extend(std::iter::repeat_n(' ', behind));
                line.push_str(GAP);
            }
            writeln!(out, "{}", line.trim_end())?;
            if rests.iter().all(|rest| rest.is_empty()) {
                break;
            }
        }
    }
    Ok(())
}

/// The text in lines of this width.
pub fn lines(text: &str, width: usize) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (piece, after, _) = cut(rest, width);
        let some = !rest.is_empty();
        rest = after;
        some.then_some(piece)
    })
}

/// The first line of at most `width` columns, what follows it, and how many columns it has. A line ends at a space, within a
/// word that is longer than a line, or between wide characters.
fn cut(text: &str, width: usize) -> (&str, &str, usize) {
    let (mut used, mut end, mut used_at_end) = (0, 0, 0);
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let ascii = bytes[at] < 0x80;
        let c = if ascii { char::from(bytes[at]) } else { text[at..].chars().next().unwrap_or(' ') };
        let wide = if ascii { 1 } else { c.width().unwrap_or(0) };
        if c == ' ' || wide == 2 {
            (end, used_at_end) = (at, used);
        }
        if used + wide > width && c != ' ' && at > 0 {
            if end == 0 {
                (end, used_at_end) = (at, used);
            }
            let (line, rest) = text.split_at(end);
            return (line, rest.trim_start_matches(' '), used_at_end);
        }
        if used + wide > width && c == ' ' {
            let (line, rest) = text.split_at(at);
            return (line, rest.trim_start_matches(' '), used);
        }
        used += wide;
        at += c.len_utf8();
    }
    (text, "", used)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_at_spaces_and_within_long_words() {
        let of = |text| lines(text, 8).collect::<Vec<_>>();
        assert_eq!(of("the minister said"), ["the", "minister", "said"]);
        assert_eq!(of("anextraordinarily long"), ["anextrao", "rdinaril", "y long"]);
        assert_eq!(of("漢字漢字漢字"), ["漢字漢字", "漢字"]);
        assert_eq!(of("e\u{301}e\u{301} x"), ["e\u{301}e\u{301} x"]);
        assert_eq!(of(""), [""; 0]);
        assert_eq!(lines("漢字", 1).collect::<Vec<_>>(), ["漢", "字"], "no width is too small");
    }

    #[test]
    fn columns_stand_side_by_side() {
        let mut out = Vec::new();
        draw(
            &mut out,
            &[vec![("12", true), ("one two", false)], vec![("3", true), ("x", false)]],
            &[4, 4],
            true,
        )
        .unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "  12  one\n      two\n──────────\n   3  x\n");
    }
}
