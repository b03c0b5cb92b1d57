//! The running node: one writer thread owns the exchange machine and the one writing connection; everybody else sends
//! it jobs. A job is a closure that sees the machine and the open transaction. Many jobs share one transaction, and
//! each is answered only after it is durable.
//!
//! Above it: web, cli. Below: intake, pump, store.

pub mod changes;
pub mod directory;
mod hooks;
mod room;
mod writer;

use crate::intake::Limits;
use crate::store::Db;
use crate::transport::Clock;
use changes::Changes;
use directory::Directory;
use interwire_core::exchange::machine::{Effect, Identity, Machine, Turn};
use interwire_core::exchange::store::{StoreError, Stored};
use interwire_core::ids::{AgreementId, PartyId};
use interwire_core::keys::{NodeKey, PublicKey};
use interwire_core::time::Time;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use tokio::sync::{broadcast, mpsc, oneshot};
pub use writer::Step;

/// Jobs that may wait for the writer thread; more wait at their senders.
const JOBS_MAX: usize = 1024;
/// Effects that a slow listener may lag behind before it misses some.
const EFFECTS_MAX: usize = 8192;

/// Why a job was not done. Nothing of it has happened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NodeError {
    /// The store failed; the same job may succeed later.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The job itself broke off, by a mistake in this program; the log has more.
    #[error("a mistake in this program: {0}")]
    Broken(String),
    /// The node is stopping.
    #[error("the node is stopping")]
    Stopped,
    /// There is no room for it on the disk.
    #[error("there is no room for {bytes} bytes: {left} may still come")]
    Full {
        /// How many bytes it has.
        bytes: u64,
        /// How many may still come.
        left: u64,
    },
}

/// Who this node is, as far as the machine does not keep it to itself.
pub struct House {
    /// The party.
    pub me: PartyId,
    /// Its name, for people.
    pub name: String,
    /// Signs requests.
    pub key: NodeKey,
    /// The key that certifies all others; its secret half is offline.
    pub root: PublicKey,
    /// Papers that certify the node key and the seal key, as canonical JSON.
    pub certificates: Vec<String>,
    /// Makes item ids that tell nothing of guids.
    pub item_secret: [u8; 32],
    /// Where partners reach this node, if they can.
    pub base_url: Option<String>,
}

/// A running node. Clones are the same node.
#[derive(Clone)]
pub struct Node {
    inner: Arc<Inner>,
}

struct Inner {
    house: House,
    db: Db,
    clock: Clock,
    limits: Limits,
    jobs: mpsc::Sender<writer::Job>,
    changes: Changes,
    directory: RwLock<Arc<Directory>>,
    visitors: RwLock<BTreeMap<PartyId, Vec<PublicKey>>>,
    effects: broadcast::Sender<Effect>,
    thread: Mutex<Option<std::thread::JoinHandle<()>>>,
    counts: writer::Counts,
    room: room::Room,
}

impl Node {
    /// Starts the node on an open data directory.
    ///
    /// # Errors
    /// If the store cannot be written, or what it holds cannot be loaded.
    pub async fn start(house: House, db: Db, clock: Clock, limits: Limits) -> Result<Self, NodeError> {
        let identity = Identity {
            me: house.me.clone(),
            key: house.key.clone(),
            certificates: house.certificates.clone(),
            reader: crate::intake::document::read_binding,
        };
        let writer = db.writer().await.map_err(StoreError::from)?;
        let (jobs, inbox) = mpsc::channel(JOBS_MAX);
        let inner = Inner {
            changes: Changes::new(clock()),
            directory: RwLock::default(),
            visitors: RwLock::default(),
            effects: broadcast::Sender::new(EFFECTS_MAX),
            thread: Mutex::new(None),
            counts: writer::Counts::default(),
            room: room::Room::default(),
            house,
            db,
            clock,
            limits,
            jobs,
        };
        let node = Self { inner: Arc::new(inner) };
        let (ready, started) = oneshot::channel();
        let weak = Arc::downgrade(&node.inner);
        let thread = std::thread::Builder::new()
            .name("writer".into())
            .spawn(move || writer::run(&weak, identity, writer, inbox, ready))
            .map_err(|e| StoreError(format!("the writer thread cannot start: {e}")))?;
        *node.inner.thread.lock().unwrap_or_else(PoisonError::into_inner) = Some(thread);
        started.await.map_err(|_| NodeError::Stopped)??;
        Ok(node)
    }

