//! One agreement as the machine needs it: who is in it with which keys, what its life is, which articles it has.

use super::machine::{Effect, Machine, Turn};
use super::replicate::{learn_keys, sorted};
use super::store::{LifeRow, Standing, Store, Stored};
use crate::agreement::Agreement;
use crate::agreement::articles::Terms;
use crate::agreement::life::{Life, LifeEvent, Mark, Offer, Seen};
use crate::ids::{AgreementId, ArticleId, Hash, JournalId, PartyId, Position};
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
    /// Keys by the papers that a party's journals have brought and that have taken effect: by whom they were brought,
    /// whose they are. Seals and signatures about items are judged by them.
    pub(super) folded: BTreeMap<(PartyId, PartyId), KeyRing>,
    /// We have offered, signed or declined something under it. Until then it is quarantined: nothing but its life is
    /// looked at, nothing is asked for, nothing is answered, and its parties may not speak to us.
    pub acted: bool,
    /// The epoch in which its journals are written now.
    pub epoch: u32,
    /// Its life, computed from the journals.
    pub life: Life,
    /// Its versions by hash, as far as they are held and were read.
    pub versions: BTreeMap<Hash, Agreement>,
    /// Journals of which an entry must be understood and is not, and the first such entry. We publish nothing under the
    /// agreement, and take no version that their authors announce after it, until this program understands or a new
    /// epoch has begun. Orders, answers, keys and the agreement's life go on.
    pub halts: BTreeMap<JournalId, u64>,
    /// Journals of which a statement halted once and does so no longer: from there on versions take effect now.
    pub(super) resumes: BTreeMap<JournalId, u64>,
}

impl Deal {
    /// The agreement that a document describes, before anything is known of its life.
    #[must_use]
    pub fn of(version: Hash, agreement: Agreement) -> Self {
        let ring = |party: &crate::agreement::Party| (party.id.clone(), KeyRing::new(party.id.clone(), party.root_key));
        let rings: BTreeMap<_, _> = agreement.parties.iter().map(ring).collect();
        Self {
            id: agreement.id.clone(),
            folded: rings.iter().map(|(id, ring)| ((id.clone(), id.clone()), ring.clone())).collect(),
            rings,
            acted: false,
            epoch: 0,
            life: Life::new(),
            versions: BTreeMap::from([(version, agreement)]),
            halts: BTreeMap::new(),
            resumes: BTreeMap::new(),
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
                self.learn(author, certified.iter().chain(revoked));
            }
            Body::Signed { agreement_version, seal, .. } => {
                let sealed = page.is_some_and(|page| self.is_sealed(author, agreement_version, page, seal));
                if !sealed {
                    return Err("bad-seal");
                }
            }
            Body::Unknown { .. } if statement.must_understand => {
                self.halts.entry(row.position.journal.clone()).or_insert(row.position.index);
                return Err("not-understood");
            }
            body if !body.is_life() => {
                // It halted a program that did not know it.
                self.resumes.entry(row.position.journal.clone()).or_insert(row.position.index);
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
        let ring = self.folded.get(&(author.clone(), author.clone()));
        page.is_for(&self.id, version, author)
            && page.verify(&Signature(*seal)).is_ok()
            && ring.is_some_and(|ring| ring.is_valid(&page.seal_key, Role::Seal))
    }

    /// Whether a key was ever certified, under this agreement, to sign about items of `source` that `author` announces.
    #[must_use]
    pub fn has_certified(&self, author: &PartyId, source: &PartyId, key: &PublicKey) -> bool {
        let ring = self.folded.get(&(author.clone(), source.clone()));
        ring.is_some_and(|ring| ring.has_certified(key, Role::Node))
    }

    /// The root key of a source whose items some version of the agreement lets `author` relay.
    #[must_use]
    pub fn relayed_root(&self, author: &PartyId, source: &PartyId) -> Option<PublicKey> {
        let articles = self.versions.values().flat_map(|agreement| &agreement.articles);
        articles.into_iter().find_map(|article| match &article.terms {
            Terms::Exchange(exchange) if exchange.from == *author => exchange.root_of(source).copied(),
            _ => None,
        })
    }

    /// Every party and source that some version of the agreement names, with its root key.
    pub(super) fn roots(&self) -> Vec<(PartyId, PublicKey)> {
        self.versions.values().flat_map(roots_of).collect()
    }

    /// Papers that `author` has brought take effect: its own, and those of sources whose items it relays.
    fn learn<'a>(&mut self, author: &PartyId, texts: impl Iterator<Item = &'a String>) {
        for paper in sorted(texts) {
            let subject = paper.party().clone();
            if subject == *author
                && let Some(ring) = self.rings.get_mut(author)
            {
                let _ = ring.apply(paper.clone());
            }
            let key = (author.clone(), subject);
            if !self.folded.contains_key(&key) {
                let Some(root) = self.relayed_root(author, &key.1) else { continue };
                self.folded.insert(key.clone(), KeyRing::new(key.1.clone(), root));
            }
            if let Some(ring) = self.folded.get_mut(&key) {
                // One that does not follow changes nothing.
                let _ = ring.apply(paper);
            }
        }
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

    /// Whether the version in force at a moment has an article of this name that lets a party publish, and publish items
    /// of this source; else the cause of a refusal. If none is in force, any version will do: that it is not is another
    /// matter.
    ///
    /// # Errors
    /// If there is no such article of the party, or it does not take the source.
    pub fn lets_publish(
        &self,
        party: &PartyId,
        source: &PartyId,
        article: &ArticleId,
        at: Time,
    ) -> Result<(), &'static str> {
        let running = self.life.running_version(at);
        let versions = self.versions.iter().filter(|(hash, _)| running.is_none_or(|running| running == **hash));
        let articles = versions.filter_map(|(_, agreement)| agreement.article(article));
        let theirs: Vec<_> = articles
            .filter_map(|article| match &article.terms {
                Terms::Exchange(exchange) if exchange.from == *party => Some(exchange),
                _ => None,
            })
            .collect();
        match theirs.iter().any(|exchange| exchange.takes_items_of(source)) {
            true => Ok(()),
            false if theirs.is_empty() => Err("no-such-article"),
            false => Err("not-the-source"),
        }
    }

