//! Answering peers. Everything here reads; what a push twin brings is taken by `replicate` and `arrive`.

use super::Planted;
use super::machine::{Machine, Turn, tiles_failed};
use super::message::{
    BLOB_ALONE, BLOBS_BYTES_MAX, BLOBS_MAX, HeadRow, Heads, PAGE_BYTES_MAX, PAGE_ENTRIES_MAX, Page, Refusal, Request,
    Response, WANTS_MAX,
};
use super::replicate::Taken;
use super::store::{JournalRow, Soon, Stored};
use crate::ids::{AgreementId, Hash, JournalId, PartyId};
use crate::journal::checkpoint::SignedCheckpoint;
use crate::journal::{proof, tile};
use crate::protocol::v1::fields::BlobRef;

impl Machine {
    /// Answers a request of an authenticated peer. `Offer` is answered by [`Machine::take_offer`].
    ///
    /// # Errors
    /// If the store fails.
    pub fn serve(&mut self, turn: &mut Turn, from: &PartyId, request: Request) -> Stored<Response> {
        match request {
            Request::Heads { .. } => Ok(Response::Heads(self.heads_for(turn, from)?)),
            // What somebody else is said to hold proves nothing.
            Request::TellHeads(heads) if heads.from != *from => Ok(Response::Refused(Refusal::Forged)),
            Request::TellHeads(heads) => {
                self.hear(turn, from, &heads)?;
                Ok(Response::Heads(self.heads_for(turn, from)?))
            }
            Request::TellKeys(papers) => {
                self.learn_papers(turn, from, &papers);
                Ok(Response::Heads(self.heads_for(turn, from)?))
            }
            Request::Entries { journal, from: first, to } => self.serve_page(turn, from, &journal, first, to),
            Request::GiveEntries(page) => self.take_given_page(turn, from, &page),
            Request::Consistency { journal, old, new } => self.serve_consistency(turn, from, &journal, old, new),
            Request::Blobs { agreement, blobs } => self.serve_blobs(turn, from, &agreement, &blobs),
            Request::GiveBlobs { agreement, blobs } => {
                if self.shared(&agreement, from).is_none() {
                    return Ok(Response::Refused(Refusal::NotYours));
                }
                self.take_blobs(turn, &agreement, &blobs)?;
                Ok(Response::Heads(self.heads_for(turn, from)?))
            }
            Request::Offer(offer) => self.take_offer(turn, from, &offer),
        }
    }

    /// What we tell a peer: our journals and copies under the agreements we share, and what we lack.
    ///
    /// # Errors
    /// If the store fails.
    pub fn heads_for(&self, turn: &mut Turn, peer: &PartyId) -> Stored<Heads> {
        let mut heads =
            Heads { from: self.identity.me.clone(), endpoint: None, journals: Vec::new(), wants: Vec::new(), token: 0 };
        let known = self.deals.values().filter(|deal| deal.rings.contains_key(peer) && *peer != self.identity.me);
        for deal in known {
            heads.journals.extend(turn.store.journals(&deal.id)?.into_iter().map(tell));
            let wants = turn.store.wants(&deal.id, 0..=u64::MAX, WANTS_MAX)?;
            heads.wants.extend(wants.into_iter().map(|blob| (deal.id.clone(), blob)));
        }
        Ok(heads)
    }

    fn serve_page(&self, turn: &mut Turn, from: &PartyId, id: &JournalId, first: u64, to: u64) -> Stored<Response> {
        if self.shared(&id.agreement, from).is_none() {
            return Ok(Response::Refused(Refusal::NotYours));
        }
        let row = turn.journal(id)?;
        if first >= row.head_size.min(to) {
            return Ok(Response::Refused(Refusal::NotHeld));
        }
        Ok(match self.page(turn, &row, first)? {
            Some(page) => Response::Page(page),
            None => Response::Refused(Refusal::NotHeld),
        })
    }

    /// A page of a journal from `first` towards its newest complete head.
    ///
    /// # Errors
    /// If the store fails.
    pub(super) fn page(&self, turn: &mut Turn, row: &JournalRow, first: u64) -> Stored<Option<Page>> {
        let count = PAGE_ENTRIES_MAX.min(row.head_size.saturating_sub(first));
        let Some(head) = row.head.as_ref().filter(|_| count > 0) else { return Ok(None) };
        let entries = turn.store.entries(&row.id, first, count, PAGE_BYTES_MAX)?;
        let end = first + entries.len() as u64;
        let (checkpoint, proof) = if end == row.head_size {
            (head.as_str().to_owned(), Vec::new())
        } else if row.id.party == self.identity.me {
            // The author can sign the head that fits the page, so the reader never ends between heads.
            let root = turn.root_at(row, end)?;
            (self.signed_head(&row.id, end, root)?.as_str().to_owned(), Vec::new())
        } else {
            let proof = proof::consistency(end, row.head_size, |id| turn.store.tile(&row.id, id));
            (head.as_str().to_owned(), proof.map_err(tiles_failed)?)
        };
        Ok(Some(Page { journal: row.id.clone(), from: first, entries, checkpoint, proof }))
    }

