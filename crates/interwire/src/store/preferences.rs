//! How people want the pages. Whoever has chosen nothing has no row.

use super::tables::PREFERENCES;
use super::tx::Tx;
use super::value::{Columns, row};
use super::{Db, DbError};
use interwire_core::exchange::store::Stored;

/// How a person wants the pages. The words are those of `users::preferences`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreferencesRow {
    /// The person.
    pub user: String,
    /// Their time zone by its IANA name; the house's if none.
    pub zone: Option<String>,
    /// Their colours.
    pub scheme: String,
    /// How close things stand.
    pub density: String,
    /// How large letters are.
    pub text_size: String,
    /// Whether flashes and kills make a sound.
    pub sounds: bool,
}

fn preferences_of(mut columns: Columns) -> Result<PreferencesRow, DbError> {
    Ok(PreferencesRow {
        user: columns.text()?,
        zone: columns.text_option()?,
        scheme: columns.text()?,
        density: columns.text()?,
        text_size: columns.text()?,
        sounds: columns.flag()?,
    })
}

impl Tx<'_> {
    /// Writes how a person wants the pages.
    ///
    /// # Errors
    /// If the store fails.
    pub fn put_preferences(&mut self, preferences: &PreferencesRow) -> Stored<()> {
        let PreferencesRow { user, zone, scheme, density, text_size, sounds } = preferences;
        let columns =
            row![user.as_str(), zone.as_deref(), scheme.as_str(), density.as_str(), text_size.as_str(), *sounds];
        self.put(&PREFERENCES, columns);
        Ok(())
    }
}

impl Db {
    /// How a person wants the pages.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn preferences(&self, user: &str) -> Result<Option<PreferencesRow>, DbError> {
        let sql = "SELECT user, zone, scheme, density, text_size, sounds FROM preferences WHERE user = ?";
        self.rows(PREFERENCES.name, sql, &row![user]).await?.into_iter().next().map(preferences_of).transpose()
    }
}
