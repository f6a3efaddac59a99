//! A table as wide as the terminal, for people.
//!
//! Columns without a single value are left out and named below. Where rows do not fit their line, a column that says
//! the same in every row is said once, above; what still does not fit wraps, with a line between rows. Where the
//! columns are too many even for that, the rows are shown one value a line.

use super::vertical::Vertical;
use super::{Renderer, Style, visible::visible_line};
use crate::domain::Cell;
use comfy_table::{
    Attribute, Cell as Field, CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, TableStyle,
    Width,
};
use std::io::{self, Write};

/// Rows laid out together; later batches keep the first one's widths, so that memory stays bounded.
const BATCH: usize = 1000;
/// A column narrower than this, on the average, can't be read.
const MIN_COLUMN: usize = 9;
/// A longer word is broken.
const LONGEST_WORD: usize = 18;
/// Blanks between columns.
const GAP: usize = 2;

pub struct Table<'a> {
    out: &'a mut dyn Write,
    style: Style,
    names: Vec<String>,
    rows: Vec<Vec<Cell>>,
    /// Which columns are shown and how wide, once the first batch has decided.
    layout: Option<Vec<(usize, u16)>>,
    /// Columns whose one value was said above the table.
    said_above: Vec<usize>,
}

impl<'a> Table<'a> {
    pub fn new(out: &'a mut dyn Write, style: &Style) -> Self {
        Self {
            out,
            style: style.clone(),
            names: Vec::new(),
            rows: Vec::new(),
            layout: None,
            said_above: Vec::new(),
        }
    }

    fn flush_batch(&mut self, last: bool) -> io::Result<()> {
        let rows = std::mem::take(&mut self.rows);
        let first = self.layout.is_none();
        if first && rows.is_empty() {
            return Ok(());
        }
        let shown: Vec<usize> = match &self.layout {
            Some(layout) => layout.iter().map(|(c, _)| *c).collect(),
            None => self.choose_columns(&rows, last)?,
        };
        if first && shown.len() * MIN_COLUMN > self.style.width {
            return self.vertical(&rows);
        }
        let lines: Vec<Vec<String>> =
            rows.iter().map(|r| shown.iter().map(|c| visible_line(&r[*c].to_text())).collect()).collect();
        let widths = match &self.layout {
            Some(layout) => layout.iter().map(|(_, w)| *w).collect(),
            None => self.widths(&shown, &lines),
        };
        let mut table = comfy_table::Table::new();
        table.set_content_arrangement(ContentArrangement::Disabled);
        let wraps = lines
            .iter()
            .any(|l| l.iter().zip(&widths).any(|(text, w)| display_width(text) > usize::from(*w)));
        table.load_style(frame(wraps));
        if self.style.color {
            table.enforce_styling();
        } else {
            table.force_no_tty();
        }
        if first && self.style.header {
            table
                .set_header(shown.iter().map(|c| Field::new(&self.names[*c]).add_attribute(Attribute::Bold)));
        }
        for (line, row) in lines.iter().zip(&rows) {
            table.add_row(line.iter().zip(&shown).map(|(text, c)| self.field(text, *c, &row[*c])));
        }
        for (i, (column, width)) in table.column_iter_mut().zip(&widths).enumerate() {
            // The frame's own separator is the other blank of the gap.
            let pad = u16::from(i + 1 < widths.len());
            column.set_padding((0, pad));
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width + pad)));
        }
        for line in table.lines() {
            writeln!(self.out, "{}", line.trim_end())?;
        }
        if last && first {
            self.name_the_hidden(&shown)?;
        }
        self.layout = Some(shown.into_iter().zip(widths).collect());
        Ok(())
    }

    /// The columns of the table proper. Only a complete result can tell that a column has one value or none.
    fn choose_columns(&mut self, rows: &[Vec<Cell>], complete: bool) -> io::Result<Vec<usize>> {
        let all = 0..self.names.len();
        if !complete {
            return Ok(all.collect());
        }
        let with_values: Vec<usize> = all.filter(|c| rows.iter().any(|r| r[*c] != Cell::Null)).collect();
        let line = |r: &Vec<Cell>| {
            with_values.iter().map(|c| display_width(&visible_line(&r[*c].to_text())) + GAP).sum()
        };
        if rows.iter().map(line).max().unwrap_or(0) <= self.style.width + GAP {
            return Ok(with_values);
        }
        let is_constant = |c: &usize| rows.len() > 1 && rows.iter().all(|r| r[*c] == rows[0][*c]);
        let (constant, varying): (Vec<usize>, Vec<usize>) = with_values.into_iter().partition(is_constant);
        if varying.is_empty() {
            return Ok(constant);
        }
        for c in constant {
            writeln!(self.out, "{}: {}", self.names[c], visible_line(&rows[0][c].to_text()))?;
            self.said_above.push(c);
        }
        if !self.said_above.is_empty() {
            writeln!(self.out)?;
        }
        Ok(varying)
    }

    fn field(&self, text: &str, column: usize, cell: &Cell) -> Field {
        let field = Field::new(text);
        let field = if cell.is_number() { field.set_alignment(CellAlignment::Right) } else { field };
        // What a reader looks for stands out where the rest steps back.
        let is_data =
            ["actor", "quote", "evidence", "stance", "issue"].contains(&self.names[column].as_str());
        if self.style.color && !is_data && !cell.is_number() {
            field.add_attribute(Attribute::Dim)
        } else {
            field
        }
    }

    /// The width of each column's text. Every column gets room for its longest word; what is left goes to the columns
    /// that need more, in proportion to how much text they have.
    fn widths(&self, shown: &[usize], lines: &[Vec<String>]) -> Vec<u16> {
        let columns: Vec<Need> = shown
            .iter()
            .enumerate()
            .map(|(i, c)| Need::of(&self.names[*c], lines.iter().map(|l| l[i].as_str())))
            .collect();
        let room = self.style.width.saturating_sub(GAP * shown.len().saturating_sub(1));
        let mut widths: Vec<usize> = columns.iter().map(|c| c.least).collect();
        loop {
            let left = room.saturating_sub(widths.iter().sum());
            let open: Vec<usize> = (0..columns.len()).filter(|i| widths[*i] < columns[*i].most).collect();
            let weight: f64 = open.iter().map(|i| columns[*i].weight).sum();
            let grown: usize = open
                .iter()
                .map(|i| {
                    let share = (left as f64 * columns[*i].weight / weight) as usize;
                    let more = share.min(columns[*i].most - widths[*i]);
                    widths[*i] += more;
                    more
                })
                .sum();
            if grown == 0 {
                break;
            }
        }
        widths.into_iter().map(|w| u16::try_from(w).unwrap_or(u16::MAX - 2)).collect()
    }

    fn vertical(&mut self, rows: &[Vec<Cell>]) -> io::Result<()> {
        let mut vertical = Vertical::new(self.out, &self.style);
        vertical.columns(&self.names)?;
        rows.iter().try_for_each(|row| vertical.row(row))?;
        vertical.finish()
    }

    fn name_the_hidden(&mut self, shown: &[usize]) -> io::Result<()> {
        let hidden: Vec<_> = (0..self.names.len())
            .filter(|c| !shown.contains(c) && !self.said_above.contains(c))
            .map(|c| self.names[c].as_str())
            .collect();
        if hidden.is_empty() {
            return Ok(());
        }
        let note = format!("(no value in: {})", hidden.join(", "));
        if self.style.color {
            writeln!(self.out, "\u{1b}[2m{note}\u{1b}[0m")
        } else {
            writeln!(self.out, "{note}")
        }
    }
}

