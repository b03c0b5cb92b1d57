//! Makes previews of each version that comes, ours and partners', in the order in which they come, and notes which
//! picture stands for the version in lists. Where it stands outlives a stop of the node.

use super::Previews;
use crate::node::NodeError;
use crate::store::desk::DeskRow;
use crate::store::media::{CURSOR, MediaRow};
use crate::store::tx::failed;
use interwire_core::exchange::machine::Effect;
use interwire_core::ids::Hash;
use interwire_core::item::Limits;
use interwire_core::protocol::v1::item::{DOCUMENT_BYTES_MAX, read_document};
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

/// Versions looked at in one round.
const ROUND: u64 = 50;
/// Our own versions ring no bell: they are looked for this often.
const IDLE: Duration = Duration::from_secs(2);
/// After a failure of the store or the disk, look again after this.
const AFTER_FAILURE: Duration = Duration::from_secs(10);
/// Files of one version that are looked at beforehand; of more, each when it is asked for.
const FILES_MAX: usize = 20;

/// Works until `stop`.
pub(super) async fn run(previews: Previews, stop: CancellationToken) {
    let mut effects = previews.inner.node.effects();
    let mut cursor = None;
    loop {
        let done = tokio::select! {
            () = stop.cancelled() => return,
            done = round(&previews, &mut cursor) => done,
        };
        let wait = match done {
            Ok(true) => continue,
            Ok(false) => IDLE,
            Err(NodeError::Stopped) => return,
            Err(e) => {
                tracing::warn!(cause = %e, "previews could not be made");
                AFTER_FAILURE
            }
        };
        let arrived = async {
            loop {
                match effects.recv().await {
                    Ok(Effect::Arrived(..)) | Err(RecvError::Lagged(_)) => return,
                    Ok(_) => {}
                    Err(RecvError::Closed) => std::future::pending().await,
                }
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            _ = tokio::time::timeout(wait, arrived) => {}
        }
    }
}

/// Looks at the next versions after the cursor, which a first round finds; returns whether there were any.
async fn round(previews: &Previews, cursor: &mut Option<i64>) -> Result<bool, NodeError> {
    let node = &previews.inner.node;
    let after = match *cursor {
        Some(seq) => seq,
        None => {
            let kept = node.step(|step| step.tx.setting(CURSOR)).await?;
            *cursor.insert(kept.and_then(|text| text.parse().ok()).unwrap_or(0))
        }
    };
    let next = node.db().desk_after(after, ROUND).await.map_err(failed)?;
    let Some(last) = next.last().map(|listed| listed.seq) else { return Ok(false) };
    for listed in next {
        version(previews, listed.row).await?;
    }
    node.step(move |step| step.tx.put_setting(CURSOR, &last.to_string())).await?;
    *cursor = Some(last);
    Ok(true)
}

async fn version(previews: &Previews, row: DeskRow) -> Result<(), NodeError> {
    let mut seen = Vec::new();
    for blob in files(previews, &row.doc).await? {
        seen.extend(previews.see(&blob).await?);
    }
    let Some(best) = seen.into_iter().filter(|seen| seen.preview).max_by_key(rank) else { return Ok(()) };
    let key = row.key.clone();
    let put = move |step: &mut crate::node::Step| step.tx.put_thumbnail(&row.key, row.version, &best.hash);
    previews.inner.node.step(put).await?;
    // Nobody may be listening.
    let _ = previews.inner.pictured.send(key);
    Ok(())
}

/// A picture before the still of a film, a larger one before a smaller.
fn rank(seen: &MediaRow) -> (bool, u64) {
    let pixels = u64::from(seen.width.unwrap_or(0)) * u64::from(seen.height.unwrap_or(0));
    (seen.codecs.is_none(), pixels)
}

async fn files(previews: &Previews, doc: &Hash) -> Result<Vec<Hash>, NodeError> {
    let Some(reader) = previews.inner.node.db().read_blob(doc).await.map_err(failed)? else { return Ok(Vec::new()) };
    let bytes = reader.bytes(DOCUMENT_BYTES_MAX as u64).await.map_err(failed)?;
    // A document that does not read whole has no files that anybody is shown.
    let Ok(document) = read_document(&bytes, &Limits::default()) else { return Ok(Vec::new()) };
    Ok(document.item.media().into_iter().map(|(hash, _)| hash).take(FILES_MAX).collect())
}
