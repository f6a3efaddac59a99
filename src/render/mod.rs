//! Results as text: one file for each format. Takes columns and rows of [`Cell`]s, knows nothing of databases.

mod citation;
mod csv;
mod flow;
mod html;
mod json;
mod layout;
mod link;
mod long;
mod markdown;
mod matrix;
mod table;
mod vertical;
mod visible;
mod wrap;

pub use citation::{CITATION_STYLES, Citation, markdown_text};
pub use flow::{Flow, MARKED, Paint, stance_color};
pub use visible::{visible, visible_line};
pub use wrap::wrapped;

use crate::domain::Cell;
use std::io::{self, Write};

/// The formats, by the names they have on the command line.
pub const FORMATS: &[&str] = &["table", "vertical", "markdown", "csv", "tsv", "json", "jsonl", "html"];

/// How results are to look.
#[derive(Clone, Debug, Default)]
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
    /// Whether a person has named the columns: then a table takes none of them out for what it holds.
    pub named: bool,
    /// Whether cells of csv and tsv that a spreadsheet would run are guarded.
    pub csv_safe: bool,
    /// Columns that a table does not leave out: rows are stacked where there is no room for them.
    pub answers: Vec<String>,
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

#[cfg(test)]
mod tests {
    use super::*;

    /// What a hostile article may say: colours, a title for the window, a link, text turned around.
    const HOSTILE: &str = "a\u{1b}[31mb\u{1b}]0;title\u{7}c\u{1b}]8;;https://evil.example\u{1b}\\d\u{202e}e\u{9b}2Jf | <b>\u{8}";

    fn rendered(format: &str, style: &Style, rows: &[[&str; 2]]) -> String {
        let mut out = Vec::new();
        {
            let mut renderer = renderer(format, &mut out, style);
            renderer.columns(&["quote".to_owned(), "title\u{1b}[2J".to_owned()]).unwrap();
            for row in rows {
                renderer.row(&row.map(|t| Cell::Text(t.to_owned()))).unwrap();
            }
            renderer.finish().unwrap();
        }
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn no_format_lets_text_control_a_terminal() {
        let style = Style { width: 80, terminal: true, links: true, header: true, ..Style::default() };
        for format in FORMATS {
            let text = rendered(format, &style, &[[HOSTILE, "x"], ["y", HOSTILE]]);
            let bad: Vec<char> = text
                .chars()
                .filter(|c| (c.is_control() && !matches!(c, '\n' | '\t' | '\r')) || *c == '\u{202e}')
                .collect();
            assert!(bad.is_empty(), "{format}: {bad:?}");
        }
    }

    #[test]
    fn a_file_gets_the_text_as_it_is() {
        let style = Style { width: 80, ..Style::default() };
        assert_eq!(rendered("tsv", &style, &[["a\u{202e}", "b"]]), "a\u{202e}\tb\n");
        assert!(rendered("html", &style, &[["a\u{202e}\u{1b}", "b"]]).contains("<td>a&lt;U+202E&gt;␛</td>"));
        assert!(
            rendered("html", &style, &[["<b>&", "https://x.example/?a=1&b"]])
                .contains("<td>&lt;b&gt;&amp;</td><td><a href=\"https://x.example/?a=1&amp;b\">")
        );
    }

    #[test]
    fn a_line_of_a_narrow_matrix_is_one_line() {
        let mut out = Vec::new();
        let style = Style { width: 30, header: true, ..Style::default() };
        let mut renderer = matrix("table", &mut out, &style, ("issue".into(), "stance".into()));
        renderer.columns(&["actor", "issue", "stance"].map(str::to_owned)).unwrap();
        for issue in ["The first matter in dispute", "The second matter", "A third", "A fourth"] {
            let row = ["The Committee on Foreign Affairs", issue, "opposes"];
            renderer.row(&row.map(|t| Cell::Text(t.to_owned()))).unwrap();
        }
        renderer.finish().unwrap();
        drop(renderer);
        let text = String::from_utf8(out).unwrap();
        assert!(text.contains("The Committee on…  −  −  −  −\n"), "{text}");
    }

    #[test]
    fn a_matrix_is_a_grid() {
        let mut out = Vec::new();
        let style = Style { width: 40, header: true, ..Style::default() };
        let rows = [["Mira", "lake", "supports"], ["Mira", "fish", "opposes"], ["Oren", "lake", "opposes"]];
        for format in ["csv", "table"] {
            let mut renderer = matrix(format, &mut out, &style, ("issue".into(), "stance".into()));
            renderer.columns(&["actor", "issue", "stance"].map(str::to_owned)).unwrap();
            rows.iter().for_each(|r| renderer.row(&r.map(|t| Cell::Text(t.to_owned()))).unwrap());
            renderer.finish().unwrap();
        }
        let text = String::from_utf8(out).unwrap();
        assert!(text.starts_with("actor,fish,lake\nMira,opposes,supports\nOren,,opposes\n"), "{text}");
    }
}
