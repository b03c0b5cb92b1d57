//! People who may log in, what they did; and small settings that must survive.

use super::tables::{AUDIT, SETTINGS, USERS};
use super::tx::{Tx, limit_of};
use super::value::{Columns, row};
use super::{Db, DbError};
use interwire_core::exchange::store::Stored;
use interwire_core::time::Time;

/// A person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserRow {
    /// The name to log in with.
    pub name: String,
    /// The password's argon2 hash, in PHC form.
    pub password: String,
    /// What the person may do; the words are the web's.
    pub role: String,
    /// Language of the pages; empty for the house's.
    pub language: String,
    /// Since when.
    pub created_at: Time,
    /// May not log in any more.
    pub disabled: bool,
}

/// What a person did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// Its number.
    pub id: i64,
    /// When.
    pub at: Time,
    /// Who.
    pub who: String,
    /// What: a word.
    pub what: String,
    /// About what: an id.
    pub about: String,
}

pub(super) fn user_of(mut columns: Columns) -> Result<UserRow, DbError> {
    Ok(UserRow {
        name: columns.text()?,
        password: columns.text()?,
        role: columns.text()?,
        language: columns.text()?,
        created_at: columns.time()?,
        disabled: columns.flag()?,
    })
}

/// The setting that says whose data directory this is.
pub const PARTY: &str = "party";

impl Tx<'_> {
    /// Writes a person.
    ///
    /// # Errors
    /// If the store fails.
    pub fn put_user(&mut self, user: &UserRow) -> Stored<()> {
        let UserRow { name, password, role, language, created_at, disabled } = user;
        let words = row![name.as_str(), password.as_str(), role.as_str(), language.as_str()];
        self.put(&USERS, words.into_iter().chain(row![*created_at, *disabled]).collect());
        Ok(())
    }

    /// A person by name.
    ///
    /// # Errors
    /// If the store fails.
    pub fn user(&mut self, name: &str) -> Stored<Option<UserRow>> {
        Ok(self.get(&USERS, &row![name])?.map(user_of).transpose()?)
    }

    /// Notes what a person did.
    ///
    /// # Errors
    /// If the store fails.
    pub fn audit(&mut self, now: Time, who: &str, what: &str, about: &str) -> Stored<()> {
        let id = self.writer.next_number(&AUDIT, "SELECT max(id) FROM audit")?;
        self.put(&AUDIT, row![id, now, who, what, about]);
        Ok(())
    }

    /// A setting.
    ///
    /// # Errors
    /// If the store fails.
    pub fn setting(&mut self, name: &str) -> Stored<Option<String>> {
        let Some(mut columns) = self.get(&SETTINGS, &row![name])? else { return Ok(None) };
        columns.skip()?;
        Ok(Some(columns.text()?))
    }

    /// Writes a setting.
    ///
    /// # Errors
    /// If the store fails.
    pub fn put_setting(&mut self, name: &str, value: &str) -> Stored<()> {
        self.put(&SETTINGS, row![name, value]);
        Ok(())
    }
}

impl Db {
    /// All people, by name.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn users(&self) -> Result<Vec<UserRow>, DbError> {
        let sql = "SELECT name, password, role, language, created_at, disabled FROM users ORDER BY name";
        self.rows(USERS.name, sql, &[]).await?.into_iter().map(user_of).collect()
    }

    /// A person by name.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn user(&self, name: &str) -> Result<Option<UserRow>, DbError> {
        let sql = "SELECT name, password, role, language, created_at, disabled FROM users WHERE name = ?";
        self.rows(USERS.name, sql, &row![name]).await?.into_iter().next().map(user_of).transpose()
    }

    /// What people did before a number, newest first.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn audits(&self, before: Option<i64>, limit: usize) -> Result<Vec<AuditRow>, DbError> {
        let sql = "SELECT id, at, who, what, about FROM audit WHERE ?1 IS NULL OR id < ?1 ORDER BY id DESC LIMIT ?2";
        let rows = self.rows(AUDIT.name, sql, &row![before, limit_of(limit)]).await?;
        let read = |mut columns: Columns| {
            Ok(AuditRow {
                id: columns.int()?,
                at: columns.time()?,
                who: columns.text()?,
                what: columns.text()?,
                about: columns.text()?,
            })
        };
        rows.into_iter().map(read).collect()
    }

    /// A setting.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn setting(&self, name: &str) -> Result<Option<String>, DbError> {
        let rows = self.rows(SETTINGS.name, "SELECT value FROM settings WHERE name = ?", &row![name]).await?;
        rows.into_iter().next().map(|mut columns| columns.text()).transpose()
    }
}
