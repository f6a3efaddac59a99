//! The terminal: whether there is one, how wide it is, and everything that goes to standard error.

#![allow(clippy::print_stderr, reason = "the one place for messages to people")]

use super::error::CommandError;
use super::pager::{Pager, terminal_lines};
use super::shown::Shown;
use crate::catalog::{Meant, Note};
use crate::render::wrapped;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::borrow::Cow;
use std::io::{self, BufRead as _, BufWriter, IsTerminal, Read as _, Write};
use std::process::ExitCode;

/// Width where standard output is no terminal and COLUMNS says nothing.
const DEFAULT_WIDTH: usize = 120;
/// Characters of a message's line.
const LONGEST_LINE: usize = 1000;

/// What is known of the terminal.
pub struct Ui {
    /// Whether to use colours on standard output.
    pub color: bool,
    /// Whether standard output is a terminal.
    pub terminal: bool,
    /// Columns of it.
    pub width: usize,
    /// Whether it makes links of text.
    pub links: bool,
    /// Whether long output may go through a pager.
    paged: bool,
}

impl Ui {
    /// Looks at the terminal; `color` is auto, always or never, `paged` whether a pager is wanted.
    pub fn new(color: &str, paged: bool) -> Self {
        let terminal = io::stdout().is_terminal();
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
            && std::env::var_os("TERM").is_some_and(|t| t != "dumb");
        let color = match color {
            "always" => true,
            "never" => false,
            _ => terminal && wanted,
        };
        let columns = std::env::var("COLUMNS").ok().and_then(|c| c.parse::<usize>().ok()).filter(|c| *c > 0);
        let width = match terminal_size::terminal_size() {
            Some((terminal_size::Width(w), _)) if terminal => usize::from(w),
            // Through a pipe it is mostly the same terminal that shows it in the end.
            _ => columns
                .or_else(|| {
                    terminal_size::terminal_size_of(io::stderr()).map(|(terminal_size::Width(w), _)| w.into())
                })
                .unwrap_or(DEFAULT_WIDTH),
        };
        let links = color && terminal && supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout);
        Self { color, terminal, width: width.max(20), links, paged: paged && terminal }
    }

    /// Standard output for a person, through a pager where it is long; close it before the command ends.
    pub fn pager(&self) -> Pager {
        Pager::new(terminal_lines().filter(|_| self.paged))
    }

    /// Standard output as [`Self::pager`], and never through one.
    pub fn unpaged(&self) -> Pager {
        Pager::new(None)
    }

    /// Standard output for messages to people, in which what others wrote is made visible; flush it before the command ends.
    pub fn messages(&self) -> Shown<BufWriter<io::StdoutLock<'static>>> {
        Shown::new(self.stdout(), true)
    }

    /// Standard output for text that holds what others wrote, and that a pipe or file gets as it is; close what it gives back.
    pub fn as_it_is(&self) -> Shown<Pager> {
        Shown::new(self.unpaged(), self.terminal)
    }

    /// Prints a text for a person.
    pub fn page(&self, text: &str) -> Result<(), CommandError> {
        let mut out = self.pager();
        out.write_all(text.as_bytes())?;
        Ok(out.close()?)
    }

    /// Standard output, buffered: flush it before the command ends.
    pub fn stdout(&self) -> BufWriter<io::StdoutLock<'static>> {
        BufWriter::with_capacity(1 << 16, io::stdout().lock())
    }

    /// A progress bar on standard error, where that is a terminal.
    pub fn progress(&self) -> ProgressBar {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        let style = ProgressStyle::with_template("{bar:30} articles: {pos}/{len}  {per_sec}  {eta} left");
        if let Ok(style) = style {
            bar.set_style(style);
        }
        bar
    }

    /// Whether there is somebody to ask: a terminal on both ends.
    pub fn asks_back(&self) -> bool {
        io::stdin().is_terminal() && io::stderr().is_terminal()
    }

    /// Asks whether to go on; no answer is no.
    pub fn agreed(&self, question: &str) -> io::Result<bool> {
        let mut stderr = io::stderr().lock();
        write!(stderr, "{} [y/N] ", crate::render::visible(question))?;
        stderr.flush()?;
        let mut answer = String::new();
        io::stdin().lock().take(100).read_line(&mut answer)?;
        Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
    }

    /// Tells something beside the result.
    pub fn note(&self, text: &str) {
        heard(text);
    }

    /// Text for standard output, in lines as long as a terminal there is wide.
    pub fn wrapped(&self, text: &str) -> String {
        if self.terminal { wrapped(text, self.width, 0) } else { text.to_owned() }
    }
}

