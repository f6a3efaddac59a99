//! Words without their sense: where a person picks columns or writes SQL, a note says how many of the rows are denials, or were
//! never said.

use crate::domain::Cell;
use crate::store::{Store, reading};

/// Columns that hold words of a quote.
const WORDS: [&str; 2] = ["quote", "snippet"];

/// Columns, and words of a statement, that tell in what sense words were said.
const TELLING: [&str; 6] = ["sense", "cue", "polarity", "determinacy", "made_quotes", "attribution_type"];

/// What the rows of a question are, counted as they pass.
pub struct Senses<'a> {
    store: &'a Store,
    /// The statement in lower case.
    sql: String,
    /// Whether the rows show words and not their sense.
    bare: bool,
    /// The places of `sense` and of `quote_id` in a whole row.
    sense: Option<usize>,
    quote: Option<usize>,
    denied: u64,
    not_made: u64,
}

impl<'a> Senses<'a> {
    /// Before the first row of this statement.
    pub fn new(store: &'a Store, sql: &str) -> Self {
        let sql = sql.to_lowercase();
        Self { store, sql, bare: false, sense: None, quote: None, denied: 0, not_made: 0 }
    }

    /// The columns that there are, and those that are shown.
    pub fn columns(&mut self, all: &[String], shown: &[String]) {
        let place = |name: &str| all.iter().position(|n| n.eq_ignore_ascii_case(name));
        let is_shown = |names: &[&str]| shown.iter().any(|s| names.iter().any(|n| s.eq_ignore_ascii_case(n)));
        (self.sense, self.quote) = (place("sense"), place("quote_id"));
        self.bare = is_shown(&WORDS) && !is_shown(&TELLING);
    }

    /// A whole row.
    pub fn row(&mut self, cells: &[Cell]) {
        if !self.bare {
            return;
        }
        let told = match (self.sense, self.quote) {
            (Some(at), _) => cells.get(at).map(Cell::to_text),
            (None, Some(at)) => match cells.get(at) {
                // What can't be looked up is left uncounted: the rows themselves have been read.
                Some(Cell::Integer(id)) => reading::sense_of(self.store.connection(), *id).ok().flatten(),
                _ => None,
            },
            _ => None,
        };
        match told.as_deref() {
            Some("denied") => self.denied += 1,
            Some("unsaid" | "open") => self.not_made += 1,
            _ => {}
        }
    }

    /// What to tell behind the last row; none where nothing could mislead.
    pub fn note(&self) -> Option<String> {
        let advice = "show the column `sense` or `cue` with the words";
        if self.bare && (self.sense.is_some() || self.quote.is_some()) {
            let of_rows = told(self.denied, self.not_made)?;
            return Some(format!("note: of these rows {of_rows}; {advice}"));
        }
        let reads = self.sql.contains("who_said") || self.sql.contains("quotes");
        if !reads || TELLING.iter().any(|word| self.sql.contains(word)) {
            return None;
        }
        let (denied, not_made) = reading::not_plainly_said(self.store.connection()).ok()?;
        let of_all = told(denied, not_made)?;
        let counting = "`WHERE determinacy = 'yes'` leaves out what was not said";
        Some(format!("note: of all quotes {of_all}, and may be among these; {advice}; {counting}"))
    }
}

fn told(denied: u64, not_made: u64) -> Option<String> {
    let is = |n: u64| if n == 1 { "is" } else { "are" };
    let denials = (denied > 0).then(|| format!("{denied} {} denied by the speaker", is(denied)));
    let others = (not_made > 0).then(|| format!("{not_made} {} not told as said", is(not_made)));
    let told: Vec<String> = denials.into_iter().chain(others).collect();
    (!told.is_empty()).then(|| told.join(" and "))
}
