//! One simulated node: its disk, its running machine while it is up, its clock, and its lanes to the others.

use crate::party::Party;
use interwire_core::exchange::machine::Machine;
use interwire_core::exchange::memory::MemoryStore;
use interwire_core::exchange::message::Request;
use interwire_core::exchange::session::{Lane as Kind, Session};
use interwire_core::time::Time;
use std::collections::BTreeMap;

/// When every run begins, in ms since 1970: 2026-11-23T00:00:00Z.
pub const BEGIN_MS: i64 = 1_795_392_000_000;

/// A disk and the machine that runs on it.
#[derive(Default)]
pub struct Brain {
    /// The machine, while the node is up.
    pub machine: Option<Machine>,
    /// What is durable.
    pub disk: MemoryStore,
}

/// A node. An honest one has one brain; one that shows two histories has two.
pub struct Node {
    /// For whom it speaks.
    pub party: Party,
    /// Its machines and disks.
    pub brains: Vec<Brain>,
    /// How far its clock is ahead of the true time, in ms.
    pub clock_ahead_ms: i64,
    /// How often it has started.
    pub life: u64,
    /// Whether it runs.
    pub up: bool,
    /// When it starts, while it does not run.
    pub start_at: u64,
    /// Old copies of its disk.
    pub backups: Vec<MemoryStore>,
    /// Whether its disk was ever replaced by an old copy.
    pub restored: bool,
    /// When its next flush is due.
    pub flush_at: Option<u64>,
}

impl Node {
    /// A node with an empty disk that is not running yet.
    #[must_use]
    pub fn new(party: Party) -> Self {
        Self {
            party,
            brains: vec![Brain::default()],
            clock_ahead_ms: 0,
            life: 0,
            up: false,
            start_at: 0,
            backups: Vec::new(),
            restored: false,
            flush_at: None,
        }
    }

    /// What its clock shows when `true_ms` have passed since the beginning.
    #[must_use]
    pub fn clock(&self, true_ms: u64) -> Time {
        let passed = i64::try_from(true_ms).unwrap_or(i64::MAX);
        Time::from_ms(BEGIN_MS.saturating_add(passed).saturating_add(self.clock_ahead_ms))
    }

    /// Its disk; of a node with two, the first.
    #[must_use]
    pub fn disk(&self) -> &MemoryStore {
        &self.brains[0].disk
    }

    /// Its machine, while it is up.
    #[must_use]
    pub fn machine(&self) -> Option<&Machine> {
        self.brains[0].machine.as_ref()
    }
}

/// One lane of one node to one peer, and what it waits for.
pub struct Lane {
    /// The node that asks.
    pub owner: usize,
    /// The node that is asked.
    pub peer: usize,
    /// Pull or push.
    pub kind: Kind,
    /// The conversation; taken out while it is used.
    pub session: Option<Session>,
    /// The request that is under way.
    pub waiting: Option<(u64, Request)>,
    /// When it speaks next; events for other moments are void.
    pub due: Option<u64>,
    /// The last answer was of heads, so asking for heads again can wait.
    pub fresh: bool,
    /// How often it failed since the run began, by the failure's name.
    pub failures: BTreeMap<String, u64>,
}

impl Lane {
    /// A lane that has not spoken yet.
    #[must_use]
    pub fn new(owner: usize, peer: usize, kind: Kind) -> Self {
        Self { owner, peer, kind, session: None, waiting: None, due: None, fresh: false, failures: BTreeMap::new() }
    }
}