    /// Does a job in a transaction and answers when it is durable.
    ///
    /// # Errors
    /// If the store failed, or the node is stopping; then nothing of the job has happened.
    pub async fn step<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Step) -> Stored<T> + Send + 'static,
    ) -> Result<T, NodeError> {
        let (sender, answer) = oneshot::channel();
        let run = move |step: Result<&mut Step, NodeError>| {
            let done = step.and_then(|step| unforeseen(|| job(step))?.map_err(NodeError::from));
            match done {
                Ok(done) => {
                    let tell = move |durable: Result<(), NodeError>| {
                        // Whoever asked may have gone.
                        let _ = sender.send(durable.map(|()| done));
                    };
                    Ok(Box::new(tell) as writer::Answer)
                }
                Err(e) => {
                    // Whoever asked may be gone; the writer thread notes the failure.
                    let _ = sender.send(Err(e.clone()));
                    Err(e)
                }
            }
        };
        self.inner.jobs.send(Box::new(run)).await.map_err(|_| NodeError::Stopped)?;
        answer.await.map_err(|_| NodeError::Stopped)?
    }

    /// Does a job that needs only the exchange.
    ///
    /// # Errors
    /// As [`Node::step`].
    pub async fn exchange<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Machine, &mut Turn) -> Stored<T> + Send + 'static,
    ) -> Result<T, NodeError> {
        self.step(move |step| step.exchange(job)).await
    }

    /// Who this node is.
    #[must_use]
    pub fn house(&self) -> &House {
        &self.inner.house
    }
    /// Its store, for reading.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.inner.db
    }
    /// Now.
    #[must_use]
    pub fn now(&self) -> Time {
        (self.inner.clock)()
    }
    /// Its clock.
    #[must_use]
    pub fn clock(&self) -> Clock {
        Arc::clone(&self.inner.clock)
    }
    /// What its intake bears.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.inner.limits
    }
    /// What has changed under which agreement, for those who wait for it.
    #[must_use]
    pub fn changes(&self) -> &Changes {
        &self.inner.changes
    }
    /// Parties with their keys and the agreements shared with them.
    #[must_use]
    pub fn directory(&self) -> Arc<Directory> {
        Arc::clone(&self.inner.directory.read().unwrap_or_else(PoisonError::into_inner))
    }
    /// Keys that a party's node has shown for itself and that the root key named in an agreement certifies: by them it
    /// may speak to us before the first entries of its journal have come.
    pub fn welcome(&self, party: &PartyId, keys: &[PublicKey]) {
        self.inner.visitors.write().unwrap_or_else(PoisonError::into_inner).insert(party.clone(), keys.to_vec());
    }

    fn visitor(&self, party: &PartyId) -> Vec<PublicKey> {
        self.inner.visitors.read().unwrap_or_else(PoisonError::into_inner).get(party).cloned().unwrap_or_default()
    }

    /// What happens from now on.
    #[must_use]
    pub fn effects(&self) -> broadcast::Receiver<Effect> {
        self.inner.effects.subscribe()
    }
    /// Commits and jobs so far.
    #[must_use]
    pub fn counts(&self) -> &writer::Counts {
        &self.inner.counts
    }

    /// Names the state that a peer sees of us; it grows with every change under an agreement shared with it.
    #[must_use]
    pub fn token_for(&self, peer: &PartyId) -> u64 {
        let directory = self.directory();
        let shared = directory.agreements_with(peer);
        self.inner.changes.token(shared)
    }

    /// Stops taking jobs, lets those that wait be done, waits for the writer thread, and closes the store.
    pub async fn stop(&self) {
        let (sender, done) = oneshot::channel();
        let stop: writer::Job = Box::new(move |step: Result<&mut Step, NodeError>| {
            if let Ok(step) = step {
                step.stop();
            }
            let tell = move |_| {
                // Whoever stops the node may have gone.
                let _ = sender.send(());
            };
            Ok(Box::new(tell) as writer::Answer)
        });
        if self.inner.jobs.send(stop).await.is_ok() {
            let _ = done.await;
        }
        let thread = self.inner.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            let _ = tokio::task::spawn_blocking(move || thread.join()).await;
        }
        // Only once every connection is closed is the directory at rest, to be copied or moved.
        self.inner.db.close().await;
    }
}

/// Does what may panic, and makes an error of that: one mistaken job must not take the writer thread with it.
fn unforeseen<T>(work: impl FnOnce() -> T) -> Result<T, NodeError> {
    // Whatever the work was changing is thrown away or read again by whoever gets the error.
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).map_err(|panic| {
        let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
        let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
        NodeError::Broken(text.unwrap_or_else(|| "it did not say what".to_owned()))
    })
}

impl Inner {
    fn after_commit(&self, machine: &Machine, effects: Vec<Effect>) {
        if effects.iter().any(|effect| matches!(effect, Effect::Agreement(_))) {
            self.publish_directory(machine);
        }
        let mut changed: Vec<AgreementId> = Vec::new();
        for effect in effects {
            if let Effect::Changed(agreement) = &effect {
                if changed.contains(agreement) {
                    continue;
                }
                changed.push(agreement.clone());
            }
            // Nobody may be listening.
            let _ = self.effects.send(effect);
        }
        self.changes.note(&changed);
    }

    fn publish_directory(&self, machine: &Machine) {
        let directory = Arc::new(Directory::of(machine));
        *self.directory.write().unwrap_or_else(PoisonError::into_inner) = directory;
    }
}
