//! TOML: `[[actor]]` tables, the format of `seeds/actors`. A file is read as a whole; each table stands for itself.

use super::{Found, Sink, record_of};
use crate::domain::{ActorKind, ActorRecord};
use crate::import::ImportError;
use serde::Deserialize;
use std::io::{self, BufRead, Write};
use toml::{Spanned, Value};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    actor: Vec<Spanned<Value>>,
}

/// Reads the tables of a file; the number of an entry is its line.
pub(super) fn read(
    input: &mut dyn BufRead,
    kind: Option<ActorKind>,
    sink: &mut Sink<'_>,
) -> Result<(), ImportError> {
    let mut text = String::new();
    input.read_to_string(&mut text)?;
    let file: File =
        toml::from_str(&text).map_err(|e| ImportError::Actors(e.to_string().trim_end().to_owned()))?;
    let (mut line, mut counted) = (1, 0);
    for table in file.actor {
        let start = table.span().start;
        line += text.get(counted..start).map_or(0, |t| t.matches('\n').count());
        counted = counted.max(start);
        let value =
            serde_json::to_value(table.into_inner()).map_err(|e| ImportError::Actors(e.to_string()))?;
        sink((line, record_of(value, kind).map(|r| Found::Actor(Box::new(r)))))?;
    }
    Ok(())
}

/// Writes one table, its aliases and roles a line each.
pub(super) fn write(out: &mut dyn Write, r: &ActorRecord) -> io::Result<()> {
    writeln!(
        out,
        "[[actor]]\nslug = {}\nname = {}\nkind = {}",
        quoted(&r.slug),
        quoted(&r.name),
        quoted(r.kind.as_str())
    )?;
    let facts = [
        ("gender", r.gender.map(|g| g.as_str())),
        ("state", r.state.as_deref()),
        ("description", Some(r.description.as_str()).filter(|d| !d.is_empty())),
        ("wikidata", r.wikidata.as_deref()),
    ];
    for (key, value) in facts {
        if let Some(value) = value {
            writeln!(out, "{key} = {}", quoted(value))?;
        }
    }
    if !r.ids.is_empty() {
        let ids: Vec<_> = r.ids.iter().map(|i| quoted(i)).collect();
        writeln!(out, "ids = [{}]", ids.join(", "))?;
    }
    if !r.aliases.is_empty() {
        writeln!(out, "aliases = [")?;
        for alias in &r.aliases {
            writeln!(out, "  {{ name = {}, kind = {} }},", quoted(&alias.name), quoted(alias.kind.as_str()))?;
        }
        writeln!(out, "]")?;
    }
    if !r.roles.is_empty() {
        writeln!(out, "roles = [")?;
        for role in &r.roles {
            write!(
                out,
                "  {{ title = {}, organisation = {}",
                quoted(&role.title),
                quoted(&role.organisation)
            )?;
            for (key, day) in [("since", role.since), ("until", role.until)] {
                if let Some(day) = day {
                    write!(out, ", {key} = \"{day}\"")?;
                }
            }
            writeln!(out, " }},")?;
        }
        writeln!(out, "]")?;
    }
    Ok(())
}

/// A string of TOML in quotation marks, on one line.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
