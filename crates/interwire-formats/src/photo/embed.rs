//! An item into a photograph: the whole text in XMP, and a copy in IIM for those who read nothing newer.

use super::block::{Blocks, Kind};
use super::iim::Iim;
use super::{iim_write, jpeg, png, tiff, webp};
use crate::losses::Losses;
use crate::xmp::{self, Sheet};
use crate::{ReadError, WriteError, Written};
use interwire_core::item::{Item, Limits};

/// Writes what an item says into a photograph. The image keeps every byte; of the metadata that was there, what the
/// item has fields for is replaced, its rights only if the item has some, and everything else stays. A text that is
/// longer than IIM allows is cut in IIM, which is a loss (`cut_in_iim`); XMP has all of it. PNG and WebP have no IIM.
///
/// # Errors
/// If the bytes are no photograph, a broken one, or beyond the limits.
pub fn embed(bytes: &[u8], item: &Item, limits: &Limits) -> Result<Written, WriteError> {
    if bytes.len() > limits.bytes_max {
        let message = format!("{} bytes, more than the {} allowed", bytes.len(), limits.bytes_max);
        return Err(WriteError::new("too_large", message));
    }
    let kind = Kind::of(bytes).ok_or_else(|| {
        WriteError::new("not_a_photograph", "metadata can be written into JPEG, TIFF, PNG and WebP files only")
    })?;
    written(kind, bytes, item, limits).map_err(|refused| WriteError::new(refused.code, refused.message))
}

fn written(kind: Kind, bytes: &[u8], item: &Item, limits: &Limits) -> Result<Written, ReadError> {
    let blocks = Blocks::of(kind, bytes, limits)?;
    let mut losses = Losses::default();
    let mut foreign = Vec::new();
    let mut item = item.clone();
    for packet in &blocks.xmp {
        match xmp::item_of(packet, limits) {
            Ok((old, _)) => {
                foreign.extend(old.extra);
                foreign.extend(old.rights.iter().flat_map(|rights| rights.extra.clone()));
                if item.rights.is_empty() {
                    item.rights = old.rights;
                }
            }
            Err(error) if error.code == "xml_broken" => {
                losses.add(
                    "xmp_replaced",
                    "extra",
                    "the XMP that was there cannot be read, and is replaced as a whole",
                );
            }
            Err(error) => return Err(error),
        }
    }
    let mut sheet = Sheet::of(&item, &mut losses);
    for extra in &foreign {
        sheet.put_back(extra);
    }
    let old = blocks.iim.as_deref().map(|iim| Iim::of(iim, &mut Vec::new())).transpose()?;
    let has_iim = matches!(kind, Kind::Jpeg | Kind::Tiff);
    let iim = if has_iim { iim_write::written(&item, old.as_ref(), &mut losses) } else { Vec::new() };
    let (packet, left_out) = sheet.packet();
    if left_out > 0 {
        let message = format!("{left_out} characters that XML 1.0 forbids are left out");
        losses.add("characters_forbidden", "descriptions", message);
    }
    let bytes = match kind {
        Kind::Jpeg => jpeg::embed(bytes, &sheet, &iim),
        Kind::Png => png::embed(bytes, &packet),
        Kind::Webp => webp::embed(bytes, &packet),
        Kind::Tiff => tiff::embed(bytes, &packet, &iim),
    }?;
    if blocks.has_c2pa {
        losses.add("provenance_broken", "c2pa", "its manifest of provenance (C2PA) no longer fits; sign it anew");
    }
    Ok(Written { bytes, losses: losses.done() })
}
