//! From the words that somebody searches for to an expression of FTS5, which is well-formed whatever they typed.
//!
//! `a b` and `a AND b` want both, `a OR b` one, `a NOT b` (or `a -b`) the first without the second; `"a phrase"` wants the words in
//! a row, `begin*` any word that begins so; parentheses group. Everything else is text: its punctuation means nothing. A long
//! text without AND or OR has been pasted: in it a `-` or NOT means nothing either.

use std::collections::HashSet;
use std::iter::Peekable;
use std::vec::IntoIter;

/// Words and phrases in one search: each is looked up by itself.
const MOST_WORDS: usize = 2000;
/// Brackets within brackets.
const DEEPEST: usize = 50;
/// Nobody types more words than these.
const TYPED: usize = 32;

/// Why a text can't be searched for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WordsError {
    /// No word is in it, or only words to leave out.
    #[error("there is nothing to search for in `{0}`")]
    Nothing(String),
    /// Too many brackets within brackets.
    #[error(
        "the search has brackets within brackets more than {DEEPEST} deep; at most {DEEPEST} are understood"
    )]
    TooDeep,
    /// Too many words.
    #[error("the search has {0} words; at most {MOST_WORDS} can be looked for at once")]
    TooMany(usize),
}

/// The expression for these words.
///
/// # Errors
/// Where there is none among them to look for, or there is too much.
pub fn match_expression(text: &str) -> Result<String, WordsError> {
    let mut tokens = tokens(text);
    let words = tokens.iter().filter(|t| matches!(t, Token::Phrase(_))).count();
    if words > MOST_WORDS {
        return Err(WordsError::TooMany(words));
    }
    if words > TYPED && !tokens.iter().any(|t| matches!(t, Token::And | Token::Or)) {
        tokens.retain(|t| *t != Token::Not);
    }
    let mut tokens = tokens.into_iter().peekable();
    let mut parts = Vec::new();
    while tokens.peek().is_some() {
        parts.extend(either(&mut tokens, 0)?);
        // What stops the parser here is a `)` that was never opened.
        let _ = tokens.next_if_eq(&Token::Close);
    }
    let whole = joined("AND", parts).ok_or_else(|| WordsError::Nothing(clipped(text)))?;
    Ok(whole.text)
}

