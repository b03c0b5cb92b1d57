//! The item document: an item as it travels between nodes and is kept for ever.
//!
//! It is ninjs 3.1 (IPTC) in canonical JSON with one extension object, `interwire`, that names the item and carries
//! what ninjs cannot. Without that object it is valid ninjs, so any ninjs reader can use it. Every item has exactly
//! one document and every document gives back exactly its item: both directions check this each time.

mod extension;
mod from_item;
mod from_parts;
mod ninjs;
mod to_item;
mod to_parts;

use crate::canonical::{self, NotCanonical};
use crate::ids::{BadId, Guid, Hash, ItemId, PartyId};
use crate::item::words::SAFE_MAX;
use crate::item::{Embargo, Item, ItemType, Limits, Moment, PubStatus};
use crate::protocol::v1::limits::{MEDIA_BYTES_MAX, MEDIA_MAX};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ninjs::Ninjs;
use serde::Deserialize;

/// The most bytes of one item document.
pub const DOCUMENT_BYTES_MAX: usize = 4 << 20;

/// Random bytes in every document, so that its hash confirms nothing to those who do not hold it.
pub type Salt = [u8; 16];

/// What a node needs of a document before it reads the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemHead {
    /// The party that answers for the item.
    pub source: PartyId,
    /// Its opaque id there.
    pub item: ItemId,
    /// Its globally unique name.
    pub guid: Guid,
    /// Which version of it (at most 2^53 - 1).
    pub version: u64,
    /// Whether it may be used; usable where the source said nothing.
    pub status: PubStatus,
    /// Text, picture ..., if stated.
    pub kind: Option<ItemType>,
    /// When the version was made, with the offset it was written with.
    pub version_created: Option<Moment>,
    /// Until when it must not be published.
    pub embargoed: Option<Embargo>,
    /// The main headline, as written.
    pub headline: Option<String>,
    /// The main language (BCP 47).
    pub language: Option<String>,
    /// The blobs of its media with their sizes in bytes, in the order of the renditions.
    pub media: Vec<(Hash, u64)>,
}

/// A document read whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its head.
    pub head: ItemHead,
    /// The item.
    pub item: Item,
    /// Its salt.
    pub salt: Salt,
}

