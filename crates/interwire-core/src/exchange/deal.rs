//! One agreement as the machine needs it: who is in it with which keys, what its life is, which articles it has.

use super::machine::{Effect, Machine, Turn};
use super::replicate::{learn_keys, learn_papers};
use super::store::{LifeRow, Standing, Store, Stored};
use crate::agreement::Agreement;
use crate::agreement::articles::Terms;
use crate::agreement::life::{Life, LifeEvent, Mark, Offer, Seen};
use crate::ids::{AgreementId, ArticleId, Hash, PartyId, Position};
use crate::keys::{KeyRing, PublicKey, Role, Signature};
use crate::protocol::v1::agreement::AgreementVersion;
use crate::protocol::v1::life;
use crate::protocol::v1::page::SignaturePage;
use crate::protocol::v1::statement::{Body, Statement};
use crate::time::Time;
use std::collections::BTreeMap;

/// One agreement that this node knows.
#[derive(Debug)]
pub struct Deal {
    /// Which.
    pub id: AgreementId,
    /// Its parties and the keys they have shown, each certified by the root key that the agreement names.
    pub rings: BTreeMap<PartyId, KeyRing>,
    /// The same keys, but only by the papers whose statements have taken effect: what seals and signatures about items
    /// are judged by.
    pub(super) folded: BTreeMap<PartyId, KeyRing>,
    /// We have offered, signed or declined something under it. Until then it is quarantined: nothing but its life is
    /// looked at, nothing is asked for, nothing is answered, and its parties may not speak to us.
    pub acted: bool,
    /// The epoch in which its journals are written now.
    pub epoch: u32,
    /// Its life, computed from the journals.
    pub life: Life,
    /// Its versions by hash, as far as they are held and were read.
    pub versions: BTreeMap<Hash, Agreement>,
    /// A partner said something that must be understood and is not: we deliver nothing until a person has looked.
    pub halted: bool,
}

impl Deal {
    /// The agreement that a document describes, before anything is known of its life.
    #[must_use]
    pub fn of(version: Hash, agreement: Agreement) -> Self {
        let ring = |party: &crate::agreement::Party| (party.id.clone(), KeyRing::new(party.id.clone(), party.root_key));
        let rings: BTreeMap<_, _> = agreement.parties.iter().map(ring).collect();
        Self {
            id: agreement.id.clone(),
            folded: rings.clone(),
            rings,
            acted: false,
            epoch: 0,
            life: Life::new(),
            versions: BTreeMap::from([(version, agreement)]),
            halted: false,
        }
    }

    /// The agreement as the store knows it; `None` if its first document is not held.
    ///
    /// # Errors
    /// If the store fails.
    pub fn load(id: &AgreementId, store: &mut dyn Store) -> Stored<Option<Self>> {
        let mut deal: Option<Self> = None;
        for hash in store.agreement_documents(id)? {
            let Some(agreement) = store.blob(&hash)?.and_then(|bytes| read_agreement(&bytes)) else { continue };
            match &mut deal {
                Some(deal) => drop(deal.versions.insert(hash, agreement)),
                None => deal = Some(Self::of(hash, agreement)),
            }
        }
        let Some(mut deal) = deal else { return Ok(None) };
        for row in store.journals(id)? {
            // Entries that wait for others may already certify keys.
            if let Some(ring) = deal.rings.get_mut(&row.id.party) {
                learn_keys(ring, &store.entries(&row.id, row.folded, row.size() - row.folded, usize::MAX)?);
            }
        }
        for row in store.life(id)? {
            if let Ok(statement) = Statement::from_bytes(&row.bytes) {
                let page = page_of(store, &statement)?;
                // What was refused when it first took effect is refused again, and was noted then.
                let _ = deal.apply(&row, &statement, page.as_deref());
            }
        }
        Ok(Some(deal))
    }

