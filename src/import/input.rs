//! Bytes from files, pipes and devices, never more of them and never longer than is good: limits hold while reading.

use super::ImportError;
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

/// No article is larger; a file that is has something else in it.
pub(super) const MAX_BYTES: u64 = 32 << 20;

/// How long to wait for somebody to open the other end of a named pipe.
const NOBODY: Duration = Duration::from_secs(5);
/// How long a pipe or device may be silent; a slow command behind `<(…)` takes its time.
const SILENCE: Duration = Duration::from_secs(60);

/// What holds many articles, packed or not, has at most so many bytes.
const MAX_CONTAINER: u64 = 256 << 20;

/// The first bytes of a file: enough to tell its format.
///
/// # Errors
/// Where it can't be opened or read.
pub(super) fn read_head(path: &Path) -> Result<Vec<u8>, ImportError> {
    let mut head = Vec::new();
    File::open(path)?.take(1 << 16).read_to_end(&mut head)?;
    Ok(head)
}

/// All bytes of a file, a named pipe or a device.
///
/// # Errors
/// Where it can't be opened or read, has too many bytes, or gives none for too long.
pub(super) fn read_path(path: &Path) -> Result<Vec<u8>, ImportError> {
    let about = std::fs::metadata(path)?;
    let limit = if about.is_file() { limit_of(path) } else { MAX_BYTES };
    if about.is_file() && about.len() > limit {
        return Err(ImportError::TooLarge { what: "an article", limit: limit >> 20 });
    }
    read_all(open(path)?, limit)
}

/// How large a file may be: by the name, since only what holds many articles may be larger than one is.
fn limit_of(path: &Path) -> u64 {
    let ending = path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default();
    let many = ["zip", "gz", "tgz", "tar", "mbox", "json", "jsonl", "ndjson", "csv", "tsv", "tab"]
        .contains(&ending.as_str());
    if many { MAX_CONTAINER } else { MAX_BYTES }
}

/// The bytes of a file, a named pipe or a device, as they come; an error where none come for too long.
///
/// # Errors
/// Where it can't be opened.
pub fn open(path: &Path) -> io::Result<Box<dyn Read>> {
    let about = std::fs::metadata(path)?;
    if about.is_file() || about.is_dir() {
        return Ok(Box::new(File::open(path)?));
    }
    let (sender, receiver) = sync_channel(2);
    let path = path.to_owned();
    // Opening or reading a pipe may block for ever, and nothing ends it: so it is left to a thread that nobody waits for.
    std::thread::spawn(move || hand_over(&path, &sender));
    Ok(Box::new(Pieces { receiver, piece: io::Cursor::default(), wait: NOBODY }))
}

/// All bytes of standard input.
///
/// # Errors
/// Where it can't be read or has too many bytes.
pub(super) fn read_stdin() -> Result<Vec<u8>, ImportError> {
    read_all(io::stdin().lock(), MAX_BYTES)
}

fn read_all(input: impl Read, limit: u64) -> Result<Vec<u8>, ImportError> {
    let mut bytes = Vec::new();
    input.take(limit + 1).read_to_end(&mut bytes)?;
    let too_large = || ImportError::TooLarge { what: "an article", limit: limit >> 20 };
    if bytes.len() as u64 > limit { Err(too_large()) } else { Ok(bytes) }
}

/// The refusal of what is too large for an article.
pub(super) fn too_large() -> ImportError {
    ImportError::TooLarge { what: "an article", limit: MAX_BYTES >> 20 }
}

/// Reads on in pieces until nobody wants them any more. The first, empty one says that it is open.
fn hand_over(path: &Path, sender: &SyncSender<io::Result<Vec<u8>>>) {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(e) => return drop(sender.send(Err(e))),
    };
    let mut piece = Vec::new();
    loop {
        if sender.send(Ok(std::mem::take(&mut piece))).is_err() {
            return;
        }
        piece.resize(1 << 16, 0);
        match file.read(&mut piece) {
            Ok(0) => return,
            Ok(n) => piece.truncate(n),
            Err(e) if e.kind() == ErrorKind::Interrupted => piece.clear(),
            Err(e) => return drop(sender.send(Err(e))),
        }
    }
}

/// What the thread hands over, as one stream that does not wait for ever.
struct Pieces {
    receiver: Receiver<io::Result<Vec<u8>>>,
    piece: io::Cursor<Vec<u8>>,
    wait: Duration,
}

impl Read for Pieces {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.piece.read(out)?;
            if read > 0 {
                return Ok(read);
            }
            match self.receiver.recv_timeout(self.wait) {
                Ok(piece) => self.piece = io::Cursor::new(piece?),
                Err(RecvTimeoutError::Disconnected) => return Ok(0),
                Err(RecvTimeoutError::Timeout) => {
                    let why = if self.wait == NOBODY { "nobody writes to" } else { "is silent" };
                    let seconds = self.wait.as_secs();
                    let text = format!(
                        "nothing came from it for {seconds} seconds; it is a pipe or device that {why}"
                    );
                    return Err(io::Error::new(ErrorKind::TimedOut, text));
                }
            }
            self.wait = SILENCE;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_holds_while_reading() {
        assert!(matches!(read_all(io::repeat(b'y'), MAX_BYTES), Err(ImportError::TooLarge { .. })));
        assert_eq!(read_all(io::repeat(b'y').take(MAX_BYTES), MAX_BYTES).unwrap().len() as u64, MAX_BYTES);
    }

    #[cfg(unix)]
    #[test]
    fn a_device_without_an_end_is_refused() {
        assert!(matches!(read_path(Path::new("/dev/zero")), Err(ImportError::TooLarge { .. })));
        assert!(read_path(Path::new("/dev/null")).unwrap().is_empty());
    }

    #[test]
    fn files_folders_and_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        assert!(read_path(&path).unwrap_err().to_string().contains("there is no such file"));
        assert!(read_path(folder.path()).is_err());
        std::fs::write(&path, "text").unwrap();
        assert_eq!(read_path(&path).unwrap(), b"text");
        File::create(&path).unwrap().set_len(MAX_BYTES + 1).unwrap();
        assert!(matches!(read_path(&path), Err(ImportError::TooLarge { .. })));
    }
}
