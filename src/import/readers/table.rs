//! Tables of articles, a row each: the separator is found, the columns by their names.

use super::{Draft, records};
use crate::import::ImportError;
use crate::import::columns::{Columns, Field};
use crate::import::decode::decode;

/// The rows of a table of text, with the names of its columns.
#[derive(Debug)]
pub struct Rows {
    /// The names.
    pub names: Vec<String>,
    /// The cells, with the line each row begins in.
    pub rows: Vec<(u64, Vec<String>)>,
}

/// Reads a table of articles. Rows are known by their number, so that what is added below changes none.
pub fn read(bytes: &[u8], name: &str, columns: &Columns) -> Vec<Draft> {
    match rows(bytes, name) {
        Ok(rows) => drafts(&rows, columns),
        Err(e) => Draft::whole(Err(e)),
    }
}

/// The articles of rows.
pub fn drafts(rows: &Rows, columns: &Columns) -> Vec<Draft> {
    let names: Vec<&str> = rows.names.iter().map(String::as_str).collect();
    let fields = columns.of(&names);
    if !fields.iter().any(|(field, _)| *field == Field::Body) {
        return Draft::whole(records::article(std::iter::empty(), &names));
    }
    let place = |column: &str| names.iter().position(|n| *n == column);
    let places: Vec<(Field, usize)> = fields.iter().filter_map(|(f, c)| Some((*f, place(c)?))).collect();
    let row = |((_, cells), n): (&(u64, Vec<String>), usize)| {
        let values = places.iter().filter_map(|(field, at)| Some((*field, cells.get(*at)?.clone())));
        Draft { part: format!("#{n}"), article: records::article(values, &names), heading: None }
    };
    rows.rows.iter().zip(1..).map(row).collect()
}

/// Reads the rows of a table.
///
/// # Errors
/// Where it is no text, or no table.
pub fn rows(bytes: &[u8], name: &str) -> Result<Rows, ImportError> {
    let text = decode(bytes)?.text;
    let (said, text) = match text.strip_prefix("sep=").and_then(|rest| rest.split_once('\n')) {
        Some((sep, rest)) => (sep.bytes().next(), rest),
        None => (None, text.as_str()),
    };
    let separator = said.unwrap_or_else(|| separator(text, name));
    let mut reader =
        csv::ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(text.as_bytes());
    let wrong = |e: csv::Error| ImportError::NoArticle(format!("it is no table: {e}"));
    let names = reader.headers().map_err(wrong)?.iter().map(|n| n.trim().to_owned()).collect();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(wrong)?;
        let line = record.position().map_or(0, csv::Position::line);
        rows.push((line, record.iter().map(str::to_owned).collect()));
    }
    Ok(Rows { names, rows })
}

/// The sign that stands most often in the first line, outside of quotation marks.
fn separator(text: &str, name: &str) -> u8 {
    let mut quoted = false;
    let mut counts = [(b'\t', 0), (b',', 0), (b';', 0), (b'|', 0)];
    for byte in text.lines().next().unwrap_or("").bytes() {
        quoted ^= byte == b'"';
        if !quoted {
            counts.iter_mut().filter(|(sign, _)| *sign == byte).for_each(|(_, n)| *n += 1);
        }
    }
    let usual = if name.to_lowercase().ends_with(".csv") { b',' } else { b'\t' };
    counts.iter().rev().max_by_key(|(_, n)| *n).filter(|(_, n)| *n > 0).map_or(usual, |(sign, _)| *sign)
}
