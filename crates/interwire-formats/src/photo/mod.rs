//! Photographs: reads what JPEG, TIFF, PNG and WebP files say of themselves, in XMP, IIM and EXIF, and writes it into
//! them. The file itself is the one rendition of the item. spec: IPTC IIM 4.2, IPTC Photo Metadata 2025.1, EXIF 3.0,
//! MWG Guidelines 2.0 for which of the three counts.
//!
//! XMP counts before IIM, unless the digest that a file keeps of its IIM shows that IIM was changed later; EXIF fills
//! what neither says. Where two differ, the other is kept in `extra`. The guid is the DigitalImageGUID, else the
//! DocumentID of XMP, else made of the image itself, so that a photograph with a new caption stays the same item; the
//! job is no guid, for all photographs of an assignment share it.
//!
//! Read `block` (what a file holds), its four containers, `resources`, `iim`, `exif`, then `read`; `embed` writes.
//! Incomplete: BigTIFF is refused; a manifest of provenance (C2PA) is noticed, not verified.

mod beside;
mod block;
mod charset;
mod embed;
mod exif;
mod iim;
mod iim_item;
mod iim_write;
mod jpeg;
mod merge;
mod png;
mod read;
mod resources;
mod tiff;
mod webp;

pub use beside::beside;
pub use embed::embed;
pub(crate) use merge::fill;

use crate::table::Format;

/// The line of the table.
pub(crate) const FORMAT: Format = Format {
    name: "photo",
    title: "Photograph (JPEG, TIFF, PNG, WebP)",
    media_types: &["image/jpeg", "image/tiff", "image/png", "image/webp"],
    detect: |sniff| block::Kind::of(sniff.head).is_some(),
    read: read::read,
    write: None,
};
