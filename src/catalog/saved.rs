//! The queries that are embedded in the program.

/// File name and text of every query in `queries/`. A test holds the list against the folder.
pub(super) const FILES: &[(&str, &str)] = &[
    ("activity.sql", include_str!("../../queries/activity.sql")),
    ("actor-changes.sql", include_str!("../../queries/actor-changes.sql")),
    ("actor.sql", include_str!("../../queries/actor.sql")),
    ("actors.sql", include_str!("../../queries/actors.sql")),
    ("agreement.sql", include_str!("../../queries/agreement.sql")),
    ("article.sql", include_str!("../../queries/article.sql")),
    ("articles.sql", include_str!("../../queries/articles.sql")),
    ("changed-position.sql", include_str!("../../queries/changed-position.sql")),
    ("contradictions.sql", include_str!("../../queries/contradictions.sql")),
    ("coverage.sql", include_str!("../../queries/coverage.sql")),
    ("cues.sql", include_str!("../../queries/cues.sql")),
    ("disputed.sql", include_str!("../../queries/disputed.sql")),
    ("first-mention.sql", include_str!("../../queries/first-mention.sql")),
    ("import-failures.sql", include_str!("../../queries/import-failures.sql")),
    ("imports.sql", include_str!("../../queries/imports.sql")),
    ("issues.sql", include_str!("../../queries/issues.sql")),
    ("mentions.sql", include_str!("../../queries/mentions.sql")),
    ("most-quoted.sql", include_str!("../../queries/most-quoted.sql")),
    ("outlets.sql", include_str!("../../queries/outlets.sql")),
    ("position-history.sql", include_str!("../../queries/position-history.sql")),
    ("positions.sql", include_str!("../../queries/positions.sql")),
    ("possible-duplicates.sql", include_str!("../../queries/possible-duplicates.sql")),
    ("quoted-with.sql", include_str!("../../queries/quoted-with.sql")),
    ("said-about.sql", include_str!("../../queries/said-about.sql")),
    ("said-by-outlet.sql", include_str!("../../queries/said-by-outlet.sql")),
    ("search-articles.sql", include_str!("../../queries/search-articles.sql")),
    ("search-quotes.sql", include_str!("../../queries/search-quotes.sql")),
    ("silence.sql", include_str!("../../queries/silence.sql")),
    ("single-source.sql", include_str!("../../queries/single-source.sql")),
    ("spoken-for.sql", include_str!("../../queries/spoken-for.sql")),
    ("stance-matrix.sql", include_str!("../../queries/stance-matrix.sql")),
    ("timeline.sql", include_str!("../../queries/timeline.sql")),
    ("unattributed.sql", include_str!("../../queries/unattributed.sql")),
    ("uncertain-speakers.sql", include_str!("../../queries/uncertain-speakers.sql")),
    ("unquoted-marks.sql", include_str!("../../queries/unquoted-marks.sql")),
    ("who-said.sql", include_str!("../../queries/who-said.sql")),
    ("wire-copies.sql", include_str!("../../queries/wire-copies.sql")),
];

/// The saved queries that `kb search` runs, by what it searches in.
pub const SEARCHES: &[(&str, &str)] = &[("quotes", "search-quotes"), ("articles", "search-articles")];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Query, plan};
    use crate::domain::Cell;
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
        for query in queries() {
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

    /// Each query, with all of its parameters and with the required ones alone, is one statement that only reads and
    /// fits the schema. (That header and SQL name the same parameters, reading the file has proved.)
    #[test]
    fn every_query_fits_the_schema() {
        let folder = tempfile::tempdir().unwrap();
        let store = crate::store::Store::open(&folder.path().join("kb.db")).unwrap();
        for query in queries() {
            let bindings: Vec<_> = query.parameters.iter().map(|p| (p.name.clone(), Cell::Null)).collect();
            for all in [true, false] {
                let fixed = |name: &str| {
                    query.parameters.iter().any(|p| p.name == name && (p.required || p.default.is_some()))
                };
                let sql = query.sql_for(|name| all || fixed(name));
                plan(store.connection(), &sql, &bindings)
                    .unwrap_or_else(|e| panic!("{}: {e}\n{sql}", query.name));
            }
        }
    }

    fn queries() -> Vec<Query> {
        FILES.iter().map(|(file, text)| Query::parse(file, text).unwrap_or_else(|e| panic!("{e}"))).collect()
    }
}
