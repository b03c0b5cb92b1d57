//! The writer thread: takes what jobs there are, does them in one transaction, commits it to disk, then answers. One
//! fsync serves many jobs, and nobody waits for more than the fsync before theirs.

use super::hooks;
use super::{Inner, NodeError, unforeseen};
use crate::store::Writer;
use crate::store::tx::Tx;
use crate::store::users::PARTY;
use interwire_core::exchange::machine::{Effect, Identity, Machine, Told, Turn};
use interwire_core::exchange::store::{StoreError, Stored};
use interwire_core::ids::PartyId;
use interwire_core::time::Time;
use std::collections::VecDeque;
use std::sync::Weak;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::{mpsc, oneshot};

/// Jobs that share one transaction at most.
const BATCH_MAX: usize = 256;

/// What tells the asker, once it is known whether the job is durable.
pub(super) type Answer = Box<dyn FnOnce(Result<(), NodeError>) + Send>;
/// A job. Given an error instead of a step, it tells its asker that nothing could be done.
pub(super) type Job = Box<dyn FnOnce(Result<&mut Step, NodeError>) -> Result<Answer, NodeError> + Send>;

/// How much was done since the start.
#[derive(Debug, Default)]
pub struct Counts {
    /// Transactions committed to disk.
    pub commits: AtomicU64,
    /// Jobs done in them.
    pub jobs: AtomicU64,
    /// Transactions that failed and were undone.
    pub failures: AtomicU64,
    /// Statements of SQL given to SQLite.
    pub statements: AtomicU64,
}

/// What a job sees.
pub struct Step<'a, 'w> {
    /// The exchange.
    pub machine: &'a mut Machine,
    /// The open transaction.
    pub tx: &'a mut Tx<'w>,
    /// Now.
    pub now: Time,
    effects: Vec<Effect>,
    stopping: bool,
}

impl Step<'_, '_> {
    /// Takes a turn of the exchange in this transaction.
    ///
    /// # Errors
    /// If the store fails.
    pub fn exchange<T>(&mut self, act: impl FnOnce(&mut Machine, &mut Turn) -> Stored<T>) -> Stored<T> {
        let mut turn = Turn::new(self.tx, self.now);
        let done = act(self.machine, &mut turn)?;
        self.effects.append(&mut turn.effects);
        Ok(done)
    }

    /// What the exchange has done in this job so far.
    pub(super) fn effects(&self) -> &[Effect] {
        &self.effects
    }

    /// The thread ends after this transaction.
    pub(super) fn stop(&mut self) {
        self.stopping = true;
    }
}

/// The thread.
pub(super) fn run(
    node: &Weak<Inner>,
    identity: Identity,
    mut writer: Writer,
    mut inbox: mpsc::Receiver<Job>,
    ready: oneshot::Sender<Result<(), StoreError>>,
) {
    let machine = match load(node, identity, &mut writer) {
        Ok(machine) => machine,
        Err(e) => return drop(ready.send(Err(e))),
    };
    let mut worker = Worker { told: machine.told(), machine, writer, is_stale: false };
    let _ = ready.send(Ok(()));
    let mut stopping = false;
    while !stopping {
        let Some(first) = inbox.blocking_recv() else { break };
        let mut batch = VecDeque::from([first]);
        while batch.len() < BATCH_MAX {
            match inbox.try_recv() {
                Ok(job) => batch.push_back(job),
                Err(_) => break,
            }
        }
        let Some(inner) = node.upgrade() else { break };
        while !batch.is_empty() {
            stopping |= worker.transact(&inner, &mut batch);
        }
    }
    if let Err(e) = worker.writer.close() {
        tracing::warn!(cause = %e, "the writing connection did not close well");
    }
}

fn load(node: &Weak<Inner>, identity: Identity, writer: &mut Writer) -> Result<Machine, StoreError> {
    let mut tx = writer.begin()?;
    claim(&mut tx, &identity.me)?;
    let machine = Machine::load(identity, &mut tx)?;
    tx.commit()?;
    if let Some(inner) = node.upgrade() {
        inner.publish_directory(&machine);
    }
    Ok(machine)
}

