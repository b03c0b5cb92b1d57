//! Stored tiles (C2SP tlog-tiles, height 8): what to write when leaves are appended, and any node of any earlier tree
//! read back. The store keeps one row per [`TileId`] with up to 256 hashes; a partial tile is a prefix of it, so rows
//! only ever grow. Reading is a closure, so that a map, a table and a partner's answers all serve.

use super::SIZE_MAX;
use super::tree::{Frontier, join, node_hash, root_of};
use crate::ids::Hash;
use std::collections::btree_map::{BTreeMap, Entry};

pub use super::tile_path::{BadPath, BundlePath, LEVEL_MAX, TileId, TilePath, WIDTH_MAX};

/// The bytes of one hash in a tile.
pub const HASH_BYTES: usize = 32;

/// Binary levels in one tile: 256 is two to the eighth.
const HEIGHT: u32 = 8;

/// Why stored tiles do not give what was asked. `E` is the store's own error.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TileError<E> {
    /// The store could not be read.
    #[error("reading a tile: {0}")]
    Read(E),
    /// A tile has fewer hashes than the tree's size demands; absent tiles have none.
    #[error("tile {}/{} has {have} hashes, {need} are needed", tile.level, tile.index)]
    Short {
        /// Which tile.
        tile: TileId,
        /// Whole hashes in it.
        have: u16,
        /// Hashes needed.
        need: u16,
    },
    /// A tile is longer than 256 hashes, or ends within one.
    #[error("tile {}/{} of {bytes} bytes is not a row of hashes", tile.level, tile.index)]
    Malformed {
        /// Which tile.
        tile: TileId,
        /// Its length.
        bytes: usize,
    },
    /// An index or size that the tree does not reach, or no journal can.
    #[error("place {place} is outside a tree of {size}")]
    Outside {
        /// The index or size asked for.
        place: u64,
        /// The size it must lie in.
        size: u64,
    },
}

/// What appending leaves changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appended {
    /// The rows to write, whole, replacing what was there; lower levels first.
    pub tiles: Vec<(TileId, Vec<u8>)>,
    /// The size afterwards.
    pub size: u64,
}

/// Appends leaves to a tree of `size` leaves: reads at most one tile per level and returns the tiles to write.
///
/// # Errors
/// If the store cannot be read or does not hold a tree of `size`, or the tree would become too large.
pub fn append<E>(
    size: u64,
    leaves: &[Hash],
    mut read: impl FnMut(TileId) -> Result<Option<Vec<u8>>, E>,
) -> Result<Appended, TileError<E>> {
    let grown = size.saturating_add(leaves.len() as u64);
    if grown > SIZE_MAX {
        return Err(TileError::Outside { place: grown, size: SIZE_MAX });
    }
    let (mut tiles, mut fresh, mut in_level) = (Vec::new(), leaves.to_vec(), size);
    let mut level = 0;
    while !fresh.is_empty() {
        let mut id = TileId { level, index: in_level / u64::from(WIDTH_MAX) };
        let before = (in_level % u64::from(WIDTH_MAX)) as u16;
        let mut row = Vec::new();
        if before > 0 {
            row = hashes(id, read(id).map_err(TileError::Read)?)?;
            if row.len() < usize::from(before) {
                return Err(TileError::Short { tile: id, have: row.len() as u16, need: before });
            }
            row.truncate(usize::from(before));
        }
        row.extend(fresh);
        fresh = Vec::new();
        for tile in row.chunks(usize::from(WIDTH_MAX)) {
            tiles.push((id, tile.iter().flat_map(|hash| hash.0).collect()));
            if tile.len() == usize::from(WIDTH_MAX) {
                fresh.push(root_of(tile));
            }
            id.index += 1;
        }
        in_level /= u64::from(WIDTH_MAX);
        level += 1;
    }
    Ok(Appended { tiles, size: grown })
}

