//! Text of others on its way out: made visible where a person looks at it, otherwise as it is.

use crate::render::visible;
use std::io::{self, Write};

/// Passes text on, line by line where it is to be made visible.
pub struct Shown<W: Write> {
    out: W,
    person: bool,
    line: Vec<u8>,
}

impl<W: Write> Shown<W> {
    /// For a person, or not.
    pub fn new(out: W, person: bool) -> Self {
        Self { out, person, line: Vec::new() }
    }

    /// Passes on what is left.
    pub fn into_inner(mut self) -> io::Result<W> {
        self.pass()?;
        Ok(self.out)
    }

    fn pass(&mut self) -> io::Result<()> {
        let line = std::mem::take(&mut self.line);
        self.out.write_all(visible(&String::from_utf8_lossy(&line)).as_bytes())
    }
}

impl<W: Write> Write for Shown<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.person {
            return self.out.write(bytes);
        }
        self.line.extend_from_slice(bytes);
        if bytes.contains(&b'\n') {
            let end = self.line.iter().rposition(|b| *b == b'\n').map_or(0, |i| i + 1);
            let rest = self.line.split_off(end);
            self.pass()?;
            self.line = rest;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.pass()?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_sees_what_a_file_holds() {
        let written = |person| {
            let mut out = Shown::new(Vec::new(), person);
            for piece in ["a\u{1b}[2", "J\nb\u{202e}", "c"] {
                out.write_all(piece.as_bytes()).unwrap();
            }
            String::from_utf8(out.into_inner().unwrap()).unwrap()
        };
        assert_eq!(written(true), "a␛[2J\nb<U+202E>c");
        assert_eq!(written(false), "a\u{1b}[2J\nb\u{202e}c");
    }
}
