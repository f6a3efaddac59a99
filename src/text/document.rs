//! A body with its paragraphs, sentences, tokens and quotations: what every later stage reads.

use super::paragraphs::paragraphs;
use super::quotation::{Quotation, quotations};
use super::sentences::ends_after;
use super::single_marks::single_quotations;
use super::tokenizer::tokenize;
use super::{ByteSpan, Orthography, Positions, Token, TokenKind, TokenSpan};

/// A text taken apart once. All positions are token indices or byte spans into [`Document::body`].
#[derive(Clone, Debug)]
pub struct Document<'a> {
    body: &'a str,
    tokens: Vec<Token>,
    sentences: Vec<TokenSpan>,
    paragraphs: Vec<TokenSpan>,
    quotations: Vec<Quotation>,
}

impl<'a> Document<'a> {
    /// Takes `body` apart. Any text will do; an empty one has no tokens.
    pub fn new(body: &'a str, written: &Orthography<'_>) -> Self {
        let mut tokens: Vec<Token> = Vec::with_capacity(body.len() / 5);
        let mut sentences = Vec::new();
        let mut paragraph_spans = Vec::new();
        for span in paragraphs(body) {
            let first = tokens.len();
            let paragraph = paragraph_spans.len() as u32;
            tokenize(body, span, written, |span, kind| {
                tokens.push(Token { span, kind, paragraph, sentence: 0, quotation: None });
            });
            if tokens.len() > first {
                paragraph_spans.push(TokenSpan::new(first, tokens.len()));
            }
        }
        // Where single marks quote decides where sentences end, and where double marks quote which single ones do.
        let double = quotations(body, &tokens, &paragraph_spans, &[]);
        let single = single_quotations(body, &tokens, &paragraph_spans, &double, written);
        for quotation in &single {
            quote_marks(body, &mut tokens, quotation);
        }
        for paragraph in &paragraph_spans {
            let mut begun = paragraph.start;
            for i in paragraph.range() {
                tokens[i].sentence = sentences.len() as u32;
                let within = &tokens[paragraph.range()];
                if ends_after(body, within, written, begun - paragraph.start, i - paragraph.start) {
                    sentences.push(TokenSpan::new(begun, i + 1));
                    begun = i + 1;
                }
            }
        }
        let quotations = quotations(body, &tokens, &paragraph_spans, &single);
        for (n, quotation) in quotations.iter().enumerate() {
            for token in &mut tokens[quotation.tokens.range()] {
                token.quotation = Some(n as u32);
            }
        }
        Self { body, tokens, sentences, paragraphs: paragraph_spans, quotations }
    }

    /// The text itself.
    pub fn body(&self) -> &'a str {
        self.body
    }

    /// All tokens in text order.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The sentences, in order; together they hold every token.
    pub fn sentences(&self) -> &[TokenSpan] {
        &self.sentences
    }

    /// The paragraphs, in order; together they hold every token.
    pub fn paragraphs(&self) -> &[TokenSpan] {
        &self.paragraphs
    }

    /// The quotations, in order, none inside another.
    pub fn quotations(&self) -> &[Quotation] {
        &self.quotations
    }

    /// The text of the token with this index; empty past the end.
    pub fn text(&self, token: usize) -> &'a str {
        self.tokens.get(token).map_or("", |t| t.span.of(self.body))
    }

    /// The sentence that the token stands in, as tokens; empty past the end.
    pub fn sentence_of(&self, token: usize) -> TokenSpan {
        let found = self.tokens.get(token).and_then(|t| self.sentences.get(t.sentence as usize));
        found.copied().unwrap_or(TokenSpan::new(token, token))
    }

    /// The bytes from the first to the last token of `span`, without what stands around them.
    pub fn span_of(&self, span: TokenSpan) -> ByteSpan {
        match (self.tokens.get(span.start), span.end.checked_sub(1).and_then(|last| self.tokens.get(last))) {
            (Some(first), Some(last)) if !span.is_empty() => ByteSpan::new(first.span.start, last.span.end),
            _ => ByteSpan::new(0, 0),
        }
    }

    /// Where the tokens stand.
    pub fn positions(&self) -> Positions {
        Positions::new(self.tokens.iter().map(|t| t.span))
    }

    /// The tokens that share a byte with `span`.
    pub fn tokens_in(&self, span: ByteSpan) -> TokenSpan {
        let start = self.tokens.partition_point(|t| t.span.end <= span.start);
        let end = self.tokens.partition_point(|t| t.span.start < span.end);
        TokenSpan::new(start, end.max(start))
    }
}

/// Makes the marks of a quotation in single marks quotation marks: its ends, and those that its paragraphs repeat.
fn quote_marks(body: &str, tokens: &mut [Token], quotation: &Quotation) {
    let last = quotation.tokens.len().saturating_sub(1);
    let mut paragraph = None;
    for (n, token) in tokens[quotation.tokens.range()].iter_mut().enumerate() {
        let leads = paragraph.replace(token.paragraph) != Some(token.paragraph);
        let closes = quotation.closed && n == last;
        let single = matches!(token.span.of(body), "'" | "‘" | "’" | "`" | "‛" | "‚" | "´");
        if (leads || closes) && single {
            token.kind = TokenKind::QuoteMark;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn positions_agree_with_one_another() {
        let body = "Title line\n\nHe said: “Yes. We can.” She left.\nEnd.";
        let doc = Document::new(body, &Orthography::default());
        assert_eq!(doc.paragraphs().len(), 3);
        let at = doc.tokens_in(ByteSpan::new(body.find("can").unwrap(), body.find(".”").unwrap()));
        assert_eq!(doc.span_of(at).of(body), "can");
        assert!(doc.tokens()[at.start].quoted());
        assert_eq!(doc.span_of(doc.sentence_of(at.start)).of(body), "We can.”");
    }

    proptest! {
        #[test]
        fn any_text_is_taken_apart_without_loss(body in "(\\PC|[\n“”\" .,a-zA-Z'’()]){0,200}") {
            let doc = Document::new(&body, &Orthography::default());
            let mut at = 0;
            for token in doc.tokens() {
                prop_assert!(token.span.start >= at && !token.span.is_empty());
                prop_assert!(body.is_char_boundary(token.span.start) && body.is_char_boundary(token.span.end));
                at = token.span.end;
            }
            for groups in [doc.sentences(), doc.paragraphs()] {
                let mut next = 0;
                for group in groups {
                    prop_assert_eq!(group.start, next);
                    prop_assert!(!group.is_empty());
                    next = group.end;
                }
                prop_assert_eq!(next, doc.tokens().len());
            }
            let mut last = 0;
            for quotation in doc.quotations() {
                prop_assert!(quotation.tokens.start >= last && !quotation.tokens.is_empty());
                last = quotation.tokens.end;
            }
            prop_assert!(last <= doc.tokens().len());
        }
    }
}
