//! What arrived where and when, as the nodes themselves say after each commit. Nothing here is computed from what was
//! sent: what is expected is held against it.

use super::stage::Player;
use interwire_core::exchange::machine::Effect;
use interwire_core::ids::{ItemKey, PartyId};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;
use tokio::sync::broadcast::{Receiver, error::RecvError};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// A version at a party.
pub type Delivery = (PartyId, ItemKey, u64);

/// The ledger while the nodes run.
pub struct Ledger {
    pages: Arc<Mutex<Pages>>,
    rings: watch::Sender<u64>,
    stop: CancellationToken,
    ears: Vec<JoinHandle<()>>,
}

#[derive(Default)]
struct Pages {
    arrived: BTreeMap<Delivery, Vec<Instant>>,
    stopped: BTreeMap<(PartyId, ItemKey), Instant>,
}

impl Ledger {
    /// Listens at these players.
    #[must_use]
    pub fn at(players: &[Player]) -> Self {
        let mut ledger = Self {
            pages: Arc::default(),
            rings: watch::Sender::new(0),
            stop: CancellationToken::new(),
            ears: Vec::new(),
        };
        for player in players {
            let (pages, rings, stop) = (Arc::clone(&ledger.pages), ledger.rings.clone(), ledger.stop.clone());
            ledger.ears.push(tokio::spawn(listen(player.node().effects(), player.id().clone(), pages, rings, stop)));
        }
        ledger
    }

    /// Rings when something was noted.
    #[must_use]
    pub fn news(&self) -> watch::Receiver<u64> {
        self.rings.subscribe()
    }

    /// When a version arrived; empty if it has not, more than one time if it was delivered again.
    #[must_use]
    pub fn arrivals(&self, delivery: &Delivery) -> Vec<Instant> {
        lock(&self.pages).arrived.get(delivery).cloned().unwrap_or_default()
    }

    /// When the people of a party could no longer see an item.
    #[must_use]
    pub fn stopped(&self, party: &PartyId, key: &ItemKey) -> Option<Instant> {
        lock(&self.pages).stopped.get(&(party.clone(), key.clone())).copied()
    }

    /// Hears what was said before the nodes stopped, and tells all arrivals: each version with how often it came.
    pub async fn close(self) -> BTreeMap<Delivery, usize> {
        self.stop.cancel();
        for ear in self.ears {
            // An ear that failed has noted less, which shows as loss.
            let _ = ear.await;
        }
        lock(&self.pages).arrived.iter().map(|(delivery, times)| (delivery.clone(), times.len())).collect()
    }
}

fn lock(pages: &Mutex<Pages>) -> std::sync::MutexGuard<'_, Pages> {
    pages.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn listen(
    mut effects: Receiver<Effect>,
    party: PartyId,
    pages: Arc<Mutex<Pages>>,
    rings: watch::Sender<u64>,
    stop: CancellationToken,
) {
    let note = |effect: Effect| {
        match effect {
            Effect::Arrived(key, version) => {
                lock(&pages).arrived.entry((party.clone(), key, version)).or_default().push(Instant::now());
            }
            Effect::Recalled(key) => {
                lock(&pages).stopped.insert((party.clone(), key), Instant::now());
            }
            Effect::Answered(_) => {}
            _ => return,
        }
        rings.send_modify(|count| *count += 1);
    };
    loop {
        tokio::select! {
            heard = effects.recv() => match heard {
                Ok(effect) => note(effect),
                Err(RecvError::Lagged(missed)) => tracing::error!(%party, missed, "the ledger of the demo missed effects"),
                Err(RecvError::Closed) => return,
            },
            () = stop.cancelled() => break,
        }
    }
    while let Ok(effect) = effects.try_recv() {
        note(effect);
    }
}