/// The frontier of the tree as it was at `size`, which must not be more than what is stored.
///
/// # Errors
/// If the store cannot be read or does not hold a tree of `size`.
pub fn frontier_at<E>(
    size: u64,
    read: impl FnMut(TileId) -> Result<Option<Vec<u8>>, E>,
) -> Result<Frontier, TileError<E>> {
    let peaks = Tiles::new(read).complete_subtrees(0, size)?;
    Frontier::from_peaks(size, peaks).ok_or(TileError::Outside { place: size, size: SIZE_MAX })
}

/// The root of the tree as it was at `size`, which must not be more than what is stored.
///
/// # Errors
/// If the store cannot be read or does not hold a tree of `size`.
pub fn root_at<E>(size: u64, read: impl FnMut(TileId) -> Result<Option<Vec<u8>>, E>) -> Result<Hash, TileError<E>> {
    Tiles::new(read).range(0, size)
}

/// Tiles as they were read for one question, so that none is read or hashed twice.
pub(crate) struct Tiles<F> {
    read: F,
    seen: BTreeMap<TileId, Vec<Vec<Hash>>>,
}

impl<E, F: FnMut(TileId) -> Result<Option<Vec<u8>>, E>> Tiles<F> {
    pub(crate) fn new(read: F) -> Self {
        Self { read, seen: BTreeMap::new() }
    }

    /// The root over the leaves from `start` up to, not including, `end`. As in every split of RFC 6962, `start`
    /// must be a multiple of a power of two not less than the length.
    pub(crate) fn range(&mut self, start: u64, end: u64) -> Result<Hash, TileError<E>> {
        Ok(join(&self.complete_subtrees(start, end)?))
    }

    /// The roots of the complete subtrees that a range consists of, largest first.
    fn complete_subtrees(&mut self, start: u64, end: u64) -> Result<Vec<Hash>, TileError<E>> {
        if end > SIZE_MAX || start > end {
            return Err(TileError::Outside { place: end, size: SIZE_MAX });
        }
        let (mut at, mut found) = (start, Vec::new());
        while at < end {
            let height = (end - at).ilog2();
            found.push(self.node(height, at >> height)?);
            at += 1 << height;
        }
        Ok(found)
    }

    /// The root of a complete subtree of two to the `height` leaves, the `index`th of its kind.
    fn node(&mut self, height: u32, index: u64) -> Result<Hash, TileError<E>> {
        let (level, within) = ((height / HEIGHT) as u8, height % HEIGHT);
        let tile_index = index >> (HEIGHT - within);
        let (id, place) = (TileId { level, index: tile_index }, index - (tile_index << (HEIGHT - within)));
        let rows = match self.seen.entry(id) {
            Entry::Occupied(seen) => seen.into_mut(),
            Entry::Vacant(free) => free.insert(rows(hashes(id, (self.read)(id).map_err(TileError::Read)?)?)),
        };
        let node = rows.get(within as usize).and_then(|row| row.get(place as usize));
        let have = rows.first().map_or(0, Vec::len) as u16;
        node.copied().ok_or(TileError::Short { tile: id, have, need: ((place + 1) << within) as u16 })
    }
}

/// A tile's hashes, and above them row by row the roots of its complete subtrees of 2, 4, 8 ... hashes.
fn rows(tile: Vec<Hash>) -> Vec<Vec<Hash>> {
    let pairs = |row: &Vec<Hash>| row.as_chunks().0.iter().map(|[left, right]| node_hash(left, right)).collect();
    let height = HEIGHT as usize;
    std::iter::successors(Some(tile), |row| Some(pairs(row))).take(height).collect()
}

