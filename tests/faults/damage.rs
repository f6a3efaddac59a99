//! Damaged files: bits flipped, pages zeroed, exchanged or cut off. No command panics or hangs, `verify` says "ok" of nothing
//! that is not as it was, and `repair` gives a sound database again.

use crate::desk::Desk;
use crate::random::{Random, points};
use crate::scenario::{Findings, base_database};
use crate::state;
use std::path::Path;

const PAGE: usize = 4096;

/// Does one thing to the bytes and says what.
fn damage(bytes: &mut Vec<u8>, random: &mut Random) -> String {
    let pages = bytes.len() / PAGE;
    let page = random.below(pages as u64) as usize;
    let at = page * PAGE;
    match random.below(8) {
        0..=3 => {
            let byte = random.below(bytes.len() as u64) as usize;
            let bit = random.below(8);
            bytes[byte] ^= 1 << bit;
            format!("bit {bit} of byte {byte} flipped")
        }
        4 => {
            bytes[at..at + PAGE].fill(0);
            format!("page {} zeroed", page + 1)
        }
        5 => {
            for byte in &mut bytes[at..at + PAGE] {
                *byte = random.next() as u8;
            }
            format!("page {} overwritten", page + 1)
        }
        6 => {
            let other = random.below(pages as u64) as usize;
            let copy = bytes[other * PAGE..(other + 1) * PAGE].to_vec();
            bytes[at..at + PAGE].copy_from_slice(&copy);
            format!("page {} holds page {}", page + 1, other + 1)
        }
        _ => {
            let keep = bytes.len() - PAGE * (1 + random.below(pages as u64 / 2) as usize);
            bytes.truncate(keep);
            format!("cut off after {keep} bytes")
        }
    }
}

/// Everything that is kept, with the search indexes and the schema; `None` where that can't be read.
fn whole(db: &Path) -> Option<Vec<String>> {
    let connection = state::open(db).ok()?;
    let mut rows = state::rows(&connection, true).ok()?;
    let schema: Vec<String> = connection
        .prepare("SELECT type || name || coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'")
        .ok()?
        .query_map([], |r| r.get(0))
        .ok()?
        .collect::<Result<_, _>>()
        .ok()?;
    rows.extend(schema);
    rows.extend(state::unsound(&connection).ok()?);
    Some(rows)
}

fn one(bytes: &[u8], sound: &[String], repairs: bool) -> Result<(), String> {
    let desk = Desk::empty();
    std::fs::write(desk.db(), bytes).unwrap();
    let same = whole(&desk.db()).is_some_and(|rows| rows == sound);
    for args in [&["query", "articles", "--format", "csv"][..], &["search", "quays"], &["verify"]] {
        let ran = desk.kb(args);
        if !ran.ended_well() {
            return Err(format!("{args:?} did not end as it should: {ran:?}"));
        }
        if args[0] == "verify" && ran.ok() && !same {
            let now = whole(&desk.db());
            let differs = now.map_or("unreadable".into(), |now| state::difference(sound, &now));
            return Err(format!("verify says ok, and it is not:\n{differs}"));
        }
    }
    if !repairs || same {
        return Ok(());
    }
    let repair = desk.kb(&["repair"]);
    if !repair.ended_well() {
        return Err(format!("repair did not end as it should: {repair:?}"));
    }
    let verify = desk.kb(&["verify"]);
    if repair.ok() && !verify.ok() {
        return Err(format!("after repair verify says: {} {}", verify.out, verify.err));
    }
    // Where too little is left it says so, and leaves the file to those who know more.
    if !repair.ok() && repair.err.trim().is_empty() {
        return Err("repair fails without a word".into());
    }
    Ok(())
}

#[test]
fn damaged_pages() {
    let db = base_database();
    let bytes = std::fs::read(&db).unwrap();
    let sound = whole(&db).unwrap();
    let repairs = Desk::empty().kb(&["repair", "--help"]).ok();
    let mut findings = Findings::default();
    let mut random = Random::seeded("damage");
    for _ in 0..points(200) {
        let mut bytes = bytes.clone();
        let what = damage(&mut bytes, &mut random);
        findings.add(&what, one(&bytes, &sound, repairs));
    }
    findings.report("damages");
}
