//! JSON: one array of objects, or one object a line. NULL is `null`, numbers are numbers.

use super::{Renderer, Style, visible};
use crate::domain::Cell;
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::io::{self, Write};

pub struct Json<'a> {
    out: &'a mut dyn Write,
    names: Vec<String>,
    lines: bool,
    terminal: bool,
    rows: usize,
}

impl<'a> Json<'a> {
    /// One array.
    pub fn array(out: &'a mut dyn Write, style: &Style) -> Self {
        Self { out, names: Vec::new(), lines: false, terminal: style.terminal, rows: 0 }
    }

    /// One object a line.
    pub fn lines(out: &'a mut dyn Write, style: &Style) -> Self {
        Self { out, names: Vec::new(), lines: true, terminal: style.terminal, rows: 0 }
    }
}

impl Renderer for Json<'_> {
    fn columns(&mut self, names: &[String]) -> io::Result<()> {
        self.names = distinct(names);
        Ok(())
    }

    fn row(&mut self, cells: &[Cell]) -> io::Result<()> {
        if !self.lines {
            self.out.write_all(if self.rows == 0 { b"[\n  " } else { b",\n  " })?;
        }
        self.rows += 1;
        let object = serde_json::to_string(&Object { names: &self.names, cells })?;
        // Within JSON only string contents can hold such characters, and no escape of it is a control character.
        let object = if self.terminal { visible(&object) } else { object.as_str().into() };
        self.out.write_all(object.as_bytes())?;
        if self.lines { self.out.write_all(b"\n") } else { Ok(()) }
    }

    fn finish(&mut self) -> io::Result<()> {
        match (self.lines, self.rows) {
            (true, _) => {}
            (false, 0) => self.out.write_all(b"[]\n")?,
            (false, _) => self.out.write_all(b"\n]\n")?,
        }
        self.out.flush()
    }
}

struct Object<'a> {
    names: &'a [String],
    cells: &'a [Cell],
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.cells.len()))?;
        for (name, cell) in self.names.iter().zip(self.cells) {
            map.serialize_entry(name, cell)?;
        }
        map.end()
    }
}

/// An object has each key once: a second column `name` becomes `name_2`.
fn distinct(names: &[String]) -> Vec<String> {
    let mut out: Vec<String> = Vec::with_capacity(names.len());
    for name in names {
        let mut key = name.clone();
        let mut n = 1;
        while out.contains(&key) {
            n += 1;
            key = format!("{name}_{n}");
        }
        out.push(key);
    }
    out
}
