//! Item document to item.

use crate::{Read, ReadError, ReadItem};
use interwire_core::item::Limits;
use interwire_core::protocol::v1::item::read_document;

/// Reads a document strictly: it is signed, so it has one spelling.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Read, ReadError> {
    let document = read_document(bytes, limits).map_err(|e| ReadError::new("bad_item_document", e.to_string()))?;
    Ok(Read {
        format: "interwire",
        items: vec![ReadItem { item: document.item, notes: Vec::new() }],
        notes: Vec::new(),
    })
}
