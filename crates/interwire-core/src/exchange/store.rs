//! The port to a node's durable state: the smallest list that the exchange needs. One value of it is one open
//! transaction; what is written is visible to later reads of the same transaction, and durable only after the driver
//! has committed it. Implementations: [`super::memory`] and SQLite in the node; one conformance suite runs over all.
//!
//! Nothing here decides anything: rows go in and come out as they are.

use crate::ids::{AgreementId, Guid, Hash, ItemKey, JournalId, PartyId, Position};
use crate::journal::{checkpoint::SignedCheckpoint, tile_path::TileId, tree::Frontier};
use crate::protocol::v1::fields::BlobRef;
use crate::protocol::v1::statement::{Action, Answer, Code, PubStatus};
use crate::time::Time;
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// The store failed; the transaction must be rolled back and the machine loaded anew.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the store failed: {0}")]
pub struct StoreError(pub String);

/// What every call to the store returns.
pub type Stored<T> = Result<T, StoreError>;

/// Whether a journal still grows here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It may grow.
    Open,
    /// Its author signed two histories: nothing more is taken; the next epoch is the cure.
    Forked,
    /// Our own, of which we once signed a head that nobody has the entries of any more: nothing more is written.
    Lost,
}

/// What a node knows of one journal, its own or a partner's.
#[derive(Debug, Clone, PartialEq)]
pub struct JournalRow {
    /// Which.
    pub id: JournalId,
    /// The tree over all entries held.
    pub frontier: Frontier,
    /// The newest signed head of which all entries are held, with all cosignatures known.
    pub head: Option<SignedCheckpoint>,
    /// The size of that head.
    pub head_size: u64,
    /// The greatest signed head ever seen; greater than `head` while catching up.
    pub newest: Option<SignedCheckpoint>,
    /// The size of that head.
    pub newest_size: u64,
    /// Entries before this index have taken effect.
    pub folded: u64,
    /// The size that our own statements have said we saw.
    pub told: u64,
    /// The latest time of its entries.
    pub last_at: Time,
    /// Sizes of other journals that its statements, taken together, have said to have seen.
    pub seen: BTreeMap<(PartyId, u32), u64>,
    /// Whether it may grow.
    pub standing: Standing,
}

impl JournalRow {
    /// A journal of which nothing is held yet.
    #[must_use]
    pub fn new(id: JournalId) -> Self {
        Self {
            id,
            frontier: Frontier::empty(),
            head: None,
            head_size: 0,
            newest: None,
            newest_size: 0,
            folded: 0,
            told: 0,
            last_at: Time::default(),
            seen: BTreeMap::new(),
            standing: Standing::Open,
        }
    }

    /// Entries held.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.frontier.size()
    }
}

/// A statement from which an agreement's life is computed, in the order in which this node folded them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LifeRow {
    /// Where it stands.
    pub position: Position,
    /// The statement's bytes.
    pub bytes: Vec<u8>,
    /// What its journal had said to have seen, up to and with this statement.
    pub seen: BTreeMap<(PartyId, u32), u64>,
}

/// A recall in force, or once in force. Orders about an item may come by several agreements and in any sequence; what
/// is in force does not depend on it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecallRow {
    /// The greatest number of an order, recall or release.
    pub order: u64,
    /// What is in force; `None` after a release.
    pub action: Option<Action>,
    /// The newest version it is about; later ones are free only of a correction.
    pub through: u64,
    /// The public reason.
    pub reason: Option<Code>,
    /// When the source said so.
    pub at: Time,
    /// The greatest number of a withhold or kill; 0 if there was none.
    pub stopped: u64,
    /// The greatest number of a correction; 0 if there was none.
    pub corrected: u64,
    /// The greatest number of a release; 0 if there was none.
    pub released: u64,
}

/// What a node knows of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemRow {
    /// Which.
    pub key: ItemKey,
    /// Its guid, once a document was read.
    pub guid: Option<Guid>,
    /// The greatest version held.
    pub current: Option<u64>,
    /// The last order about it.
    pub recall: Option<RecallRow>,
}

