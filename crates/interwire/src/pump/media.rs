//! Large media: each blob by itself, streamed to disk, resumed after a break, never whole in memory, and beside
//! everything else so that it delays nothing.

use super::peers::Peers;
use crate::blobs::BlobError;
use crate::node::Node;
use crate::transport::client::{Client, Peer};
use crate::transport::download::Wanted;
use crate::transport::receive::{self, Bounds};
use crate::transport::refusal::{Cause, Refusal};
use crate::transport::send_error::{SendCause, SendError};
use crate::transport::verify::SLOWEST;
use bytes::Bytes;
use futures::Stream;
use interwire_core::exchange::message::BLOB_ALONE;
use interwire_core::ids::{AgreementId, PartyId};
use interwire_core::protocol::v1::fields::BlobRef;
use interwire_core::protocol::v1::wire::blob_path;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Without anything to fetch, look again after this.
const IDLE: Duration = Duration::from_secs(2);
/// After a failure, try again after this.
const AGAIN: Duration = Duration::from_secs(5);
/// The longest time for one upload by a partner; the next begins anew.
const UPLOAD_MAX: Duration = Duration::from_secs(3600);

/// Fetches large blobs from one partner until `stop`.
pub(super) async fn run(node: Node, client: Client, peers: Arc<Peers>, peer: PartyId, stop: CancellationToken) {
    loop {
        let wait = tokio::select! {
            () = stop.cancelled() => return,
            wait = round(&node, &client, &peers, &peer) => wait,
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(wait) => {}
        }
    }
}

/// Fetches what can be fetched now; returns how long to wait then.
async fn round(node: &Node, client: &Client, peers: &Peers, peer: &PartyId) -> Duration {
    let Some(reach) = peers.reach(node, client, peer).await else { return IDLE };
    let to = Peer { base: reach.base, party: reach.party, keys: reach.keys };
    for agreement in node.directory().agreements_with(peer) {
        let id = agreement.clone();
        let wanted = node.exchange(move |_, turn| turn.store.wants(&id, BLOB_ALONE + 1..=u64::MAX, 16)).await;
        for blob in wanted.unwrap_or_default() {
            if let Err(e) = fetch(node, client, &to, agreement, blob).await {
                peers.failed(peer, &e, node.now());
                return AGAIN;
            }
        }
    }
    IDLE
}

async fn fetch(
    node: &Node,
    client: &Client,
    to: &Peer,
    agreement: &AgreementId,
    blob: BlobRef,
) -> Result<(), SendError> {
    let local = |e: BlobError| SendError::new(SendCause::Local, e.to_string());
    let file = node.db().blobs().unfinished(&blob.hash).map_err(local)?;
    let wanted = Wanted { hash: blob.hash, size_bytes: blob.size };
    client.download(to, &blob_path(agreement, &blob.hash), wanted, &file).await?;
    let kept = keep(node, agreement, file, blob).await;
    kept.map_err(|e| SendError::new(SendCause::Local, e))
}

/// The file is whole, right and synced: it becomes a blob, and what waited for it goes on.
async fn keep(node: &Node, agreement: &AgreementId, file: PathBuf, blob: BlobRef) -> Result<(), String> {
    let stored = node.db().blobs().finish_file(file, blob.hash, blob.size).await.map_err(|e| e.to_string())?;
    let id = agreement.clone();
    let held = node.step(move |step| {
        step.tx.put_stored_blob(stored);
        step.exchange(|machine, turn| machine.blob_held(turn, &id, &blob.hash))
    });
    held.await.map_err(|e| e.to_string())
}

/// Takes a large blob that a partner brings.
///
/// # Errors
/// If it is not the blob, comes too slowly, or cannot be kept.
pub async fn receive<S, E>(node: &Node, agreement: &AgreementId, blob: BlobRef, stream: S) -> Result<(), Refusal>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin + Send,
    E: std::fmt::Display,
{
    let path = node.db().blobs().brought();
    let outcome = write(&path, blob, stream).await;
    if outcome.is_err() {
        // What stays is deleted at the next start.
        let _ = tokio::fs::remove_file(&path).await;
    }
    outcome?;
    keep(node, agreement, path, blob).await.map_err(|e| Refusal::new(Cause::Internal).about(e))
}

async fn write<S, E>(path: &Path, blob: BlobRef, stream: S) -> Result<(), Refusal>
where
    S: Stream<Item = Result<Bytes, E>> + Unpin + Send,
    E: std::fmt::Display,
{
    let internal = |_: std::io::Error| Refusal::new(Cause::Internal);
    let mut file = tokio::fs::File::create(path).await.map_err(internal)?;
    let mut hasher = Sha256::new();
    let bounds = Bounds { bytes_max: blob.size, slowest: SLOWEST, total: UPLOAD_MAX };
    let written = receive::into(stream, bounds, &mut file, &mut hasher).await;
    written.map_err(|_| Refusal::new(Cause::Truncated))?;
    if receive::finished(hasher) != blob.hash {
        return Err(Refusal::new(Cause::Digest));
    }
    file.sync_all().await.map_err(internal)
}
