//! A table in GitHub-flavoured Markdown.

use super::{Renderer, visible::visible_line};
use crate::domain::Cell;
use std::io::{self, Write};

pub struct Markdown<'a> {
    out: &'a mut dyn Write,
}

impl<'a> Markdown<'a> {
    pub fn new(out: &'a mut dyn Write) -> Self {
        Self { out }
    }

    fn line<'b>(&mut self, cells: impl Iterator<Item = &'b str>) -> io::Result<()> {
        for cell in cells {
            write!(self.out, "| {} ", escaped(cell))?;
        }
        self.out.write_all(b"|\n")
    }
}

impl Renderer for Markdown<'_> {
    fn columns(&mut self, names: &[String]) -> io::Result<()> {
        self.line(names.iter().map(String::as_str))?;
        for _ in names {
            self.out.write_all(b"| --- ")?;
        }
        self.out.write_all(b"|\n")
    }

    fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        let texts: Vec<_> = cells.iter().map(Cell::to_text).collect();
        self.line(texts.iter().map(String::as_str))
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// The cell's text, unable to end the cell or to be read as markup.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible_line(text).chars() {
        if matches!(c, '|' | '\\' | '*' | '_' | '`' | '[' | ']' | '<' | '>') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
