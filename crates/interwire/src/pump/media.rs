//! Large media: each blob by itself, streamed to disk, resumed after a break, never whole in memory, and beside
//! everything else so that it delays nothing.

use super::peers::{Peers, Way};
use crate::blobs::BlobError;
use crate::node::{Node, NodeError};
use crate::transport::backoff::Schedule;
use crate::transport::client::{Client, Peer};
use crate::transport::download::Wanted;
use crate::transport::receive::{self, Bounds};
use crate::transport::refusal::{Cause, Refusal};
use crate::transport::send_error::{SendCause, SendError};
use crate::transport::verify::SLOWEST;
use bytes::Bytes;
use futures::Stream;
use interwire_core::exchange::message::BLOB_ALONE;
use interwire_core::ids::{AgreementId, Hash, PartyId};
use interwire_core::protocol::v1::fields::BlobRef;
use interwire_core::protocol::v1::wire::blob_path;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// Without anything to carry, look again after this.
const IDLE: Duration = Duration::from_secs(2);
/// A blob that could not be carried is left alone for so long; others go on.
const ASIDE: Duration = Duration::from_secs(20);
/// Blobs looked at in one round.
const ROUND_MAX: usize = 16;
/// The longest time for one upload by a partner; the next begins anew.
const UPLOAD_MAX: Duration = Duration::from_secs(3600);

/// Carries large blobs from and to one partner until `stop`.
pub(super) async fn run(node: Node, client: Client, peers: Arc<Peers>, peer: PartyId, stop: CancellationToken) {
    let (schedule, aside, broken_off) = (Schedule::default(), HashMap::new(), (Hash::of(&[]), 0));
    let mut courier = Courier { node, client, peers, peer, schedule, aside, broken_off };
    loop {
        let nudges = courier.peers.nudges(&courier.peer);
        let wait = tokio::select! {
            () = stop.cancelled() => return,
            wait = courier.round() => wait,
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(wait) => {}
            () = courier.peers.nudged(&courier.peer, nudges) => courier.aside.clear(),
        }
    }
}

/// What carries large blobs from and to one partner.
struct Courier {
    node: Node,
    client: Client,
    peers: Arc<Peers>,
    peer: PartyId,
    schedule: Schedule,
    /// Blobs that could not be carried, and until when they are left alone.
    aside: HashMap<Hash, Instant>,
    /// The blob that broke off last, and how many bytes of it there were then.
    broken_off: (Hash, u64),
}

/// One blob on its way.
enum Load {
    Fetch(AgreementId, BlobRef),
    Bring(AgreementId, BlobRef),
}

impl Courier {
    /// Carries what can be carried now; returns how long to wait then.
    async fn round(&mut self) -> Duration {
        self.aside.retain(|_, until| *until > Instant::now());
        let loads = self.loads().await;
        if loads.is_empty() {
            if self.aside.is_empty() {
                self.peers.at_ease(&self.peer, Way::Media);
            }
            return IDLE;
        }
        for load in loads {
            let (Load::Fetch(_, blob) | Load::Bring(_, blob)) = &load;
            let hash = blob.hash;
            match self.carry(load).await {
                Ok(()) => self.schedule.succeeded(),
                Err(error) => {
                    let now = self.node.now();
                    self.peers.failed(&self.peer, Way::Media, "blob", &error, now);
                    if is_about_the_line(error.cause) {
                        if self.has_come_further(&hash).await {
                            // A line that breaks often is still a line.
                            self.schedule.succeeded();
                        }
                        let then = self.schedule.failed(now, error.retry_after, &mut rand::rng());
                        return Duration::from_millis(u64::try_from(then.since(now)).unwrap_or(0));
                    }
                    self.aside.insert(hash, Instant::now() + ASIDE);
                }
            }
        }
        Duration::ZERO
    }

    /// Whether there is more of a blob than when it broke off before.
    async fn has_come_further(&mut self, hash: &Hash) -> bool {
        let Ok(file) = self.node.db().blobs().unfinished(hash) else { return false };
        let bytes = tokio::fs::metadata(file).await.map_or(0, |file| file.len());
        let (before, had) = std::mem::replace(&mut self.broken_off, (*hash, bytes));
        bytes > if before == *hash { had } else { 0 }
    }