impl Renderer for Table<'_> {
    fn columns(&mut self, names: &[String]) -> io::Result<()> {
        self.names = names.iter().map(|n| visible_line(n)).collect();
        Ok(())
    }

    fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        self.rows.push(cells.to_vec());
        if self.rows.len() > BATCH { self.flush_batch(false) } else { Ok(()) }
    }

    fn finish(&mut self) -> io::Result<()> {
        self.flush_batch(true)?;
        self.out.flush()
    }
}

/// How much room a column's text wants.
struct Need {
    /// For its longest word (within reason: a URL may be cut).
    least: usize,
    /// For its longest value on one line.
    most: usize,
    /// Its claim to what is left over.
    weight: f64,
}

impl Need {
    fn of<'a>(name: &'a str, values: impl Iterator<Item = &'a str> + Clone) -> Self {
        let all = values.clone().chain([name]);
        let least = all.clone().flat_map(|v| v.split(' ')).map(display_width).max().unwrap_or(1);
        let most = all.map(display_width).max().unwrap_or(1).max(1);
        let (sum, count) = values.fold((0, 0), |(sum, n), v| (sum + display_width(v), n + 1));
        let weight = (sum as f64 / f64::from(count.max(1))).max(1.0);
        Self { least: least.clamp(1, LONGEST_WORD), most, weight }
    }
}

/// Columns that the text takes on a terminal.
fn display_width(text: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(text)
}

/// A light frame: a line under the header, and between rows where cells wrap.
fn frame(between_rows: bool) -> TableStyle {
    let line = LineStyle::none().fill('─').junction('─');
    let style = TableStyle::new().header_separator(line);
    if between_rows { style.row_separator(line) } else { style }
}
