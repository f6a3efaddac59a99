//! Bytes to normalised text: encoding, byte order mark, line ends, NUL. What had to be guessed or replaced is said.

use super::ImportError;
use super::legacy::{self, garbled};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// The text of a file, and how its bytes were read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text: `\n` line ends, no byte order mark, no NUL.
    pub text: String,
    /// The encoding's name: `UTF-8`, `windows-1252`.
    pub encoding: &'static str,
    /// What was guessed or replaced, in words for a person.
    pub note: Option<String>,
}

/// Decodes a file and normalises it once, so that offsets into the text mean the same for good.
///
/// A byte order mark decides the encoding; then UTF-8 where the bytes are valid UTF-8, or nearly all of those above 127
/// are: a stray byte becomes U+FFFD and is no reason to read the rest otherwise. Then UTF-16 by its zeros, then the
/// likeliest legacy encoding; both are guesses and said to be. `\r\n` and `\r` become `\n`; NUL becomes U+FFFD.
///
/// # Errors
/// [`ImportError::Binary`] where the bytes are no text in any encoding, [`ImportError::Empty`] for white space alone.
pub fn decode(bytes: &[u8]) -> Result<Decoded, ImportError> {
    let Decoded { text, encoding, note } = read(bytes)?;
    refuse_control(&text)?;
    let text = if text.contains(['\r', '\0']) {
        text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "\u{fffd}")
    } else {
        text
    };
    if text.trim().is_empty() { Err(ImportError::Empty) } else { Ok(Decoded { text, encoding, note }) }
}

/// Decodes a page, which may say itself what its encoding is; that goes before a guess.
///
/// # Errors
/// As [`decode`].
pub fn decode_page(bytes: &[u8]) -> Result<Decoded, ImportError> {
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or(bytes);
    let head = String::from_utf8_lossy(head).to_lowercase();
    let label = head.split("charset=").nth(1).map(|rest| rest.trim_start_matches(['"', '\'']));
    let label = label.and_then(|l| l.split(['"', '\'', ' ', '/', '>', ';']).next());
    let stated = label
        .and_then(|l| Encoding::for_label(l.as_bytes()))
        .filter(|e| *e != UTF_8 && e.is_ascii_compatible());
    let (Some(encoding), Err(_)) = (stated, std::str::from_utf8(bytes)) else { return decode(bytes) };
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    let note = damaged.then(|| format!("what is no {} in it became U+FFFD", encoding.name()));
    Ok(Decoded {
        text: text.replace("\r\n", "\n").replace(['\r', '\0'], "\n"),
        encoding: encoding.name(),
        note,
    })
}

fn read(bytes: &[u8]) -> Result<Decoded, ImportError> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let payload = bytes.get(mark..).unwrap_or(&[]);
        if encoding == UTF_8 {
            return Ok(read_utf8(payload, Strays::in_bytes(payload)));
        }
        let (text, damaged) = encoding.decode_without_bom_handling(payload);
        let note = damaged.then(|| format!("what is no {} in it became U+FFFD", encoding.name()));
        return Ok(Decoded { text: text.into_owned(), encoding: encoding.name(), note });
    }
    if let Some(encoding) = utf16(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        let note = format!("read as {} (a guess: it has no byte order mark)", encoding.name());
        return Ok(Decoded { text: text.into_owned(), encoding: encoding.name(), note: Some(note) });
    }
    let strays = Strays::in_bytes(bytes);
    if strays.are_few() {
        return Ok(read_utf8(bytes, strays));
    }
    refuse_binary(bytes)?;
    let (encoding, text) = legacy::guess(bytes);
    let note = Some(format!("read as {} (a guess)", encoding.name()));
    Ok(Decoded { text, encoding: encoding.name(), note })
}

fn read_utf8(bytes: &[u8], strays: Strays) -> Decoded {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let note = match strays.first {
        Some(first) => Some(strays.told(bytes, first)),
        None => garbled(&text),
    };
    Decoded { text, encoding: UTF_8.name(), note }
}

