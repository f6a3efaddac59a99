//! Reading the rows of a table whose pages may be damaged: from both ends, and what lies between bad pages by halving.

use rusqlite::types::Value;
use rusqlite::{Connection, Row};

/// So many looks at a damaged stretch are enough: where more fail, the rest of it is given up.
const MOST_LOOKS: usize = 50_000;

/// Where nothing tells how far the numbers of a table go, they are looked for up to here.
pub(super) const UNKNOWN: i64 = 1 << 24;

/// A table's columns, and how its rows are told apart.
pub(super) struct Source<'c> {
    pub connection: &'c Connection,
    pub table: &'c str,
    /// Quoted and joined: `"id", "slug"`.
    pub columns: String,
    pub count: usize,
    /// The first column of the key, quoted, where the table has no row numbers.
    pub key: Option<String>,
}

/// Takes a row that could be read.
pub(super) type Take<'a> = dyn FnMut(Vec<Value>) -> rusqlite::Result<()> + 'a;

impl Source<'_> {
    /// Hands on every row that can be read; gives the stretches of row numbers that can't, and whether anything can't.
    pub fn read(&self, take: &mut Take<'_>) -> rusqlite::Result<(Vec<(i64, i64)>, bool)> {
        match &self.key {
            None => self.by_number(take),
            Some(key) => self.by_key(key, take).map(|whole| (Vec::new(), !whole)),
        }
    }

    fn by_number(&self, take: &mut Take<'_>) -> rusqlite::Result<(Vec<(i64, i64)>, bool)> {
        let last =
            self.number("SELECT max(rowid) FROM").or_else(|| self.number_in_counters()).unwrap_or(UNKNOWN);
        let mut gaps = Vec::new();
        let mut looks = 0;
        // Stretches still to be read, the first on top.
        let mut stretches = vec![(i64::MIN / 2, last)];
        while let Some((from, to)) = stretches.pop() {
            looks += 1;
            if looks > MOST_LOOKS {
                gaps.push((from, to));
                continue;
            }
            let order = format!("WHERE rowid BETWEEN {from} AND {to} ORDER BY rowid");
            let Err(reached) = self.scan(&order, take)? else { continue };
            let left = reached.map_or(from, |r| r + 1);
            let order = format!("WHERE rowid BETWEEN {left} AND {to} ORDER BY rowid DESC");
            let right = match self.scan(&order, take)? {
                Ok(()) => continue,
                Err(reached) => reached.map_or(to, |r| r - 1),
            };
            let left = left.max(0);
            match right.checked_sub(left) {
                None | Some(i64::MIN..=-1) => {}
                Some(0) => gaps.push((left, right)),
                Some(width) => {
                    let middle = left + width / 2;
                    stretches.push((middle + 1, right));
                    stretches.push((left, middle));
                }
            }
        }
        gaps.sort_unstable();
        let mut joined: Vec<(i64, i64)> = Vec::new();
        for (from, to) in gaps {
            match joined.last_mut() {
                Some(last) if last.1 + 1 >= from => last.1 = to,
                _ => joined.push((from, to)),
            }
        }
        let any = !joined.is_empty();
        Ok((joined, any))
    }

    /// From the front, and where that ends at a bad page, from the back; whether all could be read.
    fn by_key(&self, key: &str, take: &mut Take<'_>) -> rusqlite::Result<bool> {
        if self.scan("", take)?.is_ok() {
            return Ok(true);
        }
        let _ = self.scan(&format!("ORDER BY {key} DESC"), take)?;
        Ok(false)
    }

    /// The rows of one value of the key's first column; whether they could be read.
    pub fn of(&self, key: &str, value: i64, take: &mut Take<'_>) -> rusqlite::Result<bool> {
        Ok(self.scan(&format!("WHERE {key} = {value}"), take)?.is_ok())
    }

    /// Hands on rows until one can't be read; then tells the number of the last one that could. The outer error is the
    /// receiver's.
    fn scan(&self, which: &str, take: &mut Take<'_>) -> rusqlite::Result<Result<(), Option<i64>>> {
        let number = if self.key.is_none() { "rowid" } else { "0" };
        let sql = format!("SELECT {number}, {} FROM \"{}\" NOT INDEXED {which}", self.columns, self.table);
        let mut reached = None;
        let Ok(mut statement) = self.connection.prepare(&sql) else { return Ok(Err(None)) };
        let Ok(mut rows) = statement.query([]) else { return Ok(Err(None)) };
        loop {
            match rows.next() {
                Ok(Some(row)) => {
                    let Some((id, values)) = self.values(row) else { return Ok(Err(reached)) };
                    reached = Some(id);
                    take(values)?;
                }
                Ok(None) => return Ok(Ok(())),
                Err(_) => return Ok(Err(reached)),
            }
        }
    }

    fn values(&self, row: &Row<'_>) -> Option<(i64, Vec<Value>)> {
        let id = row.get(0).ok()?;
        let mut values = Vec::with_capacity(self.count);
        for i in 1..=self.count {
            let value = row.get_ref(i).ok()?;
            // A damaged text may be no text any more; what is right of it stays.
            values.push(match value {
                rusqlite::types::ValueRef::Text(t) => Value::Text(String::from_utf8_lossy(t).into_owned()),
                other => Value::try_from(other).ok()?,
            });
        }
        Some((id, values))
    }

    fn number(&self, sql: &str) -> Option<i64> {
        let sql = format!("{sql} \"{}\" NOT INDEXED", self.table);
        self.connection.query_row(&sql, [], |r| r.get(0)).ok()
    }

    fn number_in_counters(&self) -> Option<i64> {
        let sql = "SELECT max(seq) FROM sqlite_sequence WHERE name = ?1";
        self.connection.query_row(sql, [self.table], |r| r.get::<_, Option<i64>>(0)).ok().flatten()
    }
}