    fn take_given_page(&mut self, turn: &mut Turn, from: &PartyId, page: &Page) -> Stored<Response> {
        Ok(match self.take_page(turn, from, page)? {
            Taken::Grown | Taken::Known => Response::Heads(self.heads_for(turn, from)?),
            Taken::Gap => Response::Refused(Refusal::Gap),
            Taken::Forged | Taken::Diverged => Response::Refused(Refusal::Forged),
            Taken::Closed => Response::Refused(Refusal::Closed),
            Taken::NotShared => Response::Refused(Refusal::NotYours),
        })
    }

    fn serve_consistency(
        &self,
        turn: &mut Turn,
        from: &PartyId,
        id: &JournalId,
        old: u64,
        new: u64,
    ) -> Stored<Response> {
        if self.shared(&id.agreement, from).is_none() {
            return Ok(Response::Refused(Refusal::NotYours));
        }
        let row = turn.journal(id)?;
        let Some(head) = row.head.as_ref().filter(|_| row.head_size >= new && old <= row.head_size) else {
            return Ok(Response::Refused(Refusal::NotHeld));
        };
        let root_at_old = tile::root_at(old, |tile| turn.store.tile(id, tile)).map_err(tiles_failed)?;
        let path = proof::consistency(old, row.head_size, |tile| turn.store.tile(id, tile)).map_err(tiles_failed)?;
        Ok(Response::Consistency { root_at_old, proof: path, checkpoint: head.as_str().to_owned() })
    }

    fn serve_blobs(
        &self,
        turn: &mut Turn,
        from: &PartyId,
        agreement: &AgreementId,
        asked: &[BlobRef],
    ) -> Stored<Response> {
        if self.shared(agreement, from).is_none() {
            return Ok(Response::Refused(Refusal::NotYours));
        }
        if asked.len() > BLOBS_MAX {
            return Ok(Response::Refused(Refusal::TooMuch));
        }
        Ok(Response::Blobs(self.blobs(turn, agreement, asked)?))
    }

    /// Whether a party may fetch a blob under an agreement.
    ///
    /// # Errors
    /// If the store fails.
    pub fn may_fetch(&self, turn: &mut Turn, from: &PartyId, agreement: &AgreementId, hash: &Hash) -> Stored<bool> {
        Ok(self.shared(agreement, from).is_some() && turn.store.granted(agreement, hash)?)
    }

    /// The size of a blob that a party may bring because we want it under an agreement.
    ///
    /// # Errors
    /// If the store fails.
    pub fn wanted_size(
        &self,
        turn: &mut Turn,
        from: &PartyId,
        agreement: &AgreementId,
        hash: &Hash,
    ) -> Stored<Option<u64>> {
        if self.shared(agreement, from).is_none() {
            return Ok(None);
        }
        let wants = turn.store.wants(agreement, 0..=u64::MAX, usize::MAX)?;
        Ok(wants.into_iter().find(|blob| blob.hash == *hash).map(|blob| blob.size))
    }

    /// Those of `asked` that are held and may be served under the agreement, as many as fit one stream.
    pub(super) fn blobs(&self, turn: &mut Turn, agreement: &AgreementId, asked: &[BlobRef]) -> Stored<Vec<Vec<u8>>> {
        let (mut found, mut total) = (Vec::new(), 0);
        let soon: Vec<_> = asked.iter().map(|blob| Soon::Served(agreement, &blob.hash)).collect();
        turn.store.foresee(&soon)?;
        for blob in asked {
            if !turn.store.granted(agreement, &blob.hash)? && !self.planted(Planted::BlobServedToAnyone) {
                continue;
            }
            if blob.size > BLOB_ALONE || total + blob.size > BLOBS_BYTES_MAX {
                continue;
            }
            if let Some(bytes) = turn.store.blob(&blob.hash)? {
                total += bytes.len() as u64;
                found.push(bytes);
            }
        }
        Ok(found)
    }
}

fn tell(row: JournalRow) -> HeadRow {
    let text = |head: Option<SignedCheckpoint>| head.map(|head| head.as_str().to_owned());
    let newest = row.newest.filter(|_| row.newest_size > row.head_size);
    HeadRow { holds: row.frontier.size(), head: text(row.head), newest: text(newest), journal: row.id }
}
