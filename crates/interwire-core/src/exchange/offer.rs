//! Agreements between strangers: opening one with an offer, taking an offer in, signing and declining.

use super::deal::{Deal, read_agreement};
use super::machine::{Effect, Machine, Turn};
use super::message::{Offer, PAGE_ENTRIES_MAX, Refusal, Request, Response};
use super::replicate::Taken;
use super::store::{StoreError, Stored};
use crate::agreement::Agreement;
use crate::ids::{AgreementId, Hash, PartyId};
use crate::protocol::v1::fields::BlobRef;
use crate::protocol::v1::statement::{AgreementAct, Body, Code};

/// The largest agreement document, text or signature page in an offer.
pub const OFFER_BLOB_BYTES_MAX: usize = 8 << 20;
/// Agreements known of which we have signed nothing: more offers are refused until a person has looked.
pub const UNREAD_OFFERS_MAX: usize = 64;

/// Why an act on an agreement is not possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CannotAct {
    /// The document does not read, or is not about us.
    #[error("the agreement cannot be read, or this party is not in it")]
    Unreadable,
    /// No such agreement or version.
    #[error("there is no such agreement, or no such version of it")]
    Unknown,
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
        let (id, predecessor) = (agreement.id.clone(), agreement.predecessor);
        self.open(turn, version, document, agreement)?;
        let mut blobs = vec![blob_ref(document)];
        for text in texts {
            turn.store.put_blob(&Hash::of(text), text)?;
            blobs.push(blob_ref(text));
        }
        self.introduce(turn, &id)?;
        self.say(turn, &id, vec![Body::Offered { agreement_version: version, predecessor, blobs }])?;
        if let Some(sealed) = sealed {
            self.seal(turn, &id, version, sealed)?;
        }
        Ok(Ok(id))
    }

    /// The agreement of a document that reads and names us with our own root.
    fn readable(&self, document: &[u8]) -> Option<Agreement> {
        read_agreement(document).filter(|agreement| agreement.party(&self.identity.me).is_some())
    }

    /// Knows an agreement from its document. A journal of ours that begins now cannot be an old copy of itself.
    fn open(&mut self, turn: &mut Turn, version: Hash, document: &[u8], agreement: Agreement) -> Stored<()> {
        let id = agreement.id.clone();
        turn.store.put_blob(&version, document)?;
        turn.store.put_agreement(&id)?;
        turn.store.put_agreement_document(&id, &version)?;
        if !self.deals.contains_key(&id) {
            let deal = Deal::of(version, agreement);
            self.deals.insert(id.clone(), deal);
            self.confirmed.insert(id);
        }
        Ok(())
    }

    /// The first statement of a journal of ours: our keys, certified.
    fn introduce(&mut self, turn: &mut Turn, id: &AgreementId) -> Stored<()> {
        let Some(journal) = self.deals.get(id).map(|deal| self.own(deal)) else { return Ok(()) };
        if turn.journal(&journal)?.size() > 0 {
            return Ok(());
        }
        let certified = self.identity.certificates.clone();
        self.say(turn, id, vec![Body::Keys { certified, revoked: Vec::new() }])
    }

    fn seal(&mut self, turn: &mut Turn, id: &AgreementId, version: Hash, sealed: &Sealed) -> Stored<()> {
        turn.store.put_blob(&Hash::of(&sealed.page), &sealed.page)?;
        let page = blob_ref(&sealed.page);
        self.say(turn, id, vec![Body::Signed { agreement_version: version, page, seal: sealed.seal }])
    }

    /// Signs a version.
    ///
    /// # Errors
    /// If the store fails; the inner result if there is no such version.
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
        self.introduce(turn, id)?;
        self.seal(turn, id, version, sealed)?;
        Ok(Ok(()))
    }

    /// Declines a version.
    ///
    /// # Errors
    /// If the store fails; the inner result if there is no such version.
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
        self.introduce(turn, id)?;
        self.say(turn, id, vec![Body::Declined { agreement_version: version, reason }])?;
        Ok(Ok(()))
    }

    /// Suspends, resumes, gives notice of, or ends an agreement.
    ///
    /// # Errors
    /// If the store fails; the inner result if no version is in force.
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
        self.say(turn, id, vec![Body::Agreement { act, agreement_version, reason }])?;
        Ok(Ok(()))
    }

    /// The request that brings our offer to a stranger: the document, what it names, and our journal.
    ///
    /// # Errors
    /// If the store fails, or there is nothing of ours to offer.
    pub fn offer_request(&self, turn: &mut Turn, id: &AgreementId) -> Stored<Request> {
        let nothing = || StoreError(format!("there is nothing of ours to offer under {id}"));
        let deal = self.deals.get(id).ok_or_else(nothing)?;
        let row = turn.journal(&self.own(deal))?;
        let page = self.page(turn, &row, 0)?.ok_or_else(nothing)?;
        let (mut document, mut blobs) = (None, Vec::new());
        for statement in
            page.entries.iter().filter_map(|b| crate::protocol::v1::statement::Statement::from_bytes(b).ok())
        {
            for blob in statement.body.blobs() {
                let bytes = turn.store.blob(&blob.hash)?.ok_or_else(nothing)?;
                if document.is_none() && deal.versions.contains_key(&blob.hash) {
                    document = Some(bytes);
                } else {
                    blobs.push(bytes);
                }
            }
        }
        let document = document.ok_or_else(nothing)?;
        Ok(Request::Offer(Box::new(Offer { document, blobs, page, endpoint: None })))
    }

    /// Takes an offer in: it is kept, shown, and means nothing until a person of ours has signed. That it comes from
    /// the party it names is shown by its journal, whose head the party's certified key has signed.
    pub(super) fn take_offer(&mut self, turn: &mut Turn, from: &PartyId, offer: &Offer) -> Stored<Response> {
        let refused = |refusal| Ok(Response::Refused(refusal));
        let too_large = |bytes: &Vec<u8>| bytes.len() > OFFER_BLOB_BYTES_MAX;
        if offer.blobs.iter().any(too_large) || offer.page.entries.len() as u64 > PAGE_ENTRIES_MAX {
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
        if !known && self.deals.len() >= UNREAD_OFFERS_MAX && self.unread() >= UNREAD_OFFERS_MAX {
            return refused(Refusal::Busy);
        }
        if !known {
            self.open(turn, version, &offer.document, agreement)?;
        }
        match self.take_page(turn, from, &offer.page)? {
            Taken::Grown | Taken::Known => {}
            Taken::Closed => return refused(Refusal::Closed),
            _ => return refused(Refusal::Forged),
        }
        for bytes in std::iter::once(&offer.document).chain(&offer.blobs) {
            self.take_blob(turn, &id, bytes)?;
        }
        turn.effects.push(Effect::Agreement(id));
        Ok(Response::Heads(self.heads_for(turn, from)?))
    }

    /// Whether the offerer's journal is whole and signed by a key that the root key in the document certifies.
    fn proves_itself(&self, agreement: &Agreement, from: &PartyId, offer: &Offer) -> bool {
        let Some(party) = agreement.party(from) else { return false };
        let mut ring = crate::keys::KeyRing::new(from.clone(), party.root_key);
        super::replicate::learn_keys(&mut ring, &offer.page.entries);
        super::replicate::verified(&offer.page.checkpoint, &offer.page.journal, &ring).is_some() && offer.page.from == 0
    }

    /// Agreements of which we have neither offered nor signed nor declined anything.
    fn unread(&self) -> usize {
        let ours = |deal: &&Deal| deal.rings.get(&self.identity.me).is_none_or(|ring| ring.number() == 0);
        self.deals.values().filter(ours).count()
    }
}

fn blob_ref(bytes: &[u8]) -> BlobRef {
    BlobRef { hash: Hash::of(bytes), size: bytes.len() as u64 }
}
