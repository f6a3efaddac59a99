//! Files of actors: records in, records out. One file for each format, its reader and its writer side by side.
//!
//! ```text
//! csv     one actor a line                          json    a list of objects, or one object a line
//! toml    the format of `seeds/actors`              ftm     entities of FollowTheMoney, one a line
//! load    records -> the registry, in one transaction
//! input   bytes as UTF-8, within limits
//! ```

mod csv;
mod ftm;
mod ftm_write;
mod input;
mod json;
mod load;
mod toml;

pub use load::{Loaded, countries, load};

use super::ImportError;
use crate::domain::{ActorKind, ActorRecord, Role};
use serde_json::Value;
use std::collections::HashMap;
use std::io::{BufRead, Write};
use std::path::Path;

/// A format of actor files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One actor a line, columns by name.
    Csv,
    /// A list of objects.
    Json,
    /// One object a line: ours, or an entity of FollowTheMoney.
    JsonLines,
    /// `[[actor]]` tables, as in `seeds/actors`.
    Toml,
}

impl Format {
    /// The format that a file's ending stands for.
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        Some(match ending.as_str() {
            "csv" => Self::Csv,
            "json" => Self::Json,
            "jsonl" | "ndjson" | "ftm" => Self::JsonLines,
            "toml" => Self::Toml,
            _ => return None,
        })
    }
}

/// What a reader finds.
#[derive(Debug)]
pub enum Found {
    /// An actor.
    Actor(Box<ActorRecord>),
    /// An office that a file states apart from the actor who holds it; `holder` is a reference.
    Role {
        /// Who holds it.
        holder: String,
        /// The office.
        role: Role,
    },
}

/// Something found in a file, or why an entry of it can't be read. The number is its line; in a JSON list, its place.
pub type Entry = (usize, Result<Found, String>);

/// Takes the entries of a file as they are read.
pub type Sink<'a> = dyn FnMut(Entry) -> Result<(), ImportError> + 'a;

/// Reads the actors of a file, one at a time. `kind` is for entries that do not state theirs. Gives what is to be said of
/// the file's encoding, where that was guessed.
///
/// # Errors
/// A file that can't be read on; what the sink says. An entry that is wrong is no error: the sink hears of it.
pub fn read_entries(
    input: &mut dyn BufRead,
    format: Format,
    kind: Option<ActorKind>,
    sink: &mut Sink<'_>,
) -> Result<Option<String>, ImportError> {
    let (mut input, note) = input::decoded(input, format)?;
    match format {
        Format::Csv => csv::read(&mut *input, kind, sink),
        Format::Json => json::read(&mut *input, kind, sink),
        Format::JsonLines => ftm::read(&mut *input, kind, sink),
        Format::Toml => toml::read(&mut *input, kind, sink),
    }?;
    Ok(note)
}

/// A record from an object of the shape that JSON and TOML share. Aliases may be plain words.
fn record_of(mut value: Value, kind: Option<ActorKind>) -> Result<ActorRecord, String> {
    let Some(object) = value.as_object_mut() else { return Err("it is not an object with a `name`".into()) };
    if let (false, Some(kind)) = (object.contains_key("kind"), kind) {
        object.insert("kind".into(), kind.as_str().into());
    }
    object.retain(|_, v| !v.is_null());
    for alias in object.get_mut("aliases").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Value::String(name) = alias {
            *alias = serde_json::json!({ "name": name, "kind": "name" });
        }
    }
    let record = serde_json::from_value(value).map(ActorRecord::tidied).map_err(|e| e.to_string())?;
    record.check().map(|()| record)
}

/// Writes all of a registry's records in a format, as `next` gives them.
pub struct Writer<W: Write> {
    form: Form<W>,
}

enum Form<W: Write> {
    Csv(Box<csv::CsvWriter<W>>),
    Json(json::ListWriter<W>),
    Toml(W, bool),
    Ftm(ftm_write::EntityWriter<W>),
}

/// The formats that the registry can be written in.
pub const EXPORTS: &[&str] = &["toml", "json", "csv", "ftm"];

impl<W: Write> Writer<W> {
    /// A writer of the format with this name. `countries` are the codes of states by slug, for formats that have codes.
    ///
    /// # Errors
    /// Where the output fails.
    pub fn new(format: &str, out: W, countries: HashMap<String, String>) -> std::io::Result<Self> {
        let form = match format {
            "csv" => Form::Csv(Box::new(csv::CsvWriter::new(out)?)),
            "json" => Form::Json(json::ListWriter::new(out)),
            "ftm" => Form::Ftm(ftm_write::EntityWriter::new(out, countries)),
            _ => Form::Toml(out, true),
        };
        Ok(Self { form })
    }

    /// Writes one record.
    ///
    /// # Errors
    /// Where the output fails.
    pub fn write(&mut self, record: &ActorRecord) -> std::io::Result<()> {
        match &mut self.form {
            Form::Csv(csv) => csv.write(record),
            Form::Json(json) => json.write(record),
            Form::Ftm(ftm) => ftm.write(record),
            Form::Toml(out, first) => {
                if !std::mem::take(first) {
                    writeln!(out)?;
                }
                toml::write(out, record)
            }
        }
    }

    /// Ends the file.
    ///
    /// # Errors
    /// Where the output fails.
    pub fn finish(self) -> std::io::Result<()> {
        match self.form {
            Form::Csv(csv) => csv.finish(),
            Form::Json(json) => json.finish(),
            Form::Ftm(ftm) => ftm.finish(),
            Form::Toml(mut out, _) => out.flush(),
        }
    }
}
