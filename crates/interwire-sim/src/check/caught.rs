//! Whether everybody noticed what the liar did, and knows that it was the liar.

use crate::evil::Vice;
use crate::lies::Lie;
use crate::world::World;
use interwire_core::exchange::store::{Finding, Standing, Store, Verdict};
use interwire_core::ids::{JournalId, PartyId, Position};
use interwire_core::journal::evidence::ForkEvidence;
use std::sync::Arc;

/// Who holds which journal with which entries.
type Copy = (usize, JournalId, Vec<Arc<[u8]>>);

impl World {
    /// A lie that was told and that nobody has noticed yet.
    pub fn undetected(&mut self) -> Option<String> {
        let (who, vice) = self.evil.as_ref().map(|evil| (evil.who, evil.vice))?;
        let liar = self.nodes[who].party.id.clone();
        match vice {
            Vice::TwoHistories | Vice::Rewrite => self.unproven_forks(&liar),
            Vice::Statements => self.unnoticed_lies(),
            Vice::Forge => self.unnoticed_on_the_wire(|world, to| world.evil.as_ref()?.forged.get(&to).copied()),
            Vice::WrongBlobs => self.unnoticed_on_the_wire(|world, to| world.evil.as_ref()?.swapped.get(&to).copied()),
            // What is answered to these is checked as it happens.
            Vice::Replay | Vice::Pry => None,
        }
    }

    /// Two parties that hold histories of which neither continues the other, and one of them without a proof.
    fn unproven_forks(&mut self, liar: &PartyId) -> Option<String> {
        let mut copies: Vec<Copy> = Vec::new();
        for (who, node) in self.nodes.iter().enumerate() {
            for brain in &node.brains {
                let held = brain.disk.all_journals().filter(|(row, _)| row.id.party == *liar);
                copies.extend(held.map(|(row, entries)| (who, row.id.clone(), entries.to_vec())));
            }
        }
        for (a, journal, ours) in copies.iter().filter(|(who, ..)| self.honest(*who)) {
            for (b, _, theirs) in copies.iter().filter(|(b, other, _)| b != a && other == journal) {
                let shown = self.honest(*b) || self.shows(*b, *a, journal, theirs);
                let agree = ours.iter().zip(theirs).all(|(x, y)| x == y);
                if shown && !agree && !self.has_proof(*a, journal) {
                    return Some(format!("{} has no proof that {journal} has two histories", self.name(*a)));
                }
            }
        }
        None
    }

    /// Whether this is the history that the liar shows to that peer.
    fn shows(&self, liar: usize, peer: usize, journal: &JournalId, entries: &[Arc<[u8]>]) -> bool {
        let brain = self.nodes[liar].brains.get(self.brain_for(liar, peer));
        brain.is_some_and(|brain| {
            brain.disk.all_journals().any(|(row, shown)| row.id == *journal && shown == entries && row.head_size > 0)
        })
    }

    fn has_proof(&self, who: usize, journal: &JournalId) -> bool {
        let key = self.evil.as_ref().map(|evil| self.nodes[evil.who].party.key.public());
        let proves = |finding: &Finding| {
            let evidence = ForkEvidence::from_bytes(&finding.evidence).ok();
            evidence.zip(key).is_some_and(|(evidence, key)| evidence.verify(journal, &key))
        };
        let disk = self.nodes[who].disk();
        let closed = disk.all_journals().any(|(row, _)| row.id == *journal && row.standing == Standing::Forked);
        closed && disk.findings().any(|found| found.code == "fork" && found.journal == *journal && proves(found))
    }

    fn unnoticed_lies(&mut self) -> Option<String> {
        let lies = self.evil.as_ref().map(|evil| evil.lies.clone()).unwrap_or_default();
        lies.iter().find(|lie| !self.noticed(lie)).map(|lie| format!("nobody noticed {lie:?}"))
    }

    /// Whether it is about a version that its author announced after something that nobody understands.
    fn is_looked_at_later(&self, lie: &Lie) -> bool {
        let lies = self.evil.iter().flat_map(|evil| &evil.lies);
        let mut before = lies.filter(|other| other.journal == lie.journal && other.index < lie.index);
        let halted = before.any(|other| other.code == "not-understood");
        halted && !matches!(lie.code, "answer-to-nothing" | "after-conflict" | "after-unknown" | "unreadable-statement")
    }

    /// Whether an honest party has found a lie, or refused it with the right cause.
    fn noticed(&mut self, lie: &Lie) -> bool {
        let (liar, position) = (lie.journal.party.clone(), Position { journal: lie.journal.clone(), index: lie.index });
        if self.is_looked_at_later(lie) {
            return true;
        }
        (0..self.nodes.len()).filter(|who| self.honest(*who)).collect::<Vec<_>>().into_iter().any(|who| {
            let disk = &mut self.nodes[who].brains[0].disk;
            let found = |found: &Finding| {
                found.code == lie.code
                    && (&found.about, &found.journal, found.index) == (&liar, &lie.journal, Some(lie.index))
            };
            let acks = disk.acks(&position).unwrap_or_default();
            let refused = acks.iter().any(|ack| match &ack.verdict {
                // What comes while deliveries do not count is refused unread, so that a lie in it is not found.
                Verdict::Refused(cause) => {
                    cause.as_str() == lie.code || (lie.is_in_document() && cause.as_str() == "not-in-force")
                }
                Verdict::Received => false,
            });
            disk.findings().any(found) || refused
        })
    }

    /// A peer to which much was sent that was not true, and which never had trouble with the liar.
    fn unnoticed_on_the_wire(&self, sent: impl Fn(&Self, usize) -> Option<u64>) -> Option<String> {
        let liar = self.evil.as_ref()?.who;
        let peers = (0..self.nodes.len()).filter(|who| self.honest(*who));
        let mut fooled = peers.filter(|peer| {
            let lanes = self.lanes.iter().filter(|lane| lane.owner == *peer && lane.peer == liar);
            let troubled = lanes.flat_map(|lane| lane.failures.keys()).any(|kind| kind != "Unreachable");
            let refused = self.watch.forgeries_refused(liar, *peer) > 0;
            sent(self, *peer).is_some_and(|times| times > 9) && !troubled && !refused
        });
        fooled.next().map(|peer| format!("{} has not noticed what it was sent", self.name(peer)))
    }
}
