//! Which files to read: paths as given to a list in a fixed order.

use std::collections::HashSet;
use std::fs::FileType;
use std::path::{Path, PathBuf};

/// Something that an article can be read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A file that somebody has named.
    File(PathBuf),
    /// A file of a folder: it may be none that holds articles.
    Found(PathBuf),
    /// Standard input.
    Stdin,
    /// A path that could not even be listed, with the reason.
    Unreadable(PathBuf, String),
}

/// What there is to read, and what is not read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Collected {
    /// What to read, in order.
    pub sources: Vec<Source>,
    /// Links that lead out of the folders searched through, and were not followed.
    pub links: Vec<PathBuf>,
    /// Pipes, sockets and devices in these folders.
    pub devices: usize,
}

impl Collected {
    /// The sources in batches to be read together: so many files, and not many more bytes than one article may have.
    pub fn batches(&self, files: usize) -> impl Iterator<Item = &[Source]> {
        batches(&self.sources, files)
    }
}

/// Lists what the paths stand for: files as they are, folders searched through, `-` for standard
/// input. Whether a file holds articles is told by what is in it, later. Hidden entries are passed over, and so are pipes and devices. A link found in a folder is followed
/// where it leads to something in one of the folders given; out of them only with `follow_links`, since whoever made
/// the folder may have meant another file than the one who imports it. Each file and folder comes once, whatever the
/// links, so that circles end; folders in order of their names.
pub fn collect(paths: &[PathBuf], follow_links: bool) -> Collected {
    let roots: Vec<PathBuf> =
        paths.iter().filter(|p| p.is_dir()).filter_map(|p| p.canonicalize().ok()).collect();
    let mut walk = Walk { roots, follow_links, found: Collected::default(), folders: HashSet::new() };
    for path in paths {
        if path.as_os_str() == "-" {
            walk.found.sources.push(Source::Stdin);
        } else if path.is_dir() {
            walk.folder(path);
        } else {
            walk.found.sources.push(Source::File(path.clone()));
        }
    }
    let mut seen = HashSet::new();
    walk.found.sources.retain(|s| match s {
        Source::File(path) | Source::Found(path) => {
            seen.insert(path.canonicalize().unwrap_or_else(|_| path.clone()))
        }
        _ => true,
    });
    walk.found
}

/// The sources in batches to be read together: so many files, and not many more bytes than one article may have.
pub(super) fn batches(sources: &[Source], files: usize) -> impl Iterator<Item = &[Source]> {
    const BYTES: u64 = 2 * super::input::MAX_BYTES;
    let size = |source: &Source| match source {
        Source::File(path) | Source::Found(path) => std::fs::metadata(path).map_or(0, |m| m.len().min(BYTES)),
        Source::Stdin | Source::Unreadable(..) => 0,
    };
    let mut rest = sources;
    std::iter::from_fn(move || {
        let mut bytes = 0;
        let fits = |source: &&Source| {
            bytes += size(source);
            bytes <= BYTES
        };
        let count = rest.iter().take(files).take_while(fits).count().max(1);
        let (batch, later) = rest.split_at_checked(count)?;
        rest = later;
        Some(batch)
    })
}

struct Walk {
    roots: Vec<PathBuf>,
    follow_links: bool,
    found: Collected,
    folders: HashSet<PathBuf>,
}

impl Walk {
    fn folder(&mut self, folder: &Path) {
        if folder.canonicalize().is_ok_and(|path| !self.folders.insert(path)) {
            return;
        }
        let listing = std::fs::read_dir(folder).and_then(|entries| entries.collect::<Result<Vec<_>, _>>());
        let mut entries = match listing {
            Ok(entries) => entries,
            Err(e) => return self.unreadable(folder, &super::error::unread(&e)),
        };
        entries.sort_by_key(std::fs::DirEntry::file_name);
        for entry in entries {
            let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
            if let (false, Ok(kind)) = (hidden, entry.file_type()) {
                self.entry(&entry.path(), kind);
            }
        }
    }

