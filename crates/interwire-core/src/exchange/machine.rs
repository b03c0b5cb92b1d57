//! The machine's volatile state, how it is loaded, and what one turn of it is.

use super::deal::Deal;
use super::replicate::sorted;
use super::store::{Finding, JournalRow, Store, StoreError, Stored};
use crate::ids::{AgreementId, Guid, Hash, ItemId, ItemKey, JournalId, PartyId, Position};
use crate::journal::tile::{self, TileError};
use crate::keys::{KeyPaper, KeyRing, NodeKey, PublicKey};
use crate::protocol::v1::fields::BlobRef;
use crate::protocol::v1::statement::{BadStatement, Code, PubStatus, Statement};
use crate::time::Time;
use std::collections::{BTreeMap, BTreeSet};

/// What an item document says of itself, to be held against the statement that announced it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// Whose item.
    pub source: PartyId,
    /// Which.
    pub item: ItemId,
    /// Its name in the world.
    pub guid: Guid,
    /// Which version.
    pub version: u64,
    /// In which status.
    pub status: PubStatus,
    /// With which media.
    pub media: Vec<BlobRef>,
}

/// Reads an item document as a whole, or says why it is refused.
pub type Reader = fn(&[u8]) -> Result<Binding, Code>;

/// Who this node is.
pub struct Identity {
    /// The party it speaks for.
    pub me: PartyId,
    /// Signs checkpoints and items.
    pub key: NodeKey,
    /// The node key's and the seal key's certificates, as canonical JSON texts: the first statement of each journal.
    pub certificates: Vec<String>,
    /// Reads item documents.
    pub reader: Reader,
}

/// One node's exchange.
pub struct Machine {
    pub(super) identity: Identity,
    pub(super) deals: BTreeMap<AgreementId, Deal>,
    /// Our papers, as the identity gives them.
    pub(super) papers: Vec<KeyPaper>,
    /// Every paper known of a party under a root key, whatever agreement brought it.
    pub(super) known: BTreeMap<(PartyId, PublicKey), KeyRing>,
    /// Agreements whose journal of ours every counterparty has told the head of since the start, or that began after
    /// it.
    pub(super) confirmed: BTreeSet<AgreementId>,
    /// Who has told that it holds no more of our journal than we do, where not all have yet.
    pub(super) heard: BTreeMap<AgreementId, BTreeSet<PartyId>>,
    /// How many entries of our journals each peer has told to hold since the start.
    pub(super) told_of_ours: BTreeMap<JournalId, BTreeMap<PartyId, u64>>,
    /// The bug to simulate.
    #[cfg(feature = "planted")]
    pub planted: Option<super::Planted>,
}

/// What a machine knows besides what is in its store: what peers have told since the start of the journals it writes.
#[derive(Debug, Clone, Default)]
pub struct Told {
    confirmed: BTreeSet<AgreementId>,
    heard: BTreeMap<AgreementId, BTreeSet<PartyId>>,
    of_ours: BTreeMap<JournalId, BTreeMap<PartyId, u64>>,
}

/// Something that happened, for the driver to act on after the commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Heads or wants under this agreement have changed: answer long polls, wake the push lanes.
    Changed(AgreementId),
    /// A partner's version is held and was read.
    Arrived(ItemKey, u64),
    /// A partner's item was recalled: nobody may see it any more.
    Recalled(ItemKey),
    /// It may be seen again.
    Released(ItemKey),
    /// A partner received, refused or answered what we wrote at this position.
    Answered(Position),
    /// The agreement's life has moved.
    Agreement(AgreementId),
    /// A partner proposes the next epoch by this document: a person must look.
    EpochProposed(AgreementId, Hash),
    /// A person must look.
    Found(Finding),
    /// Our journal may be written again after a start.
    Confirmed(AgreementId),
    /// A partner told another address of its node.
    Moved(PartyId, String),
}

/// One step: the open transaction, the time, and what has happened so far in it.
pub struct Turn<'a> {
    /// The open transaction.
    pub store: &'a mut dyn Store,
    /// Now.
    pub now: Time,
    /// What the driver shall act on after the commit.
    pub effects: Vec<Effect>,
    /// Agreements under which something is queued that must not wait for the next flush.
    pub(super) urgent: BTreeSet<AgreementId>,
    /// What documents that have just come say of themselves.
    pub(super) read: BTreeMap<Hash, Result<Binding, Code>>,
}

