//! What the tokens look like: a document in, one row of hashes and shape flags a token out. No judgement yet.

use crate::extract::hash;
use crate::extract::language::Stemmer;
use crate::text::{Document, TokenKind};

/// How a token is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Shape {
    Lower = 0,
    Capital = 1,
    AllCaps = 2,
    Initial = 3,
    MixedCase = 4,
    Number = 5,
    Quote = 6,
    Comma = 7,
    Stop = 8,
    Colon = 9,
    Dash = 10,
    Bracket = 11,
    Other = 12,
}

/// One token as hashes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Form {
    /// The word in lower case, curly apostrophes straightened, digits made one.
    pub word: u32,
    /// Its stem.
    pub stem: u32,
    /// Its last one, two, three and four letters.
    pub suffixes: [u32; 4],
    /// Its first three letters.
    pub prefix: u32,
    /// How it is written.
    pub shape: Shape,
    /// Holds a hyphen inside.
    pub hyphen: bool,
}

/// One row a token of `doc`.
#[cfg(any(feature = "train", test))]
pub(crate) fn forms(doc: &Document, stemmer: &Stemmer) -> Vec<Form> {
    (0..doc.tokens().len()).map(|i| form(doc, i, stemmer)).collect()
}

/// The row of token `i`. But for quotation marks it follows from the token's text and kind alone.
pub(crate) fn form(doc: &Document, i: usize, stemmer: &Stemmer) -> Form {
    let token = &doc.tokens()[i];
    let text = token.span.of(doc.body());
    let (mut lower, mut stemmed) = (String::new(), String::new());
    match token.kind {
        // The press that the model knows writes double marks; to it all others are the same.
        TokenKind::QuoteMark if !matches!(text, "“" | "”" | "\"") => {
            lower.push_str(if closes(doc, i) { "''" } else { "``" });
        }
        _ => normalise(text, &mut lower),
    }
    stemmer.stem(&lower, &mut stemmed);
    let bytes = lower.as_bytes();
    let suffix = |n: usize| hash::of_bytes(bytes[bytes.len().saturating_sub(n)..].iter().copied());
    Form {
        word: hash::of_str(&lower),
        stem: hash::of_str(&stemmed),
        suffixes: [suffix(1), suffix(2), suffix(3), suffix(4)],
        prefix: hash::of_bytes(bytes.iter().take(3).copied()),
        shape: shape(text, token.kind),
        hyphen: token.is_word() && text.contains('-'),
    }
}

/// Whether the mark stands at the end of what it quotes; outside of all quotations, whether it is glued to a word before.
fn closes(doc: &Document, i: usize) -> bool {
    let token = &doc.tokens()[i];
    match token.quotation.and_then(|q| doc.quotations().get(q as usize)) {
        Some(quotation) => quotation.closed && quotation.tokens.end == i + 1,
        None => i > 0 && doc.tokens()[i - 1].span.end == token.span.start,
    }
}

/// Lower case, straight apostrophes and quotation marks, every digit a nought.
fn normalise(text: &str, out: &mut String) {
    out.clear();
    if text.is_ascii() {
        out.extend(
            text.bytes().map(|b| if b.is_ascii_digit() { '0' } else { char::from(b.to_ascii_lowercase()) }),
        );
        return;
    }
    for c in text.chars() {
        match c {
            '’' | '‘' => out.push('\''),
            '“' => out.push_str("``"),
            '”' => out.push_str("''"),
            '–' | '—' | '―' => out.push_str("--"),
            '…' => out.push_str("..."),
            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => {}
            _ if c.is_ascii_digit() => out.push('0'),
            _ => out.extend(c.to_lowercase()),
        }
    }
}

fn shape(text: &str, kind: TokenKind) -> Shape {
    match kind {
        TokenKind::Number => Shape::Number,
        TokenKind::QuoteMark => Shape::Quote,
        TokenKind::Mark => match text {
            "," => Shape::Comma,
            "." | "!" | "?" | "..." | "…" | "...." => Shape::Stop,
            ":" | ";" => Shape::Colon,
            "-" | "--" | "---" | "—" | "–" | "―" => Shape::Dash,
            "(" | ")" | "[" | "]" | "{" | "}" => Shape::Bracket,
            _ => Shape::Other,
        },
        TokenKind::Word => {
            let mut letters = text.chars().filter(|c| c.is_alphabetic());
            let first_upper = letters.next().is_some_and(char::is_uppercase);
            let (mut upper, mut lower) = (0, 0);
            for c in letters {
                if c.is_uppercase() { upper += 1 } else { lower += 1 }
            }
            match (first_upper, upper, lower) {
                (true, 0, 0) => Shape::Initial,
                (true, 0, _) => Shape::Capital,
                (true, _, 0) => Shape::AllCaps,
                (false, 0, _) => Shape::Lower,
                _ => Shape::MixedCase,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Language;

    #[test]
    fn rows_ignore_what_typography_changes() {
        let english = Language::english();
        let of = |doc: &Document| forms(doc, &english.stemmer);
        let curly = Document::new("She doesn’t say “1990”.", english.orthography());
        let straight = Document::new("she doesn't SAID ``2016''.", english.orthography());
        let (a, b) = (of(&curly), of(&straight));
        assert_eq!(a.len(), b.len());
        assert!(a.iter().zip(&b).filter(|(x, y)| x.word != y.word).count() == 1);
        assert!(a.iter().zip(&b).all(|(x, y)| x.stem == y.stem));
        assert_eq!((a[0].shape, b[3].shape), (Shape::Capital, Shape::AllCaps));
    }
}
