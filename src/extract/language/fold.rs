//! Folding of names: any spelling of a name in, one key out, so that transliterations of one name meet.
//!
//! Rules instead of pairs: letters lose case and diacritics, then each word is rewritten by what romanisations
//! disagree on: the glides (`y`, `i`, `j`, `ij`, `iy`, `ye`, `yo`), `ks`/`x`, `kh`/`h`, `ph`/`f`, `w`/`v`,
//! `c`/`k`, umlauts (`ue`), doubled letters, `-off`/`-ov`. What the rules leave apart ("Lukashenka") is left to
//! [`crate::domain::distance`], which only ever breaks ties between names that already share a part.

use super::bare::BARE;
use crate::extract::phrase::Phrase;

/// Folds a name for comparison and for look-up in a column of folded aliases: words of `a-z0-9`, one space
/// between, without a leading article. `fold_name("Sergej Jermakow") == fold_name("Sergey Yermakov")`.
pub fn fold_name(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut word = Vec::with_capacity(16);
    for part in parts(name) {
        fold_word(part, &mut word);
        if word.is_empty() || (out.is_empty() && part.eq_ignore_ascii_case(BARE.article)) {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.iter().map(|b| char::from(*b)));
    }
    out
}

/// The folded name as a hashed phrase, without a leading article: "Al-Jazeera" and "Al Jazeera" agree.
pub(crate) fn fold_phrase(name: &str) -> Phrase {
    let mut phrase = Phrase::default();
    let mut word = Vec::with_capacity(16);
    for part in parts(name) {
        fold_word(part, &mut word);
        if word.is_empty() || (phrase.words == 0 && part.eq_ignore_ascii_case(BARE.article)) {
            continue;
        }
        phrase.push_word(&word);
    }
    phrase
}

/// Hash of [`fold_phrase`].
pub(crate) fn fold_hash(name: &str) -> u64 {
    fold_phrase(name).hash
}

/// Hash of the first word of a name, as a document's token would have it.
pub(crate) fn first_word(name: &str) -> u64 {
    let mut words = name.split_whitespace();
    let first = words.next().unwrap_or("");
    let behind = words.next().filter(|_| first.eq_ignore_ascii_case(BARE.article));
    fold_hash(behind.unwrap_or(first))
}

/// The words of a name: split at spaces, hyphens and other marks; apostrophes and full stops stay inside words.
fn parts(name: &str) -> impl Iterator<Item = &str> {
    let unseen = |c: char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}');
    let inner = |c: char| matches!(c, '\'' | '’' | '‘' | 'ʼ' | '`' | '.' | '&');
    name.split(move |c: char| !(c.is_alphanumeric() || inner(c) || unseen(c))).filter(|p| !p.is_empty())
}

/// Folds one word into `out` (cleared first). A final `'s` is dropped.
pub(crate) fn fold_word(word: &str, out: &mut Vec<u8>) {
    out.clear();
    let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
    if word == "&" {
        out.extend_from_slice(BARE.and.as_bytes());
        return;
    }
    let mut plain = [0u8; 64];
    let mut len = 0;
    let mut push = |b: u8| {
        if b.is_ascii_alphanumeric() && len < plain.len() {
            plain[len] = b.to_ascii_lowercase();
            len += 1;
        }
    };
    for c in word.chars() {
        if c.is_ascii() {
            push(c as u8);
        } else if matches!(c, 'ё' | 'Ё') {
            push(b'e');
        } else if let Some(ascii) = deunicode::deunicode_char(c) {
            ascii.bytes().for_each(&mut push);
        }
    }
    consonants(plain.get(..len).unwrap_or(&[]), out);
    vowels(out);
}

/// Spellings of one consonant sound become one; doubled letters become single.
fn consonants(word: &[u8], out: &mut Vec<u8>) {
    const RULES: &[(&[u8], &[u8])] = &[
        (b"shch", b"sh"),
        (b"stsh", b"sh"),
        (b"tsch", b"ch"),
        (b"dzh", b"j"),
        (b"sch", b"sh"),
        (b"tch", b"ch"),
        (b"dj", b"j"),
        (b"kh", b"h"),
        (b"gh", b"g"),
        (b"ph", b"f"),
        (b"th", b"t"),
        (b"ck", b"k"),
        (b"tz", b"ts"),
        (b"ou", b"u"),
        (b"gue", b"ge"),
        (b"gui", b"gi"),
        (b"x", b"ks"),
        (b"w", b"v"),
        (b"q", b"k"),
    ];
    let mut i = 0;
    while let Some(&b) = word.get(i) {
        let rest = word.get(i..).unwrap_or(&[]);
        // Most letters begin no rule.
        let rule = matches!(b, b's' | b't' | b'd' | b'k' | b'g' | b'p' | b'c' | b'o' | b'x' | b'w' | b'q')
            .then(|| RULES.iter().find(|(from, _)| rest.starts_with(from)))
            .flatten();
        let hard_c = b == b'c' && !matches!(word.get(i + 1), Some(b'e' | b'i' | b'y' | b'h'));
        let (taken, given): (usize, &[u8]) = match rule {
            Some((from, to)) => (from.len(), to),
            None if hard_c => (1, b"k"),
            None => (1, rest.get(..1).unwrap_or(&[])),
        };
        for g in given {
            if out.last() != Some(g) || g.is_ascii_digit() {
                out.push(*g);
            }
        }
        i += taken;
    }
}

