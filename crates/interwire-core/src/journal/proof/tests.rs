//! Proofs against the published vectors, and against every tree up to 300 leaves.

use super::*;
use crate::journal::tile::tests::Memory;
use crate::journal::tree::tests::{leaves, mth, reference_leaves};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn short(proof: &[Hash]) -> Vec<String> {
    proof.iter().map(Hash::short).collect()
}

/// The vectors of the Certificate Transparency reference tree; every hash by its first eight digits, the rest is
/// pinned by the roots that the verification demands.
#[test]
fn the_reference_tree_of_certificate_transparency_has_its_published_proofs() {
    let leaves = reference_leaves();
    let store = Memory::of(&leaves);
    let inclusion_vectors: [(u64, u64, &[&str]); 5] = [
        (0, 1, &[]),
        (0, 8, &["96a296d2", "5f083f0a", "6b47aaf2"]),
        (5, 8, &["bc1a0643", "ca854ea1", "d37ee418"]),
        (2, 3, &["fac54203"]),
        (1, 5, &["6e340b9c", "5f083f0a", "bc1a0643"]),
    ];
    for (index, size, expected) in inclusion_vectors {
        let proof = inclusion(index, size, store.read()).unwrap();
        assert_eq!(short(&proof), expected, "leaf {index} of {size}");
        let root = mth(&leaves[..size as usize]);
        assert_eq!(verify_inclusion(&leaves[index as usize], index, size, &proof, &root), Ok(()));
    }
    let consistency_vectors: [(u64, u64, &[&str]); 4] = [
        (1, 1, &[]),
        (1, 8, &["96a296d2", "5f083f0a", "6b47aaf2"]),
        (6, 8, &["0ebc5d34", "ca854ea1", "d37ee418"]),
        (2, 5, &["5f083f0a", "bc1a0643"]),
    ];
    for (old, new, expected) in consistency_vectors {
        let proof = consistency(old, new, store.read()).unwrap();
        assert_eq!(short(&proof), expected, "{old} to {new}");
        let root = |size: u64| mth(&leaves[..size as usize]);
        assert_eq!(verify_consistency(old, &root(old), new, &root(new), &proof), Ok(()));
    }
}

#[test]
fn every_leaf_of_every_tree_up_to_300_is_proven_and_no_other() {
    let (leaves, mut definition) = (leaves(300), Definition::default());
    let store = Memory::of(&leaves);
    let mut tiles = Tiles::new(store.read());
    for size in 1..=leaves.len() {
        let root = definition.mth(&leaves, 0, size);
        for index in 0..size {
            let (leaf, number) = (&leaves[index], index as u64);
            let proof = super::audit_path(&mut tiles, number, size as u64).unwrap();
            assert_eq!(proof, definition.path(&leaves, index, 0, size), "{index} of {size}");
            let verify = |leaf, number| verify_inclusion(leaf, number, size as u64, &proof, &root);
            assert_eq!(verify(leaf, number), Ok(()), "{index} of {size}");
            assert!(size == 1 || verify(leaf, (number + 1) % size as u64).is_err(), "{index} of {size}");
            assert!(size == 1 || verify(&root, number).is_err(), "{index} of {size}");
        }
    }
}

#[test]
fn every_pair_of_trees_up_to_300_is_proven_consistent() {
    let (leaves, mut definition) = (leaves(300), Definition::default());
    let store = Memory::of(&leaves);
    let mut tiles = Tiles::new(store.read());
    let roots: Vec<Hash> = (0..=300).map(|size| definition.mth(&leaves, 0, size)).collect();
    for (new, old) in (0..=300).flat_map(|new| (0..=new).map(move |old| (new, old))) {
        let proof = growth_path(&mut tiles, old as u64, new as u64).unwrap();
        assert!(old == 0 || proof == definition.subproof(&leaves, old, 0, new, true), "{old} to {new}");
        let verify =
            |old_root, new_root, proof: &[Hash]| verify_consistency(old as u64, old_root, new as u64, new_root, proof);
        assert_eq!(verify(&roots[old], &roots[new], &proof), Ok(()), "{old} to {new}");
        let other = Hash::of(b"other");
        assert!(verify(&other, &roots[new], &proof).is_err(), "{old} to {new}");
        assert!(old == 0 && new > 0 || verify(&roots[old], &other, &proof).is_err(), "{old} to {new}");
        let longer = [&proof[..], &[other]].concat();
        assert_eq!(verify(&roots[old], &roots[new], &longer), Err(BadProof::Length), "{old} to {new}");
        if let Some((_, shorter)) = proof.split_last() {
            assert_eq!(verify(&roots[old], &roots[new], shorter), Err(BadProof::Length), "{old} to {new}");
        }
    }
}