/// The hashes of a stored tile; an absent one has none.
fn hashes<E>(tile: TileId, row: Option<Vec<u8>>) -> Result<Vec<Hash>, TileError<E>> {
    let row = row.unwrap_or_default();
    let (all, rest) = row.as_chunks::<HASH_BYTES>();
    if !rest.is_empty() || all.len() > usize::from(WIDTH_MAX) {
        return Err(TileError::Malformed { tile, bytes: row.len() });
    }
    Ok(all.iter().copied().map(Hash).collect())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::journal::tree::tests::leaves;
    use proptest::prelude::*;
    use std::convert::Infallible;

    /// A store in memory, as small as can be.
    #[derive(Default)]
    pub(crate) struct Memory(pub(crate) BTreeMap<TileId, Vec<u8>>);

    impl Memory {
        pub(crate) fn read(&self) -> impl FnMut(TileId) -> Result<Option<Vec<u8>>, Infallible> {
            |id| Ok(self.0.get(&id).cloned())
        }

        pub(crate) fn of(leaves: &[Hash]) -> Self {
            let mut store = Self::default();
            store.append(0, leaves);
            store
        }

        pub(crate) fn append(&mut self, size: u64, leaves: &[Hash]) {
            let appended = append(size, leaves, self.read()).unwrap();
            assert_eq!(appended.size, size + leaves.len() as u64);
            self.0.extend(appended.tiles);
        }
    }

    #[test]
    fn a_tree_of_70000_is_stored_as_the_specification_counts() {
        let store = Memory::of(&leaves(70_000));
        let count = |level| store.0.keys().filter(|id| id.level == level).count();
        assert_eq!([count(0), count(1), count(2), count(3)], [274, 2, 1, 0]);
        for (id, row) in &store.0 {
            assert_eq!(row.len(), 32 * usize::from(id.width_at(70_000)), "{id:?}");
        }
        assert_eq!(root_at(70_000, store.read()), Ok(root_of(&leaves(70_000))));
        assert_eq!(root_at(65_536, store.read()), Ok(root_of(&leaves(65_536))));
    }

    #[test]
    fn every_earlier_root_and_frontier_reads_back() {
        let (leaves, mut frontier) = (leaves(1100), Frontier::empty());
        let store = Memory::of(&leaves);
        for leaf in &leaves {
            assert_eq!(frontier_at(frontier.size(), store.read()), Ok(frontier.clone()));
            assert_eq!(root_at(frontier.size(), store.read()), Ok(frontier.root()));
            frontier.push(*leaf);
        }
    }

    #[test]
    fn a_store_that_lost_or_spoilt_a_tile_is_told_which() {
        let mut store = Memory::of(&leaves(300));
        let last = TileId { level: 0, index: 1 };
        assert_eq!(root_at(301, store.read()), Err(TileError::Short { tile: last, have: 44, need: 45 }));
        store.0.get_mut(&last).unwrap().pop();
        assert_eq!(append(300, &leaves(1), store.read()), Err(TileError::Malformed { tile: last, bytes: 44 * 32 - 1 }));
        store.0.remove(&last);
        assert_eq!(append(300, &leaves(1), store.read()), Err(TileError::Short { tile: last, have: 0, need: 44 }));
        assert_eq!(append(300, &leaves(1), |_| Err("disk")), Err(TileError::Read("disk")));
        let outside = TileError::Outside { place: u64::MAX, size: SIZE_MAX };
        assert_eq!(append(u64::MAX, &leaves(1), store.read()), Err(outside.clone()));
        assert_eq!(root_at(u64::MAX, store.read()), Err(outside));
    }

    #[test]
    fn rows_left_over_from_a_larger_tree_do_not_matter() {
        let mut store = Memory::of(&leaves(300));
        store.append(270, &leaves(10));
        let expected: Vec<_> = leaves(270).into_iter().chain(leaves(10)).collect();
        assert_eq!(root_at(280, store.read()), Ok(root_of(&expected)));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn appending_in_any_batches_gives_the_same_tiles(batches in prop::collection::vec(0usize..400, 1..8)) {
            let all = leaves(batches.iter().sum::<usize>() as u64);
            let (mut store, mut size) = (Memory::default(), 0);
            for batch in batches {
                store.append(size as u64, &all[size..size + batch]);
                size += batch;
            }
            prop_assert_eq!(&store.0, &Memory::of(&all).0);
        }
    }
}
