//! A table as wide as the terminal, for people.
//!
//! What [`lay_out`] takes out of the table is not lost silently: constant columns are said once, above; the others are
//! named below. A line between rows stands only where a cell wraps. A single row that does not fit its line, or
//! columns too many for any table, are shown one value a line.

use super::flow::{MARKED, stance_color};
use super::layout::{BESIDE, Layout, display_width, lay_out};
use super::link::linked;
use super::long::{self, LONG};
use super::vertical::Vertical;
use super::{Renderer, Style, visible::visible_line};
use crate::domain::Cell;
use comfy_table::{
    Attribute, Cell as Field, CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, TableStyle,
    Width,
};
use std::borrow::Cow;
use std::io::{self, Write};
use unicode_width::UnicodeWidthChar;

/// Rows laid out together; later batches keep the first one's widths, so that memory stays bounded.
const BATCH: usize = 1000;
/// Bytes of text that are laid out together; a single row may have more.
const BATCH_BYTES: usize = 8 << 20;
/// A longer word is cut into lines here: the table's own way to break one copies the rest of it for every line.
const LONG_WORD: usize = 256;
/// A column narrower than this, on the average, can't be read.
const MIN_COLUMN: usize = 9;
/// Columns that a reader looks for; the others step back.
const MAIN_COLUMNS: &[&str] =
    &["actor", "quote", "snippet", "evidence", "stance", "issue", "query", "period", "bar", "quote_id"];

pub struct Table<'a> {
    out: &'a mut dyn Write,
    style: Style,
    names: Vec<String>,
    rows: Vec<Vec<Cell>>,
    bytes: usize,
    /// Decided by the first batch.
    layout: Option<Layout>,
}

impl<'a> Table<'a> {
    pub fn new(out: &'a mut dyn Write, style: &Style) -> Self {
        Self { out, style: style.clone(), names: Vec::new(), rows: Vec::new(), bytes: 0, layout: None }
    }

    /// Draws the rows gathered so far; `last` where the result ends with them.
    fn flush_batch(&mut self, last: bool) -> io::Result<()> {
        let rows = std::mem::take(&mut self.rows);
        self.bytes = 0;
        if rows.is_empty() {
            return Ok(());
        }
        let text = |c: &Cell| (*c != Cell::Null).then(|| visible_line(&c.to_text()));
        let texts: Vec<Vec<Option<String>>> = rows.iter().map(|r| r.iter().map(text).collect()).collect();
        if let Some(layout) = self.layout.take() {
            if is_long(&texts) {
                self.draw_long(&rows, &texts, &layout, false)?;
                self.layout = Some(layout);
                return Ok(());
            }
            let lines = self.draw(&rows, &texts, &layout, false);
            self.layout = Some(layout);
            return self.print(&lines);
        }
        let mut layout = lay_out(&self.names, &texts, &self.style, last);
        if self.style.links {
            // The address is behind the title.
            layout.left_out.retain(|c| self.names[*c] != "url");
        }
        let beside = |c: &&usize| BESIDE.contains(&self.names[**c].as_str());
        let columns = layout.shown.len() + layout.left_out.iter().filter(|c| !beside(c)).count();
        let too_many = !layout.left_out.is_empty() && columns * MIN_COLUMN > self.style.width;
        let one_long_row = last && rows.len() == 1 && layout.left_out.iter().any(|c| !beside(&c));
        if too_many || one_long_row || layout.crowded {
            let mut vertical = Vertical::new(self.out, &self.style);
            vertical.columns(&self.names)?;
            return rows.iter().try_for_each(|row| vertical.row(row));
        }
        for c in &layout.constant {
            writeln!(self.out, "{}: {}", self.names[*c], texts[0][*c].as_deref().unwrap_or(""))?;
        }
        if !layout.constant.is_empty() {
            writeln!(self.out)?;
        }
        if is_long(&texts) {
            let lines = self.draw(&[], &[], &layout, self.style.header);
            self.print(&lines)?;
            self.draw_long(&rows, &texts, &layout, true)?;
        } else {
            let lines = self.draw(&rows, &texts, &layout, self.style.header);
            self.print(&lines)?;
        }
        // Nobody misses an address that there is none of.
        let missed: Vec<usize> =
            layout.empty.iter().copied().filter(|c| !BESIDE.contains(&self.names[*c].as_str())).collect();
        self.name("no value in", &missed)?;
        self.name("no room for", &layout.left_out)?;
        self.layout = Some(layout);
        Ok(())
    }

    fn draw_long(
        &mut self,
        rows: &[Vec<Cell>],
        texts: &[Vec<Option<String>>],
        layout: &Layout,
        first: bool,
    ) -> io::Result<()> {
        let widths: Vec<usize> = layout.shown.iter().map(|(_, width)| usize::from(*width)).collect();
        for (i, (row, text)) in rows.iter().zip(texts).enumerate() {
            let field = |(c, _): &(usize, u16)| (text[*c].as_deref().unwrap_or(""), row[*c].is_number());
            let fields = layout.shown.iter().map(field).collect();
            long::draw(self.out, &[fields], &widths, first && i == 0)?;
        }
        Ok(())
    }

