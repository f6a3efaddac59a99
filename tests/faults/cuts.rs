//! Power cuts: from a record of what a command did to the files, the files as they may be when the power went.
//!
//! What was synced is there. Of what was written after the last sync of a file any part may be there, cut at sectors of 512
//! bytes. Names (files made, renamed, removed) become lasting in their order, as journalling file systems keep them: all
//! up to the last sync of the folder, and any number of those after it.

use crate::desk::Desk;
use crate::random::{Random, points};
use crate::scenario::{ALL, Findings, Scenario};
use crate::shim::{self, Fault};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const SECTOR: usize = 512;

/// One call that changed something, as the preload wrote it down.
#[derive(Debug)]
pub enum Call {
    Create(PathBuf),
    Write(PathBuf, u64, Vec<u8>),
    Truncate(PathBuf, u64),
    Sync(PathBuf),
    Unlink(PathBuf),
    Rename(PathBuf, PathBuf),
}

/// All that a command did.
pub struct Log {
    pub calls: Vec<Call>,
}

impl Log {
    /// Reads the preload's record: kind, lengths (32, 64, 32 bits), path, data.
    pub fn read(path: &Path) -> Self {
        let bytes = std::fs::read(path).unwrap_or_default();
        let (mut at, mut calls) = (0, Vec::new());
        while at + 17 <= bytes.len() {
            let length = u32::from_le_bytes(bytes[at + 1..at + 5].try_into().unwrap()) as usize;
            let offset = u64::from_le_bytes(bytes[at + 5..at + 13].try_into().unwrap());
            let size = u32::from_le_bytes(bytes[at + 13..at + 17].try_into().unwrap()) as usize;
            let text = |from: usize, n: usize| {
                PathBuf::from(String::from_utf8_lossy(&bytes[from..from + n]).into_owned())
            };
            let path = text(at + 17, length);
            let data = at + 17 + length;
            calls.push(match bytes[at] {
                b'c' => Call::Create(path),
                b'w' => Call::Write(path, offset, bytes[data..data + size].to_vec()),
                b't' => Call::Truncate(path, offset),
                b's' => Call::Sync(path),
                b'u' => Call::Unlink(path),
                b'r' => Call::Rename(path, text(data, size)),
                other => panic!("the record has a `{}`", char::from(other)),
            });
            at = data + size;
        }
        Self { calls }
    }
}

/// A file: what is on the disk for certain, and what may be.
#[derive(Clone, Default)]
struct Inode {
    lasting: Vec<u8>,
    pending: Vec<Change>,
}

#[derive(Clone)]
enum Change {
    Bytes(u64, Vec<u8>),
    Size(u64),
}

impl Inode {
    fn apply(data: &mut Vec<u8>, change: &Change) {
        match change {
            Change::Size(size) => data.resize(*size as usize, 0),
            Change::Bytes(at, bytes) => {
                let end = *at as usize + bytes.len();
                if data.len() < end {
                    data.resize(end, 0);
                }
                data[*at as usize..end].copy_from_slice(bytes);
            }
        }
    }

    fn sync(&mut self) {
        for change in std::mem::take(&mut self.pending) {
            Self::apply(&mut self.lasting, &change);
        }
    }

    /// What is there after the cut. `keeps`: of four changes so many last.
    fn after_cut(&self, random: &mut Random, keeps: u64) -> Vec<u8> {
        let mut data = self.lasting.clone();
        for change in &self.pending {
            match change {
                Change::Size(_) if random.below(4) < keeps => Self::apply(&mut data, change),
                Change::Size(_) => {}
                Change::Bytes(at, bytes) => {
                    for (i, sector) in bytes.chunks(SECTOR).enumerate() {
                        if random.below(4) < keeps {
                            let place = at + (i * SECTOR) as u64;
                            Self::apply(&mut data, &Change::Bytes(place, sector.to_vec()));
                        }
                    }
                }
            }
        }
        data
    }
}

/// A folder: the names that last, and what was done to them since.
#[derive(Default)]
struct Disk {
    inodes: Vec<Inode>,
    now: BTreeMap<PathBuf, usize>,
    lasting: BTreeMap<PathBuf, usize>,
    pending: Vec<BTreeMap<PathBuf, usize>>,
}

impl Disk {
    fn with(db: Option<&Path>, folder: &Path) -> Self {
        let mut disk = Self::default();
        if let Some(db) = db {
            disk.inodes.push(Inode { lasting: std::fs::read(db).unwrap(), pending: Vec::new() });
            disk.now.insert(folder.join("kb.db"), 0);
            disk.lasting = disk.now.clone();
        }
        disk
    }

    fn run(&mut self, call: &Call) {
        let named = |disk: &mut Self| disk.pending.push(disk.now.clone());
        match call {
            Call::Create(path) => {
                self.now.insert(path.clone(), self.inodes.len());
                self.inodes.push(Inode::default());
                named(self);
            }
            Call::Unlink(path) => {
                self.now.remove(path);
                named(self);
            }
            Call::Rename(from, to) => {
                if let Some(inode) = self.now.remove(from) {
                    self.now.insert(to.clone(), inode);
                }
                named(self);
            }
            Call::Write(path, at, data) => self.change(path, Change::Bytes(*at, data.clone())),
            Call::Truncate(path, size) => self.change(path, Change::Size(*size)),
            Call::Sync(path) => match self.now.get(path) {
                Some(inode) => self.inodes[*inode].sync(),
                // A folder: its names last from here on.
                None => {
                    self.lasting = self.now.clone();
                    self.pending.clear();
                }
            },
        }
    }

    fn change(&mut self, path: &Path, change: Change) {
        // What goes to a file whose name is gone is lost anyway.
        if let Some(inode) = self.now.get(path) {
            self.inodes[*inode].pending.push(change);
        }
    }

    /// Writes the files as they are after a cut.
    fn cut(&self, random: &mut Random, from: &Path, to: &Desk) {
        let reached = random.below(self.pending.len() as u64 + 1) as usize;
        let names = if reached == 0 { &self.lasting } else { &self.pending[reached - 1] };
        // Now and then everything lasts, or nothing that was not synced.
        let keeps = random.below(5);
        for (path, inode) in names {
            let name = path.strip_prefix(from).unwrap();
            // The index of the log lives in memory that processes share: it is never whole on the disk.
            if name.to_string_lossy().ends_with("-shm") {
                continue;
            }
            let file = to.folder().join(name);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, self.inodes[*inode].after_cut(random, keeps)).unwrap();
        }
    }
}

#[test]
fn power_cuts() {
    let Some(library) = shim::library() else { return };
    let mut findings = Findings::default();
    for name in ALL {
        let scenario = Scenario::named(name, library);
        let desk = scenario.desk();
        let ran = desk.kb_with(&scenario.args, library, &Fault::Record(desk.log()));
        assert!(ran.ok(), "{ran:?}");
        let folder = desk.folder().canonicalize().unwrap();
        let log = Log::read(&desk.log());
        let mut random = Random::seeded(name);
        for round in 0..points(10) {
            // The last round is after the end: what a command has said it did must be there.
            let done = round == 0;
            let at = if done { log.calls.len() } else { random.below(log.calls.len() as u64) as usize };
            let mut disk = Disk::with(scenario.before(), &folder);
            log.calls[..at].iter().for_each(|call| disk.run(call));
            let after = Desk::empty();
            disk.cut(&mut random, &folder, &after);
            let what =
                format!("{name}, round {round}, the power goes after call {at} of {}", log.calls.len());
            findings.add(&what, scenario.check(&after, done));
        }
    }
    findings.report("power cuts");
}
