//! The item document between nodes: ninjs 3.1 with our extension object. Normative text: docs/protocol.md, section 11.
//! Documents are written by the node, which knows the source, the item id and the salt.

mod read;

use crate::table::Format;

/// The line of the table.
pub(crate) const FORMAT: Format = Format {
    name: "interwire",
    title: "Interwire item document",
    media_types: &["application/vnd.interwire.item+json"],
    detect: |sniff| sniff.has_key("interwire") && sniff.has_key("uri"),
    read: read::read,
    write: None,
};
