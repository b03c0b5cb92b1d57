//! Why versions of ours were delivered, held or excluded, and which of them wait for a moment.

use super::items::bytes_of_item;
use super::tables::{DECISIONS, HOLDS};
use super::tx::{Tx, limit_of};
use super::value::{Columns, Row, row};
use super::words::words;
use super::{Db, DbError};
use interwire_core::exchange::store::Stored;
use interwire_core::ids::{AgreementId, ArticleId, ItemKey, PartyId};
use interwire_core::time::Time;

words! {
    /// What was decided.
    DecisionWord {
        /// Delivered.
        Deliver = "deliver",
        /// Held until a time.
        Hold = "hold",
        /// Not delivered.
        Exclude = "exclude",
    }
}

/// What was decided about a version of ours for one party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionRow {
    /// Which item.
    pub key: ItemKey,
    /// Which version.
    pub version: u64,
    /// Under which agreement.
    pub agreement: AgreementId,
    /// For whom.
    pub party: PartyId,
    /// What.
    pub verdict: DecisionWord,
    /// By which article.
    pub article: Option<ArticleId>,
    /// Why, as JSON.
    pub reasons: String,
    /// Until when it is held.
    pub until: Option<Time>,
    /// When it was decided.
    pub at: Time,
}

/// A version that waits: ours before it is routed again under an agreement, a partner's before the house's systems may
/// have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldRow {
    /// Which item.
    pub key: ItemKey,
    /// Which version.
    pub version: u64,
    /// Under which agreement.
    pub agreement: AgreementId,
    /// Until when; `None` until a person says so.
    pub until: Option<Time>,
    /// Why, for people.
    pub cause: String,
}

impl Tx<'_> {
    fn version_key(&mut self, key: &ItemKey, version: u64, agreement: &AgreementId) -> Result<Row, DbError> {
        let mut row = self.writer.item_columns(key)?;
        row.extend(row![version, self.writer.agreement(agreement)?]);
        Ok(row)
    }

    /// Notes a decision; a later one about the same replaces it.
    ///
    /// # Errors
    /// If the store fails.
    pub fn put_decision(&mut self, decision: &DecisionRow) -> Stored<()> {
        let mut row = self.version_key(&decision.key, decision.version, &decision.agreement)?;
        row.extend(row![
            self.writer.party(&decision.party)?,
            decision.verdict.word(),
            decision.article.as_ref().map(ArticleId::as_str),
            decision.reasons.as_str(),
            decision.until,
            decision.at,
        ]);
        self.put(&DECISIONS, row);
        Ok(())
    }

    /// Holds a version until a time, or until a person says so.
    ///
    /// # Errors
    /// If the store fails.
    pub fn put_hold(&mut self, hold: &HoldRow) -> Stored<()> {
        let mut row = self.version_key(&hold.key, hold.version, &hold.agreement)?;
        row.extend(row![hold.until, hold.cause.as_str()]);
        self.put(&HOLDS, row);
        Ok(())
    }

    /// The version waits no more.
    ///
    /// # Errors
    /// If the store fails.
    pub fn remove_hold(&mut self, key: &ItemKey, version: u64, agreement: &AgreementId) -> Stored<()> {
        let key = self.version_key(key, version, agreement)?;
        self.writer.remove(&HOLDS, key);
        Ok(())
    }

    /// Versions whose time has come, the longest overdue first.
    ///
    /// # Errors
    /// If the store fails.
    pub fn holds_due(&mut self, now: Time, limit: usize) -> Stored<Vec<HoldRow>> {
        let sql = "SELECT source, item, version, agreement, until, cause FROM holds
            WHERE until <= ? ORDER BY until LIMIT ?";
        let mut due = Vec::new();
        for mut columns in self.query(&HOLDS, sql, &row![now, limit_of(limit)])? {
            let (key, version, agreement) = (self.writer.item_key(&mut columns)?, columns.unsigned()?, columns.int()?);
            let agreement = self.writer.agreement_named(agreement)?;
            due.push(hold_of(key, version, agreement, &mut columns)?);
        }
        Ok(due)
    }

    /// When the next hold ends.
    ///
    /// # Errors
    /// If the store fails.
    pub fn next_hold(&mut self) -> Stored<Option<Time>> {
        let rows = self.query(&HOLDS, "SELECT min(until) FROM holds WHERE until IS NOT NULL", &[])?;
        let first = rows.into_iter().next().map(|mut columns| columns.time_option()).transpose()?;
        Ok(first.flatten())
    }
}

fn hold_of(key: ItemKey, version: u64, agreement: AgreementId, columns: &mut Columns) -> Result<HoldRow, DbError> {
    Ok(HoldRow { key, version, agreement, until: columns.time_option()?, cause: columns.text()? })
}

impl Db {
    /// All decisions about an item, newest version first, then by agreement and party: what `why` shows.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn decisions(&self, key: &ItemKey) -> Result<Vec<DecisionRow>, DbError> {
        let sql = "SELECT version, agreements.name, receiver.name, verdict, article, reasons, until, at
            FROM decisions JOIN parties source ON source.id = decisions.source
            JOIN parties receiver ON receiver.id = decisions.party
            JOIN agreements ON agreements.id = decisions.agreement
            WHERE source.name = ? AND item = ? ORDER BY version DESC, 2, 3";
        let rows = self.rows(DECISIONS.name, sql, &row![key.source.as_str(), bytes_of_item(&key.item)?]).await?;
        let read = |mut columns: Columns| {
            Ok(DecisionRow {
                key: key.clone(),
                version: columns.unsigned()?,
                agreement: columns.parsed()?,
                party: columns.parsed()?,
                verdict: columns.parsed()?,
                article: columns.parsed_option()?,
                reasons: columns.text()?,
                until: columns.time_option()?,
                at: columns.time()?,
            })
        };
        rows.into_iter().map(read).collect()
    }

    /// Whether a version of an item waits.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn is_held(&self, key: &ItemKey) -> Result<bool, DbError> {
        let sql = "SELECT 1 FROM holds JOIN parties ON parties.id = source WHERE parties.name = ? AND item = ? LIMIT 1";
        let rows = self.rows(HOLDS.name, sql, &row![key.source.as_str(), bytes_of_item(&key.item)?]).await?;
        Ok(!rows.is_empty())
    }

    /// What waits, the next to go first; those that wait for a person last.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn holds(&self, limit: usize) -> Result<Vec<HoldRow>, DbError> {
        let sql = "SELECT parties.name, item, version, agreements.name, until, cause FROM holds
            JOIN parties ON parties.id = source JOIN agreements ON agreements.id = agreement
            ORDER BY until IS NULL, until LIMIT ?";
        let rows = self.rows(HOLDS.name, sql, &row![limit_of(limit)]).await?;
        let read = |mut columns: Columns| {
            let (key, version) = (super::about::key_of(&mut columns)?, columns.unsigned()?);
            let agreement = columns.parsed()?;
            hold_of(key, version, agreement, &mut columns)
        };
        rows.into_iter().map(read).collect()
    }
}
