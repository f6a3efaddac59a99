//! A matrix: rows of (row, column, value) as a grid, the values of one column become columns.
//!
//! Files get the values themselves under the columns' full names. A table for a person, where that is too wide, gets numbered
//! columns and a sign for each known value, and says below what they mean.

use super::{Renderer, Style, renderer};
use crate::domain::Cell;
use std::collections::HashMap;
use std::io::{self, Write};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Signs for the words of a stance.
const SIGNS: &[(&str, &str)] =
    &[("supports", "+"), ("opposes", "−"), ("conditional", "±"), ("neutral", "0"), ("unclear", "?")];

/// Between columns of a table.
const GAP: usize = 2;
/// Bytes of text, and fields, that a matrix may have: all of it is kept until its end.
const MOST_BYTES: usize = 64 << 20;
const MOST_FIELDS: usize = 4_000_000;
/// A name cut shorter than this can't be told from another.
const LEAST_NAME: usize = 12;

/// The columns' names, how many of them the rows begin with, and the rows.
type Grid = (Vec<String>, usize, Vec<Vec<Cell>>);

pub struct Matrix<'a> {
    out: &'a mut dyn Write,
    format: String,
    style: Style,
    /// Names of the column whose values become columns, and of the one whose values fill them.
    over: (String, String),
    names: Vec<String>,
    rows: Vec<Vec<Cell>>,
    bytes: usize,
}

impl<'a> Matrix<'a> {
    pub fn new(out: &'a mut dyn Write, format: &str, style: &Style, over: (String, String)) -> Self {
        Self {
            out,
            format: format.to_owned(),
            style: style.clone(),
            over,
            names: Vec::new(),
            rows: Vec::new(),
            bytes: 0,
        }
    }

    /// The grid: its columns' names, the first ones those of the row, and its rows in the order of first appearance.
    fn grid(&self) -> io::Result<Option<Grid>> {
        let place = |name: &String| self.names.iter().position(|n| n == name);
        let (Some(column), Some(value)) = (place(&self.over.0), place(&self.over.1)) else { return Ok(None) };
        let keys: Vec<usize> = (0..self.names.len()).filter(|i| *i != column && *i != value).collect();
        let mut over: Vec<String> = self.rows.iter().map(|r| r[column].to_text()).collect();
        over.sort();
        over.dedup();
        let mut grid: Vec<Vec<Cell>> = Vec::new();
        let mut lines: HashMap<String, usize> = HashMap::new();
        for row in &self.rows {
            let key: String = keys.iter().map(|i| row[*i].to_text() + "\u{1f}").collect();
            let at = *lines.entry(key).or_insert_with(|| {
                let mut line: Vec<Cell> = keys.iter().map(|i| row[*i].clone()).collect();
                line.resize(keys.len() + over.len(), Cell::Null);
                grid.push(line);
                grid.len() - 1
            });
            if grid.len() * (keys.len() + over.len()) > MOST_FIELDS {
                return Err(too_large(&format!("{MOST_FIELDS} fields")));
            }
            let place = over.binary_search(&row[column].to_text()).unwrap_or(0);
            grid[at][keys.len() + place] = row[value].clone();
        }
        let names = keys.iter().map(|i| self.names[*i].clone()).chain(over).collect();
        Ok(Some((names, keys.len(), grid)))
    }
}

impl Matrix<'_> {
    /// Cuts the rows' names to the room that the signs leave: a grid is read along its lines, which must not wrap.
    fn shorten(&self, names: &[String], keys: usize, rows: &mut [Vec<Cell>]) {
        let width = |c: usize| {
            let cells = rows.iter().map(|r| r[c].to_text().width());
            cells.chain([names[c].width()]).max().unwrap_or(0) + GAP
        };
        let taken: usize = (1..names.len()).map(width).sum();
        let room = self.style.width.saturating_sub(taken);
        if keys != 1 || room < LEAST_NAME {
            return;
        }
        for row in rows {
            let name = super::visible_line(&row[0].to_text());
            if name.width() > room {
                let mut used = 0;
                let fits = |c: &char| {
                    used += c.width().unwrap_or(0);
                    used < room
                };
                let cut: String = name.chars().take_while(fits).collect();
                row[0] = Cell::Text(format!("{}…", cut.trim_end()));
            }
        }
    }
}

impl Renderer for Matrix<'_> {
    fn columns(&mut self, names: &[String]) -> io::Result<()> {
        self.names = names.to_vec();
        Ok(())
    }

    fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        self.bytes += cells.iter().map(Cell::text_len).sum::<usize>();
        if self.bytes > MOST_BYTES {
            return Err(too_large(&format!("{} MB", MOST_BYTES >> 20)));
        }
        self.rows.push(cells.to_vec());
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        let Some((names, keys, grid)) = self.grid()? else {
            return write_all(&mut *renderer(&self.format, self.out, &self.style), &self.names, &self.rows);
        };
        let room: usize = (0..names.len())
            .map(|c| grid.iter().map(|r| r[c].to_text().width()).max().unwrap_or(0).max(names[c].width()) + 2)
            .sum();
        if self.format != "table" || room <= self.style.width || grid.is_empty() {
            return write_all(&mut *renderer(&self.format, self.out, &self.style), &names, &grid);
        }
        let numbered =
            |(i, name): (usize, &String)| if i < keys { name.clone() } else { (i + 1 - keys).to_string() };
        let short: Vec<String> = names.iter().enumerate().map(numbered).collect();
        let signs = |row: &Vec<Cell>| {
            row.iter().enumerate().map(|(i, c)| if i < keys { c.clone() } else { sign(c) }).collect()
        };
        let mut rows: Vec<Vec<Cell>> = grid.iter().map(signs).collect();
        self.shorten(&short, keys, &mut rows);
        write_all(&mut *renderer(&self.format, self.out, &self.style), &short, &rows)?;
        writeln!(self.out)?;
        let used = |word: &str| grid.iter().flatten().any(|c| c.to_text().contains(word));
        let legend: Vec<String> = SIGNS
            .iter()
            .filter(|(word, _)| used(word))
            .map(|(word, sign)| format!("{sign} {word}"))
            .collect();
        writeln!(self.out, "{}", legend.join("   "))?;
        for (i, name) in names[keys..].iter().enumerate() {
            writeln!(self.out, "{:>2}  {}", i + 1, super::visible(name))?;
        }
        self.out.flush()
    }
}

fn too_large(limit: &str) -> io::Error {
    io::Error::other(format!("the matrix has more than {limit}, the limit; narrow the query down"))
}

fn write_all(renderer: &mut dyn Renderer, names: &[String], rows: &[Vec<Cell>]) -> io::Result<()> {
    renderer.columns(names)?;
    rows.iter().try_for_each(|row| renderer.row(row))?;
    renderer.finish()
}

/// The value with a sign for each word that has one.
fn sign(cell: &Cell) -> Cell {
    let Cell::Text(text) = cell else { return cell.clone() };
    let short = SIGNS.iter().fold(text.clone(), |text, (word, sign)| text.replace(word, sign));
    Cell::Text(short.replace(" → ", "→"))
}
