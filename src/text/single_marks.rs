//! Single quotation marks: tokens in, the stretches that single marks quote out.
//!
//! The same sign is an apostrophe far more often, so that a mark counts by its place and its partner: an opening one
//! has a gap before it and a word glued behind, a closing one is glued to what it ends. "The farmers' roof" looks the
//! same as the end of 'all the farmers'; such a mark closes only where no better one comes before the next opening one.
//! Over paragraphs the press repeats the opening mark, as with double ones.

use super::quotation::{LONGEST_PARAGRAPHS, Quotation};
use super::{Token, TokenKind, TokenSpan};

/// An opening mark without a closing one counts only before so many words.
const UNCLOSED_WORDS: usize = 4;

/// The quotations in single marks, in order; `double` are those in double marks, inside of which none is looked for.
pub(super) fn single_quotations(
    body: &str,
    tokens: &[Token],
    paragraphs: &[TokenSpan],
    double: &[Quotation],
) -> Vec<Quotation> {
    let mut found = Vec::new();
    let text = Text { body, tokens, paragraphs, double };
    let mut from = 0;
    while let Some(open) = (from..tokens.len()).find(|i| text.opens(*i)) {
        match text.quotation(open) {
            Some(quotation) => {
                from = quotation.tokens.end;
                found.push(quotation);
            }
            None => from = open + 1,
        }
    }
    found
}

struct Text<'a> {
    body: &'a str,
    tokens: &'a [Token],
    paragraphs: &'a [TokenSpan],
    double: &'a [Quotation],
}

impl Text<'_> {
    fn text(&self, i: usize) -> &str {
        self.tokens.get(i).map_or("", |t| t.span.of(self.body))
    }

    fn paragraph(&self, i: usize) -> TokenSpan {
        let number = self.tokens.get(i).map_or(0, |t| t.paragraph as usize);
        self.paragraphs.get(number).copied().unwrap_or(TokenSpan::new(i, i + 1))
    }

    /// Whether nothing stands between the token and the one before.
    fn glued(&self, i: usize) -> bool {
        let before = i.checked_sub(1).and_then(|b| self.tokens.get(b));
        before.zip(self.tokens.get(i)).is_some_and(|(b, t)| b.span.end == t.span.start)
    }

    fn in_double(&self, i: usize) -> bool {
        let next = self.double.partition_point(|q| q.tokens.end <= i);
        self.double.get(next).is_some_and(|q| q.tokens.holds(i))
    }

    fn is_word(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(Token::is_word)
    }

    /// Whether the token can open a quotation: its place says so.
    fn opens(&self, i: usize) -> bool {
        let sign = match self.tokens.get(i) {
            Some(token) if token.kind == TokenKind::Mark => token.span.of(self.body),
            _ => return false,
        };
        if !matches!(sign, "'" | "‘" | "`" | "‛" | "‚") || self.in_double(i) {
            return false;
        }
        let free = i == self.paragraph(i).start
            || !self.glued(i)
            || matches!(self.text(i - 1), "(" | "[" | "—" | "–" | "--" | "-" | "/" | ":");
        let word = self.is_word(i + 1)
            || matches!(self.text(i + 1), "[" | "(" | "$" | "£" | "€" | "#" | "…" | "...")
            || self.tokens.get(i + 1).is_some_and(|t| t.kind == TokenKind::QuoteMark);
        free && word && self.glued(i + 1)
    }

    /// The quotation that the mark opens, if it does.
    fn quotation(&self, open: usize) -> Option<Quotation> {
        let mut from = open;
        for _ in 0..LONGEST_PARAGRAPHS {
            let end = self.paragraph(from).end;
            if let Some(close) = self.closing(from, end, self.text(open) == "‚") {
                let plain =
                    open + 2 == close && self.text(open + 1).len() == 1 && self.glued_word_behind(open);
                return (!plain).then(|| Quotation::new(open, close + 1, true));
            }
            // The next paragraph repeats the mark.
            if self.opens(end) && !self.continues_itself(end) {
                from = end;
                continue;
            }
            let words = (from + 1..end).filter(|i| self.is_word(*i)).count();
            let curly = matches!(self.text(open), "‘" | "‛" | "‚");
            let begins = open == self.paragraph(open).start
                || matches!(self.text(open - 1), ":" | "," | "." | "?" | "!");
            let kept = from > open || (curly && begins && words >= UNCLOSED_WORDS);
            return kept.then(|| Quotation::new(open, end, false));
        }
        None
    }

    /// "rock 'n' roll": a letter between apostrophes.
    fn glued_word_behind(&self, open: usize) -> bool {
        self.is_word(open + 3) && self.text(open + 1).starts_with(char::is_lowercase)
    }

    /// Whether the mark at the start of a paragraph is closed at its very words: a nickname or title, not a repeated
    /// mark.
    fn continues_itself(&self, lead: usize) -> bool {
        let end = self.paragraph(lead).end;
        self.closing(lead, end, false).is_some_and(|close| {
            close - lead <= 4 && !matches!(self.text(close - 1), "," | "." | "?" | "!" | "…")
        })
    }

    /// The mark that closes what `open` opens, before `end`.
    fn closing(&self, open: usize, end: usize, low: bool) -> Option<usize> {
        let mut weak = None;
        for i in open + 2..end {
            if self.tokens[i].kind != TokenKind::Mark {
                continue;
            }
            let sign = self.text(i);
            if weak.is_some() && self.opens(i) {
                return weak;
            }
            if !(matches!(sign, "'" | "’" | "´") || low && sign == "‘") || !self.glued(i) || self.in_double(i)
            {
                continue;
            }
            if self.is_word(i + 1) && self.glued(i + 1) {
                continue;
            }
            if !self.is_word(i - 1) {
                return Some(i);
            }
            let number = self.tokens[i - 1].kind == TokenKind::Number;
            let next = self.tokens.get(i + 1).filter(|_| i + 1 < end);
            if number && next.is_some_and(|n| n.kind == TokenKind::Number) {
                // 6' 2": feet.
                continue;
            }
            let word = self.text(i - 1);
            let left_out = word.ends_with(['s', 'S']) || word.ends_with("in") && word.len() > 3;
            if !left_out || next.is_none_or(|n| !n.is_word()) {
                return Some(i);
            }
            weak = weak.or(Some(i));
        }
        weak
    }
}

