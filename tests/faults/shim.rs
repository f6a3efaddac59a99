//! The preload that makes calls fail: built once, told by variables what to do.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// What is to happen to the calls that change a file below a folder. Numbers count these calls from 1.
#[derive(Clone, Debug)]
pub enum Fault {
    /// Nothing, but all is written down in this file.
    Record(PathBuf),
    /// The process gets SIGKILL there.
    Kill { at: u64, how: &'static str },
    /// That call fails with this error, with `on` all later ones too.
    Fail { at: u64, errno: i32, on: bool },
    /// The files may grow by so many bytes together.
    Room(u64),
}

pub const HOWS: [&str; 3] = ["before", "after", "torn"];
pub const EIO: i32 = 5;
pub const ENOSPC: i32 = 28;

impl Fault {
    /// Puts it into a command that works in this folder.
    pub fn into(&self, command: &mut Command, library: &Path, folder: &Path) {
        command.env("LD_PRELOAD", library).env("SHIM_UNDER", folder);
        match self {
            Self::Record(log) => command.env("SHIM_LOG", log),
            Self::Kill { at, how } => command.env("SHIM_KILL_AT", at.to_string()).env("SHIM_KILL_HOW", how),
            Self::Fail { at, errno, on } => command
                .env("SHIM_FAIL_AT", at.to_string())
                .env("SHIM_ERRNO", errno.to_string())
                .env("SHIM_FAIL_ON", u8::from(*on).to_string()),
            Self::Room(bytes) => command.env("SHIM_ROOM", bytes.to_string()),
        };
    }
}

/// The library, or `None` (with a word on the terminal) where it can't be had.
pub fn library() -> Option<&'static Path> {
    static BUILT: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    match BUILT.get_or_init(build) {
        Ok(path) => Some(path),
        Err(why) => {
            eprintln!("did not run: {why}");
            None
        }
    }
}

fn build() -> Result<PathBuf, String> {
    if !cfg!(all(target_os = "linux", target_env = "gnu", target_pointer_width = "64")) {
        return Err("the preload is for Linux on 64 bits with glibc".into());
    }
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults/shim.c");
    let library = Path::new(env!("CARGO_TARGET_TMPDIR")).join("faults-shim.so");
    let mut cc = Command::new(std::env::var_os("CC").unwrap_or_else(|| "cc".into()));
    cc.args(["-O1", "-shared", "-fPIC", "-o"]).arg(&library).arg(&source).args(["-ldl", "-lpthread"]);
    let output = cc.output().map_err(|e| format!("no C compiler for the preload: {e}"))?;
    if output.status.success() {
        return Ok(library);
    }
    Err(format!("the preload can't be built: {}", String::from_utf8_lossy(&output.stderr)))
}
