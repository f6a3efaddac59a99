//! Which files to read: paths as given to a list in a fixed order.

use std::path::{Path, PathBuf};

/// Something that an article can be read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A file.
    File(PathBuf),
    /// Standard input.
    Stdin,
    /// A path that could not even be listed, with the reason.
    Unreadable(PathBuf, String),
}

/// Lists what the paths stand for: files as they are, folders searched through for `.txt` and `.md`, `-` for
/// standard input. Hidden entries are passed over, links to folders not followed (they may run in circles).
/// Each file comes once, folders in order of their names.
pub fn collect(paths: &[PathBuf]) -> Vec<Source> {
    let mut sources = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            sources.push(Source::Stdin);
        } else if path.is_dir() {
            walk(path, &mut sources);
        } else {
            sources.push(Source::File(path.clone()));
        }
    }
    let mut seen = std::collections::HashSet::new();
    sources.retain(|s| match s {
        Source::File(path) => seen.insert(path.canonicalize().unwrap_or_else(|_| path.clone())),
        _ => true,
    });
    sources
}

fn walk(folder: &Path, sources: &mut Vec<Source>) {
    let listing = std::fs::read_dir(folder).and_then(|entries| entries.collect::<Result<Vec<_>, _>>());
    let mut entries = match listing {
        Ok(entries) => entries,
        Err(e) => return sources.push(Source::Unreadable(folder.to_owned(), e.to_string())),
    };
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        let is_folder = entry.file_type().is_ok_and(|t| t.is_dir());
        if hidden {
            continue;
        }
        if is_folder {
            walk(&path, sources);
        } else if path.is_file() && path.extension().is_some_and(|e| is_article(&e.to_string_lossy())) {
            sources.push(Source::File(path));
        }
    }
}

fn is_article(ending: &str) -> bool {
    matches!(ending.to_lowercase().as_str(), "txt" | "text" | "md" | "markdown")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_searched_and_each_file_comes_once() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::create_dir(at("b")).unwrap();
        for name in ["b/2.md", "a.txt", "c.pdf", ".hidden.txt"] {
            std::fs::write(at(name), "x").unwrap();
        }
        let found = collect(&[folder.path().to_owned(), at("a.txt"), "-".into()]);
        assert_eq!(found, [Source::File(at("a.txt")), Source::File(at("b/2.md")), Source::Stdin]);
    }
}
