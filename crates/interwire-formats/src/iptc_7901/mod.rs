//! IPTC 7901, the text transmission format of 1979: reads messages with their control characters and those from which
//! these were stripped, writes one message. spec: IPTC 7901 recommendation.
//!
//! The format has no name, status, language or charset: the charset is agreed (`iptc-7901; charset=utf-8`), a name is
//! made, orders are found in the text. Incomplete: the shift sequences of its annexes are not understood.

mod block;
mod header;
mod read;
mod write;

use crate::table::Format;

/// The line at the head of what is withdrawn.
const KILL: &str = "KILL KILL KILL";

/// The line of the table.
pub(crate) const FORMAT: Format = Format {
    name: "iptc-7901",
    title: "IPTC 7901",
    media_types: &["application/vnd.iptc.7901", "text/vnd.iptc.7901"],
    detect: |sniff| header::begins(sniff.head),
    read: read::read,
    write: Some(write::write),
};
