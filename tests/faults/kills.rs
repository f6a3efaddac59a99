//! The process is killed at a call to the system: before it, after it, or with half of a write done.

use crate::desk::Desk;
use crate::random::{Random, points, spread, variable};
use crate::scenario::{ALL, Findings, Scenario};
use crate::shim::{self, Fault, HOWS};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Of each scenario so many calls in `cargo test`, spread evenly, each way of dying thrice: more would take more than half of the time
/// that all tests have. `KB_FAULTS=2` tries twice as many.
const POINTS: u64 = 9;

fn at_calls(name: &'static str, library: &Path, findings: &mut Findings) {
    let scenario = Scenario::named(name, library);
    let wanted = points(POINTS);
    let chosen: Vec<(u64, &str)> = if wanted >= scenario.calls * 3 {
        (1..=scenario.calls).flat_map(|at| HOWS.map(|how| (at, how))).collect()
    } else {
        spread(wanted, scenario.calls).into_iter().enumerate().map(|(i, at)| (at, HOWS[i % 3])).collect()
    };
    for (at, how) in chosen {
        let desk = scenario.desk();
        let ran = desk.kb_with(&scenario.args, library, &Fault::Kill { at, how });
        // A call that is no longer reached: the run was a little shorter this time.
        let outcome =
            if ran.killed || ran.ok() { scenario.check(&desk, ran.ok()) } else { Err(format!("{ran:?}")) };
        findings.add(&format!("{name}, killed {how} call {at} of {}", scenario.calls), outcome);
    }
}

fn all_of(names: &[&'static str]) {
    let Some(library) = shim::library() else { return };
    let mut findings = Findings::default();
    for name in names {
        at_calls(name, library, &mut findings);
    }
    findings.report(&format!("kills during {}", names.join(", ")));
}

#[test]
fn killed_during_the_first_import() {
    all_of(&ALL[..1]);
}

#[test]
fn killed_during_an_import_or_a_migration() {
    all_of(&["import", "migration"]);
}

#[test]
fn killed_during_changes_of_the_registry() {
    all_of(&["same", "split", "remove", "relink", "assign"]);
}

#[test]
fn killed_during_care_of_the_file() {
    all_of(&["backup", "restore", "compact", "repair"]);
}

/// Killed at any moment, not only at calls: needs no preload.
#[test]
fn killed_at_random() {
    let Some(library) = shim::library() else { return };
    let mut findings = Findings::default();
    let mut random = Random::seeded("moments");
    for name in ["first import", "import", "same", "relink", "migration"] {
        let scenario = Scenario::named(name, library);
        for round in 0..points(4) {
            let desk = scenario.desk();
            let most = if name == "first import" { 700 } else { 180 };
            let wait = Duration::from_micros(random.below(variable("KB_FAULTS_MOST_MS", most) * 1000));
            let done = killed_after(&desk, &scenario.args, wait);
            findings
                .add(&format!("{name}, round {round}, killed after {wait:?}"), scenario.check(&desk, done));
        }
    }
    findings.report("kills at random");
}

fn killed_after(desk: &Desk, args: &[String], wait: Duration) -> bool {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kb"));
    command
        .current_dir(desk.folder())
        .args(args)
        .args(["--db", "kb.db"])
        .env("KB_USER", "ada")
        .env_remove("KB_DB");
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(wait);
    let _ = child.kill();
    child.wait().unwrap().success()
}
