//! Quotation state: tokens in, the stretches between double quotation marks out.
//!
//! Marks are read in order with one counter for nesting. What a mark does is decided by its shape where the shape
//! says it, by the spaces around it where it does not (straight marks, `opening” closing`, `terms, ”said`), and by
//! whether a quotation is open. A quotation that its paragraph does not close goes on in the next paragraph if that
//! one begins with an opening mark (the convention of the press) or if a closing mark without an opening one comes
//! soon (a stray line break); else it ends with its paragraph.

use super::tokenizer::is_double_quote;
use super::{Token, TokenKind, TokenSpan};

/// How many further paragraphs an open quotation may run through before it counts as never closed.
const LONGEST_PARAGRAPHS: u32 = 12;

/// How many marks are read ahead at most, so that odd texts stay linear.
const LOOK_AHEAD: usize = 64;

/// A stretch in double quotation marks, outermost marks only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// From the opening mark to the closing one, both included, or to the last token where the mark is missing.
    pub tokens: TokenSpan,
    /// Whether a closing mark was found.
    pub closed: bool,
}

impl Quotation {
    /// The tokens between the marks.
    pub fn inner(&self) -> TokenSpan {
        let end = if self.closed { self.tokens.end.saturating_sub(1) } else { self.tokens.end };
        TokenSpan::new(self.tokens.start + 1, end.max(self.tokens.start + 1))
    }
}

/// What the shape and the surroundings of a mark say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Opens,
    Closes,
    Either,
}

#[derive(Clone, Copy)]
struct Mark {
    token: usize,
    paragraph: u32,
    side: Side,
    /// The first token of its paragraph.
    leads: bool,
}

/// The quotations of a document, in order, not overlapping.
pub(super) fn quotations(body: &str, tokens: &[Token], paragraphs: &[TokenSpan]) -> Vec<Quotation> {
    let marks = marks(body, tokens, paragraphs);
    let mut found = Vec::new();
    // The opening token and how many marks are open, while a quotation is open.
    let mut open: Option<(usize, u32)> = None;
    let mut i = 0;
    while i < marks.len() {
        let mark = marks[i];
        match open {
            None => {
                if mark.side != Side::Closes {
                    open = Some((mark.token, 1));
                }
            }
            Some((from, depth)) => {
                let closes = match mark.side {
                    Side::Closes | Side::Either => true,
                    Side::Opens => false,
                };
                if closes {
                    if depth <= 1 {
                        found.push(Quotation { tokens: TokenSpan::new(from, mark.token + 1), closed: true });
                        open = None;
                    } else {
                        open = Some((from, depth - 1));
                    }
                } else if mark.leads {
                    // The mark that a continued paragraph repeats.
                } else if is_balanced(&marks[i + 1..], depth + 1, mark.paragraph) {
                    open = Some((from, depth + 1));
                } else {
                    // The closing mark is missing: the quotation ends where its sentence or paragraph does.
                    let end = unclosed_end(tokens, from, mark.token);
                    found.push(Quotation { tokens: TokenSpan::new(from, end), closed: false });
                    open = Some((mark.token, 1));
                }
            }
        }
        // At the last mark of a paragraph: does an open quotation go on?
        if let Some((from, depth)) = open
            && marks.get(i + 1).is_none_or(|next| next.paragraph != mark.paragraph)
            && !goes_on(&marks[i + 1..], depth, mark.paragraph)
        {
            let end = paragraphs.get(mark.paragraph as usize).map_or(mark.token + 1, |p| p.end);
            found.push(Quotation { tokens: TokenSpan::new(from, end), closed: false });
            open = None;
        }
        i += 1;
    }
    found
}

/// The double quotation marks with their sides.
fn marks(body: &str, tokens: &[Token], paragraphs: &[TokenSpan]) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (i, token) in tokens.iter().enumerate() {
        if token.kind != TokenKind::QuoteMark || !is_double_quote(token.span.of(body)) {
            continue;
        }
        let leads = paragraphs.get(token.paragraph as usize).is_some_and(|p| p.start == i);
        marks.push(Mark { token: i, paragraph: token.paragraph, side: side(body, tokens, i, leads), leads });
    }
    marks
}

