//! The packets of XMP in a file, which the containers find (`uuid` and `XMP_` boxes, `PRIV` frames, `_PMX` chunks).

use super::facts::TAG_BYTES_MAX;
use crate::{ReadError, xmp};
use interwire_core::item::{Item, Limits, Note};

/// What the packets say. The item of a file begins with it, and its tags fill what it leaves open.
pub(super) fn described(packets: Vec<Vec<u8>>, limits: &Limits, notes: &mut Vec<Note>) -> Result<Item, ReadError> {
    let (fair, large): (Vec<_>, Vec<_>) = packets.into_iter().partition(|packet| packet.len() <= TAG_BYTES_MAX);
    if !large.is_empty() {
        notes.push(Note::new("xmp_too_large", "a packet of XMP is too large and stays in the file alone"));
    }
    xmp::item_of_all(&fair, limits, notes)
}
