//! What the house's own systems are told, in order, and how far each of them has come.

use super::about::key_of;
use super::tables::{OUTLET_CURSORS, OUTLET_EVENTS};
use super::tx::{Tx, limit_of};
use super::value::{Columns, row};
use super::words::words;
use super::{Db, DbError};
use interwire_core::exchange::store::Stored;
use interwire_core::ids::ItemKey;
use interwire_core::protocol::v1::statement::{Action, Code};
use interwire_core::time::Time;

words! {
    /// What happened to an item.
    OutletKind {
        /// A version of an item that was not there before.
        Version = "version",
        /// A later version.
        Correction = "correction",
        /// A version that may not be used yet: an embargo stands.
        Embargoed = "embargoed",
        /// The embargo is over: this version may be used.
        Freed = "freed",
        /// It must not be used any more.
        Recalled = "recalled",
        /// It may be used again.
        Released = "released",
    }
}

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutletEvent {
    /// Its cursor; 0 before it is put.
    pub seq: i64,
    /// What happened.
    pub kind: OutletKind,
    /// To which item.
    pub key: ItemKey,
    /// Which version, or the newest one recalled.
    pub version: Option<u64>,
    /// What is ordered.
    pub action: Option<Action>,
    /// The public reason.
    pub reason: Option<Code>,
    /// When it happened here.
    pub at: Time,
}

impl Tx<'_> {
    /// Adds an event after all others and returns its cursor; the event's own `seq` is not looked at.
    ///
    /// # Errors
    /// If the store fails.
    pub fn put_outlet_event(&mut self, event: &OutletEvent) -> Stored<i64> {
        let seq = self.writer.next_number(&OUTLET_EVENTS, "SELECT max(seq) FROM outlet_events")?;
        let mut row = row![seq, event.kind.word()];
        row.extend(self.writer.item_columns(&event.key)?);
        row.extend(row![
            event.version,
            event.action.map(Action::word),
            event.reason.as_ref().map(Code::as_str),
            event.at
        ]);
        self.put(&OUTLET_EVENTS, row);
        Ok(seq)
    }

    /// A reader of events has come so far.
    ///
    /// # Errors
    /// If the store fails.
    pub fn put_outlet_cursor(&mut self, name: &str, seq: i64, now: Time) -> Stored<()> {
        self.put(&OUTLET_CURSORS, row![name, seq, now]);
        Ok(())
    }

    /// How far a reader of events has come; 0 at first.
    ///
    /// # Errors
    /// If the store fails.
    pub fn outlet_cursor(&mut self, name: &str) -> Stored<i64> {
        let Some(mut columns) = self.get(&OUTLET_CURSORS, &row![name])? else { return Ok(0) };
        columns.skip()?;
        Ok(columns.int()?)
    }
}

impl Db {
    /// Events after a cursor, oldest first.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn outlet_events(&self, after: i64, limit: usize) -> Result<Vec<OutletEvent>, DbError> {
        let sql = "SELECT seq, kind, parties.name, item, version, action, reason, at FROM outlet_events
            JOIN parties ON parties.id = source WHERE seq > ? ORDER BY seq LIMIT ?";
        let rows = self.rows(OUTLET_EVENTS.name, sql, &row![after, limit_of(limit)]).await?;
        let read = |mut columns: Columns| {
            Ok(OutletEvent {
                seq: columns.int()?,
                kind: columns.parsed()?,
                key: key_of(&mut columns)?,
                version: columns.unsigned_option()?,
                action: columns.parsed_option()?,
                reason: columns.parsed_option()?,
                at: columns.time()?,
            })
        };
        rows.into_iter().map(read).collect()
    }

    /// How far each reader of events has come: name, cursor, when.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn outlet_cursors(&self) -> Result<Vec<(String, i64, Time)>, DbError> {
        let rows =
            self.rows(OUTLET_CURSORS.name, "SELECT name, seq, at FROM outlet_cursors ORDER BY name", &[]).await?;
        rows.into_iter().map(|mut columns| Ok((columns.text()?, columns.int()?, columns.time()?))).collect()
    }
}
