//! Text of others on a person's terminal: everything is shown, nothing is executed.
//!
//! What controls a terminal, turns the order of a line around or takes no room at all is written out. What text needs stays:
//! a joiner behind a letter of a script that joins letters, or between the parts of an emoji; one variation selector behind
//! a sign that has variants.

use std::borrow::Cow;

/// The text with every character that could control a terminal, turn the order of the line around, or hide, made visible:
/// control characters as their pictures (`␛`), others as `<U+202E>`. Line feeds and tabs stay.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|b| b >= 0x80 || (b.is_ascii_control() && !matches!(b, b'\n' | b'\t'))) {
        return Cow::Borrowed(text);
    }
    let harmful = |(before, c): (Option<char>, char)| is_harmful(before, c);
    if !pairs(text).any(harmful) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for (before, c) in pairs(text) {
        match c {
            c if !is_harmful(before, c) => out.push(c),
            '\0'..='\u{1f}' => out.push(char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}')),
            '\u{7f}' => out.push('␡'),
            c => out.push_str(&format!("<U+{:04X}>", c as u32)),
        }
    }
    Cow::Owned(out)
}

/// As [`visible`], and on one line: paragraph breaks become ` ¶ `, other white space one space.
pub fn visible_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (i, paragraph) in text.split("\n\n").map(str::trim).filter(|p| !p.is_empty()).enumerate() {
        if i > 0 {
            out.push_str(" ¶ ");
        }
        for (j, word) in paragraph.split([' ', '\t', '\n', '\r']).filter(|w| !w.is_empty()).enumerate() {
            if j > 0 {
                out.push(' ');
            }
            out.push_str(&visible(word));
        }
    }
    out
}

/// Each character with the one before it.
fn pairs(text: &str) -> impl Iterator<Item = (Option<char>, char)> {
    let mut before = None;
    text.chars().map(move |c| (before.replace(c), c))
}

fn is_harmful(before: Option<char>, c: char) -> bool {
    if c < '\u{ad}' {
        return c.is_control() && !matches!(c, '\n' | '\t');
    }
    match c {
        // Marks, embeddings, overrides and isolates of direction.
        '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        // Other ends of a line.
        '\u{2028}' | '\u{2029}' => true,
        '\u{200c}' => !before.is_some_and(joins),
        '\u{200d}' => !before.is_some_and(|b| joins(b) || is_emoji(b)),
        '\u{fe00}'..='\u{fe0f}' => {
            !before.is_some_and(|b| b != '\u{fe0f}' && (is_emoji(b) || is_symbol(b) || is_ideograph(b)))
        }
        '\u{e0100}'..='\u{e01ef}' => !before.is_some_and(is_ideograph),
        // Mongolian, whose letters have variants.
        '\u{180b}'..='\u{180d}' | '\u{180f}' => !matches!(before, Some('\u{1820}'..='\u{18aa}')),
        // Without width or form: soft hyphen, joiners, fillers, operators, annotations, tags, the byte order mark …
        '\u{ad}' | '\u{034f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}'
        | '\u{200b}' => true,
        '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' => true,
        '\u{fff0}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}' => true,
        '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}' => true,
        c => c.is_control(),
    }
}

/// Letters and marks of scripts that are spelled with joiners: Arabic to Sinhala, Myanmar, Khmer, Mongolian.
fn joins(c: char) -> bool {
    let script = matches!(c, '\u{0600}'..='\u{08ff}' | '\u{0900}'..='\u{0dff}' | '\u{1000}'..='\u{109f}')
        || matches!(c, '\u{1780}'..='\u{17ff}' | '\u{1820}'..='\u{18aa}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}');
    script && !matches!(c, '\u{061c}' | '\u{17b4}' | '\u{17b5}')
}

/// Pictures, their skin tones and the selector that makes a picture of a sign: what a joiner binds to the next one.
fn is_emoji(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{23ff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}')
        || matches!(c, '\u{1f000}'..='\u{1faff}' | '\u{fe0f}')
}

/// Signs that are drawn as text or as a picture, such as the digits of keycaps.
fn is_symbol(c: char) -> bool {
    matches!(c, '0'..='9' | '#' | '*' | '©' | '®' | '‼' | '⁉' | '™' | 'ℹ' | 'Ⓜ' | '〰' | '〽' | '㊗' | '㊙')
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escape_sequences_and_overrides_are_shown() {
        assert_eq!(visible("a\u{1b}[31mred\u{7}"), "a␛[31mred␇");
        assert_eq!(visible("x\u{202e}y\u{9b}"), "x<U+202E>y<U+009B>");
        assert_eq!(visible("plain “text”\n"), "plain “text”\n");
    }

    #[test]
    fn what_hides_is_shown() {
        assert_eq!(visible("Lav\u{200b}rov\u{feff}"), "Lav<U+200B>rov<U+FEFF>");
        assert_eq!(visible("a\u{e0041}b\u{ad}"), "a<U+E0041>b<U+00AD>");
        assert_eq!(visible("a\u{200d}b\u{200c}"), "a<U+200D>b<U+200C>");
        // A message in selectors: of many one counts.
        assert_eq!(visible("☺\u{fe0f}\u{fe01}a\u{e0101}"), "☺\u{fe0f}<U+FE01>a<U+E0101>");
    }

    #[test]
    fn what_text_needs_stays() {
        for text in [
            "👨\u{200d}👩\u{200d}👧",
            "❤\u{fe0f}\u{200d}🔥",
            "می\u{200c}خواهم",
            "क्\u{200d}ष",
            "1\u{fe0f}\u{20e3}",
            "葛\u{e0100}",
            "é ü",
        ] {
            assert_eq!(visible(text), text);
        }
    }

    #[test]
    fn paragraphs_become_one_line() {
        assert_eq!(visible_line("one\ntwo\n\n\nthree "), "one two ¶ three");
    }
}
