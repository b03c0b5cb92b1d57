//! Who works on an item, so that two people do not do the same story.

use super::tables::TAKEN;
use super::tx::Tx;
use super::value::row;
use interwire_core::exchange::store::Stored;
use interwire_core::ids::ItemKey;
use interwire_core::time::Time;

/// Somebody works on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Who.
    pub user: String,
    /// Since when.
    pub at: Time,
}

impl Tx<'_> {
    /// Who works on an item.
    ///
    /// # Errors
    /// If the store fails.
    pub fn taken(&mut self, key: &ItemKey) -> Stored<Option<Taken>> {
        let Some(columns) = self.writer.find_item(key)? else { return Ok(None) };
        let Some(mut columns) = self.get(&TAKEN, &columns)? else { return Ok(None) };
        (0..TAKEN.key).try_for_each(|_| columns.skip())?;
        Ok(Some(Taken { user: columns.text()?, at: columns.time()? }))
    }

    /// From now on somebody works on it.
    ///
    /// # Errors
    /// If the store fails.
    pub fn put_taken(&mut self, key: &ItemKey, taken: &Taken) -> Stored<()> {
        let mut columns = self.writer.item_columns(key)?;
        columns.extend(row![taken.user.as_str(), taken.at]);
        self.put(&TAKEN, columns);
        Ok(())
    }

    /// From now on nobody does.
    ///
    /// # Errors
    /// If the store fails.
    pub fn remove_taken(&mut self, key: &ItemKey) -> Stored<()> {
        let columns = self.writer.item_columns(key)?;
        self.writer.remove(&TAKEN, columns);
        Ok(())
    }
}
