//! Numbers by chance, the same ones for the same seed, and how many points to try.

/// A small generator (splitmix64).
pub struct Random(pub u64);

impl Random {
    /// Seeded by the variable `KB_SEED` and what it is for.
    pub fn seeded(purpose: &str) -> Self {
        let seed =
            purpose.bytes().fold(variable("KB_SEED", 1), |n, b| n.wrapping_mul(31).wrapping_add(b.into()));
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Below `n`, which is not 0.
    pub fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }
}

/// So many points in `cargo test`, times `KB_FAULTS`.
pub fn points(in_test: u64) -> u64 {
    in_test * variable("KB_FAULTS", 1)
}

/// `wanted` numbers from 1 to `last`, spread evenly, the last among them; all where there are fewer.
pub fn spread(wanted: u64, last: u64) -> Vec<u64> {
    if wanted >= last {
        return (1..=last).collect();
    }
    // Another seed, other points in between.
    let shift = variable("KB_SEED", 1).wrapping_mul(7919) % (last / wanted).max(1);
    (1..=wanted)
        .map(|i| (i * last / wanted).saturating_sub(if i == wanted { 0 } else { shift }).max(1))
        .collect()
}

pub fn variable(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(otherwise)
}