/// What is no UTF-8 in a text, weighed against what is.
#[derive(Clone, Copy, Debug, Default)]
struct Strays {
    /// Places that become one U+FFFD each.
    count: usize,
    /// The offset of the first.
    first: Option<usize>,
    /// How much the sequences of several bytes speak for UTF-8: hardly any other encoding forms them by chance.
    weight: usize,
}

impl Strays {
    fn in_bytes(bytes: &[u8]) -> Self {
        let mut found = Self::default();
        let mut at = 0;
        for chunk in bytes.utf8_chunks() {
            found.weight += chunk.valid().chars().map(weight).sum::<usize>();
            at += chunk.valid().len();
            let invalid = chunk.invalid();
            if !invalid.is_empty() {
                found.count += 1;
                found.first.get_or_insert(at);
                // A curly quotation mark or dash that has lost its last byte: no other encoding writes that.
                found.weight += if invalid.starts_with(&[0xe2, 0x80]) { 2 } else { 0 };
            }
            at += invalid.len();
        }
        found
    }

    fn are_few(self) -> bool {
        self.weight >= 2 * self.count
    }

    fn told(self, bytes: &[u8], first: usize) -> String {
        let line = 1 + bytes.iter().take(first).filter(|b| **b == b'\n').count();
        let place = format!("line {line}, byte {}", first + 1);
        match self.count {
            1 => format!("one byte is not UTF-8 and became U+FFFD ({place})"),
            n => format!("{n} bytes are not UTF-8 and became U+FFFD (the first: {place})"),
        }
    }
}

/// In Windows' and Apple's encodings two letters beside each other may look like a sequence of two bytes, but hardly
/// `Ã` or `Â` before a sign, and hardly any three or four bytes.
fn weight(c: char) -> usize {
    match c {
        '\0'..='\u{7f}' => 0,
        '\u{80}'..='\u{ff}' => 2,
        '\u{100}'..='\u{7ff}' => 1,
        _ => 3,
    }
}

/// How many bytes at the head of a file are looked at for UTF-16.
const SAMPLE: usize = 1 << 16;

/// UTF-16 without a mark is known by its zeros: every second byte says which block a letter is from, and a text has
/// letters of one block, and spaces and full stops, whose byte is zero.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..bytes.len().min(SAMPLE) & !1)?;
    let one_block = |high: usize| {
        let mut counts = [0_usize; 256];
        sample.iter().skip(high).step_by(2).for_each(|b| counts[usize::from(*b)] += 1);
        let zeros_elsewhere = sample.iter().skip(1 - high).step_by(2).filter(|b| **b == 0).count();
        let units = sample.len() / 2;
        let most = counts.iter().skip(1).max().copied().unwrap_or(0);
        let plausible =
            counts[0] * 50 >= units && zeros_elsewhere * 100 <= units && (counts[0] + most) * 10 >= units * 8;
        plausible && units > 1
    };
    let encoding = match (one_block(1), one_block(0)) {
        (true, false) => UTF_16LE,
        (false, true) => UTF_16BE,
        _ => return None,
    };
    let text = encoding.decode_without_bom_handling_and_without_replacement(sample)?;
    refuse_control(&text).is_ok().then_some(encoding)
}

/// Legacy text has no control bytes but white space; a picture or an archive has them within its first bytes.
fn refuse_binary(bytes: &[u8]) -> Result<(), ImportError> {
    let control = |b: &u8| *b < 0x20 && !matches!(*b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b);
    match bytes.iter().position(control) {
        Some(offset) => Err(ImportError::Binary { offset, byte: bytes[offset] }),
        None => Ok(()),
    }
}

