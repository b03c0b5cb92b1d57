//! The next epoch: the one cure for a proven fork, a disk that lost what nobody else holds, a compromised key. A person
//! at one party proposes it, which begins that party's new journal; a person at each other party accepts, which begins
//! theirs. What a party writes in an epoch takes effect for those who have begun it with the same document.

use super::deal::Deal;
use super::machine::{Effect, Machine, Turn, own_statement_failed};
use super::message::EPOCHS_AHEAD_MAX;
use super::relay::keys_bodies;
use super::store::{JournalRow, Standing, Store, StoreError, Stored};
use crate::ids::{AgreementId, Hash, JournalId, PartyId, Position};
use crate::keys::{PublicKey, Role, Signature};
use crate::protocol::v1::epoch::{EPOCH_DOMAIN, EpochDocument};
use crate::protocol::v1::fields::BlobRef;
use crate::protocol::v1::statement::{Body, Code, Seen, Statement};

/// Why an epoch cannot be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoEpoch {
    /// No such agreement, or no such document of it.
    #[error("there is no such agreement, or no such epoch document of it")]
    Unknown,
    /// The document names heads that differ from what is held here, or leaves out entries of ours.
    #[error(
        "it does not count what is held here, or leaves out what our own journal said since; that can be abandoned"
    )]
    OtherHeads,
    /// It is not the next one.
    #[error("it is not the next epoch")]
    NotNext,
}

impl Machine {
    /// Proposes the next epoch: everything that has taken effect here counts. Our new journal begins with it.
    ///
    /// # Errors
    /// If the store fails; the inner result if there is no such agreement.
    pub fn propose_epoch(
        &mut self,
        turn: &mut Turn,
        agreement: &AgreementId,
        reason: Code,
    ) -> Stored<Result<Hash, NoEpoch>> {
        let Some(deal) = self.deals.get(agreement) else { return Ok(Err(NoEpoch::Unknown)) };
        let parties: Vec<PartyId> = deal.rings.keys().cloned().collect();
        let epoch = latest(turn.store, agreement)? + 1;
        let mut heads = Vec::new();
        for party in &parties {
            if let Some(row) = newest_of(turn.store, agreement, party)? {
                let root = turn.root_at(&row, row.folded)?;
                heads.push(Seen { party: party.clone(), epoch: row.id.epoch, size: row.folded, root });
            }
        }
        let document = EpochDocument { agreement: agreement.clone(), epoch, heads, parties, reason };
        let bytes = document.to_bytes().map_err(|e| StoreError(e.to_string()))?;
        turn.store.put_blob(&Hash::of(&bytes), &bytes)?;
        self.begin_epoch(turn, &document, &bytes)?;
        Ok(Ok(Hash::of(&bytes)))
    }

    /// Accepts an epoch that another party has proposed. With `abandon_own` a person agrees that our former journal
    /// counts only as the others hold it, where ours has gone another way: what we wrote there was never theirs.
    ///
    /// # Errors
    /// If the store fails; the inner result if the document is not what it must be.
    pub fn accept_epoch(
        &mut self,
        turn: &mut Turn,
        agreement: &AgreementId,
        document: &Hash,
        abandon_own: bool,
    ) -> Stored<Result<(), NoEpoch>> {
        let Some(bytes) = turn.store.blob(document)? else { return Ok(Err(NoEpoch::Unknown)) };
        let Some(read) = EpochDocument::from_bytes(&bytes).ok().filter(|read| read.agreement == *agreement) else {
            return Ok(Err(NoEpoch::Unknown));
        };
        let Some(deal) = self.deals.get(agreement) else { return Ok(Err(NoEpoch::Unknown)) };
        if deal.epoch >= read.epoch || !deal.rings.keys().eq(&read.parties) {
            return Ok(Err(NoEpoch::NotNext));
        }
        for party in read.parties.iter().filter(|party| **party != self.identity.me) {
            if self.named(turn, &read, party)?.is_none() {
                return Ok(Err(NoEpoch::OtherHeads));
            }
        }
        let again = self.answered_since(turn, &read)?;
        if again.is_none() && !abandon_own {
            return Ok(Err(NoEpoch::OtherHeads));
        }
        self.begin_epoch(turn, &read, &bytes)?;
        self.say(turn, agreement, again.unwrap_or_default())?;
        Ok(Ok(()))
    }

