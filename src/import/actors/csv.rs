//! CSV: one actor a line, columns by their name in the first line, in any order. Lists are separated by `;`.

use super::{Found, Sink};
use crate::domain::{ActorKind, ActorRecord};
use crate::import::ImportError;
use std::cell::Cell;
use std::io::{self, Write};
use std::str::FromStr;

/// The columns, as they are written. Only `name` has to be there when reading.
const COLUMNS: [&str; 10] =
    ["slug", "name", "kind", "gender", "state", "description", "wikidata", "ids", "aliases", "roles"];

/// Reads the lines of a CSV file.
pub(super) fn read(
    input: &mut dyn io::BufRead,
    kind: Option<ActorKind>,
    sink: &mut Sink<'_>,
) -> Result<(), ImportError> {
    let open = Cell::new(None);
    let watched = Watched { input, state: Place::Start, line: 1, open: &open };
    let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(watched);
    let headers = reader.headers().map_err(|e| ImportError::Actors(e.to_string()))?.clone();
    let names: Vec<String> = headers.iter().map(str::to_ascii_lowercase).collect();
    if let Some(unknown) = names.iter().find(|n| !COLUMNS.contains(&n.as_str())) {
        let known = COLUMNS.join(", ");
        if let Some(mark) = [';', '\t'].iter().find(|m| unknown.contains(**m)) {
            return Err(ImportError::Actors(format!(
                "line 1: the columns are parted by {mark:?}; save it with commas"
            )));
        }
        return Err(ImportError::Actors(format!(
            "line 1: there is no column `{unknown}` (the columns are {known})"
        )));
    }
    if !names.iter().any(|n| n == "name") {
        return Err(ImportError::Actors("line 1: there is no column `name`".into()));
    }
    let mut line = csv::StringRecord::new();
    loop {
        let at = reader.position().line() as usize;
        match reader.read_record(&mut line) {
            Ok(false) => break,
            Ok(true) => {
                let at = line.position().map_or(at, |p| p.line() as usize);
                let record = record(&names, &line, kind);
                sink((at, record.map(|r| Found::Actor(Box::new(r)))))?;
            }
            Err(e) if e.is_io_error() => return Err(ImportError::Actors(e.to_string())),
            Err(e) => {
                let at = e.position().map_or(at, |p| p.line() as usize);
                sink((at, Err("it is not UTF-8 text".into())))?;
            }
        }
    }
    match open.get() {
        // Whatever stands behind such a mark has been taken for one cell: many lines lost without a word.
        Some(line) => Err(ImportError::Actors(format!(
            "line {line}: a quotation mark is opened there and never closed"
        ))),
        None => Ok(()),
    }
}

/// Where in a line of CSV the reading is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// At the start of a cell.
    Start,
    /// In a cell without quotation marks.
    Bare,
    /// Between quotation marks.
    Quoted,
    /// Behind a quotation mark that ends the cell, unless another one follows.
    Behind,
}

/// Notes in which line the quotation mark stands that is open.
struct Watched<'a> {
    input: &'a mut dyn io::BufRead,
    state: Place,
    line: usize,
    open: &'a Cell<Option<usize>>,
}

impl io::Read for Watched<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.input.read(out)?;
        for byte in out.get(..n).unwrap_or(&[]) {
            self.state = match (self.state, byte) {
                (Place::Start | Place::Behind, b'"') => {
                    if self.state == Place::Start {
                        self.open.set(Some(self.line));
                    }
                    Place::Quoted
                }
                (Place::Quoted, b'"') => Place::Behind,
                (Place::Quoted, _) => Place::Quoted,
                (_, b',' | b'\n' | b'\r') => Place::Start,
                _ => Place::Bare,
            };
            self.line += usize::from(*byte == b'\n');
        }
        if self.state != Place::Quoted {
            self.open.set(None);
        }
        Ok(n)
    }
}

fn record(
    names: &[String],
    line: &csv::StringRecord,
    kind: Option<ActorKind>,
) -> Result<ActorRecord, String> {
    if line.len() > names.len() {
        return Err(format!("it has {} columns, and the first line has {}", line.len(), names.len()));
    }
    let get = |column: &str| {
        let at = names.iter().position(|n| n == column)?;
        line.get(at).filter(|v| !v.is_empty())
    };
    let kind = match get("kind") {
        Some(word) => word.to_lowercase().parse()?,
        None => kind.ok_or("it has no kind (`--kind person` gives one to all)")?,
    };
    let record = ActorRecord {
        slug: get("slug").unwrap_or("").to_owned(),
        gender: get("gender").map(|g| g.to_lowercase().parse()).transpose()?,
        state: get("state").map(str::to_owned),
        description: get("description").unwrap_or("").to_owned(),
        wikidata: get("wikidata").map(str::to_owned),
        ids: list(get("ids"))?,
        aliases: list(get("aliases"))?,
        roles: list(get("roles"))?,
        ..ActorRecord::new(get("name").unwrap_or(""), kind)
    };
    let record = record.tidied();
    record.check().map(|()| record)
}

