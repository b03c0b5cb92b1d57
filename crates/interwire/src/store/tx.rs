//! One open transaction. It is the exchange's [`Store`], and what the node keeps besides is written through it too, so
//! that a statement and everything that follows from it are durable together or not at all. Dropped, it is undone.

use super::DbError;
use super::tables::Table;
use super::value::{Columns, Row, Value};
use super::writer::Writer;
use interwire_core::exchange::store::{
    Ack, AnswerRow, Finding, ItemRow, JournalRow, LifeRow, Soon, Store, StoreError, Stored, Verdict, VersionRow,
};
use interwire_core::ids::{AgreementId, Guid, Hash, ItemKey, JournalId, PartyId, Position};
use interwire_core::journal::tile_path::TileId;
use interwire_core::protocol::v1::fields::BlobRef;
use interwire_core::time::Time;
use std::ops::RangeInclusive;

/// An open transaction.
pub struct Tx<'w> {
    pub(super) writer: &'w mut Writer,
    open: bool,
}

impl<'w> Tx<'w> {
    pub(super) fn new(writer: &'w mut Writer) -> Self {
        Self { writer, open: true }
    }

    /// Makes everything durable.
    ///
    /// # Errors
    /// If SQLite refuses; then nothing of it is written.
    pub fn commit(mut self) -> Stored<()> {
        self.writer.commit()?;
        self.open = false;
        Ok(())
    }

    /// The whole row with this key, for the aggregates of the node.
    pub(super) fn get(&mut self, table: &'static Table, key: &[Value]) -> Result<Option<Columns>, DbError> {
        Ok(self.writer.get(table, key)?.map(|row| Columns::of(table.name, row)))
    }

    /// Gives SQLite all rows that wait, so that any query sees them.
    ///
    /// # Errors
    /// If the store fails.
    pub fn flush(&mut self) -> Stored<()> {
        Ok(self.writer.flush_all()?)
    }

    /// The connection under it, for checks that read.
    pub(crate) fn database(&mut self) -> &mut Writer {
        self.writer
    }

    /// Writes a whole row.
    pub(super) fn put(&mut self, table: &'static Table, row: Row) {
        self.writer.put(table, row);
    }

    /// The rows of a query of the node's own, all that was written before included.
    pub(super) fn query(
        &mut self,
        table: &'static Table,
        sql: &'static str,
        values: &[Value],
    ) -> Result<Vec<Columns>, DbError> {
        self.writer.flush(table)?;
        let rows = self.writer.fetch(sql, values)?;
        Ok(rows.into_iter().map(|row| Columns::of(table.name, row)).collect())
    }
}

impl Drop for Tx<'_> {
    fn drop(&mut self) {
        if self.open {
            self.writer.rollback();
        }
    }
}