impl<'a> Turn<'a> {
    /// A turn at `now` on an open transaction.
    pub fn new(store: &'a mut dyn Store, now: Time) -> Self {
        Self { store, now, effects: Vec::new(), urgent: BTreeSet::new(), read: BTreeMap::new() }
    }

    /// Notes something a person must see, once.
    pub(super) fn find(&mut self, finding: Finding) -> Stored<()> {
        if self.store.put_finding(&finding, self.now)? {
            self.effects.push(Effect::Found(finding));
        }
        Ok(())
    }

    /// The row of a journal, new if nothing is held of it.
    pub(super) fn journal(&mut self, id: &JournalId) -> Stored<JournalRow> {
        Ok(self.store.journal(id)?.unwrap_or_else(|| JournalRow::new(id.clone())))
    }

    /// The root of a journal as it was at `size`, which must not be more than is held.
    pub(super) fn root_at(&mut self, row: &JournalRow, size: u64) -> Stored<Hash> {
        if size == row.size() {
            return Ok(row.frontier.root());
        }
        tile::root_at(size, |id| self.store.tile(&row.id, id)).map_err(tiles_failed)
    }

    /// The statement at a position that is held; `None` if it is not, or is none.
    pub(super) fn statement(&mut self, position: &Position) -> Stored<Option<Statement>> {
        let found = self.store.entries(&position.journal, position.index, 1, 0)?;
        Ok(found.first().and_then(|bytes| Statement::from_bytes(bytes).ok()))
    }
}

/// A store that lost tiles is a store that failed.
pub(super) fn tiles_failed(e: TileError<StoreError>) -> StoreError {
    match e {
        TileError::Read(e) => e,
        other => StoreError(other.to_string()),
    }
}

/// A statement of our own making that cannot be written is a defect, told as a failed step.
pub(super) fn own_statement_failed(e: BadStatement) -> StoreError {
    StoreError(format!("a statement of ours cannot be written: {e}"))
}

impl Machine {
    /// The machine as it stands in the store: after a start, or after a failed commit.
    ///
    /// # Errors
    /// If the store fails.
    pub fn load(identity: Identity, store: &mut dyn Store) -> Stored<Self> {
        let mut machine = Self {
            papers: sorted(identity.certificates.iter()),
            identity,
            deals: BTreeMap::new(),
            known: BTreeMap::new(),
            confirmed: BTreeSet::new(),
            heard: BTreeMap::new(),
            told_of_ours: BTreeMap::new(),
            #[cfg(feature = "planted")]
            planted: None,
        };
        machine.reload(store)?;
        Ok(machine)
    }

    /// Forgets what it knows and reads it again; every journal of ours must be confirmed anew.
    ///
    /// # Errors
    /// If the store fails.
    pub fn reload(&mut self, store: &mut dyn Store) -> Stored<()> {
        self.confirmed.clear();
        self.heard.clear();
        self.told_of_ours.clear();
        self.deals.clear();
        for id in store.agreements()? {
            if let Some(mut deal) = Deal::load(&id, store)? {
                deal.find_epoch(&self.identity.me, store)?;
                deal.find_acted(&self.identity.me, store)?;
                self.deals.insert(id, deal);
            }
        }
        self.share_papers();
        self.find_successors();
        Ok(())
    }

    /// What peers have told so far, to be remembered at a commit.
    #[must_use]
    pub fn told(&self) -> Told {
        let Self { confirmed, heard, told_of_ours, .. } = self;
        Told { confirmed: confirmed.clone(), heard: heard.clone(), of_ours: told_of_ours.clone() }
    }

    /// Takes back a step that was undone: reads the store again, which is as it was at the last commit, and knows of peers
    /// what it knew then. Nothing of the step has left the node, so no journal must be confirmed anew.
    ///
    /// # Errors
    /// If the store fails.
    pub fn undo(&mut self, store: &mut dyn Store, told: Told) -> Stored<()> {
        self.reload(store)?;
        (self.confirmed, self.heard, self.told_of_ours) = (told.confirmed, told.heard, told.of_ours);
        Ok(())
    }

