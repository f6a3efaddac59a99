//! Quotation state: tokens in, the stretches between quotation marks out.
//!
//! Marks are read in order with one counter for nesting. What a mark does is decided by its shape where the shape
//! says it, by the spaces around it where it does not (straight marks, `opening” closing`, `terms, ”said`), and by
//! whether a quotation is open. A quotation that its paragraph does not close goes on in the next paragraph if that
//! one begins with an opening mark (the convention of the press) or if a closing mark without an opening one comes
//! soon (a stray line break); else it ends with its paragraph.

use super::tokenizer::is_double_quote;
use super::{Token, TokenKind, TokenSpan};

/// How many further paragraphs an open quotation may run through before it counts as never closed.
pub(super) const LONGEST_PARAGRAPHS: u32 = 12;

/// A mark without its opening one closes so many words at least.
const UNOPENED_WORDS: usize = 4;

/// How many marks are read ahead at most, so that odd texts stay linear.
const LOOK_AHEAD: usize = 64;

/// A stretch in quotation marks, outermost marks only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// From the opening mark to the closing one, both included, or to the last token where the mark is missing.
    pub tokens: TokenSpan,
    /// Whether a closing mark was found.
    pub closed: bool,
    /// Whether an opening mark was found.
    pub opened: bool,
}

impl Quotation {
    /// The tokens between the marks.
    pub fn inner(&self) -> TokenSpan {
        let start = self.tokens.start + usize::from(self.opened);
        let end = if self.closed { self.tokens.end.saturating_sub(1) } else { self.tokens.end };
        TokenSpan::new(start, end.max(start))
    }

