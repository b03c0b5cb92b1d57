//! NewsML 1.0 to 1.2 (IPTC): reads the dialects in use, writes 1.2.
//! spec: NewsML 1.2 Functional Specification; NewsMLv1.0.dtd.
//!
//! Nearly no document in use passes the DTD, so the reader looks for what it knows wherever it stands. An identifier
//! contains its revision: what a revision says of earlier ones is an order ([`crate::orders`]). Incomplete: catalogs and
//! topic sets are kept verbatim and used for names only; the nesting of components is kept as the path of each part;
//! updates that patch an earlier revision are kept, not applied.

mod component;
mod content;
mod identify;
mod lines;
mod manage;
mod metadata;
mod read;
mod topics;
mod write;
mod write_component;
mod write_content;
mod write_meta;

use crate::table::Format;

/// The line of the table.
pub(crate) const FORMAT: Format = Format {
    name: "newsml-1",
    title: "NewsML 1",
    media_types: &["text/vnd.iptc.newsml", "application/vnd.iptc.newsml+xml"],
    detect: |sniff| sniff.root.as_deref() == Some("NewsML"),
    read: read::read,
    write: Some(write::write),
};
