//! JSON Feed: reads 1.0 and 1.1, writes a feed of one entry in 1.1. spec: jsonfeed.org/version/1.1.

mod read;
mod write;

use crate::table::Format;

/// The line of the table.
pub(crate) const FORMAT: Format = Format {
    name: "json-feed",
    title: "JSON Feed",
    media_types: &["application/feed+json"],
    detect: |sniff| {
        sniff.has_key("version")
            && sniff.has_key("items")
            && String::from_utf8_lossy(sniff.head).contains("jsonfeed.org/version")
    },
    read: read::read,
    write: Some(write::write),
};
