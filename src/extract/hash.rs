//! Feature hashing: words and feature values in, 32-bit numbers out; the same on every machine.

/// FNV-1a over the bytes that `bytes` yields, folded to 32 bits.
pub(crate) fn of_bytes(bytes: impl Iterator<Item = u8>) -> u32 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in bytes {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    (hash ^ (hash >> 32)) as u32
}

/// The hash of a word as it stands.
pub(crate) fn of_str(text: &str) -> u32 {
    of_bytes(text.bytes())
}

const FIRST: u64 = 0x9e37_79b9_7f4a_7c15;

/// Joins two hashes into one; the order matters.
#[inline]
pub(crate) fn mix(a: u32, b: u32) -> u32 {
    finish((u64::from(a) << 32 | u64::from(b)).wrapping_mul(FIRST))
}

#[inline]
fn finish(x: u64) -> u32 {
    let x = (x ^ (x >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (x ^ (x >> 32)) as u32
}

/// A hash that is joined with one after the other: half of [`mix`] is done once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mixer(u64);

impl Mixer {
    /// For hashes that begin with this one.
    #[inline]
    pub fn new(a: u32) -> Self {
        Self((u64::from(a) << 32).wrapping_mul(FIRST))
    }

    /// `mix(a, b)`.
    #[inline]
    pub fn with(self, b: u32) -> u32 {
        finish(self.0.wrapping_add(u64::from(b).wrapping_mul(FIRST)))
    }
}

#[cfg(any(feature = "train", test))]
/// 64-bit FNV-1a of a whole file: the identity of a model.
pub(crate) fn of_file(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_fixed_for_ever() {
        // A change here makes every stored model useless.
        assert_eq!(of_str("said"), 3_068_593_412);
        assert_ne!(mix(1, 2), mix(2, 1));
        assert_eq!(Mixer::new(u32::MAX).with(77), mix(u32::MAX, 77));
    }
}
