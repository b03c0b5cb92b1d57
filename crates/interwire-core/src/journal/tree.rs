//! Merkle tree hashing (RFC 6962 section 2.1) and the compact form in which a growing tree is kept: its frontier.
//! Reading and writing of the hashes inside is in `tile`, proofs over them in `proof`.

use super::SIZE_MAX;
use crate::ids::Hash;
use sha2::{Digest, Sha256};

/// The hash of a leaf: SHA-256 of 0x00 and the entry's bytes.
#[must_use]
pub fn leaf_hash(entry: &[u8]) -> Hash {
    Hash(Sha256::new().chain_update([0]).chain_update(entry).finalize().into())
}

/// The hash of an inner node: SHA-256 of 0x01, the left and the right hash.
#[must_use]
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    let mut bytes = [1; 65];
    bytes[1..33].copy_from_slice(&left.0);
    bytes[33..].copy_from_slice(&right.0);
    Hash::of(&bytes)
}

/// The root of the tree without leaves: SHA-256 of nothing.
#[must_use]
pub fn empty_root() -> Hash {
    Hash::of(b"")
}

/// The root of the tree over these leaf hashes.
#[must_use]
pub fn root_of(leaves: &[Hash]) -> Hash {
    let mut frontier = Frontier::empty();
    frontier.extend(leaves.iter().copied());
    frontier.root()
}

/// The root over subtrees given from left to right, each of them smaller than the one before (RFC 6962: a tree of
/// any size splits at the largest power of two, so the right side is joined first).
#[must_use]
pub(crate) fn join(subtrees: &[Hash]) -> Hash {
    let joined = subtrees.iter().rev().copied().reduce(|right, left| node_hash(&left, &right));
    joined.unwrap_or_else(empty_root)
}

/// The right edge of a tree: the roots of its complete subtrees, largest first, one for every bit set in its size.
/// It is all that is needed to append leaves and to know the root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Hash>,
}

/// Why bytes are not a frontier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadFrontier {
    /// Not eight bytes of size and then one hash for every bit set in it.
    #[error("a frontier has 8 bytes of size and 32 for every bit set in it, not {0} bytes")]
    Length(usize),
    /// More leaves than a journal may have.
    #[error("a journal of {0} entries is larger than any can be")]
    Size(u64),
}

impl Default for Frontier {
    fn default() -> Self {
        Self::empty()
    }
}

impl Frontier {
    /// The tree without leaves.
    #[must_use]
    pub fn empty() -> Self {
        Self { size: 0, peaks: Vec::new() }
    }

    /// Made of its parts; `None` unless there is one peak for every bit set in `size`, and a journal can have that
    /// size.
    #[must_use]
    pub fn from_peaks(size: u64, peaks: Vec<Hash>) -> Option<Self> {
        (size <= SIZE_MAX && peaks.len() == size.count_ones() as usize).then_some(Self { size, peaks })
    }

    /// How many leaves the tree has.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The roots of the complete subtrees, largest first.
    #[must_use]
    pub fn peaks(&self) -> &[Hash] {
        &self.peaks
    }

    /// Appends one leaf by its hash.
    pub fn push(&mut self, leaf: Hash) {
        let mut carry = leaf;
        for _ in 0..self.size.trailing_ones() {
            let Some(left) = self.peaks.pop() else { break };
            carry = node_hash(&left, &carry);
        }
        self.peaks.push(carry);
        self.size += 1;
    }

    /// The root of the tree as it is now.
    #[must_use]
    pub fn root(&self) -> Hash {
        join(&self.peaks)
    }

