//! The checkers: `during` looks at every durable step of an honest node, `fair` at what nodes answer each other, `oracle`
//! folds recalls on its own, `unmet` and `caught` say what is still amiss after everything has healed, `finally` looks
//! at the whole, `excuse` says what an old copy of a disk may lose.

mod caught;
mod during;
mod excuse;
mod fair;
mod finally;
mod oracle;
mod unmet;

use crate::node::Node;
use interwire_core::exchange::memory::MemoryStore;
use interwire_core::exchange::message::Refusal;
use interwire_core::ids::{Hash, ItemKey, JournalId};
use oracle::Oracle;
use std::collections::{BTreeMap, BTreeSet};

/// What the checkers remember of a run.
pub struct Watch {
    /// The one history of each honest party's journal: its root at each size that anybody honest ever held.
    roots: BTreeMap<JournalId, BTreeMap<u64, Hash>>,
    /// What each node had when it was last looked at.
    sizes: Vec<BTreeMap<JournalId, u64>>,
    /// The recalls in each node's folded journals.
    oracles: Vec<Oracle>,
    /// The versions that have arrived at each node since its disk was last replaced.
    arrived: Vec<BTreeSet<(ItemKey, u64)>>,
    /// Refusals by asker, asked and kind.
    refusals: BTreeMap<(usize, usize, Refusal), u64>,
    /// How often in a row nothing was amiss.
    calm: u64,
    /// When everything healed.
    healed_at: Option<u64>,
}

impl Watch {
    /// For a run with so many nodes.
    #[must_use]
    pub fn new(nodes: usize) -> Self {
        Self {
            roots: BTreeMap::new(),
            sizes: vec![BTreeMap::new(); nodes],
            oracles: (0..nodes).map(|_| Oracle::default()).collect(),
            arrived: vec![BTreeSet::new(); nodes],
            refusals: BTreeMap::new(),
            calm: 0,
            healed_at: None,
        }
    }

    /// How long ago everything healed, in ms.
    #[must_use]
    pub fn healed_since(&self, now: u64) -> u64 {
        self.healed_at.map_or(0, |at| now.saturating_sub(at))
    }

    /// A node was refused something.
    pub fn refused(&mut self, asker: usize, asked: usize, refusal: Refusal) {
        *self.refusals.entry((asker, asked, refusal)).or_default() += 1;
    }

    /// How often a node was refused something as forged.
    #[must_use]
    pub fn forgeries_refused(&self, asker: usize, asked: usize) -> u64 {
        self.refusals.get(&(asker, asked, Refusal::Forged)).copied().unwrap_or(0)
    }

    /// A node has started: what is known of it is what its disk says.
    pub fn restarted(&mut self, who: usize, disk: &MemoryStore) {
        self.oracles[who] = Oracle::default();
        self.sizes[who] = disk.all_journals().map(|(row, _)| (row.id.clone(), row.size())).collect();
    }
}

/// The nodes' number of a party.
#[must_use]
pub fn number_of(nodes: &[Node], party: &interwire_core::ids::PartyId) -> Option<usize> {
    nodes.iter().position(|node| node.party.id == *party)
}
