//! What the houses do in a run: which agreements there are, which items they make, and what was durably said. The
//! acts themselves are in `acts`.

use crate::dice::Dice;
use crate::node::Node;
use crate::party::{self, Party};
use interwire_core::ids::{AgreementId, Guid, Hash, ItemId, ItemKey};
use interwire_core::protocol::v1::agreement::AgreementVersion;
use interwire_core::protocol::v1::fields::BlobRef;
use interwire_core::protocol::v1::statement::Action;
use std::collections::{BTreeMap, BTreeSet};

/// An agreement of the run.
#[derive(Debug)]
pub struct Bond {
    /// Its id.
    pub id: AgreementId,
    /// Its only version.
    pub version: AgreementVersion,
    /// The nodes that are in it; the first offers it.
    pub parties: Vec<usize>,
    /// When it is offered, in ms.
    pub offered_at: u64,
    /// Somebody suspended it, gave notice, or ended it: what was published without knowing may be refused.
    pub unsettled: bool,
    /// A restored disk lost what a statement of the agreement's life needs to take effect, and nobody else had it: only
    /// the next epoch cures that.
    pub spoiled: bool,
}

/// One version of an item as its house made it.
#[derive(Debug, Clone)]
pub struct Made {
    /// The document.
    pub document: Vec<u8>,
    /// The media files.
    pub media: Vec<Vec<u8>>,
    /// Under which agreements (by number) it was published.
    pub under: BTreeSet<usize>,
}

/// An item of a house.
#[derive(Debug)]
pub struct Story {
    /// Whose.
    pub owner: usize,
    /// Its id.
    pub item: ItemId,
    /// Its name.
    pub guid: Guid,
    /// Its versions.
    pub made: BTreeMap<u64, Made>,
    /// Version numbers that were left out, to be made later.
    pub gaps: Vec<u64>,
}

/// A publication that was durable when its step ended.
#[derive(Debug, Clone)]
pub struct Publication {
    /// Who published.
    pub author: usize,
    /// Under which agreement.
    pub agreement: AgreementId,
    /// What.
    pub key: ItemKey,
    /// Which version.
    pub version: u64,
    /// Its document.
    pub doc: BlobRef,
    /// It was on no disk any more after a disk had been replaced by an old copy.
    pub excused: bool,
}

/// An order that was durable when its step ended.
#[derive(Debug, Clone)]
pub struct Ordered {
    /// Who ordered.
    pub author: usize,
    /// About what.
    pub key: ItemKey,
    /// What; none is a release.
    pub action: Option<Action>,
    /// Under which agreements it was to be said.
    pub under: Vec<AgreementId>,
    /// As with publications.
    pub excused: bool,
}

/// The whole of it.
#[derive(Debug)]
pub struct Script {
    /// The agreements.
    pub bonds: Vec<Bond>,
    /// The items made so far.
    pub stories: Vec<Story>,
    /// What was durably published.
    pub published: Vec<Publication>,
    /// What was durably ordered.
    pub ordered: Vec<Ordered>,
    /// Acts still to come.
    pub acts_left: u64,
    /// The mean time between two acts, in ms.
    pub pace_ms: u64,
    /// How many disks may still be replaced by old copies.
    pub restores_left: u64,
}

impl Script {
    /// The script of a run with these nodes.
    pub fn new(dice: &mut Dice, nodes: &[Node]) -> Self {
        let count = nodes.len();
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let pool = count > 2 && dice.chance(550);
        if pool {
            let alone = if count > 3 && dice.chance(300) { dice.index(count) } else { count };
            groups.push((0..count).filter(|who| *who != alone).collect());
        }
        for a in 0..count {
            for b in a + 1..count {
                let needed = b == a + 1 && !groups.iter().any(|group| group.contains(&a) && group.contains(&b));
                if needed || dice.chance(if pool { 150 } else { 300 }) {
                    groups.push(if dice.chance(500) { vec![a, b] } else { vec![b, a] });
                }
            }
        }
        if count == 2 && dice.chance(300) {
            groups.push(vec![1, 0]);
        }
        let bonds = groups.into_iter().map(|parties| bond(dice, nodes, parties)).collect();
        let most = if dice.chance(150) { 200 } else { 80 };
        let (acts_left, pace_ms) = (dice.between(20, most), dice.between(500, 6_000));
        let restores_left = if dice.chance(500) { 0 } else { 1 + u64::from(!pool && dice.chance(300)) };
        Self {
            bonds,
            stories: Vec::new(),
            published: Vec::new(),
            ordered: Vec::new(),
            acts_left,
            pace_ms,
            restores_left,
        }
    }

    /// Whether two nodes are in an agreement together.
    #[must_use]
    pub fn shares(&self, a: usize, b: usize) -> bool {
        self.bonds.iter().any(|bond| bond.parties.contains(&a) && bond.parties.contains(&b))
    }

    /// The agreement of this id.
    #[must_use]
    pub fn bond(&self, id: &AgreementId) -> Option<&Bond> {
        self.bonds.iter().find(|bond| bond.id == *id)
    }
}

fn bond(dice: &mut Dice, nodes: &[Node], parties: Vec<usize>) -> Bond {
    let id = dice.bytes16();
    let members: Vec<&Party> = parties.iter().filter_map(|who| nodes.get(*who)).map(|node| &node.party).collect();
    let version = party::agreement(id, &members);
    let offered_at = 1_000 + if dice.chance(700) { 0 } else { dice.below(40_000) };
    Bond { id: version.agreement.id.clone(), version, parties, offered_at, unsettled: false, spoiled: false }
}

/// The name of some bytes.
#[must_use]
pub fn blob(bytes: &[u8]) -> BlobRef {
    BlobRef { hash: Hash::of(bytes), size: bytes.len() as u64 }
}
