//! Standard output as a person reads it: what does not fit the terminal goes through a pager, as git does it. Pipes and files get it as it is.

use std::io::{self, BufWriter, IsTerminal as _, StdoutLock, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Where the output goes.
enum Way {
    /// Not decided yet: what came so far, and how many lines there may be without a pager.
    Held(Vec<u8>, usize),
    /// Straight out.
    Direct(BufWriter<StdoutLock<'static>>),
    /// Through a pager.
    Paged(Child),
}

/// Standard output, perhaps through a pager. Call [`Pager::close`] at the end.
pub struct Pager {
    way: Way,
}

impl Pager {
    /// `lines` that a terminal can show at once; none where there is no terminal, or no pager wanted.
    pub fn new(lines: Option<usize>) -> Self {
        Self {
            way: match lines {
                Some(lines) => Way::Held(Vec::new(), lines),
                None => Way::Direct(direct()),
            },
        }
    }

    /// Writes what is left and waits until the reader has left the pager.
    pub fn close(mut self) -> io::Result<()> {
        if let Way::Held(held, _) = &self.way {
            let mut out = direct();
            out.write_all(held)?;
            out.flush()?;
        }
        self.flush()
    }
}

impl Write for Pager {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.way {
            Way::Direct(out) => out.write(bytes),
            Way::Paged(child) => match &mut child.stdin {
                Some(pipe) => pipe.write(bytes),
                None => Ok(bytes.len()),
            },
            Way::Held(held, lines) => {
                held.extend_from_slice(bytes);
                if held.iter().filter(|b| **b == b'\n').count() >= *lines {
                    let held = std::mem::take(held);
                    self.way = start().map_or_else(|| Way::Direct(direct()), Way::Paged);
                    self.write_all(&held)?;
                }
                Ok(bytes.len())
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.way {
            Way::Held(..) => Ok(()),
            Way::Direct(out) => out.flush(),
            Way::Paged(child) => child.stdin.as_mut().map_or(Ok(()), Write::flush),
        }
    }
}

impl Drop for Pager {
    fn drop(&mut self) {
        // Also on the way out of an error: a pager left behind would fight the shell for the terminal.
        if let Way::Paged(child) = &mut self.way {
            drop(child.stdin.take());
            let _ = child.wait();
        }
    }
}

fn direct() -> BufWriter<StdoutLock<'static>> {
    BufWriter::with_capacity(1 << 16, io::stdout().lock())
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
