//! JSON as the interfaces of agencies give it: AP Media API, dpa digitalwires, AFP, ANP, Belga, ANSA, CP, Reuters, items
//! of Superdesk and of the Video Metadata Hub. None of them is a standard and each spells the same facts its own way, so
//! one reader with one table of spellings ([`names`]) serves them all, and those not met yet: a folder for each would be
//! the same code nine times, and blind to the tenth. What is no news is told by the same table ([`find`]).
//!
//! Incomplete: events and plans are not understood; of the envelope around an item only what stands beside it is kept.

mod concepts;
mod find;
mod media;
mod members;
mod names;
mod read;
mod state;
mod texts;

use crate::table::Format;

/// The line of the table.
pub(crate) const FORMAT: Format = Format {
    name: "agency-json",
    title: "JSON of agencies: AP, dpa, AFP, ANP and others",
    media_types: &["application/vnd.interwire.agency+json"],
    detect: |sniff| sniff.json.as_deref().is_some_and(find::is_news),
    read: read::read,
    write: None,
};
