//! Taking partners' journals, and our own back: pages are checked against a signed head before anything is kept.
//! What does not agree is either a bad answer, which is asked for again, or proof that the author signed two
//! histories, which is kept as evidence and closes the journal.

use super::Planted;
use super::deal::Deal;
use super::machine::{Effect, Machine, Turn, tiles_failed};
use super::message::{HeadRow, Heads, Page};
use super::store::{Finding, JournalRow, Standing, Stored};
use super::write::extend;
use crate::ids::{AgreementId, Hash, JournalId, PartyId};
use crate::journal::checkpoint::{Checkpoint, SignedCheckpoint};
use crate::journal::evidence::ForkEvidence;
use crate::journal::{proof, tree};
use crate::keys::{KeyPaper, KeyRing, PublicKey, Role};
use crate::protocol::v1::statement::{Body, Statement};

/// What became of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// Entries were added.
    Grown,
    /// Nothing in it was new.
    Known,
    /// It does not begin where we end.
    Gap,
    /// Its head is not signed by the author, or nothing in it can be checked.
    Forged,
    /// Its head is signed by the author, but its entries do not continue what we hold under that head.
    Diverged,
    /// The journal takes nothing more.
    Closed,
    /// The journal is not of an agreement that we share.
    NotShared,
}

impl Machine {
    /// Learns what a peer holds: notes newer heads, cosignatures, forks, and which head of ours it has.
    ///
    /// # Errors
    /// If the store fails.
    pub fn hear(&mut self, turn: &mut Turn, from: &PartyId, heads: &Heads) -> Stored<()> {
        for told in &heads.journals {
            let Some(deal) = self.shared(&told.journal.agreement, from) else { continue };
            let Some(ring) = deal.rings.get(&told.journal.party) else { continue };
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
            if told.journal.party == self.identity.me {
                self.recognise(turn, &row, told)?;
            }
        }
        self.confirm_unmentioned(turn, from, heads)
    }

    /// Holds a told head against what we hold.
    fn weigh(&self, turn: &mut Turn, row: &mut JournalRow, ring: &KeyRing, text: &str) -> Stored<()> {
        // A head under a key we do not know yet is no lie: the page that certifies the key comes with it.
        let Some((signed, told)) = verified(text, &row.id, ring) else { return Ok(()) };
        if told.size <= row.size() {
            let ours = turn.root_at(row, told.size)?;
            if ours != told.root {
                return self.prove_older_fork(turn, row, &signed, &told, ours);
            }
            if let Some(head) = row.head.as_mut().filter(|_| told.size == row.head_size) {
                // A note that is full keeps the cosignatures it has.
                let _ = head.merge(&signed, &self.cosigners(&row.id.agreement));
            }
        }
        let same_size = row.newest.as_ref().filter(|_| told.size == row.newest_size);
        if let Some(newest) = same_size {
            let differs = newest.unverified().root != told.root;
            if differs {
                let evidence = ForkEvidence::SameSize { a: newest.clone(), b: signed };
                return self.forked(turn, row, &evidence);
            }
        } else if told.size > row.newest_size {
            (row.newest, row.newest_size) = (Some(signed), told.size);
        }
        Ok(())
    }