    pub(super) fn new(start: usize, end: usize, closed: bool) -> Self {
        Self { tokens: TokenSpan::new(start, end), closed, opened: true }
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
    /// Behind a number: inches, perhaps.
    measure: bool,
    /// Glued to a comma or the like.
    behind_comma: bool,
}

/// The quotations of a document, in order, not overlapping; `single` are those in single marks.
pub(super) fn quotations(
    body: &str,
    tokens: &[Token],
    paragraphs: &[TokenSpan],
    single: &[Quotation],
) -> Vec<Quotation> {
    let mut marks = marks(body, tokens, paragraphs);
    marks.retain(|m| {
        let next = single.partition_point(|q| q.tokens.end <= m.token);
        !single.get(next).is_some_and(|q| q.tokens.holds(m.token))
    });
    let mut found = double_quotations(body, tokens, paragraphs, &marks);
    if !single.is_empty() {
        // One that a double mark was found to run into after all is none.
        let free = |q: &&Quotation| {
            let next = found.partition_point(|d| d.tokens.end <= q.tokens.start);
            found.get(next).is_none_or(|d| !d.tokens.overlaps(&q.tokens))
        };
        let free: Vec<Quotation> = single.iter().filter(free).copied().collect();
        found.extend(free);
        found.sort_unstable_by_key(|q| q.tokens);
    }
    found
}

fn double_quotations(
    body: &str,
    tokens: &[Token],
    paragraphs: &[TokenSpan],
    marks: &[Mark],
) -> Vec<Quotation> {
    let mut found: Vec<Quotation> = Vec::new();
    // The opening token and how many marks are open, while a quotation is open.
    let mut open: Option<(usize, u32)> = None;
    let mut i = 0;
    while i < marks.len() {
        let mark = marks[i];
        match open {
            None => {
                if mark.side != Side::Closes {
                    open = Some((mark.token, 1));
                } else if let Some(from) = unopened(body, tokens, paragraphs, found.last(), mark) {
                    found.push(Quotation { opened: false, ..Quotation::new(from, mark.token + 1, true) });
                } else if mark.behind_comma && closes_next(&marks[i + 1..], mark.paragraph) {
                    // `He said,” We go.”`: a mark the wrong way round.
                    open = Some((mark.token, 1));
                }
            }
            Some((from, depth)) => {
                let closes = match mark.side {
                    Side::Closes | Side::Either => true,
                    Side::Opens => false,
                };
                if closes {
                    if mark.measure && closes_next(&marks[i + 1..], mark.paragraph) {
                        // The quotation goes on behind the inches.
                    } else if depth <= 1 {
                        found.push(Quotation::new(from, mark.token + 1, true));
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
                    found.push(Quotation::new(from, end, false));
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
            found.push(Quotation::new(from, end, false));
            open = None;
        }
        i += 1;
    }
    found
}

/// The double quotation marks with their sides.
fn marks(body: &str, tokens: &[Token], paragraphs: &[TokenSpan]) -> Vec<Mark> {
    let mut marks = Vec::new();
    let mut curly = None;
    for (i, token) in tokens.iter().enumerate() {
        if token.kind != TokenKind::QuoteMark || !is_double_quote(token.span.of(body)) {
            continue;
        }
        let leads = paragraphs.get(token.paragraph as usize).is_some_and(|p| p.start == i);
        let side = side(body, tokens, i, leads);
        if leads && !side_is_sure(body, tokens, i) {
            continue;
        }
        let before = i.checked_sub(1).map(|b| &tokens[b]).filter(|_| !leads);
        let measure = before.is_some_and(|b| b.kind == TokenKind::Number && b.span.end == token.span.start);
        let text = token.span.of(body);
        if text == "“" {
            curly = Some(token.paragraph);
        } else if measure && text == "\"" && (curly == Some(token.paragraph) || behind_feet(body, tokens, i))
        {
            // Where curly marks quote, a straight one behind a number does not.
            continue;
        }
        let behind_comma = before.is_some_and(|b| {
            b.span.end == token.span.start && matches!(b.span.of(body), "," | ":" | "." | "?" | "!")
        });
        marks.push(Mark { token: i, paragraph: token.paragraph, side, leads, measure, behind_comma });
    }
    marks
}

/// `6' 2"`: inches for sure.
fn behind_feet(body: &str, tokens: &[Token], i: usize) -> bool {
    i >= 3
        && matches!(tokens[i - 2].span.of(body), "'" | "’" | "′")
        && tokens[i - 3].kind == TokenKind::Number
        && tokens[i - 3].span.end == tokens[i - 2].span.start
}

/// `» The council met`: an angle with a gap behind it at the start of a paragraph is a bullet, unless it has a partner.
fn side_is_sure(body: &str, tokens: &[Token], i: usize) -> bool {
    let token = &tokens[i];
    if !matches!(token.span.of(body), "»" | "›") {
        return true;
    }
    let mut rest = tokens[i + 1..].iter().take_while(|t| t.paragraph == token.paragraph);
    rest.any(|t| t.kind == TokenKind::QuoteMark && matches!(t.span.of(body), "«" | "‹"))
}

/// Whether the next mark closes, in the same paragraph.
fn closes_next(rest: &[Mark], paragraph: u32) -> bool {
    rest.first().is_some_and(|m| m.paragraph == paragraph && m.side == Side::Closes && !m.measure)
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
            let punctuated = after.is_some_and(|a| matches!(a.span.of(body), "," | "." | ";"));
            if by_spaces == Side::Closes && punctuated && !leads {
                Side::Closes
            } else if by_spaces == Side::Closes && glued_before && !glued_after {
                Side::Either
            } else {
                Side::Opens
            }
        }
        "„" | "「" | "『" => Side::Opens,
        "」" | "』" => Side::Closes,
        // »…« as well as «…».
        "«" | "‹" if glued_before && !glued_after && !leads => Side::Closes,
        "»" | "›" if glued_after && !glued_before => Side::Opens,
        "«" | "‹" => Side::Opens,
        "»" | "›" => Side::Closes,
        "”" | "’’" | "〞" => {
            if leads && after.is_some() {
                Side::Opens
            } else if !glued_before && !glued_after && after.is_some() {
                Side::Either
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

/// Where the words begin that a mark closes without an opening one: its paragraph, or the sentence behind the last
/// quotation in it. None where nothing says that it is a mark for words of somebody: it stands behind a comma or stop.
fn unopened(
    body: &str,
    tokens: &[Token],
    paragraphs: &[TokenSpan],
    last: Option<&Quotation>,
    mark: Mark,
) -> Option<usize> {
    let ends =
        |i: usize| tokens.get(i).is_some_and(|t| matches!(t.span.of(body), "," | "." | "?" | "!" | "…"));
    let paragraph = paragraphs.get(mark.paragraph as usize)?;
    let from = match last.filter(|q| q.tokens.end > paragraph.start) {
        None => paragraph.start,
        Some(q) => {
            let stop = tokens.get(q.tokens.end.checked_sub(2)?)?.span.of(body);
            if !q.closed || !matches!(stop, "." | "?" | "!") {
                return None;
            }
            q.tokens.end
        }
    };
    let words = tokens.get(from..mark.token)?.iter().filter(|t| t.is_word()).count();
    (!mark.measure && ends(mark.token.checked_sub(1)?) && words >= UNOPENED_WORDS).then_some(from)
}

/// The end of a quotation whose closing mark is missing although another one opens at `next`: its own sentence; the
/// next mark where its paragraphs repeat the opening one.
fn unclosed_end(tokens: &[Token], from: usize, next: usize) -> usize {
    if tokens[from].paragraph != tokens[next].paragraph {
        return next;
    }
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
    fn marks_of_other_lands() {
        assert_eq!(
            quoted("»Wir gehen,« said Jan. „Ja,“ he said. „So.” So."),
            ["»Wir gehen,«", "„Ja,“", "„So.”"]
        );
        assert_eq!(quoted("「We go,」 said Ken. ‹Yes,› he said."), ["「We go,」", "‹Yes,›"]);
        assert_eq!(quoted("» The council met\n» It \"will not\" pay"), ["\"will not\""]);
    }

    #[test]
    fn garbled_marks() {
        assert_eq!(
            quoted("He hoped to ” give it up. ” They agreed with me on it. “, he added."),
            ["” give it up. ”", "They agreed with me on it. “"]
        );
        assert_eq!(quoted("Our stand is clear,” he said. “It is.”"), ["Our stand is clear,”", "“It is.”"]);
        assert_eq!(quoted("He said,” We go. We go.”"), ["” We go. We go.”"]);
        assert_eq!(
            quoted("“It is so.\n\n\"We all know. “They must not stop it.\n\nHe left."),
            ["“It is so.\n\n\"We all know.", "“They must not stop it."]
        );
    }

    #[test]
    fn inches_are_no_marks() {
        assert_eq!(quoted("It was 12\" wide. \"It is over,\" he said."), ["\"It is over,\""]);
        assert_eq!(quoted("\"The gap is 12\" wide,\" he said."), ["\"The gap is 12\" wide,\""]);
        assert_eq!(quoted("“We go. “Yes,” she said of 12\" pipes."), ["“We go.", "“Yes,”"]);
        assert_eq!(quoted("\"We are 12\" is a book."), ["\"We are 12\""]);
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
