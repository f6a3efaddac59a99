//! Comma- and tab-separated values, as RFC 4180 has them: text exactly as stored, NULL as nothing.

use super::{Renderer, Style, visible};
use crate::domain::Cell;
use std::io::{self, Write};

pub struct Csv<'a> {
    writer: csv::Writer<&'a mut dyn Write>,
    header: bool,
    terminal: bool,
}

impl<'a> Csv<'a> {
    pub fn new(out: &'a mut dyn Write, delimiter: u8, style: &Style) -> Self {
        let writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(out);
        Self { writer, header: style.header, terminal: style.terminal }
    }

    fn record<'b>(&mut self, fields: impl Iterator<Item = &'b str>) -> io::Result<()> {
        for field in fields {
            let field = if self.terminal { visible(field) } else { field.into() };
            self.writer.write_field(field.as_bytes()).map_err(plain)?;
        }
        self.writer.write_record(None::<&[u8]>).map_err(plain)
    }
}

/// The error of the output itself: a reader that has gone must be known as such.
fn plain(e: csv::Error) -> io::Error {
    match e.into_kind() {
        csv::ErrorKind::Io(e) => e,
        other => io::Error::other(format!("{other:?}")),
    }
}

impl Renderer for Csv<'_> {
    fn columns(&mut self, names: &[String]) -> io::Result<()> {
        if self.header { self.record(names.iter().map(String::as_str)) } else { Ok(()) }
    }

    fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        let texts: Vec<_> = cells.iter().map(Cell::to_text).collect();
        self.record(texts.iter().map(String::as_str))
    }

    fn finish(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}
