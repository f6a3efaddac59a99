//! What kb itself does to sealed rows, noted as it happens: by triggers that only its own writing connection has. So a seal
//! moves with each change that kb makes, and what another program changed before stays as visible as it was.

use super::sums::hash;
use super::tables::{SEALED, Sealed};
use crate::store::StoreError;
use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags};
use std::sync::{Arc, Mutex, PoisonError};

/// What the triggers call.
const FUNCTION: &str = "kb_noted";

/// A row that came or went.
#[derive(Clone, Copy, Debug)]
pub(in crate::store) struct Event {
    /// Its table's place among the sealed ones.
    pub sealed: usize,
    pub came: bool,
    pub id: Option<i64>,
    pub hash: u128,
}

/// The changes of the transaction that is open.
#[derive(Clone, Debug, Default)]
pub(in crate::store) struct Watch(Arc<Mutex<Vec<Event>>>);

impl Watch {
    /// Watches a connection from now on. A table that is not there, or is another program's by now, is not watched.
    ///
    /// # Errors
    /// Any failure of SQLite other than that.
    pub fn over(connection: &Connection) -> Result<Self, StoreError> {
        let watch = Self::default();
        let noted = watch.clone();
        connection
            .create_scalar_function(FUNCTION, -1, FunctionFlags::SQLITE_UTF8, move |context| {
                noted.note(context)
            })
            .map_err(|e| StoreError::sql(FUNCTION, e))?;
        for (place, sealed) in SEALED.iter().enumerate() {
            for (event, rows) in [("INSERT", "1new"), ("DELETE", "0old"), ("UPDATE", "0old 1new")] {
                let sql = trigger(place, sealed, event, rows);
                match connection.execute_batch(&sql).map_err(|e| StoreError::sql(&sql, e)) {
                    Err(e) if !e.is_defect() => return Err(e),
                    _ => {}
                }
            }
        }
        Ok(watch)
    }

    /// What was noted since this was asked last.
    pub fn take(&self) -> Vec<Event> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn note(&self, context: &Context<'_>) -> rusqlite::Result<Option<i64>> {
        let place: i64 = context.get(0)?;
        let came = context.get::<i64>(1)? == 1;
        let Some(sealed) = usize::try_from(place).ok().filter(|place| *place < SEALED.len()) else {
            return Ok(None);
        };
        let id = if SEALED[sealed].has_id { Some(context.get(2)?) } else { None };
        let hash = hash((2..context.len()).map(|i| Ok(context.get_raw(i))))?;
        let mut events = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        events.push(Event { sealed, came, id, hash });
        Ok(None)
    }
}

/// The trigger of one event of a table: `rows` are those that go (0) and come (1).
fn trigger(place: usize, sealed: &Sealed, event: &str, rows: &str) -> String {
    let (table, columns) = (sealed.table, sealed.columns);
    let of = if event == "UPDATE" { format!("UPDATE OF {columns}") } else { event.to_owned() };
    let mut body = String::new();
    for row in rows.split(' ') {
        let (came, row) = row.split_at(1);
        let values: Vec<String> = columns.split(", ").map(|c| format!("{row}.{c}")).collect();
        let only = sealed.only.map_or(String::new(), |only| format!(" WHERE {row}.{only}"));
        body.push_str(&format!("SELECT {FUNCTION}({place}, {came}, {}){only}; ", values.join(", ")));
    }
    let name = format!("{}_{}", sealed.key, event.to_lowercase());
    format!("CREATE TEMP TRIGGER noted_{name} AFTER {of} ON main.{table} BEGIN {body}END")
}
