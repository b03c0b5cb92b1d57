//! Alerts of saved searches: on their way, told, or in need of a person.

use super::about::key_of;
use super::tables::ALERTS_OUT;
use super::tx::{Tx, limit_of};
use super::value::{Columns, row};
use super::words::words;
use super::{Db, DbError};
use interwire_core::exchange::store::Stored;
use interwire_core::ids::ItemKey;
use interwire_core::time::Time;

words! {
    /// How somebody is told.
    Channel {
        /// By the board.
        Board = "board",
        /// By mail.
        Mail = "mail",
        /// By a webhook.
        Hook = "hook",
    }
}

words! {
    /// Of what somebody is told.
    AlertKind {
        /// A version has arrived.
        Version = "version",
        /// What was told of before is not to be used any more.
        Recalled = "recalled",
    }
}

words! {
    /// How far an alert has come.
    AlertState {
        /// It is told when its moment comes.
        Waiting = "waiting",
        /// It was told.
        Told = "told",
        /// It is not tried any more: a person decides.
        Failed = "failed",
        /// It is not needed any more, or a person put it away.
        Dropped = "dropped",
    }
}

/// An alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlertRow {
    /// Its number; 0 before it is put.
    pub id: i64,
    /// Of which search.
    pub search: i64,
    /// How.
    pub channel: Channel,
    /// Of what.
    pub what: AlertKind,
    /// About which item.
    pub key: ItemKey,
    /// Which version of it.
    pub version: u64,
    /// Since when.
    pub at: Time,
    /// How far it has come.
    pub state: AlertState,
    /// How often it was tried.
    pub attempts: u64,
    /// When it is tried next.
    pub next_at: Option<Time>,
    /// Why it was not told.
    pub cause: Option<String>,
    /// When it was told, or given up.
    pub closed_at: Option<Time>,
    /// Who put it away.
    pub closed_by: Option<String>,
}

macro_rules! alerts {
    ($rest:literal) => {
        concat!(
            "SELECT alerts_out.id, search, channel, what, parties.name, item, version, at, state, attempts, next_at,
                cause, closed_at, closed_by FROM alerts_out JOIN parties ON parties.id = alerts_out.source ",
            $rest
        )
    };
}

fn alert_of(mut columns: Columns) -> Result<AlertRow, DbError> {
    Ok(AlertRow {
        id: columns.int()?,
        search: columns.int()?,
        channel: columns.parsed()?,
        what: columns.parsed()?,
        key: key_of(&mut columns)?,
        version: columns.unsigned()?,
        at: columns.time()?,
        state: columns.parsed()?,
        attempts: columns.unsigned()?,
        next_at: columns.time_option()?,
        cause: columns.text_option()?,
        closed_at: columns.time_option()?,
        closed_by: columns.text_option()?,
    })
}

impl Tx<'_> {
    /// Writes an alert, a new one if it has no number yet; returns its number.
    ///
    /// # Errors
    /// If the store fails.
    pub fn put_alert(&mut self, alert: &AlertRow) -> Stored<i64> {
        let id = match alert.id {
            0 => self.writer.next_number(&ALERTS_OUT, "SELECT max(id) FROM alerts_out")?,
            id => id,
        };
        let mut row = row![id, alert.search, alert.channel.word(), alert.what.word()];
        row.extend(self.writer.item_columns(&alert.key)?);
        row.extend(row![alert.version, alert.at, alert.state.word(), alert.attempts, alert.next_at]);
        row.extend(row![alert.cause.clone(), alert.closed_at, alert.closed_by.clone()]);
        self.put(&ALERTS_OUT, row);
        Ok(id)
    }

    /// An alert.
    ///
    /// # Errors
    /// If the store fails.
    pub fn alert(&mut self, id: i64) -> Stored<Option<AlertRow>> {
        let found = self.query(&ALERTS_OUT, alerts!("WHERE alerts_out.id = ?"), &row![id])?;
        Ok(found.into_iter().next().map(alert_of).transpose()?)
    }

    /// All alerts about an item.
    ///
    /// # Errors
    /// If the store fails.
    pub fn alerts_about(&mut self, key: &ItemKey) -> Stored<Vec<AlertRow>> {
        let Some(item) = self.writer.find_item(key)? else { return Ok(Vec::new()) };
        let sql = alerts!("WHERE alerts_out.source = ? AND item = ? ORDER BY alerts_out.id");
        let found = self.query(&ALERTS_OUT, sql, &item)?;
        Ok(found.into_iter().map(alert_of).collect::<Result<_, _>>()?)
    }

    /// Removes the oldest alerts that are closed, beyond so many in all; returns how many.
    ///
    /// # Errors
    /// If the store fails.
    pub fn trim_alerts(&mut self, kept: usize, at_once: usize) -> Stored<usize> {
        let sql = "SELECT id FROM alerts_out WHERE state IN ('told', 'dropped')
            AND id <= (SELECT max(id) FROM alerts_out) - ?1 ORDER BY id LIMIT ?2";
        let old = self.query(&ALERTS_OUT, sql, &row![limit_of(kept), limit_of(at_once)])?;
        let count = old.len();
        for mut columns in old {
            let id = columns.int()?;
            self.writer.remove(&ALERTS_OUT, row![id]);
        }
        Ok(count)
    }
}

impl Db {
    /// Alerts whose moment has come, the oldest first; of each search on each channel only some.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn alerts_due(&self, now: Time, of_each: usize, limit: usize) -> Result<Vec<AlertRow>, DbError> {
        let sql = alerts!(
            "WHERE alerts_out.id IN (SELECT id FROM (SELECT id, row_number() OVER
                (PARTITION BY search, channel ORDER BY id) AS nth FROM alerts_out
                WHERE state = 'waiting' AND next_at <= ?) WHERE nth <= ?)
            ORDER BY alerts_out.id LIMIT ?"
        );
        let values = row![now, limit_of(of_each), limit_of(limit)];
        self.rows(ALERTS_OUT.name, sql, &values).await?.into_iter().map(alert_of).collect()
    }

    /// Alerts of the searches that somebody has, before a number, the newest first; of those in one state, if it is
    /// given.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn alerts_for(
        &self,
        user: &str,
        state: Option<AlertState>,
        before: Option<i64>,
        limit: usize,
    ) -> Result<Vec<AlertRow>, DbError> {
        let sql = alerts!(
            "JOIN searches ON searches.id = search WHERE (owner = ?1 OR (shared = 1 AND channel = 'board'))
            AND (?2 IS NULL OR state = ?2) AND (?3 IS NULL OR alerts_out.id < ?3)
            ORDER BY alerts_out.id DESC LIMIT ?4"
        );
        let values = row![user, state.map(AlertState::word), before, limit_of(limit)];
        self.rows(ALERTS_OUT.name, sql, &values).await?.into_iter().map(alert_of).collect()
    }
}
