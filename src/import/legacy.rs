//! Text in an encoding of the time before UTF-8: which one it may be in, and text that was once read in a wrong one.

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};

/// Characters above 127 that are looked at: more of them say nothing more.
const LOOKED_AT: usize = 4000;

/// The likeliest encoding of bytes that are no UTF-8, and the text in it.
///
/// The detector knows no Mac Roman and takes short French for Polish: where the text makes better sense as Mac Roman or
/// in the encoding of Western Windows, it is read so.
pub fn guess(bytes: &[u8]) -> (&'static Encoding, String) {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let detected = detector.guess(None, chardetng::Utf8Detection::Deny);
    let read = |encoding: &'static Encoding| {
        let text = encoding.decode_without_bom_handling(bytes).0.into_owned();
        (sense(&text), encoding, text)
    };
    let mut best = read(detected);
    // Any Cyrillic makes sense as Latin letters, too; what makes sense in another script is in it.
    if best.0 > 0 && is_foreign(&best.2) {
        return (best.1, best.2);
    }
    for encoding in [WINDOWS_1252, MACINTOSH] {
        let other = read(encoding);
        if other.0 > best.0 {
            best = other;
        }
    }
    (best.1, best.2)
}

/// Whether most letters above 127 are of another script than the Latin one.
fn is_foreign(text: &str) -> bool {
    let letters = text.chars().filter(|c| !c.is_ascii() && c.is_alphabetic()).take(LOOKED_AT);
    letters.map(|c| if script(c) == 0 { -1 } else { 1 }).sum::<i64>() > 0
}

/// How much sense the characters above 127 make where they stand: up for each that fits its neighbours, down for each
/// that does not.
fn sense(text: &str) -> i64 {
    let mut sum = 0;
    let mut seen = 0;
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if !c.is_ascii() {
            sum += fits(before, c, chars.peek().copied().unwrap_or(' '));
            seen += 1;
            if seen == LOOKED_AT {
                break;
            }
        }
        before = c;
    }
    sum
}

fn fits(before: char, c: char, after: char) -> i64 {
    let edge = |c: char| c.is_whitespace() || matches!(c, '(' | '[' | '"' | '—' | '–');
    match c {
        '“' | '‘' => {
            if edge(before) && !after.is_whitespace() {
                2
            } else {
                -2
            }
        }
        '’' if before.is_alphabetic() && after.is_alphabetic() => 2,
        '”' | '’' => {
            if !before.is_whitespace() && !after.is_alphanumeric() {
                2
            } else {
                -2
            }
        }
        // With spaces within, as in French, or without.
        '«' => {
            if edge(before) {
                2
            } else {
                -2
            }
        }
        '»' => {
            if !after.is_alphanumeric() {
                2
            } else {
                -2
            }
        }
        '–' | '—' | '…' | '\u{a0}' => 1,
        '£' | '€' | '§' | '°' => i64::from(!before.is_alphabetic()),
        c if c.is_control() || c == '\u{fffd}' => -4,
        c if c.is_alphabetic() => letter_fits(before, c, after),
        _ => -1,
    }
}

/// A letter stands among letters of its script, and a capital one at the head of a word or among capitals.
fn letter_fits(before: char, c: char, after: char) -> i64 {
    let other_script = |n: char| n.is_alphabetic() && script(n) != script(c);
    let alone = !before.is_alphabetic() && !after.is_alphabetic();
    if other_script(before) || other_script(after) || (c.is_uppercase() && before.is_lowercase()) {
        -2
    } else if alone || (c.is_uppercase() && before.is_whitespace() && after.is_uppercase()) {
        // One letter by itself, or a capital before another one: `Ò We`, `ÒWe`.
        -1
    } else {
        // The letters of Western Europe are what there is most of, in news in English.
        1 + i64::from(matches!(c, 'à'..='ÿ' | 'À'..='Ý'))
    }
}

/// A block of letters that stand in one word together.
fn script(c: char) -> u32 {
    match c as u32 {
        0..=0x24f | 0x1e00..=0x1eff => 0,
        0x370..=0x3ff => 1,
        0x400..=0x52f => 2,
        0x590..=0x5ff => 3,
        0x600..=0x6ff => 4,
        0xe00..=0xe7f => 5,
        _ => 6,
    }
}

