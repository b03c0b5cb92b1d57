//! Atom: reads feeds and single entries of 0.3 and 1.0 with Media RSS and GeoRSS, and withdrawals (RFC 6721), broken
//! ones too; writes a feed of one entry. spec: RFC 4287, RFC 6721.

mod read;
mod write;

use crate::table::Format;

/// The line of the table.
pub(crate) const FORMAT: Format = Format {
    name: "atom",
    title: "Atom",
    media_types: &["application/atom+xml"],
    detect: |sniff| {
        sniff.root.as_deref().is_some_and(|root| matches!(root.to_ascii_lowercase().as_str(), "feed" | "entry"))
    },
    read: read::read,
    write: Some(write::write),
};
