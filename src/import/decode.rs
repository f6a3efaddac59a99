//! Bytes to normalised text: encoding, byte order mark, line ends, NUL.

use super::ImportError;
use encoding_rs::{Encoding, UTF_8};
use std::borrow::Cow;

/// Decodes a file and normalises it once, so that offsets into the text mean the same for good.
///
/// A byte order mark decides the encoding, then UTF-8 where the bytes are valid UTF-8, then the likeliest legacy
/// encoding. `\r\n` and `\r` become `\n`; what no text may hold (NUL) becomes U+FFFD.
///
/// # Errors
/// [`ImportError::Binary`] where the bytes are no text in any encoding, [`ImportError::Empty`] for white space alone.
pub fn decode(bytes: &[u8]) -> Result<String, ImportError> {
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or((UTF_8, 0));
    let payload = bytes.get(mark..).unwrap_or(&[]);
    let text: Cow<'_, str> = match std::str::from_utf8(payload) {
        Ok(text) if encoding == UTF_8 => Cow::Borrowed(text),
        _ if mark > 0 => encoding.decode_without_bom_handling(payload).0,
        _ => {
            refuse_binary(payload)?;
            let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
            detector.feed(payload, true);
            detector.guess(None, chardetng::Utf8Detection::Deny).decode_without_bom_handling(payload).0
        }
    };
    refuse_control(&text)?;
    let normal = text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "\u{fffd}");
    if normal.trim().is_empty() { Err(ImportError::Empty) } else { Ok(normal) }
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

    #[test]
    fn line_ends_marks_and_nul_are_normalised() {
        assert_eq!(decode("\u{feff}a\r\nb\rc".as_bytes()).unwrap(), "a\nb\nc");
        let long = format!("{}\0", "word ".repeat(20));
        assert!(decode(long.as_bytes()).unwrap().ends_with('\u{fffd}'));
    }

    #[test]
    fn utf_16_and_legacy_encodings_are_read() {
        let utf16: Vec<u8> =
            [0xff, 0xfe].into_iter().chain("Да".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(decode(&utf16).unwrap(), "Да");
        assert_eq!(
            decode(b"the caf\xe9 said \x93no\x94 to everybody").unwrap(),
            "the café said “no” to everybody"
        );
    }

    #[test]
    fn binary_and_empty_files_are_refused() {
        assert!(matches!(decode(b"\x89PNG\r\n\x1a\n\x00\x00\xff\xd8"), Err(ImportError::Binary { .. })));
        assert!(matches!(decode(b"\x00\x01\x02\x03"), Err(ImportError::Binary { .. })));
        assert!(matches!(decode(b""), Err(ImportError::Empty)));
        assert!(matches!(decode(b" \n\t\n"), Err(ImportError::Empty)));
    }
}
