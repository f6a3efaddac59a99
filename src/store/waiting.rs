//! Waiting for other processes that use the file: for how long, for whom, and what a person hears of it.

use super::error::code_of;
use super::{StoreError, notice, place};
use rusqlite::ErrorCode;
use std::path::Path;
use std::time::{Duration, Instant};

/// How long a command waits for another process before it gives up.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// How long SQLite itself waits at a time: after the first such time a person hears what is waited for.
pub(super) const SLICE: Duration = Duration::from_millis(1000);

/// Does something until no other process stands in its way, or for as long as [`PATIENCE`] lasts.
///
/// # Errors
/// What the attempt fails with for any other reason; [`StoreError::Busy`] when the time is over.
pub(super) fn patiently<T>(
    path: &Path,
    mut attempt: impl FnMut() -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let start = Instant::now();
    let mut told = false;
    loop {
        match attempt() {
            Err(e) if e.is_busy() => {}
            done => return done,
        }
        let holders = holders(path);
        if start.elapsed() >= PATIENCE {
            let waited = start.elapsed().as_secs();
            return Err(StoreError::Busy { path: path.to_owned(), holders, waited });
        }
        if !told {
            told = true;
            let (name, patience) = (path.display(), PATIENCE.as_secs());
            notice::tell(&format!("note: `{name}` is in use: {holders}; kb waits for up to {patience} s"));
        }
        // SQLite does not wait where waiting could not help; then this is what keeps the processor free.
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Whether an error says that another process stands in the way.
pub(super) fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(code_of(error), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

/// Who holds the file, in words: `process 4711 (sqlite3 kb.db) writes to it, running since 16:20:05`.
#[cfg(target_os = "linux")]
pub(super) fn holders(path: &Path) -> String {
    let (mut writers, mut readers) = (Vec::new(), Vec::new());
    let files = ["", "-shm"].map(|suffix| place::identity(&place::beside(path, suffix)));
    let locks = std::fs::read_to_string("/proc/locks").unwrap_or_default();
    for line in locks.lines() {
        // `1: POSIX  ADVISORY  WRITE 4711 fe:00:1234 0 EOF`: whoever waits has an arrow before the kind.
        let fields: Vec<&str> = line.split_whitespace().collect();
        let [_, "POSIX", _, mode, pid, file, ..] = fields[..] else { continue };
        let number = file.rsplit(':').next().and_then(|n| n.parse::<u64>().ok());
        let ours = files.iter().flatten().any(|(_, inode)| Some(*inode) == number);
        let Ok(pid) = pid.parse::<u32>() else { continue };
        if ours && pid != std::process::id() {
            if mode == "WRITE" { &mut writers } else { &mut readers }.push(pid);
        }
    }
    let (does, mut pids) = if writers.is_empty() { ("reads it", readers) } else { ("writes to it", writers) };
    pids.sort_unstable();
    pids.dedup();
    let told: Vec<String> = pids.iter().map(|pid| described(*pid, does)).collect();
    if told.is_empty() { "another process has it".to_owned() } else { told.join(", ") }
}

/// Who holds the file: only Linux tells.
#[cfg(not(target_os = "linux"))]
pub(super) fn holders(_: &Path) -> String {
    "another process has it".to_owned()
}

#[cfg(target_os = "linux")]
fn described(pid: u32, does: &str) -> String {
    let command = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    let words: Vec<_> =
        command.split(|b| *b == 0).filter(|w| !w.is_empty()).map(String::from_utf8_lossy).collect();
    let mut told = format!("process {pid}");
    if !words.is_empty() {
        let command: String = words.join(" ").chars().take(60).collect();
        told.push_str(&format!(" ({command})"));
    }
    told.push_str(&format!(" {does}"));
    if let Some(since) = started(pid) {
        told.push_str(&format!(", running since {since}"));
    }
    told
}

/// When a process was started, in local time.
#[cfg(target_os = "linux")]
fn started(pid: u32) -> Option<String> {
    // Linux counts in hundredths of a second on every machine that people have, whatever its clock's rate.
    const TICKS: f64 = 100.0;
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name in brackets may hold blanks and brackets; the start is the 20th field behind it.
    let ticks: f64 = stat.rsplit(')').next()?.split_whitespace().nth(19)?.parse().ok()?;
    let uptime = std::fs::read_to_string("/proc/uptime").ok()?;
    let uptime: f64 = uptime.split_whitespace().next()?.parse().ok()?;
    let ago = jiff::SignedDuration::try_from_secs_f64((uptime - ticks / TICKS).max(0.0)).ok()?;
    let start = jiff::Zoned::now().checked_sub(ago).ok()?;
    Some(start.strftime("%Y-%m-%d %H:%M:%S").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn a_process_is_described_by_what_it_runs() {
        let told = described(std::process::id(), "reads it");
        assert!(told.contains("reads it, running since 20"), "{told}");
    }
}
