//! What is known of partners' nodes: where they are, when they were last in touch, and what is wrong. The addresses
//! are in the store; the rest is of this run, for the pages, the metrics and the pump.

use super::carry::keys_at;
pub use super::health::{Health, Trouble, Way};
use crate::node::Node;
use crate::transport::client::Client;
use crate::transport::send_error::SendError;
use interwire_core::exchange::message::{BLOB_ALONE, Heads};
use interwire_core::exchange::session::Lane;
use interwire_core::ids::{AgreementId, Hash, PartyId};
use interwire_core::keys::PublicKey;
use interwire_core::protocol::v1::fields::BlobRef;
use interwire_core::time::Time;
use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};
use tokio::sync::watch;

/// A partner that has asked us within this time, in ms, reads by itself: nothing need be pushed to it.
const READS_BY_ITSELF_MS: i64 = 40_000;

/// Where a partner is and with which keys it answers.
#[derive(Debug, Clone)]
pub struct Reach {
    /// The partner.
    pub party: PartyId,
    /// Its base address.
    pub base: String,
    /// Its keys.
    pub keys: Vec<PublicKey>,
}

/// All partners.
#[derive(Debug)]
pub struct Peers {
    all: RwLock<BTreeMap<PartyId, Health>>,
    news: watch::Sender<u64>,
    nudges: watch::Sender<()>,
}

