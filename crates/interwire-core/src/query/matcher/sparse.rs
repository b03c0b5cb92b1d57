//! Queries that something rare leads to: each stands in the lists of the atoms of its rarest clause, with two cheap
//! tests beside it.

use super::atoms::{AtomId, Atoms, NONE};

/// A query in the list of an atom.
#[derive(Debug, Clone, Copy)]
pub(super) struct Posting {
    /// The query's slot; the highest bit says that it stands in several lists.
    pub slot: u32,
    /// An atom that must be there too, or [`NONE`].
    pub second: AtomId,
    /// One bit of these must be among the item's; see [`language_bit`].
    pub bits: u32,
}

/// The query stands in several lists.
pub(super) const SEVERAL: u32 = 1 << 31;

/// The bit of a language; the highest bit is not one of them, and every item has it.
pub(super) fn language_bit(atom: AtomId) -> u32 {
    1 << (atom % 31)
}

/// Where a query stands: an atom and the place in its list.
pub(super) type Anchor = (AtomId, u32);

/// Puts a query into the list of an atom; returns its place.
pub(super) fn insert(atoms: &mut Atoms, atom: AtomId, posting: Posting) -> u32 {
    let list = atoms.list(atom);
    if list.len() == list.capacity() {
        // Most lists are short: they double from one.
        list.reserve_exact(list.len().max(1));
    }
    list.push(posting);
    u32::try_from(list.len() - 1).unwrap_or(NONE)
}

/// Takes a query out of a list. Returns the slot of the query that now stands in its place, if another does.
pub(super) fn remove(atoms: &mut Atoms, (atom, place): Anchor) -> Option<u32> {
    let list = atoms.list(atom);
    list.swap_remove(place as usize);
    if list.len() * 4 < list.capacity() {
        list.shrink_to(list.len() * 2);
    }
    let moved = list.get(place as usize).map(|moved| moved.slot & !SEVERAL);
    if list.is_empty() {
        atoms.drop_list(atom);
    }
    moved
}