/// So much of a text as is worth repeating.
fn clipped(text: &str) -> String {
    match text.char_indices().nth(200) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
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

/// A part of an expression.
struct Part {
    text: String,
    /// What joins its own parts; nothing for a single phrase.
    operator: &'static str,
}

fn either(tokens: &mut Tokens, depth: usize) -> Result<Option<Part>, WordsError> {
    let mut parts: Vec<Part> = both(tokens, depth)?.into_iter().collect();
    while tokens.next_if_eq(&Token::Or).is_some() {
        parts.extend(both(tokens, depth)?);
    }
    Ok(joined("OR", parts))
}

/// Words that must all be there, without those to leave out, wherever among them these stand. Nothing where there are only
/// words to leave out: FTS5 can't exclude from nothing.
fn both(tokens: &mut Tokens, depth: usize) -> Result<Option<Part>, WordsError> {
    let mut wanted = Vec::new();
    let mut excluded = Vec::new();
    loop {
        if tokens.next_if_eq(&Token::Not).is_some() {
            excluded.extend(atom(tokens, depth)?);
        } else {
            wanted.extend(atom(tokens, depth)?);
        }
        let _ = tokens.next_if_eq(&Token::And);
        if !matches!(tokens.peek(), Some(Token::Not | Token::Phrase(_) | Token::Open)) {
            break;
        }
    }
    let wanted = joined("AND", wanted);
    // To leave out any of several is to leave out each.
    let excluded = joined("OR", excluded);
    Ok(match (wanted, excluded) {
        (Some(wanted), Some(excluded)) => joined("NOT", vec![wanted, excluded]),
        (wanted, _) => wanted,
    })
}

fn atom(tokens: &mut Tokens, depth: usize) -> Result<Option<Part>, WordsError> {
    if tokens.next_if_eq(&Token::Open).is_some() {
        if depth == DEEPEST {
            return Err(WordsError::TooDeep);
        }
        let inside = either(tokens, depth + 1);
        let _ = tokens.next_if_eq(&Token::Close);
        return inside;
    }
    Ok(match tokens.next_if(|t| matches!(t, Token::Phrase(_))) {
        Some(Token::Phrase(text)) => Some(Part { text, operator: "" }),
        _ => None,
    })
}

/// The parts side by side, each of them once: FTS5 has no depth for a hundred words within one another.
fn joined(operator: &'static str, mut parts: Vec<Part>) -> Option<Part> {
    if parts.len() < 2 {
        return parts.pop();
    }
    let mut seen = HashSet::new();
    let written = |part: Part| match part.operator {
        inner if inner.is_empty() || (inner == operator && inner != "NOT") => part.text,
        _ => format!("({})", part.text),
    };
    let mut texts: Vec<String> = parts.into_iter().map(written).collect();
    if operator != "NOT" {
        texts.retain(|text| seen.insert(text.clone()));
    }
    let operator = if texts.len() == 1 { "" } else { operator };
    Some(Part { text: texts.join(&format!(" {operator} ")), operator })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_grammar() {
        let is = |text: &str| match_expression(text).unwrap_or_default();
        assert_eq!(is("indivisib* AND security"), r#""indivisib"* AND "security""#);
        assert_eq!(is("arms control arms"), r#""arms" AND "control""#);
        assert_eq!(is(r#""arms control" OR treaty"#), r#""arms control" OR "treaty""#);
        assert_eq!(is("“arms control”"), r#""arms control""#);
        assert_eq!(is("a OR b AND c"), r#""a" OR ("b" AND "c")"#);
        assert_eq!(is("(a OR b) AND c"), r#"("a" OR "b") AND "c""#);
        assert_eq!(is("NATO -Russia"), r#""NATO" NOT "Russia""#);
        assert_eq!(is("de-escalation U.S. Moscow’s"), r#""de-escalation" AND "U.S." AND "Moscow’s""#);
        assert_eq!(is("?! — ()"), "");
        assert_eq!(is("-Russia NATO talks"), r#"("NATO" AND "talks") NOT "Russia""#);
        assert_eq!(is("NOT war"), "");
        assert_eq!(is("a) b"), r#""a" AND "b""#);
        assert_eq!(is("a -b -c"), r#""a" NOT ("b" OR "c")"#);
        assert_eq!(is("(a NOT b) NOT c"), r#"("a" NOT "b") NOT "c""#);
        assert_eq!(is("((((a))))"), r#""a""#);
    }

    #[test]
    fn what_is_too_much_is_said() {
        assert_eq!(match_expression(&"(".repeat(20_000)), Err(WordsError::TooDeep));
        let many: Vec<String> = (0..3000).map(|i| format!("w{i}")).collect();
        assert_eq!(match_expression(&many.join(" ")), Err(WordsError::TooMany(3000)));
        assert!(
            matches!(match_expression(&"?".repeat(100_000)), Err(WordsError::Nothing(t)) if t.len() < 300)
        );
    }

    #[test]
    fn a_pasted_text_has_no_words_to_leave_out() {
        let text = "one -two NOT three ".repeat(12) + &(0..40).map(|i| format!(" x{i}")).collect::<String>();
        let expression = match_expression(&text).unwrap();
        assert!(!expression.contains("NOT") && expression.contains(r#""two" AND "three""#), "{expression}");
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_well_formed(text in r#"([a-zé*"“”():^+,.;'{}\[\]~-]|AND|OR|NOT| ){0,24}"#) {
            if let Ok(expression) = match_expression(&text) {
                let connection = rusqlite::Connection::open_in_memory().unwrap();
                connection.execute_batch("CREATE VIRTUAL TABLE t USING fts5 (x)").unwrap();
                let found = connection.query_row("SELECT count(*) FROM t WHERE t MATCH ?1", [&expression], |r| r.get::<_, i64>(0));
                prop_assert_eq!(found, Ok(0), "{}", expression);
            }
        }
    }
}
