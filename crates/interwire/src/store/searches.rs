//! Searches that people keep, for themselves or for the house, and how they are told of what arrives for them.

use super::tables::{ALERTS_OUT, SEARCHES};
use super::tx::Tx;
use super::value::{Columns, row};
use super::{Db, DbError};
use interwire_core::exchange::store::Stored;
use interwire_core::time::Time;

/// A search that somebody keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchRow {
    /// Its number; 0 before it is put.
    pub id: i64,
    /// Whose it is.
    pub owner: String,
    /// What its owner calls it.
    pub name: String,
    /// The query, in normal form.
    pub query: String,
    /// Everybody of the house has it on the board.
    pub shared: bool,
    /// The board says when something arrives for it.
    pub on_board: bool,
    /// An address to which mail goes.
    pub mail: Option<String>,
    /// An address to which a webhook goes.
    pub hook: Option<String>,
    /// The secret with which the webhook is signed.
    pub hook_secret: Option<Vec<u8>>,
    /// Since when.
    pub created_at: Time,
}

const SELECT: &str = "SELECT id, owner, name, query, shared, on_board, mail, hook, hook_secret, created_at
    FROM searches ORDER BY name, id";

fn search_of(mut columns: Columns) -> Result<SearchRow, DbError> {
    Ok(SearchRow {
        id: columns.int()?,
        owner: columns.text()?,
        name: columns.text()?,
        query: columns.text()?,
        shared: columns.flag()?,
        on_board: columns.flag()?,
        mail: columns.text_option()?,
        hook: columns.text_option()?,
        hook_secret: columns.bytes_option()?,
        created_at: columns.time()?,
    })
}

impl Tx<'_> {
    /// A search.
    ///
    /// # Errors
    /// If the store fails.
    pub fn search(&mut self, id: i64) -> Stored<Option<SearchRow>> {
        Ok(self.get(&SEARCHES, &row![id])?.map(search_of).transpose()?)
    }

    /// How many searches somebody keeps.
    ///
    /// # Errors
    /// If the store fails.
    pub fn searches_of(&mut self, owner: &str) -> Stored<usize> {
        Ok(self.query(&SEARCHES, "SELECT id FROM searches WHERE owner = ?", &row![owner])?.len())
    }

    /// Writes a search, a new one if it has no number yet; returns its number.
    ///
    /// # Errors
    /// If the store fails.
    pub fn put_search(&mut self, search: &SearchRow) -> Stored<i64> {
        let SearchRow { id, owner, name, query, shared, on_board, mail, hook, hook_secret, created_at } = search;
        let id = match *id {
            // A number is never used twice, though the search that had it may be gone.
            0 => self.next_search()?,
            id => id,
        };
        let mut row = row![id, owner.as_str(), name.as_str(), query.as_str(), *shared, *on_board];
        row.extend(row![mail.clone(), hook.clone(), hook_secret.clone(), *created_at]);
        self.put(&SEARCHES, row);
        Ok(id)
    }

    fn next_search(&mut self) -> Stored<i64> {
        let last = self.setting(LAST)?.and_then(|text| text.parse().ok()).unwrap_or(0_i64);
        self.put_setting(LAST, &(last + 1).to_string())?;
        Ok(last + 1)
    }

    /// Removes a search with its alerts.
    ///
    /// # Errors
    /// If the store fails.
    pub fn remove_search(&mut self, id: i64) -> Stored<()> {
        for mut columns in self.query(&ALERTS_OUT, "SELECT id FROM alerts_out WHERE search = ?", &row![id])? {
            let alert = columns.int()?;
            self.writer.remove(&ALERTS_OUT, row![alert]);
        }
        self.writer.remove(&SEARCHES, row![id]);
        Ok(())
    }
}

/// The setting with the number that was given last.
const LAST: &str = "searches.last";

impl Db {
    /// All searches, by name.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn searches(&self) -> Result<Vec<SearchRow>, DbError> {
        self.rows(SEARCHES.name, SELECT, &[]).await?.into_iter().map(search_of).collect()
    }
}
