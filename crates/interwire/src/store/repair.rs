//! Taking away rows that only a repair takes away: the running node never forgets.

use super::DbError;
use super::tables::{ACKS, ANSWERS, ENTRIES, GUIDS, ITEMS, LIFE, TILES, VERSIONS, WANTS};
use super::value::{Columns, Value, row};
use super::writer::Writer;
use interwire_core::ids::{AgreementId, Hash, ItemKey, PartyId, Position};
use interwire_core::protocol::v1::fields::BlobRef;

impl Writer {
    /// Forgets the entries of a journal from `size` on. What was said of them stays until they are back.
    pub(crate) fn cut_entries(&mut self, journal: i64, size: u64) -> Result<(), DbError> {
        self.execute("DELETE FROM entries WHERE journal = ? AND idx >= ?", &row![journal, size])?;
        self.sizes.remove(&journal);
        self.unheard.remove(&journal);
        self.rows.forget_table(&ENTRIES);
        Ok(())
    }

    /// Forgets all tiles of a journal.
    pub(crate) fn delete_tiles(&mut self, journal: i64) -> Result<(), DbError> {
        self.flush(&TILES)?;
        self.execute("DELETE FROM tiles WHERE journal = ?", &row![journal])?;
        self.rows.forget_table(&TILES);
        Ok(())
    }

    /// Forgets the life of an agreement.
    pub(crate) fn forget_life(&mut self, agreement: &AgreementId) -> Result<(), DbError> {
        let number = self.agreement(agreement)?;
        self.flush(&LIFE)?;
        self.execute("DELETE FROM life WHERE agreement = ?", &row![number])?;
        self.rows.forget_table(&LIFE);
        Ok(())
    }

    /// Forgets an item and its guid.
    pub(crate) fn remove_item(&mut self, key: &ItemKey) -> Result<(), DbError> {
        let columns = self.item_columns(key)?;
        self.flush(&GUIDS)?;
        self.execute("DELETE FROM guids WHERE source = ? AND item = ?", &columns)?;
        self.rows.forget_table(&GUIDS);
        self.remove(&ITEMS, columns);
        Ok(())
    }

    /// Forgets a version.
    pub(crate) fn remove_version(&mut self, key: &ItemKey, version: u64) -> Result<(), DbError> {
        let mut columns = self.item_columns(key)?;
        columns.push(version.into());
        self.remove(&VERSIONS, columns);
        Ok(())
    }

    /// Forgets what a party said of a statement.
    pub(crate) fn remove_ack(&mut self, position: &Position, by: &PartyId) -> Result<(), DbError> {
        let mut key = self.place(position)?;
        key.push(self.party(by)?.into());
        self.remove(&ACKS, key);
        Ok(())
    }

    /// Forgets the answers to a statement.
    pub(crate) fn remove_answers(&mut self, position: &Position) -> Result<(), DbError> {
        let place = self.place(position)?;
        for mut row in self.under(&ANSWERS, &place)? {
            row.truncate(ANSWERS.key);
            self.remove(&ANSWERS, row);
        }
        Ok(())
    }

    /// What a statement waits for, by hash.
    pub(crate) fn want(&mut self, position: &Position, hash: &Hash) -> Result<Option<BlobRef>, DbError> {
        let mut key = self.place(position)?;
        key.push(Value::from(*hash));
        let Some(row) = self.get(&WANTS, &key)? else { return Ok(None) };
        let mut columns = Columns::of(WANTS.name, row);
        (0..WANTS.key).try_for_each(|_| columns.skip())?;
        Ok(Some(BlobRef { hash: *hash, size: columns.unsigned()? }))
    }

    /// A statement waits for a blob no more.
    pub(crate) fn remove_want(&mut self, position: &Position, hash: &Hash) -> Result<(), DbError> {
        let mut key = self.place(position)?;
        key.push(Value::from(*hash));
        self.remove(&WANTS, key);
        Ok(())
    }
}
