//! Stories of the tests: published, looked up, killed through a whole node.
#![allow(dead_code, missing_docs, clippy::unwrap_used, reason = "shared by several test binaries; each uses a part")]

use super::Who;
use interwire::blobs::StoredBlob;
use interwire::node::{Node, Step};
use interwire::running::Running;
use interwire_core::exchange::fold::usable;
use interwire_core::exchange::recall::{Order, Publication};
use interwire_core::exchange::store::{Store, Stored};
use interwire_core::ids::{AgreementId, Guid, Hash, ItemId, ItemKey};
use interwire_core::item::words::SafeNumber;
use interwire_core::item::{Blob, Item, Line, Rendition, Version};
use interwire_core::protocol::v1::fields::BlobRef;
use interwire_core::protocol::v1::item::write_document;
use interwire_core::protocol::v1::statement::{Action, PubStatus};

/// Publishes a version with a picture of these bytes, if any.
pub async fn publish(
    from: (&Who, &Running),
    under: &AgreementId,
    guid: &str,
    version: u64,
    media: Option<Vec<u8>>,
) -> ItemKey {
    let picture = media.as_ref().map(|bytes| Blob { hash: Hash::of(bytes), size_bytes: bytes.len() as u64 });
    let (publication, doc) = publication(from.0, &from.1.node, under, guid, version, picture);
    let key = ItemKey { source: from.0.id(), item: publication.item.clone() };
    from.1.node.step(move |step| write(step, &publication, &doc, media.as_deref())).await.unwrap();
    key
}

/// Publishes a first version with a medium whose file is already in its place.
pub async fn publish_held(from: (&Who, &Running), under: &AgreementId, guid: &str, medium: StoredBlob) -> ItemKey {
    let blob = Blob { hash: medium.hash, size_bytes: medium.size };
    let (publication, doc) = publication(from.0, &from.1.node, under, guid, 1, Some(blob));
    let key = ItemKey { source: from.0.id(), item: publication.item.clone() };
    let publish = move |step: &mut Step| {
        step.tx.put_stored_blob(medium);
        write(step, &publication, &doc, None)
    };
    from.1.node.step(publish).await.unwrap();
    key
}

/// What an item of a party consists of.
pub fn publication(
    who: &Who,
    node: &Node,
    under: &AgreementId,
    guid: &str,
    version: u64,
    picture: Option<Blob>,
) -> (Publication, Vec<u8>) {
    let guid: Guid = guid.parse().unwrap();
    let id = ItemId::derive(&node.house().item_secret, &guid);
    let item = Item {
        guid: Some(guid),
        version: Version::Number(SafeNumber::new(version).unwrap()),
        headlines: vec![Line::of("Қазақстан: Əliyev, سفير")],
        renditions: picture.iter().map(|blob| Rendition { blob: Some(*blob), ..Rendition::default() }).collect(),
        ..Item::default()
    };
    let doc = write_document(&item, &who.id(), &id, [3; 16]).unwrap();
    let publication = Publication {
        item: id,
        version,
        status: PubStatus::Usable,
        doc: BlobRef { hash: Hash::of(&doc), size: doc.len() as u64 },
        under: vec![(under.clone(), format!("news-{}", who.name).parse().unwrap())],
        test: false,
    };
    (publication, doc)
}

/// Writes it, its document and its medium in one step.
pub fn write(step: &mut Step, publication: &Publication, doc: &[u8], media: Option<&[u8]>) -> Stored<()> {
    step.tx.put_blob(&publication.doc.hash, doc)?;
    if let Some(bytes) = media {
        step.tx.put_blob(&Hash::of(bytes), bytes)?;
    }
    step.exchange(|machine, turn| machine.publish(turn, publication))
}

pub async fn shown(at: &Running, key: &ItemKey) -> Option<u64> {
    let key = key.clone();
    at.node
        .step(move |step| {
            let Some(item) = step.tx.item(&key)? else { return Ok(None) };
            let Some(version) = item.current.map(|v| step.tx.version(&key, v)).transpose()?.flatten() else {
                return Ok(None);
            };
            Ok(usable(version.status, version.version, item.recall.as_ref()).then_some(version.version))
        })
        .await
        .unwrap()
}

pub async fn kill(at: &Running, key: &ItemKey) {
    let order = Order { action: Action::Kill, reason: "false-report".parse().unwrap(), through: 99, replaced_by: None };
    let item = key.item.clone();
    at.node.exchange(move |m, t| m.order(t, &item, &order)).await.unwrap();
}
