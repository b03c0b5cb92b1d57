//! A disk that can fail in the middle of a step: after so many writes every call fails.

use interwire_core::exchange::memory::MemoryStore;
use interwire_core::exchange::store::{
    Ack, AnswerRow, Finding, ItemRow, JournalRow, LifeRow, Store, StoreError, Stored, Verdict, VersionRow,
};
use interwire_core::ids::{AgreementId, Guid, Hash, ItemKey, JournalId, PartyId, Position};
use interwire_core::journal::tile_path::TileId;
use interwire_core::protocol::v1::fields::BlobRef;
use interwire_core::time::Time;
use std::ops::RangeInclusive;

/// One step's view of a node's disk.
pub struct Disk<'a> {
    inner: &'a mut MemoryStore,
    writes_left: Option<u64>,
}

impl<'a> Disk<'a> {
    /// The disk; if `writes_left` is given it fails after so many writes.
    pub fn new(inner: &'a mut MemoryStore, writes_left: Option<u64>) -> Self {
        Self { inner, writes_left }
    }

    /// The store, for a read.
    fn read(&mut self) -> Stored<&mut MemoryStore> {
        match self.writes_left {
            Some(0) => Err(StoreError("the power is off".into())),
            _ => Ok(self.inner),
        }
    }

    /// The store, for a write.
    fn write(&mut self) -> Stored<&mut MemoryStore> {
        if let Some(left) = &mut self.writes_left {
            *left = left.saturating_sub(1);
        }
        self.read()
    }
}

macro_rules! pass {
    ($($how:ident $name:ident($($arg:ident: $type:ty),*) -> $out:ty;)+) => {
        $(fn $name(&mut self, $($arg: $type),*) -> Stored<$out> {
            self.$how()?.$name($($arg),*)
        })+
    };
}

impl Store for Disk<'_> {
    pass! {
        read journal(id: &JournalId) -> Option<JournalRow>;
        read journals(agreement: &AgreementId) -> Vec<JournalRow>;
        write put_journal(row: &JournalRow) -> ();
        write append(id: &JournalId, first: u64, entries: &[Vec<u8>]) -> ();
        read entries(id: &JournalId, first: u64, count: u64, bytes_max: usize) -> Vec<Vec<u8>>;
        read tile(id: &JournalId, tile: TileId) -> Option<Vec<u8>>;
        write put_tile(id: &JournalId, tile: TileId, hashes: &[u8]) -> ();
        write put_life(row: &LifeRow) -> ();
        read life(agreement: &AgreementId) -> Vec<LifeRow>;
        read agreements() -> Vec<AgreementId>;
        write put_agreement(id: &AgreementId) -> ();
        read agreement_documents(id: &AgreementId) -> Vec<Hash>;
        write put_agreement_document(id: &AgreementId, version: &Hash) -> ();
        read has_blob(hash: &Hash) -> bool;
        read blob(hash: &Hash) -> Option<Vec<u8>>;
        write put_blob(hash: &Hash, bytes: &[u8]) -> ();
        write grant(agreement: &AgreementId, hash: &Hash) -> ();
        read granted(agreement: &AgreementId, hash: &Hash) -> bool;
        write put_want(position: &Position, blob: &BlobRef) -> ();
        read wants(agreement: &AgreementId, sizes: RangeInclusive<u64>, limit: usize) -> Vec<BlobRef>;
        read is_wanted(agreement: &AgreementId, hash: &Hash) -> bool;
        write satisfy(hash: &Hash) -> Vec<Position>;
        read waits(position: &Position) -> bool;
        read item(key: &ItemKey) -> Option<ItemRow>;
        read item_by_guid(source: &PartyId, guid: &Guid) -> Option<ItemKey>;
        write put_item(row: &ItemRow) -> ();
        read version(key: &ItemKey, version: u64) -> Option<VersionRow>;
        write put_version(row: &VersionRow) -> ();
        write put_sent(key: &ItemKey, agreement: &AgreementId) -> ();
        read sent(key: &ItemKey) -> Vec<AgreementId>;
        write put_ack(position: &Position, ack: &Ack) -> ();
        read acks(position: &Position) -> Vec<Ack>;
        read unsaid(agreement: &AgreementId, limit: usize) -> Vec<(Position, Verdict)>;
        write put_answer(position: &Position, answer: &AnswerRow) -> ();
        read answers(position: &Position) -> Vec<AnswerRow>;
        write queue(agreement: &AgreementId, statement: &[u8]) -> ();
        write unqueue(agreement: &AgreementId, limit: usize) -> Vec<Vec<u8>>;
        write put_finding(finding: &Finding, now: Time) -> bool;
    }
}
