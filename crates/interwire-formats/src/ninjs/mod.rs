//! ninjs, "news in JSON" (IPTC): reads 1.x, 2.x and 3.x, which differ in spelling more than in meaning, and writes
//! 3.1, 2.2 and 1.6. spec: iptc.org/std/ninjs, ninjs-schema_1.6, 2.2 and 3.1.
//!
//! Incomplete: events, planned coverage, objects and trust indicators are kept verbatim, not understood.

mod lists;
mod older;
mod prepare;
mod read;
mod write;

use crate::table::Format;

/// What is written of an item that stays embargoed until it is released: later than any reader will wait.
const NEVER: &str = "9999-12-31T23:59:59Z";

/// The line of the table.
pub(crate) const FORMAT: Format = Format {
    name: "ninjs",
    title: "ninjs: 1 to 3 read, 3.1 written",
    media_types: &["application/ninjs+json", "application/json"],
    detect: |sniff| sniff.has_key("uri"),
    read: read::read,
    write: Some(write::write_3),
};

/// For those who still take ninjs 2.
pub(crate) const FORMAT_2: Format = Format {
    name: "ninjs-2",
    title: "ninjs 2.2",
    media_types: &[],
    detect: |_| false,
    write: Some(write::write_2),
    ..FORMAT
};

/// For those who still take ninjs 1.
pub(crate) const FORMAT_1: Format =
    Format { name: "ninjs-1", title: "ninjs 1.6", write: Some(write::write_1), ..FORMAT_2 };