/// How far a version has come here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VersionState {
    /// Announced; blobs are missing.
    Waiting,
    /// All blobs are held and the document was read and agrees with its statement.
    Held,
    /// Not taken, and why.
    Refused(Code),
}

/// One version of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionRow {
    /// Which item.
    pub key: ItemKey,
    /// Which version.
    pub version: u64,
    /// Its document.
    pub doc: BlobRef,
    /// Its status.
    pub status: PubStatus,
    /// How far it has come.
    pub state: VersionState,
    /// The statement that first announced it here.
    pub position: Position,
    /// Another document came with the same version number: a person must look.
    pub conflict: bool,
    /// A test, never shown as news.
    pub test: bool,
}

/// What a receiver says of a `published` statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Blobs held, item read.
    Received,
    /// Not taken.
    Refused(Code),
}

/// One receiver's word about one `published` statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ack {
    /// Who says so.
    pub by: PartyId,
    /// What.
    pub verdict: Verdict,
    /// When the statement that says so was written; `None` while it is still to be written by us.
    pub at: Option<Time>,
}

/// One step of a receiver's answer to a `recalled` statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerRow {
    /// Who answers.
    pub by: PartyId,
    /// Which step.
    pub answer: Answer,
    /// When.
    pub at: Time,
}

/// Something a person must see: a lie, a breach of the protocol, a thing not understood.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Whom it is about.
    pub about: PartyId,
    /// The journal it was found in.
    pub journal: JournalId,
    /// The entry, if it is about one.
    pub index: Option<u64>,
    /// What was found, see docs/protocol.md section 9.
    pub code: &'static str,
    /// Proof that others can check, as canonical JSON; empty when there is none.
    pub evidence: Vec<u8>,
}

/// Something that is about to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Soon<'a> {
    /// A blob, to be served under an agreement.
    Served(&'a AgreementId, &'a Hash),
    /// A blob that has come under an agreement, and all that waits for it.
    Wanted(&'a AgreementId, &'a Hash),
    /// An item and its versions.
    Item(&'a ItemKey),
    /// Which item has a guid.
    Guid(&'a PartyId, &'a Guid),
}

