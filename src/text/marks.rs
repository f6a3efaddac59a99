//! Quotation marks one by one: tokens in; out, the marks that can open or close a quotation, with what their shape and the
//! spaces around them say of it.

use super::tokenizer::is_double_quote;
use super::{Token, TokenKind, TokenSpan};

/// What the shape and the surroundings of a mark say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Opens,
    Closes,
    Either,
}

#[derive(Clone, Copy)]
pub(super) struct Mark {
    pub token: usize,
    pub paragraph: u32,
    pub side: Side,
    /// The first token of its paragraph.
    pub leads: bool,
    /// Behind a number: inches, perhaps.
    pub measure: bool,
    /// Glued to a comma or the like.
    pub behind_comma: bool,
}

/// The double quotation marks with their sides.
pub(super) fn marks(body: &str, tokens: &[Token], paragraphs: &[TokenSpan]) -> Vec<Mark> {
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
            } else if !glued_before && !glued_after && after.is_some()
                || by_spaces == Side::Opens && !broken_close && before_text != "—" && before_text != "--"
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
