//! Plain text: lines of facts, a blank line, the story. Read only where it is said to be news, since any text looks
//! like it; without lines of facts the first line is the headline. Specified here; there is no standard.

mod read;
mod write;

use crate::table::Format;

/// The line of the table.
pub(crate) const FORMAT: Format = Format {
    name: "plain-text",
    title: "Plain text",
    media_types: &["text/plain"],
    detect: |_| false,
    read: read::read,
    write: Some(write::write),
};
