//! Where a database may lie: a plain file under a plain name, with at most SQLite's own companions beside it.

use super::StoreError;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What SQLite appends to the file's name for its journal, its log and the log's index.
pub const COMPANIONS: [&str; 3] = ["-journal", "-wal", "-shm"];

/// The path with something appended to the file's name: `kb.db` and `-wal` give `kb.db-wal`.
pub fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// As [`beside`], with the first number behind it that makes it a name that nothing has.
pub fn free_beside(path: &Path, suffix: &str) -> PathBuf {
    let mut free = beside(path, suffix);
    let mut n = 1;
    while free.exists() {
        n += 1;
        free = beside(path, &format!("{suffix}.{n}"));
    }
    free
}

/// Links that are followed before they count as a circle.
const MOST_LINKS: usize = 40;

/// Where the links of a path lead, whether or not something is there.
///
/// # Errors
/// Links that lead in a circle.
pub fn followed(path: &Path) -> io::Result<PathBuf> {
    let mut place = path.to_owned();
    for _ in 0..MOST_LINKS {
        match fs::read_link(&place) {
            Ok(to) => {
                place.pop();
                place.push(to);
            }
            Err(_) => return Ok(place),
        }
    }
    Err(io::Error::other("its links lead in a circle"))
}

/// Whether two paths lead to one file: by any spelling, and by any of its names.
fn is_same(one: &Path, two: &Path) -> bool {
    match (identity(one), identity(two)) {
        (Some(one), Some(two)) => one == two,
        _ => spelled(one).is_some_and(|one| spelled(two) == Some(one)),
    }
}

/// The one spelling of a path whose folder is there.
fn spelled(path: &Path) -> Option<PathBuf> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Some(fs::canonicalize(folder).ok()?.join(path.file_name()?))
}

/// What a path is to a database, under whatever spelling, link or name: the file itself (an empty suffix) or what SQLite
/// keeps beside it; nothing where it is another file.
pub fn belongs_to(database: &Path, other: &Path) -> Option<&'static str> {
    let other = followed(other).unwrap_or_else(|_| other.to_owned());
    // Of a link SQLite keeps the companions beside the file that it leads to.
    let leads_to = followed(database).unwrap_or_else(|_| database.to_owned());
    [""].into_iter().chain(COMPANIONS).find(|suffix| {
        let named = beside(database, suffix);
        is_same(&other, &followed(&named).unwrap_or(named)) || is_same(&other, &beside(&leads_to, suffix))
    })
}

/// Moves a file and what SQLite keeps beside it to another name. What is empty there holds nothing, and goes.
///
/// # Errors
/// A file that can't be moved; of its companions, those that can't stay.
pub(super) fn move_aside(path: &Path, to: &Path) -> io::Result<()> {
    for suffix in COMPANIONS {
        let from = beside(path, suffix);
        let _ = match fs::metadata(&from).is_ok_and(|m| m.len() == 0) {
            true => fs::remove_file(from),
            false => fs::rename(from, beside(to, suffix)),
        };
    }
    fs::rename(path, to)
}

/// Whether there is a file at the path.
///
/// # Errors
/// A name that means no file (`:memory:`, an address), a folder, a pipe, a device, a place that may not be looked at:
/// whatever SQLite would keep nothing in, wait for without end, or call by another name.
pub fn is_there(path: &Path) -> Result<bool, StoreError> {
    let name = path.to_string_lossy();
    let refused = |why: &str| StoreError::NoPlace { path: path.to_owned(), why: why.into() };
    if name.is_empty() {
        return Err(refused("the name is empty"));
    }
    if name == ":memory:" {
        return Err(refused("nothing would be kept: what is in memory ends with the command"));
    }
    if name == "-" {
        return Err(refused("it stands for standard input, and a database is a file"));
    }
    if name.ends_with(std::path::is_separator) {
        return Err(refused("a name that ends so is a folder's"));
    }
    if name.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("file:")) {
        return Err(refused("it is an address; kb takes the plain path of a file"));
    }
    let there = kind(path)?;
    if there {
        for suffix in COMPANIONS {
            kind(&beside(path, suffix))?;
        }
    }
    Ok(there)
}

/// Whether a plain file is there; an error for anything else that is.
fn kind(path: &Path) -> Result<bool, StoreError> {
    match fs::metadata(path) {
        Ok(found) if found.is_file() => Ok(true),
        Ok(found) if found.is_dir() => {
            Err(StoreError::NotOurs { path: path.to_owned(), why: "it is a folder".into() })
        }
        Ok(_) => Err(StoreError::NotOurs {
            path: path.to_owned(),
            why: "it is a pipe or a device, no plain file".into(),
        }),
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(e) if e.kind() == io::ErrorKind::NotADirectory => {
            Err(StoreError::NoPlace { path: path.to_owned(), why: "a folder of its path is a file".into() })
        }
        Err(e) => Err(StoreError::Io { what: "look at", path: path.to_owned(), source: e }),
    }
}

/// What tells a file from every other one, whatever it is called: device and number. `None` where it is gone, or the
/// system has no such numbers.
pub fn identity(path: &Path) -> Option<(u64, u64)> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        fs::metadata(path).ok().map(|m| (m.dev(), m.ino()))
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_file_moved_aside_no_empty_companion_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("kb.db"), "pages").unwrap();
        fs::write(at("kb.db-journal"), "").unwrap();
        fs::write(at("kb.db-wal"), "frames").unwrap();
        move_aside(&at("kb.db"), &at("kb.db.damaged")).unwrap();
        let mut names: Vec<_> = fs::read_dir(folder.path())
            .unwrap()
            .map(|f| f.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        assert_eq!(names, ["kb.db.damaged", "kb.db.damaged-wal"]);
    }

    #[test]
    fn only_plain_files_are_databases() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!is_there(&folder.path().join("kb.db")).unwrap());
        for path in [
            Path::new(":memory:"),
            Path::new("file:kb.db?mode=ro"),
            Path::new(""),
            Path::new("-"),
            Path::new("new.db/"),
            folder.path(),
        ] {
            assert!(is_there(path).is_err(), "{path:?}");
        }
        fs::write(folder.path().join("kb.db"), "").unwrap();
        assert!(is_there(&folder.path().join("kb.db")).unwrap());
        assert!(matches!(is_there(&folder.path().join("kb.db/x.db")), Err(StoreError::NoPlace { .. })));
        fs::create_dir(folder.path().join("kb.db-wal")).unwrap();
        assert!(is_there(&folder.path().join("kb.db")).is_err());
    }
}
