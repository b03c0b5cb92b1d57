//! What is known of partners' nodes: where they are, when they were last in touch, and what is wrong. The addresses
//! are in the store; the rest is of this run, for the pages, the metrics and the pump.

use super::carry::keys_at;
use crate::node::Node;
use crate::transport::client::Client;
use crate::transport::send_error::SendError;
use interwire_core::exchange::session::{Failure, Lane};
use interwire_core::ids::PartyId;
use interwire_core::keys::PublicKey;
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

/// What went wrong last, for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// A stable code.
    pub code: String,
    /// What happened.
    pub message: String,
    /// What to do.
    pub next: String,
    /// When.
    pub at: Time,
}

/// How a partner is.
#[derive(Debug, Clone, Default)]
pub struct Health {
    /// Its base address, if known.
    pub base: Option<String>,
    /// When a request of ours last succeeded.
    pub reached_at: Option<Time>,
    /// When a request of its last came.
    pub heard_at: Option<Time>,
    /// By how many seconds its clock is ahead of ours; negative if behind.
    pub skew_s: i64,
    /// Consecutive failures, by lane: reading from it, giving to it.
    pub failures: [u32; 2],
    /// When each lane tries again.
    pub retry_at: [Option<Time>; 2],
    /// The last trouble, until a request succeeds.
    pub trouble: Option<Trouble>,
}

/// All partners.
#[derive(Debug)]
pub struct Peers {
    all: RwLock<BTreeMap<PartyId, Health>>,
    news: watch::Sender<u64>,
    nudges: watch::Sender<Option<PartyId>>,
}

impl Peers {
    /// The partners whose addresses the store knows.
    ///
    /// # Errors
    /// If the store cannot be read.
    pub async fn load(node: &Node) -> Result<Self, crate::store::DbError> {
        let rows = crate::store::endpoints::endpoints(node.db()).await?;
        let all = rows.into_iter().map(|(party, base)| (party, Health { base: Some(base), ..Health::default() }));
        Ok(Self { all: RwLock::new(all.collect()), news: watch::Sender::new(0), nudges: watch::Sender::new(None) })
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
    /// those that its node shows and the root key named in the agreement certifies. None if it cannot be spoken to.
    pub async fn reach(&self, node: &Node, client: &Client, party: &PartyId) -> Option<Reach> {
        let base = self.of(party, |health| health.base.clone())?;
        let entry = node.directory().party(party)?.clone();
        let keys =
            if entry.keys.is_empty() { keys_at(client, party, entry.root?, &base).await } else { Ok(entry.keys) };
        match keys {
            Ok(keys) => Some(Reach { party: party.clone(), base, keys }),
            Err(error) => {
                self.failed(party, &error, node.now());
                None
            }
        }
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
        if silent && self.of(party, |health| health.trouble.is_some()) {
            self.nudge(party);
        }
    }

    /// A request to the partner succeeded.
    pub fn succeeded(&self, party: &PartyId, skew_s: i64, now: Time) {
        self.change(party, |health| {
            (health.reached_at, health.skew_s, health.trouble) = (Some(now), skew_s, None);
        });
    }

    /// A request to the partner failed.
    pub fn failed(&self, party: &PartyId, error: &SendError, now: Time) {
        tracing::warn!(partner = %party, code = error.code(), detail = %error.detail, "a request to a partner failed");
        let by_partner = error.partner.as_ref();
        let trouble = Trouble {
            code: by_partner.map_or_else(|| error.code().to_owned(), |said| said.code.clone()),
            message: by_partner.map_or_else(|| error.to_string(), |said| said.message.clone()),
            next: by_partner.map_or_else(|| error.cause.next().to_owned(), |said| said.next.clone()),
            at: now,
        };
        self.change(party, |health| health.trouble = Some(trouble));
    }

    /// When a lane tries again.
    pub fn schedule(&self, party: &PartyId, lane: Lane, failures: u32, _last: Option<Failure>, retry_at: Time) {
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
        self.nudges.send_replace(Some(party.clone()));
    }

    /// Returns when a partner shall be tried now.
    pub async fn nudged(&self, party: &PartyId) {
        let mut nudges = self.nudges.subscribe();
        while nudges.wait_for(|named| named.as_ref() == Some(party)).await.is_err() {
            std::future::pending::<()>().await;
        }
        self.nudges.send_replace(None);
    }

    /// A partner told, in a signed message, where it is now; a person may do so too.
    pub async fn learn_endpoint(&self, node: &Node, party: &PartyId, endpoint: Option<&str>) {
        let Some(endpoint) = endpoint.map(|text| text.trim_end_matches('/').to_owned()) else { return };
        if endpoint.len() > 500 || self.of(party, |health| health.base.clone()).as_deref() == Some(&endpoint) {
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
