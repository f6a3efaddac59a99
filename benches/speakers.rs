//! Measures speaker resolution: `cargo bench --bench speakers [-- FOLDER]` with a folder of `.txt` files; without one, our
//! annotated corpus. The same documents are resolved with 100 and with 100,000 actors in the registry, in turn; the ratio
//! between the two is the figure.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a tool for developers")]

use kb::domain::{Actor, ActorId};
use kb::extract::speakers::{Context, Registry, resolve};
use kb::extract::{Analysis, Language, Statement, statements};
use std::path::PathBuf;
use std::time::Instant;

/// How often each registry has its turn; the best run counts.
const RUNS: usize = 5;

fn main() {
    let folder = std::env::args().skip(1).find(|a| !a.starts_with('-'));
    let folder = folder.map_or_else(|| PathBuf::from("seeds/corpus/text"), PathBuf::from);
    let mut texts: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()).collect();
    texts.retain(|t| t.extension().is_some_and(|e| e == "txt"));
    texts.sort();
    let bodies: Vec<String> = texts.iter().map(|t| std::fs::read_to_string(t).unwrap()).collect();
    let english = Language::english();
    let documents: Vec<(Analysis<'_>, Vec<Statement>)> = bodies
        .iter()
        .map(|b| {
            let mut analysis = Analysis::new(&english, b);
            let found = statements(&mut analysis);
            (analysis, found)
        })
        .collect();
    let words: usize = bodies.iter().map(|b| b.split_whitespace().count()).sum();
    let registries: Vec<(usize, Registry)> = [100, 100_000]
        .map(|size| {
            let crowd: Vec<_> = crowd(size).collect();
            let before = resident();
            let begun = Instant::now();
            let registry = Registry::new(&english, crowd.iter().map(|(id, a)| (*id, a)));
            let took = begun.elapsed().as_secs_f64();
            println!("{size:>7} actors: built in {took:.2} s, {:.0} MB", resident() - before);
            (size, registry)
        })
        .into();
    let mut best = [f64::MAX; 2];
    for _ in 0..RUNS {
        for (slot, (_, registry)) in registries.iter().enumerate() {
            let begun = Instant::now();
            for (document, found) in &documents {
                std::hint::black_box(resolve(document, found, registry, &Context::default()));
            }
            best[slot] = best[slot].min(begun.elapsed().as_secs_f64());
        }
    }
    for ((size, _), seconds) in registries.iter().zip(best) {
        println!("{size:>7} actors: {:.2} µs a word ({words} words)", seconds * 1e6 / words as f64);
    }
    println!("speed with 100,000 actors: {:.0} % of that with 100", 100.0 * best[0] / best[1]);
}

/// Resident memory of the process in megabytes, where the system tells it.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages: f64 = status.split(' ').nth(1).and_then(|p| p.parse().ok()).unwrap_or(0.0);
    pages * 4096.0 / 1e6
}

/// Invented persons to fill a registry: syllables put together, three names and a role each.
fn crowd(size: usize) -> impl Iterator<Item = (ActorId, Actor)> {
    const A: [&str; 20] = [
        "Al", "Be", "Cor", "Da", "El", "Fi", "Ga", "Ho", "Ir", "Jo", "Ka", "Lo", "Ma", "No", "Or", "Pe",
        "Ra", "So", "Ti", "Vo",
    ];
    const B: [&str; 10] = ["ban", "dor", "gis", "lek", "mir", "nov", "rad", "sen", "tal", "vin"];
    (0..size).map(|i| {
        let given = format!("{}{}", A[i % 20], B[(i / 20) % 10]);
        let surname = format!("{}{}{}", A[(i / 200) % 20], B[(i / 4000) % 10], B[(i / 7) % 10]);
        let name = format!("{given} {surname}");
        let text = format!(
            "slug = 'p{i}'\nname = '{name}'\nkind = 'person'\ndescription = 'politician'\n\
             aliases = [{{ name = '{given} Mid {surname}', kind = 'name' }}, {{ name = '{surname} {given}', kind = 'transliteration' }}]\n\
             roles = [{{ title = 'Member of Parliament', organisation = 'p0', since = '2010' }}]"
        );
        (ActorId(i as i64), toml::from_str(&text).unwrap())
    })
}