/// The parts of `a; b; c`. A `;` that belongs to a part is written `\;`.
fn list<T: FromStr>(text: Option<&str>) -> Result<Vec<T>, String>
where
    T::Err: ToString,
{
    let mut parts = vec![String::new()];
    let mut chars = text.unwrap_or("").chars().peekable();
    while let Some(c) = chars.next() {
        match (c, parts.last_mut()) {
            ('\\', Some(part)) if chars.peek().is_some_and(|n| matches!(n, ';' | '\\')) => {
                part.extend(chars.next());
            }
            (';', _) => parts.push(String::new()),
            (c, Some(part)) => part.push(c),
            (_, None) => {}
        }
    }
    let whole = parts.iter().map(|p| p.trim()).filter(|p| !p.is_empty());
    whole.map(|p| p.parse().map_err(|e: T::Err| e.to_string())).collect()
}

fn joined<T: ToString>(parts: &[T]) -> String {
    let escape = |p: &T| p.to_string().replace('\\', "\\\\").replace(';', "\\;");
    parts.iter().map(escape).collect::<Vec<_>>().join("; ")
}

/// Writes records as lines.
pub(super) struct CsvWriter<W: Write> {
    writer: csv::Writer<W>,
}

impl<W: Write> CsvWriter<W> {
    pub(super) fn new(out: W) -> io::Result<Self> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(COLUMNS)?;
        Ok(Self { writer })
    }

    pub(super) fn write(&mut self, r: &ActorRecord) -> io::Result<()> {
        let gender = r.gender.map(|g| g.as_str()).unwrap_or("");
        let (state, wikidata) = (r.state.as_deref().unwrap_or(""), r.wikidata.as_deref().unwrap_or(""));
        let (ids, aliases, roles) = (joined(&r.ids), joined(&r.aliases), joined(&r.roles));
        let cells = [
            &r.slug,
            &r.name,
            r.kind.as_str(),
            gender,
            state,
            &r.description,
            wikidata,
            &ids,
            &aliases,
            &roles,
        ];
        Ok(self.writer.write_record(cells)?)
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(text: &str) -> Vec<(usize, Result<String, String>)> {
        let mut all = Vec::new();
        let mut sink = |(line, found): super::super::Entry| {
            let name = |f| if let Found::Actor(r) = f { r.name } else { String::new() };
            all.push((line, found.map(name)));
            Ok(())
        };
        read(&mut text.as_bytes(), Some(ActorKind::Person), &mut sink).unwrap();
        all
    }

    #[test]
    fn bad_lines_are_named_and_the_rest_is_read() {
        let text = "Name,Roles,wikidata\nMira Talvik,Mayor @ q [2010..],Q1\nBad Date,Mayor [x..],\nJoan Pell,,42\n\
                    \"Two\nLines\",,\nLast,,\n";
        let all = entries(text);
        let lines: Vec<_> = all.iter().map(|(line, e)| (*line, e.is_ok())).collect();
        assert_eq!(lines, [(2, true), (3, false), (4, false), (5, true), (7, true)]);
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_loses_nobody() {
        let read = |text: &str| {
            read(&mut text.as_bytes(), Some(ActorKind::Person), &mut |_| Ok(())).map_err(|e| e.to_string())
        };
        let open = "name,kind\nTom Ek,person\n\"Ola Berg,person\nIda Holm,person\nJon Lie,person\n";
        assert!(read(open).unwrap_err().starts_with("line 3: a quotation mark"));
        for closed in ["name\n\"Ola \"\"Berg\"\"\"\n", "name\nOla \"Berg\n", "name\n\"Two\nLines\",\n\"x\""] {
            assert_eq!(read(closed), Ok(()), "{closed}");
        }
    }

    #[test]
    fn separators_in_a_name_are_kept() {
        let parts: Vec<String> = list(Some("a; b\\; c ;; d\\\\")).unwrap();
        assert_eq!(parts, ["a", "b; c", "d\\"]);
        assert_eq!(list::<String>(Some(&joined(&parts))).unwrap(), parts);
    }
}