/// The port. Every method may fail with [`StoreError`]; none decides anything.
#[allow(missing_docs, reason = "the names of rows and columns say it; see docs/data.md")]
pub trait Store {
    /// Tells what will be read next, so that much of it can be read at once. It changes no answer.
    fn foresee(&mut self, _soon: &[Soon<'_>]) -> Stored<()> {
        Ok(())
    }

    // Journals.
    fn journal(&mut self, id: &JournalId) -> Stored<Option<JournalRow>>;
    /// All journals of an agreement, by party and epoch.
    fn journals(&mut self, agreement: &AgreementId) -> Stored<Vec<JournalRow>>;
    fn put_journal(&mut self, row: &JournalRow) -> Stored<()>;
    /// Adds entries; `first` is the size before. An index is written once.
    fn append(&mut self, id: &JournalId, first: u64, entries: &[Vec<u8>]) -> Stored<()>;
    /// Entries from `first`, at most `count` of them and about `bytes_max` bytes, at least one if there is one.
    fn entries(&mut self, id: &JournalId, first: u64, count: u64, bytes_max: usize) -> Stored<Vec<Vec<u8>>>;
    fn tile(&mut self, id: &JournalId, tile: TileId) -> Stored<Option<Vec<u8>>>;
    fn put_tile(&mut self, id: &JournalId, tile: TileId, hashes: &[u8]) -> Stored<()>;
    /// Remembers a statement of the agreement's life, in the order of the calls; the same position once.
    fn put_life(&mut self, row: &LifeRow) -> Stored<()>;
    fn life(&mut self, agreement: &AgreementId) -> Stored<Vec<LifeRow>>;

    // Agreements.
    /// Ids of all agreements known.
    fn agreements(&mut self) -> Stored<Vec<AgreementId>>;
    fn put_agreement(&mut self, id: &AgreementId) -> Stored<()>;
    /// Hashes of the agreement's documents, in the order in which they became known.
    fn agreement_documents(&mut self, id: &AgreementId) -> Stored<Vec<Hash>>;
    fn put_agreement_document(&mut self, id: &AgreementId, version: &Hash) -> Stored<()>;

    // Blobs.
    /// Whether the bytes are held and durable.
    fn has_blob(&mut self, hash: &Hash) -> Stored<bool>;
    /// The bytes, if held; for documents and other small blobs.
    fn blob(&mut self, hash: &Hash) -> Stored<Option<Vec<u8>>>;
    fn put_blob(&mut self, hash: &Hash, bytes: &[u8]) -> Stored<()>;
    /// From now on the blob is served to the agreement's parties.
    fn grant(&mut self, agreement: &AgreementId, hash: &Hash) -> Stored<()>;
    fn granted(&mut self, agreement: &AgreementId, hash: &Hash) -> Stored<bool>;
    /// The statement at `position`, which is held, cannot take effect before this blob is held.
    fn put_want(&mut self, position: &Position, blob: &BlobRef) -> Stored<()>;
    /// Blobs wanted under an agreement whose size in bytes is in the range, oldest first, each once.
    fn wants(&mut self, agreement: &AgreementId, sizes: RangeInclusive<u64>, limit: usize) -> Stored<Vec<BlobRef>>;
    /// Whether any statement under this agreement waits for the blob.
    fn is_wanted(&mut self, agreement: &AgreementId, hash: &Hash) -> Stored<bool>;
    /// Ends all wants of a blob and returns the statements that waited for it.
    fn satisfy(&mut self, hash: &Hash) -> Stored<Vec<Position>>;
    /// Whether the statement still waits for any blob.
    fn waits(&mut self, position: &Position) -> Stored<bool>;

    // Items.
    fn item(&mut self, key: &ItemKey) -> Stored<Option<ItemRow>>;
    fn item_by_guid(&mut self, source: &PartyId, guid: &Guid) -> Stored<Option<ItemKey>>;
    fn put_item(&mut self, row: &ItemRow) -> Stored<()>;
    fn version(&mut self, key: &ItemKey, version: u64) -> Stored<Option<VersionRow>>;
    fn put_version(&mut self, row: &VersionRow) -> Stored<()>;
    /// The item has been, or is about to be, published by us under the agreement.
    fn put_sent(&mut self, key: &ItemKey, agreement: &AgreementId) -> Stored<()>;
    fn sent(&mut self, key: &ItemKey) -> Stored<Vec<AgreementId>>;

    // Answers.
    /// Writes or replaces one party's word about the statement at `position`, which is held.
    fn put_ack(&mut self, position: &Position, ack: &Ack) -> Stored<()>;
    fn acks(&mut self, position: &Position) -> Stored<Vec<Ack>>;
    /// Our own words that no statement of ours says yet (`at` is `None`), by journal and index.
    fn unsaid(&mut self, agreement: &AgreementId, limit: usize) -> Stored<Vec<(Position, Verdict)>>;
    fn put_answer(&mut self, position: &Position, answer: &AnswerRow) -> Stored<()>;
    fn answers(&mut self, position: &Position) -> Stored<Vec<AnswerRow>>;

    // Statements that wait until our journal may be written.
    fn queue(&mut self, agreement: &AgreementId, statement: &[u8]) -> Stored<()>;
    /// Takes away and returns the oldest.
    fn unqueue(&mut self, agreement: &AgreementId, limit: usize) -> Stored<Vec<Vec<u8>>>;

    /// Adds a finding; the same one is kept once. Returns whether it is new.
    fn put_finding(&mut self, finding: &Finding, now: Time) -> Stored<bool>;
}
