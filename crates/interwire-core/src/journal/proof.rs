//! Inclusion and consistency proofs (RFC 6962 sections 2.1.1 and 2.1.2): made from stored tiles, verified from nothing
//! but hashes with the algorithms of RFC 9162 sections 2.1.3.2 and 2.1.4.2.

use super::SIZE_MAX;
use super::tile::{TileError, TileId, Tiles};
use super::tree::{empty_root, node_hash};
use crate::ids::Hash;

/// The most hashes a proof about any journal can have: one per binary level, and one more for consistency.
pub const PROOF_HASHES_MAX: usize = 54;

/// Why a proof does not convince.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadProof {
    /// The sizes or the index cannot be: an index beyond the size, a tree that shrank, a size no journal has.
    #[error("the proof is about sizes that cannot be")]
    Sizes,
    /// Not as many hashes as these sizes demand.
    #[error("the proof has too many or too few hashes")]
    Length,
    /// The hashes do not lead to the roots.
    #[error("the proof leads to another root")]
    Root,
}

/// The audit path of leaf `index` in the tree of `size` leaves, from the leaf upwards.
///
/// # Errors
/// If `index` is outside, or the store does not hold a tree of `size`.
pub fn inclusion<E>(
    index: u64,
    size: u64,
    read: impl FnMut(TileId) -> Result<Option<Vec<u8>>, E>,
) -> Result<Vec<Hash>, TileError<E>> {
    audit_path(&mut Tiles::new(read), index, size)
}

fn audit_path<E, F>(tiles: &mut Tiles<F>, index: u64, size: u64) -> Result<Vec<Hash>, TileError<E>>
where
    F: FnMut(TileId) -> Result<Option<Vec<u8>>, E>,
{
    if index >= size || size > SIZE_MAX {
        return Err(TileError::Outside { place: index, size });
    }
    let (mut start, mut end, mut path) = (0, size, Vec::new());
    while end - start > 1 {
        let middle = start + split(end - start);
        if index < middle {
            path.push(tiles.range(middle, end)?);
            end = middle;
        } else {
            path.push(tiles.range(start, middle)?);
            start = middle;
        }
    }
    path.reverse();
    Ok(path)
}

/// The proof that the tree of `new` leaves begins with the tree of `old` leaves. Empty when nothing needs proof: from
/// no leaves, or to the same size.
///
/// # Errors
/// If `old` is more than `new`, or the store does not hold a tree of `new`.
pub fn consistency<E>(
    old: u64,
    new: u64,
    read: impl FnMut(TileId) -> Result<Option<Vec<u8>>, E>,
) -> Result<Vec<Hash>, TileError<E>> {
    growth_path(&mut Tiles::new(read), old, new)
}

fn growth_path<E, F>(tiles: &mut Tiles<F>, old: u64, new: u64) -> Result<Vec<Hash>, TileError<E>>
where
    F: FnMut(TileId) -> Result<Option<Vec<u8>>, E>,
{
    if old > new || new > SIZE_MAX {
        return Err(TileError::Outside { place: old, size: new });
    }
    if old == 0 {
        return Ok(Vec::new());
    }
    let (mut start, mut end, mut path) = (0, new, Vec::new());
    while end != old {
        let middle = start + split(end - start);
        if old <= middle {
            path.push(tiles.range(middle, end)?);
            end = middle;
        } else {
            path.push(tiles.range(start, middle)?);
            start = middle;
        }
    }
    // What remains is the last complete subtree of the old tree; if that is the whole old tree, its root is known.
    if start > 0 {
        path.push(tiles.range(start, end)?);
    }
    path.reverse();
    Ok(path)
}

/// The largest power of two smaller than `count`, which is at least 2.
fn split(count: u64) -> u64 {
    1 << (count - 1).ilog2()
}