    /// The party's former journal, and how much of it counts, if the document names a head of it that we hold.
    fn named(&self, turn: &mut Turn, document: &EpochDocument, party: &PartyId) -> Stored<Option<(JournalRow, u64)>> {
        let held = before(turn.store, &document.agreement, party, document.epoch)?;
        let told = document.heads.iter().find(|head| head.party == *party);
        let (Some(row), Some(told)) = (held, told) else { return Ok(None) };
        let same = told.epoch == row.id.epoch && told.size <= row.size();
        Ok(if same && turn.root_at(&row, told.size)? == told.root { Some((row, told.size)) } else { None })
    }

    /// What our former journal says beyond the head that the document names, to be said again in the next: answers that
    /// had not reached the party that proposes. None if it has gone another way, or says anything else there.
    fn answered_since(&self, turn: &mut Turn, document: &EpochDocument) -> Stored<Option<Vec<Body>>> {
        let Some((row, counts)) = self.named(turn, document, &self.identity.me)? else { return Ok(None) };
        let entries = turn.store.entries(&row.id, counts, row.size() - counts, usize::MAX)?;
        let mut again = Vec::new();
        for bytes in &entries {
            let body = Statement::from_bytes(bytes).map_err(own_statement_failed)?.body;
            let (of, epoch, last) = match &body {
                Body::Received(what) | Body::Refused { what, .. } => {
                    (&what.of, &what.epoch, what.ranges.last().map_or(&0, |(_, last)| last))
                }
                Body::Answered { of, epoch, index, .. } => (of, epoch, index),
                _ => return Ok(None),
            };
            // An answer to what does not count any more is no answer.
            let gone =
                document.heads.iter().any(|head| head.party == *of && head.epoch == *epoch && head.size <= *last);
            if !gone {
                again.push(body);
            }
        }
        Ok(Some(again))
    }

    /// Our journal of the epoch begins: the document with our signature, then our keys.
    fn begin_epoch(&mut self, turn: &mut Turn, document: &EpochDocument, bytes: &[u8]) -> Stored<()> {
        let agreement = document.agreement.clone();
        let Some(deal) = self.deals.get_mut(&agreement) else { return Ok(()) };
        deal.epoch = document.epoch;
        deal.let_go();
        self.confirmed.insert(agreement.clone());
        let sig = self.identity.key.sign(EPOCH_DOMAIN, bytes).0;
        let doc = BlobRef { hash: Hash::of(bytes), size: bytes.len() as u64 };
        let opening = Body::Epoch { doc, key: self.identity.key.public(), sig };
        let all = keys_bodies(self.papers.iter());
        self.say(turn, &agreement, [opening].into_iter().chain(all).collect())?;
        self.advance(turn, &agreement)
    }

    /// Whether an entry of an epoch of a partner must wait: for the document, or for us to begin the epoch too.
    pub(super) fn waits_for_epoch(&mut self, turn: &mut Turn, position: &Position, body: &Body) -> Stored<bool> {
        let id = &position.journal;
        if id.epoch == 0 || id.party == self.identity.me {
            return Ok(false);
        }
        if let Body::Epoch { doc, .. } = body {
            self.want(turn, position, doc)?;
            if turn.store.has_blob(&doc.hash)? {
                turn.effects.push(Effect::EpochProposed(id.agreement.clone(), doc.hash));
            }
        }
        let ours = JournalId { party: self.identity.me.clone(), ..id.clone() };
        let begun = |turn: &mut Turn, journal: JournalId| {
            let first = turn.statement(&Position { journal, index: 0 })?;
            Ok(first.and_then(|first| match first.body {
                Body::Epoch { doc, .. } => Some(doc.hash),
                _ => None,
            }))
        };
        let (ours, theirs) = (begun(turn, ours)?, begun(turn, id.clone())?);
        Ok(ours.is_none() || ours != theirs)
    }

    /// What an `epoch` statement builds upon: the heads of its document, as if its `after` named them. None if its
    /// document or what counts of the former journals has still to come.
    pub(super) fn builds_upon_former(
        &mut self,
        turn: &mut Turn,
        position: &Position,
        body: &Body,
    ) -> Stored<Option<Vec<Seen>>> {
        let Body::Epoch { doc, .. } = body else { return Ok(Some(Vec::new())) };
        self.want(turn, position, doc)?;
        let Some(bytes) = turn.store.blob(&doc.hash)? else { return Ok(None) };
        // What is no such document is found out where the statement takes effect.
        let mut heads = EpochDocument::from_bytes(&bytes).map(|document| document.heads).unwrap_or_default();
        for head in &heads {
            let id = JournalId { party: head.party.clone(), epoch: head.epoch, ..position.journal.clone() };
            let row = turn.journal(&id)?;
            // Of our own journal others may have named what a person has given up.
            let counts = if head.party == self.identity.me { row.size().max(row.newest_size) } else { head.size };
            if row.standing == Standing::Open && row.folded < head.size.min(counts) {
                return Ok(None);
            }
        }
        heads.retain(|head| head.party != position.journal.party);
        Ok(Some(heads))
    }

