//! The lines of a query that are there only with a parameter: `AND kind = :kind  -- if :kind`, read here and nowhere else.

use super::sql_words::{Word, words};

/// What begins the mark, within a comment at the end of the line.
const MARK: &str = "-- if :";

/// A line of a query's SQL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<'q> {
    /// All of it, without the line break.
    pub whole: &'q str,
    /// What SQLite is to see of it where it counts: without the mark.
    pub sql: &'q str,
    /// It counts only where one of these is stated; always, where it names none.
    pub any_of: Vec<&'q str>,
}

/// The lines of a query's SQL, in order.
pub fn lines(sql: &str) -> impl Iterator<Item = Line<'_>> {
    sql.lines().map(Line::read)
}

impl<'q> Line<'q> {
    pub(super) fn read(whole: &'q str) -> Self {
        let comment = words(whole).pop().filter(|(word, _)| *word == Word::Comment).map_or("", |(_, c)| c);
        let names = comment.rsplit_once(MARK).map(|(_, names)| names);
        let sql = names.map_or(whole, |names| &whole[..whole.len() - names.len() - MARK.len()]);
        let name = |name: &'q str| name.trim().trim_start_matches(':');
        Self { whole, sql, any_of: names.map(|n| n.split(',').map(name).collect()).unwrap_or_default() }
    }

    /// Whether the line counts where `stated` says which parameters are.
    pub fn counts(&self, stated: impl Fn(&str) -> bool) -> bool {
        self.any_of.is_empty() || self.any_of.iter().any(|name| stated(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_is_read_and_taken_off() {
        let line = Line::read("  AND a = :a    -- if :a, :b");
        assert_eq!((line.sql, line.any_of.as_slice()), ("  AND a = :a    ", ["a", "b"].as_slice()));
        assert!(line.counts(|name| name == "b") && !line.counts(|name| name == "c"));
        let line = Line::read("  1 AS n, -- how many -- if :n");
        assert_eq!((line.sql, line.any_of.as_slice()), ("  1 AS n, -- how many ", ["n"].as_slice()));
    }

    #[test]
    fn other_lines_always_count() {
        for text in ["SELECT 1", "SELECT '-- if :a'", "SELECT '-- if :a' -- why", "-- if a is there", ""] {
            let line = Line::read(text);
            assert!(line.counts(|_| false), "{text}");
            assert_eq!(line.sql, text);
        }
    }
}