#[cfg(test)]
mod tests {
    use crate::text::{Document, Orthography};

    fn quoted(body: &str) -> Vec<String> {
        let doc = Document::new(body, &Orthography::default());
        doc.quotations().iter().map(|q| doc.span_of(q.tokens).of(body).to_string()).collect()
    }

    #[test]
    fn single_marks_quote() {
        assert_eq!(quoted("‘We can’t go,’ said Ann. ‘Not now.’"), ["‘We can’t go,’", "‘Not now.’"]);
        assert_eq!(quoted("'It's the lads' turn,' he said."), ["'It's the lads' turn,'"]);
        assert_eq!(quoted("The plan was 'quite mad'. He left."), ["'quite mad'"]);
        assert_eq!(quoted("The 'heroes' and the 'saints' of it"), ["'heroes'", "'saints'"]);
        assert_eq!(quoted("'He said \"no\" to us,' she said."), ["'He said \"no\" to us,'"]);
        assert_eq!(quoted("‚Wir gehen,‘ said Jan. ‹Ja,› he said."), ["‚Wir gehen,‘", "‹Ja,›"]);
    }

    #[test]
    fn apostrophes_do_not() {
        for body in [
            "The farmers' roof and the miners’ hall are theirs.",
            "Rock 'n' roll in the '90s, an' all. 'Tis so.",
            "It was 6' 2\" tall and 12\" wide.",
            "O’Neill’s sons’ dogs didn’t.",
        ] {
            assert!(quoted(body).is_empty(), "{body}: {:?}", quoted(body));
        }
        assert_eq!(quoted("“He's 'new' here,” she said."), ["“He's 'new' here,”"]);
    }

    #[test]
    fn paragraphs_repeat_the_mark() {
        assert_eq!(
            quoted("'One is so.\n\n'Two is.\n\n'Three,' said Ivan.\n\n'Four.'"),
            ["'One is so.\n\n'Two is.\n\n'Three,'", "'Four.'"]
        );
        assert_eq!(quoted("He said: ‘We are not at home.\n\nShe left."), ["‘We are not at home."]);
    }
}
