//! NITF (IPTC): reads 2.5 to 3.6 in whatever state, writes 3.6 valid against its schema.
//! spec: iptc.org/std/NITF/3.6, nitf-3-6.xsd.
//!
//! Most documents in use are of the time of the DTD and fail the schema: no namespace, misplaced properties, no body.
//! The reader looks for what it knows wherever it stands. The story is kept as the element `body.content`. A document
//! can change the status of another one; see [`crate::orders`]. Incomplete: `iim`, series and publication data are kept
//! verbatim, not understood.

mod above;
mod body_head;
mod content;
mod docdata;
mod grammar;
mod kinds;
mod read;
mod rights;
mod shape;
mod shape_parts;
mod shape_table;
mod subjects;
mod write;
mod write_docdata;
mod write_head;
mod write_rights;

pub(crate) use above::fill as fill_from;
pub(crate) use shape::{Shaper, body_content};
pub(crate) use write_docdata::norm as basic_time;

use crate::table::Format;

/// The media type of a story in NITF.
pub(crate) const MEDIA_TYPE: &str = "application/nitf+xml";

/// The line of the table.
pub(crate) const FORMAT: Format = Format {
    name: "nitf",
    title: "NITF",
    media_types: &[MEDIA_TYPE],
    detect: |sniff| sniff.root.as_deref() == Some("nitf"),
    read: read::read,
    write: Some(write::write),
};
