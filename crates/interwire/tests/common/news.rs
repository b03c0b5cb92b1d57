//! Stories of the tests: published, looked up, killed through a whole node.
#![allow(dead_code, missing_docs, clippy::unwrap_used, reason = "shared by several test binaries; each uses a part")]

use super::Who;
use interwire::running::Running;
use interwire_core::exchange::fold::usable;
use interwire_core::exchange::recall::{Order, Publication};
use interwire_core::exchange::store::Store;
use interwire_core::ids::{AgreementId, Guid, Hash, ItemId, ItemKey};
use interwire_core::item::words::SafeNumber;
use interwire_core::item::{Blob, Item, Line, Rendition, Version};
use interwire_core::protocol::v1::fields::BlobRef;
use interwire_core::protocol::v1::item::write_document;
use interwire_core::protocol::v1::statement::{Action, PubStatus};

pub async fn publish(
    from: (&Who, &Running),
    under: &AgreementId,
    guid: &str,
    version: u64,
    media: Option<Vec<u8>>,
) -> ItemKey {
    let (who, running) = from;
    let guid: Guid = guid.parse().unwrap();
    let id = ItemId::derive(&running.node.house().item_secret, &guid);
    let picture = media.as_ref().map(|bytes| Blob { hash: Hash::of(bytes), size_bytes: bytes.len() as u64 });
    let item = Item {
        guid: Some(guid),
        version: Version::Number(SafeNumber::new(version).unwrap()),
        headlines: vec![Line::of("Қазақстан: Əliyev, سفير")],
        renditions: picture.iter().map(|blob| Rendition { blob: Some(*blob), ..Rendition::default() }).collect(),
        ..Item::default()
    };
    let doc = write_document(&item, &who.id(), &id, [3; 16]).unwrap();
    let blob = BlobRef { hash: Hash::of(&doc), size: doc.len() as u64 };
    let publication = Publication {
        item: id.clone(),
        version,
        status: PubStatus::Usable,
        doc: blob,
        media: picture.iter().map(|blob| BlobRef { hash: blob.hash, size: blob.size_bytes }).collect(),
        under: vec![(under.clone(), format!("news-{}", who.name).parse().unwrap())],
        test: false,
    };
    running
        .node
        .step(move |step| {
            step.tx.put_blob(&blob.hash, &doc)?;
            if let Some(bytes) = media {
                step.tx.put_blob(&Hash::of(&bytes), &bytes)?;
            }
            step.exchange(|machine, turn| machine.publish(turn, &publication))
        })
        .await
        .unwrap();
    ItemKey { source: who.id(), item: id }
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
