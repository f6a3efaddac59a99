//! Messages in a terminal: lines that end between words, and never within what somebody may want to copy.

use unicode_width::UnicodeWidthChar;

/// The text in lines of at most `width` columns. Before its first line stand `lead` columns already, and as many blanks come
/// before what follows it. Lines that begin with blanks or bars are drawn as they are to be seen, and stay as they are.
pub fn wrapped(text: &str, width: usize, lead: usize) -> String {
    let line = |(n, line): (usize, &str)| {
        let indent = line.len() - line.trim_start_matches(' ').len();
        let is_drawn = n > 0 && (indent > 0 || line.contains(" | "));
        let before = if n == 0 { lead } else { 0 };
        match is_drawn || before + columns(line) <= width {
            true => line.to_owned(),
            false => fill(line, width, before.max(indent), before),
        }
    };
    text.split('\n').enumerate().map(line).collect::<Vec<_>>().join("\n")
}

fn fill(line: &str, width: usize, indent: usize, before: usize) -> String {
    let mut out = String::new();
    let mut at = before;
    for (n, word) in words(line).into_iter().enumerate() {
        let wide = columns(word);
        if n > 0 && at + 1 + wide > width && at > indent {
            out.push('\n');
            out.extend(std::iter::repeat_n(' ', indent));
            at = indent;
        } else if n > 0 {
            out.push(' ');
            at += 1;
        }
        out.push_str(word);
        at += wide;
    }
    out
}

/// The words of a line; what stands between two backticks is one, where it is short.
fn words(line: &str) -> Vec<&str> {
    const LONGEST: usize = 60;
    let mut words = Vec::new();
    let (mut start, mut code) = (0, None);
    for (i, c) in line.char_indices() {
        match c {
            '`' if code.is_some() => code = None,
            '`' => code = line[i + 1..].find('`').filter(|length| *length <= LONGEST),
            ' ' if code.is_none() => {
                words.push(&line[start..i]);
                start = i + 1;
            }
            _ => {}
        }
    }
    words.push(&line[start..]);
    words
}

/// The columns of a text; what sets a colour has none.
fn columns(text: &str) -> usize {
    let mut in_color = false;
    let shown = text.chars().filter(|c| {
        let shown = !in_color && *c != '\u{1b}';
        in_color = if in_color { *c != 'm' } else { *c == '\u{1b}' };
        shown
    });
    shown.filter_map(UnicodeWidthChar::width).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_between_words_and_commands_stay_whole() {
        assert_eq!(wrapped("no database at `kb.db`", 80, 7), "no database at `kb.db`");
        assert_eq!(
            wrapped("`kb import` makes one from the starter corpus, `kb import PATH` from yours", 40, 6),
            "`kb import` makes one from the\n      starter corpus, `kb import PATH`\n      from yours"
        );
        assert_eq!(wrapped("\u{1b}[1;31merror\u{1b}[0m: a b", 10, 0), "\u{1b}[1;31merror\u{1b}[0m: a b");
        assert_eq!(wrapped("a `b c` `d e f g h i", 8, 0), "a `b c`\n`d e f g\nh i");
    }

    #[test]
    fn what_is_drawn_stays() {
        let drawn = "near \"FRO\": syntax error\n  --> SQL:1:10 in a file with a long name\n1 | SELECT * FRO actors WHERE x";
        assert_eq!(wrapped(drawn, 32, 7), drawn);
        assert_eq!(wrapped("      note: one two three", 20, 0), "      note: one two\n      three");
    }
}