    /// An agreement that replaces others ends them from the day it is in force, if all their parties have signed it:
    /// nobody else can end what they agreed on. Returns those that are replaced now and were not.
    pub(super) fn find_successors(&mut self) -> Vec<AgreementId> {
        let mut found = Vec::new();
        for new in self.deals.values() {
            let has =
                |(party, ring): (&PartyId, &KeyRing)| new.rings.get(party).map(KeyRing::root) == Some(ring.root());
            let may = |old: &AgreementId| self.deals.get(old).is_some_and(|old| old.rings.iter().all(has));
            let replaced = new.replaces().into_iter().filter(|(old, _)| may(old));
            found.extend(replaced.map(|(old, from)| (old, new.id.clone(), from)));
        }
        let mut ended = Vec::new();
        for (old, new, from) in found {
            if self.deals.get_mut(&old).is_some_and(|deal| deal.life.supersede(new, from)) {
                ended.push(old);
            }
        }
        ended
    }

    /// A paper that came under one agreement counts under all in which its party stands under the same root key: a key
    /// that was revoked anywhere signs no more heads, cosignatures and requests.
    pub(super) fn share_papers(&mut self) {
        for deal in self.deals.values() {
            let brought = deal.folded.iter().map(|((_, party), ring)| (party, ring));
            for (party, ring) in deal.rings.iter().chain(brought) {
                let key = (party.clone(), *ring.root());
                let fresh = || KeyRing::new(party.clone(), *ring.root());
                self.known.entry(key).or_insert_with(fresh).catch_up(ring);
            }
        }
        for (party, ring) in self.deals.values_mut().flat_map(|deal| &mut deal.rings) {
            if let Some(known) = self.known.get(&(party.clone(), *ring.root())) {
                ring.catch_up(known);
            }
        }
    }

    /// Takes papers that a party's node has shown, each as its canonical JSON: from now on the party speaks with the keys
    /// they certify and no more with those they revoke. Nothing is written down, since the party's journals bring them
    /// too; what is not signed by the root key that its agreements name changes nothing. Says whether any was new.
    pub fn learn_papers(&mut self, turn: &mut Turn, party: &PartyId, papers: &[String]) -> bool {
        let papers = sorted(papers.iter());
        let mut grown = false;
        for (_, ring) in self.known.iter_mut().filter(|((whose, _), _)| whose == party) {
            for paper in &papers {
                grown |= ring.apply(paper.clone()) == Ok(true);
            }
        }
        if grown {
            self.share_papers();
            let theirs = self.deals.values().filter(|deal| deal.rings.contains_key(party));
            turn.effects.extend(theirs.map(|deal| Effect::Agreement(deal.id.clone())));
        }
        grown
    }

    /// Which party this node speaks for.
    #[must_use]
    pub fn me(&self) -> &PartyId {
        &self.identity.me
    }

    /// The agreements it knows.
    #[must_use]
    pub fn deals(&self) -> &BTreeMap<AgreementId, Deal> {
        &self.deals
    }

    /// The keys under which a party may speak to us: those certified under any agreement we share.
    #[must_use]
    pub fn rings_of(&self, party: &PartyId) -> Vec<&KeyRing> {
        self.deals.values().filter(|deal| deal.acted).filter_map(|deal| deal.rings.get(party)).collect()
    }

    /// The agreement, if `party` is in it and it is not quarantined.
    pub(super) fn shared(&self, agreement: &AgreementId, party: &PartyId) -> Option<&Deal> {
        self.known(agreement, party).filter(|deal| deal.acted)
    }

    /// The agreement, if `party` is in it.
    pub(super) fn known(&self, agreement: &AgreementId, party: &PartyId) -> Option<&Deal> {
        self.deals.get(agreement).filter(|deal| deal.rings.contains_key(party))
    }

    /// Our own journal under an agreement, in its present epoch.
    pub(super) fn own(&self, deal: &Deal) -> JournalId {
        JournalId { agreement: deal.id.clone(), party: self.identity.me.clone(), epoch: deal.epoch }
    }

    /// Whether our journal under this agreement may be written.
    #[must_use]
    pub fn is_confirmed(&self, agreement: &AgreementId) -> bool {
        self.confirmed.contains(agreement)
    }

    /// A person answers for it that the journal on this disk is the newest there is.
    pub fn confirm_by_person(&mut self, agreement: &AgreementId) {
        self.confirmed.insert(agreement.clone());
    }
}
