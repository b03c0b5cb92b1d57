//! NewsML-G2 (IPTC): reads news messages and all items in them, writes news items in the strict order of 2.35.
//! spec: iptc.org/std/NewsML-G2, NewsML-G2_2.35-spec-All-Power.xsd.
//!
//! Nearly half of the documents in use fail their schema, so the reader looks for what it knows wherever it stands.
//! What the item model has no field for is kept verbatim, packages, events and planned coverage among it, and goes back
//! to its place when it is written; `conform` then takes away what the schema has no place for.

mod codes;
mod conform;
mod content;
mod grammar;
mod iptc;
mod item_meta;
mod kinds;
mod parts;
mod read;
mod rights;
mod values;
mod write;
mod write_content;
mod write_kinds;
mod write_meta;
mod write_parts;

pub(crate) use codes::iptc_uri;

use crate::table::Format;

/// What an item is called; all but the first two are kept, not delivered as news.
const ITEMS: &[&str] = &["newsItem", "packageItem", "conceptItem", "planningItem", "knowledgeItem", "catalogItem"];

/// The line of the table.
pub(crate) const FORMAT: Format = Format {
    name: "newsml-g2",
    title: "NewsML-G2",
    media_types: &["application/vnd.iptc.g2.newsitem+xml", "application/vnd.iptc.g2.newsmessage+xml"],
    detect: |sniff| sniff.root.as_deref().is_some_and(|root| root == "newsMessage" || ITEMS.contains(&root)),
    read: read::read,
    write: Some(write::write),
};