fn side(body: &str, tokens: &[Token], i: usize, leads: bool) -> Side {
    let token = &tokens[i];
    let before = (!leads && i > 0).then(|| &tokens[i - 1]);
    let after = tokens.get(i + 1).filter(|t| t.paragraph == token.paragraph);
    let glued_before = before.is_some_and(|b| b.span.end == token.span.start);
    let glued_after = after.is_some_and(|a| a.span.start == token.span.end);
    let before_text = before.map_or("", |b| b.span.of(body));
    let after_text = after.map_or("", |a| a.span.of(body));
    // `terms, ”said Ivan`: a comma and a space before, a small letter glued behind.
    let after_comma = matches!(before_text, "," | "?" | "!" | "." | "…");
    let broken_close =
        !glued_before && glued_after && after_comma && after_text.starts_with(char::is_lowercase);
    let by_spaces = if leads
        || before.is_none()
        || matches!(before_text, "(" | "[" | "—" | "–" | "--" | "‘" | "'")
    {
        Side::Opens
    } else if after.is_none() || (glued_before && !glued_after) {
        Side::Closes
    } else if !glued_before && glued_after {
        if after.is_some_and(|a| matches!(a.span.of(body), "," | "." | ";" | ":" | "?" | "!" | ")")) {
            Side::Closes
        } else {
            Side::Opens
        }
    } else if glued_before {
        // Glued on both sides: punctuation tells.
        let closes = after.is_some_and(|a| !a.is_word() && !matches!(a.span.of(body), "(" | "[" | "$" | "‘"));
        if closes || after_comma { Side::Closes } else { Side::Either }
    } else {
        Side::Either
    };
    match token.span.of(body) {
        "“" | "‟" | "``" | "‘‘" | "〝" => {
            if by_spaces == Side::Closes && glued_before && !glued_after { Side::Either } else { Side::Opens }
        }
        "„" => Side::Opens,
        "«" => Side::Opens,
        "»" => Side::Closes,
        "”" | "’’" | "〞" => {
            if leads && after.is_some() {
                Side::Opens
            } else if by_spaces == Side::Opens && !broken_close && before_text != "—" && before_text != "--"
            {
                Side::Either
            } else {
                Side::Closes
            }
        }
        // "''" and straight marks.
        _ if broken_close => Side::Either,
        _ => by_spaces,
    }
}

/// Whether the marks that follow bring `depth` to zero before the quotation would end for want of a mark.
fn is_balanced(rest: &[Mark], mut depth: u32, mut paragraph: u32) -> bool {
    for (n, mark) in rest.iter().take(LOOK_AHEAD).enumerate() {
        if mark.paragraph != paragraph {
            return goes_on(&rest[n..], depth, paragraph);
        }
        match mark.side {
            Side::Opens => depth += 1,
            Side::Closes | Side::Either => depth -= 1,
        }
        if depth == 0 {
            return true;
        }
        paragraph = mark.paragraph;
    }
    false
}

/// Whether a quotation with `depth` open marks at the end of `paragraph` goes on behind it. `rest`: later marks.
fn goes_on(rest: &[Mark], depth: u32, paragraph: u32) -> bool {
    let mut depth = depth;
    let mut first = true;
    for mark in rest.iter().take(LOOK_AHEAD) {
        if mark.paragraph > paragraph + LONGEST_PARAGRAPHS {
            return false;
        }
        if mark.leads {
            return first && mark.side == Side::Opens && mark.paragraph == paragraph + 1;
        }
        first = false;
        match mark.side {
            Side::Opens => depth += 1,
            Side::Closes | Side::Either => depth -= 1,
        }
        if depth == 0 {
            return true;
        }
    }
    false
}

/// The end of a quotation whose closing mark is missing although another one opens at `next`: its own sentence.
fn unclosed_end(tokens: &[Token], from: usize, next: usize) -> usize {
    let sentence = tokens[from].sentence;
    let end = tokens[from..next].iter().position(|t| t.sentence != sentence).map_or(next, |n| from + n);
    end.max(from + 1)
}

#[cfg(test)]
mod tests {
    use crate::text::{Document, Orthography};

    fn quoted(body: &str) -> Vec<String> {
        let doc = Document::new(body, &Orthography::default());
        doc.quotations().iter().map(|q| doc.span_of(q.tokens).of(body).to_string()).collect()
    }

    #[test]
    fn curly_straight_and_doubled_marks() {
        assert_eq!(quoted("“Yes,” he said, “but no.”"), ["“Yes,”", "“but no.”"]);
        assert_eq!(quoted("\"Yes,\" he said, \"but no.\""), ["\"Yes,\"", "\"but no.\""]);
        assert_eq!(quoted("''Yes,'' he said; she said ``no''."), ["''Yes,''", "``no''"]);
        assert_eq!(quoted("He « did » it"), ["« did »"]);
    }

    #[test]
    fn broken_marks_of_translated_press() {
        assert_eq!(quoted("“We go, ”said Ivan. He left."), ["“We go, ”"]);
        assert_eq!(quoted("They call it ”freedom” here."), ["”freedom”"]);
        assert_eq!(quoted("\"We go, \"said Ivan."), ["\"We go, \""]);
        assert_eq!(
            quoted("“We fear the “big war” now, ”said Ivan. Then “x”."),
            ["“We fear the “big war” now, ”", "“x”"]
        );
    }

    #[test]
    fn a_quotation_runs_over_stray_breaks() {
        let body = "“One is so.\n\nTwo is “new” too.\n\nThree is, ”said Ivan.\n\nHe left “it”.";
        assert_eq!(quoted(body), ["“One is so.\n\nTwo is “new” too.\n\nThree is, ”", "“it”"]);
    }

    #[test]
    fn a_quotation_runs_over_paragraphs_that_repeat_the_mark() {
        let body = "He said: “One.\n\n“Two.\n\n“Three.”\n\n“Other,” she said.";
        assert_eq!(quoted(body), ["“One.\n\n“Two.\n\n“Three.”", "“Other,”"]);
    }

    #[test]
    fn a_missing_mark_spoils_no_more_than_its_paragraph() {
        assert_eq!(
            quoted("He said “no way.\n\nShe said “yes” twice.\n\nEnd “x”."),
            ["“no way.", "“yes”", "“x”"]
        );
        assert_eq!(quoted("He is “bad. Really. “Yes,” she said."), ["“bad.", "“Yes,”"]);
    }
}
