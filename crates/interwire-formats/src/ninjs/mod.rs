//! ninjs, "news in JSON" (IPTC): reads 1.x, 2.x and 3.x, which differ in spelling more than in meaning, and writes
//! 3.1. spec: iptc.org/std/ninjs, ninjs-schema_1.6, 2.2 and 3.1.
//!
//! Incomplete: events, planned coverage, objects and trust indicators are kept verbatim, not understood.

mod lists;
mod read;
mod write;

use crate::table::Format;

/// The line of the table.
pub(crate) const FORMAT: Format = Format {
    name: "ninjs",
    title: "ninjs 1, 2 and 3",
    media_types: &["application/ninjs+json", "application/json"],
    detect: |sniff| sniff.has_key("uri"),
    read: read::read,
    write: Some(write::write),
};
