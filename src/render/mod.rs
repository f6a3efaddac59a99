//! Results as text: one file for each format. Takes columns and rows of [`Cell`]s, knows nothing of databases.

mod citation;
mod csv;
mod flow;
mod html;
mod json;
mod layout;
mod link;
mod markdown;
mod matrix;
mod table;
mod vertical;
mod visible;

pub use citation::{CITATION_STYLES, Citation, markdown_text};
pub use flow::{Flow, Paint};
pub use visible::{visible, visible_line};

use crate::domain::Cell;
use std::io::{self, Write};

/// The formats, by the names they have on the command line.
pub const FORMATS: &[&str] = &["table", "vertical", "markdown", "csv", "tsv", "json", "jsonl", "html"];

/// How results are to look.
#[derive(Clone, Debug)]
pub struct Style {
    /// Width of a table in terminal columns.
    pub width: usize,
    /// Whether to use colours and bold.
    pub color: bool,
    /// Whether a person's terminal receives the text: then nothing in it may control that terminal, in any format.
    pub terminal: bool,
    /// Whether that terminal makes links of text.
    pub links: bool,
    /// Whether to begin with the columns' names, in the formats that can do without.
    pub header: bool,
}

/// Writes one result: the columns, each row, the end.
pub trait Renderer {
    /// Takes the columns' names, before any row.
    ///
    /// # Errors
    /// Where the output can't be written.
    fn columns(&mut self, names: &[String]) -> io::Result<()>;

    /// Takes a row, as many cells as there are columns.
    ///
    /// # Errors
    /// Where the output can't be written.
    fn row(&mut self, cells: &[Cell]) -> io::Result<()>;

    /// Writes what is left.
    ///
    /// # Errors
    /// Where the output can't be written.
    fn finish(&mut self) -> io::Result<()>;
}

/// The renderer of the format with this name, one of [`FORMATS`]; an unknown name is a table.
pub fn renderer<'a>(format: &str, out: &'a mut dyn Write, style: &Style) -> Box<dyn Renderer + 'a> {
    match format {
        "csv" => Box::new(csv::Csv::new(out, b',', style)),
        "tsv" => Box::new(csv::Csv::new(out, b'\t', style)),
        "json" => Box::new(json::Json::array(out, style)),
        "jsonl" => Box::new(json::Json::lines(out, style)),
        "html" => Box::new(html::Html::new(out, style)),
        "markdown" => Box::new(markdown::Markdown::new(out)),
        "vertical" => Box::new(vertical::Vertical::new(out, style)),
        _ => Box::new(table::Table::new(out, style)),
    }
}

/// A renderer that makes a matrix first: the values of the column `over.0` become columns, those of `over.1` fill them.
pub fn matrix<'a>(
    format: &str,
    out: &'a mut dyn Write,
    style: &Style,
    over: (String, String),
) -> Box<dyn Renderer + 'a> {
    Box::new(matrix::Matrix::new(out, format, style, over))
}
