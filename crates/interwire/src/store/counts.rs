//! How much there is of what waits or needs a person: for the state of the node and its metrics.

use super::value::{Columns, row_of};
use super::{Db, DbError};
use interwire_core::ids::AgreementId;

/// Numbers of rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Entries of all journals.
    pub entries: u64,
    /// Items, ours and partners'.
    pub items: u64,
    /// Versions of items.
    pub versions: u64,
    /// Statements of ours that wait until a journal may be written.
    pub queued: u64,
    /// Blobs that are announced and not held.
    pub wanted: u64,
    /// Versions of ours that wait for a moment or a person.
    pub held_back: u64,
    /// Open dead letters.
    pub dead_letters: u64,
    /// Open findings.
    pub findings: u64,
    /// Published statements of ours that some receiver has not answered for.
    pub unanswered: u64,
}

const ALL: &str = "SELECT
    (SELECT count(*) FROM entries), (SELECT count(*) FROM items), (SELECT count(*) FROM versions),
    (SELECT count(*) FROM queue), (SELECT count(DISTINCT hash) FROM wants), (SELECT count(*) FROM holds),
    (SELECT count(*) FROM dead_letters WHERE state = 'open'),
    (SELECT count(*) FROM findings WHERE closed_at IS NULL),
    (SELECT count(*) FROM versions v JOIN parties p ON p.id = v.source WHERE p.name = ? AND v.state = 'held'
        AND NOT EXISTS (SELECT 1 FROM acks a WHERE a.journal = v.journal AND a.idx = v.idx))";

/// What waits under one agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Which.
    pub agreement: AgreementId,
    /// Statements of ours that wait until our journal may be written.
    pub queued: u64,
    /// Blobs that are announced and not held.
    pub wanted: u64,
}

const WAITING: &str = "SELECT name,
    (SELECT count(*) FROM queue WHERE queue.agreement = agreements.id),
    (SELECT count(DISTINCT hash) FROM wants WHERE wants.agreement = agreements.id)
    FROM agreements WHERE known = 1 ORDER BY name";

impl Db {
    /// Counts of the whole store; `me` is our own party.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn counts(&self, me: &str) -> Result<Counts, DbError> {
        let row = sqlx::query(ALL).bind(me).fetch_one(self.reader()).await?;
        let mut columns = Columns::of("counts", row_of(&row)?);
        Ok(Counts {
            entries: columns.unsigned()?,
            items: columns.unsigned()?,
            versions: columns.unsigned()?,
            queued: columns.unsigned()?,
            wanted: columns.unsigned()?,
            held_back: columns.unsigned()?,
            dead_letters: columns.unsigned()?,
            findings: columns.unsigned()?,
            unanswered: columns.unsigned()?,
        })
    }

    /// What waits under each agreement.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn waiting(&self) -> Result<Vec<Waiting>, DbError> {
        let rows = sqlx::query(WAITING).fetch_all(self.reader()).await?;
        let read = |row| {
            let mut columns = Columns::of("waiting", row_of(row)?);
            Ok(Waiting { agreement: columns.parsed()?, queued: columns.unsigned()?, wanted: columns.unsigned()? })
        };
        rows.iter().map(read).collect()
    }
}