    /// A signed head no longer than what we hold has another root than our tree had: our head proves the fork.
    fn prove_older_fork(
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

    /// Keeps the evidence and closes the journal.
    pub(super) fn forked(&self, turn: &mut Turn, row: &mut JournalRow, evidence: &ForkEvidence) -> Stored<()> {
        if self.planted(Planted::ForkIgnored) {
            return Ok(());
        }
        row.standing = Standing::Forked;
        turn.store.put_journal(row)?;
        let (about, journal) = (row.id.party.clone(), row.id.clone());
        turn.find(Finding { about, journal, index: None, code: "fork", evidence: evidence.to_bytes() })
    }

    /// A peer told what it holds of a journal of ours: take back what we lost, or confirm that we lost nothing.
    fn recognise(&mut self, turn: &mut Turn, row: &JournalRow, told: &HeadRow) -> Stored<()> {
        let holds_more = told.holds > row.size() || row.newest_size > row.size();
        if row.standing == Standing::Open && !holds_more && row.id.epoch == self.epoch_of(row) {
            self.confirm(turn, &row.id)?;
        }
        Ok(())
    }

    /// Every key that may cosign under an agreement.
    fn cosigners(&self, agreement: &AgreementId) -> Vec<(PartyId, PublicKey)> {
        let rings = self.deals.get(agreement).into_iter().flat_map(|deal| &deal.rings);
        rings.flat_map(|(party, ring)| ring.ever(Role::Node).map(|key| (party.clone(), *key))).collect()
    }

    fn epoch_of(&self, row: &JournalRow) -> u32 {
        self.deals.get(&row.id.agreement).map_or(0, |deal| deal.epoch)
    }

    /// A peer that shares an agreement and holds nothing of our journal confirms it as well.
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
            if row.standing == Standing::Open && row.newest_size <= row.size() {
                self.confirm(turn, &id)?;
            }
        }
        Ok(())
    }

    fn confirm(&mut self, turn: &mut Turn, id: &JournalId) -> Stored<()> {
        if self.confirmed.insert(id.agreement.clone()) {
            turn.effects.push(Effect::Confirmed(id.agreement.clone()));
            self.advance(turn, &id.agreement)?;
        }
        Ok(())
    }

    /// Takes a page of any journal of an agreement that we share with `from`, our own included.
    ///
    /// # Errors
    /// If the store fails.
    pub fn take_page(&mut self, turn: &mut Turn, from: &PartyId, page: &Page) -> Stored<Taken> {
        let Some(deal) = self.shared(&page.journal.agreement, from) else { return Ok(Taken::NotShared) };
        let Some(ring) = deal.rings.get(&page.journal.party) else { return Ok(Taken::NotShared) };
        let mut ring = ring.clone();
        let mut row = turn.journal(&page.journal)?;
        if row.standing != Standing::Open || self.is_left_behind(turn, &row)? {
            return Ok(Taken::Closed);
        }
        let entries = match new_entries(self, &row, page) {
            Ok(entries) => entries,
            Err(taken) => return Ok(taken),
        };
        // A page may bring the certificate of the very key that signed its head.
        learn_keys(&mut ring, entries);
        let checked = match verified(&page.checkpoint, &row.id, &ring) {
            Some(checked) => checked,
            None if self.planted(Planted::CheckpointSignatureUnchecked) => match unverified(&page.checkpoint) {
                Some(checked) => checked,
                None => return Ok(Taken::Forged),
            },
            None => return Ok(Taken::Forged),
        };
        let size = row.size() + entries.len() as u64;
        if !self.continues(&row, entries, &checked.1, &page.proof) {
            self.remember_newest(turn, &mut row, &checked)?;
            return Ok(if checked.1.size >= size { Taken::Diverged } else { Taken::Forged });
        }
        let first = row.size();
        extend(turn, &mut row, first, entries)?;
        self.adopt_head(&mut row, checked, turn);
        turn.store.put_journal(&row)?;
        self.keep_ring(&page.journal, ring);
        if page.journal.party == self.identity.me {
            self.find_epoch(turn, &page.journal.agreement)?;
        }
        turn.effects.push(Effect::Changed(page.journal.agreement.clone()));
        self.advance(turn, &page.journal.agreement)?;
        if std::mem::take(&mut turn.urgent) {
            self.flush(turn, &page.journal.agreement)?;
        }
        Ok(Taken::Grown)
    }

    /// Whether what we hold, then `entries`, is a prefix of the tree that the head signs.
    fn continues(&self, row: &JournalRow, entries: &[Vec<u8>], head: &Checkpoint, proof: &[Hash]) -> bool {
        let mut frontier = row.frontier.clone();
        entries.iter().for_each(|bytes| frontier.push(tree::leaf_hash(bytes)));
        if frontier.size() == head.size {
            return frontier.root() == head.root || self.planted(Planted::RootUnchecked);
        }
        self.planted(Planted::ConsistencyUnchecked)
            || proof::verify_consistency(frontier.size(), &frontier.root(), head.size, &head.root, proof).is_ok()
    }

    /// The page's head becomes ours to tell, cosigned, once all its entries are held.
    fn adopt_head(&self, row: &mut JournalRow, (mut signed, head): (SignedCheckpoint, Checkpoint), turn: &Turn) {
        if head.size > row.newest_size {
            (row.newest, row.newest_size) = (Some(signed.clone()), head.size);
        }
        if head.size == row.size() {
            if row.id.party != self.identity.me {
                // A note that is full is still a head; only our cosignature is missing from it.
                let _ = signed.cosign(&self.identity.me, &self.identity.key, turn.now);
            }
            (row.head, row.head_size) = (Some(signed), head.size);
        }
    }

    fn remember_newest(
        &self,
        turn: &mut Turn,
        row: &mut JournalRow,
        (signed, head): &(SignedCheckpoint, Checkpoint),
    ) -> Stored<()> {
        if head.size > row.newest_size {
            (row.newest, row.newest_size) = (Some(signed.clone()), head.size);
            turn.store.put_journal(row)?;
        }
        Ok(())
    }

    fn keep_ring(&mut self, journal: &JournalId, ring: KeyRing) {
        if let Some(deal) = self.deals.get_mut(&journal.agreement) {
            deal.rings.insert(journal.party.clone(), ring);
        }
    }

    /// The answer to "is your head an extension of the one I hold?", asked after a page diverged. If the peer's own
    /// proof shows another prefix than the author once signed to us, the author signed two histories.
    ///
    /// # Errors
    /// If the store fails.
    pub fn judge(
        &mut self,
        turn: &mut Turn,
        journal: &JournalId,
        root_at_old: Hash,
        path: &[Hash],
        checkpoint: &str,
    ) -> Stored<bool> {
        let Some(ring) = self.deals.get(&journal.agreement).and_then(|d| d.rings.get(&journal.party)) else {
            return Ok(false);
        };
        let Some((new, _)) = verified(checkpoint, journal, ring) else { return Ok(false) };
        let ring = ring.clone();
        let mut row = turn.journal(journal)?;
        let Some(old) = row.head.clone() else { return Ok(false) };
        let evidence = ForkEvidence::Inconsistent { old, new, root_at_old, proof: path.to_vec() };
        let keys: Vec<_> = ring.ever(Role::Node).copied().collect();
        let proven = evidence.verify_any(journal, &keys);
        if proven {
            self.forked(turn, &mut row, &evidence)?;
        }
        Ok(proven)
    }
}

