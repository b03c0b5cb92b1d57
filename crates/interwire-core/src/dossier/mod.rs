//! A dossier: one file by which anybody can verify, with nothing else, that a party made a version of an item available
//! under an agreement, and what it ordered about the item since. `form` has the bytes, `examine` says what they prove, in
//! `claims`.
//!
//! It is made of bytes that exist: the agreement and its signature pages, statements each with a C2SP tlog-proof of its
//! place in a journal, the item's document. What it cannot prove is that something was never said: a revocation or an
//! order that its maker left out.

mod claims;
mod examine;
mod form;
mod rings;

pub use claims::{Claim, Examined, Kind, Unfit};
pub use examine::examine;
pub use form::{BadDossier, DOSSIER_BYTES_MAX, from_bytes, to_bytes};

use crate::ids::Hash;
use crate::journal::checkpoint::SignedCheckpoint;

/// A statement with the proof of its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The statement's bytes.
    pub statement: Vec<u8>,
    /// Its index in the journal that the head names.
    pub index: u64,
    /// The inclusion proof, from the leaf upwards.
    pub path: Vec<Hash>,
    /// A head of the journal.
    pub head: SignedCheckpoint,
}

/// The parts of a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dossier {
    /// The agreement version under which the item was made available.
    pub agreement: Vec<u8>,
    /// The signature pages.
    pub pages: Vec<Vec<u8>>,
    /// Statements: `keys` and `signed` of the parties, the one `published`, orders about the item.
    pub entries: Vec<Entry>,
    /// The item's document.
    pub document: Vec<u8>,
}