/// A path or name as one word of a command line.
pub fn quoted(value: &str) -> Cow<'_, str> {
    shlex::try_quote(value).unwrap_or(Cow::Borrowed(value))
}

/// Text of others within a message of one line: what controls the terminal is shown, a line break among it.
pub fn on_one_line(text: &str) -> String {
    crate::render::visible(text).replace('\n', "␊").replace('\t', "␉")
}

/// What the user means; tells what it was taken for, where that is a guess.
pub fn settled<T>(text: &str, meant: Meant<T>) -> T {
    if let Some(meant) = meant.guess {
        tell(&[Note::Guess { text: text.to_owned(), meant }]);
    }
    meant.value
}

/// Tells how a question was understood.
pub fn tell(notes: &[Note]) {
    notes.iter().for_each(|note| heard(&format!("note: {note}")));
}

/// Prints what the store tells while it is at work.
pub fn heard(text: &str) {
    let _ = writeln!(io::stderr(), "{}", in_lines(&crate::render::visible(text), 0));
}

/// A message in lines as long as the terminal is wide, where one shows it; `lead` columns stand before it.
fn in_lines(text: &str, lead: usize) -> String {
    match terminal_size::terminal_size_of(io::stderr()) {
        Some((terminal_size::Width(width), _)) => wrapped(text, width.into(), lead),
        None => text.to_owned(),
    }
}

/// Prints an error and what to type next.
pub fn error(message: &str, hints: &[String]) {
    let color = is_colored();
    let (red, cyan, off) = if color { ("\u{1b}[1;31m", "\u{1b}[1;36m", "\u{1b}[0m") } else { ("", "", "") };
    let message = clipped(&crate::render::visible(message));
    let mut stderr = io::stderr().lock();
    let _ = writeln!(stderr, "{red}error{off}: {}", in_lines(&message, "error: ".len()));
    for hint in hints {
        let hint = clipped(&crate::render::visible(hint));
        let _ = writeln!(stderr, "{cyan}hint{off}: {}", in_lines(&hint, "hint: ".len()));
    }
}

/// Whether messages have colours.
fn is_colored() -> bool {
    io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
}

/// The text without the middle of lines that nobody reads to their end: a message repeats what somebody has typed.
fn clipped(text: &str) -> String {
    let line = |line: &str| match line.char_indices().nth(LONGEST_LINE) {
        None => line.to_owned(),
        Some(_) => {
            let end: String = line.chars().take(LONGEST_LINE / 2).collect();
            let from = line.char_indices().rev().nth(LONGEST_LINE / 4).map_or(0, |(i, _)| i);
            format!("{end} […] {}", &line[from..])
        }
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// Prints what clap has to say: help and version to standard output, mistakes to standard error.
pub fn clap_error(e: &clap::Error, hint: Option<String>) -> ExitCode {
    let text = e.render().to_string();
    // What somebody typed, or a query's file says, is part of it; with its colours only where it holds nothing to hide.
    match crate::render::visible(&text) {
        Cow::Borrowed(_) if !e.use_stderr() => drop(e.print()),
        Cow::Borrowed(_) if clipped(&text) == text => {
            let text = if is_colored() { e.render().ansi().to_string() } else { text };
            drop(io::stderr().write_all(in_lines(&text, 0).as_bytes()));
        }
        shown if e.use_stderr() => drop(io::stderr().write_all(in_lines(&clipped(&shown), 0).as_bytes())),
        Cow::Borrowed(text) => drop(io::stdout().write_all(text.as_bytes())),
        Cow::Owned(text) => drop(io::stdout().write_all(text.as_bytes())),
    }
    if let Some(hint) = hint.filter(|_| e.use_stderr()) {
        heard(&format!("hint: {hint}"));
    }
    ExitCode::from(u8::try_from(e.exit_code()).unwrap_or(2))
}
