//! A file that a command writes: whole or not at all, and never the database.
//!
//! It is written beside its place under another name and renamed when it is whole; a command that fails leaves what was
//! there. Links are followed. Pipes, devices and the program's own streams are written as they are.

use super::error::CommandError;
use crate::render::visible;
use crate::store::place::{belongs_to, followed};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Read as _, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError, mpsc};
use std::time::Duration;
use tempfile::NamedTempFile;

/// How every SQLite file begins.
const SQLITE: &[u8] = b"SQLite format 3\0";

/// Files that are not whole yet.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Takes away what is not whole, before the process is left by another way than the end of its command.
pub fn abandon() {
    for path in UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
        let _ = fs::remove_file(path);
    }
}

/// A file that is being written; [`OutFile::finish`] puts it at its place.
pub struct OutFile {
    /// As the user calls it.
    path: PathBuf,
    way: Way,
}

enum Way {
    /// At its place already.
    Straight(BufWriter<File>),
    /// Beside its place, which is this.
    Beside(BufWriter<NamedTempFile>, PathBuf),
}

impl OutFile {
    /// Begins to write a file, which may not be this database, nor any other.
    ///
    /// # Errors
    /// A database; a folder; a place where nothing can be written.
    pub fn create(path: &Path, db: &Path) -> Result<Self, CommandError> {
        let failed = |e: io::Error| failure(path, &e);
        if is_stream(path) {
            let file = OpenOptions::new().write(true).open(path).map_err(failed)?;
            return Ok(Self { path: path.to_owned(), way: Way::Straight(BufWriter::new(file)) });
        }
        let place = followed(path).map_err(failed)?;
        refuse_database(path, &place, db)?;
        let there = fs::metadata(&place).ok();
        if there.as_ref().is_some_and(|m| !m.is_file() && !m.is_dir()) {
            let file = open_read(place).map_err(failed)?;
            return Ok(Self { path: path.to_owned(), way: Way::Straight(BufWriter::new(file)) });
        }
        if there.as_ref().is_some_and(fs::Metadata::is_dir) {
            return Err(CommandError::users(format!("cannot write `{}`: it is a folder", path.display())));
        }
        if there.as_ref().is_some_and(|m| m.permissions().readonly()) {
            return Err(CommandError::users(format!("cannot write `{}`: it is read-only", path.display())));
        }
        let file = beside(&place).map_err(failed)?;
        if let Some(there) = there {
            file.as_file().set_permissions(there.permissions()).map_err(failed)?;
        }
        UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner).push(file.path().to_owned());
        Ok(Self { path: path.to_owned(), way: Way::Beside(BufWriter::new(file), place) })
    }

    /// Puts the whole file at its place, over what is there.
    ///
    /// # Errors
    /// Where that fails: then what is there stays.
    pub fn finish(self) -> Result<(), CommandError> {
        self.put(true)
    }

    /// As [`Self::finish`], where nothing is there yet.
    ///
    /// # Errors
    /// As there, and where something is there.
    pub fn finish_new(self) -> Result<(), CommandError> {
        self.put(false)
    }

    fn put(self, over: bool) -> Result<(), CommandError> {
        let Self { path, way } = self;
        let put = || match way {
            Way::Straight(mut out) => out.flush(),
            Way::Beside(out, place) => {
                let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
                file.as_file().sync_all()?;
                let renamed = if over { file.persist(&place) } else { file.persist_noclobber(&place) };
                renamed.map(drop).map_err(|e| e.error)
            }
        };
        put().map_err(|e| failure(&path, &e))
    }
}

impl Write for OutFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = match &mut self.way {
            Way::Straight(out) => out.write(bytes),
            Way::Beside(out, _) => out.write(bytes),
        };
        written.map_err(|e| io::Error::new(e.kind(), format!("`{}`: {e}", self.path.display())))
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.way {
            Way::Straight(out) => out.flush(),
            Way::Beside(out, _) => out.flush(),
        }
    }
}

/// Writes a whole file.
///
/// # Errors
/// As [`OutFile::create`] and [`OutFile::finish`].
pub fn write(path: &Path, bytes: &[u8], db: &Path) -> Result<(), CommandError> {
    let mut out = OutFile::create(path, db)?;
    out.write_all(bytes)?;
    out.finish()
}

fn failure(path: &Path, e: &io::Error) -> CommandError {
    let error = CommandError::users(format!("cannot write `{}`: {e}", path.display()));
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
    match (e.kind(), folder) {
        (io::ErrorKind::NotFound, Some(folder)) if !folder.exists() => {
            error.hint(format!("there is no folder `{}`", folder.display()))
        }
        (io::ErrorKind::PermissionDenied, _) => {
            error.hint("kb writes a file beside it first: its folder must be writable, too")
        }
        _ => error,
    }
}

fn beside(place: &Path) -> io::Result<NamedTempFile> {
    let folder = place.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".kb-").suffix(".unfinished");
    // As any program's file, less what the umask takes.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

/// Whether the path names a stream that a program was started with, whatever that leads to.
fn is_stream(path: &Path) -> bool {
    let name = path.to_string_lossy();
    matches!(&*name, "/dev/stdout" | "/dev/stderr")
        || name.starts_with("/dev/fd/")
        || name.starts_with("/proc/self/fd/")
}

/// Opens a pipe or device. A pipe can't be opened before somebody reads it, which may be never.
fn open_read(place: PathBuf) -> io::Result<File> {
    const PATIENCE: Duration = Duration::from_secs(10);
    let (opened, wait) = mpsc::channel();
    std::thread::spawn(move || opened.send(OpenOptions::new().write(true).open(place)));
    wait.recv_timeout(PATIENCE)
        .unwrap_or_else(|_| Err(io::Error::other(format!("nobody has read it for {} s", PATIENCE.as_secs()))))
}

fn refuse_database(path: &Path, place: &Path, db: &Path) -> Result<(), CommandError> {
    if let Some(suffix) = belongs_to(db, place) {
        let what = if suffix.is_empty() { "is the database" } else { "belongs to the database" };
        return Err(CommandError::users(format!(
            "`{}` {what} `{}`; nothing was written",
            visible(&path.to_string_lossy()),
            db.display()
        ))
        .hint("name another file"));
    }
    let mut start = [0; SQLITE.len()];
    let plain = fs::metadata(place).is_ok_and(|m| m.is_file());
    if plain && File::open(place).and_then(|mut f| f.read_exact(&mut start)).is_ok() && start == SQLITE {
        return Err(CommandError::users(format!("`{}` is a database; nothing was written", path.display()))
            .hint("name another file, or remove that one first"));
    }
    Ok(())
}
