//! Two real nodes on loopback: an offer between strangers, a story, a correction, a kill, a picture larger than a row.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use common::{ASTANA, HANOI, Who, free_port, partners, until};
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

async fn publish(
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

async fn shown(at: &Running, key: &ItemKey) -> Option<u64> {
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

async fn kill(at: &Running, key: &ItemKey) {
    let order = Order { action: Action::Kill, reason: "false-report".parse().unwrap(), through: 99, replaced_by: None };
    let item = key.item.clone();
    at.node.exchange(move |m, t| m.order(t, &item, &order)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_story_and_a_picture_are_delivered_corrected_and_killed() {
    let (dir_a, dir_b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let a = HANOI.start_at(dir_a.path(), free_port()).await;
    let b = ASTANA.start_at(dir_b.path(), free_port()).await;
    let version = partners((&HANOI, &a), (&ASTANA, &b), 1).await;
    let id = version.agreement.id.clone();
    let story = publish((&HANOI, &a), &id, "urn:hanoi:1", 1, None).await;
    until("the story is shown", || async { shown(&b, &story).await == Some(1) }).await;
    publish((&HANOI, &a), &id, "urn:hanoi:1", 2, None).await;
    until("the correction is shown", || async { shown(&b, &story).await == Some(2) }).await;
    let picture = publish((&ASTANA, &b), &id, "urn:astana:1", 1, Some(vec![7; 300_000])).await;
    let film = publish((&ASTANA, &b), &id, "urn:astana:2", 1, Some(vec![8; 3_000_000])).await;
    until("the picture is shown", || async { shown(&a, &picture).await == Some(1) }).await;
    until("the film is shown", || async { shown(&a, &film).await == Some(1) }).await;
    kill(&a, &story).await;
    until("the story is gone", || async { shown(&b, &story).await.is_none() }).await;
    a.stop().await;
    b.stop().await;
}

/// One side can be reached, the other cannot: everything is pushed by the one that can reach.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_behind_a_firewall_exchanges_both_ways() {
    let (dir_a, dir_b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let a = HANOI.start_at(dir_a.path(), 0).await;
    let b = ASTANA.start_at(dir_b.path(), free_port()).await;
    let version = partners((&HANOI, &a), (&ASTANA, &b), 1).await;
    let id = version.agreement.id.clone();
    let from_a = publish((&HANOI, &a), &id, "urn:hanoi:1", 1, Some(vec![7; 100_000])).await;
    let from_b = publish((&ASTANA, &b), &id, "urn:astana:1", 1, Some(vec![8; 100_000])).await;
    until("pushed", || async { shown(&b, &from_a).await == Some(1) }).await;
    until("pulled", || async { shown(&a, &from_b).await == Some(1) }).await;
    a.stop().await;
    b.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_restarted_node_goes_on_where_it_was() {
    let (dir_a, dir_b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let ports = [free_port(), free_port()];
    let a = HANOI.start_at(dir_a.path(), ports[0]).await;
    let b = ASTANA.start_at(dir_b.path(), ports[1]).await;
    let id = partners((&HANOI, &a), (&ASTANA, &b), 1).await.agreement.id.clone();
    b.stop().await;
    let story = publish((&HANOI, &a), &id, "urn:hanoi:1", 1, None).await;
    a.stop().await;
    let a = HANOI.start_at(dir_a.path(), ports[0]).await;
    let while_unconfirmed = publish((&HANOI, &a), &id, "urn:hanoi:2", 1, None).await;
    let b = ASTANA.start_at(dir_b.path(), ports[1]).await;
    until("the first story is shown", || async { shown(&b, &story).await == Some(1) }).await;
    until("the waiting story is shown", || async { shown(&b, &while_unconfirmed).await == Some(1) }).await;
    a.stop().await;
    b.stop().await;
}