/// Verifies that `leaf` is number `index` of the tree with `size` leaves and this root.
///
/// # Errors
/// As [`BadProof`] says.
pub fn verify_inclusion(leaf: &Hash, index: u64, size: u64, proof: &[Hash], root: &Hash) -> Result<(), BadProof> {
    if index >= size || size > SIZE_MAX {
        return Err(BadProof::Sizes);
    }
    let (mut place, mut last, mut hash) = (index, size - 1, *leaf);
    for sibling in proof {
        if last == 0 {
            return Err(BadProof::Length);
        }
        if place & 1 == 1 || place == last {
            hash = node_hash(sibling, &hash);
            up_to_left_turn(&mut place, &mut last);
        } else {
            hash = node_hash(&hash, sibling);
        }
        (place, last) = (place >> 1, last >> 1);
    }
    match last {
        0 if hash == *root => Ok(()),
        0 => Err(BadProof::Root),
        _ => Err(BadProof::Length),
    }
}

/// One step of an inclusion proof: the hash that it takes, on which side, and what comes of both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Climbed {
    /// The hash in the proof.
    pub sibling: Hash,
    /// It stands on the left.
    pub on_the_left: bool,
    /// The hash of both.
    pub above: Hash,
}

/// The steps of an inclusion proof, from the leaf upwards, for people who want to follow it; the last one's result is
/// the root that it leads to. That it is the right one says [`verify_inclusion`].
#[must_use]
pub fn climb(leaf: &Hash, index: u64, size: u64, proof: &[Hash]) -> Vec<Climbed> {
    let (mut place, mut last, mut hash) = (index, size.saturating_sub(1), *leaf);
    let mut steps = Vec::with_capacity(proof.len());
    for sibling in proof {
        let on_the_left = place & 1 == 1 || place == last;
        if on_the_left {
            hash = node_hash(sibling, &hash);
            up_to_left_turn(&mut place, &mut last);
        } else {
            hash = node_hash(&hash, sibling);
        }
        (place, last) = (place >> 1, last >> 1);
        steps.push(Climbed { sibling: *sibling, on_the_left, above: hash });
    }
    steps
}

/// Verifies that the tree of `new` leaves with `new_root` begins with the tree of `old` leaves with `old_root`.
///
/// # Errors
/// As [`BadProof`] says.
pub fn verify_consistency(
    old: u64,
    old_root: &Hash,
    new: u64,
    new_root: &Hash,
    proof: &[Hash],
) -> Result<(), BadProof> {
    if old > new || new > SIZE_MAX {
        return Err(BadProof::Sizes);
    }
    if old == 0 || old == new {
        let same = if old == 0 { *old_root == empty_root() } else { old_root == new_root };
        let whole = new > 0 || *new_root == empty_root();
        return match proof {
            [] if same && whole => Ok(()),
            [] => Err(BadProof::Root),
            _ => Err(BadProof::Length),
        };
    }
    let (first, rest) = match proof.split_first() {
        _ if old.is_power_of_two() => (old_root, proof),
        Some(parts) => parts,
        None => return Err(BadProof::Length),
    };
    let shared = (old - 1).trailing_ones();
    let (mut place, mut last) = ((old - 1) >> shared, (new - 1) >> shared);
    let (mut old_hash, mut new_hash) = (*first, *first);
    for hash in rest {
        if last == 0 {
            return Err(BadProof::Length);
        }
        if place & 1 == 1 || place == last {
            old_hash = node_hash(hash, &old_hash);
            new_hash = node_hash(hash, &new_hash);
            up_to_left_turn(&mut place, &mut last);
        } else {
            new_hash = node_hash(&new_hash, hash);
        }
        (place, last) = (place >> 1, last >> 1);
    }
    match last {
        0 if old_hash == *old_root && new_hash == *new_root => Ok(()),
        0 => Err(BadProof::Root),
        _ => Err(BadProof::Length),
    }
}

/// Passes the levels at which the node is the last of an odd row and has no sibling.
fn up_to_left_turn(place: &mut u64, last: &mut u64) {
    while *place & 1 == 0 && *place != 0 {
        (*place, *last) = (*place >> 1, *last >> 1);
    }
}

#[cfg(test)]
mod tests;