    fn draw(
        &self,
        rows: &[Vec<Cell>],
        texts: &[Vec<Option<String>>],
        layout: &Layout,
        header: bool,
    ) -> Vec<String> {
        let mut table = comfy_table::Table::new();
        table.set_content_arrangement(ContentArrangement::Disabled);
        let wraps = |(c, width): &(usize, u16)| {
            texts.iter().any(|t| t[*c].as_deref().is_some_and(|t| display_width(t) > usize::from(*width)))
        };
        table.load_style(frame(layout.shown.iter().any(wraps)));
        if self.style.color {
            table.enforce_styling();
        } else {
            table.force_no_tty();
        }
        if header {
            let bold = |(c, width): &(usize, u16)| {
                Field::new(chopped(&self.names[*c], usize::from(*width))).add_attribute(Attribute::Bold)
            };
            table.set_header(layout.shown.iter().map(bold));
        }
        for (row, text) in rows.iter().zip(texts) {
            let url = self.names.iter().position(|n| n == "url").and_then(|u| text[u].as_deref());
            let field = |(c, width): &(usize, u16)| {
                let cell = &*chopped(text[*c].as_deref().unwrap_or(""), usize::from(*width));
                match url {
                    Some(url) if self.style.links && self.names[*c] == "title" => {
                        self.field(&linked(cell, url, usize::from(*width)), *c, &row[*c])
                    }
                    _ => self.field(cell, *c, &row[*c]),
                }
            };
            table.add_row(layout.shown.iter().map(field));
        }
        for (i, (column, (_, width))) in table.column_iter_mut().zip(&layout.shown).enumerate() {
            // The frame's own separator is the other blank of the gap.
            let pad = u16::from(i + 1 < layout.shown.len());
            column.set_padding((0, pad));
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width + pad)));
        }
        table.lines().collect()
    }

    fn field(&self, text: &str, column: usize, cell: &Cell) -> Field {
        let stance = stance_color(text).filter(|_| self.style.color);
        let field = match stance {
            Some(color) => Field::new(standing_out(text, color)),
            None if self.style.color && self.names[column] == "snippet" => Field::new(highlighted(text)),
            None => Field::new(text),
        };
        let field = if cell.is_number() { field.set_alignment(CellAlignment::Right) } else { field };
        // The columns of a matrix have numbers for names.
        let is_main = |name: &str| MAIN_COLUMNS.contains(&name) || name.bytes().all(|b| b.is_ascii_digit());
        let steps_back = self.style.color && stance.is_none() && !is_main(&self.names[column]);
        if steps_back { field.add_attribute(Attribute::Dim) } else { field }
    }

    fn print(&mut self, lines: &[String]) -> io::Result<()> {
        let dim = |line: &str| self.style.color && line.starts_with('─');
        lines.iter().map(|l| l.trim_end()).try_for_each(|line| match dim(line) {
            true => writeln!(self.out, "\u{1b}[2m{line}\u{1b}[0m"),
            false => writeln!(self.out, "{line}"),
        })
    }

    fn name(&mut self, what: &str, columns: &[usize]) -> io::Result<()> {
        if columns.is_empty() {
            return Ok(());
        }
        let names: Vec<_> = columns.iter().map(|c| self.names[*c].as_str()).collect();
        let (dim, off) = if self.style.color { ("\u{1b}[2m", "\u{1b}[0m") } else { ("", "") };
        writeln!(self.out, "{dim}({what}: {}){off}", names.join(", "))
    }
}

impl Renderer for Table<'_> {
    fn columns(&mut self, names: &[String]) -> io::Result<()> {
        self.names = names.iter().map(|n| visible_line(n)).collect();
        Ok(())
    }

    fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        self.bytes += cells.iter().map(Cell::text_len).sum::<usize>();
        self.rows.push(cells.to_vec());
        if self.rows.len() > BATCH || self.bytes > BATCH_BYTES { self.flush_batch(false) } else { Ok(()) }
    }

    fn finish(&mut self) -> io::Result<()> {
        self.flush_batch(true)?;
        self.out.flush()
    }
}

/// Whether it is more text than is worth colours.
fn is_long(texts: &[Vec<Option<String>>]) -> bool {
    texts.iter().flatten().flatten().map(String::len).sum::<usize>() > LONG
}

/// The text with its long words cut into lines of this width.
fn chopped(text: &str, width: usize) -> Cow<'_, str> {
    if text.len() <= LONG_WORD || text.split([' ', '\n']).all(|word| word.len() <= LONG_WORD) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + text.len() / width.max(1));
    for (i, word) in text.split(' ').enumerate() {
        if i > 0 {
            out.push(' ');
        }
        if word.len() <= LONG_WORD {
            out.push_str(word);
            continue;
        }
        let mut used = 0;
        for c in word.chars() {
            let wide = c.width().unwrap_or(0);
            if used + wide > width && used > 0 {
                out.push('\n');
                used = 0;
            }
            used += wide;
            out.push(c);
        }
    }
    out.into()
}

/// The text in bold and in a colour.
fn standing_out(text: &str, color: u8) -> String {
    format!("\u{1b}[1;38;5;{color}m{text}\u{1b}[0m")
}

/// The words between pairs of `**` in bold.
fn highlighted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for (i, piece) in text.split("**").enumerate() {
        match i % 2 {
            1 => out.push_str(&standing_out(piece, MARKED)),
            _ => out.push_str(piece),
        }
    }
    out
}

/// A light frame: a line under the header, and between rows where cells wrap.
fn frame(between_rows: bool) -> TableStyle {
    let line = LineStyle::none().fill('─').junction('─');
    let style = TableStyle::new().header_separator(line);
    if between_rows { style.row_separator(line) } else { style }
}