/// The entries of a page that we do not hold yet, or why it cannot be used.
fn new_entries<'a>(machine: &Machine, row: &JournalRow, page: &'a Page) -> Result<&'a [Vec<u8>], Taken> {
    if page.from > row.size() {
        return Err(Taken::Gap);
    }
    let known = usize::try_from(row.size() - page.from).unwrap_or(usize::MAX);
    let known = if machine.planted(Planted::OverlapNotDropped) { 0 } else { known };
    match page.entries.get(known..) {
        Some([]) | None => Err(Taken::Known),
        Some(entries) => Ok(entries),
    }
}

/// Adds what the `keys` statements among the entries certify and revoke.
pub(super) fn learn_keys(ring: &mut KeyRing, entries: &[Vec<u8>]) {
    for bytes in entries.iter().filter(|bytes| has_kind_keys(bytes)) {
        if let Ok(Statement { body: Body::Keys { certified, revoked }, .. }) = Statement::from_bytes(bytes) {
            learn_papers(ring, certified.iter().chain(&revoked));
        }
    }
}

/// Applies certificates and revocations in the order of their numbers. A paper that the root key did not sign, or
/// that does not follow, changes nothing: the head under the key it would certify then fails to verify.
pub(super) fn learn_papers<'a>(ring: &mut KeyRing, texts: impl Iterator<Item = &'a String>) {
    let mut papers: Vec<_> = texts.filter_map(|text| KeyPaper::from_bytes(text.as_bytes()).ok()).collect();
    papers.sort_by_key(KeyPaper::number);
    for paper in papers {
        let _ = ring.apply(paper);
    }
}

/// Cheap first look, so that not every entry of a long page is parsed twice.
fn has_kind_keys(bytes: &[u8]) -> bool {
    const MARK: &[u8] = b"\"kind\":\"keys\"";
    bytes.windows(MARK.len()).any(|window| window == MARK)
}

/// The head, if it is signed for this journal by one of its author's keys.
pub(super) fn verified(text: &str, journal: &JournalId, ring: &KeyRing) -> Option<(SignedCheckpoint, Checkpoint)> {
    let signed = SignedCheckpoint::parse(text).ok()?;
    let (checkpoint, _) = signed.verify_any(journal, ring.valid(Role::Node)).ok()?;
    Some((signed, checkpoint))
}

fn unverified(text: &str) -> Option<(SignedCheckpoint, Checkpoint)> {
    let signed = SignedCheckpoint::parse(text).ok()?;
    let checkpoint = signed.unverified().clone();
    Some((signed, checkpoint))
}
