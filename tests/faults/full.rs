//! Disks that are full, at rising sizes, and disks that fail: the command says so, and nothing is lost.

use crate::random::{points, spread};
use crate::scenario::{ALL, Findings, Scenario};
use crate::shim::{self, EIO, ENOSPC, Fault};
use std::path::Path;

/// Runs the scenario with a fault; what kb says must fit, and everything must be right afterwards.
fn one(scenario: &Scenario, library: &Path, fault: &Fault, says: &[&str]) -> Result<(), String> {
    let desk = scenario.desk();
    let ran = desk.kb_with(&scenario.args, library, fault);
    if !ran.ended_well() {
        return Err(format!("it did not end as it should: {ran:?}"));
    }
    if !ran.ok() && !says.iter().any(|s| ran.err.contains(s)) {
        return Err(format!("the message does not say what happened: {}", ran.err.trim()));
    }
    scenario.check(&desk, ran.ok())
}

const FULL: &[&str] = &["disk is full", "no room", "No space left"];
/// One call that fails for want of room among others that do not is to SQLite, and so to kb, a disk that fails.
const FAILED: &[&str] = &[
    "disk is full",
    "No space left",
    "disk I/O error",
    "Input/output error",
    "unable to open",
    "cannot",
    "can't",
];

#[test]
fn full_disks_of_rising_size() {
    let Some(library) = shim::library() else { return };
    let mut findings = Findings::default();
    for (name, most) in [
        ("first import", 2_000_000),
        ("import", 400_000),
        ("migration", 600_000),
        ("same", 200_000),
        ("relink", 200_000),
    ] {
        let scenario = Scenario::named(name, library);
        let mut sizes = vec![0, 1, 512, 4096];
        sizes.extend(spread(points(8), most));
        for room in sizes {
            findings.add(
                &format!("{name}, {room} bytes left"),
                one(&scenario, library, &Fault::Room(room), FULL),
            );
        }
    }
    findings.report("full disks");
}

#[test]
fn calls_that_fail() {
    let Some(library) = shim::library() else { return };
    let mut findings = Findings::default();
    for name in ALL {
        let scenario = Scenario::named(name, library);
        for (i, at) in spread(points(10), scenario.calls).into_iter().enumerate() {
            let errno = if i % 3 == 2 { ENOSPC } else { EIO };
            let fault = Fault::Fail { at, errno, on: i % 2 == 0 };
            findings.add(
                &format!("{name}, {fault:?} of {}", scenario.calls),
                one(&scenario, library, &fault, FAILED),
            );
        }
    }
    findings.report("calls that fail");
}