/// Why bytes are not an item document, or an item cannot become one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// Not canonical JSON of the right shape, or too long.
    #[error(transparent)]
    NotCanonical(#[from] NotCanonical),
    /// A name in it is not valid.
    #[error(transparent)]
    BadId(#[from] BadId),
    /// A field says what it cannot say.
    #[error("field {field} of the item document: {why}")]
    Field {
        /// Which field.
        field: &'static str,
        /// What is wrong.
        why: String,
    },
    /// The item has no guid; without one it cannot be corrected or recalled.
    #[error("the item has no guid")]
    NoGuid,
    /// The item holds something that no document can say, such as a number above 2^53 - 1.
    #[error("the item cannot be carried without loss")]
    NotCarried,
}

/// Writes the document of an item.
///
/// # Errors
/// If the item has no guid, holds what cannot be carried, or its document is longer than [`DOCUMENT_BYTES_MAX`].
pub fn write_document(item: &Item, source: &PartyId, id: &ItemId, salt: Salt) -> Result<Vec<u8>, DocumentError> {
    let document = from_item::document(item, source, id, salt)?;
    media_of(&document.interwire.media)?;
    let bytes = canonical::to_bytes(&document)?;
    if bytes.len() > DOCUMENT_BYTES_MAX {
        return Err(NotCanonical::Size { len: bytes.len(), max: DOCUMENT_BYTES_MAX }.into());
    }
    let carried = to_item::item(&document)?;
    if carried == *item && sizes_are_safe(item) { Ok(bytes) } else { Err(DocumentError::NotCarried) }
}

/// An item as plain ninjs 3.1.
#[derive(Debug, Clone, PartialEq)]
pub struct PlainNinjs {
    /// The ninjs object.
    pub json: serde_json::Value,
    /// The names of the item's fields of which ninjs does not carry everything.
    pub left_over: Vec<String>,
}

/// An item as ninjs 3.1 without our extension object.
///
/// # Errors
/// If the item has no guid.
pub fn plain_ninjs(item: &Item) -> Result<PlainNinjs, DocumentError> {
    let document = from_item::document(item, &"plain".parse()?, &ItemId::from_bytes([0; 16]), [0; 16])?;
    let shape = |e: serde_json::Error| NotCanonical::Shape(e.to_string());
    let mut json = serde_json::to_value(&document).map_err(shape)?;
    let extension = json.as_object_mut().and_then(|members| members.remove("interwire"));
    let names = extension.as_ref().and_then(serde_json::Value::as_object).map(|members| members.keys());
    let own = ["v", "source", "item", "guid", "version", "status", "salt", "media"];
    let left_over = names.into_iter().flatten().filter(|name| !own.contains(&name.as_str())).cloned().collect();
    Ok(PlainNinjs { json, left_over })
}

/// Reads a document whole.
///
/// # Errors
/// If the bytes are longer than allowed, not a document, or not the one document of their item.
pub fn read_document(bytes: &[u8], limits: &Limits) -> Result<Document, DocumentError> {
    let head = read_head(bytes, limits)?;
    let ninjs: Ninjs = parse(bytes, limits)?;
    let salt = salt_of(&ninjs.interwire.salt)?;
    let item = to_item::item(&ninjs)?;
    let again = from_item::document(&item, &head.source, &head.item, salt)?;
    if canonical::to_bytes(&again)? != bytes {
        return Err(NotCanonical::Form.into());
    }
    Ok(Document { head, item, salt })
}

/// Reads only the head of a document, skipping the rest. It does not check that the rest is well made.
///
/// # Errors
/// If the bytes are longer than allowed or have no readable head.
pub fn read_head(bytes: &[u8], limits: &Limits) -> Result<ItemHead, DocumentError> {
    let raw: RawHead = parse(bytes, limits)?;
    let ext = raw.interwire;
    if ext.v != 1 {
        return Err(field("interwire.v", format!("{} is not a version this reader knows", ext.v)));
    }
    if ext.version > SAFE_MAX {
        return Err(field("interwire.version", "above 2^53 - 1"));
    }
    let embargoed = to_item::embargo(raw.embargoed.as_deref(), ext.embargoed.as_deref())?;
    let headline = raw.headlines.into_iter().next().map(|line| line.value);
    Ok(ItemHead {
        source: ext.source.parse()?,
        item: ext.item.parse()?,
        guid: ext.guid.parse()?,
        version: ext.version,
        status: PubStatus::parse(&ext.status),
        kind: ext.kind.or(raw.kind).as_deref().map(ItemType::parse),
        version_created: raw.version_created.as_deref().map(Moment::new),
        embargoed,
        headline: headline.filter(|text| !text.trim().is_empty()),
        language: raw.language,
        media: media_of(&ext.media)?,
    })
}

/// The media that a document names, within the limits.
fn media_of(named: &[(String, u64)]) -> Result<Vec<(Hash, u64)>, DocumentError> {
    if named.len() > MEDIA_MAX {
        return Err(field("interwire.media", format!("{} files, at most {MEDIA_MAX} are allowed", named.len())));
    }
    if let Some((_, size)) = named.iter().find(|(_, size)| *size > MEDIA_BYTES_MAX) {
        return Err(field("interwire.media", format!("a file of {size} bytes, at most {MEDIA_BYTES_MAX} are allowed")));
    }
    Ok(named.iter().map(|(hash, size)| Ok((hash.parse()?, *size))).collect::<Result<_, BadId>>()?)
}

#[derive(Deserialize)]
struct RawHead {
    #[serde(rename = "type")]
    kind: Option<String>,
    #[serde(rename = "versionCreated")]
    version_created: Option<String>,
    #[serde(rename = "embargoedUntil")]
    embargoed: Option<String>,
    language: Option<String>,
    #[serde(default)]
    headlines: Vec<RawLine>,
    interwire: RawExtension,
}

#[derive(Deserialize)]
struct RawLine {
    value: String,
}

#[derive(Deserialize)]
struct RawExtension {
    v: u64,
    source: String,
    item: String,
    guid: String,
    version: u64,
    status: String,
    #[serde(rename = "type")]
    kind: Option<String>,
    embargoed: Option<String>,
    #[serde(default)]
    media: Vec<(String, u64)>,
}

fn parse<'a, T: Deserialize<'a>>(bytes: &'a [u8], limits: &Limits) -> Result<T, NotCanonical> {
    let max = limits.bytes_max.min(DOCUMENT_BYTES_MAX);
    if bytes.len() > max {
        return Err(NotCanonical::Size { len: bytes.len(), max });
    }
    serde_json::from_slice(bytes).map_err(|e| NotCanonical::Shape(e.to_string()))
}

fn field(field: &'static str, why: impl Into<String>) -> DocumentError {
    DocumentError::Field { field, why: why.into() }
}

fn salt_of(text: &str) -> Result<Salt, DocumentError> {
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|e| field("interwire.salt", e.to_string()))?;
    bytes.try_into().map_err(|_| field("interwire.salt", "not 16 bytes"))
}

/// Numbers above 2^53 - 1 have no single spelling in JSON.
fn sizes_are_safe(item: &Item) -> bool {
    item.renditions.iter().all(|rendition| rendition.size_bytes.is_none_or(|size| size <= SAFE_MAX))
}

#[cfg(test)]
mod tests;
