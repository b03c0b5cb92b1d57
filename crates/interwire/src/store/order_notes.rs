//! Why orders about items of ours were given, in the house's own words. Nothing of it is ever sent.

use super::Db;
use super::items::bytes_of_item;
use super::tables::ORDER_NOTES;
use super::tx::{Tx, failed};
use super::value::{Columns, row, row_of};
use interwire_core::exchange::store::Stored;
use interwire_core::ids::ItemKey;
use interwire_core::time::Time;

/// A note beside an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderNote {
    /// When the order was given.
    pub at: Time,
    /// What was ordered: correct, withhold, kill or release.
    pub action: String,
    /// Who ordered it.
    pub who: String,
    /// Why, for the house.
    pub note: String,
}

impl Tx<'_> {
    /// Keeps a note beside an order about an item of ours.
    ///
    /// # Errors
    /// If the store fails.
    pub fn put_order_note(&mut self, key: &ItemKey, note: &OrderNote) -> Stored<()> {
        let mut row = self.writer.item_columns(key)?;
        row.extend(row![note.at, note.action.as_str(), note.who.as_str(), note.note.as_str()]);
        self.put(&ORDER_NOTES, row);
        Ok(())
    }
}

impl Db {
    /// The notes beside the orders about an item, oldest first.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn order_notes(&self, key: &ItemKey) -> Stored<Vec<OrderNote>> {
        let sql = "SELECT at, action, who, note FROM order_notes JOIN parties ON parties.id = source
            WHERE parties.name = ? AND item = ? ORDER BY at";
        let query = sqlx::query(sql).bind(key.source.as_str()).bind(bytes_of_item(&key.item)?);
        let rows = query.fetch_all(self.reader()).await.map_err(failed)?;
        let read = |row| {
            let mut columns = Columns::of(ORDER_NOTES.name, row_of(row)?);
            Ok(OrderNote { at: columns.time()?, action: columns.text()?, who: columns.text()?, note: columns.text()? })
        };
        rows.iter().map(read).collect()
    }
}
