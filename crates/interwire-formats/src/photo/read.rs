//! A photograph to an item.

use super::block::{Blocks, Kind};
use super::charset::Charset;
use super::iim::{Iim, is_unchanged};
use super::{exif, iim_item, merge};
use crate::settle::settle;
use crate::{Read, ReadError, ReadItem, xmp};
use interwire_core::ids::Hash;
use interwire_core::item::{Blob, Item, ItemType, Limits, Note, PubStatus, Rendition};

/// The name of the one rendition.
const ORIGINAL: &str = "original";

/// Reads a photograph: one item, and the file itself as its rendition.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Read, ReadError> {
    // Unreachable where detection is asked first.
    let kind =
        Kind::of(bytes).ok_or_else(|| ReadError::new("unknown_format", "it does not begin like a photograph"))?;
    let blocks = Blocks::of(kind, bytes, limits)?;
    let mut notes = blocks.notes.clone();
    let (mut item, is_turned) = described(&blocks, limits, &mut notes)?;
    item.kind = Some(ItemType::Picture);
    item.extra.extend(blocks.extra.iter().cloned());
    if blocks.has_c2pa {
        notes.push(Note::new(
            "provenance_not_verified",
            "it carries a manifest of provenance (C2PA), which is not verified",
        ));
    }
    let (width, height) = if is_turned { (blocks.height, blocks.width) } else { (blocks.width, blocks.height) };
    item.renditions.push(Rendition {
        name: Some(ORIGINAL.to_owned()),
        content_type: Some(kind.media_type().to_owned()),
        size_bytes: Some(bytes.len() as u64),
        width: Some(width),
        height: Some(height),
        blob: Some(Blob { hash: Hash::of(bytes), size_bytes: bytes.len() as u64 }),
        ..Rendition::default()
    });
    let parts = || blocks.image.iter().filter_map(|part| bytes.get(part.clone())).collect::<Vec<_>>().concat();
    settle(&mut item, &mut notes, super::FORMAT.name, || Ok(parts()))?;
    Ok(Read { format: super::FORMAT.name, items: vec![ReadItem { item, notes }], notes: Vec::new() })
}

/// Whether IIM has a caption or instructions that cannot be read, and XMP does not say them. They may be an order; their
/// bytes stay in the file.
fn hides(iim: &Iim, xmp: &Item, is_later: bool) -> bool {
    let is_unread =
        |number: u8| iim.datasets.iter().any(|one| (one.record, one.number) == (2, number) && !one.bytes.is_ascii());
    let is_told = !is_later && !xmp.descriptions.is_empty() && (!xmp.ed_notes.is_empty() || !is_unread(40));
    matches!(iim.charset, Charset::Unknown) && !is_told
}

/// What the file says of itself, and whether the image stands on its side.
fn described(blocks: &Blocks, limits: &Limits, notes: &mut Vec<Note>) -> Result<(Item, bool), ReadError> {
    let mut item = xmp::item_of_all(&blocks.xmp, limits, notes)?;
    let has_xmp = item != Item::default();
    if let Some(bytes) = &blocks.iim {
        let iim = Iim::of(bytes, notes)?;
        let is_later = has_xmp && blocks.digest.is_some_and(|digest| !is_unchanged(bytes, &digest));
        let hides = hides(&iim, &item, is_later);
        merge::fill(&mut item, iim_item::item(&iim), "iim", is_later, notes);
        if hides && item.pub_status != Some(PubStatus::Canceled) {
            item.pub_status = Some(PubStatus::Withheld);
        }
    }
    let mut is_turned = false;
    if let Some(bytes) = &blocks.exif {
        let (camera, turned) = exif::item(bytes, notes);
        is_turned = turned;
        merge::fill(&mut item, camera, "exif", false, notes);
    }
    Ok((item, is_turned))
}