    /// The agreements that this one replaces, each from when: those that its versions name that all have signed.
    pub(super) fn replaces(&self) -> Vec<(AgreementId, Time)> {
        let mut found = Vec::new();
        for (version, from) in self.life.versions().iter().filter_map(|stand| Some((stand.version, stand.from?))) {
            let articles = self.versions.get(&version).into_iter().flat_map(|agreement| &agreement.articles);
            for article in articles {
                if let Terms::Document(document) = &article.terms {
                    found.extend(document.supersedes.iter().map(|id| (id.clone(), from)));
                }
            }
        }
        found
    }

    /// Whether something under it must be understood first: we publish nothing. What was said in an epoch that is over
    /// halts nothing.
    #[must_use]
    pub fn is_halted(&self) -> bool {
        !self.halts.is_empty()
    }

    /// A new epoch has begun: what halted before it halts no more.
    pub(super) fn let_go(&mut self) {
        let over: Vec<_> = self.halts.keys().filter(|journal| journal.epoch < self.epoch).cloned().collect();
        for journal in over {
            if let Some(first) = self.halts.remove(&journal) {
                self.resumes.insert(journal, first);
            }
        }
    }

    /// Whether a version that is announced here waits until its author's earlier statement is understood.
    pub(super) fn waits_to_be_understood(&self, position: &Position) -> bool {
        self.halts.get(&position.journal).is_some_and(|first| *first < position.index)
    }

    /// Whether deliveries count at a moment.
    #[must_use]
    pub fn deliveries_allowed(&self, at: Time) -> bool {
        self.life.deliveries_allowed(at)
    }
}

/// Every party and source that an agreement names, with its root key.
pub(super) fn roots_of(agreement: &Agreement) -> Vec<(PartyId, PublicKey)> {
    let parties = agreement.parties.iter().map(|party| (party.id.clone(), party.root_key));
    let sources = agreement.articles.iter().flat_map(|article| match &article.terms {
        Terms::Exchange(exchange) => &exchange.sources[..],
        _ => &[],
    });
    parties.chain(sources.map(|source| (source.party.clone(), source.root_key))).collect()
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
        if matches!(statement.body, Body::Keys { .. }) {
            self.share_papers();
        }
        if matches!(statement.body, Body::Signed { .. }) {
            turn.effects.extend(self.find_successors().into_iter().map(Effect::Agreement));
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
