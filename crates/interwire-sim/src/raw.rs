//! Writing into one's own journal what the machine would not: any bytes, properly hashed and signed.

use interwire_core::exchange::memory::MemoryStore;
use interwire_core::exchange::store::{JournalRow, Store, StoreError, Stored};
use interwire_core::ids::JournalId;
use interwire_core::journal::checkpoint::{Checkpoint, SignedCheckpoint};
use interwire_core::journal::{tile, tree};
use interwire_core::keys::NodeKey;

/// Appends an entry and signs the new head; returns the entry's index.
///
/// # Errors
/// If the store fails.
pub fn append(disk: &mut MemoryStore, id: &JournalId, key: &NodeKey, bytes: Vec<u8>) -> Stored<u64> {
    let mut row = disk.journal(id)?.unwrap_or_else(|| JournalRow::new(id.clone()));
    let index = row.size();
    let leaf = tree::leaf_hash(&bytes);
    let failed = |e: String| StoreError(e);
    let grown = tile::append(index, &[leaf], |tile| disk.tile(id, tile)).map_err(|e| failed(e.to_string()))?;
    for (tile, hashes) in grown.tiles {
        disk.put_tile(id, tile, &hashes)?;
    }
    row.frontier.push(leaf);
    disk.append(id, index, &[bytes])?;
    let head = Checkpoint { origin: id.clone(), size: row.size(), root: row.frontier.root() };
    let signed = SignedCheckpoint::sign(&head, key).map_err(|e| failed(e.to_string()))?;
    (row.head, row.head_size) = (Some(signed.clone()), row.size());
    (row.newest, row.newest_size) = (Some(signed), row.size());
    row.folded = row.size();
    disk.put_journal(&row)?;
    Ok(index)
}