impl Peers {
    /// The partners whose addresses the store knows.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn load(node: &Node) -> Result<Self, crate::store::DbError> {
        let rows = crate::store::endpoints::endpoints(node.db()).await?;
        let all = rows.into_iter().map(|(party, base)| (party, Health { base: Some(base), ..Health::default() }));
        Ok(Self { all: RwLock::new(all.collect()), news: watch::Sender::new(0), nudges: watch::Sender::new(()) })
    }

    /// Rings when a partner's address changes.
    #[must_use]
    pub fn news(&self) -> watch::Receiver<u64> {
        self.news.subscribe()
    }

    /// Every partner and how it is.
    #[must_use]
    pub fn all(&self) -> BTreeMap<PartyId, Health> {
        self.all.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Partners with an address.
    #[must_use]
    pub fn reachable(&self, node: &Node) -> Vec<PartyId> {
        let me = &node.house().me;
        let all = self.all.read().unwrap_or_else(PoisonError::into_inner);
        all.iter().filter(|(id, health)| *id != me && health.base.is_some()).map(|(id, _)| id.clone()).collect()
    }

    /// Where a partner is and with which keys it answers: those of its journals or, before its first journal has come,
    /// those that its node shows and the root key named in the agreement certifies. None if it has no address or is
    /// no partner.
    ///
    /// # Errors
    /// If its node does not show its keys.
    pub async fn reach(&self, node: &Node, client: &Client, party: &PartyId) -> Result<Option<Reach>, SendError> {
        let Some(base) = self.of(party, |health| health.base.clone()) else { return Ok(None) };
        let Some(entry) = node.directory().party(party).cloned() else { return Ok(None) };
        let keys = match entry.root {
            Some(root) if entry.keys.is_empty() => {
                let keys = keys_at(client, party, root, &base).await?;
                node.welcome(party, &keys);
                keys
            }
            _ => entry.keys,
        };
        Ok(Some(Reach { party: party.clone(), base, keys }))
    }

    /// Whether the partner has asked us lately.
    #[must_use]
    pub fn reads_by_itself(&self, party: &PartyId, now: Time) -> bool {
        self.of(party, |health| health.heard_at).is_some_and(|at| now.since(at) < READS_BY_ITSELF_MS)
    }

    fn of<T: Default>(&self, party: &PartyId, look: impl FnOnce(&Health) -> T) -> T {
        self.all.read().unwrap_or_else(PoisonError::into_inner).get(party).map(look).unwrap_or_default()
    }

    fn change(&self, party: &PartyId, change: impl FnOnce(&mut Health)) {
        change(self.all.write().unwrap_or_else(PoisonError::into_inner).entry(party.clone()).or_default());
    }

    /// A signed request of the partner came.
    pub fn heard(&self, party: &PartyId, skew_s: i64, now: Time) {
        let silent = !self.reads_by_itself(party, now);
        self.change(party, |health| (health.heard_at, health.skew_s) = (Some(now), skew_s));
        // Whoever speaks can perhaps be reached again.
        if silent && self.of(party, |health| health.trouble.is_some() || health.awaited) {
            self.nudge(party);
        }
    }

    /// A request of this kind to the partner succeeded.
    pub fn succeeded(&self, party: &PartyId, way: Way, kind: &'static str, skew_s: i64, now: Time) {
        self.change(party, |health| {
            (health.reached_at, health.skew_s) = (Some(now), skew_s);
            health.succeeded(way, kind);
        });
    }

    /// A request of this kind to the partner failed.
    pub fn failed(&self, party: &PartyId, way: Way, kind: &'static str, error: &SendError, now: Time) {
        tracing::warn!(partner = %party, kind, code = error.code(), detail = %error.detail, "a request to a partner failed");
        self.change(party, |health| health.failed(way, kind, error, now));
    }

    /// The partner knows nothing of us because its people have not signed yet.
    pub fn awaited(&self, party: &PartyId) {
        self.change(party, |health| health.awaited = true);
    }

    /// All that could be done this way was done: whatever was wrong is over.
    pub fn at_ease(&self, party: &PartyId, way: Way) {
        self.change(party, |health| health.at_ease(way));
    }

    /// The partner told what it holds and lacks.
    pub fn told(&self, party: &PartyId, heads: &Heads) {
        let large = heads.wants.iter().filter(|(_, blob)| blob.size > BLOB_ALONE).cloned().collect();
        self.change(party, |health| health.lacks = large);
    }

    /// Large blobs that the partner lacks, as far as it told.
    #[must_use]
    pub fn lacks(&self, party: &PartyId) -> Vec<(AgreementId, BlobRef)> {
        self.of(party, |health| health.lacks.clone())
    }

    /// The partner has got a large blob.
    pub fn brought(&self, party: &PartyId, hash: &Hash) {
        self.change(party, |health| health.lacks.retain(|(_, blob)| blob.hash != *hash));
    }

    /// When a lane tries again; at once if nothing has failed.
    pub fn schedule(&self, party: &PartyId, lane: Lane, failures: u32, retry_at: Time) {
        let place = usize::from(lane == Lane::Push);
        self.change(party, |health| {
            if let (Some(count), Some(at)) = (health.failures.get_mut(place), health.retry_at.get_mut(place)) {
                *count = failures;
                *at = (failures > 0).then_some(retry_at);
            }
        });
    }

    /// Asks the pump to try a partner now.
    pub fn nudge(&self, party: &PartyId) {
        self.change(party, |health| health.nudges += 1);
        self.nudges.send_replace(());
    }

    /// How often the pump was asked to try a partner now.
    pub(super) fn nudges(&self, party: &PartyId) -> u64 {
        self.of(party, |health| health.nudges)
    }

    /// Returns when somebody has asked to try a partner now, since it had been asked `before` times.
    pub(super) async fn nudged(&self, party: &PartyId, before: u64) {
        let mut rings = self.nudges.subscribe();
        while self.nudges(party) == before {
            if rings.changed().await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }

    /// A partner told, in a signed message, where it is now; a person may do so too.
    pub async fn learn_endpoint(&self, node: &Node, party: &PartyId, endpoint: Option<&str>) {
        let Some(endpoint) = endpoint.map(|text| text.trim_end_matches('/').to_owned()) else { return };
        if !is_address(&endpoint) {
            return tracing::warn!(partner = %party, "a partner told an address that is none");
        }
        if self.of(party, |health| health.base.clone()).as_deref() == Some(&endpoint) {
            return;
        }
        let (row, address) = (party.clone(), endpoint.clone());
        let kept = node.step(move |step| step.tx.put_endpoint(&row, &address, step.now)).await;
        if let Err(e) = kept {
            return tracing::warn!(partner = %party, cause = %e, "a partner's new address could not be kept");
        }
        tracing::info!(partner = %party, %endpoint, "a partner told where it is");
        self.change(party, |health| health.base = Some(endpoint));
        self.news.send_modify(|rings| *rings += 1);
        self.nudge(party);
    }
}

/// Whether this can be the base address of a node; whether it may be connected to is for the client's guard to say.
fn is_address(text: &str) -> bool {
    let plain = |url: url::Url| {
        matches!(url.scheme(), "https" | "http")
            && url.has_host()
            && url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none()
    };
    text.len() <= 500 && url::Url::parse(text).is_ok_and(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_base_address_of_a_node_is_an_address() {
        for good in ["https://wire.example.kz", "http://10.0.0.7:8080/interwire"] {
            assert!(is_address(good), "{good}");
        }
        for bad in ["", "javascript:alert(1)", "file:///etc/passwd", "https://a:b@c", "https://c?x", "https://c#x", "x"]
        {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
