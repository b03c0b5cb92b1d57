//! A packet to an item.

use super::fields;
use super::packet;
use crate::xml;
use crate::{Read, ReadError, ReadItem, decode};
use interwire_core::item::{Item, ItemType, Limits, Note};

/// Reads a sidecar: one item. Which file it belongs to is told only by its name.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Read, ReadError> {
    let (mut item, notes) = item_of(bytes, limits)?;
    let mut own = Vec::new();
    item.kind.get_or_insert(ItemType::Picture);
    crate::photo::settle(&mut item, &mut own, super::FORMAT.name, || bytes.to_vec());
    Ok(Read { format: super::FORMAT.name, items: vec![ReadItem { item, notes: own }], notes })
}

/// What a packet says, with or without the wrapper around it.
pub(crate) fn item_of(bytes: &[u8], limits: &Limits) -> Result<(Item, Vec<Note>), ReadError> {
    let filled = bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    // The last byte of a character of UTF-16 may be a zero.
    let packet = bytes.get(..filled + filled % 2).unwrap_or(bytes);
    let decoded = decode::decode(packet);
    let mut notes = decoded.notes;
    let (root, found) = xml::parse_mending(decoded.text.trim_end_matches('\0'), limits)?;
    notes.extend(found);
    Ok((fields::item(packet::properties(&root)?), notes))
}
