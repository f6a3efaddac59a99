//! A light look at SQL text: enough to find parameters, words to complete and words to colour. SQLite is the judge of the rest.

use crate::domain::Cell;

/// What a piece of SQL is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// A name or keyword.
    Name,
    /// A number.
    Number,
    /// A string or a quoted name, closed or not.
    Quoted,
    /// `:name`, `@name`, `$name`.
    Parameter,
    /// A comment.
    Comment,
    /// White space.
    Blank,
    /// Anything else, one character.
    Sign,
}

/// Takes SQL apart: the pieces, in order, cover all of the text.
pub fn words(sql: &str) -> Vec<(Word, &str)> {
    let mut out = Vec::new();
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let (word, length) = measure(rest, first);
        let (piece, after) = rest.split_at(length);
        out.push((word, piece));
        rest = after;
    }
    out
}

/// The SQL with values in the place of parameters, so that it runs anywhere.
pub fn with_values(sql: &str, values: &[(String, Cell)]) -> String {
    let value = |piece: &str| values.iter().find(|(name, _)| piece.get(1..) == Some(name)).map(|(_, v)| v);
    let written = |(word, piece): (Word, &str)| match (word, value(piece)) {
        (Word::Parameter, Some(value)) => literal(value),
        _ => piece.to_owned(),
    };
    words(sql).into_iter().map(written).collect()
}

fn literal(value: &Cell) -> String {
    match value {
        Cell::Null => "NULL".to_owned(),
        Cell::Text(text) => format!("'{}'", text.replace('\'', "''")),
        other => other.to_text(),
    }
}

/// The parameters (`:name`) in a line of SQL, comments and strings left out.
pub(super) fn parameters_in(line: &str) -> impl Iterator<Item = &str> {
    words(line).into_iter().filter(|(w, p)| *w == Word::Parameter && p.starts_with(':')).map(|(_, p)| p)
}

fn measure(rest: &str, first: char) -> (Word, usize) {
    let run = |test: fn(char) -> bool| rest.find(|c| !test(c)).unwrap_or(rest.len());
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    match first {
        c if c.is_whitespace() => (Word::Blank, run(char::is_whitespace)),
        '-' if rest.starts_with("--") => (Word::Comment, rest.find('\n').unwrap_or(rest.len())),
        '/' if rest.starts_with("/*") => (Word::Comment, rest.find("*/").map_or(rest.len(), |i| i + 2)),
        '\'' | '"' | '`' | '[' => {
            let close = if first == '[' { ']' } else { first };
            (
                Word::Quoted,
                rest.char_indices().skip(1).find(|(_, c)| *c == close).map_or(rest.len(), |(i, _)| i + 1),
            )
        }
        c if c.is_ascii_digit() => (Word::Number, run(|c| c.is_ascii_alphanumeric() || c == '.')),
        c if is_name(c) => (Word::Name, run(|c| c.is_alphanumeric() || c == '_' || c == '$')),
        ':' | '@' | '$' => {
            let name = rest[1..].find(|c| !is_name(c)).unwrap_or(rest.len() - 1);
            if name > 0 { (Word::Parameter, 1 + name) } else { (Word::Sign, 1) }
        }
        c => (Word::Sign, c.len_utf8()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_found_outside_strings_and_comments() {
        let line = "a = :one AND b = ':two' AND c = '12:30' -- if :three";
        assert_eq!(parameters_in(line).collect::<Vec<_>>(), [":one"]);
    }

    #[test]
    fn values_take_the_place_of_parameters() {
        let values = [("a".to_owned(), Cell::Text("it's".into())), ("b".to_owned(), Cell::Null)];
        assert_eq!(
            with_values("x = :a -- if :a\n AND y IS :b", &values),
            "x = 'it''s' -- if :a\n AND y IS NULL"
        );
    }

    #[test]
    fn the_pieces_cover_the_text() {
        for sql in ["SELECT 'it''s', \"x", "1.5e3 /* open", "[a b]::x", "é = :ü -- ", ""] {
            assert_eq!(words(sql).iter().map(|(_, p)| *p).collect::<String>(), sql);
        }
    }
}
