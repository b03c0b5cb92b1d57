//! A photograph to an item.

use super::block::{Blocks, Kind};
use super::iim::{Iim, is_unchanged};
use super::{exif, iim_item, merge};
use crate::{Read, ReadError, ReadItem, wire, xmp};
use interwire_core::ids::Hash;
use interwire_core::item::{Blob, Extra, Item, ItemType, Limits, Note, Rendition};

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
    settle(&mut item, &mut notes, super::FORMAT.name, parts);
    Ok(Read { format: super::FORMAT.name, items: vec![ReadItem { item, notes }], notes: Vec::new() })
}

/// What the file says of itself, and whether the image stands on its side.
fn described(blocks: &Blocks, limits: &Limits, notes: &mut Vec<Note>) -> Result<(Item, bool), ReadError> {
    let mut item = Item::default();
    for (at, packet) in blocks.xmp.iter().enumerate() {
        match xmp::item_of(packet, limits) {
            Ok((found, own)) => {
                notes.extend(own);
                if at == 0 {
                    item = found;
                } else {
                    // The second part of a packet says what the first does not.
                    merge::fill(&mut item, found, "xmp", false, &mut Vec::new());
                }
            }
            Err(error) if error.code == "xml_broken" => {
                notes.push(Note::new("xmp_broken", format!("the XMP cannot be read: {}", error.message)));
            }
            Err(error) => return Err(error),
        }
    }
    let has_xmp = item != Item::default();
    if let Some(bytes) = &blocks.iim {
        let iim = Iim::of(bytes, notes)?;
        let is_later = has_xmp && blocks.digest.is_some_and(|digest| !is_unchanged(bytes, &digest));
        merge::fill(&mut item, iim_item::item(&iim), "iim", is_later, notes);
    }
    let mut is_turned = false;
    if let Some(bytes) = &blocks.exif {
        let (camera, turned) = exif::item(bytes, notes);
        is_turned = turned;
        merge::fill(&mut item, camera, "exif", false, notes);
    }
    Ok((item, is_turned))
}

/// What follows from the whole: orders in words, and a name if there is none. `image` is what the name is made of.
pub(crate) fn settle(item: &mut Item, notes: &mut Vec<Note>, format: &str, image: impl FnOnce() -> Vec<u8>) {
    let mut orders = wire::Orders::default();
    let lines = item.headlines.iter().chain(&item.sluglines).map(|line| line.text.as_str());
    let lines: Vec<String> =
        lines.chain(item.ed_notes.iter().map(|note| note.text.as_str())).map(str::to_owned).collect();
    lines.iter().flat_map(|text| text.lines()).for_each(|line| orders.line(line));
    let caption = item.descriptions.first().map(|line| line.text.clone()).unwrap_or_default();
    orders.settle(item, "", &caption);
    if item.guid.is_none() {
        let document = Extra::find(&item.extra, "xmpMM:DocumentID").and_then(|id| id.trim().parse().ok());
        let (guid, code, message) = match document {
            Some(guid) => {
                (Some(guid), "guid_from_document", "it has no DigitalImageGUID; its DocumentID is taken for it")
            }
            None => {
                let hash = Hash::of(&image()).to_string();
                let name = format!("urn:interwire:{format}:{}", hash.get(..32).unwrap_or_default());
                (name.parse().ok(), "guid_made", "the photograph has no name; the guid is made of the image itself")
            }
        };
        item.guid = guid;
        notes.push(Note::new(code, message));
    }
}