/// The definitions of RFC 6962 sections 2.1 to 2.1.2, word for word, over the leaves from `start` to `end`.
#[derive(Default)]
struct Definition(BTreeMap<(usize, usize), Hash>);

impl Definition {
    fn mth(&mut self, leaves: &[Hash], start: usize, end: usize) -> Hash {
        *self.0.entry((start, end)).or_insert_with(|| mth(&leaves[start..end]))
    }

    fn path(&mut self, leaves: &[Hash], index: usize, start: usize, end: usize) -> Vec<Hash> {
        if end - start == 1 {
            return Vec::new();
        }
        let middle = start + (end - start).next_power_of_two() / 2;
        let (mut path, sibling) = if index < middle {
            (self.path(leaves, index, start, middle), self.mth(leaves, middle, end))
        } else {
            (self.path(leaves, index, middle, end), self.mth(leaves, start, middle))
        };
        path.push(sibling);
        path
    }

    fn subproof(&mut self, leaves: &[Hash], old: usize, start: usize, end: usize, whole: bool) -> Vec<Hash> {
        if old == end {
            return if whole { Vec::new() } else { vec![self.mth(leaves, start, end)] };
        }
        let middle = start + (end - start).next_power_of_two() / 2;
        let (mut path, sibling) = if old <= middle {
            (self.subproof(leaves, old, start, middle, whole), self.mth(leaves, middle, end))
        } else {
            (self.subproof(leaves, old, middle, end, false), self.mth(leaves, start, middle))
        };
        path.push(sibling);
        path
    }
}

#[test]
fn sizes_that_cannot_be_are_refused_before_any_hash() {
    let root = Hash::of(b"root");
    for (index, size) in [(0, 0), (1, 1), (u64::MAX, u64::MAX), (0, u64::MAX), (0, SIZE_MAX + 1)] {
        assert_eq!(verify_inclusion(&root, index, size, &[], &root), Err(BadProof::Sizes), "{index} of {size}");
        assert!(inclusion(index, size, Memory::default().read()).is_err());
    }
    for (old, new) in [(1, 0), (2, 1), (0, u64::MAX), (u64::MAX, u64::MAX)] {
        assert_eq!(verify_consistency(old, &root, new, &root, &[]), Err(BadProof::Sizes), "{old} to {new}");
        assert!(consistency(old, new, Memory::default().read()).is_err());
    }
    assert_eq!(verify_consistency(0, &root, 5, &root, &[]), Err(BadProof::Root));
    assert_eq!(verify_consistency(0, &empty_root(), 0, &root, &[]), Err(BadProof::Root));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn a_proof_with_one_bit_changed_convinces_nobody(new in 2u64..2000, old in 1u64..2000, at in any::<prop::sample::Index>(), bit in 0usize..256) {
        let (all, old) = (leaves(new), old.min(new - 1));
        let store = Memory::of(&all);
        let (old_root, new_root) = (mth(&all[..old as usize]), mth(&all));
        let mut proof = consistency(old, new, store.read()).unwrap();
        let place = at.index(proof.len());
        proof[place].0[bit / 8] ^= 1 << (bit % 8);
        prop_assert_eq!(verify_consistency(old, &old_root, new, &new_root, &proof), Err(BadProof::Root));
    }

    #[test]
    fn any_hashes_are_refused_without_panic(index in any::<u64>(), size in any::<u64>(), count in 0u64..70) {
        let (proof, root) = (leaves(count), Hash::of(b"root"));
        prop_assert!(verify_inclusion(&root, index, size, &proof, &root).is_err() || (count == 0 && size == 1));
        prop_assert!(verify_consistency(index, &empty_root(), size, &root, &proof).is_err() || (index == 0 && count == 0));
    }
}
