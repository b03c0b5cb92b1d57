//! Agreements between strangers: opening one with an offer, taking an offer in, signing and declining.

use super::deal::{Deal, read_agreement, roots_of};
use super::machine::{Effect, Machine, Turn};
use super::message::{BLOBS_MAX, OFFER_ENTRIES_MAX, Offer, Page, Refusal, Request, Response};
use super::replicate::Taken;
use super::store::{StoreError, Stored};
use crate::agreement::check::{self, successor};
use crate::agreement::{Agreement, life};
use crate::ids::{AgreementId, Hash, PartyId};
use crate::keys::{KeyPaper, KeyRing, PublicKey};
use crate::protocol::v1::agreement::AgreementVersion;
use crate::protocol::v1::fields::BlobRef;
use crate::protocol::v1::statement::{AgreementAct, Body, Code, Statement};

/// The largest agreement document, text or signature page in an offer.
pub const OFFER_BLOB_BYTES_MAX: usize = 8 << 20;
/// Agreements known of which we have signed nothing: more offers are refused until a person has looked.
pub const UNREAD_OFFERS_MAX: usize = 16;

/// Why an act on an agreement is not possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotAct {
    /// The document does not read, or is not about us.
    #[error("the agreement cannot be read, or this party is not in it")]
    Unreadable,
    /// No such agreement or version.
    #[error("there is no such agreement, or no such version of it")]
    Unknown,
    /// This program does not understand all of it, or its articles contradict each other.
    #[error("the agreement has what this program does not understand, or contradicts itself: it must not be signed")]
    MustNotSign,
    /// It would have no effect.
    #[error(transparent)]
    Refused(#[from] life::Refusal),
}

/// What an offer, or a signature, of ours consists of.
#[derive(Debug, Clone)]
pub struct Sealed {
    /// The signature page's bytes.
    pub page: Vec<u8>,
    /// The seal key's signature over them.
    pub seal: [u8; 64],
}

impl Machine {
    /// Offers an agreement version, and signs it at once if a seal comes with it: our journal under the agreement
    /// begins, or goes on, with it.
    ///
    /// # Errors
    /// If the store fails; the inner result says why the document cannot be offered.
    pub fn offer(
        &mut self,
        turn: &mut Turn,
        document: &[u8],
        texts: &[Vec<u8>],
        sealed: Option<&Sealed>,
    ) -> Stored<Result<AgreementId, CannotAct>> {
        let version = Hash::of(document);
        let Some(agreement) = self.readable(document) else { return Ok(Err(CannotAct::Unreadable)) };
        if !self.may_sign(document) {
            return Ok(Err(CannotAct::MustNotSign));
        }
        let (id, predecessor) = (agreement.id.clone(), agreement.predecessor);
        let fresh = !self.deals.contains_key(&id);
        self.open(turn, version, document, agreement)?;
        if fresh {
            // Its id was chosen just now, so no journal under it can be an old copy of another.
            self.confirmed.insert(id.clone());
        }
        self.has_acted(turn, &id);
        let mut blobs = vec![blob_ref(document)];
        for text in texts {
            turn.store.put_blob(&Hash::of(text), text)?;
            blobs.push(blob_ref(text));
        }
        self.say(turn, &id, vec![Body::Offered { agreement_version: version, predecessor, blobs }])?;
        if let Some(sealed) = sealed {
            self.seal(turn, &id, version, sealed)?;
        }
        Ok(Ok(id))
    }

    /// The agreement of a document that reads, names us, and names nobody whom we know under another root key: a party
    /// is its root key, and an id stands for one party only.
    fn readable(&self, document: &[u8]) -> Option<Agreement> {
        let agreement = read_agreement(document)?;
        let ours = agreement.party(&self.identity.me)?;
        let known: Vec<_> = self.deals.values().filter(|deal| deal.acted).flat_map(Deal::roots).collect();
        let same_root = |(party, root): &(PartyId, PublicKey)| known.iter().all(|(id, key)| id != party || key == root);
        let us = self.own_root().is_none_or(|root| root == ours.root_key);
        (us && roots_of(&agreement).iter().all(same_root)).then_some(agreement)
    }

