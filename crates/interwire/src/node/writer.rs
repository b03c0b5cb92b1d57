//! The writer thread: takes what jobs there are, does them in one transaction, commits it to disk, then answers. One
//! fsync serves many jobs, and nobody waits for more than the fsync before theirs.

use super::hooks;
use super::{Inner, NodeError};
use crate::store::Writer;
use crate::store::tx::Tx;
use crate::store::users::PARTY;
use interwire_core::exchange::machine::{Effect, Identity, Machine, Turn};
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
/// A job.
pub(super) type Job = Box<dyn FnOnce(&mut Step) -> Stored<Answer> + Send>;

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
    let mut machine = match load(node, identity, &mut writer) {
        Ok(machine) => machine,
        Err(e) => return drop(ready.send(Err(e))),
    };
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
            stopping |= transact(&inner, &mut machine, &mut writer, &mut batch);
        }
    }
    if let Err(e) = writer.close() {
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

/// Does jobs from the front of the batch in one transaction, up to the first that fails; returns whether one of them
/// was the stop.
fn transact(inner: &Inner, machine: &mut Machine, writer: &mut Writer, batch: &mut VecDeque<Job>) -> bool {
    let mut answers = Vec::with_capacity(batch.len());
    let mut effects = Vec::new();
    let mut stopping = false;
    let outcome = (|| {
        let mut tx = writer.begin()?;
        while let Some(job) = batch.pop_front() {
            let now = (inner.clock)();
            let mut step = Step { machine: &mut *machine, tx: &mut tx, now, effects: Vec::new(), stopping: false };
            answers.push(job(&mut step)?);
            hooks::after_job(inner, &mut step)?;
            stopping |= step.stopping;
            effects.append(&mut step.effects);
        }
        tx.commit()
    })();
    inner.counts.statements.store(writer.statements(), Ordering::Relaxed);
    match outcome {
        Ok(()) => {
            inner.counts.commits.fetch_add(1, Ordering::Relaxed);
            inner.counts.jobs.fetch_add(answers.len() as u64, Ordering::Relaxed);
            inner.after_commit(machine, effects);
            answers.into_iter().for_each(|tell| tell(Ok(())));
        }
        Err(e) => {
            inner.counts.failures.fetch_add(1, Ordering::Relaxed);
            tracing::error!(cause = %e, "a transaction failed and was undone");
            answers.into_iter().for_each(|tell| tell(Err(e.clone().into())));
            reload(machine, writer);
        }
    }
    stopping
}

/// What the machine believes may be what was undone: it reads the store again, as after a start.
fn reload(machine: &mut Machine, writer: &mut Writer) {
    let outcome = writer.begin().and_then(|mut tx| {
        machine.reload(&mut tx)?;
        tx.commit()
    });
    if let Err(e) = outcome {
        tracing::error!(cause = %e, "the exchange could not be loaded again; its next step will try");
    }
}