    /// Lets a statement of the agreement's life take effect; a word about it for people if it does not count.
    fn apply(&mut self, row: &LifeRow, statement: &Statement, page: Option<&[u8]>) -> Result<(), &'static str> {
        let author = &row.position.journal.party;
        match &statement.body {
            Body::Keys { certified, revoked } => {
                for rings in [&mut self.rings, &mut self.folded] {
                    if let Some(ring) = rings.get_mut(author) {
                        learn_papers(ring, certified.iter().chain(revoked));
                    }
                }
            }
            Body::Signed { agreement_version, seal, .. } => {
                let sealed = page.is_some_and(|page| self.is_sealed(author, agreement_version, page, seal));
                if !sealed {
                    return Err("bad-seal");
                }
            }
            Body::Unknown { .. } if statement.must_understand => {
                self.halted = true;
                return Err("not-understood");
            }
            _ => {}
        }
        let mark = Mark { epoch: row.position.journal.epoch, index: row.position.index };
        let offer = |hash: &Hash| self.versions.get(hash).map(|agreement| Offer::of(*hash, agreement));
        let event = life::event(author, mark, statement, offer).map_err(|_| "offer-differs")?;
        let mut seen = Seen::default();
        for ((party, epoch), size) in &row.seen {
            seen.add(party.clone(), *epoch, *size);
        }
        match event {
            None => self.life.saw(author, &seen),
            Some(event) => drop(self.life.apply(LifeEvent { seen, ..event }).map_err(|_| "life-refused")?),
        }
        Ok(())
    }

    /// Whether a signature page is the author's, about this version, and sealed by a key that its root certifies.
    fn is_sealed(&self, author: &PartyId, version: &Hash, page: &[u8], seal: &[u8; 64]) -> bool {
        let Ok(page) = SignaturePage::from_bytes(page) else { return false };
        let ring = self.folded.get(author);
        page.is_for(&self.id, version, author)
            && page.verify(&Signature(*seal)).is_ok()
            && ring.is_some_and(|ring| ring.is_valid(&page.seal_key, Role::Seal))
    }

    /// Whether a key was ever certified, under this agreement, to sign about items of `source` that `author` announces.
    #[must_use]
    pub fn has_certified(&self, author: &PartyId, source: &PartyId, key: &PublicKey) -> bool {
        let ring = self.folded.get(source).filter(|_| author == source);
        ring.and_then(|ring| ring.state(key)).is_some_and(|state| state.role == Role::Node)
    }

    /// The version whose articles run at a moment, else the newest one known.
    #[must_use]
    pub fn agreement_at(&self, at: Time) -> Option<&Agreement> {
        let running = self.life.in_force_version(at).and_then(|hash| self.versions.get(&hash));
        running.or_else(|| self.versions.values().next_back())
    }

    /// Finds again whether we have acted: we have written, or something of ours waits to be written.
    pub(super) fn find_acted(&mut self, me: &PartyId, store: &mut dyn Store) -> Stored<()> {
        let written = store.journals(&self.id)?.iter().any(|row| row.id.party == *me && row.size() > 0);
        let waiting = store.unqueue(&self.id, usize::MAX)?;
        self.acted = written || !waiting.is_empty();
        waiting.iter().try_for_each(|statement| store.queue(&self.id, statement))
    }

    /// Whether an article of this name lets the party publish at a moment: one of the version in force then.
    #[must_use]
    pub fn lets_publish(&self, party: &PartyId, article: &ArticleId, at: Time) -> bool {
        let lets = |agreement: &Agreement| match agreement.article(article).map(|article| &article.terms) {
            Some(Terms::Exchange(exchange)) => exchange.from == *party,
            _ => false,
        };
        self.agreement_at(at).is_some_and(lets)
    }

    /// Whether deliveries count at a moment.
    #[must_use]
    pub fn deliveries_allowed(&self, at: Time) -> bool {
        self.life.deliveries_allowed(at)
    }
}

/// The agreement in a document, understood or not.
pub(super) fn read_agreement(bytes: &[u8]) -> Option<Agreement> {
    AgreementVersion::read(bytes).ok().map(|parsed| parsed.version().agreement.clone())
}

