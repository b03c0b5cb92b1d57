//! ANPA 1312, the wire of American newspapers: reads messages with their control characters and those from which some
//! were stripped, tables of tabular copy as preformatted text, and writes one message. spec: ANPA 1312 (1979).
//!
//! The format has no name, status, language or charset: the charset is agreed (`anpa-1312; charset=utf-8`), a name is
//! made, orders are found in the text.

mod header;
mod lines;
mod read;
mod write;

use crate::table::Format;

/// The note at the head of what is withdrawn.
const KILL: &str = "MANDATORY KILL";

/// The line of the table.
pub(crate) const FORMAT: Format = Format {
    name: "anpa-1312",
    title: "ANPA 1312",
    media_types: &["application/vnd.anpa.1312", "text/vnd.anpa.1312"],
    detect: |sniff| header::begins(sniff.head),
    read: read::read,
    write: Some(write::write),
};
