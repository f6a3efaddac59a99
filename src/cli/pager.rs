//! Standard output as a person reads it: what does not fit the terminal goes through a pager, as git does it. Pipes and files get it as it is.
//!
//! A pager, a pipe or a terminal may be slow: a thread writes to it out of a [`Spool`], unless all is said before it would be
//! worth one. A plain file is written at once.

use super::spool::Spool;
use super::watch;
use std::io::{self, BufWriter, IsTerminal as _, StdoutLock, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// A text of more bytes is long, however few its lines are.
const MOST_HELD: usize = 1 << 20;

/// The output that is being read now, for [`settle`].
static LIVE: Mutex<Option<Weak<Reading>>> = Mutex::new(None);

/// Bytes that wait for the end of a command that is soon over; then they are written without a thread. A pipe holds as many.
const SOON: usize = 1 << 16;
/// How long they wait.
const SOON_OVER: Duration = Duration::from_millis(30);

/// Standard output, perhaps through a pager. Call [`Pager::close`] at the end.
pub struct Pager {
    way: Way,
}

enum Way {
    /// To a plain file, which keeps nobody waiting.
    Direct(BufWriter<StdoutLock<'static>>),
    /// To whoever reads at his own speed.
    Spooled(Arc<Reading>),
}

struct Reading {
    spool: Spool,
    /// Lines that the terminal shows at once.
    lines: Option<usize>,
    thread: Mutex<Thread>,
}

/// The thread that writes to the reader.
enum Thread {
    /// Not started yet: since when bytes wait for it, and how many.
    Waiting(Option<Instant>, usize),
    Started(JoinHandle<io::Result<()>>),
    Ended,
}

impl Pager {
    /// `lines` that a terminal can show at once; none where there is no terminal, or no pager wanted.
    pub fn new(lines: Option<usize>) -> Self {
        if is_plain_file() {
            return Self { way: Way::Direct(BufWriter::with_capacity(1 << 16, io::stdout().lock())) };
        }
        let thread = Mutex::new(Thread::Waiting(None, 0));
        let reading = Arc::new(Reading { spool: Spool::new(), lines, thread });
        *live() = Some(Arc::downgrade(&reading));
        Self { way: Way::Spooled(reading) }
    }

    /// Waits until all is written, and until the reader has left the pager. That time does not count.
    ///
    /// # Errors
    /// Where it could not be written.
    pub fn close(mut self) -> io::Result<()> {
        match &mut self.way {
            Way::Direct(out) => out.flush(),
            Way::Spooled(reading) => reading.end(),
        }
    }
}

impl Write for Pager {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.way {
            Way::Direct(out) => out.write(bytes),
            Way::Spooled(reading) => reading.put(bytes).map(|()| bytes.len()),
        }
    }

    /// Does nothing: what goes to a person or pipe is on its way already, and a file is whole when it is closed.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Pager {
    fn drop(&mut self) {
        // Also on the way out of an error: a pager left behind would fight the shell for the terminal.
        if let Way::Spooled(reading) = &self.way {
            let _ = reading.end();
        }
    }
}

impl Reading {
    fn put(self: &Arc<Self>, bytes: &[u8]) -> io::Result<()> {
        self.spool.put(bytes)?;
        let mut thread = self.thread();
        if let Thread::Waiting(since, held) = &mut *thread {
            *held += bytes.len();
            let since = *since.get_or_insert_with(Instant::now);
            // Without a clock nobody else would send them on while the next ones are long in coming.
            if *held >= SOON || since.elapsed() >= SOON_OVER || !watch::runs() {
                self.start(&mut thread);
            }
        }
        Ok(())
    }

    fn start(self: &Arc<Self>, thread: &mut Thread) {
        let of_thread = Arc::clone(self);
        let started = std::thread::Builder::new().spawn(move || {
            let written = drain(&of_thread.spool, of_thread.lines);
            if let Err(e) = &written {
                of_thread.spool.refuse(e.kind());
            }
            written
        });
        // Without a thread it is written at the end.
        if let Ok(started) = started {
            *thread = Thread::Started(started);
        }
    }

    fn end(&self) -> io::Result<()> {
        self.spool.end();
        let thread = std::mem::replace(&mut *self.thread(), Thread::Ended);
        let _paused = watch::pause();
        match thread {
            Thread::Waiting(..) => drain(&self.spool, self.lines),
            Thread::Started(thread) => thread.join().unwrap_or(Ok(())),
            Thread::Ended => Ok(()),
        }
    }

    fn thread(&self) -> MutexGuard<'_, Thread> {
        self.thread.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Sends on what waits for the command's end, where that has been long enough; when to ask again, where it has not.
pub fn send_on() -> Option<Duration> {
    let Some(reading) = live().as_ref().and_then(Weak::upgrade) else { return Some(SOON_OVER) };
    let mut thread = reading.thread();
    let Thread::Waiting(since, _) = &*thread else { return None };
    match since.map(|since| since.elapsed()) {
        Some(waited) if waited >= SOON_OVER => {
            reading.start(&mut thread);
            None
        }
        Some(waited) => Some(SOON_OVER.saturating_sub(waited)),
        None => Some(SOON_OVER),
    }
}

/// Lets what was written so far be read, before the process is left by another way than the end of its command.
pub fn settle() {
    let reading = live().take();
    if let Some(reading) = reading.and_then(|weak| weak.upgrade()) {
        let _ = reading.end();
    }
}

fn live() -> MutexGuard<'static, Option<Weak<Reading>>> {
    LIVE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Writes all that comes: straight out, or, once it is more than the lines given, to a pager, whose end it waits for.
fn drain(spool: &Spool, lines: Option<usize>) -> io::Result<()> {
    let mut held = Vec::new();
    while let Some(bytes) = spool.take()? {
        let Some(lines) = lines else {
            straight(&bytes)?;
            continue;
        };
        held.extend_from_slice(&bytes);
        if held.len() < MOST_HELD && held.iter().filter(|b| **b == b'\n').count() < lines {
            continue;
        }
        let Some(mut child) = start() else {
            straight(&held)?;
            return drain(spool, None);
        };
        let written = feed(&mut child, &held, spool);
        if let Err(e) = &written {
            spool.refuse(e.kind());
        }
        drop(child.stdin.take());
        let _ = child.wait();
        return written;
    }
    straight(&held)
}

fn feed(child: &mut Child, held: &[u8], spool: &Spool) -> io::Result<()> {
    let Some(pipe) = &mut child.stdin else { return Ok(()) };
    pipe.write_all(held)?;
    while let Some(bytes) = spool.take()? {
        pipe.write_all(&bytes)?;
    }
    Ok(())
}

fn straight(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

/// Whether standard output is a plain file.
#[cfg(unix)]
fn is_plain_file() -> bool {
    use std::os::fd::AsFd as _;
    let own = io::stdout().as_fd().try_clone_to_owned();
    own.and_then(|fd| std::fs::File::from(fd).metadata()).is_ok_and(|m| m.is_file())
}

#[cfg(not(unix))]
fn is_plain_file() -> bool {
    false
}

/// The pager that KB_PAGER or PAGER name, else less: -F ends it where all fits, -R shows colours, -X leaves the screen alone.
fn start() -> Option<Child> {
    let wanted =
        std::env::var("KB_PAGER").or_else(|_| std::env::var("PAGER")).unwrap_or_else(|_| "less".into());
    if matches!(wanted.trim(), "" | "cat") || !there_is(&wanted) {
        return None;
    }
    let mut command = match cfg!(windows) {
        true => Command::new(&wanted),
        false => {
            let mut shell = Command::new("sh");
            shell.args(["-c", &wanted]);
            shell
        }
    };
    if std::env::var_os("LESS").is_none() {
        command.env("LESS", "FRX");
    }
    if std::env::var_os("LV").is_none() {
        command.env("LV", "-c");
    }
    command.stdin(Stdio::piped()).spawn().ok()
}

/// Whether the program that a command line begins with is there to run.
fn there_is(command: &str) -> bool {
    let program = shlex::split(command).and_then(|words| words.into_iter().next()).unwrap_or_default();
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let runs = |path: &Path| path.is_file() || path.with_extension("exe").is_file();
    runs(Path::new(&program)) || std::env::split_paths(&folders).any(|folder| runs(&folder.join(&program)))
}

/// The lines of the terminal that standard output is, less one for the prompt.
pub fn terminal_lines() -> Option<usize> {
    if !io::stdout().is_terminal() {
        return None;
    }
    terminal_size::terminal_size()
        .map(|(_, terminal_size::Height(h))| usize::from(h).saturating_sub(1).max(5))
}
