//! Hearing what peers hold: newer heads, cosignatures, forks, and which head of our own journals each has. What they
//! tell of ours, all of them, is what lets us write again after a start.

use super::Planted;
use super::deal::Deal;
use super::machine::{Effect, Machine, Turn, tiles_failed};
use super::message::{HeadRow, Heads};
use super::replicate::{authentic, clean};
use super::store::{Finding, JournalRow, Standing, Stored};
use crate::ids::{AgreementId, Hash, JournalId, PartyId};
use crate::journal::checkpoint::{Checkpoint, SignedCheckpoint};
use crate::journal::evidence::ForkEvidence;
use crate::journal::proof;
use crate::keys::{KeyRing, PublicKey, Role};
use std::collections::BTreeSet;

impl Machine {
    /// Learns what a peer holds: notes newer heads, cosignatures, forks, and which head of ours it has.
    ///
    /// # Errors
    /// If the store fails.
    pub fn hear(&mut self, turn: &mut Turn, from: &PartyId, heads: &Heads) -> Stored<()> {
        let mut forked = BTreeSet::new();
        for told in &heads.journals {
            let Some(deal) = self.shared(&told.journal.agreement, from) else { continue };
            let Some(ring) = deal.rings.get(&told.journal.party) else { continue };
            if self.is_too_far_ahead(&told.journal) {
                continue;
            }
            let ring = ring.clone();
            let mut row = turn.journal(&told.journal)?;
            if row.standing == Standing::Forked {
                continue;
            }
            let before = row.clone();
            for text in [&told.head, &told.newest].into_iter().flatten() {
                self.weigh(turn, &mut row, &ring, text)?;
            }
            if row != before {
                turn.store.put_journal(&row)?;
            }
            if row.standing == Standing::Forked {
                forked.insert(told.journal.agreement.clone());
            }
            if told.journal.party == self.identity.me {
                self.recognise(turn, from, &row, told)?;
            }
        }
        // What waited for more of a journal that has forked waits no longer.
        for agreement in forked {
            self.advance(turn, &agreement)?;
        }
        self.confirm_unmentioned(turn, from, heads)
    }

    /// Holds a told head against what we hold.
    fn weigh(&self, turn: &mut Turn, row: &mut JournalRow, ring: &KeyRing, text: &str) -> Stored<()> {
        let known = [&row.head, &row.newest].into_iter().flatten().any(|head| head.as_str() == text);
        if known {
            return Ok(());
        }
        let Ok(signed) = SignedCheckpoint::parse(text) else { return Ok(()) };
        if let Some(head) = row.head.as_mut().filter(|head| head.unverified() == signed.unverified()) {
            // The very head that we hold, and verified: only who else has cosigned it can be new. A note that would
            // get too many cosignatures keeps those it has.
            let _ = head.merge(&signed, &self.cosigners(&row.id.agreement));
            return Ok(());
        }
        // A head under a key we do not know yet is no lie: the page that certifies the key comes with it.
        let Some((signed, told, key)) = authentic(signed, &row.id, ring) else { return Ok(()) };
        self.weigh_head(turn, row, (&clean(signed, &key), &told))
    }

    /// Holds a head that the author signed against our tree and the newest head seen.
    pub(super) fn weigh_head(
        &self,
        turn: &mut Turn,
        row: &mut JournalRow,
        (signed, told): (&SignedCheckpoint, &Checkpoint),
    ) -> Stored<()> {
        if told.size <= row.size() {
            let ours = turn.root_at(row, told.size)?;
            if ours != told.root {
                return self.prove_older_fork(turn, row, signed, told, ours);
            }
        }
        match &row.newest {
            Some(newest) if told.size == row.newest_size && newest.unverified().root != told.root => {
                let evidence = ForkEvidence::SameSize { a: newest.clone(), b: signed.clone() };
                self.forked(turn, row, &evidence)
            }
            _ => {
                if told.size > row.newest_size {
                    (row.newest, row.newest_size) = (Some(signed.clone()), told.size);
                }
                Ok(())
            }
        }
    }

