//! XMP: what photographs, films and sound say of themselves, in a packet inside the file or in a sidecar beside it.
//! Reads both as one item, and writes a sidecar. spec: ISO 16684-1; IPTC Photo Metadata Standard 2025.1; PLUS LDF.
//!
//! `photo` reads and writes packets inside of files with what is here. Read `packet` (RDF to properties), `fields` (to an
//! item), `write` (and back).
//! Incomplete: qualifiers other than the language are left out, for no field of news has one.

mod fields;
mod names;
mod packet;
mod places;
mod read;
mod rights;
mod take;
mod write;
mod write_concepts;
mod write_lacks;
mod write_parts;
mod write_rights;

use crate::table::Format;

pub(crate) use fields::{CAPTION, CAPTION_WRITER, CATEGORY, JOB, JOB_TITLE, MORE_CATEGORIES, category};
pub(crate) use places::{add_core, point};
pub(crate) use read::{item_of, item_of_all};
pub(crate) use write::{Sheet, captions, core_of};
pub(crate) use write_concepts::{called, category_of, creators};

/// The line of the table.
pub(crate) const FORMAT: Format = Format {
    name: "xmp",
    title: "XMP sidecar",
    media_types: &["application/rdf+xml"],
    detect: |sniff| match sniff.root.as_deref() {
        Some("xmpmeta" | "xapmeta") => true,
        // News feeds are RDF as well.
        Some("RDF") => names::mark_photographs(sniff.head),
        _ => false,
    },
    read: read::read,
    write: Some(write::write),
};