impl Store for Tx<'_> {
    fn foresee(&mut self, soon: &[Soon<'_>]) -> Stored<()> {
        Ok(self.writer.foresee(soon)?)
    }
    fn journal(&mut self, id: &JournalId) -> Stored<Option<JournalRow>> {
        Ok(self.writer.journal(id)?)
    }
    fn journals(&mut self, agreement: &AgreementId) -> Stored<Vec<JournalRow>> {
        Ok(self.writer.journals(agreement)?)
    }
    fn put_journal(&mut self, row: &JournalRow) -> Stored<()> {
        Ok(self.writer.put_journal(row)?)
    }
    fn append(&mut self, id: &JournalId, first: u64, entries: &[Vec<u8>]) -> Stored<()> {
        Ok(self.writer.append(id, first, entries)?)
    }
    fn entries(&mut self, id: &JournalId, first: u64, count: u64, bytes_max: usize) -> Stored<Vec<Vec<u8>>> {
        Ok(self.writer.entries(id, first, count, bytes_max)?)
    }
    fn tile(&mut self, id: &JournalId, tile: TileId) -> Stored<Option<Vec<u8>>> {
        Ok(self.writer.tile(id, tile)?)
    }
    fn put_tile(&mut self, id: &JournalId, tile: TileId, hashes: &[u8]) -> Stored<()> {
        Ok(self.writer.put_tile(id, tile, hashes)?)
    }
    fn put_life(&mut self, row: &LifeRow) -> Stored<()> {
        Ok(self.writer.put_life(row)?)
    }
    fn life(&mut self, agreement: &AgreementId) -> Stored<Vec<LifeRow>> {
        Ok(self.writer.life(agreement)?)
    }

    fn agreements(&mut self) -> Stored<Vec<AgreementId>> {
        Ok(self.writer.agreements()?)
    }
    fn put_agreement(&mut self, id: &AgreementId) -> Stored<()> {
        Ok(self.writer.put_agreement(id)?)
    }
    fn agreement_documents(&mut self, id: &AgreementId) -> Stored<Vec<Hash>> {
        Ok(self.writer.agreement_documents(id)?)
    }
    fn put_agreement_document(&mut self, id: &AgreementId, version: &Hash) -> Stored<()> {
        Ok(self.writer.put_agreement_document(id, version)?)
    }

    fn has_blob(&mut self, hash: &Hash) -> Stored<bool> {
        Ok(self.writer.has_blob(hash)?)
    }
    fn blob(&mut self, hash: &Hash) -> Stored<Option<Vec<u8>>> {
        Ok(self.writer.blob(hash)?)
    }
    fn put_blob(&mut self, hash: &Hash, bytes: &[u8]) -> Stored<()> {
        Ok(self.writer.put_blob(hash, bytes)?)
    }
    fn grant(&mut self, agreement: &AgreementId, hash: &Hash) -> Stored<()> {
        Ok(self.writer.grant(agreement, hash)?)
    }
    fn granted(&mut self, agreement: &AgreementId, hash: &Hash) -> Stored<bool> {
        Ok(self.writer.granted(agreement, hash)?)
    }
    fn put_want(&mut self, position: &Position, blob: &BlobRef) -> Stored<()> {
        Ok(self.writer.put_want(position, blob)?)
    }
    fn wants(&mut self, agreement: &AgreementId, sizes: RangeInclusive<u64>, limit: usize) -> Stored<Vec<BlobRef>> {
        Ok(self.writer.wants(agreement, sizes, limit)?)
    }
    fn is_wanted(&mut self, agreement: &AgreementId, hash: &Hash) -> Stored<bool> {
        Ok(self.writer.is_wanted(agreement, hash)?)
    }
    fn satisfy(&mut self, hash: &Hash) -> Stored<Vec<Position>> {
        Ok(self.writer.satisfy(hash)?)
    }
    fn waits(&mut self, position: &Position) -> Stored<bool> {
        Ok(self.writer.waits(position)?)
    }

    fn item(&mut self, key: &ItemKey) -> Stored<Option<ItemRow>> {
        Ok(self.writer.item(key)?)
    }
    fn item_by_guid(&mut self, source: &PartyId, guid: &Guid) -> Stored<Option<ItemKey>> {
        Ok(self.writer.item_by_guid(source, guid)?)
    }
    fn put_item(&mut self, row: &ItemRow) -> Stored<()> {
        Ok(self.writer.put_item(row)?)
    }
    fn version(&mut self, key: &ItemKey, version: u64) -> Stored<Option<VersionRow>> {
        Ok(self.writer.version(key, version)?)
    }
    fn put_version(&mut self, row: &VersionRow) -> Stored<()> {
        Ok(self.writer.put_version(row)?)
    }
    fn put_sent(&mut self, key: &ItemKey, agreement: &AgreementId) -> Stored<()> {
        Ok(self.writer.put_sent(key, agreement)?)
    }
    fn sent(&mut self, key: &ItemKey) -> Stored<Vec<AgreementId>> {
        Ok(self.writer.sent(key)?)
    }

    fn put_ack(&mut self, position: &Position, ack: &Ack) -> Stored<()> {
        Ok(self.writer.put_ack(position, ack)?)
    }
    fn acks(&mut self, position: &Position) -> Stored<Vec<Ack>> {
        Ok(self.writer.acks(position)?)
    }
    fn unsaid(&mut self, agreement: &AgreementId, limit: usize) -> Stored<Vec<(Position, Verdict)>> {
        Ok(self.writer.unsaid(agreement, limit)?)
    }
    fn put_answer(&mut self, position: &Position, answer: &AnswerRow) -> Stored<()> {
        Ok(self.writer.put_answer(position, answer)?)
    }
    fn answers(&mut self, position: &Position) -> Stored<Vec<AnswerRow>> {
        Ok(self.writer.answers(position)?)
    }

    fn queue(&mut self, agreement: &AgreementId, statement: &[u8]) -> Stored<()> {
        Ok(self.writer.queue(agreement, statement)?)
    }
    fn unqueue(&mut self, agreement: &AgreementId, limit: usize) -> Stored<Vec<Vec<u8>>> {
        Ok(self.writer.unqueue(agreement, limit)?)
    }
    fn put_finding(&mut self, finding: &Finding, now: Time) -> Stored<bool> {
        Ok(self.writer.put_finding(finding, now)?)
    }
}

/// A number as a count of rows in SQL.
pub(super) fn limit_of(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

/// The store's error for a failure that has only words.
#[must_use]
pub fn failed(what: impl std::fmt::Display) -> StoreError {
    StoreError(what.to_string())
}