/// Valid UTF-8 may be binary all the same; a few stray control characters are damage that news sites do ship.
fn refuse_control(text: &str) -> Result<(), ImportError> {
    let control =
        |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{1b}' | '\u{85}');
    let count = text.chars().filter(|c| control(*c)).count();
    if count * 50 <= text.len() {
        return Ok(());
    }
    let offset = text.find(control).unwrap_or(0);
    Err(ImportError::Binary { offset, byte: text.as_bytes().get(offset).copied().unwrap_or(0) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> String {
        decode(bytes).unwrap().text
    }

    const CAFE: &str = "Café owner Zoë Müller said: “We don’t close on Sundays — never.”\n";

    #[test]
    fn line_ends_marks_and_nul_are_normalised() {
        assert_eq!(text("\u{feff}a\r\nb\rc".as_bytes()), "a\nb\nc");
        let long = format!("{}\0", "word ".repeat(20));
        assert!(text(long.as_bytes()).ends_with('\u{fffd}'));
        assert_eq!(
            decode(CAFE.as_bytes()).unwrap(),
            Decoded { text: CAFE.into(), encoding: "UTF-8", note: None }
        );
    }

    #[test]
    fn one_stray_byte_spoils_nothing_else() {
        for (before, stray) in
            [(40, &b"He left.\x93 Then."[..]), (1, b"\x92"), (1, b"\xe2\x80x"), (200, b"\xff\xfe")]
        {
            let mut bytes = CAFE.repeat(before).into_bytes();
            bytes.extend(stray);
            let read = decode(&bytes).unwrap();
            assert!(read.text.starts_with(CAFE) && read.text.contains('\u{fffd}'), "{stray:?}");
            let place = format!("line {}, byte", before + 1);
            assert!(read.note.as_deref().is_some_and(|n| n.contains(&place)), "{:?}", read.note);
        }
    }

    /// 60 texts with one byte made another one, in all places: whatever else happens, no word is garbled.
    #[test]
    fn mutated_texts_are_never_garbled() {
        for n in 0..60_usize {
            let mut bytes = CAFE.repeat(1 + n % 7).into_bytes();
            let at = n * 7919 % bytes.len();
            bytes[at] = 0x80 + (n * 37 % 128) as u8;
            let read = decode(&bytes).unwrap();
            assert_eq!(read.encoding, "UTF-8", "{n}");
            assert!(!read.text.contains("â€") && !read.text.contains('Ã'), "{n}: {}", read.text);
            assert!(read.note.is_some() || std::str::from_utf8(&bytes).is_ok(), "{n}");
        }
    }

    #[test]
    fn utf_16_is_read_with_and_without_a_mark() {
        let little = |t: &str| t.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let big = |t: &str| t.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
        let marked = [&[0xff, 0xfe], little("Да").as_slice()].concat();
        assert_eq!(decode(&marked).unwrap(), Decoded { text: "Да".into(), encoding: "UTF-16LE", note: None });
        for sample in [CAFE, "Yes.", "Министр сказал: «Нет, мы не закрываем порт»."]
        {
            for (bytes, name) in [(little(sample), "UTF-16LE"), (big(sample), "UTF-16BE")] {
                let read = decode(&bytes).unwrap();
                assert_eq!((read.text.as_str(), read.encoding), (sample, name));
                assert!(read.note.is_some_and(|n| n.contains("no byte order mark")));
            }
        }
    }

    #[test]
    fn a_guess_is_told() {
        let read = decode(b"the caf\xe9 said \x93no\x94 to everybody").unwrap();
        assert_eq!(read.text, "the café said “no” to everybody");
        assert_eq!(read.note.as_deref(), Some("read as windows-1252 (a guess)"));
    }

    #[test]
    fn binary_and_empty_files_are_refused() {
        assert!(matches!(decode(b"\x89PNG\r\n\x1a\n\x00\x00\xff\xd8"), Err(ImportError::Binary { .. })));
        assert!(matches!(decode(b"\x00\x01\x02\x03"), Err(ImportError::Binary { .. })));
        assert!(matches!(decode(b"\x00\x00\x00\x00"), Err(ImportError::Binary { .. })));
        assert!(matches!(decode(b""), Err(ImportError::Empty)));
        assert!(matches!(decode(b" \n\t\n"), Err(ImportError::Empty)));
    }
}