/// What to say of a text that was UTF-8 once and was then read in a wrong encoding and saved: `â€œWe donâ€™tâ€`.
/// Nothing is repaired: nobody can tell what else has been done to it.
pub fn garbled(text: &str) -> Option<String> {
    let (mut sequences, mut others) = (0, 0);
    let mut first = None;
    let mut chars = text.char_indices().filter(|(_, c)| !c.is_ascii()).peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().filter(|(next, _)| *next == at + c.len_utf8()).map(|(_, n)| *n);
        if matches!(c, 'Ã' | 'Â' | 'â' | 'Ð' | 'Ñ') && next.is_some_and(is_sign) {
            sequences += 1;
            first.get_or_insert(at);
            // The signs of the sequence are no characters of their own.
            while chars.next_if(|(_, n)| is_sign(*n)).is_some() {}
        } else {
            others += 1;
        }
    }
    let first = first.filter(|_| sequences > others)?;
    let line = 1 + text.get(..first)?.matches('\n').count();
    let sample: String = text.get(first..)?.chars().take(2).collect();
    Some(format!(
        "it looks like UTF-8 that was read in a wrong encoding before (`{sample}` in line {line}); save it anew"
    ))
}

/// What Western Windows shows for the bytes 0x80 to 0xbf.
fn is_sign(c: char) -> bool {
    matches!(
        c,
        '\u{80}'
            ..='\u{bf}'
                | '€'
                | '‚'
                | 'ƒ'
                | '„'
                | '…'
                | '†'
                | '‡'
                | 'ˆ'
                | '‰'
                | 'Š'
                | '‹'
                | 'Œ'
                | 'Ž'
    ) || matches!(c, '‘' | '’' | '“' | '”' | '•' | '–' | '—' | '˜' | '™' | 'š' | '›' | 'œ' | 'ž' | 'Ÿ')
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{GBK, KOI8_R, SHIFT_JIS, WINDOWS_1251};

    #[test]
    fn western_text_is_read_as_such() {
        let latin = |t: &str| t.chars().map(|c| c as u32 as u8).collect::<Vec<u8>>();
        for text in ["« Nous partons », said Zoé.\n", "He paid £5.", "Ça va, dit José Muñoz à São Tomé."]
        {
            assert_eq!(guess(&latin(text)), (WINDOWS_1252, text.to_owned()));
        }
        let curly = b"\x93We don\x92t close,\x94 said Zo\xeb \x96 never.";
        assert_eq!(guess(curly).1, "“We don’t close,” said Zoë – never.");
    }

    #[test]
    fn mac_roman_is_told_from_windows() {
        let bytes =
            b"Caf\x8e owner Zo\x91 M\x9fller said: \xd2We don\xd5t close on Sundays \xd1 never.\xd3\n";
        let (encoding, text) = guess(bytes);
        assert_eq!(encoding, MACINTOSH);
        assert_eq!(text, "Café owner Zoë Müller said: “We don’t close on Sundays — never.”\n");
        assert_eq!(guess(b"\xd2We go,\xd3 he said.").1, "“We go,” he said.");
    }

    #[test]
    fn other_scripts_stay_what_the_detector_says() {
        let russian = "Министр сказал, что порт не закроют, и добавил: «Мы остаёмся здесь».";
        for (encoding, text) in [
            (WINDOWS_1251, russian),
            (KOI8_R, "Министр сказал, что порт не закроют, и добавил, что он остаётся здесь."),
            (GBK, "部长星期一说，港口不会关闭，我们将继续谈判，直到达成协议为止。"),
            (SHIFT_JIS, "大臣は月曜日に、港は閉鎖されないと述べた。交渉は続く。"),
        ] {
            assert_eq!(guess(&encoding.encode(text).0).1, text, "{}", encoding.name());
        }
    }

    #[test]
    fn text_that_is_already_garbled_is_told() {
        let note =
            garbled("Fine.\nCafÃ© owner ZoÃ« MÃ¼ller said: â€œWe donâ€™t close on Sundays.â€\n").unwrap();
        assert!(note.contains("`Ã©` in line 2"), "{note}");
        for fine in ["“We don’t,” said Zoë.", "SÃO PAULO", "Â", "plain"] {
            assert_eq!(garbled(fine), None);
        }
    }
}
