//! Comma- and tab-separated values, as RFC 4180 has them: text exactly as stored, NULL as nothing.
//!
//! A spreadsheet runs a cell that begins like a formula, whoever wrote it. Where that is to be prevented, such a cell gets a
//! `'` before it, which spreadsheets take for "this is text", and all text stands in quotation marks, so that no part of it
//! becomes a cell of its own where another character separates them.

use super::{Renderer, Style, visible};
use crate::domain::Cell;
use std::borrow::Cow;
use std::io::{self, Write};

/// What a formula begins with, in any width; a tab or line break may hide it.
const FORMULA: &[char] = &['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

pub struct Csv<'a> {
    writer: csv::Writer<&'a mut dyn Write>,
    header: bool,
    terminal: bool,
    safe: bool,
}

impl<'a> Csv<'a> {
    pub fn new(out: &'a mut dyn Write, delimiter: u8, style: &Style) -> Self {
        let quotes = if style.csv_safe { csv::QuoteStyle::NonNumeric } else { csv::QuoteStyle::Necessary };
        let writer = csv::WriterBuilder::new().delimiter(delimiter).quote_style(quotes).from_writer(out);
        Self { writer, header: style.header, terminal: style.terminal, safe: style.csv_safe }
    }

    fn record<'b>(&mut self, fields: impl Iterator<Item = &'b str>) -> io::Result<()> {
        for field in fields {
            let field = if self.terminal { visible(field) } else { field.into() };
            let field = if self.safe { guarded(field) } else { field };
            self.writer.write_field(field.as_bytes()).map_err(plain)?;
        }
        self.writer.write_record(None::<&[u8]>).map_err(plain)
    }
}

/// The field, unable to be a formula. A plain number is none.
fn guarded(field: Cow<'_, str>) -> Cow<'_, str> {
    let formula = field.starts_with(FORMULA) || field.trim_start().starts_with(FORMULA);
    let number = field.parse::<f64>().is_ok_and(f64::is_finite);
    if formula && !number { format!("'{field}").into() } else { field }
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
        self.record(texts.iter().map(String::as_str))?;
        // Whoever waits for the first row gets it, however long the next one takes.
        self.writer.flush()
    }

    fn finish(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_text() {
        for formula in ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", " =1", "-cmd", "＝1", "+inf", "-"]
        {
            assert_eq!(guarded(formula.into()), format!("'{formula}"));
        }
        for plain in ["-1", "+2.5", "-1e3", "text", "", "a=b", "'=1"] {
            assert_eq!(guarded(plain.into()), plain);
        }
    }
}
