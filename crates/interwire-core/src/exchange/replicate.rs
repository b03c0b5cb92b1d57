//! Taking partners' journals, and our own back: pages are checked against a signed head before anything is kept.
//! What does not agree is either a bad answer, which is asked for again, or proof that the author signed two
//! histories, which is kept as evidence and closes the journal.

use super::Planted;
use super::machine::{Effect, Machine, Turn};
use super::message::Page;
use super::store::{JournalRow, Standing, Stored};
use super::write::extend;
use crate::ids::{Hash, JournalId, PartyId};
use crate::journal::checkpoint::{Checkpoint, SignedCheckpoint};
use crate::journal::evidence::ForkEvidence;
use crate::journal::{proof, tree};
use crate::keys::{KeyPaper, KeyRing, PublicKey, Role};
use crate::protocol::v1::statement::{Body, STATEMENT_BYTES_MAX, Statement};

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
    /// Takes a page of any journal of an agreement that we share with `from`, our own included.
    ///
    /// # Errors
    /// If the store fails.
    pub fn take_page(&mut self, turn: &mut Turn, from: &PartyId, page: &Page) -> Stored<Taken> {
        // Of a quarantined agreement only our own journal is taken, which nobody else can have signed.
        let ours = page.journal.party == self.identity.me;
        let deal =
            if ours { self.known(&page.journal.agreement, from) } else { self.shared(&page.journal.agreement, from) };
        if deal.is_none() {
            return Ok(Taken::NotShared);
        }
        self.take_any_page(turn, from, page)
    }

    /// Takes a page, also of an agreement that is quarantined.
    pub(super) fn take_any_page(&mut self, turn: &mut Turn, from: &PartyId, page: &Page) -> Stored<Taken> {
        let Some(deal) = self.known(&page.journal.agreement, from) else { return Ok(Taken::NotShared) };
        let Some(ring) = deal.rings.get(&page.journal.party) else { return Ok(Taken::NotShared) };
        let mut ring = ring.clone();
        if self.is_too_far_ahead(&page.journal) {
            return Ok(Taken::Closed);
        }
        if page.entries.iter().any(|bytes| bytes.len() > STATEMENT_BYTES_MAX) {
            return Ok(Taken::Forged);
        }
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
        let Some((signed, head)) = self.checked_head(&row, &page.checkpoint, &ring) else { return Ok(Taken::Forged) };
        let size = row.size() + entries.len() as u64;
        if !self.continues(&row, entries, &head, &page.proof) {
            return self.diverged(turn, &mut row, (signed, head), size);
        }
        let first = row.size();
        extend(turn, &mut row, first, entries)?;
        self.adopt_head(turn, &mut row, (signed, head))?;
        turn.store.put_journal(&row)?;
        self.keep_ring(&page.journal, ring);
        if page.journal.party == self.identity.me {
            self.find_epoch(turn, &page.journal.agreement)?;
            self.has_acted(turn, &page.journal.agreement);
        }
        turn.effects.push(Effect::Changed(page.journal.agreement.clone()));
        self.advance(turn, &page.journal.agreement)?;
        if page.journal.party == self.identity.me {
            self.reconcile(turn, &page.journal.agreement, entries)?;
        }
        for agreement in std::mem::take(&mut turn.urgent) {
            self.flush(turn, &agreement)?;
        }
        Ok(Taken::Grown)
    }

    /// The head of a page, if its author signed it.
    fn checked_head(&self, row: &JournalRow, text: &str, ring: &KeyRing) -> Option<(SignedCheckpoint, Checkpoint)> {
        if let Some(newest) = row.newest.as_ref().filter(|newest| newest.as_str() == text) {
            // It was verified when it was heard of.
            return Some((newest.clone(), newest.unverified().clone()));
        }
        match verified(text, &row.id, ring) {
            Some((signed, head, key)) => Some((clean(signed, &key), head)),
            None if self.planted(Planted::CheckpointSignatureUnchecked) => unverified(text),
            None => None,
        }
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

    /// The page's head becomes ours to tell, cosigned, once all its entries are held. Every head seen so far must then
    /// be one of our tree.
    fn adopt_head(
        &self,
        turn: &mut Turn,
        row: &mut JournalRow,
        (mut signed, head): (SignedCheckpoint, Checkpoint),
    ) -> Stored<()> {
        if head.size != row.size() {
            return self.weigh_head(turn, row, (&signed, &head));
        }
        if row.id.party != self.identity.me && head.size >= row.newest_size {
            // A note that is full is still a head; only our cosignature is missing from it.
            let _ = signed.cosign(&self.identity.me, &self.identity.key, turn.now);
        }
        (row.head, row.head_size) = (Some(signed.clone()), head.size);
        if row.newest_size > head.size {
            return Ok(());
        }
        let before = row.newest.replace(signed);
        row.newest_size = head.size;
        let Some(before) = before else { return Ok(()) };
        let told = before.unverified().clone();
        let ours = turn.root_at(row, told.size)?;
        if ours == told.root { Ok(()) } else { self.prove_older_fork(turn, row, &before, &told, ours) }
    }

    /// A page under a head of the author's does not continue what we hold. The head is remembered; it may prove a fork
    /// at once.
    fn diverged(
        &mut self,
        turn: &mut Turn,
        row: &mut JournalRow,
        (signed, head): (SignedCheckpoint, Checkpoint),
        size: u64,
    ) -> Stored<Taken> {
        self.weigh_head(turn, row, (&signed, &head))?;
        turn.store.put_journal(row)?;
        if row.standing == Standing::Forked {
            self.advance(turn, &row.id.agreement)?;
            return Ok(Taken::Closed);
        }
        Ok(if head.size >= size { Taken::Diverged } else { Taken::Forged })
    }

    fn keep_ring(&mut self, journal: &JournalId, ring: KeyRing) {
        let Some(known) = self.deals.get_mut(&journal.agreement).and_then(|deal| deal.rings.get_mut(&journal.party))
        else {
            return;
        };
        let grown = known.number() < ring.number();
        *known = ring;
        if grown {
            self.share_papers();
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
        let Some((new, _, key)) = verified(checkpoint, journal, ring) else { return Ok(false) };
        let new = clean(new, &key);
        let ring = ring.clone();
        let mut row = turn.journal(journal)?;
        let Some(old) = row.head.clone() else { return Ok(false) };
        let evidence = ForkEvidence::Inconsistent { old, new, root_at_old, proof: path.to_vec() };
        let keys: Vec<_> = ring.ever(Role::Node).copied().collect();
        let proven = evidence.verify_any(journal, &keys);
        if proven {
            self.forked(turn, &mut row, &evidence)?;
            self.advance(turn, &journal.agreement)?;
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
fn learn_papers<'a>(ring: &mut KeyRing, texts: impl Iterator<Item = &'a String>) {
    for paper in sorted(texts) {
        let _ = ring.apply(paper);
    }
}

/// The papers that read, in the order of their numbers.
pub(super) fn sorted<'a>(texts: impl Iterator<Item = &'a String>) -> Vec<KeyPaper> {
    let mut papers: Vec<_> = texts.filter_map(|text| KeyPaper::from_bytes(text.as_bytes()).ok()).collect();
    papers.sort_by_key(KeyPaper::number);
    papers
}

/// Cheap first look, so that not every entry of a long page is parsed twice.
fn has_kind_keys(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| text.contains(r#""kind":"keys""#))
}

/// The head, if it is signed for this journal by one of its author's keys, and by which.
pub(super) fn verified(
    text: &str,
    journal: &JournalId,
    ring: &KeyRing,
) -> Option<(SignedCheckpoint, Checkpoint, PublicKey)> {
    authentic(SignedCheckpoint::parse(text).ok()?, journal, ring)
}

/// The same for a head that was read.
pub(super) fn authentic(
    signed: SignedCheckpoint,
    journal: &JournalId,
    ring: &KeyRing,
) -> Option<(SignedCheckpoint, Checkpoint, PublicKey)> {
    let (checkpoint, key) = signed.verify_any(journal, ring.valid(Role::Node)).ok()?;
    Some((signed, checkpoint, key))
}

/// A verified head without the lines that anybody may have added to its note.
pub(super) fn clean(signed: SignedCheckpoint, author: &PublicKey) -> SignedCheckpoint {
    if signed.note().signatures.len() == 1 {
        return signed;
    }
    signed.bare(author).unwrap_or(signed)
}

fn unverified(text: &str) -> Option<(SignedCheckpoint, Checkpoint)> {
    let signed = SignedCheckpoint::parse(text).ok()?;
    let checkpoint = signed.unverified().clone();
    Some((signed, checkpoint))
}
