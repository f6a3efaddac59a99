//! A table that says of files what they do not say themselves: outlet, date, author, title, address.

use super::columns::{Columns, Field};
use super::readers::rows;
use super::{ImportError, Metadata, input};
use std::collections::HashMap;
use std::path::Path;

/// Rows by the name of the file that each is about, with and without its ending.
#[derive(Clone, Debug, Default)]
pub struct MetadataTable {
    rows: HashMap<String, Metadata>,
}

impl MetadataTable {
    /// Reads a table: CSV, TSV or the like, with a column that names files.
    ///
    /// # Errors
    /// Where it can't be read, or has no such column.
    pub fn read(path: &Path, columns: &Columns) -> Result<Self, ImportError> {
        let table = rows(&input::read_path(path)?, &path.to_string_lossy())?;
        let names: Vec<&str> = table.names.iter().map(String::as_str).collect();
        let fields = columns.of(&names);
        let place = |field: Field| {
            let column = fields.iter().find(|(f, _)| *f == field)?.1;
            names.iter().position(|n| *n == column)
        };
        let Some(file) = place(Field::File) else {
            let what = format!(
                "no column of it names files (it has {}); say which with `--map file=COLUMN`",
                names.join(", ")
            );
            return Err(ImportError::NoArticle(what));
        };
        let mut found = Self::default();
        for (_, cells) in &table.rows {
            let cell = |field: Field| {
                let text = cells.get(place(field)?)?.trim();
                (!text.is_empty()).then(|| text.to_owned())
            };
            let about = Metadata {
                title: cell(Field::Title),
                outlet: cell(Field::Outlet),
                author: cell(Field::Author),
                published: cell(Field::Published),
                url: cell(Field::Url),
            };
            if let Some(name) = cells.get(file).map(|n| last_of(n.trim())).filter(|n| !n.is_empty()) {
                found.rows.insert(name.to_owned(), about);
            }
        }
        Ok(found)
    }

    /// What the table says of a file, by its name with or without its ending.
    pub fn of(&self, name: &str) -> Option<&Metadata> {
        let name = last_of(name);
        let bare = name.rsplit_once('.').map_or(name, |(bare, _)| bare);
        self.rows.get(name).or_else(|| self.rows.get(bare))
    }
}

/// A path's last part.
fn last_of(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_found_with_and_without_its_ending() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("m.tsv");
        std::fs::write(
            &path,
            "filename\tpublisher\tpublication_date\none_2.5-x\tHerald\t2021-03-04\ntwo.txt\tPost\t\n",
        )
        .unwrap();
        let table = MetadataTable::read(&path, &Columns::default()).unwrap();
        let outlet = |name: &str| table.of(name).and_then(|m| m.outlet.clone());
        assert_eq!(outlet("/a/one_2.5-x.txt").as_deref(), Some("Herald"));
        assert_eq!(outlet("two.txt").as_deref(), Some("Post"));
        assert_eq!(outlet("three.txt"), None);
        std::fs::write(&path, "a\tb\nc\td\n").unwrap();
        assert!(
            MetadataTable::read(&path, &Columns::default())
                .unwrap_err()
                .to_string()
                .contains("--map file=COLUMN")
        );
    }
}