impl Machine {
    /// Whether a statement of ours about the agreement's life would have an effect if it were written now.
    pub(super) fn would_count(
        &self,
        turn: &mut Turn,
        id: &AgreementId,
        body: &Body,
    ) -> Stored<Result<(), crate::agreement::life::Refusal>> {
        let Some(deal) = self.deals.get(id) else { return Ok(Ok(())) };
        let own = turn.journal(&self.own(deal))?;
        let statement = Statement::new(own.last_at.max(turn.now), Vec::new(), body.clone());
        let mark = Mark { epoch: own.id.epoch, index: own.size() };
        let offer = |hash: &Hash| deal.versions.get(hash).map(|agreement| Offer::of(*hash, agreement));
        let Ok(Some(event)) = life::event(&self.identity.me, mark, &statement, offer) else { return Ok(Ok(())) };
        let mut seen = Seen::default();
        for row in turn.store.journals(id)? {
            seen.add(row.id.party.clone(), row.id.epoch, row.folded);
        }
        Ok(deal.life.clone().apply(LifeEvent { seen, ..event }).map(|_| ()))
    }

    /// A statement of the agreement's life takes effect.
    pub(super) fn fold_life(&mut self, turn: &mut Turn, row: &LifeRow, statement: &Statement) -> Stored<()> {
        for blob in statement.body.blobs() {
            self.want(turn, &row.position, &blob)?;
        }
        let agreement = row.position.journal.agreement.clone();
        if let Body::Epoch { doc, key, sig } = &statement.body
            && !self.epoch_is_signed(turn, &row.position, doc, (key, sig))?
        {
            return self.breach(turn, &row.position, "bad-epoch");
        }
        if let Body::Offered { agreement_version, .. } = &statement.body {
            turn.store.put_agreement_document(&agreement, agreement_version)?;
            self.read_version(turn, &agreement, agreement_version)?;
        }
        let page = page_of(turn.store, statement)?;
        let Some(deal) = self.deals.get_mut(&agreement) else { return Ok(()) };
        if let Err(code) = deal.apply(row, statement, page.as_deref())
            && !(matches!(code, "life-refused" | "offer-differs") && self.saw_a_fork(turn, row)?)
        {
            self.breach(turn, &row.position, code)?;
        }
        turn.effects.push(Effect::Agreement(agreement));
        Ok(())
    }

    /// Whether a statement's author had seen a journal of which we know two histories: what it builds upon may have
    /// been said in the one that we do not hold.
    fn saw_a_fork(&self, turn: &mut Turn, row: &LifeRow) -> Stored<bool> {
        let journals = turn.store.journals(&row.position.journal.agreement)?;
        let forked = journals.iter().filter(|journal| journal.standing == Standing::Forked);
        Ok(forked.map(|journal| (journal.id.party.clone(), journal.id.epoch)).any(|id| row.seen.contains_key(&id)))
    }

    fn read_version(&mut self, turn: &mut Turn, agreement: &AgreementId, version: &Hash) -> Stored<()> {
        let read = turn.store.blob(version)?.and_then(|bytes| read_agreement(&bytes));
        let read = read.filter(|read| read.id == *agreement);
        if let (Some(deal), Some(read)) = (self.deals.get_mut(agreement), read) {
            deal.versions.insert(*version, read);
        }
        Ok(())
    }

    /// Whether a statement must wait for a blob it names before it can take effect: an offer means nothing without
    /// its document, a signature nothing without its page.
    pub(super) fn lacks_document(&mut self, turn: &mut Turn, position: &Position, body: &Body) -> Stored<bool> {
        let needed = match body {
            Body::Offered { agreement_version, blobs, .. } => {
                blobs.iter().find(|blob| blob.hash == *agreement_version).copied()
            }
            Body::Signed { page, .. } => Some(*page),
            _ => None,
        };
        let Some(blob) = needed else { return Ok(false) };
        self.want(turn, position, &blob)?;
        Ok(!turn.store.has_blob(&blob.hash)?)
    }
}

/// The signature page that a statement names, if it does and it is held.
fn page_of(store: &mut dyn Store, statement: &Statement) -> Stored<Option<Vec<u8>>> {
    match &statement.body {
        Body::Signed { page, .. } => store.blob(&page.hash),
        _ => Ok(None),
    }
}
