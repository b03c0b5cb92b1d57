//! RSS: reads 0.9x, 1.0 and 2.0 with the modules that news systems use (content, Dublin Core, Media RSS, iTunes,
//! GeoRSS, WordPress exports) and withdrawals (RFC 6721), broken ones too; writes a feed of one entry in RSS 2.0.
//! spec: rssboard.org/rss-specification, web.resource.org/rss/1.0, rssboard.org/media-rss.

mod read;
mod write;

use crate::table::Format;

pub(crate) use write::withdrawal;

/// The line of the table.
pub(crate) const FORMAT: Format = Format {
    name: "rss",
    title: "RSS",
    media_types: &["application/rss+xml", "application/rdf+xml"],
    detect: |sniff| {
        sniff
            .root
            .as_deref()
            .is_some_and(|root| matches!(root.to_ascii_lowercase().as_str(), "rss" | "rdf" | "channel"))
    },
    read: read::read,
    write: Some(write::write),
};