    /// A signed head no longer than what we hold has another root than our tree had: our head proves the fork.
    pub(super) fn prove_older_fork(
        &self,
        turn: &mut Turn,
        row: &mut JournalRow,
        old: &SignedCheckpoint,
        told: &Checkpoint,
        ours: Hash,
    ) -> Stored<()> {
        let Some(head) = row.head.clone().filter(|_| row.head_size >= told.size) else { return Ok(()) };
        let evidence = if told.size == row.head_size {
            ForkEvidence::SameSize { a: head, b: old.clone() }
        } else {
            let read = |id| turn.store.tile(&row.id, id);
            let proof = proof::consistency(told.size, row.head_size, read).map_err(tiles_failed)?;
            ForkEvidence::Inconsistent { old: old.clone(), new: head, root_at_old: ours, proof }
        };
        self.forked(turn, row, &evidence)
    }

    /// Keeps the evidence and closes the journal. The caller lets what waited for it go on.
    pub(super) fn forked(&self, turn: &mut Turn, row: &mut JournalRow, evidence: &ForkEvidence) -> Stored<()> {
        if self.planted(Planted::ForkIgnored) {
            return Ok(());
        }
        row.standing = Standing::Forked;
        turn.store.put_journal(row)?;
        let (about, journal) = (row.id.party.clone(), row.id.clone());
        turn.find(Finding { about, journal, index: None, code: "fork", evidence: evidence.to_bytes() })
    }

    /// Every key that may cosign under an agreement.
    fn cosigners(&self, agreement: &AgreementId) -> Vec<(PartyId, PublicKey)> {
        let rings = self.deals.get(agreement).into_iter().flat_map(|deal| &deal.rings);
        rings.flat_map(|(party, ring)| ring.ever(Role::Node).map(|key| (party.clone(), *key))).collect()
    }

    fn epoch_of(&self, row: &JournalRow) -> u32 {
        self.deals.get(&row.id.agreement).map_or(0, |deal| deal.epoch)
    }

    /// A peer told what it holds of a journal of ours: take back what we lost, or note that it holds no more than we.
    fn recognise(&mut self, turn: &mut Turn, from: &PartyId, row: &JournalRow, told: &HeadRow) -> Stored<()> {
        // Entries beyond its newest whole head it cannot give to anybody, ourselves included.
        let gives = told.head.as_deref().and_then(claimed_size).unwrap_or(0);
        if self.weigh_loss(turn, row, from, gives)? {
            return Ok(());
        }
        let holds_more = told.holds > row.size() || row.newest_size > row.size();
        if row.standing == Standing::Open && !holds_more && row.id.epoch == self.epoch_of(row) {
            self.confirm(turn, from, &row.id)?;
        }
        Ok(())
    }

    /// A peer that knows an agreement and holds nothing of our journal under it says so by not mentioning it.
    fn confirm_unmentioned(&mut self, turn: &mut Turn, from: &PartyId, heads: &Heads) -> Stored<()> {
        let unmentioned = |deal: &&Deal| {
            let own = self.own(deal);
            deal.rings.contains_key(from)
                && !self.confirmed.contains(&deal.id)
                && !heads.journals.iter().any(|told| told.journal == own)
                // A peer that does not know the agreement at all has nothing to say about it.
                && heads.journals.iter().any(|told| told.journal.agreement == deal.id)
        };
        let ids: Vec<_> = self.deals.values().filter(unmentioned).map(|deal| self.own(deal)).collect();
        for id in ids {
            let row = turn.journal(&id)?;
            let lost = self.weigh_loss(turn, &row, from, 0)?;
            if !lost && row.standing == Standing::Open && row.newest_size <= row.size() {
                self.confirm(turn, from, &id)?;
            }
        }
        Ok(())
    }

    /// `from` holds no more of our journal than we do. Once all have said so it may be written: one of them alone may
    /// not have been given yet what another holds.
    pub(super) fn confirm(&mut self, turn: &mut Turn, from: &PartyId, id: &JournalId) -> Stored<()> {
        let Some(deal) = self.deals.get(&id.agreement).filter(|deal| !self.confirmed.contains(&deal.id)) else {
            return Ok(());
        };
        let heard = self.heard.entry(id.agreement.clone()).or_default();
        heard.insert(from.clone());
        let all = deal.rings.keys().all(|party| *party == self.identity.me || heard.contains(party));
        if all || self.planted(Planted::ConfirmedByOne) {
            self.heard.remove(&id.agreement);
            self.confirmed.insert(id.agreement.clone());
            turn.effects.push(Effect::Confirmed(id.agreement.clone()));
            self.advance(turn, &id.agreement)?;
        }
        Ok(())
    }
}

/// The size that a head claims; nobody gains by a false one, since entries are checked against the head.
fn claimed_size(head: &str) -> Option<u64> {
    head.lines().nth(1)?.parse().ok()
}
