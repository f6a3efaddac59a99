//! Lines to paragraphs: a body in, the byte span of each paragraph out, blank ones left out.
//!
//! A line is a paragraph, as web pages give them, with two repairs: lines of a hard-wrapped text are joined, and
//! so is a line that a stray break cut out of a bracket or put before a comma.

use super::ByteSpan;

/// How many lines a broken bracket may run over.
const BRACKET_LINES: usize = 3;

struct Line {
    span: ByteSpan,
    /// Blank lines stand between this line and the one before.
    after_blank: bool,
}

/// The paragraphs of `body`, trimmed, in order.
pub fn paragraphs(body: &str) -> Vec<ByteSpan> {
    let lines = lines(body);
    let wrapped = is_hard_wrapped(body, &lines);
    let mut paragraphs: Vec<ByteSpan> = Vec::with_capacity(lines.len());
    // How many lines the last paragraph was made of since its bracket opened: bounds the repair of brackets.
    for (i, line) in lines.iter().enumerate() {
        let text = line.span.of(body);
        let joins = match paragraphs.last() {
            None => false,
            Some(before) => {
                let continues = !line.after_blank
                    && !is_item(text)
                    && !ends_sentence(before.of(body))
                    && (wrapped || text.starts_with(char::is_lowercase));
                continues || text.starts_with([',', ';'])
            }
        };
        if joins {
            if let Some(last) = paragraphs.last_mut() {
                last.end = line.span.end;
            }
        } else if text.starts_with(')')
            && let Some(back) = open_bracket(body, &paragraphs)
        {
            paragraphs.truncate(back + 1);
            if let Some(last) = paragraphs.last_mut() {
                last.end = lines[i].span.end;
            }
        } else {
            paragraphs.push(line.span);
        }
    }
    paragraphs
}

/// The lines that hold anything visible, trimmed.
fn lines(body: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut after_blank = true;
    for raw in body.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}', '\u{85}']) {
        let text = raw.trim();
        if text.is_empty() {
            // The second half of a CR LF pair is no blank line.
            after_blank |= !(raw == "\n" && body.get(..start).is_some_and(|b| b.ends_with('\r')));
        } else {
            let from = start + (raw.len() - raw.trim_start().len());
            lines.push(Line { span: ByteSpan::new(from, from + text.len()), after_blank });
            after_blank = false;
        }
        start += raw.len();
    }
    lines
}

/// Whether line breaks are layout: most lines that another follows directly are long and end in mid-sentence.
fn is_hard_wrapped(body: &str, lines: &[Line]) -> bool {
    let mut followed = 0;
    let mut cut = 0;
    for pair in lines.windows(2) {
        if !pair[1].after_blank && !is_item(pair[0].span.of(body)) && !is_item(pair[1].span.of(body)) {
            followed += 1;
            let text = pair[0].span.of(body);
            if (40..=130).contains(&text.len()) && !ends_sentence(text) {
                cut += 1;
            }
        }
    }
    followed >= 4 && cut * 10 >= followed * 6
}

/// Whether the line is an item of a list.
fn is_item(line: &str) -> bool {
    let rest = line.strip_prefix(['-', '–', '•', '*', '·', '▪', '●', '»', '›', '+']);
    rest.is_some_and(|rest| rest.starts_with([' ', '\t', '\u{a0}']))
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['”', '"', '’', '\'', ')', ']', '»', '“']).ends_with(['.', '!', '?', ':', '…', ';'])
}

/// The paragraph, among the last few, whose last `(` has no `)`.
fn open_bracket(body: &str, paragraphs: &[ByteSpan]) -> Option<usize> {
    let from = paragraphs.len().saturating_sub(BRACKET_LINES);
    (from..paragraphs.len()).rev().find(|i| {
        let text = paragraphs[*i].of(body);
        text.rfind('(').is_some_and(|open| text.rfind(')').is_none_or(|close| close < open))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(body: &str) -> Vec<&str> {
        paragraphs(body).iter().map(|p| p.of(body)).collect()
    }

    #[test]
    fn each_line_is_a_paragraph() {
        assert_eq!(texts("Title\n\nOne.\r\nTwo. \n"), ["Title", "One.", "Two."]);
        assert!(texts(" \n\n").is_empty());
    }

    #[test]
    fn a_stray_break_inside_a_bracket_is_mended() {
        assert_eq!(
            texts("It (the reply. -\n\nAGENCY\n\n) came.\n\nEnd."),
            ["It (the reply. -\n\nAGENCY\n\n) came.", "End."]
        );
    }

    #[test]
    fn items_of_a_list_stand_by_themselves() {
        let item = "- this item is long enough to look like a line of a wrapped text";
        let body = format!("Head\n{item}\n{item}\n{item}\n{item}\nEnd");
        assert_eq!(texts(&body).len(), 6);
    }

    #[test]
    fn hard_wrapped_lines_are_joined() {
        let line = "this line is long enough to look like one of a wrapped text";
        let body = format!("{line}\n{line}\n{line}\n{line}\nends here.\n\nNext one.");
        assert_eq!(texts(&body).len(), 2);
    }
}
