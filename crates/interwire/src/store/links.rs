//! Links by which people set passwords of their own, once. Of a link only the hash of its secret is kept.

use super::tables::LINKS;
use super::tx::Tx;
use super::value::{Columns, row};
use super::{Db, DbError};
use interwire_core::exchange::store::Stored;
use interwire_core::ids::Hash;
use interwire_core::time::Time;

/// A link that has not been used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRow {
    /// Whose password it sets.
    pub user: String,
    /// The hash of its secret.
    pub token: Hash,
    /// Since when.
    pub created_at: Time,
    /// Until when.
    pub expires_at: Time,
}

fn link_of(mut columns: Columns) -> Result<LinkRow, DbError> {
    Ok(LinkRow {
        user: columns.text()?,
        token: columns.hash()?,
        created_at: columns.time()?,
        expires_at: columns.time()?,
    })
}

impl Tx<'_> {
    /// Writes the link of a person; the one before is worth nothing any more.
    ///
    /// # Errors
    /// If the store fails.
    pub fn put_link(&mut self, link: &LinkRow) -> Stored<()> {
        let LinkRow { user, token, created_at, expires_at } = link;
        self.put(&LINKS, row![user.as_str(), *token, *created_at, *expires_at]);
        Ok(())
    }

    /// The link of a person.
    ///
    /// # Errors
    /// If the store fails.
    pub fn link(&mut self, user: &str) -> Stored<Option<LinkRow>> {
        Ok(self.get(&LINKS, &row![user])?.map(link_of).transpose()?)
    }

    /// Takes the link of a person away.
    ///
    /// # Errors
    /// If the store fails.
    pub fn remove_link(&mut self, user: &str) -> Stored<()> {
        if self.link(user)?.is_some() {
            self.writer.remove(&LINKS, row![user]);
        }
        Ok(())
    }
}

impl Db {
    /// The link with this hash, if it can still be used.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn link(&self, token: &Hash, now: Time) -> Result<Option<LinkRow>, DbError> {
        let sql = "SELECT user, token, links.created_at, expires_at FROM links JOIN users ON name = user
            WHERE token = ? AND expires_at > ? AND disabled = 0";
        self.rows(LINKS.name, sql, &row![*token, now]).await?.into_iter().next().map(link_of).transpose()
    }

    /// Links that can still be used, by person.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn links(&self, now: Time) -> Result<Vec<LinkRow>, DbError> {
        let sql = "SELECT user, token, created_at, expires_at FROM links WHERE expires_at > ? ORDER BY user";
        self.rows(LINKS.name, sql, &row![now]).await?.into_iter().map(link_of).collect()
    }
}