    fn entry(&mut self, path: &Path, kind: FileType) {
        if kind.is_symlink() {
            let target = path.canonicalize();
            let inside = target.as_ref().is_ok_and(|t| self.roots.iter().any(|root| t.starts_with(root)));
            if target.is_err() && self.follow_links {
                return self.unreadable(path, "the link leads nowhere");
            }
            if !inside && !self.follow_links {
                self.found.links.push(path.to_owned());
                return;
            }
        }
        if path.is_dir() {
            self.folder(path);
        } else if path.is_file() {
            self.found.sources.push(Source::Found(path.to_owned()));
        } else {
            self.found.devices += 1;
        }
    }

    fn unreadable(&mut self, path: &Path, reason: &str) {
        self.found.sources.push(Source::Unreadable(path.to_owned(), reason.to_owned()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(names: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in names {
            std::fs::create_dir_all(folder.path().join(name).parent().unwrap()).unwrap();
            std::fs::write(folder.path().join(name), "x").unwrap();
        }
        folder
    }

    #[test]
    fn folders_are_searched_and_each_file_comes_once() {
        let folder = folder_with(&["b/2.md", "a.txt", "c.pdf", ".hidden.txt"]);
        let at = |name: &str| folder.path().join(name);
        let found = collect(&[folder.path().to_owned(), at("a.txt"), "-".into()], false);
        assert_eq!(
            found.sources,
            [
                Source::Found(at("a.txt")),
                Source::Found(at("b/2.md")),
                Source::Found(at("c.pdf")),
                Source::Stdin
            ]
        );
    }

    #[cfg(unix)]
    #[test]
    fn links_out_are_followed_when_asked_and_circles_end() {
        use std::os::unix::fs::symlink;
        let outside = folder_with(&["secret.txt", "deep/other.txt"]);
        let folder = folder_with(&["news/a.txt", "news/sub/b.txt"]);
        let at = |name: &str| folder.path().join("news").join(name);
        symlink(outside.path().join("secret.txt"), at("c.txt")).unwrap();
        symlink(outside.path(), at("d")).unwrap();
        symlink("a.txt", at("same.txt")).unwrap();
        symlink("..", at("sub/circle")).unwrap();
        symlink("nowhere.txt", at("dangling.txt")).unwrap();
        symlink(outside.path().join("no-article.pdf"), at("e.pdf")).unwrap();
        let news = [folder.path().join("news")];
        let found = collect(&news, false);
        assert_eq!(found.sources, [Source::Found(at("a.txt")), Source::Found(at("sub/b.txt"))]);
        assert_eq!((found.links.len(), found.devices), (4, 0));
        let found = collect(&news, true);
        let names: Vec<_> = found.sources.iter().filter(|s| matches!(s, Source::Found(_))).collect();
        // Two links lead nowhere, and are told.
        assert_eq!(names.len(), 4, "{names:?}");
        assert_eq!((found.links.len(), found.sources.len()), (0, 6));
        // A link that a person names is what that person means.
        assert_eq!(collect(&[at("c.txt")], false).sources, [Source::File(at("c.txt"))]);
        assert_eq!(collect(&[at("d")], false).sources.len(), 2);
    }

    #[test]
    fn batches_hold_few_large_files() {
        let folder = folder_with(&["a.txt", "b.txt", "c.txt"]);
        let sources = collect(&[folder.path().to_owned()], false).sources;
        assert_eq!(batches(&sources, 64).map(<[Source]>::len).collect::<Vec<_>>(), [3]);
        assert_eq!(batches(&sources, 2).map(<[Source]>::len).collect::<Vec<_>>(), [2, 1]);
        for name in ["a.txt", "b.txt", "c.txt"] {
            std::fs::File::create(folder.path().join(name)).unwrap().set_len(30 << 20).unwrap();
        }
        assert_eq!(batches(&sources, 64).map(<[Source]>::len).collect::<Vec<_>>(), [2, 1]);
    }
}
