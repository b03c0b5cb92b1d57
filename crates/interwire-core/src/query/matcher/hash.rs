//! Hashing of words: short keys at once, with a seed, so that nobody can prepare words that fall together.

use super::atoms::Tag;

#[derive(Debug, Clone, Copy)]
pub(super) struct Hasher {
    seed: u64,
}

const K1: u64 = 0x9e37_79b9_7f4a_7c15;
const K2: u64 = 0xc2b2_ae3d_27d4_eb4f;

impl Hasher {
    pub(super) fn new(seed: u64) -> Self {
        Self { seed: mix(seed ^ K1, K2) }
    }

    /// The hash of a word.
    #[inline]
    pub(super) fn word(&self, word: &str) -> u64 {
        let mut bytes = word.as_bytes();
        let mut hash = self.seed ^ (bytes.len() as u64).wrapping_mul(K1);
        while let Some((head, tail)) = bytes.split_first_chunk::<16>().filter(|(_, tail)| !tail.is_empty()) {
            let [one, two] = halves(head);
            hash = mix(hash ^ one, K2 ^ two);
            bytes = tail;
        }
        let (one, two) = ends(bytes);
        mix(hash ^ one, K2 ^ two)
    }

    /// The hash of a word as it is asked.
    #[inline]
    pub(super) fn tagged(&self, word: u64, tag: Tag) -> u64 {
        mix(word ^ u64::from(tag.0).wrapping_mul(K2), K1 ^ self.seed)
    }

    /// The hash of a number.
    #[inline]
    pub(super) fn number(&self, number: u64) -> u64 {
        mix(number ^ self.seed, K1)
    }
}

#[inline]
fn mix(one: u64, two: u64) -> u64 {
    let product = u128::from(one) * u128::from(two);
    #[expect(clippy::cast_possible_truncation, reason = "both halves are used")]
    let (low, high) = (product as u64, (product >> 64) as u64);
    low ^ high
}

#[inline]
fn halves(bytes: &[u8; 16]) -> [u64; 2] {
    let value = u128::from_le_bytes(*bytes);
    #[expect(clippy::cast_possible_truncation, reason = "both halves are used")]
    [value as u64, (value >> 64) as u64]
}

/// The first and last bytes of at most 16; they overlap where there are fewer.
#[inline]
fn ends(bytes: &[u8]) -> (u64, u64) {
    if let (Some(first), Some(last)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        return (u64::from_le_bytes(*first), u64::from_le_bytes(*last));
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        return (u64::from(u32::from_le_bytes(*first)), u64::from(u32::from_le_bytes(*last)));
    }
    match bytes {
        [] => (0, 0),
        [one] => (u64::from(*one), 1),
        [one, two] => (u64::from(*one) << 8 | u64::from(*two), 2),
        [one, two, ..] => (u64::from(*one) << 8 | u64::from(*two), u64::from(bytes[2]) << 8 | 3),
    }
}
