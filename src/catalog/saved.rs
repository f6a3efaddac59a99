//! The queries that are embedded in the program.

use super::{HeaderError, Query};

/// File name and text of every query in `queries/`. A test holds the list against the folder.
const FILES: &[(&str, &str)] = &[
    ("actor-changes.sql", include_str!("../../queries/actor-changes.sql")),
    ("article.sql", include_str!("../../queries/article.sql")),
    ("most-quoted.sql", include_str!("../../queries/most-quoted.sql")),
    ("positions.sql", include_str!("../../queries/positions.sql")),
    ("possible-duplicates.sql", include_str!("../../queries/possible-duplicates.sql")),
    ("said-by-outlet.sql", include_str!("../../queries/said-by-outlet.sql")),
    ("unattributed.sql", include_str!("../../queries/unattributed.sql")),
    ("uncertain-speakers.sql", include_str!("../../queries/uncertain-speakers.sql")),
    ("who-said.sql", include_str!("../../queries/who-said.sql")),
];

/// Every embedded query, by name.
///
/// # Errors
/// A file whose header is wrong; a test holds that none is.
pub fn embedded() -> Result<Vec<Query>, HeaderError> {
    FILES.iter().map(|(file, text)| Query::parse(file, text)).collect()
}

/// The embedded query of this name.
///
/// # Errors
/// As [`embedded`].
pub fn query(name: &str) -> Result<Option<Query>, HeaderError> {
    let file = format!("{name}.sql");
    FILES.iter().find(|(f, _)| *f == file).map(|(file, text)| Query::parse(file, text)).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    #[test]
    fn every_file_is_embedded_under_its_name() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("queries");
        let files: BTreeSet<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|f| f.unwrap().file_name().into_string().unwrap())
            .collect();
        assert_eq!(files, FILES.iter().map(|(f, _)| (*f).to_owned()).collect());
        for query in embedded().unwrap() {
            assert!(
                files.contains(&format!("{}.sql", query.name)),
                "{} is in a file of another name",
                query.name
            );
            assert!(
                query.example.starts_with(&format!("kb query {}", query.name)),
                "{} has no example",
                query.name
            );
        }
    }

    /// Each query, with all of its parameters and with the required ones alone, prepares against the schema, reads
    /// only, and has just the parameters that its header names.
    #[test]
    fn every_query_fits_the_schema_and_its_header() {
        let folder = tempfile::tempdir().unwrap();
        let store = crate::store::Store::open(&folder.path().join("kb.db")).unwrap();
        for query in embedded().unwrap() {
            for all in [true, false] {
                let needed = |name: &str| query.needs.first().is_some_and(|n| n == name);
                let given = |name: &str| {
                    all || needed(name) || query.parameters.iter().any(|p| p.name == name && p.required)
                };
                let sql = query.sql_for(given);
                let statement =
                    store.connection().prepare(&sql).unwrap_or_else(|e| panic!("{}: {e}", query.name));
                assert!(statement.readonly(), "{} writes", query.name);
                let named = |i| statement.parameter_name(i).unwrap().trim_start_matches(':').to_owned();
                let used: BTreeSet<_> = (1..=statement.parameter_count()).map(named).collect();
                let wanted =
                    query.parameters.iter().filter(|p| given(&p.name)).map(|p| p.name.clone()).collect();
                assert_eq!(used, wanted, "{}", query.name);
            }
        }
    }
}
