//! The fuzzer's kept inputs, and seeded changes of them, through the checks of every parser: without a fuzzer.
//!
//! `KB_FUZZ=1000` tries a thousand changes of each input rather than a few; `KB_SEED=7` begins elsewhere.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that fails should say so at once"
)]

#[path = "../fuzz/src/lib.rs"]
mod targets;

use std::panic::catch_unwind;
use std::path::Path;

fn variable(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(otherwise)
}

/// A small generator of numbers (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n.max(1) as u64) as usize
    }
}

/// Flips, cuts, doubles and mixes bytes of one input with those of another.
fn changed(data: &[u8], other: &[u8], random: &mut Random) -> Vec<u8> {
    let mut data = data.to_vec();
    for _ in 0..=random.below(4) {
        let (a, b) = (random.below(data.len() + 1), random.below(data.len() + 1));
        let (from, to) = (a.min(b), a.max(b));
        match random.below(5) {
            0 if from < data.len() => data[from] ^= 1 << random.below(8),
            1 => drop(data.drain(from..to.min(from + 40))),
            2 => {
                let again = data[from..to.min(from + 200)].to_vec();
                data.splice(to..to, again);
            }
            3 => {
                let at = random.below(other.len() + 1);
                data.splice(from..from, other[at..other.len().min(at + 40)].iter().copied());
            }
            _ => {
                let piece: &[u8] = [
                    b"\0".as_slice(),
                    b"\xff",
                    b"\"",
                    b"'",
                    "\u{2028}é\u{202e}".as_bytes(),
                    b"((((",
                    b"\n\n",
                    b"---",
                ][random.below(8)];
                data.splice(from..from, piece.iter().copied());
            }
        }
    }
    data
}

#[test]
fn every_kept_input_and_changes_of_it() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    let rounds = variable("KB_FUZZ", 6);
    for (name, target) in targets::TARGETS {
        let mut files: Vec<_> =
            std::fs::read_dir(corpus.join(name)).unwrap().map(|f| f.unwrap().path()).collect();
        files.sort();
        assert!(!files.is_empty(), "no inputs for {name}");
        let inputs: Vec<Vec<u8>> = files.iter().map(|f| std::fs::read(f).unwrap()).collect();
        let mut random = Random(variable("KB_SEED", 1));
        for (file, input) in files.iter().zip(&inputs) {
            for round in 0..=rounds {
                let other = &inputs[random.below(inputs.len())];
                let data = if round == 0 { input.clone() } else { changed(input, other, &mut random) };
                if catch_unwind(|| target(&data)).is_err() {
                    panic!(
                        "{name}: change {round} of {}: {data:?}\n{}",
                        file.display(),
                        String::from_utf8_lossy(&data)
                    );
                }
            }
        }
    }
}
