//! Running text for a person: coloured pieces, wrapped at words to the width of the terminal.

use super::visible;
use unicode_width::UnicodeWidthChar;

/// How a piece of text looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Paint {
    /// A colour of the 256, readable on light and dark ground.
    pub color: Option<u8>,
    /// Heavy.
    pub bold: bool,
    /// Stepping back.
    pub dim: bool,
    /// Underlined.
    pub underline: bool,
}

/// Colours that can be told apart: each has a contrast of more than four to one with white and with black (WCAG 2).
pub const PALETTE: &[u8] = &[30, 130, 98, 28, 161, 31, 133, 64, 62, 131];

/// The colour of what is to be found at a glance: the words searched for, the cue of a quote.
pub const MARKED: u8 = 130;

/// The colour of a stance, or of its sign in a matrix; none for what takes no side.
pub fn stance_color(stance: &str) -> Option<u8> {
    match stance {
        "supports" | "+" => Some(28),
        "opposes" | "−" => Some(161),
        "conditional" | "±" => Some(MARKED),
        _ => None,
    }
}

impl Paint {
    /// Text as it comes.
    pub const PLAIN: Self = Self { color: None, bold: false, dim: false, underline: false };
    /// A heading.
    pub const BOLD: Self = Self { bold: true, ..Self::PLAIN };
    /// What is beside the point.
    pub const DIM: Self = Self { dim: true, ..Self::PLAIN };

    /// In the colour of this number; the palette starts again at its end, in bold.
    pub fn colored(n: usize) -> Self {
        let bold = n / PALETTE.len() % 2 == 1;
        Self { color: PALETTE.get(n % PALETTE.len()).copied(), bold, ..Self::PLAIN }
    }

    fn codes(self) -> String {
        let mut codes = Vec::new();
        if self.bold {
            codes.push("1".to_owned());
        }
        if self.dim {
            codes.push("2".to_owned());
        }
        if self.underline {
            codes.push("4".to_owned());
        }
        codes.extend(self.color.map(|c| format!("38;5;{c}")));
        codes.join(";")
    }
}

/// Text that is being laid out.
#[derive(Debug)]
pub struct Flow {
    width: usize,
    color: bool,
    out: String,
}

impl Flow {
    /// Text of so many columns.
    pub fn new(width: usize, color: bool) -> Self {
        Self { width: width.max(20), color, out: String::new() }
    }

    /// Whether paints show.
    pub fn has_color(&self) -> bool {
        self.color
    }

    /// An empty line.
    pub fn blank(&mut self) {
        self.out.push('\n');
    }

    /// A paragraph: `lead` stands before its first line, and as many blanks before the others. Line breaks within
    /// count as spaces; whatever could control a terminal is shown instead.
    pub fn paragraph(&mut self, lead: &str, pieces: &[(&str, Paint)]) {
        self.led((lead, Paint::DIM), pieces);
    }

    /// A paragraph as [`Self::paragraph`] makes it, with a lead that looks otherwise.
    pub fn led(&mut self, (lead, paint): (&str, Paint), pieces: &[(&str, Paint)]) {
        let mut chars: Vec<(char, Paint)> = Vec::new();
        for (text, paint) in pieces {
            for c in visible(text).chars() {
                let c = if c.is_whitespace() { ' ' } else { c };
                if c != ' ' || chars.last().is_none_or(|(last, _)| *last != ' ') {
                    chars.push((c, *paint));
                }
            }
        }
        let lead = visible(lead);
        let indent: usize = lead.chars().filter_map(UnicodeWidthChar::width).sum();
        let room = self.width.saturating_sub(indent).max(10);
        let mut rest = chars.as_slice();
        let mut first = true;
        while first || !rest.is_empty() {
            let (line, after) = cut(rest, room);
            if first {
                self.painted(&lead.chars().map(|c| (c, paint)).collect::<Vec<_>>());
            } else {
                self.out.push_str(&" ".repeat(indent));
            }
            self.painted(line);
            self.out.truncate(self.out.trim_end_matches(' ').len());
            self.out.push('\n');
            rest = after;
            first = false;
        }
    }

    /// The text so far.
    pub fn into_text(self) -> String {
        self.out
    }

    fn painted(&mut self, chars: &[(char, Paint)]) {
        let mut on = Paint::PLAIN;
        for (c, paint) in chars {
            if self.color && *paint != on {
                if on != Paint::PLAIN {
                    self.out.push_str("\u{1b}[0m");
                }
                if *paint != Paint::PLAIN {
                    self.out.push_str(&format!("\u{1b}[{}m", paint.codes()));
                }
                on = *paint;
            }
            self.out.push(*c);
        }
        if on != Paint::PLAIN {
            self.out.push_str("\u{1b}[0m");
        }
    }
}

type Painted<'a> = &'a [(char, Paint)];

/// The first line of at most `room` columns, and what follows it. A line ends at a space, or within a word that is longer
/// than a line, or between two wide characters (which have no spaces between them).
fn cut(chars: Painted<'_>, room: usize) -> (Painted<'_>, Painted<'_>) {
    let mut width = 0;
    let mut end = 0;
    for (i, (c, _)) in chars.iter().enumerate() {
        let wide = c.width().unwrap_or(0);
        if *c == ' ' || wide == 2 && i > 0 {
            end = i;
        }
        width += wide;
        if width > room && *c != ' ' {
            let at = if end == 0 { i.max(1) } else { end };
            let (line, rest) = chars.split_at(at);
            let blanks = rest.iter().take_while(|(c, _)| *c == ' ').count();
            return (line, &rest[blanks..]);
        }
    }
    (chars, &[])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, width: usize) -> String {
        let mut flow = Flow::new(width, false);
        flow.paragraph("1 ", &[(text, Paint::PLAIN)]);
        flow.into_text()
    }

    #[test]
    fn text_wraps_at_words_under_its_lead() {
        assert_eq!(
            wrapped("the minister said that\nit was a shame", 20),
            "1 the minister said\n  that it was a\n  shame\n"
        );
        assert_eq!(wrapped("", 20), "1\n");
        assert_eq!(wrapped("anextraordinarilylongword", 20), "1 anextraordinarilyl\n  ongword\n");
    }

    #[test]
    fn wide_characters_count_twice() {
        assert_eq!(wrapped("漢字漢字漢字漢字漢字漢", 20), "1 漢字漢字漢字漢字漢\n  字漢\n");
    }

    #[test]
    fn paint_begins_and_ends_on_its_line() {
        let mut flow = Flow::new(20, true);
        flow.paragraph("", &[("a red word over and over again", Paint::colored(5))]);
        let text = flow.into_text();
        assert!(
            text.lines().all(|l| l.starts_with("\u{1b}[38;5;31m") && l.ends_with("\u{1b}[0m")),
            "{text:?}"
        );
    }
}