    /// Whether nothing forbids to sign a document (docs/protocol.md, 10.3): a person who has read it signs what the
    /// program will run, so it must understand all of it.
    fn may_sign(&self, document: &[u8]) -> bool {
        let Ok(parsed) = AgreementVersion::read(document) else { return false };
        let agreement = &parsed.version().agreement;
        let deal = self.deals.get(&agreement.id);
        let before = agreement.predecessor.and_then(|hash| Some((hash, deal?.versions.get(&hash)?)));
        let follows = before.is_none_or(|(hash, previous)| check::may_sign(&successor(hash, previous, agreement)));
        parsed.may_sign() && follows
    }

    /// Our root key, as our certificates name it.
    fn own_root(&self) -> Option<PublicKey> {
        self.papers.iter().find_map(|paper| match paper {
            KeyPaper::Certificate(certificate) => Some(certificate.root),
            KeyPaper::Revocation(_) => None,
        })
    }

    /// We have offered, signed or declined: the agreement is out of quarantine.
    pub(super) fn has_acted(&mut self, turn: &mut Turn, id: &AgreementId) {
        if let Some(deal) = self.deals.get_mut(id).filter(|deal| !deal.acted) {
            deal.acted = true;
            // From now on its parties may speak to us.
            turn.effects.push(Effect::Agreement(id.clone()));
        }
    }

    /// Knows an agreement from its document. That a journal of ours begins with it is not certain: our disk may have
    /// been restored to a time before it.
    fn open(&mut self, turn: &mut Turn, version: Hash, document: &[u8], agreement: Agreement) -> Stored<()> {
        let id = agreement.id.clone();
        turn.store.put_blob(&version, document)?;
        turn.store.put_agreement(&id)?;
        turn.store.put_agreement_document(&id, &version)?;
        self.deals.entry(id).or_insert_with(|| Deal::of(version, agreement));
        Ok(())
    }

    /// Says something of an agreement's life, if it would have an effect.
    fn act_by(&mut self, turn: &mut Turn, id: &AgreementId, body: Body) -> Stored<Result<(), CannotAct>> {
        if let Err(refusal) = self.would_count(turn, id, &body)? {
            return Ok(Err(refusal.into()));
        }
        self.has_acted(turn, id);
        self.say(turn, id, vec![body])?;
        self.advance(turn, id)?;
        Ok(Ok(()))
    }

    fn seal(&mut self, turn: &mut Turn, id: &AgreementId, version: Hash, sealed: &Sealed) -> Stored<()> {
        turn.store.put_blob(&Hash::of(&sealed.page), &sealed.page)?;
        let page = blob_ref(&sealed.page);
        self.say(turn, id, vec![Body::Signed { agreement_version: version, page, seal: sealed.seal }])
    }

    /// Signs a version.
    ///
    /// # Errors
    /// If the store fails; the inner result if there is no such version, or it would have no effect.
    pub fn sign(
        &mut self,
        turn: &mut Turn,
        id: &AgreementId,
        version: Hash,
        sealed: &Sealed,
    ) -> Stored<Result<(), CannotAct>> {
        if !self.deals.get(id).is_some_and(|deal| deal.versions.contains_key(&version)) {
            return Ok(Err(CannotAct::Unknown));
        }
        if !turn.store.blob(&version)?.is_some_and(|document| self.may_sign(&document)) {
            return Ok(Err(CannotAct::MustNotSign));
        }
        let page = blob_ref(&sealed.page);
        let body = Body::Signed { agreement_version: version, page, seal: sealed.seal };
        if let Err(refusal) = self.would_count(turn, id, &body)? {
            return Ok(Err(refusal.into()));
        }
        self.has_acted(turn, id);
        self.seal(turn, id, version, sealed)?;
        self.advance(turn, id)?;
        Ok(Ok(()))
    }

    /// Declines a version.
    ///
    /// # Errors
    /// If the store fails; the inner result if there is no such version, or it would have no effect.
    pub fn decline(
        &mut self,
        turn: &mut Turn,
        id: &AgreementId,
        version: Hash,
        reason: Code,
    ) -> Stored<Result<(), CannotAct>> {
        if !self.deals.get(id).is_some_and(|deal| deal.versions.contains_key(&version)) {
            return Ok(Err(CannotAct::Unknown));
        }
        self.act_by(turn, id, Body::Declined { agreement_version: version, reason })
    }

