//! A folder with one database in it, and kb at work there.

use crate::shim::Fault;
use std::fs::File;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Whatever takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(90);

pub struct Desk {
    folder: TempDir,
    /// What the commands print, outside of the folder that is watched.
    paper: TempDir,
}

/// How a command ended.
#[derive(Debug)]
pub struct Ran {
    /// `None`: by a signal.
    pub code: Option<i32>,
    pub killed: bool,
    pub out: String,
    pub err: String,
}

impl Desk {
    pub fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), paper: tempfile::tempdir().unwrap() }
    }

    /// With a copy of this database, where there is one.
    pub fn with(db: Option<&Path>) -> Self {
        let desk = Self::empty();
        if let Some(db) = db {
            std::fs::copy(db, desk.db()).unwrap();
        }
        desk
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn db(&self) -> PathBuf {
        self.folder.path().join("kb.db")
    }

    pub fn log(&self) -> PathBuf {
        self.paper.path().join("log")
    }

    /// The names of the files that lie there.
    pub fn files(&self) -> Vec<String> {
        let mut names: Vec<_> = std::fs::read_dir(self.folder.path())
            .unwrap()
            .map(|f| f.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    pub fn kb<S: AsRef<str>>(&self, args: &[S]) -> Ran {
        self.run(args, None)
    }

    pub fn kb_with<S: AsRef<str>>(&self, args: &[S], library: &Path, fault: &Fault) -> Ran {
        self.run(args, Some((library, fault)))
    }

    fn run<S: AsRef<str>>(&self, args: &[S], fault: Option<(&Path, &Fault)>) -> Ran {
        let paper = tempfile::tempdir_in(self.paper.path()).unwrap();
        let sheet = |name: &str| (paper.path().join(name), File::create(paper.path().join(name)).unwrap());
        let ((out, out_file), (err, err_file)) = (sheet("out"), sheet("err"));
        let mut command = Command::new(env!("CARGO_BIN_EXE_kb"));
        command.current_dir(self.folder()).args(args.iter().map(AsRef::as_ref)).args(["--db", "kb.db"]);
        command.env("KB_USER", "ada").env_remove("KB_DB").env("RUST_BACKTRACE", "0");
        command.stdin(Stdio::null()).stdout(out_file).stderr(err_file);
        if let Some((library, fault)) = fault {
            fault.into(&mut command, library, self.folder());
        }
        let mut child = command.spawn().unwrap();
        let start = Instant::now();
        let status = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break status;
            }
            if start.elapsed() > PATIENCE {
                child.kill().unwrap();
                child.wait().unwrap();
                let args: Vec<_> = args.iter().map(AsRef::as_ref).collect();
                panic!("`kb {}` hangs {fault:?}", args.join(" "));
            }
            std::thread::sleep(Duration::from_millis(2));
        };
        let read = |path: &Path| String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned();
        Ran { code: status.code(), killed: status.signal() == Some(9), out: read(&out), err: read(&err) }
    }
}

impl Ran {
    pub fn ok(&self) -> bool {
        self.code == Some(0)
    }

    /// Ended by itself with an exit code that kb has, not by a panic or a signal.
    pub fn ended_well(&self) -> bool {
        matches!(self.code, Some(0..=3)) && !self.err.contains("panicked")
    }
}
