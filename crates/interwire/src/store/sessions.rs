//! Who is logged in. Of a session's cookie only a hash is kept.

use super::tables::{SESSIONS, USERS};
use super::tx::Tx;
use super::users::{UserRow, user_of};
use super::value::{Columns, row};
use super::{Db, DbError};
use interwire_core::exchange::store::Stored;
use interwire_core::ids::Hash;
use interwire_core::time::Time;

/// A session that is not over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// The hash of its cookie.
    pub token: Hash,
    /// Whose.
    pub user: String,
    /// Since when.
    pub created_at: Time,
    /// Until when.
    pub expires_at: Time,
}

impl Tx<'_> {
    /// Logs a person in; `token` is the hash of the cookie.
    ///
    /// # Errors
    /// If the store fails.
    pub fn put_session(&mut self, token: &Hash, user: &str, now: Time, expires_at: Time) -> Stored<()> {
        self.put(&SESSIONS, row![*token, user, now, expires_at]);
        Ok(())
    }

    /// Logs a session out.
    ///
    /// # Errors
    /// If the store fails.
    pub fn remove_session(&mut self, token: &Hash) -> Stored<()> {
        self.writer.remove(&SESSIONS, row![*token]);
        Ok(())
    }

    /// Logs out all sessions of a person, or those of everybody that are over.
    ///
    /// # Errors
    /// If the store fails.
    pub fn remove_sessions(&mut self, user: Option<&str>, now: Time) -> Stored<()> {
        self.remove_sessions_but(user, None, now).map(drop)
    }

    /// The same, sparing one session. Returns how many there were.
    ///
    /// # Errors
    /// If the store fails.
    pub fn remove_sessions_but(&mut self, user: Option<&str>, spared: Option<Hash>, now: Time) -> Stored<u64> {
        let sql = "SELECT token FROM sessions WHERE user = ?1 OR (?1 IS NULL AND expires_at <= ?2)";
        let mut count = 0;
        for mut columns in self.query(&SESSIONS, sql, &row![user, now])? {
            let token = columns.hash()?;
            if spared != Some(token) {
                self.writer.remove(&SESSIONS, row![token]);
                count += 1;
            }
        }
        Ok(count)
    }
}

impl Db {
    /// Who is logged in with this cookie, unless the session is over or the person is disabled.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn session(&self, token: &Hash, now: Time) -> Result<Option<UserRow>, DbError> {
        let sql = "SELECT name, password, role, language, users.created_at, disabled FROM sessions
            JOIN users ON name = user WHERE token = ? AND expires_at > ? AND disabled = 0";
        self.rows(USERS.name, sql, &row![*token, now]).await?.into_iter().next().map(user_of).transpose()
    }

    /// Sessions that are not over, by person and the newest first.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn sessions(&self, now: Time) -> Result<Vec<SessionRow>, DbError> {
        let sql = "SELECT token, user, created_at, expires_at FROM sessions WHERE expires_at > ?
            ORDER BY user, created_at DESC, token LIMIT 5000";
        let read = |mut columns: Columns| {
            Ok(SessionRow {
                token: columns.hash()?,
                user: columns.text()?,
                created_at: columns.time()?,
                expires_at: columns.time()?,
            })
        };
        self.rows(SESSIONS.name, sql, &row![now]).await?.into_iter().map(read).collect()
    }
}
