//! The packets of XMP in a file, which the containers find (`uuid` and `XMP_` boxes, `PRIV` frames, `_PMX` chunks).

use super::facts::TAG_BYTES_MAX;
use crate::ReadError;
use crate::decode::decode;
use interwire_core::item::{Extra, Item, Limits, Note};

/// What the packets say. The item of a file begins with it, and its tags fill what it leaves open.
pub(super) fn described(packets: &[Vec<u8>], _limits: &Limits, notes: &mut Vec<Note>) -> Result<Item, ReadError> {
    let mut item = Item::default();
    for packet in packets {
        if packet.len() > TAG_BYTES_MAX {
            notes.push(Note::new("xmp_too_large", "a packet of XMP is too large and stays in the file alone"));
            continue;
        }
        let text = decode(packet).text;
        item.extra.push(Extra::text("xmp", text.trim_end_matches('\0').trim()));
    }
    Ok(item)
}
