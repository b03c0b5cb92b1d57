//! Brings the index up to what the database holds, in bounded batches, and goes on as versions arrive. A commit comes
//! once a second, or when there is nothing more to do.

use super::entry::Entry;
use super::folder::Pen;
use super::{Index, IndexError, Progress, failed};
use crate::intake::document;
use crate::node::Node;
use crate::store::Db;
use crate::store::outlet::OutletKind;
use interwire_core::exchange::machine::Effect;
use interwire_core::ids::{ItemKey, PartyId};
use interwire_core::item::Item;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use tokio_util::sync::CancellationToken;

/// Versions, and events, that are read at once.
const BATCH: u64 = 200;
/// Between two commits while there is work.
const COMMIT: Duration = Duration::from_secs(1);
/// Without news, look again after this.
const ROUND: Duration = Duration::from_secs(2);
/// After a failure, try again after this.
const AGAIN: Duration = Duration::from_secs(2);

/// Fills the index until `stop`.
pub async fn run(index: Index, node: Node, stop: CancellationToken) {
    loop {
        if let Err(e) = follow(&index, &node, &stop).await {
            index.put(None);
            if node.db().is_closed() {
                return;
            }
            tracing::warn!(cause = %e, "the search index stopped; it is opened again");
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(AGAIN) => {}
        }
    }
}

/// Brings the index up to what the database holds, once; for measuring.
///
/// # Errors
/// If the index cannot be written, or the database not be read.
pub async fn once(index: &Index, db: &Db, me: &PartyId) -> Result<(), IndexError> {
    let newest = newest(db).await?;
    let folder = index.inner.folder.clone();
    let mut pen = blocking(move || Pen::open(&folder, newest)).await?;
    loop {
        let (rest, count) = step(pen, db, me).await?;
        pen = rest;
        if count == 0 {
            break;
        }
    }
    let pen = blocking(move || pen.commit().map(|()| pen)).await?;
    index.put(Some(pen.opened()));
    Ok(())
}

/// Opens the index and follows the node, until `stop` or a failure.
async fn follow(index: &Index, node: &Node, stop: &CancellationToken) -> Result<(), IndexError> {
    let mut effects = node.effects();
    let newest = newest(node.db()).await?;
    let folder = index.inner.folder.clone();
    let mut pen = blocking(move || Pen::open(&folder, newest)).await?;
    index.put(Some(pen.opened()));
    let mut committed = Instant::now();
    while !stop.is_cancelled() {
        pen = again(pen, index.take_again(), node.db(), &node.house().me).await?;
        let (rest, count) = step(pen, node.db(), &node.house().me).await?;
        pen = rest;
        let idle = count == 0;
        if pen.is_dirty() && (idle || committed.elapsed() >= COMMIT) {
            pen = blocking(move || pen.commit().map(|()| pen)).await?;
            committed = Instant::now();
        }
        if !pen.is_dirty() {
            let now = Progress { whole: idle, ..pen.at() };
            index.inner.progress.send_if_modified(|known| std::mem::replace(known, now) != now);
        }
        if idle {
            let news = async {
                while let Ok(effect) = effects.recv().await {
                    if matches!(effect, Effect::Arrived(..) | Effect::Recalled(_) | Effect::Released(_)) {
                        break;
                    }
                }
            };
            tokio::select! {
                () = stop.cancelled() => {}
                _ = tokio::time::timeout(ROUND, news) => {}
            }
        }
    }
    Ok(())
}

/// Reads items again that the index has: of what was let go nothing is found any more.
async fn again(mut pen: Pen, keys: BTreeSet<ItemKey>, db: &Db, me: &PartyId) -> Result<Pen, IndexError> {
    if keys.is_empty() {
        return Ok(pen);
    }
    let mut items = Vec::with_capacity(keys.len());
    for key in keys {
        let found = newest_of(db, &key, me).await?;
        items.push((key, found));
    }
    let at = pen.at();
    blocking(move || pen.write(&items, at).map(|()| pen)).await
}

/// Reads and writes one batch; returns how many versions and events it had.
pub(super) async fn step(mut pen: Pen, db: &Db, me: &PartyId) -> Result<(Pen, usize), IndexError> {
    let mut at = pen.at();
    let events = db.outlet_events(at.events, usize::try_from(BATCH).unwrap_or(usize::MAX)).await.map_err(failed)?;
    let versions = db.desk_after(at.desk, BATCH).await.map_err(failed)?;
    let count = events.len() + versions.len();
    if count == 0 {
        return Ok((pen, 0));
    }
    at.events = events.last().map_or(at.events, |event| event.seq);
    at.desk = versions.last().map_or(at.desk, |one| one.seq);
    let turned = events.into_iter().filter(|e| matches!(e.kind, OutletKind::Recalled | OutletKind::Released));
    let keys: BTreeSet<ItemKey> =
        versions.into_iter().map(|one| one.row.key).chain(turned.map(|event| event.key)).collect();
    let mut items = Vec::with_capacity(keys.len());
    for key in keys {
        let found = newest_of(db, &key, me).await?;
        items.push((key, found));
    }
    let pen = blocking(move || pen.write(&items, at).map(|()| pen)).await?;
    Ok((pen, count))
}

/// The newest version of an item that is news, with its document.
async fn newest_of(db: &Db, key: &ItemKey, me: &PartyId) -> Result<Option<(Entry, Item)>, IndexError> {
    let versions = db.desk_of_item(key).await.map_err(failed)?;
    let Some(listed) = versions.into_iter().find(|one| !one.row.test) else { return Ok(None) };
    let item = document::item_of(db, &listed.row.doc).await.map_err(failed)?;
    let own = key.source == *me;
    Ok(item.map(|item| (Entry::new(listed, own), item)))
}

/// The ends of what the database holds.
async fn newest(db: &Db) -> Result<Progress, IndexError> {
    let (desk, events) = db.newest_of_desk().await.map_err(failed)?;
    Ok(Progress { desk, events, whole: true })
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, IndexError> + Send + 'static,
) -> Result<T, IndexError> {
    tokio::task::spawn_blocking(work).await.map_err(failed)?
}
