//! Words as keys of 16 bytes: short ones as they are, long ones by two hashes with a secret seed, which makes two words
//! with one key a matter of 2^-111.

use super::atoms::Tag;

/// A word as it is asked: 14 bytes of it or of its hashes, its tag, and its length or [`LONG`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Key {
    low: u64,
    high: u64,
}

const LONG: u64 = 255;
const SHORT_MAX: usize = 14;
const K1: u64 = 0x9e37_79b9_7f4a_7c15;
const K2: u64 = 0xc2b2_ae3d_27d4_eb4f;
const K3: u64 = 0x1656_67b1_9e37_79f9;

impl Key {
    /// The key of two atoms side by side.
    #[inline]
    pub(super) fn pair([one, two]: [u32; 2]) -> Self {
        Self { low: u64::from(one) | u64::from(two) << 32, high: 8 << 56 }
    }
    /// The atoms of a pair.
    #[expect(clippy::cast_possible_truncation, reason = "two halves")]
    pub(super) fn words(self) -> [u32; 2] {
        [self.low as u32, (self.low >> 32) as u32]
    }
    /// The same word asked otherwise.
    #[inline]
    pub(super) fn with(self, tag: Tag) -> Self {
        Self { high: self.high & !(255 << 48) | u64::from(tag.0) << 48, ..self }
    }
    #[inline]
    pub(super) fn tag(self) -> Tag {
        Tag(self.high.to_le_bytes()[6])
    }
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Hasher {
    seed: u64,
}

impl Hasher {
    pub(super) fn new(seed: u64) -> Self {
        Self { seed: mix(seed ^ K1, K2) }
    }

    /// The key of a word.
    #[inline]
    pub(super) fn key(&self, bytes: &[u8]) -> Key {
        let length = bytes.len() as u64;
        if bytes.len() > SHORT_MAX {
            return self.long(bytes);
        }
        let (low, high) = match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
            (Some(first), Some(last)) => {
                // The last eight overlap the first: only what is beyond them counts.
                let beyond = 8 * (16 - length);
                (u64::from_le_bytes(*first), u64::from_le_bytes(*last).checked_shr(beyond as u32).unwrap_or(0))
            }
            _ => (few(bytes), 0),
        };
        Key { low, high: high | length << 56 }
    }

    #[cold]
    fn long(&self, bytes: &[u8]) -> Key {
        let (mut one, mut two) = (self.seed ^ bytes.len() as u64, self.seed ^ K3);
        let (chunks, rest) = bytes.as_chunks::<8>();
        let mut last = [0; 8];
        last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        for chunk in chunks.iter().chain([&last]) {
            let value = u64::from_le_bytes(*chunk);
            (one, two) = (mix(one ^ value, K2), mix(two ^ value, K3).rotate_left(23));
        }
        Key { low: one, high: two >> 16 | LONG << 56 }
    }

    /// The hash of a key.
    #[inline]
    pub(super) fn hash(&self, key: Key) -> u64 {
        mix(mix(key.low ^ self.seed, K1) ^ key.high, K2)
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

/// At most seven bytes as a number.
#[inline]
fn few(bytes: &[u8]) -> u64 {
    if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        let last = u64::from(u32::from_le_bytes(*last)) << (8 * (bytes.len() - 4));
        return u64::from(u32::from_le_bytes(*first)) | last;
    }
    match bytes {
        [one] => u64::from(*one),
        [one, two] => u64::from(u16::from_le_bytes([*one, *two])),
        [one, two, three] => u64::from(u32::from_le_bytes([*one, *two, *three, 0])),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    #[test]
    fn different_words_have_different_keys_whatever_their_length() {
        let hasher = Hasher::new(3);
        let mut seen = HashMap::new();
        let alphabet = ["a", "b", "ə", "қ", "\0", "京"];
        let mut words: Vec<String> = vec![String::new()];
        for length in 0..6 {
            let longer = words.iter().filter(|word| word.chars().count() == length);
            let longer: Vec<String> =
                longer.flat_map(|word| alphabet.map(|letter| format!("{word}{letter}"))).collect();
            words.extend(longer);
        }
        words.extend((0..80).map(|length| "a".repeat(length) + "bb"));
        for word in words {
            let key = hasher.key(word.as_bytes()).with(Tag(7));
            assert_eq!((key.tag(), key), (Tag(7), key.with(Tag(200)).with(Tag(7))));
            if let Some(other) = seen.insert((key.low, key.high), word.clone()) {
                assert_eq!(other, word, "two words have one key");
            }
        }
    }
}