    /// Takes back a version that this party has offered. Its receivers learn of it as of the offer: those who have not
    /// acted on it by the next [`Machine::offer_request`].
    ///
    /// # Errors
    /// If the store fails; the inner result if there is no such version, or it would have no effect.
    pub fn withdraw(&mut self, turn: &mut Turn, id: &AgreementId, version: Hash) -> Stored<Result<(), CannotAct>> {
        if !self.deals.get(id).is_some_and(|deal| deal.versions.contains_key(&version)) {
            return Ok(Err(CannotAct::Unknown));
        }
        self.act_by(turn, id, Body::Withdrawn { agreement_version: version })
    }

    /// Suspends, resumes, gives notice of, or ends an agreement.
    ///
    /// # Errors
    /// If the store fails; the inner result if no version is in force, or it would have no effect.
    pub fn act(
        &mut self,
        turn: &mut Turn,
        id: &AgreementId,
        act: AgreementAct,
        reason: Code,
    ) -> Stored<Result<(), CannotAct>> {
        let now = turn.now;
        let running = self
            .deals
            .get(id)
            .and_then(|deal| deal.life.in_force_version(now).or_else(|| deal.versions.keys().next_back().copied()));
        let Some(agreement_version) = running else { return Ok(Err(CannotAct::Unknown)) };
        self.act_by(turn, id, Body::Agreement { act, agreement_version, reason })
    }

    /// The request that brings our offer to a stranger.
    ///
    /// # Errors
    /// If the store fails, or there is nothing of ours to offer.
    pub fn offer_request(&self, turn: &mut Turn, id: &AgreementId) -> Stored<Request> {
        let nothing = || StoreError(format!("there is nothing of ours to offer under {id}"));
        self.introduction(turn, id)?.ok_or_else(nothing)
    }

    /// The request that makes an agreement known to a party of it that does not know it, or has lost it with its disk:
    /// a document of it, what its signatures name, and the beginnings of its journals, ours first. None if nothing of
    /// ours is written under it.
    ///
    /// # Errors
    /// If the store fails.
    pub(super) fn introduction(&self, turn: &mut Turn, id: &AgreementId) -> Stored<Option<Request>> {
        let Some(deal) = self.deals.get(id) else { return Ok(None) };
        let row = turn.journal(&self.own(deal))?;
        let Some(page) = self.page(turn, &row, 0)? else { return Ok(None) };
        let others = self.beginnings(turn, &page)?;
        let (mut document, mut blobs) = (None, Vec::new());
        let entries = [&page].into_iter().chain(&others).flat_map(|page| &page.entries);
        let statements = entries.filter_map(|bytes| Statement::from_bytes(bytes).ok());
        for blob in statements.filter(|said| said.body.is_life()).flat_map(|said| said.body.blobs()) {
            let Some(bytes) = turn.store.blob(&blob.hash)?.filter(|bytes| !blobs.contains(bytes)) else { continue };
            if document.is_none() && deal.versions.contains_key(&blob.hash) {
                document = Some(bytes);
            } else if document.as_ref() != Some(&bytes) && blobs.len() < BLOBS_MAX {
                blobs.push(bytes);
            }
        }
        if document.is_none() {
            // We signed what another offered: any party of an agreement can make it known.
            for version in deal.versions.keys() {
                document = document.or(turn.store.blob(version)?);
            }
        }
        let theirs = turn.store.journals(id)?.into_iter().filter(|row| row.id.party != self.identity.me);
        let holds = theirs.map(|row| row.size()).max().unwrap_or(0);
        let offer = |document| Offer { document, blobs, page, others, holds, endpoint: None };
        Ok(document.map(|document| Request::Offer(Box::new(offer(document)))))
    }

    /// The beginnings of all journals of an agreement but the one whose page is given, as many as fit beside it.
    fn beginnings(&self, turn: &mut Turn, own: &Page) -> Stored<Vec<Page>> {
        let mut room = OFFER_ENTRIES_MAX.saturating_sub(own.entries.len() as u64);
        let mut pages = Vec::new();
        for row in turn.store.journals(&own.journal.agreement)?.into_iter().filter(|row| row.id != own.journal) {
            let Some(page) = self.page(turn, &row, 0)?.filter(|page| page.entries.len() as u64 <= room) else {
                continue;
            };
            room -= page.entries.len() as u64;
            pages.push(page);
        }
        Ok(pages)
    }