    /// Whether we have begun a later epoch and hold all of this journal that counts.
    pub(super) fn is_left_behind(&self, turn: &mut Turn, row: &JournalRow) -> Stored<bool> {
        Ok(self.counts(turn, &row.id)?.is_some_and(|size| row.size() >= size))
    }

    /// How many entries of a journal count, if we have begun a later epoch: nobody takes more of it.
    pub(super) fn counts(&self, turn: &mut Turn, id: &JournalId) -> Stored<Option<u64>> {
        let Some(deal) = self.deals.get(&id.agreement).filter(|deal| deal.epoch > id.epoch) else {
            return Ok(None);
        };
        let opening = turn.statement(&Position { journal: self.own(deal), index: 0 })?;
        let Some(Body::Epoch { doc, .. }) = opening.map(|opening| opening.body) else { return Ok(None) };
        let document = turn.store.blob(&doc.hash)?.and_then(|bytes| EpochDocument::from_bytes(&bytes).ok());
        let heads = document.map(|document| document.heads).unwrap_or_default();
        let head = heads.iter().find(|head| head.party == id.party && head.epoch == id.epoch);
        // A journal that is not named is of an epoch before the last: all of it was agreed on then.
        Ok(Some(head.map_or(0, |head| head.size)))
    }

    /// Whether a journal is of an epoch too far ahead of ours to be looked at.
    pub(super) fn is_too_far_ahead(&self, journal: &JournalId) -> bool {
        let ours = self.deals.get(&journal.agreement).map_or(0, |deal| deal.epoch);
        journal.epoch > ours.saturating_add(EPOCHS_AHEAD_MAX)
    }

    /// Finds our own epoch again, after journals of ours came back.
    pub(super) fn find_epoch(&mut self, turn: &mut Turn, agreement: &AgreementId) -> Stored<()> {
        let me = self.identity.me.clone();
        match self.deals.get_mut(agreement) {
            Some(deal) => deal.find_epoch(&me, turn.store),
            None => Ok(()),
        }
    }

    /// Whether an `epoch` statement carries its author's signature over its document.
    pub(super) fn epoch_is_signed(
        &self,
        turn: &mut Turn,
        position: &Position,
        doc: &BlobRef,
        (key, sig): (&PublicKey, &[u8; 64]),
    ) -> Stored<bool> {
        let author = &position.journal.party;
        let ring = self.deals.get(&position.journal.agreement).and_then(|deal| deal.rings.get(author));
        let (Some(ring), Some(bytes)) = (ring, turn.store.blob(&doc.hash)?) else { return Ok(false) };
        let at_the_head = position.index == 0 && position.journal.epoch > 0;
        // Its certificate may stand in the next entry, so papers that have not taken effect count too.
        let certified = ring.state(key).is_some_and(|state| state.role == Role::Node);
        let signed = certified && key.verify(EPOCH_DOMAIN, &bytes, &Signature(*sig)).is_ok();
        Ok(at_the_head && signed)
    }
}

/// The latest epoch of any journal of the agreement.
fn latest(store: &mut dyn Store, agreement: &AgreementId) -> Stored<u32> {
    Ok(store.journals(agreement)?.iter().map(|row| row.id.epoch).max().unwrap_or(0))
}

fn newest_of(store: &mut dyn Store, agreement: &AgreementId, party: &PartyId) -> Stored<Option<JournalRow>> {
    before(store, agreement, party, u32::MAX)
}

/// A party's newest journal before an epoch.
fn before(store: &mut dyn Store, agreement: &AgreementId, party: &PartyId, epoch: u32) -> Stored<Option<JournalRow>> {
    let theirs = store.journals(agreement)?.into_iter().filter(|row| row.id.party == *party && row.id.epoch < epoch);
    Ok(theirs.max_by_key(|row| row.id.epoch))
}

impl Deal {
    /// Our own epoch: that of our newest journal.
    pub(super) fn find_epoch(&mut self, me: &PartyId, store: &mut dyn Store) -> Stored<()> {
        self.epoch = newest_of(store, &self.id, me)?.map_or(0, |row| row.id.epoch);
        self.let_go();
        Ok(())
    }
}