/// Glides and vowel spellings: see the module's head. Works in place: no rule writes more than it reads.
fn vowels(word: &mut Vec<u8>) {
    let glide = |b: u8| matches!(b, b'i' | b'y' | b'j');
    let vowel = |b: u8| matches!(b, b'a' | b'e' | b'o' | b'u');
    let mut len = 0usize;
    let mut i = 0;
    while let Some(&b) = word.get(i) {
        let before = len.checked_sub(1).map(|at| word[at]);
        let run = word[i..].iter().take_while(|b| glide(**b)).count();
        let next = word.get(i + run).copied();
        let after_consonant = before.is_some_and(|p| !vowel(p) && !glide(p));
        let single = run == 1 && b != b'i';
        let mut written = None;
        match (before, next) {
            _ if run == 0 => {
                // Mueller: Muller. Kiev, Kyiv.
                let silent = b == b'e'
                    && len > 1
                    && before.is_some_and(|p| vowel(p) && p != b'e' || p == b'i')
                    && !vowel(word[len - 2]);
                written = (!silent).then_some(b);
            }
            // Yermakov, Jermakov: Ermakov.
            (None, Some(b'e')) if b != b'i' => {}
            // Yury, Juri, Iurii.
            (None, Some(n)) if vowel(n) => written = Some(b'y'),
            // Podberyozkin: Podberezkin; Fyodor: Fedor.
            (Some(_), Some(b'o')) if after_consonant && single => {
                written = Some(b'e');
                i += 1;
            }
            (Some(_), Some(b'e')) if after_consonant && single => {}
            // Tokayev: Tokaev.
            (Some(p), Some(b'e')) if vowel(p) => {}
            // Sergei, Sergey, Sergiy.
            (Some(b'e'), _) if len > 1 => {
                len -= 1;
                written = Some(b'i');
            }
            _ => written = Some(b'i'),
        }
        i += run.max(1);
        if let Some(b) = written {
            word[len] = b;
            len += 1;
        }
    }
    word.truncate(len);
    // Sarah: Sara. Rachmaninoff: Rachmaninov. Aleksandr: Aleksander.
    match word.as_slice() {
        [_, _, .., a, b'h'] if vowel(*a) => word.truncate(len - 1),
        [_, _, _, .., b'o' | b'e', b'f'] => word[len - 1] = b'v',
        [_, _, .., c, b'r'] if !vowel(*c) && !glide(*c) && *c != b'r' => word.insert(len - 1, b'e'),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transliterations_of_one_name_meet() {
        for same in [
            &["Sergei", "Sergey", "Sergej", "Sergeij", "Serguei", "SERGEI", "Sergeï"][..],
            &["Yermakov", "Ermakov", "Jermakow", "Yermakoff"],
            &["Podberyozkin", "Podberezkin", "Podberёzkin", "Podberjozkin"],
            &["Zelensky", "Zelenskyy", "Zelenskiy", "Zelenskij", "Zelenski"],
            &["Kiev", "Kyiv"],
            &["Alexander", "Aleksandr", "Aleksander"],
            &["Alexei", "Alexey", "Aleksej", "Aleksei"],
            &["Yury", "Yuri", "Yuriy", "Juri", "Iurii"],
            &["Nebenzya", "Nebenzia"],
            &["Tokayev", "Tokaev"],
            &["Khrushchev", "Khrushchyov"],
            &["Mueller", "Müller"],
            &["Philip", "Filip"],
            &["Dmitry", "Dmitri", "Dmitriy", "Dmitrii"],
            &["O'Neill", "O’Neill", "ONeill"],
            &["Лавров", "Lavrov"],
        ] {
            let folds: Vec<_> = same.iter().map(|n| fold_name(n)).collect();
            assert!(folds.iter().all(|f| *f == folds[0]), "{same:?}: {folds:?}");
        }
    }

    #[test]
    fn different_names_stay_apart() {
        for (a, b) in [
            ("Lavrov", "Larov"),
            ("Ivanov", "Ivanova"),
            ("Putin", "Patin"),
            ("Clinton", "Linton"),
            ("Iran", "Iraq"),
            ("Austria", "Australia"),
            ("Macron", "Marcon"),
            ("May", "Mao"),
        ] {
            assert_ne!(fold_name(a), fold_name(b));
        }
    }

    #[test]
    fn articles_spaces_and_hyphens() {
        assert_eq!(fold_name("the Kremlin"), fold_name("Kremlin"));
        assert_eq!(fold_hash("Al-Jazeera"), fold_hash("al jazeera"));
        assert_eq!(fold_hash("the U.S."), fold_hash("US"));
        assert_eq!(fold_name("  "), "");
    }
}