    /// Takes an offer in: it is kept, shown, and means nothing until a person of ours has signed. That it comes from
    /// the party it names is shown by its journal, whose head the party's certified key has signed.
    pub(super) fn take_offer(&mut self, turn: &mut Turn, from: &PartyId, offer: &Offer) -> Stored<Response> {
        let refused = |refusal| Ok(Response::Refused(refusal));
        let too_large = |bytes: &Vec<u8>| bytes.len() > OFFER_BLOB_BYTES_MAX;
        let entries: usize = [&offer.page].into_iter().chain(&offer.others).map(|page| page.entries.len()).sum();
        if offer.blobs.iter().any(too_large) || entries as u64 > OFFER_ENTRIES_MAX {
            return refused(Refusal::TooMuch);
        }
        let version = Hash::of(&offer.document);
        let Some(agreement) = self.readable(&offer.document) else { return refused(Refusal::BadOffer) };
        let id = agreement.id.clone();
        let fits =
            agreement.party(from).is_some() && offer.page.journal.agreement == id && offer.page.journal.party == *from;
        if !fits || *from == self.identity.me {
            return refused(Refusal::BadOffer);
        }
        let known = self.deals.contains_key(&id);
        if !known && !self.proves_itself(&agreement, from, offer) {
            return refused(Refusal::Forged);
        }
        if !known && self.unread() >= UNREAD_OFFERS_MAX {
            return refused(Refusal::Busy);
        }
        if !known {
            self.open(turn, version, &offer.document, agreement)?;
        }
        match self.take_any_page(turn, from, &offer.page)? {
            Taken::Grown | Taken::Known => {}
            Taken::Closed => return refused(Refusal::Closed),
            _ => return refused(Refusal::Forged),
        }
        for page in offer.others.iter().filter(|page| page.journal.agreement == id) {
            // Each stands on its own author's signature; one that does not is passed over.
            self.take_any_page(turn, from, page)?;
        }
        self.take_offered_blobs(turn, &id, offer)?;
        self.heard_by_offer(turn, from, &id, offer.holds)?;
        turn.effects.push(Effect::Agreement(id));
        Ok(Response::Heads(self.heads_for(turn, from)?))
    }

    /// A statement wants its blobs when all before it have taken effect, which may themselves wait for blobs.
    fn take_offered_blobs(&mut self, turn: &mut Turn, id: &AgreementId, offer: &Offer) -> Stored<()> {
        let mut left: Vec<_> = std::iter::once(&offer.document).chain(&offer.blobs).collect();
        loop {
            let mut unwanted = Vec::new();
            for bytes in &left {
                if !self.take_blob(turn, id, &Hash::of(bytes), bytes)? {
                    unwanted.push(*bytes);
                }
            }
            if unwanted.len() == left.len() {
                return Ok(());
            }
            left = unwanted;
        }
    }

    /// An offerer that holds nothing of ours says so with its offer; it could not tell its heads to us otherwise.
    fn heard_by_offer(&mut self, turn: &mut Turn, from: &PartyId, id: &AgreementId, holds: u64) -> Stored<()> {
        let Some(own) = self.deals.get(id).map(|deal| self.own(deal)) else { return Ok(()) };
        if holds == 0 && turn.journal(&own)?.newest_size == 0 {
            self.confirm(turn, from, &own)?;
        }
        Ok(())
    }

    /// Whether the offerer's journal is whole and signed by a key that the root key in the document certifies.
    fn proves_itself(&self, agreement: &Agreement, from: &PartyId, offer: &Offer) -> bool {
        let Some(party) = agreement.party(from) else { return false };
        let mut ring = KeyRing::new(from.clone(), party.root_key);
        if let Some(known) = self.known.get(&(from.clone(), party.root_key)) {
            // What was revoked elsewhere is revoked here.
            ring.catch_up(known);
        }
        super::replicate::learn_keys(&mut ring, &offer.page.entries);
        super::replicate::verified(&offer.page.checkpoint, &offer.page.journal, &ring).is_some() && offer.page.from == 0
    }

    /// Agreements of which we have neither offered nor signed nor declined anything.
    fn unread(&self) -> usize {
        self.deals.values().filter(|deal| !deal.acted).count()
    }
}

fn blob_ref(bytes: &[u8]) -> BlobRef {
    BlobRef { hash: Hash::of(bytes), size: bytes.len() as u64 }
}
