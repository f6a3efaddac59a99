//! A statement as annotators cut it: token spans in, bytes with the marks that people count to a phrase out.
//!
//! Annotators give the source the comma that closes an apposition, and the cue its colon. The stages of extraction leave
//! both out; they are added for comparing with annotation, here alone.

use super::{Attribution, Predicted};
use crate::extract::Statement;
use crate::text::{Positions, TokenSpan};

/// The statement in the form that annotations have.
pub fn as_annotated(statement: &Statement, positions: &Positions, body: &str) -> Predicted {
    let bytes = |spans: &[TokenSpan], end: &dyn Fn(TokenSpan) -> TokenSpan| {
        spans.iter().map(|s| positions.bytes(end(*s))).collect()
    };
    let is = |token: usize, mark: &str| positions.token(token).of(body) == mark;
    // `Ann Lee, the mayor, said`: the comma that closes an apposition belongs to the phrase as the one that opens it does.
    let source = |s: TokenSpan| {
        let closes = is(s.end, ",") && s.range().any(|i| is(i, ","));
        TokenSpan::new(s.start, s.end + usize::from(closes))
    };
    // `he said: “…”`: a colon leads over to the content as words of saying do, and is one of them.
    let cue = |s: TokenSpan| TokenSpan::new(s.start, s.end + usize::from(is(s.end, ":")));
    Predicted {
        attribution: Attribution {
            content: bytes(&statement.content, &|s| s),
            cue: bytes(&statement.cue, &cue),
            source: bytes(&statement.source, &source),
        },
        confidence: Some(f64::from(statement.confidence)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{QuoteKind, Sense};
    use crate::text::{Document, Orthography};

    #[test]
    fn the_closing_comma_and_the_colon_are_taken_in() {
        let body = "Ann Lee, the mayor, said: “We go.”";
        let doc = Document::new(body, &Orthography::default());
        let at = |text: &str| {
            let start = body.find(text).unwrap();
            vec![doc.tokens_in(crate::text::ByteSpan::new(start, start + text.len()))]
        };
        let statement = Statement {
            kind: QuoteKind::Direct,
            sense: Sense::SAID,
            said_on: None,
            content: at("“We go.”"),
            cue: at("said"),
            source: at("Ann Lee, the mayor"),
            confidence: 1.0,
        };
        let found = as_annotated(&statement, &doc.positions(), body).attribution;
        assert_eq!((found.cue[0].of(body), found.source[0].of(body)), ("said:", "Ann Lee, the mayor,"));
    }
}
