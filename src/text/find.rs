//! Words as a person types them, found in a text: white space, quotation marks, dashes and accents are forgiven.

use super::ByteSpan;
use std::collections::HashMap;

/// Where a text has some words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Here, and nowhere else.
    Here(ByteSpan),
    /// At so many places; the first two of them.
    Often(usize, [ByteSpan; 2]),
    /// Nowhere; the passage that shares most words with them, where one shares half.
    Nowhere(Option<ByteSpan>),
}

/// Looks for `words` in `body`. Quotation marks around them need not stand there.
pub fn find(body: &str, words: &str) -> Found {
    let text = folded(body);
    let mut wanted = folded(words.trim());
    let mut places = places(&text, &wanted);
    if places.is_empty() {
        let mark = |c: &(char, ByteSpan)| matches!(c.0, '"' | '\'');
        let from = wanted.iter().position(|c| !mark(c)).unwrap_or(wanted.len());
        let to = wanted.iter().rposition(|c| !mark(c)).map_or(from, |last| last + 1);
        wanted = wanted.get(from..to).unwrap_or_default().to_vec();
        places = self::places(&text, &wanted);
    }
    match places.as_slice() {
        [] => Found::Nowhere(nearest(body, words)),
        [place] => Found::Here(*place),
        [first, second, ..] => Found::Often(places.len(), [*first, *second]),
    }
}

/// Whether two texts are the same but for what is forgiven.
pub fn alike(a: &str, b: &str) -> bool {
    folded(a.trim()).iter().map(|c| c.0).eq(folded(b.trim()).iter().map(|c| c.0))
}

/// The characters of a text as they are compared, each with the bytes that it stands for.
fn folded(text: &str) -> Vec<(char, ByteSpan)> {
    let mut out: Vec<(char, ByteSpan)> = Vec::new();
    for (at, c) in text.char_indices() {
        let bytes = ByteSpan::new(at, at + c.len_utf8());
        let plain = match c {
            '“' | '”' | '„' | '«' | '»' | '‟' => '"',
            '‘' | '’' | '‚' | '‛' | '`' | '´' => '\'',
            '–' | '—' | '‒' | '―' | '‐' | '‑' | '−' => '-',
            c if c.is_whitespace() => ' ',
            c => c,
        };
        // An accent by itself, as some files have them.
        if ('\u{300}'..='\u{36f}').contains(&plain) {
            continue;
        }
        if plain == ' ' && out.last().is_none_or(|last| last.0 == ' ') {
            continue;
        }
        match deunicode::deunicode_char(plain).filter(|_| plain.is_alphabetic() && !plain.is_ascii()) {
            Some(letters) if !letters.is_empty() => out.extend(letters.chars().map(|l| (l, bytes))),
            _ => out.push((plain, bytes)),
        }
    }
    out
}

fn places(text: &[(char, ByteSpan)], wanted: &[(char, ByteSpan)]) -> Vec<ByteSpan> {
    if wanted.is_empty() {
        return Vec::new();
    }
    text.windows(wanted.len())
        .filter(|window| window.iter().zip(wanted).all(|(a, b)| a.0 == b.0))
        .filter_map(|window| Some(ByteSpan::new(window.first()?.1.start, window.last()?.1.end)))
        .collect()
}

/// The stretch of as many words that shares most of them.
fn nearest(body: &str, words: &str) -> Option<ByteSpan> {
    let plain = |word: &str| deunicode::deunicode(word).to_lowercase();
    let mut missing: HashMap<String, i64> = HashMap::new();
    for (word, _) in split(words) {
        *missing.entry(plain(word)).or_default() += 1;
    }
    let wanted = missing.values().sum::<i64>();
    let text: Vec<(String, ByteSpan)> = split(body).map(|(word, span)| (plain(word), span)).collect();
    let length = usize::try_from(wanted).unwrap_or(0).min(text.len());
    let (mut shared, mut best) = (0, (0, 0));
    for (n, (word, _)) in text.iter().enumerate() {
        if let Some(left) = missing.get_mut(word) {
            *left -= 1;
            shared += i64::from(*left >= 0);
        }
        if let Some((gone, _)) = n.checked_sub(length).and_then(|gone| text.get(gone))
            && let Some(left) = missing.get_mut(gone)
        {
            *left += 1;
            shared -= i64::from(*left > 0);
        }
        // Of equals, the one that begins with a word that is looked for.
        let begins =
            text.get((n + 1).saturating_sub(length)).is_some_and(|(word, _)| missing.contains_key(word));
        let score = 2 * shared + i64::from(begins);
        if score > best.0 {
            best = (score, n);
        }
    }
    let (shared, last) = (best.0 / 2, best.1);
    let first = text.get((last + 1).saturating_sub(length))?.1;
    (wanted > 0 && 2 * shared >= wanted).then(|| ByteSpan::new(first.start, text[last].1.end))
}

/// The words of a text with their places.
fn split(text: &str) -> impl Iterator<Item = (&str, ByteSpan)> {
    let inside = |c: char| c.is_alphanumeric();
    let mut rest = 0;
    std::iter::from_fn(move || {
        let from = rest + text.get(rest..)?.find(inside)?;
        let tail = text.get(from..)?;
        let to = from + tail.find(|c| !inside(c)).unwrap_or(tail.len());
        rest = to;
        Some((text.get(from..to)?, ByteSpan::new(from, to)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "She said “the  toll\nwould go”. The toll – again. Ren\u{e9} d\u{2019}Aubry agreed.";

    fn here(words: &str) -> Option<&'static str> {
        match find(BODY, words) {
            Found::Here(span) => Some(span.of(BODY)),
            _ => None,
        }
    }

    #[test]
    fn what_a_keyboard_has_finds_what_is_printed() {
        assert_eq!(here("\"the toll would go\""), Some("“the  toll\nwould go”"));
        assert_eq!(here("toll - again"), Some("toll – again"));
        assert_eq!(here("Rene d'Aubry"), Some("René d’Aubry"));
        assert_eq!(here("“toll – again”"), Some("toll – again"));
        assert!(alike(" Rene d'Aubry ", "René  d’Aubry") && !alike("René", "Renée"));
    }

    #[test]
    fn what_is_not_there_is_answered_with_what_is_near() {
        assert!(matches!(find(BODY, "toll"), Found::Often(2, _)));
        assert_eq!(find(BODY, " "), Found::Nowhere(None));
        assert_eq!(find(BODY, "no word of these"), Found::Nowhere(None));
        let Found::Nowhere(Some(near)) = find(BODY, "the toll should go") else { panic!("nothing near") };
        assert_eq!(near.of(BODY), "the  toll\nwould go");
        assert_eq!(find("", "a"), Found::Nowhere(None));
    }
}
