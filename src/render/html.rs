//! A web page with one table: opens in a browser as it is. Links where a value is the address of a web page.

use super::{Renderer, Style, visible};
use crate::domain::Cell;
use std::io::{self, Write};

/// Plain enough to be changed by hand, and readable on light and dark screens and on paper.
const HEAD: &str = "<!DOCTYPE html>
<html lang=\"en\">
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width\">
<title>kb</title>
<style>
:root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif; }
table { border-collapse: collapse; }
th, td { padding: .35em .7em; text-align: left; vertical-align: top; border-bottom: 1px solid #8886; white-space: pre-line; }
th { position: sticky; top: 0; background: Canvas; }
td.n { text-align: right; font-variant-numeric: tabular-nums; }
</style>
<table>
";

pub struct Html<'a> {
    out: &'a mut dyn Write,
    header: bool,
}

impl<'a> Html<'a> {
    pub fn new(out: &'a mut dyn Write, style: &Style) -> Self {
        Self { out, header: style.header }
    }

    /// A page is read by people, wherever it is written to: nothing in it may turn a line around unseen, and control
    /// characters are no HTML.
    fn escaped(text: &str) -> String {
        let text = visible(text);
        text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
    }
}

impl Renderer for Html<'_> {
    fn columns(&mut self, names: &[String]) -> io::Result<()> {
        self.out.write_all(HEAD.as_bytes())?;
        if self.header {
            let cells: String = names.iter().map(|n| format!("<th>{}</th>", Self::escaped(n))).collect();
            writeln!(self.out, "<thead><tr>{cells}</tr></thead>")?;
        }
        self.out.write_all(b"<tbody>\n")
    }

    fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        self.out.write_all(b"<tr>")?;
        for cell in cells {
            let text = Self::escaped(&cell.to_text());
            match text.starts_with("https://") || text.starts_with("http://") {
                true => write!(self.out, "<td><a href=\"{text}\">{text}</a></td>")?,
                false if cell.is_number() => write!(self.out, "<td class=\"n\">{text}</td>")?,
                false => write!(self.out, "<td>{text}</td>")?,
            }
        }
        self.out.write_all(b"</tr>\n")
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.write_all(b"</tbody>\n</table>\n</html>\n")?;
        self.out.flush()
    }
}
