//! What nodes ask and answer, apart from how HTTP carries it (docs/protocol.md, section 7). Every read has a push
//! twin, so that one reachable side is enough.

use crate::ids::{AgreementId, Hash, JournalId, PartyId};
use crate::protocol::v1::fields::BlobRef;

/// What a node tells of one journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadRow {
    /// Which.
    pub journal: JournalId,
    /// Entries held.
    pub holds: u64,
    /// The newest signed head of which all entries are held (a C2SP checkpoint with cosignatures).
    pub head: Option<String>,
    /// The greatest signed head seen, if it is not `head`.
    pub newest: Option<String>,
}

/// Everything a node tells one peer of the agreements they share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heads {
    /// Who tells.
    pub from: PartyId,
    /// Where the teller can be reached now, if it can.
    pub endpoint: Option<String>,
    /// Its journals and its copies of others'.
    pub journals: Vec<HeadRow>,
    /// Blobs it lacks, oldest first, at most [`WANTS_MAX`] an agreement.
    pub wants: Vec<(AgreementId, BlobRef)>,
    /// Names this state of the teller; a long poll with it waits until it has changed.
    pub token: u64,
}

/// Epochs beyond our own of which journals are taken: who was away may have missed some; endless ones are a flood.
pub const EPOCHS_AHEAD_MAX: u32 = 8;
/// Blobs wanted that one heads document names for an agreement.
pub const WANTS_MAX: usize = 256;
/// Journals that one heads document names.
pub const HEADS_MAX: usize = 4096;
/// Entries in one page.
pub const PAGE_ENTRIES_MAX: u64 = 2000;
/// Entries in one offer, of all its journals together.
pub const OFFER_ENTRIES_MAX: u64 = PAGE_ENTRIES_MAX;
/// Bytes of entries in one page, about; one entry always fits.
pub const PAGE_BYTES_MAX: usize = 2 << 20;
/// Blobs in one stream.
pub const BLOBS_MAX: usize = 256;
/// A blob larger than this travels alone, by range requests, so that it delays nothing.
pub const BLOB_ALONE: u64 = 1 << 20;
/// Bytes in one stream of many blobs.
pub const BLOBS_BYTES_MAX: u64 = 8 << 20;

/// Consecutive entries of a journal and what proves them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Which journal.
    pub journal: JournalId,
    /// Index of the first entry.
    pub from: u64,
    /// The statements' bytes.
    pub entries: Vec<Vec<u8>>,
    /// A signed head of size `from + entries` or more.
    pub checkpoint: String,
    /// Consistency proof from `from + entries` to that head; empty when the sizes are equal.
    pub proof: Vec<Hash>,
}

/// A first offer between strangers, or a later one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The agreement document.
    pub document: Vec<u8>,
    /// Its texts and signature pages.
    pub blobs: Vec<Vec<u8>>,
    /// The offerer's whole journal under it.
    pub page: Page,
    /// The beginnings of the other journals under it that the offerer holds: what its own builds upon, so that an
    /// agreement can be read although the party that wrote it cannot be reached.
    pub others: Vec<Page>,
    /// Entries that the offerer holds of other parties' journals under it: 0 tells the receiver that no journal of its
    /// own is held there.
    pub holds: u64,
    /// Where the offerer can be reached.
    pub endpoint: Option<String>,
}

/// What a node asks of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// `GET heads`: waits while the token still names the answer.
    Heads {
        /// The token of the last answer.
        since: Option<u64>,
    },
    /// `PUT heads`: the twin; the answer is the other's heads.
    TellHeads(Heads),
    /// `PUT keys`: all papers of the teller's root key, each as its canonical JSON, for a peer that does not know the key
    /// that signs this request yet; the answer is the other's heads.
    TellKeys(Vec<String>),
    /// `GET entries`: a page from `from`, not beyond `to`.
    Entries {
        /// Which journal.
        journal: JournalId,
        /// Index of the first.
        from: u64,
        /// Size of the head that was told.
        to: u64,
    },
    /// `PUT entries`: the twin; the answer is the other's heads.
    GiveEntries(Page),
    /// `GET consistency`: is the head of `new` entries an extension of the one of `old`?
    Consistency {
        /// Which journal.
        journal: JournalId,
        /// The older size.
        old: u64,
        /// The newer size.
        new: u64,
    },
    /// `POST blobs`: many in one stream.
    Blobs {
        /// Under which agreement.
        agreement: AgreementId,
        /// Which.
        blobs: Vec<BlobRef>,
    },
    /// `PUT blobs`: the twin; the answer is the other's heads.
    GiveBlobs {
        /// Under which agreement.
        agreement: AgreementId,
        /// The bytes.
        blobs: Vec<Vec<u8>>,
    },
    /// `POST offers`.
    Offer(Box<Offer>),
}

/// What it answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Response {
    /// Its heads.
    Heads(Heads),
    /// A page.
    Page(Page),
    /// The root of the prefix of `old` entries of its tree of `new`, the proof, and its signed head of `new`.
    Consistency {
        /// Root at the older size.
        root_at_old: Hash,
        /// From old to new.
        proof: Vec<Hash>,
        /// The signed head of the newer size.
        checkpoint: String,
    },
    /// Those of the blobs asked for that it may serve and holds.
    Blobs(Vec<Vec<u8>>),
    /// The request is refused.
    Refused(Refusal),
}

/// Why a request is refused. The HTTP status and text of each are in the table of docs/protocol.md, section 8.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refusal {
    /// No such agreement, or none with the asker.
    NotYours,
    /// The entries do not follow what is held.
    Gap,
    /// Signatures or hashes do not agree.
    Forged,
    /// The journal has forked, or is closed.
    Closed,
    /// What was asked for is not held.
    NotHeld,
    /// Too much in one request.
    TooMuch,
    /// The offer cannot be read, or is not for this node.
    BadOffer,
    /// Too many unread offers.
    Busy,
}
