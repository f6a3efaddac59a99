//! The queries that there are: those that came with kb, extended and overridden by the user's own files.

use super::{HeaderError, Query, saved};
use std::cell::OnceCell;
use std::fmt;
use std::path::{Path, PathBuf};

/// Where a query is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It came with kb.
    BuiltIn,
    /// A file of the user.
    File(PathBuf),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BuiltIn => f.write_str("built in"),
            Self::File(path) => write!(f, "{}", path.display()),
        }
    }
}

/// A query, or the reason why its file holds none. The file is read when somebody asks what it says.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its name: that of the file.
    pub name: String,
    /// Where it is from.
    pub origin: Origin,
    read: OnceCell<Result<Query, LoadError>>,
}

impl Entry {
    fn new(name: String, origin: Origin) -> Self {
        Self { name, origin, read: OnceCell::new() }
    }

    /// Whether it stands in the place of a query that came with kb, and is another one.
    pub fn replaces_built_in(&self) -> bool {
        let Origin::File(path) = &self.origin else { return false };
        Library::built_in(&self.name)
            .is_some_and(|text| std::fs::read_to_string(path).map_or(true, |own| own != text))
    }

    /// What the file says.
    ///
    /// # Errors
    /// A file that can't be read, or whose header is wrong.
    pub fn query(&self) -> Result<&Query, &LoadError> {
        let read = || match &self.origin {
            Origin::BuiltIn => {
                let text = Library::built_in(&self.name).unwrap_or_default();
                Ok(Query::parse(&format!("{}.sql", self.name), text)?)
            }
            Origin::File(path) => read(path),
        };
        self.read.get_or_init(read).as_ref()
    }
}

/// Why a query file can't be used.
#[derive(Clone, Debug, thiserror::Error)]
pub enum LoadError {
    /// What it says is wrong.
    #[error(transparent)]
    Header(#[from] HeaderError),
    /// It can't be read.
    #[error("cannot read `{file}`: {reason}")]
    Unreadable {
        /// The file.
        file: String,
        /// The system's reason.
        reason: String,
    },
}

/// Every query there is, by name.
#[derive(Clone, Debug, Default)]
pub struct Library {
    entries: Vec<Entry>,
    unread: Vec<PathBuf>,
}

impl Library {
    /// The queries that came with kb, and those in `folders`; a later folder overrides an earlier one.
    pub fn load(folders: &[PathBuf]) -> Self {
        let mut library = Self::default();
        for (file, _) in saved::FILES {
            library.put(Entry::new(stem(Path::new(file)), Origin::BuiltIn));
        }
        for folder in folders {
            let files = match std::fs::read_dir(folder) {
                Ok(files) => files,
                Err(e) if e.kind() == std::io::ErrorKind::PermissionDenied => {
                    library.unread.push(folder.clone());
                    continue;
                }
                Err(_) => continue,
            };
            // A pipe called `x.sql` would keep every command waiting that lists the queries.
            let is_query = |p: &PathBuf| p.extension().is_some_and(|e| e == "sql") && p.is_file();
            for path in files.flatten().map(|f| f.path()).filter(is_query) {
                library.put(Entry::new(stem(&path), Origin::File(path)));
            }
        }
        library.entries.sort_by(|a, b| a.name.cmp(&b.name));
        library
    }

    /// The folders that may not be read.
    pub fn unread(&self) -> &[PathBuf] {
        &self.unread
    }

    /// The text of the built-in query of this name.
    pub fn built_in(name: &str) -> Option<&'static str> {
        saved::FILES.iter().find(|(file, _)| stem(Path::new(file)) == name).map(|(_, text)| *text)
    }

    /// All entries, by name.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The queries without a mistake in them.
    pub fn queries(&self) -> impl Iterator<Item = &Query> {
        self.entries.iter().filter_map(|e| e.query().ok())
    }

    /// The entry of this name.
    pub fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|e| e.name == name)
    }

    fn put(&mut self, entry: Entry) {
        self.entries.retain(|e| e.name != entry.name);
        self.entries.push(entry);
    }
}

/// What a new query file says before its author has changed it.
pub fn template(name: &str) -> String {
    format!(
        "-- name: {name}\n\
         -- summary: What it tells, in one line\n\
         -- help: More about it. Kinds of parameters: text, words, integer, date-from, date-to, choice(a, b), actor, issue,\n\
         -- help: outlet, article. After the kind: required, default=value, or nothing. A line that ends in `-- if :name`\n\
         -- help: is left out where --name is not given.\n\
         -- param: actor actor required; who said it\n\
         -- param: since date-from; published on this day or later\n\
         -- example: kb query {name} --actor Lavrov --since 2022-02\n\
         SELECT w.quote_id, w.published, w.outlet, w.actor, w.kind, w.quote, w.title, w.article_id\n\
         FROM who_said w\n\
         WHERE w.actor_id = :actor\n\
         \u{20} AND w.published >= :since    -- if :since\n\
         ORDER BY w.published DESC, w.article_id, w.ordinal\n"
    )
}

fn read(path: &Path) -> Result<Query, LoadError> {
    let file = path.display().to_string();
    let text = std::fs::read_to_string(path)
        .map_err(|e| LoadError::Unreadable { file: file.clone(), reason: e.to_string() })?;
    let query = Query::parse(&file, &text)?;
    if query.name == stem(path) {
        return Ok(query);
    }
    let message = format!("the query is called `{}`, its file `{}`", query.name, stem(path));
    let (i, line) = text.lines().enumerate().find(|(_, l)| l.contains("name:")).unwrap_or((0, ""));
    let piece = line.split_once(':').map_or(line, |(_, name)| name.trim());
    Err(HeaderError::at(&file, i + 1, line, piece, message, "give them the same name"))?
}

fn stem(path: &Path) -> String {
    path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_users_files_extend_and_override() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write("who-said.sql", "-- name: who-said\n-- summary: Mine\nSELECT 1\n");
        write("new-one.sql", &template("new-one"));
        write("broken.sql", "SELECT 1\n");
        write("other.sql", "-- name: another\n-- summary: x\nSELECT 1\n");
        let library = Library::load(&[folder.path().to_owned(), folder.path().join("missing")]);
        assert_eq!(library.entry("who-said").unwrap().query().unwrap().summary, "Mine");
        assert!(library.entry("who-said").unwrap().replaces_built_in());
        assert!(!library.entry("new-one").unwrap().replaces_built_in());
        assert!(library.entry("new-one").unwrap().query().is_ok());
        assert!(library.entry("broken").unwrap().query().is_err());
        let error = library.entry("other").unwrap().query().unwrap_err().to_string();
        assert!(error.contains("other.sql:1:10"), "{error}");
        assert!(library.entry("positions").is_some());
    }
}
