//! A packet to an item.

use super::fields;
use super::packet;
use crate::settle::settle;
use crate::xml;
use crate::{Read, ReadError, ReadItem, decode};
use interwire_core::item::{Extra, Item, ItemType, Limits, Note};

/// Reads a sidecar: one item. Which file it belongs to is told only by its name.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Read, ReadError> {
    let (mut item, notes) = item_of(bytes, limits)?;
    let mut own = Vec::new();
    // What we have written says it; of others' sidecars the format of the file does.
    let stated = item.kind.take();
    item.kind = Some(stated.unwrap_or_else(|| kind(&item)));
    settle(&mut item, &mut own, super::FORMAT.name, || Ok(bytes.to_vec()))?;
    Ok(Read { format: super::FORMAT.name, items: vec![ReadItem { item, notes: own }], notes })
}

/// What the file is that a sidecar is about, as far as it says.
fn kind(item: &Item) -> ItemType {
    let media_type = Extra::find(&item.extra, "dc:format").unwrap_or_default().trim().to_lowercase();
    match media_type.split_once('/') {
        Some(("video", _)) => ItemType::Video,
        Some(("audio", _)) => ItemType::Audio,
        _ => ItemType::Picture,
    }
}

/// What the packets of a file say; a later one fills what those before it leave open. A broken one stays in the file.
pub(crate) fn item_of_all(packets: &[Vec<u8>], limits: &Limits, notes: &mut Vec<Note>) -> Result<Item, ReadError> {
    let mut item = Item::default();
    for (at, packet) in packets.iter().enumerate() {
        match item_of(packet, limits) {
            Ok((found, own)) => {
                notes.extend(own);
                if at == 0 {
                    item = found;
                } else {
                    crate::photo::fill(&mut item, found, "xmp", false, &mut Vec::new());
                }
            }
            Err(error) if error.code == "xml_broken" => {
                notes.push(Note::new("xmp_broken", format!("the XMP cannot be read: {}", error.message)));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(item)
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
