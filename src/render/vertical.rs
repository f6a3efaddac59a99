//! One value under the other: for rows too wide for a table.

use super::long::{self, LONG};
use super::{Flow, Paint, Renderer, Style, visible::visible_line};
use crate::domain::Cell;
use std::io::{self, Write};

pub struct Vertical<'a> {
    out: &'a mut dyn Write,
    names: Vec<String>,
    rows: usize,
    color: bool,
    width: usize,
}

impl<'a> Vertical<'a> {
    pub fn new(out: &'a mut dyn Write, style: &Style) -> Self {
        Self { out, names: Vec::new(), rows: 0, color: style.color, width: style.width }
    }
}

impl Renderer for Vertical<'_> {
    fn columns(&mut self, names: &[String]) -> io::Result<()> {
        self.names = names.iter().map(|n| visible_line(n)).collect();
        Ok(())
    }

    fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        if self.rows > 0 {
            self.out.write_all(b"\n")?;
        }
        self.rows += 1;
        let width = self.names.iter().map(|n| n.chars().count()).max().unwrap_or(0);
        for (name, cell) in self.names.iter().zip(cells) {
            let pad = " ".repeat(width - name.chars().count());
            let (dim, plain) = if self.color { ("\u{1b}[2m", "\u{1b}[0m") } else { ("", "") };
            let text = visible_line(&cell.to_text());
            if text.len() > LONG {
                let room = self.width.saturating_sub(width + 2).max(20);
                for (i, line) in long::lines(&text, room).enumerate() {
                    let (pad, name) = if i == 0 { (&*pad, &**name) } else { (&*" ".repeat(width), "") };
                    writeln!(self.out, "{pad}{dim}{name}{plain}  {line}")?;
                }
                continue;
            }
            let mut value = Flow::new(self.width.saturating_sub(width + 2), false);
            value.paragraph("", &[(&text, Paint::PLAIN)]);
            let value = value.into_text();
            let mut lines = value.lines();
            writeln!(
                self.out,
                "{}",
                format!("{pad}{dim}{name}{plain}  {}", lines.next().unwrap_or("")).trim_end()
            )?;
            for line in lines {
                writeln!(self.out, "{}  {line}", " ".repeat(width))?;
            }
        }
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
