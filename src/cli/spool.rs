//! What is still to be read of the output: in memory first, then in a file without a name. Whoever fills it never waits
//! for the reader, so that a query ends, and its lock on the database with it, however slowly somebody reads.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Bytes that are kept in memory.
const IN_MEMORY: usize = 8 << 20;
/// Bytes that are kept in the file.
const IN_FILE: u64 = 1 << 30;
/// Bytes that the reader gets from the file at a time.
const PIECE: usize = 1 << 20;
/// Bytes that are worth a write of their own.
const WORTH: usize = 1 << 16;
/// How long fewer bytes wait for more.
const GATHERING: Duration = Duration::from_millis(3);

/// Bytes on their way from one thread to another.
pub struct Spool {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    memory: Vec<u8>,
    file: Option<Ring>,
    in_file: u64,
    /// No more comes.
    ended: bool,
    /// Nobody reads on, for this reason.
    refused: Option<io::ErrorKind>,
}

impl Spool {
    /// An empty one.
    pub fn new() -> Self {
        Self::of(IN_FILE)
    }

    fn of(in_file: u64) -> Self {
        let state = State { memory: Vec::new(), file: None, in_file, ended: false, refused: None };
        Self { state: Mutex::new(state), changed: Condvar::new() }
    }

    /// Adds bytes.
    ///
    /// # Errors
    /// A reader that has gone; one that is too far behind; no room for the file.
    pub fn put(&self, bytes: &[u8]) -> io::Result<()> {
        let mut state = self.state();
        if let Some(kind) = state.refused {
            return Err(kind.into());
        }
        let State { memory, file, in_file, .. } = &mut *state;
        match file.as_mut().filter(|ring| ring.held > 0) {
            Some(ring) => ring.write(bytes)?,
            None if memory.len() + bytes.len() <= IN_MEMORY => {
                let (was, is) = (memory.len(), memory.len() + bytes.len());
                memory.extend_from_slice(bytes);
                if was == 0 || (was < WORTH && is >= WORTH) {
                    self.changed.notify_all();
                }
            }
            None => {
                if file.is_none() {
                    *file = Some(Ring::new(*in_file)?);
                }
                if let Some(ring) = file {
                    ring.write(bytes)?;
                }
                self.changed.notify_all();
            }
        }
        Ok(())
    }

    /// The next bytes, when there are some; none at the end.
    ///
    /// # Errors
    /// A file that can't be read any more.
    pub fn take(&self) -> io::Result<Option<Vec<u8>>> {
        let mut state = self.state();
        while state.is_empty() && !state.ended {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        if state.memory.len() < WORTH && !state.ended {
            let gathered = self.changed.wait_timeout(state, GATHERING);
            state = gathered.unwrap_or_else(PoisonError::into_inner).0;
        }
        if !state.memory.is_empty() {
            return Ok(Some(std::mem::take(&mut state.memory)));
        }
        match &mut state.file {
            Some(ring) if ring.held > 0 => ring.read().map(Some),
            _ => Ok(None),
        }
    }

    /// Says that no more comes.
    pub fn end(&self) {
        self.state().ended = true;
        self.changed.notify_all();
    }

    /// Says that nobody reads on.
    pub fn refuse(&self, why: io::ErrorKind) {
        self.state().refused = Some(why);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn is_empty(&self) -> bool {
        self.memory.is_empty() && self.file.as_ref().is_none_or(|ring| ring.held == 0)
    }
}

/// A file that is written to and read from in a circle: what has been read makes room.
struct Ring {
    file: File,
    size: u64,
    /// Where the unread bytes begin, and how many there are.
    start: u64,
    held: u64,
}

impl Ring {
    fn new(size: u64) -> io::Result<Self> {
        let unable = |e: io::Error| {
            io::Error::new(e.kind(), format!("no temporary file to keep it in meanwhile: {e}"))
        };
        Ok(Self { file: tempfile::tempfile().map_err(unable)?, size, start: 0, held: 0 })
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.held + bytes.len() as u64 > self.size {
            let size = self.size >> 20;
            return Err(io::Error::other(format!(
                "its reader is more than {size} MB behind, the limit of what kb keeps for it; write to a file (`> FILE`), which \
                 has no limit"
            )));
        }
        let mut at = (self.start + self.held) % self.size;
        let mut rest = bytes;
        while !rest.is_empty() {
            let room = usize::try_from(self.size - at).unwrap_or(usize::MAX);
            let (piece, after) = rest.split_at(rest.len().min(room));
            self.file.seek(SeekFrom::Start(at))?;
            self.file.write_all(piece)?;
            (at, rest) = (0, after);
        }
        self.held += bytes.len() as u64;
        Ok(())
    }

    fn read(&mut self) -> io::Result<Vec<u8>> {
        let length = self.held.min(self.size - self.start).min(PIECE as u64);
        let mut bytes = vec![0; usize::try_from(length).unwrap_or(PIECE)];
        self.file.seek(SeekFrom::Start(self.start))?;
        self.file.read_exact(&mut bytes)?;
        self.start = (self.start + length) % self.size;
        self.held -= length;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[test]
    fn bytes_come_out_as_they_went_in() {
        let spool = Arc::new(Spool::of(3 << 20));
        let reader = {
            let spool = Arc::clone(&spool);
            std::thread::spawn(move || {
                let mut all = Vec::new();
                while let Some(bytes) = spool.take().unwrap() {
                    all.extend(bytes);
                    std::thread::yield_now();
                }
                all
            })
        };
        let mut expected = Vec::new();
        for i in 0..4000u32 {
            let piece = i.to_le_bytes().repeat(1 + i as usize % 3000);
            expected.extend_from_slice(&piece);
            while spool.put(&piece).is_err() {
                std::thread::sleep(Duration::from_millis(1));
            }
        }
        spool.end();
        assert!(reader.join().unwrap() == expected);
    }

    #[test]
    fn the_limit_is_named_and_a_reader_that_has_gone_is_known() {
        let spool = Spool::of(1 << 20);
        let piece = vec![7; 1 << 19];
        let error = (0..100).find_map(|_| spool.put(&piece).err()).unwrap();
        assert!(error.to_string().contains("more than 1 MB behind"), "{error}");
        spool.refuse(io::ErrorKind::BrokenPipe);
        assert_eq!(spool.put(b"x").unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    }
}