/// The directory is this party's for ever: under another party's keys its journals would be written on by somebody else.
fn claim(tx: &mut Tx, me: &PartyId) -> Stored<()> {
    match tx.setting(PARTY)? {
        None => tx.put_setting(PARTY, me.as_str()),
        Some(owner) if owner == me.as_str() => Ok(()),
        Some(owner) => Err(StoreError(format!("the data directory is the one of {owner}, and the keys are {me}'s"))),
    }
}

/// What the thread works with.
struct Worker {
    machine: Machine,
    writer: Writer,
    /// What the machine knew of its peers at the last commit.
    told: Told,
    /// A transaction was undone, and what the machine believes may be of it: it must read the store again.
    is_stale: bool,
}

/// What came of the jobs of one transaction before it was committed.
#[derive(Default)]
struct Batch {
    answers: Vec<Answer>,
    effects: Vec<Effect>,
    stopping: bool,
}

impl Worker {
    /// Does jobs from the front of the batch in one transaction, up to the first that fails; returns whether one of
    /// them was the stop.
    fn transact(&mut self, inner: &Inner, batch: &mut VecDeque<Job>) -> bool {
        if self.is_stale
            && let Err(e) = self.reload()
        {
            return refuse(batch, &e);
        }
        let mut done = Batch::default();
        let outcome = unforeseen(|| self.work(inner, batch, &mut done)).flatten();
        let Batch { answers, effects, stopping } = done;
        inner.counts.statements.store(self.writer.statements(), Ordering::Relaxed);
        match outcome {
            Ok(()) => {
                self.told = self.machine.told();
                inner.counts.commits.fetch_add(1, Ordering::Relaxed);
                inner.counts.jobs.fetch_add(answers.len() as u64, Ordering::Relaxed);
                if let Err(e) = unforeseen(|| inner.after_commit(&self.machine, effects)) {
                    tracing::error!(cause = %e, "what was committed could not be made known in this process");
                }
                answers.into_iter().for_each(|tell| tell(Ok(())));
            }
            Err(e) => {
                inner.counts.failures.fetch_add(1, Ordering::Relaxed);
                tracing::error!(cause = %e, "a transaction failed and was undone");
                // Nothing of theirs was wrong, but nothing of theirs is kept: they may come again.
                let theirs = match e {
                    NodeError::Broken(_) => {
                        StoreError("it was undone with another job that broke off".to_owned()).into()
                    }
                    other => other,
                };
                answers.into_iter().for_each(|tell| tell(Err(theirs.clone())));
                self.is_stale = true;
                // If this fails, the next transaction tries.
                let _ = self.reload();
            }
        }
        stopping
    }

    fn work(&mut self, inner: &Inner, batch: &mut VecDeque<Job>, done: &mut Batch) -> Result<(), NodeError> {
        let Self { machine, writer, .. } = self;
        let mut tx = writer.begin()?;
        while let Some(job) = batch.pop_front() {
            let now = (inner.clock)();
            let mut step = Step { machine: &mut *machine, tx: &mut tx, now, effects: Vec::new(), stopping: false };
            done.answers.push(job(Ok(&mut step))?);
            hooks::after_job(inner, &mut step)?;
            done.stopping |= step.stopping;
            done.effects.append(&mut step.effects);
        }
        Ok(tx.commit()?)
    }

    /// The machine reads the store again, which is as it was at the last commit. What peers had told until then still
    /// holds: nothing that was undone has left the node.
    fn reload(&mut self) -> Result<(), NodeError> {
        let Self { machine, writer, told, .. } = self;
        let outcome = unforeseen(|| {
            let mut tx = writer.begin()?;
            machine.undo(&mut tx, told.clone())?;
            Ok::<_, NodeError>(tx.commit()?)
        });
        let outcome = outcome.flatten();
        match &outcome {
            Ok(()) => self.is_stale = false,
            Err(e) => {
                tracing::error!(cause = %e, "the exchange could not be loaded again; nothing is done until it is")
            }
        }
        outcome
    }
}

/// Tells all who wait that nothing can be done now. The stop needs no store: it is done all the same.
fn refuse(batch: &mut VecDeque<Job>, cause: &NodeError) -> bool {
    let mut stopping = false;
    for job in batch.drain(..) {
        // A job that is refused has nothing to answer; only the stop has.
        if let Ok(tell) = job(Err(cause.clone())) {
            stopping = true;
            tell(Ok(()));
        }
    }
    stopping
}
