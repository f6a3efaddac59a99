//! JSON: a list of objects with the fields of `seeds/actors`. Read element by element, so that a list may be long.

use super::{Found, Sink, record_of};
use crate::domain::{ActorKind, ActorRecord};
use crate::import::ImportError;
use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde_json::Value;
use std::io::{self, BufRead, Write};

/// Reads the objects of a list; the number of an entry is its place in the list, from 1.
pub(super) fn read(
    input: &mut dyn BufRead,
    kind: Option<ActorKind>,
    sink: &mut Sink<'_>,
) -> Result<(), ImportError> {
    let mut failed = None;
    let mut number = 0;
    let each = |value: Value| {
        number += 1;
        let entry = record_of(value, kind).map(|r| Found::Actor(Box::new(r)));
        sink((number, entry)).map_err(|e| failed = Some(e)).is_ok()
    };
    let mut json = serde_json::Deserializer::from_reader(input);
    let read = List(each).deserialize(&mut json).and_then(|()| json.end());
    match (failed, read) {
        (Some(e), _) => Err(e),
        (None, read) => read.map_err(|e| ImportError::Actors(e.to_string())),
    }
}

/// Hands on each element of a list until it is told to stop.
struct List<F>(F);

impl<'de, F: FnMut(Value) -> bool> DeserializeSeed<'de> for List<F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, F: FnMut(Value) -> bool> Visitor<'de> for List<F> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list of actors")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<(), A::Error> {
        while let Some(value) = list.next_element()? {
            if !self.0(value) {
                return Err(serde::de::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}

/// Writes a list, an object a line.
pub(super) struct ListWriter<W: Write> {
    out: W,
    any: bool,
}

impl<W: Write> ListWriter<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out, any: false }
    }

    pub(super) fn write(&mut self, record: &ActorRecord) -> io::Result<()> {
        let before = if std::mem::replace(&mut self.any, true) { ",\n" } else { "[\n" };
        self.out.write_all(before.as_bytes())?;
        Ok(serde_json::to_writer(&mut self.out, record)?)
    }

    pub(super) fn finish(mut self) -> io::Result<()> {
        self.out.write_all(if self.any { b"\n]\n" } else { b"[]\n" })?;
        self.out.flush()
    }
}
