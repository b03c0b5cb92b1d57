//! The store of a replay: entries, tiles and blobs are the node's own and only read; all that is derived goes to the
//! scratch database.

use crate::store::Writer;
use crate::store::tx::{Tx, failed};
use interwire_core::exchange::store::{
    Ack, AnswerRow, Finding, ItemRow, JournalRow, LifeRow, Store, Stored, Verdict, VersionRow,
};
use interwire_core::ids::{AgreementId, Guid, Hash, ItemKey, JournalId, PartyId, Position};
use interwire_core::journal::tile_path::TileId;
use interwire_core::protocol::v1::fields::BlobRef;
use interwire_core::time::Time;
use std::ops::RangeInclusive;

/// Both databases.
pub struct Replayed<'a, 'w> {
    pub real: &'a mut Writer,
    pub derived: &'a mut Tx<'w>,
}

/// The methods that only touch what is derived.
macro_rules! derived {
    ($(fn $name:ident(&mut self $(, $arg:ident: $type:ty)*) -> $out:ty;)*) => {
        $(fn $name(&mut self $(, $arg: $type)*) -> Stored<$out> { self.derived.$name($($arg),*) })*
    };
}

impl Store for Replayed<'_, '_> {
    fn append(&mut self, id: &JournalId, _: u64, _: &[Vec<u8>]) -> Stored<()> {
        Err(failed(format!("a replay wrote into {id}")))
    }
    fn put_tile(&mut self, id: &JournalId, _: TileId, _: &[u8]) -> Stored<()> {
        Err(failed(format!("a replay wrote into {id}")))
    }
    fn entries(&mut self, id: &JournalId, first: u64, count: u64, bytes_max: usize) -> Stored<Vec<Vec<u8>>> {
        Ok(self.real.entries(id, first, count, bytes_max)?)
    }
    fn tile(&mut self, id: &JournalId, tile: TileId) -> Stored<Option<Vec<u8>>> {
        Ok(self.real.tile(id, tile)?)
    }
    fn agreements(&mut self) -> Stored<Vec<AgreementId>> {
        Ok(self.real.agreements()?)
    }
    fn agreement_documents(&mut self, id: &AgreementId) -> Stored<Vec<Hash>> {
        Ok(self.real.agreement_documents(id)?)
    }
    fn has_blob(&mut self, hash: &Hash) -> Stored<bool> {
        Ok(self.real.has_blob(hash)?)
    }
    fn blob(&mut self, hash: &Hash) -> Stored<Option<Vec<u8>>> {
        let bytes = self.real.blob(hash)?;
        // Each document is read once or twice and never again.
        self.real.forget_blobs();
        Ok(bytes)
    }
    fn granted(&mut self, agreement: &AgreementId, hash: &Hash) -> Stored<bool> {
        // A blob that came under the agreement is there from the beginning of the replay.
        if !self.derived.granted(agreement, hash)? && self.real.granted(agreement, hash)? {
            self.derived.grant(agreement, hash)?;
        }
        self.derived.granted(agreement, hash)
    }
    fn put_blob(&mut self, hash: &Hash, _: &[u8]) -> Stored<()> {
        Err(failed(format!("a replay wrote blob {hash}")))
    }

    derived! {
        fn journal(&mut self, id: &JournalId) -> Option<JournalRow>;
        fn journals(&mut self, agreement: &AgreementId) -> Vec<JournalRow>;
        fn put_journal(&mut self, row: &JournalRow) -> ();
        fn put_life(&mut self, row: &LifeRow) -> ();
        fn life(&mut self, agreement: &AgreementId) -> Vec<LifeRow>;
        fn put_agreement(&mut self, id: &AgreementId) -> ();
        fn put_agreement_document(&mut self, id: &AgreementId, version: &Hash) -> ();
        fn grant(&mut self, agreement: &AgreementId, hash: &Hash) -> ();
        fn put_want(&mut self, position: &Position, blob: &BlobRef) -> ();
        fn wants(&mut self, agreement: &AgreementId, sizes: RangeInclusive<u64>, limit: usize) -> Vec<BlobRef>;
        fn is_wanted(&mut self, agreement: &AgreementId, hash: &Hash) -> bool;
        fn satisfy(&mut self, hash: &Hash) -> Vec<Position>;
        fn waits(&mut self, position: &Position) -> bool;
        fn item(&mut self, key: &ItemKey) -> Option<ItemRow>;
        fn item_by_guid(&mut self, source: &PartyId, guid: &Guid) -> Option<ItemKey>;
        fn put_item(&mut self, row: &ItemRow) -> ();
        fn version(&mut self, key: &ItemKey, version: u64) -> Option<VersionRow>;
        fn put_version(&mut self, row: &VersionRow) -> ();
        fn put_sent(&mut self, key: &ItemKey, agreement: &AgreementId) -> ();
        fn sent(&mut self, key: &ItemKey) -> Vec<AgreementId>;
        fn put_ack(&mut self, position: &Position, ack: &Ack) -> ();
        fn acks(&mut self, position: &Position) -> Vec<Ack>;
        fn unsaid(&mut self, agreement: &AgreementId, limit: usize) -> Vec<(Position, Verdict)>;
        fn put_answer(&mut self, position: &Position, answer: &AnswerRow) -> ();
        fn answers(&mut self, position: &Position) -> Vec<AnswerRow>;
        fn queue(&mut self, agreement: &AgreementId, statement: &[u8]) -> ();
        fn unqueue(&mut self, agreement: &AgreementId, limit: usize) -> Vec<Vec<u8>>;
        fn put_finding(&mut self, finding: &Finding, now: Time) -> bool;
    }
}