    /// For a database row: the size in eight bytes, big-endian, then the peaks.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.size.to_be_bytes().to_vec();
        self.peaks.iter().for_each(|peak| bytes.extend_from_slice(&peak.0));
        bytes
    }

    /// The reverse of [`Frontier::to_bytes`].
    ///
    /// # Errors
    /// As [`BadFrontier`] says.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BadFrontier> {
        let wrong_length = BadFrontier::Length(bytes.len());
        let (size, peaks) = bytes.split_first_chunk::<8>().ok_or(wrong_length.clone())?;
        let (size, (peaks, rest)) = (u64::from_be_bytes(*size), peaks.as_chunks::<32>());
        if size > SIZE_MAX {
            return Err(BadFrontier::Size(size));
        }
        let whole =
            if rest.is_empty() { Self::from_peaks(size, peaks.iter().copied().map(Hash).collect()) } else { None };
        whole.ok_or(wrong_length)
    }
}

impl Extend<Hash> for Frontier {
    fn extend<I: IntoIterator<Item = Hash>>(&mut self, leaves: I) {
        leaves.into_iter().for_each(|leaf| self.push(leaf));
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The eight leaves of the well-known Certificate Transparency reference tree.
    pub(crate) fn reference_leaves() -> Vec<Hash> {
        let inputs: [&[u8]; 8] = [
            b"",
            b"\x00",
            b"\x10",
            b"\x20\x21",
            b"\x30\x31",
            b"\x40\x41\x42\x43",
            b"\x50\x51\x52\x53\x54\x55\x56\x57",
            b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
        ];
        inputs.iter().map(|entry| leaf_hash(entry)).collect()
    }

    /// Different leaves, as many as wanted.
    pub(crate) fn leaves(count: u64) -> Vec<Hash> {
        (0..count).map(|n| leaf_hash(&n.to_be_bytes())).collect()
    }

    /// The definition of RFC 6962 section 2.1, word for word and slow.
    pub(crate) fn mth(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => empty_root(),
            [leaf] => *leaf,
            _ => {
                let split = leaves.len().next_power_of_two() / 2;
                node_hash(&mth(&leaves[..split]), &mth(&leaves[split..]))
            }
        }
    }

    #[test]
    fn the_reference_tree_of_certificate_transparency_has_its_published_roots() {
        let roots = [
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ];
        for (size, root) in roots.iter().enumerate() {
            assert_eq!(root_of(&reference_leaves()[..size]).to_string(), *root, "size {size}");
        }
    }

    #[test]
    fn the_frontier_has_the_root_of_the_definition_at_every_size() {
        let leaves = leaves(300);
        let mut frontier = Frontier::empty();
        for size in 0..=300 {
            assert_eq!(frontier.root(), mth(&leaves[..size]), "size {size}");
            assert_eq!(frontier.peaks().len(), size.count_ones() as usize);
            if let Some(leaf) = leaves.get(size) {
                frontier.push(*leaf);
            }
        }
    }

    #[test]
    fn a_frontier_with_a_peak_too_many_or_few_is_refused() {
        let mut frontier = Frontier::empty();
        frontier.extend(leaves(5));
        let bytes = frontier.to_bytes();
        for wrong in [&bytes[..0], &bytes[..7], &bytes[..8], &bytes[..40], &bytes[..71], &[&bytes[..], &[0]].concat()] {
            assert_eq!(Frontier::from_bytes(wrong), Err(BadFrontier::Length(wrong.len())));
        }
        assert_eq!(Frontier::from_bytes(&[0xff; 8 + 64 * 32]), Err(BadFrontier::Size(u64::MAX)));
        assert_eq!(Frontier::from_peaks(SIZE_MAX + 1, leaves(1)), None);
    }

    proptest! {
        #[test]
        fn a_frontier_reads_back_from_its_bytes(count in 0u64..600) {
            let mut frontier = Frontier::default();
            frontier.extend(leaves(count));
            prop_assert_eq!(Frontier::from_bytes(&frontier.to_bytes()), Ok(frontier));
        }

        #[test]
        fn any_bytes_are_a_frontier_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(frontier) = Frontier::from_bytes(&bytes) {
                prop_assert_eq!(frontier.to_bytes(), bytes);
            }
        }
    }
}
