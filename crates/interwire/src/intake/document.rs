//! Item documents as the exchange sees them: read whole, bound to the statement that announces them.

use crate::store::Db;
use crate::store::tx::failed;
use interwire_core::exchange::machine::Binding;
use interwire_core::exchange::store::Stored;
use interwire_core::ids::Hash;
use interwire_core::item::{self, Item, Limits};
use interwire_core::protocol::v1::fields::BlobRef;
use interwire_core::protocol::v1::item::{DOCUMENT_BYTES_MAX, DocumentError, ItemHead, read_document};
use interwire_core::protocol::v1::statement::{Code, PubStatus};

/// The item in a kept document; none if that is not held, or does not read.
///
/// # Errors
/// If the store fails.
pub async fn item_of(db: &Db, doc: &Hash) -> Stored<Option<Item>> {
    let Some(reader) = db.read_blob(doc).await? else { return Ok(None) };
    let bytes = reader.bytes(DOCUMENT_BYTES_MAX as u64).await.map_err(failed)?;
    Ok(read_document(&bytes, &Limits::default()).ok().map(|document| document.item))
}

/// What a document says of itself; a document that does not read whole is refused.
///
/// # Errors
/// The cause to be told to the source.
pub fn read_binding(bytes: &[u8]) -> Result<Binding, Code> {
    let document = read_document(bytes, &Limits::default()).map_err(|e| cause(&e))?;
    binding(&document.head).ok_or_else(|| word("unknown-status"))
}

/// The binding of a head; none if its status is not one of the protocol's.
#[must_use]
pub fn binding(head: &ItemHead) -> Option<Binding> {
    Some(Binding {
        source: head.source.clone(),
        item: head.item.clone(),
        guid: head.guid.clone(),
        version: head.version,
        status: status(&head.status)?,
        media: head.media.iter().map(|(hash, size)| BlobRef { hash: *hash, size: *size }).collect(),
    })
}

/// The protocol's word for an item's status; none for one that is not the IPTC's, which a person must decide.
#[must_use]
pub fn status(status: &item::PubStatus) -> Option<PubStatus> {
    match status {
        item::PubStatus::Usable => Some(PubStatus::Usable),
        item::PubStatus::Withheld => Some(PubStatus::Withheld),
        item::PubStatus::Canceled => Some(PubStatus::Canceled),
        item::PubStatus::Other(_) => None,
    }
}

fn cause(_error: &DocumentError) -> Code {
    word("unreadable-document")
}

fn word(text: &str) -> Code {
    text.parse().unwrap_or_else(|_| unreachable!("a literal of this file is a code"))
}
