//! Journals: trees and tiles made again from their entries; a journal with damaged entries is cut before the first, and
//! taken back from partners from there. Its greatest signed head is kept, so that one of our own is not written before.

use super::Repair;
use crate::store::value::{Columns, Row, row};
use crate::store::{DbError, Writer};
use interwire_core::exchange::store::JournalRow;
use interwire_core::ids::{Hash, JournalId};
use interwire_core::journal::tile::{self, TileId, WIDTH_MAX};
use interwire_core::journal::tree::{Frontier, leaf_hash};
use std::convert::Infallible;

/// Mends every journal.
pub fn mend(writer: &mut Writer, repair: &mut Repair) -> Result<(), DbError> {
    let mut ids = Vec::new();
    for row in writer.fetch("SELECT id FROM journals ORDER BY id", &[])? {
        ids.push(Columns::of("journals", row).int()?);
    }
    writer.execute("DELETE FROM about", &[])?;
    for number in ids {
        let id = writer.journal_named(number)?;
        let state = writer.journal(&id)?;
        let leaves = leaves(writer, number)?;
        let whole = state.as_ref().is_some_and(|state| matches(&leaves, state));
        if whole {
            mend_tiles(writer, number, &id, &leaves, repair)?;
        } else {
            cut(writer, number, &id, state, leaves, repair)?;
        }
        index(writer, number, &id)?;
    }
    Ok(())
}

/// The leaf hashes of the entries from the first on without a gap.
fn leaves(writer: &mut Writer, number: i64) -> Result<Vec<Hash>, DbError> {
    let mut leaves: Vec<Hash> = Vec::new();
    let mut gap = false;
    writer.each("SELECT idx, bytes FROM entries WHERE journal = ? ORDER BY idx", &row![number], |row| {
        let read = |row: Row| {
            let mut columns = Columns::of("entries", row);
            Ok((columns.unsigned()?, columns.bytes()?))
        };
        match row.and_then(read) {
            Ok((index, bytes)) if !gap && index == leaves.len() as u64 => leaves.push(leaf_hash(&bytes)),
            _ => gap = true,
        }
    })?;
    Ok(leaves)
}

fn frontier(leaves: &[Hash]) -> Frontier {
    let mut frontier = Frontier::empty();
    leaves.iter().for_each(|leaf| frontier.push(*leaf));
    frontier
}

fn matches(leaves: &[Hash], state: &JournalRow) -> bool {
    frontier(leaves) == state.frontier
}

fn tiles_of(leaves: &[Hash]) -> Result<Vec<(TileId, Vec<u8>)>, DbError> {
    let made = tile::append(0, leaves, |_| Ok::<_, Infallible>(None));
    Ok(made.map_err(|e| DbError::Row(e.to_string()))?.tiles)
}

/// Writes the tiles that are not as the entries make them.
fn mend_tiles(
    writer: &mut Writer,
    number: i64,
    id: &JournalId,
    leaves: &[Hash],
    repair: &mut Repair,
) -> Result<(), DbError> {
    let tiles = tiles_of(leaves)?;
    let mut mended = 0;
    for (tile, hashes) in &tiles {
        if writer.tile(id, *tile)?.as_deref() != Some(hashes.as_slice()) {
            writer.put_tile(id, *tile, hashes)?;
            mended += 1;
        }
    }
    let held = writer.fetch("SELECT count(*) FROM tiles WHERE journal = ?", &row![number])?;
    let held = held.into_iter().next().map(|row| Columns::of("tiles", row).unsigned()).transpose()?;
    if mended > 0 || held != Some(tiles.len() as u64) {
        rewrite_tiles(writer, number, id, &tiles)?;
        repair.repaired.push(format!("{id}: tiles"));
    }
    Ok(())
}

fn rewrite_tiles(writer: &mut Writer, number: i64, id: &JournalId, tiles: &[(TileId, Vec<u8>)]) -> Result<(), DbError> {
    writer.delete_tiles(number)?;
    tiles.iter().try_for_each(|(tile, hashes)| writer.put_tile(id, *tile, hashes))
}

/// Keeps the entries before the first that its tile does not know, and forgets the rest.
fn cut(
    writer: &mut Writer,
    number: i64,
    id: &JournalId,
    state: Option<JournalRow>,
    mut leaves: Vec<Hash>,
    repair: &mut Repair,
) -> Result<(), DbError> {
    // Without its row it is not known which heads were signed: only entries that the tiles confirm are kept, and the
    // heads come back from partners.
    let mut row = state.unwrap_or_else(|| JournalRow::new(id.clone()));
    for (index, leaf) in leaves.iter().enumerate() {
        let index = index as u64;
        let tile = TileId { level: 0, index: index / u64::from(WIDTH_MAX) };
        let place = (index % u64::from(WIDTH_MAX)) as usize * tile::HASH_BYTES;
        let known = writer.tile(id, tile)?;
        let same = known.is_some_and(|row| row.get(place..place + tile::HASH_BYTES) == Some(leaf.0.as_slice()));
        if !same {
            leaves.truncate(index as usize);
            break;
        }
    }
    let size = leaves.len() as u64;
    writer.cut_entries(number, size)?;
    rewrite_tiles(writer, number, id, &tiles_of(&leaves)?)?;
    row.frontier = frontier(&leaves);
    if row.head_size != size || row.head.as_ref().is_some_and(|head| head.unverified().root != row.frontier.root()) {
        (row.head, row.head_size) = (None, 0);
    }
    (row.folded, row.told) = (row.folded.min(size), 0);
    writer.put_journal(&row)?;
    repair.to_fetch.push(format!("{id}: entries from {size}"));
    Ok(())
}

/// Makes the index of statements about items again.
fn index(writer: &mut Writer, number: i64, id: &JournalId) -> Result<(), DbError> {
    let mut first = 0;
    loop {
        let entries = writer.entries(id, first, 1000, usize::MAX)?;
        if entries.is_empty() {
            return Ok(());
        }
        writer.note_about(id, number, first, &entries)?;
        first += entries.len() as u64;
    }
}
