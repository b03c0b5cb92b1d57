//! Media files of an item, and its links to other items.

use super::Extra;
use crate::ids::Hash;

/// One technical form of the content of a media item.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rendition {
    /// Which form (`rnd:highRes`, `thumbnail` ...), as written.
    pub name: Option<String>,
    /// Where the source keeps the file.
    pub href: Option<String>,
    /// Media type.
    pub content_type: Option<String>,
    /// Size in bytes as stated (below 2^53).
    pub size_bytes: Option<u64>,
    /// Width as stated, in pixels where no unit is among `extra`.
    pub width: Option<u32>,
    /// Height, likewise.
    pub height: Option<u32>,
    /// Duration as stated; seconds where no unit is among `extra`.
    pub duration: Option<String>,
    /// The file itself, once it is held.
    pub blob: Option<Blob>,
    /// Everything else, verbatim.
    pub extra: Vec<Extra>,
}

/// A file held by its hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Blob {
    /// SHA-256 of the bytes.
    pub hash: Hash,
    /// Number of bytes (below 2^53).
    pub size_bytes: u64,
}

/// A reference to another item or resource.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Link {
    /// How it is related (`irel:seeAlso`, `irel:derivedFrom` ...), as written.
    pub rel: Option<String>,
    /// A name for the reference within this item.
    pub name: Option<String>,
    /// Address of the resource.
    pub href: Option<String>,
    /// The guid of the item (IPTC `residref`), or its URI.
    pub guid: Option<String>,
    /// Which version of it, as written.
    pub version: Option<String>,
    /// Media type of the resource.
    pub content_type: Option<String>,
    /// What it is called.
    pub title: Option<String>,
    /// Everything else, verbatim.
    pub extra: Vec<Extra>,
}
