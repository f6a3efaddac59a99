//! The time and the memory that a command may take for reading: whatever it reads, however it is asked, it ends.
//!
//! When the time is over, a thread interrupts what SQLite does; what can't be interrupted ends with the process a second
//! later. Time that passes while somebody reads the output does not count. The same thread sends on what the output holds back
//! in the hope that the command is soon over.

use super::error::CommandError;
use super::{outfile, pager};
use crate::store::{self, interrupt_reading};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// The time of a command that does not say another.
const SECONDS: u64 = 60;
/// How long a statement has to end once it is interrupted.
const GRACE: Duration = Duration::from_secs(1);
/// Between one interruption and the next: a statement that starts in between is to end, too.
const AGAIN: Duration = Duration::from_millis(10);

/// What commands without limits of their own have now: seconds; a shell passes its own on.
static USUAL: AtomicU64 = AtomicU64::new(SECONDS);
/// The seconds of the last watch whose time was over; 0 while none is.
static OVER: AtomicU64 = AtomicU64::new(0);
/// The watch that runs.
static RUNNING: Mutex<Option<Arc<Shared>>> = Mutex::new(None);

/// What a command that reads may take.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
#[group(skip)]
pub struct Limits {
    /// Stop after so many seconds; 0 for as long as it takes [default: 60]
    #[arg(long, value_name = "SECONDS", value_parser = seconds, allow_negative_numbers = true, help_heading = "Limits")]
    timeout: Option<u64>,
    /// Take at most so many megabytes for the query, and an eighth of them for a value; 0 for any [default: 512]
    #[arg(long, value_name = "MB", value_parser = megabytes, allow_negative_numbers = true, help_heading = "Limits")]
    memory: Option<u64>,
}

impl Limits {
    /// Starts the clock; it runs until what this returns is dropped. Begin with it: opening the database counts.
    pub fn watch(&self) -> Watch {
        if let Some(memory) = self.memory {
            store::allow_memory(memory.saturating_mul(1 << 20));
        }
        Watch::start(self.timeout.unwrap_or(USUAL.load(Ordering::Relaxed)), false)
    }

    /// Makes them those of all commands that say no others.
    pub fn pass_on(&self) {
        USUAL.store(self.timeout.unwrap_or(SECONDS), Ordering::Relaxed);
    }
}

fn seconds(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| "write whole seconds, 1 or more; 0 is for as long as it takes".to_owned())
}

fn megabytes(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| "write whole megabytes, 1 or more; 0 is for as much as there is".to_owned())
}

/// Whether the time of the command was over, and how many seconds that was.
pub fn over() -> Option<u64> {
    Some(OVER.load(Ordering::Relaxed)).filter(|seconds| *seconds > 0)
}

/// A clock that runs; until it is dropped.
pub struct Watch {
    shared: Option<Arc<Shared>>,
}

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    /// Time that is left, not counting what passed since the clock was set going.
    left: Duration,
    /// Since when the clock goes; none while somebody reads the output.
    going: Option<Instant>,
    /// Whether the thread waits for the clock to go again. While it counts the time down nobody need wake it: it looks for
    /// itself whether the clock was stopped in between, and a wake costs more than a stop.
    stands: bool,
    ended: bool,
}

impl Watch {
    /// A clock that ends the process without a word: what a shell asks for while somebody types must not print.
    pub fn quiet(seconds: u64) -> Self {
        Self::start(seconds, true)
    }

    fn start(seconds: u64, quiet: bool) -> Self {
        OVER.store(0, Ordering::Relaxed);
        if seconds == 0 {
            return Self { shared: None };
        }
        let state = State {
            left: Duration::from_secs(seconds),
            going: Some(Instant::now()),
            stands: false,
            ended: false,
        };
        let shared = Arc::new(Shared { state: Mutex::new(state), changed: Condvar::new() });
        let of_thread = Arc::clone(&shared);
        *running() = Some(Arc::clone(&shared));
        // Without a thread to watch there is no limit: the answer matters more.
        if std::thread::Builder::new().spawn(move || of_thread.keep(seconds, quiet)).is_err() {
            *running() = None;
        }
        Self { shared: Some(shared) }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(shared) = &self.shared {
            shared.state().ended = true;
            shared.changed.notify_all();
            *running() = None;
        }
    }
}

impl Shared {
    fn keep(&self, seconds: u64, quiet: bool) {
        if !self.wait(|| {}) {
            return;
        }
        OVER.store(seconds, Ordering::Relaxed);
        {
            let mut state = self.state();
            state.left = GRACE;
            state.going = state.going.map(|_| Instant::now());
        }
        if !self.wait(interrupt_reading) {
            return;
        }
        if quiet {
            std::process::exit(0);
        }
        pager::settle();
        outfile::abandon();
        let _ = CommandError::over_time(seconds).report();
        std::process::exit(1);
    }

    /// Waits until the time that is left has passed, doing something again and again; whether it has, or all has ended.
    fn wait(&self, again: fn()) -> bool {
        let mut state = self.state();
        loop {
            if state.ended {
                return false;
            }
            state = match state.going.map(|since| state.left.checked_sub(since.elapsed())) {
                Some(None) => return true,
                Some(Some(left)) => {
                    again();
                    let nap = if over().is_some() { Some(AGAIN) } else { pager::send_on() };
                    let nap = nap.map_or(left, |nap| nap.min(left));
                    self.changed.wait_timeout(state, nap).unwrap_or_else(PoisonError::into_inner).0
                }
                None => {
                    state.stands = true;
                    let mut state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
                    state.stands = false;
                    state
                }
            };
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a clock runs.
pub fn runs() -> bool {
    running().is_some()
}

/// Stops the clock until what this returns is dropped.
pub fn pause() -> Paused {
    let shared = running().clone();
    if let Some(shared) = &shared {
        let mut state = shared.state();
        if let Some(since) = state.going.take() {
            state.left = state.left.saturating_sub(since.elapsed());
        }
    }
    Paused { shared }
}

/// A clock that stands.
pub struct Paused {
    shared: Option<Arc<Shared>>,
}

impl Drop for Paused {
    fn drop(&mut self) {
        if let Some(shared) = &self.shared {
            let mut state = shared.state();
            state.going = Some(Instant::now());
            if state.stands {
                shared.changed.notify_all();
            }
        }
    }
}

fn running() -> MutexGuard<'static, Option<Arc<Shared>>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}
