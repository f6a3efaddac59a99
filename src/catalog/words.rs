//! From the words that somebody searches for to an expression of FTS5, which is well-formed whatever they typed.
//!
//! `a b` and `a AND b` want both, `a OR b` one, `a NOT b` (or `a -b`) the first without the second; `"a phrase"` wants the words in
//! a row, `begin*` any word that begins so; parentheses group. Everything else is text: its punctuation means nothing.

use std::iter::Peekable;
use std::vec::IntoIter;

/// The expression for these words; `None` where there is none among them to look for.
pub fn match_expression(text: &str) -> Option<String> {
    let mut tokens = tokens(text).into_iter().peekable();
    let mut whole: Option<String> = None;
    while tokens.peek().is_some() {
        let part = either(&mut tokens);
        // What stops the parser here is a `)` that was never opened.
        let _ = tokens.next_if_eq(&Token::Close);
        whole = joined(whole, "AND", part);
    }
    whole
}

#[derive(Debug, PartialEq, Eq)]
enum Token {
    /// A phrase of FTS5, quoted, with its `*`.
    Phrase(String),
    And,
    Or,
    Not,
    Open,
    Close,
}

fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let after = &rest[first.len_utf8()..];
        match first {
            '(' | ')' => {
                out.push(if first == '(' { Token::Open } else { Token::Close });
                rest = after;
            }
            '"' | '“' | '”' | '„' | '«' => {
                let end = after.find(['"', '“', '”', '»']).unwrap_or(after.len());
                let (inside, behind) = after.split_at(end);
                let behind = behind.chars().next().map_or("", |c| &behind[c.len_utf8()..]);
                let open = behind.strip_prefix('*');
                out.extend(phrase(inside, open.is_some()));
                rest = open.unwrap_or(behind);
            }
            _ => {
                let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '"' | '“' | '”'));
                let (word, behind) = rest.split_at(end.unwrap_or(rest.len()));
                rest = behind;
                match word {
                    "AND" => out.push(Token::And),
                    "OR" => out.push(Token::Or),
                    "NOT" => out.push(Token::Not),
                    _ => {
                        let stem = word.trim_end_matches('*');
                        let excluded =
                            stem.strip_prefix('-').filter(|s| s.starts_with(char::is_alphanumeric));
                        let found = phrase(excluded.unwrap_or(stem), stem.len() < word.len());
                        if excluded.is_some() && found.is_some() {
                            out.push(Token::Not);
                        }
                        out.extend(found);
                    }
                }
            }
        }
        rest = rest.trim_start();
    }
    out
}

/// A quoted phrase; none where no character of it can be part of an indexed word.
fn phrase(text: &str, prefix: bool) -> Option<Token> {
    let text = text.replace(['"', '\0'], " ");
    let star = if prefix { "*" } else { "" };
    text.contains(char::is_alphanumeric).then(|| Token::Phrase(format!("\"{}\"{star}", text.trim())))
}

type Tokens = Peekable<IntoIter<Token>>;

fn either(tokens: &mut Tokens) -> Option<String> {
    let mut left = both(tokens);
    while tokens.next_if_eq(&Token::Or).is_some() {
        left = joined(left, "OR", both(tokens));
    }
    left
}

/// Words that must all be there, without those to leave out, wherever among them these stand. Nothing where there are only
/// words to leave out: FTS5 can't exclude from nothing.
fn both(tokens: &mut Tokens) -> Option<String> {
    let mut left = None;
    let mut excluded = Vec::new();
    loop {
        if tokens.next_if_eq(&Token::Not).is_some() {
            excluded.extend(atom(tokens));
        } else {
            left = joined(left, "AND", atom(tokens));
        }
        let _ = tokens.next_if_eq(&Token::And);
        if !matches!(tokens.peek(), Some(Token::Not | Token::Phrase(_) | Token::Open)) {
            break;
        }
    }
    left.map(|left| excluded.into_iter().fold(left, |left, right| format!("({left} NOT {right})")))
}

fn atom(tokens: &mut Tokens) -> Option<String> {
    if tokens.next_if_eq(&Token::Open).is_some() {
        let inside = either(tokens);
        let _ = tokens.next_if_eq(&Token::Close);
        return inside;
    }
    match tokens.next_if(|t| matches!(t, Token::Phrase(_))) {
        Some(Token::Phrase(phrase)) => Some(phrase),
        _ => None,
    }
}

fn joined(left: Option<String>, operator: &str, right: Option<String>) -> Option<String> {
    match (left, right) {
        (Some(left), Some(right)) => Some(format!("({left} {operator} {right})")),
        (left, right) => left.or(right),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_grammar() {
        let is = |text: &str| match_expression(text).unwrap_or_default();
        assert_eq!(is("indivisib* AND security"), r#"("indivisib"* AND "security")"#);
        assert_eq!(is("arms control"), r#"("arms" AND "control")"#);
        assert_eq!(is(r#""arms control" OR treaty"#), r#"("arms control" OR "treaty")"#);
        assert_eq!(is("“arms control”"), r#""arms control""#);
        assert_eq!(is("a OR b AND c"), r#"("a" OR ("b" AND "c"))"#);
        assert_eq!(is("(a OR b) AND c"), r#"(("a" OR "b") AND "c")"#);
        assert_eq!(is("NATO -Russia"), r#"("NATO" NOT "Russia")"#);
        assert_eq!(is("de-escalation U.S. Moscow’s"), r#"(("de-escalation" AND "U.S.") AND "Moscow’s")"#);
        assert_eq!(is("?! — ()"), "");
        assert_eq!(is("-Russia NATO talks"), r#"(("NATO" AND "talks") NOT "Russia")"#);
        assert_eq!(is("NOT war"), "");
        assert_eq!(is("a) b"), r#"("a" AND "b")"#);
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_well_formed(text in r#"([a-zé*"“”():^+,.;'{}\[\]~-]|AND|OR|NOT| ){0,24}"#) {
            if let Some(expression) = match_expression(&text) {
                let connection = rusqlite::Connection::open_in_memory().unwrap();
                connection.execute_batch("CREATE VIRTUAL TABLE t USING fts5 (x)").unwrap();
                let found = connection.query_row("SELECT count(*) FROM t WHERE t MATCH ?1", [&expression], |r| r.get::<_, i64>(0));
                prop_assert_eq!(found, Ok(0), "{}", expression);
            }
        }
    }
}
