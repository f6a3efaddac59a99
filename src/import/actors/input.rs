//! The bytes of a file of actors: read as articles are where they are in another encoding, and never without a limit.

use super::Format;
use crate::import::ImportError;
use crate::import::decode::decode;
use std::io::{self, BufRead, BufReader, Cursor, Read};

/// Bytes that are read to tell the encoding; a longer file is UTF-8.
const HEAD: u64 = 32 << 20;
/// The longest line: an endless one has something else in it.
const LONGEST_LINE: u64 = 32 << 20;
/// The largest file in a format that does not go by lines.
const LARGEST: u64 = 256 << 20;

/// The file as UTF-8, and what to say of its encoding where that was guessed. Where single bytes are no UTF-8 they stay
/// as they are: their line is refused and named, since no name is to be kept with a letter lost.
pub(super) fn decoded<'a>(
    input: &'a mut dyn BufRead,
    format: Format,
) -> Result<(Box<dyn BufRead + 'a>, Option<String>), ImportError> {
    let mut head = Vec::new();
    input.take(HEAD).read_to_end(&mut head)?;
    let mut note = None;
    if (head.len() as u64) < HEAD && std::str::from_utf8(&head).is_err() {
        let read = decode(&head)?;
        if read.encoding != "UTF-8" {
            note = read.note;
            head = read.text.into_bytes();
        }
    }
    // Spreadsheets begin a file with a byte order mark.
    let mark = if head.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    let head = Cursor::new(head.split_off(mark));
    let by_line = matches!(format, Format::Csv | Format::JsonLines);
    let limited = Limited { input: head.chain(input), by_line, line: 1, bytes: 0 };
    Ok((Box::new(BufReader::with_capacity(1 << 16, limited)), note))
}

/// Ends the reading where a line, or the file, gets too long.
struct Limited<R> {
    input: R,
    by_line: bool,
    line: u64,
    /// Of the line, or of the file.
    bytes: u64,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.input.read(out)?;
        let read = out.get(..n).unwrap_or(&[]);
        match read.iter().rposition(|b| *b == b'\n').filter(|_| self.by_line) {
            Some(last) => {
                self.line += read.iter().filter(|b| **b == b'\n').count() as u64;
                self.bytes = (n - last - 1) as u64;
            }
            None => self.bytes += n as u64,
        }
        match self.by_line {
            true if self.bytes > LONGEST_LINE => {
                let limit = LONGEST_LINE >> 20;
                Err(io::Error::other(format!(
                    "line {} has more than {limit} MB, and no actor has so many",
                    self.line
                )))
            }
            false if self.bytes > LARGEST => {
                let limit = LARGEST >> 20;
                Err(io::Error::other(format!(
                    "it has more than {limit} MB; part it, or write one object a line (.jsonl)"
                )))
            }
            _ => Ok(n),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> (String, Option<String>) {
        let mut input = bytes;
        let (mut reader, note) = decoded(&mut input, Format::Csv).unwrap();
        let mut text = String::new();
        reader.read_to_string(&mut text).unwrap();
        drop(reader);
        (text, note)
    }

    #[test]
    fn encodings_are_read_as_those_of_articles() {
        let marked: Vec<u8> =
            "\u{feff}name,kind\nIda,person\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(text(&marked), ("name,kind\nIda,person\n".into(), None));
        let (read, note) = text(b"name,kind\nZo\xeb M\xfcller,person\n");
        assert_eq!(read, "name,kind\nZoë Müller,person\n");
        assert!(note.is_some_and(|n| n.contains("windows-1252")));
        assert_eq!(text("\u{feff}name\nZoë\n".as_bytes()), ("name\nZoë\n".into(), None));
    }

    #[test]
    fn endless_lines_and_files_are_refused() {
        for (format, told) in
            [(Format::Csv, "line 1 has more than 32 MB"), (Format::Json, "it has more than 256 MB")]
        {
            let mut endless = BufReader::new(io::repeat(b'a'));
            let (mut reader, _) = decoded(&mut endless, format).unwrap();
            let error = io::copy(&mut reader, &mut io::sink()).unwrap_err().to_string();
            assert!(error.contains(told), "{error}");
        }
    }
}