    /// What is to be carried: what we lack, and what a partner lacks that cannot fetch it by itself.
    async fn loads(&self) -> Vec<Load> {
        let mut loads = Vec::new();
        let limit = ROUND_MAX + self.aside.len();
        for agreement in self.node.directory().agreements_with(&self.peer) {
            let id = agreement.clone();
            let wanted = self.node.exchange(move |_, turn| turn.store.wants(&id, BLOB_ALONE + 1..=u64::MAX, limit));
            let wanted = wanted.await;
            loads.extend(wanted.unwrap_or_default().into_iter().map(|blob| Load::Fetch(agreement.clone(), blob)));
        }
        if !self.peers.reads_by_itself(&self.peer, self.node.now()) {
            for (agreement, blob) in self.peers.lacks(&self.peer) {
                let (id, peer, hash) = (agreement.clone(), self.peer.clone(), blob.hash);
                let mine = self.node.exchange(move |machine, turn| {
                    Ok(machine.may_fetch(turn, &peer, &id, &hash)? && turn.store.has_blob(&hash)?)
                });
                if mine.await.unwrap_or(false) {
                    loads.push(Load::Bring(agreement, blob));
                }
            }
        }
        let known = |load: &Load| {
            let (Load::Fetch(_, blob) | Load::Bring(_, blob)) = load;
            !self.aside.contains_key(&blob.hash)
        };
        loads.into_iter().filter(known).take(ROUND_MAX).collect()
    }

    async fn carry(&self, load: Load) -> Result<(), SendError> {
        let reach = self.peers.reach(&self.node, &self.client, &self.peer).await?;
        let reach = reach.ok_or_else(|| SendError::new(SendCause::Address, "the partner has no address here"))?;
        let to = Peer { base: reach.base, party: reach.party, keys: reach.keys };
        match load {
            Load::Fetch(agreement, blob) => {
                // It waits at the partner until there is room.
                let room = self.node.make_room(blob.size).await;
                room.map_err(|e| SendError::new(SendCause::Local, e.to_string()))?;
                fetch(&self.node, &self.client, &to, &agreement, blob).await
            }
            Load::Bring(agreement, blob) => {
                bring(&self.node, &self.client, &to, &agreement, blob).await?;
                self.peers.brought(&self.peer, &blob.hash);
                Ok(())
            }
        }
    }
}

/// Whether the next blob would fare no better.
const fn is_about_the_line(cause: SendCause) -> bool {
    !matches!(cause, SendCause::Refused | SendCause::WrongBytes | SendCause::Garbage | SendCause::TooLarge)
}

/// Brings a blob to a partner that cannot fetch it.
async fn bring(
    node: &Node,
    client: &Client,
    to: &Peer,
    agreement: &AgreementId,
    blob: BlobRef,
) -> Result<(), SendError> {
    let local = |e: String| SendError::new(SendCause::Local, e);
    let reader = node.db().read_blob(&blob.hash).await.map_err(|e| local(e.to_string()))?;
    let reader = reader.ok_or_else(|| local(format!("the blob {} is not where it was", blob.hash)))?;
    let stream = reader.stream(0, u64::MAX).await.map_err(|e| local(e.to_string()))?;
    let sent = Wanted { hash: blob.hash, size_bytes: blob.size };
    client.upload(to, &blob_path(agreement, &blob.hash), sent, stream).await.map(drop)
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
    node.make_room(blob.size).await.map_err(|e| no_room(&e))?;
    let path = node.db().blobs().brought();
    let outcome = write(&path, blob, stream).await;
    if outcome.is_err() {
        // What stays is deleted at the next start.
        let _ = tokio::fs::remove_file(&path).await;
    }
    outcome?;
    keep(node, agreement, path, blob).await.map_err(|e| Refusal::new(Cause::Internal).about(e))
}

/// What a partner is told that brings more than there is room for.
pub fn no_room(error: &NodeError) -> Refusal {
    let cause = if matches!(error, NodeError::Full { .. }) { Cause::NoRoom } else { Cause::Internal };
    Refusal::new(cause).about(error.to_string())
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
